package scenario

import (
	"math"

	"haven/internal/calendar"
)

// capacities takes back the capacities of camps whose people are registered, under the rule
// neighbours, whatever makes people flee: they bear no date, and in the folders that are shared publicly most of them are the
// highest count that the camp reached later. Whether one is can only be told from later counts,
// so that it is not asked: none enters. What is known of such a camp on the day is that it
// took in everybody counted so far, which is no limit to what comes. A capacity that has rows in
// earlier.csv is dated there and stays what that says.
func (k *knowledge) capacities(out *Scenario) {
	if out.Rule != "neighbours" {
		return
	}
	registered := map[string]bool{}
	for i := range k.whole.Registrations {
		registered[k.whole.Registrations[i].Place] = true
	}
	dated := map[string]bool{} // earlier.csv says what these were taken for
	for i := range k.whole.Earlier {
		dated[k.whole.Earlier[i].Address] = true
	}
	cloned := false
	for j, i := range k.rowsOf(placesTable) {
		p := &out.Places[j]
		if p.Kind != "camp" || !registered[p.ID] || math.IsInf(p.Capacity, 1) || dated["places."+p.ID+".capacity"] {
			continue
		}
		if !cloned {
			placesTable.rows.clone(out)
			cloned = true
		}
		out.Places[j].Capacity = math.Inf(1)
		k.cells = append(k.cells, Withheld{Table: placesTable, Row: i, Key: k.whole.RowKey(placesTable, i), Column: "capacity", KnownFrom: calendar.None, Why: "the capacity bears no date and may be the highest later count: no limit is known"})
	}
}
