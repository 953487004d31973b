package movement_test

import (
	"bytes"
	"context"
	"math"
	"slices"
	"testing"

	"haven/internal/calendar"
	"haven/internal/reference"
	"haven/movement"
	"haven/scenario"

	"pgregory.net/rapid"
)

// changing compiles a scenario and one that takes its place on some day.
func changing(t fails, base, changed *scenario.Scenario) (first, then *movement.Model) {
	t.Helper()
	f, err := movement.PrepareBeside(base, changed)
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.PrepareChange(changed)
	if err != nil {
		t.Fatal(err)
	}
	if first, err = f.Compile(base); err != nil {
		t.Fatal(err)
	}
	if then, err = g.CompileChange(changed, first); err != nil {
		t.Fatal(err)
	}
	return first, then
}

// follow runs a member under one model, and from a day on under the other.
func follow(t fails, first, then *movement.Model, member, day int) *movement.Record {
	t.Helper()
	c := begin(t, first, member, day)
	defer c.Close()
	if err := c.Follow(then); err != nil {
		t.Fatal(err)
	}
	advance(t, c, c.Record().Days)
	return c.Record()
}

// Where nothing changes, following another model changes nothing.
func TestFollowingTheSameScenarioChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sc := anyWorld(t)
		first, then := changing(t, sc, sc)
		member := rapid.IntRange(0, 99).Draw(t, "member")
		whole := first.NewRecord()
		if err := first.Simulate(context.Background(), 1, member, whole); err != nil {
			t.Fatal(err)
		}
		equal(t, "followed", whole, follow(t, first, then, member, rapid.IntRange(0, sc.Period.Days()).Draw(t, "day")))
	})
	for seed := range 20 {
		sc := reference.RandomVillage(uint64(seed), false)
		first, then := changing(t, sc, sc)
		whole := first.NewRecord()
		if err := first.Simulate(context.Background(), 1, 1, whole); err != nil {
			t.Fatal(err)
		}
		equal(t, "followed", whole, follow(t, first, then, 1, seed))
	}
}

// halfWay calls f for random villages, each with a day half way through its period, and says how many there are.
func halfWay(f func(base *scenario.Scenario, member, day int, on calendar.Date)) (villages int) {
	villages = 60
	if underRace {
		villages = 12 // the race detector is there for other mistakes
	}
	for seed := range villages {
		base := reference.RandomVillage(uint64(seed), true)
		day := base.Period.Days() / 2
		f(base, seed, day, base.Period.From+calendar.Date(day))
	}
	return villages
}

// Who takes out a closure that is in force, or lets it have ended earlier, opens what it closed on the day of the change; one that
// would have begun earlier closes it.
func TestAClosureInForceFollowsTheModel(t *testing.T) {
	tried, mattered := 0, 0
	villages := halfWay(func(base *scenario.Scenario, member, day int, on calendar.Date) {
		for i, c := range base.Closures {
			if !c.Closes.Given() || c.Closes < base.Period.From || c.Closes >= on || c.Opens.Given() && c.Opens <= on {
				continue
			}
			tried++
			with := func(edit func(list []scenario.Closure) []scenario.Closure) *scenario.Scenario {
				sc := *base
				sc.Closures = edit(slices.Clone(base.Closures))
				return &sc
			}
			opens := func(on calendar.Date) *scenario.Scenario {
				return with(func(list []scenario.Closure) []scenario.Closure { list[i].Opens = on; return list })
			}
			gone := with(func(list []scenario.Closure) []scenario.Closure { return slices.Delete(list, i, i+1) })
			want := simulate(t, opens(on), member)
			for what, sc := range map[string]*scenario.Scenario{"taken out": gone, "ended before": opens(on - 1), "ends today": opens(on)} {
				first, then := changing(t, base, sc)
				equal(t, what, want, follow(t, first, then, member, day))
			}
			first, then := changing(t, gone, base)
			begins := with(func(list []scenario.Closure) []scenario.Closure { list[i].Closes = on; return list })
			equal(t, "begun before", simulate(t, begins, member), follow(t, first, then, member, day))
			if differ(want, simulate(t, base, member)) {
				mattered++
			}
		}
	})
	if tried < villages/6 || mattered < tried/3 {
		t.Fatalf("%d closures in force, of which %d matter: this is no test", tried, mattered)
	}
}

// Who takes out a conflict that has begun, or its intensity, ends it on the day of the change; one that would have begun
// earlier begins then.
func TestAConflictInForceFollowsTheModel(t *testing.T) {
	tried, mattered := 0, 0
	villages := halfWay(func(base *scenario.Scenario, member, day int, on calendar.Date) {
		last := map[string]int{}
		for i, c := range base.Conflicts {
			if c.Date <= on {
				last[c.Place] = i
			}
		}
		for place, i := range last {
			under := base.Conflicts[i]
			if under.Intensity == 0 || under.Date == on {
				continue
			}
			tried++
			with := func(edit func(list []scenario.ConflictDay) []scenario.ConflictDay) *scenario.Scenario {
				sc := *base
				sc.Conflicts = edit(slices.Clone(base.Conflicts))
				return &sc
			}
			without := func(list []scenario.ConflictDay) []scenario.ConflictDay {
				return slices.DeleteFunc(list, func(c scenario.ConflictDay) bool { return c.Place == place && c.Date < on })
			}
			today := func(intensity float64) scenario.ConflictDay {
				c := under
				c.Date, c.Intensity = on, intensity
				return c
			}
			gone := with(without)
			want := simulate(t, with(func(list []scenario.ConflictDay) []scenario.ConflictDay { return append(list, today(0)) }), member)
			for what, sc := range map[string]*scenario.Scenario{
				"taken out":         gone,
				"without intensity": with(func(list []scenario.ConflictDay) []scenario.ConflictDay { list[i].Intensity = 0; return list }),
			} {
				first, then := changing(t, base, sc)
				equal(t, what, want, follow(t, first, then, member, day))
			}
			first, then := changing(t, gone, base)
			begins := with(func(list []scenario.ConflictDay) []scenario.ConflictDay {
				return append(without(list), today(under.Intensity))
			})
			equal(t, "begun before", simulate(t, begins, member), follow(t, first, then, member, day))
			if differ(want, simulate(t, base, member)) {
				mattered++
			}
		}
	})
	if tried < villages/6 || mattered < tried/3 {
		t.Fatalf("%d conflicts under way, of which %d matter: this is no test", tried, mattered)
	}
}

