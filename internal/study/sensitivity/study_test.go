package sensitivity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/scenario"
	"haven/skill"
)

func toyPlan(t testing.TB) Plan {
	t.Helper()
	return Plan{
		Scenario: toy(t), Outputs: []string{"arrivals@XAB", "queue_peak@bridge_all"}, Until: calendar.None, Method: Both, Points: 32, Trajectories: 8, Keep: 2,
		Seed: 1, Version: "test", Threads: 2,
	}
}

func documentOf(t testing.TB, plan Plan) (*Result, string) {
	t.Helper()
	r, err := Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(NewDocument(r), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return r, string(text)
}

func TestAnAnalysisDoesNotDependOnThreads(t *testing.T) {
	plan := toyPlan(t)
	r, two := documentOf(t, plan)
	plan.Threads = 1
	if _, one := documentOf(t, plan); one != two {
		t.Error("one and two threads give different documents")
	}
	plan.Seed = 2
	if _, other := documentOf(t, plan); other == two {
		t.Error("another seed gives the same document")
	}
	if want := 8*(4+1) + 32*(2+2+2); r.Runs != want {
		t.Errorf("%d runs, want %d: 8 walks of 4 factors, 32 points of 2 parameters, the rest and chance", r.Runs, want)
	}
	if len(r.Factors) != 4 || r.Factors[2].Kind != Rest || r.Factors[3].Kind != Stream || len(r.Screened) != 4 {
		t.Errorf("factors: %+v", r.Factors)
	}
}

// What is stopped goes on to the same document, wherever the journal ends: between
// runs, within a record, or in nonsense.
func TestAnAnalysisThatWasStoppedGoesOn(t *testing.T) {
	plan := toyPlan(t)
	whole, want := documentOf(t, plan)
	plan.Dir = t.TempDir()
	for _, damage := range []func(content []byte) []byte{
		func(c []byte) []byte { return c },
		func(c []byte) []byte { return c[:len(c)-7] },
		func(c []byte) []byte { return append(c, bytes.Repeat([]byte{7}, 100)...) },
	} {
		ctx, stop := context.WithCancel(t.Context())
		plan.Progress = func(p Progress) {
			if p.Done >= p.Kept+60 {
				stop()
			}
		}
		if _, err := Run(ctx, plan); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped: %v", err)
		}
		path := filepath.Join(plan.Dir, journalFile)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, damage(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, last := 0, Progress{}
	plan.Progress = func(p Progress) { kept, last = p.Kept, p }
	if _, have := documentOf(t, plan); have != want {
		t.Error("the analysis that was stopped three times has another document")
	}
	if kept < 150 || last.Done != whole.Runs || last.Runs != whole.Runs {
		t.Errorf("kept %d, at last %+v of %d", kept, last, whole.Runs)
	}

	plan.Seed = 9
	if _, err := Run(t.Context(), plan); err == nil || !strings.Contains(err.Error(), "belongs to another analysis (the seed was 1 and is now 9)") {
		t.Errorf("another seed in the same folder: %v", err)
	}
}

// Days do not depend on what comes after them, so that a period that is cut where no output
// looks any further gives the same values.
func TestTheCutPeriodGivesTheSameValues(t *testing.T) {
	plan := toyPlan(t)
	plan.Method, plan.Points, plan.Outputs = Indices, 16, []string{"arrivals_to_date@XAB:2030-03-12", "queue@bridge_all:2030-03-12"}
	short, err := Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	if to := short.Scenario.Period.To; to != calendar.Day(2030, 3, 12) {
		t.Errorf("the period ends on %s", to)
	}
	plan.Outputs = append(plan.Outputs, "stock")
	long, err := Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	for o := range 2 {
		if !slices.Equal(column(short.stages[0].values, o), column(long.stages[0].values, o)) {
			t.Errorf("%s differs when the period is cut", plan.Outputs[o])
		}
	}
}

// A parameter that no rule of this scenario reads leaves everything to chance.
func TestChanceIsAllWhereNoParameterActs(t *testing.T) {
	plan := toyPlan(t)
	plan.Method, plan.Points = Indices, 256
	plan.Ranges = []Range{{"parameters.capacity_drift", 0, 1e-12}}
	plan.Parameters = []string{"parameters.capacity_drift"}
	plan.Outputs = []string{"arrivals@XAB:2030-03-10"}
	r, err := Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	f := r.Outputs[0]
	if f.Indices[0].Total > 1e-9 {
		t.Errorf("the parameter explains %+v", f.Indices[0])
	}
	near(t, "total", 1, f.Indices[1].Total, f.Indices[1].TotalIn, 1)
	lines := NewDocument(r).Outputs[0].Lines
	if !slices.ContainsFunc(lines, func(s string) bool { return strings.HasPrefix(s, "No parameter explains 5 % of the variance or more") }) {
		t.Errorf("lines: %q", lines)
	}
}

// More capacity at the bridge lets more through: the parameter that is known to
// act is found, with its direction, and told in words.
func TestTheCapacityOfTheBridgeDrivesWhatPassesIt(t *testing.T) {
	plan := toyPlan(t)
	plan.Points, plan.Keep, plan.Trajectories = 64, 12, 10
	plan.Set = map[string]float64{"shocks.decree.size_per_day": 0.5}
	plan.Outputs = []string{"served_exit@bridge_all:2030-03-09"}
	r, err := Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	d := NewDocument(r)
	x := d.Outputs[0].Indices[0]
	if x.Factor != "crossings.bridge_all.exit_per_day" || x.First < 0.9 || x.Direction < 0.95 {
		t.Errorf("foremost: %+v", x)
	}
	// The queue never ends, so that a tenth more capacity is a tenth more people.
	if a, b := float64(x.Tenth), 0.0953*float64(d.Outputs[0].Mean); math.Abs(a-b) > b/8 {
		t.Errorf("a tenth more capacity lets %.1f more through, want about %.1f", a, b)
	}
	if line := d.Outputs[0].Lines[1]; !strings.HasPrefix(line, "Capacity of the exit side in a day at The bridge (crossings.bridge_all.exit_per_day) explains ") || !strings.Contains(line, "raising it raises the served exit") {
		t.Errorf("line: %s", line)
	}
	if slices.ContainsFunc(r.Screened, func(f Factor) bool { return f.Name == "shocks.decree.size_per_day" }) {
		t.Error("a number that is set varies")
	}
}

func TestSharesThatAreDrawnTogetherAreOneFactor(t *testing.T) {
	plan := toyPlan(t)
	sc := *plan.Scenario
	sc.Uncertain = append(slices.Clone(sc.Uncertain), scenario.Uncertain{Address: "group_shares.mill/*.share", Distribution: scenario.Distribution{Kind: "dirichlet", A: 20}})
	plan.Scenario, plan.Method, plan.Points = &sc, Both, 16
	r, err := Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(r.Screened, func(f Factor) bool { return f.Kind == Shares })
	if i < 0 || r.Screened[i].Name != "group_shares.mill/*.share" || len(r.Screened[i].columns) != 4 || r.Screened[i].Label != "shares of groups in Mill" {
		t.Fatalf("%+v", r.Screened)
	}
	if e := r.Outputs[0].Effects[i]; !(e.Size > 0) || !math.IsNaN(e.Mean) {
		t.Errorf("shares: %+v", e)
	}
}

// Numbers that a fit found belong together: they are one factor, and a run has a point of the sample.
func TestWhatWasFittedIsOneFactor(t *testing.T) {
	plan := toyPlan(t)
	sample := scenario.Posterior{Addresses: []string{"crossings.bridge_all.exit_per_day", "shocks.decree.size_per_day"}}
	for i := range 50 {
		sample.Rows = append(sample.Rows, []float64{40 + float64(i), 0.03 + 0.001*float64(i)})
	}
	sc, err := plan.Scenario.WithPosterior(sample, calendar.None)
	if err != nil {
		t.Fatal(err)
	}
	plan.Scenario, plan.Method, plan.Points = sc, Both, 64
	r, err := Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(r.Screened, func(f Factor) bool { return f.Kind == Fitted })
	if i < 0 || len(r.Screened[i].Addresses) != 2 || len(r.Screened) != 3 {
		t.Fatalf("%+v", r.Screened)
	}
	for _, f := range r.Factors {
		for _, x := range r.Outputs[0].Indices {
			if r.Factors[x.Factor].Name == f.Name && f.Kind == Fitted && x.Total < 0.5 {
				t.Errorf("capacity and size of the decree together: %+v", x)
			}
		}
	}
	s := &simulation{priors: r.priors}
	seen := map[float64]int{}
	stage := r.stages[1]
	u := make([]float64, stage.columns)
	for run := range stage.values {
		stage.design.Point(run, u)
		values := s.values(u)
		capacity, size := values["crossings.bridge_all.exit_per_day"], values["shocks.decree.size_per_day"]
		if math.Abs(size-0.03-0.001*(capacity-40)) > 1e-12 {
			t.Fatalf("run %d has a capacity of %g and a size of %g, which is no point of the sample", run, capacity, size)
		}
		seen[capacity]++
	}
	if len(seen) < 40 {
		t.Errorf("only %d of 50 points were taken", len(seen))
	}
	plan.Ranges = []Range{{"shocks.decree.size_per_day", 0, 1}}
	if _, err := Run(t.Context(), plan); err == nil || !strings.Contains(err.Error(), "take the scenario before the fit") {
		t.Errorf("a range of a fitted number: %v", err)
	}
}

func TestPlansThatCannotBeAreExplained(t *testing.T) {
	for name, c := range map[string]struct {
		change func(p *Plan)
		want   string
	}{
		"no power of two":   {func(p *Plan) { p.Points = 100 }, "--points is 100; Sobol' points fill the space evenly when they are a power of two from 16 to 1048576, such as 64 or 128"},
		"few points":        {func(p *Plan) { p.Points = 0 }, "such as 16 or 32"},
		"few walks":         {func(p *Plan) { p.Trajectories = 1 }, "--trajectories is 1; allowed are 4 to 10000"},
		"nothing kept":      {func(p *Plan) { p.Keep = 0 }, "--keep is 0"},
		"no method":         {func(p *Plan) { p.Method = "fast" }, `the method is "fast"; it is morris, sobol or both`},
		"no output":         {func(p *Plan) { p.Outputs = nil }, "no output is given"},
		"output twice":      {func(p *Plan) { p.Outputs = []string{"stock", "stock"} }, `--output "stock": it is given twice`},
		"unknown parameter": {func(p *Plan) { p.Parameters = []string{"parameters.wait_per_hou", "x"} }, `"parameters.wait_per_hou" is not among what is uncertain here; did you mean parameters.wait_per_hour?`},
		"parameter twice":   {func(p *Plan) { p.Parameters = []string{"parameters.wait_per_hour", "parameters.wait_per_hour"} }, "names parameters.wait_per_hour twice"},
		"set and varied": {func(p *Plan) {
			p.Set = map[string]float64{"parameters.stay": 1}
			p.Ranges = []Range{{"parameters.stay", 0, 1}}
		}, "it can be set or vary, not both"},
		"beyond its bounds": {func(p *Plan) { p.Ranges = []Range{{"parameters.car_share", 0.5, 1.5}} }, "--range parameters.car_share: "},
		"unknown address":   {func(p *Plan) { p.Ranges = []Range{{"parameters.sty", 0.5, 1.5}} }, "did you mean stay?"},
		"structural":        {func(p *Plan) { p.Ranges = []Range{{"parameters.options", 4, 16}} }, "it cannot vary: which options people have is found once"},
		"nothing uncertain": {func(p *Plan) { sc := *p.Scenario; sc.Uncertain = nil; p.Scenario = &sc }, "nothing is uncertain in toy-border"},
		"day after the end": {func(p *Plan) { p.Until = calendar.Day(2031, 1, 1) }, "lies outside the scenario's period"},
	} {
		plan := toyPlan(t)
		c.change(&plan)
		if _, err := Run(t.Context(), plan); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
}

func TestRangesAreReadAsWritten(t *testing.T) {
	if r, err := ParseRange(" parameters.stay = -1 .. 2.5 "); err != nil || r != (Range{"parameters.stay", -1, 2.5}) {
		t.Errorf("%+v, %v", r, err)
	}
	for text, want := range map[string]string{
		"parameters.stay=1": "write it as address=low..high", "=1..2": "write it as", "a=x..2": `"x" of the range`, "a=2..1": "the first number is the smaller one", "a=1..NaN": "is not a number",
	} {
		if _, err := ParseRange(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", text, err, want)
		}
	}
}

func TestTheSettingsOfAFleeFolderVary(t *testing.T) {
	sc := mali(t)
	priors, err := gather(sc, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	factors := factorsOf(sc, priors)
	if len(factors) != 13 {
		t.Errorf("%d factors, want 12 settings and chance", len(factors))
	}
	i := slices.IndexFunc(factors, func(f Factor) bool { return f.Name == "neighbours.capacity_scaling" })
	if f := factors[i]; math.Abs(f.Low-1.025) > 1e-9 || math.Abs(f.High-1.475) > 1e-9 || f.Evidence != "assumed: a fifth less and more" {
		t.Errorf("capacity_scaling: %+v", f)
	}
	plan := Plan{
		Scenario: sc, Outputs: []string{"stock@mentao:2012-07-01"}, Parameters: []string{"neighbours.capacity_scaling"}, Until: calendar.None,
		Method: Screening, Trajectories: 4, Seed: 1, Version: "test", Threads: 2,
	}
	r, err := Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	if e := r.Outputs[0].Effects[0]; !(e.Mean > 0) || e.Direction() < 0.8 {
		t.Errorf("a larger capacity and people at Mentao: %+v", e)
	}
}

// Flee's error measure is an output of its folders: the one that a run's score is.
func TestTheErrorMeasureOfFleeIsAnOutput(t *testing.T) {
	sc := mali(t)
	rec := recordOf(t, sc)
	var wanted []Wanted
	for _, name := range scores {
		wanted = append(wanted, Wanted{Text: name, Measure: name, Day: calendar.None})
	}
	list, err := resolve(sc, rec, wanted)
	if err != nil {
		t.Fatal(err)
	}
	extra, err := skill.Extra(sc, rec)
	if err != nil {
		t.Fatal(err)
	}
	sum, err := ensemble.SummariseWith(sc, extra, rec)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range skill.Errors(sum) {
		if have := list[i].Value(rec); e.Score != list[i].Text || math.Abs(have-e.Mean) > 1e-9 || !(have > 0.05) {
			t.Errorf("%s is %g, the run's score %s is %g", list[i].Text, have, e.Score, e.Mean)
		}
	}
	for text, want := range map[string]string{"averaged_difference@mentao": "it has neither place nor day", "averaged_diference": "did you mean averaged_difference?"} {
		w, err := ParseOutput(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := resolve(sc, rec, []Wanted{w}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", text, err, want)
		}
	}
	border := toy(t)
	if _, err := resolve(border, recordOf(t, border), wanted[:1]); err == nil || !strings.Contains(err.Error(), "is for Flee folders with registrations") {
		t.Errorf("toy-border: %v", err)
	}
}

func mali(t testing.TB) *scenario.Scenario {
	t.Helper()
	for _, root := range []string{"../../../..", "../../../../.."} {
		dir := filepath.Join(root, "shared", "flee", "conflicts", "mali2012")
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		sc, _, err := flee.Open(dir, flee.Options{Until: calendar.None})
		if err != nil {
			t.Fatal(err)
		}
		return sc
	}
	t.Skip("needs real conflicts in ../shared/flee beside the repository, which are not part of it")
	return nil
}
