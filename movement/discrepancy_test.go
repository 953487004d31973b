package movement_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"

	"pgregory.net/rapid"
)

// compileForecast makes a scenario ready whose members carry model discrepancy
// from a day on.
func compileForecast(t fails, sc *scenario.Scenario, from calendar.Date) *movement.Model {
	t.Helper()
	f, err := movement.PrepareForecast(sc, from)
	if err != nil {
		t.Fatal(err)
	}
	m, err := f.Compile(sc)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// withDiscrepancy is a scenario with other discrepancy, its days as they are.
func withDiscrepancy(sc *scenario.Scenario, leaving, country, usual float64) *scenario.Scenario {
	own := *sc
	p := &own.Parameters
	p.DiscrepancyLeaving, p.DiscrepancyCountry, p.DiscrepancyUsual = leaving, country, usual
	return &own
}

// Over 3,000 members the variance h days after the first is s^2 (1 - e^(-2h/tau)), and
// what is left of a value k days later e^(-k/tau) of it. The variance of n numbers errs by
// sqrt(2/n) of itself, a regression on them by sqrt((1 - phi^2)/n)/sd: at 5 of these 22 checks give a
// false alarm once in 80,000 draws.
func TestDiscrepancyIsAnOrnsteinUhlenbeckProcess(t *testing.T) {
	const members = 3000
	sc := withDiscrepancy(still(), 0.6, 0.8, 0.3)
	sc.Parameters.DiscrepancyLeavingDays, sc.Parameters.DiscrepancyCountryDays = 9, 4
	m := compileForecast(t, sc, start)
	seen := []int{1, 2, 5, 10, 20}
	logs := make([][][]float64, len(seen)) // by day, member and number
	rec := m.NewRecord()
	for member := range members {
		c := m.Begin(1, member, rec)
		for i, day := range seen {
			advance(t, c, day)
			logs[i] = append(logs[i], c.Discrepancy())
		}
		c.Close()
	}
	n := (len(logs[0][0]) - 1) / 2
	for _, which := range []struct {
		name     string
		number   int
		sd, days float64
	}{
		{"leaving", 0, 0.6, 9},
		{"a country's pull", 1, 0.8, 4},
		{"a country's usual travel", 1 + n, 0.3, 4},
	} {
		moment := func(i, j int) (sum float64) {
			for member := range members {
				sum += logs[i][member][which.number] * logs[j][member][which.number] / members
			}
			return sum
		}
		for i, day := range seen {
			want := which.sd * which.sd * (1 - math.Exp(-2*float64(day)/which.days))
			if got := moment(i, i); math.Abs(got/want-1) > 5*math.Sqrt(2.0/members) {
				t.Errorf("%s: variance %.4f after %d days, not %.4f", which.name, got, day, want)
			}
			if i == 0 {
				continue
			}
			phi := math.Exp(-float64(day-seen[i-1]) / which.days)
			got := moment(i, i-1) / moment(i-1, i-1)
			sd := which.sd * math.Sqrt((1-phi*phi)/members/moment(i-1, i-1))
			if math.Abs(got-phi) > 5*sd {
				t.Errorf("%s: %.3f of day %d is left on day %d, not %.3f", which.name, got, seen[i-1], day, phi)
			}
		}
	}
	for a := range logs[0][0] {
		for b := range a {
			sum, va, vb := 0.0, 0.0, 0.0
			for _, x := range logs[4] {
				sum, va, vb = sum+x[a]*x[b], va+x[a]*x[a], vb+x[b]*x[b]
			}
			if r := sum / math.Sqrt(va*vb); math.Abs(r) > 5.5/math.Sqrt(members) {
				t.Errorf("numbers %d and %d have a correlation of %.3f", a, b, r)
			}
		}
	}
}

// Plain runs know nothing of it; a forecast whose discrepancy is 0 is one, and
// one that begins on a later day is one up to then.
func TestPlainRunsCarryNoDiscrepancy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sc := anyWorld(t)
		member := rapid.IntRange(0, 99).Draw(t, "member")
		from := rapid.IntRange(0, sc.Period.Days()-1).Draw(t, "from")
		run := func(m *movement.Model, days int) *movement.Course {
			c := m.Begin(1, member, m.NewRecord())
			advance(t, c, days)
			return c
		}
		plain := run(compile(t, withDiscrepancy(sc, 0, 0, 0)), sc.Period.Days())
		if plain.Discrepancy() != nil {
			t.Fatal("a plain run carries", plain.Discrepancy())
		}
		wide := withDiscrepancy(sc, 1, 1, 1)
		equal(t, "plain", plain.Record(), run(compile(t, wide), sc.Period.Days()).Record())
		equal(t, "of no width", plain.Record(), run(compileForecast(t, withDiscrepancy(sc, 0, 0, 0), start), sc.Period.Days()).Record())
		later := run(compileForecast(t, wide, day(from)), from)
		for _, x := range later.Discrepancy() {
			if x != 0 {
				t.Fatal("before its first day a forecast is off by", later.Discrepancy())
			}
		}
		before := run(compile(t, sc), from)
		for i, s := range before.Record().Series {
			if s.Measure == "flow" {
				continue // may lag behind
			}
			if !slices.Equal(s.Values, later.Record().Series[i].Values) {
				t.Fatal(s.Measure, " before the first day is not that of a plain run")
			}
		}
		if from+1 < sc.Period.Days() {
			advance(t, later, from+1)
			if slices.Max(later.Discrepancy()) == 0 {
				t.Fatal("on its first day a forecast is off by nothing")
			}
		}
	})
}

