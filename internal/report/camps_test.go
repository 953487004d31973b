package report

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/results"
	"haven/skill"
)

// fleeRun runs a made-up Flee folder of a hill in conflict, a town and two camps.
func fleeRun(t *testing.T, members int, settings string) *results.Run {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "village")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"simsetting.yml":               settings,
		"locations.csv":                "#name,region,country,latitude,longitude,type,conflict_date,population\nHill,N,Mali,15,1,conflict_zone,0,5000\nBrook,N,Mali,15,2,town,,\nNear,S,Niger,14,2,camp,,150\nFar,S,Niger,13,2,camp,,\n",
		"routes.csv":                   "#name1,name2,distance,forced\nHill,Brook,60,0\nBrook,Near,50,0\nBrook,Far,90,0\n",
		"closures.csv":                 "#type,name1,name2,start,end\n",
		"conflicts.csv":                "#Day,Hill\n" + strings.Repeat("0,1\n", 40),
		"sim_period.csv":               "StartDate,2030-03-01\nLength,40\n",
		"registration_corrections.csv": "Far,2030-03-31\n",
		"data_layout.csv":              "total,all.csv\nNear,near.csv\nFar,far.csv\n",
		"all.csv":                      "2030-03-01,40\n",
		"near.csv":                     "2030-03-01,37\n2030-03-21,233\n2030-06-01,300\n",
		"far.csv":                      "2030-03-01,40\n2030-03-21,200\n2030-03-31,100\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sc, _, err := flee.Open(dir, flee.Options{})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := ensemble.Run(context.Background(), ensemble.Plan{Scenario: sc, Members: members, Seed: 1, Until: calendar.None, Version: "test", Extra: skill.Extra})
	if err != nil {
		t.Fatal(err)
	}
	return write(t, t.TempDir(), &results.Input{
		Haven: "test", Scenario: outcome.Scenario, Seed: 1, Until: calendar.None, Summary: outcome.Summary, Design: outcome.Design,
		Observations: compared(outcome.Scenario, outcome.Summary),
		Flee: &results.FleeInfo{
			Quirks: []string{"decay-late", "date-one-ahead"}, Without: []string{"strict-arrival"},
			Warnings: []results.WarningInfo{{File: "a.csv", Line: 3, Column: 2, Message: "m"}, {File: "b.csv", Line: 4, Message: "m"}, {File: "c.csv", Message: "m"}, {Message: "m"}},
		},
	})
}

