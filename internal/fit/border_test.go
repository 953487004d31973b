package fit

import (
	"math"
	"testing"

	"haven/ensemble"
	"haven/evidence"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

var from = calendar.Day(2022, 9, 21)

// border is a country that people enter at one crossing, over ten days.
func border(observations ...scenario.Observation) *scenario.Scenario {
	claim := func(id, outlet, grade string) evidence.Claim {
		return evidence.Claim{ID: id, Claim: "so many entered", Outlet: outlet, Grade: grade}
	}
	about := claim("about", "Georgian Ministry of Internal Affairs", "B2")
	about.Claim = "about so many entered"
	return &scenario.Scenario{
		Name: "border", Period: scenario.Period{From: from, To: from + 9}, Parameters: scenario.Defaults(),
		Places: []scenario.Place{
			{ID: "vladikavkaz", Kind: "town", Country: "RUS", Population: 300_000, Capacity: math.Inf(1)},
			{ID: "lars", Kind: "crossing", Country: "RUS", Capacity: math.Inf(1)},
			{ID: "tbilisi", Kind: "destination", Country: "GEO", Capacity: math.Inf(1)},
		},
		Crossings:    []scenario.Crossing{{ID: "lars_car", Place: "lars", Lane: "car", FromCountry: "RUS", ToCountry: "GEO", Unit: "vehicles", PeoplePerVehicle: 4}},
		Observations: observations,
		Evidence: []evidence.Claim{
			claim("ministry", "Georgian Ministry of Internal Affairs", "B2"), claim("spoken", "Georgian Ministry of Internal Affairs (minister, orally)", "B3"),
			claim("police", "Norwegian police", "A1"), claim("channel", "NEXTA", "D4"), about,
		},
	}
}

// row is an observation of entries into Georgia on the days first to last.
func row(id string, first, last int, value float64, kind, unit, evidence string) scenario.Observation {
	return scenario.Observation{
		ID: id, DateFrom: from + calendar.Date(first), DateTo: from + calendar.Date(last), Place: "GEO", Measure: "entries",
		Value: value, Kind: kind, Unit: unit, Whose: "all", KnownFrom: from + calendar.Date(last), Evidence: evidence,
	}
}

// entered is a member at that border: entries day by day, and nothing else.
func entered(days ...int64) *movement.Record {
	rec := &movement.Record{From: from, Days: 10}
	add := func(measure, by string, entities []string, values []int64) {
		rec.Series = append(rec.Series, movement.Series{Measure: measure, By: by, Unit: "people", Entities: entities, Days: 10, Values: values})
	}
	values := make([]int64, 10)
	copy(values, days)
	add("entries", "country", []string{"GEO", "TUR"}, append(values, values...))
	add("stock", "country", []string{"GEO"}, values)
	add("queue_max", "lane", []string{"lars_car"}, values)
	return rec
}

func observe(t testing.TB, rows ...scenario.Observation) *Observations {
	t.Helper()
	o, err := Observe(border(rows...), ensemble.RecordLayout(entered()))
	if err != nil {
		t.Fatal(err)
	}
	return o
}