// A course with discrepancy adds up on every day, and goes on from where it was
// saved as if it had never stopped; a plain model that takes it up forgets it.
func TestDiscrepancyIsSaved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sc := withDiscrepancy(anyWorld(t), 1, 2, 1)
		m := compileForecast(t, sc, start)
		day := rapid.IntRange(1, sc.Period.Days()).Draw(t, "day")
		c := begin(t, m, 3, day)
		saved, logs := save(t, c), c.Discrepancy()
		advance(t, c, sc.Period.Days())
		again := resume(t, compileForecast(t, sc, start), saved, 3, c.Record(), day)
		if !slices.Equal(again.Discrepancy(), logs) {
			t.Fatal("saved", logs, "took up", again.Discrepancy())
		}
		advance(t, again, sc.Period.Days())
		equal(t, "taken up", c.Record(), again.Record())
		plain := resume(t, compile(t, sc), saved, 3, c.Record(), day)
		if plain.Discrepancy() != nil {
			t.Fatal("a plain model goes on with", plain.Discrepancy())
		}
		for _, x := range resume(t, compileForecast(t, sc, start), save(t, plain), 3, c.Record(), day).Discrepancy() {
			if x != 0 {
				t.Fatal("a plain model saved a discrepancy of", x)
			}
		}
	})
}

// A base and what changes it (a country that begins to refuse everybody) are off
// by the same: the draws of countries do not hang together with what happens.
func TestABaseAndItsChangeAreOffByTheSame(t *testing.T) {
	sc := withDiscrepancy(world(), 0.6, 0.75, 0.3)
	changed := *sc
	changed.Policies = slices.Clone(sc.Policies)
	for i := range changed.Policies {
		if p := &changed.Policies[i]; p.ID == "gela_open" {
			p.Stance = "refused"
		}
	}
	f, err := movement.PrepareForecast(sc, start)
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.PrepareChange(&changed)
	if err != nil {
		t.Fatal(err)
	}
	first, err := f.Compile(sc)
	if err != nil {
		t.Fatal(err)
	}
	then, err := g.CompileChange(&changed, first)
	if err != nil {
		t.Fatal(err)
	}
	base, variant := begin(t, first, 2, 12), begin(t, first, 2, 12)
	if err := variant.Follow(then); err != nil {
		t.Fatal(err)
	}
	for d := 12; d <= 39; d += 9 {
		advance(t, base, d)
		advance(t, variant, d)
		if !slices.Equal(base.Discrepancy(), variant.Discrepancy()) {
			t.Fatalf("day %d: the base is off by %v, the change by %v", d, base.Discrepancy(), variant.Discrepancy())
		}
	}
	if a, b := total(t, base.Record(), "arrivals", "destination", "gela", 20, 39), total(t, variant.Record(), "arrivals", "destination", "gela", 20, 39); b >= a {
		t.Errorf("%d people arrive although everybody is refused, %d otherwise", b, a)
	}
}

// What is set acts: on the people of 20 members, over a week, by far more than chance.
func TestDiscrepancyActs(t *testing.T) {
	sc := withDiscrepancy(world(), 0.01, 0.01, 0.01)
	sc.Parameters.DiscrepancyLeavingDays, sc.Parameters.DiscrepancyCountryDays = 3650, 3650
	m := compileForecast(t, sc, start)
	countries := m.NewRecord().Find("entries", "country").Entities
	geo := slices.Index(countries, "GEO")
	sum := func(number int, log float64) (departures, arrivals, usual int64) {
		for member := range 20 {
			c := begin(t, m, member, 10)
			logs := c.Discrepancy()
			logs[number] = log
			if err := c.SetDiscrepancy(logs); err != nil {
				t.Fatal(err)
			}
			advance(t, c, 20)
			departures += total(t, c.Record(), "departures", "origin", "", 10, 20)
			arrivals += total(t, c.Record(), "arrivals", "destination", "gela", 10, 20)
			usual += total(t, c.Record(), "exits_citizens", "country", "GEO", 10, 20)
			c.Close()
		}
		return departures, arrivals, usual
	}
	leave, arrive, usual := sum(0, 0)
	if more, _, _ := sum(0, math.Log(2)); float64(more) < 1.5*float64(leave) {
		t.Errorf("%d leave where twice as many want to, %d otherwise", more, leave)
	}
	if _, more, _ := sum(1+geo, -2); float64(more) > 0.75*float64(arrive) {
		t.Errorf("%d arrive in a country that is worth two units less, %d otherwise", more, arrive)
	}
	if _, _, more := sum(1+len(countries)+geo, math.Log(3)); float64(more) < 2*float64(usual) {
		t.Errorf("%d usual travellers come back of three times as many, %d otherwise", more, usual)
	}
}

func TestDiscrepancyThatCannotBe(t *testing.T) {
	c := begin(t, compileForecast(t, world(), start), 1, 3)
	logs := c.Discrepancy()
	for name, wrong := range map[string][]float64{"too few": logs[1:], "none": nil, "no number": append([]float64{math.NaN()}, logs[1:]...), "far too much": append([]float64{99}, logs[1:]...)} {
		if err := c.SetDiscrepancy(wrong); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if !slices.Equal(c.Discrepancy(), logs) {
		t.Error("what could not be set has changed something")
	}
	plain := begin(t, compile(t, world()), 1, 3)
	if err := plain.SetDiscrepancy(logs); err == nil {
		t.Error("a plain run took a discrepancy")
	}
	if err := plain.SetDiscrepancy(nil); err != nil {
		t.Error(err)
	}
	c.Close()
	if err := c.SetDiscrepancy(logs); err == nil || c.Discrepancy() != nil {
		t.Error("a closed course took a discrepancy")
	}
	if err := begin(t, compileForecast(t, world(), start), 1, 3).Advance(context.Background(), 5); err != nil {
		t.Error(err)
	}
}
