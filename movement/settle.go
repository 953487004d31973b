package movement

import "haven/draw"

// settle ends the day for those who have arrived: they apply for protection or
// not, move on or go back; those at the front surrender or not.
func (r *run) settle() {
	if r.local != nil {
		r.local.settle()
		return
	}
	nk := len(r.m.kept)
	for d := range r.m.net.Destinations {
		for k := 0; k < nk; k++ {
			// Applicants first, so that nobody who applies today draws twice.
			r.settleCell(int32(d), int32(k), 1)
			r.settleCell(int32(d), int32(k), 0)
		}
	}
	r.returnUsual()
	r.surrenderSome()
}

// settleCell draws, as competing risks, who of one situation at a destination
// applies for protection, moves on or goes back.
func (r *run) settleCell(d, k, applicant int32) {
	m, p := r.m, &r.m.sc.Parameters
	slot := r.stockSlot(d, k, applicant)
	n := r.stock[slot]
	if n == 0 {
		return
	}
	apply := float64(p.ApplyPerDay * r.asylumLevel[int(d)*len(m.kept)+int(k)])
	move, back := p.MoveOnPerDay, p.ReturnPerDay
	if applicant == 1 {
		apply, move, back = 0, float64(move*p.ApplicantMoveOn), float64(back*p.ApplicantMoveOn)
	}
	key := draw.Mix(m.ids.place[m.net.Destinations[d]], m.ids.kept[k]) + uint64(applicant)
	s := r.stream(key, forApplying)
	if s.Stay(n, apply+move+back) {
		return // nobody would do anything even if all looked for better places
	}
	move = float64(move * r.restlessness(d, k))
	total := apply + move + back
	out := s.Exits(n, total)
	if out == 0 {
		return
	}
	applied := s.Successes(out, apply/total)
	moved := int64(0)
	if move+back > 0 {
		t := r.stream(key, forMovingOn)
		moved = t.Successes(out-applied, move/(move+back))
	}
	r.stock[slot] -= out
	size := m.kept[k].size
	r.stock[r.stockSlot(d, k, 1)] += applied
	r.rec.add(r.rec.applicationsInland, m.countryOfDestination(d), applied*size)
	r.moveOn(d, k, moved)
	r.returnFrom(d, (out-applied-moved)*size)
}

// restlessness is the chance that somebody at a destination who looks around
// finds elsewhere better: W of the ways on against the attraction of the place.
func (r *run) restlessness(d, k int32) float64 {
	m := r.m
	node := m.net.Destinations[d]
	class := m.kept[k].class
	t := r.tableAt(node, class)
	here := r.attraction[int(class)*len(m.net.Destinations)+int(d)]
	return chance(r.logW(t, r.totalNo[t]), here)
}

func (r *run) moveOn(d, k int32, n int64) {
	if n == 0 {
		return
	}
	r.rec.add(r.rec.movedOn, int(d), n*r.m.kept[k].size)
	r.stand(standing{place: r.m.net.Destinations[d], kept: k, refused: none, onward: true}, n)
}

// returnFrom lets people leave a destination for home.
func (r *run) returnFrom(d int32, people int64) {
	if people == 0 {
		return
	}
	r.goBack(r.m.net.Destinations[d], people)
	r.rec.countReturn(r.m.countryOfDestination(d), people, true)
}

// returnUsual counts the usual travellers who come back today: they leave the
// country beyond. Their own direction has capacity of its own.
func (r *run) returnUsual() {
	m := r.m
	weekday := int(r.date().Weekday())
	for i := range m.usual {
		u := &m.usual[i]
		if u.out || !u.days[weekday] {
			continue
		}
		s := r.stream(u.key, forUsual)
		n := s.Poisson(u.people * r.usualDemand(u))
		if u.service != none {
			n = min(n, r.seatsOn(int(u.service)))
		}
		if u.service != none || !r.closedLane[u.lane] {
			r.rec.countReturn(u.country, n, u.citizen)
		}
	}
}

// willingness is the share of usual travellers who still go: fewer when a long
// wait is expected, and by policy.
func (r *run) willingness(lane int32) float64 {
	return draw.Exp(-r.m.sc.Parameters.UsualWaitAversion*r.perceived[lane]) * max(r.usualFactor[lane], 0)
}

// surrenderSome lets those who were sent surrender, where it is promised that
// they are treated with dignity. They are counted apart, never at a border.
func (r *run) surrenderSome() {
	if r.front == 0 || r.e.surrender == none {
		return
	}
	hazard := r.m.level(r.e.surrender, 0)
	if hazard <= 0 {
		return
	}
	s := r.stream(0, forSurrender)
	n := s.Exits(r.front, hazard)
	r.front -= n
	r.surrender += n
	r.rec.add(r.rec.surrendered, 0, n)
}
