package ensemble

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// atHand is how many bytes of members' values an ensemble keeps in memory.
// Where there would be more they lie in a file beside the batches, and tables
// read them from there.
const atHand = 24 << 20

// shortest is the number of cells from which on a column is worth a place in the file.
const shortest = 256

// aside is a file of members' values that would fill the memory. It holds
// plain numbers of 2, 4 or 8 bytes: each is read once or twice soon after, so
// that packing them would cost more than it saves.
type aside struct {
	file *os.File

	mutex sync.Mutex
	end   int64
	bytes []byte // to be written
	err   error  // the first of reading
}

// far is values in a file, so many bytes each.
type far[T int16 | int32 | int64] struct {
	in *aside
	at int64
}

// openAside makes the file, of which nothing is left when the process ends.
func openAside(dir string) (*aside, error) {
	f, err := os.Create(filepath.Join(dir, "values.tmp"))
	if err != nil {
		return nil, err
	}
	dropName(f.Name())
	return &aside{file: f}, nil
}

// take moves the long columns of a summary into the file.
func (a *aside) take(s *Summary) (*Summary, error) {
	out := &Summary{Layout: s.Layout, members: s.members, columns: make([][]column, len(s.columns)), aside: a}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for m, columns := range s.columns {
		out.columns[m] = make([]column, len(columns))
		for i, c := range columns {
			if c.held != nil && c.cells >= shortest {
				c.held, a.bytes = c.held.moveTo(a, a.end+int64(len(a.bytes)), a.bytes)
			}
			out.columns[m][i] = c
			if len(a.bytes) >= atOnce {
				if err := a.write(); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, a.write()
}

// atOnce is how many bytes wait before they are written.
const atOnce = 1 << 20

func (a *aside) write() error {
	if _, err := a.file.WriteAt(a.bytes, a.end); err != nil {
		return fmt.Errorf("members' values cannot be set aside: %w", err)
	}
	a.end += int64(len(a.bytes))
	a.bytes = a.bytes[:0]
	return nil
}

// empty gives the room in the file to other members; nobody asks for those before any more.
func (a *aside) empty() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.end = 0
}

func (a *aside) failed() error {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.err
}

func (a *aside) fail(err error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.err == nil {
		a.err = fmt.Errorf("members' values that were set aside cannot be read back: %w", err)
	}
}

// moveTo appends the values to bytes, which will lie at a place in a file.
func (p plain[T]) moveTo(a *aside, at int64, bytes []byte) (held, []byte) {
	for _, v := range p {
		switch any(v).(type) {
		case int16:
			bytes = binary.LittleEndian.AppendUint16(bytes, uint16(v))
		case int32:
			bytes = binary.LittleEndian.AppendUint32(bytes, uint32(v))
		default:
			bytes = binary.LittleEndian.AppendUint64(bytes, uint64(v))
		}
	}
	return &far[T]{in: a, at: at}, bytes
}

func (f *far[T]) moveTo(*aside, int64, []byte) (held, []byte) {
	panic("values that were set aside are moved again")
}

func (f *far[T]) one(i int) int64 {
	var value [1]int64
	var scratch []byte
	f.gather(value[:], i, 1, 1, &scratch)
	return value[0]
}

// gather reads values from the file. One that cannot be read is 0, and the file keeps the error.
func (f *far[T]) gather(out []int64, from, cells, stride int, scratch *[]byte) {
	width := binary.Size(T(0))
	if cap(*scratch) < cells*width {
		*scratch = make([]byte, cells*width)
	}
	bytes := (*scratch)[:cells*width]
	if _, err := f.in.file.ReadAt(bytes, f.at+int64(from*width)); err != nil {
		f.in.fail(err)
		clear(bytes)
	}
	switch any(T(0)).(type) {
	case int16:
		for i := range cells {
			out[i*stride] = int64(int16(binary.LittleEndian.Uint16(bytes[2*i:])))
		}
	case int32:
		for i := range cells {
			out[i*stride] = int64(int32(binary.LittleEndian.Uint32(bytes[4*i:])))
		}
	default:
		for i := range cells {
			out[i*stride] = int64(binary.LittleEndian.Uint64(bytes[8*i:]))
		}
	}
}
