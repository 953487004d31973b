package movement

import (
	"cmp"
	"slices"
)

// savedState walks over the state of a run at the end of a day.
type savedState struct {
	*archive
	r      *run
	day    int       // the next one
	levels []float64 // of exit lists, as statuses are numbered in what is saved
	now    []int32   // by saved status: the run's own; nil when writing
}

// takeUp reads the state that was saved at the end of the day before day.
// Statuses are known by what their list was worth, so the run's exit lists are those of its
// model and those that people were cleared under.
func (r *run) takeUp(a *archive, levels []float64, day int) {
	if !a.check(len(levels) > 0 && levels[0] == 0 && slices.IsSorted(levels) && len(levels) < 1<<12) {
		return
	}
	all := append(slices.Clone(r.m.levels), levels...)
	slices.Sort(all)
	r.nameSlots(slices.Compact(all))
	r.resumed, r.day = true, day
	s := savedState{archive: a, r: r, day: day, levels: levels}
	for _, v := range levels {
		s.now = append(s.now, int32(slices.Index(r.levels, v)))
	}
	s.all()
}

// archive writes the state at the end of the day before day.
func (r *run) archive(a *archive, levels []float64, day int) {
	s := savedState{archive: a, r: r, day: day, levels: levels}
	s.all()
}

func (s *savedState) all() {
	r := s.r
	s.counts(r.home)
	s.summoned()
	s.counts(r.calledUp)
	s.count(&r.front)
	s.count(&r.surrender)
	s.flags(r.closedLane)
	s.amounts(r.laneDrift)
	r.discrepancy.archive(s.archive, r.m.discrepantFrom != never)
	s.amounts(r.perceived)
	s.waits()
	r.coming = list(s.archive, r.coming, s.standing)
	s.ways()
	s.seats()
	for i := range r.lanes {
		s.queue(&r.lanes[i].exit)
		s.queue(&r.lanes[i].entry)
	}
	s.counts(r.stock)
	t := &r.tally
	for _, n := range []*int64{&t.start, &t.leftBehind, &t.returned, &t.usualBorn, &t.usualGone} {
		s.count(n)
	}
	s.signed(&t.corrected)
	s.flows()
}

// summoned are those called up, by days since. Whoever has waited longer than
// the model lets them is sent next.
func (s *savedState) summoned() {
	r := s.r
	ages := s.length(r.sentAfter)
	for cell := range r.home {
		waiting := int64(0)
		for age := range ages {
			if s.reading {
				n := int64(0)
				s.count(&n)
				r.summoned[cell*r.sentAfter+min(age, r.sentAfter-1)] += n
				waiting += n
				continue
			}
			s.count(&r.summoned[cell*r.sentAfter+age])
		}
		if s.reading {
			r.awaiting[cell] = waiting
		}
	}
}

// waits are those of past days that are still to be heard of, the newest last.
// A model in which news takes longer hears the oldest for longer.
func (s *savedState) waits() {
	r := s.r
	n := s.length(len(r.seenWait))
	if !s.check(n > 0) {
		return
	}
	if !s.reading {
		for _, w := range r.seenWait {
			s.amounts(w)
		}
		return
	}
	seen := make([][]float64, n)
	for i := range seen {
		seen[i] = make([]float64, len(r.lanes))
		s.amounts(seen[i])
	}
	for i := range r.seenWait {
		copy(r.seenWait[i], seen[max(0, n-len(r.seenWait)+i)])
	}
}

func (s *savedState) standing(x *standing) {
	m := s.r.m
	s.index(&x.place, len(m.sc.Places))
	s.index(&x.kept, len(m.kept))
	barredOr := x.level + 1
	s.index(&barredOr, len(s.levels)+1)
	x.level = barredOr - 1
	s.index(&x.refused, len(m.net.Crossings))
	s.flag(&x.car)
	s.flag(&x.onward)
	s.count(&x.n)
	if !s.reading || !s.check(x.place != none && x.kept != none && x.level >= barred && m.chooserOf[x.place] != none) {
		return
	}
	if x.level > 0 {
		x.level = s.now[x.level]
	}
}

// slot is a leg, what is kept and the exit status, or a usual traveller's.
func (s *savedState) slot(x *int32) {
	r := s.r
	nk, nl := int64(len(r.m.kept)), int64(len(s.levels))
	var v int64
	if !s.reading {
		if *x >= r.firstUsual {
			v = -1 - int64(*x-r.firstUsual)
		} else {
			leg, kept, level := r.unpack(*x)
			v = (int64(leg)*nk+int64(kept))*nl + int64(level)
		}
	}
	s.signed(&v)
	switch {
	case !s.reading:
	case v < 0 && s.check(v >= -2*int64(len(r.lanes))):
		*x = r.firstUsual + int32(-1-v)
	case v >= 0 && s.check(v < int64(len(r.m.net.Legs))*nk*nl):
		*x = r.slotOf(int32(v/nl/nk), int32(v/nl%nk), s.now[v%nl])
	default:
		*x = 0
	}
}

