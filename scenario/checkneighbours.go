package scenario

import (
	"errors"
	"fmt"
	"strings"

	"haven/internal/calendar"
)

// neighbours checks what the rule neighbours needs, and warns of tables that
// the scenario's rule does not read.
func (c *checker) neighbours() {
	mine := c.s.Rule == "neighbours"
	for _, t := range tables {
		if n := t.rows.count(c.s); n > 0 && c.unread(t) {
			c.warn(t, 0, t.Columns[0].Name, fmt.Sprintf("this table is not read under the rule %s", c.s.Rule), "take it out, or change the rule in scenario.yaml")
		}
	}
	if !mine {
		return
	}
	if c.s.BinsPerDay != 1 {
		c.badSetting("bins_per_day", fmt.Sprintf("bins_per_day is %d under the rule neighbours", c.s.BinsPerDay), "allowed: 1", "")
	}
	c.settlements()
	c.changing()
	c.closures()
	c.majorRoutes()
	c.registrations()
	c.neighboursSettings()
}

// unread says whether the scenario's rule has no use for a table.
func (c *checker) unread(t *Table) bool {
	if c.s.Rule != "neighbours" {
		return t.Rule != ""
	}
	switch t {
	case placesTable, linksTable, observationsTable, evidenceTable:
		return false
	}
	return t.Rule == ""
}

// SettlementKind is what a settlement's type means to the rule neighbours:
// camp, idpcamp, conflict, forward, marker, flood_zone or town; empty for a
// type that is not known. It is found by substring, whatever the case.
func SettlementKind(typ string) string {
	t := strings.ToLower(typ)
	switch {
	case strings.Contains(t, "camp") && strings.Contains(t, "idp"):
		return "idpcamp"
	case strings.Contains(t, "camp"):
		return "camp"
	case strings.Contains(t, "conflict"):
		return "conflict"
	case strings.Contains(t, "forward"):
		return "forward"
	case strings.Contains(t, "marker"):
		return "marker"
	case strings.Contains(t, "flood_zone"):
		return "flood_zone"
	case strings.Contains(t, "default"), strings.Contains(t, "town"):
		return "town"
	}
	return ""
}

func (c *checker) settlements() {
	t := settlementsTable
	for i := range c.s.Settlements {
		r := &c.s.Settlements[i]
		if SettlementKind(r.Type) == "" {
			c.warn(t, i, "type", fmt.Sprintf("type %s is not known", quoted(r.Type)), "who is there moves on every day; known: camp, idpcamp, conflict, forward, marker, flood_zone, town")
		}
	}
	if c.files.broken[t] || c.files.broken[placesTable] {
		return
	}
	for i := range c.s.Places {
		if id := c.s.Places[i].ID; id != "" && c.ids[t].find(id) < 0 {
			c.cell(placesTable, i, "id", fmt.Sprintf("%s has no row in settlements.csv", id), "", "the rule neighbours needs the type of every place there")
		}
	}
}

// changing looks at the tables whose rows hold from a day on: the rows of a
// place stand in the order of days.
func (c *checker) changing() {
	last := map[string]calendar.Date{}
	inOrder := func(t *Table, i int, place string, day calendar.Date) {
		if before, seen := last[place]; seen && day < before {
			c.cell(t, i, "date", fmt.Sprintf("%s comes after a row of %s for the later day %s", day, place, before), "allowed: rows of a place in the order of days", "")
		}
		last[place] = day
		c.outside(t, i, "date", day, calendar.None)
	}
	for i := range c.s.Conflicts {
		inOrder(conflictsTable, i, c.s.Conflicts[i].Place, c.s.Conflicts[i].Date)
	}
	clear(last)
	for i := range c.s.Floods {
		inOrder(floodsTable, i, c.s.Floods[i].Place, c.s.Floods[i].Date)
	}
	for i := range c.s.SettlementChanges {
		r := &c.s.SettlementChanges[i]
		c.outside(changesTable, i, "date", r.Date, calendar.None)
		if SettlementKind(r.Type) == "" {
			c.cell(changesTable, i, "type", fmt.Sprintf("type %s is not known", quoted(r.Type)), "allowed: camp, idpcamp, conflict, forward, marker, flood_zone, town", "")
		}
	}
	days, latest := map[string]float64{}, foodTable
	for i := range c.s.Food {
		r := &c.s.Food[i]
		if before, seen := days[r.Region]; seen && r.Day <= before {
			c.cell(latest, i, "day", fmt.Sprintf("day %s does not come after day %s", formatNumber(r.Day), formatNumber(before)), "allowed: rows of a region in the order of days", "")
		}
		days[r.Region] = r.Day
	}
}

