package movement

import (
	"math"
	"slices"

	"haven/internal/calendar"
	"haven/scenario"
)

// epoch is a stretch of days over which the same policies are in force. It
// names the policy that rules each case, none where there is none; what the
// policy is worth is a member's own number.
type epoch struct {
	entry, visa []int32 // by leg and kept
	asylum      []int32 // by destination and kept
	exit        []int32 // by lane and kept
	deterrent   []int32 // by lane and kept
	laneRule    []int32 // transport, by lane
	linkRule    []int32 // transport, by link
	usual       []int32 // entry rule for usual travellers, by lane
	penalty     []int32 // by group
	exemption   []int32 // by group
	surrender   int32
	callups     []int32
}

// findEpochs cuts the period where a policy starts or ends.
func (f *Frame) findEpochs() {
	days := f.sc.Period.Days()
	starts := make([]bool, days)
	starts[0] = true
	mark := func(d calendar.Date) {
		if d.Given() && d > f.sc.Period.From && d <= f.sc.Period.To {
			starts[d-f.sc.Period.From] = true
		}
	}
	for i := range f.sc.Policies {
		p := &f.sc.Policies[i]
		mark(p.DateFrom)
		if p.DateTo.Given() {
			mark(p.DateTo + 1)
		}
	}
	f.epochOfDay = make([]int32, days)
	for d := range starts {
		if starts[d] {
			f.epochs = append(f.epochs, f.epochOn(f.sc.Period.From+calendar.Date(d)))
		}
		f.epochOfDay[d] = int32(len(f.epochs) - 1)
	}
}

// target is what a policy may be about: the ids under which a place, lane or
// link can be named in the column at.
type target struct {
	actor, country    string // whose policy it is when at is empty; the country entered
	lane, place, link string
}

func inForce(p *scenario.Policy, d calendar.Date) bool {
	return (!p.DateFrom.Given() || p.DateFrom <= d) && (!p.DateTo.Given() || d <= p.DateTo)
}

// nearness is how closely a policy's at names the target: 4 the lane, 3 the
// place or link, 1 the country, 0 everything of the actor; -1 not at all.
func nearness(p *scenario.Policy, t target) int {
	switch {
	case p.At == "":
		if p.Actor == t.actor {
			return 0
		}
		return -1
	case t.lane != "" && p.At == t.lane:
		return 4
	case (t.place != "" && p.At == t.place) || (t.link != "" && p.At == t.link):
		return 3
	case p.At == t.country:
		return 1
	}
	return -1
}

// ruling is the policy of an instrument that decides for a group at a target:
// the one that names the target most closely, then the one with most conditions.
func ruling(ps []scenario.Policy, candidates []int32, g *scenario.Group, t target) int32 {
	best, bestAt, bestConditions := none, -1, -1
	for _, i := range candidates {
		p := &ps[i]
		if g != nil && !p.AppliesTo.Selects(g) {
			continue
		}
		at, conditions := nearness(p, t), len(p.AppliesTo)
		if at < 0 {
			continue
		}
		if at > bestAt || (at == bestAt && conditions > bestConditions) {
			best, bestAt, bestConditions = i, at, conditions
		}
	}
	return best
}

func (f *Frame) epochOn(d calendar.Date) epoch {
	sc := f.sc
	by := map[string][]int32{}
	var usual []int32
	for i := range sc.Policies {
		p := &sc.Policies[i]
		switch {
		case !inForce(p, d):
		case p.AppliesTo.UsualTravel():
			usual = append(usual, int32(i))
		default:
			by[p.Instrument] = append(by[p.Instrument], int32(i))
		}
	}
	nk := len(f.kept)
	e := epoch{callups: by["callup"], surrender: none}
	for _, i := range by["surrender"] {
		e.surrender = i
	}
	fill := func(targets []target, instrument string) []int32 {
		out := make([]int32, len(targets)*nk)
		for i, t := range targets {
			for k := range f.kept {
				out[i*nk+k] = ruling(sc.Policies, by[instrument], &sc.Groups[f.kept[k].group], t)
			}
		}
		return out
	}
	legs, dests := f.legTargets(), f.destinationTargets()
	exits, ways := f.laneTargets(), f.linkTargets()
	e.entry, e.visa, e.asylum = fill(legs, "entry"), fill(legs, "visa"), fill(dests, "asylum")
	e.exit, e.deterrent = fill(exits, "exit"), fill(exits, "deterrent")
	for _, t := range exits {
		e.laneRule = append(e.laneRule, ruling(sc.Policies, by["transport"], nil, t))
		t.actor = t.country
		e.usual = append(e.usual, ruling(sc.Policies, usual, nil, t))
	}
	for _, t := range ways {
		e.linkRule = append(e.linkRule, ruling(sc.Policies, by["transport"], nil, t))
	}
	for g := range sc.Groups {
		e.penalty = append(e.penalty, mostSpecific(sc.Policies, by["penalty"], &sc.Groups[g]))
		e.exemption = append(e.exemption, mostSpecific(sc.Policies, by["exemption"], &sc.Groups[g]))
	}
	return e
}

