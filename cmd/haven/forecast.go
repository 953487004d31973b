package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"haven/internal/calendar"
	"haven/internal/fit"
	"haven/internal/flee"
	"haven/internal/forecast"
	"haven/internal/forecast/hubverse"
	"haven/internal/kept"
	"haven/results"
	"haven/scenario"
	"haven/skill"
)

// mostParticles is a hundred times what forecasts, fits and back-tests are made for; more would fill any machine.
const mostParticles = 100_000

type forecastCommand struct {
	Fitted    string  `arg:"" help:"Folder of a fitted scenario, of any other one (its priors are then the particles), of a forecast to go on from, or a Flee folder."`
	From      string  `required:"" placeholder:"DATE" help:"Day on which the forecast is made: nothing known later enters."`
	Ahead     *int    `name:"days" placeholder:"N" help:"Days to forecast after it: 30 unless given, or fewer where the period ends sooner."`
	Particles int     `default:"1000" help:"Simulated members that take in what was observed."`
	Seed      uint64  `default:"1" help:"Seed of all random draws: the same seed gives the same bytes."`
	Discount  float64 `default:"0.98" help:"How little parameters are moved when particles are drawn anew (Liu & West's discount); 1 moves nothing."`
	Hub       string  `default:"parquet" enum:"parquet,csv" help:"Format of the model output file for the hubverse: parquet or csv."`
	Observed  string  `name:"observations" placeholder:"FILE" help:"A table like observations.csv, in place of the scenario's own."`
	Out       string  `placeholder:"DIR" help:"Folder for the results; runs/SCENARIO-N unless given."`
	Threads   int     `default:"0" help:"Particles simulated at once; 0 is one a processor. Never changes a result."`
	Resume    bool    `help:"Go on with a forecast that was stopped, to the same bytes."`
	NoReport  bool    `help:"Write no report page."`

	Days int `kong:"-"` // those asked for, or as many of usualDays as the period holds
}

const (
	usualDays = 30 // are forecast where nobody says how many
	usualSeed = 1
)

func (forecastCommand) Help() string {
	return `Particles are members with parameters of their own: of a fitted scenario its posterior sample. They take in, day by day, what has become known since the fit (docs/forecast.md), and go on from there. DIR holds the tables and the report page of a run, hub/ with the quantiles as the hubverse keeps them, and filter/ with the particles: given DIR instead of FITTED, the next forecast goes on from them, so that one more day of observations takes seconds.

Of a Flee folder the people who will be counted at its camps are forecast (docs/skill.md says how, and how good such forecasts were), up to 45 days ahead; DIR then holds hub/, the report page, forecast.json with everything the page says, and exports/camps.csv, rounded; particles, discount and observations do not matter.

Work lies in DIR.partial until it is complete; Ctrl-C or kill -9 lose at most the day that was being taken in, or the members that were going on from the last day.

Examples:
  haven forecast fitted --from 2022-09-28 --days 33 --out first
  haven forecast first --from 2022-09-29 --days 32 --out second
  haven forecast russia-2022 --from 2022-09-24 --days 7 --particles 200
  haven forecast first --from 2022-09-30 --days 31 --observations fitted/observations.csv --out third
  haven forecast fitted --from 2022-09-28 --hub csv --json
  haven forecast mali2012 --from 2012-06-01 --days 30`
}

// Run makes a forecast.
func (c *forecastCommand) Run(ctx context.Context, t *teller) error {
	began := time.Now()
	origin, err := c.understand()
	if err != nil {
		return usageError{err}
	}
	atOnce(c.Threads)
	if flee.Recognise(c.Fitted) {
		return c.counts(ctx, t, origin, began)
	}
	sc, kept, err := c.open()
	if err != nil {
		return err
	}
	if left := int(sc.Period.To - origin); c.Ahead == nil && left > 0 && left < c.Days {
		t.note("forecasting %s, to %s, where the period of %s ends; --days says otherwise", count(left, "day"), sc.Period.To, sc.Name)
		c.Days = left
	}
	until := origin + calendar.Date(c.Days)
	if err := forecast.CheckDays(sc, origin, until); err != nil {
		return err
	}
	dir := place(c.Out, sc.Name, c.Resume)
	if c.Resume {
		if done, err := c.complete(t, dir, sc, origin); done || err != nil {
			return err
		}
	}
	w, err := startWork(dir, c.Resume)
	if err != nil {
		return err
	}
	if err := c.work(ctx, t, w, sc, kept, origin, until, began); err != nil {
		return errors.Join(err, w.leave())
	}
	return nil
}

