package skill

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/movement"
	"haven/results"
	"haven/scenario"
)

// twoCamps is a Flee folder of 40 days with two camps of which the first grows:
// 30 people on the first day and on day 30, 120 on day 39; the second stays at 10.
func twoCamps(t *testing.T, settings string) *scenario.Scenario {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"simsetting.yml":  settings,
		"locations.csv":   "#name,region,country,latitude,longitude,type,conflict_date,population\nFord,N,Ruritania,10,20,conflict_zone,0,5000\nA,S,Ruritania,11,20,camp,,\nB,S,Borduria,12,20,camp,,\n",
		"routes.csv":      "#name1,name2,distance,forced\nFord,A,60,0\nFord,B,50,0\n",
		"closures.csv":    "#type,name1,name2,start,end\n",
		"conflicts.csv":   "#Day,Ford\n" + strings.Repeat("0,1\n", 40),
		"sim_period.csv":  "StartDate,2030-03-01\nLength,40\n",
		"data_layout.csv": "total,all.csv\nA,a.csv\nB,b.csv\n",
		"all.csv":         "2030-03-01,40\n",
		"a.csv":           "2030-03-01,30\n2030-03-31,30\n2030-04-09,120\n",
		"b.csv":           "2030-03-01,10\n2030-05-01,10\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sc, _, err := flee.Open(dir, flee.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

// standing is a member in which both camps have the same people on every day.
func standing(sc *scenario.Scenario, a, b int64) *movement.Record {
	days := sc.Period.Days()
	values := make([]int64, 0, 2*days)
	for _, n := range []int64{a, b} {
		for range days {
			values = append(values, n)
		}
	}
	return &movement.Record{From: sc.Period.From, Days: days, Series: []movement.Series{
		{Measure: "arrivals", By: "destination", Unit: "people", Entities: []string{"a", "b"}, Days: days, Values: make([]int64, 2*days)},
		{Measure: "stock", By: "destination", Unit: "people", Entities: []string{"a", "b"}, Days: days, Values: values},
	}}
}

func TestReferenceForecastsKnowTheTrainingDay(t *testing.T) {
	r, err := RegisteredOf(twoCamps(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	if r.Total[0] != 40 || r.Total[30] != 40 || r.Total[39] != 130 || r.People[0][33] != 60 {
		t.Fatalf("registered: %v", r)
	}
	share, last := ConstantShare(r.People, r.Total, TrainingDay), LastValue(r.People, TrainingDay)
	if share[0][39] != 97.5 || share[1][39] != 32.5 || last[0][39] != 30 || last[1][39] != 10 {
		t.Errorf("day 39: constant share %g and %g, last value %g and %g", share[0][39], share[1][39], last[0][39], last[1][39])
	}
	// Days 31 to 39: A has 40, 50, ... 120, of 50, 60, ... 130; last value misses 10, 20, ... 90.
	want := 0.0
	for k := 1.0; k <= 9; k++ {
		want += 10 * k / (40 + 10*k) / 9
	}
	raw, rescaled := r.After(TrainingDay).Error(after(last, TrainingDay))
	if math.Abs(raw-want) > 1e-12 || rescaled <= 0 {
		t.Errorf("last value after day 30: raw %g, want %g; rescaled %g", raw, want, rescaled)
	}
	if zero := ConstantShare([][]float64{{0, 0}}, []float64{0, 5}, 0); zero[0][1] != 0 {
		t.Errorf("nobody registered on the training day: %v", zero)
	}
}

func TestErrorOfSmallWorlds(t *testing.T) {
	for _, c := range []struct {
		name                  string
		people, registered    [][]float64
		total                 []float64
		wantRaw, wantRescaled float64
	}{
		{"half misplaced", [][]float64{{20}, {20}}, [][]float64{{30}, {10}}, []float64{40}, 0.5, 0.5},
		{"half as many, equally", [][]float64{{10}, {10}}, [][]float64{{30}, {10}}, []float64{40}, 0.5, 0.5},
		{"half as many at their places", [][]float64{{15}, {5}}, [][]float64{{30}, {10}}, []float64{40}, 0.5, 0},
		{"nobody simulated", [][]float64{{0}, {0}}, [][]float64{{30}, {10}}, []float64{40}, 1, 1},
		{"nobody registered", [][]float64{{3}}, [][]float64{{0}}, []float64{0}, 3, 0},
		{"differences are rounded to four decimals", [][]float64{{1}, {2}}, [][]float64{{1}, {1}}, []float64{2}, 0.5, (0.3333 + 0.3333) / 2},
		{"the first day counts", [][]float64{{0, 10}}, [][]float64{{10, 10}}, []float64{10, 10}, 0.5, 0.5},
		{"no days", nil, nil, nil, math.NaN(), math.NaN()},
	} {
		raw, rescaled := AveragedDifference(c.people, c.registered, c.total)
		same := func(got, want float64) bool { return math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) < 1e-12 }
		if !same(raw, c.wantRaw) || !same(rescaled, c.wantRescaled) {
			t.Errorf("%s: %g and %g, want %g and %g", c.name, raw, rescaled, c.wantRaw, c.wantRescaled)
		}
	}
}

func ExampleLogCRPS() {
	fmt.Printf("%.3f\n", LogCRPS([]float64{99}, 199))
	// Output: 0.693
}

// Registrations are compared on their own days alone, in people, whatever hasten and
// scale are; those after the period say why not.
func TestRunsAreHeldAgainstCounts(t *testing.T) {
	for _, c := range []struct {
		name, settings string
		scale          float64
		a, b           int64
		simulated      float64
	}{
		{"as it is", "", 1, 30, 10, 30},
		{"one person for ten", "optimisations: {hasten: 10}\n", 1, 3, 1, 30},
		{"ten times the people", "", 10, 300, 100, 30},
		{"empty camps", "spawn_rules: {empty_camps_on_day0: true}\n", 1, 5, 1, 35},
	} {
		t.Run(c.name, func(t *testing.T) {
			sc := twoCamps(t, c.settings)
			sc.Parameters.Scale = c.scale
			rec := standing(sc, c.a, c.b)
			extra, err := Extra(sc, rec)
			if err != nil {
				t.Fatal(err)
			}
			sum, err := ensemble.SummariseWith(sc, extra, rec)
			if err != nil {
				t.Fatal(err)
			}
			list := Compare(sc, sum)
			if len(list) != 5 {
				t.Fatalf("%d comparisons, want the counts of A and B", len(list))
			}
			last := list[2]
			if !last.Compared() || last.Observation.Value != 120 || last.Quantile[2] != c.simulated || last.CRPS != 120-c.simulated || math.Abs(last.LogCRPS-math.Log(121/(1+c.simulated))) > 1e-12 {
				t.Errorf("A on day 39: %+v", last)
			}
			if list[4].Compared() || !strings.Contains(list[4].Reason, "outside the simulated period") || !math.IsNaN(list[4].CRPS) {
				t.Errorf("B after the period: %+v", list[4])
			}
		})
	}
}

func TestScoresOfARun(t *testing.T) {
	for _, members := range []int{1, 2} {
		t.Run(fmt.Sprint(members), func(t *testing.T) {
			sc := twoCamps(t, "")
			records := []*movement.Record{standing(sc, 30, 10), standing(sc, 40, 10)}[:members]
			extra, err := Extra(sc, records[0])
			if err != nil {
				t.Fatal(err)
			}
			sum, err := ensemble.SummariseWith(sc, extra, records...)
			if err != nil {
				t.Fatal(err)
			}
			list, err := Scores(runOf(t, sc, sum))
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]float64{}
			for _, s := range list {
				got[strings.TrimSpace(s.Score+" "+s.Forecast+" "+s.Days+" "+s.Measure)] = s.Value
			}
			registered, _ := RegisteredOf(sc)
			one, _ := registered.Error(LastValue(registered.People, TrainingDay)) // 30 and 10, as member 0
			want := map[string]float64{
				"averaged_difference run all registered": one, "averaged_difference last_value all registered": one,
				"crps run all stock": 90.0 / 4, "crps run after_30 stock": 90, "crps constant_share after_30 stock": 22.5, "crps last_value after_30 stock": 90,
			}
			if members == 2 {
				people := func(a float64) [][]float64 {
					out := LastValue(registered.People, TrainingDay)
					for d := range out[0] {
						out[0][d] = a
					}
					return out
				}
				two, _ := registered.Error(people(40))
				median, _ := registered.Error(people(35))
				want = map[string]float64{
					"averaged_difference members all registered": (one + two) / 2, "averaged_difference median all registered": median,
					"coverage90 members all stock": 0.25, "coverage50 members all stock": 0.25, "coverage90 members after_30 stock": 0,
				}
			}
			for name, x := range want {
				if y, ok := got[name]; !ok || math.Abs(x-y) > 1e-9 {
					t.Errorf("%s: %g (%v), want %g", name, y, ok, x)
				}
			}
		})
	}
}

// runOf writes a summary as a run and opens it.
func runOf(t *testing.T, sc *scenario.Scenario, sum *ensemble.Summary) *results.Run {
	t.Helper()
	design, err := ensemble.NewDesign(sc, nil, sum.N(), 1)
	if err != nil {
		t.Fatal(err)
	}
	in := &results.Input{Haven: "test", Scenario: sc, Seed: 1, Until: calendar.None, Summary: sum, Design: design, Flee: &results.FleeInfo{}}
	for _, e := range Errors(sum) {
		in.Flee.Errors = append(in.Flee.Errors, results.ErrorInfo{Score: e.Score, Members: e.Members, Mean: e.Mean, Q05: e.Quantile[0], Q95: e.Quantile[4]})
	}
	for _, c := range Compare(sc, sum) {
		in.Observations = append(in.Observations, results.Observation{
			Observation: c.Observation, Low: c.Low, High: c.High, Reason: c.Reason, Members: c.Members, Inside50: c.Inside50, Inside90: c.Inside90, CRPS: c.CRPS, LogCRPS: c.LogCRPS,
		})
	}
	dir := filepath.Join(t.TempDir(), "run")
	if err := results.Write(dir, in); err != nil {
		t.Fatal(err)
	}
	run, err := results.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return run
}
