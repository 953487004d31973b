package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/internal/study/backtest"
	"haven/scenario"
)

type backtestCommand struct {
	Scenarios []string `arg:"" name:"scenario" help:"Flee folders, or scenarios: of the rule neighbours with registrations, of others with observations."`
	Origins   string   `default:"every 7d" placeholder:"DATES" help:"Days on which forecasts are made: every 7d, or dates with commas between."`
	Horizons  []int    `default:"7,14,30" placeholder:"DAYS" help:"How many days ahead is aimed at."`
	Members   int      `default:"24" placeholder:"N" help:"Members of the simulator in the forecasts; 0 leaves it out."`
	Particles int      `default:"1000" placeholder:"N" help:"Particles of the filter, of scenarios that are known by reports, such as russia-2022."`
	Seed      uint64   `default:"1" help:"Seed of all random draws: the same seed gives the same bytes."`
	Threads   int      `default:"0" help:"Members simulated at once; 0 is one a processor. Never changes a result."`
	Out       string   `placeholder:"DIR" help:"Folder for the results; runs/SCENARIO-backtest-N unless given."`
	Resume    bool     `help:"Go on with a back-test that was stopped, to the same bytes."`
	fleeOptions
}

func (backtestCommand) Help() string {
	return `Forecasts how many people are counted at camps, on days of the past and from what was known then, and holds the forecasts against what was counted later, beside five reference forecasts made on the same days. docs/skill.md explains the protocol and shows the result for six conflicts.

A target is the count nearest to the day aimed at, and the forecast is made for the count's own date. Better than the best reference is claimed only when a bootstrap of blocks of 30 days is 95 % sure, of 60 different counts and 10 blocks at least. With --json each cell is an event "backtest".

Examples:
  haven backtest mali2012
  haven backtest conflicts/* --out six --json
  haven backtest mali2012 --origins 2012-06-01,2012-07-01 --horizons 14
  haven backtest russia-2022 --origins 2022-09-22,2022-09-23,2022-09-24 --horizons 7
  haven backtest mali2012 --resume`
}

// Run back-tests scenarios and writes what came of it.
func (c *backtestCommand) Run(ctx context.Context, t *teller) error {
	began := time.Now()
	origins, err := c.understand()
	if err != nil {
		return usageError{err}
	}
	atOnce(c.Threads)
	scenarios, err := c.openAll(t, origins)
	if err != nil {
		return err
	}
	dir := place(c.Out, scenarios[0].Name+"-backtest", c.Resume)
	if c.Resume && backtest.Is(dir) {
		r, err := backtest.Read(dir)
		if err != nil {
			return err
		}
		return answered(t, dir, "not this back-test", r.Differences(scenarios, c.options(origins)))
	}
	w, err := startWork(dir, c.Resume)
	if err != nil {
		return err
	}
	if err := c.work(ctx, t, w, scenarios, origins, began); err != nil {
		return errors.Join(err, w.leave())
	}
	return nil
}

// understand reads what kong leaves as text.
func (c *backtestCommand) understand() ([]calendar.Date, error) {
	if c.Particles < 2 {
		return nil, fmt.Errorf("--particles is %d; a filter needs at least 2", c.Particles)
	}
	if c.Members < 0 || c.Threads < 0 {
		return nil, fmt.Errorf("--members is %d and --threads %d; give 0 or more", c.Members, c.Threads)
	}
	for flag, n := range map[string]int{"--particles": c.Particles, "--members": c.Members} {
		if n > mostParticles {
			return nil, fmt.Errorf("%s is %d; allowed: up to %d, all of which are held in memory", flag, n, mostParticles)
		}
	}
	if len(c.Horizons) == 0 {
		return nil, errors.New("--horizons is empty; give how many days ahead is aimed at, such as 7,14,30")
	}
	slices.Sort(c.Horizons)
	c.Horizons = slices.Compact(c.Horizons)
	for _, h := range c.Horizons {
		if h < 2 || h > 365 {
			return nil, fmt.Errorf("--horizons has %d; a forecast looks 2 to 365 days ahead", h)
		}
	}
	text := strings.TrimSpace(c.Origins)
	if text == "every 7d" {
		return nil, nil
	}
	var origins []calendar.Date
	for _, one := range strings.Split(text, ",") {
		d, err := calendar.Parse(strings.TrimSpace(one))
		if err != nil {
			return nil, fmt.Errorf("--origins: %w, or give \"every 7d\"", err)
		}
		origins = append(origins, d)
	}
	slices.Sort(origins)
	return slices.Compact(origins), nil
}

