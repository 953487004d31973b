package reference

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// RandomVillage is a small world of the rule neighbours with whatever the
// seed brings of its features: types, closures, wars, floods, attributes, settings and quirks
// that are off. Roomy worlds have no camp that could fill up, so that nothing hangs on who comes
// first.
func RandomVillage(seed uint64, roomy bool) *scenario.Scenario {
	g := &random{rng: rand.New(rand.NewPCG(seed, 7)), roomy: roomy, days: 25}
	g.v = newVillage(fmt.Sprintf("random village %d", seed), g.days, "", "")
	g.placesAndRoads()
	g.settings()
	g.flight()
	g.wars()
	g.shut()
	g.rules()
	if g.chance(0.5) {
		for _, q := range scenario.QuirkNames() {
			// What forced ways do to fixed routes nobody says.
			if g.chance(0.3) && !(q == "redirection-inert" && g.n().FixedRoutes) {
				g.n().WithoutQuirks = append(g.n().WithoutQuirks, q)
			}
		}
	}
	return g.v.Scenario
}

type random struct {
	v     *village
	rng   *rand.Rand
	roomy bool
	days  int
	ids   []string
}

func (g *random) n() *scenario.Neighbours { return &g.v.Scenario.Parameters.Neighbours }

func (g *random) chance(p float64) bool { return g.rng.Float64() < p }

func (g *random) between(low, high float64) float64 { return low + g.rng.Float64()*(high-low) }

func (g *random) of(words ...string) string { return words[g.rng.IntN(len(words))] }

func (g *random) place() string { return g.of(g.ids...) }

func (g *random) day() string { return fmt.Sprint(g.rng.IntN(g.days)) }

// somewhen is a day or none.
func (g *random) somewhen() string {
	if g.chance(0.2) {
		return "-"
	}
	return g.day()
}

func (g *random) placesAndRoads() {
	sc := g.v.Scenario
	size := 4 + g.rng.IntN(6)
	for i := range size {
		kind := g.of("conflict_zone", "town", "town", "camp", "camp", "idpcamp", "forwarding_hub", "marker", "flood_zone")
		switch i {
		case 0:
			kind = "conflict_zone"
		case 1:
			kind = "camp"
		}
		id := string(rune('a' + i))
		if g.chance(0.5) {
			id += "ville"
		}
		amount := fmt.Sprint(g.rng.IntN(20000))
		if kind == "camp" || kind == "idpcamp" {
			amount = fmt.Sprint(5 + g.rng.IntN(200))
		}
		words := []string{id, kind, "@" + g.of("XAA", "XAA", "XAB", "XAC"), "/" + g.of("north", "south")}
		if i == 0 {
			words[2] = "@XAA"
		}
		if kind != "camp" && kind != "idpcamp" || !g.roomy && g.chance(0.7) {
			words = append(words, amount)
		}
		g.v.place(words)
		g.ids = append(g.ids, id)
		p, s := &sc.Places[i], &sc.Settlements[i]
		p.Lat, p.Lon = g.between(-3, 3), g.between(10, 20)
		s.InitialPeople, s.TradeVolume, s.HDI = int64(g.rng.IntN(10)), g.between(0, 1), g.between(0, 1)
		if i > 0 && g.chance(0.3) {
			s.ConflictDate = int64(g.rng.IntN(2))
		}
		if g.chance(0.3) {
			s.Intensity = g.between(0.1, 2)
		}
		if !g.roomy && g.chance(0.2) {
			s.CapacityPerDay = float64(g.rng.IntN(5))
		}
	}
	road := func(from, to string) {
		g.v.road([]string{from + g.of("-", "-", "-", ">") + to, fmt.Sprint(5 + g.rng.IntN(300))})
		l := &sc.Links[len(sc.Links)-1]
		if g.chance(0.2) {
			l.ForcedRedirection = int64(1 + g.rng.IntN(2))
		}
		if g.chance(0.2) {
			l.MaxMoveSpeed = g.between(20, 300)
		}
		if g.chance(0.2) {
			l.WalkProbability = g.rng.Float64()
		}
	}
	for i := 1; i < size; i++ {
		road(g.ids[g.rng.IntN(i)], g.ids[i])
	}
	for range g.rng.IntN(size) {
		if a, b := g.place(), g.place(); a != b {
			road(a, b)
		}
	}
}

