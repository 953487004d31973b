package scenario

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"sync"

	"haven/internal/calendar"
)

// rows looks at each row by itself, and at what it names.
func (c *checker) rows() {
	for _, t := range tables {
		c.dateOrder(t)
	}
	c.crossings()
	c.links()
	c.usualTravel()
	c.choices()
	c.dated()
	c.earlier()
	c.observations()
	c.claims()
}

// placeOf is the row of a place, nil when it is not known; its Kind is empty where
// it could not be read.
func (c *checker) placeOf(id string) *Place {
	if i := c.ids[placesTable].find(id); i >= 0 {
		return &c.s.Places[i]
	}
	return nil
}

// dateOrder compares date_from and date_to wherever a table has both.
func (c *checker) dateOrder(t *Table) {
	from, to := t.Column("date_from"), t.Column("date_to")
	if from == nil || to == nil {
		return
	}
	for i := range t.rows.count(c.s) {
		row := t.rows.row(c.s, i)
		a, b := *from.cell(row).(*calendar.Date), *to.cell(row).(*calendar.Date)
		if a.Given() && b.Given() && b < a {
			c.cell(t, i, "date_to", fmt.Sprintf("date_to %s lies before date_from %s", b, a), "", "swap them?")
		}
	}
}

// outside warns of what lies wholly before or after the period.
func (c *checker) outside(t *Table, i int, column string, from, to calendar.Date) {
	p := c.s.Period
	if p.To == 0 && p.From == 0 {
		return // there is no period: reported already
	}
	switch {
	case from.Given() && from > p.To:
		c.warn(t, i, column, fmt.Sprintf("%s lies after the period, which ends on %s", from, p.To), "it has no effect")
	case to.Given() && to < p.From:
		c.warn(t, i, column, fmt.Sprintf("%s lies before the period, which begins on %s", to, p.From), "it has no effect")
	}
}

func (c *checker) crossings() {
	t := crossingsTable
	for i := range c.s.Crossings {
		r := &c.s.Crossings[i]
		if p := c.placeOf(r.Place); p != nil && p.Kind != "" && p.Kind != "crossing" {
			c.cell(t, i, "place", fmt.Sprintf("%s is a place of kind %s", r.Place, p.Kind), "allowed: a place of kind crossing", "")
		}
		if r.FromCountry == r.ToCountry {
			c.cell(t, i, "to_country", fmt.Sprintf("the lane leads from %s to %s", r.FromCountry, r.ToCountry), "allowed: two states", "")
		}
		if r.Opens == r.Closes || r.Opens == 24 && r.Closes == 0 {
			c.cell(t, i, "closes", fmt.Sprintf("the lane closes at %s, when it opens", formatClock(r.Closes)), "", "leave both empty for day and night")
		}
		if r.Unit == "people" && r.PeoplePerVehicle != 1 {
			c.cell(t, i, "people_per_vehicle", "people_per_vehicle is given, but unit is people", "allowed: with unit vehicles", "")
		}
		c.outside(t, i, "date_from", r.DateFrom, calendar.None) // one closed before the period is worth telling
	}
}

func (c *checker) links() {
	for i := range c.s.Links {
		r := &c.s.Links[i]
		if c.s.Rule == "neighbours" {
			if r.From == r.To {
				c.warn(linksTable, i, "to", fmt.Sprintf("the link leads from %s to itself", r.From), "as in Flee, it is an option like others")
			}
			continue
		}
		if r.From == r.To {
			c.cell(linksTable, i, "to", fmt.Sprintf("the link leads from %s to itself", r.From), "allowed: two places", "")
		}
		from, to := c.placeOf(r.From), c.placeOf(r.To)
		if from == nil || to == nil || from.Country == to.Country || from.Kind == "crossing" || to.Kind == "crossing" {
			continue
		}
		if !isEnd(from.Kind) && isEnd(to.Kind) { // towns of two codes may lie in occupied land
			c.warn(linksTable, i, "to", fmt.Sprintf("the link leads from %s to %s without a crossing", from.Country, to.Country), "nobody is counted or controlled on it; lead it over a place of kind crossing")
		}
	}
}

// isEnd says whether people arrive at such a place and may move on from it.
func isEnd(kind string) bool { return kind == "destination" || kind == "camp" }

func (c *checker) usualTravel() {
	for i := range c.s.UsualTravel {
		r := &c.s.UsualTravel[i]
		if p := c.placeOf(r.At); p != nil && p.Kind != "" && p.Kind != "crossing" {
			c.cell(usualTravelTable, i, "at", fmt.Sprintf("%s is a place of kind %s", r.At, p.Kind), "allowed: a crossing, a lane, or a link with a capacity", "")
		}
		if j := c.ids[linksTable].find(r.At); j >= 0 && c.s.Links[j].CapacityPerDay == inf {
			c.cell(usualTravelTable, i, "at", fmt.Sprintf("the link %s has no capacity, so it is no service", r.At), "allowed: a crossing, a lane, or a link with a capacity", "")
		}
	}
}

func (c *checker) choices() {
	t := choiceSharesTable
	for i := range c.s.ChoiceShares {
		r := &c.s.ChoiceShares[i]
		if i == 0 && c.s.Rule != "fixed" {
			c.warn(t, i, "share", fmt.Sprintf("the shares are not read under the rule %s", c.s.Rule), "write rule: fixed in scenario.yaml")
		}
		if p := c.placeOf(r.Destination); p != nil && p.Kind == "crossing" {
			c.cell(t, i, "destination", fmt.Sprintf("%s is a crossing", r.Destination), "allowed: where the way ends", "")
		}
		if p := c.placeOf(r.Crossing); p != nil && p.Kind != "" && p.Kind != "crossing" {
			c.cell(t, i, "crossing", fmt.Sprintf("%s is a place of kind %s", r.Crossing, p.Kind), "allowed: a crossing place or lane", "")
		}
	}
	if c.s.Rule == "fixed" && len(c.s.ChoiceShares) == 0 && !c.files.broken[t] {
		c.problems.add(Problem{File: t.File(), Message: "the rule fixed needs this table, and it has no rows", Allowed: "columns: " + strings.Join(t.columnNames(), ",")})
	}
}

