package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"haven/draw"
	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/forecast/counts"
	"haven/internal/forecast/hubverse"
	"haven/results"
	"haven/scenario"
	"haven/skill"
)

// Of a Flee folder: the leads by whose errors camps are forecast, how far they reach, and the members of the simulator.
var countLeads = []int{7, 14, 30}

const (
	furthestCount = 45
	countMembers  = 24
)

// leadFor is the lead whose targets a day ahead is among, or nearest to.
func leadFor(ahead int) int {
	for _, lead := range countLeads {
		if 2*ahead <= 3*lead {
			return lead
		}
	}
	return countLeads[len(countLeads)-1]
}

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
	case c.Days > furthestCount:
		return usageError{fmt.Errorf("--days is %d; camps are forecast up to %d days ahead", c.Days, furthestCount)}
	}
	dir := place(c.Out, sc.Name, c.Resume)
	w, err := startWork(dir, c.Resume)
	if err != nil {
		return err
	}
	if err := c.countsIn(ctx, t, w, sc, origin, began); err != nil {
		return errors.Join(err, w.leave())
	}
	return nil
}

func (c *forecastCommand) countsIn(ctx context.Context, t *teller, w *work, sc *scenario.Scenario, origin calendar.Date, began time.Time) error {
	resumed := w.started()
	if err := os.MkdirAll(w.batches(), 0o777); err != nil {
		return err
	}
	t.emit("start", event{"scenario": sc.Name, "members": countMembers, "seed": c.Seed, "dir": w.dir, "resumed": resumed})
	var m *meter
	kept := filepath.Join(w.batches(), fmt.Sprintf("%s-%x", sc.Name, draw.Hash(fmt.Sprint(sc.Hash(), c.Seed, version))))
	outlook, err := counts.Replay(ctx, sc, origin, counts.Settings{Leads: countLeads, Members: countMembers, Seed: c.Seed, Kept: kept, Progress: func(done, all int) {
		if m == nil {
			m = newMeterOf(t, all, "weeks")
		}
		m.show(ensemble.Progress{Done: done, Members: all})
	}})
	if m != nil {
		m.stop()
	}
	if err != nil {
		return c.stopped(ctx, err, w)
	}
	list := countCurves(outlook, sc, origin, c.Days)
	if err := os.RemoveAll(w.results()); err != nil {
		return err
	}
	if err := writeCounts(filepath.Join(w.results(), "hub"), c.Hub, sc.Name, origin, c.Days, list); err != nil {
		return c.stopped(ctx, err, w)
	}
	if err := w.finish(); err != nil {
		return err
	}
	tellCounts(t, outlook.Known(), sc, origin, list)
	t.emit("done", event{"dir": w.dir, "report": "", "members": countMembers, "seconds": seconds(began)})
	t.say("\n%s has every day's quantiles, exact, as the hubverse keeps them, in %.1f s", filepath.Join(w.dir, "hub"), time.Since(began).Seconds())
	return nil
}

const countTarget = "registered by camp"

// countCurves are the quantiles of the camps that have been counted, day by day.
func countCurves(o *counts.Outlook, sc *scenario.Scenario, origin calendar.Date, days int) []hubverse.Curves {
	var list []hubverse.Curves
	for k, i := range sc.Outputs() {
		if _, ok := o.Known().Last(k); !ok {
			continue
		}
		curve := hubverse.Curves{Location: sc.Places[i].ID, Target: countTarget}
		for ahead := 1; ahead <= days; ahead++ {
			s := o.Forecast(k, int(origin-sc.Period.From)+ahead, leadFor(ahead))
			curve.Values = append(curve.Values, s.Quantiles(hubverse.Levels[:]))
		}
		list = append(list, curve)
	}
	return list
}

func writeCounts(dir, format, name string, origin calendar.Date, days int, list []hubverse.Curves) error {
	target := hubverse.Target{ID: countTarget, Name: countTarget, Unit: "people", Description: "people counted at the camp, were they counted on the day"}
	path := filepath.Join(dir, filepath.FromSlash(hubverse.ModelOf(name).File(origin, format)))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	err := writeAside(path, func(out io.Writer) error {
		w := hubverse.NewWriter(out, format, origin)
		for i := range list {
			target.Locations = append(target.Locations, list[i].Location)
			if err := w.Write(&list[i]); err != nil {
				return err
			}
		}
		return w.Close()
	})
	if err != nil {
		return err
	}
	tasks, err := hubverse.Tasks(origin, days, []hubverse.Target{target})
	if err != nil {
		return err
	}
	path = filepath.Join(dir, "hub-config", "tasks.json")
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return writeAside(path, func(out io.Writer) error {
		_, err := out.Write(tasks)
		return err
	})
}

// tellCounts gives the last day of the forecast.
func tellCounts(t *teller, known *skill.Known, sc *scenario.Scenario, origin calendar.Date, list []hubverse.Curves) {
	at := func(q []float64, level float64) float64 {
		for i, l := range hubverse.Levels {
			if l == level {
				return q[i]
			}
		}
		return 0
	}
	var b strings.Builder
	where := map[string]int{}
	for k, i := range sc.Outputs() {
		where[sc.Places[i].ID] = k
	}
	for i := range list {
		q := list[i].Values[len(list[i].Values)-1]
		day := origin + calendar.Date(len(list[i].Values))
		last, _ := known.Last(where[list[i].Location])
		lastDay := sc.Period.From + calendar.Date(last.Day)
		t.emit("count", event{
			"place": list[i].Location, "date": day.String(), "last": last.Published, "last_date": lastDay.String(),
			"q05": at(q, 0.05), "q25": at(q, 0.25), "q50": at(q, 0.5), "q75": at(q, 0.75), "q95": at(q, 0.95),
		})
		if b.Len() == 0 {
			fmt.Fprintf(&b, "%s, as known on %s: people counted on %s\n\n  %-22s %10s %10s %22s   %s\n", sc.Name, origin, day, "", "median", "last", "nine in ten", "counted last")
		}
		fmt.Fprintf(&b, "  %-22s %10s %10.0f %22s   %s\n", list[i].Location, roundedText(at(q, 0.5)), last.Published, roundedText(at(q, 0.05))+" to "+roundedText(at(q, 0.95)), lastDay)
	}
	if b.Len() == 0 {
		b.WriteString("No camp had been counted by then.")
	}
	t.say("%s", strings.TrimRight(b.String(), "\n"))
}

// roundedText is a simulated count as it may be shown.
func roundedText(people float64) string {
	r := results.Round(people)
	if r.Small {
		return "<10"
	}
	return strconv.FormatInt(r.People, 10)
}
