package report

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"haven/internal/fit"
	"haven/scenario"
)

// fitted is what a fit of three numbers to four figures left: one number that
// the data say nothing about, two that go together; a figure met, one missed, one out of reach.
func fittedResult() *fit.Result {
	number := func(x float64) *float64 { return &x }
	report := func(row string, value float64, unit, grade string, weight float64) fit.Reported {
		return fit.Reported{Rows: []string{row}, Source: "Border Guard", Grade: grade, Unit: unit, Value: value, Low: number(value), High: number(value), From: number(value * 0.7), To: number(value * 1.4), Weight: weight}
	}
	bound := report("obs_4", 22000, "people", "D2", 0.2)
	bound.High, bound.To = nil, nil
	wait := report("obs_5", 83, "hours", "C3", 1)
	wait.Rows, wait.Low, wait.High = []string{"obs_5", "obs_6"}, number(72), number(96)
	r := &fit.Result{
		Schema: 1, Haven: "test", Scenario: "coast", Title: "A coast </script><img src=x onerror=alert(1)>", Hash: "0123456789abcdef", Method: fit.ABC, KnownBy: "2022-09-28", Until: "2022-09-28",
		Seed: math.MaxUint64, Points: 400, Width: 1.34, ESS: 212.4, Withheld: 7,
		Generations: []fit.Told{{ESS: 400, Distinct: 400, Simulations: 400}, {Generation: 1, Width: 6.2, ESS: 200, Sweeps: 3, Accepted: 0.21, Distinct: 371, Simulations: 1200}, {Generation: 2, Width: 1.34, ESS: 212.4, Sweeps: 4, Accepted: 0.18, Distinct: 355, Simulations: 1600}},
		Parameters: []fit.Parameter{
			{Address: "shocks.decree.size_per_day", Distribution: "lognormal", Prior: [5]float64{0.005, 0.008, 0.011, 0.015, 0.024}, Posterior: [5]float64{0.011, 0.013, 0.0145, 0.016, 0.0187}, Mean: 0.61, Contraction: 0.57},
			{Address: "parameters.stay", Distribution: "uniform", Prior: [5]float64{4.87, 5.15, 5.5, 5.85, 6.13}, Posterior: [5]float64{4.82, 4.9, 5.01, 5.2, 5.6}, Mean: -0.9, Contraction: 0.35},
			{Address: "parameters.return_per_day", Distribution: "lognormal", Prior: [5]float64{0.002, 0.0035, 0.005, 0.007, 0.012}, Posterior: [5]float64{0.002, 0.0035, 0.005, 0.0071, 0.0123}, Mean: 0.02, Contraction: 0.01, Silent: true},
		},
		Correlations: [][]float64{{1, -0.62, 0.03}, {-0.62, 1, 0}, {0.03, 0, 1}},
		Figures: []fit.Figured{
			{Place: "FIN", Measure: "entries", Whose: "RUS", Unit: "people/day", From: "2022-09-24", To: "2022-09-24", Reports: []fit.Reported{report("obs_1", 8572, "people/day", "B2", 1)}, Prior: [5]float64{4712.2, 5500, 6200, 7000, 8004}, Posterior: [5]float64{6800, 7400, 8012, 8500, 9104}},
			{Place: "GEO", Measure: "exits", Whose: "all", Unit: "people", From: "2022-09-21", To: "2022-09-26", Reports: []fit.Reported{report("obs_3", 31400, "people", "B2", 0.8), bound}, Prior: [5]float64{3, 4, 7, 9, 12}, Posterior: [5]float64{0, 2, 6, 9.4, 14}},
			{Place: "lars", Measure: "wait", Whose: "all", Unit: "hours", From: "2022-09-26", To: "2022-09-26", Reports: []fit.Reported{wait}, Prior: [5]float64{0, 1, 2, 4, 6}, Posterior: [5]float64{1, 2, 4, 6, 9}, Beyond: true},
		},
		Dropped: []fit.Row{{Row: "obs_7", Why: "its days are there: obs_1, obs_2"}},
	}
	for i := range 400 {
		u := (float64(i) + 0.5) / 400
		r.Normal = append(r.Normal, []float64{0.6 + 0.4*math.Sin(float64(i)), -0.9 - 0.5*math.Sin(float64(i)), 4 * (u - 0.5)})
	}
	return r
}

// larsCrossing is as much of the fitted scenario as the page reads: what its crossing is called.
func larsCrossing() *scenario.Scenario {
	return &scenario.Scenario{Places: []scenario.Place{{ID: "upper_lars", Name: "Upper Lars"}}, Crossings: []scenario.Crossing{{ID: "lars", Place: "upper_lars", Lane: "bus"}}}
}

// The page's data are those of testdata/fit.json, which the browser's tests
// read as well: simulated counts rounded each by itself, reports as published. After a change: go
// test ./internal/report -run Golden -update
func TestFitGolden(t *testing.T) { golden(t, "fit.json", BuildFit(fittedResult(), larsCrossing())) }

func TestFitPageHoldsItsData(t *testing.T) {
	var page bytes.Buffer
	if err := WriteFit(&page, fittedResult(), larsCrossing()); err != nil {
		t.Fatal(err)
	}
	if text := page.String(); strings.Contains(text, "<img src=x") || !strings.Contains(text, `"page":"fit"`) {
		t.Error("a title ends the script, or the data are missing")
	}
	data := BuildFit(fittedResult(), larsCrossing())
	if f := data.Figures[0]; f.Prior.Q05 != 4710 || f.Reports[0].Value != 8572 || !f.Inside {
		t.Errorf("counts are not rounded, or the report is not as published: %+v", f)
	}
	if f := data.Figures[1]; f.Posterior.Q50 != smallCount || f.Posterior.Q05 != 0 || f.Inside {
		t.Errorf("small counts are shown: %+v", f)
	}
	if got := [2]string{data.Figures[0].PlaceName, data.Figures[2].PlaceName}; got != [2]string{"", "Upper Lars (bus)"} {
		t.Errorf("places are named %q; a country by the page, a lane by its place", got)
	}
	if p := data.Parameters[0]; len(p.With) != 1 || p.With[0].Parameter != 1 {
		t.Errorf("correlations: %+v", p.With)
	}
}
