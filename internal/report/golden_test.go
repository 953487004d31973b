package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"

	"haven/ensemble"
	"haven/evidence"
	"haven/internal/calendar"
	"haven/movement"
	"haven/results"
	"haven/scenario"
)

var update = flag.Bool("update", false, "write testdata/coast.json anew")

// coast is a scenario of five places with a crossing and a flight, made up so
// that the page's data can be checked against the members by eye.
func coast() *scenario.Scenario {
	none := calendar.None
	first := calendar.Day(2022, 9, 20)
	return &scenario.Scenario{
		Name: "coast", Title: "A coast", Period: scenario.Period{From: first, To: first + 3},
		BinsPerDay: 8, Rule: "destinations", Parameters: scenario.Defaults(),
		ParameterEvidence: map[string]string{"stay": "assumed: for the test", "scale": "E1"},
		Places: []scenario.Place{
			{ID: "town", Name: "Town", Kind: "town", Country: "RUS", Lat: 60, Lon: 170, Population: 10_000, Capacity: math.Inf(1), Evidence: "assumed: for the test"},
			{ID: "gate", Name: "The Gate", Kind: "crossing", Country: "RUS", Lat: 61, Lon: 175, Capacity: math.Inf(1), Evidence: "assumed: for the test"},
			{ID: "field", Name: "Air field", Kind: "crossing", Country: "RUS", Lat: 60, Lon: 170, Capacity: math.Inf(1), Evidence: "E1;E2"},
			{ID: "harbour", Name: "Harbour", Kind: "destination", Country: "USA", Lat: 62, Lon: -170, Capacity: 120, Evidence: "E2"},
			{ID: "hill", Name: "Hill", Kind: "destination", Country: "JPN", Lat: 43, Lon: 143, Capacity: math.Inf(1), Evidence: "E2"},
		},
		Crossings: []scenario.Crossing{
			{ID: "gate_car", Place: "gate", Lane: "car", FromCountry: "RUS", ToCountry: "USA", PeoplePerVehicle: 1, Room: math.NaN(), Closes: 24, DateFrom: none, DateTo: none, KnownFrom: first, EndKnownFrom: none, Evidence: "E1"},
			{ID: "field_all", Place: "field", Lane: "all", FromCountry: "RUS", ToCountry: "JPN", PeoplePerVehicle: 1, Room: math.NaN(), Closes: 24, DateFrom: none, DateTo: none, KnownFrom: first, EndKnownFrom: none, Evidence: "E1"},
		},
		Links: []scenario.Link{
			{ID: "road", From: "town", To: "gate", Mode: "road", KM: 300, Hours: 5, CapacityPerDay: math.Inf(1), BothWays: true, Evidence: "assumed: a straight line"},
			{ID: "bus", From: "town", To: "field", Mode: "road", KM: 10, Hours: 0.5, CapacityPerDay: math.Inf(1), Evidence: "assumed: a straight line"},
			{ID: "on", From: "gate", To: "harbour", Mode: "sea", KM: 900, Hours: 20, CapacityPerDay: math.Inf(1), Evidence: "assumed: a straight line"},
			{ID: "flight", From: "field", To: "hill", Mode: "air", KM: 2000, Hours: 3, CapacityPerDay: 100, Unit: "people", FareUSD: 200, Evidence: "E2"},
		},
		Observations: []scenario.Observation{
			{ID: "O1", DateFrom: first, DateTo: first + 1, Place: "USA", Measure: "entries", Value: 300, Kind: "low", Unit: "people", Whose: "all", Scope: "the country", KnownFrom: first, Evidence: "E1"},
			{ID: "O2", DateFrom: first, DateTo: none, Place: "gate_car", Measure: "wait", Value: 9, Kind: "point", Unit: "hours", Whose: "all", Scope: "one crossing", KnownFrom: first, Evidence: "E2"},
		},
		Evidence: []evidence.Claim{
			{ID: "E1", Claim: "Three hundred came.", DateFrom: first, DateTo: first + 1, KnownFrom: first + 2, Outlet: "A border guard", Via: "agency", URL: "https://example.org/1", Published: first + 2, Grade: "A1"},
			{ID: "E2", Claim: "People waited </script> nine hours.", DateFrom: none, DateTo: none, KnownFrom: none, Outlet: "A traveller", Published: none, Grade: "E4", GradeReason: "hearsay"},
		},
	}
}

