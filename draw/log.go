package draw

import "math"

// Log is the natural logarithm of x, right to within one unit in the last place
// and the same on every processor: minus infinity at 0, not a number below.
func Log(x float64) float64 {
	if x >= smallestNormal && x <= math.MaxFloat64 {
		k, m, j := byPowersOfTwo(x)
		if k != 0 || j < 120 || j > 136 {
			// Away from 1 what the division leaves over is below the last place.
			f := float64(float64(j) * 0x1p-7)
			t := &logTable[j-logFirst]
			s := (m - f) / (m + f)
			s2 := s * s
			kf := float64(k)
			low := float64(kf*ln2Low) + t[1] + float64(s*s2*(2.0/3+float64(s2*(2.0/5+float64(s2*(2.0/7))))))
			return (float64(kf*ln2High) + t[0]) + (float64(2*s) + low)
		}
	}
	high, low := logSum(x)
	return high + low
}

const smallestNormal = 0x1p-1022

// byPowersOfTwo writes a normal x as 2^k * m, m between the root of 1/2 and
// that of 2, and j as the 128th next to m.
func byPowersOfTwo(x float64) (k int, m float64, j int) {
	const (
		rootHalf  = 0x3fe6a09e667f3bcd // bits of the root of 1/2
		exponents = 0xfff << 52
	)
	bits := math.Float64bits(x)
	scale := (bits - rootHalf) & exponents
	m = math.Float64frombits(bits - scale)
	return int(int64(scale) >> 52), m, int(float64(m*128) + 0.5)
}

// logSum is the logarithm as a sum of two numbers, the second far below the
// first, with a relative error below 2^-63. With x = 2^k * m, m near 1, and F the
// 128th next to m, it is k ln 2 + ln F + 2 artanh(s), s = (m-F)/(m+F); the
// logarithms of F stand in a table. P. T. P. Tang (1990), "Table-driven
// implementation of the logarithm function", doi:10.1145/98267.98294.
func logSum(x float64) (high, low float64) {
	below := 0
	if !(x >= smallestNormal && x <= math.MaxFloat64) {
		switch {
		case x == 0:
			return math.Inf(-1), 0
		case x < 0 || x != x:
			return math.NaN(), 0
		case x > 1:
			return x, 0 // infinite
		}
		x *= 0x1p54
		below = 54
	}
	k, m, j := byPowersOfTwo(x)
	k -= below
	f := float64(float64(j) * 0x1p-7)
	t := &logTable[j-logFirst]

	diff := m - f // exact
	sum := m + f
	sumRest := m - (sum - f)
	s := diff / sum
	// What the division left over: s*sum is made exact by splitting both.
	sRest := (rest(diff, s, sum) - float64(s*sumRest)) / sum
	s2 := s * s
	tail := float64(s * s2 * (2.0/3 + float64(s2*(2.0/5+float64(s2*(2.0/7))))))

	kf := float64(k)
	whole := float64(kf*ln2High) + t[0] // exact: multiples of 2^-42 below 2^10
	high = whole + float64(2*s)
	low = float64(2*s) - (high - whole)
	low += (float64(kf*ln2Low) + t[1]) + (tail + float64(2*sRest))
	return high, low
}

// rest is a - b*c without rounding in between, for a near b*c (Dekker 1971,
// doi:10.1007/BF01397083).
func rest(a, b, c float64) float64 {
	bh, bl := halves(b)
	ch, cl := halves(c)
	return (((a - float64(bh*ch)) - float64(bh*cl)) - float64(bl*ch)) - float64(bl*cl)
}

// halves splits a number into two of 26 bits each, whose products are exact.
func halves(x float64) (high, low float64) {
	high = math.Float64frombits(math.Float64bits(x) &^ (1<<27 - 1))
	return high, x - high
}

// log1p is the logarithm of 1+x without loss for small x: the correction of
// Hewlett-Packard's HP-15C handbook (1982), as analysed by Goldberg (1991),
// doi:10.1145/103162.103163, theorem 4.
func log1p(x float64) float64 {
	u := 1 + x
	if u == 1 {
		return x
	}
	return Log(u) * x / (u - 1)
}
