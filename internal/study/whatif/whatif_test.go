package whatif

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"haven/ensemble"
	"haven/internal/kept"
	"haven/movement"
	"haven/results"
	"haven/scenario"
)

// fixed is a built-in scenario whose parameters are known: members differ by
// chance alone.
func fixed(t testing.TB, name string) *scenario.Scenario {
	t.Helper()
	sc, err := scenario.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	own := *sc
	own.Uncertain, own.Fit = nil, nil
	return &own
}

func changing(t testing.TB, sc *scenario.Scenario, text string) scenario.Changes {
	t.Helper()
	c, problems := scenario.ParseChange(sc, "change.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return scenario.Changes{c}
}

const bridgeShut = `
title: The bridge is shut
from: 2030-03-12
add:
  policies:
    - {id: shut, actor: XAA, instrument: transport, at: bridge, stance: suspended}
`

func study(t testing.TB, sc *scenario.Scenario, changes scenario.Changes, members int, dir string) *Study {
	t.Helper()
	s, err := New(Plan{Scenario: sc, Changes: changes, Members: members, Seed: 1, Version: "test", Base: dir})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func runBase(t testing.TB, s *Study) *Base {
	t.Helper()
	base, err := s.RunBase(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = base.Close() })
	return base
}

func runVariant(t testing.TB, s *Study, base *Base) *ensemble.Outcome {
	t.Helper()
	out, err := s.Run(context.Background(), base, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = out.Close() })
	return out
}

