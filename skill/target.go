package skill

// Target is the index of the count that a forecast made on a day and some days (the lead) ahead is
// held against; -1 when there is none:
//
//	the count nearest to origin + lead, among those later than origin + lead/2 and not later than origin + 1.5 lead
//
// Of two that are as near the earlier is taken. The forecast is made for the count's own date, so that nothing
// is interpolated.
//
// Example: a forecast of day 100 with a lead of 14 days and counts on days 105, 112 and 120: days 108 to 121 count, 114 is
// aimed at, so the count of day 112.
func Target(counts []Count, origin, lead int) int {
	best, off := -1, 0
	for i, c := range counts {
		ahead := c.Day - origin
		if 2*ahead <= lead || 2*ahead > 3*lead {
			continue
		}
		if d := distance(ahead, lead); best < 0 || d < off {
			best, off = i, d
		}
	}
	return best
}

func distance(a, b int) int {
	if a < b {
		return b - a
	}
	return a - b
}

// Case is a forecast that could have been made, with what came of it.
type Case struct {
	Known  *Known // what the forecast could have read
	Place  int
	Lead   int // days that were aimed at
	Day    int // of the count that it is held against
	People float64
	// Anew says that people were counted anew in between, so that the count has another level than what was known.
	Anew bool
}

// Past gathers the cases behind a day, so that a method can learn from its own errors without reading anything
// later. Hand it what was known day after day (a week apart, say) with Take.
type Past struct {
	leads []int
	open  []opening
}

type opening struct {
	known       *Known
	place, lead int
}

// NewPast gathers cases of some leads, in days.
func NewPast(leads []int) *Past { return &Past{leads: leads} }

// Take adds what is known on a later day than before and returns the cases that this decides: those whose
// target is known and cannot be replaced by a count that lies nearer to the day aimed at.
func (p *Past) Take(known *Known) []Case {
	var decided []Case
	kept := p.open[:0]
	for _, o := range p.open {
		counts := known.Places[o.place]
		i := Target(counts, o.known.Day, o.lead)
		aimed := o.known.Day + o.lead
		switch {
		case i >= 0 && known.Day >= aimed+distance(counts[i].Day, aimed):
			c := counts[i]
			decided = append(decided, Case{
				Known: o.known, Place: o.place, Lead: o.lead, Day: c.Day, People: c.Published,
				Anew: known.Anew(o.place, o.known.Day, c.Day),
			})
		case 2*(known.Day-o.known.Day) <= 3*o.lead:
			kept = append(kept, o)
		}
	}
	p.open = kept
	for place := range known.Places {
		if _, ok := known.Last(place); !ok {
			continue
		}
		for _, lead := range p.leads {
			p.open = append(p.open, opening{known, place, lead})
		}
	}
	return decided
}
