package scenario

import (
	"fmt"
	"slices"
)

// Register answers, day by day, how many people are registered where, as Flee
// reads it out of counts that were published now and then: by linear interpolation,
// cut to whole people. It is read only, so members on several threads may share it.
type Register struct {
	s      *Scenario
	labels []labelled
	byName map[string]int // by label
	at     map[string]int // by place: its first label
	total  int            // the label total; -1: there is none
	counts []int          // labels whose registrations make people flee
}

// labelled are the registrations under one label.
type labelled struct {
	name, place string
	rows        []registered
	daily       []int64 // of each day of the period
}

// registered is one count; the day is relative to the first of the period and may be negative.
type registered struct {
	day    int
	people float64 // over hasten
}

// RegisterError says which row of which table a register cannot be made of.
type RegisterError struct {
	Table               *Table
	Row                 int // from 0; -1: the whole table
	Column              string
	Message, Suggestion string
}

// Error tells the place and what is wrong with it.
func (e *RegisterError) Error() string {
	p := Problem{File: e.Table.File(), Message: e.Message, Suggestion: e.Suggestion}
	if e.Row >= 0 {
		p.Line = e.Row + 2
	}
	return p.String()
}

// NewRegister makes the register of a scenario of the rule neighbours:
// registrations are divided by hasten, lists of one label added up, corrections applied in
// their order, and the value of every day of the period worked out.
func NewRegister(s *Scenario) (*Register, error) {
	r := newRegister(s)
	if err := r.collect(); err != nil {
		return nil, err
	}
	for i := range s.Corrections {
		if err := r.correct(i); err != nil {
			return nil, err
		}
	}
	round := s.Parameters.Neighbours.Without("truncated-registrations")
	for i := range r.labels {
		l := &r.labels[i]
		l.daily = daily(l.rows, s.Period.Days(), round)
		if _, taken := r.at[l.place]; l.place != "" && !taken {
			r.at[l.place] = i
		}
	}
	return r, r.choose()
}

func newRegister(s *Scenario) *Register {
	return &Register{s: s, byName: map[string]int{}, at: map[string]int{}, total: -1}
}

// collect groups the rows by label and list and adds lists up.
func (r *Register) collect() error {
	hasten := float64(max(1, r.s.Parameters.Neighbours.Hasten))
	var lists [][][]registered // by label and list
	last := -1
	for i := range r.s.Registrations {
		row := &r.s.Registrations[i]
		if last < 0 || r.labels[last].name != row.Label {
			k, seen := r.byName[row.Label]
			if !seen {
				k = len(r.labels)
				r.byName[row.Label] = k
				r.labels = append(r.labels, labelled{name: row.Label, place: row.Place})
				lists = append(lists, nil)
			}
			last = k
		}
		if r.labels[last].place != row.Place {
			return &RegisterError{registrationsTable, i, "place", fmt.Sprintf("the label %s counts at two places, %s and %s", quoted(row.Label), quoted(r.labels[last].place), quoted(row.Place)), "give one a label of its own"}
		}
		of := &lists[last]
		if list := int(row.List); list == len(*of) {
			*of = append(*of, nil)
		} else if list > len(*of) || list < 0 {
			return &RegisterError{registrationsTable, i, "list", fmt.Sprintf("list %d of %s comes before list %d", row.List, quoted(row.Label), len(*of)), "number the lists of a label 0, 1, ... in their order"}
		}
		one := &(*of)[row.List]
		*one = append(*one, registered{int(row.Date - r.s.Period.From), row.People / hasten})
	}
	for k := range r.labels {
		l := &r.labels[k]
		l.rows = lists[k][0]
		for _, more := range lists[k][1:] {
			sum, ok := addLists(l.rows, more)
			if !ok {
				return &RegisterError{registrationsTable, -1, "", fmt.Sprintf("of %s one list begins after the one before it", quoted(l.name)), "Flee cannot add such lists; put the list that begins first in front"}
			}
			l.rows = sum
		}
		if l.name == "total" {
			r.total = k
		}
	}
	return nil
}

