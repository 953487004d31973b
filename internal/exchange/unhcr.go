package exchange

import (
	"fmt"
	"strings"

	"haven/internal/calendar"
)

// unhcrLayout are the columns of UNHCR's tables: the operational portal's exports and answers
// (data.unhcr.org: data_date or date, geomaster_name, individuals), and the population and asylum tables of
// the Refugee Data Finder and its API (api.unhcr.org/population/v1: year, coo, coa, refugees ...).
var unhcrLayout = layout{
	publisher: "UNHCR",
	fields: []field{
		{name: "date", about: "the day of the count", names: []string{"data_date", "date", "Reporting date", "As of date", "Date of data", "Data date"}, tags: []string{"#date+reported", "#date+-year"}},
		{name: "year", about: "the year of the count", names: []string{"year"}, tags: []string{"#date+year"}},
		{name: "place", about: "the name of the place", names: []string{"geomaster_name", "Location", "Location name", "Site", "Site name", "Camp", "Settlement", "Border point", "geoMasterId_name"}, tags: []string{"#loc+name", "#adm2+name", "#adm1+name"}},
		{name: "pcode", about: "the P-code of the place", names: []string{"pcode", "geomaster_pcode", "Admin2 Pcode", "Admin1 Pcode"}, tags: []string{"#loc+code", "#adm2+code", "#adm1+code"}},
		{name: "level", about: "0: a country, 1: a region, 2 and more: a smaller unit", names: []string{"admin_level"}},
		{name: "lat", about: "latitude", names: []string{"centroid_lat", "latitude", "lat"}, tags: []string{"#geo+lat"}},
		{name: "lon", about: "longitude", names: []string{"centroid_lon", "longitude", "lon", "long"}, tags: []string{"#geo+lon"}},
		{name: "country", about: "the country of asylum, ISO 3166-1", names: []string{"coa_iso", "Country of asylum (ISO)", "Country of asylum ISO", "iso3", "ISO 3", "Country ISO", "Country code"}, tags: []string{"#country+code+-origin", "#country+asylum+code"}},
		{name: "asylum", about: "the country of asylum, UNHCR's code", names: []string{"coa", "asylum_unhcr_code"}},
		{name: "asylum_name", about: "the country of asylum by name", names: []string{"coa_name", "Country of asylum", "Country", "Country / territory of asylum/residence", "Country of arrival"}, tags: []string{"#country+name+-origin", "#country+asylum+name"}},
		{name: "origin", about: "the country of origin, ISO 3166-1", names: []string{"coo_iso", "Country of origin (ISO)", "Country of origin ISO"}, tags: []string{"#country+origin+code", "#origin+code"}},
		{name: "origin_code", about: "the country of origin, UNHCR's code", names: []string{"coo", "origin_unhcr_code"}},
		{name: "origin_name", about: "the country of origin by name", names: []string{"coo_name", "Country of origin", "pop_origin_name", "Origin", "Nationality"}, tags: []string{"#country+origin+name", "#origin+name"}},
		{name: "individuals", about: "the number of people", names: []string{"individuals", "Individuals", "Population", "Number of individuals", "Total individuals", "Number of refugees", "value"}, tags: []string{"#affected+refugees+-f+-m", "#affected+ind+-f+-m", "#population+-f+-m"}},
		{name: "refugees", about: "refugees at the end of the year", names: []string{"refugees", "Refugees under UNHCR's mandate", "Refugees"}},
		{name: "asylum_seekers", about: "asylum-seekers at the end of the year", names: []string{"asylum_seekers", "Asylum-seekers"}},
		{name: "oip", about: "other people in need of international protection", names: []string{"oip", "Other people in need of international protection", "Venezuelans displaced abroad"}},
		{name: "idps", about: "internally displaced people", names: []string{"idps", "IDPs of concern to UNHCR", "IDPs"}},
		{name: "applied", about: "applications for asylum in the year", names: []string{"applied", "Applied during year", "Applications"}},
		{name: "counted_in", about: "P: people, C: cases", names: []string{"app_pc", "Application counted in", "App_pc"}},
		{name: "group", about: "which people are counted", names: []string{"population_groups_concat", "population_group_name", "Population group", "Population type", "Population Groups"}, tags: []string{"#population+type", "#affected+type"}},
		{name: "published", about: "the day of publication", names: []string{"published", "Published", "Date published", "publish_date", "last_updated"}, tags: []string{"#date+published"}},
	},
	unused: strings.Fields("unix_timestamp geomaster_id coo_id coa_id source month population_group_id population_groups population_group individuals_type demography_type households color lat_max lon_max lat_min lon_min " +
		"returned_refugees returned_idps stateless ooc hst procedure_type app_type dec_level authority stage_of_procedure type_of_procedure cases_persons situation_view_name situation_view_description page maxPages total short-url pop_origin_id id Returned_refugees Returned_IDPs Returned_IDPss Stateless_persons Others_of_concern Host_Community sv_id widget_id geo_id"),
	need: [][]string{{"date", "year"}, {"individuals", "refugees", "asylum_seekers", "oip", "idps", "applied"}},
}