func (g *random) settings() {
	n := g.n()
	n.Hasten = 1 + g.rng.IntN(2)
	n.MaxMoveSpeed, n.MaxWalkSpeed = g.between(50, 400), g.between(10, 40)
	n.ForeignWeight, n.CampWeight, n.ConflictWeight = g.between(0.5, 3), g.between(0.5, 3), g.between(0.1, 1)
	n.ConflictMoveChance, n.CampMoveChance = g.between(0.5, 1), g.between(0, 0.1)
	n.IDPCampMoveChance, n.DefaultMoveChance = g.between(0.05, 0.3), g.between(0.1, 0.7)
	n.AwarenessLevel = []int{1, 1, 1, 2, 2, 3, 0, -1}[g.rng.IntN(8)]
	n.CapacityBuffer, n.CapacityScaling = g.between(0.5, 0.95), g.between(0.8, 1.5)
	n.AvoidShortStints, n.StartOnFoot, n.FixedRoutes = g.chance(0.5), g.chance(0.3), g.chance(0.2)
	n.Softening, n.WeightSoftening = g.between(1, 50), g.between(0, 0.2)
	n.WeightPower, n.DistancePower = g.between(0.5, 2), g.between(0.5, 2)
	n.StayCloseToHome, n.LatitudeFirst = g.chance(0.2), g.chance(0.5)
	n.UsePopForLocWeight = g.chance(0.2)
	if g.chance(0.2) {
		n.MoveChancePopFactor = 0.1
	}
	if g.chance(0.2) {
		n.PruningThreshold = g.between(1.1, 5)
	}
	if g.chance(0.2) {
		n.HarvestMonths = []float64{5}
		g.v.Scenario.Period.From += 15 // through the end of April
		g.v.Scenario.Period.To += 15
	}
	if n.FixedRoutes && g.chance(0.7) {
		g.major()
	}
}

// major adds a chain of roads. Ways stay open then: what becomes of a chain
// with a gap nobody has seen.
func (g *random) major() {
	sc := g.v.Scenario
	at := g.place()
	chain := at
	for range 3 {
		for i := range sc.Links {
			if l := &sc.Links[i]; l.From == at && l.BothWays && !strings.Contains(chain, l.To) {
				at = l.To
				chain += " " + at
				break
			}
		}
	}
	if strings.Contains(chain, " ") {
		sc.MajorRoutes = []scenario.MajorRoute{{ID: "m", Places: chain}}
	}
}

// flight is what makes people flee.
func (g *random) flight() {
	n := g.n()
	n.SumFromCamps, n.InsertDay0, n.EmptyCampsOnDay0, n.TakeFromPopulation = g.chance(0.7), g.chance(0.7), g.chance(0.2), g.chance(0.5)
	if g.chance(0.5) {
		n.ConflictSpawnDecay, n.ConflictDecayInterval = []float64{1, 0.5, 0.1}, 1+g.rng.IntN(5)
	}
	switch g.rng.IntN(8) {
	case 0:
		n.DisplacedPerConflictDay = g.between(5, 30)
	case 1:
		n.ConflictDrivenSpawning, n.DisplacedPerConflictDay = "poisson", g.between(5, 30)
	case 2:
		n.ConflictDrivenSpawning, n.DisplacedPerConflictDay = "pop_ratio", 0.002
	case 3, 4:
		n.ConflictDrivenSpawning, n.FloodDrivenSpawning = "none", g.of("constant", "poisson", "pop_ratio")
		n.ConflictZonesOnly, n.FloodZonesOnly, n.TakeFromPopulation = false, true, true
		n.DisplacedPerFloodDay = []float64{0, 5, 10, 20}
		if n.FloodDrivenSpawning == "pop_ratio" {
			n.DisplacedPerFloodDay = []float64{0, 0.001, 0.002, 0.003}
		}
		g.floods()
	default:
		n.StarvationSpawning, n.ConflictZonesOnly = g.chance(0.3), g.chance(0.5)
		g.registrations()
	}
	if g.chance(0.3) {
		for range 1 + g.rng.IntN(3) {
			g.v.people(g.place(), g.rng.IntN(50), g.of("gender=f age=15 floodawareness=2 ethnicity=x religion=p", "gender=m age=16 floodawareness=0 ethnicity=y religion=q"))
		}
	}
}

func (g *random) floods() {
	n := g.n()
	for _, id := range g.ids {
		for day := 0; day < g.days && g.chance(0.5); day += 1 + g.rng.IntN(10) {
			g.v.flood(fmt.Sprintf("%s %d %.1f", id, day, g.between(0, 3.5)))
		}
	}
	if n.FloodRules = g.chance(0.8); !n.FloodRules {
		return
	}
	n.FloodMoveChances, n.FloodLocWeights = []float64{0.3, 0.5, 0.8, 1}, []float64{1, 0.6, 0.3, 0.1}
	if n.FloodForecaster = g.chance(0.5); n.FloodForecaster {
		n.FloodForecastTimescale, n.FloodForecastEnd = g.rng.IntN(4), g.rng.IntN(g.days)
		n.FloodAwarenessWeights = []float64{0.2, 0.6, 1}
		for range g.days {
			n.FloodForecastWeights = append(n.FloodForecastWeights, g.between(0.5, 1))
		}
		g.trait("floodawareness", "0", "1", "2")
	}
}

