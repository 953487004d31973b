package forecast

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/forecast/filter"
	"haven/movement"
	"haven/scenario"
	"haven/skill"
)

var (
	decree = calendar.Day(2030, time.March, 5)
	tenth  = calendar.Day(2030, time.March, 10)
	end    = calendar.Day(2030, time.March, 20)
)

// toy is toy-border with a shock larger than its table says, as it would have
// been seen: entries into East, its stock and the queue at the bridge day by
// day, each known on the day after.
func toy(t testing.TB) *scenario.Scenario {
	t.Helper()
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	return reported(t, sc, truth(t, sc))
}

// reported is a scenario with what would have been seen of a record.
func reported(t testing.TB, sc *scenario.Scenario, rec *movement.Record) *scenario.Scenario {
	t.Helper()
	out := *sc
	out.Observations = append([]scenario.Observation(nil), sc.Observations...)
	value := func(measure, by, entity string, day calendar.Date) float64 {
		s := rec.Find(measure, by)
		for e, id := range s.Entities {
			if id == entity {
				return float64(s.At(e, int(day-rec.From)))
			}
		}
		t.Fatalf("no %s of %s", measure, entity)
		return 0
	}
	for day := decree; day <= decree+12; day++ {
		add := func(place, measure, unit string, v float64) {
			out.Observations = append(out.Observations, scenario.Observation{
				ID: fmt.Sprintf("%s_%s_%02d", place, measure, int(day-decree)), DateFrom: day, DateTo: day, Place: place, Measure: measure,
				Value: v, Kind: "point", Unit: unit, Whose: "all", Scope: "all of it", KnownFrom: day + 1, Evidence: "assumed: made up for a test",
			})
		}
		add("XAB", "entries", "people/day", value("entries", "country", "XAB", day))
		add("east", "stock", "people", value("stock", "destination", "east", day))
		add("bridge_all", "queue", "people", value("queue_max", "lane", "bridge_all", day))
	}
	return &out
}

// truth is what happened.
func truth(t testing.TB, sc *scenario.Scenario) *movement.Record {
	t.Helper()
	own, err := sc.With(map[string]float64{"shocks.decree.size_per_day": 0.1, "crossings.bridge_all.exit_per_day": 75})
	if err != nil {
		t.Fatal(err)
	}
	frame, err := movement.Prepare(own)
	if err != nil {
		t.Fatal(err)
	}
	model, err := frame.Compile(own)
	if err != nil {
		t.Fatal(err)
	}
	rec := model.NewRecord()
	if err := model.Simulate(t.Context(), 77, 5, rec); err != nil {
		t.Fatal(err)
	}
	return rec
}

