package flee

import (
	"math"
	"slices"

	"haven/internal/calendar"
	"haven/scenario"
)

// Triggered are the quirks of Flee's program that can act in a scenario and are not
// turned off, in the order of scenario.Quirks. What registrations decide is exact: it is
// worked out with and without the quirk. What depends on where people go is told when the folder
// allows it, whether or not anybody meets it: full-speed-per-link, strict-arrival,
// bounce-at-reopened, reopening-revives-all, full-destinations-uniform, warnings-in-output. dead-keys
// leave no trace in a scenario; opening the folder warns of them.
func Triggered(s *scenario.Scenario) []scenario.Quirk {
	c := &inspection{s: s, n: &s.Parameters.Neighbours, at: map[string]int{}}
	for i := range s.Places {
		c.at[s.Places[i].ID] = i
	}
	c.register, _ = scenario.NewRegister(s)
	var list []scenario.Quirk
	for _, q := range scenario.Quirks() {
		if look := looks[q.Name]; look != nil && !c.n.Without(q.Name) && look(c) {
			list = append(list, q)
		}
	}
	return list
}

// inspection is a scenario while it is looked through.
type inspection struct {
	s        *scenario.Scenario
	n        *scenario.Neighbours
	register *scenario.Register // nil when none can be made
	at       map[string]int     // places by id
}

// looks say for each quirk whether it can act.
var looks = map[string]func(c *inspection) bool{
	"day0-counted-twice":      func(c *inspection) bool { return c.registersOtherwise("day0-counted-twice") },
	"date-one-ahead":          func(*inspection) bool { return true },
	"initial-camps-twice":     (*inspection).initialCamps,
	"truncated-registrations": func(c *inspection) bool { return c.registersOtherwise("truncated-registrations") },
	"redirection-inert": func(c *inspection) bool {
		return c.anyLink(func(l *scenario.Link) bool { return l.ForcedRedirection != 0 })
	},
	"link-closures-dead":        (*inspection).linkClosures,
	"unknown-closes-first":      (*inspection).unknownClosures,
	"full-speed-per-link":       func(c *inspection) bool { return c.anyLink(func(l *scenario.Link) bool { return l.KM < c.speed(l) }) },
	"strict-arrival":            func(c *inspection) bool { return c.anyLink(c.metExactly) },
	"decay-late":                (*inspection).decays,
	"intensity-ignored":         (*inspection).intensities,
	"zero-weight":               (*inspection).noConflict,
	"reopening-revives-all":     (*inspection).overlapping,
	"bounce-at-reopened":        (*inspection).reopens,
	"full-destinations-uniform": (*inspection).allCanFill,
	"awareness-zero":            func(c *inspection) bool { return c.n.AwarenessLevel == 0 },
	"parallel-links":            (*inspection).parallel,
	"first-row-is-total":        func(c *inspection) bool { return c.registersOtherwise("first-row-is-total") },
	"unreachable-rows-spawn":    func(c *inspection) bool { return c.registersOtherwise("unreachable-rows-spawn") },
	"initial-idps-unscaled": func(c *inspection) bool {
		return c.n.Hasten > 1 && slices.ContainsFunc(c.s.Settlements, func(e scenario.Settlement) bool { return e.InitialPeople > 0 })
	},
	"highest-flood-level": (*inspection).highFlood,
	"unhcr-zero":          (*inspection).rawZero,
	"warnings-in-output":  func(c *inspection) bool { return c.n.TakeFromPopulation },
}

// registersOtherwise says whether the register says something else without a quirk.
func (c *inspection) registersOtherwise(quirk string) bool {
	if c.register == nil {
		return false
	}
	other := *c.s
	other.Parameters.Neighbours.WithoutQuirks = append(slices.Clip(c.n.WithoutQuirks), quirk)
	without, err := scenario.NewRegister(&other)
	if err != nil {
		return true
	}
	days := c.s.Period.Days()
	for d := range days {
		if c.register.Displaced(d) != without.Displaced(d) {
			return true
		}
		for _, i := range c.s.Outputs() {
			if c.register.Printed(c.s.Places[i].ID, d) != without.Printed(c.s.Places[i].ID, d) {
				return true
			}
		}
	}
	return false
}

