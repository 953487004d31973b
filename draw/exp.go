package draw

import "math"

// Exp is e^x, right to within one unit in the last place and the same on every
// processor. Below -745.2 it is 0, above 709.8 infinite.
func Exp(x float64) float64 {
	return expSum(x, 0)
}

// expSum is e^(x+rest) for a rest that is small beside x's last places: with
// x = (32 k + i) ln(2)/32 + r the value is 2^k * 2^(i/32) * e^r, the middle one
// from a table, the last one a short Taylor sum. P. T. P. Tang (1989), "Table-driven
// implementation of the exponential function", doi:10.1145/63522.214389.
func expSum(x, rest float64) float64 {
	const (
		largest  = 709.782712893384
		smallest = -745.1332191019412
		shift    = 0x1.8p52 // adding it rounds to the nearest whole number
	)
	if !(x <= largest && x >= smallest) {
		switch {
		case x > largest:
			return math.Inf(1)
		case x < smallest:
			return 0
		}
		return x // not a number
	}
	steps := (float64(x*stepsPerUnit) + shift) - shift
	r := (x - float64(steps*ln2StepHigh)) - (float64(steps*ln2StepLow) - rest)
	r2 := r * r
	even := 1.0/2 + float64(r2*(1.0/24+float64(r2*(1.0/720))))
	odd := 1.0/6 + float64(r2*(1.0/120))
	p := r + float64(r2*(even+float64(r*odd)))
	n := int(steps)
	t := &expTable[n&31]
	v := t[0] + (t[1] + float64(t[0]*p))
	k := n >> 5
	if k < -1021 || k > 1023 {
		return math.Ldexp(v, k)
	}
	return v * math.Float64frombits(uint64(k+1023)<<52)
}
