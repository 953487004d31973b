package sobol

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"haven/draw"
)

// The first points of three dimensions as Joe & Kuo print them beside their
// program, which goes through them in the order of the Gray code.
func TestTheFirstPointsAreThoseOfJoeAndKuo(t *testing.T) {
	want := [][3]float64{
		{0, 0, 0}, {0.5, 0.5, 0.5}, {0.75, 0.25, 0.25}, {0.25, 0.75, 0.75}, {0.375, 0.375, 0.625}, {0.875, 0.875, 0.125},
		{0.625, 0.125, 0.875}, {0.125, 0.625, 0.375}, {0.1875, 0.3125, 0.9375}, {0.6875, 0.8125, 0.4375},
	}
	p := points(t, 3, 1)
	for i, w := range want {
		for d := range w {
			if have := float64(p.plain(uint32(i^i>>1), d)) * 0x1p-32; have != w[d] {
				t.Errorf("point %d, dimension %d: %g, want %g", i, d+1, have, w[d])
			}
		}
	}
}

// A damaged table would show here: every polynomial is primitive, so that x
// has the full order 2^s - 1 modulo it, all are different, and every m_i is
// odd and below 2^i.
func TestTheTableOfDirectionNumbersIsSound(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(table), "\n")
	if len(lines) != MaxDimensions-1 {
		t.Fatalf("the table has %d lines", len(lines))
	}
	seen := map[[2]uint32]int{}
	for d := 1; d < MaxDimensions; d++ {
		a, m := numbers(lines[d-1])
		s := len(m)
		if fields := strings.Fields(lines[d-1]); fields[0] != strconv.Itoa(s) {
			t.Fatalf("dimension %d: %d numbers for the degree %s", d+1, s, fields[0])
		}
		for i, x := range m {
			if x%2 == 0 || x >= 1<<(i+1) {
				t.Errorf("dimension %d: m_%d = %d", d+1, i+1, x)
			}
		}
		polynomial := uint32(1)<<s | a<<1 | 1
		if other, twice := seen[[2]uint32{uint32(s), a}]; twice {
			t.Errorf("dimensions %d and %d have the same polynomial", other+1, d+1)
		}
		seen[[2]uint32{uint32(s), a}] = d
		if n := order(polynomial, s); n != 1<<s-1 {
			t.Errorf("dimension %d: x has the order %d modulo the polynomial, want %d", d+1, n, 1<<s-1)
		}
	}
}

// order is the least n > 0 with x^n = 1 modulo the polynomial and 2.
func order(polynomial uint32, s int) int {
	x := uint32(1)
	for n := 1; ; n++ {
		if x <<= 1; x>>s&1 != 0 {
			x ^= polynomial
		}
		if x == 1 || n > 1<<s {
			return n
		}
	}
}

// The first 2^m points have one in each of 2^m equal intervals of every
// dimension, plain and scrambled.
func TestEveryDimensionIsStratified(t *testing.T) {
	const m = 10
	p := points(t, MaxDimensions, 7)
	all := make([][]float64, 1<<m)
	for i := range all {
		all[i] = make([]float64, MaxDimensions)
		p.At(uint32(i), all[i])
	}
	for d := range MaxDimensions {
		var count [1 << m]int
		for i := range all {
			count[int(all[i][d]*(1<<m))]++
		}
		for cell, n := range count {
			if n != 1 {
				t.Fatalf("dimension %d: %d points in interval %d", d+1, n, cell)
			}
		}
	}
}

// In the first two dimensions the points are a (0, m, 2)-net: one in every box
// of 2^-j by 2^-(m-j). Scrambling must keep it.
func TestTheFirstTwoDimensionsAreANetOfQualityNought(t *testing.T) {
	const m = 12
	p := points(t, 2, 3)
	for j := 0; j <= m; j++ {
		count := make([]int, 1<<m)
		for i := range uint32(1 << m) {
			var x [2]float64
			p.At(i, x[:])
			count[int(x[0]*math.Pow(2, float64(j)))<<(m-j)|int(x[1]*math.Pow(2, float64(m-j)))]++
		}
		for box, n := range count {
			if n != 1 {
				t.Fatalf("boxes of 2^-%d by 2^-%d: %d points in box %d", j, m-j, n, box)
			}
		}
	}
}

// A point's coordinate is uniform over the keys, and independent of the same
// point's other coordinates: the cells of a 4 by 4 grid are hit alike. One of
// these chi-squared statistics with 15 degrees of freedom exceeds 57.8 with
// probability 6e-7, one of six with 4e-6.
func TestAScrambledPointIsUniformOverTheKeys(t *testing.T) {
	const keys = 2000
	for _, i := range []uint32{0, 1, 77} {
		for _, second := range []int{1, 11} {
			var count [16]int
			for k := range keys {
				p := points(t, 12, draw.NewKey(5, k))
				var x [12]float64
				p.At(i, x[:])
				count[int(x[0]*4)*4+int(x[second]*4)]++
			}
			chi := 0.0
			for _, n := range count {
				chi += (float64(n) - keys/16.0) * (float64(n) - keys/16.0) / (keys / 16.0)
			}
			if chi > 57.8 {
				t.Errorf("point %d, dimensions 1 and %d: chi squared %.1f of %v", i, second+1, chi, count)
			}
		}
	}
}

// The centred discrepancy (Hickernell 1998, doi:10.1090/S0025-5718-98-00894-1) of 256 points in 10 dimensions is far
// below that of random ones: never above the least of 20 random sets.
func TestTheDiscrepancyIsBelowThatOfRandomPoints(t *testing.T) {
	const n, dimensions = 256, 10
	least := math.Inf(1)
	for k := range 20 {
		s := draw.NewKey(11, k).Stream()
		set := make([][]float64, n)
		for i := range set {
			for range dimensions {
				set[i] = append(set[i], s.Float64())
			}
		}
		least = min(least, discrepancy(set))
	}
	for k := range 10 {
		p := points(t, dimensions, draw.NewKey(12, k))
		set := make([][]float64, n)
		for i := range set {
			set[i] = make([]float64, dimensions)
			p.At(uint32(i), set[i])
		}
		if have := discrepancy(set); have >= least {
			t.Errorf("key %d: discrepancy %.4f, the least of random sets %.4f", k, have, least)
		}
	}
}

func discrepancy(x [][]float64) float64 {
	n, dimensions := float64(len(x)), len(x[0])
	a, b := 0.0, 0.0
	for i := range x {
		f := 1.0
		for _, u := range x[i] {
			z := math.Abs(u - 0.5)
			f *= 1 + z/2 - z*z/2
		}
		a += f
		for j := range x {
			g := 1.0
			for d, u := range x[i] {
				g *= 1 + math.Abs(u-0.5)/2 + math.Abs(x[j][d]-0.5)/2 - math.Abs(u-x[j][d])/2
			}
			b += g
		}
	}
	return math.Sqrt(math.Pow(13.0/12, float64(dimensions)) - 2/n*a + b/n/n)
}

func TestTooManyDimensionsAreAnError(t *testing.T) {
	for _, n := range []int{-1, 0, MaxDimensions + 1} {
		if _, err := New(n, 1); err == nil {
			t.Errorf("%d dimensions: no error", n)
		}
	}
}

func points(t *testing.T, dimensions int, key draw.Key) *Points {
	t.Helper()
	p, err := New(dimensions, key)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
