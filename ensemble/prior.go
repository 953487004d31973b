package ensemble

import (
	"fmt"
	"math"

	"haven/draw"
	"haven/scenario"
)

// A prior is a distribution around the table's own number, which is its
// median. Values are drawn by inverting the distribution function, so that a
// design's numbers between 0 and 1 become values one by one, and a half becomes
// the median.
//
//	lognormal  median * spread^z, z standard normal: the logarithm is normal
//	           and spread is the geometric standard deviation
//	uniform    evenly from low to the table's number with probability 1/2, and
//	           from there to high with probability 1/2; plainly uniform when
//	           the number lies in the middle
//	beta       the beta distribution of a and b; the table's number must be its
//	           median, to 0.03 (so near lie mean and median of usual priors)
//	dirichlet  shares drawn together; see simplex

// checkPrior says what is wrong with an uncertain address and its number.
func checkPrior(u scenario.Uncertain, median float64) error {
	d := u.Distribution
	if math.IsNaN(median) || math.IsInf(median, 0) {
		return fmt.Errorf("uncertain: %s has no number (no limit, or not given), so nothing can be drawn around it; give it one in the table", u.Address)
	}
	switch d.Kind {
	case "lognormal":
		if !(d.Spread >= 1) || math.IsInf(d.Spread, 0) {
			return fmt.Errorf("uncertain: %s: spread %g is no geometric standard deviation; it is 1 (certain) or more, such as 1.5", u.Address, d.Spread)
		}
	case "uniform":
		if !(d.Low <= median && median <= d.High) || math.IsInf(d.Low, 0) || math.IsInf(d.High, 0) {
			return fmt.Errorf("uncertain: %s: the table says %g, which lies outside %g to %g; the table's number is the median", u.Address, median, d.Low, d.High)
		}
	case "beta":
		if !(d.A > 0 && d.B > 0) || math.IsInf(d.A, 0) || math.IsInf(d.B, 0) {
			return fmt.Errorf("uncertain: %s: a %g and b %g of a beta distribution must be above 0", u.Address, d.A, d.B)
		}
		if m := betaQuantile(d.A, d.B, 0.5); math.Abs(m-median) > 0.03 {
			return fmt.Errorf("uncertain: %s: the table says %g but the median of beta(%g, %g) is %.3f; the table's number is the median, so write %.3f there or change a and b", u.Address, median, d.A, d.B, m, m)
		}
	case "dirichlet":
		if !(d.A > 0) || math.IsInf(d.A, 0) {
			return fmt.Errorf("uncertain: %s: the concentration a = %g must be above 0", u.Address, d.A)
		}
	default:
		return fmt.Errorf("uncertain: %s: %q is no distribution; it is lognormal, uniform, beta or dirichlet", u.Address, d.Kind)
	}
	return nil
}

// priorValue is the u-quantile of a distribution of one number.
func priorValue(d scenario.Distribution, median, u float64) float64 {
	switch d.Kind {
	case "lognormal":
		z := normalQuantile(u)
		return median * draw.Exp(z*draw.Log(d.Spread))
	case "uniform":
		if u < 0.5 {
			return d.Low + float64(2*u*(median-d.Low))
		}
		return median + float64((2*u-1)*(d.High-median))
	case "beta":
		return betaQuantile(d.A, d.B, u)
	}
	panic("ensemble: a prior was not checked: " + d.Kind)
}

// simplex draws shares that belong together: the Dirichlet distribution whose
// mean is the table's shares and whose concentration is a (a share p has
// variance p(1-p)/(a+1) where the shares sum to 1). Gamma variables of shape
// a*share, by inversion of one number each, are divided by their sum, so that
// each share keeps a column of its own in the design. The shares keep the sum
// they have in the table; a share of 0 stays 0.
func simplex(a float64, shares, u, out []float64) {
	total := 0.0
	for _, s := range shares {
		total += s
	}
	logs := make([]float64, len(shares))
	highest := math.Inf(-1)
	for i, s := range shares {
		logs[i] = math.Inf(-1)
		if s > 0 {
			logs[i] = logGammaQuantile(a*s/total, u[i])
		}
		highest = max(highest, logs[i])
	}
	sum := 0.0
	for i, l := range logs {
		out[i] = 0
		if !math.IsInf(l, -1) {
			out[i] = draw.Exp(l - highest)
		}
		sum += out[i]
	}
	for i := range out {
		out[i] = out[i] / sum * total
	}
}

// stratified is one column of a Latin hypercube of n members (McKay, Beckman &
// Conover 1979, Technometrics 21(2)): every interval [i/n, (i+1)/n) holds one
// member's number, in an order and at places that depend on the seed and the
// address alone. So adding, removing or reordering addresses leaves the other
// columns as they are.
func stratified(seed uint64, address string, n int) []float64 {
	stream := draw.NewKey(seed, 0).With(draw.Hash("design")).With(draw.Hash(address)).Stream()
	order := make([]int, n)
	for i := range order { // Fisher-Yates, inside out
		j := min(int(stream.Float64()*float64(i+1)), i)
		order[i] = order[j]
		order[j] = i
	}
	column := make([]float64, n)
	for i, stratum := range order {
		column[i] = (float64(stratum) + stream.Float64()) / float64(n)
		// rounding must not reach the next stratum, nor 0 or 1
		column[i] = min(max(column[i], math.Nextafter(float64(stratum)/float64(n), 2)), math.Nextafter(float64(stratum+1)/float64(n), -1))
	}
	return column
}
