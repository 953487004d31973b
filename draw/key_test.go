package draw

import (
	"flag"
	"fmt"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/streams.golden anew")

// Stored results can be repeated only as long as streams never change: this
// file changes with the major version only. It is the same on every processor.
func TestStreamsNeverChange(t *testing.T) {
	var b strings.Builder
	line := func(name string, next func(s *Stream) any) {
		s := NewKey(1, 0).With(7).With(Hash(name)).Stream()
		fmt.Fprintf(&b, "%-44s", name)
		for range 5 {
			fmt.Fprintf(&b, " %v", next(&s))
		}
		fmt.Fprintln(&b)
	}
	line("Uint64", func(s *Stream) any { return s.Uint64() })
	line("Float64", func(s *Stream) any { return s.Float64() })
	line("Normal", func(s *Stream) any { return s.Normal() })
	line("Gamma(1, 0.2)", func(s *Stream) any { return s.Gamma(1, 0.2) })
	line("Gamma(1, 5)", func(s *Stream) any { return s.Gamma(1, 5) })
	for _, mean := range []float64{0.7, 8, 30, 1e12} {
		line(fmt.Sprintf("Poisson(%g)", mean), func(s *Stream) any { return s.Poisson(mean) })
	}
	for _, n := range []int64{5, 100, 1e6, 1e15} {
		for _, p := range []float64{1e-6, 0.03, 0.4, 0.99} {
			line(fmt.Sprintf("Binomial(%d, %g)", n, p), func(s *Stream) any { return s.Binomial(n, p) })
		}
	}
	for _, c := range [][3]int64{{5, 5, 5}, {100, 900, 70}, {500, 700, 600}, {1e15, 1e15, 1e14}} {
		line(fmt.Sprintf("Hypergeometric%v", c), func(s *Stream) any { return s.Hypergeometric(c[0], c[1], c[2]) })
	}
	line("Exp, Log, Pow", func(s *Stream) any {
		return fmt.Sprintf("%x %x %x", Exp(100*s.Float64()), Log(s.Float64()), Pow(s.Float64(), 3*s.Float64()))
	})
	name := filepath.Join("testdata", "streams.golden")
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("streams changed; got\n%s\nwant\n%s", got, want)
	}
}

func TestFloat64IsOpenAndSymmetric(t *testing.T) {
	low, high := float64(0)+0.5, float64(1<<52-1)+0.5
	if low*0x1p-52 <= 0 || high*0x1p-52 >= 1 || 1-high*0x1p-52 != low*0x1p-52 {
		t.Error("the ends of the interval are wrong")
	}
	s := NewKey(41, 0).Stream()
	agree(t, pmf{0, equal(1000)}, often(1_000_000), func() int64 { return int64(1000 * s.Float64()) })
}

// The first number of neighbouring keys, which is what cohorts mostly use.
func TestNeighbouringKeysAreIndependent(t *testing.T) {
	for name, key := range map[string]func(i uint64) Key{
		"days":           func(i uint64) Key { return NewKey(1, 0).With(i) },
		"members":        func(i uint64) Key { return NewKey(1, int(i)) },
		"seeds":          func(i uint64) Key { return NewKey(i, 0) },
		"days and bins":  func(i uint64) Key { return NewKey(1, 0).With(i >> 3).With(i & 7) },
		"high bits only": func(i uint64) Key { return NewKey(1, 0).With(i << 40) },
		"names":          func(i uint64) Key { return NewKey(1, 0).With(Hash(fmt.Sprint("place", i))) },
		"mixed":          func(i uint64) Key { return NewKey(1, 0).With(Mix(i&1023, i>>10)) },
	} {
		t.Run(name, func(t *testing.T) {
			i := uint64(0)
			first := func() float64 { s := key(i).Stream(); i++; return s.Float64() }
			agree(t, pmf{0, equal(1024)}, often(500_000), func() int64 {
				return int64(32*first())*32 + int64(32*first()) // pairs of neighbours
			})
		})
	}
}

func TestMixTurnsHalfTheBits(t *testing.T) {
	s := NewKey(42, 0).Stream()
	for bit := range 128 {
		changed := 0
		for range 4000 {
			a, b := s.Uint64(), s.Uint64()
			c, d := a, b
			if bit < 64 {
				c ^= 1 << bit
			} else {
				d ^= 1 << (bit - 64)
			}
			changed += bits.OnesCount64(Mix(a, b) ^ Mix(c, d))
		}
		// 256,000 bits: standard deviation 253; 6.4 of them, over 128 tests.
		if diff := changed - 128_000; diff > 1620 || diff < -1620 {
			t.Errorf("bit %d of the input turns %d of 256,000 output bits", bit, changed)
		}
	}
}

