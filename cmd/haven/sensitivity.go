package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"haven/ensemble"
	"haven/internal/study/sensitivity"
	"haven/scenario"
)

type sensitivityCommand struct {
	Scenario     string   `arg:"" help:"Folder of a scenario, a Flee folder, or the name of a built-in one (russia-2022, toy-border)."`
	Output       []string `required:"" placeholder:"MEASURE[@PLACE][:DATE]" sep:"none" help:"What is to be explained, such as arrivals@GEO:2022-09-30, stock@mentao or queue_peak@lars (docs/sensitivity.md; repeatable)."`
	Parameters   []string `placeholder:"ADDRESS" sep:"," help:"Of what is uncertain let these alone vary; the others stay at the scenario's numbers."`
	Range        []string `placeholder:"ADDRESS=LOW..HIGH" sep:"none" help:"Let a number vary evenly between two ends, beside or instead of what the scenario says (repeatable)."`
	Set          []string `placeholder:"ADDRESS=VALUE" sep:"none" help:"Change a number of the scenario, which then does not vary (repeatable)."`
	Until        string   `placeholder:"DATE" help:"Last day of the period, such as 2022-10-10."`
	Method       string   `default:"both" enum:"morris,sobol,both" help:"morris: screening alone; sobol: indices of every parameter; both: screening, then indices of the foremost (${enum})."`
	Points       int      `default:"256" help:"Base points of the indices, a power of two. An index takes this many runs a parameter, and twice as many besides."`
	Trajectories int      `default:"20" help:"Walks of the screening. Each takes a run more than there are parameters, chance among them."`
	Keep         int      `default:"12" help:"With both: so many parameters get indices of their own, the others one together."`
	Seed         uint64   `default:"1" help:"Seed of all random draws: the same seed gives the same bytes."`
	Threads      int      `default:"0" help:"Runs at once; 0 is one a processor. Never changes a result."`
	Out          string   `placeholder:"DIR" help:"Folder for the results; runs/SCENARIO-sensitivity-N unless given."`
	Resume       bool     `help:"Go on with an analysis that was stopped, to the same bytes."`
	NoReport     bool     `help:"Write no report page."`

	fleeOptions
}

func (sensitivityCommand) Help() string {
	return `Says which uncertain numbers drive an output: Morris' screening of all, then Sobol' indices (the share of the output's variance that a parameter explains by itself, and with others), with 90 % intervals. Chance is one parameter more. In a Flee folder its settings vary over the ranges of Flee's authors.

Every finished run is kept in DIR.partial until the analysis is complete; Ctrl-C or kill -9 lose the runs under way.

Examples:
  haven sensitivity russia-2022 --output arrivals_to_date@GEO:2022-09-30 --output arrivals
  haven sensitivity toy-border --output queue_peak@bridge --points 64 --trajectories 8
  haven sensitivity mali2012 --output stock@mentao --output averaged_difference --method sobol --points 1024
  haven sensitivity russia-2022 --output arrivals@FIN --parameters parameters.stay,crossings.lars_car.exit_per_day
  haven sensitivity mali2012 --output stock --range neighbours.awareness_level=0.5..3.5`
}

// Run carries the analysis out.
func (c *sensitivityCommand) Run(ctx context.Context, t *teller) error {
	began := time.Now()
	plan, err := c.understand()
	if err != nil {
		return usageError{err}
	}
	atOnce(c.Threads)
	var warnings scenario.Problems
	if plan.Scenario, warnings, err = c.open(c.Scenario, plan.Until); err != nil {
		return err
	}
	t.problems(c.Scenario, warnings)
	dir := place(c.Out, plan.Scenario.Name+"-sensitivity", c.Resume)
	if c.Resume {
		if done, err := c.complete(t, dir, plan); done || err != nil {
			return err
		}
	}
	w, err := startWork(dir, c.Resume)
	if err != nil {
		return err
	}
	if err := c.work(ctx, t, w, plan, began); err != nil {
		return errors.Join(err, w.leave())
	}
	return nil
}

// understand reads what kong leaves as text.
func (c *sensitivityCommand) understand() (plan sensitivity.Plan, err error) {
	shared := runCommand{Set: c.Set, Until: c.Until, Threads: c.Threads, Wanted: new(int)}
	*shared.Wanted = 1
	set, until, err := shared.understand()
	errs := []error{err}
	plan = sensitivity.Plan{
		Outputs: c.Output, Parameters: c.Parameters, Set: set, Until: until, Method: c.Method, Points: c.Points, Trajectories: c.Trajectories, Keep: c.Keep,
		Seed: c.Seed, Version: version, Threads: c.Threads,
	}
	for _, text := range c.Range {
		r, err := sensitivity.ParseRange(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("--range: %w", err))
			continue
		}
		plan.Ranges = append(plan.Ranges, r)
	}
	for _, text := range c.Output {
		_, err := sensitivity.ParseOutput(text)
		errs = append(errs, err)
	}
	return plan, errors.Join(append(errs, plan.Check())...)
}

// complete says whether an analysis to be resumed has its results already.
func (c *sensitivityCommand) complete(t *teller, dir string, plan sensitivity.Plan) (bool, error) {
	d, err := sensitivity.Read(dir)
	if err != nil {
		return false, nil // startWork finds out what is there
	}
	differences, err := d.Differences(plan)
	if err != nil {
		return false, err
	}
	return true, answered(t, dir, "not this analysis", differences)
}