// addLists adds two lists of counts by date in Flee's way: a day that is in
// one list alone takes the other's count of before or, where the second list has the day, of after
// it; what comes after the second list's end is dropped, and days
// after the first list's end repeat its last day. ok is false when the second begins before
// it could be added to.
func addLists(a, b []registered) (sum []registered, ok bool) {
	if len(a) == 0 {
		return nil, false
	}
	at, matched := 0, -1 // row of a; the last row of b that was added
	for j := range b {
		for b[j].day > a[at].day {
			if matched < 0 {
				return nil, false
			}
			sum = append(sum, registered{a[at].day, a[at].people + b[matched].people})
			if at == len(a)-1 {
				break
			}
			at++
		}
		switch {
		case b[j].day == a[at].day:
			sum = append(sum, registered{b[j].day, b[j].people + a[at].people})
			if at < len(a)-1 {
				at++
			}
			matched = j
		case b[j].day < a[at].day:
			sum = append(sum, registered{b[j].day, b[j].people + a[at].people})
			matched = j
		}
	}
	return sum, len(sum) > 0
}

// correct scales what was registered before a new count to meet its level.
func (r *Register) correct(i int) error {
	c := &r.s.Corrections[i]
	wrong := func(column, message, suggestion string) error {
		return &RegisterError{correctionsTable, i, column, message, suggestion}
	}
	k, known := r.byName[c.Label]
	if !known {
		return wrong("label", fmt.Sprintf("%s is no label of registrations.csv", quoted(c.Label)), didYouMean(c.Label, r.names()))
	}
	day := int(c.Date - r.s.Period.From)
	if day < 0 {
		return nil
	}
	rows, found := r.labels[k].rows, false
	added := 0.0
	if r.s.Parameters.Neighbours.EmptyCampsOnDay0 {
		added = float64(int64(valueOn(rows, 0)))
	}
	for at := 1; at < len(rows); at++ {
		if rows[at].day != day {
			continue
		}
		found = true
		before := rows[at-1].people + added
		if before < 1 {
			return wrong("date", fmt.Sprintf("%s has less than one person registered before %s, so nothing can be scaled", quoted(c.Label), c.Date), "take the row out, or lower hasten")
		}
		factor := (rows[at].people + added) / before
		for j := range rows[:at] {
			rows[j].people *= factor
		}
	}
	if !found {
		return wrong("date", fmt.Sprintf("%s has no registrations on %s with others before", quoted(c.Label), c.Date), "give a date of registrations.csv")
	}
	return nil
}

func (r *Register) names() func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := range r.labels {
			if !yield(r.labels[i].name) {
				return
			}
		}
	}
}

// valueOn is the value of one day.
func valueOn(rows []registered, day int) float64 {
	if len(rows) == 0 {
		return 0
	}
	if day <= rows[0].day {
		return rows[0].people
	}
	i := slices.IndexFunc(rows, func(r registered) bool { return r.day > day })
	if i < 0 {
		return rows[len(rows)-1].people
	}
	return between(rows[i-1], rows[i], day)
}

// between interpolates, in the one form that gives Flee's last digits.
func between(a, b registered, day int) float64 {
	f := float64(day-a.day) / float64(b.day-a.day)
	return a.people + float64(f*(b.people-a.people))
}

// daily are the values of the days 0, 1, ... as whole people. The first row in the order
// of the file whose day is later can only move on from one day to the next.
func daily(rows []registered, days int, round bool) []int64 {
	list := make([]int64, days)
	i := 0
	for d := range list {
		v := 0.0
		for i < len(rows) && rows[i].day <= d {
			i++
		}
		switch {
		case len(rows) == 0:
		case d <= rows[0].day:
			v = rows[0].people
		case i == len(rows):
			v = rows[len(rows)-1].people
		default:
			v = between(rows[i-1], rows[i], d)
		}
		if round {
			v += 0.5
		}
		list[d] = int64(v)
	}
	return list
}

