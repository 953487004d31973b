package skill

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

var from = calendar.Day(2022, 9, 21) // a Wednesday

// border is a country with one crossing of two lanes and one flight, and three
// days on which something was reported.
func border(observations ...scenario.Observation) *scenario.Scenario {
	none := math.Inf(1)
	return &scenario.Scenario{
		Name: "border", Period: scenario.Period{From: from, To: from + 2}, Parameters: scenario.Defaults(),
		Places: []scenario.Place{
			{ID: "vladikavkaz", Kind: "town", Country: "RUS", Population: 300_000, Capacity: none},
			{ID: "lars", Kind: "crossing", Country: "RUS", Capacity: none},
			{ID: "moscow_istanbul", Kind: "crossing", Country: "RUS", Capacity: none},
			{ID: "tbilisi", Kind: "destination", Country: "GEO", Population: 1_000_000, Capacity: none},
			{ID: "istanbul", Kind: "destination", Country: "TUR", Capacity: none},
		},
		Crossings: []scenario.Crossing{
			{ID: "lars_car", Place: "lars", Lane: "car", FromCountry: "RUS", ToCountry: "GEO", Unit: "vehicles", PeoplePerVehicle: 4},
			{ID: "lars_bus", Place: "lars", Lane: "bus", FromCountry: "RUS", ToCountry: "GEO", Unit: "people", PeoplePerVehicle: 1},
			{ID: "a", Place: "yerevan_gyumri", Lane: "all", FromCountry: "RUS", ToCountry: "ARM", Unit: "people", PeoplePerVehicle: 1},
			{ID: "b", Place: "zvartnots", Lane: "all", FromCountry: "RUS", ToCountry: "ARM", Unit: "people", PeoplePerVehicle: 1},
		},
		Links: []scenario.Link{{ID: "flight", From: "moscow_istanbul", To: "istanbul", Mode: "air", CapacityPerDay: 500}},
		UsualTravel: []scenario.UsualTravel{
			{ID: "u1", At: "lars_car", Direction: "out", Weekday: "*", People: 10, Whose: "other"},
			{ID: "u2", At: "lars", Direction: "out", Weekday: "thu", People: 5, Whose: "GEO"},
			{ID: "u3", At: "lars_bus", Direction: "out", Weekday: "*", People: 1000, Whose: "RUS"},
			{ID: "u4", At: "lars_bus", Direction: "in", Weekday: "*", People: 1000, Whose: "other"},
		},
		Observations: observations,
	}
}

// record is one member's three days at that border, times factor.
func record(factor int64) *movement.Record {
	rec := &movement.Record{From: from, Days: 3}
	add := func(measure, by, unit string, entities []string, values ...int64) {
		for i := range values {
			if unit == "people" || unit == "seats" {
				values[i] *= factor
			}
		}
		rec.Series = append(rec.Series, movement.Series{Measure: measure, By: by, Unit: unit, Entities: entities, Days: 3, Values: values})
	}
	lanes, countries := []string{"lars_car", "lars_bus"}, []string{"GEO", "RUS", "TUR"}
	add("departures", "origin", "people", []string{"vladikavkaz"}, 7, 8, 9)
	add("arrivals", "destination", "people", []string{"tbilisi", "istanbul"}, 90, 190, 290, 40, 50, 60)
	add("stock", "destination", "people", []string{"tbilisi", "istanbul"}, 90, 280, 570, 40, 90, 150)
	add("queue_max", "lane", "people", lanes, 400, 800, 1200, 50, 60, 70)
	add("wait_experienced", "lane", "minutes", lanes, 120, -1, 600, 30, 30, 30)
	add("wait_predicted", "lane", "minutes", lanes, 90, 240, 900, 20, 20, 20)
	add("served_entry", "lane", "people", lanes, 100, 0, 300, 10, 20, 30)
	add("served_exit", "lane", "people", lanes, 120, 10, 320, 20, 25, 35)
	add("seats_sold", "service", "seats", []string{"flight"}, 450, 500, 499)
	add("seats_offered", "service", "seats", []string{"flight"}, 500, 500, 500)
	add("fare", "service", "cents", []string{"flight"}, 40000, 90000, 110000)
	add("flow", "link", "people", []string{"flight"}, 40, 50, 60)
	add("entries", "country", "people", countries, 110, 20, 330, 0, 0, 0, 45, 55, 65)
	add("entries_citizens", "country", "people", countries, 100, 10, 320, 0, 0, 0, 40, 50, 60)
	add("exits", "country", "people", countries, 30, 30, 30, 155, 75, 395, 5, 5, 5)
	add("exits_citizens", "country", "people", countries, 20, 20, 20, 140, 60, 380, 4, 4, 4)
	add("applications_border", "country", "people", countries, 1, 0, 0, 0, 0, 0, 0, 0, 0)
	add("applications_inland", "country", "people", countries, 0, 2, 4, 0, 0, 0, 0, 0, 0)
	add("stock", "country", "people", countries, 90, 280, 570, 0, 0, 0, 40, 90, 150)
	return rec
}

