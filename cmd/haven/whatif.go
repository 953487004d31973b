package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/kept"
	"haven/internal/study/whatif"
	"haven/results"
	"haven/scenario"
)

type whatifCommand struct {
	Scenario string   `arg:"" help:"Folder of a scenario, a Flee folder, or the name of a built-in one (russia-2022, toy-border)."`
	Change   []string `required:"" placeholder:"FILE" sep:"none" help:"What changes, and from when (repeatable: all of them together); docs/what-if.md describes the file."`
	Members  int      `default:"200" help:"Number of pairs; 1 is the pair at the medians. Up to 1,000."`
	Seed     uint64   `default:"1" help:"Seed of all random draws: the same seed gives the same bytes."`
	Threads  int      `default:"0" help:"Members simulated at once; 0 is one a processor. Never changes a result."`
	Base     string   `placeholder:"DIR" help:"Folder of the base and nothing else, made if it is not there; beside the results, named by scenario, members and seed, unless given."`
	Out      string   `placeholder:"DIR" help:"Folder for the results; runs/SCENARIO-whatif-N unless given."`
	Resume   bool     `help:"Go on with a what-if that was stopped, to the same bytes."`
	NoReport bool     `help:"Write no report page."`
}

func (whatifCommand) Help() string {
	return `Base and variant share every member's parameters and random streams, so that a difference is what the change did. The base is run once, and kept with every member's state once a week: later what-ifs of the same scenario, members and seed begin at the last state before their change. It may be deleted at any time, and has a folder to itself.

The results are a run folder of the variant, with the differences to the base in tables/differences.parquet, exports/differences.csv (rounded) and on the report page. Work lies in DIR.partial until it is complete.

Examples:
  haven whatif russia-2022 --change finland-closes.yaml
  haven whatif russia-2022 --change georgia.yaml --change seats.yaml --members 50
  haven whatif my-border --change bridge-shut.yaml --base bases/my-border --out bridge-shut`
}

// Run compares a scenario with what it would be after changes.
func (c *whatifCommand) Run(ctx context.Context, t *teller) error {
	began := time.Now()
	switch {
	case c.Members < 1 || c.Members > ensemble.ExactMembers:
		return usageError{fmt.Errorf("--members is %d; a what-if compares 1 to %d pairs", c.Members, ensemble.ExactMembers)}
	case c.Threads < 0:
		return usageError{fmt.Errorf("--threads is %d; give the number of members to simulate at once, or 0 for one a processor", c.Threads)}
	}
	atOnce(c.Threads)
	run := runCommand{}
	sc, warnings, err := run.open(c.Scenario, calendar.None)
	if err != nil {
		return err
	}
	t.problems(c.Scenario, warnings)
	changes, problems := scenario.ReadChanges(sc, c.Change)
	if mistakes := problems.Mistakes(); len(mistakes) > 0 {
		return problems
	}
	t.problems("", problems)
	dir := place(c.Out, sc.Name+"-whatif", c.Resume)
	plan := whatif.Plan{Scenario: sc, Changes: changes, Members: c.Members, Seed: c.Seed, Version: madeBy(), Threads: c.Threads, Base: c.Base}
	study, err := whatif.New(plan)
	if err != nil {
		return err
	}
	switch filepath.Clean(plan.Base) {
	case dir, dir + results.PartialSuffix:
		return usageError{fmt.Errorf("--base is %s, where the results are to be; give the base a folder of its own", plan.Base)}
	}
	if plan.Base == "" {
		plan.Base = filepath.Join(filepath.Dir(dir), study.BaseName())
		study.KeepBaseIn(plan.Base)
	}
	if c.Resume {
		if done, err := c.complete(t, dir, sc.Name, study); done || err != nil {
			return err
		}
	}
	if err := study.CheckBase(); err != nil {
		return baseError{err}
	}
	w, err := startWork(dir, c.Resume)
	if err != nil {
		return err
	}
	if err := c.work(ctx, t, w, study, &plan, began); err != nil {
		return errors.Join(err, w.leave())
	}
	return nil
}

