package scenario

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"haven/internal/calendar"
)

// GenerateOptions say what a synthetic world is to be like. Zero values of
// Groups and Days mean 8 groups and 365 days.
type GenerateOptions struct {
	Name   string // the scenario's name; empty: world
	Places int    // all places: towns, crossings, destinations, the front
	People int64  // who live in the towns
	Seed   uint64
	Groups int
	Days   int
}

// What can be asked for.
const (
	fewestPlaces = 12
	mostPlaces   = 5_000_000
	mostPeople   = 1_000_000_000_000_000
	mostGroups   = 64
	fewestDays   = 30
)

// check lists what is wrong with the options.
func (o GenerateOptions) check() error {
	var found Problems
	outside := func(what string, have, low, high any) {
		found = append(found, Problem{Message: fmt.Sprintf("%s: %v", what, have), Allowed: fmt.Sprintf("allowed: %v to %v", low, high)})
	}
	if o.Places < fewestPlaces || o.Places > mostPlaces {
		outside("places", o.Places, fewestPlaces, mostPlaces)
	} else if low := int64(o.Places) * 10; o.People < low || o.People > mostPeople {
		outside("people", o.People, low, mostPeople)
	}
	if o.Groups < 1 || o.Groups > mostGroups {
		outside("groups", o.Groups, 1, mostGroups)
	}
	if o.Days < fewestDays || o.Days > longestPeriod {
		outside("days", o.Days, fewestDays, longestPeriod)
	}
	if len(found) > 0 {
		return found
	}
	return nil
}

// invented is the evidence of everything in a synthetic world.
const invented = "assumed: synthetic world, drawn at random"

// world is a synthetic world in the making: towns on a grid, destinations
// around it, each with a land crossing and a flight.
type world struct {
	o            GenerateOptions
	rng          *rand.Rand
	s            *Scenario
	towns        int
	destinations int
	side         int     // towns in a row of the grid
	cell         float64 // degrees between neighbouring towns
	perDay       float64 // people leaving on the busiest day, about
	hazard       float64 // of a wave, a day
}

