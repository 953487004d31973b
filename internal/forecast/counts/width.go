package counts

import (
	"math"

	"haven/draw"
	"haven/skill"
)

// widths are by how much a pool can be narrowed or widened about its median.
var widths = []float64{0.3, 0.45, 0.65, 0.8, 1, 1.2}

const asItIs = 4 // the width of 1

// How a width follows from the scores of past forecasts.
const (
	scoreHalfLife = 180.0 // days
	scoreOwn      = 4.0   // a case at the place itself counts as much as so many elsewhere
	scoreSharp    = 30.0  // how much a relative difference of mean scores weighs between widths
	scoreCases    = 30.0  // cases after which half of what can be learned is
)

// spreadAdjusted is a pool narrowed or widened about its median. A linear pool of forecasts that are calibrated each is too wide.
//
// Source: Gneiting & Ranjan (2013), Combining predictive distributions, Electronic Journal of Statistics 7 (spread-adjusted linear pool).
func spreadAdjusted(s skill.Sample, width float64) skill.Sample {
	if len(s.Values) == 0 {
		return s
	}
	middle := s.Quantiles([]float64{0.5})[0]
	values := make([]float64, len(s.Values))
	for i, x := range s.Values {
		values[i] = math.Max(0, middle+float64(width*(x-middle)))
	}
	return skill.NewSample(values, s.Weights)
}

// widthOf is the width for a place: the geometric mean of all, weighted by how they would have scored.
func widthOf(past []scored, place, lead, on int) float64 {
	sum := 0.0
	for k, w := range weights(past, place, lead, on) {
		sum += float64(w * draw.Log(widths[k]))
	}
	return draw.Exp(sum)
}

// weights are the weights of the widths at a place, all alike before anything is learned: the exponential of minus the mean relative
// excess of the score (in people and of the logarithm, half and half) over the mean of all, times sharp; recent cases first, the place's own above others. They
// add up to 1.
//
// Source: the exponentially weighted average forecaster, Cesa-Bianchi & Lugosi (2006), Prediction, Learning, and Games, chapter 2.
func weights(past []scored, place, lead, on int) []float64 {
	n := len(widths)
	sums, mean, evidence := make([]score, n), score{}, 0.0
	for i := range past {
		if past[i].lead != lead {
			continue
		}
		w := fading(float64(on-past[i].day), scoreHalfLife)
		if past[i].place == place {
			w *= scoreOwn
		}
		evidence += w
		for k, s := range past[i].widths {
			sums[k].people += float64(w * s.people)
			sums[k].log += float64(w * s.log)
			mean.people += float64(w*s.people) / float64(n)
			mean.log += float64(w*s.log) / float64(n)
		}
	}
	out, sum := make([]float64, n), 0.0
	for k := range out {
		out[k] = 1
		if mean.people > 0 && mean.log > 0 {
			excess := float64((sums[k].people/mean.people+sums[k].log/mean.log)/2) - 1
			out[k] = draw.Exp(-scoreSharp * excess * evidence / (evidence + scoreCases))
		}
		sum += out[k]
	}
	for k := range out {
		out[k] /= sum
	}
	return out
}
