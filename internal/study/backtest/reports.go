package backtest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"

	"haven/draw"
	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/fit"
	"haven/internal/forecast"
	"haven/internal/forecast/counts"
	"haven/movement"
	"haven/scenario"
	"haven/skill"
)

// Ahead is a forecast for a country that is published before anybody can
// score it here: nothing is reported of that day.
type Ahead struct {
	Scenario string `json:"scenario"`
	Origin   string `json:"origin"`
	Date     string `json:"date"`
	Country  string `json:"country"`
	Measure  string `json:"measure"` // as in the tables: entries_citizens, or arrivals_to_date
	// Quantiles are at skill.HubLevels, exact.
	Quantiles []float64 `json:"quantiles"`
	// Last is the last day about which entries of the country were known on
	// Origin; empty: the country had no observation.
	Last string `json:"last"`
}

// Reports makes and scores the forecasts of a scenario whose state is known by
// reports (observations.csv) rather than by registrations, such as russia-2022. There is
// one pass of the filter, from which forecasts branch off at every origin. A series is the
// figures of single days of one place, measure, citizenship and unit (each once, as package
// fit counts them); it is forecast once one figure of it was known, and held against the figure nearest to the day
// aimed at (skill.Target), for that figure's own day. What is forecast is the report: to what each member gives the error of a report
// is added, as the error model has it for the last figure of the series that was known. The references see the same figures, known
// by the same days.
func Reports(ctx context.Context, plan Plan) (*Found, error) {
	b, err := newReportsTest(&plan)
	if err != nil {
		return nil, err
	}
	out := &Found{Scored: []Scored{}, Ahead: []Ahead{}}
	for i, origin := range b.origins {
		one, err := b.kept(origin)
		if err == nil && one == nil {
			one, err = b.from(ctx, origin)
		}
		if err != nil {
			return nil, fmt.Errorf("forecast from %s: %w", origin, err)
		}
		out.Scored = append(out.Scored, one.Scored...)
		if i == len(b.origins)-1 {
			out.Ahead = one.Ahead
		}
		if plan.Progress != nil {
			plan.Progress(i + 1)
		}
	}
	return out, nil
}

// reportsTest is a back-test of reports under way.
type reportsTest struct {
	plan    *Plan
	origins []calendar.Date
	layout  *ensemble.Layout
	kinds   []*kind
	filter  *forecast.Filter // nil until it is needed
}

// kind is the series of one measure, citizenship and unit: they have a total in common.
type kind struct {
	measure, whose, unit string
	places               []string
	whole                [][]target // by place, in the order of days
}

// target is a figure of one day.
type target struct {
	day   int
	value float64
	row   string // id of its observation
	known calendar.Date
	// How far such a report lies from what is simulated: a standard deviation on
	// the scale of fit.Log with this floor.
	spread, floor float64
}

