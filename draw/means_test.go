package draw

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestSuccessesHaveTheBinomialDistribution(t *testing.T) {
	for i, c := range []struct {
		n int64
		p float64
	}{
		// Small counts, where most is rejected.
		{4, 0.25}, {5, 0.2}, {7, 0.15}, {8, 0.25}, {40, 0.25}, {40, 0.1}, {100, 0.05}, {128, 0.25}, {1000, 0.25}, {4000, 0.25},
		// Rare ones, up to the largest mean in the tables.
		{1e4, 0.0009}, {1e4, 0.1}, {1e5, 0.01}, {1e6, 1e-3}, {1e6, 0.00102399}, {1e9, 1e-9}, {1e9, 3.3e-8}, {1e12, 5e-10}, {1e15, 2e-15}, {1e15, 4e-14}, {1e15, 1e-12},
		// Means that are in the tables and means just below.
		{1 << 20, 0x1p-19}, {1 << 20, 0x1.ffffp-18}, {1 << 20, 0x1.08p-15}, {1 << 20, 0x1.0bffp-14},
		// Failures that are rare, and what Binomial draws.
		{40, 0.8}, {1000, 0.97}, {1e6, 0.9999}, {3, 0.25}, {3, 0.9}, {10, 0.3}, {1e6, 0.3}, {1e6, 0.005},
	} {
		t.Run(fmt.Sprintf("n=%d p=%g", c.n, c.p), func(t *testing.T) {
			s := NewKey(31, i).Stream()
			agree(t, binomialPMF(c.n, c.p), often(1_000_000), func() int64 { return s.Successes(c.n, c.p) })
		})
	}
}

// Numbers of one stream that follow one another share no bits: the sum of two
// has the distribution of twice as many trials.
func TestSuccessesThatFollowAreIndependent(t *testing.T) {
	for i, c := range []struct {
		n int64
		p float64
	}{{40, 0.1}, {300, 0.2}, {1e6, 1.37e-5}} {
		s := NewKey(32, i).Stream()
		agree(t, binomialPMF(2*c.n, c.p), often(1_000_000), func() int64 { return s.Successes(c.n, c.p) + s.Successes(c.n, c.p) })
	}
}

func TestPoissonNumbersByTablesHaveTheirDistribution(t *testing.T) {
	tables := newMeans()
	for i, mean := range []float64{1, 1.0312, 1.03125, 3.7, 17.49, 63.999, 64, 200.03, 1000, 1023.99} {
		t.Run(fmt.Sprint(mean), func(t *testing.T) {
			s := NewKey(33, i).Stream()
			var ones int
			n := often(1_000_000)
			agree(t, poissonPMF(mean), n, func() int64 {
				k, bits := tables.draw(&s, mean)
				ones += int(bits >> (givenBits - 1))
				return k
			})
			if z := (float64(ones) - float64(n)/2) / math.Sqrt(float64(n)/4); math.Abs(z) > 5.03 {
				t.Errorf("the first of the bits given is 1 in %d of %d numbers", ones, n)
			}
		})
	}
}

// Whatever a slot says, the number is the first whose part of the distribution
// function reaches the uniform.
func TestSlotsOfMeansAgreeWithTheDistributionFunction(t *testing.T) {
	tables := newMeans()
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(0, meanCount-1).Draw(t, "mean")
		u := rapid.Uint64().Draw(t, "u")
		mean := math.Float64frombits(uint64(firstMean+m) << (52 - meanBits))
		below := func(k int64) uint64 { return tables.below[int(tables.offset[m])+int(k)] }
		slot := tables.slots[m<<meanSlotBits|int(u>>(64-meanSlotBits))]
		least, cut := int64(slot>>cutBits&(1<<leastBits-1)), slot&(1<<cutBits-1)
		k := tables.walk(uint64(m), slot, u)
		if part := tightSlot(u << meanSlotBits >> (64 - cutBits)); slot < crowded && part != cut {
			if fast := least + int64((cut-part)>>31); fast != k {
				t.Fatalf("mean %g, u = %d: %d by the slot, %d by the walk", mean, u, fast, k)
			}
		}
		u &^= 1<<spareBits - 1
		if below(k) < u || k > least && below(k-1) >= u {
			t.Fatalf("mean %g, u = %d: %d, but P(X <= %d) = %d", mean, u, k, k, below(k))
		}
	})
}

func TestSuccessesAtTheEdges(t *testing.T) {
	s := NewKey(34, 0).Stream()
	for _, c := range []struct {
		n    int64
		p    float64
		want int64
	}{{0, 0.5, 0}, {0, 0.9, 0}, {10, 0, 0}, {10, 1, 10}, {10, -1e-17, 0}, {10, 1.0000001, 10}, {10, math.Inf(1), 10}, {MaxCount, 1e-300, 0}} {
		if got := s.Successes(c.n, c.p); got != c.want {
			t.Errorf("Successes(%d, %g) = %d, want %d", c.n, c.p, got, c.want)
		}
	}
	panics(t, "not a number", func() { s.Successes(10, math.NaN()) })
	panics(t, "negative count", func() { s.Successes(-1, 0.5) })
	panics(t, "negative count, mostly successes", func() { s.Successes(-1, 0.9) })
}

func TestSuccessesStayWithinTheirCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Key(rapid.Uint64().Draw(t, "key")).Stream()
		n := rapid.OneOf(rapid.Int64Range(0, 60), rapid.Int64Range(0, MaxCount)).Draw(t, "n")
		p := rapid.OneOf(rapid.Float64Range(0, 1), rapid.Float64Range(0, math.Min(1, 1200/float64(n+1)))).Draw(t, "p")
		if k := s.Successes(n, p); k < 0 || k > n {
			t.Fatalf("%d of %d", k, n)
		}
	})
}

// Common random numbers: where a mean differs by a hundredth of itself, the
// variance of the difference of two numbers of one stream is a fraction of what independent
// ones would have, also where the tables change from one mean to the next.
func TestSuccessesOfOneStreamDifferLittle(t *testing.T) {
	for _, mean := range []float64{10, 15.99, 32.9, 63.9, 100, 255.9, 511.9, 700} {
		const n, trials = 20_000, 1e6
		var sum, squares float64
		for i := range n {
			a, b := NewKey(35, i).Stream(), NewKey(35, i).Stream()
			d := float64(b.Successes(trials, 1.01*mean/trials) - a.Successes(trials, mean/trials))
			sum += d
			squares += d * d
		}
		if variance := (squares - sum*sum/n) / (n - 1); variance > 2*mean/8 {
			t.Errorf("mean %g: the difference varies by %.1f, of independent numbers by %.1f", mean, variance, 2*mean)
		}
	}
}

func BenchmarkMeans(b *testing.B) {
	for b.Loop() {
		newMeans()
	}
}