func observation(id string, first, last int, place, measure string, value float64, kind, unit, whose string) scenario.Observation {
	return scenario.Observation{
		ID: id, DateFrom: from + calendar.Date(first), DateTo: from + calendar.Date(last), Place: place, Measure: measure,
		Value: value, Kind: kind, Unit: unit, Whose: whose,
	}
}

// compare runs observations against members that are multiples of record(1).
func compare(t *testing.T, sc *scenario.Scenario, factors ...int64) []Comparison {
	t.Helper()
	var records []*movement.Record
	for _, f := range factors {
		records = append(records, record(f))
	}
	extra, err := Extra(sc, records[0])
	if err != nil {
		t.Fatal(err)
	}
	sum, err := ensemble.SummariseWith(sc, extra, records...)
	if err != nil {
		t.Fatal(err)
	}
	return Compare(sc, sum)
}

func TestWhatEachObservationReads(t *testing.T) {
	with := func(o scenario.Observation, scope string) scenario.Observation {
		o.Scope = scope
		return o
	}
	for name, c := range map[string]struct {
		o    scenario.Observation
		want float64
	}{
		"entries of a country on a day":              {observation("x", 0, 0, "GEO", "entries", 1, "point", "people/day", "all"), 110},
		"entries of citizens in a week":              {observation("x", 0, 2, "GEO", "entries", 1, "point", "people", "RUS"), 430},
		"entries a day, over several days":           {observation("x", 0, 1, "GEO", "entries", 1, "point", "people/day", "RUS"), 55},
		"exits from a country":                       {observation("x", 0, 2, "GEO", "exits", 1, "point", "people", "RUS"), 60},
		"net entries may be negative":                {observation("x", 1, 1, "GEO", "net_entries", 1, "point", "people", "RUS"), -10},
		"who left the home country":                  {observation("x", 0, 2, "RUS", "departures", 1, "point", "people", "RUS"), 580},
		"who left a town":                            {observation("x", 0, 2, "vladikavkaz", "departures", 1, "point", "people", "RUS"), 24},
		"applications at the border and inland":      {observation("x", 0, 2, "GEO", "applications", 1, "point", "people", "RUS"), 7},
		"stock of a country at the end":              {observation("x", 0, 1, "GEO", "stock", 1, "point", "people", "all"), 280},
		"stock of a city":                            {observation("x", 2, 2, "istanbul", "stock", 1, "point", "people", "all"), 150},
		"arrivals at a city":                         {observation("x", 0, 1, "tbilisi", "entries", 1, "point", "people", "all"), 280},
		"entries at one crossing":                    {observation("x", 0, 2, "lars", "entries", 1, "point", "people", "all"), 460},
		"citizens at one crossing on a Thursday":     {observation("x", 0, 1, "lars", "entries", 1, "point", "people", "RUS"), 130 - 20 - 5},
		"citizens at one lane":                       {observation("x", 0, 0, "lars_car", "entries", 1, "point", "people", "RUS"), 90},
		"exits at the only crossing":                 {observation("x", 0, 2, "lars", "exits", 1, "point", "people", "RUS"), 60},
		"people on a flight":                         {observation("x", 0, 2, "flight", "entries", 1, "point", "people", "all"), 150},
		"wait, told by drivers":                      {observation("x", 0, 0, "lars", "wait", 1, "point", "hours", "all"), 2},
		"wait on a day when nobody got through":      {observation("x", 1, 1, "lars", "wait", 1, "point", "hours", "all"), 4},
		"wait over days is their mean":               {observation("x", 0, 2, "lars", "wait", 1, "point", "hours", "all"), 16.0 / 3},
		"wait of more than is the highest day":       {observation("x", 0, 2, "lars", "wait", 1, "more_than", "hours", "all"), 10},
		"wait of a lane by name":                     {observation("x", 0, 0, "lars_bus", "wait", 1, "point", "hours", "all"), 0.5},
		"queue of vehicles":                          {observation("x", 1, 1, "lars", "queue", 1, "point", "vehicles", "all"), 200},
		"queue in kilometres":                        {observation("x", 1, 1, "lars", "queue", 1, "point", "km", "all"), 1.5},
		"queue in people":                            {observation("x", 1, 1, "lars_bus", "queue", 1, "point", "people", "all"), 60},
		"seats sold":                                 {observation("x", 0, 1, "flight", "seats", 1, "point", "seats", "all"), 950},
		"seats left":                                 {with(observation("x", 0, 2, "flight", "seats", 1, "point", "seats", "all"), "seats left on sale for these days"), 51},
		"seats offered":                              {with(observation("x", 0, 2, "flight", "seats", 1, "high", "seats", "all"), "seats offered in these days together"), 1500},
		"fare of a day":                              {observation("x", 1, 1, "flight", "fare", 1, "point", "usd", "all"), 900},
		"two countries counted together":             {observation("x", 0, 2, "GEO;TUR", "entries", 1, "point", "people", "RUS"), 580},
		"lanes counted together":                     {observation("x", 1, 1, "lars_car;lars_bus", "queue", 1, "point", "people", "all"), 860},
		"two towns' stocks":                          {observation("x", 1, 1, "tbilisi;istanbul", "stock", 1, "point", "people", "all"), 370},
		"let out at a crossing":                      {observation("x", 0, 2, "lars", "departures", 1, "point", "people", "all"), 530},
		"who left by a flight":                       {observation("x", 0, 1, "flight", "departures", 1, "point", "people", "all"), 90},
		"net entries at the only crossing":           {observation("x", 0, 2, "lars", "net_entries", 1, "point", "people", "all"), 370},
		"applications at the only crossing":          {observation("x", 0, 2, "lars", "applications", 1, "point", "people", "all"), 1},
		"upper end of fares is that of the dear day": {observation("x", 0, 2, "flight", "fare", 1, "high", "usd", "all"), 1100},
	} {
		got := compare(t, border(c.o), 1)[0]
		if !got.Compared() || math.Abs(got.Quantile[2]-c.want) > 0.0005 {
			t.Errorf("%s: %g (%s), want %g", name, got.Quantile[2], got.Reason, c.want)
		}
		if got.How == "" {
			t.Errorf("%s: nobody says what was read", name)
		}
	}
}

