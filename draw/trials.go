package draw

// Trials draws binomial numbers of one probability, which is set up once, in a
// fraction of the time of Stream.Binomial. The digits d of n to the base of 16 say which
// batches of d*16^j trials it is made of; how many of a batch succeed is looked up by
// inversion (H.-C. Chen and Y. Asau 1974, "On generating random variates from an empirical
// distribution", doi:10.1080/05695557408974949), and n's number is their sum. It is safe for
// concurrent use.
type Trials struct {
	p    float64
	ones [trialBase << onesBits]slot
	tens [trialBase << tensBits]slot // sixteens, that is
	rest [trialBase << restBits]slot
	// below is P(X <= k) of all batches, in units of 2^-64, for slots of many
	// numbers; offset[j][d] is what to add to k.
	below  []uint64
	offset [3][trialBase]int
}

// A slot is an equal part of the uniforms; bits of them say which.
const (
	trialBase  = 16
	onesBits   = 4
	tensBits   = 6
	restBits   = 8
	mostTrials = trialBase * trialBase * trialBase // beyond, tables grow faster than what they save
)

// slot is the numbers that one part of the uniforms leads to. Most have but one
// or two.
type slot struct {
	least, most uint16
	cut         uint32 // up to which part of the slot it is the least, in units of 2^-32
}

// NewTrials sets up the tables of a probability, a tenth of a MiB.
func NewTrials(p float64) *Trials {
	t := &Trials{p: p}
	if !(p > 0 && p < 1) {
		return t
	}
	var chances [mostTrials + 1]float64
	size := int64(1)
	for j, level := range [][]slot{t.ones[:], t.tens[:], t.rest[:]} {
		slots := len(level) / trialBase
		for d := range trialBase {
			first, last := binomialChances(int64(d)*size, p, &chances)
			t.offset[j][d] = len(t.below) - first
			t.below = appendBelow(t.below, chances[first:last])
			cutSlots(level[d*slots:(d+1)*slots], t.below[t.offset[j][d]+first:], first)
		}
		size *= trialBase
	}
	return t
}

// appendBelow appends P(X <= k) of all numbers that have chances, and of one
// more, which takes the rest.
func appendBelow(below []uint64, chances []float64) []uint64 {
	reached := 0.0
	for _, f := range chances {
		reached += f
		below = append(below, uint64(min(reached, 1-0x1p-53)*0x1p64))
	}
	return append(below, 1<<64-1)
}

// cutSlots fills in the slots of a batch whose numbers start at first.
func cutSlots(slots []slot, below []uint64, first int) {
	width := (1<<64-1)/uint64(len(slots)) + 1
	k := 0
	for i := range slots {
		from := uint64(i) * width
		for below[k] < from {
			k++
		}
		s := &slots[i]
		s.least, s.cut = uint16(first+k), 1<<32-1
		if to := from + (width - 1); below[k] < to {
			s.cut = uint32((below[k] - from) / (width >> 32))
			for below[k] < to {
				k++
			}
		}
		s.most = uint16(first + k)
	}
}

// binomialChances fills in the probabilities of Binomial(n, p) from first to
// last, beyond which nothing is left, by ratios of neighbours from the mode.
func binomialChances(n int64, p float64, f *[mostTrials + 1]float64) (first, last int) {
	odds := p / (1 - p)
	mode := int(float64(float64(n+1) * p))
	f[mode] = 1
	total := 1.0
	for first = mode; first > 0 && f[first] > unreachable; first-- {
		f[first-1] = f[first] * float64(first) / (float64(int(n)-first+1) * odds)
		total += f[first-1]
	}
	for last = mode; last < int(n) && f[last] > unreachable; last++ {
		f[last+1] = f[last] * odds * float64(int(n)-last) / float64(last+1)
		total += f[last+1]
	}
	for k := first; k <= last; k++ {
		f[k] /= total
	}
	return first, last
}

// Draw is the number of successes in n trials. It takes a uniform a digit, so
// that counts that differ little get numbers that differ little.
func (t *Trials) Draw(s *Stream, n int64) int64 {
	if uint64(n) >= mostTrials || len(t.below) == 0 {
		return s.Successes(n, t.p)
	}
	d, u := int(n)&(trialBase-1), s.Uint64()
	k := t.find(&t.ones[d<<onesBits|int(u>>(64-onesBits))], u<<onesBits, u, 0, d)
	d, u = int(n)/trialBase&(trialBase-1), s.Uint64()
	k += t.find(&t.tens[d<<tensBits|int(u>>(64-tensBits))], u<<tensBits, u, 1, d)
	if n >= trialBase*trialBase {
		d, u = int(n)/(trialBase*trialBase)&(trialBase-1), s.Uint64()
		k += t.find(&t.rest[d<<restBits|int(u>>(64-restBits))], u<<restBits, u, 2, d)
	}
	return int64(k)
}

// find is the u-quantile of a batch, which lies in a slot; part is where in the
// slot u is.
func (t *Trials) find(s *slot, part, u uint64, j, d int) int {
	if s.most-s.least > 1 {
		return walkUp(t.below, t.offset[j][d], int(s.least), u)
	}
	return s.pick(part)
}

// pick is the number of a slot that holds two at most. The choice takes no
// branch: nobody could guess it.
func (s *slot) pick(part uint64) int {
	return int(s.least) + int((uint64(s.cut)-part>>32)>>63)
}

// walkUp is the first number from k on whose part of a distribution function
// reaches u.
func walkUp(below []uint64, offset, k int, u uint64) int {
	for below[offset+k] < u {
		k++
	}
	return k
}
