package reference

import (
	"math"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// location is a place as the rule neighbours sees it.
type location struct {
	index               int
	id, region, country string
	foreign             bool
	x, y                float64
	population          int
	capacity, perDay    float64
	initial             int
	trade, hdi          float64
	given               float64 // intensity written beside the place; NaN: none

	town, camp, idpCamp, conflict, marker, floodZone bool

	chance    float64 // to move on, a day
	intensity float64
	since     int // day on which the conflict began
	flood     int // today's level
	ipc       float64
	score     float64

	people  int
	links   []*road // open ways from here, in the order in which they are looked through
	closed  []*road
	fixed   []path // with fixed_routes: the best to every destination
	known   []path // the ways from here
	knownOn int    // the day of known, counted from 1
	with    map[[2]string]int
}

// origin is a way as the tables have it: what all copies of a road share.
type origin struct {
	from, to *location
	km       float64
	speed    float64
	walk     float64
	entered  int // index in the record
	open     bool
	forced   bool         // everybody at its start must take it, while redirection is honoured
	holders  map[int]bool // closures that hold it, when they are counted
}

// road is a way that people can be on. Opening again makes a new one.
type road struct {
	*origin
	closed bool
}

// build makes the network.
func (c *crowd) build() {
	for i := range c.sc.Places {
		c.locations = append(c.locations, c.location(i))
		c.byName[c.sc.Places[i].ID] = c.locations[i]
	}
	for i := range c.sc.Settlements {
		s := &c.sc.Settlements[i]
		c.found(c.byName[s.Place], s)
	}
	for _, l := range c.locations {
		l.score = c.score(l)
	}
	honoured := c.p.Without("redirection-inert")
	for i := range c.sc.Links {
		l := &c.sc.Links[i]
		from, to := c.byName[l.From], c.byName[l.To]
		times := 1
		if l.ForcedRedirection == 1 && !honoured {
			times = 2 // a flag of 1 adds the pair twice
		}
		for range times {
			c.link(from, to, l, 2*i).forced = honoured && l.ForcedRedirection == 1
			if l.BothWays {
				c.link(to, from, l, 2*i+1).forced = honoured && l.ForcedRedirection == 2
			}
		}
	}
}

func (c *crowd) link(from, to *location, l *scenario.Link, entered int) *origin {
	o := &origin{from: from, to: to, km: l.KM, speed: l.MaxMoveSpeed, walk: l.WalkProbability, entered: entered, open: true, holders: map[int]bool{}}
	if math.IsNaN(o.speed) {
		o.speed = c.p.MaxMoveSpeed
	}
	if math.IsNaN(o.walk) {
		o.walk = 0
	}
	c.roads = append(c.roads, o)
	from.links = append(from.links, &road{origin: o})
	return o
}

// location reads a row of places.csv.
func (c *crowd) location(i int) *location {
	p := &c.sc.Places[i]
	l := &location{index: i, id: p.ID, region: p.Admin1, country: p.Country, foreign: p.Country != c.sc.Places[0].Country,
		x: p.Lon, y: p.Lat, population: int(p.Population) / c.hasten(), capacity: -1, given: math.NaN(), trade: math.NaN(), hdi: math.NaN(), since: -1}
	if c.p.LatitudeFirst {
		l.x, l.y = p.Lat, p.Lon
	}
	if !math.IsInf(p.Capacity, 1) {
		l.capacity = math.Floor(p.Capacity / float64(c.hasten()))
	}
	c.become(l, "")
	return l
}

// found makes a place what its row of settlements.csv says.
func (c *crowd) found(l *location, s *scenario.Settlement) {
	l.initial, l.perDay, l.given, l.trade, l.hdi = int(s.InitialPeople), s.CapacityPerDay, s.Intensity, s.TradeVolume, s.HDI
	kind := s.Type
	if isConflict(kind) && s.ConflictDate > 0 {
		kind = "town"
	}
	c.become(l, kind)
	if l.chance < 0.005 && !l.camp && !l.floodZone {
		l.camp = true
	}
}

func isConflict(kind string) bool {
	kind = strings.ToLower(kind)
	return strings.Contains(kind, "conflict") && !strings.Contains(kind, "camp")
}

// become sets the flags and the move chance of a type. The day on which a
// conflict began stays.
func (c *crowd) become(l *location, kind string) {
	kind = strings.ToLower(kind)
	is := func(word string) bool { return strings.Contains(kind, word) }
	l.town, l.camp, l.idpCamp, l.conflict, l.marker, l.floodZone = false, false, false, false, false, false
	l.intensity, l.chance = -1, 1
	switch {
	case is("camp") && is("idp"):
		l.idpCamp, l.chance = true, c.p.IDPCampMoveChance
	case is("camp"):
		l.camp, l.chance = true, c.p.CampMoveChance
	case is("conflict"):
		l.conflict, l.chance, l.intensity = true, c.p.ConflictMoveChance, 1
		if !math.IsNaN(l.given) {
			l.intensity = l.given
		}
	case is("forward"):
	case is("marker"):
		l.marker = true
	case is("flood_zone"):
		l.floodZone, l.chance = true, c.p.DefaultMoveChance
	case is("default"), is("town"):
		l.town, l.chance = true, c.p.DefaultMoveChance
	}
}

// changeInput is what the day's tables say, before anybody flees.
func (c *crowd) changeInput() {
	today := c.sc.Period.From + calendar.Date(c.clock)
	for _, ch := range c.sc.SettlementChanges {
		if ch.Date != today || !recognised(ch.Type) {
			continue
		}
		l := c.byName[ch.Place]
		c.become(l, ch.Type)
		if l.conflict {
			l.intensity = math.Trunc(c.p.DefaultConflictStrength)
		}
	}
	for _, l := range c.locations {
		l.ipc = c.foodAt(l)
	}
	if c.p.FloodSpawning() || c.p.FloodRules {
		for _, l := range c.locations {
			l.flood = int(c.floodOn(l, c.clock))
		}
		return
	}
	c.changeConflicts()
}

func recognised(kind string) bool {
	kind = strings.ToLower(kind)
	for _, word := range []string{"camp", "conflict", "forward", "marker", "flood_zone", "default", "town"} {
		if strings.Contains(kind, word) {
			return true
		}
	}
	return false
}

// changeConflicts begins and ends conflicts by conflicts.csv.
func (c *crowd) changeConflicts() {
	const least = 1e-6
	changed := false
	for _, l := range c.locations {
		now, before := c.conflictOn(l, c.clock), c.conflictOn(l, c.clock-1)
		switch {
		case now > least && (c.clock == 0 || before < least):
			l.conflict, l.town, l.chance, l.intensity, l.since = true, false, c.p.ConflictMoveChance, now, c.clock
			changed = true
		case c.clock > 0 && now < least && before >= least:
			l.conflict, l.town, l.chance, l.intensity = false, true, c.p.DefaultMoveChance, -1
			changed = true
		case now > least && now != before && c.p.Without("intensity-ignored"):
			l.intensity = now
			changed = true
		}
	}
	if changed {
		c.weigh()
	}
}

func (c *crowd) conflictOn(l *location, day int) float64 {
	return c.conflicts[l.id].on(c.sc.Period.From + calendar.Date(day))
}

func (c *crowd) floodOn(l *location, day int) float64 {
	return c.floodLevels[l.id].on(c.sc.Period.From + calendar.Date(day))
}

// steps is a value that changes on dates; 0 before the first.
type steps []change

type change struct {
	date  calendar.Date
	value float64
}

func (s steps) on(date calendar.Date) float64 {
	value, latest := 0.0, calendar.None
	for _, x := range s {
		if x.date <= date && (!latest.Given() || x.date >= latest) {
			value, latest = x.value, x.date
		}
	}
	return value
}

// foodAt is the share of people in need of food in a place's region,
// interpolated; outside the days given it is that of the nearest.
func (c *crowd) foodAt(l *location) float64 {
	if c.food[l.id] != nil || c.food[c.sc.Places[l.index].Name] != nil {
		return 0 // a place that is called like a region gets no value
	}
	rows := c.food[l.region]
	if len(rows) == 0 {
		return 0
	}
	day := float64(c.clock)
	for i := range rows {
		if day > rows[i].Day {
			continue
		}
		if i == 0 {
			return rows[0].IPC
		}
		a, b := &rows[i-1], &rows[i]
		return a.IPC + (day-a.Day)/(b.Day-a.Day)*(b.IPC-a.IPC)
	}
	return rows[len(rows)-1].IPC
}