// members are two runs of coast in which every figure is plain to see: the
// second has twice the first's.
func members(sc *scenario.Scenario) []*movement.Record {
	var list []*movement.Record
	for m := range int64(2) {
		rec := &movement.Record{From: sc.Period.From, Days: 4}
		add := func(measure, by, unit string, entities []string, values ...int64) {
			all := make([]int64, len(values))
			for i, v := range values {
				if all[i] = v * (m + 1); v == movement.Missing {
					all[i] = v
				}
			}
			rec.Series = append(rec.Series, movement.Series{Measure: measure, By: by, Unit: unit, Entities: entities, Days: 4, Values: all})
		}
		lanes, countries := []string{"gate_car", "field_all"}, []string{"JPN", "USA"}
		add("departures", "origin", "people", []string{"town"}, 0, 100, 253, 7)
		add("sent", "origin", "people", []string{"town"}, 0, 0, 3, 0)
		add("arrivals", "destination", "people", []string{"harbour", "hill"}, 0, 0, 61, 80, 0, 90, 100, 4)
		add("stock", "destination", "people", []string{"harbour", "hill"}, 0, 0, 61, 141, 0, 90, 190, 194)
		add("arrivals", "destination_callup", "people", []string{"harbour/liable", "harbour/no", "hill/liable", "hill/no"}, 0, 0, 60, 80, 0, 0, 1, 0, 0, 90, 100, 0, 0, 0, 0, 4)
		add("queue", "lane", "people", lanes, 0, 55, 90, 12, 0, 0, 0, 0)
		add("wait_experienced", "lane", "minutes", lanes, movement.Missing, 61, 300, 90, 0, 0, 0, 0)
		add("served_entry", "lane", "people", lanes, 0, 30, 70, 90, 0, 90, 100, 4)
		add("barred", "lane", "people", lanes, 0, 12, 0, 0, 0, 0, 0, 0)
		add("turned_back_exit", "lane", "people", lanes, 0, 12, 0, 0, 0, 0, 0, 0)
		add("seats_sold", "service", "seats", []string{"flight"}, 0, 90, 100, 4)
		add("seats_offered", "service", "seats", []string{"flight"}, 100, 100, 100, 100)
		add("fare", "service", "cents", []string{"flight"}, 20000, 50049, 120000, 20000)
		add("flow", "link", "people", []string{"road", "bus", "on", "flight"}, 0, 100, 253, 0, 0, 90, 100, 4, 0, 30, 70, 90, 0, 90, 100, 4)
		add("entries", "country", "people", countries, 0, 90, 100, 4, 40, 70, 110, 130)
		add("entries_citizens", "country", "people", countries, 0, 90, 100, 4, 20, 50, 90, 110)
		add("applications_inland", "country", "people", countries, 0, 0, 0, 2, 0, 0, 0, 25)
		add("stock", "country", "people", countries, 0, 90, 190, 194, 0, 0, 61, 141)
		add("surrendered", "model", "people", []string{"model"}, 0, 0, 0, 1)
		list = append(list, rec)
	}
	return list
}

// TestGoldenCoast holds the page's data of a made-up run against the file
// reviewed by eye. After a wanted change: go test ./internal/report -run Golden -update
func TestGoldenCoast(t *testing.T) {
	sc := coast()
	sum, err := ensemble.Summarise(sc, members(sc)...)
	if err != nil {
		t.Fatal(err)
	}
	nan := math.NaN()
	run := writeOf(t, sc, sum, []results.Observation{
		{
			Observation: sc.Observations[0], Country: "USA", Low: 300, High: math.Inf(1), How: "entries of everybody", Members: 2,
			Simulated: results.Figure{Mean: 165, Q05: 110, Q25: 110, Q50: 165, Q75: 220, Q95: 220}, Below: 1, Ratio: 0.55,
		},
		{
			Observation: sc.Observations[1], Country: "USA", Low: 9, High: 9, Reason: "it has no last day",
			Simulated: results.Figure{Mean: nan, Q05: nan, Q25: nan, Q50: nan, Q75: nan, Q95: nan}, Below: nan, Ratio: nan,
		},
	})
	d, err := Build(run)
	if err != nil {
		t.Fatal(err)
	}
	d.Run.Hash = "the scenario's"
	var have bytes.Buffer
	encoder := json.NewEncoder(&have)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(d); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "coast.json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, have.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have.Bytes(), want) {
		a, b := bytes.Split(have.Bytes(), []byte("\n")), bytes.Split(want, []byte("\n"))
		for i := range min(len(a), len(b)) {
			if !bytes.Equal(a[i], b[i]) {
				t.Fatalf("line %d of %s is %s, wanted %s (after a wanted change: -update)", i+1, path, a[i], b[i])
			}
		}
		t.Fatalf("%s has %d lines, the page's data %d", path, len(b), len(a))
	}
}

func writeOf(t *testing.T, sc *scenario.Scenario, sum *ensemble.Summary, observations []results.Observation) *results.Run {
	t.Helper()
	return write(t, t.TempDir(), &results.Input{
		Haven: "test", Scenario: sc, Seed: 1<<63 + 1, Until: calendar.None, Summary: sum, Observations: observations,
		Set:    []results.Setting{{Address: "parameters.stay", Value: 2}},
		Design: &ensemble.Design{Parameters: []ensemble.Parameter{{Address: "parameters.stay", Median: 2, Distribution: scenario.Distribution{Kind: "uniform", Low: 1, High: 3}, Evidence: "assumed: for the test"}}},
	})
}

// golden holds a page's data to those of a file in testdata.
func golden(t *testing.T, name string, data any) {
	t.Helper()
	have, err := json.MarshalIndent(data, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	have = append(have, '\n')
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, have, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Errorf("the page's data are not those of %s; after a change that is meant: go test ./internal/report -run Golden -update", path)
	}
}
