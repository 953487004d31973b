package ensemble

import (
	"slices"

	"haven/internal/parallel"
)

// Quantiles calls f with the quantiles of one cell after the other, at any
// levels (0 to 1, of type 7, as in Stats), and the number of members that have a value
// there, for the entities from..to-1 of a series. Cells are counted as in Stats.
// Where no member has a value the quantiles are nil. They may be kept.
func (s *Summary) Quantiles(series, from, to int, levels []float64, f func(cell int, quantiles []float64, present int)) {
	days := s.Layout.Series[series].Days
	first, cells := from*days, (to-from)*days
	all, present := make([][]float64, cells), make([]int, cells)
	const chunk = 256
	parallel.Each((cells+chunk-1)/chunk, func(c int) {
		start, end := c*chunk, min((c+1)*chunk, cells)
		if !s.Exact() {
			for i := start; i < end; i++ {
				h := s.counted[series]
				if present[i] = h.present(first + i); present[i] > 0 {
					all[i] = quantilesOf(present[i], levels, func(k int) float64 { return h.order(first+i, k) })
				}
			}
			return
		}
		s.eachCell(series, first+start, first+end, func(cell int, values []int64, _ int) {
			if i := cell - first; len(values) > 0 {
				sortBetween(values, slices.Min(values), slices.Max(values))
				present[i] = len(values)
				all[i] = quantilesOf(len(values), levels, func(k int) float64 { return float64(values[k]) })
			}
		})
	})
	for i := range all {
		f(i, all[i], present[i])
	}
}

func quantilesOf(n int, levels []float64, order func(k int) float64) []float64 {
	out := make([]float64, len(levels))
	for q, p := range levels {
		out[q] = quantile(n, p, order)
	}
	return out
}

// Quantile is the quantile of type 7 of sorted values at one level (0 to 1), as
// in Stats.
func Quantile(sorted []int64, level float64) float64 {
	return quantile(len(sorted), level, func(k int) float64 { return float64(sorted[k]) })
}
