package scenario_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"haven/internal/calendar"
	"haven/scenario"
)

// fittedOn is a scenario as a fit by a day would leave it, its numbers half as
// large again as before.
func fittedOn(t testing.TB, sc *scenario.Scenario, day calendar.Date) *scenario.Scenario {
	t.Helper()
	var sample scenario.Posterior
	known, _ := sc.KnownBy(day)
	for _, pattern := range known.Fit {
		list, err := sc.Expand(pattern)
		if err != nil {
			t.Fatal(err)
		}
		sample.Addresses = append(sample.Addresses, list...)
	}
	for _, factor := range []float64{1.02, 1.05, 1.1} {
		var point []float64
		for _, a := range sample.Addresses {
			v, err := sc.Value(a)
			if err != nil {
				t.Fatal(err)
			}
			point = append(point, v*factor)
		}
		sample.Rows = append(sample.Rows, point)
	}
	out, err := sc.WithPosterior(sample, day)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// inOrder is a scenario with its priors in the order of their addresses: that
// of the file says nothing.
func inOrder(sc *scenario.Scenario) *scenario.Scenario {
	out := *sc
	out.Uncertain, out.Fit = slices.Clone(sc.Uncertain), slices.Clone(sc.Fit)
	slices.SortFunc(out.Uncertain, func(a, b scenario.Uncertain) int { return strings.Compare(a.Address, b.Address) })
	slices.Sort(out.Fit)
	return &out
}

// On a day before the one that a fit was made with, a fitted scenario is to the byte what
// the scenario was that it was made of: nothing that the fit has learned shows, numbers of
// earlier.csv included. From that day on it is the fitted one.
func TestAFitIsNotKnownBeforeItsDay(t *testing.T) {
	shares := *builtin(t, "toy-border")
	shares.Uncertain = append(slices.Clone(shares.Uncertain), scenario.Uncertain{Address: "group_shares.mill/*.share", Distribution: scenario.Distribution{Kind: "dirichlet", A: 50}, Evidence: "assumed: for a test"})
	shares.Fit = append(slices.Clone(shares.Fit), "group_shares.mill/*.share", "parameters.wait_per_hour")
	for _, c := range []struct {
		name string
		sc   *scenario.Scenario
		day  calendar.Date
	}{
		{"toy-border", builtin(t, "toy-border"), calendar.Day(2030, 3, 10)},
		{"toy-border, shares and a parameter", &shares, calendar.Day(2030, 3, 10)},
		{"russia-2022", builtin(t, "russia-2022"), calendar.Day(2022, 9, 28)},
	} {
		fitted := fittedOn(t, c.sc, c.day)
		files, err := scenario.Files(fitted)
		if err != nil {
			t.Fatal(err)
		}
		read, found := scenario.Read(files)
		for _, p := range found {
			if p.Severity != scenario.Warning {
				t.Fatalf("%s: %v", c.name, p)
			}
		}
		if read.Hash() != fitted.Hash() {
			t.Fatalf("%s: reads back otherwise", c.name)
		}
		read.Name = c.sc.Name
		for _, day := range []calendar.Date{c.sc.Period.From, c.day - 5, c.day - 1} {
			want, withheld := c.sc.KnownBy(day)
			got, more := read.KnownBy(day)
			if inOrder(got).Hash() != inOrder(want).Hash() {
				t.Errorf("%s: on %s it is not what it was before the fit", c.name, day)
			}
			if last := more[len(more)-1].String(); len(more) != len(withheld)+1 || !strings.HasPrefix(last, "posterior.csv:1: all of it: fitted to what was known on "+c.day.String()) {
				t.Errorf("%s: on %s %d are withheld, %d before the fit; the last: %s", c.name, day, len(more), len(withheld), last)
			}
		}
		known, _ := read.KnownBy(c.day)
		if known.Posterior == nil || len(known.Posterior.Rows) != 3 || known.Fitted == nil {
			t.Errorf("%s: on its own day the fit is not known", c.name)
		}
		v, _ := known.Value(fitted.Posterior.Addresses[0])
		if want, _ := fitted.Value(fitted.Posterior.Addresses[0]); v != want {
			t.Errorf("%s: on its own day a fitted number is %g, not %g", c.name, v, want)
		}
	}
}

func TestMistakesInWhatWasBeforeAFit(t *testing.T) {
	files, err := scenario.Files(fittedOn(t, builtin(t, "toy-border"), calendar.Day(2030, 3, 10)))
	if err != nil {
		t.Fatal(err)
	}
	yaml := string(files["scenario.yaml"].Data)
	from := strings.Index(yaml, "fitted:\n")
	if from < 0 {
		t.Fatal("a fitted scenario does not say what it was before")
	}
	line := strings.Count(yaml[:from], "\n") + 1
	for text, says := range map[string]string{
		"fitted: yes\n": "fitted is a value",
		"fitted:\n  known_by: 10 March\n  before:\n    shocks.decree.size_per_day: {value: 0.05}\n":                                   `"10 March"`,
		"fitted:\n  before:\n    shocks.decree.size_per_day: {value: 0.05}\n":                                                         "fitted does not say what was known",
		"fitted:\n  known_by: 2030-03-10\n":                                                                                           "fitted does not say what the numbers were before",
		"fitted:\n  known_by: 2030-03-10\n  since: 3\n":                                                                               `"since" is not known in fitted`,
		"fitted:\n  known_by: 2030-03-10\n  before:\n    shocks.decree.size_per_day: 0.05\n":                                          "shocks.decree.size_per_day is",
		"fitted:\n  known_by: 2030-03-10\n  before:\n    shocks.decree.size_per_day: {}\n":                                            "has no distribution",
		"fitted:\n  known_by: 2030-03-10\n  before:\n    shocks.decree.size_per_day: {value: much}\n":                                 `value "much" is not a number`,
		"fitted:\n  known_by: 2030-03-10\n  before:\n    shocks.decre.size_per_day: {value: 0.05}\n":                                  `shocks.csv has no row "decre"`,
		"fitted:\n  known_by: 2030-03-10\n  before:\n    shocks.decree.size_per_day: {value: -1}\n":                                   "the numbers from before the fit cannot stand",
		"fitted:\n  known_by: 2030-03-10\n  before:\n    shocks.decree.size_per_day: {value: 0.05, uniform: {low: 0.1, high: 0.2}}\n": "outside its own prior",
		"fitted:\n  known_by: 2030-03-10\n  before:\n    parameters.wait_per_hour: {value: 0.05, uniform: {low: 0.02, high: 0.1}}\n":  "is drawn here and by",
	} {
		changed := fstest.MapFS{}
		for name, f := range files {
			changed[name] = f
		}
		changed["scenario.yaml"] = &fstest.MapFile{Data: []byte(yaml[:from] + text)}
		_, found := scenario.Read(changed)
		told := false
		for _, p := range found {
			told = told || strings.Contains(p.Error(), says) && p.Line >= line
		}
		if !told {
			t.Errorf("%q: %v; expected %q from line %d on", text, found, says, line)
		}
	}
}

// Of a sample that lost its end, or is lost, a scenario would run with other numbers. Folders of
// before the points were written down open as they did.
func TestAFittedScenarioNeedsItsWholeSample(t *testing.T) {
	files, err := scenario.Files(fittedOn(t, builtin(t, "toy-border"), calendar.Day(2030, 3, 10)))
	if err != nil {
		t.Fatal(err)
	}
	yaml, sample := string(files["scenario.yaml"].Data), string(files["posterior.csv"].Data)
	older := strings.Replace(yaml, "  points: 3\n", "", 1)
	if older == yaml {
		t.Fatal("scenario.yaml does not say how many points there are")
	}
	last := strings.LastIndex(strings.TrimSuffix(sample, "\n"), "\n") + 1
	for _, c := range []struct {
		name, yaml, sample string
		says               string // empty: nothing
		severity           scenario.Severity
	}{
		{"as written", yaml, sample, "", 0},
		{"saved with Windows line ends", yaml, strings.ReplaceAll(sample, "\n", "\r\n"), "", 0},
		{"a point is missing", yaml, sample[:last], "posterior.csv:3: the sample ends here with 2 points; the 3 of fitted: points in scenario.yaml", scenario.Mistake},
		{"a point too many", yaml, sample + sample[last:], "posterior.csv:5: the sample ends here with 4 points", scenario.Mistake},
		{"the last number is cut", yaml, sample[:len(sample)-2], "posterior.csv:4: the last line has no end", scenario.Mistake},
		{"no sample", yaml, "", "a fit left a sample, and posterior.csv is missing", scenario.Mistake},
		{"older, as written", older, sample, "", 0},
		{"older, no sample", older, "", "warning: fitted: says that a fit left a sample, and posterior.csv is missing", scenario.Warning},
		{"no number of points", strings.Replace(yaml, "points: 3", "points: few", 1), sample, `"few" is not a number`, scenario.Mistake},
	} {
		changed := fstest.MapFS{}
		for name, f := range files {
			changed[name] = f
		}
		changed["scenario.yaml"], changed["posterior.csv"] = &fstest.MapFile{Data: []byte(c.yaml)}, &fstest.MapFile{Data: []byte(c.sample)}
		if c.sample == "" {
			delete(changed, "posterior.csv")
		}
		_, found := scenario.Read(changed)
		if c.says == "" && len(found) > 0 || c.says != "" && (len(found) != 1 || !strings.Contains(found.Error(), c.says) || found[0].Severity != c.severity) {
			t.Errorf("%s: %v; want %q", c.name, found, c.says)
		}
	}
}
