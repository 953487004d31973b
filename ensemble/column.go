package ensemble

import "math"

// column holds one member's values of one series. Most series are small
// numbers and many are zero throughout, so that a column takes the narrowest
// form that holds its values: nothing at all for zeros, else 16, 32 or 64
// bits, in memory or in a file.
type column struct {
	cells int
	held  held // nil: zeros
}

// held is values in one of their forms.
type held interface {
	one(i int) int64
	// gather writes the values of so many cells, counted from from, to out[0],
	// out[stride], ...: the transposition of members by cells into cells by
	// members, for a few cells at a time. scratch is room for values from a file.
	gather(out []int64, from, cells, stride int, scratch *[]byte)
	// moveTo gives the values to a file.
	moveTo(a *aside, at int64, bytes []byte) (held, []byte)
}

// plain is values in memory.
type plain[T int16 | int32 | int64] []T

// compact copies values into the narrowest column that holds them.
func compact(values []int64) column {
	var low, high int64
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	c := column{cells: len(values)}
	switch {
	case low == 0 && high == 0:
	case low >= math.MinInt16 && high <= math.MaxInt16:
		c.held = narrowed[int16](values)
	case low >= math.MinInt32 && high <= math.MaxInt32:
		c.held = narrowed[int32](values)
	default:
		c.held = narrowed[int64](values)
	}
	return c
}

func narrowed[T int16 | int32 | int64](values []int64) plain[T] {
	out := make(plain[T], len(values))
	for i, v := range values {
		out[i] = T(v)
	}
	return out
}

// keep makes a column of values without copying them; the caller gives the
// slice away.
func keep(values []int64) column { return column{len(values), plain[int64](values)} }

func (c *column) at(i int) int64 {
	if c.held == nil {
		return 0
	}
	return c.held.one(i)
}

func (c *column) gather(out []int64, from, cells, stride int, scratch *[]byte) {
	if c.held != nil {
		c.held.gather(out, from, cells, stride, scratch)
		return
	}
	for i := range cells {
		out[i*stride] = 0
	}
}

func (p plain[T]) one(i int) int64 { return int64(p[i]) }

func (p plain[T]) gather(out []int64, from, cells, stride int, _ *[]byte) {
	for i, v := range p[from : from+cells] {
		out[i*stride] = int64(v)
	}
}
