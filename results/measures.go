package results

import (
	"strings"

	"haven/ensemble"
)

// Measure describes what is counted under one name for one kind of entity.
type Measure struct {
	Name, By, Unit, Meaning string
}

// Measures are all measures the tables may hold. Sums over the period are in
// the table totals and highest days in peaks, under the same names; running
// totals have the suffix _to_date and are described by their own measure.
var Measures = []Measure{
	{"departures", "origin", "people", "people who left that day, parties of those summoned included"},
	{"summoned", "origin", "people", "people of parties summoned by the call-up that day"},
	{"sent", "origin", "people", "summoned people sent to the front that day"},
	{"left_behind", "origin", "people", "people of a party whose liable member was sent"},

	{"returned", "place", "people", "people who turned home at this place that day; they leave the model there"},
	{"standing", "place", "people", "people who stand at the place at the end of the day and choose anew tomorrow (refused, without a seat, or at a crossing that closed)"},

	{"stock", "place", "people", "rule neighbours: people who fled and are at the place at the end of the day, camps included"},

	{"arrivals", "destination", "people", "people who reached the destination that day"},
	{"stock", "destination", "people", "people at the destination at the end of the day"},
	{"moved_on", "destination", "people", "people who left the destination for another one that day"},

	{"arrivals", "destination_callup", "people", "people who reached the destination that day, by what is kept of their group"},
	{"stock", "destination_callup", "people", "people at the destination at the end of the day, by what is kept of their group"},
	{"arrivals", "country_callup", "people", "people who reached a destination in the country that day, by what is kept of their group"},
	{"stock", "country_callup", "people", "people at destinations in the country at the end of the day, by what is kept of their group"},

	{"queue", "lane", "people", "people held at both sides of the lane at the end of the day, usual travellers included"},
	{"queue_max", "lane", "people", "longest queue of the day"},
	{"wait_predicted", "lane", "minutes", "wait that somebody who joins at the end of the day must expect, both sides"},
	{"wait_experienced", "lane", "minutes", "mean wait of those served at the entry side that day; no value when nobody was"},
	{"served_exit", "lane", "people", "people served at the exit side that day"},
	{"served_entry", "lane", "people", "people served at the entry side that day"},
	{"turned_back_exit", "lane", "people", "people refused at the exit side that day"},
	{"turned_back_entry", "lane", "people", "people refused at the entry side that day"},
	{"barred", "lane", "people", "people found on an exit list that day; they stay barred at every crossing"},
	{"gave_up", "lane", "people", "people who gave up queueing that day"},

	{"seats_sold", "service", "seats", "seats that travel that day, sold to those who flee and to usual travellers"},
	{"seats_offered", "service", "seats", "seats that are on offer for that day"},
	{"fare", "service", "cents", "fare a person, in US cents"},

	{"flow", "link", "people", "people who used the link that day"},

	{"arrivals", "country", "people", "people who reached a destination in the country that day"},
	{"entries", "country", "people", "people let in at the country's borders that day, usual travellers of every citizenship included (gross, as border services count); into the country that people leave only those on lanes of their own, without returns and usual travel of the direction in"},
	{"entries_citizens", "country", "people", "entries of the origin's citizens: those who flee and its usual travellers"},
	{"entries_fleeing", "country", "people", "entries of those who flee"},
	{"exits", "country", "people", "people who left the country that day, back towards the origin (usual travellers and those who return) or on to another one; of the country that people leave all who were let out (gross)"},
	{"exits_citizens", "country", "people", "exits of the origin's citizens"},
	{"applications_border", "country", "people", "people admitted at the border as applicants for protection that day"},
	{"applications_inland", "country", "people", "people who applied for protection after arrival that day"},
	{"claims_refused", "country", "people", "people who asked for protection at the border and were refused that day"},
	{"stock", "country", "people", "people at destinations in the country (under the rule neighbours: in its camps) at the end of the day"},

	{"departures", "all", "people", "people who left that day, from all origins"},
	{"summoned", "all", "people", "people of parties summoned that day, in all origins"},
	{"sent", "all", "people", "summoned people sent that day, from all origins"},
	{"left_behind", "all", "people", "people left behind that day, in all origins"},
	{"turned_back_exit", "all", "people", "people refused at the exit side that day, at all borders"},
	{"turned_back_entry", "all", "people", "people refused at the entry side that day, at all borders"},
	{"barred", "all", "people", "people found on an exit list that day, at all borders"},
	{"gave_up", "all", "people", "people who gave up queueing that day, at all borders"},
	{"returned", "all", "people", "people who turned home that day, at all places"},

	{"surrendered", "model", "people", "people sent to the front who surrendered that day; never among border arrivals"},
	{"at_front", "model", "people", "people sent who are at the front at the end of the day"},
	{"at_home", "model", "people", "people at home at the end of the day, the summoned not included"},
	{"summoned_now", "model", "people", "people summoned and not yet sent at the end of the day"},
	{"standing", "model", "people", "people under way who stand somewhere and choose anew tomorrow"},
	{"at_hubs", "model", "people", "people who wait at a hub for the seat they bought"},
	{"on_links", "model", "people", "people on links at the end of the day"},
	{"in_queues", "model", "people", "people in queues at crossings at the end of the day, without usual travellers"},
	{"at_destinations", "model", "people", "people at destinations at the end of the day"},
	{"displaced_total", "model", "people", "rule neighbours: all who ever fled, those in camps on the first day included"},
	{"raw_total", "model", "people", "rule neighbours: what registrations have risen by in all, as Flee counts it"},
	{"debt", "model", "people", "rule neighbours: people fewer than registrations call for who are to flee on later days, because registrations fell"},
	{"in_idp_camps", "model", "people", "rule neighbours: people in camps within the country at the end of the day"},
	{"returned_total", "model", "people", "people who turned home or went back, from the first day on"},
}

// meaningOf describes a measure as it stands in a layout; ok is false when
// nobody wrote down what it means.
func meaningOf(name, by string) (m Measure, ok bool) {
	for _, m := range Measures {
		if m.Name == name && m.By == by {
			return m, true
		}
	}
	if base, found := strings.CutSuffix(name, toDateSuffix); found {
		if m, ok := meaningOf(base, by); ok {
			m.Name = name
			m.Meaning = "from the first day up to and including the day: " + m.Meaning
			return m, true
		}
	}
	return Measure{Name: name, By: by}, false
}

// measuresOf lists the measures by day that the tables of a run hold.
func measuresOf(l *ensemble.Layout) []MeasureInfo {
	infos := []MeasureInfo{}
	for i := range l.Series {
		s := &l.Series[i]
		t := tableBy(s.By)
		if t == nil || !isDaily(l, s) {
			continue
		}
		m, _ := meaningOf(s.Measure, s.By)
		infos = append(infos, MeasureInfo{Measure: s.Measure, By: s.By, Table: t.Name, Unit: s.Unit, Meaning: m.Meaning})
	}
	return infos
}
