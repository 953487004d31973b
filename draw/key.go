package draw

import "math/bits"

// Key names the situation that random numbers are drawn for. Equal keys give
// equal numbers; different keys give numbers that are independent for every
// practical purpose.
type Key uint64

// NewKey is the key of one member of an ensemble.
func NewKey(seed uint64, member int) Key {
	return Key(Mix(seed, uint64(member)))
}

// With is the key of a more special situation. The order of calls matters.
func (k Key) With(x uint64) Key {
	return Key(scramble(uint64(k) + golden*(x+1)))
}

// golden is 2^64 over the golden ratio, made odd: its multiples are spread
// evenly, so that neighbouring numbers start far apart.
const golden = 0x9e3779b97f4a7c15

// scramble is a bijection of 64 bits in which every bit of the input turns over
// every bit of the output with a chance near one half: variant 13 of D. Stafford
// (2011), "Better bit mixing", the one SplitMix64 uses (Steele, Lea and Flood
// 2014, doi:10.1145/2660193.2660195).
func scramble(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Mix makes one number of two; Mix(a, b) and Mix(b, a) differ.
func Mix(a, b uint64) uint64 {
	return scramble(scramble(a+golden) + golden*(b+1))
}

// Hash makes a number of a name: FNV-1a, scrambled.
func Hash(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return scramble(h)
}

// Next is the key that follows in a chain of keys whose own numbers Draw gives.
func (k Key) Next() Key { return k + golden }

// Draw is a key's own random number of 64 bits: wyrand (Wang Yi 2019,
// github.com/wangyi-fudan/wyhash), half as dear as Number where numbers are all that is done.
func (k Key) Draw() uint64 {
	x := uint64(k)
	high, low := bits.Mul64(x, x^0xe7037ed1a0b428db)
	return high ^ low
}

// Number is the i-th of a key's own random numbers of 64 bits, found without
// those before it: SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
func (k Key) Number(i uint64) uint64 {
	return scramble(uint64(k) + golden*(i+1))
}
