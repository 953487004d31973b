package forecast

import (
	"encoding/binary"
	"errors"
	"fmt"

	"haven/movement"
)

// past is some days of a particle's record and what lies before them. Particles
// copied from one another share what they have in common. A nil past has no days;
// any other goes on from where the one before ends.
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

// recall writes the days into a record. Most of what there is to a day is
// zeros: they are written all at once, and then only what is none.
func (p *past) recall(rec *movement.Record) error {
	if p == nil {
		return nil
	}
	if p.until > rec.Days {
		return fmt.Errorf("%w: they are %d of %d", errPast, p.until, rec.Days)
	}
	for i := range rec.Series {
		s := &rec.Series[i]
		for e := range s.Entities {
			clear(s.Values[e*s.Days : e*s.Days+p.until])
		}
	}
	for ; p != nil; p = p.before {
		if err := p.write(rec); err != nil {
			return err
		}
	}
	return nil
}

// end is how many days there are from the start to the end of a past.
func (p *past) end() int {
	if p == nil {
		return 0
	}
	return p.until
}

// write puts what is no zero into a record.
func (p *past) write(rec *movement.Record) error {
	in, at, days := p.values, 0, p.until-p.from
	for i := range rec.Series {
		s := &rec.Series[i]
		cells := len(s.Entities) * days
		for at < cells {
			u, n := uvarint(in)
			if n <= 0 {
				return errPast
			}
			if in = in[n:]; u != 0 {
				entity, day := at, 0
				if days > 1 {
					entity, day = at/days, at%days
				}
				s.Values[entity*s.Days+p.from+day] = int64(u>>1) ^ -int64(u&1)
				at++
				continue
			}
			run, n := uvarint(in)
			if n <= 0 || run == 0 || run > 1<<30 {
				return errPast
			}
			in, at = in[n:], at+int(run)
		}
		at -= cells // of the next series
	}
	if len(in) > 0 || at > 0 {
		return errPast
	}
	return nil
}

// uvarint is binary.Uvarint, with small numbers first.
func uvarint(in []byte) (uint64, int) {
	if len(in) > 0 && in[0] < 0x80 {
		return uint64(in[0]), 1
	}
	return binary.Uvarint(in)
}
