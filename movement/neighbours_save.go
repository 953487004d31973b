package movement

import (
	"fmt"
	"slices"

	"haven/draw"
)

// archive writes the state at the end of a day down, or reads it. Routes keep
// their numbers, since random streams are found by them.
func (t *trek) archive(a *archive) {
	crowd := t.h.nameCrowd()
	own := crowd
	if a.bits(&crowd); !a.check(crowd == own) {
		a.fail(fmt.Errorf("it tells other people apart, or other directions of links"))
		return
	}
	for _, n := range []*int64{&t.owed, &t.total, &t.onLinks} {
		a.count(n)
	}
	a.signed(&t.corrected)
	a.whole(&t.opened)
	for p := range t.spots {
		t.spots[p].archive(a)
	}
	t.archiveRoutes(a)
	t.archiveLanes(a)
	for i := range t.stay {
		t.archiveLevels(a, &t.stay[i].n)
		t.stay[i].class = int16(i / len(t.spots))
	}
	for p := range t.routed {
		t.routed[p] = list(a, t.routed[p], func(b *band) { t.archiveBand(a, b) })
	}
	a.counts(t.sunk)
	for i := range t.away {
		a.signed(&t.away[i])
	}
	a.numbers(t.weights)
	a.counts(t.arrived)
	if a.reading && a.err == nil {
		t.checkCounts(a)
	}
}

// checkCounts holds what places say against those who are there: those away
// for the harvest are counted where they were born.
func (t *trek) checkCounts(a *archive) {
	there, onLinks := make([]int64, len(t.spots)), int64(0)
	for i := range t.stay {
		class, place := i/len(t.spots), i%len(t.spots)
		there[place] += t.stay[i].total() + t.sunk[i] - t.away[i]
		if birth := t.h.people.classes[class].birth; t.away[i] != 0 && a.check(birth != none) {
			there[birth] += t.away[i]
		}
	}
	for p := range t.routed {
		for i := range t.routed[p] {
			there[p] += t.routed[p][i].total()
		}
	}
	for i := range t.lanes {
		for j := range t.lanes[i].who {
			onLinks += t.lanes[i].who[j].total()
		}
	}
	for p := range t.spots {
		a.check(there[p] == t.spots[p].people)
	}
	a.check(onLinks == t.onLinks)
}

// nameCrowd is a hash of whom the rule tells apart, and of the directions of
// links that a state counts people on.
func (h *neighbourhood) nameCrowd() uint64 {
	name := draw.Hash("crowd")
	for i := range h.people.classes {
		c := &h.people.classes[i]
		name = draw.Mix(name, draw.Hash(fmt.Sprint(c.takes, c.religion, c.ethnicity, c.birth, c.fresh)))
	}
	for i := range h.tracks {
		name = draw.Mix(name, h.tracks[i].key)
	}
	return name
}

func (s *spot) archive(a *archive) {
	a.signed(&s.people)
	a.signed(&s.population)
	a.signed(&s.capacity)
	for _, k := range []*kind{&s.kind, &s.moves} {
		u := uint64(*k)
		a.bits(&u)
		a.check(u <= uint64(kindFlood))
		*k = kind(u)
	}
	a.flag(&s.town)
	a.whole(&s.since)
	for _, x := range []*float64{&s.intensity, &s.fought, &s.score, &s.factor, &s.level} {
		a.number(x)
	}
}

func (t *trek) archiveRoutes(a *archive) {
	rest := list(a, t.routes.list[1:], func(k *routeRest) {
		a.index(&k.next, len(t.spots))
		a.index(&k.final, len(t.spots))
		left := int64(k.rest)
		a.count(&left)
		k.rest = int32(min(left, 1<<30))
		a.check(k.next != none && k.final != none)
	})
	if !a.reading {
		return
	}
	rest = append([]routeRest(nil), rest...)
	t.routes.reset()
	for i, k := range rest {
		if !a.check(int(k.rest) <= i) { // the rest of a route is known before it
			return
		}
		t.routes.list = append(t.routes.list, k)
		t.routes.known[k] = int32(i + 1)
	}
}

// archiveLanes are the lanes with whoever is on them, and which of them can be
// taken. A track that was closed and opened again has several.
func (t *trek) archiveLanes(a *archive) {
	n := a.length(len(t.lanes))
	if a.reading {
		t.lanes = t.lanes[:0]
	}
	for i := range n {
		number := int32(0)
		if !a.reading {
			number = t.lanes[i].number
		}
		if a.index(&number, len(t.h.tracks)); !a.check(number != none) {
			return
		}
		if a.reading {
			t.addLane(number)
		}
		l := &t.lanes[i]
		a.flag(&l.closed)
		a.flag(&l.forced)
		l.who = list(a, l.who, func(b *band) { t.archiveBand(a, b) })
	}
	seen := make([]bool, len(t.lanes))
	for p := range t.open {
		for _, lanes := range []*[]int32{&t.open[p], &t.shut[p]} {
			*lanes = list(a, *lanes, func(l *int32) {
				a.index(l, len(t.lanes))
				if a.check(*l != none && !seen[max(*l, 0)] && t.lanes[*l].from == int32(p)) {
					seen[*l] = true
				}
			})
		}
	}
	t.holds = archiveHolds(a, t.holds)
	t.archiveClosures(a)
}

// archiveClosures are the closures in force, by what they close and from when: another model may know
// of more of them, or of others.
func (t *trek) archiveClosures(a *archive) {
	var names []uint64
	for i, in := range t.holding {
		if in && !a.reading {
			names = append(names, t.h.closures[i].name())
		}
	}
	names = list(a, names, a.bits)
	if !a.reading {
		return
	}
	for i := range t.holding {
		t.holding[i] = slices.Contains(names, t.h.closures[i].name())
	}
}

// name is a hash of what is closed and from when.
func (c *closure) name() uint64 {
	return draw.Hash(fmt.Sprintf("%s %q %q %d", c.kind, c.a, c.b, c.closes))
}

func archiveHolds(a *archive, holds []int16) []int16 {
	for i := range holds {
		n := int(holds[i])
		a.whole(&n)
		a.check(n > -1<<14 && n < 1<<14)
		holds[i] = int16(n)
	}
	return holds
}

func (t *trek) archiveBand(a *archive, b *band) {
	t.archiveLevels(a, &b.n)
	a.number(&b.km)
	class := int32(b.class)
	a.index(&class, len(t.h.people.classes))
	b.class = int16(class)
	a.index(&b.route, len(t.routes.list))
	a.check(class != none && b.route != none && b.km >= 0)
}

// archiveLevels are people by stint index: which levels there are, and how
// many are on each. A model that keeps no stint index counts all as one.
func (t *trek) archiveLevels(a *archive, n *[stintLevels]int64) {
	some := uint64(0)
	for l, k := range n {
		if k > 0 {
			some |= 1 << l
		}
	}
	a.bits(&some)
	if !a.check(some < 1<<stintLevels) {
		return
	}
	for l := range n {
		if some>>l&1 == 0 {
			continue
		}
		a.count(&n[l])
		if a.reading && l >= t.levels {
			n[0] += n[l]
			n[l] = 0
		}
	}
}
