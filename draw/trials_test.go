package draw

import (
	"fmt"
	"testing"

	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"
)

func TestTrialsHaveTheBinomialDistribution(t *testing.T) {
	for i, c := range []struct {
		n int64
		p float64
	}{
		{1, 0.3}, {2, 0.5}, {7, 0.9}, {15, 0.05}, {16, 0.4}, {17, 0.97}, {40, 0.125}, {160, 0.5}, {255, 0.2},
		{256, 0.2}, {300, 1.0 / 7}, {777, 0.99}, {1000, 0.5}, {2048, 0.001}, {4095, 0.3}, {4096, 0.3}, {100_000, 0.6},
	} {
		t.Run(fmt.Sprintf("n=%d p=%g", c.n, c.p), func(t *testing.T) {
			trials, key := NewTrials(c.p), NewKey(21, i)
			x := uint64(0)
			agree(t, binomialPMF(c.n, c.p), often(200_000), func() int64 {
				s := key.Of(x)
				x++
				return trials.Draw(&s, c.n)
			})
		})
	}
}

// Whatever the slot of a uniform says, the number is the first whose part of
// the distribution function reaches it.
func TestSlotsOfTrialsAgreeWithTheDistributionFunction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		trials := NewTrials(rapid.Float64Range(1e-9, 1-1e-9).Draw(t, "p"))
		d := rapid.IntRange(0, trialBase-1).Draw(t, "digit")
		u := rapid.Uint64().Draw(t, "u")
		for j, level := range []struct {
			slots []slot
			bits  uint
		}{{trials.ones[:], onesBits}, {trials.tens[:], tensBits}, {trials.rest[:], restBits}} {
			k := trials.find(&level.slots[d<<level.bits|int(u>>(64-level.bits))], u<<level.bits, u, j, d)
			below := func(k int) uint64 { return trials.below[trials.offset[j][d]+k] }
			// A boundary is kept to 2^-32 of its slot.
			near := uint64(1) << (32 - level.bits)
			if below(k) < u && u-below(k) > near {
				t.Fatalf("digit %d of place %d, u = %d: %d, but P(X <= %d) = %d", d, j, u, k, k, below(k))
			}
			if first := int(level.slots[d<<level.bits].least); k > first && below(k-1) > u && below(k-1)-u > near {
				t.Fatalf("digit %d of place %d, u = %d: %d, but P(X <= %d) = %d", d, j, u, k, k-1, below(k-1))
			}
		}
	})
}

func TestTrialsAtTheEdges(t *testing.T) {
	for _, c := range []struct {
		n    int64
		p    float64
		want int64
	}{{0, 0.5, 0}, {300, 0, 0}, {300, 1, 300}, {10, 1.5, 10}, {MaxCount, 1, MaxCount}} {
		s := NewKey(22, 0).Stream()
		if got := NewTrials(c.p).Draw(&s, c.n); got != c.want {
			t.Errorf("%d trials of probability %g: %d, want %d", c.n, c.p, got, c.want)
		}
	}
	s := NewKey(22, 0).Stream()
	panics(t, "negative count", func() { NewTrials(0.5).Draw(&s, -1) })
}

func TestTrialsStayWithinTheirCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Key(rapid.Uint64().Draw(t, "key")).Stream()
		n := rapid.Int64Range(0, 2*mostTrials).Draw(t, "n")
		if k := NewTrials(rapid.Float64Range(0, 1).Draw(t, "p")).Draw(&s, n); k < 0 || k > n {
			t.Fatalf("%d of %d", k, n)
		}
	})
}

// Common random numbers: within a batch of 16 trials more a number more never
// gives fewer successes.
func TestTrialsRiseWithTheirCount(t *testing.T) {
	trials := NewTrials(0.3)
	for i := range 2000 {
		for _, from := range []int64{32, 272, 4080} {
			last := int64(-1)
			for n := from; n < from+16; n++ {
				s := NewKey(23, i).Stream()
				k := trials.Draw(&s, n)
				if k < last || (last >= 0 && k > last+1) {
					t.Fatalf("%d trials: %d, one fewer: %d", n, k, last)
				}
				last = k
			}
		}
	}
}
