package draw

// Successes is Binomial drawn from tables of Poisson numbers: where numbers of means from 1 to
// a thousand are wanted by the hundred thousand, it takes a third to a half of the time. The tables, of
// 0.6 MiB, are set up when they are first needed, in a millisecond at most.
//
// Where p is at most mostShare, a Poisson number k of the same mean is accepted with probability
// r(k)/r(top): r is the ratio of its binomial probability to its Poisson one, and top is where that is
// largest. With x_j = (j - n p)/(n q) this is the product of 1 - x_j from top up to k-1, or of
// 1/(1 - x_j) from k up to top-1, so it is nowhere below 1 less the sum of all |x_j|: that
// squeeze accepts all but some p/2 of the numbers. Rejection is J. von Neumann's (1951),
// "Various techniques used in connection with random digits".
func (s *Stream) Successes(n int64, p float64) int64 {
	mean := float64(float64(n) * p)
	if !(p <= mostShare && mean < mostMean && mean > 0) {
		if p >= 1-mostShare && p < 1 {
			return n - s.Successes(n, 1-p)
		}
		return s.Binomial(n, p)
	}
	if mean < 1 {
		return invertBinomial(n, p, s.Float64())
	}
	t := allMeans.Load()
	if t == nil {
		t = setMeans()
	}
	rest := float64(n) - mean
	top := float64(int64(mean)) + 1 // r(k+1)/r(k) = (1 - k/n)/q is 1 at k = n p
	for {
		k, bits := t.draw(s, mean)
		x := float64(k)
		// A uniform whose first bits mostly tell.
		v := float64(float64(bits) * (1.0 / (1 << givenBits)))
		if (x-top)*(float64((x+top-1)*0.5)-mean) <= v*rest {
			return k
		}
		v += float64(s.Float64() * (1.0 / (1 << givenBits)))
		if k <= n && likelierThan(1-v, x, top, mean, rest) {
			return k
		}
	}
}

// mostShare is the p beyond which too many numbers would be rejected.
const mostShare = 0.25

// likelierThan says whether r(k)/r(top) is at least v.
func likelierThan(v, k, top, mean, rest float64) bool {
	r := 1.0
	for j := top; j < k; j++ {
		r *= 1 - (j-mean)/rest
	}
	if k >= top {
		return v <= r
	}
	for j := k; j < top; j++ {
		r *= 1 - (j-mean)/rest
	}
	return v*r <= 1
}