// TestPageOfAFleeFolder holds that simulated counts are rounded and published ones are
// not, that only days of counts are there, and that nothing of borders is.
func TestPageOfAFleeFolder(t *testing.T) {
	d, err := Build(fleeRun(t, 20, ""))
	if err != nil {
		t.Fatal(err)
	}
	n := d.Neighbours
	if n == nil || len(n.Camps) != 2 || len(n.Elsewhere) == 0 || d.Origin != "MLI" {
		t.Fatalf("%+v, origin %s", n, d.Origin)
	}
	for i := range n.Camps {
		c := &n.Camps[i]
		checkRounded(t, c.Place, c.AtEnd, c.Peak, c.ByDay)
		for _, r := range c.Registered {
			checkRounded(t, c.Place+" on a day of a count", r.Simulated, nil, nil)
		}
	}
	for i := range n.Elsewhere {
		checkRounded(t, n.Elsewhere[i].Place, n.Elsewhere[i].AtEnd, n.Elsewhere[i].Peak, nil)
	}
	for name, b := range map[string]*Band{"displaced": n.Displaced, "in camps": n.InCamps} {
		if b.days() != 40 {
			t.Errorf("%s has %d days", name, b.days())
		}
		checkRounded(t, name, nil, nil, b)
	}
	if n.Debt != nil {
		t.Error("registrations never fall, and yet something is owed")
	}
	near, far := n.Camps[0], n.Camps[1]
	if len(near.Registered) != 2 || near.Registered[1].Day != 20 || near.Registered[1].Value != 233 || near.Registered[1].Note != "" {
		t.Errorf("near: %+v", near.Registered)
	}
	// The correction of day 30 halves the counts before it.
	if len(far.Registered) != 3 || far.Registered[1].Value != 100 || !strings.Contains(far.Registered[1].Note, "published as 200") || far.Registered[2].Value != 100 {
		t.Errorf("far: %+v", far.Registered)
	}
	if near.Capacity != 150 || math.IsNaN(float64(near.Ever)) || !math.IsNaN(float64(far.Capacity)) || len(d.Exceedance) != 1 {
		t.Errorf("room: %v (%v), %v, %d exceedances", near.Capacity, near.Ever, far.Capacity, len(d.Exceedance))
	}
	if i := slices.IndexFunc(d.Countries, func(c Country) bool { return c.ID == "NER" }); i < 0 || d.Countries[i].StockAtEnd == nil || *d.Countries[i].StockAtEnd == (Figure{}) {
		t.Errorf("countries: %+v", d.Countries)
	}
	if len(d.Observations) != 0 || len(d.Lanes) != 0 || len(d.Services) != 0 {
		t.Errorf("%d observations, %d lanes, %d services", len(d.Observations), len(d.Lanes), len(d.Services))
	}
	var names []string
	for _, q := range n.Quirks {
		names = append(names, q.Name)
	}
	if !slices.Equal(names, []string{"date-one-ahead", "decay-late", "strict-arrival"}) || !n.Quirks[2].Off || n.Quirks[0].Does == "" {
		t.Errorf("quirks: %+v", n.Quirks)
	}
	var places []string
	for _, w := range n.Warnings {
		places = append(places, w.Where)
	}
	if !slices.Equal(places, []string{"a.csv:3:2", "b.csv:4", "c.csv", ""}) {
		t.Errorf("warnings: %q", places)
	}
	if len(n.Errors) != 3 || n.Errors[0].Forecast != "median" || !(n.Errors[0].Raw > 0) || math.IsNaN(float64(n.Errors[1].LaterRaw)) {
		t.Errorf("errors: %+v", n.Errors)
	}
	_, page := pageOf(t, d)
	if page["neighbours"] == nil {
		t.Error("the page has nothing of the rule")
	}
}

// One counted person stands for ten: the page has people, beside counts as published.
func TestPageWithHastenShowsPeople(t *testing.T) {
	whole, err := Build(fleeRun(t, 1, ""))
	if err != nil {
		t.Fatal(err)
	}
	tenth, err := Build(fleeRun(t, 1, "optimisations: {hasten: 10}\n"))
	if err != nil {
		t.Fatal(err)
	}
	a, b := whole.Neighbours, tenth.Neighbours
	if b.Hasten != 10 || b.Camps[0].Registered[1].Value != 233 || b.Camps[0].Capacity != 150 || tenth.Exceedance[0].Capacity != 150 {
		t.Errorf("%+v", b)
	}
	last := len(a.Displaced.Q50) - 1
	if x, y := float64(a.Displaced.Q50[last]), float64(b.Displaced.Q50[last]); math.Abs(x-y) > 0.15*x {
		t.Errorf("%v people fled, with hasten %v", x, y)
	}
}

// A page with very many camps keeps the charts of the largest.
func TestCampsBeyondTheLimitHaveNoChart(t *testing.T) {
	d := Data{Days: maxCampDays / 2, Neighbours: &Neighbours{}}
	for i := range 4 {
		d.Neighbours.Camps = append(d.Neighbours.Camps, Camp{ByDay: &Band{}, Peak: &Peak{Height: Figure{Q50: Number(10 * i)}}})
	}
	d.Neighbours.Camps = append(d.Neighbours.Camps, Camp{ByDay: &Band{}})
	d.limit()
	var kept []bool
	for _, c := range d.Neighbours.Camps {
		kept = append(kept, c.ByDay != nil)
	}
	if !slices.Equal(kept, []bool{false, false, true, true, false}) {
		t.Errorf("charts: %v", kept)
	}
	text, err := json.Marshal(d)
	if err != nil || !bytes.Contains(text, []byte(`"byDay":null`)) {
		t.Errorf("%s (%v)", text, err)
	}
}
