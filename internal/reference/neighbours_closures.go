package reference

import "haven/scenario"

// closure is a row of closures.csv by days.
type closure struct {
	row         *scenario.Closure
	start, end  int // days; never is before the first day
	first, last *location
}

const never = -1

// plan reads closures.csv. A name that is no place's stands for the first
// place, unless that quirk is off: then the row does nothing.
func (c *crowd) plan() {
	for i := range c.sc.Closures {
		r := &c.sc.Closures[i]
		x := closure{row: r, start: never, end: never}
		if r.Closes.Given() {
			x.start = int(r.Closes - c.sc.Period.From)
		}
		if r.Opens.Given() {
			x.end = int(r.Opens - c.sc.Period.From)
		}
		if r.Kind == "country" {
			c.closures = append(c.closures, x)
			continue
		}
		x.first, x.last = c.named(r.First), c.named(r.Second)
		if x.first == nil || (x.last == nil && (r.Kind == "link" || r.Kind == "remove_forced_redirection")) {
			continue
		}
		c.closures = append(c.closures, x)
	}
}

func (c *crowd) named(name string) *location {
	l := c.byName[name]
	if l == nil && !c.p.Without("unknown-closes-first") {
		l = c.locations[0]
	}
	return l
}

// close applies the closures of the day in the order of the file, each
// row's start before its end.
func (c *crowd) close() {
	for i := range c.closures {
		x := &c.closures[i]
		if x.start == c.clock {
			c.shut(i)
		}
		if x.end == c.clock {
			c.open(i)
		}
	}
}

func (c *crowd) shut(i int) {
	x := &c.closures[i]
	switch x.row.Kind {
	case "camp", "idpcamp":
		x.first.camp, x.first.idpCamp, x.first.town, x.first.chance = false, false, true, c.p.DefaultMoveChance
	case "remove_forced_redirection":
		// Without redirection nothing is forced and there is nothing to remove.
		for _, o := range c.roads {
			if (o.from == x.first && o.to == x.last) || (o.from == x.last && o.to == x.first) {
				o.forced = false
			}
		}
	case "country", "location", "link":
		for _, o := range c.roads {
			if c.concerns(x, o) {
				o.holders[i] = true
				c.shutRoad(o)
			}
		}
	}
}

func (c *crowd) open(i int) {
	x := &c.closures[i]
	switch x.row.Kind {
	case "camp":
		x.first.camp, x.first.idpCamp, x.first.town, x.first.chance = true, false, false, c.p.CampMoveChance
	case "idpcamp":
		x.first.camp, x.first.idpCamp, x.first.town, x.first.chance = false, true, false, c.p.IDPCampMoveChance
	case "country", "location", "link":
		// From every place the closed ways come back in the order in which
		// they were closed, behind those that stayed open.
		for _, l := range c.locations {
			for _, r := range append([]*road(nil), l.closed...) {
				if !c.concerns(x, r.origin) {
					continue
				}
				delete(r.holders, i)
				if !c.p.Without("reopening-revives-all") || len(r.holders) == 0 {
					c.revive(r)
				}
			}
		}
	}
}

// concerns says whether a closure is about a way.
func (c *crowd) concerns(x *closure, o *origin) bool {
	switch x.row.Kind {
	case "country":
		a, b := x.row.First, x.row.Second
		return (o.from.country == a && o.to.country == b) || (o.from.country == b && o.to.country == a)
	case "location":
		return o.from == x.first || o.to == x.first
	}
	backward := o.from == x.last && o.to == x.first
	if c.p.Without("link-closures-dead") {
		return backward || (o.from == x.first && o.to == x.last)
	}
	// Flee compares names by identity, which only those of one letter pass,
	// and then takes the way back alone.
	return backward && len(x.first.id) == 1 && len(x.last.id) == 1
}

// shutRoad takes a way out of the list of its first place. Those on it find
// it closed when they get to its end.
func (c *crowd) shutRoad(o *origin) {
	for i, r := range o.from.links {
		if r.origin == o {
			o.from.links = append(o.from.links[:i], o.from.links[i+1:]...)
			o.from.closed = append(o.from.closed, r)
			r.closed, o.open = true, false
			return
		}
	}
}

// revive puts a new copy of a closed way at the end of the list: those who are
// on the old one still find that closed.
func (c *crowd) revive(old *road) {
	from := old.from
	for i, r := range from.closed {
		if r == old {
			from.closed = append(from.closed[:i], from.closed[i+1:]...)
			break
		}
	}
	old.open = true
	from.links = append(from.links, &road{origin: old.origin})
}