func (c *forecastCommand) understand() (origin calendar.Date, err error) {
	if origin, err = calendar.Parse(c.From); err != nil {
		return origin, fmt.Errorf("--from: %w", err)
	}
	c.Days = usualDays
	if c.Ahead != nil {
		c.Days = *c.Ahead
	}
	switch {
	case c.Days < 1:
		return origin, fmt.Errorf("--days is %d; a forecast has at least 1", c.Days)
	case c.Particles < 2:
		return origin, fmt.Errorf("--particles is %d; a filter needs at least 2", c.Particles)
	case c.Particles > mostParticles:
		return origin, fmt.Errorf("--particles is %d; allowed: up to %d, all of which are held in memory", c.Particles, mostParticles)
	case !(c.Discount > 0.5 && c.Discount <= 1):
		return origin, fmt.Errorf("--discount is %g; give a number above 0.5, such as 0.98, or 1", c.Discount)
	case c.Threads < 0:
		return origin, fmt.Errorf("--threads is %d; give the number of particles to simulate at once, or 0 for one a processor", c.Threads)
	}
	return origin, nil
}

// Where a forecast keeps what the next one goes on from.
const (
	filterFolder   = "filter"
	particlesFile  = "particles.bin"
	knownScenarios = "scenario" // all of it, what was withheld included
)

// open reads the scenario, and of a forecast the particles it left.
func (c *forecastCommand) open() (sc *scenario.Scenario, kept []byte, err error) {
	filter := filepath.Join(c.Fitted, filterFolder)
	kept, err = os.ReadFile(filepath.Join(filter, particlesFile))
	if err != nil {
		if err := c.noParticles(err); err != nil {
			return nil, nil, err
		}
		sc, err = openObserved(c.Fitted, c.Observed)
		return sc, nil, err
	}
	run, err := results.Open(c.Fitted)
	if err != nil {
		return nil, nil, err
	}
	if sc, err = openObserved(c.folder(kept), c.Observed); err != nil {
		return nil, nil, err
	}
	sc.Name = run.Manifest.Scenario.Name
	return sc, kept, nil
}

// folder is that of the scenario: of a forecast, which kept particles, it is among its results.
func (c *forecastCommand) folder(kept []byte) string {
	if kept == nil {
		return c.Fitted
	}
	return filepath.Join(c.Fitted, filterFolder, knownScenarios)
}

// noParticles says of the results of a run, or of a forecast that lost its particles, what
// can be forecast from in their place; nil where the folder is no results.
func (c *forecastCommand) noParticles(cause error) error {
	run, err := results.Open(c.Fitted)
	if err != nil {
		return nil //nolint:nilerr // no results; whether it is a scenario is found out next
	}
	its := quoteArg(filepath.Join(c.Fitted, knownScenarios))
	if run.Manifest.Forecast == nil {
		return fmt.Errorf("%s holds the results of a run, which kept no particles to go on from; forecast from its scenario: haven forecast %s --from %s", c.Fitted, its, c.From)
	}
	return fmt.Errorf("%s is a forecast, but its particles cannot be read (%w); make it anew from what it was made of, or forecast from its scenario: haven forecast %s --from %s", c.Fitted, cause, its, c.From)
}

