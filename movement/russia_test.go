package movement_test

import (
	"sync"
	"testing"
	"time"

	"haven/internal/calendar"
	"haven/scenario"
)

// The stories of the news report, told on the founding scenario itself: one
// member at the medians, base and variant with the same random numbers, so
// that what differs is what the change caused.

// foundingScenario is read once: reading takes as long as some days of it.
var foundingScenario = sync.OnceValues(func() (*scenario.Scenario, error) { return scenario.Builtin("russia-2022") })

// russian is the founding scenario with a change of its policies or numbers.
func russian(t *testing.T, change func(sc *scenario.Scenario)) *scenario.Scenario {
	t.Helper()
	sc, err := foundingScenario()
	if err != nil {
		t.Fatal(err)
	}
	own := *sc
	own.Policies = append([]scenario.Policy(nil), sc.Policies...)
	own.Shocks = append([]scenario.Shock(nil), sc.Shocks...)
	own.Links = append([]scenario.Link(nil), sc.Links...)
	own.Crossings = append([]scenario.Crossing(nil), sc.Crossings...)
	if change != nil {
		change(&own)
	}
	return &own
}

func setPolicy(sc *scenario.Scenario, id, stance string, value float64) {
	for i := range sc.Policies {
		if sc.Policies[i].ID == id {
			sc.Policies[i].Stance, sc.Policies[i].Value = stance, value
			return
		}
	}
	panic("no policy " + id)
}

var speech = int(calendar.Day(2022, time.September, 21) - calendar.Day(2022, time.September, 14))

const wholePeriod = 48