// registrations are counts now and then of the total, of most camps, and
// under a label that is no place's.
func (g *random) registrations() {
	g.n().ConflictDrivenSpawning = "none"
	sc := g.v.Scenario
	rows := func(label, place string, scale float64) {
		people := math.Floor(g.between(0, 100))
		for day := 0; day < g.days; day += 1 + g.rng.IntN(8) {
			sc.Registrations = append(sc.Registrations, scenario.Registration{ID: fmt.Sprintf("%s%d", label, day), Label: label, Place: place,
				Date: sc.Period.From + calendar.Date(day), People: people, Evidence: assumed})
			people = math.Max(0, people+math.Floor(g.between(-20, 80)*scale))
		}
	}
	rows("total", "", 2)
	for i := range sc.Places {
		if sc.Places[i].Kind == "camp" {
			rows(sc.Places[i].ID, sc.Places[i].ID, 1)
		}
	}
	if g.chance(0.3) {
		rows("elsewhere", "", 0.5)
	}
}

func (g *random) wars() {
	for _, id := range g.ids {
		for day := 0; day < g.days && g.chance(0.6); day += 1 + g.rng.IntN(12) {
			intensity := g.between(0.1, 2)
			if g.chance(0.4) {
				intensity = 0
			}
			g.v.conflict(fmt.Sprintf("%s %d %.2f", id, day, intensity))
		}
	}
	if g.chance(0.2) {
		g.v.Scenario.SettlementChanges = []scenario.SettlementChange{{Date: g.v.day(g.day()), Place: g.place(), Type: g.of("conflict_zone", "town", "camp", "idpcamp", "forwarding_hub")}}
		g.n().DefaultConflictStrength = g.between(1, 3)
	}
}

func (g *random) shut() {
	if len(g.v.Scenario.MajorRoutes) > 0 {
		return
	}
	text := ""
	for range g.rng.IntN(6) {
		kind := g.of("country", "location", "location", "link", "camp", "idpcamp", "remove_forced_redirection")
		first, second := g.place(), g.place()
		switch {
		case kind == "country":
			first, second = g.of("XAA", "XAB"), g.of("XAA", "XAB", "XAC")
		case g.chance(0.1):
			first = "nowhere"
		}
		text += fmt.Sprintf("%s %s %s %s %s;", kind, first, second, g.somewhen(), g.somewhen())
	}
	g.v.closure(text)
}

// trait gives people an attribute, in one place with other weights.
func (g *random) trait(name string, values ...string) {
	place := g.place()
	for _, at := range []string{"", place} {
		for _, v := range values {
			g.v.Scenario.Demographics = append(g.v.Scenario.Demographics, scenario.Demographic{Attribute: name, Value: v, Place: at, Weight: g.between(0.1, 1), Evidence: assumed})
		}
	}
}

// rules are those that read attributes, livelihood and food.
func (g *random) rules() {
	n := g.n()
	if g.chance(0.4) {
		g.trait("gender", "f", "m")
		g.trait("age", "10", "16", "40", "70")
		n.WomenAvoidHazards, n.ChildrenAvoidHazards, n.ElderlyAvoidHazards, n.BoysTakeRisk = g.chance(0.5), g.chance(0.5), g.chance(0.5), g.chance(0.5)
	}
	if g.chance(0.3) {
		g.trait("ethnicity", "x", "y")
		g.trait("religion", "p", "q")
		n.MatchCampReligion, n.MatchCampEthnicity, n.MatchTownEthnicity, n.MatchConflictEthnicity = g.chance(0.5), g.chance(0.5), g.chance(0.5), g.chance(0.5)
	}
	n.UseEconomicPull, n.CampsAreSinks = g.chance(0.2), g.chance(0.1)
	for _, region := range []string{"north", "south"} {
		g.v.Scenario.Food = append(g.v.Scenario.Food, scenario.FoodSecurity{Day: 0, Region: region, IPC: g.between(0, 100), Evidence: assumed},
			scenario.FoodSecurity{Day: float64(g.days) + 20, Region: region, IPC: g.between(0, 100), Evidence: assumed})
	}
	n.FleeWhenStarving, n.AvoidFoodDeprived = g.chance(0.2), g.chance(0.2)
}
