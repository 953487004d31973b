package draw

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"haven/internal/house/long"
)

// falseAlarm is the chance that a right sampler fails one statistical test at
// a seed picked blindly. Seeds are fixed: a red test is a bug, never run again.
const falseAlarm = 1e-6

// often is how many numbers a test draws: all in the long tests, else a quarter, of
// which a sampler must be twice as wrong to be noticed. Limits follow from the number drawn.
func often(whole int) int {
	if long.Tests() {
		return whole
	}
	return whole / 4
}

// pmf is a distribution on whole numbers from first on.
type pmf struct {
	first int64
	p     []float64
}

// byRatio builds a distribution from f(k+1)/f(k) alone, walking from a number
// near the mode both ways until nothing is left. It shares no formula with the
// samplers.
func byRatio(mode, low, high int64, ratio func(k float64) float64) pmf {
	var up, down []float64
	f := 1.0
	for k := mode; k < high && f > 1e-18; k++ {
		f *= ratio(float64(k))
		up = append(up, f)
	}
	f = 1
	for k := mode; k > low && f > 1e-18; k-- {
		f /= ratio(float64(k - 1))
		down = append(down, f)
	}
	d := pmf{first: mode - int64(len(down))}
	total := 1.0
	for i := len(down) - 1; i >= 0; i-- {
		d.p = append(d.p, down[i])
		total += down[i]
	}
	d.p = append(d.p, 1)
	for _, f := range up {
		d.p = append(d.p, f)
		total += f
	}
	for i := range d.p {
		d.p[i] /= total
	}
	return d
}

func binomialPMF(n int64, p float64) pmf {
	if p >= 1 {
		return pmf{n, []float64{1}}
	}
	mode := min(n, int64(float64(n+1)*p))
	return byRatio(mode, 0, n, func(k float64) float64 { return (float64(n) - k) / (k + 1) * (p / (1 - p)) })
}

func poissonPMF(mean float64) pmf {
	return byRatio(int64(mean), 0, math.MaxInt64, func(k float64) float64 { return mean / (k + 1) })
}

func hypergeometricPMF(good, bad, draws int64) pmf {
	g, b, d := float64(good), float64(bad), float64(draws)
	low, high := max(0, draws-bad), min(good, draws)
	mode := min(high, max(low, int64((d+1)*((g+1)/(g+b+2)))))
	return byRatio(mode, low, high, func(k float64) float64 { return (g - k) * (d - k) / ((k + 1) * (b - d + k + 1)) })
}

// agree draws n numbers and holds their counts against the distribution by
// Pearson's chi-square; neighbours are pooled until each class expects 25 or more.
func agree(t *testing.T, want pmf, n int, next func() int64) {
	t.Helper()
	counts := make([]int, len(want.p))
	outside := 0
	for range n {
		if i := next() - want.first; i >= 0 && i < int64(len(counts)) {
			counts[i]++
		} else {
			outside++
		}
	}
	if outside > 0 {
		t.Fatalf("%d of %d draws have a probability below 1e-17", outside, n)
	}
	var x2, expect, left float64
	var got, classes int
	left = float64(n)
	for i, p := range want.p {
		expect += p * float64(n)
		left -= p * float64(n)
		got += counts[i]
		if (expect >= 25 && left >= 25) || i == len(want.p)-1 {
			if expect > 0 {
				x2 += (float64(got) - expect) * (float64(got) - expect) / expect
				classes++
			}
			expect, got = 0, 0
		}
	}
	if classes < 2 {
		return // a single possible value, and it came
	}
	if limit := (distuv.ChiSquared{K: float64(classes - 1)}).Quantile(1 - falseAlarm); x2 > limit {
		t.Errorf("chi-square %.1f in %d classes; a right sampler stays below %.1f but for one seed in a million", x2, classes, limit)
	}
}

// moments checks mean and variance of numbers whose distribution is close to
// normal: each lies within 5.03 standard errors but for one seed in two million.
func moments(t *testing.T, mean, variance float64, n int, next func() float64) {
	t.Helper()
	limit := -NormalQuantile(falseAlarm / 4)
	sd := math.Sqrt(variance)
	var sum, squares float64
	for range n {
		z := (next() - mean) / sd
		sum += z
		squares += z * z
	}
	if z := sum / math.Sqrt(float64(n)); math.Abs(z) > limit {
		t.Errorf("the mean of %d numbers is %.2f standard errors off", n, z)
	}
	if z := (squares - float64(n)) / math.Sqrt(2*float64(n)); math.Abs(z) > limit {
		t.Errorf("the variance of %d numbers is %.2f standard errors off", n, z)
	}
}

// agreeNormal holds standardised numbers against the normal distribution in 64
// classes of equal probability.
func agreeNormal(t *testing.T, n int, next func() float64) {
	t.Helper()
	classes := pmf{0, make([]float64, 64)}
	for i := range classes.p {
		classes.p[i] = 1.0 / 64
	}
	agree(t, classes, n, func() int64 {
		return int64(64 * 0.5 * math.Erfc(-next()/math.Sqrt2))
	})
}
