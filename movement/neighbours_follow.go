package movement

// follow takes on what another model of the same places has changed until a day, the next
// one; before is the state under the model followed until now.
func (t *trek) follow(before *trek, day int) {
	t.newcomers = before.newcomers
	t.enlarge(before.h)
	if day == 0 {
		return // nothing has befallen anybody yet
	}
	t.day = day
	t.amendClosures(before)
	if !t.h.floods {
		t.amendConflicts()
	}
}

// enlarge changes the capacities of camps by what the model's differ from
// those of the model followed before.
func (t *trek) enlarge(before *neighbourhood) {
	for p := range t.spots {
		if g, was := &t.h.grounds[p], &before.grounds[p]; g.capacity != was.capacity && t.spots[p].capacity >= 0 {
			t.spots[p].capacity = max(0, t.spots[p].capacity+g.capacity-was.capacity)
		}
	}
}

// amendClosures ends the closures in force that by the model now are not, and begins those that are. One that
// closes the same as one in force is that one, whenever either began.
func (t *trek) amendClosures(before *trek) {
	clear(t.holding)
	for i, held := range before.holding {
		if held && !t.keeps(&before.h.closures[i]) {
			t.reopen(&before.h.closures[i], true)
		}
	}
	for i := range t.h.closures {
		if c := &t.h.closures[i]; c.holdsUntil(t.day) && !t.holding[i] {
			t.close(c)
			t.holding[i] = true
		}
	}
}

// keeps says whether the model has a closure in force that closes the same, which is then held.
func (t *trek) keeps(held *closure) bool {
	for i := range t.h.closures {
		c := &t.h.closures[i]
		if !t.holding[i] && c.kind == held.kind && c.a == held.a && c.b == held.b && c.holdsUntil(t.day) {
			t.holding[i] = true
			return true
		}
	}
	return false
}

// holdsUntil says whether a closure has begun before a day and has not ended before it.
func (c *closure) holdsUntil(day int) bool {
	return c.closes >= 0 && c.closes < day && (c.opens < c.closes || c.opens >= day)
}

// amendConflicts ends, begins or changes the conflicts that by the model now are others than those there.
func (t *trek) amendConflicts() {
	now := make([]float64, len(t.spots))
	for _, changes := range t.h.weather.conflicts[:min(t.day, len(t.h.weather.conflicts))] {
		for _, c := range changes {
			now[c.place] = c.value
		}
	}
	changed := false
	for p := range t.spots {
		if s := &t.spots[p]; now[p] != s.fought {
			changed = t.fight(s, now[p]) || changed
		}
	}
	if changed {
		t.weighOrigins()
	}
}