// Nothing is dropped in silence: each observation that no operator can read
// comes back with its reason.
func TestWhatCannotBeComparedSaysWhy(t *testing.T) {
	undated := observation("x", 0, 0, "GEO", "entries", 1, "point", "people", "all")
	undated.DateFrom, undated.DateTo = calendar.None, calendar.None
	for says, o := range map[string]scenario.Observation{
		"outside the simulated period":      observation("x", 1, 3, "GEO", "entries", 1, "point", "people", "all"),
		"it has no date":                    undated,
		"not those of KAZ":                  observation("x", 0, 0, "GEO", "entries", 1, "point", "people", "KAZ"),
		"not the only way into":             observation("x", 0, 0, "yerevan_gyumri", "exits", 1, "point", "people", "RUS"),
		"no entries at \"FIN\"":             observation("x", 0, 0, "FIN", "entries", 1, "point", "people", "RUS"),
		"who leaves RUS, not all who come":  observation("x", 0, 0, "RUS", "entries", 1, "point", "people", "all"),
		"leaves RUS, not all who come in":   observation("x", 0, 0, "RUS", "net_entries", 1, "point", "people", "RUS"),
		"RUS, not all who come in":          observation("x", 0, 0, "RUS", "applications", 1, "point", "people", "all"),
		"the model counts people":           observation("x", 0, 0, "GEO", "entries", 1, "point", "vehicles", "RUS"),
		"wanted in hours":                   observation("x", 0, 0, "lars", "wait", 1, "point", "days", "all"),
		"is no crossing":                    observation("x", 0, 0, "GEO", "wait", 1, "point", "hours", "all"),
		"counts people, not vehicles":       observation("x", 0, 0, "lars_bus", "queue", 1, "point", "km", "all"),
		"people, vehicles or km":            observation("x", 0, 0, "lars", "queue", 1, "point", "lorries", "all"),
		"no link with a capacity":           observation("x", 0, 0, "TUR", "fare", 1, "point", "usd", "all"),
		"wanted in usd":                     observation("x", 0, 0, "flight", "fare", 1, "point", "rub", "all"),
		"wanted in seats":                   observation("x", 0, 0, "flight", "seats", 1, "point", "flights", "all"),
		"several places together is no sum": observation("x", 0, 0, "lars;lars_car", "wait", 1, "point", "hours", "all"),
		"FIN: the model has no entries":     observation("x", 0, 0, "GEO;FIN", "entries", 1, "point", "people", "all"),
		"no operator reads":                 observation("x", 0, 0, "GEO", "mood", 1, "point", "people", "all"),
	} {
		got := compare(t, border(o), 1, 2)[0]
		if got.Compared() || !strings.Contains(got.Reason, says) {
			t.Errorf("%s: %q", says, got.Reason)
		}
		if !math.IsNaN(got.Quantile[2]) || got.Inside90 {
			t.Errorf("%s: not compared, and yet %+v", says, got)
		}
	}
}

