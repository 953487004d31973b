package scenario

import (
	"fmt"
	"maps"
	"strings"

	"haven/internal/calendar"
)

// Withheld is something that KnownBy left out because it was known only later,
// or that hangs on what was left out.
type Withheld struct {
	Table     *Table
	Row       int           // in the whole scenario's table, from 0
	Key       string        // as in addresses
	Column    string        // empty: the whole row; else only this cell is taken back
	KnownFrom calendar.Date // None: the row itself is not dated
	Why       string        // for people
}

// String tells it to people, with the line that the row has in a table that
// haven wrote (a person's own may have longer rows and stand some lines further down).
func (w Withheld) String() string {
	what := w.Key
	if w.Column != "" {
		what += ", " + w.Column
	}
	return fmt.Sprintf("%s:%d: %s: %s", w.Table.File(), w.Row+2, what, w.Why)
}

// KnownBy is a copy of the scenario with only what was known at the end of a
// day, and what was withheld, in the order of the tables. It is what a forecast made on that
// day may read, so that a back-test is free of leaks:
//
//   - A row is withheld when its known_from lies later; where that is empty, when the day lies later on
//     which it takes effect (a standing rule has none and stays).
//   - An end that lies ahead (date_to; a closure's opens) is taken back: the row then goes on
//     until more is known. It stays where the same actor's next decision about the same begins on
//     the day after and is itself known.
//   - Rows that name a withheld row go with it, and so do entries of uncertain and fit.
//   - Evidence that was published later is withheld; a cell that cites nothing else then says so.
//
// Tables without dates (places, links, groups) are taken for known. The tables of the rule
// neighbours are known from the day each row is about. The receiver is not changed.
func (s *Scenario) KnownBy(day calendar.Date) (*Scenario, []Withheld) {
	out := *s
	k := &knowledge{whole: s, day: day, gone: map[*Table]map[int]Withheld{}}
	for _, t := range tables {
		k.late(t)
	}
	k.dependants()
	k.keep(&out)
	k.ends(&out)
	k.citations(&out)
	k.addresses(&out)
	return &out, k.list()
}

// knowledge is one scenario as it was known on a day.
type knowledge struct {
	whole *Scenario
	day   calendar.Date
	gone  map[*Table]map[int]Withheld // rows withheld, by row
	cells []Withheld
}

// knownColumns are the columns that say from when a row was known, in the order in which they are asked.
var knownColumns = map[*Table][]string{
	crossingsTable:    {"known_from"},
	pullsTable:        {"known_from"},
	policiesTable:     {"known_from", "date_from"},
	shocksTable:       {"known_from", "date"},
	callupTable:       {"known_from", "date"},
	departuresTable:   {"known_from", "date"},
	observationsTable: {"known_from"},
	evidenceTable:     {"known_from", "published"},

	conflictsTable:     {"date"},
	floodsTable:        {"date"},
	closuresTable:      {"closes"},
	changesTable:       {"date"},
	registrationsTable: {"date"},
	correctionsTable:   {"date"},
}

// knownFrom is the day from which a row was known; None: always.
func (s *Scenario) knownFrom(t *Table, row any) calendar.Date {
	if t == foodTable {
		return s.Period.From + calendar.Date(row.(*FoodSecurity).Day)
	}
	for _, name := range knownColumns[t] {
		if d := *t.Column(name).cell(row).(*calendar.Date); d.Given() {
			return d
		}
	}
	return calendar.None
}

// late withholds the rows of a table that were known later.
func (k *knowledge) late(t *Table) {
	for i := range t.rows.count(k.whole) {
		if from := k.whole.knownFrom(t, t.rows.row(k.whole, i)); from.Given() && from > k.day {
			k.withhold(t, i, from, "known from "+from.String())
		}
	}
}

func (k *knowledge) withhold(t *Table, i int, from calendar.Date, why string) {
	if k.gone[t] == nil {
		k.gone[t] = map[int]Withheld{}
	}
	k.gone[t][i] = Withheld{Table: t, Row: i, Key: k.whole.RowKey(t, i), KnownFrom: from, Why: why}
}

// dependants withholds what names a row that is withheld, until nothing more does: a crossing
// without a lane, its links, what is decided, travelled or observed there.
func (k *knowledge) dependants() {
	for more := true; more; {
		more = k.crossingsWithoutLane()
		names := k.goneNames()
		for _, t := range tables {
			for j := range t.Columns {
				if c := &t.Columns[j]; c.Type == Name {
					more = k.naming(t, c, names) || more
				}
			}
		}
	}
}

// goneNames are, by table, the ids of the rows that are withheld.
func (k *knowledge) goneNames() map[string]map[string]bool {
	names := map[string]map[string]bool{}
	for t, rows := range k.gone {
		if len(t.Key) != 1 || t == evidenceTable {
			continue
		}
		names[t.Name] = make(map[string]bool, len(rows))
		for _, w := range rows {
			names[t.Name][w.Key] = true
		}
	}
	return names
}

func (k *knowledge) naming(t *Table, c *Column, names map[string]map[string]bool) (more bool) {
	for _, refers := range c.Refers {
		if len(names[refers]) == 0 {
			continue
		}
		for i := range t.rows.count(k.whole) {
			id := *c.cell(t.rows.row(k.whole, i)).(*string)
			if _, already := k.gone[t][i]; already || !names[refers][id] {
				continue
			}
			k.withhold(t, i, calendar.None, fmt.Sprintf("names %s of %s.csv, which was not known", id, refers))
			more = true
		}
	}
	return more
}