// complete says whether a what-if to be resumed has its results already.
func (c *whatifCommand) complete(t *teller, dir, scenario string, study *whatif.Study) (bool, error) {
	run, err := results.Open(dir)
	if err != nil {
		return false, nil // startWork finds out what is there
	}
	m, is := run.Manifest, study.About()
	var d kept.Differences
	noteManifest(&d, m, "what-if", scenario, c.Members, c.Seed)
	if was := m.WhatIf; was != nil && m.Scenario.Name == scenario {
		d.NoteContent("the scenario's content", was.BaseHash, is.BaseHash)
		d.Note("the list of changes", whatif.Lines(was.Changes), whatif.Lines(is.Changes))
		if len(d) == 0 { // lines name rows that are added, without what they hold
			d.NoteContent("the content of what changes add", m.Scenario.Hash, study.Changed.Hash())
		}
	}
	return true, answered(t, dir, "not this what-if", d)
}

// baseError is about the folder of the base, which --out does not name.
type baseError struct{ error }

func (e baseError) Unwrap() error { return e.error }

// work runs base and variant, compares them and writes what comes of it.
func (c *whatifCommand) work(ctx context.Context, t *teller, w *work, study *whatif.Study, plan *whatif.Plan, began time.Time) error {
	t.emit("start", event{"scenario": plan.Scenario.Name, "members": c.Members, "seed": c.Seed, "dir": w.dir, "base": plan.Base, "base_at_hand": study.AtHand(), "resumed": w.started()})
	base, err := c.runBase(ctx, t, study, plan.Base)
	if err != nil {
		return c.stopped(ctx, baseError{err}, w, plan.Base)
	}
	if err := os.RemoveAll(w.results()); err != nil { // of one stopped while writing
		return errors.Join(err, base.Close())
	}
	folder := results.Begin(w.results(), study.Changed)
	m := newMeter(t, c.Members)
	outcome, err := study.Run(ctx, base, w.batches(), m.show)
	m.stop()
	if err != nil {
		folder.Leave()
		return c.stopped(ctx, errors.Join(err, base.Close(), os.RemoveAll(w.results())), w, plan.Base)
	}
	simulated := time.Now()
	differences, err := whatif.Compare(base, outcome)
	if err == nil {
		err = c.write(w, folder, study, outcome, differences)
	} else {
		folder.Leave()
	}
	if err = errors.Join(err, outcome.Close(), base.Close()); err != nil || ctx.Err() != nil {
		return c.stopped(ctx, errors.Join(err, ctx.Err(), os.RemoveAll(w.results())), w, plan.Base)
	}
	if err := writeLog(w, began, simulated, c.Threads, c.Resume); err != nil {
		return err
	}
	if err := w.finish(); err != nil {
		return err
	}
	c.tell(t, w, plan.Base, differences, plan.Changes, began)
	return nil
}

// madeBy names the program that made a base: between versions the commit
// counts too, since a base may lie about for long and a variant must differ by its change alone.
func madeBy() string {
	if r := revision(); r != "" {
		return version + " (" + r + ")"
	}
	return version
}

// runBase makes the base, or reads it from its folder, which one process at a time uses.
func (c *whatifCommand) runBase(ctx context.Context, t *teller, study *whatif.Study, dir string) (*whatif.Base, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, whatif.LockFile))
	got, err := lock.TryLock()
	if err == nil && !got {
		t.note("another haven is at work on the base in %s: waiting for it", dir)
		_, err = lock.TryLockContext(ctx, 200*time.Millisecond)
	}
	if err != nil {
		return nil, err
	}
	defer lock.Unlock() //nolint:errcheck // it ends with the process at the latest
	if study.AtHand() {
		t.note("base: at hand in %s", dir)
		return study.RunBase(ctx, nil)
	}
	t.note("base: running it once, for this and later what-ifs, into %s", dir)
	m := newMeter(t, c.Members)
	defer m.stop()
	return study.RunBase(ctx, m.show)
}

// write makes the complete results inside the work folder.
func (c *whatifCommand) write(w *work, folder *results.Folder, study *whatif.Study, outcome *ensemble.Outcome, list []results.Difference) error {
	about := &results.WhatIf{Info: study.About(), Differences: list}
	err := folder.Write(&results.Input{
		Haven: version, Scenario: study.Changed, Seed: c.Seed, Until: calendar.None, Summary: outcome.Summary, Design: outcome.Design, WhatIf: about,
	})
	if err != nil || c.NoReport {
		return err
	}
	return writeReport(w.results(), filepath.Join(w.results(), reportFile))
}

