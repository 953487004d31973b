package draw

// Logarithms of probabilities by C. Loader (2000), "Fast and accurate
// computation of binomial probabilities": Stirling's series and a deviance that
// loses nothing where a count is near its mean. Sums of logarithms of
// factorials would lose every digit at counts of 1e15.

// stirling is log(n!) - log(sqrt(2 pi n) (n/e)^n), for whole n of 1 or more.
func stirling(n float64) float64 {
	if n < 16 {
		return stirlingTable[int(n)]
	}
	n2 := 1 / (n * n)
	return (1.0/12 - float64(n2*(1.0/360-float64(n2*(1.0/1260-float64(n2*(1.0/1680))))))) / n
}

// stirlingTable begins with a number that is never read: the series is empty at 0.
var stirlingTable = [16]float64{
	0,
	0.08106146679532726,
	0.0413406959554093,
	0.02767792568499834,
	0.020790672103765093,
	0.016644691189821193,
	0.013876128823070748,
	0.01189670994589177,
	0.010411265261972096,
	0.009255462182712733,
	0.008330563433362871,
	0.00757367548795184,
	0.006942840107209530,
	0.006408994188004207,
	0.005951370112758848,
	0.005554733551962801,
}

// deviance is x log(x/m) + m - x, for x and m above 0.
func deviance(x, m float64) float64 {
	d := x - m
	sum := x + m
	if d < 0 {
		if -d > float64(0.1*sum) {
			return float64(x*Log(x/m)) - d
		}
	} else if d > float64(0.1*sum) {
		return float64(x*Log(x/m)) - d
	}
	v := d / sum
	v2 := v * v
	// v^2/3 + v^4/5 + ...; v^2 is at most 0.01.
	t := 1.0/13 + float64(v2*(1.0/15))
	t = 1.0/11 + float64(v2*t)
	t = 1.0/9 + float64(v2*t)
	t = 1.0/7 + float64(v2*t)
	t = 1.0/5 + float64(v2*t)
	t = v2 * (1.0/3 + float64(v2*t))
	return float64(d*v) + float64(2*x*v*t)
}

// shape is the logarithm of the binomial probability of x out of n at p, q =
// 1-p, but for the terms stirling(n) + log(n)/2 - log(2 pi)/2 that do not
// depend on x. Both p and q are above 0.
func shape(x, n, p, q float64) float64 {
	switch y := n - x; {
	case n == 0:
		return 0
	case x == 0:
		return float64(n*log1p(-p)) - stirling(n) - float64(0.5*Log(n)) + halfLog2Pi
	case y == 0:
		return float64(n*Log(p)) - stirling(n) - float64(0.5*Log(n)) + halfLog2Pi
	default:
		return -bulge(x, n, p, q) - float64(0.5*(Log(x)+Log(y)))
	}
}

// bulge is the part of shape that takes no logarithm of x itself, with the
// other sign; x is above 0 and below n.
func bulge(x, n, p, q float64) float64 {
	y := n - x
	return stirling(x) + stirling(y) + (deviance(x, n*p) + deviance(y, n*q))
}

// halfLog2Pi is log(2 pi)/2.
const halfLog2Pi = 0.9189385332046727
