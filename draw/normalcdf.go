package draw

// NormalCDF is the chance that a standard normal number lies below x, to about
// 15 decimals, and in the lower tail to 8 digits of its own small size: J. F. Hart (1968), "Computer
// approximations", algorithm 5666, as given by G. West (2005), "Better
// approximations to cumulative normal functions", Wilmott Magazine. It is 0
// below -37.5 and alike on every processor.
func NormalCDF(x float64) float64 {
	z := x
	if z < 0 {
		z = -z
	}
	tail := 0.0
	switch {
	case z > 37.5:
	case z < 7.07106781186547:
		tail = Exp(-z*z/2) * hart(&hartAbove, z) / hart(&hartBelow, z)
	default:
		b := z + 0.65
		for _, k := range [...]float64{4, 3, 2, 1} {
			b = z + float64(k/b)
		}
		tail = Exp(-z*z/2) / b / 2.506628274631000502
	}
	if x > 0 {
		return 1 - tail
	}
	return tail
}

// hart is c[0] + c[1]*x + ... of a numerator or denominator.
func hart(c *[8]float64, x float64) float64 {
	y := c[7]
	for i := 6; i >= 0; i-- {
		y = float64(y*x) + c[i]
	}
	return y
}

var (
	hartAbove = [8]float64{220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165, 0.700383064443688, 3.52624965998911e-2, 0}
	hartBelow = [8]float64{440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207, 1.75566716318264, 8.83883476483184e-2}
)
