package whatif

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/klauspost/compress/zstd"

	"haven/ensemble"
)

// everyDays is how often a member of the base is saved: a variant simulates at
// most so many days once more.
const everyDays = 7

// states are the saved states of the base's members, one file a member:
//
//	magic     "haven states 1\n"
//	n         the number of states (uvarint), and for each its day and length (uvarints)
//	states    each a zstd frame of what movement.Course.Save writes
type states struct{ dir string }

const statesMagic = "haven states 1\n"

// mostStates bounds the list of a file that is read: ten years of weeks.
const mostStates = 1000

func (s *states) name(member int) string {
	return filepath.Join(s.dir, fmt.Sprintf("member-%06d.bin", member))
}

// packers and unpackers hold some megabytes each, which serve the next member.
var (
	packers = sync.Pool{New: func() any {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
		if err != nil {
			panic(err) // the options are fixed
		}
		return e
	}}
	unpackers = sync.Pool{New: func() any {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
		if err != nil {
			panic(err) // the options are fixed
		}
		return d
	}}
)

// simulate runs a member of the base through its period and saves it once a week.
func (s *states) simulate(ctx context.Context, m *ensemble.Member) error {
	c := m.Model.Begin(m.Seed, m.Number, m.Record)
	defer c.Close()
	packer := packers.Get().(*zstd.Encoder)
	defer packers.Put(packer)
	var index, packed []byte
	var plain bytes.Buffer
	n := 0
	for day := everyDays; day < m.Record.Days; day += everyDays {
		if err := c.Advance(ctx, day); err != nil {
			return err
		}
		plain.Reset()
		if err := c.Save(&plain); err != nil {
			return err
		}
		before := len(packed)
		packed = packer.EncodeAll(plain.Bytes(), packed)
		index = binary.AppendUvarint(index, uint64(day))
		index = binary.AppendUvarint(index, uint64(len(packed)-before))
		n++
	}
	if err := c.Advance(ctx, m.Record.Days); err != nil {
		return err
	}
	head := binary.AppendUvarint([]byte(statesMagic), uint64(n))
	return writeAside(s.name(m.Number), append(append(head, index...), packed...))
}

// last is a member's last state at or before a day; nil when there is none.
func (s *states) last(member, day int) (at int, state io.Reader, err error) {
	if day < everyDays {
		return 0, nil, nil
	}
	data, err := os.ReadFile(s.name(member))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil, fmt.Errorf("%s is gone; delete the folder of the base, and it is made anew", s.name(member))
	}
	if err != nil {
		return 0, nil, err
	}
	at, packed, err := lastOf(data, day)
	if err != nil {
		return 0, nil, fmt.Errorf("%s: %w; delete the folder of the base, and it is made anew", s.name(member), err)
	}
	if packed == nil {
		return 0, nil, nil
	}
	unpacker := unpackers.Get().(*zstd.Decoder)
	defer unpackers.Put(unpacker)
	plain, err := unpacker.DecodeAll(packed, nil)
	if err != nil {
		return 0, nil, fmt.Errorf("%s: %w; delete the folder of the base, and it is made anew", s.name(member), err)
	}
	return at, bytes.NewReader(plain), nil
}

var errNoStates = errors.New("it holds no states of a base, or was cut short")

// lastOf finds the packed state of the last day that is not later than day.
func lastOf(data []byte, day int) (at int, packed []byte, err error) {
	rest, ok := bytes.CutPrefix(data, []byte(statesMagic))
	if !ok {
		return 0, nil, errNoStates
	}
	in := bytes.NewReader(rest)
	n, err := binary.ReadUvarint(in)
	if err != nil || n > mostStates {
		return 0, nil, errNoStates
	}
	from, length, offset := 0, 0, 0
	for range n {
		d, err1 := binary.ReadUvarint(in)
		size, err2 := binary.ReadUvarint(in)
		if err1 != nil || err2 != nil || d > 1<<20 || size > uint64(len(data)) {
			return 0, nil, errNoStates
		}
		if int(d) <= day {
			at, from, length = int(d), offset, int(size)
		}
		offset += int(size)
	}
	packed = rest[len(rest)-in.Len():]
	if len(packed) != offset {
		return 0, nil, errNoStates
	}
	if length == 0 {
		return 0, nil, nil
	}
	return at, packed[from : from+length], nil
}
