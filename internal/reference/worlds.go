package reference

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// Case is a small world of the rule neighbours whose result was worked out by
// hand.
type Case struct {
	Name     string
	Scenario *scenario.Scenario
	Expect   []Expected
	// InTurn says that the result hangs on the order in which people were
	// created, which an engine of cohorts does not know.
	InTurn bool
}

// Expected is a number that a run must give at the end of a day: people at a
// place, or with Place empty one of the measures displaced_total, raw_total, debt and on_links.
// Low and High are both included and differ where chance decides: outside lies
// one run in a million.
type Expected struct {
	Day       int
	Place     string
	Measure   string
	Low, High int
}

const assumed = "assumed: a test"

// casesFalseAlarm is how often a correct engine misses one range.
const casesFalseAlarm = 1e-6

// village builds a case. People go 100 km a day, camps hold whoever gets
// there, nothing displaces anybody, and nothing wards off short stints, unless
// a case says otherwise.
type village struct{ Case }

// newVillage makes a world of so many days. Places are written
// "id type [capacity of a camp, population of others] [@country] [/region]",
// separated by semicolons, and roads "from>to km" or, both ways, "from-to km".
func newVillage(name string, days int, places, roads string) *village {
	start := calendar.Day(2030, 4, 1)
	v := &village{Case{Name: name, Scenario: &scenario.Scenario{Name: "village", Title: name, Rule: "neighbours", BinsPerDay: 1,
		Period: scenario.Period{From: start, To: start + calendar.Date(days-1)}, Parameters: scenario.Defaults()}}}
	v.set(func(n *scenario.Neighbours) {
		n.MaxMoveSpeed, n.CampMoveChance = 100, 0
		n.ConflictDrivenSpawning, n.DisplacedPerConflictDay = "constant", 0
	})
	for _, text := range list(places) {
		v.place(strings.Fields(text))
	}
	for _, text := range list(roads) {
		v.road(strings.Fields(text))
	}
	return v
}

func list(text string) (out []string) {
	for _, s := range strings.Split(text, ";") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func number(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err) // a case is written wrongly
	}
	return x
}

func (v *village) place(words []string) {
	p := scenario.Place{ID: words[0], Name: words[0], Kind: "town", Country: "XAA", Capacity: math.Inf(1), Evidence: assumed}
	s := scenario.Settlement{Place: words[0], Type: words[1], Intensity: math.NaN(), TradeVolume: math.NaN(), HDI: math.NaN(), Evidence: assumed}
	camp := strings.Contains(words[1], "camp")
	if camp {
		p.Kind = "camp"
	}
	for _, w := range words[2:] {
		switch {
		case strings.HasPrefix(w, "@"):
			p.Country = w[1:]
		case strings.HasPrefix(w, "/"):
			p.Admin1 = w[1:]
		case camp:
			p.Capacity = number(w)
		default:
			p.Population = int64(number(w))
		}
	}
	v.Scenario.Places = append(v.Scenario.Places, p)
	v.Scenario.Settlements = append(v.Scenario.Settlements, s)
}

func (v *village) road(words []string) {
	from, to, oneWay := strings.Cut(words[0], ">")
	if !oneWay {
		from, to, _ = strings.Cut(words[0], "-")
	}
	v.Scenario.Links = append(v.Scenario.Links, scenario.Link{ID: fmt.Sprintf("road%d", len(v.Scenario.Links)), From: from, To: to, Mode: "road",
		KM: number(words[1]), Hours: 1, CapacityPerDay: math.Inf(1), Unit: "people", BothWays: !oneWay, Evidence: assumed,
		MaxMoveSpeed: math.NaN(), WalkProbability: math.NaN()})
}

func (v *village) day(text string) calendar.Date {
	if text == "-" {
		return calendar.None
	}
	return v.Scenario.Period.From + calendar.Date(number(text))
}

// set changes settings.
func (v *village) set(change func(n *scenario.Neighbours)) *village {
	change(&v.Scenario.Parameters.Neighbours)
	return v
}

// with changes anything else.
func (v *village) with(change func(sc *scenario.Scenario)) *village {
	change(v.Scenario)
	return v
}

// settle changes a place's row of settlements.csv.
func (v *village) settle(place string, change func(s *scenario.Settlement)) *village {
	for i := range v.Scenario.Settlements {
		if v.Scenario.Settlements[i].Place == place {
			change(&v.Scenario.Settlements[i])
		}
	}
	return v
}

func (v *village) without(quirk string) *village {
	v.Name += ", without " + quirk
	return v.set(func(n *scenario.Neighbours) { n.WithoutQuirks = append(n.WithoutQuirks, quirk) })
}

// people stand somewhere on the first day.
func (v *village) people(place string, n int, attributes string) *village {
	v.set(func(n *scenario.Neighbours) { n.ReadFromAgents = true })
	v.Scenario.Residents = append(v.Scenario.Residents, scenario.Resident{ID: fmt.Sprintf("r%d", len(v.Scenario.Residents)), Place: place, People: int64(n), Attributes: attributes, Evidence: assumed})
	return v
}

