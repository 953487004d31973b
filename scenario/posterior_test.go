package scenario_test

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"haven/internal/calendar"
	"haven/scenario"
)

const bridge, decree = "crossings.bridge_all.exit_per_day", "shocks.decree.size_per_day"

func fitted(t testing.TB) *scenario.Scenario {
	t.Helper()
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	out, err := sc.WithPosterior(scenario.Posterior{Addresses: []string{decree, bridge}, Rows: [][]float64{{0.05, 61}, {0.04, 63.5}, {1.0 / 3, 70}, {0.1, 1e-12}}}, calendar.None)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAFittedScenarioReadsBackAsWritten(t *testing.T) {
	sc := fitted(t)
	if v, _ := sc.Value(bridge); v != 62.25 {
		t.Errorf("the table holds %g, the median is 62.25", v)
	}
	if len(sc.Fit) != 0 || len(sc.Uncertain) != 1 {
		t.Errorf("fitted numbers kept priors: %v, %v", sc.Fit, sc.Uncertain)
	}
	files, err := scenario.Files(sc)
	if err != nil {
		t.Fatal(err)
	}
	again, found := scenario.Read(files)
	if len(found) > 0 {
		t.Fatal(found)
	}
	if again.Hash() != sc.Hash() || again.Posterior == nil || len(again.Posterior.Rows) != 4 || again.Posterior.Rows[2][0] != 1.0/3 {
		t.Errorf("read back otherwise: %+v", again.Posterior)
	}
	plain, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	if same, err := plain.With(map[string]float64{decree: 0.075, bridge: 62.25}); err != nil || same.Hash() == sc.Hash() {
		t.Errorf("the sample is no part of what identifies the scenario (%v)", err)
	}
	if text := string(files["datapackage.json"].Data); !strings.Contains(text, `"path": "posterior.csv"`) || !strings.Contains(text, `"name": "`+bridge+`"`) {
		t.Error("datapackage.json does not describe posterior.csv")
	}
	var out strings.Builder
	if err := scenario.Describe(&out, sc); err != nil {
		t.Error(err)
	}
	if !strings.Contains(out.String(), "fitted, 4 points that belong together") {
		t.Error("describe does not tell of the fit")
	}
}

// An earlier value of a fitted number would come back in its place.
func TestAFittedNumberHasNoEarlierValue(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	dated := *sc
	dated.Earlier = []scenario.EarlierValue{{Address: decree, Value: 0.01, Until: calendar.Day(2030, 3, 20)}, {Address: bridge, Value: 5, Until: calendar.Day(2030, 3, 20)}}
	out, err := dated.WithPosterior(scenario.Posterior{Addresses: []string{decree}, Rows: [][]float64{{0.05}}}, calendar.None)
	if err != nil {
		t.Fatal(err)
	}
	known, _ := out.KnownBy(calendar.Day(2030, 3, 10))
	if v, _ := known.Value(decree); v != 0.05 {
		t.Errorf("the fitted number is %g again", v)
	}
	if v, _ := known.Value(bridge); v != 5 {
		t.Errorf("the other is %g", v)
	}
	if len(dated.Earlier) != 2 {
		t.Error("the scenario that was fitted has changed")
	}
}

// What was known on a day leaves out the columns of rows that were not.
func TestAPosteriorOfWhatWasKnown(t *testing.T) {
	known, _ := fitted(t).KnownBy(calendar.Day(2030, 3, 4))
	if p := known.Posterior; p == nil || len(p.Addresses) != 1 || p.Addresses[0] != bridge || len(p.Rows[1]) != 1 || p.Rows[1][0] != 63.5 {
		t.Errorf("known before the decree: %+v", known.Posterior)
	}
	if _, err := fitted(t).WithPosterior(scenario.Posterior{Addresses: []string{bridge}, Rows: [][]float64{{math.NaN()}}}, calendar.None); err == nil {
		t.Error("a sample of no number was accepted")
	}
}

func withPosterior(t testing.TB, text string) fstest.MapFS {
	t.Helper()
	files, err := scenario.Files(fitted(t))
	if err != nil {
		t.Fatal(err)
	}
	files["posterior.csv"] = &fstest.MapFile{Data: []byte(text)}
	return files
}

func TestMistakesInAPosterior(t *testing.T) {
	for text, says := range map[string]string{
		"":                                      "posterior.csv:1: the file is empty",
		bridge + "\n":                           "posterior.csv:1: there is no point",
		"crossings.bridge_al.exit_per_day\n1\n": `posterior.csv:1:1: crossings.csv has no row "bridge_al"`,
		bridge + "," + bridge + "\n1,2\n":       "posterior.csv:1:2: " + bridge + " stands twice",
		decree + ",parameters.wait_per_hour\n1,0.05\n":       "posterior.csv:1:2: parameters.wait_per_hour is under uncertain: as well",
		decree + "," + bridge + "\n0.1,60\n0.1\n":            "posterior.csv:3:1: the row has 1 fields, the first line 2",
		decree + "," + bridge + "\n0.1,6O\n":                 `posterior.csv:2:2: ` + bridge + ` "6O" is not a number`,
		decree + "," + bridge + "\n-1,60\n":                  "posterior.csv:2:1: " + decree + " is -1; allowed: 0 or more",
		decree + "," + bridge + "\n0.1,\n":                   "posterior.csv:2:2",
		decree + ";x;y;z\n0.1\n":                             "posterior.csv:1: fields are separated by semicolons",
		decree + "\n\"0.1\n":                                 "posterior.csv:2: this row is no list of numbers",
		decree + "\n0.1\xff\n":                               "posterior.csv:2:1: this is not UTF-8",
		"parameters.spread_way\n0.3\n0.95\n":                 "posterior.csv:3: the numbers of this point cannot stand together",
		"\xff\xfe" + decree:                                  "posterior.csv:1: this file is UTF-16",
		decree + "\n" + strings.Repeat("0.1 ", 300_000) + "": "posterior.csv",
	} {
		s, found := scenario.Read(withPosterior(t, text))
		if len(found.Mistakes()) == 0 || !strings.Contains(found.Error(), says) {
			t.Errorf("%.60q: %v\nwant: %s", text, found, says)
		}
		if s.Posterior != nil {
			t.Errorf("%.60q: a sample was made of it", text)
		}
	}
}

func FuzzPosterior(f *testing.F) {
	f.Add([]byte(decree + "," + bridge + "\n0.1,60\n0.2,70\n"))
	f.Add([]byte("parameters.spread_way,parameters.spread_crossing\n0.5,0.4\n"))
	f.Add([]byte("\xef\xbb\xbf" + decree + "\r\n1e-3\r\n\r\n"))
	f.Add([]byte("\"" + decree + "\n0.1"))
	f.Add([]byte("group_shares.*/drivers.share,callup.2030-03-05/Millshire.share_due\n,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		holds(t, withPosterior(t, string(data)))
	})
}
