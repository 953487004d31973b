package draw

import "math"

// Gamma is a gamma distributed number of that mean and variance. A variance of 0
// gives the mean, a mean of 0 gives 0.
//
// G. Marsaglia and W. W. Tsang (2000), "A simple method for generating gamma
// variables", doi:10.1145/358407.358414; shapes below 1 by their power of a uniform.
func (s *Stream) Gamma(mean, variance float64) float64 {
	if !(mean >= 0 && variance >= 0) {
		panic("draw: a gamma number needs a mean and a variance of 0 or more")
	}
	if mean == 0 || variance == 0 {
		return mean
	}
	shape := float64(mean / variance * mean)
	switch {
	case shape > 0x1p106:
		return mean // its standard deviation is below half a unit in the last place
	case shape < 0x1p-1000:
		return 0 // all but never above the smallest number
	case shape < 1:
		g := s.standardGamma(shape + 1)
		return g * Pow(s.Float64(), 1/shape) * (variance / mean)
	}
	return s.standardGamma(shape) * (variance / mean)
}

// standardGamma has scale 1 and a shape of 1 or more.
func (s *Stream) standardGamma(shape float64) float64 {
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := s.Normal()
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = float64(v * v * v)
		u := s.Float64()
		x2 := x * x
		if u < 1-float64(0.0331*(x2*x2)) {
			return d * v
		}
		if Log(u) < float64(0.5*x2)+float64(d*(1-v+Log(v))) {
			return d * v
		}
	}
}
