package scenario

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// alterable are the columns whose cells a change can alter, by table; nil:
// all but the key. What else there is was settled on the first day: who lives where, and how places hang together.
var alterable = map[*Table][]string{
	policiesTable: nil, shocksTable: nil, closuresTable: nil, conflictsTable: nil,
	pullsTable:       {"value"},
	crossingsTable:   {"exit_per_day", "entry_per_day", "people_per_vehicle", "room", "opens", "closes", "date_from", "date_to"},
	linksTable:       {"hours", "capacity_per_day", "fare_usd", "max_move_speed", "walk_probability"},
	usualTravelTable: {"people"},
	callupTable:      {"share_due"},
	placesTable:      {"capacity"},
	settlementsTable: {"capacity_per_day"},
	floodsTable:      {"level"},
	foodTable:        {"ipc"},
}

// settledParameters act on the first day, so that altering them later means nothing.
var settledParameters = []string{"scale", "hasten", "book_ahead_days"}

func (t *Table) canAlter(column string) bool {
	columns, ok := alterable[t]
	return ok && t.Column(column) != nil && !contains(t.Key, column) && (columns == nil || contains(columns, column))
}

// alterableColumns are the names of the columns whose cells can be altered.
func (t *Table) alterableColumns() []string {
	var names []string
	for i := range t.Columns {
		if t.canAlter(t.Columns[i].Name) {
			names = append(names, t.Columns[i].Name)
		}
	}
	return names
}

// alterableWords lists what can be altered, for messages.
func alterableWords() string {
	words := []string{"parameters"}
	for _, t := range tables {
		columns, ok := alterable[t]
		switch {
		case ok && columns == nil:
			words = append(words, t.Name)
		case ok:
			words = append(words, t.Name+" ("+strings.Join(columns, ", ")+")")
		}
	}
	return "allowed: " + strings.Join(words, "; ")
}

func (r *changeReader) alter(n *node) {
	if n.kind != mapNode {
		r.bad(n, fmt.Sprintf("alter is %s", describeNode(n)), "a mapping of addresses: table.key.column: value", "")
		return
	}
	seen := map[string]bool{}
	for _, p := range n.pairs {
		if seen[p.key.text] {
			r.bad(p.key, fmt.Sprintf("%s stands twice", p.key.text), "", "leave one out")
			continue
		}
		seen[p.key.text] = true
		r.alterAt(p.key, p.value)
	}
}

func (r *changeReader) alterAt(key, v *node) {
	address := key.text
	table, row, column, ok := splitAddress(address)
	t := TableNamed(table)
	if ok && t != nil && !t.canAlter(column) {
		if names := t.alterableColumns(); t.Column(column) == nil && len(names) > 0 {
			r.bad(key, fmt.Sprintf("%s has no column %s (in %s)", t.File(), quoted(column), quoted(address)), oneOfList(names), didYouMean(column, among(names)))
			return
		}
		r.bad(key, fmt.Sprintf("%s.%s cannot be altered from a day on: it was settled before", table, column), alterableWords(), "")
		return
	}
	if ok && t != nil && r.takenOut(key, t, row) {
		return
	}
	if ok && t == nil && contains(settledParameters, row) {
		r.bad(key, fmt.Sprintf("%s cannot be altered from a day on: it was settled on the first", address), "give it to the run: --set does so for `haven run`", "")
		return
	}
	st := step{at: yamlPlace{v.line, v.column}}
	if ok && t != nil && !t.Column(column).isNumber() {
		r.alterText(key, v, step{kind: putText, table: t, key: row, column: t.Column(column), at: st.at})
		return
	}
	if !r.amount(v, address, &st) {
		return
	}
	addresses, err := r.work.Expand(address)
	if err != nil {
		r.problem(key, err)
		return
	}
	st.several = addresses[0] != address
	told := r.problems
	r.problems = problems{}
	for _, a := range addresses {
		r.alterNumber(key, a, st)
	}
	here := r.problems
	r.problems = told
	for _, p := range here.firstOfEach() {
		r.problems.add(p)
	}
}

func (r *changeReader) problem(n *node, err error) {
	p, ok := err.(Problem) //nolint:errorlint // Expand makes them itself
	if !ok {
		p = Problem{Message: err.Error()}
	}
	r.bad(n, p.Message, p.Allowed, p.Suggestion)
}

