package movement

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"haven/draw"
	"haven/scenario"
)

// neighbourhood is what the rule neighbours reads of a member's scenario:
// Flee's local weighing of the places some links ahead, its travel by
// kilometres a day and its daily intensities (docs/flee.md). It is immutable.
type neighbourhood struct {
	set      *scenario.Neighbours
	places   []scenario.Place
	days     int
	scale    int64
	grounds  []ground
	tracks   []track   // the directions of links, in the order of links.csv
	outs     [][]int32 // tracks by their start
	newly    []int64   // people who start to flee, by day
	raw      []int64   // what registrations have risen by
	debt     []int64   // people fewer to flee later
	weather  weather
	closures []closure
	people   people
	quirks   quirks
	avoids   bool // short stints: the stint index is kept
	floods   bool
	food     bool // some rule reads food security
	outputs  []int32
	harvests []bool    // by day
	order    []int     // places as they decide: first those that can be full
	majors   [][]int32 // chains of places known from their first
}

// ground is what does not change of a place.
type ground struct {
	key            uint64
	kind           kind // before the first day
	country        string
	foreign        bool
	population     int64
	capacity       int64   // -1: without
	initial        int64   // people in a camp on the first day
	registered     int64   // there on the first day
	startsAsTown   bool    // a conflict zone whose conflict is still to come
	intensity      float64 // of a conflict zone that is one from the start
	capacityPerDay int64
	economy        float64 // 1 + trade volume + HDI^2
	x, y           float64 // degrees, as Flee takes them
}

// track is one direction of a link.
type track struct {
	from, to int32
	link     int32
	km       float64
	speed    float64 // km a day
	walking  float64 // chance that a day on it is walked
	forced   bool    // redirects everybody at its start, by Flee's documentation
	key      uint64
}

// weather is what befalls places from day to day.
type weather struct {
	conflicts [][]change  // by day, what changes
	floods    [][]float64 // by place and day; nil without any
	food      [][]float64 // share in need, by place and day; nil without any
	kinds     [][]change  // by day, places that become of another kind
}

// change gives a place a new value, or kind.
type change struct {
	place int32
	value float64
	kind  kind
}

// closure is one row of closures.csv.
type closure struct {
	kind          string
	first, second int32 // places; none: not known
	a, b          string
	closes, opens int // days
}

// quirks are those of Flee's program that are kept up.
type quirks struct {
	initialTwice, redirectionInert, linkClosuresDead, unknownIsFirst, fullSpeed, strictArrival, decayLate,
	intensityIgnored, reviveAll, bounce, uniformWhenFull, awarenessZero, parallelLinks, unscaledInitial bool
}

// kind is what sort of place a place is, as Flee finds it in the type's words.
type kind uint8

const (
	kindUnknown kind = iota
	kindTown
	kindConflict
	kindCamp
	kindIDPCamp
	kindForward
	kindMarker
	kindFlood
)

// kindOf is the kind of a settlement's type (scenario.SettlementKind).
func kindOf(words string) kind {
	return map[string]kind{
		"idpcamp": kindIDPCamp, "camp": kindCamp, "conflict": kindConflict, "forward": kindForward,
		"marker": kindMarker, "flood_zone": kindFlood, "town": kindTown,
	}[scenario.SettlementKind(words)]
}

// given is a number, or 0 where there is none.
func given(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}

func (k kind) isCamp() bool { return k == kindCamp || k == kindIDPCamp }

// newNeighbourhood compiles the rule for a member's numbers.
func newNeighbourhood(sc *scenario.Scenario) (*neighbourhood, error) {
	h := &neighbourhood{set: &sc.Parameters.Neighbours, places: sc.Places, days: sc.Period.Days(), scale: max(1, int64(math.Floor(sc.Parameters.Scale+0.5)))}
	h.nameQuirks()
	h.avoids = h.set.AvoidShortStints
	h.floods = h.set.FloodRules || h.set.FloodZonesOnly && h.set.FloodDrivenSpawning != "none"
	h.food = h.set.FleeWhenStarving || h.set.AvoidFoodDeprived || h.set.StarvationSpawning
	index := make(map[string]int32, len(sc.Places))
	for i := range sc.Places {
		index[sc.Places[i].ID] = int32(i)
	}
	if err := h.surveyPlaces(sc, index); err != nil {
		return nil, err
	}
	if err := h.surveyLinks(sc, index); err != nil {
		return nil, err
	}
	h.foreseeWeather(sc, index)
	h.listClosures(sc, index)
	h.listMajorRoutes(sc, index)
	h.harvests = make([]bool, h.days)
	for d := range h.harvests {
		h.harvests[d] = h.isHarvest(int((sc.Period.From + dateOffset(d)).Time().Month()))
	}
	register, err := scenario.NewRegister(sc)
	if err != nil {
		return nil, err
	}
	h.newly, h.raw, h.debt = register.Schedule(h.days)
	for i := range h.grounds {
		h.grounds[i].registered = register.DayZero(sc.Places[i].ID) * h.scale
	}
	for _, can := range []bool{true, false} {
		for i := range h.grounds {
			if (h.grounds[i].capacity >= 0) == can {
				h.order = append(h.order, i)
			}
		}
	}
	h.people, err = h.findPeople(sc, index)
	return h, err
}

