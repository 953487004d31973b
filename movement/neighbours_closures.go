package movement

// closeAndOpen carries out the day's closures in the order of their rows: of
// each first the closing, then the opening.
func (t *trek) closeAndOpen() {
	for i := range t.h.closures {
		c := &t.h.closures[i]
		if c.closes == t.day {
			t.close(c)
			t.holding[i] = true
		}
		if c.opens == t.day {
			t.reopen(c, t.holding[i])
			t.holding[i] = false
		}
	}
}

func (t *trek) close(c *closure) {
	t.opened = t.day
	switch c.kind {
	case "camp", "idpcamp":
		if c.first != none {
			s := &t.spots[c.first]
			t.stale(int(c.first))
			t.become(s, kindTown)
			s.town = true
		}
	case "remove_forced_redirection":
		t.redirect(c, false)
	default:
		t.each(c, t.shutLane)
	}
}

func (t *trek) reopen(c *closure, held bool) {
	t.opened = t.day
	switch c.kind {
	case "camp", "idpcamp":
		if c.first != none {
			s := &t.spots[c.first]
			t.stale(int(c.first))
			s.town = false
			if c.kind == "idpcamp" {
				t.become(s, kindIDPCamp)
			} else {
				t.become(s, kindCamp)
			}
		}
	case "remove_forced_redirection":
		t.redirect(c, true)
	default:
		t.each(c, func(number int32) { t.openLane(number, held) })
	}
}

// each calls f for every track that a closure is about: by start, in Flee's order.
func (t *trek) each(c *closure, f func(number int32)) {
	for number := range t.h.tracks {
		k := &t.h.tracks[number]
		from, to := &t.h.grounds[k.from], &t.h.grounds[k.to]
		hit := false
		switch c.kind {
		case "country":
			hit = from.country == c.a && to.country == c.b || from.country == c.b && to.country == c.a
		case "location":
			hit = c.first != none && (k.from == c.first || k.to == c.first)
		case "link":
			// Flee closes the way back only; its documentation says both.
			hit = k.from == c.second && k.to == c.first || !t.h.quirks.linkClosuresDead && k.from == c.first && k.to == c.second
		}
		if hit {
			f(int32(number))
		}
	}
}

// shutLane closes the lane of a track that is open, if there is one.
func (t *trek) shutLane(number int32) {
	t.holds[number]++
	from := t.h.tracks[number].from
	for i, l := range t.open[from] {
		if t.lanes[l].number == number {
			t.lanes[l].closed = true
			t.open[from] = append(t.open[from][:i], t.open[from][i+1:]...)
			t.shut[from] = append(t.shut[from], l)
			t.remade = true
			return
		}
	}
}

// openLane opens a track again that was closed. Flee's program makes a new link, which
// stands last, and whoever is on the old one finds it closed for ever.
func (t *trek) openLane(number int32, held bool) {
	if held {
		t.holds[number]--
	}
	if t.holds[number] > 0 && !t.h.quirks.reviveAll {
		return
	}
	from := t.h.tracks[number].from
	for i, l := range t.shut[from] {
		if t.lanes[l].number != number {
			continue
		}
		t.shut[from] = append(t.shut[from][:i], t.shut[from][i+1:]...)
		if t.h.quirks.bounce {
			l = t.addLane(number)
		} else {
			t.lanes[l].closed = false
		}
		t.open[from] = append(t.open[from], l)
		t.remade = true
		return
	}
}

// redirect takes the forced redirection from a link, or gives it back.
func (t *trek) redirect(c *closure, forced bool) {
	for i := range t.lanes {
		l := &t.lanes[i]
		k := &t.h.tracks[l.number]
		if k.forced && (k.from == c.first && k.to == c.second || k.from == c.second && k.to == c.first) {
			l.forced = forced
			t.remade = true
		}
	}
}
