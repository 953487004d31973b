package reference

import (
	"math"
	"sort"
)

// travel brings parties to lanes and destinations in this bin.
func (r *run) travel() {
	w, now := r.w, r.now()
	for _, p := range r.gates[now] {
		if r.lanes[p.way.lane].closed {
			r.backToNear(p.way.lane, p, none)
			continue
		}
		p.status = inQueue
		r.lanes[p.way.lane].exit.join(now, p)
	}
	delete(r.gates, now)
	var joining []arrival
	if r.bin == 0 {
		joining = r.board()
	}
	weekday := int((w.sc.Period.From + dayOf(r.day)).Weekday())
	for i := range w.usual {
		u := &w.usual[i]
		if !u.out || u.lane < 0 || !u.goes[weekday] || r.lanes[u.lane].closed {
			continue
		}
		willing := math.Exp(-w.p.UsualWaitAversion*r.lanes[u.lane].perceived) * math.Max(0, r.rules.usual[u.lane])
		for range r.poisson(u.people / float64(w.bins) * willing) {
			joining = append(joining, arrival{u.lane, u.citizen})
		}
	}
	for _, a := range joining {
		if r.lanes[a.lane].closed {
			continue
		}
		r.lanes[a.lane].exit.join(now, &party{usual: true, citizen: a.citizen, size: 1, status: inQueue, group: -1})
	}
	for _, p := range r.landings[now] {
		r.arrive(p)
	}
	delete(r.landings, now)
}

func (s *side) join(bin int, p *party) {
	if n := len(s.batches); n == 0 || s.batches[n-1].bin != bin {
		s.batches = append(s.batches, batch{bin: bin})
	}
	b := &s.batches[len(s.batches)-1]
	b.who = append(b.who, p)
	s.people += p.size
}

func (r *run) arrive(p *party) {
	w := r.w
	p.status, p.way, p.onward, p.refused = arrived, nil, false, none
	r.add(w.rows.arrivals, int(p.dest), p.size)
	r.add(w.rows.arrivalsBy, int(p.dest)*len(w.rows.callup)+w.rows.callup[w.sc.Groups[p.group].Callup]-1, p.size)
}

// lots puts tied parties into the order in which they are served and says how
// many are: until the next one is too large for what is left.
func (r *run) lots(tied []*party, available int64) (served int) {
	r.rng.Shuffle(len(tied), func(i, j int) { tied[i], tied[j] = tied[j], tied[i] })
	switch r.mutation {
	case TiesInClassOrder:
		sort.SliceStable(tied, func(i, j int) bool { return tied[i].group < tied[j].group })
	case RoundedShares:
		r.roundShares(tied)
	}
	for served < len(tied) && tied[served].size <= available {
		available -= tied[served].size
		served++
	}
	return served
}

// roundShares interleaves groups evenly, so that whoever is served first, each
// group has its share.
func (r *run) roundShares(tied []*party) {
	n, rank := map[int32]int{}, map[*party]float64{}
	for _, p := range tied {
		n[p.group]++
	}
	seen := map[int32]int{}
	for _, p := range tied {
		rank[p] = (float64(seen[p.group]) + 0.5) / float64(n[p.group])
		seen[p.group]++
	}
	sort.SliceStable(tied, func(i, j int) bool { return rank[tied[i]] < rank[tied[j]] })
}

func (r *run) border() {
	for i := range r.lanes {
		l := &r.lanes[i]
		if l.exit.people == 0 && l.entry.people == 0 {
			// Nobody is there to carry capacity over for.
			l.exit.carry -= math.Floor(l.exit.carry)
			l.entry.carry -= math.Floor(l.entry.carry)
			continue
		}
		r.giveUp(i)
		share := r.w.lanes[i].bins[r.bin]
		if !l.closed {
			room := int64(math.MaxInt64)
			if !math.IsInf(r.w.lanes[i].room, 1) {
				room = max(0, int64(r.w.lanes[i].room)-l.entry.people)
			}
			n, waited := r.serve(&l.exit, l.exitToday*share, room, func(p *party) { r.exitControl(i, p) })
			l.exitServed += n
			l.exitWaited += waited
		}
		n, waited := r.serve(&l.entry, l.entryToday*share, math.MaxInt64, func(p *party) { r.entryControl(i, p) })
		l.entryServed += n
		l.entryWaited += waited
		l.longest = max(l.longest, l.exit.people+l.entry.people)
	}
}

