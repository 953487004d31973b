package report

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"haven/internal/study/sensitivity"
	"haven/results"
)

func analysis() *sensitivity.Document {
	nan := sensitivity.Number(math.NaN())
	return &sensitivity.Document{
		Format: 1, Haven: "test", Seed: math.MaxUint64, Method: "both", Points: 64, Trajectories: 8, Runs: 500,
		Scenario: results.ScenarioInfo{Name: "coast", Title: "A coast </script>", Hash: "abc", From: "2022-09-20", To: "2022-09-23"},
		Set:      []results.Setting{{Address: "parameters.stay", Value: 1.5}},
		Parameters: []sensitivity.ParameterDoc{
			{Name: "crossings.gate_car.exit_per_day", Kind: sensitivity.Single, Label: "capacity", Unit: "people/day", Median: 60, Low: 44.4, High: 81, Distribution: "lognormal: spread 1.2", Evidence: "E1"},
			{Name: "random stream", Kind: sensitivity.Stream, Label: "chance", Median: nan, Low: nan, High: nan},
		},
		Outputs: []sensitivity.OutputDoc{
			{
				Output: "arrivals@USA", Measure: "arrivals", By: "country", Place: "USA", Reading: sensitivity.Total, Unit: "people", Label: "arrivals in USA in all", Counts: true,
				Points: 64, Mean: 123.4, SD: 20, Q05: 3, Q50: 123, Q95: 187.5, Lines: []string{"Arrivals in USA in all: 120."},
				Indices: []sensitivity.IndexDoc{
					{Factor: "crossings.gate_car.exit_per_day", Kind: sensitivity.Single, Label: "capacity", First: 0.81234, FirstLow: 0.7, FirstHigh: 0.9, Total: 0.9, TotalLow: 0.8, TotalHigh: 1, Direction: 1, Tenth: 11.7, TenthLow: 10, TenthHigh: 13},
					{Factor: "random stream", Kind: sensitivity.Stream, Label: "chance", First: -0.01, FirstLow: -0.05, FirstHigh: 0.05, Total: 0.1, TotalLow: 0.08, TotalHigh: 0.13, Direction: nan, Tenth: nan, TenthLow: nan, TenthHigh: nan},
				},
				Effects: []sensitivity.EffectDoc{{Factor: "crossings.gate_car.exit_per_day", Kind: sensitivity.Single, Label: "capacity", Mean: 101, Size: 104, SizeLow: 90.2, SizeHigh: 115, Spread: 7.3, Walks: 8}},
			},
			{
				Output: "wait_predicted@gate_car", Measure: "wait_predicted", By: "lane", Place: "gate_car", Reading: sensitivity.Peak, Unit: "minutes", Label: "wait", Points: 64,
				Mean: 7.1234, SD: 1, Q05: 0, Q50: 7, Q95: 9.87654, Indices: []sensitivity.IndexDoc{}, Effects: []sensitivity.EffectDoc{}, Lines: []string{},
			},
		},
	}
}

// The page's data are those of testdata/sensitivity.json: counts rounded, each
// by itself; other numbers to three digits. After a change: go test ./internal/report -run Golden -update
func TestSensitivityGolden(t *testing.T) { golden(t, "sensitivity.json", BuildSensitivity(analysis())) }

// Fares are kept in cents and shown in dollars.
func TestAnAnalysisShowsFaresInDollars(t *testing.T) {
	of := sensitivityOf(&sensitivity.OutputDoc{
		Output: "fare@flight", Measure: "fare", Unit: "cents", Q05: 10_834, Q50: 24_987, Q95: 1_234_500,
		Indices: []sensitivity.IndexDoc{{Tenth: 3018}}, Effects: []sensitivity.EffectDoc{{Size: 46_000, SizeLow: 40_000, SizeHigh: 52_000, Spread: 99}},
	})
	if of.Unit != "US dollars" || of.Q05 != 108 || of.Q50 != 250 || of.Q95 != 12_300 || of.Indices[0].Tenth != 30.2 {
		t.Errorf("%+v", of)
	}
	if e := of.Effects[0]; e.Size != 460 || e.SizeLow != 400 || e.SizeHigh != 520 || e.Spread != 0.99 {
		t.Errorf("%+v", e)
	}
}

func TestThePageOfAnAnalysisHoldsItsData(t *testing.T) {
	var out bytes.Buffer
	if err := WriteSensitivity(&out, analysis()); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	for _, want := range []string{"<title>What drives the answer: A coast &lt;/script&gt;</title>", `"page":"sensitivity"`, `"seed":"18446744073709551615"`, `"q05":5,"q50":120,"q95":190`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n := strings.Count(page, "</script>"); n != 2 {
		t.Errorf("the page has %d ends of scripts, want 2", n)
	}
}
