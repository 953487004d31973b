package forecast

import (
	"encoding/binary"
	"errors"
	"fmt"

	"haven/movement"
)

// past is some days of a particle's record and what lies before them. Particles
// copied from one another share what they have in common. A nil past has no days.
type past struct {
	before      *past
	from, until int // days since the start, until not included
	// values are, series by series, entity by entity, day by day, zigzag
	// varints; a 0 stands for a run of zeros and is followed by its length.
	values []byte
}

// extend is the past with the days from..until-1 of a record.
func (p *past) extend(rec *movement.Record, from, until int, buffer []byte) (*past, []byte) {
	buffer = buffer[:0]
	zeros := 0
	for i := range rec.Series {
		s := &rec.Series[i]
		for e := range s.Entities {
			for _, v := range s.Values[e*s.Days+from : e*s.Days+until] {
				if v == 0 {
					zeros++
					continue
				}
				if zeros > 0 {
					buffer = binary.AppendUvarint(append(buffer, 0), uint64(zeros))
					zeros = 0
				}
				buffer = binary.AppendVarint(buffer, v)
			}
		}
	}
	if zeros > 0 {
		buffer = binary.AppendUvarint(append(buffer, 0), uint64(zeros))
	}
	return &past{before: p, from: from, until: until, values: append([]byte(nil), buffer...)}, buffer
}

var errPast = errors.New("the days of a particle are damaged")

// recall writes the days into a record.
func (p *past) recall(rec *movement.Record) error {
	for ; p != nil; p = p.before {
		if p.from < 0 || p.until > rec.Days || p.from > p.until {
			return fmt.Errorf("%w: days %d to %d of %d", errPast, p.from, p.until, rec.Days)
		}
		if err := p.write(rec); err != nil {
			return err
		}
	}
	return nil
}

func (p *past) write(rec *movement.Record) error {
	in, zeros := p.values, uint64(0)
	for i := range rec.Series {
		s := &rec.Series[i]
		for e := range s.Entities {
			row := s.Values[e*s.Days+p.from : e*s.Days+p.until]
			for d := range row {
				if zeros > 0 {
					zeros--
					row[d] = 0
					continue
				}
				v, n := binary.Varint(in)
				if n <= 0 {
					return errPast
				}
				in = in[n:]
				if row[d] = v; v != 0 {
					continue
				}
				run, n := binary.Uvarint(in)
				if n <= 0 || run == 0 {
					return errPast
				}
				in, zeros = in[n:], run-1
			}
		}
	}
	if len(in) > 0 || zeros > 0 {
		return errPast
	}
	return nil
}
