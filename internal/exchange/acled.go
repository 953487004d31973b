package exchange

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// acledLayout are the columns of ACLED's export of events, as its codebook names them.
var acledLayout = layout{
	publisher: "ACLED",
	fields: []field{
		{name: "event", about: "the event's id", names: []string{"event_id_cnty", "data_id", "event_id"}, tags: []string{"#event+code"}},
		{name: "date", about: "the day of the event", names: []string{"event_date", "Date"}, tags: []string{"#date+occurred", "#date"}},
		{name: "time_precision", about: "1: the day, 2: the week, 3: the month", names: []string{"time_precision"}, tags: []string{"#date+precision"}},
		{name: "type", about: "the type of the event", names: []string{"event_type"}, tags: []string{"#event+type"}},
		{name: "country", about: "the country", names: []string{"country"}, tags: []string{"#country+name"}},
		{name: "iso", about: "the country, ISO 3166-1 numeric", names: []string{"iso", "iso3"}, tags: []string{"#country+code"}},
		{name: "location", about: "the place", names: []string{"location"}, tags: []string{"#loc+name"}},
		{name: "lat", about: "latitude", names: []string{"latitude"}, tags: []string{"#geo+lat"}},
		{name: "lon", about: "longitude", names: []string{"longitude"}, tags: []string{"#geo+lon"}},
		{name: "geo_precision", about: "1: the place, 2: nearby, 3: the province", names: []string{"geo_precision"}, tags: []string{"#geo+precision"}},
		{name: "fatalities", about: "how many were killed", names: []string{"fatalities"}, tags: []string{"#affected+killed"}},
		{name: "published", about: "when the event was last entered, seconds since 1970", names: []string{"timestamp"}, tags: []string{"#meta+timestamp"}},
	},
	unused: strings.Fields("year disorder_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting region admin1 admin2 admin3 source source_scale notes tags event_id_no_cnty data_id population_1km population_2km population_5km population_best"),
	need:   [][]string{{"date"}, {"type"}, {"fatalities"}, {"location", "lat"}},
}

// eventTypes says of ACLED's types of events, by key, whether they are attacks, which drive people away; protests, riots and what ACLED
// calls strategic developments do not. The second and third lines are names of its codebooks of up to 2018.
var eventTypes = map[string]bool{
	key("Battles"): true, key("Explosions/Remote violence"): true, key("Violence against civilians"): true, key("Protests"): false, key("Riots"): false, key("Strategic developments"): false,
	key("Battle-No change of territory"): true, key("Battle-Non-state actor overtakes territory"): true, key("Battle-Government regains territory"): true, key("Remote violence"): true,
	key("Riots/Protests"): false, key("Headquarters or base established"): false, key("Non-violent transfer of territory"): false, key("Non-violent activity by a conflict actor"): false, key("Strategic development"): false,
}

// typeNames are the types of today's codebook, as a suggestion for what is none.
var typeNames = []string{"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots", "Strategic developments"}

// acled makes conflict days of ACLED's events, as Flee's users do by hand: a place is in conflict from the
// first day on which at least Fatalities people were killed in attacks there, and no more from the day after Quiet days without such a day.
type acled struct {
	*job
	events eventList
	types  map[string]bool // that are not known, and are counted by name
	days   map[placeDay]*eventDay
}

type eventDay struct {
	killed float64
	known  calendar.Date
	line   int // of the first event
}

// isElsewhere counts an event among those of countries that the scenario does not have.
const isElsewhere = "elsewhere"

// row keeps what an event says. It is counted at the end, because a later row may be a newer edition of the same event.
func (a *acled) row(r *record) {
	e := event{line: int32(r.line)} //nolint:gosec // a file of two thousand million lines is beyond what is read
	place, why, ok := a.judge(r, &e)
	if !ok {
		return
	}
	known, ok := a.known(r, e.day, "acled")
	if !ok {
		return
	}
	e.known = known
	a.events.add(e, a.columns.cell(r, "event"), stamp(a.columns.cell(r, "published"), known), place, why, a.said(r))
}

// stamp is when a row was entered, for which of two is newer: in seconds where the file says so.
func stamp(cell string, known calendar.Date) int64 {
	switch n, err := strconv.ParseInt(strings.TrimSuffix(cell, ".0"), 10, 64); {
	case withheld(cell):
		return 0
	case err == nil && unixTime().MatchString(cell):
		return n
	}
	return int64(known) * 86400
}

// said is all that is read of an event, as the file has it.
func (a *acled) said(r *record) []string {
	var said []string
	for _, field := range []string{"date", "time_precision", "type", "country", "iso", "location", "lat", "lon", "geo_precision", "fatalities"} {
		said = append(said, a.columns.cell(r, field))
	}
	return said
}

// judge reads an event: its place, or why it is left out; false when something is wrong (told).
func (a *acled) judge(r *record, e *event) (place, why string, ok bool) {
	if kind := a.columns.cell(r, "type"); !eventTypes[key(kind)] {
		return "", a.noAttack(kind), true
	}
	for field, words := range map[string]string{"geo_precision": "events placed only to the province (geo_precision 3)", "time_precision": "events dated only to the month (time_precision 3)"} {
		if a.columns.cell(r, field) == "3" {
			return "", words, true
		}
	}
	_, day, dated := a.day(r, "date", true)
	e.day = day
	if cell := a.columns.cell(r, "fatalities"); withheld(cell) {
		if a.o.Fatalities > 0 { // else any attack counts, whoever was killed
			why = "attacks whose number of killed is empty or withheld"
		}
	} else {
		v, bad := people(cell)
		if bad != nil {
			a.wrong(r, "fatalities", bad)
			return "", "", false
		}
		e.killed = v
	}
	lat, lon, ok := a.coordinates(r)
	if !dated || !ok {
		return "", "", false
	}
	place, elsewhere, ok := a.where(r, lat, lon)
	if elsewhere != "" {
		why = elsewhere
	}
	return place, why, ok
}

