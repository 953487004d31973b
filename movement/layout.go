package movement

import "sort"

// The kinds of entity a series can be by.
const (
	byOrigin      = "origin"
	byPlace       = "place"
	byDestination = "destination"
	byCallup      = "destination_callup"
	byLane        = "lane"
	byService     = "service"
	byLink        = "link"
	byCountry     = "country"
	byModel       = "model"
)

// layout names the entities a record is about, in the order of the tables.
type layout struct {
	countries []string
	index     map[string]int
	callups   []string // what is kept of the groups: liable, exempt, no
	callupOf  []int32  // by kept
	ofDest    []int    // country by destination
	exitOf    []int    // country left, by lane
	entryOf   []int    // country entered, by lane
}

// layOut is part of the frame: it does not depend on numbers.
func (f *Frame) layOut() {
	seen := map[string]bool{}
	add := func(c string) {
		if c != "" && !seen[c] {
			seen[c] = true
			f.layout.countries = append(f.layout.countries, c)
		}
	}
	for i := range f.sc.Crossings {
		add(f.sc.Crossings[i].FromCountry)
		add(f.sc.Crossings[i].ToCountry)
	}
	for _, n := range f.net.Destinations {
		add(f.sc.Places[n].Country)
	}
	for _, s := range f.services {
		add(f.sc.Places[s.far].Country)
	}
	sort.Strings(f.layout.countries)
	f.layout.index = make(map[string]int, len(seen))
	for i, c := range f.layout.countries {
		f.layout.index[c] = i
	}
	for _, n := range f.net.Destinations {
		f.layout.ofDest = append(f.layout.ofDest, f.layout.index[f.sc.Places[n].Country])
	}
	for i := range f.sc.Crossings {
		f.layout.exitOf = append(f.layout.exitOf, f.layout.index[f.sc.Crossings[i].FromCountry])
		f.layout.entryOf = append(f.layout.entryOf, f.layout.index[f.sc.Crossings[i].ToCountry])
	}
	callups := map[string]int32{}
	for _, k := range f.kept {
		i, ok := callups[k.callup]
		if !ok {
			i = int32(len(f.layout.callups))
			callups[k.callup] = i
			f.layout.callups = append(f.layout.callups, k.callup)
		}
		f.layout.callupOf = append(f.layout.callupOf, i)
	}
}

func (f *Frame) countryOf(code string) int           { return f.layout.index[code] }
func (f *Frame) countryOfDestination(dest int32) int { return f.layout.ofDest[dest] }

// NewRecord makes an empty record for this model's scenario.
func (m *Model) NewRecord() *Record { return m.Frame.NewRecord() }

// NewRecord makes an empty record for any member of the frame.
func (f *Frame) NewRecord() *Record {
	rec := &Record{From: f.sc.Period.From, Days: f.sc.Period.Days()}
	for _, s := range f.catalogue() {
		e := f.entities(s.by)
		rec.Series = append(rec.Series, Series{Measure: s.measure, By: s.by, Unit: s.unit, Entities: e, Days: rec.Days, Values: make([]int64, len(e)*rec.Days)})
	}
	return rec
}

func (f *Frame) entities(by string) []string {
	var out []string
	switch by {
	case byOrigin:
		for _, n := range f.origins {
			out = append(out, f.sc.Places[n].ID)
		}
	case byPlace:
		for i := range f.sc.Places {
			out = append(out, f.sc.Places[i].ID)
		}
	case byDestination:
		for _, n := range f.ends {
			out = append(out, f.sc.Places[n].ID)
		}
	case byCallup:
		for _, n := range f.net.Destinations {
			for _, c := range f.layout.callups {
				out = append(out, f.sc.Places[n].ID+"/"+c)
			}
		}
	case byLane:
		for i := range f.sc.Crossings {
			out = append(out, f.sc.Crossings[i].ID)
		}
	case byService:
		for _, s := range f.services {
			out = append(out, f.serviceName(&s))
		}
	case byLink:
		for i := range f.sc.Links {
			out = append(out, f.sc.Links[i].ID)
		}
	case byCountry:
		out = f.layout.countries
	case byModel:
		out = []string{"model"}
	}
	return out
}

// serviceName is the id of the service's link, with the place it leaves from
// where the link runs both ways.
func (f *Frame) serviceName(s *service) string {
	a := f.net.Arcs[s.arc]
	l := &f.sc.Links[a.Link]
	if l.BothWays && f.sc.Places[a.From].ID != l.From {
		return l.ID + "@" + f.sc.Places[a.From].ID
	}
	return l.ID
}

// seriesKind is a measure of the entities of one kind.
type seriesKind struct{ measure, by, unit string }

// catalogue lists every series of a record, in its order, by the scenario's rule.
func (f *Frame) catalogue() []seriesKind {
	if f.local {
		return neighboursCatalogue
	}
	return catalogue
}

var catalogue = []seriesKind{
	{"departures", byOrigin, "people"}, {"summoned", byOrigin, "people"}, {"sent", byOrigin, "people"}, {"left_behind", byOrigin, "people"},
	{"returned", byPlace, "people"}, {"standing", byPlace, "people"},
	{"arrivals", byDestination, "people"}, {"stock", byDestination, "people"}, {"moved_on", byDestination, "people"},
	{"arrivals", byCallup, "people"}, {"stock", byCallup, "people"},
	{"queue", byLane, "people"}, {"queue_max", byLane, "people"},
	{"wait_predicted", byLane, "minutes"}, {"wait_experienced", byLane, "minutes"},
	{"served_exit", byLane, "people"}, {"served_entry", byLane, "people"},
	{"turned_back_exit", byLane, "people"}, {"turned_back_entry", byLane, "people"},
	{"barred", byLane, "people"}, {"gave_up", byLane, "people"},
	{"seats_sold", byService, "seats"}, {"seats_offered", byService, "seats"}, {"fare", byService, "cents"},
	{"flow", byLink, "people"},
	{"entries", byCountry, "people"}, {"entries_citizens", byCountry, "people"}, {"entries_fleeing", byCountry, "people"},
	{"exits", byCountry, "people"}, {"exits_citizens", byCountry, "people"},
	{"applications_border", byCountry, "people"}, {"applications_inland", byCountry, "people"}, {"claims_refused", byCountry, "people"},
	{"stock", byCountry, "people"},
	{"surrendered", byModel, "people"}, {"at_front", byModel, "people"},
	{"at_home", byModel, "people"}, {"summoned_now", byModel, "people"}, {"standing", byModel, "people"}, {"at_hubs", byModel, "people"},
	{"on_links", byModel, "people"}, {"in_queues", byModel, "people"}, {"at_destinations", byModel, "people"}, {"returned_total", byModel, "people"},
}