// stopped explains how to go on.
func (c *whatifCommand) stopped(ctx context.Context, err error, w *work, base string) error {
	if ctx.Err() == nil {
		return err
	}
	s := &stop{why: "stopped", cause: err, rest: fmt.Sprintf("what was finished of the base is kept in %s", base)}
	if w.hasBatch() {
		s.rest += fmt.Sprintf(", and of the variant in %s", w.partial)
	}
	s.rest += ". Go on with:\n  " + c.again(w, base)
	return s
}

func (c *whatifCommand) again(w *work, base string) string {
	args := []string{"haven", "whatif", quoteArg(c.Scenario)}
	for _, file := range c.Change {
		args = append(args, "--change", quoteArg(file))
	}
	args = append(args, "--members", strconv.Itoa(c.Members), "--seed", strconv.FormatUint(c.Seed, 10), "--base", quoteArg(base))
	if c.NoReport {
		args = append(args, "--no-report")
	}
	args = append(args, "--out", quoteArg(w.dir))
	if w.hasBatch() {
		args = append(args, "--resume")
	}
	return strings.Join(args, " ")
}

// tell gives the answer in a few lines, rounded as all that is shown, and
// exactly to machines.
func (c *whatifCommand) tell(t *teller, w *work, base string, list []results.Difference, changes scenario.Changes, began time.Time) {
	report := filepath.Join(w.dir, reportFile)
	if c.NoReport {
		report = ""
	}
	for i := range list {
		d := &list[i]
		if d.Date.Given() || d.Pairs == 0 {
			continue
		}
		t.emit("difference", event{
			"measure": d.Measure, "by": d.By, "entity": d.Entity, "unit": d.Unit, "pairs": d.Pairs, "base": d.Base, "variant": d.Variant,
			"mean": d.Mean, "q05": d.Q05, "q25": d.Q25, "q50": d.Q50, "q75": d.Q75, "q95": d.Q95,
			"chance_above": d.Above, "chance_below": d.Below, "narrowing": finite(d.Narrowing), "identical": math.IsInf(d.Narrowing, 1),
		})
	}
	t.emit("done", event{"dir": w.dir, "base": base, "report": report, "members": c.Members, "seconds": seconds(began)})
	for _, one := range changes {
		t.say("%s (from %s)", one.Title, one.From)
	}
	for _, line := range arrivalWords(list) {
		t.say("  %s", line)
	}
	t.say("%s in %.1f s: %s", count(c.Members, "pair"), time.Since(began).Seconds(), w.dir)
	if report != "" {
		t.say("report page: %s", report)
	}
	t.say("to share:    %s (rounded)", filepath.Join(w.dir, "exports", "differences.csv"))
}

// arrivalWords say what becomes of arrivals, in all and by country.
func arrivalWords(list []results.Difference) []string {
	var lines []string
	for i := range list {
		if d := &list[i]; d.Measure == "arrivals_total" && (d.By == "all" || d.By == "country") && d.Above+d.Below > 0.5 && math.Abs(d.Q50) >= 10 {
			lines = append(lines, fmt.Sprintf("%-12s %s", entityWords(d), differenceWords(d)))
		}
	}
	if len(lines) == 0 {
		return []string{"arrivals, in all and by country: no median difference of 10 or more"}
	}
	return lines
}

// finite is a number for JSON, nil where it is none.
func finite(x float64) any {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return x
}

func entityWords(d *results.Difference) string {
	if d.By == "all" {
		return "all arrivals"
	}
	return d.Entity
}

func differenceWords(d *results.Difference) string {
	text := fmt.Sprintf("%s (%s to %s)", roundedWords(d.Q50), roundedWords(d.Q05), roundedWords(d.Q95))
	if chance := max(d.Above, d.Below); chance < 1 {
		word := "more"
		if d.Below > d.Above {
			word = "fewer"
		}
		text += fmt.Sprintf(", chance of %s %.0f %%", word, 100*chance)
	}
	return text
}

// roundedWords is a difference as it may be shown: with its sign, to tens.
func roundedWords(x float64) string {
	r := results.Round(x)
	switch {
	case r.None:
		return "-"
	case r.Small:
		return "<10"
	case r.People > 0:
		return fmt.Sprintf("+%d", r.People)
	}
	return strconv.FormatInt(r.People, 10)
}
