package forecast

import (
	"haven/internal/calendar"
	"haven/scenario"
)

// Beside is a scenario as it was known on a day with all that has been observed
// since put beside it: the observations that were known only later, and the
// evidence that they cite. Nothing else of it differs, so that a simulation of it
// is one of what was known. later are the ids of those observations.
func Beside(whole, known *scenario.Scenario, origin calendar.Date) (beside *scenario.Scenario, later []string) {
	told := *whole
	told.Observations = append([]scenario.Observation(nil), whole.Observations...)
	for i := range told.Observations {
		told.Observations[i].KnownFrom = calendar.None // of places that were not known they still go
	}
	all, _ := told.KnownBy(origin)
	copied := *known
	beside = &copied
	byID := make(map[string]*scenario.Observation, len(whole.Observations))
	for i := range whole.Observations {
		byID[whole.Observations[i].ID] = &whole.Observations[i]
	}
	beside.Observations = nil
	for i := range all.Observations {
		o := byID[all.Observations[i].ID]
		beside.Observations = append(beside.Observations, *o)
		if o.KnownFrom.Given() && o.KnownFrom > origin {
			later = append(later, o.ID)
		}
	}
	beside.Evidence = whole.Evidence
	return beside, later
}
