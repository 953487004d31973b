package draw

import "math"

// Binomial is the number of successes in n independent trials of probability
// p. A p of 0 or less gives 0, of 1 or more n.
//
// Where n min(p, 1-p) is below 10 the distribution function is inverted: one
// uniform, and the number rises with it and with p. Otherwise a transformed
// rejection with squeeze: W. Hörmann (1993), "The generation of binomial random
// variates", algorithm BTRS, doi:10.1080/00949659308811496. Its two uniforms do not wait
// for what the second one of BTRD has to, and a processor looks ahead.
func (s *Stream) Binomial(n int64, p float64) int64 {
	if n <= 0 || !(p > 0) {
		if n < 0 || p != p {
			panic("draw: a binomial number needs a count of 0 or more and a probability")
		}
		return 0
	}
	if p >= 1 {
		return n
	}
	if p <= 0.5 {
		if mean := float64(float64(n) * p); mean < invertBelow {
			u := s.Float64()
			if u <= 1-mean {
				return 0 // as invertBinomial finds too
			}
			return walkBinomial(n, p/(1-p), missAll(n, p), u)
		}
		return s.rejectBinomial(float64(n), p, 1-p)
	}
	q := 1 - p
	if float64(n)*q < invertBelow {
		return n - invertBinomial(n, q, 1-s.Float64())
	}
	return n - s.rejectBinomial(float64(n), q, p)
}

// invertBelow is the mean below which walking up the distribution function is
// faster than rejection.
const invertBelow = 10

// unreachable is a probability far below the spacing of uniforms: a walk up a
// distribution function that meets it beyond the mode has arrived.
const unreachable = 0x1p-70

// invertBinomial is the u-quantile, for n p < 10 and p of at most a half.
func invertBinomial(n int64, p, u float64) int64 {
	if u <= 1-float64(float64(n)*p) {
		return 0 // (1-p)^n is nowhere below 1 - n p
	}
	return walkBinomial(n, p/(1-p), missAll(n, p), u)
}

// walkBinomial is the u-quantile by p/(1-p) and the probability f of 0.
func walkBinomial(n int64, odds, f, u float64) int64 {
	a := odds * float64(n+1)
	k := int64(0)
	for u > f {
		u -= f
		k++
		if k >= n || f < unreachable {
			return min(k, n)
		}
		// f(k)/f(k-1) = (n-k+1)/k * p/q, the division by a table.
		f *= float64(a*reciprocals[k&127]) - odds
	}
	return k
}

// missAll is (1-p)^n for n p < 10, to 12 digits and more. Powers by squaring would cost
// more: no processor guesses the bits of n.
func missAll(n int64, p float64) float64 {
	if p < seriesBelow {
		// log(1-p) = -2 artanh(p/(2-p))
		a := p / (2 - p)
		a2 := a * a
		return Exp(-2 * float64(n) * a * (1 + float64(a2*(1.0/3+float64(a2*(1.0/5+float64(a2*(1.0/7+float64(a2*(1.0/9))))))))))
	}
	return Exp(float64(n) * Log(1-p))
}

// seriesBelow is the p below which five terms give all digits; 1-p is far
// enough from 1 for Log to be quick beyond.
const seriesBelow = 0.0664

// reciprocals[k] is 1/k. Walks up from 0, of means below 10, never lead beyond 127:
// they stop where the probabilities fall below unreachable.
var reciprocals = func() (r [2048]float64) {
	for k := 1; k < len(r); k++ {
		r[k] = 1 / float64(k)
	}
	return r
}()

// rejectBinomial draws for n p of 10 or more, p at most a half, q = 1-p. Most
// points are accepted at once; near the mode the probability is a product of a
// few ratios, and only in the tails it takes logarithms.
func (s *Stream) rejectBinomial(n, p, q float64) int64 {
	mean := float64(n * p)
	variance := mean * q
	sd := math.Sqrt(variance)
	b := 1.15 + float64(2.53*sd)
	a := -0.0873 + float64(0.0248*b) + float64(0.01*p)
	vr := 0.92 - 4.2/b
	mode := math.Floor((n + 1) * p)
	for {
		u, v := s.Float64()-0.5, s.Float64()
		us := 0.5 - math.Abs(u)
		k := math.Floor(float64((2*a/us+b)*u) + (mean + 0.5))
		if us >= 0.07 && v <= vr {
			return int64(k)
		}
		if k < 0 || k > n {
			continue
		}
		v *= (2.83 + 5.1/b) * sd / (a/(us*us) + b)
		if likelier(k, mode, n, p, q, variance, v) {
			return int64(k)
		}
	}
}

// likelier says whether the binomial probability of k over that of the mode is
// at least v.
func likelier(k, mode, n, p, q, variance, v float64) bool {
	d := math.Abs(k - mode)
	if d <= 15 {
		odds := p / q
		a, last := (n+1)*odds, max(k, mode)
		f := 1.0
		i := min(k, mode) + 1
		if int(last) < len(reciprocals) {
			for _, r := range reciprocals[int(i) : int(last)+1] {
				f *= float64(a*r) - odds
			}
		} else {
			for ; i <= last; i++ {
				f *= float64(a/i) - odds
			}
		}
		if k < mode {
			return v*f <= 1
		}
		return v <= f
	}
	// Hörmann's squeeze around the normal curve.
	logV := Log(v)
	rho := float64(d / variance * (float64((float64(d*(d/3+0.625))+1.0/6)/variance) + 0.5))
	t := -d * d / (2 * variance)
	switch {
	case logV < t-rho:
		return true
	case logV > t+rho:
		return false
	case k == 0 || k == n:
		return logV <= shape(k, n, p, q)-shape(mode, n, p, q)
	}
	// The roots of shape at k and at the mode go under one logarithm.
	return logV+float64(0.5*Log(k/mode*((n-k)/(n-mode)))) <= bulge(mode, n, p, q)-bulge(k, n, p, q)
}
