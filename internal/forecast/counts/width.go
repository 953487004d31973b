package counts

import (
	"math"

	"haven/draw"
	"haven/skill"
)

// widths are by how much a pool can be narrowed or widened about its median.
var widths = []float64{0.65, 0.8, 1, 1.2}

const (
	asItIs     = 2    // the width of 1
	widthSharp = 30.0 // as scoreSharp
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
func widthOf(past []scored, place, on int) float64 {
	sum := 0.0
	for k, w := range weights(past, place, on, len(widths), widthSharp, func(s *scored) []score { return s.widths }) {
		sum += float64(w * draw.Log(widths[k]))
	}
	return draw.Exp(sum)
}
