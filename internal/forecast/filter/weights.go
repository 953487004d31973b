package filter

import (
	"fmt"
	"math"

	"haven/draw"
)

// Even are the log weights of n particles that count alike.
func Even(n int) []float64 {
	logs := make([]float64, n)
	for i := range logs {
		logs[i] = -draw.Log(float64(n))
	}
	return logs
}

// Normalise shifts log weights so that the weights sum to 1, and returns the
// logarithm of the sum they had: for weights that summed to 1 before a
// likelihood was added, the likelihood of the data given those before them. It
// returns an error when no weight is above 0.
func Normalise(logs []float64) (logSum float64, err error) {
	top := math.Inf(-1)
	for _, l := range logs {
		if math.IsNaN(l) || math.IsInf(l, 1) {
			return 0, fmt.Errorf("a log weight is %g (a defect of haven, please report it)", l)
		}
		top = math.Max(top, l)
	}
	if math.IsInf(top, -1) {
		return 0, ErrNoneAgrees
	}
	sum := 0.0
	for _, l := range logs {
		sum += draw.Exp(l - top)
	}
	logSum = top + draw.Log(sum)
	for i := range logs {
		logs[i] -= logSum
	}
	return logSum, nil
}

// ErrNoneAgrees says that the likelihood of every particle is 0.
var ErrNoneAgrees = fmt.Errorf("no particle agrees with what was observed")

// EffectiveSize is how many particles of equal weight estimate as well as
// these do, 1 to len(logs): (sum w)^2 / sum w^2 (Kish 1965; Liu & Chen 1998,
// Journal of the American Statistical Association 93(443)). The log weights
// need not be normalised; it is 0 when no weight is above 0.
func EffectiveSize(logs []float64) float64 { return tempered(logs, nil, 0) }

// tempered is the effective size of weights times likelihood^exponent, the
// likelihood being given as logarithms. A likelihood of 0 is one at every
// exponent above 0.
func tempered(logs, likelihood []float64, exponent float64) float64 {
	at := func(i int) float64 {
		if exponent == 0 {
			return logs[i]
		}
		return logs[i] + float64(exponent*likelihood[i])
	}
	top := math.Inf(-1)
	for i := range logs {
		top = math.Max(top, at(i))
	}
	if math.IsInf(top, -1) {
		return 0
	}
	sum, squares := 0.0, 0.0
	for i := range logs {
		w := draw.Exp(at(i) - top)
		sum += w
		squares += float64(w * w)
	}
	return sum / squares * sum
}

// Exponent is the largest power of the likelihood, at most most, that leaves
// an effective size of at least size: the next step of a tempered likelihood,
// found by bisection (Jasra, Stephens, Doucet & Tsagaris 2011, Scandinavian
// Journal of Statistics 38(1)). Where even the smallest power leaves less,
// because many particles have no likelihood at all or the weights are uneven
// already, it is that smallest power, 2^-40 of most.
func Exponent(logs, likelihood []float64, most, size float64) float64 {
	if tempered(logs, likelihood, most) >= size {
		return most
	}
	low, high := 0.0, most
	for range 40 {
		middle := low + float64((high-low)/2)
		if tempered(logs, likelihood, middle) >= size {
			low = middle
		} else {
			high = middle
		}
	}
	if low == 0 {
		return high
	}
	return low
}

// Systematic resampling: from[i] is the particle that particle i becomes a
// copy of. Particle j is taken floor(n*w_j) or one more times, by one uniform
// number u in (0, 1) for all (Kitagawa 1996, Journal of Computational and
// Graphical Statistics 5(1)), which adds the least noise of the usual ways.
// Whoever is taken at all stays in its own place, and copies fill the places
// of those that are not, in ascending order. The weights must be normalised.
func Systematic(logs []float64, u float64) (from []int) {
	n := len(logs)
	times := make([]int, n)
	sum, next := 0.0, 0
	for j := range logs {
		sum += draw.Exp(logs[j])
		for next < n && float64(next)+u <= float64(sum*float64(n)) {
			times[j]++
			next++
		}
	}
	for ; next < n; next++ { // what rounding left over is the heaviest's
		times[heaviest(logs)]++
	}
	from = make([]int, n)
	free := make([]int, 0, n)
	for j := range times {
		if times[j] == 0 {
			free = append(free, j)
		} else {
			from[j] = j
		}
	}
	for j := range times {
		for ; times[j] > 1; times[j]-- {
			from[free[0]] = j
			free = free[1:]
		}
	}
	return from
}

func heaviest(logs []float64) int {
	best := 0
	for i, l := range logs {
		if l > logs[best] {
			best = i
		}
	}
	return best
}

// Quantile is the p-quantile of values that have normalised log weights: the
// smallest value at which the weights of all values up to it sum to at least p.
// The values must be sorted in ascending order.
func Quantile(sorted, logs []float64, p float64) float64 {
	sum := 0.0
	for i, v := range sorted {
		if sum += draw.Exp(logs[i]); sum >= p {
			return v
		}
	}
	return sorted[len(sorted)-1]
}
