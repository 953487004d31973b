package draw

import "math/rand/v2"

// Stream is a sequence of random numbers: a permuted congruential generator
// with 128 bits of state (PCG-DXSM, O'Neill 2014; math/rand/v2). Copying a
// stream copies its position.
type Stream struct {
	pcg rand.PCG
}

// Stream starts the sequence of a key.
func (k Key) Stream() Stream {
	countStream()
	var s Stream
	s.pcg.Seed(uint64(k), scramble(uint64(k)^golden))
	return s
}

// Uint64 is the next 64 random bits.
func (s *Stream) Uint64() uint64 {
	countNumber()
	return s.pcg.Uint64()
}

// Float64 is uniform on the open interval (0, 1): one of the 2^52 middles of
// equal parts. Neither 0 nor 1 comes, and u is as likely as 1-u.
func (s *Stream) Float64() float64 {
	// Converted: where this is inlined, nothing may be fused with the product.
	return float64((float64(s.Uint64()>>12) + 0.5) * 0x1p-52)
}
