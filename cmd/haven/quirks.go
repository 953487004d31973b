package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/scenario"
)

type quirksCommand struct {
	Scenario string `arg:"" help:"A Flee folder, or the folder of a scenario of the rule neighbours."`
	Members  int    `default:"1" placeholder:"N" help:"Members of each run; their medians are compared."`
	Seed     uint64 `default:"1" help:"Seed of all random draws: every run has the same."`
	Threads  int    `default:"0" help:"Members simulated at once; 0 is one a processor. Never changes a result."`
	fleeOptions
}

func (quirksCommand) Help() string {
	return `Runs the folder as Flee would, and once more without each oddity of Flee's program that it triggers, with the same seed. Differences are between medians of people at the places that Flee counts, day by day. Nothing is written. The last row is the same run with the next seed: what chance alone does, below which a difference says little unless more members agree.

Examples:
  haven quirks mali2012
  haven quirks mali2012 --members 20 --seed 2
  haven quirks mali2012 --without-quirk decay-late --json`
}

// effect is what turning a quirk off changes.
type effect struct {
	quirk   scenario.Quirk
	mean    float64 // people a camp and day
	largest float64 // people, on one camp-day
	place   string
	day     calendar.Date
	total   float64 // people who ever fled, at the end: without the quirk less with it
}

// Run measures every quirk that the folder triggers.
func (c *quirksCommand) Run(ctx context.Context, t *teller) error {
	if c.Members < 1 || c.Threads < 0 {
		return usageError{fmt.Errorf("--members is %d and --threads %d; give at least 1 member, and 0 threads or more", c.Members, c.Threads)}
	}
	sc, warnings, err := c.open(c.Scenario, calendar.None)
	if err != nil {
		return err
	}
	if sc.Rule != "neighbours" {
		return usageError{fmt.Errorf("quirks are Flee's: for Flee folders and scenarios of the rule neighbours; %s has the rule %s", c.Scenario, sc.Rule)}
	}
	t.problems(c.Scenario, warnings)
	base, err := c.simulate(ctx, sc, c.Seed)
	if err != nil {
		return err
	}
	triggered := flee.Triggered(sc)
	var effects []effect
	for _, q := range triggered {
		changed, err := c.without(sc, q.Name)
		if err != nil {
			return err
		}
		other, err := c.simulate(ctx, changed, c.Seed)
		if err != nil {
			return err
		}
		e := compareStocks(base, other)
		e.quirk = q
		effects = append(effects, e)
	}
	slices.SortStableFunc(effects, func(a, b effect) int {
		return cmp.Or(cmp.Compare(b.mean, a.mean), cmp.Compare(b.largest, a.largest), cmp.Compare(math.Abs(b.total), math.Abs(a.total)))
	})
	again, err := c.simulate(ctx, sc, c.Seed+1)
	if err != nil {
		return err
	}
	c.tell(t, sc, effects, compareStocks(base, again))
	return nil
}

// without is the scenario with one quirk more turned off. A Flee folder is
// opened anew, because some quirks act in reading it.
func (c *quirksCommand) without(sc *scenario.Scenario, quirk string) (*scenario.Scenario, error) {
	if flee.Recognise(c.Scenario) {
		options := c.fleeOptions
		options.WithoutQuirk = append(slices.Clone(options.WithoutQuirk), quirk)
		changed, _, err := options.open(c.Scenario, calendar.None)
		return changed, err
	}
	changed := *sc
	changed.Parameters.Neighbours.WithoutQuirks = append(slices.Clone(sc.Parameters.Neighbours.WithoutQuirks), quirk)
	return &changed, nil
}

func (c *quirksCommand) simulate(ctx context.Context, sc *scenario.Scenario, seed uint64) (*ensemble.Outcome, error) {
	return ensemble.Run(ctx, ensemble.Plan{Scenario: sc, Members: c.Members, Seed: seed, Version: version, Threads: c.Threads, Until: calendar.None})
}

// compareStocks says how far the medians of two runs of the same places and days lie apart.
func compareStocks(base, other *ensemble.Outcome) effect {
	const median = 2 // of ensemble.Levels
	medians := func(o *ensemble.Outcome, measure, by string) (*ensemble.Series, []float64) {
		i := o.Summary.Layout.Find(measure, by)
		s := &o.Summary.Layout.Series[i]
		return s, o.Summary.Stats(i, 0, len(s.Entities)).Quantile[median]
	}
	s, a := medians(base, "stock", "destination")
	_, b := medians(other, "stock", "destination")
	var e effect
	for i := range a {
		d := math.Abs(b[i] - a[i])
		e.mean += d / float64(len(a))
		if d > e.largest {
			e.largest, e.place, e.day = d, s.Entities[i/s.Days], base.Summary.Layout.From+calendar.Date(i%s.Days)
		}
	}
	_, before := medians(base, "displaced_total", "model")
	_, after := medians(other, "displaced_total", "model")
	e.total = after[len(after)-1] - before[len(before)-1]
	return e
}

func (c *quirksCommand) tell(t *teller, sc *scenario.Scenario, effects []effect, chance effect) {
	name := map[string]string{}
	for i := range sc.Places {
		name[sc.Places[i].ID] = sc.Places[i].Name
	}
	t.say("%s, %s, seed %d: what turning off each oddity of Flee's program changes\n", sc.Name, count(c.Members, "member"), c.Seed)
	if len(effects) > 0 {
		t.say("  %-26s %12s %12s %12s", "", "a camp-day", "at most", "fled in all")
	}
	for i := range effects {
		e := &effects[i]
		ev := event{"quirk": e.quirk.Name, "triggered": true, "mean": e.mean, "largest": e.largest, "total": e.total}
		where := ""
		if e.largest > 0 {
			ev["place"], ev["date"] = e.place, e.day.String()
			where = fmt.Sprintf("   %s, %s", name[e.place], e.day)
		}
		t.emit("quirk", ev)
		t.say("  %-26s %12.1f %12.0f %+12.0f%s", e.quirk.Name, e.mean, e.largest, e.total, where)
	}
	t.emit("chance", event{"mean": chance.mean, "largest": chance.largest, "total": chance.total, "seed": c.Seed + 1})
	t.say("  %-26s %12.1f %12.0f %+12.0f", fmt.Sprintf("(seed %d instead)", c.Seed+1), chance.mean, chance.largest, chance.total)
	t.say("\nPeople: mean over camps and days of the size of the difference, the largest one and where, who ever fled by the end.\nZeros: the quirk acts on what is printed alone (dates, registrations), or nobody meets it here.")
	for i := range effects {
		t.say("  %s: %s; without it: %s.", effects[i].quirk.Name, effects[i].quirk.Does, effects[i].quirk.Without)
	}
	var rest, off []string
	for _, q := range scenario.Quirks() {
		on := slices.ContainsFunc(effects, func(e effect) bool { return e.quirk.Name == q.Name })
		switch {
		case sc.Parameters.Neighbours.Without(q.Name):
			off = append(off, q.Name)
		case !on:
			rest = append(rest, q.Name)
			t.emit("quirk", event{"quirk": q.Name, "triggered": false})
		}
	}
	if len(off) > 0 {
		t.say("\nTurned off already: %s.", strings.Join(off, ", "))
	}
	if len(rest) > 0 {
		t.say("\nNot triggered: %s.", strings.Join(rest, ", "))
	}
}
