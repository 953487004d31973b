package scenario

import (
	"fmt"
	"slices"

	"haven/internal/calendar"
)

// Counted are the counts of one label as they stood on a day: registrations that had been
// made by then, scaled to the corrections that had been made by then.
type Counted struct {
	Label  string
	Place  string // empty when the label counts at none of the scenario's places
	Counts []Count
}

// Count is one count of people.
type Count struct {
	Date      calendar.Date
	People    float64 // in the level of the last correction known
	Published float64 // as it was published on its day
}

// Uncounted is a row of registrations.csv that is no count to build on.
type Uncounted struct {
	ID     string
	Label  string
	Date   calendar.Date
	People float64
	Reason string
}

// CountedBy gives the registrations of every label as somebody had them who saw the tables
// on a day, in the order of the labels, with those that were dropped. It reads no row of a later
// day, and never interpolates.
//
//   - A registration is known from its own date.
//   - Zeros before the first count above zero are placeholders, put there so that there is a first
//     value to interpolate from: dropped.
//   - A row whose date lies before that of a row above it is out of order, and its date is not to be
//     trusted: dropped. Of two counts on one day the later row stands.
//   - Of a label with several lists only days that all of them count have a sum.
//   - A correction says that people were counted anew on its date. From that date on, and not
//     before, the counts before it are scaled to meet the new level.
func (s *Scenario) CountedBy(day calendar.Date) ([]Counted, []Uncounted) {
	var all []Counted
	var dropped []Uncounted
	var lists [][][]Count
	byLabel := map[string]int{}
	for i := range s.Registrations {
		row := &s.Registrations[i]
		k, seen := byLabel[row.Label]
		if !seen {
			k = len(all)
			byLabel[row.Label] = k
			all = append(all, Counted{Label: row.Label, Place: row.Place})
			lists = append(lists, nil)
		}
		for int(row.List) >= len(lists[k]) {
			lists[k] = append(lists[k], nil)
		}
		if row.Date > day {
			continue
		}
		list := &lists[k][row.List]
		reason := ""
		switch {
		case len(*list) > 0 && row.Date < (*list)[len(*list)-1].Date:
			reason = fmt.Sprintf("out of order: it stands after a count of %s", (*list)[len(*list)-1].Date)
		case row.People == 0 && !slices.ContainsFunc(*list, func(c Count) bool { return c.People > 0 }):
			reason = "a zero before the first count: a placeholder"
		}
		if reason != "" {
			dropped = append(dropped, Uncounted{ID: row.ID, Label: row.Label, Date: row.Date, People: row.People, Reason: reason})
			continue
		}
		*list = append(*list, Count{row.Date, row.People, row.People})
	}
	for k := range all {
		all[k].Counts = sumOfLists(lists[k])
	}
	for i := range s.Corrections {
		c := &s.Corrections[i]
		if k, known := byLabel[c.Label]; known && c.Date <= day && c.Date >= s.Period.From {
			scaleBefore(all[k].Counts, c.Date)
		}
	}
	for k := range all {
		all[k].Counts = lastOfEachDay(all[k].Counts)
	}
	return all, dropped
}

// sumOfLists adds up the days that all lists count; a single list is itself, with
// all its rows.
func sumOfLists(lists [][]Count) []Count {
	if len(lists) == 1 {
		return lists[0]
	}
	sum := lastOfEachDay(lists[0])
	for _, more := range lists[1:] {
		on := map[calendar.Date]float64{}
		for _, c := range more {
			on[c.Date] = c.People
		}
		both := sum[:0:0]
		for _, c := range sum {
			if people, ok := on[c.Date]; ok {
				both = append(both, Count{c.Date, c.People + people, c.Published + people})
			}
		}
		sum = both
	}
	return sum
}

// lastOfEachDay keeps the later of two rows of one day.
func lastOfEachDay(counts []Count) []Count {
	kept := make([]Count, 0, len(counts))
	for _, c := range counts {
		if n := len(kept); n > 0 && kept[n-1].Date == c.Date {
			kept[n-1] = c
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// scaleBefore makes all counts before those of a day meet the level of that day. A day
// counted twice scales twice, as in Flee.
func scaleBefore(counts []Count, day calendar.Date) {
	for at := 1; at < len(counts); at++ {
		if counts[at].Date != day || counts[at-1].People < 1 {
			continue
		}
		factor := counts[at].People / counts[at-1].People
		for j := range counts[:at] {
			counts[j].People *= factor
		}
	}
}

// CorrectedOn lists the dates on which people of a label were counted anew.
func (s *Scenario) CorrectedOn(label string) []calendar.Date {
	var dates []calendar.Date
	for i := range s.Corrections {
		if s.Corrections[i].Label == label {
			dates = append(dates, s.Corrections[i].Date)
		}
	}
	slices.Sort(dates)
	return dates
}
