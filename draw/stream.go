package draw

// Stream is a sequence of random numbers: SplitMix64 (Steele, Lea and Flood
// 2014, doi:10.1145/2660193.2660195), a counter that is scrambled. Most streams give one or two
// numbers, so that starting one has to cost next to nothing. Copying a stream copies its
// position.
type Stream struct {
	counter uint64
}

// Stream starts the sequence of a key.
func (k Key) Stream() Stream {
	countStream()
	return Stream{scramble(uint64(k) ^ golden)}
}

// Of is a stream of the key for a situation x: another one than that of
// k.With(x), and it costs nothing to start. Where a situation needs but one stream it takes this
// one. The numbers of all streams of a key are scrambled points k + silver*(x+1) + golden*i.
func (k Key) Of(x uint64) Stream {
	countStream()
	return Stream{uint64(k) + silver*(x+1)}
}

// silver keeps the streams of Of apart from one another and from the keys of
// With: an odd number whose multiples are spread evenly too (2^64 over the plastic number).
const silver = 0xc13fa9a902a6328f

// Uint64 is the next 64 random bits.
func (s *Stream) Uint64() uint64 {
	countNumber()
	s.counter += golden
	return scramble(s.counter)
}

// Float64 is uniform on the open interval (0, 1): one of the 2^52 middles of
// equal parts. Neither 0 nor 1 comes, and u is as likely as 1-u.
func (s *Stream) Float64() float64 {
	// Converted: where this is inlined, nothing may be fused with the product.
	return float64((float64(s.Uint64()>>12) + 0.5) * 0x1p-52)
}
