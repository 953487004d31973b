package sensitivity

import (
	"math"
	"slices"

	"haven/draw"
	"haven/internal/parallel"
)

// Replicates is the number of bootstrap samples behind every interval.
const Replicates = 1000

// Interval is where nine tenths of the bootstrap samples lie: their 5 % and 95 %
// quantiles.
type Interval struct{ Low, High float64 }

// Index says how much of an output's variance a factor explains, 0 to 1 but
// for the error of sampling.
type Index struct {
	Factor int // its number among the factors
	// First is the first-order index V(E(Y|X))/V(Y): the share of the variance
	// that would go on average if this factor alone were known. The estimator is that of
	// Saltelli et al. (2010), table 2 (b), of values less their mean:
	// mean of f(B) (f(A_B) - f(A)), over V(Y).
	First   float64
	FirstIn Interval
	// Total is the total index E(V(Y|all others))/V(Y): the share that would
	// stay if all but this factor were known. The estimator is that of Jansen (1999), Computer
	// Physics Communications 117(1-2), 35-43, doi:10.1016/S0010-4655(98)00154-4:
	// mean of (f(A) - f(A_B))^2 / 2, over V(Y).
	Total   float64
	TotalIn Interval
	// Direction is the mean of what raising the factor does over the mean size of
	// it, -1 (always lowers the output) to 1 (always raises it), from the pairs A and A_B; NaN for
	// a factor of several numbers and for chance.
	Direction float64
	// Tenth is how much the output changes on average when the factor's number
	// becomes a tenth larger: the slope of the pairs' differences over those of the number's logarithm, through
	// the origin, times log 1.1; NaN where the number may be 0 or less, or is a utility, whose nought means nothing.
	Tenth   float64
	TenthIn Interval
}

// Joint is the share of an output's variance that no factor explains by itself: 1
// less the first-order indices of all, what several do together. The estimator is
// mean of f(B) (f(B) - f(A) - sum over factors of (f(A_B) - f(A))), over V(Y), of values less their mean.
// It is 1 less the estimated first-order indices, put right by what is known of the points: A and B
// have one variance and are independent. Where factors only add up it is 0 at every point, whatever the
// error of the indices, which 1 less their sum is not.
type Joint struct {
	Share float64
	In    Interval
}

// Moments are what the runs at A and B say of an output: an ensemble like any other.
type Moments struct {
	Points   int // base points that count
	Dropped  int // base points left out because a run had no value
	Mean     float64
	Variance float64
	Quantile [3]float64 // 5 %, 50 %, 95 %
}

// table holds the values of one output: y[point*width+place], NaN where a run has none.
type table struct {
	y     []float64
	width int
}

// complete are the base points of which every run has a value.
func (t table) complete() []int {
	var list []int
	for p := 0; p < len(t.y)/t.width; p++ {
		if !slices.ContainsFunc(t.y[p*t.width:(p+1)*t.width], math.IsNaN) {
			list = append(list, p)
		}
	}
	return list
}

// steps is by how much a factor's number differs between B and A at a base
// point: in its coordinate, and in the logarithm of its value (NaN without one).
type steps struct{ u, log []float64 }

// estimate computes the indices of one output. steps has an entry a factor, nil where a
// factor is no single number.
func estimate(t table, factors []Factor, by []*steps, key draw.Key) ([]Index, Joint, Moments) {
	rows := t.complete()
	m := moments(t, rows)
	list := make([]Index, len(factors))
	if m.Points == 0 || m.Variance == 0 {
		nan := math.NaN()
		for i := range list {
			list[i] = Index{Factor: i, First: nan, Total: nan, Direction: nan, Tenth: nan, FirstIn: Interval{nan, nan}, TotalIn: Interval{nan, nan}, TenthIn: Interval{nan, nan}}
		}
		return list, Joint{nan, Interval{nan, nan}}, m
	}
	products := newProducts(t, rows, m.Mean, by)
	ones := make([]float64, len(rows))
	for i := range ones {
		ones[i] = 1
	}
	best := products.estimate(ones)
	samples := make([]estimates, Replicates)
	parallel.Each(Replicates, func(r int) {
		samples[r] = products.estimate(resample(len(rows), key.With(uint64(r))))
	})
	for i := range list {
		list[i] = Index{
			Factor: i, First: best.first[i], Total: best.total[i], Tenth: best.tenth[i], Direction: direction(t, rows, i, by[i]),
			FirstIn: middle(samples, func(e estimates) float64 { return e.first[i] }),
			TotalIn: middle(samples, func(e estimates) float64 { return e.total[i] }),
			TenthIn: middle(samples, func(e estimates) float64 { return e.tenth[i] }),
		}
	}
	return list, Joint{best.joint, middle(samples, func(e estimates) float64 { return e.joint })}, m
}

// moments are those of the runs at A and B together; the variance is that of
// the sample, not corrected, as the estimators divide by it.
func moments(t table, rows []int) Moments {
	m := Moments{Points: len(rows), Dropped: len(t.y)/t.width - len(rows)}
	var both []float64
	for _, p := range rows {
		both = append(both, t.y[p*t.width], t.y[p*t.width+1])
	}
	if len(both) == 0 {
		m.Mean, m.Variance, m.Quantile = math.NaN(), math.NaN(), [3]float64{math.NaN(), math.NaN(), math.NaN()}
		return m
	}
	for _, v := range both {
		m.Mean += v
	}
	m.Mean /= float64(len(both))
	for _, v := range both {
		m.Variance += float64((v - m.Mean) * (v - m.Mean))
	}
	m.Variance /= float64(len(both))
	slices.Sort(both)
	for i, p := range []float64{0.05, 0.5, 0.95} {
		m.Quantile[i] = quantile(both, p)
	}
	if both[0] == both[len(both)-1] {
		m.Mean, m.Variance = both[0], 0 // rounding must not make a variance
	}
	return m
}

