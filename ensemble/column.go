package ensemble

import "math"

// column holds one member's values of one series. Most series are small
// numbers and many are zero throughout, so that a column takes the narrowest
// form that holds its values: nothing at all for zeros, else 32 or 64 bits.
// Exactly one of wide and narrow is set, or neither.
type column struct {
	cells  int
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
	case low >= math.MinInt32 && high <= math.MaxInt32:
		c.narrow = make([]int32, len(values))
		for i, v := range values {
			c.narrow[i] = int32(v)
		}
	default:
		c.wide = append([]int64(nil), values...)
	}
	return c
}

// keep makes a column of values without copying them; the caller gives the
// slice away.
func keep(values []int64) column { return column{cells: len(values), wide: values} }

func (c *column) at(i int) int64 {
	switch {
	case c.narrow != nil:
		return int64(c.narrow[i])
	case c.wide != nil:
		return c.wide[i]
	}
	return 0
}

// gather writes the values of cells from..from+len/stride-1 to out[0],
// out[stride], ...: the transposition of members by cells into cells by
// members, for a few cells at a time.
func (c *column) gather(out []int64, from, cells, stride int) {
	switch {
	case c.narrow != nil:
		for i, v := range c.narrow[from : from+cells] {
			out[i*stride] = int64(v)
		}
	case c.wide != nil:
		for i, v := range c.wide[from : from+cells] {
			out[i*stride] = v
		}
	default:
		for i := range cells {
			out[i*stride] = 0
		}
	}
}
