package movement

import (
	"math"

	"haven/draw"
)

// crossroads is how those of one class who decide at a place do: whether they
// move on, and where to.
type crossroads struct {
	valid  bool
	sure   bool // whoever decides moves
	town   bool // a forced decision is to move
	quiet  bool // nobody ever moves
	chance float64
	ways   []wayOn   // what those who move choose among
	p      []float64 // their chances
	free   alias     // ways, then staying
	tied   alias     // the same for those who are forced, in towns

	options []wayOn // ways, then staying
}

// wayOn is one choice: a lane and the route behind it; lane none is to be refused,
// which ends the day.
type wayOn struct {
	lane, route int32
	to, link    int32
	speed       float64 // km a day
	slack       float64 // km that a day's travel has more than the lane
	adds, takes float64 // speed and slack of those who stroll; 0 if the way is special
	until       float64 // km today below which strollers decide again at its end; 0: never
	onward      int32   // how many places further its end is in the table of places
	ending      int32   // the same for those whose day ends on it or at its end, lanes counted behind places
	plain       bool    // all get to its end within a day
	special     bool    // more has to be known of people than how far they have come
}

// onto is the way that begins with a lane.
func (t *trek) onto(lane, route int32) wayOn {
	w := wayOn{lane: lane, route: route}
	if lane != none {
		l := &t.lanes[lane]
		w.to, w.link, w.speed, w.slack = l.to, l.link, l.speed, l.speed-l.km
		steady := l.walking == 0 && t.h.quirks.fullSpeed
		w.plain = steady && l.speed > l.km
		w.onward = l.to - l.from
		switch {
		case w.plain && route == noRoute:
			w.adds, w.takes, w.until, w.ending = w.speed, w.slack, l.speed, w.onward
		case steady && l.speed < l.km && route == noRoute:
			w.adds, w.ending = w.speed, int32(len(t.spots))+lane-l.from
		default:
			w.special = true
		}
	}
	return w
}

// table is the crossroads of a class at a place, brought up to date.
func (t *trek) table(class, place int) *crossroads {
	x := &t.tables[t.cell(class, place)]
	if !x.valid {
		t.weighWays(x, class, place)
		x.valid = true
	}
	return x
}

// tableOf is table for a cell: a class and a place in one number.
func (t *trek) tableOf(cell uint32) *crossroads {
	return t.table(int(cell)/len(t.spots), int(cell)%len(t.spots))
}

// weighWays weighs what can be chosen from a place:
// ((weight_softening + S) / (softening + km)^distance_power * capacity factor)^weight_power.
func (t *trek) weighWays(x *crossroads, class, place int) {
	set, s, r := t.h.set, &t.spots[place], &t.reach[place]
	x.ways, x.p, x.town = x.ways[:0], x.p[:0], s.town
	x.chance = t.h.moderate(s.chance, t.h.people.classes[class].awareness, place, t.day)
	if len(r.forced) > 0 {
		x.chance = 1
	}
	if set.FixedRoutes {
		t.weighStored(x, class, place)
		return
	}
	total, top := 0.0, 0.0
	for i := range r.prospects {
		c := &r.prospects[i]
		w := (set.WeightSoftening + t.appeal(class, place, int(c.end))) * c.near * t.spots[c.end].factor
		if set.AwarenessLevel == 0 {
			w = c.near
		}
		if set.WeightPower != 1 {
			w = draw.Pow(w, set.WeightPower)
		}
		lane := c.lane
		if t.refuses(c.end) {
			lane = none
		}
		x.ways, x.p = append(x.ways, t.onto(lane, c.route)), append(x.p, w)
		top = math.Max(top, w)
	}
	if set.PruningThreshold >= 1.001 {
		for i := range x.p {
			if x.p[i] < top/set.PruningThreshold {
				x.p[i] = 0
			}
		}
	}
	for _, w := range x.p {
		total += w
	}
	t.finish(x, t.cell(class, place), total)
}

// unweighed is a place with a way out, or all of them, whose weight cannot be a chance: settings
// such as a negative softening make numbers below 0 or without end.
type unweighed struct {
	place  int
	weight float64
}

