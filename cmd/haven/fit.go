package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"haven/internal/calendar"
	"haven/internal/fit"
	"haven/internal/kept"
	"haven/internal/report"
	"haven/scenario"
)

const fitFile = "fit.json"

type fitCommand struct {
	Scenario     string        `arg:"" help:"Folder of a scenario, or the name of a built-in one."`
	KnownBy      string        `required:"" placeholder:"DATE" help:"Day at whose end the fit is made: nothing that was known later is read."`
	Observations string        `placeholder:"FILE" help:"A table like observations.csv, in place of the scenario's own."`
	Out          string        `placeholder:"DIR" help:"Folder for the fitted scenario; runs/SCENARIO-N unless given."`
	Method       string        `default:"abc" enum:"abc,eki" help:"abc: sequential Monte Carlo, exact under the error model of the reports once width 1 is reached. eki: Kalman inversion, quick and approximate."`
	Points       int           `default:"1000" help:"Points of the posterior sample."`
	Time         time.Duration `default:"5m" help:"Begin no generation that would probably end later; 0 for no bound."`
	Generations  int           `placeholder:"N" help:"Exactly so many generations, whatever the time: the same bytes again."`
	Seed         uint64        `default:"1" help:"Seed of all random draws."`
	Threads      int           `default:"0" help:"Simulations at once; 0 is one a processor. Never changes a generation."`
	Resume       bool          `help:"Go on with a fit that was stopped, from its last complete generation."`
}

func (fitCommand) Help() string {
	return `Fitted are the addresses under fit: in scenario.yaml, against all observations known by the day. DIR is a scenario: run, describe and check work on it, and members take points of the sample. In it lie fit.json and the fit page, report.html. docs/fit.md explains the methods and how to read the page.

Work lies in DIR.partial until it is complete; Ctrl-C or kill -9 lose at most the generation under way.

Examples:
  haven fit russia-2022 --known-by 2022-09-28 --out fitted
  haven fit russia-2022 --known-by 2022-09-28 --method eki --out quick
  haven fit my-border --known-by 2030-03-20 --observations my-border/observations.csv --generations 12 --seed 7
  haven fit russia-2022 --known-by 2022-09-28 --out fitted --resume
  haven run fitted`
}

// Run fits a scenario.
func (c *fitCommand) Run(ctx context.Context, t *teller) error {
	began := time.Now()
	day, err := calendar.Parse(c.KnownBy)
	if err != nil {
		return usageError{fmt.Errorf("--known-by: %w", err)}
	}
	if err := c.understood(); err != nil {
		return usageError{err}
	}
	sc, err := openObserved(c.Scenario, c.Observations)
	if err != nil {
		return err
	}
	target, err := fit.NewTarget(sc, day, c.Seed)
	var rows fit.RowsError
	if errors.As(err, &rows) {
		return inTables(rows, c.Scenario, c.Observations)
	}
	if err != nil {
		return err
	}
	dir := place(c.Out, sc.Name, c.Resume)
	if c.Resume {
		if done, err := c.complete(t, dir, sc); done || err != nil {
			return err
		}
	}
	w, err := startWork(dir, c.Resume)
	if err != nil {
		return err
	}
	if err := c.work(ctx, t, w, sc, target, began); err != nil {
		return errors.Join(err, w.leave())
	}
	return nil
}

func (c *fitCommand) understood() error {
	switch {
	case c.Points < 20:
		return fmt.Errorf("--points is %d: 20 is the least that tells a distribution, 1000 the usual number", c.Points)
	case c.Points > mostParticles:
		return fmt.Errorf("--points is %d; allowed: up to %d, all of which are held in memory", c.Points, mostParticles)
	case c.Generations < 0:
		return fmt.Errorf("--generations is %d; give a number above 0, or leave it out", c.Generations)
	case c.Threads < 0:
		return fmt.Errorf("--threads is %d; give the number of simulations at once, or 0 for one a processor", c.Threads)
	case c.Time < 0:
		return fmt.Errorf("--time is %s; give a time such as 5m, or 0 for no bound", c.Time)
	}
	return nil
}

// work fits, writes and finishes.
func (c *fitCommand) work(ctx context.Context, t *teller, w *work, sc *scenario.Scenario, target *fit.Target, began time.Time) error {
	if c.Resume && !w.started() {
		t.note("nothing to go on with in %s: starting from the beginning", w.partial)
	}
	noteEarly(t, sc)
	c.tellObservations(t, target)
	show := newFitMeter(t, c.Points)
	r, err := fit.Run(ctx, target, fit.Settings{
		Method: c.Method, Points: c.Points, Time: c.Time, Generations: c.Generations, Version: version, Threads: c.Threads, Dir: w.batches(),
		Generation: show.generation, Progress: show.within, Resumed: show.resumed,
	})
	show.stop()
	if err != nil {
		return c.stopped(ctx, err, w)
	}
	fitted, err := sc.WithPosterior(r.Sample, target.KnownBy)
	if err != nil {
		return err
	}
	fitted.Name = filepath.Base(w.dir)
	if err := os.RemoveAll(w.results()); err != nil { // of a fit stopped while writing
		return err
	}
	err = scenario.Write(fitted, w.results(),
		scenario.Beside{Name: fitFile, Write: func(out io.Writer) error {
			e := json.NewEncoder(out)
			e.SetIndent("", " ")
			return e.Encode(r)
		}},
		scenario.Beside{Name: reportFile, Write: func(out io.Writer) error { return report.WriteFit(out, r, sc) }})
	if err != nil {
		return err
	}
	if err := w.finish(); err != nil {
		return err
	}
	c.tellResult(t, w.dir, r, began)
	return nil
}

