package fit

import "math"

// gaussian is the error model as Kalman's update needs it: one number a figure,
// normal errors. It is what of the error model a mean and a covariance can
// hold: mixtures and chances to be wrong only widen it.
type gaussian struct {
	data  []float64 // what was reported, on the scale of Log
	lower []bool    // only a lower bound: nothing to correct above it
	upper []bool
	cov   matrix
}

// gaussian sums the reports of each figure up by their weights: the mean of
// what they say, and as variance their own, the spread between them, the rounding, and all of it over the
// chance to be right. Figures whose leading reports have one source share its bias.
func (o *Observations) gaussian() gaussian {
	n := len(o.Figures)
	g := gaussian{make([]float64, n), make([]bool, n), make([]bool, n), newMatrix(n)}
	for f := range o.Figures {
		fig := &o.Figures[f]
		lead := fig.Leading()
		g.lower[f], g.upper[f] = math.IsInf(lead.High, 1), math.IsInf(lead.Low, -1)
		mean, meanUnit, weightUnit, variance, right := 0.0, 0.0, 0.0, 0.0, 0.0
		for i := range fig.Reports {
			r, w := &fig.Reports[i], fig.weights[i]
			mean += float64(w * r.middle())
			right += float64(w * (1 - r.Wrong))
			own := float64(r.Own*r.Own) + float64(r.Coarse*r.Coarse) + float64(r.Shared*r.Shared) - float64(lead.Shared*lead.Shared)
			if !r.OneSided() {
				own += float64((r.hi-r.lo)*(r.hi-r.lo)) / 12
			}
			variance += float64(w * own)
			if r.Unit == lead.Unit {
				meanUnit += float64(w * r.middle())
				weightUnit += w
			}
		}
		for i := range fig.Reports {
			if r := &fig.Reports[i]; r.Unit == lead.Unit {
				d := r.middle() - meanUnit/weightUnit
				variance += float64(fig.weights[i] * d * d)
			}
		}
		g.data[f] = mean
		g.cov.set(f, f, math.Max(variance, 1e-4)/right+float64(lead.Shared*lead.Shared))
		for e := range f {
			if other := o.Figures[e].Leading(); other.Source == lead.Source {
				shared := math.Min(lead.Shared, other.Shared)
				g.cov.set(e, f, float64(shared*shared))
				g.cov.set(f, e, float64(shared*shared))
			}
		}
	}
	return g
}

// middle of what a report stands for; of a bound the bound.
func (r *Report) middle() float64 {
	switch {
	case math.IsInf(r.Low, -1):
		return r.hi
	case math.IsInf(r.High, 1):
		return r.lo
	}
	return (r.lo + r.hi) / 2
}

// predict sums what the reports of each figure would have read up by the same
// weights; NaN where the leading one has nothing to read.
func (o *Observations) predict(values, out []float64) {
	for f := range o.Figures {
		fig := &o.Figures[f]
		out[f] = 0
		for i := range fig.Reports {
			out[f] += float64(fig.weights[i] * values[fig.first+i])
		}
	}
}
