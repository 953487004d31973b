package movement

// travel brings to lanes and destinations whoever arrives in this bin.
func (r *run) travel() {
	if r.local != nil {
		r.local.walk()
		return
	}
	at := r.atBin
	r.joinLanes(at)
	r.joinUsual()
	for _, c := range r.arrive[at] {
		r.reach(c.slot, c.n)
	}
	r.arrive[at] = r.arrive[at][:0]
}

// joinLanes lets those on the way to a lane join its exit queue; at a lane that
// has closed meanwhile they stand in the near place.
func (r *run) joinLanes(at int) {
	m := r.m
	for _, c := range r.ring[at] {
		r.scratch.joining.add(c.slot, c.n)
	}
	r.ring[at] = r.ring[at][:0]
	now := int32(r.now())
	r.scratch.joining.handOut(func(slot int32, n int64) {
		leg, k, _ := r.unpack(slot)
		lane := m.laneOf[leg]
		people := n * m.kept[k].size
		r.inRing -= people
		if r.closedLane[lane] {
			r.turnedAway(lane, slot, n, none)
			return
		}
		r.lanes[lane].exit.join(now, slot, n, people)
	})
}

// laneCount is usual travellers about to join a lane.
type laneCount struct {
	lane, slot int32
	n          int64
}

// joinUsual draws the usual travellers of the bin. They come on top of those
// who flee and queue as a class of their own; a long wait keeps some at home.
func (r *run) joinUsual() {
	m := r.m
	r.pending = r.pending[:0]
	if r.bin == 0 {
		r.expectUsual()
		for s := range m.services {
			r.boardUsual(s)
		}
	}
	for i, mean := range r.usualMean {
		if mean <= 0 {
			continue
		}
		u := &m.usual[i]
		s := r.binStream(u.key, forUsual)
		n := s.Poisson(mean)
		r.tally.usualBorn += n
		r.pending = append(r.pending, laneCount{u.lane, r.usualSlot(u.lane, u.citizen), n})
	}
	now := int32(r.now())
	for _, p := range r.pending {
		if p.n > 0 {
			r.lanes[p.lane].exit.join(now, p.slot, p.n, p.n)
		}
	}
}

// expectUsual computes how many usual travellers a bin of today brings on
// average, by row of their table.
func (r *run) expectUsual() {
	m := r.m
	weekday := int(r.date().Weekday())
	r.usualMean = sized(r.usualMean, len(m.usual))
	for i := range m.usual {
		u := &m.usual[i]
		if u.out && u.lane != none && u.days[weekday] && !r.closedLane[u.lane] {
			r.usualMean[i] = u.people / float64(m.bins) * r.willingness(u.lane) * r.usualDemand(u)
		}
	}
}

// reach lets parties arrive at a destination.
func (r *run) reach(slot int32, n int64) {
	m := r.m
	k := (slot / 2) % int32(len(m.kept))
	d := slot / 2 / int32(len(m.kept))
	people := n * m.kept[k].size
	r.airborne -= people
	r.stock[slot] += n
	r.rec.add(r.rec.arrivals, int(d), people)
	r.rec.add(r.rec.arrivalsBy, int(d)*len(m.layout.callups)+int(m.layout.callupOf[k]), people)
}

// along notes people who set out on a way today.
func (r *run) along(w int32, people int64) {
	if !r.wayTaken[w] {
		r.wayTaken[w] = true
		r.waysTaken = append(r.waysTaken, w)
	}
	r.onWay[int(w)*flowDays+r.day%flowDays] += people
}

// flowDays is how many days of setting out are counted on links at once: a
// way's links are looked up once for all of them.
const flowDays = 8

// countSetOut counts those who have set out these days on the links of their
// ways: each link on the day on which they get to it.
func (r *run) countSetOut() {
	if r.day%flowDays == flowDays-1 || r.day == r.rec.rec.Days-1 {
		r.countOnLinks()
	}
}

// countOnLinks counts all who have set out and are not counted yet.
func (r *run) countOnLinks() {
	m, flow := r.m, r.rec.flow
	first := r.day - r.day%flowDays
	for _, w := range r.waysTaken {
		people := r.onWay[int(w)*flowDays : (int(w)+1)*flowDays]
		for _, l := range m.wayLinks[w] {
			from := first + int(l.days)
			if from >= flow.Days {
				break
			}
			days := min(flowDays, flow.Days-from)
			row := flow.Values[int(l.link)*flow.Days+from:][:days]
			for d, n := range people[:days] {
				row[d] += n
			}
		}
	}
	r.forgetWays()
}

// forgetWays forgets who has set out.
func (r *run) forgetWays() {
	for _, w := range r.waysTaken {
		clear(r.onWay[int(w)*flowDays : (int(w)+1)*flowDays])
		r.wayTaken[w] = false
	}
	r.waysTaken = r.waysTaken[:0]
}

// countAdmitted counts those admitted today on the links beyond the border.
func (r *run) countAdmitted() {
	for l, people := range r.onLeg {
		if people > 0 {
			r.flow(r.m.legLinks[l], people)
			r.onLeg[l] = 0
		}
	}
}

// flow counts people on the links of a way they set out on today: each link on
// the day on which they get to it, in whole days under way.
func (r *run) flow(links []reached, people int64) {
	for _, l := range links {
		r.rec.addOn(r.rec.flow, int(l.link), r.day+int(l.days), people)
	}
}