func (h *neighbourhood) nameQuirks() {
	kept := func(name string) bool { return !h.set.Without(name) }
	h.quirks = quirks{
		initialTwice: kept("initial-camps-twice"), redirectionInert: kept("redirection-inert"),
		linkClosuresDead: kept("link-closures-dead"), unknownIsFirst: kept("unknown-closes-first"),
		fullSpeed: kept("full-speed-per-link"), strictArrival: kept("strict-arrival"), decayLate: kept("decay-late"),
		intensityIgnored: kept("intensity-ignored"), reviveAll: kept("reopening-revives-all"),
		bounce: kept("bounce-at-reopened"), uniformWhenFull: kept("full-destinations-uniform"),
		awarenessZero: kept("awareness-zero"), parallelLinks: kept("parallel-links"), unscaledInitial: kept("initial-idps-unscaled"),
	}
}

func (h *neighbourhood) surveyPlaces(sc *scenario.Scenario, index map[string]int32) error {
	h.grounds = make([]ground, len(sc.Places))
	hasten := max(1, int64(h.set.Hasten))
	for i := range sc.Places {
		p := &sc.Places[i]
		g := &h.grounds[i]
		*g = ground{
			key: draw.Hash(p.ID), country: p.Country, foreign: p.Country != sc.Places[0].Country, kind: kindTown,
			population: p.Population / hasten * h.scale, capacity: -1, intensity: 1, economy: 1, x: p.Lon, y: p.Lat,
		}
		if h.set.LatitudeFirst {
			g.x, g.y = p.Lat, p.Lon
		}
	}
	for i := range sc.Settlements {
		s := &sc.Settlements[i]
		at, ok := index[s.Place]
		if !ok {
			return fmt.Errorf("settlements.csv names the place %q: no such place", s.Place)
		}
		g := &h.grounds[at]
		g.kind = kindOf(s.Type)
		g.startsAsTown = s.ConflictDate > 0
		if !math.IsNaN(s.Intensity) {
			g.intensity = s.Intensity
		}
		g.initial = s.InitialPeople * h.scale
		if !h.quirks.unscaledInitial {
			g.initial /= hasten
		}
		g.capacityPerDay = int64(s.CapacityPerDay) * h.scale
		if h.set.UseEconomicPull {
			g.economy = 1 + given(s.TradeVolume) + float64(given(s.HDI)*given(s.HDI))
		}
	}
	for i := range h.grounds {
		g, p := &h.grounds[i], &sc.Places[i]
		if g.kind.isCamp() {
			g.population, g.capacity = 0, 0
			if !math.IsInf(p.Capacity, 1) {
				g.capacity = int64(p.Capacity) / hasten * h.scale
			}
		}
		if g.kind == kindConflict && g.startsAsTown {
			g.kind = kindTown
		}
	}
	return nil
}

// isOutput says whether people at a place are counted as having arrived: a
// camp, or what Flee takes for one because hardly anybody moves on from it.
func (h *neighbourhood) isOutput(g *ground) bool {
	return g.kind.isCamp() || g.kind != kindFlood && h.moveChance(g.kind) < seemsCamp
}

// seemsCamp is the chance to move on below which Flee takes a place for a camp.
const seemsCamp = 0.005

// moveChance is the chance a day to move on from a place of a kind.
func (h *neighbourhood) moveChance(k kind) float64 {
	switch k {
	case kindCamp:
		return h.set.CampMoveChance
	case kindIDPCamp:
		return h.set.IDPCampMoveChance
	case kindConflict:
		return h.set.ConflictMoveChance
	case kindTown, kindFlood:
		return h.set.DefaultMoveChance
	}
	return 1
}