// fittedBy is the day up to which a scenario was fitted; None where it was not. The scenario says
// so itself, wherever its folder was copied; only folders of before then have it in fit.json alone.
func fittedBy(sc *scenario.Scenario, dir string) (calendar.Date, error) {
	if sc.Fitted != nil {
		return sc.Fitted.KnownBy, nil
	}
	path := filepath.Join(dir, fitFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return calendar.None, nil
	}
	if err != nil {
		return calendar.None, err
	}
	var fitted struct {
		KnownBy string `json:"known_by"`
	}
	if err := json.Unmarshal(text, &fitted); err != nil {
		return calendar.None, fmt.Errorf("%s is damaged (%w), and nothing else says which observations the fit knew; take a copy of the whole file, or fit again", path, err)
	}
	day, err := calendar.Parse(fitted.KnownBy)
	if err != nil {
		return calendar.None, fmt.Errorf("%s: known_by: %w", path, err)
	}
	return day, nil
}

// complete says whether a forecast to be resumed is there already.
func (c *forecastCommand) complete(t *teller, dir string, sc *scenario.Scenario, origin calendar.Date) (bool, error) {
	run, err := results.Open(dir)
	if err != nil {
		return false, nil // startWork finds out what is there
	}
	m := run.Manifest
	var d kept.Differences
	noteManifest(&d, m, "forecast", sc.Name, c.Particles, c.Seed)
	if f := m.Forecast; f != nil {
		d.Note("the day of the forecast", f.Origin, origin)
		d.Note("the number of days", f.Days, c.Days)
	}
	if len(d) > 0 { // what follows is named or read by what differs
		return true, answered(t, dir, "not this forecast", d)
	}
	noteHub(&d, filepath.Join(dir, "hub", filepath.FromSlash(hubverse.ModelOf(sc.Name).File(origin, c.Hub))), c.Hub)
	if data, err := os.ReadFile(filepath.Join(dir, filterFolder, particlesFile)); err == nil {
		about, err := forecast.Kept(data)
		if err != nil {
			return false, fmt.Errorf("%s: %w", filepath.Join(dir, filterFolder, particlesFile), err)
		}
		d.Note("the discount", about.Discount, c.Discount)
		d.NoteContent("the scenario's content (or --observations)", about.Hash, sc.Hash())
	}
	return true, answered(t, dir, "not this forecast", d)
}

// work brings the particles to the day, lets them go on, and writes.
func (c *forecastCommand) work(ctx context.Context, t *teller, w *work, sc *scenario.Scenario, kept []byte, origin, until calendar.Date, began time.Time) error {
	f, resumed, err := c.filter(w, sc, kept)
	if err != nil {
		return err
	}
	before := len(f.Steps())
	if c.Resume && !resumed {
		t.note("nothing to go on with in %s: starting from the beginning", w.partial)
	}
	t.emit("start", event{"scenario": sc.Name, "members": c.Particles, "seed": c.Seed, "dir": w.dir, "resumed": resumed})
	m := newDayMeter(t)
	f.Progress = m.show
	keep := func() error { return keepCloud(f, filepath.Join(w.batches(), particlesFile)) }
	f.Keep = seldom(keep)
	if err := f.CanReach(origin, until); err != nil {
		if resumed {
			return fmt.Errorf("%w; what was begun in %s was another one: remove it, or choose another folder with --out", err, w.partial)
		}
		return err
	}
	noteEarly(t, sc)
	if err := f.To(ctx, origin, until); err != nil {
		var rows fit.RowsError
		if errors.As(err, &rows) {
			return inTables(rows, c.folder(kept), c.Observed)
		}
		return c.stopped(ctx, err, w)
	}
	if n := len(f.Steps()); c.Observed != "" && (n == 0 || n == before && !resumed) {
		return c.nothingLeft(f, origin)
	}
	if err := keep(); err != nil {
		return c.stopped(ctx, err, w)
	}
	filtered := time.Now()
	out, err := f.Branch(ctx, w.batches(), skill.Extra)
	m.stop()
	if err != nil {
		return c.stopped(ctx, err, w)
	}
	if err := os.RemoveAll(w.results()); err != nil { // of a forecast stopped while writing
		return errors.Join(err, out.Close())
	}
	if err := errors.Join(c.write(w, f, out), out.Summary.Err(), out.Close()); err != nil {
		return c.stopped(ctx, errors.Join(err, os.RemoveAll(w.results())), w)
	}
	if err := writeLog(w, began, filtered, c.Threads, resumed); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return c.stopped(ctx, ctx.Err(), w)
	}
	if err := w.finish(); err != nil {
		return err
	}
	c.tell(t, w, f, out, began)
	return nil
}