// choose finds the labels whose registrations make people flee.
func (r *Register) choose() error {
	n := &r.s.Parameters.Neighbours
	if !n.FromRegistrations() {
		return nil
	}
	if len(r.labels) == 0 {
		return &RegisterError{registrationsTable, -1, "", "there are no registrations, which say how many people flee", "give some, or set neighbours.conflict_driven_spawning"}
	}
	if !n.SumFromCamps {
		if r.total < 0 {
			return &RegisterError{registrationsTable, -1, "", "no registrations have the label total", "sum_from_camps: false needs it"}
		}
		r.counts = []int{r.total}
		return nil
	}
	first := 0
	if n.Without("first-row-is-total") {
		first = r.total
	}
	var linked map[string]bool
	if n.Without("unreachable-rows-spawn") {
		linked = map[string]bool{}
		for i := range r.s.Links {
			linked[r.s.Links[i].From], linked[r.s.Links[i].To] = true, true
		}
	}
	for k := range r.labels {
		if k != first && (linked == nil || linked[r.labels[k].place]) {
			r.counts = append(r.counts, k)
		}
	}
	return nil
}

// Displaced is how many people more than the day before have to flee on a
// day: what registrations rise by. It may be negative. It is 0 where registrations do not
// say how many flee, and outside of the period.
func (r *Register) Displaced(day int) int64 {
	n := &r.s.Parameters.Neighbours
	if day < 0 || day >= r.s.Period.Days() || !n.FromRegistrations() || day == 0 && n.EmptyCampsOnDay0 {
		return 0
	}
	var sum int64
	if day == 0 && n.SumFromCamps && !n.Without("day0-counted-twice") {
		for k := range r.labels {
			sum += r.labels[k].daily[0]
		}
		return sum
	}
	for _, k := range r.counts {
		sum += r.labels[k].daily[day]
		if day > 0 {
			sum -= r.labels[k].daily[day-1]
		}
	}
	return sum
}

// At is how many people are registered at a place on a day of the period, over hasten. ok is
// false when nothing is registered for the place.
func (r *Register) At(place string, day int) (people int64, ok bool) {
	k, ok := r.at[place]
	if !ok || day < 0 || day >= len(r.labels[k].daily) {
		return 0, false
	}
	return r.labels[k].daily[day], true
}

// DayZero is At of the first day, 0 when nothing is registered for the place.
func (r *Register) DayZero(place string) int64 {
	people, _ := r.At(place, 0)
	return people
}

// Printed is the figure that simulated people are compared with: At, from which
// empty_camps_on_day0 takes the first day's where registrations make people flee.
func (r *Register) Printed(place string, day int) int64 {
	people, _ := r.At(place, day)
	if n := &r.s.Parameters.Neighbours; n.EmptyCampsOnDay0 && n.FromRegistrations() {
		people -= r.DayZero(place)
	}
	return people
}

// Schedule is the bookkeeping of the days before any choice: how many people
// start to flee each day, what registrations have risen by in all, and how many people fewer
// than that are to flee on later days because registrations fell.
func (r *Register) Schedule(days int) (newly, raw, debt []int64) {
	newly, raw, debt = make([]int64, days), make([]int64, days), make([]int64, days)
	var sum, owed int64
	for d := range days {
		more := r.Displaced(d)
		sum += more
		n := more - owed
		if d == 0 && r.s.Parameters.Neighbours.InsertDay0 && r.s.Parameters.Neighbours.FromRegistrations() {
			n = 0 // they are in the camps already
		}
		owed = max(0, -n)
		newly[d], raw[d], debt[d] = max(0, n), sum, owed
	}
	return newly, raw, debt
}

// Outputs are the places, by index, whose people are counted in the output:
// camps, or with floods every place.
func (s *Scenario) Outputs() []int {
	all := s.Parameters.Neighbours.FloodSpawning()
	var list []int
	for i := range s.Places {
		if all || s.Places[i].Kind == "camp" {
			list = append(list, i)
		}
	}
	return list
}
