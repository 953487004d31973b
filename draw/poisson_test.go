package draw

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func TestPoissonHasItsDistribution(t *testing.T) {
	for i, mean := range []float64{1e-3, 0.5, 3, 9.999, 10, 10.5, 14, 30, 100, 1234.5, 1e6, 1e9} {
		t.Run(fmt.Sprint(mean), func(t *testing.T) {
			s := NewKey(11, i).Stream()
			agree(t, poissonPMF(mean), often(200_000), func() int64 { return s.Poisson(mean) })
		})
	}
}

func TestPoissonOfHugeMeansIsNormal(t *testing.T) {
	for i, mean := range []float64{1e13, 1e15} {
		s := NewKey(12, i).Stream()
		next := func() float64 { return (float64(s.Poisson(mean)) - mean) / math.Sqrt(mean) }
		agreeNormal(t, often(200_000), next)
		moments(t, 0, 1, often(200_000), next)
	}
}

func TestPoissonAtTheEdges(t *testing.T) {
	s := NewKey(13, 0).Stream()
	if s.Poisson(0) != 0 || s.Poisson(-1) != 0 || s.Poisson(1e-300) != 0 {
		t.Error("a mean of 0 or less gives 0")
	}
	panics(t, "not a number", func() { s.Poisson(math.NaN()) })
	panics(t, "infinite", func() { s.Poisson(math.Inf(1)) })
}

func TestPoissonIsNeverNegative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Key(rapid.Uint64().Draw(t, "key")).Stream()
		if k := s.Poisson(rapid.Float64Range(0, 1e15).Draw(t, "mean")); k < 0 {
			t.Fatal(k)
		}
	})
}

func TestGammaHasItsDistribution(t *testing.T) {
	for i, c := range []struct{ mean, variance float64 }{{1, 0.01}, {1, 0.25}, {1, 1}, {3, 2}, {2, 8}, {1, 30}, {1e6, 1e9}} {
		t.Run(fmt.Sprintf("%g±%g", c.mean, c.variance), func(t *testing.T) {
			exact := distuv.Gamma{Alpha: c.mean * c.mean / c.variance, Beta: c.mean / c.variance}
			s := NewKey(14, i).Stream()
			classes := pmf{0, make([]float64, 50)}
			for i := range classes.p {
				classes.p[i] = 1.0 / 50
			}
			agree(t, classes, often(100_000), func() int64 { return int64(50 * exact.CDF(s.Gamma(c.mean, c.variance))) })
		})
	}
}

func TestGammaAtTheEdges(t *testing.T) {
	s := NewKey(15, 0).Stream()
	if s.Gamma(2, 0) != 2 || s.Gamma(0, 1) != 0 {
		t.Error("no variance gives the mean; a mean of 0 gives 0")
	}
	for _, c := range []struct{ mean, variance, want float64 }{
		{1, 2.8e-309, 1}, {3, 1e-300, 3}, {1e-200, 1, 0}, {1, math.MaxFloat64, 0},
	} {
		if got := s.Gamma(c.mean, c.variance); got != c.want {
			t.Errorf("Gamma(%g, %g) is %g, not %g", c.mean, c.variance, got, c.want)
		}
	}
	panics(t, "not a number", func() { s.Gamma(math.NaN(), 1) })
	panics(t, "negative variance", func() { s.Gamma(1, -1) })
}

func TestNormalHasItsDistribution(t *testing.T) {
	s := NewKey(16, 0).Stream()
	agreeNormal(t, often(1_000_000), s.Normal)
	moments(t, 0, 1, often(1_000_000), s.Normal)
}

func TestNormalQuantileInvertsTheDistributionFunction(t *testing.T) {
	for _, u := range []float64{1e-16, 1e-10, 1e-3, 0.07, 0.08, 0.3, 0.5, 0.7, 0.93, 0.999} {
		if back := 0.5 * math.Erfc(-NormalQuantile(u)/math.Sqrt2); math.Abs(back/u-1) > 1e-13 {
			t.Errorf("quantile of %g leads back to %g", u, back)
		}
	}
	if !math.IsInf(NormalQuantile(0), -1) || !math.IsInf(NormalQuantile(1), 1) || !math.IsNaN(NormalQuantile(-1)) || !math.IsNaN(NormalQuantile(math.NaN())) {
		t.Error("0 and 1 lie at the infinities, nothing outside has a quantile")
	}
}

func BenchmarkPoisson(b *testing.B) {
	for _, mean := range []float64{0.5, 8, 40, 1e6} {
		b.Run(fmt.Sprintf("haven/mean=%g", mean), func(b *testing.B) {
			s := NewKey(1, 1).Stream()
			for i := 0; i < b.N; i++ {
				sink += float64(s.Poisson(mean + 1e-3*float64(i&7)))
			}
		})
		b.Run(fmt.Sprintf("gonum/mean=%g", mean), func(b *testing.B) {
			src := NewKey(1, 1).Stream()
			for i := 0; i < b.N; i++ {
				sink += distuv.Poisson{Lambda: mean + 1e-3*float64(i&7), Src: &src}.Rand()
			}
		})
	}
}

func BenchmarkGamma(b *testing.B) {
	s := NewKey(1, 1).Stream()
	for i := 0; i < b.N; i++ {
		sink += s.Gamma(1, 0.2)
	}
}
