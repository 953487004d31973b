package movement_test

import (
	"reflect"
	"testing"

	"haven/internal/calendar"
	"haven/internal/house/long"
	"haven/scenario"
)

// TestARunReadsNothingThatWasKnownLater makes everything that was known after a day another thing: the run of what was
// known on the day stays the same, byte for byte, and that of the whole does not.
func TestARunReadsNothingThatWasKnownLater(t *testing.T) {
	whole, err := foundingScenario()
	if err != nil {
		t.Fatal(err)
	}
	own := *whole
	sc := &own
	if !long.Tests() {
		sc.Period.To = calendar.Day(2022, 10, 4) // ten days in which what was altered can show
	}
	day := calendar.Day(2022, 9, 24)
	altered := otherwiseLater(t, sc, day)
	known, _ := sc.KnownBy(day)
	knownToo, _ := altered.KnownBy(day)
	if a, b := simulate(t, known, 0), simulate(t, knownToo, 0); !reflect.DeepEqual(a, b) {
		t.Errorf("what was known after %s shows in a run of what was known on it", day)
	}
	if a, b := simulate(t, sc, 0), simulate(t, altered, 0); reflect.DeepEqual(a, b) {
		t.Error("nothing was altered that a run reads")
	}
}

// otherwiseLater alters every row that was known after the day, and every number that was taken for another on it.
func otherwiseLater(t *testing.T, sc *scenario.Scenario, day calendar.Date) *scenario.Scenario {
	t.Helper()
	values := map[string]float64{}
	for _, e := range sc.Earlier {
		v, err := sc.Value(e.Address)
		if err != nil {
			t.Fatal(err)
		}
		if e.Until > day {
			values[e.Address] = v * 0.5
		}
	}
	out, err := sc.With(values)
	if err != nil {
		t.Fatal(err)
	}
	out.Policies = append([]scenario.Policy(nil), out.Policies...)
	for i := range out.Policies {
		if p := &out.Policies[i]; p.KnownFrom > day && p.DateFrom > day+1 {
			p.DateFrom += 3
		}
	}
	out.Shocks = append([]scenario.Shock(nil), out.Shocks...)
	for i := range out.Shocks {
		if s := &out.Shocks[i]; s.KnownFrom > day {
			s.SizePerDay *= 2
		}
	}
	out.Observations = append([]scenario.Observation(nil), out.Observations...)
	for i := range out.Observations {
		if o := &out.Observations[i]; o.KnownFrom > day {
			o.Value *= 3
		}
	}
	return out
}
