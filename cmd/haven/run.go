package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/internal/kept"
	"haven/results"
	"haven/scenario"
	"haven/skill"
)

type runCommand struct {
	Scenario  string   `arg:"" help:"Folder of a scenario, a Flee folder, or the name of a built-in one (russia-2022, toy-border)."`
	Wanted    *int     `name:"members" placeholder:"N" help:"Number of runs with parameters and chances of their own; 1 is the run at the medians. 200 unless given, 1 for a Flee folder."`
	Members   int      `kong:"-"`
	Seed      uint64   `default:"1" help:"Seed of all random draws: the same seed gives the same bytes."`
	Threads   int      `default:"0" help:"Members simulated at once; 0 is one a processor. Never changes a result."`
	Out       string   `placeholder:"DIR" help:"Folder for the results; runs/SCENARIO-N unless given."`
	Set       []string `placeholder:"ADDRESS=VALUE" sep:"none" help:"Change a number of the scenario for this run, such as parameters.scale=2 (repeatable)."`
	Until     string   `placeholder:"DATE" help:"Last day to simulate, such as 2022-10-10."`
	Resume    bool     `help:"Go on with a run that was stopped, to the same bytes."`
	NoReport  bool     `help:"Write no report page."`
	PerMember bool     `help:"Also write every figure of every member (large)."`

	FleeOutput string `placeholder:"FILE" help:"Also write Flee's output file; of several members their medians, and quantiles beside it. An existing file is never overwritten."`
	fleeOptions

	warnings scenario.Problems // of reading a Flee folder
}

func (runCommand) Help() string {
	return `Work lies in DIR.partial until it is complete; Ctrl-C or kill -9 lose at most the batches of ten members that were not finished, or a single batch that took less than a second. An existing DIR is never overwritten.

Examples:
  haven run russia-2022
  haven run toy-border --members 20 --out first
  haven run russia-2022 --set crossings.lars_car.exit_per_day=2000 --set parameters.stay=1
  haven run my-border --until 2022-10-10 --seed 7 --threads 1
  haven run russia-2022 --resume
  haven run mali2012 --flee-output out.csv --no-report
  haven run mali2012 --members 100 --without-quirk decay-late`
}

// Run runs an ensemble and writes what it says.
func (c *runCommand) Run(ctx context.Context, t *teller) error {
	began := time.Now()
	set, until, err := c.understand()
	if err != nil {
		return usageError{err}
	}
	atOnce(c.Threads)
	sc, warnings, err := c.open(c.Scenario, until)
	if err != nil {
		return err
	}
	if err := c.fleeOutputFree(sc); err != nil {
		return err
	}
	t.problems(c.Scenario, warnings)
	c.warnings = warnings
	dir := place(c.Out, sc.Name, c.Resume)
	if c.Resume {
		if done, err := c.complete(t, dir, sc, set, until); done || err != nil {
			return err
		}
	}
	w, err := startWork(dir, c.Resume)
	if err != nil {
		return err
	}
	if err := c.work(ctx, t, w, sc, set, until, began); err != nil {
		return errors.Join(err, w.leave())
	}
	return nil
}

// understand reads what kong leaves as text.
func (c *runCommand) understand() (set map[string]float64, until calendar.Date, err error) {
	until = calendar.None
	c.Members = c.members()
	if c.Members < 1 {
		return nil, until, fmt.Errorf("--members is %d; an ensemble has at least 1", c.Members)
	}
	if c.Threads < 0 {
		return nil, until, fmt.Errorf("--threads is %d; give the number of members to simulate at once, or 0 for one a processor", c.Threads)
	}
	if c.Until != "" {
		if until, err = calendar.Parse(c.Until); err != nil {
			return nil, until, fmt.Errorf("--until: %w", err)
		}
	}
	set = make(map[string]float64, len(c.Set))
	for _, text := range c.Set {
		address, value, ok := strings.Cut(text, "=")
		x, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		address = strings.TrimSpace(address)
		switch {
		case !ok || address == "":
			return nil, until, fmt.Errorf("--set %s: write it as address=value, such as parameters.scale=2", quoteArg(text))
		case err != nil || math.IsNaN(x) || math.IsInf(x, 0):
			return nil, until, fmt.Errorf("--set %s: %q is not a number", quoteArg(text), value)
		}
		if _, twice := set[address]; twice {
			return nil, until, fmt.Errorf("--set gives %s twice", address)
		}
		set[address] = x
	}
	return set, until, nil
}

