package backtest

import (
	"context"
	"fmt"
	"path/filepath"

	"haven/draw"
	"haven/internal/calendar"
	"haven/internal/forecast/counts"
	"haven/scenario"
)

// Options say how scenarios are back-tested.
type Options struct {
	Horizons []int           // days ahead that are aimed at
	Origins  []calendar.Date // days on which forecasts are made; none: every seventh of the period
	Members  int             // of the simulator
	Seed     uint64
	Version  string // of haven

	Particles int // of scenarios of reports; 0: forecast.DefaultParticles

	Kept string // folder in which parts that are done are kept; empty: none
	// Progress is told how many of all forecast days, over all scenarios, are done.
	Progress func(done, all int)
}

// method makes and scores the forecasts of one scenario.
type method struct {
	run func(ctx context.Context, plan Plan) (*Found, error)
	// days are those at which it stops, from the scenario's first.
	days func(sc *scenario.Scenario, origins []calendar.Date) []int
}

// Found is what came of back-testing one scenario.
type Found struct {
	Scored []Scored `json:"scored"`
	Ahead  []Ahead  `json:"ahead"` // of the last origin: what can only be scored later
}

// methods are the ways to forecast a scenario, by its rule.
var methods = map[string]method{
	"neighbours": {run: func(ctx context.Context, plan Plan) (*Found, error) {
		scored, err := Folder(ctx, plan)
		return &Found{Scored: scored}, err
	}, days: forecastDays},
	"destinations": {Reports, reportDays},
	"fixed":        {Reports, reportDays},
}

// Run back-tests scenarios one after the other.
func Run(ctx context.Context, scenarios []*scenario.Scenario, o Options) (*Result, error) {
	r := heading(scenarios, o)
	all := 0
	for _, sc := range scenarios {
		if methods[sc.Rule].run == nil {
			return nil, fmt.Errorf("%s has the rule %s, of which haven knows no way to forecast", sc.Name, sc.Rule)
		}
		all += len(methods[sc.Rule].days(sc, o.Origins))
	}
	before := 0
	for _, sc := range scenarios {
		plan := Plan{Scenario: sc, Horizons: o.Horizons, Origins: o.Origins, Members: o.Members, Seed: o.Seed, Particles: o.Particles, Version: o.Version}
		if o.Kept != "" {
			plan.Kept = filepath.Join(o.Kept, fmt.Sprintf("%s-%x", sc.Name, draw.Hash(fmt.Sprint(sc.Hash(), o.Horizons, o.Members, o.Particles, o.Seed, o.Version, Format))))
		}
		days := len(methods[sc.Rule].days(sc, o.Origins))
		plan.Progress = func(done int) {
			if o.Progress != nil {
				o.Progress(before+done, all)
			}
		}
		found, err := methods[sc.Rule].run(ctx, plan)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sc.Name, err)
		}
		before += days
		r.Scenarios = append(r.Scenarios, aboutOf(sc, days))
		r.Targets, r.Ahead = append(r.Targets, found.Scored...), append(r.Ahead, found.Ahead...)
	}
	r.Rows = Rows(r.Targets, ReferenceNames(), o.Seed)
	r.Pooled = Pools(r.Rows)
	return r, nil
}

// forecastDays are the days from the first of a scenario at which a back-test stops, in order: every seventh, on which methods learn, and those asked
// for.
func forecastDays(sc *scenario.Scenario, origins []calendar.Date) []int {
	asked := map[calendar.Date]bool{}
	last := sc.Period.To
	for _, d := range origins {
		asked[d] = true
	}
	var days []int
	for day := range int(last-sc.Period.From) + 1 {
		if day%counts.EveryDays == 0 || asked[sc.Period.From+calendar.Date(day)] {
			days = append(days, day)
		}
	}
	return days
}