// differ says whether two records have other numbers.
func differ(a, b *movement.Record) bool {
	for i := range a.Series {
		if !slices.Equal(a.Series[i].Values, b.Series[i].Values) {
			return true
		}
	}
	return false
}

// A dated policy that tells nobody apart is the same whether its model holds
// from the first day or from any day before it takes effect, and a course saved under the base
// begins a variant with the same bytes as one that was never saved.
func TestAChangeIsTheSameFromAnyDayBefore(t *testing.T) {
	base, changed := world(), world()
	changed.Policies = append(changed.Policies, policy("shut", "RUS", "transport", "", "gate_west", "suspended", math.NaN(), day(15), calendar.None))
	first, then := changing(t, base, changed)
	whole := simulate(t, changed, 3)
	before := simulate(t, base, 3)
	for d := 0; d <= 15; d += 5 {
		equal(t, "followed", whole, follow(t, first, then, 3, d))
		c := resume(t, first, save(t, begin(t, first, 3, d)), 3, before, d)
		if err := c.Follow(then); err != nil {
			t.Fatal(err)
		}
		advance(t, c, 40)
		equal(t, "saved and followed", whole, c.Record())
	}
}

// A change that tells groups apart which the base does not needs a base that
// does: then it can be followed, and until then nothing differs.
func TestAChangeForSomeOfAGroup(t *testing.T) {
	base := world()
	base.Policies = base.Policies[:3] // nothing tells students and the young apart under way
	base.Pulls = nil
	changed := world()
	changed.Policies, changed.Pulls = append(base.Policies[:3:3],
		policy("students_stay", "RUS", "exit", "callup=exempt", "", "banned", 1, day(12), calendar.None)), nil
	plain, err := movement.Prepare(base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plain.PrepareChange(changed); err == nil {
		t.Error("a frame that does not tell students apart takes a change that does")
	}
	first, then := changing(t, base, changed)
	if then.StateID() == plain.StateID() {
		t.Error("the states of a frame that tells more groups apart are said to be the same")
	}
	a, b := first.NewRecord(), follow(t, first, then, 2, 12)
	if err := first.Simulate(context.Background(), 1, 2, a); err != nil {
		t.Fatal(err)
	}
	barred := func(rec *movement.Record) int64 { return total(t, rec, "barred", "lane", "", 0, 40) }
	if barred(a) != 0 || barred(b) == 0 {
		t.Errorf("%d barred without the change, %d with it", barred(a), barred(b))
	}
	for i := range a.Series {
		for e := range a.Series[i].Entities {
			for d := range 12 {
				if x, y := a.Series[i].At(e, d), b.Series[i].At(e, d); x != y {
					t.Fatalf("%s of %s on day %d: %d, %d with a change that comes later", a.Series[i].Measure, a.Series[i].Entities[e], d, x, y)
				}
			}
		}
	}
}

// What was at the start stays as it was: twice the capacity from a day on
// makes a border more attractive, and twice the quota pushes more, rather than both being taken
// for how things were.
func TestAChangeIsMeasuredAgainstTheStart(t *testing.T) {
	base, changed := world(), world()
	changed.Crossings = append([]scenario.Crossing(nil), changed.Crossings...)
	for i := range changed.Crossings {
		changed.Crossings[i].ExitPerDay *= 3
		changed.Crossings[i].EntryPerDay *= 3
	}
	quota := world()
	policyIn(quota, "callup").Value *= 3
	left := func(sc *scenario.Scenario) (n int64) {
		first, then := changing(t, base, sc)
		for m := range 20 {
			n += total(t, follow(t, first, then, m, 10), "departures", "origin", "", 10, 40)
		}
		return n
	}
	same, wider, more := left(base), left(changed), left(quota)
	if wider <= same {
		t.Errorf("%d leave, %d with borders three times as wide", same, wider)
	}
	if float64(more) < 1.3*float64(same) {
		t.Errorf("%d leave, %d with a quota three times as large", same, more)
	}
}

func TestWhatCannotBeFollowed(t *testing.T) {
	m, other := compile(t, world()), world()
	island(other)
	c := begin(t, m, 1, 3)
	if err := c.Follow(compile(t, other)); err == nil {
		t.Error("a course goes on in another country")
	}
	advance(t, c, 5) // it is still good
	twin := compile(t, other).Begin(1, 1, compile(t, other).NewRecord())
	if err := twin.Copy(c, 1); err == nil {
		t.Error("a course is copied into another country")
	}
	c.Close()
	if err := c.Follow(m); err == nil {
		t.Error("a closed course follows")
	}
	if err := c.Save(new(bytes.Buffer)); err == nil {
		t.Error("a closed course is saved")
	}
}
