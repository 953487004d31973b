package backtest

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"haven/internal/calendar"
	"haven/scenario"

	"github.com/google/go-cmp/cmp"
)

var firstDay = calendar.Day(2030, time.March, 1)

// reported is toy-border with entries into East every day from 5 to 20 March, each known on the day after; of West two
// figures; and a range, which is no single number.
func reported(t testing.TB) *scenario.Scenario {
	t.Helper()
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	out := *sc
	out.Observations = nil
	add := func(place string, day int, kind string, value float64) {
		date := firstDay + calendar.Date(day)
		out.Observations = append(out.Observations, scenario.Observation{
			ID: fmt.Sprintf("%s_%02d_%s", place, day, kind), DateFrom: date, DateTo: date, Place: place, Measure: "entries", Value: value, Kind: kind, Unit: "people/day",
			Whose: "all", Scope: "the country", KnownFrom: date + 1, Evidence: "assumed: made up",
		})
	}
	for day := 4; day < 20; day++ {
		add("XAB", day, "point", 60+float64(day))
	}
	add("XAC", 10, "point", 15)
	add("XAC", 17, "point", 12)
	add("XAC", 18, "more_than", 5)
	return &out
}

func reportsPlan(sc *scenario.Scenario) Plan {
	return Plan{Scenario: sc, Origins: []calendar.Date{firstDay + 13, firstDay + 9}, Horizons: []int{4, 7}, Particles: 24, Seed: 3}
}

func TestReportsAreForecastForTheirOwnDays(t *testing.T) {
	got, err := Reports(t.Context(), reportsPlan(reported(t)))
	if err != nil {
		t.Fatal(err)
	}
	type key struct {
		place                string
		origin, horizon, day int
		counted              float64
	}
	var keys []key
	for _, s := range got.Scored {
		keys = append(keys, key{s.Place, s.Origin, s.Horizon, s.Day, s.Counted})
		if s.Measure != "entries" || s.Setting != TotalForecast || s.Scenario != "toy-border" || len(s.References) != 5 {
			t.Errorf("%+v", s)
		}
		// On day 9 figures up to day 8 are known, and no reference has erred before.
		if s.Origin == 9 && s.References[0].Median != 68 {
			t.Errorf("the last value is %g, want 68", s.References[0].Median)
		}
	}
	want := []key{
		{"XAB", 9, 4, 13, 73}, {"XAB", 9, 7, 16, 76},
		{"XAB", 13, 4, 17, 77}, {"XAB", 13, 7, 19, 79}, {"XAC", 13, 4, 17, 12}, {"XAC", 13, 7, 17, 12},
	}
	if diff := cmp.Diff(want, keys, cmp.AllowUnexported(key{})); diff != "" {
		t.Error(diff)
	}
	last := map[string]string{}
	for _, a := range got.Ahead {
		last[a.Country] = a.Last
		if a.Origin != "2030-03-14" || len(a.Quantiles) != 23 {
			t.Errorf("%+v", a)
		}
	}
	if last["XAB"] != "2030-03-13" || last["XAC"] != "2030-03-11" {
		t.Errorf("last figures %v", last)
	}
}

// What is reported later decides the score and nothing of the forecast.
func TestLaterReportsDoNotReachTheForecast(t *testing.T) {
	sc := reported(t)
	honest, err := Reports(t.Context(), reportsPlan(sc))
	if err != nil {
		t.Fatal(err)
	}
	for i := range sc.Observations {
		if o := &sc.Observations[i]; o.KnownFrom > firstDay+13 {
			o.Value *= 3
		}
	}
	other, err := Reports(t.Context(), reportsPlan(sc))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(honest.Ahead, other.Ahead); diff != "" {
		t.Errorf("later reports show:\n%s", diff)
	}
	for i := range honest.Scored {
		a, b := honest.Scored[i], other.Scored[i]
		if a.Mine.Median != b.Mine.Median || a.References[0].Median != b.References[0].Median {
			t.Errorf("%+v\n%+v", a, b)
		}
		if a.Day > 13 && a.Counted*3 != b.Counted {
			t.Errorf("day %d: %g and %g", a.Day, a.Counted, b.Counted)
		}
	}
}

func TestReportsStoppedAndGoneOnWith(t *testing.T) {
	sc := reported(t)
	whole, err := Reports(t.Context(), reportsPlan(sc))
	if err != nil {
		t.Fatal(err)
	}
	plan := reportsPlan(sc)
	plan.Kept = filepath.Join(t.TempDir(), "toy")
	stop := errors.New("enough")
	plan.Progress = func(done int) {
		if done == 1 {
			panic(stop)
		}
	}
	func() {
		defer func() {
			if thrown, ok := recover().(error); !ok || !errors.Is(thrown, stop) {
				t.Fatalf("it did not stop: %v", thrown)
			}
		}()
		_, _ = Reports(t.Context(), plan)
	}()
	plan.Progress = nil
	again, err := Reports(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole, again); diff != "" {
		t.Errorf("gone on with it is another:\n%s", diff)
	}
}

func TestOriginsOutsideThePeriod(t *testing.T) {
	plan := reportsPlan(reported(t))
	plan.Origins = []calendar.Date{firstDay - 2}
	if _, err := Reports(t.Context(), plan); err == nil {
		t.Error("a forecast from before the scenario was made")
	}
}

// A scenario was fitted on 13 March, far off. A forecast from before that day is the one
// that was made without the fit; one from that day on begins with what was fitted and
// takes no figure in that the fit knew.
func TestAFitIsNotReadBeforeItsDay(t *testing.T) {
	sc := reported(t)
	day := firstDay + 12
	sample := scenario.Posterior{Addresses: []string{"shocks.decree.size_per_day"}, Rows: [][]float64{{0.4}, {0.5}, {0.6}}}
	fitted, err := sc.WithPosterior(sample, day)
	if err != nil {
		t.Fatal(err)
	}
	from := func(sc *scenario.Scenario, origins ...calendar.Date) []Scored {
		plan := reportsPlan(sc)
		plan.Origins = origins
		got, err := Reports(t.Context(), plan)
		if err != nil {
			t.Fatal(err)
		}
		return got.Scored
	}
	if diff := cmp.Diff(from(sc, firstDay+9, firstDay+13), from(fitted, firstDay+9, firstDay+13)); diff != "" {
		t.Errorf("what was fitted later shows:\n%s", diff)
	}
	plain, after := from(sc, firstDay+13), from(fitted, firstDay+13)
	if after[0].Mine.Median <= plain[0].Mine.Median {
		t.Errorf("a shock eight times as large makes no difference: %g and %g", after[0].Mine.Median, plain[0].Mine.Median)
	}
}
