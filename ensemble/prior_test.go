package ensemble

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

func TestNormalQuantileAgainstGonum(t *testing.T) {
	for _, p := range []float64{1e-300, 1e-30, 1e-12, 1e-6, 0.01, 0.05, 0.074, 0.076, 0.3, 0.5, 0.6, 0.92, 0.93, 0.999, 1 - 1e-10} {
		if got, want := normalQuantile(p), mathext.NormalQuantile(p); math.Abs(got-want) > 2e-14*math.Max(1, math.Abs(want)) {
			t.Errorf("p = %g: %.17g, gonum says %.17g", p, got, want)
		}
	}
	if normalQuantile(0.5) != 0 {
		t.Error("the median is not exactly 0")
	}
	if got := normalQuantile(0.975); math.Abs(got-1.959963984540054) > 1e-15 {
		t.Errorf("97.5 %% quantile is %.17g", got)
	}
}

func TestBetaAndGammaAgainstGonum(t *testing.T) {
	for _, a := range []float64{0.01, 0.3, 1, 2.5, 17, 400, 5000} {
		if got, want := logGamma(a), lgamma(a); math.Abs(got-want) > 1e-13*math.Max(1, math.Abs(want)) {
			t.Errorf("log gamma of %g is %.17g, not %.17g", a, got, want)
		}
		for _, u := range []float64{1e-9, 0.003, 0.2, 0.5, 0.9, 0.999999} {
			got := logGammaQuantile(a, u)
			if x := math.Exp(got); x > 1e-300 {
				if back := mathext.GammaIncReg(a, x); math.Abs(back-u) > 1e-11 {
					t.Errorf("gamma shape %g: the %g quantile %g has %g below it", a, u, x, back)
				}
			} else if back := math.Exp(a*got - lgamma(a+1)); math.Abs(back-u) > 1e-11 { // P(a,x) = x^a/Gamma(a+1) for tiny x
				t.Errorf("gamma shape %g: the %g quantile e^%g has %g below it", a, u, got, back)
			}
			for _, b := range []float64{0.2, 1, 3, 250} {
				x := betaQuantile(a, b, u)
				if back := (distuv.Beta{Alpha: a, Beta: b}).CDF(x); math.Abs(back-u) > 1e-9 && x > 1e-290 && x < 1-1e-12 {
					t.Errorf("beta(%g, %g): the %g quantile %g has %g below it", a, b, u, x, back)
				}
			}
		}
	}
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
