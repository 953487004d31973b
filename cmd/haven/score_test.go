package main

import (
	"math"
	"strings"
	"testing"

	"haven/results"
	"haven/scenario"
	"haven/skill"
)

// TestScoresInPeopleAreCalledSo: where conflicts or floods make people flee Flee divides its error by 1.
func TestScoresInPeopleAreCalledSo(t *testing.T) {
	scores := []skill.Score{{Score: "averaged_difference", Forecast: "run", Days: skill.AllDays, Measure: "registered", Count: 90, Value: 1793, Q05: math.NaN()}}
	for _, c := range []struct {
		name   string
		set    func(n *scenario.Neighbours)
		people bool
	}{
		{"registrations", func(*scenario.Neighbours) {}, false},
		{"conflicts", func(n *scenario.Neighbours) { n.ConflictDrivenSpawning = "pop_ratio" }, true},
		{"floods", func(n *scenario.Neighbours) { n.FloodZonesOnly, n.FloodDrivenSpawning = true, "pop_ratio" }, true},
		{"the quirk turned off", func(n *scenario.Neighbours) {
			n.ConflictDrivenSpawning, n.WithoutQuirks = "pop_ratio", []string{"unhcr-zero"}
		}, false},
	} {
		sc := &scenario.Scenario{Rule: "neighbours", Parameters: scenario.Defaults()}
		c.set(&sc.Parameters.Neighbours)
		text := scoreTables(&results.Manifest{Members: 1}, scores, undivided(sc))
		if got := strings.Contains(text, "counted people, not shares"); got != c.people {
			t.Errorf("%s: said to be people: %v, want %v\n%s", c.name, got, c.people, text)
		}
	}
	if text := scoreTables(&results.Manifest{Members: 1}, []skill.Score{{Score: "crps", Measure: "stock", Unit: "people", Days: skill.AllDays, Forecast: "run"}}, true); strings.Contains(text, "counted people") {
		t.Errorf("it speaks of figures that are not there:\n%s", text)
	}
}
