package movement

import "math/bits"

// pile merges cohorts by slot and hands them out in ascending order, so that
// what is drawn for a slot is drawn once. Two levels of bits say where somebody is: nothing
// has to be sorted.
type pile struct {
	n     []int64  // by slot
	slots []uint64 // a bit a slot
	words []uint64 // a bit a word of slots
}

// makeRoom gives an empty pile so many slots.
func (p *pile) makeRoom(slots int) {
	p.n = grown(p.n, slots)
	p.slots = grown(p.slots, slots>>6+1)
	p.words = grown(p.words, slots>>12+1)
}

func (p *pile) add(slot int32, n int64) {
	p.n[slot] += n
	p.slots[slot>>6] |= 1 << (slot & 63)
	p.words[slot>>12] |= 1 << (slot >> 6 & 63)
}

// handOut gives every slot with its count to each and forgets it.
func (p *pile) handOut(each func(slot int32, n int64)) {
	for i, words := range p.words {
		if words == 0 {
			continue
		}
		p.words[i] = 0
		for ; words != 0; words &= words - 1 {
			w := i<<6 + bits.TrailingZeros64(words)
			set := p.slots[w]
			p.slots[w] = 0
			for ; set != 0; set &= set - 1 {
				slot := w<<6 + bits.TrailingZeros64(set)
				n := p.n[slot]
				p.n[slot] = 0
				each(int32(slot), n)
			}
		}
	}
}
