package movement

import "haven/draw"

// Up to so many parties are drawn one by one: a pass through a table of a
// dozen options costs more than a few single draws.
const fewParties = 6

// split lets n parties in one situation choose among options of given weights
// that sum to total, and another, which has a probability of its own and takes its share
// first. The picks hold until the next split.
func (r *run) split(n int64, weight []float64, total, other float64, ids []uint64, situation uint64) (picks []int64, others int64) {
	picks = sized(r.scratch.picks, len(weight))
	r.scratch.picks = picks
	key := r.today.With(about(situation, forOption))
	if n <= fewParties {
		s := key.Of(1)
		for ; n > 0; n-- {
			if u := s.Float64() - other; u < 0 || total == 0 {
				others++
			} else {
				picks[pick(weight, float64(u/(1-other)*total))]++
			}
		}
		return picks, others
	}
	if total == 0 {
		return picks, n
	}
	if other > 0 {
		s := key.Of(0)
		others = s.Binomial(n, other)
	}
	shareOut(key, n-others, weight, total, ids, picks)
	return picks, others
}

// shareOut draws how many of n parties take each option: one binomial draw an
// option out of what the earlier ones left. Each draws from a stream of its own, so that an
// option that is added, or one that vanishes, leaves the uniforms of the others as they are.
func shareOut(key draw.Key, n int64, weight []float64, total float64, ids []uint64, picks []int64) {
	last := len(weight) - 1
	for weight[last] <= 0 {
		last--
	}
	ids, picks = ids[:len(weight)], picks[:len(weight)]
	for i, w := range weight[:last] {
		if n == 0 {
			return
		}
		if w > 0 {
			s := key.Of(ids[i])
			took := s.Binomial(n, w/total)
			picks[i] = took
			n -= took
			total -= w
		}
	}
	picks[last] += n
}

// pick is the option whose part of the sum of weights holds u.
func pick(weight []float64, u float64) int {
	best := 0
	for i, w := range weight {
		if w > 0 {
			if u < w {
				return i
			}
			u -= w
			best = i
		}
	}
	return best // u lay beyond the sum by rounding
}

// schedule makes parties reach the gate of their leg so many bins after the
// start of the day: a lane, or without a border the destination itself.
func (r *run) schedule(slot int32, after int, n int64) {
	leg, kept, _ := r.unpack(slot)
	at := r.ringAt(r.atDay + after)
	people := n * r.m.kept[kept].size
	if r.m.laneOf[leg] == none {
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