// 21 members with 110, 220, ... entries: quantiles 220 (5 %), 660 (25 %), 1210,
// 1760 and 2200 (95 %).
func TestHitsAndMisses(t *testing.T) {
	var factors []int64
	for f := range int64(21) {
		factors = append(factors, f+1)
	}
	value := func(id string, v float64, kind string) scenario.Observation {
		return observation(id, 0, 0, "GEO", "entries", v, kind, "people", "all")
	}
	sc := border(
		value("middle", 1210, "point"), value("side", 2000, "point"), value("far", 4840, "point"), value("none", 0, "point"),
		value("low", 2100, "low"), value("high", 3000, "high"),
		value("more", 2100, "more_than"), value("much more", 2400, "more_than"),
	)
	got := map[string]Comparison{}
	for _, c := range compare(t, sc, factors...) {
		got[c.Observation.ID] = c
	}
	for id, want := range map[string]struct {
		in50, in90   bool
		below, ratio float64
	}{
		"middle":    {true, true, 10.5 / 21, 1},
		"side":      {false, true, 18.0 / 21, 1210.0 / 2000},
		"far":       {false, false, 1, 0.25},
		"none":      {false, false, 0, math.NaN()},
		"low":       {false, true, 19.0 / 21, 1210.0 / 2100}, // a range with the next row
		"high":      {false, true, 1, 1210.0 / 2100},
		"more":      {false, true, 19.0 / 21, 1210.0 / 2100},
		"much more": {false, false, 1, 1210.0 / 2400},
	} {
		c := got[id]
		same := c.Ratio == want.ratio || math.IsNaN(c.Ratio) && math.IsNaN(want.ratio)
		if c.Inside50 != want.in50 || c.Inside90 != want.in90 || math.Abs(c.Below-want.below) > 1e-12 || !same {
			t.Errorf("%s: %v %v below %g ratio %g", id, c.Inside50, c.Inside90, c.Below, c.Ratio)
		}
	}
	if got["low"].Partner != "high" || got["low"].High != 3000 || !got["high"].Second() || got["low"].Second() {
		t.Errorf("the range was not put together: %+v", got["low"])
	}
	list := compare(t, sc, factors...)
	d := Distances(list)
	if len(d) != 1 || d[0].Country != "GEO" || d[0].Reports != 7 || d[0].In50 != 1 || d[0].In90 != 4 {
		t.Fatalf("distances: %+v", d)
	}
	logs := math.Log(1) + math.Log(1210.0/2000) + math.Log(0.25) + 2*math.Log(1210.0/2100) + math.Log(1210.0/2400)
	if math.Abs(d[0].Ratio-math.Exp(logs/6)) > 1e-12 || math.Abs(d[0].Error-math.Exp(-logs/6)) > 1e-12 {
		t.Errorf("ratio %g, error %g", d[0].Ratio, d[0].Error)
	}
}

