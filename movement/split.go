package movement

import "haven/draw"

// Up to so many parties are drawn one by one: a pass through a table of a
// dozen options costs more than a few single draws.
const fewParties = 6

// split lets n parties in one situation choose among options of given weights
// and another, which has a probability of its own and takes its share first. The picks hold
// until the next split.
func (r *run) split(n int64, weight []float64, total, other float64, ids []uint64, situation uint64) (picks []int64, others int64) {
	picks = sized(r.scratch.picks, len(weight))
	r.scratch.picks = picks
	key := r.today.With(situation).With(forOption)
	if n <= fewParties {
		s := key.Stream()
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
		s := key.With(0).Stream()
		others = s.Binomial(n, other)
	}
	draw.Multinomial(key, n-others, weight, ids, picks)
	return picks, others
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

// drawHour spreads n parties over the bins of the day by the table of
// departures and schedules them to reach the gate of their leg so many bins
// later.
func (r *run) drawHour(slot, bins int32, n int64) {
	m := r.m
	leg, kept, status := r.unpack(slot)
	key := r.today.With(draw.Mix(m.ids.leg[leg], m.ids.kept[kept])).With(uint64(bins)<<8 | uint64(status)).With(forHour)
	if n <= fewAnHour {
		s := key.Stream()
		for ; n > 0; n-- {
			r.schedule(slot, int(bins)+pick(m.depart, s.Float64()), 1)
		}
		return
	}
	for b, p := range m.departNow {
		if p > 0 {
			s := key.With(uint64(b)).Stream()
			if took := s.Binomial(n, p); took > 0 {
				r.schedule(slot, int(bins)+b, took)
				if n -= took; n == 0 {
					return
				}
			}
		}
	}
}

// fewAnHour is the same for hours.
const fewAnHour = 16

// schedule makes parties reach the gate of their leg so many bins after the
// start of the day: a lane, or without a border the destination itself.
func (r *run) schedule(slot int32, after int, n int64) {
	leg, kept, _ := r.unpack(slot)
	at := r.ringAt(r.atDay + after)
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