// members is how many there are to be.
func (c *runCommand) members() int {
	switch {
	case c.Wanted != nil:
		return *c.Wanted
	case flee.Recognise(c.Scenario):
		return 1
	}
	return 200
}

// fleeOutputFree makes sure that Flee's output can be written before anything
// is simulated.
func (c *runCommand) fleeOutputFree(sc *scenario.Scenario) error {
	if c.FleeOutput == "" {
		return nil
	}
	if sc.Rule != "neighbours" {
		return usageError{fmt.Errorf("--flee-output is for Flee folders and scenarios of the rule neighbours; %s has the rule %s", c.Scenario, sc.Rule)}
	}
	files := []string{c.FleeOutput}
	if c.Members > 1 {
		files = append(files, quantilesPath(c.FleeOutput))
	}
	for _, path := range files {
		if err := free(path); err != nil {
			return err
		}
		if err := writable(path); err != nil {
			return err
		}
	}
	return nil
}

// complete says whether a run to be resumed has its results already.
func (c *runCommand) complete(t *teller, dir string, sc *scenario.Scenario, set map[string]float64, until calendar.Date) (bool, error) {
	run, err := results.Open(dir)
	if err != nil {
		return false, nil // startWork finds out what is there
	}
	asRun, err := ensemble.AsRun(sc, set, until)
	if err != nil {
		return false, err
	}
	m := run.Manifest
	var d kept.Differences
	noteManifest(&d, m, "run", sc.Name, c.Members, c.Seed)
	d.Note("the changed values (--set)", valuesOf(m.Set), set)
	d.Note("the last day", m.Scenario.To, asRun.Period.To)
	if len(d) == 0 { // what differs above is part of the content
		what := "the scenario's content"
		if flee.Recognise(c.Scenario) {
			what += " (or an option for Flee folders)"
		}
		d.NoteContent(what, m.Scenario.Hash, asRun.Hash())
	}
	if c.PerMember && !slices.ContainsFunc(m.Tables, func(t results.TableInfo) bool { return t.Name == "member_series" }) {
		d = append(d, "the figures of every member (--per-member) are not there")
	}
	return true, answered(t, dir, fmt.Sprintf("was run with --members %d --seed %d", m.Members, m.Seed), d)
}

// work simulates, writes and finishes.
func (c *runCommand) work(ctx context.Context, t *teller, w *work, sc *scenario.Scenario, set map[string]float64, until calendar.Date, began time.Time) error {
	resumed := w.started()
	if c.Resume && !resumed {
		t.note("nothing to go on with in %s: starting from the beginning", w.partial)
	}
	t.emit("start", event{"scenario": sc.Name, "members": c.Members, "seed": c.Seed, "dir": w.dir, "resumed": resumed})
	m := newMeter(t, c.Members)
	done := 0
	job, err := ensemble.NewJob(ensemble.Plan{
		Scenario: sc, Members: c.Members, Seed: c.Seed, Until: until, Set: set, Version: version,
		Extra: skill.Extra, Threads: c.Threads, Dir: w.batches(), Resume: true,
		Progress: func(p ensemble.Progress) { done = p.Done; m.show(p) },
	})
	if err != nil {
		return c.stopped(ctx, err, w, done)
	}
	if err := os.RemoveAll(w.results()); err != nil { // of a run stopped while writing
		return err
	}
	folder := results.Begin(w.results(), job.Scenario)
	quirks := beside(func() []string { return quirksOf(job.Scenario) })
	outcome, err := job.Run(ctx)
	m.stop()
	simulated := time.Now()
	if err != nil {
		folder.Leave()
		return c.stopped(ctx, errors.Join(err, os.RemoveAll(w.results())), w, done)
	}
	about := fleeInfo(outcome, quirks(), c.warnings)
	asFlee := beside(func() fleeWritten { return c.writeAsFlee(outcome) })
	err = c.write(w, folder, outcome, about, until, set)
	flee := asFlee()
	err = errors.Join(err, outcome.Close())
	if err != nil {
		return c.stopped(ctx, errors.Join(err, flee.discard(), os.RemoveAll(w.results())), w, done)
	}
	if flee.err != nil {
		return c.stopped(ctx, flee.err, w, done)
	}
	if err := writeLog(w, began, simulated, c.Threads, resumed); err != nil {
		return errors.Join(err, flee.discard())
	}
	if ctx.Err() != nil {
		return c.stopped(ctx, errors.Join(ctx.Err(), flee.discard()), w, done)
	}
	if err := w.finish(); err != nil {
		return errors.Join(err, flee.discard())
	}
	if err := flee.keep(); err != nil {
		return err
	}
	tellQuirks(t, about)
	c.tell(t, w, began)
	return nil
}

