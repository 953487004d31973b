package main

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"haven/skill"
)

// A camp with counts 100, 160 and 180, and a larger one beside it.
var known = onDay{known: &skill.Known{Day: 30, Places: [][]skill.Count{
	{{Day: 0, People: 100}, {Day: 20, People: 160}, {Day: 30, People: 180}},
	{{Day: 10, People: 1000}, {Day: 30, People: 1400}},
}}}

func TestThePaceOfACamp(t *testing.T) {
	// 3 people a day until day 20, 2 a day since; weights 2^(-10/45) - 2^(-30/45) and 1 - 2^(-10/45).
	first, second := math.Exp2(-10./45)-math.Exp2(-30./45), 1-math.Exp2(-10./45)
	want := (3*first + 2*second) / (first + second)
	pace, missed := paceOf(known.known.Places[0], 30)
	near(t, "pace", pace, want)
	early, late := math.Exp2(-10./45)*math.Pow(60-20*want, 2)/20, math.Pow(20-10*want, 2)/10
	near(t, "missed", missed, math.Sqrt((early+late)/(math.Exp2(-10./45)+1)))

	s := arrivals(exponential)(known, 0, 60, 30)
	near(t, "median in 30 days", s.Quantiles([]float64{0.5})[0], 180+want*30*(1-math.Exp(-1))*math.Ln2)
	s = arrivals(nil)(known, 0, 60, 30)
	near(t, "normal median", s.Quantiles([]float64{0.5})[0], 180+want*30*(1-math.Exp(-1)))
	near(t, "one count", median(arrivals(halfGamma)(onDay{known: &skill.Known{Day: 5, Places: [][]skill.Count{{{Day: 5, People: 70}}}}}, 0, 12, 7)), 70)
}

func TestShapesHaveMeanOne(t *testing.T) {
	for name, shape := range map[string]func(float64) float64{"exponential": exponential, "half gamma": halfGamma} {
		sum, n := 0.0, 100_000
		for i := range n {
			sum += shape((float64(i) + 0.5) / float64(n))
		}
		if mean := sum / float64(n); math.Abs(mean-1) > 1e-3 {
			t.Errorf("%s: mean %g", name, mean)
		}
	}
}

// 20 days ahead: the camp's own change is 60 (days 0 to 20); 10 days are not more than half of 20. The other camp's is 400 of 1000.
func TestPastChanges(t *testing.T) {
	always := math.Inf(1)
	for _, c := range []struct {
		name  string
		of    forecast
		place int
		want  []float64 // the camp's own change, and the other's
	}{
		{"smaller, shrunk", changes(shrunk, always), 0, []float64{180 + 60, 180 + 400*0.18}},
		{"smaller, in proportion", changes(inProportion, always), 0, []float64{180 + 60, 180 + 400*0.18}},
		{"larger, shrunk", changes(shrunk, always), 1, []float64{1400 + 400, 1400 + 60}},
		{"larger, in proportion", changes(inProportion, always), 1, []float64{1400 + 400, 1400 + 60*14}},
	} {
		s := c.of(known, c.place, 50, 20)
		want := skill.NewSample(c.want, []float64{1 - others, others})
		if !slices.Equal(s.Values, want.Values) || !slices.Equal(s.Weights, want.Weights) {
			t.Errorf("%s: %v, want %v", c.name, s, want)
		}
	}
	if left(90, recent) != 0.5 || left(90, always) != 1 {
		t.Error("recent changes do not count more")
	}
}

// Last value in haven's stead has the scores that the back-test gives last value, with either kind of interval: days, places and errors are those of the back-test.
func TestLastValueScoresAsTheReference(t *testing.T) {
	files, err := txtar.ParseFile(filepath.Join("..", "..", "..", "cmd", "haven", "testdata", "script", "backtest.txt"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := txtar.Write(files, dir); err != nil {
		t.Fatal(err)
	}
	targets, days, err := targetsOf(filepath.Join(dir, "valley"), 0)
	if err != nil || len(targets) < 20 {
		t.Fatalf("%d targets, %v", len(targets), err)
	}
	own := rescored(targets, days, lastValue((*skill.ReferenceForecasts).WithOwnErrors))
	borrowed := rescored(targets, days, lastValue((*skill.ReferenceForecasts).AsTheyAre))
	differ := false
	for i := range targets {
		if own[i].Mine != targets[i].OwnErrors[0] || borrowed[i].Mine != targets[i].References[0] {
			t.Fatalf("%+v: %+v and %+v", targets[i], own[i].Mine, borrowed[i].Mine)
		}
		differ = differ || own[i].Mine != borrowed[i].Mine
	}
	if !differ {
		t.Error("nothing was borrowed")
	}
}

func median(s skill.Sample) float64 { return s.Quantiles([]float64{0.5})[0] }

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, want) {
		t.Errorf("%s: %g, want %g", name, got, want)
	}
}
