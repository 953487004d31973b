package exchange

import (
	"fmt"
	"sort"
	"strings"

	"haven/internal/calendar"
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

// attacks are the types of events that drive people away; protests, riots and what ACLED calls strategic
// developments are left out.
var attacks = map[string]bool{"battles": true, "explosions/remote violence": true, "violence against civilians": true}

// acled makes conflict days of ACLED's events, as Flee's users do by hand: a place is in conflict from the
// first day on which at least Fatalities people were killed in attacks there, and no more from the day after Quiet days without such a day.
type acled struct {
	*job
	days map[placeDay]*eventDay
}

type eventDay struct {
	killed float64
	known  calendar.Date
	first  record
}

func (a *acled) row(r *record) {
	if kind := a.columns.cell(r, "type"); !attacks[strings.ToLower(kind)] {
		a.res.Left["events that are no attacks (protests, riots, strategic developments)"]++
		return
	}
	for field, words := range map[string]string{"geo_precision": "events placed only to the province (geo_precision 3)", "time_precision": "events dated only to the month (time_precision 3)"} {
		if a.columns.cell(r, field) == "3" {
			a.res.Left[words]++
			return
		}
	}
	_, day, dated := a.day(r, "date", true)
	killed := 0.0
	if cell := a.columns.cell(r, "fatalities"); !withheld(cell) {
		v, bad := people(cell)
		if bad != nil {
			a.wrong(r, "fatalities", bad)
			return
		}
		killed = v
	}
	lat, lon, ok := a.coordinates(r)
	if !dated || !ok {
		return
	}
	place, ok := a.where(r, lat, lon)
	if !ok {
		return
	}
	k := placeDay{place, day}
	d := a.days[k]
	if d == nil {
		d = &eventDay{first: record{r.line, append([]string(nil), r.cells...)}}
		a.days[k] = d
	}
	d.killed += killed
	d.known = max(d.known, a.known(day, a.columns.cell(r, "published"), "acled"))
}

// where is the place of an event: by name, else the nearest. An event far from every place of the scenario is
// no mistake, since ACLED's files hold whole countries: it is counted.
func (a *acled) where(r *record, lat, lon float64) (string, bool) {
	if a.o.Place != "" {
		return a.o.Place, true
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
		a.res.Elsewhere++
		return "", false
	case (how == found || how == nearest) && a.places.ids[id]:
		return id, true
	case how == unmatched && strings.Contains(bad.message, "places of the scenario"):
		a.wrong(r, "location", bad)
		return "", false
	}
	a.res.Left[fmt.Sprintf("attacks further than %g km from every place of the scenario", a.places.within)]++
	return "", false
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

func (a *acled) finish() {
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
			e.add(&d.first, "date", k.place, k.day, 1, d.known)
		}
		end := k.day + calendar.Date(a.o.Quiet) + 1
		if last := i == len(list)-1; a.o.Quiet > 0 && (last || list[i+1].day >= end) {
			if !last && list[i+1].day == end || last && end > a.s.Period.To {
				continue
			}
			e.add(&d.first, "date", k.place, end, 0, end)
		}
	}
}
