package counts

import (
	"haven/skill"
)

// manner is one way to forecast from past errors: how long changes are remembered, and how a place goes on.
type manner struct {
	spreadHalf float64 // days after which a change counts half in the spread
	caseHalf   float64 // days after which a past error counts half
	goesOn     goesOn
}

// goesOn is how many people a place's counts are expected to rise by within days.
type goesOn func(counts []skill.Count, on int, days float64) float64

// manners are all ways that are pooled. None is best everywhere: camps fill steadily for years in one conflict and stand still
// between jumps in another, and what happened a year ago says much about the one and nothing about the other.
var manners = func() []manner {
	var list []manner
	for _, spreadHalf := range []float64{30, 180} {
		for _, caseHalf := range []float64{60, 360} {
			for _, on := range []goesOn{stays, fades, keepsOn, trends} {
				list = append(list, manner{spreadHalf, caseHalf, on})
			}
		}
	}
	return list
}()

// stays: the next count is like the last one.
func stays([]skill.Count, int, float64) float64 { return 0 }

// fades: the recent pace goes on and fades.
func fades(counts []skill.Count, on int, days float64) float64 {
	return float64(pace(counts, on, paceHalfLife) * ahead(days))
}

// keepsOn: the pace of the last weeks goes on as it is.
func keepsOn(counts []skill.Count, on int, days float64) float64 {
	return float64(pace(counts, on, freshHalfLife) * days)
}

// trends: the line through the counts of the last 30 days goes on.
func trends(counts []skill.Count, _ int, days float64) float64 {
	return float64(skill.TrendOf30Days(counts) * days)
}