// nothingLeft says that a table of observations has nothing to take in, and why
// its rows are not.
func (c *forecastCommand) nothingLeft(f *forecast.Filter, origin calendar.Date) error {
	text := fmt.Sprintf("no observation of %s is left to take in: by %s none was known that is new, within the period, and can be compared with the model; give a later --from, or other rows", c.Observed, origin)
	for _, d := range f.Dropped() {
		text += fmt.Sprintf("\n  row %s: %s", d.Row, d.Why)
	}
	return errors.New(text)
}

// betweenKeeps is the time after which particles are kept once more: what was
// taken in within less is taken in again as fast.
const betweenKeeps = 5 * time.Second

// seldom calls keep the first time, and then when some time has passed.
func seldom(keep func() error) func() error {
	var last time.Time
	return func() error {
		if time.Since(last) < betweenKeeps {
			return nil
		}
		err := keep()
		last = time.Now()
		return err
	}
}

// filter is a new filter, or one that goes on: from where this forecast was
// stopped, or from another one.
func (c *forecastCommand) filter(w *work, sc *scenario.Scenario, kept []byte) (f *forecast.Filter, resumed bool, err error) {
	path := filepath.Join(w.batches(), particlesFile)
	if data, err := os.ReadFile(path); err == nil && c.Resume {
		f, err := c.load(data, sc)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w; to begin anew remove %s, or choose another folder with --out", path, err, w.partial)
		}
		if f.KeptHash() != sc.Hash() {
			return nil, false, fmt.Errorf("%s is of another state of the scenario, which was changed since: remove %s to start again", path, w.partial)
		}
		return f, true, nil
	}
	if kept != nil {
		f, err := c.load(kept, sc)
		if err != nil {
			err = fmt.Errorf("%s: %w", filepath.Join(c.Fitted, filterFolder, particlesFile), err)
			if errors.Is(err, forecast.ErrDamaged) {
				err = fmt.Errorf("%w; make the forecast anew, or forecast from its scenario: haven forecast %s --from %s", err, quoteArg(filepath.Join(c.Fitted, knownScenarios)), c.From)
			}
			return nil, false, err
		}
		return f, false, nil
	}
	by, err := fittedBy(sc, c.Fitted)
	if err != nil {
		return nil, false, err
	}
	f, err = forecast.New(sc, forecast.Settings{Particles: c.Particles, Seed: c.Seed, Discount: c.Discount, FittedBy: by, Threads: c.Threads, Version: version})
	return f, false, err
}

// load takes up particles, which must be as many and of the seed asked for.
func (c *forecastCommand) load(data []byte, sc *scenario.Scenario) (*forecast.Filter, error) {
	f, err := forecast.Load(data, sc, c.Threads, version)
	if err != nil {
		return nil, err
	}
	if s := f.Settings(); s.Particles != c.Particles || s.Seed != c.Seed || s.Discount != c.Discount {
		return nil, fmt.Errorf("there are %d particles of the seed %d with the discount %g; go on with the same (--particles %d --seed %d --discount %g)",
			s.Particles, s.Seed, s.Discount, s.Particles, s.Seed, s.Discount)
	}
	return f, nil
}

func keepCloud(f *forecast.Filter, path string) error {
	return kept.WriteSynced(path, f.Save)
}

