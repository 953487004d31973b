package movement

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"sync"
)

// archive writes a state down or reads it: the same walk over the state does
// both, so that the two never differ. Whole numbers are varints, fractions varints of their bits
// turned around, since most are round. The first error ends it: from then on nothing is read.
type archive struct {
	out     []byte
	in      []byte
	at      int // as much of in has been read
	reading bool
	err     error
}

// archives are buffers of states that are passed on in memory.
var archives = sync.Pool{New: func() any { return []byte(nil) }}

var errDamaged = errors.New("it is damaged: what it says cannot be")

func (a *archive) fail(err error) {
	if a.err == nil {
		a.err = err
	}
	a.in, a.at = nil, 0
}

// check refuses what cannot be.
func (a *archive) check(ok bool) bool {
	if !ok {
		a.fail(errDamaged)
	}
	return ok && a.err == nil
}

// write and read are one number. Most numbers are small: a byte of their own.
func (a *archive) write(u uint64) {
	if u < 0x80 {
		a.out = append(a.out, byte(u))
		return
	}
	a.out = binary.AppendUvarint(a.out, u)
}

func (a *archive) read() uint64 {
	if a.at < len(a.in) && a.in[a.at] < 0x80 {
		a.at++
		return uint64(a.in[a.at-1])
	}
	return a.readLong()
}

func (a *archive) readLong() uint64 {
	u, n := binary.Uvarint(a.in[a.at:])
	if !a.check(n > 0) {
		return 0
	}
	a.at += n
	return u
}

// left is how many bytes are still to be read.
func (a *archive) left() int { return len(a.in) - a.at }

func (a *archive) bits(x *uint64) {
	if a.reading {
		*x = a.read()
	} else {
		a.write(*x)
	}
}

// signed is any whole number.
func (a *archive) signed(x *int64) {
	if !a.reading {
		a.write(uint64(*x)<<1 ^ uint64(*x>>63))
		return
	}
	u := a.read()
	*x = int64(u>>1) ^ -int64(u&1)
}

// most is the largest number of people that a state can hold.
const most = 1 << 46

// count is how many people or parties: 0 or more.
func (a *archive) count(x *int64) {
	if !a.reading {
		a.write(uint64(*x))
		return
	}
	u := a.read()
	if u > most {
		a.fail(errDamaged)
		u = 0
	}
	*x = int64(u)
}

func (a *archive) counts(list []int64) {
	for i := range list {
		a.count(&list[i])
	}
}

// index is a number from 0 to below-1, or none.
func (a *archive) index(x *int32, below int) {
	if !a.reading {
		a.write(uint64(uint32(*x + 1)))
		return
	}
	u := a.read()
	if u > uint64(below) {
		a.fail(errDamaged)
		u = 0
	}
	*x = int32(u) - 1
}

// whole is a small whole number.
func (a *archive) whole(x *int) {
	v := int64(*x)
	a.signed(&v)
	if a.reading && !a.check(v > math.MinInt32 && v < math.MaxInt32) {
		v = 0
	}
	*x = int(v)
}

func (a *archive) flag(x *bool) {
	if a.reading {
		u := a.read()
		*x = u == 1
		a.check(u <= 1)
		return
	}
	u := uint64(0)
	if *x {
		u = 1
	}
	a.write(u)
}

func (a *archive) flags(list []bool) {
	for i := range list {
		a.flag(&list[i])
	}
}

func (a *archive) number(x *float64) {
	if a.reading {
		*x = math.Float64frombits(bits.ReverseBytes64(a.read()))
	} else {
		a.write(bits.ReverseBytes64(math.Float64bits(*x)))
	}
	a.check(*x == *x)
}

// amount is a number that is no infinity.
func (a *archive) amount(x *float64) {
	a.number(x)
	a.check(math.Abs(*x) < most)
}

func (a *archive) amounts(list []float64) {
	for i := range list {
		a.amount(&list[i])
	}
}

func (a *archive) numbers(list []float64) {
	for i := range list {
		a.number(&list[i])
	}
}

// length is that of a list. One that is read is never longer than what is left
// to be read, so that a damaged one takes no memory.
func (a *archive) length(n int) int {
	u := uint64(n)
	a.bits(&u)
	if a.reading && !a.check(u <= uint64(a.left())) {
		return 0
	}
	return int(u)
}

// list is one of any length.
func list[T any](a *archive, s []T, each func(x *T)) []T {
	n := a.length(len(s))
	if a.reading {
		s = sized(s, n)
	}
	for i := range s {
		each(&s[i])
	}
	return s
}
