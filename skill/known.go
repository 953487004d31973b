package skill

import (
	"slices"

	"haven/internal/calendar"
	"haven/scenario"
)

// Count is a number of people counted on a day; days count from the first of a scenario's period and may be negative.
type Count struct {
	Day       int
	People    float64 // in the level of the last correction known
	Published float64 // as it was published on its day
}

// Known is what had been counted by a day: a list of counts a place, in the order of days, and
// the total that was published, where one was. It holds nothing from after Day.
type Known struct {
	Day       int
	Places    [][]Count
	Corrected [][]int // by place, the days on which people were counted anew
	Total     []Count
	TotalAnew []int // the days on which the total was
}

// KnownCounts is what the registrations of a scenario of the rule neighbours said by the end of a
// day of its period, at the places that Flee counts (scenario.Outputs). See scenario.CountedBy for what is a count.
func KnownCounts(sc *scenario.Scenario, day int) *Known {
	on := sc.Period.From + calendar.Date(day)
	at := map[string]int{}
	for k, i := range sc.Outputs() {
		at[sc.Places[i].ID] = k
	}
	known := &Known{Day: day, Places: make([][]Count, len(at)), Corrected: make([][]int, len(at))}
	labels, _ := sc.CountedBy(on)
	for k, label := range labels {
		var counts []Count
		for _, c := range label.Counts {
			counts = append(counts, Count{int(c.Date - sc.Period.From), c.People, c.Published})
		}
		var anew []int
		for _, d := range sc.CorrectedOn(label.Label) {
			if d <= on {
				anew = append(anew, int(d-sc.Period.From))
			}
		}
		place, counted := at[label.Place]
		switch {
		case counted && label.Place != "" && known.Places[place] == nil:
			known.Places[place], known.Corrected[place] = counts, anew
		case label.Label == "total" || k == 0 && label.Place == "":
			known.Total, known.TotalAnew = counts, anew
		}
	}
	return known
}

// OfTotal is the total as the one place of what is known.
func (k *Known) OfTotal() *Known {
	return &Known{Day: k.Day, Places: [][]Count{k.Total}, Corrected: [][]int{k.TotalAnew}, Total: k.Total, TotalAnew: k.TotalAnew}
}

// OfAll is all places together as the one place of what is known: each place by its last count (All). Counts of
// before a correction are in its level already, so that nothing counts as counted anew.
func (k *Known) OfAll() *Known {
	return &Known{Day: k.Day, Places: [][]Count{k.All()}, Corrected: make([][]int, 1), Total: k.Total, TotalAnew: k.TotalAnew}
}

// Last is the last count of a place; ok is false when there is none.
func (k *Known) Last(place int) (Count, bool) { return lastOf(k.Places[place]) }

func lastOf(counts []Count) (Count, bool) {
	if len(counts) == 0 {
		return Count{}, false
	}
	return counts[len(counts)-1], true
}

// All is the number of people at all places together, as it was known on each day on which
// something was counted: of every place its last count by then. It stands in for a
// published total where there is none.
func (k *Known) All() []Count {
	var days []int
	for _, counts := range k.Places {
		for _, c := range counts {
			days = append(days, c.Day)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	list := make([]Count, len(days))
	for i, day := range days {
		list[i].Day = day
	}
	for _, counts := range k.Places {
		at, people := 0, 0.0
		for i := range list {
			for at < len(counts) && counts[at].Day <= list[i].Day {
				people = counts[at].People
				at++
			}
			list[i].People += people
			list[i].Published = list[i].People
		}
	}
	return list
}

// Anew says whether people at a place were counted anew after one day and by another.
func (k *Known) Anew(place, after, by int) bool {
	return slices.ContainsFunc(k.Corrected[place], func(d int) bool { return d > after && d <= by })
}