// ways are those under way to lanes and to destinations, by bins to come.
func (s *savedState) ways() {
	r := s.r
	bins := s.length(r.horizon)
	if s.reading && bins > r.horizon {
		r.lookAhead(bins)
	}
	s.signed(&r.inRing)
	s.signed(&r.airborne)
	inRing, airborne := int64(0), int64(0)
	from := s.day * r.m.bins % r.horizon
	for b := range bins {
		at := r.ringAt(from + b)
		r.ring[at] = s.merged(r.ring[at], func(c *count) {
			s.slot(&c.slot)
			s.count(&c.n)
			if _, usual := r.isUsual(c.slot); s.reading && s.check(!usual) {
				leg, _, _ := r.unpack(c.slot)
				s.check(r.m.laneOf[leg] != none)
				inRing += c.n * r.sizeOf(c.slot)
			}
		})
		r.arrive[at] = s.merged(r.arrive[at], func(c *count) {
			s.index(&c.slot, len(r.stock))
			s.count(&c.n)
			if s.reading && s.check(c.slot != none) {
				airborne += c.n * r.m.kept[int(c.slot)/2%len(r.m.kept)].size
			}
		})
	}
	s.check(!s.reading || inRing == r.inRing && airborne == r.airborne)
}

// merged is a list in which order means nothing: each slot stands in it once.
func (s *savedState) merged(counts []count, each func(c *count)) []count {
	if !s.reading && len(counts) > 1 {
		joined := &s.r.scratch.joining
		for _, c := range counts {
			joined.add(c.slot, c.n)
		}
		counts = counts[:0]
		joined.handOut(func(slot int32, n int64) { counts = append(counts, count{slot, n}) })
	}
	return list(s.archive, counts, each)
}

// seats are those sold for the days to come, and the fares. A model that sells
// further ahead draws the usual load of the days that come up with it.
func (s *savedState) seats() {
	r := s.r
	if len(r.m.services) == 0 {
		return
	}
	own := len(r.sold[0])
	ahead := s.length(own)
	if s.reading && ahead > own {
		r.sellAhead(ahead)
		own = ahead
	}
	for sv := range r.m.services {
		s.amount(&r.fare[sv])
		for d := range ahead - 1 {
			i := (s.day + d) % own
			s.count(&r.sold[sv][i])
			s.count(&r.booked[sv][i])
			s.counts(r.usualSold[sv][2*i : 2*i+2])
			s.counts(r.usualLoad[sv][2*i : 2*i+2])
		}
	}
	if s.reading && s.err == nil && s.day > 0 {
		r.drawLoads(max(ahead-1, 0), own-1)
	}
}

func (s *savedState) queue(q *fifo) {
	r, now := s.r, int32(s.day*s.r.m.bins)
	s.amount(&q.carry)
	s.check(q.carry >= 0)
	n := s.length(len(q.batches) - q.head)
	if s.reading {
		q.reset()
	}
	for i := range n {
		if s.reading {
			q.batches = append(q.batches, batch{})
		}
		b := &q.batches[q.head+i]
		ago := now - b.joined
		s.index(&ago, int(now)+1)
		b.joined = now - ago
		last, people := none, int64(0)
		b.who = list(s.archive, b.who, func(c *count) {
			s.slot(&c.slot)
			s.count(&c.n)
			if s.reading {
				// Usual travellers of several rows may stand behind one another.
				s.check(c.slot > last || c.slot >= r.firstUsual)
				last = c.slot
				people += c.n * r.sizeOf(c.slot)
			}
		})
		if s.reading {
			b.people = people
			q.people += people
			s.check(ago > 0 && (i == 0 || b.joined > q.batches[q.head+i-1].joined))
		}
	}
}

// flows are the people already counted on links of the days to come.
func (s *savedState) flows() {
	flow := s.r.rec.flow
	type counted struct{ cell, n int64 }
	var ahead []counted
	if !s.reading {
		for l := range flow.Entities {
			for d := s.day; d < flow.Days; d++ {
				if n := flow.At(l, d); n != 0 {
					ahead = append(ahead, counted{int64(d-s.day)*int64(len(flow.Entities)) + int64(l), n})
				}
			}
		}
		slices.SortFunc(ahead, func(a, b counted) int { return cmp.Compare(a.cell, b.cell) })
	}
	links, before := int64(len(flow.Entities)), int64(0)
	list(s.archive, ahead, func(c *counted) {
		gap := c.cell - before
		s.count(&gap)
		c.cell = before + gap
		before = c.cell
		s.count(&c.n)
		if day := s.day + int(c.cell/max(links, 1)); s.reading && s.err == nil && links > 0 && day < flow.Days {
			flow.Values[int(c.cell%links)*flow.Days+day] += c.n
		}
	})
}