func (c *checker) closures() {
	t := closuresTable
	if c.files.broken[placesTable] {
		return
	}
	countries := map[string]bool{}
	for i := range c.s.Places {
		countries[c.s.Places[i].Country] = true
	}
	for i := range c.s.Closures {
		r := &c.s.Closures[i]
		if !contains(ClosureKinds, r.Kind) {
			c.warn(t, i, "kind", fmt.Sprintf("closing a %s does nothing", quoted(r.Kind)), oneOfList(ClosureKinds))
			continue
		}
		if r.Kind == "country" {
			for column, name := range map[string]string{"first": r.First, "second": r.Second} {
				if !countries[name] {
					c.warn(t, i, column, fmt.Sprintf("no place lies in %s", quoted(name)), "the row has no effect")
				}
			}
			continue
		}
		if c.placeOf(r.First) == nil {
			c.unknownClosure(i, "first", r.First)
		}
		if r.Kind == "link" && c.placeOf(r.Second) == nil {
			c.unknownClosure(i, "second", r.Second)
		}
	}
}

func (c *checker) unknownClosure(i int, column, name string) {
	suggestion := didYouMean(name, c.s.candidates(placesTable))
	if suggestion == "" {
		suggestion = "it acts on the first place of places.csv, as in Flee (unknown-closes-first)"
	} else {
		suggestion += " As it is, it acts on the first place of places.csv (unknown-closes-first)"
	}
	c.warn(closuresTable, i, column, fmt.Sprintf("%s is no place", quoted(name)), suggestion)
}

func (c *checker) majorRoutes() {
	for i := range c.s.MajorRoutes {
		places := strings.Fields(c.s.MajorRoutes[i].Places)
		if len(places) < 2 {
			c.cell(majorRoutesTable, i, "places", "a route has two places or more", "", "ids of places with spaces between")
		}
		for _, id := range places {
			if c.placeOf(id) == nil {
				c.cell(majorRoutesTable, i, "places", fmt.Sprintf("place %s is not known", quoted(id)), "allowed: ids of places.csv with spaces between", didYouMean(id, c.s.candidates(placesTable)))
			}
		}
	}
}

// registrations makes the register once, so that what is wrong with it is told
// before a run.
func (c *checker) registrations() {
	if c.problems.any() {
		return // what is wrong may be its echo
	}
	var wrong *RegisterError
	if _, err := NewRegister(c.s); errors.As(err, &wrong) {
		if wrong.Row < 0 {
			c.tell(Problem{File: wrong.Table.File(), Message: wrong.Message, Suggestion: wrong.Suggestion})
			return
		}
		c.cell(wrong.Table, wrong.Row, wrong.Column, wrong.Message, "", wrong.Suggestion)
	}
}

// neighboursSettings holds settings against each other.
func (c *checker) neighboursSettings() {
	n := &c.s.Parameters.Neighbours
	if n.ConflictZonesOnly && n.FloodZonesOnly {
		c.badSetting("neighbours.flood_zone_spawning_only", "conflict_zone_spawning_only and flood_zone_spawning_only are both true", "allowed: one of them", "")
	}
	if n.FloodSpawning() && !n.TakeFromPopulation {
		c.badSetting("neighbours.take_from_population", "take_from_population is false", "flood_driven_spawning needs it", "write take_from_population: true")
	}
	if n.FloodRules && !n.FloodSpawning() {
		c.badSetting("neighbours.flood_rules", "flood_rules without floods", "allowed: with flood_zone_spawning_only and flood_driven_spawning", "")
	}
	for _, m := range n.HarvestMonths {
		if m != float64(int(m)) {
			c.badSetting("neighbours.harvest_months", formatNumber(m)+" is no month", "allowed: 1 to 12", "")
		}
	}
}
