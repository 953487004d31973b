package draw

import (
	"math"
	"testing"
)

// Held against math.Erfc over both flanks and the middle: the coefficients
// have 15 digits; far out the absolute error stays as small and 8 digits of
// the tail itself are right.
func TestNormalCDFAgainstErfc(t *testing.T) {
	for x := -37.0; x <= 9; x += 0.0137 {
		want := 0.5 * math.Erfc(-x/math.Sqrt2)
		if got := NormalCDF(x); math.Abs(got-want) > 1e-14 || math.Abs(got/want-1) > 1e-8 {
			t.Fatalf("at %g: %g, want %g", x, got, want)
		}
	}
	if NormalCDF(-40) != 0 || NormalCDF(40) != 1 || NormalCDF(0) != 0.5 {
		t.Errorf("at the ends and the middle: %g, %g, %g", NormalCDF(-40), NormalCDF(40), NormalCDF(0))
	}
}

func TestNormalCDFAndItsQuantile(t *testing.T) {
	for _, u := range []float64{1e-12, 1e-5, 0.02, 0.3, 0.5, 0.7, 0.98, 1 - 1e-5} {
		if got := NormalCDF(NormalQuantile(u)); math.Abs(got-u) > 1e-14 {
			t.Errorf("the quantile of %g comes back as %g", u, got)
		}
	}
}
