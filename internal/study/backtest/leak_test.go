package backtest

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"haven/internal/calendar"
	"haven/internal/forecast/counts"
	"haven/scenario"
)

// TestNothingLaterIsReadByForecasts changes, in each dated table of a folder and for capacities, what became known only after the day of the
// forecast: the forecast's bytes stay the same. Each change is shown to act when it is known.
func TestNothingLaterIsReadByForecasts(t *testing.T) {
	const day = 77
	whole := valley(t)
	on := whole.Period.From + calendar.Date(day)
	forecast := func(sc *scenario.Scenario, from calendar.Date) string {
		o, err := counts.Replay(t.Context(), sc, from, counts.Settings{Leads: DefaultHorizons(), Members: 4, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for place := range o.Known().Places {
			for _, lead := range DefaultHorizons() {
				text += fmt.Sprintln(place, lead, o.Forecast(place, int(from-sc.Period.From)+lead, lead))
			}
		}
		return text
	}
	want := forecast(whole, on)
	for _, c := range []struct {
		table string
		acts  bool // a change that is known changes the forecast
		later func(sc *scenario.Scenario, after calendar.Date)
	}{
		{"registrations: more people", true, func(sc *scenario.Scenario, after calendar.Date) {
			sc.Registrations = slices.Clone(sc.Registrations)
			for i := range sc.Registrations {
				if sc.Registrations[i].Date > after {
					sc.Registrations[i].People *= 3
				}
			}
		}},
		{"registrations: none", true, func(sc *scenario.Scenario, after calendar.Date) {
			sc.Registrations = slices.DeleteFunc(slices.Clone(sc.Registrations), func(r scenario.Registration) bool { return r.Date > after })
			sc.Corrections = slices.DeleteFunc(slices.Clone(sc.Corrections), func(r scenario.RegistrationCorrection) bool { return r.Date > after })
		}},
		{"registration_corrections", true, func(sc *scenario.Scenario, after calendar.Date) {
			for i := range sc.Registrations {
				if r := &sc.Registrations[i]; r.Label == "South" && r.Date > after+2 {
					sc.Corrections = append(slices.Clone(sc.Corrections), scenario.RegistrationCorrection{ID: "late", Label: "South", Date: r.Date})
					return
				}
			}
		}},
		{"conflicts", true, func(sc *scenario.Scenario, after calendar.Date) {
			sc.Conflicts = append(slices.Clone(sc.Conflicts), scenario.ConflictDay{Date: after + 1, Place: "hill", KnownFrom: calendar.None}, scenario.ConflictDay{Date: after + 1, Place: "mill", KnownFrom: calendar.None})
		}},
		{"closures", true, func(sc *scenario.Scenario, after calendar.Date) {
			sc.Closures = append(slices.Clone(sc.Closures), scenario.Closure{ID: "late", Kind: "country", First: sc.Places[0].Country, Second: sc.Places[3].Country, Closes: after + 1, Opens: calendar.None})
		}},
		{"settlement_changes", true, func(sc *scenario.Scenario, after calendar.Date) {
			sc.SettlementChanges = append(slices.Clone(sc.SettlementChanges), scenario.SettlementChange{Date: after + 1, Place: "ford", Type: "conflict"})
		}},
		{"places: capacities", false, func(sc *scenario.Scenario, _ calendar.Date) {
			sc.Places = slices.Clone(sc.Places)
			for i := range sc.Places {
				if !math.IsInf(sc.Places[i].Capacity, 1) {
					sc.Places[i].Capacity = 7
				}
			}
		}},
	} {
		changed := *whole
		c.later(&changed, on)
		if got := forecast(&changed, on); got != want {
			t.Errorf("%s: what is known later shows in the forecast", c.table)
		}
		if !c.acts {
			continue
		}
		known := *whole
		c.later(&known, on-40)
		if forecast(&known, on) == want {
			t.Errorf("%s: the change does not act even when it is known, so this test cannot fail", c.table)
		}
	}
}

// TestScoresOfEarlyOriginsDoNotChange: later registrations change the targets, and nothing of what was forecast for earlier ones.
func TestScoresOfEarlyOriginsDoNotChange(t *testing.T) {
	run := func(sc *scenario.Scenario) map[string]Scored {
		scored, err := Folder(t.Context(), Plan{Scenario: sc, Horizons: []int{7}, Members: 2, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		of := map[string]Scored{}
		for _, s := range scored {
			if s.Setting == TotalForecast && s.Day <= 70 {
				of[fmt.Sprint(s.Measure, s.Place, s.Origin)] = s
			}
		}
		return of
	}
	whole := valley(t)
	want := run(whole)
	changed := *whole
	changed.Registrations = slices.Clone(whole.Registrations)
	for i := range changed.Registrations {
		if changed.Registrations[i].Date > changed.Period.From+80 {
			changed.Registrations[i].People *= 5
		}
	}
	got := run(&changed)
	if len(want) < 20 || len(got) != len(want) {
		t.Fatalf("%d and %d targets", len(want), len(got))
	}
	for k, s := range want {
		if fmt.Sprint(got[k]) != fmt.Sprint(s) {
			t.Errorf("%s: %v, want %v", k, got[k], s)
		}
	}
}