// At scale 1,000 people, queues and seats are a thousand times as many; the
// same reports are compared.
func TestScaleIsTakenOut(t *testing.T) {
	for _, o := range []scenario.Observation{
		observation("x", 0, 2, "GEO", "entries", 1, "point", "people", "all"),
		observation("x", 0, 2, "lars", "queue", 1, "point", "vehicles", "all"),
		observation("x", 0, 2, "flight", "seats", 1, "point", "seats", "all"),
		observation("x", 0, 2, "lars", "wait", 1, "point", "hours", "all"),
		observation("x", 0, 2, "lars", "entries", 1, "point", "people", "RUS"),
	} {
		small := compare(t, border(o), 1)[0].Quantile[2]
		sc := border(o)
		sc.Parameters.Scale = 1000
		if large := compare(t, sc, 1000)[0].Quantile[2]; math.Abs(large-small) > 0.001 {
			t.Errorf("%s in %s: %g at scale 1, %g at scale 1000", o.Measure, o.Unit, small, large)
		}
	}
}

func ExampleCRPS() {
	fmt.Printf("%.4f\n", CRPS([]float64{4, 1, 2}, 3))
	// Output: 0.6667
}

func ExampleCoverage() {
	share, _ := Coverage([]bool{true, true, false, true})
	fmt.Println(share)
	// Output: 0.75
}

// The sorted form against the double sum of the definition.
func TestCRPSAgainstItsDefinition(t *testing.T) {
	x := []float64{3, -1, 4, 1, 5, 9, 2, 6, 5, 3.5}
	for _, y := range []float64{-10, 0, 3.3, 5, 100} {
		n := float64(len(x))
		a, b := 0.0, 0.0
		for _, v := range x {
			a += math.Abs(v - y)
			for _, w := range x {
				b += math.Abs(v - w)
			}
		}
		if got, want := CRPS(x, y), a/n-b/(2*n*n); math.Abs(got-want) > 1e-12 {
			t.Errorf("y = %g: %g, want %g", y, got, want)
		}
	}
	if !math.IsNaN(CRPS(nil, 1)) {
		t.Error("an empty ensemble has a score")
	}
	if _, ok := Coverage(nil); ok {
		t.Error("nothing was covered")
	}
}
