package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"haven/draw"
	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/forecast"
	"haven/internal/forecast/camps"
	"haven/internal/kept"
	"haven/results"
	"haven/scenario"
)

// countMembers is how many members of the simulator take part in forecasts of camps, as in the back-test of docs/skill.md.
const countMembers = 24

// counts forecasts how many people will be counted at the camps of a Flee folder.
func (c *forecastCommand) counts(ctx context.Context, t *teller, origin calendar.Date, began time.Time) error {
	sc, warnings, err := new(fleeOptions).open(c.Fitted, calendar.None)
	if err != nil {
		return err
	}
	t.problems(c.Fitted, warnings)
	switch {
	case origin < sc.Period.From || origin > sc.Period.To:
		return usageError{fmt.Errorf("--from is %s; %s lasts from %s to %s", origin, sc.Name, sc.Period.From, sc.Period.To)}
	case c.Days > camps.Furthest:
		return usageError{fmt.Errorf("--days is %d; camps are forecast up to %d days ahead", c.Days, camps.Furthest)}
	}
	dir := place(c.Out, sc.Name, c.Resume)
	if c.Resume && camps.Is(dir) {
		return c.countsComplete(t, dir, sc, origin)
	}
	w, err := startWork(dir, c.Resume)
	if err != nil {
		return err
	}
	if err := c.countsIn(ctx, t, w, sc, origin, began); err != nil {
		return errors.Join(err, w.leave())
	}
	return nil
}

// countsComplete says that a forecast to be resumed is there already, if it is this one.
func (c *forecastCommand) countsComplete(t *teller, dir string, sc *scenario.Scenario, origin calendar.Date) error {
	r, err := camps.Read(dir)
	if err != nil {
		return err
	}
	var d kept.Differences
	d.Note("the scenario's name", r.Scenario, sc.Name)
	d.Note("the day of the forecast", r.Origin, origin)
	d.Note("the number of days", r.Days, c.Days)
	d.Note("the seed", r.Seed, c.Seed)
	if len(d) == 0 {
		known, _ := sc.KnownBy(origin)
		d.NoteContent("what was known of the scenario", r.Known, known.Hash())
		noteHub(&d, filepath.Join(dir, r.HubFile(c.Hub)), c.Hub)
	}
	return answered(t, dir, "not this forecast", d)
}

func (c *forecastCommand) countsIn(ctx context.Context, t *teller, w *work, sc *scenario.Scenario, origin calendar.Date, began time.Time) error {
	resumed := w.started()
	if err := os.MkdirAll(w.batches(), 0o777); err != nil {
		return err
	}
	t.emit("start", event{"scenario": sc.Name, "members": countMembers, "seed": c.Seed, "dir": w.dir, "resumed": resumed})
	var m *meter
	kept := filepath.Join(w.batches(), fmt.Sprintf("%s-%x", sc.Name, draw.Hash(fmt.Sprint(sc.Hash(), c.Seed, version))))
	r, err := camps.Make(ctx, &camps.Plan{
		Scenario: sc, Origin: origin, Days: c.Days, Members: countMembers, Seed: c.Seed, Version: version, Kept: kept,
		Progress: func(done, all int) {
			if m == nil {
				m = newMeterOf(t, all, "weeks")
			}
			m.show(ensemble.Progress{Done: done, Members: all})
		},
	})
	if m != nil {
		m.stop()
	}
	if err != nil {
		return c.countsStopped(ctx, err, w)
	}
	if err := os.RemoveAll(w.results()); err != nil {
		return err
	}
	report := ""
	if err := r.Write(w.results(), c.Hub); err != nil {
		return c.countsStopped(ctx, err, w)
	}
	if !c.NoReport {
		report = filepath.Join(w.dir, reportFile)
		if err := writeReport(w.results(), filepath.Join(w.results(), reportFile)); err != nil {
			return c.countsStopped(ctx, err, w)
		}
	}
	if err := w.finish(); err != nil {
		return err
	}
	tellCounts(t, r)
	hub := filepath.Join(w.dir, r.HubFile(c.Hub))
	t.emit("done", event{"dir": w.dir, "report": report, "hub": hub, "members": countMembers, "seconds": seconds(began)})
	t.say("\nforecast of %s in %.1f s: %s", count(c.Days, "day"), time.Since(began).Seconds(), w.dir)
	if report != "" {
		t.say("report page: %s", report)
	}
	t.say("hubverse:    %s (exact, every day by 23 quantiles)", hub)
	t.say("to share:    %s (rounded)", filepath.Join(w.dir, "exports"))
	return nil
}

// countsStopped explains how to go on: of camps' counts no particles are kept, and what is
// said of particles does not matter.
func (c *forecastCommand) countsStopped(ctx context.Context, err error, w *work) error {
	same := *c
	same.Particles, same.Discount, same.Observed = forecast.DefaultParticles, forecast.DefaultDiscount, ""
	return stopped(ctx, err, w, "the weeks that were simulated to their end are kept in "+w.partial, nothingKept, same.again(w.dir))
}

// tellCounts gives the last day of the forecast.
func tellCounts(t *teller, r *camps.Result) {
	if len(r.Camps) == 0 {
		t.say("No camp had been counted by then.")
		return
	}
	origin, _ := calendar.Parse(r.Origin)
	day := origin + calendar.Date(r.Days)
	width := 22
	for i := range r.Camps {
		width = max(width, len(r.Camps[i].ID))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s, as known on %s: people counted on %s\n\n  %-*s %10s %10s %22s   %s\n", r.Scenario, r.Origin, day, width, "", "median", "last", "nine in ten", "counted last")
	line := func(name string, s *camps.Series) {
		last, _ := s.Last()
		at := func(level float64) float64 { return s.At(r.Days, level) }
		t.emit("count", event{
			"place": name, "date": day.String(), "last": last.Published, "last_date": last.Date,
			"q05": at(0.05), "q25": at(0.25), "q50": at(0.5), "q75": at(0.75), "q95": at(0.95),
		})
		fmt.Fprintf(&b, "  %-*s %10s %10.0f %22s   %s\n", width, name, roundedText(at(0.5)), last.Published, roundedText(at(0.05))+" to "+roundedText(at(0.95)), last.Date)
	}
	for i := range r.Camps {
		line(r.Camps[i].ID, &r.Camps[i].Series)
	}
	line("all", &r.Together)
	b.WriteString("\nAll camps together are forecast by themselves: medians need not add up.")
	t.say("%s", b.String())
}

// roundedText is a simulated count as it may be shown.
func roundedText(people float64) string {
	r := results.Round(people)
	if r.Small {
		return "<10"
	}
	return strconv.FormatInt(r.People, 10)
}
