package exchange

import (
	"fmt"
	"math"
	"strings"

	"haven/scenario"
)

var nan = math.NaN()

// whereFields are how any table says where something is; the tags are those of the HXL 1.1 dictionary.
var whereFields = []field{
	{name: "place", about: "the scenario's id of the place, or its name", names: []string{"place", "haven_place"}, tags: []string{"#x_place", "#loc+name", "#adm5+name", "#adm4+name", "#adm3+name", "#adm2+name", "#adm1+name"}},
	{name: "pcode", about: "the P-code of the place", names: []string{"pcode", "P-code"}, tags: []string{"#loc+code", "#adm5+code", "#adm4+code", "#adm3+code", "#adm2+code", "#adm1+code"}},
	{name: "country", about: "the country, ISO 3166-1 code or name", tags: []string{"#country+code+-origin", "#country+-origin", "#adm0+code"}},
	{name: "lat", about: "latitude", tags: []string{"#geo+lat"}},
	{name: "lon", about: "longitude", tags: []string{"#geo+lon"}},
}

var whenFields = []field{
	{name: "date_from", about: "the first day", tags: []string{"#date+start"}},
	{name: "date_to", about: "the last day", tags: []string{"#date+end"}},
	{name: "date", about: "the day", tags: []string{"#date+reported", "#date+occurred", "#date+-start+-end+-published+-year+-month", "#date+year+-published"}},
	{name: "published", about: "the day of publication", names: []string{"known_from"}, tags: []string{"#date+published", "#x_known_from", "#meta+published"}},
}

func join(lists ...[]field) (all []field) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

var hxlObservations = layout{
	publisher: "a table with HXL tags",
	fields: join(whereFields, whenFields, []field{
		{name: "value", about: "the number of people", names: []string{"value"}, tags: []string{
			"#x_value", "#affected+refugees+-f+-m", "#affected+idps+-f+-m+-hh", "#affected+displaced+-f+-m", "#affected+asylum+-f+-m", "#affected+returnees+-f+-m",
			"#affected+ind+-f+-m", "#affected+-f+-m+-hh+-killed", "#population+-f+-m", "#indicator+value+num", "#indicator+num", "#value"}},
		{name: "measure", about: "which of observations.csv's measures: " + strings.Join(scenario.Measures, ", "), names: []string{"measure"}, tags: []string{"#x_measure", "#indicator+code"}},
		{name: "whose", about: "citizenship, ISO 3166-1 code or name", names: []string{"whose"}, tags: []string{"#x_whose", "#country+origin+code", "#origin+code", "#country+origin", "#origin"}},
		{name: "scope", about: "what the figure covers", tags: []string{"#x_scope", "#description", "#indicator+name", "#subject"}},
	}),
	need: [][]string{{"date", "date_to"}, {"value"}},
}

// hxlRows makes observations of a table with HXL tags.
type hxlRows struct {
	*job
	figures *figures
}

// where reads what a row says of its place.
func (j *job) where(r *record) (q *query, field string, ok bool) {
	lat, lon, ok := j.coordinates(r)
	if !ok {
		return nil, "", false
	}
	field = "place"
	for _, name := range []string{"pcode", "lat", "country"} {
		if !j.columns.has(field) {
			field = name
		}
	}
	name := j.given(r, "place")
	return &query{ids: name, names: name, pcodes: j.given(r, "pcode"), country: j.iso(j.columns.cell(r, "country")), lat: lat, lon: lon}, field, true
}

