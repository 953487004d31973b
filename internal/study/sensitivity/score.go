package sensitivity

import (
	"fmt"
	"slices"

	"haven/movement"
	"haven/skill"
)

// Whole is the reading of an output that a run gives as a whole.
const Whole Reading = "whole"

// scores are outputs of Flee folders alone: Flee's error measure, what its authors' own analyses of
// sensitivity explain (skill.AveragedDifference).
var scores = []string{"averaged_difference", "averaged_difference_rescaled"}

// score makes an output of Flee's error measure.
func (r *resolver) score(o Output) (Output, error) {
	registered, err := skill.RegisteredOf(r.sc)
	if err != nil {
		return o, err
	}
	at := slices.IndexFunc(r.rec.Series, func(s movement.Series) bool { return s.Measure == "stock" && s.By == "destination" })
	if registered == nil || at < 0 || !slices.Equal(r.rec.Series[at].Entities, registered.Places) {
		return o, fmt.Errorf("%s is for Flee folders with registrations at their camps; nothing is registered in %s", o.Measure, r.sc.Name)
	}
	if o.Place != "" || o.Day.Given() {
		return o, fmt.Errorf("%s is a mean over all camps and days; it has neither place nor day", o.Measure)
	}
	o.Reading, o.By, o.Unit, o.day = Whole, "all", "of those registered", r.rec.Days-1
	o.Label = "the averaged relative difference from registrations"
	if o.Measure == scores[1] {
		o.Label += ", rescaled"
	}
	o.value = func(rec *movement.Record) float64 {
		s := &rec.Series[at]
		people := make([][]float64, len(s.Entities))
		for k := range people {
			people[k] = make([]float64, s.Days)
			for d := range people[k] {
				people[k][d] = float64(s.At(k, d))
			}
		}
		raw, rescaled := registered.Error(people)
		if o.Measure == scores[1] {
			return rescaled
		}
		return raw
	}
	return o, nil
}
