package ensemble

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

func mustRun(t *testing.T, plan Plan) *Outcome {
	t.Helper()
	job, err := fakeJob(plan, new(atomic.Int64), nil)
	if err != nil {
		t.Fatal(err)
	}
	out, err := job.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestThreadsDoNotShow(t *testing.T) {
	for _, members := range []int{1, 37, ExactMembers + 25} {
		plan := Plan{Scenario: fakeWorld(), Members: members, Seed: 5, Threads: 1}
		want := mustRun(t, plan)
		for _, threads := range []int{2, 7} {
			plan.Threads = threads
			if err := same(want.Summary, mustRun(t, plan).Summary); err != nil {
				t.Errorf("%d members on %d threads: %v", members, threads, err)
			}
		}
	}
}

func TestDerivedCells(t *testing.T) {
	s := mustRun(t, Plan{Scenario: fakeWorld(), Members: 3, Seed: 1}).Summary
	l, days := s.Layout, s.Layout.Days
	at := func(m int, measure, by string, entity, day int) int64 {
		i := l.Find(measure, by)
		if i < 0 {
			t.Fatalf("there is no %s by %s", measure, by)
		}
		return s.MemberValue(m, i, entity*l.Series[i].Days+day)
	}
	for m := range 3 {
		var soFar, highest, highestDay, ever int64
		for d := range days {
			both := at(m, "arrivals", "destination", 0, d) + at(m, "arrivals", "destination", 1, d)
			if got := at(m, "arrivals", "country", 0, d); got != both {
				t.Errorf("day %d: the country has %d arrivals, its places %d", d, got, both)
			}
			soFar += both
			if got := at(m, "arrivals_to_date", "country", 0, d); got != soFar {
				t.Errorf("day %d: %d arrivals so far, want %d", d, got, soFar)
			}
			if both > highest {
				highest, highestDay = both, int64(d)
			}
			over := int64(0)
			if at(m, "stock", "destination", 0, d) > 400 {
				over, ever = 1, 1
			}
			if got := at(m, "over_capacity", "destination", 0, d); got != over {
				t.Errorf("day %d: over capacity is %d with a stock of %d", d, got, at(m, "stock", "destination", 0, d))
			}
		}
		if got := at(m, "arrivals_total", "country", 0, 0); got != soFar {
			t.Errorf("the total is %d, want %d", got, soFar)
		}
		if h, d := at(m, "arrivals_peak", "country", 0, 0), at(m, "arrivals_peak_day", "country", 0, 0); h != highest || d != highestDay {
			t.Errorf("the peak is %d on day %d, want %d on day %d", h, d, highest, highestDay)
		}
		if got := at(m, "ever_over_capacity", "destination", 0, 0); got != ever {
			t.Errorf("ever over capacity is %d, want %d", got, ever)
		}
	}
	if i := l.Find("over_capacity", "destination"); len(l.Series[i].Entities) != 1 {
		t.Error("a place without a limit can be over capacity")
	}
}

func TestExtraFiguresAreAMembersOwn(t *testing.T) {
	plan := Plan{Scenario: fakeWorld(), Members: 12, Seed: 2, Extra: func(sc *scenario.Scenario, rec *movement.Record) (*Extra, error) {
		return &Extra{ID: "difference 1", Series: []Series{{Measure: "difference", By: "observation", Unit: "people", Entities: []string{"O1"}, Days: 1, Missing: Missing}},
			Values: func(rec *movement.Record, out [][]int64) {
				out[0][0] = rec.Find("arrivals", "destination").At(0, 3) - rec.Find("departures", "origin").At(0, 3)
			}}, nil
	}}
	s := mustRun(t, plan).Summary
	i := s.Layout.Find("difference", "observation")
	arrivals, departures := s.Layout.Find("arrivals", "destination"), s.Layout.Find("departures", "origin")
	for m := range 12 {
		if got, want := s.MemberValue(m, i, 0), s.MemberValue(m, arrivals, 3)-s.MemberValue(m, departures, 3); got != want {
			t.Errorf("member %d: %d, want %d", m, got, want)
		}
	}
}

// Stopping at any member and going on gives the ensemble that was never stopped.
func TestResumingGivesTheSame(t *testing.T) {
	whole := mustRun(t, Plan{Scenario: fakeWorld(), Members: 55, Seed: 9})
	for _, c := range []struct{ stopAt, threads int }{{0, 3}, {9, 3}, {10, 3}, {31, 3}, {31, 1}, {54, 2}} {
		stopAt := c.stopAt
		plan := Plan{Scenario: fakeWorld(), Members: 55, Seed: 9, Threads: c.threads, Dir: filepath.Join(t.TempDir(), "members")}
		stop := errors.New("the power went")
		job, err := fakeJob(plan, new(atomic.Int64), func(member int) error {
			if member == stopAt {
				return stop
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := job.Run(context.Background()); !errors.Is(err, stop) {
			t.Fatalf("stopped at %d: %v", stopAt, err)
		}
		if _, err := job.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "--resume") {
			t.Errorf("an interrupted run was overwritten: %v", err)
		}
		runs := new(atomic.Int64)
		plan.Resume = true
		if job, err = fakeJob(plan, runs, nil); err != nil {
			t.Fatal(err)
		}
		out, err := job.Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if err := same(whole.Summary, out.Summary); err != nil {
			t.Errorf("stopped at %d: %v", stopAt, err)
		}
		if want := int64(55 - stopAt/10*10); c.threads == 1 && runs.Load() != want {
			t.Errorf("stopped at %d: %d members were computed again, want %d", stopAt, runs.Load(), want)
		}
		if err := out.Discard(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(plan.Dir); err == nil {
			t.Error("the batches are still there")
		}
	}
}

func TestResumingRepairsADamagedBatchAndSaysSo(t *testing.T) {
	var notes []string
	plan := Plan{Scenario: fakeWorld(), Members: 30, Seed: 9, Dir: filepath.Join(t.TempDir(), "members"), Progress: func(p Progress) {
		if p.Note != "" {
			notes = append(notes, p.Note)
		}
	}}
	want := mustRun(t, plan)
	path := filepath.Join(plan.Dir, "batch-00000010.bin")
	if err := os.Truncate(path, 60); err != nil {
		t.Fatal(err)
	}
	plan.Resume = true
	if err := same(want.Summary, mustRun(t, plan).Summary); err != nil {
		t.Error(err)
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "members 10 to 19") || !strings.Contains(notes[0], "checksum") {
		t.Errorf("notes: %q", notes)
	}
}

func TestResumingAnotherRunIsRefusedWithTheReason(t *testing.T) {
	base := Plan{Scenario: fakeWorld(), Members: 20, Seed: 9, Version: "1.0.0", Dir: filepath.Join(t.TempDir(), "members")}
	mustRun(t, base)
	changed := fakeWorld()
	changed.Crossings[0].ExitPerDay = 99
	for name, c := range map[string]struct {
		change func(p *Plan)
		says   string
	}{
		"another seed":     {func(p *Plan) { p.Seed = 8 }, "the seed was 9 and is now 8"},
		"more members":     {func(p *Plan) { p.Members = 30 }, "the number of members was 20 and is now 30"},
		"another version":  {func(p *Plan) { p.Version = "1.1.0" }, "haven's version was 1.0.0 and is now 1.1.0"},
		"a changed table":  {func(p *Plan) { p.Scenario = changed }, "the scenario's content was changed"},
		"a value was set":  {func(p *Plan) { p.Set = map[string]float64{"parameters.scale": 2} }, "--set"},
		"a shorter period": {func(p *Plan) { p.Until = calendar.Day(2022, 9, 20) }, "the last day was 2022-09-23 and is now 2022-09-20"},
	} {
		plan := base
		plan.Resume = true
		c.change(&plan)
		job, err := fakeJob(plan, new(atomic.Int64), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := job.Run(context.Background()); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSingleMembersOfALargeEnsembleComeFromDisk(t *testing.T) {
	members := ExactMembers + 30
	plan := Plan{Scenario: fakeWorld(), Members: members, Seed: 3, Dir: filepath.Join(t.TempDir(), "members")}
	out := mustRun(t, plan)
	next := 0
	err := out.EachExact(func(s *Summary) error {
		for _, m := range s.Members() {
			if m != next {
				t.Fatalf("member %d came where %d was due", m, next)
			}
			next++
		}
		return nil
	})
	if err != nil || next != members {
		t.Errorf("%d members, %v", next, err)
	}
	plan.Dir = ""
	if err := mustRun(t, plan).EachExact(func(*Summary) error { return nil }); err == nil {
		t.Error("members came from nowhere")
	}
}

func TestInterruptingLeavesFinishedBatches(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	plan := Plan{Scenario: fakeWorld(), Members: 100, Seed: 3, Threads: 2, Dir: filepath.Join(t.TempDir(), "members")}
	job, err := fakeJob(plan, new(atomic.Int64), func(member int) error {
		if member == 40 {
			stop()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := job.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("an interrupted run ended with %v", err)
	}
	files, err := filepath.Glob(filepath.Join(plan.Dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, ".tmp") {
			t.Errorf("%s was left behind", f)
		}
	}
	if len(files) < 4 { // the plan and the first three batches at least
		t.Errorf("only %v are there", files)
	}
}

// The only batch of an ensemble is kept when it took long, and then only.
func TestASingleBatchIsKeptWhenItTookLong(t *testing.T) {
	for took, want := range map[time.Duration]int{worthKeeping / 2: 0, 2 * worthKeeping: 2} { // the plan and the batch
		synctest.Test(t, func(t *testing.T) {
			plan := Plan{Scenario: fakeWorld(), Members: 10, Seed: 3, Threads: 2, Dir: filepath.Join(t.TempDir(), "members"), Resume: true}
			runs := new(atomic.Int64)
			run := func() *Outcome {
				job, err := fakeJob(plan, runs, func(int) error { time.Sleep(took / 5); return nil })
				if err != nil {
					t.Fatal(err)
				}
				out, err := job.Run(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
			first := run()
			files, err := filepath.Glob(filepath.Join(plan.Dir, "*"))
			if err != nil || len(files) != want {
				t.Errorf("after %v there are %v, %v; want %d", took, files, err, want)
			}
			before := runs.Load()
			again := run()
			if computed := runs.Load() - before; (computed == 0) != (want > 0) {
				t.Errorf("after %v, going on computes %d members", took, computed)
			}
			if !reflect.DeepEqual(first.Summary, again.Summary) {
				t.Errorf("after %v, going on gives other figures", took)
			}
		})
	}
}

func TestUntilAndMembersAreChecked(t *testing.T) {
	for name, plan := range map[string]Plan{
		"no members":     {Members: -1},
		"after the end":  {Members: 1, Until: calendar.Day(2023, 1, 1)},
		"before the day": {Members: 1, Until: calendar.Day(2022, 9, 13)},
		"unknown value":  {Members: 1, Set: map[string]float64{"crossings.nowhere.exit_per_day": 1}},
	} {
		plan.Scenario = fakeWorld()
		if _, err := fakeJob(plan, new(atomic.Int64), nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	out := mustRun(t, Plan{Scenario: fakeWorld(), Until: calendar.Day(2022, 9, 15)})
	if out.Summary.Layout.Days != 2 || out.Summary.N() != 1 {
		t.Errorf("%d days, %d members", out.Summary.Layout.Days, out.Summary.N())
	}
}
