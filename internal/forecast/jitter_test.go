package forecast

import (
	"math"
	"testing"

	"haven/draw"
)

// 4,000 particles with two related parameters and one that is left alone. The
// mean of n numbers errs by sigma/sqrt(n), their variance by sqrt(2/n) of itself;
// at 6 of these a false alarm comes once in 100 million draws.
func TestJitterKeepsMeanAndCovariance(t *testing.T) {
	const n = 4000
	c := &cloud{discount: 0.9, scales: []scale{{0, math.Inf(1), false}, {2, 5, false}, {0, 1, true}}}
	s := draw.NewKey(8, 0).Stream()
	for range n {
		a := s.Normal()
		b := 0.7*a + math.Sqrt(1-0.49)*s.Normal()
		c.now = append(c.now, particle{values: []float64{math.Exp(a), c.scales[1].from(b), s.Float64()}})
	}
	moved := c.jitter(draw.NewKey(8, 1))
	before := moments(c, func(i int) []float64 { return c.now[i].values })
	after := moments(c, func(i int) []float64 { return moved[i] })
	for k := range before {
		if math.Abs(before[k]-after[k]) > 6*math.Sqrt(2.0/n) {
			t.Errorf("moment %d was %.4f and is %.4f", k, before[k], after[k])
		}
	}
	for i := range moved {
		if moved[i][2] != c.now[i].values[2] {
			t.Fatal("a share that was to be left alone was moved")
		}
		if moved[i][0] == c.now[i].values[0] {
			t.Fatal("a parameter was not moved")
		}
		if !(moved[i][1] > 2 && moved[i][1] < 5) {
			t.Fatalf("%g lies outside its bounds", moved[i][1])
		}
	}
	c.discount = 1
	if same := c.jitter(draw.NewKey(8, 1)); &same[0][0] != &c.now[0].values[0] {
		t.Error("a discount of 1 moved parameters")
	}
}

// moments are means, variances and the covariance of the first two parameters
// on their scales.
func moments(c *cloud, values func(i int) []float64) []float64 {
	var m [5]float64
	n := float64(len(c.now))
	for i := range c.now {
		v := values(i)
		a, b := c.scales[0].to(v[0]), c.scales[1].to(v[1])
		m[0], m[1], m[2], m[3], m[4] = m[0]+a/n, m[1]+b/n, m[2]+a*a/n, m[3]+b*b/n, m[4]+a*b/n
	}
	return []float64{m[0], m[1], m[2] - m[0]*m[0], m[3] - m[1]*m[1], m[4] - m[0]*m[1]}
}

func TestScalesThereAndBack(t *testing.T) {
	for _, c := range []struct {
		s      scale
		values []float64
	}{
		{scale{0, math.Inf(1), false}, []float64{1e-6, 1, 5000}},
		{scale{2, 5, false}, []float64{2.001, 3.3, 4.9}},
		{scale{math.Inf(-1), math.Inf(1), false}, []float64{-7, 0, 3}},
	} {
		for _, x := range c.values {
			if got := c.s.from(c.s.to(x)); math.Abs(got/x-1) > 1e-9 && math.Abs(got-x) > 1e-12 {
				t.Errorf("%g comes back as %g", x, got)
			}
		}
	}
	bounded := scale{0, 1, false}
	for _, x := range []float64{0, 1} {
		if z := bounded.to(x); math.IsInf(z, 0) || math.IsNaN(z) {
			t.Errorf("the bound %g has no place on its scale", x)
		}
	}
}
