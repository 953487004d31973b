package draw

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"
)

func TestBinomialHasItsDistribution(t *testing.T) {
	for i, c := range []struct {
		n int64
		p float64
	}{
		{1, 0.3}, {2, 0.5}, {7, 0.9}, {19, 0.5}, {20, 0.4999}, {20, 0.5}, {21, 0.5}, {30, 0.97},
		{511, 0.015}, {512, 0.019}, {513, 0.019}, {513, 0.981}, {1000, 0.00999}, {1000, 0.01}, {1000, 0.0101},
		{40, 0.25}, {41, 0.25}, {100, 0.3}, {100, 0.7}, {1000, 0.5}, {12345, 0.2}, {1e6, 9.9e-6}, {1e6, 1e-3},
		{1e6, 0.3}, {1e6, 0.999}, {1e9, 1e-8}, {1e9, 3e-8}, {1e12, 5e-11}, {1e15, 2e-15}, {1e15, 9.9e-15}, {1e15, 4e-14}, {1e15, 1e-10},
	} {
		t.Run(fmt.Sprintf("n=%d p=%g", c.n, c.p), func(t *testing.T) {
			s := NewKey(1, i).Stream()
			agree(t, binomialPMF(c.n, c.p), often(200_000), func() int64 { return s.Binomial(c.n, c.p) })
		})
	}
}

// With standard deviations of a million and more the binomial distribution is
// the normal one to a millionth.
func TestBinomialOfHugeCountsIsNormal(t *testing.T) {
	for i, c := range []struct {
		n int64
		p float64
	}{{1e13, 0.3}, {1e15, 0.5}, {1e15, 0.01}, {1e15, 0.9}, {MaxCount, 0.25}} {
		mean := float64(c.n) * c.p
		sd := math.Sqrt(mean * (1 - c.p))
		s := NewKey(2, i).Stream()
		next := func() float64 { return (float64(s.Binomial(c.n, c.p)) - mean) / sd }
		agreeNormal(t, often(200_000), next)
		moments(t, 0, 1, often(200_000), next)
	}
}

func TestBinomialAtTheEdges(t *testing.T) {
	s := NewKey(3, 0).Stream()
	for _, c := range []struct {
		n    int64
		p    float64
		want int64
	}{{0, 0.5, 0}, {10, 0, 0}, {10, 1, 10}, {10, -1e-17, 0}, {10, 1.0000001, 10}, {10, math.Inf(1), 10}, {MaxCount, 1e-300, 0}} {
		if got := s.Binomial(c.n, c.p); got != c.want {
			t.Errorf("Binomial(%d, %g) = %d, want %d", c.n, c.p, got, c.want)
		}
	}
	panics(t, "not a number", func() { s.Binomial(10, math.NaN()) })
	panics(t, "not a number, nobody", func() { s.Binomial(0, math.NaN()) })
	panics(t, "negative count", func() { s.Binomial(-1, 0.5) })
}

func TestBinomialStaysWithinItsCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Key(rapid.Uint64().Draw(t, "key")).Stream()
		n := rapid.Int64Range(0, MaxCount).Draw(t, "n")
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		if k := s.Binomial(n, p); k < 0 || k > n {
			t.Fatalf("%d of %d", k, n)
		}
	})
}

// Common random numbers: on the same uniform a larger probability never gives a
// smaller number, as long as one of the two is drawn by inversion on its side.
func TestSmallBinomialRisesWithItsProbabilityAndUniform(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1_000_000).Draw(t, "n")
		top := math.Min(0.5, 9.99/float64(n))
		p := rapid.Float64Range(0, top).Draw(t, "p")
		p2 := rapid.Float64Range(p, top).Draw(t, "p2")
		u := rapid.Float64Range(1e-12, 1-1e-12).Draw(t, "u")
		u2 := rapid.Float64Range(u, 1-1e-12).Draw(t, "u2")
		if a, b := invertBinomial(n, p, u), invertBinomial(n, p, u2); a > b {
			t.Fatalf("u %g -> %d, u %g -> %d", u, a, u2, b)
		}
		// Rounding in the walk may turn a tie of 1e-13 around.
		if a, b := invertBinomial(n, p, u), invertBinomial(n, p2, math.Min(u+1e-13, 1-1e-13)); a > b {
			t.Fatalf("p %g -> %d, p %g -> %d", p, a, p2, b)
		}
	})
}

func TestMultinomialHasItsMargins(t *testing.T) {
	p := []float64{0.2, 0, 0.5, 0.05, 0.25}
	ids := []uint64{11, 12, 13, 14, 15}
	for option, share := range p {
		out := make([]int64, len(p))
		i := 0
		agree(t, binomialPMF(60, share), often(50_000), func() int64 {
			Multinomial(NewKey(4, i), 60, p, ids, out)
			i++
			return out[option]
		})
	}
}

func TestMultinomialPairsHaveTheirCovariance(t *testing.T) {
	p := []float64{0.3, 0.3, 0.4}
	out := make([]int64, 3)
	i := 0
	agree(t, binomialPMF(25, 0.7), often(50_000), func() int64 {
		Multinomial(NewKey(5, i), 25, p, []uint64{1, 2, 3}, out)
		i++
		return out[0] + out[2]
	})
}

func TestMultinomialSplitsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, MaxCount).Draw(t, "n")
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 20).Draw(t, "p")
		p = append(p, 0.1)
		ids := make([]uint64, len(p))
		for i := range ids {
			ids[i] = uint64(i)
		}
		out := make([]int64, len(p))
		Multinomial(Key(rapid.Uint64().Draw(t, "key")), n, p, ids, out)
		var sum int64
		for i, k := range out {
			if k < 0 || (p[i] == 0 && k > 0) {
				t.Fatalf("option %d of weight %g got %d", i, p[i], k)
			}
			sum += k
		}
		if sum != n {
			t.Fatalf("%d of %d were given away", sum, n)
		}
	})
	panics(t, "no option", func() { Multinomial(1, 5, []float64{0}, []uint64{1}, []int64{0}) })
	panics(t, "not a number", func() { Multinomial(1, 5, []float64{1, math.NaN()}, []uint64{1, 2}, []int64{0, 0}) })
}

// An option that vanishes changes what the others get only by what it leaves
// them: their uniforms stay.
func TestMultinomialOptionsKeepTheirStreams(t *testing.T) {
	out, without := make([]int64, 3), make([]int64, 2)
	Multinomial(7, 1000, []float64{0.2, 0, 0.8}, []uint64{1, 2, 3}, out)
	Multinomial(7, 1000, []float64{0.2, 0.8}, []uint64{1, 3}, without)
	if out[0] != without[0] || out[2] != without[1] {
		t.Errorf("%v with an option of weight 0, %v without it", out, without)
	}
}

func TestCategoricalHasItsShares(t *testing.T) {
	weights := []float64{1, 0, 2.5, 0.5}
	s := NewKey(6, 0).Stream()
	agree(t, pmf{0, []float64{0.25, 0, 0.625, 0.125}}, often(200_000), func() int64 { return int64(s.Categorical(weights, 4)) })
	if got := s.Categorical([]float64{0, 0}, 0); got != -1 {
		t.Errorf("option %d of none", got)
	}
	if got := s.Categorical([]float64{1e-9, 0}, 1); got != 0 {
		t.Errorf("what rounding leaves goes to %d, not to the last option possible", got)
	}
}

func panics(t *testing.T, name string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", name)
		}
	}()
	f()
}

// Changing n and p at every draw, as cohorts do.
func BenchmarkBinomial(b *testing.B) {
	for _, c := range []struct {
		n int64
		p float64
	}{{3, 0.1}, {20, 0.05}, {100, 0.05}, {10_000, 0.0009}, {100, 0.3}, {1e6, 0.3}, {1e12, 0.3}} {
		name := fmt.Sprintf("n=%d/p=%g", c.n, c.p)
		b.Run("haven/"+name, func(b *testing.B) {
			s := NewKey(1, 1).Stream()
			var sum int64
			for i := 0; i < b.N; i++ {
				sum += s.Binomial(c.n+int64(i&7), c.p+1e-6*float64(i&15))
			}
			sink = float64(sum)
		})
		b.Run("tables/"+name, func(b *testing.B) {
			s := NewKey(1, 1).Stream()
			var sum int64
			for i := 0; i < b.N; i++ {
				sum += s.Successes(c.n+int64(i&7), c.p+1e-6*float64(i&15))
			}
			sink = float64(sum)
		})
		b.Run("gonum/"+name, func(b *testing.B) {
			src := NewKey(1, 1).Stream()
			for i := 0; i < b.N; i++ {
				sink += distuv.Binomial{N: float64(c.n + int64(i&7)), P: c.p + 1e-6*float64(i&15), Src: &src}.Rand()
			}
		})
	}
}

var sink float64

func TestExitsAreBinomial(t *testing.T) {
	for i, c := range []struct {
		n      int64
		hazard float64
	}{{1, 0.3}, {2, 0.69}, {3, 0.7}, {5, 3}, {20, 0.05}, {100, 0.0625}, {150, 0.063}, {1000, 0.02}, {1e6, 5e-6}, {1e9, 9e-9}, {1e12, 1e-12}} {
		t.Run(fmt.Sprintf("n=%d hazard=%g", c.n, c.hazard), func(t *testing.T) {
			s := NewKey(9, i).Stream()
			agree(t, binomialPMF(c.n, -math.Expm1(-c.hazard)), often(200_000), func() int64 { return s.Exits(c.n, c.hazard) })
		})
	}
	s := NewKey(9, 0).Stream()
	if a, b, c := s.Exits(5, 0), s.Exits(0, 1), s.Exits(5, math.Inf(1)); a != 0 || b != 0 || c != 5 {
		t.Errorf("%d of 5 at no hazard, %d of nobody, %d of 5 at an infinite one", a, b, c)
	}
}

// Who stays at a hazard stays at every smaller one, and looking does not move
// the stream on.
func TestStayForetellsExitsOfNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Key(rapid.Uint64().Draw(t, "key")).Stream()
		n := rapid.Int64Range(0, MaxCount).Draw(t, "n")
		p := rapid.Float64Range(0, math.Min(1, 20/float64(n+1))).Draw(t, "p")
		q := rapid.Float64Range(0, p).Draw(t, "q")
		before := s
		missed := s.Stay(n, p)
		if s != before {
			t.Fatal("the stream moved on")
		}
		if k := s.Exits(n, q); missed && k != 0 {
			t.Fatalf("missed at %g, but %d at %g", p, k, q)
		}
	})
	s := NewKey(7, 0).Stream()
	n, missed := 100_000, 0
	for range n {
		if s.Stay(50, 0.02) {
			missed++
		}
		s.Uint64()
	}
	p := math.Exp(-1)
	if z := (float64(missed) - float64(n)*p) / math.Sqrt(float64(n)*p*(1-p)); math.Abs(z) > 5.03 {
		t.Errorf("missed %d times of %d, %.1f standard errors off", missed, n, z)
	}
}