func (c *backtestCommand) options(origins []calendar.Date) backtest.Options {
	return backtest.Options{Horizons: c.Horizons, Origins: origins, Members: c.Members, Particles: c.Particles, Seed: c.Seed, Version: version}
}

func (c *backtestCommand) openAll(t *teller, origins []calendar.Date) ([]*scenario.Scenario, error) {
	var list []*scenario.Scenario
	names := map[string]bool{}
	for _, name := range c.Scenarios {
		options := c.fleeOptions
		sc, warnings, err := options.open(name, calendar.None)
		if err != nil {
			return nil, err
		}
		t.problems(name, warnings)
		if names[sc.Name] {
			return nil, usageError{fmt.Errorf("two scenarios are called %s; the rows of both would look alike", sc.Name)}
		}
		names[sc.Name] = true
		for _, d := range origins {
			if d < sc.Period.From || d > sc.Period.To {
				return nil, usageError{fmt.Errorf("--origins has %s; %s lasts from %s to %s", d, sc.Name, sc.Period.From, sc.Period.To)}
			}
		}
		if len(sc.Registrations) == 0 && (sc.Rule == "neighbours" || flee.Recognise(name)) {
			return nil, fmt.Errorf("%s has no registrations that forecasts could be held against", sc.Name)
		}
		list = append(list, sc)
	}
	return list, nil
}

// work back-tests, writes and finishes.
func (c *backtestCommand) work(ctx context.Context, t *teller, w *work, scenarios []*scenario.Scenario, origins []calendar.Date, began time.Time) error {
	resumed := w.started()
	if c.Resume && !resumed {
		t.note("nothing to go on with in %s: starting from the beginning", w.partial)
	}
	if err := os.MkdirAll(w.batches(), 0o777); err != nil {
		return err
	}
	names := make([]string, len(scenarios))
	for i, sc := range scenarios {
		names[i] = sc.Name
	}
	t.emit("start", event{"scenario": strings.Join(names, " "), "members": c.Members, "seed": c.Seed, "dir": w.dir, "resumed": resumed})
	var m *meter
	options := c.options(origins)
	options.Kept = w.batches()
	options.Progress = func(done, all int) {
		if m == nil {
			m = newMeterOf(t, all, "days")
		}
		m.show(ensemble.Progress{Done: done, Members: all})
	}
	result, err := backtest.Run(ctx, scenarios, options)
	if m != nil {
		m.stop()
	}
	if err != nil {
		return c.stopped(ctx, err, w)
	}
	if err := os.RemoveAll(w.results()); err != nil { // of one stopped while writing
		return err
	}
	if err := result.Write(w.results()); err != nil {
		return c.stopped(ctx, err, w)
	}
	if err := writeReport(w.results(), filepath.Join(w.results(), reportFile)); err != nil {
		return err
	}
	if err := w.finish(); err != nil {
		return err
	}
	c.tell(t, result, w.dir, began)
	return nil
}

// stopped explains how to go on.
func (c *backtestCommand) stopped(ctx context.Context, err error, w *work) error {
	return stopped(ctx, err, w, "the days that were finished are kept in "+w.partial, "nothing was finished that is worth keeping", c.again(w.dir))
}

// again is the command that goes on with this back-test.
func (c *backtestCommand) again(dir string) string {
	args := []string{"haven", "backtest"}
	for _, s := range c.Scenarios {
		args = append(args, quoteArg(s))
	}
	horizons := make([]string, len(c.Horizons))
	for i, h := range c.Horizons {
		horizons[i] = strconv.Itoa(h)
	}
	args = append(args, "--origins", quoteArg(c.Origins), "--horizons", strings.Join(horizons, ","), "--members", strconv.Itoa(c.Members), "--particles", strconv.Itoa(c.Particles), "--seed", strconv.FormatUint(c.Seed, 10))
	args = append(args, c.fleeOptions.again()...)
	return strings.Join(append(args, "--out", quoteArg(dir), "--resume"), " ")
}