// born gives whoever starts to flee an attribute; residents have their own.
func (v *village) born(attribute, value string) *village {
	v.Scenario.Demographics = append(v.Scenario.Demographics, scenario.Demographic{Attribute: attribute, Value: value, Weight: 1, Evidence: assumed})
	return v
}

// closure is "kind first second start end"; "-" is none.
func (v *village) closure(rows string) *village {
	for i, text := range list(rows) {
		w := strings.Fields(text)
		v.Scenario.Closures = append(v.Scenario.Closures, scenario.Closure{ID: fmt.Sprintf("c%d", i), Kind: w[0], First: w[1],
			Second: strings.TrimPrefix(w[2], "-"), Closes: v.day(w[3]), Opens: v.day(w[4])})
	}
	return v
}

// conflict is "place day intensity".
func (v *village) conflict(rows string) *village {
	for _, text := range list(rows) {
		w := strings.Fields(text)
		v.Scenario.Conflicts = append(v.Scenario.Conflicts, scenario.ConflictDay{Date: v.day(w[1]), Place: w[0], Intensity: number(w[2]), KnownFrom: calendar.None, Evidence: assumed})
	}
	return v
}

// flood is "place day level".
func (v *village) flood(rows string) *village {
	for _, text := range list(rows) {
		w := strings.Fields(text)
		v.Scenario.Floods = append(v.Scenario.Floods, scenario.FloodLevel{Date: v.day(w[1]), Place: w[0], Level: number(w[2]), Evidence: assumed})
	}
	return v
}

// registered are the people registered day by day under a label that is also
// a place's; the first label is the total. Who is newly displaced is then
// taken from registrations.
func (v *village) registered(label string, people ...float64) *village {
	v.set(func(n *scenario.Neighbours) { n.ConflictDrivenSpawning = "none" })
	place := ""
	for i := range v.Scenario.Places {
		if v.Scenario.Places[i].ID == label {
			place = label
		}
	}
	for day, n := range people {
		v.Scenario.Registrations = append(v.Scenario.Registrations, scenario.Registration{ID: fmt.Sprintf("%s%d", label, day), Label: label, Place: place,
			Date: v.Scenario.Period.From + calendar.Date(day), People: n, Evidence: assumed})
	}
	return v
}

// at expects so many people at places, or of a measure, at the end of a day:
// "k=100 a=0 on_links=3".
func (v *village) at(day int, numbers string) *village {
	for _, text := range strings.Fields(numbers) {
		name, value, _ := strings.Cut(text, "=")
		n := int(number(value))
		v.expect(day, name, n, n)
	}
	return v
}

// share expects at a place, at the end of a day, a binomial number of n people with
// chance p.
func (v *village) share(day int, place string, n int, p float64) *village {
	low, high := span(func(k int) float64 {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(k + 1))
		c, _ := math.Lgamma(float64(n - k + 1))
		return math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
	}, n)
	return v.expect(day, place, low, high)
}

// poisson expects a Poisson number.
func (v *village) poisson(day int, name string, mean float64) *village {
	low, high := span(func(k int) float64 {
		a, _ := math.Lgamma(float64(k + 1))
		return math.Exp(float64(k)*math.Log(mean) - mean - a)
	}, int(10*mean)+100)
	return v.expect(day, name, low, high)
}

// span is the range outside of which lies less than casesFalseAlarm, half of it
// on each side.
func span(chance func(k int) float64, most int) (low, high int) {
	sum := 0.0
	for low = 0; low < most; low++ {
		if sum += chance(low); sum > casesFalseAlarm/2 {
			break
		}
	}
	sum = 0
	for high = most; high > 0; high-- {
		if sum += chance(high); sum > casesFalseAlarm/2 {
			break
		}
	}
	return low, high
}

func (v *village) expect(day int, name string, low, high int) *village {
	e := Expected{Day: day, Low: low, High: high}
	switch name {
	case "displaced_total", "raw_total", "debt", "on_links":
		e.Measure = name
	default:
		e.Measure, e.Place = "stock", name
	}
	v.Expect = append(v.Expect, e)
	return v
}

// Cases are small worlds for every rule that real conflicts do not show, and
// for every quirk that changes where people are, on and off.
func Cases() []Case {
	var out []Case
	for _, group := range [][]*village{
		travelCases(), stintCases(), walkingCases(), closureCases(), reopeningCases(), campCases(), choiceCases(), awarenessCases(),
		roomCases(), quirkyChoiceCases(), redirectionCases(), fixedCases(), spawnCases(), registeredCases(), debtCases(), decayCases(),
		foodCases(), typeCases(), traitCases(), matchCases(), floodCases(), forecastCases(), harvestCases(),
	} {
		for _, v := range group {
			out = append(out, v.Case)
		}
	}
	return out
}
