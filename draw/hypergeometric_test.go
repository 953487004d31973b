package draw

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestHypergeometricHasItsDistribution(t *testing.T) {
	for i, c := range [][3]int64{
		{1, 1, 1}, {3, 5, 4}, {10, 20, 5}, {20, 10, 25}, {19, 19, 19}, {40, 40, 40}, {41, 40, 39}, {100, 100, 100}, {100, 300, 399},
		{1000, 2000, 500}, {2000, 1000, 2500}, {50, 2000, 1500}, {65, 100_000, 9_000}, {64, 100_000, 9_000}, {70, 1e6, 100_000},
		{1e6, 1e6, 1e6}, {1e6, 3e6, 20}, {3, 1e15 - 3, 5e14}, {1e8, 1e15, 1e8}, {3e8, 1e15, 1e8}, {3e8, 1e15, 1e15}, {1e15, 1e8, 9e14}, {1e15, 1e8, 1e15 + 1e8 - 5e7},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			s := NewKey(21, i).Stream()
			agree(t, hypergeometricPMF(c[0], c[1], c[2]), often(200_000), func() int64 { return s.Hypergeometric(c[0], c[1], c[2]) })
		})
	}
}

func TestHypergeometricOfHugeCountsIsNormal(t *testing.T) {
	for i, c := range [][3]int64{{5e14, 4e14, 3e14}, {1e15, 1e15, 1e15}, {1e13, 1e15, 2e14}, {9e14, 1e14, 9e14}} {
		good, bad, draws := float64(c[0]), float64(c[1]), float64(c[2])
		all := good + bad
		mean := draws * (good / all)
		sd := math.Sqrt(mean * (bad / all) * ((all - draws) / (all - 1)))
		s := NewKey(22, i).Stream()
		next := func() float64 { return (float64(s.Hypergeometric(c[0], c[1], c[2])) - mean) / sd }
		agreeNormal(t, often(200_000), next)
		moments(t, 0, 1, often(200_000), next)
	}
}

func TestHypergeometricAtTheEdges(t *testing.T) {
	s := NewKey(23, 0).Stream()
	for _, c := range [][4]int64{{0, 0, 0, 0}, {5, 0, 3, 3}, {0, 5, 3, 0}, {5, 7, 0, 0}, {5, 7, 12, 5}, {MaxCount, MaxCount, 2 * MaxCount, MaxCount}} {
		if got := s.Hypergeometric(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%d out of %d good and %d bad: %d good ones, want %d", c[2], c[0], c[1], got, c[3])
		}
	}
	panics(t, "more than there are", func() { s.Hypergeometric(1, 1, 3) })
	panics(t, "negative", func() { s.Hypergeometric(-1, 1, 0) })
}

func TestHypergeometricStaysWithinItsCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Key(rapid.Uint64().Draw(t, "key")).Stream()
		top := rapid.SampledFrom([]int64{5, 100, 1e6, MaxCount}).Draw(t, "top")
		good := rapid.Int64Range(0, top).Draw(t, "good")
		bad := rapid.Int64Range(0, top).Draw(t, "bad")
		draws := rapid.Int64Range(0, good+bad).Draw(t, "draws")
		if k := s.Hypergeometric(good, bad, draws); k < max(0, draws-bad) || k > min(good, draws) {
			t.Fatalf("%d good ones", k)
		}
	})
}

func TestSmallHypergeometricRisesWithItsUniform(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.Int64Range(1, 100).Draw(t, "few")
		many := rapid.Int64Range(few, 10_000).Draw(t, "many")
		all := many*2 + rapid.Int64Range(few*many/10, 10_000_000).Draw(t, "more")
		u := rapid.Float64Range(1e-12, 1-1e-12).Draw(t, "u")
		u2 := rapid.Float64Range(u, 1-1e-12).Draw(t, "u2")
		if a, b := invertHypergeometric(few, many, all, u), invertHypergeometric(few, many, all, u2); a > b {
			t.Fatalf("u %g -> %d, u %g -> %d", u, a, u2, b)
		}
	})
}

func TestMultivariateHypergeometricHasItsMargins(t *testing.T) {
	counts := []int64{12, 0, 30, 5, 53}
	for kind := range counts {
		out := make([]int64, len(counts))
		i := 0
		agree(t, hypergeometricPMF(counts[kind], 100-counts[kind], 35), often(50_000), func() int64 {
			MultivariateHypergeometric(NewKey(24, i), counts, 35, []uint64{1, 2, 3, 4, 5}, out)
			i++
			return out[kind]
		})
	}
}

func TestMultivariateHypergeometricDrawsWhatIsAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int64Range(0, 1e14), 1, 10).Draw(t, "counts")
		ids, out := make([]uint64, len(counts)), make([]int64, len(counts))
		var all int64
		for i, c := range counts {
			ids[i] = uint64(i)
			all += c
		}
		draws := rapid.Int64Range(0, all).Draw(t, "draws")
		MultivariateHypergeometric(Key(rapid.Uint64().Draw(t, "key")), counts, draws, ids, out)
		for i, k := range out {
			if k < 0 || k > counts[i] {
				t.Fatalf("%d of %d", k, counts[i])
			}
			draws -= k
		}
		if draws != 0 {
			t.Fatalf("%d draws are missing", draws)
		}
	})
	panics(t, "more than there are", func() { MultivariateHypergeometric(1, []int64{1}, 2, []uint64{1}, []int64{0}) })
}

func BenchmarkHypergeometric(b *testing.B) {
	for _, c := range [][3]int64{{5, 20, 3}, {100, 900, 50}, {100, 100, 100}, {1e6, 1e6, 1e6}, {1e12, 1e12, 1e11}} {
		b.Run(fmt.Sprint(c), func(b *testing.B) {
			s := NewKey(1, 1).Stream()
			for i := 0; i < b.N; i++ {
				sink += float64(s.Hypergeometric(c[0]+int64(i&7), c[1]+int64(i&3), c[2]))
			}
		})
	}
}