// dated looks at the rows that act on a day.
func (c *checker) dated() {
	for i := range c.s.Shocks {
		r := &c.s.Shocks[i]
		c.outside(shocksTable, i, "date", r.Date, calendar.None)
	}
	for i := range c.s.Callup {
		c.outside(callupTable, i, "date", c.s.Callup[i].Date, calendar.None)
	}
	for i := range c.s.Policies {
		r := &c.s.Policies[i]
		c.outside(policiesTable, i, "date_from", r.DateFrom, calendar.None)
		c.outside(policiesTable, i, "date_to", calendar.None, r.DateTo)
	}
	p := c.s.Period
	for i := range c.s.Departures {
		if d := c.s.Departures[i].Date; d.Given() && p.To != 0 && (d < p.From || d > p.To) {
			c.cell(departuresTable, i, "date", fmt.Sprintf("%s lies outside the period", d), fmt.Sprintf("allowed: %s to %s", p.From, p.To), "")
		}
	}
}

// earlier holds earlier values against the numbers that they stand for.
func (c *checker) earlier() {
	t, find := earlierTable, newFinder(c.s)
	for i := range c.s.Earlier {
		r := &c.s.Earlier[i]
		at, bad := find.resolve(r.Address)
		if bad != nil {
			if table, _, _, _ := splitAddress(r.Address); TableNamed(table) == nil || !c.files.broken[TableNamed(table)] {
				c.cell(t, i, "address", bad.message, bad.allowed, bad.suggestion)
			}
			continue
		}
		if at.table == nil || at.table == t {
			c.cell(t, i, "address", fmt.Sprintf("%s has no source to be published", r.Address), "allowed: a number of a table", "")
			continue
		}
		if r.KnownFrom.Given() && r.Until.Given() && r.Until <= r.KnownFrom {
			c.cell(t, i, "until", fmt.Sprintf("until %s does not lie after known_from %s", r.Until, r.KnownFrom), "", "swap them?")
		}
		if math.IsNaN(r.Value) { // the cell was empty
			if at.column.Required {
				c.cell(t, i, "value", fmt.Sprintf("%s cannot be empty", at.column.Name), "a number", "")
			}
		} else if bad := c.s.bounds(at).checkNumber(r.Value); bad != nil {
			c.cell(t, i, "value", bad.message, bad.allowed, bad.suggestion)
		}
	}
}

// unitsOf are the units that each measure can be reported in.
var unitsOf = map[string][]string{
	"entries": {"people", "people/day"}, "exits": {"people", "people/day"}, "net_entries": {"people", "people/day"},
	"departures": {"people", "people/day"}, "applications": {"people", "people/day"}, "stock": {"people"},
	"wait": {"hours"}, "queue": {"people", "vehicles", "km"}, "seats": {"seats"}, "fare": {"usd"},
}

func (c *checker) observations() {
	t := observationsTable
	for i := range c.s.Observations {
		r := &c.s.Observations[i]
		if units := unitsOf[r.Measure]; units != nil && r.Unit != "" && !contains(units, r.Unit) {
			c.cell(t, i, "unit", fmt.Sprintf("%s cannot be counted in %s", r.Measure, r.Unit), oneOfList(units), "")
		}
		if r.Value < 0 && r.Measure != "net_entries" {
			c.cell(t, i, "value", fmt.Sprintf("value is %s", formatNumber(r.Value)), "allowed: 0 or more", "")
		}
		ahead := r.Measure == "seats" || r.Measure == "fare" // what is sold today may be for next week
		if !ahead && r.KnownFrom.Given() && r.DateFrom.Given() && r.KnownFrom < r.DateFrom {
			c.warn(t, i, "known_from", fmt.Sprintf("known from %s, before the first day it covers, %s", r.KnownFrom, r.DateFrom), "a forecast made before that day must not read it")
		}
		to := r.DateTo
		if !to.Given() {
			to = r.DateFrom
		}
		c.outside(t, i, "date_from", r.DateFrom, to)
		if p := c.s.Period; r.DateFrom.Given() && r.DateFrom < p.From && to >= p.From {
			c.warn(t, i, "date_from", fmt.Sprintf("%s lies before the period, which begins on %s, and %s within it", r.DateFrom, p.From, to), "a fit or forecast refuses the row: leave it out or let the period begin earlier")
		}
	}
}

var gradePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-F][1-6]$`) })

func (c *checker) claims() {
	t := evidenceTable
	for i := range c.s.Evidence {
		r := &c.s.Evidence[i]
		switch {
		case r.High < r.Low:
			c.cell(t, i, "high", fmt.Sprintf("high %s is below low %s", formatNumber(r.High), formatNumber(r.Low)), "", "swap them?")
		case r.Value < r.Low:
			c.cell(t, i, "value", fmt.Sprintf("value %s is below low %s", formatNumber(r.Value), formatNumber(r.Low)), "", "")
		case r.Value > r.High:
			c.cell(t, i, "value", fmt.Sprintf("value %s is above high %s", formatNumber(r.Value), formatNumber(r.High)), "", "")
		}
		if r.Grade != "" && !gradePattern().MatchString(r.Grade) {
			c.cell(t, i, "grade", fmt.Sprintf("grade %s is not known", quoted(r.Grade)), "write the Admiralty code: A to F and 1 to 6, such as B2", "")
		}
	}
}
