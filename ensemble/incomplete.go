package ensemble

import (
	"math"

	"haven/draw"
)

// The quantiles of the beta and gamma distributions are found by bisection of
// their distribution functions. They are our own rather than a library's
// because libraries call the processor's exp and log, whose last digit differs
// between machines; these use draw's, and round every product before adding.

// logGamma is the logarithm of the gamma function for x > 0: Stirling's series
// (DLMF 5.11.1) from 10 on, the recurrence (DLMF 5.5.1) below.
func logGamma(x float64) float64 {
	shift := 1.0
	for x < 10 {
		shift *= x
		x++
	}
	inverse := 1 / x
	square := float64(inverse * inverse)
	series := 1.0 / 1188
	for _, c := range [4]float64{-1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12} {
		series = float64(series*square) + c
	}
	const halfLogTwoPi = 0.91893853320467274178
	sum := float64((x-0.5)*draw.Log(x)) - x
	sum += halfLogTwoPi
	sum += float64(series * inverse)
	return sum - draw.Log(shift)
}

// gammaBelow is the regularised lower incomplete gamma function P(a, e^t), the
// chance that a gamma variable of shape a is below e^t: the series DLMF 8.7.1
// for e^t < a + 1, else one minus the continued fraction DLMF 8.9.2. The
// logarithm is the argument because the quantiles of small shapes lie below
// the smallest number above 0.
func gammaBelow(a, t float64) float64 {
	x := draw.Exp(t)
	front := draw.Exp(float64(a*t) - x - logGamma(a))
	if x < a+1 {
		term := 1 / a
		sum := term
		for n := 1.0; term > sum*1e-17; n++ {
			term = float64(term * (x / (a + n)))
			sum += term
		}
		return min(1, front*sum)
	}
	fraction := continued(func(n int) (float64, float64) {
		if n == 0 {
			return 1, x + 1 - a
		}
		k := float64(n)
		return -float64(k * (k - a)), x + 1 - a + float64(2*k)
	})
	return max(0, 1-float64(front*fraction))
}

// betaBelow is the regularised incomplete beta function I_x(a, b): the
// continued fraction DLMF 8.17.22, from the side where it converges fast.
func betaBelow(a, b, x float64) float64 {
	if x <= 0 || x >= 1 {
		return min(max(x, 0), 1)
	}
	front := float64(a*draw.Log(x)) + float64(b*draw.Log(1-x))
	front = draw.Exp(front + logGamma(a+b) - logGamma(a) - logGamma(b))
	if x > (a+1)/(a+b+2) {
		return max(0, 1-front*betaFraction(b, a, 1-x)/b)
	}
	return min(1, front*betaFraction(a, b, x)/a)
}

func betaFraction(a, b, x float64) float64 {
	return continued(func(n int) (float64, float64) {
		if n == 0 {
			return 1, 1
		}
		m := float64(n / 2)
		if n%2 == 0 {
			return m * (b - m) * x / float64((a+2*m-1)*(a+2*m)), 1
		}
		return -(a + m) * (a + b + m) * x / float64((a+2*m)*(a+2*m+1)), 1
	})
}

// continued evaluates p0/(q0 + p1/(q1 + p2/(q2 + ...))) by the modified Lentz
// method (Thompson & Barnett 1986, J. Comput. Phys. 64, 490-509).
func continued(part func(n int) (p, q float64)) float64 {
	const tiny = 1e-300
	p, q := part(0)
	value, c, d := p/q, 1/tiny, 1/q
	for n := 1; n < 100_000; n++ {
		p, q = part(n)
		d = q + float64(p*d)
		if d == 0 {
			d = tiny
		}
		c = q + p/c
		if c == 0 {
			c = tiny
		}
		d = 1 / d
		change := float64(c * d)
		value *= change
		if math.Abs(change-1) < 1e-16 {
			break
		}
	}
	return value
}

// bisect finds where the rising function below crosses u between low and high,
// to the last digit.
func bisect(low, high, u float64, below func(x float64) float64) float64 {
	for {
		middle := low + float64((high-low)/2)
		if middle <= low || middle >= high {
			return middle
		}
		if below(middle) < u {
			low = middle
		} else {
			high = middle
		}
	}
}

// betaQuantile is the u-quantile of the beta distribution.
func betaQuantile(a, b, u float64) float64 {
	return bisect(0, 1, u, func(x float64) float64 { return betaBelow(a, b, x) })
}

// logGammaQuantile is the logarithm of the u-quantile of the gamma
// distribution of shape a and scale 1. By DLMF 8.10.1, P(a, x) <= x^a/Gamma(a+1)
// bounds it below.
func logGammaQuantile(a, u float64) float64 {
	low := (draw.Log(u)+logGamma(a+1))/a - 1
	high := draw.Log(a+1) + 1
	for gammaBelow(a, high) < u {
		high++
	}
	return bisect(min(low, high-1), high, u, func(t float64) float64 { return gammaBelow(a, t) })
}
