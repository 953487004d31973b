package scenario

import (
	"fmt"
	"math"
	"strings"

	"haven/draw"
)

// mostCounted is the largest number of people, seats or anything else counted that a
// run can hold: what draws take, and far below where whole numbers end.
const mostCounted = float64(draw.MaxCount)

// sizes checks that nothing is too large to be counted once it is multiplied by
// the scale. People who are somewhere at once are held together, the rest row by row.
func (c *checker) sizes() {
	together := func(t *Table, column string, of func(i int) float64) {
		total := 0.0
		for i := range t.rows.count(c.s) {
			if total += of(i); c.countable(t, i, column, total, " up to here", "") {
				continue
			}
			return
		}
	}
	each := func(t *Table, column string, of func(i int) float64) {
		suggestion := ""
		if strings.HasPrefix(column, "capacity") {
			suggestion = "leave the cell empty where there is no limit"
		}
		for i := range t.rows.count(c.s) {
			if v := of(i); !math.IsInf(v, 0) { // no limit
				c.countable(t, i, column, math.Abs(v), "", suggestion)
			}
		}
	}
	s := c.s
	together(placesTable, "population", func(i int) float64 { return float64(s.Places[i].Population) })
	each(placesTable, "capacity", func(i int) float64 { return s.Places[i].Capacity })
	each(linksTable, "capacity_per_day", func(i int) float64 { return s.Links[i].CapacityPerDay })
	each(usualTravelTable, "people", func(i int) float64 { return s.UsualTravel[i].People })
	together(departuresTable, "people", func(i int) float64 { return float64(s.Departures[i].People) })
	together(settlementsTable, "initial_people", func(i int) float64 { return float64(s.Settlements[i].InitialPeople) })
	each(settlementsTable, "capacity_per_day", func(i int) float64 { return s.Settlements[i].CapacityPerDay })
	together(residentsTable, "people", func(i int) float64 { return float64(s.Residents[i].People) })
	each(registrationsTable, "people", func(i int) float64 { return s.Registrations[i].People })
}

// countable reports a number that is too large, and says whether it is not.
func (c *checker) countable(t *Table, i int, column string, v float64, where, suggestion string) bool {
	scale := c.s.Parameters.Scale
	if v*scale <= mostCounted {
		return true
	}
	allowed := fmt.Sprintf("allowed: up to %s", thousands(mostCounted))
	if scale != 1 {
		allowed += ", multiplied by the scale " + formatNumber(scale)
	}
	c.cell(t, i, column, fmt.Sprintf("%s is %s%s, more than can be counted", column, formatNumber(v), where), allowed, suggestion)
	return false
}
