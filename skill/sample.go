package skill

import (
	"math"
	"slices"

	"haven/draw"
)

// Sample is a forecast distribution: numbers, smallest first, each with its weight above 0.
type Sample struct {
	Values  []float64
	Weights []float64
}

// NewSample makes one of numbers and weights in any order; those without weight are left out.
func NewSample(values, weights []float64) Sample {
	var s Sample
	for i := range values {
		s.add(values[i], weights[i])
	}
	s.sort()
	return s
}

// Equally is a sample of numbers that are all as likely.
func Equally(values []float64) Sample {
	var s Sample
	for _, v := range values {
		s.add(v, 1)
	}
	s.sort()
	return s
}

func (s *Sample) add(value, weight float64) {
	if weight > 0 {
		s.Values, s.Weights = append(s.Values, value), append(s.Weights, weight)
	}
}

type weighed struct{ value, weight float64 }

func (s *Sample) sort() {
	list := make([]weighed, len(s.Values))
	for i := range list {
		list[i] = weighed{s.Values[i], s.Weights[i]}
	}
	slices.SortFunc(list, func(a, b weighed) int { // plain comparisons: most of a back-test's time is spent here, and no value is NaN
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		case a.weight < b.weight:
			return -1
		case a.weight > b.weight:
			return 1
		}
		return 0
	})
	for i := range list {
		s.Values[i], s.Weights[i] = list[i].value, list[i].weight
	}
}

// Total is the sum of the weights.
func (s Sample) Total() float64 {
	sum := 0.0
	for _, w := range s.Weights {
		sum += w
	}
	return sum
}

// Quantiles are the numbers below which a share p of the weight lies, for shares from lowest to highest:
// the smallest value whose cumulated weight reaches p. NaN of an empty sample.
func (s Sample) Quantiles(shares []float64) []float64 {
	out := make([]float64, len(shares))
	if len(s.Values) == 0 {
		for i := range out {
			out[i] = math.NaN()
		}
		return out
	}
	total, cumulated, at := s.Total(), s.Weights[0], 0
	for i, p := range shares {
		for at < len(s.Values)-1 && cumulated < float64(p*total) {
			at++
			cumulated += s.Weights[at]
		}
		out[i] = s.Values[at]
	}
	return out
}

// Thinned is the sample by n numbers that are all as likely: its quantiles at (i + 1/2)/n.
func (s Sample) Thinned(n int) Sample {
	shares := make([]float64, n)
	for i := range shares {
		shares[i] = (float64(i) + 0.5) / float64(n)
	}
	return Equally(s.Quantiles(shares))
}

// Pool is the linear pool of samples: the mixture in which each stands with its share, whatever its own
// weights add up to. Empty samples leave their share to the others.
//
// Source: Stone (1961), The opinion pool, Annals of Mathematical Statistics 32(4).
func Pool(samples []Sample, shares []float64) Sample {
	var pool Sample
	for i, s := range samples {
		total := s.Total()
		if total <= 0 {
			continue
		}
		for j := range s.Values {
			pool.add(s.Values[j], float64(shares[i]*s.Weights[j])/total)
		}
	}
	pool.sort()
	return pool
}

// CRPS is the continuous ranked probability score of the sample for the observed value, as CRPS is of an
// unweighted one: with weights w that add up to 1
//
//	CRPS = sum_i w_i |x_i - y| - 1/2 sum_i sum_j w_i w_j |x_i - x_j|
//
// Example: 1 with weight 3 and 5 with weight 1, y = 2: 3/4 * 1 + 1/4 * 3 - 3/16 * 4 = 1.5 - 0.75 = 0.75.
func (s Sample) CRPS(y float64) float64 {
	return crpsOf(s.Values, s.Weights, y)
}

// LogCRPS is the CRPS of log(1+x) for log(1+y), as LogCRPS is; values below 0 count as 0.
func (s Sample) LogCRPS(y float64) float64 {
	logs := make([]float64, len(s.Values))
	for i, x := range s.Values {
		logs[i] = draw.Log(1 + math.Max(0, x))
	}
	return crpsOf(logs, s.Weights, draw.Log(1+math.Max(0, y)))
}

// crpsOf takes values that are sorted.
func crpsOf(values, weights []float64, y float64) float64 {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	if total <= 0 {
		return math.NaN()
	}
	far, spread, below := 0.0, 0.0, 0.0
	for i, x := range values {
		w := weights[i]
		far += float64(w * math.Abs(x-y))
		// of x's weight pairs, those with smaller values count it once up, those with larger once down; from the
		// smallest value, so that a forecast without spread has none to the last digit
		spread += float64(float64(w*(x-values[0])) * (2*below + w - total))
		below += w
	}
	return far/total - spread/float64(total*total)
}