// beside computes something while something else is done; asked for it, it waits.
func beside[T any](f func() T) func() T {
	result := make(chan T, 1)
	go func() { result <- f() }()
	return func() T { return <-result }
}

// stopped explains how to go on after a run was stopped.
func (c *runCommand) stopped(ctx context.Context, err error, w *work, done int) error {
	left := fmt.Sprintf("%d of %d members were simulated, and the batches that were finished are kept in %s", done, c.Members, w.partial)
	return stopped(ctx, err, w, left, "no batch of members was finished that is worth keeping", c.again(w.dir))
}

// again is the command that goes on with this run.
func (c *runCommand) again(dir string) string {
	args := []string{"haven", "run", quoteArg(c.Scenario), "--members", strconv.Itoa(c.Members), "--seed", strconv.FormatUint(c.Seed, 10)}
	for _, s := range c.Set {
		args = append(args, "--set", quoteArg(s))
	}
	if c.Until != "" {
		args = append(args, "--until", c.Until)
	}
	if c.NoReport {
		args = append(args, "--no-report")
	}
	if c.PerMember {
		args = append(args, "--per-member")
	}
	if c.FleeOutput != "" {
		args = append(args, "--flee-output", quoteArg(c.FleeOutput))
	}
	args = append(args, c.fleeOptions.again()...)
	return strings.Join(append(args, "--out", quoteArg(dir), "--resume"), " ")
}

// write makes the complete results inside the work folder.
func (c *runCommand) write(w *work, folder *results.Folder, outcome *ensemble.Outcome, about *results.FleeInfo, until calendar.Date, set map[string]float64) error {
	in := &results.Input{
		Haven: version, Scenario: outcome.Scenario, Seed: c.Seed, Until: until,
		Summary: outcome.Summary, Design: outcome.Design, Observations: comparedTo(skill.Compare(outcome.Scenario, outcome.Summary)), Flee: about,
	}
	for address, value := range set {
		in.Set = append(in.Set, results.Setting{Address: address, Value: value})
	}
	if c.PerMember {
		in.EachMember = outcome.EachExact
	}
	if err := folder.Write(in); err != nil {
		return err
	}
	if c.NoReport {
		return nil
	}
	return writeReport(w.results(), filepath.Join(w.results(), reportFile))
}

// comparedTo sets the reported figures beside the simulated ones, as a run
// folder holds them.
func comparedTo(comparisons []skill.Comparison) []results.Observation {
	list := make([]results.Observation, len(comparisons))
	for i, c := range comparisons {
		list[i] = results.Observation{
			Observation: c.Observation, Country: c.Country, Low: c.Low, High: c.High, Partner: c.Partner, How: c.How, Reason: c.Reason,
			Members:   c.Members,
			Simulated: results.Figure{Mean: c.Mean, Q05: c.Quantile[0], Q25: c.Quantile[1], Q50: c.Quantile[2], Q75: c.Quantile[3], Q95: c.Quantile[4]},
			Inside50:  c.Inside50, Inside90: c.Inside90, Below: c.Below, Ratio: c.Ratio, CRPS: c.CRPS, LogCRPS: c.LogCRPS,
		}
	}
	return list
}

func (c *runCommand) tell(t *teller, w *work, began time.Time) {
	report := filepath.Join(w.dir, reportFile)
	if c.NoReport {
		report = ""
	}
	t.emit("done", event{"dir": w.dir, "report": report, "members": c.Members, "seconds": seconds(began)})
	t.say("%s in %.1f s: %s", count(c.Members, "member"), time.Since(began).Seconds(), w.dir)
	if report != "" {
		t.say("report page: %s", report)
	}
	t.say("tables:      %s", filepath.Join(w.dir, "tables"))
	t.say("to share:    %s (rounded)", filepath.Join(w.dir, "exports"))
	if c.FleeOutput != "" {
		t.say("as Flee:     %s", c.FleeOutput)
	}
}
