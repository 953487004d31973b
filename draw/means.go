package draw

import (
	"math"
	"sync/atomic"
)

// means are tables of Poisson numbers: of each mean from leastMean up to mostMean that is
// written with meanBits binary digits behind the first. Their numbers are looked up by inversion like
// those of the batches of Trials, in slots of half the size: a cache has to hold many means.
type means struct {
	slots [meanCount << meanSlotBits]tightSlot
	// below is P(X <= k), in units of 2^-64, of all means; offset is what to add to k.
	below  []uint64
	offset [meanCount]int32
}

// tightSlot is a slot in 32 bits: its least number, and above it, in units of 2^-20, up to
// which part of the slot it is that. The highest bit says that a slot holds more than two.
type tightSlot uint32

const (
	cutBits   = 20
	leastBits = 11
	crowded   = 1 << (cutBits + leastBits)
)

func (s *slot) tighten() tightSlot {
	t := tightSlot(s.least)<<cutBits | tightSlot(s.cut>>(32-cutBits))
	if s.most-s.least > 1 {
		t |= crowded
	}
	return t
}

const (
	meanBits     = 5
	meanSlotBits = 7 // of a uniform, which say the slot: most slots hold two numbers at most
	leastOctave  = -1
	mostOctave   = 10
	leastMean    = 1.0 / (1 << -leastOctave)
	mostMean     = 1 << mostOctave // larger numbers are drawn well by rejection
	belowCount   = 57_300          // room for all of below
	meanCount    = (mostOctave - leastOctave) << meanBits
	// firstMean is where leastMean stands among all numbers with so many digits.
	firstMean = (1023 + leastOctave) << meanBits
)

// Of a uniform the bits behind the slot's and the 32 that say at most where in the slot it
// lies are not needed to look up a number: the first serve to draw what no table holds, the
// others are the caller's.
const (
	leftBits  = 12
	spareBits = 64 - meanSlotBits - 32
	givenBits = spareBits - leftBits
)

var allMeans atomic.Pointer[means]

// setMeans sets up the tables, when they are first needed.
func setMeans() *means {
	t := newMeans() // two that do so at once find the same
	allMeans.Store(t)
	return t
}

func newMeans() *means {
	t := &means{below: make([]uint64, 0, belowCount)}
	var chances [2 * mostMean]float64
	var slots [1 << meanSlotBits]slot
	for m := range t.offset {
		mean := math.Float64frombits(uint64(firstMean+m) << (52 - meanBits))
		first, last := poissonChances(mean, &chances)
		at := len(t.below)
		t.offset[m] = int32(at - first)
		t.below = appendBelow(t.below, chances[first:last])
		cutSlots(slots[:], t.below[at:], first)
		for i := range slots {
			t.slots[m<<meanSlotBits+i] = slots[i].tighten()
		}
	}
	return t
}

// poissonChances fills in the probabilities of Poisson(mean) from first to
// last, beyond which nothing is left, by ratios of neighbours from the mode.
func poissonChances(mean float64, f *[2 * mostMean]float64) (first, last int) {
	mode, inverse := int(mean), 1/mean
	f[mode] = 1
	total := 1.0
	for first = mode; first > 0 && f[first] > unreachable; first-- {
		f[first-1] = float64(f[first] * float64(first) * inverse)
		total += f[first-1]
	}
	for last = mode; f[last] > unreachable; last++ {
		f[last+1] = float64(f[last] * mean * reciprocals[last+1])
		total += f[last+1]
	}
	scale := 1 / total
	for k := first; k <= last; k++ {
		f[k] *= scale
	}
	return first, last
}

// draw is a Poisson number of a mean from leastMean up to mostMean. The mean is cut into the
// largest one in the tables, what is left of it into the largest again, and so on: the numbers
// of the parts, drawn by themselves, sum to that of the whole. As a mean moves its number moves
// little, since neighbours in the tables share a uniform. With it come givenBits random bits.
func (t *means) draw(s *Stream, mean float64) (k int64, given uint64) {
	var spare uint64
	for {
		bits := math.Float64bits(mean)
		u := s.Uint64()
		m := bits>>(52-meanBits) - firstMean
		slot := t.slots[m<<meanSlotBits|u>>(64-meanSlotBits)]
		part, cut := tightSlot(u<<meanSlotBits>>(64-cutBits)), slot&(1<<cutBits-1)
		if slot >= crowded || part == cut {
			k += t.walk(m, slot, u)
		} else {
			k += int64(slot>>cutBits) + int64((cut-part)>>31)
		}
		mean -= math.Float64frombits(bits &^ (1<<(52-meanBits) - 1)) // exact
		if mean < leastMean {
			spare = u & (1<<spareBits - 1)
			break
		}
	}
	// Of what is left nothing comes with probability e^-x, nowhere below 1-x: the
	// first bits of its uniform often tell.
	if first := float64(spare >> givenBits); first >= float64((1-mean)*(1<<leftBits))-1 {
		k += invertPoisson(mean, (first+s.Float64())*(1.0/(1<<leftBits)))
	}
	return k, spare & (1<<givenBits - 1)
}

// walk finds the number where a slot does not tell it.
func (t *means) walk(m uint64, slot tightSlot, u uint64) int64 {
	least := int(slot >> cutBits & (1<<leastBits - 1))
	return int64(walkUp(t.below, int(t.offset[m]), least, u&^(1<<spareBits-1)))
}
