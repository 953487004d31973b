package backtest

import (
	"context"
	"errors"

	"haven/internal/calendar"
	"haven/internal/forecast/counts"
	"haven/scenario"
	"haven/skill"
)

// DefaultHorizons are the days ahead that are aimed at.
func DefaultHorizons() []int { return []int{7, 14, 30} }

// Plan is a back-test of one folder.
type Plan struct {
	Scenario *scenario.Scenario
	Horizons []int
	Origins  []calendar.Date // none: every seventh day of the period
	Members  int             // of the simulator; 0: without it
	Seed     uint64

	Particles int    // of a scenario of reports; 0: forecast.DefaultParticles
	Version   string // of haven; particles kept by another one are not gone on with

	Kept string // path that files begin with in which the simulator keeps what is done; empty: none
	// Progress is told how many of the days are done at which the back-test stops.
	Progress func(done int)
}

// Folder makes and scores all forecasts of one Flee folder, or of another scenario of the rule neighbours with registrations.
func Folder(ctx context.Context, plan Plan) ([]Scored, error) {
	w := newWatch(&plan)
	days := forecastDays(plan.Scenario, plan.Origins)
	for i, day := range days {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := w.see(ctx, day); err != nil {
			return nil, err
		}
		if plan.Progress != nil {
			plan.Progress(i + 1)
		}
	}
	return w.scored, nil
}

// watch goes through the days of a folder, knowing on each what was known then.
type watch struct {
	plan   *Plan
	whole  *skill.Known // everything ever counted, for targets alone
	places []string
	known  *skill.Known
	total  *skill.Known
	asked  map[int]bool

	camps, totals        *counts.Forecaster
	references, ofTotals references
	given                []float64 // all people at all places by day, interpolated, for the setting total given
	scored               []Scored
}

func newWatch(plan *Plan) *watch {
	sc := plan.Scenario
	w := &watch{
		plan: plan, whole: skill.KnownCounts(sc, sc.Period.Days()-1), asked: map[int]bool{},
		totals:     counts.New(plan.Horizons, nil, nil), // experience is of places, whose sum moves differently
		references: newReferences(plan.Horizons), ofTotals: newReferences(plan.Horizons),
	}
	for _, i := range sc.Outputs() {
		w.places = append(w.places, sc.Places[i].ID)
	}
	var simulation *counts.Simulation
	if plan.Members > 0 {
		simulation = counts.NewSimulation(plan.Members, plan.Seed)
		simulation.Keep(plan.Kept)
	}
	w.camps = counts.New(plan.Horizons, counts.ExperienceOf(sc.Period), simulation)
	w.given = givenTotals(sc)
	for _, d := range plan.Origins {
		w.asked[int(d-sc.Period.From)] = true
	}
	return w
}

func (w *watch) wanted(day int) bool {
	if len(w.asked) > 0 {
		return w.asked[day]
	}
	return day%counts.EveryDays == 0
}

// see moves on to a day: the methods learn what has become known, and forecasts are made if they are asked for. Methods learn on every seventh day alone,
// so that a forecast does not depend on which others are asked for.
func (w *watch) see(ctx context.Context, day int) error {
	sc := w.plan.Scenario
	kept, _ := sc.KnownBy(sc.Period.From + calendar.Date(day))
	w.known = skill.KnownCounts(kept, day)
	w.total = w.known.OfTotal()
	if day%counts.EveryDays == 0 {
		if err := errors.Join(w.camps.Learn(ctx, kept, w.known), w.totals.Learn(ctx, kept, w.total)); err != nil {
			return err
		}
		w.references.learn(w.known)
		w.ofTotals.learn(w.total)
	}
	if !w.wanted(day) {
		return nil
	}
	camps, err := w.camps.From(ctx, kept, w.known)
	if err != nil {
		return err
	}
	totals, err := w.totals.From(ctx, kept, w.total)
	if err != nil {
		return err
	}
	w.forecast(camps, totals)
	return nil
}

// forecast makes and scores the forecasts of a day.
func (w *watch) forecast(camps, totals *counts.Outlook) {
	for place := range w.places {
		for _, lead := range w.plan.Horizons {
			i := skill.Target(w.whole.Places[place], w.known.Day, lead)
			if i < 0 {
				continue
			}
			target := w.whole.Places[place][i]
			one := Scored{Setting: TotalForecast, Measure: w.group(place, target.Day), Place: w.places[place], Horizon: lead, Day: target.Day, Counted: target.Published}
			w.add(one, camps.Forecast(place, target.Day, lead), w.references, w.known, place)
			w.giveTotal(one, camps, place)
		}
	}
	for _, lead := range w.plan.Horizons {
		i := skill.Target(w.whole.Total, w.known.Day, lead)
		if _, ok := w.total.Last(0); !ok || i < 0 {
			continue
		}
		target := w.whole.Total[i]
		w.add(Scored{Setting: TotalForecast, Measure: Total, Horizon: lead, Day: target.Day, Counted: target.Published},
			totals.Forecast(0, target.Day, lead), w.ofTotals, w.total, 0)
	}
}

func (w *watch) add(s Scored, mine skill.Sample, of references, known *skill.Known, place int) {
	s.Scenario, s.Origin = w.plan.Scenario.Name, w.known.Day
	s.Mine = ScoreOf(mine, s.Counted)
	of.score(&s, known, place)
	w.scored = append(w.scored, s)
}

// group is the measure under which a target is reported.
func (w *watch) group(place, day int) string {
	_, counted := w.known.Last(place)
	switch {
	case !counted:
		return StockFirst
	case w.whole.Anew(place, w.known.Day, day):
		return StockAnew
	case w.known.Day < EarlyDays:
		return StockEarly
	}
	return Stock
}