// unweighable is the first of weights, or their sum, that no chance can be made of.
func unweighable(weights []float64, total float64) (w float64, bad bool) {
	for _, w := range weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return w, true
		}
	}
	return total, math.IsInf(total, 1)
}

// finish makes weights chances and readies the table for draws. Where nothing has
// any weight Flee takes all ways for equal.
func (t *trek) finish(x *crossroads, cell int, total float64) {
	n := len(x.p)
	if w, bad := unweighable(x.p, total); bad {
		t.noWeight, total = &unweighed{cell % len(t.spots), w}, 0
	}
	if n == 0 || !(total > 0) && !t.h.quirks.uniformWhenFull {
		x.ways, x.p, x.chance, x.town = x.ways[:0], x.p[:0], 0, false
		n = 0
	}
	for i := range x.p {
		if total > 0 {
			x.p[i] /= total
		} else {
			x.p[i] = 1 / float64(n)
		}
	}
	x.sure, x.quiet = x.chance >= 1, n == 0 || x.chance <= 0 && !x.town
	t.alias.build(&x.free, x.p, math.Min(math.Max(x.chance, 0), 1))
	for o := range x.ways {
		if x.ways[o].lane == none {
			x.free.divert(int16(o), int16(n))
		}
	}
	if x.town && t.h.avoids {
		t.alias.build(&x.tied, x.p, 1)
		for o := range x.ways {
			if x.ways[o].lane == none {
				x.tied.divert(int16(o), int16(n))
			}
		}
	}
	x.ways = append(x.ways, wayOn{lane: none, link: int32(len(t.flow) - 1)})
	x.options, x.ways = x.ways, x.ways[:n]
	forced := &x.free
	if x.town && t.h.avoids {
		forced = &x.tied
	}
	t.post(cell, x.options, &x.free, forced)
}

// refuses says whether a camp is so full that people turn around at the
// thought of it.
func (t *trek) refuses(end int32) bool {
	s := &t.spots[end]
	return s.factor < 0.5 && s.kind.isCamp()
}

// appeal is S: the score of a place for a class that thinks of it at another place.
func (t *trek) appeal(class, at, end int) float64 {
	set, s, c := t.h.set, &t.spots[end], &t.h.people.classes[class]
	x := s.score
	switch c.takes {
	case squared:
		x *= x
	case boldly:
		x = 1
	}
	if set.StayCloseToHome {
		a, b := &t.h.grounds[at], &t.h.grounds[end]
		x /= draw.Pow(math.Max(1, greatCircle(a.y, a.x, b.y, b.x)), set.HomeDistancePower)
	}
	if s.level > 0 {
		x *= atLevel(set.FloodLocWeights, s.level)
	}
	if t.h.forecasts(t.day) {
		_, flood := t.h.forecast(end, t.day)
		x *= float64(c.awareness * flood * flood / float64(set.FloodForecastTimescale))
	}
	i := t.cell(class, end)
	switch {
	case s.kind.isCamp():
		if set.MatchCampEthnicity {
			x *= 10 * t.kin[i]
		}
		if set.MatchCampReligion {
			x *= t.faith[i] / set.AvgReligionFraction
		}
	default:
		match := set.MatchTownEthnicity
		if s.intensity > 0 {
			match = set.MatchConflictEthnicity
		}
		if match {
			x *= 10 * t.kin[i]
		}
		if set.UsePopForLocWeight {
			x *= draw.Pow(math.Max(1, float64(s.population)), set.PopPowerForWeight)
		}
	}
	return x
}

// moderate is the chance to move on of somebody who looks at flood forecasts.
func (h *neighbourhood) moderate(chance, awareness float64, place, day int) float64 {
	if !h.forecasts(day) {
		return chance
	}
	flood, _ := h.forecast(place, day)
	return chance * float64(awareness*flood/float64(h.set.FloodForecastTimescale))
}

