package draw

import "math"

// Hypergeometric is the number of good ones among draws taken without
// replacement out of good and bad ones. It panics when more are drawn than
// there are.
//
// Where the mean of the smallest of the four equivalent forms is below 10 the
// distribution function is inverted: one uniform, and the number rises with it (V. Kachitvichyanukul and
// B. Schmeiser 1985, "Computer generation of hypergeometric random variates",
// algorithm HIN, doi:10.1080/00949658508810839). Otherwise ratio of uniforms
// with a fixed hat (E. Stadlober 1990, "The ratio of uniforms approach for
// generating discrete random variates", algorithm HRUA,
// doi:10.1016/0377-0427(90)90349-5).
func (s *Stream) Hypergeometric(good, bad, draws int64) int64 {
	all := good + bad
	if good < 0 || bad < 0 || draws < 0 || draws > all {
		panic("draw: a hypergeometric number needs counts of 0 or more and no more draws than there are")
	}
	// Marked and taken are the smaller halves; the two of them may change places.
	marked, taken := min(good, bad), min(draws, all-draws)
	if taken == 0 || marked == 0 {
		switch {
		case good == 0 || draws == 0:
			return 0
		case draws == all:
			return good
		}
		return draws // all are good
	}
	swapGood, swapDraws := good > bad, draws > all-draws
	var k int64
	if float64(marked)*float64(taken) < invertBelow*float64(all) {
		u := s.Float64()
		if swapGood != swapDraws {
			u = 1 - u
		}
		k = invertHypergeometric(min(marked, taken), max(marked, taken), all, u)
	} else {
		k = s.rejectHypergeometric(float64(min(marked, taken)), float64(max(marked, taken)), float64(all))
	}
	if swapGood {
		k = taken - k
	}
	if swapDraws {
		k = good - k
	}
	return k
}

// invertHypergeometric is the u-quantile of the marked among the taken out of
// all; few and many are the marked and the taken in order of size.
func invertHypergeometric(few, many, all int64, u float64) int64 {
	f := missMarked(few, many, all)
	a, b, n := float64(few), float64(many), float64(all)
	gap := n - a - b
	k := 0.0
	for u > f {
		u -= f
		if k >= a || f < unreachable {
			break
		}
		f *= (a - k) * (b - k) / ((k + 1) * (gap + k + 1))
		k++
	}
	return int64(k)
}

// missMarked is the chance that none of few, drawn out of all, is among many.
func missMarked(few, many, all int64) float64 {
	if few <= 64 {
		f, rest, n := 1.0, float64(all-many), float64(all)
		for i := int64(0); i < few; i++ {
			f *= rest / n
			rest--
			n--
		}
		return f
	}
	a, b, n := float64(few), float64(many), float64(all)
	p := b / n
	q := 1 - p
	// The probability of 0 as a ratio of binomial ones, of which the first is q^few.
	rest := n - a
	return Exp(float64(a*log1p(-p)) + (shape(b, rest, p, q) + stirling(rest) + float64(0.5*Log(rest))) -
		(shape(b, n, p, q) + stirling(n) + float64(0.5*Log(n))))
}

// rejectHypergeometric draws the marked among the taken, given in order of size,
// each at most half of all.
func (s *Stream) rejectHypergeometric(few, many, all float64) int64 {
	const (
		hatSlope = 1.7155277699214135 // 2 sqrt(2/e)
		hatFoot  = 0.8989161620588988 // 3 - 2 sqrt(3/e)
	)
	p := many / all
	q := 1 - p
	mean := float64(few * p)
	variance := float64(mean * q * ((all - few) / (all - 1)))
	width := float64(hatSlope*math.Sqrt(variance+0.5)) + hatFoot
	mode := math.Floor((few + 1) * ((many + 1) / (all + 2)))
	rest := all - few
	// log of the probability of x, but for what does not depend on x: x of few
	// and many-x of the rest, both binomial at the same p.
	atMode := shape(mode, few, p, q) + shape(many-mode, rest, p, q)
	for {
		u := s.Float64()
		v := s.Float64()
		x := math.Floor(mean + 0.5 + float64(width*(v-0.5))/u)
		if x < 0 || x > few {
			continue
		}
		t := shape(x, few, p, q) + shape(many-x, rest, p, q) - atMode
		if float64(u*(4-u))-3 <= t {
			return int64(x)
		}
		if float64(u*(u-t)) >= 1 {
			continue
		}
		if float64(2*Log(u)) <= t {
			return int64(x)
		}
	}
}
