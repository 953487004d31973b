package exchange

import (
	"fmt"
	"sort"
	"strings"

	"haven/internal/calendar"
)

// dtmLayout are the columns of IOM's Displacement Tracking Matrix: its API (IdpAdmin0/1/2Data,
// version 2 and 3), the same as CSV on HDX with HXL tags, and the headings of its workbooks of rounds.
var dtmLayout = layout{
	publisher: "IOM DTM",
	fields: []field{
		{name: "date", about: "the day the round was reported", names: []string{"reportingDate", "Reporting date", "Date", "Survey date", "Assessment date"}, tags: []string{"#date+reported+-year+-month", "#date+-year+-month"}},
		{name: "round", about: "the number of the round", names: []string{"roundNumber", "Round", "Round number"}, tags: []string{"#round"}},
		{name: "operation", about: "the operation", names: []string{"operation", "Operation"}, tags: []string{"#operation+name"}},
		{name: "country", about: "the country", names: []string{"admin0Pcode", "Country ISO", "ISO3", "Admin0 Pcode"}, tags: []string{"#country+code", "#adm0+code"}},
		{name: "country_name", about: "the country by name", names: []string{"admin0Name", "Country", "Admin0 name"}, tags: []string{"#country+name", "#adm0+name"}},
		{name: "admin1_pcode", about: "the P-code of the first level", names: []string{"admin1Pcode", "Admin1 Pcode", "ADM1_PCODE"}, tags: []string{"#adm1+code+-origin"}},
		{name: "admin1", about: "the name of the first level", names: []string{"admin1Name", "Admin1 name", "ADM1_EN", "State of displacement", "Province", "Governorate"}, tags: []string{"#adm1+name+-origin"}},
		{name: "admin2_pcode", about: "the P-code of the second level", names: []string{"admin2Pcode", "Admin2 Pcode", "ADM2_PCODE"}, tags: []string{"#adm2+code+-origin"}},
		{name: "admin2", about: "the name of the second level", names: []string{"admin2Name", "Admin2 name", "ADM2_EN", "LGA", "District", "Locality of displacement"}, tags: []string{"#adm2+name+-origin"}},
		{name: "admin3_pcode", about: "the P-code of the third level", names: []string{"admin3Pcode", "ADM3_PCODE", "Admin3 Pcode"}, tags: []string{"#adm3+code+-origin"}},
		{name: "admin3", about: "the name of the third level", names: []string{"admin3Name", "ADM3_EN", "Ward", "Admin3 name"}, tags: []string{"#adm3+name+-origin"}},
		{name: "site", about: "the name of the site", names: []string{"Site Name", "Location name", "siteName", "Location"}, tags: []string{"#loc+name"}},
		{name: "site_pcode", about: "the code of the site", names: []string{"Site ID", "SSID", "Site Pcode", "siteCode"}, tags: []string{"#loc+code"}},
		{name: "lat", about: "latitude", names: []string{"latitude", "lat", "Y", "centroid_lat"}, tags: []string{"#geo+lat"}},
		{name: "lon", about: "longitude", names: []string{"longitude", "lon", "long", "X", "centroid_lon"}, tags: []string{"#geo+lon"}},
		{name: "individuals", about: "internally displaced people present", names: []string{"numPresentIdpInd", "IDP individuals", "Number of IDPs", "IDPs", "Individuals", "Total IDP individuals", "numberIdps", "Total Number of IDPs"}, tags: []string{"#affected+idps+ind+-f+-m", "#affected+idps+-f+-m+-hh", "#affected+ind+-f+-m"}},
		{name: "published", about: "the day of publication", names: []string{"publishedDate", "Published", "publicationDate"}, tags: []string{"#date+published"}},
	},
	unused: strings.Fields("id yearReportingDate monthReportingDate assessmentType idpOriginAdmin0Name idpOriginAdmin0Pcode idpOriginAdmin1Name idpOriginAdmin1Pcode idpOriginAdmin2Name idpOriginAdmin2Pcode displacementReason numberMales numberFemales operationStatus numPresentIdpHH households isSuccess statusCode errorMessages recordsCount dataSource"),
	need:   [][]string{{"date"}, {"individuals"}},
}

