package movement

import "haven/draw"

// Up to so many parties are drawn one by one: a pass through a table of a
// dozen options costs more than a few single draws.
const fewParties = 6

// options is a scratch slice for n probabilities; picks is made as long.
func (r *run) options(n int) []float64 {
	if cap(r.scratch.probs) < n {
		r.scratch.probs = make([]float64, n)
		r.scratch.picks = make([]int64, n)
		r.scratch.ids = make([]uint64, n)
	}
	r.scratch.probs, r.scratch.picks, r.scratch.ids = r.scratch.probs[:n], r.scratch.picks[:n], r.scratch.ids[:n]
	return r.scratch.probs
}

// split lets n parties in one situation choose among the options of a table
// and one more, the last of probs. The result is in scratch.picks.
func (r *run) split(n int64, probs []float64, tab *table, situation uint64) {
	picks := r.scratch.picks
	clear(picks)
	key := r.today.With(situation).With(forOption)
	if n <= fewParties {
		s := key.Stream()
		for ; n > 0; n-- {
			picks[pick(probs, 0, s.Float64())]++
		}
		return
	}
	last := len(probs) - 1
	for i := range r.scratch.ids[:last] {
		r.scratch.ids[i] = r.m.ids.leaf[tab.leafFrom+int32(i)]
	}
	r.scratch.ids[last] = 0
	draw.Multinomial(key, n, probs, r.scratch.ids, picks)
}

// pick is the option whose share of the unit interval holds u; len(probs)
// stands for rest, the share that is left when all options have theirs.
func pick(probs []float64, rest, u float64) int {
	best := len(probs)
	for i, p := range probs {
		if u < p {
			return i
		}
		u -= p
		if p > 0 {
			best = i
		}
	}
	if rest > 0 {
		return len(probs)
	}
	return best // u lay beyond the sum by rounding
}

// drawHour spreads n parties over the bins of the day by the table of
// departures and schedules them to reach the gate of their leg so many bins
// later.
func (r *run) drawHour(slot, bins int32, n int64) {
	m := r.m
	leg, kept, status := r.unpack(slot)
	key := r.today.With(draw.Mix(m.ids.leg[leg], m.ids.kept[kept])).With(uint64(bins)<<8 | uint64(status)).With(forHour)
	if n <= fewParties {
		s := key.Stream()
		for ; n > 0; n-- {
			r.schedule(slot, int(bins)+pick(m.depart, 0, s.Float64()), 1)
		}
		return
	}
	rest, left := 1.0, n
	for b, p := range m.depart {
		if left == 0 {
			return
		}
		if p <= 0 {
			continue
		}
		took := left
		if p < rest {
			s := key.With(uint64(b)).Stream()
			took = s.Binomial(left, p/rest)
		}
		if took > 0 {
			r.schedule(slot, int(bins)+b, took)
		}
		left, rest = left-took, rest-p
	}
	if left > 0 {
		r.schedule(slot, int(bins)+m.bins-1, left)
	}
}

// schedule makes parties reach the gate of their leg so many bins after the
// start of the day: a lane, or without a border the destination itself.
func (r *run) schedule(slot int32, after int, n int64) {
	leg, kept, _ := r.unpack(slot)
	at := (r.day*r.m.bins + after) % r.horizon
	people := n * r.m.kept[kept].size
	if r.m.net.Legs[leg].Lane == none {
		r.airborne += people
		r.arrive[at] = append(r.arrive[at], count{r.stockSlot(r.m.net.Legs[leg].Destination, kept, 0), n})
		return
	}
	r.inRing += people
	r.ring[at] = append(r.ring[at], count{slot, n})
}

// stockSlot packs a destination, what is kept and whether somebody has applied
// for protection.
func (r *run) stockSlot(dest, kept, applicant int32) int32 {
	return (dest*int32(len(r.m.kept))+kept)*2 + applicant
}