// capacityFactor is how willingly a place takes people in: 1 up to the buffer,
// 0 at its capacity, in between falling; without a capacity always 1.
func (t *trek) capacityFactor(s *spot) float64 {
	c := float64(s.capacity) * t.h.set.CapacityScaling
	if c < 1 {
		return 1
	}
	n, buffer := float64(s.people), t.h.set.CapacityBuffer
	switch {
	case n <= float64(buffer*c):
		return 1
	case n >= c:
		return 0
	}
	return 1 - (n-float64(buffer*c))/float64(c*(1-buffer))
}

// refresh brings what tables know of a place's fullness up to date.
func (t *trek) refresh(p int) {
	s := &t.spots[p]
	if f := t.capacityFactor(s); f != s.factor {
		s.factor = f
		t.stale(p)
	}
}

// choose lets everybody at a place decide whether to set out and where to.
// What people find is what those before them have left: first those in places that
// can be full decide, who have mostly been under way for longest, and whom Flee, which takes
// people in the order in which they started to flee, asks first.
func (t *trek) choose() {
	t.prepare()
	for p := range t.spots {
		t.refresh(p)
	}
	for _, p := range t.h.order {
		before := t.spots[p].people
		if t.harvest {
			t.goHarvest(p)
			continue
		}
		for c := range t.h.people.classes {
			t.comeFromHarvest(c, p)
			t.decideAt(c, p)
		}
		t.followRoutes(int32(p))
		if t.spots[p].people != before {
			t.refresh(p)
		}
	}
	t.rest()
}

// decideAt lets those of a class without a route decide in the morning.
func (t *trek) decideAt(class, place int) {
	here := &t.stay[t.cell(class, place)]
	here.class = int16(class)
	t.decideHere(here, place)
}

// decideHere lets a band that is at a place decide in the morning; who stays is
// left in it.
func (t *trek) decideHere(here *band, place int) {
	if here.total() == 0 {
		return
	}
	class := int(here.class)
	x := t.table(class, place)
	if len(x.ways) == 0 || x.chance <= 0 {
		return
	}
	t.nodes, t.done = t.nodes[:0], t.done[:0]
	t.makeRoom(len(x.ways) + 2)
	d := decision{x: x, who: here, dawn: true, key: t.key.With(t.h.grounds[place].key).With(t.h.people.classes[class].key).With(forSettingOut + uint64(here.route)<<8)}
	d.stay = t.spare(int32(place), int16(class), noRoute, 0)
	t.resolve(&d)
	here.n = t.nodes[d.stay].n
	for o := range x.ways {
		if t.counts[o] > 0 {
			t.setOut(place, &t.nodes[t.targets[o]], x.ways[o].lane)
		}
	}
}

// fewDeciders of a band are drawn one by one: more are cheaper split by
// binomial draws.
const fewDeciders = 64

// setOut puts people from a place on a lane.
func (t *trek) setOut(place int, c *band, lane int32) {
	l := &t.lanes[lane]
	n := c.total()
	t.spots[place].people -= n
	t.onLinks += n
	t.flow[l.link] += n
	c.km = 0
	l.who = join(l.who, c)
}

// followRoutes lets those who have a route take its next step. Where there is
// no way any more, or the camp it leads to is full, they drop it and stay today.
func (t *trek) followRoutes(place int32) {
	for i := range t.routed[place] {
		c := &t.routed[place][i]
		var lane int32
		if t.redirected(place, c.route) {
			t.decideHere(c, int(place))
			c.route = noRoute
			t.settleDown(place, c)
			continue
		}
		if lane, c.route = t.nextStep(place, c.route); lane == none {
			t.settleDown(place, c)
		} else {
			t.setOut(int(place), c, lane)
		}
	}
	t.routed[place] = t.routed[place][:0]
}

// nextStep is the lane that a route takes from a place, none when it is refused.
func (t *trek) nextStep(place, route int32) (lane, rest int32) {
	r := &t.routes.list[route]
	if lane = t.firstTo(place, r.next); lane == none || t.refuses(r.final) {
		return none, noRoute
	}
	return lane, r.rest
}

// redirected says whether a route cannot be followed from a place because
// everybody there has to go another way.
func (t *trek) redirected(place, route int32) bool {
	for _, l := range t.reach[place].forced {
		if t.lanes[l].to == t.routes.list[route].next {
			return false
		}
	}
	return len(t.reach[place].forced) > 0
}