func newFilter(t testing.TB, sc *scenario.Scenario, s Settings) *Filter {
	t.Helper()
	f, err := New(sc, s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func forecastOf(t testing.TB, f *Filter, origin calendar.Date) *Outcome {
	t.Helper()
	if err := f.To(t.Context(), origin, end); err != nil {
		t.Fatal(err)
	}
	out, err := f.Branch(t.Context(), "", skill.Extra)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// files are the tables of a forecast and its hub, as bytes.
func files(t testing.TB, out *Outcome) map[string]string {
	t.Helper()
	var b bytes.Buffer
	list := map[string]string{}
	for i := range out.Summary.Layout.Series {
		s := &out.Summary.Layout.Series[i]
		if s.By == "observation" {
			continue // these tell of later observations too
		}
		b.Reset()
		out.Summary.Quantiles(i, 0, len(s.Entities), []float64{0, 0.05, 0.25, 0.5, 0.75, 0.95, 1}, func(cell int, q []float64, n int) {
			fmt.Fprintln(&b, cell, q, n)
		})
		list[s.Measure+" by "+s.By] = b.String()
	}
	b.Reset()
	for m := range out.Summary.Members() {
		fmt.Fprintln(&b, out.Design.Values(m))
	}
	list["members"] = b.String()
	return list
}

func sameFiles(t *testing.T, what string, a, b map[string]string) {
	t.Helper()
	if len(a) != len(b) {
		t.Errorf("%s: %d series, not %d", what, len(b), len(a))
	}
	for name := range a {
		if a[name] != b[name] {
			t.Errorf("%s: %s is not the same", what, name)
		}
	}
}

func small() Settings {
	return Settings{Particles: 40, Seed: 4, Rule: filter.Rule{Share: 0.5, Rounds: 2, Least: 15}}
}

func TestThreadsDoNotShow(t *testing.T) {
	sc := toy(t)
	s := small()
	s.Threads = 1
	one := files(t, forecastOf(t, newFilter(t, sc, s), tenth))
	s.Threads = 5
	sameFiles(t, "five threads", one, files(t, forecastOf(t, newFilter(t, sc, s), tenth)))
}

func TestStoppedAndGoneOnWithIsTheSame(t *testing.T) {
	sc := toy(t)
	whole := newFilter(t, sc, small())
	want := files(t, forecastOf(t, whole, tenth))
	if len(whole.Steps()) < 4 {
		t.Fatalf("%d days were taken in", len(whole.Steps()))
	}
	for stopAfter := 1; stopAfter <= 4; stopAfter++ {
		f := newFilter(t, sc, small())
		var kept bytes.Buffer
		days := 0
		f.Keep = func() error {
			if days++; days == stopAfter {
				kept.Reset()
				if err := f.Save(&kept); err != nil {
					return err
				}
				return context.Canceled
			}
			return nil
		}
		if err := f.To(t.Context(), tenth, end); err == nil {
			t.Fatal("it did not stop")
		}
		again, err := Load(kept.Bytes(), sc, 3, "")
		if err != nil {
			t.Fatal(err)
		}
		sameFiles(t, fmt.Sprintf("stopped after day %d", stopAfter), want, files(t, forecastOf(t, again, tenth)))
		if a, b := fmt.Sprint(whole.Steps()), fmt.Sprint(again.Steps()); a != b {
			t.Errorf("other steps:\n%s\n%s", a, b)
		}
	}
}

func TestOneMoreDayGoesOnFromTheParticlesKept(t *testing.T) {
	sc := toy(t)
	f := newFilter(t, sc, small())
	forecastOf(t, f, tenth) // branching must leave the particles as they are
	var kept bytes.Buffer
	if err := f.Save(&kept); err != nil {
		t.Fatal(err)
	}
	want := files(t, forecastOf(t, f, tenth+1))
	again, err := Load(kept.Bytes(), sc, 0, "")
	if err != nil {
		t.Fatal(err)
	}
	sameFiles(t, "taken up again", want, files(t, forecastOf(t, again, tenth+1)))
	if n := len(again.Steps()); again.Steps()[n-1].Date != tenth {
		t.Errorf("the last figures taken in are of %s", again.Steps()[n-1].Date)
	}
	if err := again.To(t.Context(), tenth-3, end); err == nil {
		t.Error("the particles went back in time")
	}
}

// A shock on a later day, its policies, a closed bridge and further counts are
// put into every table, known from the day after the forecast: nothing of it shows.
func TestWhatIsKnownLaterDoesNotShow(t *testing.T) {
	sc := toy(t)
	origin := tenth
	honest := forecastOf(t, newFilter(t, sc, small()), origin)
	want, hub := files(t, honest), hubOf(t, honest)
	later := origin + 1
	smuggle := map[string]func(s *scenario.Scenario){
		"policies.csv": func(s *scenario.Scenario) {
			s.Policies = append(append([]scenario.Policy(nil), s.Policies...), scenario.Policy{ID: "shut", Actor: "XAB", Instrument: "entry", Stance: "refused", DateFrom: later, DateTo: calendar.None, KnownFrom: later, Evidence: "assumed: x"})
		},
		"policies.csv, retroactive": func(s *scenario.Scenario) {
			s.Policies = append(append([]scenario.Policy(nil), s.Policies...), scenario.Policy{ID: "shut", Actor: "XAB", Instrument: "entry", Stance: "refused", DateFrom: decree, DateTo: calendar.None, KnownFrom: later, Evidence: "assumed: x"})
		},
		"shocks.csv": func(s *scenario.Scenario) {
			s.Shocks = append(append([]scenario.Shock(nil), s.Shocks...), scenario.Shock{ID: "second", Date: later, SizePerDay: 0.5, FadesDays: 5, KnownFrom: later, Evidence: "assumed: x"})
		},
		"callup.csv": func(s *scenario.Scenario) {
			s.Callup = append(append([]scenario.CallupDue(nil), s.Callup...), scenario.CallupDue{Date: later, Region: s.Callup[0].Region, ShareDue: 0.5, KnownFrom: later, Evidence: "assumed: x"})
		},
		"crossings.csv": func(s *scenario.Scenario) {
			c := s.Crossings[0]
			c.ID, c.KnownFrom = "bridge_new", later
			s.Crossings = append(append([]scenario.Crossing(nil), s.Crossings...), c)
		},
		"pulls.csv": func(s *scenario.Scenario) {
			p := s.Pulls[0]
			p.ID, p.Value, p.KnownFrom = "later", 5, later
			s.Pulls = append(append([]scenario.Pull(nil), s.Pulls...), p)
		},
		"observations.csv": func(s *scenario.Scenario) {
			o := s.Observations[len(s.Observations)-1]
			o.ID, o.Value, o.DateFrom, o.DateTo, o.KnownFrom = "late", 5000, decree+1, decree+1, later
			s.Observations = append(append([]scenario.Observation(nil), s.Observations...), o)
		},
		"observations.csv, values of days to come": func(s *scenario.Scenario) {
			s.Observations = append([]scenario.Observation(nil), s.Observations...)
			for i := range s.Observations {
				if o := &s.Observations[i]; o.KnownFrom > origin {
					o.Value *= 7
				}
			}
		},
		"uncertain": func(s *scenario.Scenario) {
			s.Shocks = append(append([]scenario.Shock(nil), s.Shocks...), scenario.Shock{ID: "second", Date: later, SizePerDay: 0.5, FadesDays: 5, KnownFrom: later, Evidence: "assumed: x"})
			s.Uncertain = append(append([]scenario.Uncertain(nil), s.Uncertain...), scenario.Uncertain{Address: "shocks.second.size_per_day", Distribution: scenario.Distribution{Kind: "lognormal", Spread: 2}})
		},
	}
	for name, put := range smuggle {
		other := *sc
		put(&other)
		out := forecastOf(t, newFilter(t, &other, small()), origin)
		sameFiles(t, name, want, files(t, out))
		if hubOf(t, out) != hub {
			t.Errorf("%s: the model output file is not the same", name)
		}
	}
	// The test would not see a leak if the same put a day earlier made no difference.
	other := *sc
	smuggle["shocks.csv"](&other)
	other.Shocks[len(other.Shocks)-1].KnownFrom = origin
	if fmt.Sprint(files(t, forecastOf(t, newFilter(t, &other, small()), origin))) == fmt.Sprint(want) {
		t.Error("a shock that was announced makes no difference")
	}
}

func hubOf(t testing.TB, out *Outcome) string {
	t.Helper()
	dir := t.TempDir()
	if err := HubFiles(dir, "csv", hubModel, out.Origin, out.Summary); err != nil {
		t.Fatal(err)
	}
	return readFile(t, dir, hubModel.File(out.Origin, "csv"))
}

// Every particle is corrected on every day: whoever is put in or taken out is
// booked, so that each course still adds up on every later day (movement
// verifies it), and what is in the model at the end is what was there at the
// start and what was put in.
func TestCorrectionsKeepPeopleConserved(t *testing.T) {
	sc := toy(t)
	sc.UsualTravel = nil // they stand in queues as well, and come and go
	s := small()
	s.Rule = filter.Rule{Share: 0.99, Rounds: 0, Least: 1000}
	f := newFilter(t, sc, s)
	out := forecastOf(t, f, tenth+2)
	kalman := 0
	var in, taken float64
	for _, step := range f.Steps() {
		if step.Kalman > 0 {
			kalman++
		}
		in, taken = in+step.Correction.PutIn, taken+step.Correction.TakenOut
	}
	if kalman < 5 || in == 0 || taken == 0 {
		t.Fatalf("%d updates put in %g people and took out %g", kalman, in, taken)
	}
	var corrected atomic.Int64
	err := f.cloud.courses(func(_ int, c *movement.Course) error { corrected.Add(c.Corrected()); return nil }, false)
	if err != nil {
		t.Fatal(err)
	}
	if got := float64(corrected.Load()) / float64(s.Particles); got-(in-taken) > 1e-6 || got-(in-taken) < -1e-6 {
		t.Errorf("courses book %g people a particle, the steps %g", got, in-taken)
	}
	began, ended := people(out.Summary, 0), people(out.Summary, out.Summary.Layout.Days-1)
	if want := began + in - taken; ended < want-0.01 || ended > want+0.01 {
		t.Errorf("%.2f people a member are there or gone at the end, %.2f were at the start or were put in", ended, want)
	}
}

// people are all who are anywhere at the end of a day or have left the model
// by then, on average over members.
func people(sum *ensemble.Summary, day int) (total float64) {
	for _, where := range []string{"at_home", "summoned_now", "standing", "at_hubs", "on_links", "in_queues", "at_destinations", "at_front", "returned_total"} {
		total += sum.Cell(sum.Layout.Find(where, "model"), day).Mean[0]
	}
	for gone, by := range map[string]string{"left_behind": "all", "surrendered": "model"} {
		for d := range day + 1 {
			total += sum.Cell(sum.Layout.Find(gone, by), d).Mean[0]
		}
	}
	return total
}

// What was observed draws the cloud near it: parameters towards the truth that
// made the figures, and the forecast's stock towards what then came.
func TestWhatWasObservedImprovesTheForecast(t *testing.T) {
	sc := toy(t)
	blind := *sc
	blind.Observations = nil
	happened := truth(t, sc)
	for _, c := range []struct {
		name string
		rule filter.Rule
	}{
		{"weights, tempering and renewal", filter.Rule{Share: 0.5, Rounds: 3, Least: 0}},
		{"ensemble Kalman updates", filter.Rule{Share: 0.99, Rounds: 0, Least: 1000}},
	} {
		s := Settings{Particles: 150, Seed: 4, Rule: c.rule}
		seen, unseen := forecastOf(t, newFilter(t, sc, s), tenth), forecastOf(t, newFilter(t, &blind, s), tenth)
		i := seen.Summary.Layout.Find("stock", "destination")
		e := entity(seen.Summary.Layout, i, "east")
		at := happened.Find("stock", "destination")
		var better, worse float64
		for day := tenth + 1; day <= end; day++ {
			d := int(day - seen.Summary.Layout.From)
			y := float64(at.At(e, d))
			better += skill.CRPS(numbers(seen.Summary, i, e, d), y)
			worse += skill.CRPS(numbers(unseen.Summary, i, e, d), y)
		}
		if better > 0.7*worse {
			t.Errorf("%s: CRPS %.1f with what was observed, %.1f without", c.name, better, worse)
		}
	}
}

func entity(l *ensemble.Layout, series int, id string) int {
	for e, name := range l.Series[series].Entities {
		if name == id {
			return e
		}
	}
	return -1
}

func numbers(sum *ensemble.Summary, series, entity, day int) []float64 {
	var list []float64
	for _, v := range sum.Values(series, entity*sum.Layout.Series[series].Days+day) {
		list = append(list, float64(v))
	}
	return list
}

func TestDaysThatCannotBe(t *testing.T) {
	sc := toy(t)
	f := newFilter(t, sc, small())
	for _, c := range []struct {
		name          string
		origin, until calendar.Date
	}{
		{"before the scenario", sc.Period.From - 1, end},
		{"on its last day", sc.Period.To, sc.Period.To + 1},
		{"without a day ahead", tenth, tenth},
		{"beyond its period", tenth, sc.Period.To + 1},
	} {
		if err := f.To(t.Context(), c.origin, c.until); err == nil {
			t.Errorf("%s: no error", c.name)
		}
	}
	if _, err := f.Branch(t.Context(), "", nil); err == nil {
		t.Error("particles that stand nowhere went on")
	}
	for _, s := range []Settings{{Particles: 1}, {Discount: 0.3}, {Rule: filter.Rule{Share: 2}}} {
		if _, err := New(sc, s); err == nil {
			t.Errorf("%+v was taken", s)
		}
	}
	driven := *sc
	driven.Rule = "neighbours"
	driven.Parameters.Neighbours.ConflictDrivenSpawning = "none"
	if _, err := New(&driven, small()); err == nil || !strings.Contains(err.Error(), "follows from registrations") {
		t.Errorf("newcomers from registrations that are still to come: %v", err)
	}
}