func (h *hxlRows) row(r *record) {
	cell := h.columns.cell(r, "value")
	if withheld(cell) {
		h.res.Empty++
		return
	}
	x := figure{whose: "all", scope: h.columns.cell(r, "scope"), measure: h.measure(r)}
	ok := x.measure != "?"
	var bad *trouble
	if x.value, bad = people(cell); bad != nil {
		h.wrong(r, "value", bad)
		ok = false
	}
	field := "date"
	if !h.columns.has("date") {
		field = "date_to"
	}
	from, to, dated := h.day(r, field, true)
	x.from, x.to = from, to
	if h.columns.has("date_to") && h.columns.cell(r, "date_to") != "" {
		if _, last, good := h.day(r, "date_to", true); good {
			x.to = last
			x.from = min(x.from, last)
		}
	}
	if h.columns.has("date_from") && h.columns.cell(r, "date_from") != "" {
		if begin, _, good := h.day(r, "date_from", true); good {
			x.from = begin
		}
	}
	if dated && x.from > x.to {
		h.wrong(r, "date_from", &trouble{fmt.Sprintf("%s lies after the last day, %s", x.from, x.to), "", "swap them?"})
		ok = false
	}
	if text := h.columns.cell(r, "whose"); text != "" && !strings.EqualFold(text, "all") {
		if x.whose = h.iso(text); x.whose == "" {
			h.wrong(r, "whose", &trouble{scenario.Quoted(text) + " is no country", "write the ISO 3166-1 alpha-3 code such as UKR, or all", ""})
			ok = false
		}
	}
	q, where, good := h.where(r)
	known, published := h.known(r, x.to, "hxl")
	if !ok || !dated || !good || !published {
		return
	}
	if x.place, ok = h.place(r, q, where); !ok {
		return
	}
	x.kind = x.scope
	if x.scope == "" {
		x.scope = "as the table gives it"
	}
	x.known = known
	h.figures.add(r, "value", x)
}

// measure is the row's own; empty when it has none, ? when it is wrong (told).
func (h *hxlRows) measure(r *record) string {
	text := strings.ToLower(h.columns.cell(r, "measure"))
	if text == "" {
		return ""
	}
	for _, m := range peopleMeasures {
		if text == m {
			return m
		}
	}
	h.wrong(r, "measure", &trouble{scenario.Quoted(text) + " is no measure of people", "allowed: " + strings.Join(peopleMeasures, ", "), scenario.Suggest(text, peopleMeasures)})
	return "?"
}

// peopleMeasures are the measures of observations.csv that count people.
var peopleMeasures = []string{"stock", "entries", "exits", "net_entries", "departures", "applications"}

// PeopleMeasures are the measures that imported figures can have.
func PeopleMeasures() []string { return append([]string(nil), peopleMeasures...) }

func (h *hxlRows) finish() { h.figures.finish() }

var hxlConflicts = layout{
	publisher: "a table with HXL tags",
	fields: join(whereFields, whenFields, []field{
		{name: "intensity", about: "the intensity of the conflict from the day on; 0 ends it", names: []string{"intensity"}, tags: []string{"#x_intensity", "#severity", "#indicator+intensity", "#indicator+value+num", "#indicator+num"}},
	}),
	need: [][]string{{"date", "date_from"}},
}

// conflictRows makes conflict days of a table with HXL tags; without a column of intensities each row is one of 1.
type conflictRows struct {
	*job
	events *events
}

func (c *conflictRows) row(r *record) {
	intensity := 1.0
	if c.columns.has("intensity") {
		cell := c.columns.cell(r, "intensity")
		if withheld(cell) {
			c.res.Empty++
			return
		}
		v, bad := number(cell)
		if bad == nil && v < 0 {
			bad = &trouble{"an intensity of " + cell, "allowed: 0 or more", ""}
		}
		if bad != nil {
			c.wrong(r, "intensity", bad)
			return
		}
		intensity = v
	}
	field := "date"
	if !c.columns.has("date") {
		field = "date_from"
	}
	from, _, dated := c.day(r, field, true)
	q, where, ok := c.where(r)
	known, published := c.known(r, from, "hxl")
	if !dated || !ok || !published {
		return
	}
	place, ok := c.place(r, q, where)
	if !ok {
		return
	}
	if c.places.countries[place] && !c.places.ids[place] {
		c.wrong(r, where, &trouble{"a conflict of the whole of " + place, "allowed: a place", "give a row for each place"})
		return
	}
	c.events.add(r, field, place, from, intensity, known)
}

func (c *conflictRows) finish() { c.events.finish() }
