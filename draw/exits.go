package draw

import "math"

// Exits is how many of n leave in a unit of time in which each is at risk with
// a hazard of 0 or more: Binomial(n, 1-e^-hazard). That nobody leaves has the
// chance e^(-n hazard), so one power does for what otherwise takes two. Like Binomial
// it rises with its uniform and with the hazard.
func (s *Stream) Exits(n int64, hazard float64) int64 {
	if mean := float64(float64(n) * hazard); hazard > 0 && mean < invertBelow && hazard < math.Ln2 {
		u := s.Float64()
		if u <= 1-mean {
			return 0 // e^-x is nowhere below 1-x
		}
		return walkBinomial(n, expm1(hazard), Exp(-mean), u)
	}
	if hazard <= 0 {
		return 0
	}
	return s.Successes(n, -expm1(-hazard))
}

// Stay says whether Exits(n, h) would be 0 on this stream for h = hazard and
// every smaller one; the stream does not move on. False may mean that it takes
// the draw itself to know.
func (s Stream) Stay(n int64, hazard float64) bool {
	mean := float64(float64(n) * hazard)
	if !(mean > 0) {
		return true
	}
	if mean >= invertBelow || hazard >= math.Ln2 {
		return false
	}
	u := s.Float64()
	return u <= 1-mean || u <= Exp(-mean)
}

// expm1 is e^x - 1 without loss for small x.
func expm1(x float64) float64 {
	t := 1.0
	switch size := math.Abs(x); {
	case size > 1.0/16:
		return Exp(x) - 1
	case size < 1.0/1024:
		t += float64(x * (1.0 / 4) * (1 + float64(x*(1.0/5))))
		t = 1 + float64(x*(1.0/3)*t)
		return x * (1 + float64(x*(1.0/2)*t))
	}
	for k := 8; k >= 2; k-- {
		t = 1 + float64(x*reciprocals[k]*t)
	}
	return x * t
}