// stopped says why the fit came to an end before its time, and how to go on.
func (c *fitCommand) stopped(ctx context.Context, err error, w *work) error {
	var unusable *fit.KeptError
	if errors.As(err, &unusable) {
		try := fmt.Sprintf("remove %s to start from the beginning, or choose another folder with --out", w.partial)
		if unusable.Foreign() {
			try = "give what it was started with to go on, or " + try
		}
		return fmt.Errorf("%w; %s", err, try)
	}
	return stopped(ctx, err, w, "the last complete generation is kept in "+w.partial, "no generation was finished", c.again(w.dir))
}

// again is the command that goes on with this fit.
func (c *fitCommand) again(dir string) string {
	args := []string{"haven", "fit", quoteArg(c.Scenario), "--known-by", c.KnownBy, "--method", c.Method, "--points", strconv.Itoa(c.Points), "--seed", strconv.FormatUint(c.Seed, 10)}
	if c.Observations != "" {
		args = append(args, "--observations", quoteArg(c.Observations))
	}
	if c.Generations > 0 {
		args = append(args, "--generations", strconv.Itoa(c.Generations))
	} else {
		args = append(args, "--time", c.Time.String())
	}
	return strings.Join(append(args, "--out", quoteArg(dir), "--resume"), " ")
}

// complete says whether a fit to be resumed has its result already.
func (c *fitCommand) complete(t *teller, dir string, sc *scenario.Scenario) (bool, error) {
	text, err := os.ReadFile(filepath.Join(dir, fitFile))
	if err != nil {
		return false, nil // startWork finds out what is there
	}
	var r fit.Result
	if err := json.Unmarshal(text, &r); err != nil {
		return false, fmt.Errorf("%s is damaged (%w): take a copy of the whole file, or fit again into another folder with --out", filepath.Join(dir, fitFile), err)
	}
	var d kept.Differences
	d.Note("the scenario's name", r.Scenario, sc.Name)
	d.Note("the day it is known by", r.KnownBy, c.KnownBy)
	d.Note("the method", r.Method, c.Method)
	d.Note("the number of points", r.Points, c.Points)
	d.Note("the seed", r.Seed, c.Seed)
	if c.Generations > 0 {
		d.Note("the number of generations", len(r.Generations)-1, c.Generations)
	}
	if r.Scenario == sc.Name {
		d.NoteContent("the scenario's content (or --observations)", r.Hash, sc.Hash())
	}
	return true, answered(t, dir, fmt.Sprintf("was fitted with --known-by %s --method %s --points %d --seed %d", r.KnownBy, r.Method, r.Points, r.Seed), d)
}

func (c *fitCommand) tellObservations(t *teller, target *fit.Target) {
	o := target.Observations
	rows := 0
	for i := range o.Figures {
		for _, r := range o.Figures[i].Reports {
			rows += len(r.Rows)
		}
	}
	t.emit("observations", event{"figures": len(o.Figures), "rows": rows, "dropped": len(o.Dropped), "withheld": len(target.Withheld), "parameters": len(target.Addresses), "until": target.Scenario.Period.To.String()})
	if !t.json {
		t.note("%s to %s known by %s (%s; %d more repeat others or cannot be compared); simulating to %s",
			count(len(target.Addresses), "number"), count(len(o.Figures), "figure"), c.KnownBy, count(rows, "row"), len(o.Dropped), target.Scenario.Period.To)
	}
}

func (c *fitCommand) tellResult(t *teller, dir string, r *fit.Result, began time.Time) {
	var silent []string
	for i := range r.Parameters {
		if r.Parameters[i].Silent {
			silent = append(silent, r.Parameters[i].Address)
		}
	}
	t.emit("fitted", event{"dir": dir, "width": r.Width, "points": r.Points, "ess": r.ESS, "generations": len(r.Generations) - 1, "silent": silent, "seconds": seconds(began)})
	t.say("fitted in %.1f s: %s, effectively %.0f, %s", time.Since(began).Seconds(), count(r.Points, "point"), r.ESS, widthWords(r, c.Generations))
	if len(silent) > 0 {
		t.say("the data say nothing about %s", strings.Join(silent, ", "))
	}
	t.say("fit page: %s", filepath.Join(dir, reportFile))
	t.say("scenario: %s (haven run %s)", dir, quoteArg(dir))
}

// widthWords says how near the sample came to the error model's own width, and what ended
// it before: the time, or the number of generations that was asked for (0: none was).
func widthWords(r *fit.Result, generations int) string {
	ended, try := "the time ended", "give more --time, or go for fewer --points"
	if generations > 0 {
		ended, try = fmt.Sprintf("--generations %d ended", generations), "give more of them, or --time in their place"
	}
	switch {
	case r.Method == fit.EKI && r.Width <= 1:
		return "by Kalman inversion, which is approximate"
	case r.Method == fit.EKI:
		return fmt.Sprintf("by Kalman inversion, stopped before all that was reported had been taken in (as if errors were %.2g times as wide)", r.Width)
	case r.Width <= 1:
		return "at the error model's own width"
	}
	return fmt.Sprintf("at %.2g times the error model's width: %s before its own; what is shown is wider than the data allow (%s)", r.Width, ended, try)
}
