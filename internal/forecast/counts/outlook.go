package counts

import (
	"haven/skill"
)

// outlook is what a place's own counts say about a later day.
type outlook struct {
	place  int
	last   float64 // people, at the last count
	spread float64 // people
	pull   float64 // what its pace adds by then, in spreads
	usual  float64 // people: the change that is usual at its size
}

// mostPull is how many spreads a pace may add at most.
const mostPull = 3

func outlookOf(known *skill.Known, place, day int) outlook {
	counts := known.Places[place]
	last := counts[len(counts)-1]
	days := float64(day - last.Day)
	o := outlook{place: place, last: last.People, spread: spread(counts, known.Day, days), usual: usual(last.People, days)}
	o.pull = min(max(pace(counts, known.Day)*ahead(days)/o.spread, -mostPull), mostPull)
	return o
}
