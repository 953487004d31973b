package ensemble

import (
	"slices"
)

// histogram counts, for every cell of one series, how many members fall in
// each bin. The cells' counts lie one after the other: those of cell i are
// at[i] up to at[i+1]. Sum is exact, in 128 bits, so that the mean does not
// depend on the order in which members are added.
type histogram struct {
	at       []int
	bins     []int16
	counts   []uint32
	missing  []uint32
	low      []int64
	high     []int64
	sumUpper []int64
	sumLower []uint64
}

func newHistogram(cells int) *histogram {
	return &histogram{
		at: make([]int, 1, cells+1), missing: make([]uint32, 0, cells), low: make([]int64, 0, cells),
		high: make([]int64, 0, cells), sumUpper: make([]int64, 0, cells), sumLower: make([]uint64, 0, cells),
	}
}

// add appends the next cell from its sorted values that are not missing.
func (h *histogram) add(sorted []int64, missing int) {
	var upper int64
	var lower uint64
	for _, v := range sorted {
		upper, lower = add128(upper, lower, v>>63, uint64(v))
		bin := binOf(v)
		if last := len(h.bins) - 1; last >= h.at[len(h.at)-1] && h.bins[last] == bin {
			h.counts[last]++
			continue
		}
		h.bins = append(h.bins, bin)
		h.counts = append(h.counts, 1)
	}
	h.close(missing, upper, lower)
	if n := len(sorted); n > 0 {
		h.low[len(h.low)-1], h.high[len(h.high)-1] = sorted[0], sorted[n-1]
	}
}

func (h *histogram) close(missing int, upper int64, lower uint64) {
	h.at = append(h.at, len(h.bins))
	h.missing = append(h.missing, uint32(missing))
	h.low, h.high = append(h.low, 0), append(h.high, 0)
	h.sumUpper, h.sumLower = append(h.sumUpper, upper), append(h.sumLower, lower)
}

// present is the number of members that have a value in cell i.
func (h *histogram) present(i int) int {
	n := 0
	for _, c := range h.counts[h.at[i]:h.at[i+1]] {
		n += int(c)
	}
	return n
}

// order is the k-th smallest value of a cell, counted from 0, as far as bins tell.
func (h *histogram) order(cell, k int) float64 {
	for b := h.at[cell]; ; b++ {
		if k -= int(h.counts[b]); k < 0 {
			return min(max(binValue(h.bins[b]), float64(h.low[cell])), float64(h.high[cell]))
		}
	}
}

// mergeHistograms adds two histograms of the same cells.
func mergeHistograms(a, b *histogram) *histogram {
	cells := len(a.missing)
	sum := newHistogram(cells)
	sum.bins = make([]int16, 0, max(len(a.bins), len(b.bins)))
	sum.counts = make([]uint32, 0, cap(sum.bins))
	for i := range cells {
		x, xEnd, y, yEnd := a.at[i], a.at[i+1], b.at[i], b.at[i+1]
		hasA, hasB := x < xEnd, y < yEnd
		for x < xEnd || y < yEnd {
			switch {
			case y == yEnd || x < xEnd && a.bins[x] < b.bins[y]:
				sum.bins, sum.counts = append(sum.bins, a.bins[x]), append(sum.counts, a.counts[x])
				x++
			case x == xEnd || b.bins[y] < a.bins[x]:
				sum.bins, sum.counts = append(sum.bins, b.bins[y]), append(sum.counts, b.counts[y])
				y++
			default:
				sum.bins, sum.counts = append(sum.bins, a.bins[x]), append(sum.counts, a.counts[x]+b.counts[y])
				x, y = x+1, y+1
			}
		}
		upper, lower := add128(a.sumUpper[i], a.sumLower[i], b.sumUpper[i], b.sumLower[i])
		sum.close(int(a.missing[i]+b.missing[i]), upper, lower)
		switch {
		case hasA && hasB:
			sum.low[i], sum.high[i] = min(a.low[i], b.low[i]), max(a.high[i], b.high[i])
		case hasA:
			sum.low[i], sum.high[i] = a.low[i], a.high[i]
		case hasB:
			sum.low[i], sum.high[i] = b.low[i], b.high[i]
		}
	}
	return sum
}

// equal says whether two histograms count the same.
func (h *histogram) equal(g *histogram) bool {
	return slices.Equal(h.at, g.at) && slices.Equal(h.bins, g.bins) && slices.Equal(h.counts, g.counts) &&
		slices.Equal(h.missing, g.missing) && slices.Equal(h.low, g.low) && slices.Equal(h.high, g.high) &&
		slices.Equal(h.sumUpper, g.sumUpper) && slices.Equal(h.sumLower, g.sumLower)
}