// alterText alters a cell that holds words, a date or groups.
func (r *changeReader) alterText(key, v *node, st step) {
	if v.kind != scalarNode && v.kind != emptyNode {
		r.bad(v, fmt.Sprintf("%s is %s", key.text, describeNode(v)), "one value", "")
		return
	}
	if v.kind == scalarNode {
		st.text = v.text
	}
	keys := r.work.rowsLike(st.table, st.key)
	if len(keys) == 0 {
		bad := st.lost(r.work)
		if strings.Contains(st.key, "*") {
			bad = noMatch(st.table, st.key, st.column.Name)
		}
		r.badAt(yamlPlace{key.line, key.column}, bad)
		return
	}
	st.several = keys[0] != st.key
	for _, st.key = range keys {
		if !r.take(st) {
			return // the others would say the same
		}
	}
}

// amount reads a number, {times: 2} or {plus: 100}.
func (r *changeReader) amount(v *node, address string, st *step) bool {
	any := &Column{Name: address, Type: Number, Min: math.Inf(-1), Max: math.Inf(1), Required: true}
	if v.kind != mapNode {
		n, ok := r.number(v, any)
		st.kind, st.value = putNumber, n
		return ok
	}
	read := 0
	good := true
	r.entries(v, "", address, []string{"times", "plus"}, func(key string, inner *node) {
		read++
		st.kind = timesNumber
		if key == "plus" {
			st.kind = plusNumber
		}
		n, ok := r.number(inner, any)
		st.value, good = n, good && ok
		st.at = yamlPlace{inner.line, inner.column}
	})
	if good && read != 1 {
		r.bad(v, fmt.Sprintf("%s has %d of times and plus", address, read), "allowed: a number, {times: 2} or {plus: 100}", "")
	}
	return good && read == 1
}

func (r *changeReader) alterNumber(key *node, address string, st step) {
	at, bad := r.work.resolve(address)
	if bad != nil {
		r.badAt(yamlPlace{key.line, key.column}, bad)
		return
	}
	was := r.work.at(at)
	st.parameter, st.table, st.column = at.parameter, at.table, at.column
	if at.table != nil {
		st.key = r.work.RowKey(at.table, at.row)
	}
	if at.table == linksTable && at.column.Name == "capacity_per_day" && math.IsInf(was, 1) {
		r.bad(key, fmt.Sprintf("the link %s has no capacity, so it is no service and sells no seats", st.key), "allowed: links with a capacity", "to close a link, add a policy of the instrument transport")
		return
	}
	drawn := r.drawn(address)
	if !r.take(st) {
		return
	}
	now := r.work.at(at)
	same := now == was || math.IsNaN(now) && math.IsNaN(was)
	if drawn { // its own number differs from member to member
		same = st.kind == timesNumber && st.value == 1 || st.kind == plusNumber && st.value == 0
	}
	switch {
	case same && drawn:
		r.warnAt(st.at, fmt.Sprintf("%s stays as it is", address), "it has no effect")
	case same:
		r.warnAt(st.at, fmt.Sprintf("%s is %s already", address, formatNumber(was)), "it has no effect")
	}
}

// drawn says whether members have numbers of their own at an address: it is uncertain, or
// fitted, and no earlier step has put a number there.
func (r *changeReader) drawn(address string) bool {
	if r.uncertain == nil {
		r.uncertain = map[string]bool{}
		for _, u := range r.s.Uncertain {
			all, _ := r.s.Expand(u.Address) // a scenario that was checked has no wrong ones
			for _, a := range all {
				r.uncertain[a] = true
			}
		}
		if r.s.Posterior != nil {
			for _, a := range r.s.Posterior.Addresses {
				r.uncertain[a] = true
			}
		}
	}
	return r.uncertain[address] && !slices.ContainsFunc(r.c.steps, func(st step) bool { return st.kind == putNumber && st.address() == address })
}

func (r *changeReader) warnAt(at yamlPlace, message, suggestion string) {
	r.problems.add(Problem{File: r.c.File, Line: at.line, Column: at.column, Severity: Warning, Message: message, Suggestion: suggestion})
}