// dtm makes observations of DTM's rounds. A round may have a row for each origin and
// reason of displacement, and for each unit within a place of the scenario: they add up.
type dtm struct {
	*job
	sums map[dtmKey]*dtmSum
}

type dtmKey struct {
	place     string
	day       calendar.Date
	operation string
	round     string
}

type dtmSum struct {
	first  record
	people float64
	held   bool // a row's figure is withheld
	rows   int
	known  calendar.Date
}

func (d *dtm) row(r *record) {
	cell := d.columns.cell(r, "individuals")
	if withheld(cell) {
		d.withheld(r)
		return
	}
	_, to, dated := d.day(r, "date", true)
	value, bad := people(cell)
	if bad != nil {
		d.wrong(r, "individuals", bad)
	}
	q, ok := d.query(r)
	known, published := d.known(r, to, "dtm")
	if !dated || bad != nil || !ok || !published {
		return
	}
	field := "country_name"
	for _, name := range []string{"admin1", "admin2", "admin3", "site"} {
		if d.columns.cell(r, name) != "" {
			field = name
		}
	}
	place, ok := d.place(r, q, field)
	if !ok {
		return
	}
	sum := d.sum(r, place, to)
	sum.people += value
	sum.rows++
	sum.known = max(sum.known, known)
}

// withheld marks the sum that a row without a figure is part of. Where it cannot be said which, the row changes none.
func (d *dtm) withheld(r *record) {
	d.res.Empty++
	_, to, bad := days(d.columns.cell(r, "date"), d.o.Dates, d.dayZero)
	if bad != nil {
		return
	}
	q, ok := d.query(r)
	if !ok {
		return
	}
	place := d.o.Place
	if place == "" {
		id, how, _ := d.places.find(q)
		if how != found && how != nearest {
			return
		}
		place = id
	}
	d.sum(r, place, to).held = true
}

// query is what a row says of its place; false when that is wrong (told).
func (d *dtm) query(r *record) (*query, bool) {
	lat, lon, ok := d.coordinates(r)
	country := d.iso(d.columns.cell(r, "country"))
	if country == "" {
		country = d.iso(d.columns.cell(r, "country_name"))
	}
	names := d.given(r, "site", "admin3", "admin2", "admin1")
	return &query{
		ids: names[:min(1, len(names))], names: names, pcodes: d.given(r, "site_pcode", "admin3_pcode", "admin2_pcode", "admin1_pcode"),
		country: country, lat: lat, lon: lon,
	}, ok
}

// sum is what a row adds to.
func (d *dtm) sum(r *record, place string, day calendar.Date) *dtmSum {
	k := dtmKey{place, day, d.columns.cell(r, "operation"), d.columns.cell(r, "round")}
	sum := d.sums[k]
	if sum == nil {
		sum = &dtmSum{first: record{r.line, append([]string(nil), r.cells...)}}
		d.sums[k] = sum
	}
	return sum
}

func (d *dtm) finish() {
	keys := make([]dtmKey, 0, len(d.sums))
	for k := range d.sums {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(a, b int) bool { return d.sums[keys[a]].first.line < d.sums[keys[b]].first.line })
	figures := newFigures(d.job)
	for _, k := range keys {
		sum := d.sums[k]
		if sum.held && !(sum.people > 0) {
			continue
		}
		scope := "internally displaced people present"
		if k.round != "" {
			scope += "; round " + k.round
		}
		if k.operation != "" {
			scope += "; " + k.operation
		}
		if sum.rows > 1 {
			scope += fmt.Sprintf("; sum of %d rows", sum.rows)
		}
		figures.add(&sum.first, "individuals", figure{place: k.place, from: k.day, to: k.day, value: sum.people, least: sum.held, whose: "all", scope: scope, kind: k.operation, known: sum.known})
	}
	figures.finish()
}
