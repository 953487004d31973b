package draw

import "math"

// Normal is a standard normal number: the quantile of one uniform, so it rises
// with it. It lies between -8.21 and 8.21.
func (s *Stream) Normal() float64 {
	return NormalQuantile(s.Float64())
}

// NormalQuantile is the number below which a standard normal one lies with
// probability u, 0 < u < 1, to about 16 digits: minus infinity at 0, infinity
// at 1, not a number outside. M. J. Wichura (1988), "Algorithm AS 241: the percentage points of
// the normal distribution", doi:10.2307/2347330, routine PPND16.
func NormalQuantile(u float64) float64 {
	q := u - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return q * polynomial(&centreAbove, r) / polynomial(&centreBelow, r)
	}
	r := u
	if q > 0 {
		r = 1 - u
	}
	if !(r > 0) {
		switch u {
		case 0:
			return math.Inf(-1)
		case 1:
			return math.Inf(1)
		}
		return math.NaN()
	}
	r = math.Sqrt(-Log(r))
	x := 0.0
	if r <= 5 {
		r -= 1.6
		x = polynomial(&flankAbove, r) / polynomial(&flankBelow, r)
	} else {
		r -= 5
		x = polynomial(&tailAbove, r) / polynomial(&tailBelow, r)
	}
	if q < 0 {
		return -x
	}
	return x
}

func polynomial(c *[8]float64, x float64) float64 {
	y := c[7]
	for i := 6; i >= 0; i-- {
		y = c[i] + float64(y*x)
	}
	return y
}

var (
	centreAbove = [8]float64{3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3}
	centreBelow = [8]float64{1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3}
	flankAbove  = [8]float64{1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504, 1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4}
	flankBelow  = [8]float64{1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}
	tailAbove   = [8]float64{6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7}
	tailBelow   = [8]float64{1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}
)
