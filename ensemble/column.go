package ensemble

import "math"

// column holds one member's values of one series. Most series are small
// numbers and many are zero throughout, so that a column takes the narrowest
// form that holds its values: nothing at all for zeros, else 16, 32 or 64 bits.
// At most one of the three slices is set.
type column struct {
	cells  int
	short  []int16
	narrow []int32
	wide   []int64
}

// compact copies values into the narrowest column that holds them.
func compact(values []int64) column {
	c := column{cells: len(values)}
	var low, high int64
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	switch {
	case low == 0 && high == 0:
	case low >= math.MinInt16 && high <= math.MaxInt16:
		c.short = narrowed[int16](values)
	case low >= math.MinInt32 && high <= math.MaxInt32:
		c.narrow = narrowed[int32](values)
	default:
		c.wide = append([]int64(nil), values...)
	}
	return c
}

func narrowed[T int16 | int32](values []int64) []T {
	out := make([]T, len(values))
	for i, v := range values {
		out[i] = T(v)
	}
	return out
}

// keep makes a column of values without copying them; the caller gives the
// slice away.
func keep(values []int64) column { return column{cells: len(values), wide: values} }

func (c *column) at(i int) int64 {
	switch {
	case c.short != nil:
		return int64(c.short[i])
	case c.narrow != nil:
		return int64(c.narrow[i])
	case c.wide != nil:
		return c.wide[i]
	}
	return 0
}

// gather writes the values of so many cells, counted from from, to out[0],
// out[stride], ...: the transposition of members by cells into cells by
// members, for a few cells at a time.
func (c *column) gather(out []int64, from, cells, stride int) {
	switch {
	case c.short != nil:
		spread(out, c.short[from:from+cells], stride)
	case c.narrow != nil:
		spread(out, c.narrow[from:from+cells], stride)
	case c.wide != nil:
		spread(out, c.wide[from:from+cells], stride)
	default:
		for i := range cells {
			out[i*stride] = 0
		}
	}
}

func spread[T int16 | int32 | int64](out []int64, values []T, stride int) {
	for i, v := range values {
		out[i*stride] = int64(v)
	}
}