// write makes the complete results inside the work folder.
func (c *forecastCommand) write(w *work, f *forecast.Filter, out *forecast.Outcome) error {
	dir := w.results()
	in := &results.Input{
		Haven: version, Scenario: out.Scenario, Seed: c.Seed, Until: out.Scenario.Period.To,
		Summary: out.Summary, Design: out.Design, Observations: comparedTo(skill.Compare(out.Scenario, out.Summary)), Forecast: c.about(f, out),
	}
	if err := results.Write(dir, in); err != nil {
		return err
	}
	if err := forecast.HubFiles(filepath.Join(dir, "hub"), c.Hub, hubverse.ModelOf(out.Scenario.Name), out.Origin, out.Summary); err != nil {
		return err
	}
	if err := keepCloud(f, filepath.Join(dir, filterFolder, particlesFile)); err != nil {
		return err
	}
	if err := scenario.Write(f.Scenario(), filepath.Join(dir, filterFolder, knownScenarios)); err != nil {
		return err
	}
	if c.NoReport {
		return nil
	}
	return writeReport(dir, filepath.Join(dir, reportFile))
}

// about says what was taken in and how.
func (c *forecastCommand) about(f *forecast.Filter, out *forecast.Outcome) *results.ForecastInfo {
	info := &results.ForecastInfo{
		Origin: out.Origin.String(), Days: c.Days, Particles: f.Settings().Particles, FittedBy: f.FittedBy().String(),
		Withheld: len(out.Withheld), Steps: []results.Assimilated{}, Used: []string{}, Later: append([]string{}, out.Later...),
	}
	for _, s := range f.Steps() {
		a := results.Assimilated{
			Date: s.Date.String(), Plain: s.Plain, Left: s.Left, Rounds: s.Rounds, Kalman: s.Kalman,
			PutIn: s.Correction.PutIn, TakenOut: s.Correction.TakenOut, Drift: s.Correction.Drift, Discrepancy: s.Correction.Discrepancy, Observations: []string{},
		}
		for _, fig := range s.Figures {
			a.Observations = append(a.Observations, fig.Rows...)
		}
		info.Used = append(info.Used, a.Observations...)
		info.Steps = append(info.Steps, a)
	}
	return info
}

func (c *forecastCommand) tell(t *teller, w *work, f *forecast.Filter, out *forecast.Outcome, began time.Time) {
	report := filepath.Join(w.dir, reportFile)
	if c.NoReport {
		report = ""
	}
	figures, least, kalman := 0, float64(c.Particles), []string{}
	for _, s := range f.Steps() {
		figures += len(s.Figures)
		least = min(least, s.Left)
		e := event{"date": s.Date.String(), "figures": len(s.Figures), "plain": s.Plain, "left": s.Left, "rounds": s.Rounds, "kalman": s.Kalman}
		t.emit("assimilated", e)
		if s.Kalman > 0 {
			kalman = append(kalman, s.Date.String())
		}
	}
	hub := filepath.Join(w.dir, "hub", filepath.FromSlash(hubverse.ModelOf(out.Scenario.Name).File(out.Origin, c.Hub)))
	t.emit("done", event{"dir": w.dir, "report": report, "hub": hub, "members": c.Particles, "figures": figures, "later": len(out.Later), "seconds": seconds(began)})
	t.say("forecast of %s from %s, %s, in %.1f s: %s", count(c.Days, "day"), out.Origin, count(c.Particles, "particle"), time.Since(began).Seconds(), w.dir)
	t.say("taken in:    %s on %s; %s known only later and not used", count(figures, "figure"), count(len(f.Steps()), "day"), count(len(out.Later), "observation"))
	if len(kalman) > 0 {
		t.say("             by ensemble Kalman update in part, where fewer than %g particles would have been left: %s", f.Settings().Rule.Least, strings.Join(kalman, ", "))
	}
	if report != "" {
		t.say("report page: %s", report)
	}
	t.say("tables:      %s", filepath.Join(w.dir, "tables"))
	t.say("hubverse:    %s (exact)", hub)
	t.say("to share:    %s (rounded)", filepath.Join(w.dir, "exports"))
	t.say("go on with:  haven forecast %s", strings.Join(append([]string{quoteArg(w.dir), "--from", (out.Origin + 1).String(), "--days", "N"}, c.cloudArgs()...), " "))
}