// unhcr makes observations of UNHCR's rows.
type unhcr struct {
	*job
	figures *figures
	asked   map[string]int // place in sums
	sums    []asked
}

// asked is a sum of applications and the first row that it is from.
type asked struct {
	row    record
	figure figure
}

func (u *unhcr) row(r *record) {
	if u.columns.has("individuals") {
		u.operational(r)
		return
	}
	u.yearly(r)
}

// asylum is the country a row is about.
func (u *unhcr) asylum(r *record) string {
	if code := u.iso(u.columns.cell(r, "country")); code != "" {
		return code
	}
	if code := fromUNHCR(u.columns.cell(r, "asylum")); code != "" {
		return code
	}
	return u.iso(u.columns.cell(r, "asylum_name"))
}

// origin is whose people a row counts: a country's citizens, or all. Stateless and various people have no country; the
// name of the group then says who they are.
func (u *unhcr) origin(r *record) (whose, kind string) {
	if code := u.iso(u.columns.cell(r, "origin")); code != "" {
		return code, ""
	}
	if code := fromUNHCR(u.columns.cell(r, "origin_code")); code != "" {
		return code, ""
	}
	name := u.columns.cell(r, "origin_name")
	if code := u.iso(name); code != "" {
		return code, ""
	}
	if name == "-" {
		name = ""
	}
	return "all", name
}

// operational reads a row of the portal: so many people at a place on a day.
func (u *unhcr) operational(r *record) {
	cell := u.columns.cell(r, "individuals")
	if withheld(cell) {
		u.res.Empty++
		return
	}
	field := "date"
	if !u.columns.has("date") {
		field = "year"
	}
	from, to, dated := u.day(r, field, true)
	value, bad := people(cell)
	if bad != nil {
		u.wrong(r, "individuals", bad)
	}
	lat, lon, ok := u.coordinates(r)
	known, published := u.known(r, to, "unhcr")
	if !dated || bad != nil || !ok || !published {
		return
	}
	where := "place"
	if !u.columns.has("place") {
		where = "asylum_name"
	}
	q := &query{ids: u.given(r, "place"), names: u.given(r, "place"), pcodes: u.given(r, "pcode"), country: u.asylum(r), lat: lat, lon: lon}
	if u.columns.cell(r, "level") == "0" { // a whole country; its middle is near some place by chance only
		q.lat, q.lon = nan, nan
	}
	place, ok := u.place(r, q, where)
	if !ok {
		return
	}
	whose, kind := u.origin(r)
	scope, group := "UNHCR operational count", u.columns.cell(r, "group")
	for _, words := range []string{group, kind} {
		if words != "" {
			scope += "; " + words
		}
	}
	u.figures.add(r, "individuals", figure{
		place: place, from: from, to: to, value: value, whose: whose, scope: scope, kind: strings.TrimSpace(group + " " + kind),
		known: known,
	})
}

