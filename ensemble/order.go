package ensemble

import "slices"

// sortBetween sorts values of which low is the least and high the greatest.
// Most cells hold small counts, so that counting each value beats comparing:
// members times a few steps instead of members times the logarithm of members.
func sortBetween(values []int64, low, high int64) {
	const most = 2048 // distinct values that are counted; as a table it stays in the fastest cache
	width := uint64(high) - uint64(low)
	if width >= most || width > 16*uint64(len(values)) || len(values) > 1<<16-1 {
		slices.Sort(values)
		return
	}
	var counts [most]uint16
	for _, v := range values {
		counts[uint64(v)-uint64(low)]++
	}
	next := 0
	for i, n := range counts[:width+1] {
		for ; n > 0; n-- {
			values[next] = low + int64(i)
			next++
		}
	}
}
