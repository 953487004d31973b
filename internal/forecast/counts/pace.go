package counts

import (
	"math"
	"slices"

	"haven/draw"
	"haven/skill"
)

// The pace of a place, and how it fades. Arrivals slow down within weeks; a pace of ten weeks ago counts half.
const (
	paceHalfLife  = 75.0 // days
	paceFades     = 30.0 // days in which a pace fades to 1/e
	freshHalfLife = 40.0 // days, of a pace that goes on unabated
)

// fading is what is left after some days of what halves in others.
func fading(days, halfLife float64) float64 { return draw.Exp(-math.Ln2 * days / halfLife) }

// pace is how many people a day a place's counts rise by: the mean of the changes between its counts, each
// over the days between them, weighted by how recent and how long they are. Changes outside of the middle half of
// the weight are moved to its ends (winsorised, Tukey 1962), because a single recount says nothing about who
// will arrive tomorrow. 0 with fewer than two counts.
func pace(known []skill.Count, on int, halfLife float64) float64 {
	list := make([]change, 0, len(known))
	for i := 1; i < len(known); i++ {
		from, to := known[i-1], known[i]
		list = append(list, change{
			perDay: (to.People - from.People) / float64(to.Day-from.Day),
			weight: fading(float64(on-to.Day), halfLife) - fading(float64(on-from.Day), halfLife),
		})
	}
	if len(list) == 0 {
		return 0
	}
	slices.SortStableFunc(list, func(a, b change) int {
		switch {
		case a.perDay < b.perDay:
			return -1
		case a.perDay > b.perDay:
			return 1
		}
		return 0
	})
	low, high := quarters(list)
	sum, all := 0.0, 0.0
	for _, c := range list {
		sum += float64(c.weight * min(max(c.perDay, low), high))
		all += c.weight
	}
	return sum / all
}

// change is a change of counts in people a day.
type change struct{ perDay, weight float64 }

// quarters are the changes at a quarter and three quarters of the weight.
func quarters(sorted []change) (low, high float64) {
	total := 0.0
	for _, c := range sorted {
		total += c.weight
	}
	low, high = sorted[0].perDay, sorted[len(sorted)-1].perDay
	below, found := 0.0, false
	for _, c := range sorted {
		below += c.weight
		if !found && below >= 0.25*total {
			low, found = c.perDay, true
		}
		if below >= 0.75*total {
			return low, c.perDay
		}
	}
	return low, high
}

// ahead is how many days' worth of a pace is still to come within days, when the pace fades.
func ahead(days float64) float64 { return paceFades * (1 - draw.Exp(-days/paceFades)) }