// serve lets parties pass one by one, first come, first served, those who came
// in one bin in random order. Capacity is carried over only for a party at the
// head that needs more than there is.
func (r *run) serve(s *side, capacity float64, room int64, pass func(*party)) (people, waited int64) {
	s.carry += capacity
	whole := int64(math.MaxInt64 / 4)
	if !math.IsInf(s.carry, 1) {
		whole = int64(s.carry)
	}
	available := min(whole, room)
	stuck := false
	for available > 0 && len(s.batches) > 0 {
		b := &s.batches[0]
		n := r.lots(b.who, available)
		for _, p := range b.who[:n] {
			available -= p.size
			people += p.size
			waited += p.size * int64(r.now()-b.bin)
			s.people -= p.size
		}
		served := b.who[:n]
		b.who = b.who[n:]
		done := len(b.who) == 0
		if done {
			s.batches = s.batches[1:]
		}
		for _, p := range served {
			pass(p)
		}
		if !done {
			stuck = available > 0
			break
		}
	}
	s.carry -= float64(people)
	if math.IsInf(s.carry, 1) {
		s.carry = 0
	} else if !stuck || room < whole {
		s.carry -= math.Floor(s.carry)
	}
	return people, waited
}

// giveUp lets those who have waited at the exit side since an earlier bin turn
// back.
func (r *run) giveUp(lane int) {
	w, s := r.w, &r.lanes[lane].exit
	p := 1 - math.Exp(-w.p.GiveUpPerHour*24/float64(w.bins))
	if p <= 0 {
		return
	}
	var rest []batch
	for _, b := range s.batches {
		if b.bin < r.now() {
			var stay []*party
			for _, x := range b.who {
				if !r.chance(p) {
					stay = append(stay, x)
					continue
				}
				s.people -= x.size
				r.add(w.rows.gaveUp, lane, x.size)
				r.backToNear(lane, x, none)
			}
			b.who = stay
		}
		if len(b.who) > 0 {
			rest = append(rest, b)
		}
	}
	s.batches = rest
}

func (r *run) exitControl(lane int, p *party) {
	w := r.w
	from := w.rows.country[w.sc.Crossings[lane].FromCountry]
	if !p.usual {
		if list := r.rules.exit[lane][p.group]; list > p.cleared {
			if r.chance((list - p.cleared) / (1 - p.cleared)) {
				p.barred = true
				r.add(w.rows.barred, lane, p.size)
				r.add(w.rows.turnedExit, lane, p.size)
				r.backToNear(lane, p, none)
				return
			}
			p.cleared = list
		}
	}
	r.add(w.rows.servedExit, lane, p.size)
	r.add(w.rows.exits, from, p.size)
	if !p.usual || p.citizen {
		r.add(w.rows.exitsCitizens, from, p.size)
	}
	r.lanes[lane].entry.join(r.now(), p)
}

func (r *run) entryControl(lane int, p *party) {
	w := r.w
	to := w.rows.country[w.sc.Crossings[lane].ToCountry]
	if p.usual {
		p.status = gone
		r.admit(lane, p)
		return
	}
	p.applied = false
	if !r.chance(r.rules.entry[p.way.leg][p.group]) {
		asks := w.net.Legs[p.way.leg].Lane != none && !w.lanes[lane].boarding && r.chance(w.p.ClaimsAtBorder)
		switch {
		case asks && w.claimable(r.rules, p.way.leg, p.group):
			p.applied = true
			r.add(w.rows.claimsBorder, to, p.size)
		case asks:
			r.add(w.rows.claimsRefused, to, p.size)
			fallthrough
		default:
			r.add(w.rows.turnedEntry, lane, p.size)
			r.backToNear(lane, p, w.lanes[lane].crossing)
			return
		}
	}
	r.admit(lane, p)
	leg := &w.net.Legs[p.way.leg]
	r.flow(leg.Arcs, p.size)
	hours := 0.0
	for _, a := range leg.Arcs {
		hours += w.sc.Links[w.net.Arcs[a].Link].Hours
	}
	p.status, p.dest = onLinks, leg.Destination
	if n := w.binsOf(hours); n > 0 {
		r.landings[r.now()+n] = append(r.landings[r.now()+n], p)
	} else {
		r.arrive(p)
	}
}

func (r *run) admit(lane int, p *party) {
	w := r.w
	to := w.rows.country[w.sc.Crossings[lane].ToCountry]
	r.add(w.rows.servedEntry, lane, p.size)
	r.add(w.rows.entries, to, p.size)
	if !p.usual {
		r.add(w.rows.entriesFleeing, to, p.size)
	}
	if !p.usual || p.citizen {
		r.add(w.rows.entriesCitizens, to, p.size)
	}
}
