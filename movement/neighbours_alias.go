package movement

// alias draws one of several options with a single random number of 32 bits:
// each column holds an option and another one that fills it up (A. J. Walker 1977,
// doi:10.1145/355744.355749; M. D. Vose 1991, doi:10.1109/32.92917).
type alias struct{ column []aliasColumn }

type aliasColumn struct {
	cut  uint32   // the option's own part of the column, in units of 2^-32
	half [2]int16 // the other option, and its own
}

// pick is the option that 32 random bits stand for; it takes no branch that a
// processor would have to guess.
func (c *aliasColumn) pick(u uint32) int16 {
	return c.half[(uint64(u)-uint64(c.cut))>>63&1]
}

// divert lets another option come wherever one would.
func (a *alias) divert(from, to int16) {
	for i := range a.column {
		c := &a.column[i]
		for h := range c.half {
			if c.half[h] == from {
				c.half[h] = to
			}
		}
	}
}

// aliasBuilder keeps what building needs, to be used again.
type aliasBuilder struct {
	rest         []float64
	small, large []int16
}

// build fills a for options of probabilities p, which sum to 1, taken with a
// chance, and one more behind them for what is left.
func (b *aliasBuilder) build(a *alias, p []float64, chance float64) {
	n := len(p)
	if chance < 1 {
		n++
	}
	a.column, b.rest = a.column[:0], b.rest[:0]
	b.small, b.large = b.small[:0], b.large[:0]
	for i := range n {
		q := 1 - chance
		if i < len(p) {
			q = p[i] * chance
		}
		a.column = append(a.column, aliasColumn{cut: 1<<32 - 1, half: [2]int16{int16(i), int16(i)}})
		r := q * float64(n)
		b.rest = append(b.rest, r)
		if r < 1 {
			b.small = append(b.small, int16(i))
		} else {
			b.large = append(b.large, int16(i))
		}
	}
	for len(b.small) > 0 && len(b.large) > 0 {
		s, l := b.small[len(b.small)-1], b.large[len(b.large)-1]
		b.small = b.small[:len(b.small)-1]
		a.column[s].cut, a.column[s].half[0] = uint32(b.rest[s]*0x1p32), l
		b.rest[l] -= 1 - b.rest[s]
		if b.rest[l] < 1 {
			b.large = b.large[:len(b.large)-1]
			b.small = append(b.small, l)
		}
	}
}