func mostSpecific(ps []scenario.Policy, candidates []int32, g *scenario.Group) int32 {
	best := none
	for _, i := range candidates {
		if ps[i].AppliesTo.Selects(g) && (best == none || len(ps[i].AppliesTo) > len(ps[best].AppliesTo)) {
			best = i
		}
	}
	return best
}

func (f *Frame) legTargets() []target {
	out := make([]target, len(f.net.Legs))
	for i := range f.net.Legs {
		leg := &f.net.Legs[i]
		d := &f.sc.Places[f.net.Destinations[leg.Destination]]
		out[i] = target{actor: d.Country, country: d.Country, place: d.ID}
		if leg.Lane != none {
			c := &f.sc.Crossings[leg.Lane]
			out[i].lane, out[i].place = c.ID, c.Place
		}
	}
	return out
}

func (f *Frame) destinationTargets() []target {
	out := make([]target, len(f.net.Destinations))
	for i, n := range f.net.Destinations {
		d := &f.sc.Places[n]
		out[i] = target{actor: d.Country, country: d.Country, place: d.ID}
	}
	return out
}

func (f *Frame) laneTargets() []target {
	out := make([]target, len(f.sc.Crossings))
	for i := range f.sc.Crossings {
		c := &f.sc.Crossings[i]
		out[i] = target{actor: c.FromCountry, country: c.ToCountry, lane: c.ID, place: c.Place}
	}
	return out
}

func (f *Frame) linkTargets() []target {
	out := make([]target, len(f.sc.Links))
	for i := range f.sc.Links {
		l := &f.sc.Links[i]
		out[i] = target{link: l.ID, country: "-"}
		if n := f.net.Node(l.To); n != none {
			out[i].country, out[i].actor = f.sc.Places[n].Country, "-"
		}
	}
	return out
}

// findMayShut finds the ways that a policy may close on some day.
func (f *Frame) findMayShut() {
	ruled := make([]bool, len(f.sc.Links))
	for e := range f.epochs {
		for i, p := range f.epochs[e].linkRule {
			ruled[i] = ruled[i] || p != none
		}
	}
	for w := range f.ways {
		if slices.ContainsFunc(f.ways[w].arcs, func(a int32) bool { return ruled[f.net.Arcs[a].Link] }) {
			f.mayShut = append(f.mayShut, int32(w))
		}
	}
}

// level is what a policy is worth, standard where there is none.
func level(sc *scenario.Scenario, policy int32, standard float64) float64 {
	if policy == none {
		return standard
	}
	p := &sc.Policies[policy]
	return scenario.Level(p.Instrument, p.Stance, p.Value)
}

// level is the same with the member's own numbers, which are looked up once.
func (m *Model) level(policy int32, standard float64) float64 {
	if policy == none {
		return standard
	}
	return m.worth[policy]
}

// offeredAnyDay says whether a class could ever be let in by a leg, so that
// the way is worth considering at all.
func (f *Frame) offeredAnyDay(leg int32, k int32) bool {
	dest := f.net.Legs[leg].Destination
	nk := int32(len(f.kept))
	lane := f.net.Legs[leg].Lane
	for i := range f.epochs {
		e := &f.epochs[i]
		if lane != none && level(f.sc, e.laneRule[lane], 1) <= 0 {
			continue
		}
		if math.Max(level(f.sc, e.entry[leg*nk+k], 1), level(f.sc, e.visa[leg*nk+k], 0)) > 0 {
			return true
		}
		if f.sc.Parameters.ClaimsAtBorder > 0 && f.claimsPossible(leg) && level(f.sc, e.asylum[dest*nk+k], 0) > 0 {
			return true
		}
	}
	return false
}

// claimsPossible says whether protection can be asked for at the border of a
// leg: at a land border, not at the boarding of a service.
func (f *Frame) claimsPossible(leg int32) bool {
	lane := f.net.Legs[leg].Lane
	return lane != none && !f.lanes[lane].boarding
}