// Generate makes a synthetic world: a hundredth of the places are
// destinations, links are five times the places, and where people are many
// enough every town loses some on at least 60 days of a year. The same options give the
// same world. Time and memory grow in line with the places.
func Generate(o GenerateOptions) (*Scenario, error) {
	if o.Groups == 0 {
		o.Groups = 8
	}
	if o.Days == 0 {
		o.Days = 365
	}
	if o.Name == "" {
		o.Name = "world"
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	w := newWorld(o)
	w.addGroups()
	w.addPlaces()
	w.setPace()
	w.addBorders()
	w.addRoads()
	w.addPolicies()
	w.addWaves()
	return w.s, nil
}

var worldBegins = calendar.Day(2030, 1, 1)

func newWorld(o GenerateOptions) *world {
	w := &world{o: o, rng: rand.New(rand.NewPCG(o.Seed, 0x68617665_6e000001))}
	w.destinations = max(1, o.Places/100)
	w.towns = o.Places - 3*w.destinations - 2 // each destination has two crossings; front, surrendered
	w.side = int(math.Ceil(math.Sqrt(float64(w.towns))))
	w.cell = min(0.2, 80/float64(w.side))
	p := Defaults()
	p.NationDispersion, p.OriginDispersion = 0.02, 0.05
	w.s = &Scenario{
		Name: o.Name, Title: "Synthetic world",
		Description: fmt.Sprintf("A synthetic world of %d places and %d people, seed %d. Nothing in it is real.\n", o.Places, o.People, o.Seed),
		Licence:     "CC0-1.0",
		Period:      Period{worldBegins, worldBegins + calendar.Date(o.Days-1)},
		BinsPerDay:  1, Rule: "destinations", Parameters: p, ParameterEvidence: map[string]string{
			"nation_dispersion": invented, "origin_dispersion": invented,
		},
	}
	w.s.Places = make([]Place, 0, o.Places)
	w.s.Links = make([]Link, 0, 5*o.Places)
	return w
}

// between is a random number from low to high. The conversions keep processors
// that fuse multiplication and addition from rounding differently.
func (w *world) between(low, high float64) float64 {
	return low + float64(float64(high-low)*w.rng.Float64())
}

// groupKinds are made-up kinds of people; weight is their part of those who can leave.
var groupKinds = []struct {
	id, label, age, sex, callup, documents, party string
	means, weight                                 float64
}{
	{"young_men", "Young liable men", "18-29", "m", "liable", "foreign", "man=1", 800, 3},
	{"young_couples", "Young liable men with partners", "18-29", "m", "liable", "foreign", "man=1 woman=1", 1500, 3},
	{"fathers", "Liable fathers with their families", "30-49", "m", "liable", "foreign", "man=1 woman=1 child=2", 3000, 6},
	{"stay_internal", "Liable men with papers of their own state only", "30-49", "m", "liable", "internal", "man=1", 400, 4},
	{"without_papers", "Liable men without papers", "18-29", "m", "liable", "none", "man=1", 200, 2},
	{"students", "Exempt students", "18-29", "m", "exempt", "foreign", "man=1", 500, 2},
	{"workers", "Exempt workers with families", "30-49", "m", "exempt", "internal", "man=1 woman=1 child=1", 1200, 5},
	{"women", "Women with children", "30-49", "f", "no", "foreign", "woman=1 child=1", 900, 5},
}

// canLeave is the part of the population that belongs to a group at all.
const canLeave = 0.9

func (w *world) addGroups() {
	total := 0.0
	for i := range w.o.Groups {
		total += groupKinds[i%len(groupKinds)].weight
	}
	for i := range w.o.Groups {
		k := groupKinds[i%len(groupKinds)]
		id, means := k.id, k.means
		if round := i / len(groupKinds); round > 0 {
			id = fmt.Sprintf("%s_%d", k.id, round+1)
			means = float64(k.means) * float64(round+1)
		}
		party, err := ParseParty(k.party)
		if err != nil {
			panic(err) // a slip in the table above
		}
		w.s.Groups = append(w.s.Groups, Group{
			ID: id, Label: k.label, Age: k.age, Sex: k.sex, Callup: k.callup, Documents: k.documents,
			MeansUSD: means, Party: party, Evidence: invented,
		})
		share := math.Floor(canLeave*k.weight/total*1e9) / 1e9
		w.s.GroupShares = append(w.s.GroupShares, GroupShare{Origin: "*", Group: id, Share: share, Evidence: invented})
	}
}

// origin is the state where everybody lives; ISO 3166-1 leaves codes that
// begin with X to users.
const origin = "XAA"

// countryOf is the state of a destination: some neighbours share one.
func (w *world) countryOf(d int) string {
	each := max(10, (w.destinations+599)/600)
	n := d/each + 1
	return "X" + string(rune('A'+n/26)) + string(rune('A'+n%26))
}

func (w *world) countries() []string {
	var list []string
	for d := range w.destinations {
		if c := w.countryOf(d); len(list) == 0 || list[len(list)-1] != c {
			list = append(list, c)
		}
	}
	return list
}

func townID(i int) string        { return fmt.Sprintf("town_%d", i+1) }
func destinationID(d int) string { return fmt.Sprintf("dest_%d", d+1) }
func borderID(d int) string      { return fmt.Sprintf("border_%d", d+1) }
func gateID(d int) string        { return fmt.Sprintf("gate_%d", d+1) }

// regions is the number of regions that the quota is spread over.
func (w *world) regions() int { return min(100, max(1, w.towns/20)) }

func (w *world) regionOf(town int) string {
	return fmt.Sprintf("Region %d", town*w.regions()/w.towns+1)
}

// round6 keeps coordinates short.
func round6(v float64) float64 { return math.Round(v*1e6) / 1e6 }

func (w *world) position(x, y float64) (lat, lon float64) {
	half := float64(w.side) / 2
	return round6(float64(half-y) * w.cell), round6(float64(x-half) * w.cell)
}

func (w *world) addPlaces() {
	weights := make([]float64, w.towns)
	total := 0.0
	for i := range weights {
		weights[i] = 0.3 + 0.2/(0.05+w.rng.Float64()) // many small towns, few eight times as large
		total += weights[i]
	}
	sum, before := 0.0, int64(0)
	for i := range weights {
		sum += weights[i]
		upTo := int64(math.Round(sum / total * float64(w.o.People)))
		if i == w.towns-1 {
			upTo = w.o.People
		}
		lat, lon := w.position(float64(i%w.side)+w.between(-0.3, 0.3), float64(i/w.side)+w.between(-0.3, 0.3))
		w.s.Places = append(w.s.Places, Place{
			ID: townID(i), Name: fmt.Sprintf("Town %d", i+1), Kind: "town", Country: origin, Admin1: w.regionOf(i),
			Lat: lat, Lon: lon, Population: upTo - before, Capacity: inf, Evidence: invented,
		})
		before = upTo
	}
}

// setPace chooses how strongly waves act, so that the smallest town loses
// people on most days of a wave where it has enough people for that.
func (w *world) setPace() {
	smallest := w.s.Places[0].Population
	for i := range w.s.Places {
		smallest = min(smallest, w.s.Places[i].Population)
	}
	parties := 0.0
	for i := range w.s.Groups {
		parties += w.s.GroupShares[i].Share / float64(w.s.Groups[i].Party.Size)
	}
	w.hazard = min(0.05, max(0.0015, 16/max(1, float64(smallest)*parties)))
	w.hazard = math.Round(w.hazard*1e6) / 1e6
	w.perDay = float64(w.o.People) * canLeave * w.hazard * 0.8
}

// addRoads joins neighbouring towns until links are five times the places:
// first the grid, which holds everything together, then diagonals and longer
// ways, then buses and trains along the same ways.
func (w *world) addRoads() {
	offsets := [][2]int{
		{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1},
		{2, 0}, {-2, 0}, {0, 2}, {0, -2}, {2, 1}, {-2, -1}, {1, 2}, {-1, -2},
	}
	for _, mode := range []string{"road", "bus", "rail"} {
		for n, offset := range offsets {
			missing := 5*w.o.Places - len(w.s.Links)
			if missing <= 0 {
				return
			}
			if mode == "road" && n < 4 {
				missing = w.towns // the grid is always whole
			}
			w.addOffset(mode, offset, missing)
		}
	}
}

// addOffset joins towns to the one an offset away, at most so many, spread evenly.
func (w *world) addOffset(mode string, offset [2]int, atMost int) {
	atMost = min(atMost, w.towns)
	for i := range w.towns {
		if i*atMost/w.towns == (i+1)*atMost/w.towns {
			continue
		}
		x, y := i%w.side+offset[0], i/w.side+offset[1]
		j := y*w.side + x
		if x < 0 || x >= w.side || y < 0 || j >= w.towns {
			continue
		}
		away := math.Sqrt(float64(offset[0]*offset[0]) + float64(offset[1]*offset[1]))
		w.link(townID(i), townID(j), mode, float64(away*w.cell)*111*w.between(1.1, 1.4))
	}
}

// speeds in km/h, with stops.
var speeds = map[string]float64{"road": 60, "bus": 45, "rail": 55, "air": 600}

// link adds a way; it returns it for what is special about it.
func (w *world) link(from, to, mode string, km float64) *Link {
	km = math.Ceil(km*10) / 10
	hours := math.Ceil(km/speeds[mode]*100) / 100
	w.s.Links = append(w.s.Links, Link{
		ID: fmt.Sprintf("way_%d", len(w.s.Links)+1), From: from, To: to, Mode: mode, KM: km, Hours: hours,
		CapacityPerDay: inf, Unit: "people", Evidence: invented,
	})
	return &w.s.Links[len(w.s.Links)-1]
}

// selector reads a selector of this file.
func selector(s string) Selector {
	sel, bad := parseSelector(s)
	if bad != nil {
		panic("scenario: " + strings.TrimSpace(bad.message)) // a slip in this file
	}
	return sel
}
