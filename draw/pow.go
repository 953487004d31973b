package draw

import "math"

// Pow is x^y for x of 0 or more, right to within two units in the last place and
// the same on every processor. A negative x gives not a number.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x == 0 || math.IsInf(x, 1):
		if x != x || y != y {
			return math.NaN()
		}
		if (y > 0) == (x == 0) {
			return 0
		}
		return math.Inf(1)
	}
	high, low := logSum(x)
	product := high * y
	if math.Abs(product) > 800 || product != product {
		return Exp(product)
	}
	return expSum(product, float64(low*y)-rest(product, high, y))
}
