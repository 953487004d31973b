package fit

import "math"

// Normal gives figure f, by the report that weighs most, as methods that know
// only normal errors want it: the number of its value among those of Read, and on the
// scale of Log what was observed and the variance of its error, with the bias of its
// source and what rounding or a range leaves open (a flat density over it) added.
// ok is false for one end alone, which has no such error.
func (o *Observations) Normal(f int) (value int, observed, variance float64, ok bool) {
	fig := &o.Figures[f]
	r := fig.Leading()
	if r.OneSided() {
		return 0, 0, 0, false
	}
	for i := range fig.Reports {
		if r == &fig.Reports[i] {
			value = fig.first + i
		}
	}
	width := r.hi - r.lo
	variance = float64(r.Own*r.Own) + float64(r.Coarse*r.Coarse) + float64(r.Shared*r.Shared) + float64(width*width)/12
	return value, (r.lo + r.hi) / 2, variance, !math.IsInf(variance, 0)
}