// work runs, writes and finishes.
func (c *sensitivityCommand) work(ctx context.Context, t *teller, w *work, plan sensitivity.Plan, began time.Time) error {
	resumed := w.started()
	if c.Resume && !resumed {
		t.note("nothing to go on with in %s: starting from the beginning", w.partial)
	}
	var m *meter
	done, runs := 0, 0
	plan.Dir = w.batches()
	plan.Progress = func(p sensitivity.Progress) {
		if m == nil {
			m = newMeterOf(t, p.Runs, "runs")
			t.emit("start", event{"scenario": plan.Scenario.Name, "runs": p.Runs, "seed": c.Seed, "dir": w.dir, "resumed": resumed})
		}
		done, runs = p.Done, p.Runs
		m.show(ensemble.Progress{Done: p.Done, Members: p.Runs, Kept: p.Kept})
	}
	result, err := sensitivity.Run(ctx, plan)
	if m != nil {
		m.stop()
	}
	simulated := time.Now()
	if err != nil {
		return c.stopped(ctx, err, w, done, runs)
	}
	if err := os.RemoveAll(w.results()); err != nil { // of an analysis stopped while writing
		return err
	}
	document, err := c.write(w, result)
	if err == nil {
		err = c.log(w, began, simulated, resumed)
	}
	if err != nil {
		return c.stopped(ctx, errors.Join(err, os.RemoveAll(w.results())), w, done, runs)
	}
	if ctx.Err() != nil {
		return c.stopped(ctx, ctx.Err(), w, done, runs)
	}
	if err := w.finish(); err != nil {
		return err
	}
	c.tell(t, w, document, began)
	return nil
}

// write makes the complete results inside the work folder.
func (c *sensitivityCommand) write(w *work, result *sensitivity.Result) (*sensitivity.Document, error) {
	document, err := sensitivity.Write(w.results(), result)
	if err != nil || c.NoReport {
		return document, err
	}
	return document, writeReport(w.results(), filepath.Join(w.results(), reportFile))
}

// stopped explains how to go on after an analysis was stopped.
func (c *sensitivityCommand) stopped(ctx context.Context, err error, w *work, done, runs int) error {
	left := fmt.Sprintf("%d of %d runs are finished and kept in %s", done, runs, w.partial)
	return stopped(ctx, err, w, left, "no run was finished yet", c.again(w.dir))
}

// again is the command that goes on with this analysis.
func (c *sensitivityCommand) again(dir string) string {
	args := []string{"haven", "sensitivity", quoteArg(c.Scenario)}
	add := func(name string, values []string) {
		for _, v := range values {
			args = append(args, name, quoteArg(v))
		}
	}
	add("--output", c.Output)
	if len(c.Parameters) > 0 {
		add("--parameters", []string{strings.Join(c.Parameters, ",")})
	}
	add("--range", c.Range)
	add("--set", c.Set)
	if c.Until != "" {
		args = append(args, "--until", c.Until)
	}
	args = append(args, "--method", c.Method, "--points", strconv.Itoa(c.Points), "--trajectories", strconv.Itoa(c.Trajectories), "--keep", strconv.Itoa(c.Keep), "--seed", strconv.FormatUint(c.Seed, 10))
	if c.NoReport {
		args = append(args, "--no-report")
	}
	args = append(args, c.fleeOptions.again()...)
	return strings.Join(append(args, "--out", quoteArg(dir), "--resume"), " ")
}

// log writes what results do not depend on.
func (c *sensitivityCommand) log(w *work, began, simulated time.Time, resumed bool) error {
	threads := c.Threads
	if threads == 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	text, err := json.MarshalIndent(map[string]any{
		"started": began.UTC().Format(time.RFC3339), "finished": time.Now().UTC().Format(time.RFC3339),
		"seconds": seconds(began), "seconds_simulating": float64(simulated.Sub(began).Milliseconds()) / 1000,
		"threads": threads, "resumed": resumed,
	}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.results(), "run.log.json"), append(text, '\n'), 0o666)
}

func (c *sensitivityCommand) tell(t *teller, w *work, d *sensitivity.Document, began time.Time) {
	report := filepath.Join(w.dir, reportFile)
	if c.NoReport {
		report = ""
	}
	for i := range d.Outputs {
		o := &d.Outputs[i]
		for _, x := range o.Indices {
			t.emit("index", event{"output": o.Output, "factor": x.Factor, "kind": x.Kind, "first": x.First, "first_q05": x.FirstLow, "first_q95": x.FirstHigh,
				"total": x.Total, "total_q05": x.TotalLow, "total_q95": x.TotalHigh, "direction": x.Direction, "tenth_more": x.Tenth})
		}
		for _, x := range o.Effects {
			t.emit("effect", event{"output": o.Output, "factor": x.Factor, "kind": x.Kind, "mu": x.Mean, "mu_star": x.Size, "mu_star_q05": x.SizeLow, "mu_star_q95": x.SizeHigh, "sigma": x.Spread})
		}
		t.say("%s", o.Output)
		for _, line := range o.Lines {
			t.say("  %s", line)
		}
		t.say("")
	}
	t.emit("done", event{"dir": w.dir, "report": report, "runs": d.Runs, "seconds": seconds(began)})
	t.say("%s in %.1f s: %s", count(d.Runs, "run"), time.Since(began).Seconds(), w.dir)
	if report != "" {
		t.say("report page: %s", report)
	}
	t.say("tables:      %s", filepath.Join(w.dir, "tables"))
	t.say("to share:    %s (rounded)", filepath.Join(w.dir, "exports"))
}
