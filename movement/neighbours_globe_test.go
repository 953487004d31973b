package movement

import (
	"math"
	"testing"
)

func TestGlobeIsMeasuredAsByPackageMath(t *testing.T) {
	for x := -math.Pi; x <= math.Pi; x += 0.01 {
		if d := math.Abs(sine(x) - math.Sin(x)); d > 1e-14 {
			t.Errorf("sine(%v) is off by %v", x, d)
		}
		if d := math.Abs(cosine(x) - math.Cos(x)); d > 1e-14 {
			t.Errorf("cosine(%v) is off by %v", x, d)
		}
	}
	for y := 0.0; y <= 1; y += 0.001 {
		if d := math.Abs(arcsine(y) - math.Asin(y)); d > 1e-14 {
			t.Errorf("arcsine(%v) is off by %v", y, d)
		}
	}
	// A quarter of the equator, and from there to a pole.
	quarter := math.Pi / 2 * earthKM
	if a, b := greatCircle(0, 10, 0, 100), greatCircle(0, 10, 90, 50); math.Abs(a-quarter) > 1e-8 || math.Abs(b-quarter) > 1e-8 {
		t.Errorf("%v km and %v km, want %v", a, b, quarter)
	}
}
