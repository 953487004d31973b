package fit

import (
	"math"
	"testing"

	"haven/draw"
)

func TestCholeskySolves(t *testing.T) {
	m := matrix{3, []float64{4, 2, 0.4, 2, 5, 1, 0.4, 1, 3}}
	l := m.cholesky()
	for i := range 3 {
		for j := range 3 {
			sum := 0.0
			for k := range 3 {
				sum += l.at(i, k) * l.at(j, k)
			}
			if math.Abs(sum-m.at(i, j)) > 1e-12 {
				t.Errorf("L*L' is %g at %d, %d, want %g", sum, i, j, m.at(i, j))
			}
		}
	}
	x := l.solve([]float64{1, -2, 3})
	for i, want := range []float64{1, -2, 3} {
		if got := m.at(i, 0)*x[0] + m.at(i, 1)*x[1] + m.at(i, 2)*x[2]; math.Abs(got-want) > 1e-12 {
			t.Errorf("row %d gives %g, want %g", i, got, want)
		}
	}
	// two numbers that always go together leave no variance of their own
	if l := (matrix{2, []float64{1, 1, 1, 1}}).cholesky(); l.at(1, 1) != 0 || l.at(1, 0) != 1 {
		t.Errorf("a singular matrix: %v", l.cells)
	}
}

func TestWeightsAndResampling(t *testing.T) {
	weights, ess := normalise([]float64{-1000, -1000 + math.Log(3), math.Inf(-1)})
	if math.Abs(weights[0]-0.25) > 1e-12 || weights[2] != 0 || math.Abs(ess-1.6) > 1e-12 {
		t.Errorf("weights %v, effective size %g, want 1.6", weights, ess)
	}
	if _, ess := normalise([]float64{math.Inf(-1), math.Inf(-1)}); ess != 0 {
		t.Errorf("no weight at all: effective size %g", ess)
	}
	// a point of weight w of n comes floor(n*w) or ceil(n*w) times
	stream := draw.NewKey(5, 0).Stream()
	for range 200 {
		logs := make([]float64, 40)
		for i := range logs {
			logs[i] = 2 * stream.Normal()
		}
		weights, _ := normalise(logs)
		times := make([]float64, len(logs))
		for _, i := range resampled(weights, stream.Float64()) {
			times[i]++
		}
		for i, w := range weights {
			if math.Abs(times[i]-40*w) >= 1+1e-9 {
				t.Fatalf("a point of weight %g comes %g times of 40", w, times[i])
			}
		}
	}
}

// For a linear model with normal errors Kalman inversion is exact: with many points, one step that
// takes all in gives the posterior mean and variance of the textbook (two reports y of z
// with variances 0.25 and 1, prior N(0, 1): precision 1 + 4 + 1).
func TestKalmanInversionOfALinearModel(t *testing.T) {
	const n = 20000
	stream := draw.NewKey(8, 0).Stream()
	p := &Population{Particles: make([]Particle, n)}
	predictions, noise := make([][]float64, n), make([][]float64, 100)
	for i := range predictions {
		z := stream.Normal()
		p.Particles[i].Z = []float64{z}
		predictions[i] = []float64{z, z}
	}
	for i := range noise {
		noise[i] = []float64{0, 0}
	}
	g := gaussian{data: []float64{1, 2}, lower: make([]bool, 2), upper: make([]bool, 2), cov: matrix{2, []float64{0.25, 0, 0, 1}}}
	u := newUpdate(g, p, predictions, noise)
	u.prepare(1)
	mean, square := 0.0, 0.0
	for i := range n {
		z := u.move(i, &stream)[0]
		mean += z / n
		square += z * z / n
	}
	// 5 standard errors of the mean are 0.015, of the variance 0.009
	if math.Abs(mean-1) > 0.02 || math.Abs(square-mean*mean-1.0/6) > 0.012 {
		t.Errorf("mean %.3f, variance %.4f; want 1 and 0.1667", mean, square-mean*mean)
	}
}

// A bound that is kept moves nobody, and one that is broken does.
func TestKalmanInversionAndBounds(t *testing.T) {
	u := &update{g: gaussian{lower: []bool{true, false}, upper: []bool{false, true}}}
	if u.towards(0, -3) != 0 || u.towards(0, 3) != 3 || u.towards(1, 3) != 0 || u.towards(1, -3) != -3 {
		t.Error("a kept bound corrects, or a broken one does not")
	}
}
