package skill

import (
	"fmt"
	"math"
	"slices"

	"haven/results"
)

// Score is one score of one forecast. Value is NaN where there is none.
type Score struct {
	Score    string // averaged_difference, averaged_difference_rescaled, crps, crps_log, coverage50, coverage90
	Forecast string // run (one member), median (of the members), members, constant_share, last_value
	Days     string // all, or after_30: those after the day that the reference forecasts know
	Measure  string // what is scored: registered (day by day, interpolated), or a measure of observations
	Unit     string // of the measure; empty for registered
	Count    int    // days of an averaged difference, else reported figures
	Value    float64
	Q05, Q95 float64 // over members, of their averaged difference; else NaN
}

// Periods of a score.
const (
	AllDays = "all"
	Later   = "after_30"
)

// Scores are all scores of a run, from its folder: Flee's averaged difference
// where people are registered, beside the reference forecasts, and CRPS and coverage against
// everything that was reported, measure by measure. A what-if has none: what was registered is of
// the world as it was.
func Scores(run *results.Run) ([]Score, error) {
	if run.Manifest.WhatIf != nil {
		return nil, nil
	}
	registered, err := RegisteredOf(run.Scenario)
	if err != nil {
		return nil, err
	}
	list, err := differences(run, registered)
	if err != nil {
		return nil, err
	}
	reports, err := run.Observations()
	if err != nil {
		return nil, err
	}
	return append(list, reportScores(reports, registered, run)...), nil
}

// forecastOf names what a run's medians are.
func forecastOf(run *results.Run) string {
	if run.Manifest.Members == 1 {
		return "run"
	}
	return "median"
}

// differences are Flee's averaged differences of the run, or of the medians and of the
// members, and of the reference forecasts.
func differences(run *results.Run, registered *Registered) ([]Score, error) {
	if registered == nil {
		return nil, nil
	}
	stock, err := run.Daily("stock", "destination")
	if err != nil {
		return nil, err
	}
	if stock == nil || !slices.Equal(stock.Entities, registered.Places) || stock.Days != len(registered.Total) {
		return nil, fmt.Errorf("%s: its tables do not have the camps and days of its scenario", run.Dir)
	}
	people := make([][]float64, len(stock.Entities))
	for e := range people {
		for _, x := range stock.Entity(e).Q50 {
			people[e] = append(people[e], math.RoundToEven(x)) // as --flee-output writes medians
		}
	}
	var list []Score
	add := func(forecast string, people [][]float64, days string, against *Registered) {
		raw, rescaled := against.Error(people)
		one := Score{Forecast: forecast, Days: days, Measure: "registered", Count: len(against.Total), Q05: math.NaN(), Q95: math.NaN()}
		one.Score, one.Value = errorRaw, raw
		two := one
		two.Score, two.Value = errorRescaled, rescaled
		list = append(list, one, two)
	}
	add(forecastOf(run), people, AllDays, registered)
	if f := run.Manifest.Flee; f != nil && run.Manifest.Members > 1 {
		for _, e := range f.Errors {
			list = append(list, Score{Score: e.Score, Forecast: "members", Days: AllDays, Measure: "registered", Count: len(registered.Total), Value: e.Mean, Q05: e.Q05, Q95: e.Q95})
		}
	}
	if len(registered.Total) <= TrainingDay+1 {
		return list, nil
	}
	later := registered.After(TrainingDay)
	share, last := ConstantShare(registered.People, registered.Total, TrainingDay), LastValue(registered.People, TrainingDay)
	add("constant_share", share, AllDays, registered)
	add("last_value", last, AllDays, registered)
	add(forecastOf(run), after(people, TrainingDay), Later, later)
	add("constant_share", after(share, TrainingDay), Later, later)
	add("last_value", after(last, TrainingDay), Later, later)
	return list, nil
}

// reportScores are mean CRPS and coverage by measure and unit.
func reportScores(reports []results.Observation, registered *Registered, run *results.Run) []Score {
	type kind struct{ measure, unit, days string }
	var all, later []kind
	groups := map[kind][]*results.Observation{}
	put := func(k kind, kinds *[]kind, o *results.Observation) {
		if groups[k] == nil {
			*kinds = append(*kinds, k)
		}
		groups[k] = append(groups[k], o)
	}
	counted := map[string]bool{} // the other row of a range
	for i := range reports {
		o := &reports[i]
		if o.Reason != "" || counted[o.ID] {
			continue
		}
		counted[o.Partner] = o.Partner != ""
		put(kind{o.Measure, o.Unit, AllDays}, &all, o)
		if registered != nil && int(o.DateTo-run.Scenario.Period.From) > TrainingDay {
			put(kind{o.Measure, o.Unit, Later}, &later, o)
		}
	}
	forecast := "members"
	if run.Manifest.Members == 1 {
		forecast = "run"
	}
	var list []Score
	for _, k := range append(all, later...) {
		like := Score{Forecast: forecast, Days: k.days, Measure: k.measure, Unit: k.unit, Q05: math.NaN(), Q95: math.NaN()}
		list = append(list, scoresOf(like, groups[k], run.Manifest.Members > 1)...)
		if k.days == Later && k.measure == "stock" {
			list = append(list, registered.references(like, groups[k], run)...)
		}
	}
	return list
}

// scoresOf are the mean CRPS over single numbers and the coverage of all reports of a group.
func scoresOf(like Score, group []*results.Observation, ensemble bool) []Score {
	var crps, logs []float64
	var in50, in90 []bool
	for _, o := range group {
		if !math.IsNaN(o.CRPS) {
			crps, logs = append(crps, o.CRPS), append(logs, o.LogCRPS)
		}
		in50, in90 = append(in50, o.Inside50), append(in90, o.Inside90)
	}
	var list []Score
	add := func(name string, count int, value float64) {
		s := like
		s.Score, s.Count, s.Value = name, count, value
		list = append(list, s)
	}
	if len(crps) > 0 {
		add("crps", len(crps), mean(crps))
		add("crps_log", len(crps), mean(logs))
	}
	if ensemble {
		half, _ := Coverage(in50)
		nine, _ := Coverage(in90)
		add("coverage50", len(in50), half)
		add("coverage90", len(in90), nine)
	}
	return list
}

// references are the mean absolute errors, in people and in logarithms, of the reference
// forecasts at the registrations of a group: the CRPS of a forecast without spread.
func (r *Registered) references(like Score, group []*results.Observation, run *results.Run) []Score {
	if len(r.Total) <= TrainingDay+1 {
		return nil
	}
	at := map[string]int{}
	for k, id := range r.Places {
		at[id] = k
	}
	var list []Score
	for _, f := range []struct {
		name   string
		people [][]float64
	}{{"constant_share", ConstantShare(r.People, r.Total, TrainingDay)}, {"last_value", LastValue(r.People, TrainingDay)}} {
		var crps, logs []float64
		for _, o := range group {
			k, ok := at[o.Place]
			if !ok || math.IsNaN(o.CRPS) {
				continue
			}
			one := []float64{float64(f.people[k][o.DateTo-run.Scenario.Period.From]*r.each) + r.added[k]}
			crps, logs = append(crps, CRPS(one, o.Value)), append(logs, LogCRPS(one, o.Value))
		}
		if len(crps) == 0 {
			continue
		}
		a, b := like, like
		a.Score, a.Forecast, a.Count, a.Value = "crps", f.name, len(crps), mean(crps)
		b.Score, b.Forecast, b.Count, b.Value = "crps_log", f.name, len(logs), mean(logs)
		list = append(list, a, b)
	}
	return list
}