// crossingsWithoutLane withholds the places of crossings all of whose lanes are withheld.
func (k *knowledge) crossingsWithoutLane() (more bool) {
	if len(k.gone[crossingsTable]) == 0 {
		return false
	}
	left := map[string]int{}
	for i := range k.whole.Crossings {
		place := k.whole.Crossings[i].Place
		if _, gone := k.gone[crossingsTable][i]; gone {
			left[place] += 0
		} else {
			left[place]++
		}
	}
	for i := range k.whole.Places {
		lanes, has := left[k.whole.Places[i].ID]
		if _, already := k.gone[placesTable][i]; has && lanes == 0 && !already {
			k.withhold(placesTable, i, calendar.None, "none of its lanes was known")
			more = true
		}
	}
	return more
}

// keep leaves the withheld rows out.
func (k *knowledge) keep(out *Scenario) {
	for t, rows := range k.gone {
		t.rows.keep(out, func(i int) bool { _, gone := rows[i]; return !gone })
	}
}

// rowsOf are the rows of the whole scenario that were kept: in the copy, row j is row kept[j] of the whole.
func (k *knowledge) rowsOf(t *Table) (kept []int) {
	for i := range t.rows.count(k.whole) {
		if _, gone := k.gone[t][i]; !gone {
			kept = append(kept, i)
		}
	}
	return kept
}

// ends takes back ends that lie ahead and were not known.
func (k *knowledge) ends(out *Scenario) {
	for _, t := range []*Table{policiesTable, crossingsTable, closuresTable} {
		name := "date_to"
		if t == closuresTable {
			name = "opens"
		}
		column, cloned := t.Column(name), false
		for j, i := range k.rowsOf(t) {
			end := *column.cell(t.rows.row(out, j)).(*calendar.Date)
			if !end.Given() || k.endKnown(t, out, j, end) {
				continue
			}
			if !cloned {
				t.rows.clone(out)
				cloned = true
			}
			*column.cell(t.rows.row(out, j)).(*calendar.Date) = calendar.None
			k.cells = append(k.cells, Withheld{Table: t, Row: i, Key: k.whole.RowKey(t, i), Column: name, KnownFrom: end, Why: fmt.Sprintf("%s %s was not known", name, end)})
		}
	}
}

// endKnown says whether the end of row j of the copy was known. The last day in force is over, and so
// known, on the day after; a closure opens on the day itself.
func (k *knowledge) endKnown(t *Table, out *Scenario, j int, end calendar.Date) bool {
	if t == closuresTable {
		return end <= k.day
	}
	if end < k.day {
		return true
	}
	if t != policiesTable {
		return false
	}
	p := &out.Policies[j]
	for i := range out.Policies {
		q := &out.Policies[i]
		if q.DateFrom == end+1 && q.Actor == p.Actor && q.Instrument == p.Instrument && q.At == p.At && q.AppliesTo.String() == p.AppliesTo.String() {
			return true
		}
	}
	return false
}

// citations takes withheld claims out of the cells that cite them.
func (k *knowledge) citations(out *Scenario) {
	gone := map[string]bool{}
	for _, w := range k.gone[evidenceTable] {
		gone[w.Key] = true
	}
	if len(gone) == 0 {
		return
	}
	for _, t := range tables {
		column, cloned := t.Column("evidence"), false
		if column == nil {
			continue
		}
		for i := range t.rows.count(out) {
			cell := *column.cell(t.rows.row(out, i)).(*string)
			if known := k.cited(cell, gone); known != cell {
				if !cloned {
					t.rows.clone(out)
					cloned = true
				}
				*column.cell(t.rows.row(out, i)).(*string) = known
			}
		}
	}
	out.ParameterEvidence = maps.Clone(out.ParameterEvidence)
	for key, cell := range out.ParameterEvidence {
		out.ParameterEvidence[key] = k.cited(cell, gone)
	}
	out.Uncertain = append([]Uncertain(nil), out.Uncertain...)
	for i := range out.Uncertain {
		out.Uncertain[i].Evidence = k.cited(out.Uncertain[i].Evidence, gone)
	}
}

// cited is an evidence cell without the claims that were not known.
func (k *knowledge) cited(cell string, gone map[string]bool) string {
	var known []string
	ids := Cites(cell)
	for _, id := range ids {
		if !gone[id] {
			known = append(known, id)
		}
	}
	switch {
	case len(known) == len(ids):
		return cell
	case len(known) == 0:
		return assumed + " no source was known by " + k.day.String()
	}
	return strings.Join(known, ";")
}

// addresses leaves out of uncertain and fit what names a withheld row.
func (k *knowledge) addresses(out *Scenario) {
	known := func(address string) bool {
		table, _, _, ok := splitAddress(address)
		if t := TableNamed(table); !ok || t == nil || len(k.gone[t]) == 0 {
			return true
		}
		_, err := out.Expand(address)
		return err == nil
	}
	var uncertain []Uncertain
	for _, u := range out.Uncertain {
		if known(u.Address) {
			uncertain = append(uncertain, u)
		}
	}
	var fit []string
	for _, address := range out.Fit {
		if known(address) {
			fit = append(fit, address)
		}
	}
	out.Uncertain, out.Fit = uncertain, fit
}

// list are all withheld rows and cells in the order of the tables.
func (k *knowledge) list() []Withheld {
	var list []Withheld
	for _, t := range tables {
		cells := map[int]Withheld{}
		for _, w := range k.cells {
			if w.Table == t {
				cells[w.Row] = w
			}
		}
		for i := range t.rows.count(k.whole) {
			if w, gone := k.gone[t][i]; gone {
				list = append(list, w)
			} else if w, taken := cells[i]; taken {
				list = append(list, w)
			}
		}
	}
	return list
}
