package reference

import "math"

// settle lets those who have arrived apply, move on or go back.
func (r *run) settle() {
	w := r.w
	for _, p := range r.parties {
		if p.status != arrived {
			continue
		}
		node := w.net.Destinations[p.dest]
		country := w.rows.country[w.sc.Places[node].Country]
		apply := w.p.ApplyPerDay * r.rules.asylum[p.dest][p.group]
		on := r.choice(choiceKey{node, p.group, false, none}).w
		move := w.p.MoveOnPerDay * on / (on + math.Exp(r.rules.attraction[p.dest][p.group]))
		back := w.p.ReturnPerDay
		if p.applied {
			apply, move, back = 0, move*w.p.ApplicantMoveOn, back*w.p.ApplicantMoveOn
		}
		total := apply + move + back
		if total <= 0 || !r.chance(1-math.Exp(-total)) {
			continue
		}
		switch u := r.rng.Float64() * total; {
		case u < apply:
			p.applied = true
			r.add(w.rows.claimsInland, country, p.size)
		case u < apply+move:
			// What was settled on the way here does not count elsewhere.
			p.status, p.place, p.onward, p.car = standing, node, true, false
			p.cleared, p.barred, p.applied = 0, false, false
			r.add(w.rows.movedOn, int(p.dest), p.size)
		default:
			r.goHome(p, node)
			r.add(w.rows.exits, country, p.size)
			r.add(w.rows.exitsCitizens, country, p.size)
		}
	}
	r.comeBack()
	if r.front > 0 && r.rules.surrender > 0 {
		p, n := 1-math.Exp(-r.rules.surrender), int64(0)
		for range r.front {
			if r.chance(p) {
				n++
			}
		}
		r.front -= n
		r.add(w.rows.surrendered, 0, n)
	}
}

// comeBack counts the usual travellers who return.
func (r *run) comeBack() {
	w := r.w
	weekday := int((w.sc.Period.From + dayOf(r.day)).Weekday())
	for i := range w.usual {
		u := &w.usual[i]
		if u.out || !u.goes[weekday] {
			continue
		}
		n := r.poisson(u.people)
		country := ""
		if u.service >= 0 {
			n, country = min(n, r.seatsOn(u.service)), w.services[u.service].far
		} else if !r.lanes[u.lane].closed {
			country = w.sc.Crossings[u.lane].ToCountry
		}
		if country == "" {
			continue
		}
		r.add(w.rows.exits, w.rows.country[country], n)
		if u.citizen {
			r.add(w.rows.exitsCitizens, w.rows.country[country], n)
		}
	}
}

// record writes down the state at the end of the day.
func (r *run) record() {
	w := r.w
	for i := range r.lanes {
		l := &r.lanes[i]
		queue := l.exit.people + l.entry.people
		wait := publicWait(l.exit.people, l.exitToday, w.lanes[i].exit) + publicWait(l.entry.people, l.entryToday, w.lanes[i].entry)
		r.add(w.rows.queue, i, queue)
		r.add(w.rows.queueMax, i, max(queue, l.longest))
		r.add(w.rows.predicted, i, int64(math.Floor(wait*24*60+0.5)))
		mean := int64(-1)
		if l.entryServed > 0 {
			bins := float64(l.entryWaited) / float64(l.entryServed)
			if l.exitServed > 0 {
				bins += float64(l.exitWaited) / float64(l.exitServed)
			}
			mean = int64(math.Floor(bins*24/float64(w.bins)*60 + 0.5))
		}
		r.add(w.rows.experienced, i, mean)
		l.longest, l.exitServed, l.exitWaited, l.entryServed, l.entryWaited = 0, 0, 0, 0, 0
		l.seen = append(l.seen[1:], wait)
	}
	for _, p := range r.parties {
		switch p.status {
		case atHome:
			r.add(w.rows.atHome, 0, p.size)
		case calledUp:
			r.add(w.rows.summonedNow, 0, p.size)
		case standing:
			r.add(w.rows.standing, int(p.place), p.size)
			r.add(w.rows.standingAll, 0, p.size)
		case atHub:
			if p.boarding > r.day {
				r.add(w.rows.atHubs, 0, p.size)
			} else {
				r.add(w.rows.onLinks, 0, p.size)
			}
		case onLinks:
			r.add(w.rows.onLinks, 0, p.size)
		case inQueue:
			r.add(w.rows.inQueues, 0, p.size)
		case arrived:
			country := w.rows.country[w.sc.Places[w.net.Destinations[p.dest]].Country]
			r.add(w.rows.stock, int(p.dest), p.size)
			r.add(w.rows.stockBy, int(p.dest)*len(w.rows.callup)+w.rows.callup[w.sc.Groups[p.group].Callup]-1, p.size)
			r.add(w.rows.stockCountry, country, p.size)
			r.add(w.rows.atDestinations, 0, p.size)
		}
	}
	r.add(w.rows.atFront, 0, r.front)
	r.add(w.rows.returnedTotal, 0, r.returned)
	r.closeSales()
}

// publicWait is Q/C in days; a side that is shut today counts as on other
// days, and no wait is told beyond a year.
func publicWait(people int64, today, usual float64) float64 {
	if today <= 0 {
		today = usual
	}
	if people == 0 || today <= 0 || math.IsInf(today, 1) {
		return 0
	}
	return math.Min(float64(people)/today, 365)
}