// yearly reads a row of the population or asylum tables: pairs of countries, stocks on 31 December or applications in the year.
func (u *unhcr) yearly(r *record) {
	_, to, dated := u.day(r, "year", true)
	if !dated {
		return
	}
	country := u.asylum(r)
	if country == "" && u.o.Place == "" {
		u.res.Left["no country of asylum"]++
		return
	}
	abroad, ok := u.abroad(r)
	idps, displaced, good := u.count(r, "idps")
	applied, asked, fine := u.count(r, "applied")
	known, published := u.known(r, to, "population")
	if !ok || !good || !fine || !published {
		return
	}
	held := u.columns.has("applied") && !asked && !none(u.columns.cell(r, "applied"))
	if !abroad.given && !displaced && !asked && !held {
		u.res.Empty++
		return
	}
	place, ok := u.place(r, &query{country: country, lat: nan, lon: nan}, "country")
	if !ok {
		return
	}
	whose, kind := u.origin(r)
	begin := calendar.Of(to.Time().AddDate(0, 0, 1-to.Time().YearDay()))
	add := func(v float64, least bool, who, tells string) {
		scope := fmt.Sprintf("the country at the end of %d: %s", to.Time().Year(), who)
		u.figures.add(r, "year", figure{place: place, from: begin, to: to, value: v, least: least, whose: whose, measure: "stock", scope: scope, kind: strings.TrimSpace(tells + " " + kind), known: known})
	}
	switch {
	case abroad.held && !(abroad.people > 0):
		u.res.Left["sums of which a part is withheld and the rest is none"]++
	case abroad.given && (abroad.people > 0 || !displaced):
		add(abroad.people, abroad.held, abroad.who, "")
	}
	if u.columns.has("idps") && !displaced && !none(u.columns.cell(r, "idps")) {
		u.res.Left["withheld counts of internally displaced people"]++
	}
	if displaced && idps > 0 {
		add(idps, false, "internally displaced people", "idps")
	}
	if asked || held {
		u.applications(r, figure{least: held, place: place, from: begin, to: to, value: applied, whose: whose, measure: "applications", scope: fmt.Sprintf("the country in %d", to.Time().Year()), kind: kind, known: known})
	}
}

// abroad is the sum of those under UNHCR's care outside their country.
type abroad struct {
	people      float64
	given, held bool   // some part is given, some is withheld
	who         string // in words
}

// abroad adds up the columns of a row. A part that is withheld is no 0, and a dash is none: the sum then is of the others alone.
func (u *unhcr) abroad(r *record) (sum abroad, ok bool) {
	ok = true
	var who []string
	for _, part := range []struct{ field, who string }{{"refugees", "refugees"}, {"asylum_seekers", "asylum-seekers"}, {"oip", "others in need of international protection"}} {
		v, given, good := u.count(r, part.field)
		ok = ok && good
		sum.people += v
		sum.given = sum.given || given
		cell := u.columns.cell(r, part.field)
		if u.columns.has(part.field) && !none(cell) {
			who = append(who, part.who)
			sum.held = sum.held || !given
		}
	}
	sum.who = strings.Join(who, ", ")
	if n := len(who) - 1; n > 0 {
		sum.who = strings.Join(who[:n], ", ") + " and " + who[n]
	}
	return sum, ok
}

// applications adds up the rows of a year and pair of countries: the asylum tables have one for each
// procedure and kind of application. Those counted in cases are left out.
func (u *unhcr) applications(r *record, x figure) {
	if strings.EqualFold(u.columns.cell(r, "counted_in"), "C") {
		u.res.Left["applications counted in cases, not people"]++
		return
	}
	id := x.id("unhcr")
	if at, again := u.asked[id]; again {
		u.sums[at].figure.value += x.value
		u.sums[at].figure.least = u.sums[at].figure.least || x.least
		return
	}
	u.asked[id] = len(u.sums)
	u.sums = append(u.sums, asked{*r, x})
}

// count reads one of the population columns.
func (u *unhcr) count(r *record, field string) (v float64, given, ok bool) {
	cell := u.columns.cell(r, field)
	if withheld(cell) {
		return 0, false, true
	}
	v, bad := people(cell)
	if bad != nil {
		u.wrong(r, field, bad)
		return 0, false, false
	}
	return v, true, true
}

func (u *unhcr) finish() {
	for i := range u.sums {
		if x := &u.sums[i].figure; x.least && !(x.value > 0) {
			u.res.Empty++
			continue
		}
		u.figures.add(&u.sums[i].row, "applied", u.sums[i].figure)
	}
	u.figures.finish()
}
