package ensemble

import (
	"math"
	"sort"
	"sync"
)

// BinWidth is the relative width of the bins that summaries of more than
// ExactMembers members count in: 1 %. Values below 200 have a bin of their own
// each; a larger value is known to within half a bin, 0.5 % of itself.
const BinWidth = 0.01

// edges()[k] is the smallest value of bin k; edges()[k+1] - 1 is its largest. The
// step is one hundredth of the edge, rounded down, and at least 1, in integer
// arithmetic, so that the bins are the same on every machine.
var edges = sync.OnceValue(func() []int64 {
	list := []int64{0}
	for {
		e := list[len(list)-1]
		step := max(1, e/100)
		if e > math.MaxInt64-step {
			return list
		}
		list = append(list, e+step)
	}
})

// binOf is the bin of a value; negative values have the mirrored bins -1, -2, ...
func binOf(v int64) int16 {
	if v < 0 {
		return -binOf(-max(v, -math.MaxInt64))
	}
	if v < 200 {
		return int16(v)
	}
	edges := edges()
	return int16(sort.Search(len(edges), func(i int) bool { return edges[i] > v }) - 1)
}

// binValue is the middle of a bin: the value itself where the bin holds one.
func binValue(bin int16) float64 {
	if bin < 0 {
		return -binValue(-bin)
	}
	edges := edges()
	low := edges[bin]
	high := int64(math.MaxInt64)
	if int(bin)+1 < len(edges) {
		high = edges[bin+1] - 1
	}
	return float64(low) + float64(float64(high-low)/2) // converted: not fused
}