// mostTypes bounds the types that are counted by name.
const mostTypes = 20

// noAttack is why an event of a type that is no attack is left out. A type that is not known is named: it may be a misspelt attack.
func (a *acled) noAttack(kind string) string {
	_, known := eventTypes[key(kind)]
	switch {
	case known:
		return "events that are no attacks (protests, riots, strategic developments)"
	case kind == "":
		return "events without a type"
	case len(a.types) >= mostTypes && !a.types[kind]:
		return "events of other types that are not known"
	}
	a.types[strings.Clone(kind)] = true
	words := "events of a type that is not known, " + scenario.Quoted(kind)
	if like := scenario.Suggest(kind, typeNames); like != "" {
		words += " (" + like + ")"
	}
	return words
}

// where is the place of an event: by name, else the nearest; or why it has none. An event far from every place of the scenario is
// no mistake, since ACLED's files hold whole countries: it is counted.
func (a *acled) where(r *record, lat, lon float64) (place, why string, ok bool) {
	if a.o.Place != "" {
		return a.o.Place, "", true
	}
	country := a.iso(a.columns.cell(r, "country"))
	if country == "" {
		country = a.iso(a.columns.cell(r, "iso"))
	}
	if country != "" && !a.places.countries[country] {
		country = a.otherwise(country)
	}
	names := a.given(r, "location")
	id, how, bad := a.places.find(&query{names: names, country: country, lat: lat, lon: lon})
	switch {
	case how == elsewhere:
		return "", isElsewhere, true
	case (how == found || how == nearest) && a.places.ids[id]:
		return id, "", true
	case how == unmatched && strings.Contains(bad.message, "places of the scenario"):
		a.wrong(r, "location", bad)
		return "", "", false
	}
	return "", fmt.Sprintf("attacks further than %g km from every place of the scenario", a.places.within), true
}

// otherwise is the code that the scenario has for a country that its source names in another way: Flee's folders may give
// invented codes, and settlements.csv then says which name they stand for.
func (a *acled) otherwise(country string) string {
	for i := range a.s.Settlements {
		if st := &a.s.Settlements[i]; st.CountryName != "" && fromISO(st.CountryName) == country {
			for k := range a.s.Places {
				if a.s.Places[k].ID == st.Place {
					return a.s.Places[k].Country
				}
			}
		}
	}
	return country
}

// counted adds an event to its place's day, or counts why it is left out.
func (a *acled) counted(e *event, place, why string) {
	switch why {
	case "":
	case isElsewhere:
		a.res.Elsewhere++
		return
	default:
		a.res.Left[why]++
		return
	}
	k := placeDay{place, e.day}
	d := a.days[k]
	if d == nil {
		d = &eventDay{line: int(e.line)}
		a.days[k] = d
	}
	d.line = min(d.line, int(e.line))
	d.killed += e.killed
	d.known = max(d.known, e.known)
}

// contradicted tells of two rows of one event that say different things, neither of which is newer.
func (a *acled) contradicted(one, other *event) {
	r := record{line: int(other.line)}
	bad := &trouble{fmt.Sprintf("this event stands in line %d too, and there it says something else", one.line), "allowed: rows of one event that agree, or have a timestamp each, of which the newest counts", "which is right? take the other row out"}
	a.wrong(&r, "event", bad)
}

func (a *acled) finish() {
	if n := a.events.each(a.counted, a.contradicted); n > 0 {
		a.res.Left["rows of an event that another row has (the same id)"] += n
	}
	byPlace := map[string][]placeDay{}
	for k := range a.days {
		if a.days[k].killed >= float64(a.o.Fatalities) {
			byPlace[k.place] = append(byPlace[k.place], k)
		} else {
			a.res.Left[fmt.Sprintf("days of a place with fewer than %d killed", a.o.Fatalities)]++
		}
	}
	names := make([]string, 0, len(byPlace))
	for place := range byPlace {
		names = append(names, place)
	}
	sort.Strings(names)
	e := newEvents(a.job)
	for _, place := range names {
		list := byPlace[place]
		sort.Slice(list, func(x, y int) bool { return list[x].day < list[y].day })
		a.spell(e, list)
	}
	e.finish()
}

// spell turns a place's days of attacks into rows: intensity 1 when one follows a quiet time, 0 when the quiet time has passed.
func (a *acled) spell(e *events, list []placeDay) {
	for i, k := range list {
		d := a.days[k]
		if i == 0 || a.o.Quiet > 0 && int(k.day-list[i-1].day) > a.o.Quiet {
			e.add(&record{line: d.line}, "date", k.place, k.day, 1, d.known)
		}
		end := k.day + calendar.Date(a.o.Quiet) + 1
		if last := i == len(list)-1; a.o.Quiet > 0 && (last || list[i+1].day >= end) {
			if !last && list[i+1].day == end || last && end > a.s.Period.To {
				continue
			}
			// That nobody was killed any more is known when events of that day would be, and not before the last attack is.
			e.add(&record{line: d.line}, "date", k.place, end, 0, max(d.known, a.usually(end, "acled")))
		}
	}
}
