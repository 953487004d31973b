package ensemble

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"haven/internal/calendar"
	"haven/internal/house/long"
)

// An ensemble whose values would fill the memory gives the same summary, and
// the same members one by one, as one that keeps them there.
func TestValuesInAFileAreTheSame(t *testing.T) {
	less := 2
	if long.Tests() {
		less = 1
	}
	for _, c := range []struct{ members, days int }{{60, 600 / less}, {1030, 300 / less}} {
		world := fakeWorld()
		world.Period.To = world.Period.From + calendar.Date(c.days-1)
		plan := Plan{Scenario: world, Members: c.members, Seed: 5}
		memory := mustRun(t, plan)
		plan.Dir = filepath.Join(t.TempDir(), "members")
		file := littleAtHand(t, plan)
		if file.aside == nil || memory.aside != nil {
			t.Fatalf("%d members of %d cells: in a file %v, and without a folder %v; want true and false", c.members, file.Summary.Layout.Cells(), file.aside != nil, memory.aside != nil)
		}
		if err := sameStats(memory.Summary, file.Summary); err != nil {
			t.Error(err)
		}
		if memory.Summary.Exact() {
			for cell := range 5 {
				if !slices.Equal(memory.Summary.Values(1, cell*110), file.Summary.Values(1, cell*110)) {
					t.Errorf("the values of cell %d differ", cell*110)
				}
			}
		}
		stock := file.Summary.Layout.Find("stock", "destination")
		member := 0
		err := file.EachExact(func(part *Summary) error {
			for m := range part.Members() {
				if part.aside != nil {
					t.Fatal("single members are read one value at a time from the file")
				}
				if memory.Summary.Exact() && part.MemberValue(m, stock, 7) != memory.Summary.MemberValue(member, stock, 7) {
					t.Errorf("member %d differs", member)
				}
				member++
			}
			return nil
		})
		if err != nil || member != c.members {
			t.Errorf("%d members of %d: %v", member, c.members, err)
		}
		if err := file.Discard(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(plan.Dir); err == nil {
			t.Error("the folder is still there")
		}
	}
}

// A single member's figures are its values, wherever these lie; those of an ensemble of one stay in memory, however many.
func TestASingleMembersValuesInAFileAreTheSame(t *testing.T) {
	world := fakeWorld()
	world.Period.To = world.Period.From + calendar.Date(599)
	memory := mustRun(t, Plan{Scenario: world, Members: 1, Seed: 5})
	plan := Plan{Scenario: world, Members: 1, Seed: 5, Dir: filepath.Join(t.TempDir(), "members"), Keep: true}
	if one := littleAtHand(t, plan); one.aside != nil {
		t.Error("the values of one member were set aside")
	} else if err := sameStats(memory.Summary, one.Summary); err != nil {
		t.Error(err)
	}
	aside, err := openAside(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	far, err := aside.take(memory.Summary)
	if err != nil {
		t.Fatal(err)
	}
	if err := sameStats(memory.Summary, far); err != nil {
		t.Error(err)
	}
	stock := far.Layout.Find("stock", "destination")
	if s := far.Stats(stock, 0, 1); slices.Max(s.Max) == 0 {
		t.Error("nobody is anywhere, which tells nothing")
	}
}

func sameStats(a, b *Summary) error {
	if !a.Exact() {
		return same(a, b)
	}
	for i := range a.Layout.Series {
		n := len(a.Layout.Series[i].Entities)
		x, y := a.Stats(i, 0, n), b.Stats(i, 0, n)
		alike := func(p, q float64) bool { return p == q || p != p && q != q }
		equal := slices.EqualFunc(x.Mean, y.Mean, alike) && slices.Equal(x.Min, y.Min) && slices.Equal(x.Max, y.Max) && slices.Equal(x.Missing, y.Missing)
		for q := range x.Quantile {
			equal = equal && slices.EqualFunc(x.Quantile[q], y.Quantile[q], alike)
		}
		if !equal {
			return fmt.Errorf("%s by %s differs", a.Layout.Series[i].Measure, a.Layout.Series[i].By)
		}
	}
	return nil
}

// A disk that fails while tables are written is told, not taken for zeros.
func TestAFileThatCannotBeReadIsAnError(t *testing.T) {
	world := fakeWorld()
	world.Period.To = world.Period.From + calendar.Date(999)
	out := littleAtHand(t, Plan{Scenario: world, Members: 30, Seed: 5, Dir: filepath.Join(t.TempDir(), "members")})
	if err := out.Summary.Err(); err != nil {
		t.Fatal(err)
	}
	if err := out.aside.file.Truncate(1000); err != nil {
		t.Fatal(err)
	}
	stock := out.Summary.Layout.Find("stock", "destination")
	out.Summary.Stats(stock, 0, 1)
	if err := out.Summary.Err(); err == nil || !strings.Contains(err.Error(), "set aside") {
		t.Errorf("no error where values are gone: %v", err)
	}
}

// littleAtHand runs a plan with memory for 64 KiB of values.
func littleAtHand(t *testing.T, plan Plan) *Outcome {
	t.Helper()
	job, err := fakeJob(plan, new(atomic.Int64), nil)
	if err != nil {
		t.Fatal(err)
	}
	job.atHand = 1 << 16
	out, err := job.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return out
}
