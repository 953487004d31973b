package movement

import "haven/draw"

// Up to so many parties are drawn one by one: a pass through a table of a
// dozen options costs more than a few single draws.
const fewParties = 6

// split lets n parties in one situation choose among the options of a table, of weights
// that sum to total, and another, which has a probability of its own and takes its share
// first. The picks hold until the next split.
func (r *run) split(n int64, tab *table, weight []float64, total, other float64, situation uint64) (picks []int64, others int64) {
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
		others = s.Successes(n, other)
	}
	shareOut(key, n-others, weight, total, tab.main, r.m.ids.leaf[tab.leafFrom:tab.leafTo], picks)
	return picks, others
}

// shareOut draws how many of n parties take each option: one binomial draw an
// option out of what the earlier ones left. Each draws from a stream of its own, so that an
// option that is added, or one that vanishes, leaves the uniforms of the others as they are. The
// main option draws none but takes who is left: as it is often most of the weight, the
// others' part of what is left stays small, which is quicker to draw (draw.Successes).
func shareOut(key draw.Key, n int64, weight []float64, total float64, main int32, ids []uint64, picks []int64) {
	rest := int(main)
	if weight[rest] <= 0 {
		for rest = len(weight) - 1; weight[rest] <= 0; rest-- {
		}
	}
	ids, picks = ids[:len(weight)], picks[:len(weight)]
	for i, w := range weight {
		if w <= 0 || i == rest {
			continue
		}
		if n == 0 {
			return
		}
		s := key.Of(ids[i])
		took := s.Successes(n, w/total)
		picks[i] = took
		n -= took
		total -= w
	}
	picks[rest] += n
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

// heading is where parties of a slot go next: to the gate of their leg, a lane, or without
// a border to the destination itself.
type heading struct {
	slot    int32 // of those who go there
	arrives bool  // at the destination
}

// setUnderWay counts n parties of a slot as under way and says where they go.
func (r *run) setUnderWay(slot int32, n int64) heading {
	leg, kept, _ := r.unpack(slot)
	people := n * r.m.kept[kept].size
	if r.m.laneOf[leg] == none {
		r.airborne += people
		return heading{r.stockSlot(r.m.net.Legs[leg].Destination, kept, 0), true}
	}
	r.inRing += people
	return heading{slot, false}
}

// schedule makes parties who are under way get there so many bins after the
// start of the day.
func (r *run) schedule(to heading, after int, n int64) {
	ring := r.ring
	if to.arrives {
		ring = r.arrive
	}
	at := &ring[r.ringAt(r.atDay+after)]
	*at = append(*at, count{to.slot, n})
}

// stockSlot packs a destination, what is kept and whether somebody has applied
// for protection.
func (r *run) stockSlot(dest, kept, applicant int32) int32 {
	return (dest*int32(len(r.m.kept))+kept)*2 + applicant
}
