package results

import (
	"math"
	"testing"

	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"
)

func TestRoundingByHand(t *testing.T) {
	for _, c := range []struct {
		people float64
		want   Rounded
	}{
		{0, Rounded{}},
		{0.02, Rounded{Small: true}},
		{9.99, Rounded{Small: true}},
		{10, Rounded{People: 10}},
		{14.9, Rounded{People: 10}},
		{15, Rounded{People: 20}},
		{123456, Rounded{People: 123460}},
		{-3, Rounded{Small: true}},
		{-25, Rounded{People: -30}},
		{math.NaN(), Rounded{None: true}},
	} {
		if got := Round(c.people); got != c.want {
			t.Errorf("Round(%v) is %+v, want %+v", c.people, got, c.want)
		}
	}
}

func TestRoundingAlways(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-1e15, 1e15).Draw(t, "people")
		r := Round(x)
		size := math.Abs(x)
		switch {
		case r.People%10 != 0:
			t.Fatalf("%d is no multiple of ten", r.People)
		case r.Small != (size > 0 && size < 10):
			t.Fatalf("Round(%v) says small: %v", x, r.Small)
		case !r.Small && math.Abs(float64(r.People)-x) > 5:
			t.Fatalf("Round(%v) is %d, more than 5 away", x, r.People)
		case (r.People == 0) != (size < 10):
			t.Fatalf("Round(%v) is %d: only 0 and small figures may be 0", x, r.People)
		}
		if again := Round(float64(r.People)); again.People != r.People {
			t.Fatalf("rounding %v twice gives %d, once %d", x, again.People, r.People)
		}
		if back := Round(-x); back.People != -r.People || back.Small != r.Small {
			t.Fatalf("rounding %v and its opposite differ", x)
		}
	})
}