func (c *inspection) anyLink(is func(*scenario.Link) bool) bool {
	for i := range c.s.Links {
		if is(&c.s.Links[i]) {
			return true
		}
	}
	return false
}

// speed is how far people get on a link in a day.
func (c *inspection) speed(l *scenario.Link) float64 {
	if l.MaxMoveSpeed > 0 {
		return l.MaxMoveSpeed
	}
	return c.n.MaxMoveSpeed
}

// metExactly says whether whole days of travel, on foot or not, add up to a
// link's very length.
func (c *inspection) metExactly(l *scenario.Link) bool {
	speed, walk := c.speed(l), c.n.MaxWalkSpeed
	const longest = 1000 // days on one link
	for onFoot := 0.0; onFoot <= longest && onFoot*walk <= l.KM; onFoot++ {
		if rides := (l.KM - onFoot*walk) / speed; rides == math.Trunc(rides) && rides+onFoot > 0 {
			return true
		}
		if !c.n.StartOnFoot && !(l.WalkProbability > 0) {
			break
		}
	}
	return false
}

func (c *inspection) initialCamps() bool {
	if c.register == nil || !c.n.InsertDay0 || !c.n.FromRegistrations() {
		return false
	}
	for _, i := range c.s.Outputs() {
		p := &c.s.Places[i]
		if room := math.Floor(p.Capacity / float64(c.n.Hasten)); room > 0 && !math.IsInf(room, 1) && c.register.DayZero(p.ID) > 0 {
			return true
		}
	}
	return false
}

// acts says whether a closure begins or ends within the run.
func (c *inspection) acts(r *scenario.Closure) bool {
	return c.within(r.Closes) || c.within(r.Opens)
}

func (c *inspection) within(d calendar.Date) bool {
	return d.Given() && d >= c.s.Period.From && d <= c.s.Period.To
}

func (c *inspection) linkClosures() bool {
	for i := range c.s.Closures {
		if r := &c.s.Closures[i]; r.Kind == "link" && c.within(r.Closes) && c.anyLink(func(l *scenario.Link) bool {
			return l.From == r.First && l.To == r.Second || l.From == r.Second && l.To == r.First
		}) {
			return true
		}
	}
	return false
}

func (c *inspection) unknownClosures() bool {
	for i := range c.s.Closures {
		r := &c.s.Closures[i]
		_, known := c.at[r.First]
		if !known && c.acts(r) && (r.Kind == "location" || r.Kind == "camp" || r.Kind == "idpcamp") {
			return true
		}
	}
	return false
}

func (c *inspection) decays() bool {
	list := c.n.ConflictSpawnDecay
	return c.n.FromRegistrations() && len(list) > 1 && slices.Min(list) != slices.Max(list) && (len(c.s.Conflicts) > 0 || c.fromStart() > 0)
}

// fromStart counts the places that are in conflict from the start and have people.
func (c *inspection) fromStart() int {
	n := 0
	for i := range c.s.Settlements {
		if e := &c.s.Settlements[i]; scenario.SettlementKind(e.Type) == "conflict" && e.ConflictDate <= 0 && c.people(e.Place) {
			n++
		}
	}
	return n
}

func (c *inspection) people(place string) bool {
	i, ok := c.at[place]
	return ok && c.s.Places[i].Population >= int64(c.n.Hasten)
}

// nothing is the intensity below which Flee sees no conflict.
const nothing = 1e-6

func (c *inspection) intensities() bool {
	last := map[string]float64{}
	for i := range c.s.Conflicts {
		r := &c.s.Conflicts[i]
		if last[r.Place] > nothing && r.Intensity > nothing && r.Intensity != last[r.Place] && c.within(r.Date) {
			return true
		}
		last[r.Place] = r.Intensity
	}
	return false
}