// products are what the estimators sum over base points, so that a bootstrap
// sample is nothing but other weights: a and b are f(A) and f(B) less the mean, by row; left is what is left of b - a
// when every factor's ab - a is taken off, and joint is b times that; the others by factor and row.
type products struct {
	a, b, left, joint    []float64
	cross, shift, square [][]float64 // b (ab - a), ab - a, (ab - a)^2
	slope, run           [][]float64 // (ab - a) d, d^2, d the step of the logarithm; nil without one
}

func newProducts(t table, rows []int, mean float64, by []*steps) *products {
	k := t.width - 2
	p := &products{
		a: make([]float64, len(rows)), b: make([]float64, len(rows)), left: make([]float64, len(rows)), joint: make([]float64, len(rows)), cross: columns(k, len(rows)), shift: columns(k, len(rows)),
		square: columns(k, len(rows)), slope: make([][]float64, k), run: make([][]float64, k),
	}
	for i := range k {
		if by[i] != nil && by[i].log != nil {
			p.slope[i], p.run[i] = make([]float64, len(rows)), make([]float64, len(rows))
		}
	}
	for r, point := range rows {
		y := t.y[point*t.width : (point+1)*t.width]
		p.a[r], p.b[r], p.left[r] = y[0]-mean, y[1]-mean, y[1]-y[0]
		for i := range k {
			d := y[i+2] - y[0]
			p.left[r] -= d
			p.cross[i][r], p.shift[i][r], p.square[i][r] = p.b[r]*d, d, d*d
			if p.slope[i] != nil {
				x := by[i].log[point]
				p.slope[i][r], p.run[i][r] = d*x, x*x
			}
		}
		p.joint[r] = p.b[r] * p.left[r]
	}
	return p
}

func columns(k, n int) [][]float64 {
	list := make([][]float64, k)
	for i := range list {
		list[i] = make([]float64, n)
	}
	return list
}

// estimates are those of one (re)sample: by factor, and joint of all.
type estimates struct {
	first, total, tenth []float64
	joint               float64
}

// estimate computes them with a weight for each row.
func (p *products) estimate(w []float64) estimates {
	k := len(p.cross)
	e := estimates{first: make([]float64, k), total: make([]float64, k), tenth: make([]float64, k)}
	n, sum, squares := 0.0, 0.0, 0.0
	for r, x := range w {
		n += x
		sum += float64(x * (p.a[r] + p.b[r]))
		squares += float64(x * (float64(p.a[r]*p.a[r]) + float64(p.b[r]*p.b[r])))
	}
	mean := sum / (2 * n)
	variance := squares/(2*n) - float64(mean*mean)
	for i := range k {
		e.first[i] = (weighted(w, p.cross[i]) - float64(mean*weighted(w, p.shift[i]))) / n / variance
		e.total[i] = weighted(w, p.square[i]) / (2 * n) / variance
		e.tenth[i] = math.NaN()
		if p.slope[i] != nil {
			e.tenth[i] = weighted(w, p.slope[i]) / weighted(w, p.run[i]) * logOfATenthMore
		}
	}
	e.joint = (weighted(w, p.joint) - float64(mean*weighted(w, p.left))) / n / variance
	return e
}

// logOfATenthMore is log 1.1.
const logOfATenthMore = 0.09531017980432486

func weighted(w, x []float64) float64 {
	sum := 0.0
	for r, v := range x {
		sum += float64(w[r] * v)
	}
	return sum
}

// resample draws n of n rows with replacement and says how often each came:
// the bootstrap of Efron (1979), over base points, as Archer, Saltelli & Sobol' (1997), Journal of
// Statistical Computation and Simulation 58(2), 99-120, use it for indices.
func resample(n int, key draw.Key) []float64 {
	w := make([]float64, n)
	s := key.Stream()
	for range n {
		w[min(int(s.Float64()*float64(n)), n-1)]++
	}
	return w
}

// middle is where nine tenths of the samples lie; those without a value, such as of
// a sample in which nothing varies, are left out.
func middle(samples []estimates, of func(estimates) float64) Interval {
	var list []float64
	for _, s := range samples {
		if v := of(s); !math.IsNaN(v) && !math.IsInf(v, 0) {
			list = append(list, v)
		}
	}
	if len(list) == 0 {
		return Interval{math.NaN(), math.NaN()}
	}
	slices.Sort(list)
	return Interval{quantile(list, 0.05), quantile(list, 0.95)}
}

// quantile is the p-quantile of type 7 of sorted values (Hyndman & Fan 1996).
func quantile(sorted []float64, p float64) float64 {
	at := float64(float64(len(sorted)-1) * p)
	k := int(at)
	if k+1 >= len(sorted) {
		return sorted[k]
	}
	return sorted[k] + float64((at-float64(k))*(sorted[k+1]-sorted[k]))
}

// direction is the sum of what raising a factor did over the sum of its size.
func direction(t table, rows []int, factor int, by *steps) float64 {
	if by == nil {
		return math.NaN()
	}
	sum, size := 0.0, 0.0
	for _, p := range rows {
		d := t.y[p*t.width+factor+2] - t.y[p*t.width]
		size += math.Abs(d)
		if by.u[p] < 0 {
			d = -d
		}
		sum += d
	}
	return sum / size
}
