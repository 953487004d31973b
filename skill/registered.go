package skill

import (
	"math"
	"slices"

	"haven/ensemble"
	"haven/movement"
	"haven/scenario"
)

// TrainingDay is the day, counted from 0, that the reference forecasts know:
// Flee's own naive forecasts use it.
const TrainingDay = 30

// Registered is what is registered at the places that Flee counts, day by day, as
// it prints it: interpolated, in counted people.
type Registered struct {
	Places []string    // ids
	People [][]float64 // by place and day
	Total  []float64   // by day

	each  float64   // people that a counted person stands for
	added []float64 // people by place that are not among Total, because camps begin empty
}

// RegisteredOf gathers the registrations of a scenario of the rule neighbours;
// nil when it has none at the places that Flee counts.
func RegisteredOf(sc *scenario.Scenario) (*Registered, error) {
	if sc.Rule != "neighbours" || len(sc.Registrations) == 0 {
		return nil, nil
	}
	register, err := scenario.NewRegister(sc)
	if err != nil {
		return nil, err
	}
	days, scale := sc.Period.Days(), math.Max(1, math.Floor(sc.Parameters.Scale+0.5))
	_, raw, _ := register.Schedule(days)
	n := &sc.Parameters.Neighbours
	r := &Registered{Total: make([]float64, days), each: float64(max(1, n.Hasten)) / scale}
	always, empty := n.Without("unhcr-zero"), n.EmptyCampsOnDay0 && n.FromRegistrations()
	anywhere := false
	for _, i := range sc.Outputs() {
		id := sc.Places[i].ID
		_, there := register.At(id, 0)
		anywhere = anywhere || there
		people := make([]float64, days)
		for d := range people {
			people[d] = float64(float64(register.Printed(id, d)) * scale)
			if raw[d] > 0 || always {
				r.Total[d] += people[d]
			}
		}
		added := 0.0
		if empty {
			added = float64(register.DayZero(id) * int64(max(1, n.Hasten)))
		}
		r.Places, r.People, r.added = append(r.Places, id), append(r.People, people), append(r.added, added)
	}
	if !anywhere {
		return nil, nil
	}
	return r, nil
}

// After is the part after a day.
func (r *Registered) After(day int) *Registered {
	return &Registered{Places: r.Places, People: after(r.People, day), Total: r.Total[min(day+1, len(r.Total)):]}
}

func after(people [][]float64, day int) [][]float64 {
	out := make([][]float64, len(people))
	for i := range people {
		out[i] = people[i][min(day+1, len(people[i])):]
	}
	return out
}

// Sum is who is registered at all places together, by day, in people.
func (r *Registered) Sum() []float64 {
	sum := make([]float64, len(r.Total))
	for place, people := range r.People {
		for day, x := range people {
			sum[day] += float64(x*r.each) + r.added[place]
		}
	}
	return sum
}

// Error is the averaged difference of simulated people from those registered.
func (r *Registered) Error(people [][]float64) (raw, rescaled float64) {
	return AveragedDifference(people, r.People, r.Total)
}

// Names of the series by which each member's error is kept, and its unit.
const (
	errorRaw      = "averaged_difference"
	errorRescaled = "averaged_difference_rescaled"
	errorBy       = "score"
	errorUnit     = 1e9
)

// withErrors adds each member's averaged difference to the extra figures, where people are registered.
func withErrors(extra *ensemble.Extra, sc *scenario.Scenario, rec *movement.Record) error {
	registered, err := RegisteredOf(sc)
	if err != nil || registered == nil {
		return err
	}
	at := slices.IndexFunc(rec.Series, func(s movement.Series) bool { return s.Measure == "stock" && s.By == "destination" })
	if at < 0 || !slices.Equal(rec.Series[at].Entities, registered.Places) {
		return nil
	}
	for _, name := range []string{errorRaw, errorRescaled} {
		extra.Series = append(extra.Series, ensemble.Series{Measure: name, By: errorBy, Unit: "billionths", Entities: []string{name}, Days: 1, Missing: ensemble.Missing})
	}
	figures := extra.Values
	extra.ID += ", errors 1"
	extra.Values = func(rec *movement.Record, out [][]int64) {
		figures(rec, out)
		s := &rec.Series[at]
		people := make([][]float64, len(registered.Places))
		for k := range people {
			people[k] = make([]float64, s.Days)
			for d := range people[k] {
				people[k][d] = float64(s.At(k, d))
			}
		}
		raw, rescaled := registered.Error(people)
		out[1][0], out[2][0] = inUnits(raw), inUnits(rescaled)
	}
	return nil
}

func inUnits(x float64) int64 { return int64(math.Floor(float64(x*errorUnit) + 0.5)) }

// MemberErrors is the distribution of a score over the members of an ensemble.
type MemberErrors struct {
	Score    string // averaged_difference or averaged_difference_rescaled
	Members  int
	Mean     float64
	Quantile [5]float64 // at ensemble.Levels
}

// Errors are the members' averaged differences of an ensemble that ran with
// Extra; none where nobody is registered.
func Errors(sum *ensemble.Summary) []MemberErrors {
	var list []MemberErrors
	for _, name := range []string{errorRaw, errorRescaled} {
		i := sum.Layout.Find(name, errorBy)
		if i < 0 {
			continue
		}
		stats := sum.Cell(i, 0)
		e := MemberErrors{Score: name, Members: sum.N() - int(stats.Missing[0]), Mean: stats.Mean[0] / errorUnit}
		for q := range e.Quantile {
			e.Quantile[q] = stats.Quantile[q][0] / errorUnit
		}
		list = append(list, e)
	}
	return list
}
