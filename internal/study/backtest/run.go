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
	Kept     string // folder in which parts that are done are kept; empty: none
	// Progress is told how many of all forecast days, over all scenarios, are done.
	Progress func(done, all int)
}

// Method makes and scores the forecasts of one scenario.
type Method func(ctx context.Context, plan Plan) ([]Scored, error)

// methods are the ways to forecast a scenario, by its rule.
var methods = map[string]Method{"neighbours": Folder}

// Run back-tests scenarios one after the other.
func Run(ctx context.Context, scenarios []*scenario.Scenario, o Options) (*Result, error) {
	r := &Result{Format: Format, Haven: o.Version, Seed: o.Seed, Members: o.Members, Horizons: o.Horizons, Origins: "every 7d"}
	if len(o.Origins) > 0 {
		r.Origins = fmt.Sprint(o.Origins)
	}
	all := 0
	for _, sc := range scenarios {
		if methods[sc.Rule] == nil {
			return nil, fmt.Errorf("%s has the rule %s, and only Flee folders and scenarios of the rule neighbours can be back-tested", sc.Name, sc.Rule)
		}
		all += len(forecastDays(sc, o.Origins))
	}
	before := 0
	for _, sc := range scenarios {
		plan := Plan{Scenario: sc, Horizons: o.Horizons, Origins: o.Origins, Members: o.Members, Seed: o.Seed}
		if o.Kept != "" {
			plan.Kept = filepath.Join(o.Kept, fmt.Sprintf("%s-%x", sc.Name, draw.Hash(fmt.Sprint(sc.Hash(), o.Horizons, o.Members, o.Seed, o.Version))))
		}
		days := len(forecastDays(sc, o.Origins))
		plan.Progress = func(done int) {
			if o.Progress != nil {
				o.Progress(before+done, all)
			}
		}
		scored, err := methods[sc.Rule](ctx, plan)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sc.Name, err)
		}
		before += days
		r.Scenarios = append(r.Scenarios, aboutOf(sc, days))
		r.Targets = append(r.Targets, scored...)
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