func TestDifferentNamesHaveDifferentHashes(t *testing.T) {
	seen := map[uint64]string{}
	for i := range often(200_000) {
		for _, name := range []string{fmt.Sprint("place", i), fmt.Sprint(i)} {
			hash := Hash(name)
			if other, there := seen[hash]; there {
				t.Fatalf("%q and %q", name, other)
			}
			seen[hash] = name
		}
	}
	if Mix(1, 2) == Mix(2, 1) || NewKey(1, 2) == NewKey(2, 1) || NewKey(1, 0).With(1).With(2) == NewKey(1, 0).With(2).With(1) {
		t.Error("the order of what is mixed does not matter, but should")
	}
}

func TestDrawingAllocatesNothing(t *testing.T) {
	p, ids, out := []float64{0.2, 0.3, 0.5}, []uint64{1, 2, 3}, make([]int64, 3)
	counts := []int64{100, 200, 300}
	n := testing.AllocsPerRun(100, func() {
		key := NewKey(1, 2).With(3).With(Hash("a place"))
		s := key.Stream()
		sink = float64(s.Binomial(100, 0.3)+s.Binomial(10, 0.3)+s.Poisson(3)+s.Poisson(100)+s.Hypergeometric(100, 100, 100)) + s.Normal() + s.Gamma(1, 2)
		Multinomial(key, 1000, p, ids, out)
		MultivariateHypergeometric(key, counts, 250, ids, out)
		sink += float64(s.Categorical(p, 1))
	})
	if n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func equal(n int) []float64 {
	p := make([]float64, n)
	for i := range p {
		p[i] = 1 / float64(n)
	}
	return p
}

func BenchmarkStream(b *testing.B) {
	for i := 0; i < b.N; i++ {
		s := Key(i).With(3).Stream()
		sink += s.Float64()
	}
}

func BenchmarkMultinomial(b *testing.B) {
	p, ids, out := equal(12), make([]uint64, 12), make([]int64, 12)
	for i := range ids {
		ids[i] = Hash(fmt.Sprint(i))
	}
	for i := 0; i < b.N; i++ {
		Multinomial(Key(i), 50, p, ids, out)
	}
}

// The streams of a key for neighbouring situations, for situations that differ
// in high bits, and the later numbers of one stream against the first ones of another.
func TestStreamsOfAKeyAreIndependent(t *testing.T) {
	k := NewKey(1, 0).With(7)
	for name, pair := range map[string]func(i uint64) (a, b Stream){
		"neighbours":       func(i uint64) (a, b Stream) { return k.Of(i), k.Of(i + 1) },
		"high bits":        func(i uint64) (a, b Stream) { return k.Of(i), k.Of(i + 1<<60) },
		"days":             func(i uint64) (a, b Stream) { return k.With(i).Of(1), k.With(i + 1).Of(1) },
		"key and stream":   func(i uint64) (a, b Stream) { return k.Of(i), k.With(i).Stream() },
		"second and first": func(i uint64) (a, b Stream) { a = k.Of(i); a.Uint64(); return a, k.Of(i + 1) },
	} {
		const n = 200_000
		sum, bit := 0.0, 0
		for i := range uint64(n) {
			a, b := pair(i)
			x, y := a.Uint64(), b.Uint64()
			sum += (float64(x>>11)*0x1p-53 - 0.5) * (float64(y>>11)*0x1p-53 - 0.5)
			bit += bits.OnesCount64(x ^ y)
		}
		if z := sum / math.Sqrt(n) * 12; math.Abs(z) > 5 {
			t.Errorf("%s: numbers are correlated, z = %.1f", name, z)
		}
		if z := (float64(bit) - 32*n) / math.Sqrt(16*n); math.Abs(z) > 5 {
			t.Errorf("%s: %d bits of %d differ, z = %.1f", name, bit, 64*n, z)
		}
	}
}

// Keys in chains, and keys side by side as single persons have them, give numbers that
// are uniform in their upper and lower halves and independent of the next one's.
func TestNumbersOfKeysAreUniform(t *testing.T) {
	const apart = 0xd6e8feb86659fd93
	classes := pmf{0, make([]float64, 256)}
	for i := range classes.p {
		classes.p[i] = 1.0 / 256
	}
	for _, c := range []struct {
		name string
		next func(Key) Key
	}{
		{"in a chain", Key.Next},
		{"side by side", func(k Key) Key { return k + apart }},
	} {
		for _, bits := range []struct {
			name string
			take func(a, b uint64) uint64
		}{
			{"upper", func(a, _ uint64) uint64 { return a >> 56 }},
			{"lower", func(a, _ uint64) uint64 { return a >> 24 & 255 }},
			{"upper beside the next one's", func(a, b uint64) uint64 { return a>>60<<4 | b>>60 }},
			{"lower beside the next one's", func(a, b uint64) uint64 { return a>>28&15<<4 | b>>28&15 }},
		} {
			t.Run(c.name+", "+bits.name, func(t *testing.T) {
				k := NewKey(17, 3)
				agree(t, classes, often(1_000_000), func() int64 {
					a := k.Draw()
					k = c.next(k)
					return int64(bits.take(a, k.Draw()))
				})
			})
		}
	}
}
