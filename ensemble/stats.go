package ensemble

import (
	"math"

	"haven/internal/parallel"
)

// Levels are the quantiles that Stats holds.
var Levels = [5]float64{0.05, 0.25, 0.5, 0.75, 0.95}

// Stats are the figures of some cells over all members, cell by cell.
//
// Quantiles are of type 7 of Hyndman & Fan (1996), the default of R and numpy:
// linear between the order statistics, q_p = x_(1+(n-1)p). Members whose value
// is missing do not count; a cell that no member has a value in has NaN for
// mean and quantiles, and 0 for Min and Max. The figures are to be read only:
// in a summary of one member all are the same numbers.
type Stats struct {
	Quantile [5][]float64 // by Levels, then by cell
	Mean     []float64
	Min, Max []int64
	Missing  []int32 // members without a value

	shared bool // the quantiles are the mean's numbers, the extremes one another's
}

// reset makes room for the figures of so many cells.
func (s *Stats) reset(cells int) {
	if s.shared {
		*s = Stats{}
	}
	s.Mean, s.Min, s.Max, s.Missing = zeroed(s.Mean, cells), zeroed(s.Min, cells), zeroed(s.Max, cells), zeroed(s.Missing, cells)
	for q := range s.Quantile {
		s.Quantile[q] = zeroed(s.Quantile[q], cells)
	}
}

// zeroed is a slice of so many zeros, in the memory of old where it is enough.
func zeroed[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n)
	}
	old = old[:n]
	clear(old)
	return old
}

// Stats sums up the cells of the entities from..to-1 of a series. Cells are
// entity-major as in the series, counted from the first entity asked for.
// Asking for a few entities at a time bounds the memory.
func (s *Summary) Stats(series, from, to int) *Stats {
	out := new(Stats)
	s.StatsInto(out, series, from, to)
	return out
}

// StatsInto is Stats into out, whose figures are overwritten.
func (s *Summary) StatsInto(out *Stats, series, from, to int) {
	days := s.Layout.Series[series].Days
	first, cells := from*days, (to-from)*days
	if s.Exact() && s.N() == 1 {
		s.alone(out, series, first, cells)
		return
	}
	out.reset(cells)
	const chunk = 1024
	parallel.Each((cells+chunk-1)/chunk, func(c int) {
		start, end := c*chunk, min((c+1)*chunk, cells)
		if !s.Exact() {
			for i := start; i < end; i++ {
				out.fromBins(i, s.counted[series], first+i)
			}
			return
		}
		s.eachCell(series, first+start, first+end, func(cell int, values []int64, missing int) {
			out.fromValues(cell-first, values, missing)
		})
	})
}

// Cell sums up one cell.
func (s *Summary) Cell(series, cell int) *Stats {
	out := new(Stats)
	out.reset(1)
	if !s.Exact() {
		out.fromBins(0, s.counted[series], cell)
		return out
	}
	s.eachCell(series, cell, cell+1, func(_ int, values []int64, missing int) { out.fromValues(0, values, missing) })
	return out
}

func (s *Stats) fromValues(i int, values []int64, missing int) {
	s.Missing[i] = int32(missing)
	if len(values) == 0 {
		s.none(i)
		return
	}
	low, high := values[0], values[0]
	for _, v := range values[1:] {
		low, high = min(low, v), max(high, v)
	}
	s.Min[i], s.Max[i] = low, high
	if low == high { // most cells of a large world: all zero
		s.Mean[i] = float64(low)
		for q := range Levels {
			s.Quantile[q][i] = float64(low)
		}
		return
	}
	s.Mean[i] = meanOf(values)
	sortBetween(values, low, high)
	for q, p := range Levels {
		s.Quantile[q][i] = quantile(len(values), p, func(k int) float64 { return float64(values[k]) })
	}
}

func (s *Stats) fromBins(i int, h *histogram, cell int) {
	s.Missing[i] = int32(h.missing[cell])
	n := h.present(cell)
	if n == 0 {
		s.none(i)
		return
	}
	s.Min[i], s.Max[i] = h.low[cell], h.high[cell]
	s.Mean[i] = float128(h.sumUpper[cell], h.sumLower[cell]) / float64(n)
	for q, p := range Levels {
		s.Quantile[q][i] = quantile(n, p, func(k int) float64 { return h.order(cell, k) })
	}
}

func (s *Stats) none(i int) {
	s.Mean[i] = math.NaN()
	for q := range Levels {
		s.Quantile[q][i] = math.NaN()
	}
}

// quantile is the p-quantile of type 7 of n values, order(k) being the k-th
// smallest counted from 0. Products are rounded before they are added, so that
// no processor fuses the two.
func quantile(n int, p float64, order func(k int) float64) float64 {
	at := float64(float64(n-1) * p)
	k := int(at)
	low := order(k)
	if k+1 >= n {
		return low
	}
	share := at - float64(k)
	if share == 0 {
		return low
	}
	return low + float64(share*(order(k+1)-low))
}