func TestRussiaTellsTheReport(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds; run without -short")
	}
	base := russianBase(t)[0]
	all := func(measure, by, entity string) float64 {
		return float64(total(t, base, measure, by, entity, 0, wholePeriod))
	}
	leave := all("departures", "origin", "")

	t.Run("a call-up twice as large makes more leave", func(t *testing.T) {
		rec := simulate(t, russian(t, func(sc *scenario.Scenario) { setPolicy(sc, "mobilisation", "announced", 600000) }), 0)
		double := float64(total(t, rec, "departures", "origin", "", 0, wholePeriod))
		if double < 1.2*leave {
			t.Errorf("%.0f leave instead of %.0f, want a fifth more or above", double, leave)
		}
		if before := total(t, rec, "departures", "origin", "", 0, speech); before != total(t, base, "departures", "origin", "", 0, speech) {
			t.Error("the larger call-up acts before the speech")
		}
		if n := total(t, rec, "summoned", "origin", "", 0, wholePeriod); n < 590000 {
			t.Errorf("%d are summoned, want nearly 600,000", n)
		}
	})
	t.Run("without exemptions the exempt leave too", func(t *testing.T) {
		rec := simulate(t, russian(t, func(sc *scenario.Scenario) {
			for _, id := range []string{"exempt_medical", "exempt_trade", "exempt_student", "exempt_student_wider", "exempt_father"} {
				setPolicy(sc, id, "withdrawn", 1)
			}
		}), 0)
		before, after := all("arrivals", "destination_callup", "istanbul/exempt"), float64(total(t, rec, "arrivals", "destination_callup", "istanbul/exempt", 0, wholePeriod))
		if after < 1.3*before {
			t.Errorf("%.0f exempt arrive in Istanbul instead of %.0f, want clearly more", after, before)
		}
	})
	t.Run("a ban on leaving stops and bars", func(t *testing.T) {
		rec := simulate(t, russian(t, func(sc *scenario.Scenario) {
			for i := range sc.Policies {
				p := &sc.Policies[i]
				if p.Instrument == "exit" && p.Stance == "banned" && p.Actor == "RUS" {
					p.Value = 0.5
				}
			}
		}), 0)
		if barred := total(t, rec, "barred", "lane", "", 0, wholePeriod); float64(barred) < 5*all("barred", "lane", "") {
			t.Errorf("%d are barred, with the lists of the time %.0f; want many times more", barred, all("barred", "lane", ""))
		}
	})
	t.Run("asylum alone moves claims, entry as well moves arrivals", func(t *testing.T) {
		claims := simulate(t, russian(t, func(sc *scenario.Scenario) { setPolicy(sc, "est_asylum", "considered", 0.5) }), 0)
		open := simulate(t, russian(t, func(sc *scenario.Scenario) {
			setPolicy(sc, "est_asylum", "considered", 0.5)
			setPolicy(sc, "est_entry_ban", "allowed", 1)
		}), 0)
		applied := total(t, claims, "applications_border", "country", "EST", speech, wholePeriod)
		came := total(t, claims, "entries_fleeing", "country", "EST", speech, wholePeriod)
		if applied == 0 || came > applied+50 {
			t.Errorf("with asylum alone %d apply at the border and %d come; want some, and hardly anybody else", applied, came)
		}
		if more := total(t, open, "entries_fleeing", "country", "EST", speech, wholePeriod); more < 3*came {
			t.Errorf("with entry as well %d come, with asylum alone %d; want far more", more, came)
		}
	})
	t.Run("a German refusal stops applications there", func(t *testing.T) {
		rec := simulate(t, russian(t, func(sc *scenario.Scenario) {
			setPolicy(sc, "deu_asylum", "refused", 0)
			setPolicy(sc, "deu_asylum_before", "refused", 0)
		}), 0)
		if n := total(t, rec, "applications_inland", "country", "DEU", 0, wholePeriod); n != 0 || all("applications_inland", "country", "DEU") == 0 {
			t.Errorf("refused %d, as it was %.0f; want none and some", n, all("applications_inland", "country", "DEU"))
		}
	})
	t.Run("those sent may surrender and are no arrivals", func(t *testing.T) {
		rec := simulate(t, russian(t, func(sc *scenario.Scenario) { setPolicy(sc, "ukr_surrender", "offered", 0) }), 0)
		if total(t, rec, "surrendered", "model", "", 0, wholePeriod) != 0 || all("surrendered", "model", "") == 0 {
			t.Error("the promise should decide whether anybody surrenders")
		}
		if total(t, rec, "arrivals", "destination", "", 0, wholePeriod) != int64(all("arrivals", "destination", "")) {
			t.Error("arrivals differ by whether people surrender at the front")
		}
	})
	t.Run("half the seats send people to the land borders", func(t *testing.T) {
		rec := simulate(t, russian(t, func(sc *scenario.Scenario) {
			for i := range sc.Links {
				if sc.Links[i].Mode == "air" {
					sc.Links[i].CapacityPerDay /= 2
				}
			}
		}), 0)
		if q := float64(total(t, rec, "queue_max", "lane", "lars_bus", 0, wholePeriod)); q < 1.1*all("queue_max", "lane", "lars_bus") {
			t.Errorf("the queue at Verkhny Lars is %.0f instead of %.0f (sum of the days); want it longer", q, all("queue_max", "lane", "lars_bus"))
		}
		fare := func(entity string) (was, is int64) {
			return total(t, base, "fare", "service", entity, speech, speech+20), total(t, rec, "fare", "service", entity, speech, speech+20)
		}
		if was, is := fare("moscow_istanbul_on_istanbul"); is <= was {
			t.Errorf("the fare to Istanbul is %d instead of %d; want it higher", is, was)
		}
	})
	t.Run("without the shock usual travel goes on", func(t *testing.T) {
		rec := simulate(t, russian(t, func(sc *scenario.Scenario) {
			for i := range sc.Shocks {
				sc.Shocks[i].SizePerDay = 0
			}
		}), 0)
		if n := total(t, rec, "departures", "origin", "", 0, wholePeriod); n != 0 {
			t.Errorf("%d leave without any shock", n)
		}
		was, is := total(t, base, "entries", "country", "GEO", 0, speech), total(t, rec, "entries", "country", "GEO", 0, speech)
		if diff := float64(was-is) / float64(is); diff < 0 || diff > 0.02 {
			t.Errorf("before the speech %d enter Georgia with the earlier shocks and %d without; want them alike", was, is)
		}
	})
}
