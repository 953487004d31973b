package ensemble

import "math/bits"

// add128 adds two 128-bit integers in two's complement, upper and lower half.
// 64 bits would overflow at the largest scales (1e14 people times many members).
func add128(aUpper int64, aLower uint64, bUpper int64, bLower uint64) (int64, uint64) {
	lower, carry := bits.Add64(aLower, bLower, 0)
	return aUpper + bUpper + int64(carry), lower
}

// float128 is the 128-bit integer as a float64; small sums are exact.
func float128(upper int64, lower uint64) float64 {
	if upper == int64(lower)>>63 {
		return float64(int64(lower))
	}
	return float64(float64(upper)*(1<<64)) + float64(lower)
}

// meanOf is the mean of values, from their exact sum.
func meanOf(values []int64) float64 {
	var upper int64
	var lower uint64
	for _, v := range values {
		upper, lower = add128(upper, lower, v>>63, uint64(v))
	}
	return float128(upper, lower) / float64(len(values))
}
