package scenario

import (
	"fmt"

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
//     until more is known. It stays where end_known_from says that it was known, and where the same actor's
//     next decision about the same begins on the day after and is itself known.
//   - A number that earlier.csv has another value for is put back to what it was taken for then.
//   - Rows that name a withheld row go with it, and so do entries of uncertain and fit.
//   - What a fit has learned (posterior.csv) is withheld on days before the one that it was made with: numbers
//     then have the values and priors of before the fit (fitted: in scenario.yaml).
//   - Evidence that was published later is withheld; a cell that cites nothing else then says so.
//
// Tables without dates (places, links, groups) are taken for known; what their numbers owe to later
// reports is for earlier.csv to say. The tables of the rule neighbours are known from the day each row is about, and
// capacities of camps whose people are registered never are. The receiver is not changed.
func (s *Scenario) KnownBy(day calendar.Date) (*Scenario, []Withheld) {
	if s.Fitted != nil && day < s.Fitted.KnownBy {
		if before, err := s.unfitted(); err == nil { // check has seen to it
			known, list := before.KnownBy(day)
			return known, append(list, s.Fitted.sampleWithheld())
		}
	}
	out := *s
	k := &knowledge{whole: s, day: day, gone: map[*Table]map[int]Withheld{}}
	k.earlier()
	for _, t := range tables {
		k.late(t)
	}
	k.dependants()
	k.keep(&out)
	k.putBack(&out)
	k.ends(&out)
	k.capacities(&out)
	k.citations(&out)
	k.addresses(&out)
	return &out, k.list()
}

// knowledge is one scenario as it was known on a day.
type knowledge struct {
	whole *Scenario
	day   calendar.Date
	gone  map[*Table]map[int]Withheld // rows withheld, by row
	then  []earlierNumber             // numbers that were taken for others
	taken map[*Table]map[int]bool     // their rows
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

	conflictsTable:     {"known_from", "date"},
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
		if from := k.whole.knownFrom(t, t.rows.row(k.whole, i)); from.Given() && from > k.day && !k.takenForAnother(t, i) {
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
	if from := *t.Column("end_known_from").cell(t.rows.row(out, j)).(*calendar.Date); from.Given() && from <= k.day || end < k.day {
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

// list are all withheld rows and cells in the order of the tables.
func (k *knowledge) list() []Withheld {
	var list []Withheld
	for _, t := range tables {
		cells := map[int][]Withheld{}
		for _, w := range k.cells {
			if w.Table == t {
				cells[w.Row] = append(cells[w.Row], w)
			}
		}
		for i := range t.rows.count(k.whole) {
			if w, gone := k.gone[t][i]; gone {
				list = append(list, w)
			} else {
				list = append(list, cells[i]...)
			}
		}
	}
	return list
}
