package scenario

import (
	"fmt"
	"math"
	"strings"

	"haven/internal/calendar"
)

// registrationPrefix begins the ids of observations that Reported makes of registrations.
const registrationPrefix = "registrations."

// AsRegistered is the scope of a registration that Reported gives as it was published.
const AsRegistered = "registered"

// IsRegistration says whether an observation of Reported is a registration.
func IsRegistration(id string) bool { return strings.HasPrefix(id, registrationPrefix) }

// ReportedIn is the table that an observation of Reported stands in, and its id there.
func ReportedIn(id string) (file, row string) {
	if IsRegistration(id) {
		return registrationsTable.File(), strings.TrimPrefix(id, registrationPrefix)
	}
	return observationsTable.File(), id
}

// Reported are the figures that a run can be held against: the observations,
// and after them the registrations at the scenario's places, as stocks on the days on
// which people were really counted. A count that was later corrected has the value that
// Flee compares with, and says what had been published. Of several lists of a label only
// days that all of them have count. Registrations that no register can be made of are left out:
// reading the scenario has said why.
func (s *Scenario) Reported() []Observation {
	if len(s.Registrations) == 0 {
		return s.Observations
	}
	whole := *s
	whole.Parameters.Neighbours.Hasten = 1 // people as they were counted
	r := newRegister(&whole)
	if r.collect() != nil {
		return s.Observations
	}
	for i := range s.Corrections {
		if r.correct(i) != nil {
			return s.Observations
		}
	}
	list := append(make([]Observation, 0, len(s.Observations)+len(s.Registrations)), s.Observations...)
	byLabel := make([][]int, len(r.labels)) // rows of registrations.csv
	for i := range s.Registrations {
		k := r.byName[s.Registrations[i].Label]
		byLabel[k] = append(byLabel[k], i)
	}
	for k := range r.labels {
		if r.labels[k].place != "" {
			list = r.labels[k].reported(list, &whole, byLabel[k])
		}
	}
	return list
}

// reported appends the counts of one label, a day once.
func (l *labelled) reported(list []Observation, s *Scenario, rows []int) []Observation {
	first := len(list)
	lists := s.Registrations[rows[len(rows)-1]].List + 1
	if lists == 1 {
		at := make(map[int]int, len(rows))
		for j, i := range rows {
			day := l.rows[j].day
			if k, again := at[day]; again { // counted anew on the same day: the later row stands
				list[k] = observationOf(&s.Registrations[i], l.rows[j].people, s.Registrations[i].People)
				continue
			}
			at[day] = len(list)
			list = append(list, observationOf(&s.Registrations[i], l.rows[j].people, s.Registrations[i].People))
		}
		return list
	}
	published, seen := map[int]float64{}, map[int]int64{} // by day: the sum of the lists so far, and how many they are
	row := map[int]int{}
	for _, i := range rows {
		g := &s.Registrations[i]
		day := int(g.Date - s.Period.From)
		if seen[day] == g.List {
			seen[day]++
			published[day] += g.People
		}
		if g.List == 0 {
			row[day] = i
		}
	}
	for _, sum := range l.rows {
		if seen[sum.day] != lists || len(list) > first && list[len(list)-1].DateTo == s.Period.From+calendar.Date(sum.day) {
			continue
		}
		list = append(list, observationOf(&s.Registrations[row[sum.day]], sum.people, published[sum.day]))
	}
	return list
}

func observationOf(g *Registration, people, published float64) Observation {
	o := Observation{
		ID: registrationPrefix + g.ID, DateFrom: g.Date, DateTo: g.Date, Place: g.Place, Measure: "stock", Value: published,
		Kind: "point", Unit: "people", Whose: "all", Scope: AsRegistered, KnownFrom: g.Date, Evidence: g.Evidence,
	}
	if math.Abs(people-published) > 0.5 {
		o.Value = math.Floor(people) // as Flee cuts it
		o.Scope = fmt.Sprintf("registered, scaled to a later correction; published as %.0f", published)
	}
	return o
}
