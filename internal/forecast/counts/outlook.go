package counts

import (
	"haven/draw"
	"haven/skill"
)

// outlook is what a place's own counts say about a later day.
type outlook struct {
	place  int
	last   float64 // people, at the last count
	spread float64 // people
	usual  float64 // people: the change that is usual at its size
	circumstances
}

// mostPull is how many spreads a pace may add at most.
const mostPull = 4

// outlookOf is the outlook of a place, which has a count, from what is known and how much counts stir.
func (m *manner) outlookOf(known *skill.Known, place, day int, stir float64) outlook {
	counts := known.Places[place]
	last := counts[len(counts)-1]
	days := float64(day - last.Day)
	o := outlook{place: place, last: last.People, spread: spread(counts, known.Day, days, m.spreadHalf), usual: usual(last.People, days)}
	pull := trust(counts, known.Day) * m.goesOn(counts, known.Day, days) / o.spread
	o.circumstances = circumstances{
		days: draw.Log(days), people: draw.Log(1 + last.People), moves: draw.Log(o.spread / (1 + last.People)), counts: draw.Log(float64(len(counts))), stir: stir,
		pull: min(max(pull, -mostPull), mostPull),
	}
	return o
}

// trustCases is how many recent changes it takes to believe half of what they say about a pace.
const trustCases = 1.2

// trust is how far the pace of a place is believed: a single change may be a recount.
func trust(counts []skill.Count, on int) float64 {
	n := 0.0
	for i := 1; i < len(counts); i++ {
		n += float64(fading(float64(on-counts[i].Day), paceHalfLife) * min(1, float64(counts[i].Day-counts[i-1].Day)/7))
	}
	return n / (n + trustCases)
}