// reportDays are the days on which forecasts of a scenario of reports are made:
// those asked for, else every seventh of the period.
func reportDays(sc *scenario.Scenario, origins []calendar.Date) []int {
	var days []int
	for _, d := range origins {
		days = append(days, int(d-sc.Period.From))
	}
	if len(origins) == 0 {
		for day := counts.EveryDays; day < sc.Period.Days()-1; day += counts.EveryDays {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

func newReportsTest(plan *Plan) (*reportsTest, error) {
	b := &reportsTest{plan: plan}
	sc := plan.Scenario
	for _, day := range reportDays(sc, plan.Origins) {
		b.origins = append(b.origins, sc.Period.From+calendar.Date(day))
	}
	for _, o := range b.origins {
		if err := forecast.CheckDays(sc, o, sc.Period.To); err != nil {
			return nil, err
		}
	}
	frame, err := movement.Prepare(sc)
	if err != nil {
		return nil, err
	}
	b.layout = ensemble.RecordLayout(frame.NewRecord())
	all, err := fit.Observe(sc, b.layout)
	if err != nil {
		return nil, err
	}
	for i := range all.Figures {
		if t, ok := targetOf(&all.Figures[i], sc.Period.From); ok {
			k := b.kindOf(&all.Figures[i])
			place := k.place(all.Figures[i].Place)
			k.whole[place] = append(k.whole[place], t)
		}
	}
	for _, k := range b.kinds {
		for _, list := range k.whole {
			slices.SortFunc(list, func(x, y target) int { return x.day - y.day })
		}
	}
	return b, nil
}

// targetOf is a figure of a single day that gives a number; ok is false for others.
func targetOf(f *fit.Figure, from calendar.Date) (t target, ok bool) {
	r := f.Leading()
	if f.From != f.To || r.OneSided() || len(r.Rows) != 1 {
		return t, false
	}
	spread := math.Sqrt(float64(r.Own*r.Own) + float64(r.Coarse*r.Coarse) + float64(r.Shared*r.Shared))
	return target{day: int(f.To - from), value: r.Value, row: r.Rows[0], known: f.KnownFrom, spread: spread, floor: r.Floor}, true
}

func (b *reportsTest) kindOf(f *fit.Figure) *kind {
	unit := f.Leading().Unit
	for _, k := range b.kinds {
		if k.measure == f.Measure && k.whose == f.Whose && k.unit == unit {
			return k
		}
	}
	b.kinds = append(b.kinds, &kind{measure: f.Measure, whose: f.Whose, unit: unit})
	return b.kinds[len(b.kinds)-1]
}

func (k *kind) place(id string) int {
	if i := slices.Index(k.places, id); i >= 0 {
		return i
	}
	k.places, k.whole = append(k.places, id), append(k.whole, nil)
	return len(k.places) - 1
}

// name is the measure under which scores of the kind are reported.
func (k *kind) name() string {
	if k.unit == "people" || k.unit == "people/day" {
		return k.measure
	}
	return k.measure + " (" + k.unit + ")"
}

// known is what had been reported of the kind by the end of a day.
func (k *kind) known(sc *scenario.Scenario, day int) *skill.Known {
	on := sc.Period.From + calendar.Date(day)
	known := &skill.Known{Day: day, Places: make([][]skill.Count, len(k.places)), Corrected: make([][]int, len(k.places))}
	for i, list := range k.whole {
		for _, t := range list {
			if t.day <= day && (!t.known.Given() || t.known <= on) {
				known.Places[i] = append(known.Places[i], skill.Count{Day: t.day, People: t.value, Published: t.value})
			}
		}
	}
	return known
}

// from makes and scores the forecasts of a day.
func (b *reportsTest) from(ctx context.Context, origin calendar.Date) (*Found, error) {
	sc := b.plan.Scenario
	if err := b.open(); err != nil {
		return nil, err
	}
	if err := b.filter.To(ctx, origin, sc.Period.To); err != nil {
		return nil, err
	}
	dir := ""
	if b.plan.Kept != "" {
		dir = filepath.Dir(b.plan.Kept)
	}
	branch, err := b.filter.Branch(ctx, dir, skill.Extra)
	if err != nil {
		return nil, err
	}
	out := &Found{Scored: []Scored{}, Ahead: b.ahead(branch, origin)}
	day := int(origin - sc.Period.From)
	for _, k := range b.kinds {
		references := newReferences(b.plan.Horizons)
		for d := range day + 1 {
			references.learn(k.known(sc, d))
		}
		known := k.known(sc, day)
		for place := range k.places {
			if _, ok := known.Last(place); !ok {
				continue
			}
			for _, lead := range b.plan.Horizons {
				out.Scored = append(out.Scored, k.score(sc.Name, branch, references, known, place, lead, b.plan.Seed)...)
			}
		}
	}
	if err := errors.Join(branch.Summary.Err(), branch.Close()); err != nil {
		return nil, err
	}
	return out, b.keep(origin, out)
}

// asReported gives each member's figure the error of a report like the last one known.
func (k *kind) asReported(members []float64, known *skill.Known, place int, seed uint64) []float64 {
	last, _ := known.Last(place)
	like := k.whole[place][slices.IndexFunc(k.whole[place], func(t target) bool { return t.day == last.Day })]
	key := draw.NewKey(seed, 0).With(draw.Hash(k.name())).With(draw.Hash(k.whose)).With(draw.Hash(k.places[place])).With(uint64(known.Day))
	out := make([]float64, len(members))
	for i, v := range members {
		s := key.Of(uint64(i))
		out[i] = fit.Unlog(fit.Log(v, like.floor)+float64(like.spread*s.Normal()), like.floor)
		if v >= 0 {
			out[i] = max(out[i], 0) // no count is negative
		}
	}
	return out
}

// score scores the forecast of one target; none where nothing was reported of the days aimed at.
func (k *kind) score(name string, branch *forecast.Outcome, of references, known *skill.Known, place, lead int, seed uint64) []Scored {
	counts := make([]skill.Count, len(k.whole[place]))
	for i, t := range k.whole[place] {
		counts[i] = skill.Count{Day: t.day, People: t.value, Published: t.value}
	}
	i := skill.Target(counts, known.Day, lead)
	if i < 0 {
		return nil
	}
	t := k.whole[place][i]
	mine := figures(branch.Summary, t.row)
	if len(mine) == 0 {
		return nil
	}
	s := Scored{
		Scenario: name, Setting: TotalForecast, Measure: k.name(), Place: k.places[place], Horizon: lead, Origin: known.Day, Day: t.day, Counted: t.value,
		Mine: ScoreOf(skill.Equally(k.asReported(mine, known, place, seed)), t.value),
	}
	of.score(&s, known, place)
	return []Scored{s}
}

// figures are what the members would have read for an observation, in its unit.
func figures(sum *ensemble.Summary, row string) []float64 {
	series := sum.Layout.Find("figure", "observation")
	if series < 0 {
		return nil
	}
	cell := slices.Index(sum.Layout.Series[series].Entities, row)
	if cell < 0 {
		return nil
	}
	var list []float64
	for _, v := range sum.Values(series, cell) {
		if v != ensemble.Missing {
			list = append(list, float64(v)/1000)
		}
	}
	return list
}

// ahead are the forecasts to be published: entries of citizens a week, two and
// three after the origin and on the last day, and arrivals up to it.
func (b *reportsTest) ahead(branch *forecast.Outcome, origin calendar.Date) []Ahead {
	sum := branch.Summary
	last := b.lastKnown(origin)
	list := []Ahead{}
	end := sum.Layout.From + calendar.Date(sum.Layout.Days-1)
	days := []calendar.Date{}
	for d := origin + 7; d < end && len(days) < 3; d += 7 {
		days = append(days, d)
	}
	days = append(days, end)
	for measure, on := range map[string][]calendar.Date{"entries_citizens": days, "arrivals_to_date": {end}} {
		i := sum.Layout.Find(measure, "country")
		if i < 0 {
			continue
		}
		s := &sum.Layout.Series[i]
		sum.Quantiles(i, 0, len(s.Entities), skill.HubLevels, func(cell int, q []float64, _ int) {
			date := sum.Layout.From + calendar.Date(cell%s.Days)
			if q == nil || !slices.Contains(on, date) || q[len(q)-1] == 0 {
				return
			}
			country := s.Entities[cell/s.Days]
			list = append(list, Ahead{b.plan.Scenario.Name, origin.String(), date.String(), country, measure, q, last[country]})
		})
	}
	slices.SortFunc(list, func(x, y Ahead) int {
		return slices.Compare([]string{x.Measure, x.Country, x.Date}, []string{y.Measure, y.Country, y.Date})
	})
	return list
}

// lastKnown are the last days of which entries of each place were known on a day.
func (b *reportsTest) lastKnown(origin calendar.Date) map[string]string {
	list := map[string]string{}
	from := b.plan.Scenario.Period.From
	for _, k := range b.kinds {
		if k.measure != "entries" {
			continue
		}
		known := k.known(b.plan.Scenario, int(origin-from))
		for i, place := range k.places {
			if c, ok := known.Last(i); ok {
				if day := (from + calendar.Date(c.Day)).String(); day > list[place] {
					list[place] = day
				}
			}
		}
	}
	return list
}
