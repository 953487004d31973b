package report

import (
	"context"
	"path/filepath"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/results"
	"haven/scenario"
	"haven/skill"
)

// runOf runs a built-in scenario and opens its folder.
func runOf(t testing.TB, name string, members int, dir string) *results.Run {
	t.Helper()
	sc, err := scenario.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := ensemble.Run(context.Background(), ensemble.Plan{
		Scenario: sc, Members: members, Seed: 1, Until: calendar.None, Version: "test", Extra: skill.Extra,
	})
	if err != nil {
		t.Fatal(err)
	}
	return write(t, dir, &results.Input{
		Haven: "test", Scenario: outcome.Scenario, Seed: 1, Until: calendar.None,
		Summary: outcome.Summary, Design: outcome.Design, Observations: compared(outcome.Scenario, outcome.Summary),
	})
}

func write(t testing.TB, dir string, in *results.Input) *results.Run {
	t.Helper()
	path := filepath.Join(dir, "run")
	if err := results.Write(path, in); err != nil {
		t.Fatal(err)
	}
	run, err := results.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func compared(sc *scenario.Scenario, sum *ensemble.Summary) []results.Observation {
	var list []results.Observation
	for _, c := range skill.Compare(sc, sum) {
		list = append(list, results.Observation{
			Observation: c.Observation, Country: c.Country, Low: c.Low, High: c.High, Partner: c.Partner, How: c.How, Reason: c.Reason,
			Members:   c.Members,
			Simulated: results.Figure{Mean: c.Mean, Q05: c.Quantile[0], Q25: c.Quantile[1], Q50: c.Quantile[2], Q75: c.Quantile[3], Q95: c.Quantile[4]},
			Inside50:  c.Inside50, Inside90: c.Inside90, Below: c.Below, Ratio: c.Ratio,
		})
	}
	return list
}