func (h *neighbourhood) surveyLinks(sc *scenario.Scenario, index map[string]int32) error {
	h.outs = make([][]int32, len(sc.Places))
	h.tracks = make([]track, 0, 2*len(sc.Links))
	for i := range sc.Links {
		l := &sc.Links[i]
		from, okFrom := index[l.From]
		to, okTo := index[l.To]
		if !okFrom || !okTo {
			return fmt.Errorf("link %s leads from %q to %q: no such place", l.ID, l.From, l.To)
		}
		t := track{link: int32(i), km: l.KM, speed: h.set.MaxMoveSpeed}
		if l.MaxMoveSpeed > 0 {
			t.speed = l.MaxMoveSpeed
		}
		if l.WalkProbability > 0 {
			t.walking = l.WalkProbability
		}
		times := 1
		if l.ForcedRedirection == 1 && h.quirks.redirectionInert {
			times = 2
		}
		key := draw.Hash(l.ID)
		for range times {
			t.from, t.to, t.key, t.forced = from, to, draw.Mix(key, 1), l.ForcedRedirection == 1
			h.addTrack(t)
			if l.BothWays {
				t.from, t.to, t.key, t.forced = to, from, draw.Mix(key, 2), l.ForcedRedirection == 2
				h.addTrack(t)
			}
		}
	}
	return nil
}

func (h *neighbourhood) addTrack(t track) {
	h.outs[t.from] = append(h.outs[t.from], int32(len(h.tracks)))
	h.tracks = append(h.tracks, t)
}

// listClosures finds the places that closures name. Flee takes the first place
// for a name it does not know.
func (h *neighbourhood) listClosures(sc *scenario.Scenario, index map[string]int32) {
	find := func(name string) int32 {
		if i, ok := index[name]; ok {
			return i
		}
		if h.quirks.unknownIsFirst {
			return 0
		}
		return none
	}
	for i := range sc.Closures {
		c := &sc.Closures[i]
		day := func(given bool, d int) int {
			if !given {
				return -1
			}
			return d
		}
		h.closures = append(h.closures, closure{
			kind: c.Kind, first: find(c.First), second: find(c.Second), a: c.First, b: c.Second,
			closes: day(c.Closes.Given(), int(c.Closes-sc.Period.From)), opens: day(c.Opens.Given(), int(c.Opens-sc.Period.From)),
		})
	}
	if h.quirks.linkClosuresDead {
		h.keepSingleLetters(sc)
	}
}

// keepSingleLetters drops closures of links but those Flee carries out: of two
// names of one letter, in one direction.
func (h *neighbourhood) keepSingleLetters(sc *scenario.Scenario) {
	kept := h.closures[:0]
	for _, c := range h.closures {
		if c.kind == "link" && (c.first == none || c.second == none || len(sc.Places[c.first].Name) != 1 || len(sc.Places[c.second].Name) != 1) {
			continue
		}
		kept = append(kept, c)
	}
	h.closures = kept
}

// listMajorRoutes finds the chains of places, from both their ends.
func (h *neighbourhood) listMajorRoutes(sc *scenario.Scenario, index map[string]int32) {
	if !h.set.FixedRoutes {
		return
	}
	for i := range sc.MajorRoutes {
		var chain []int32
		for _, id := range strings.Fields(sc.MajorRoutes[i].Places) {
			if at, ok := index[id]; ok {
				chain = append(chain, at)
			}
		}
		if len(chain) >= 2 {
			back := slices.Clone(chain)
			slices.Reverse(back)
			h.majors = append(h.majors, chain, back)
		}
	}
}

// newLocalFrame is what all members of a scenario of the rule neighbours share:
// whom and what a record is about.
func newLocalFrame(sc *scenario.Scenario) *Frame {
	f := &Frame{sc: sc, local: true}
	for i := range sc.Places {
		f.origins = append(f.origins, int32(i))
	}
	for _, p := range sc.Outputs() {
		f.ends = append(f.ends, int32(p))
	}
	return f
}

// compileLocal is Compile under the rule neighbours.
func (f *Frame) compileLocal(sc *scenario.Scenario) (*Model, error) {
	hood, err := newNeighbourhood(sc)
	if err != nil {
		return nil, err
	}
	hood.outputs = f.ends
	return &Model{Frame: f, sc: sc, bins: 1, hood: hood}, nil
}