// sameValues compares all values of the days before until, or of all days.
func sameValues(t *testing.T, what string, a, b *ensemble.Summary, until int) {
	t.Helper()
	for i := range a.Layout.Series {
		s := &a.Layout.Series[i]
		if until < a.Layout.Days && s.Days == 1 {
			continue
		}
		err := ensemble.EachPair(a, b, i, func(cell int, x, y []int64) {
			if cell%s.Days < until && !slices.Equal(x, y) {
				t.Errorf("%s: %s of %s on day %d: %v and %v", what, s.Measure, s.Entities[cell/s.Days], cell%s.Days, x, y)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
}

// A variant that begins at a saved state has the bytes of one that was run from the
// first day, and until its change those of the base; with parameters that differ between members, and two
// changes on days of their own.
func TestAVariantBegunFromASaveEqualsOneRunFromTheFirstDay(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	changes := changing(t, sc, bridgeShut)
	changes = append(changes, changing(t, sc, "title: more seats\nfrom: 2030-03-17\nalter: {links.flight.capacity_per_day: {times: 2}}\n")...)
	s := study(t, sc, changes, 12, t.TempDir())
	base := runBase(t, s)
	out := runVariant(t, s, base)
	sameValues(t, "base and variant before the change", base.Summary, out.Summary, 11)
	whole, err := s.run(context.Background(), ensemble.Plan{Kind: "whole", Simulate: func(ctx context.Context, m *ensemble.Member) error {
		c := m.Model.Begin(m.Seed, m.Number, m.Record)
		defer c.Close()
		for i := range s.stages {
			if err := c.Advance(ctx, s.stages[i].day); err != nil {
				return err
			}
			own, err := s.stages[i].changes.Apply(m.Scenario)
			if err != nil {
				return err
			}
			model, err := s.stages[i].frame.CompileChange(own, m.Model)
			if err != nil {
				return err
			}
			if err := c.Follow(model); err != nil {
				return err
			}
		}
		return c.Advance(ctx, m.Record.Days)
	}})
	if err != nil {
		t.Fatal(err)
	}
	sameValues(t, "from a save and from the first day", whole.Summary, out.Summary, sc.Period.Days())
	list, err := Compare(base, out)
	if err != nil {
		t.Fatal(err)
	}
	differ := 0
	for i := range list {
		if d := &list[i]; d.Date.Given() && d.Date < s.From() && d.Above+d.Below > 0 {
			t.Errorf("%s of %s differs on %s, before the change", d.Measure, d.Entity, d.Date)
		} else if d.Above+d.Below > 0 {
			differ++
		}
	}
	if differ == 0 {
		t.Error("the change changes nothing")
	}
}

// A variant whose only change is a dated policy equals the plain run of a
// scenario that has the policy in its table.
func TestAVariantEqualsTheRunOfItsScenario(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	s := study(t, sc, changing(t, sc, bridgeShut), 8, t.TempDir())
	out := runVariant(t, s, runBase(t, s))
	plain, err := ensemble.Run(context.Background(), ensemble.Plan{Scenario: s.Changed, Members: 8, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	sameValues(t, "variant and plain run", plain.Summary, out.Summary, sc.Period.Days())
}

// A base that is at hand is read, not run; one that was interrupted goes on.
func TestABaseIsRunOnce(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := study(t, sc, changing(t, sc, bridgeShut), 25, filepath.Join(dir, "base"))
	ctx, stop := context.WithCancel(context.Background())
	_, err = s.RunBase(ctx, func(p ensemble.Progress) {
		if p.Done >= 12 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || s.AtHand() {
		t.Fatal("stopped in the middle:", err, s.AtHand())
	}
	stop()
	base := runBase(t, s)
	if !s.AtHand() {
		t.Fatal("a base that was run is not at hand")
	}
	whole := runBase(t, study(t, sc, changing(t, sc, bridgeShut), 25, filepath.Join(dir, "whole")))
	sameValues(t, "interrupted and whole", whole.Summary, base.Summary, sc.Period.Days())
	for member := range 25 {
		a, errA := os.ReadFile(base.states.name(member))
		b, errB := os.ReadFile(whole.states.name(member))
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Fatalf("states of member %d differ: %v %v", member, errA, errB)
		}
	}
	again := 0
	if _, err := s.RunBase(context.Background(), func(p ensemble.Progress) { again = p.Done - p.Kept }); err != nil || again != 0 {
		t.Errorf("%d members were run again, %v", again, err)
	}
	if other := study(t, sc, changing(t, sc, bridgeShut), 24, filepath.Join(dir, "base")); other.BaseName() == s.BaseName() {
		t.Error("a base of other members has the same name")
	} else if _, err := other.RunBase(context.Background(), nil); err == nil || !strings.Contains(err.Error(), "the number of members was 25 and is now 24") {
		t.Error("a base of other members was taken:", err)
	}
}

func TestABaseThatWasTamperedWith(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	s := study(t, sc, changing(t, sc, bridgeShut), 2, t.TempDir())
	base := runBase(t, s)
	name := base.states.name(1)
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string][]byte{"cut short": data[:len(data)-3], "another file": []byte("a,b\n"), "turned over": append(data[:len(data)-4:len(data)-4], 1, 2, 3, 4)} {
		if err := os.WriteFile(name, text, 0o666); err != nil {
			t.Fatal(err)
		}
		// What was turned over may lie in a state that is not needed.
		if _, err := s.Run(context.Background(), base, "", nil); what != "turned over" && (err == nil || !strings.Contains(err.Error(), "delete the folder of the base")) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Run(context.Background(), base, "", nil); err == nil || !strings.Contains(err.Error(), "is gone; delete the folder of the base") {
		t.Error(err)
	}
}

func FuzzStates(f *testing.F) {
	f.Add([]byte(statesMagic+"\x02\x07\x03\x0e\x02abcde"), 14)
	f.Add([]byte(statesMagic), 7)
	f.Add([]byte("haven states 2\n\x00"), 7)
	f.Fuzz(func(t *testing.T, data []byte, day int) {
		at, packed, err := lastOf(data, day)
		if err == nil && packed != nil && (at > day || len(packed) > len(data)) {
			t.Errorf("day %d: a state of day %d with %d bytes of %d", day, at, len(packed), len(data))
		}
	})
}

func TestDifferencesOfPairs(t *testing.T) {
	const missing = movement.Missing
	for _, c := range []struct {
		name                   string
		x, y                   []int64
		pairs                  int
		mean, median           float64
		above, below, narrowed float64
	}{
		{"all alike", []int64{5, 5}, []int64{5, 5}, 2, 0, 0, 0, 0, math.NaN()},
		{"moved by the same", []int64{1, 5, 9}, []int64{3, 7, 11}, 3, 2, 2, 1, 0, math.Inf(1)},
		{"some more, some fewer", []int64{10, 20, 30, 40}, []int64{11, 19, 33, 40}, 4, 0.75, 0.5, 0.5, 0.25, (125 + 129.6875) / 2.1875},
		{"some missing", []int64{10, missing, 30}, []int64{12, 3, missing}, 1, 2, 2, 1, 0, math.NaN()},
		{"none", []int64{missing}, []int64{1}, 0, math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()},
	} {
		var d results.Difference
		pair(&d, c.x, c.y, missing)
		same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 1e-12 }
		if d.Pairs != c.pairs || !same(d.Mean, c.mean) || !same(d.Q50, c.median) || !same(d.Above, c.above) || !same(d.Below, c.below) || !same(d.Narrowing, c.narrowed) {
			t.Errorf("%s: %+v", c.name, d)
		}
	}
}

func TestPlansThatCannotBe(t *testing.T) {
	sc := fixed(t, "toy-border")
	if _, err := New(Plan{Scenario: sc, Members: 3}); err == nil {
		t.Error("a what-if without a change")
	}
	for _, members := range []int{0, ensemble.ExactMembers + 1} {
		if _, err := New(Plan{Scenario: sc, Changes: changing(t, sc, bridgeShut), Members: members}); err == nil {
			t.Errorf("a what-if of %d members", members)
		}
	}
}

// What was begun for one change is not gone on with for another, and says what it was begun for.
func TestAVariantThatWasBegunForAnotherChange(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	batches := filepath.Join(dir, "batches")
	// A single quick batch would not be kept: eleven members are two.
	begun := study(t, sc, changing(t, sc, bridgeShut), 11, filepath.Join(dir, "base"))
	base := runBase(t, begun)
	if _, err := begun.Run(context.Background(), base, batches, nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ change, differs string }{
		"the same": {bridgeShut, ""},
		"a plane in place of the bridge": {
			"title: x\nfrom: 2030-03-15\nalter: {links.flight.capacity_per_day: {times: 2}}\n",
			"(the list of changes was [add shut to policies.csv from 2030-03-12] and is now [links.flight.capacity_per_day times 2 from 2030-03-15])",
		},
		"later": {
			strings.Replace(bridgeShut, "03-12", "03-13", 1),
			"(the list of changes was [add shut to policies.csv from 2030-03-12] and is now [add shut to policies.csv from 2030-03-13])",
		},
		"a row of the same name that holds something else": {
			strings.Replace(bridgeShut, "at: bridge, stance: suspended", "at: field, stance: suspended", 1),
			"(the content of what changes add was changed)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := study(t, sc, changing(t, sc, c.change), 11, filepath.Join(dir, "base"))
			_, err := s.Run(context.Background(), base, batches, nil)
			if c.differs == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var another *kept.Another
			if !errors.As(err, &another) || !strings.Contains(err.Error(), c.differs) {
				t.Error(err)
			}
		})
	}
}

// A base lies in a folder of its own: a person's folder is left as it is, and
// what is left of a base that was stopped early is taken up.
func TestWhereABaseMayLie(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		holds   []string // files, and folders that end in a slash
		refused string
	}{
		{"an empty folder", nil, ""},
		{"stopped before anything was written", []string{"lock"}, ""},
		{"stopped while the plan was written", []string{"lock", "states/", "members/plan.json.1-1.tmp"}, ""},
		{"a thesis", []string{"notes.txt"}, "holds notes.txt and is no base"},
		{"results", []string{"manifest.json", "tables/"}, "holds manifest.json and is no base"},
		{"a list of members", []string{"members/anna.csv"}, "holds members and is no base"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range c.holds {
				path := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
					t.Fatal(err)
				}
				if strings.HasSuffix(name, "/") {
					err = os.MkdirAll(path, 0o777)
				} else {
					err = os.WriteFile(path, nil, 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			_, err := study(t, sc, changing(t, sc, bridgeShut), 1, dir).RunBase(context.Background(), nil)
			switch {
			case c.refused == "" && err != nil:
				t.Error(err)
			case c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused) || !strings.Contains(err.Error(), "--base")):
				t.Error(err)
			}
		})
	}
}
