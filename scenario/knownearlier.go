package scenario

import (
	"fmt"
	"math"

	"haven/internal/calendar"
)

// earlierNumber is a number of the scenario and what it was taken for.
type earlierNumber struct {
	at  place
	row *EarlierValue
}

// earlier finds the rows of earlier.csv that held on the day: of an address the one taken up last.
// An address that names nothing is left to check to report.
func (k *knowledge) earlier() {
	chosen := map[string]*EarlierValue{}
	var order []string
	for i := range k.whole.Earlier {
		r := &k.whole.Earlier[i]
		if k.whole.Posterior.has(r.Address) { // what a fitted number was once taken for is no longer its median
			continue
		}
		if r.Until <= k.day || r.KnownFrom.Given() && r.KnownFrom > k.day {
			continue
		}
		have := chosen[r.Address]
		if have == nil {
			order = append(order, r.Address)
		}
		if have == nil || r.KnownFrom > have.KnownFrom { // None is the least of dates
			chosen[r.Address] = r
		}
	}
	find := newFinder(k.whole)
	for _, address := range order {
		if at, bad := find.resolve(address); bad == nil && at.table != nil {
			k.then = append(k.then, earlierNumber{at, chosen[address]})
		}
	}
	k.taken = map[*Table]map[int]bool{}
	for _, n := range k.then {
		if k.taken[n.at.table] == nil {
			k.taken[n.at.table] = map[int]bool{}
		}
		k.taken[n.at.table][n.at.row] = true
	}
}

// takenForAnother says whether a row that was known later stays with an earlier value. Only where
// the value is all that the row says: a policy or a lane says more.
func (k *knowledge) takenForAnother(t *Table, i int) bool {
	return (t == callupTable || t == pullsTable) && k.taken[t][i]
}

// putBack gives numbers the values that they were taken for.
func (k *knowledge) putBack(out *Scenario) {
	row := map[*Table]map[int]int{} // row of the copy by row of the whole
	for _, n := range k.then {
		t := n.at.table
		if row[t] == nil {
			row[t] = map[int]int{}
			t.rows.clone(out)
			for j, i := range k.rowsOf(t) {
				row[t][i] = j
			}
		}
		j, kept := row[t][n.at.row]
		if !kept {
			continue
		}
		k.put(out, t, j, n)
	}
	earlierTable.rows.keep(out, func(i int) bool { return k.whole.Earlier[i].Until <= k.day })
}

func (k *knowledge) put(out *Scenario, t *Table, j int, n earlierNumber) {
	cells := t.rows.row(out, j)
	was := n.at.column.get(cells)
	value := n.row.Value
	if math.IsNaN(value) { // the cell was empty
		n.at.column.setEmpty(cells)
	} else {
		out.put(place{table: t, row: j, column: n.at.column}, value)
	}
	if c := t.Column("evidence"); c != nil {
		*c.cell(cells).(*string) = n.row.Evidence
	}
	for _, name := range knownColumns[t] { // what it was taken for was known before
		if at := t.Column(name).cell(cells).(*calendar.Date); name == "known_from" && *at > k.day {
			*at = n.row.KnownFrom
		}
	}
	k.cells = append(k.cells, Withheld{
		Table: t, Row: n.at.row, Key: k.whole.RowKey(t, n.at.row), Column: n.at.column.Name, KnownFrom: n.row.Until,
		Why: fmt.Sprintf("%s %s is known from %s; before, it was taken for %s", n.at.column.Name, orWord(was, "empty"), n.row.Until, orWord(n.at.column.get(cells), "empty")),
	})
}

// finder resolves many addresses; unlike resolve it does not walk a table for each.
type finder struct {
	s  *Scenario
	by map[*Table]*index
}

func newFinder(s *Scenario) *finder { return &finder{s, map[*Table]*index{}} }

func (f *finder) resolve(address string) (place, *badCell) {
	name, key, column, ok := splitAddress(address)
	t := TableNamed(name)
	if !ok || t == nil {
		return f.s.resolve(address)
	}
	x := f.by[t]
	if x == nil {
		x = newIndex(f.s, t)
		for i := range t.rows.count(f.s) {
			x.add(i)
		}
		f.by[t] = x
	}
	c := t.Column(column)
	i := x.find(key)
	if c == nil || !c.isNumber() || i < 0 {
		return f.s.resolve(address)
	}
	return place{table: t, row: i, column: c}, nil
}
