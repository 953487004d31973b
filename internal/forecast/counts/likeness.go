package counts

import (
	"math"

	"haven/draw"
	"haven/skill"
)

// circumstances are what the changes at a place depend on. What happened under like circumstances says more about a forecast than what happened
// under others: shortly after a camp was opened or years later, over a week or a quarter, while counts rise everywhere or stand still.
type circumstances struct {
	days   float64 // logarithm of the days since the last count
	people float64 // logarithm of the people at the place
	moves  float64 // logarithm of the place's spread over its people
	counts float64 // logarithm of how many counts the place has
	stir   float64 // how much counts change at all places of late (stir)
	pull   float64 // what the place's pace adds, in spreads
}

// How far circumstances may differ, in the units above, until a case counts exp(-1/2) of what it would: a factor of four, one and a half
// spreads, and of the stir a factor of less than two.
const (
	alikeWithin = math.Sqrt2
	alikePeople = 2.25
	alikeStir   = 0.5
)

// likeness is how alike circumstances are, from 0 to 1: a Gaussian kernel.
//
// Source: analogue forecasting with kernel weights, as in Delle Monache et al. (2013), Probabilistic weather prediction with an
// analog ensemble, Monthly Weather Review 141(10).
func likeness(a, b *circumstances) float64 {
	far := squared(a.days-b.days) + squared(a.moves-b.moves) + squared(a.counts-b.counts) + squared(a.pull-b.pull)
	far = float64(far / float64(alikeWithin*alikeWithin))
	far += float64(squared(a.people-b.people) / float64(alikePeople*alikePeople))
	far += float64(squared(a.stir-b.stir) / float64(alikeStir*alikeStir))
	return draw.Exp(-far / 2)
}

func squared(x float64) float64 { return float64(x * x) }

// What counts as a stir.
const (
	stirDays   = 30   // days
	stirUsual  = 0.6  // spreads: the usual size of a change
	stirCases  = 2.0  // usual changes that are added to those that were counted
	stirMost   = 3.0  // spreads that a change counts at most
	stirMemory = 180. // days: the half-life of the spread
)

// stir is how much counts change at all places of late, by what they used to: the logarithm of the mean size of the changes
// counted in the last 30 days, in spreads, over the usual one. 0 where nothing was counted.
func stir(known *skill.Known) float64 {
	sum, n := stirCases*stirUsual, stirCases
	for _, counts := range known.Places {
		for j := len(counts) - 1; j > 0 && counts[j].Day > known.Day-stirDays; j-- {
			before := spread(counts[:j], counts[j-1].Day, float64(counts[j].Day-counts[j-1].Day), stirMemory)
			sum += min(stirMost, math.Abs(counts[j].People-counts[j-1].People)/before)
			n++
		}
	}
	return draw.Log(sum / n / stirUsual)
}