// noConflict says whether on some day no place with people is in conflict.
func (c *inspection) noConflict() bool {
	if !c.n.FromRegistrations() || c.n.StarvationSpawning {
		return false
	}
	active := map[string]bool{}
	for i := range c.s.Settlements {
		if e := &c.s.Settlements[i]; scenario.SettlementKind(e.Type) == "conflict" && e.ConflictDate <= 0 && c.people(e.Place) {
			active[e.Place] = true
		}
	}
	rows, next := c.s.Conflicts, 0
	last := map[string]float64{}
	for d := c.s.Period.From; d <= c.s.Period.To; d++ {
		for next < len(rows) && rows[next].Date <= d {
			r := &rows[next]
			next++
			switch {
			case r.Intensity > nothing && c.people(r.Place):
				active[r.Place] = true
			case r.Intensity < nothing && last[r.Place] >= nothing:
				delete(active, r.Place)
			}
			last[r.Place] = r.Intensity
		}
		if len(active) == 0 {
			return true
		}
	}
	return false
}

// closesLinks says whether a closure takes links away.
func closesLinks(r *scenario.Closure) bool { return r.Kind == "country" || r.Kind == "location" }

// overlapping says whether something opens while something else keeps links closed.
func (c *inspection) overlapping() bool {
	for i := range c.s.Closures {
		a := &c.s.Closures[i]
		if !closesLinks(a) || !c.within(a.Opens) {
			continue
		}
		for j := range c.s.Closures {
			b := &c.s.Closures[j]
			if i != j && closesLinks(b) && b.Closes.Given() && b.Closes <= a.Opens && (!b.Opens.Given() || b.Opens > a.Opens) {
				return true
			}
		}
	}
	return false
}

// reopens says whether links close while people can be on them, and open again.
func (c *inspection) reopens() bool {
	for i := range c.s.Closures {
		if r := &c.s.Closures[i]; closesLinks(r) && c.within(r.Closes) && r.Closes > c.s.Period.From && c.within(r.Opens) && r.Opens > r.Closes {
			return true
		}
	}
	return false
}

// allCanFill says whether there is a place all of whose neighbours can be full.
func (c *inspection) allCanFill() bool {
	unlimited := make([]bool, len(c.s.Places)) // has a neighbour that cannot be full
	linked := make([]bool, len(c.s.Places))
	can := func(i int) bool {
		room := math.Floor(c.s.Places[i].Capacity/float64(c.n.Hasten)) * c.n.CapacityScaling
		return room >= 1 && !math.IsInf(room, 1)
	}
	for i := range c.s.Links {
		a, okA := c.at[c.s.Links[i].From]
		b, okB := c.at[c.s.Links[i].To]
		if !okA || !okB {
			continue
		}
		linked[a], linked[b] = true, true
		unlimited[a] = unlimited[a] || !can(b)
		unlimited[b] = unlimited[b] || !can(a)
	}
	for i := range linked {
		if linked[i] && !unlimited[i] {
			return true
		}
	}
	return false
}

func (c *inspection) parallel() bool {
	seen := map[[2]string]bool{}
	for i := range c.s.Links {
		a, b := c.s.Links[i].From, c.s.Links[i].To
		if a > b {
			a, b = b, a
		}
		if seen[[2]string{a, b}] {
			return true
		}
		seen[[2]string{a, b}] = true
	}
	return false
}

// highFlood says whether a flood reaches the last number of a list.
func (c *inspection) highFlood() bool {
	if !c.n.FloodSpawning() {
		return false
	}
	top := len(c.n.DisplacedPerFloodDay)
	for _, list := range [][]float64{c.n.FloodMoveChances, c.n.FloodLocWeights} {
		if len(list) > 0 {
			top = min(top, len(list))
		}
	}
	return slices.ContainsFunc(c.s.Floods, func(r scenario.FloodLevel) bool { return r.Level >= float64(top-1) })
}

// rawZero says whether on some day nothing is registered in all.
func (c *inspection) rawZero() bool {
	if c.register == nil {
		return false
	}
	_, raw, _ := c.register.Schedule(c.s.Period.Days())
	return slices.Min(raw) <= 0
}