// tell gives the cells: to machines as events, to people as a table.
func (c *backtestCommand) tell(t *teller, r *backtest.Result, dir string, began time.Time) {
	for i := range r.Rows {
		t.emit("backtest", rowEvent(&r.Rows[i]))
	}
	for i := range r.Pooled {
		p := &r.Pooled[i]
		t.emit("pooled", event{
			"setting": p.Setting, "measure": p.Measure, "horizon": p.Horizon, "scenarios": p.Scenarios, "ratio": p.Ratio, "upper": p.Upper,
			"ratio_log": p.RatioLog, "upper_log": p.UpperLog, "coverage50": p.Coverage50, "coverage90": p.Coverage90, "own_errors": p.OwnErrors,
		})
	}
	t.emit("done", event{"dir": dir, "report": filepath.Join(dir, reportFile), "members": c.Members, "seconds": seconds(began)})
	t.say("%s", strings.TrimRight(backtestTables(r), "\n"))
	t.say("\n%s has every target with its scores (%s), in %.1f s", dir, filepath.Join(dir, "targets.csv"), time.Since(began).Seconds())
}

func rowEvent(r *backtest.Row) event {
	return event{
		"scenario": r.Scenario, "setting": r.Setting, "horizon": r.Horizon, "measure": r.Measure, "n": r.N, "distinct": r.Distinct,
		"crps": r.CRPS, "best_reference": r.BestReference, "best_reference_crps": r.BestReferenceCRPS, "skill": r.Skill,
		"crps_log": r.CRPSLog, "best_reference_log": r.BestReferenceLog, "best_reference_crps_log": r.BestReferenceCRPSLog, "skill_log": r.SkillLog,
		"p": r.P, "p_log": r.PLog, "coverage50": r.Coverage50, "coverage90": r.Coverage90, "own_errors": r.OwnErrors,
	}
}

// backtestTables are the cells for people, in the order of the rows.
func backtestTables(r *backtest.Result) string {
	var b strings.Builder
	group := ""
	for i := range r.Rows {
		c := &r.Rows[i]
		if of := c.Scenario + ", " + strings.ReplaceAll(c.Setting, "_", " "); of != group {
			group = of
			fmt.Fprintf(&b, "\n%s\n  %-13s %4s %6s %6s %10s %6s %-15s %8s %6s %-15s %6s %6s\n", group, "", "days", "n", "counts", "CRPS", "ratio", "of", "CRPS log", "ratio", "of", "in 50%", "in 90%")
		}
		fmt.Fprintf(&b, "  %-13s %4d %6d %6d %10.1f %5.2f%s %-15s %8.4f %5.2f%s %-15s %6.2f %6.2f\n", c.Measure, c.Horizon, c.N, c.Distinct,
			c.CRPS, ratioOf(c.CRPS, c.BestReferenceCRPS), mark(c.Better()), c.BestReference,
			c.CRPSLog, ratioOf(c.CRPSLog, c.BestReferenceCRPSLog), mark(c.BetterLog()), c.BestReferenceLog, c.Coverage50, c.Coverage90)
	}
	if len(r.Rows) == 0 {
		b.WriteString("\nNo count lies in reach of any forecast.\n")
	}
	if len(r.Pooled) > 0 {
		fmt.Fprintf(&b, "\nover all scenarios: geometric mean of the ratios, and what 95 %% of the bootstrap stay below\n  %-32s %4s %6s %6s %9s %6s %6s %6s %6s %7s\n", "", "days", "ratio", "below", "ratio log", "below", "in 50%", "in 90%", "own", "own log")
		for _, p := range r.Pooled {
			fmt.Fprintf(&b, "  %-32s %4d %6.3f %6.3f %9.3f %6.3f %6.2f %6.2f %6.3f %7.3f\n", p.Measure+", "+strings.ReplaceAll(p.Setting, "_", " "), p.Horizon, p.Ratio, p.Upper, p.RatioLog, p.UpperLog, p.Coverage50, p.Coverage90, p.OwnErrors.Ratio, p.OwnErrors.RatioLog)
		}
	}
	b.WriteString("\nRatio is the mean CRPS over that of the best reference in the cell, which is named: below 1 haven is better, and a * says that this may be claimed. References borrow errors of other places for their intervals where a place has fewer than ten; rows.csv and \"own\" are of those with a place's own alone as well.\n")
	return strings.TrimLeft(b.String(), "\n")
}

func ratioOf(mine, best float64) float64 {
	if best == 0 {
		return 1
	}
	return mine / best
}

func mark(claimed bool) string {
	if claimed {
		return "*"
	}
	return " "
}
