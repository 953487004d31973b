package ensemble

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// A batch file holds the exact summary of a few members:
//
//	magic      "haven batch 1\n"
//	plan       32 bytes: the hash of the plan that the members belong to
//	first, n   the first member and the number of members (uvarints)
//	values     a zstd stream: member by member, series by series, cell by cell
//	           signed numbers as zigzag uvarints; a 0 stands for a run of zeros
//	           and is followed by the run's length
//	checksum   CRC-32C (Castagnoli) of all bytes before it, little endian
const batchMagic = "haven batch 1\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Batch is the members First up to End, End not included.
type Batch struct{ First, End int }

// encoders are of batches that are written: the memory of one serves the next.
var encoders = sync.Pool{New: func() any {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<18))
	if err != nil {
		panic(err) // the options are fixed
	}
	return e
}}

// writeBatch writes an exact summary of members that follow one another.
func writeBatch(w io.Writer, plan [32]byte, s *Summary) error {
	sum := crc32.New(castagnoli)
	out := io.MultiWriter(w, sum)
	head := append([]byte(batchMagic), plan[:]...)
	head = binary.AppendUvarint(head, uint64(s.members[0]))
	head = binary.AppendUvarint(head, uint64(len(s.members)))
	if _, err := out.Write(head); err != nil {
		return err
	}
	packed := encoders.Get().(*zstd.Encoder)
	packed.Reset(out)
	packer := &packer{out: packed}
	for m := range s.columns {
		for i := range s.columns[m] {
			packer.column(&s.columns[m][i])
		}
	}
	packer.flush()
	if err := errors.Join(packer.err, packed.Close()); err != nil {
		return err
	}
	packed.Reset(nil)
	encoders.Put(packed)
	_, err := w.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	return err
}

// packer writes values as a batch file holds them. It keeps the first error.
type packer struct {
	out    io.Writer
	buffer []byte
	err    error
}

func (p *packer) flush() {
	if p.err == nil {
		_, p.err = p.out.Write(p.buffer)
	}
	p.buffer = p.buffer[:0]
}

func (p *packer) column(c *column) {
	switch values := c.held.(type) {
	case nil:
		p.zeros(c.cells)
	case plain[int16]:
		pack(p, values)
	case plain[int32]:
		pack(p, values)
	case plain[int64]:
		pack(p, values)
	default:
		p.err = cmp.Or(p.err, errors.New("values that were set aside are packed"))
	}
}

func (p *packer) zeros(n int) {
	if n > 0 {
		p.buffer = binary.AppendUvarint(append(p.buffer, 0), uint64(n))
	}
}

func pack[T int16 | int32 | int64](p *packer, values plain[T]) {
	run := 0
	for _, v := range values {
		if v == 0 {
			run++
			continue
		}
		p.zeros(run)
		run = 0
		p.buffer = binary.AppendVarint(p.buffer, int64(v))
		if len(p.buffer) >= 1<<16 {
			p.flush()
		}
	}
	p.zeros(run)
}

// errForeign marks a batch that is sound but belongs to another plan.
var errForeign = errors.New("it belongs to another plan")

// readBatch reads a batch file of the given members back. It trusts nothing:
// a file that is cut short, changed or foreign is an error, and memory is
// bounded by what the layout asks for.
func readBatch(data []byte, plan [32]byte, want Batch, layout *Layout) (*Summary, error) {
	const least = len(batchMagic) + 32 + 1 + 1 + 4
	if len(data) < least || string(data[:len(batchMagic)]) != batchMagic {
		return nil, fmt.Errorf("it is not a batch of members")
	}
	body := data[:len(data)-4]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(data[len(body):]) {
		return nil, fmt.Errorf("its checksum is wrong: it was cut short or changed")
	}
	rest := body[len(batchMagic):]
	if !bytes.Equal(rest[:32], plan[:]) {
		return nil, errForeign
	}
	in := bytes.NewReader(rest[32:])
	first, errFirst := binary.ReadUvarint(in)
	n, errN := binary.ReadUvarint(in)
	if errFirst != nil || errN != nil || first != uint64(want.First) || n != uint64(want.End-want.First) {
		return nil, fmt.Errorf("it does not hold the members %d to %d", want.First, want.End-1)
	}
	packed, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<28))
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	values := bufio.NewReaderSize(packed, 1<<16)
	s := &Summary{Layout: layout}
	scratch := []int64{}
	for m := want.First; m < want.End; m++ {
		columns := make([]column, len(layout.Series))
		for i := range layout.Series {
			cells := layout.Series[i].Cells()
			if cells > cap(scratch) {
				scratch = make([]int64, cells)
			}
			scratch = scratch[:cells]
			if err := readColumn(values, scratch); err != nil {
				return nil, fmt.Errorf("member %d, %s by %s: %w", m, layout.Series[i].Measure, layout.Series[i].By, err)
			}
			columns[i] = compact(scratch)
		}
		s.members = append(s.members, m)
		s.columns = append(s.columns, columns)
	}
	if _, err := values.ReadByte(); err != io.EOF {
		return nil, fmt.Errorf("more follows after the last member")
	}
	return s, nil
}

func readColumn(r *bufio.Reader, out []int64) error {
	for i := 0; i < len(out); {
		v, err := binary.ReadVarint(r)
		if err != nil {
			return fmt.Errorf("the values end too early: %w", err)
		}
		if v != 0 {
			out[i] = v
			i++
			continue
		}
		run, err := binary.ReadUvarint(r)
		if err != nil {
			return fmt.Errorf("the values end too early: %w", err)
		}
		if run == 0 || run > math.MaxInt || int(run) > len(out)-i {
			return fmt.Errorf("a run of %d zeros does not fit", run)
		}
		clear(out[i : i+int(run)])
		i += int(run)
	}
	return nil
}
