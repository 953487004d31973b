package scenario

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"haven/internal/calendar"
)

// ReadChanges reads the files of a what-if. Each may change what those that
// begin before it have changed. The problems are every mistake and warning of all files; with
// mistakes among them the changes are not to be used.
func ReadChanges(s *Scenario, files []string) (Changes, Problems) {
	var changes Changes
	var found Problems
	texts := map[*Change][]byte{}
	for _, file := range files {
		data, err := readChangeFile(file)
		if err != nil {
			found = append(found, Problem{File: file, Message: plainError(err), Allowed: "a file of a what-if; docs/what-if.md describes it"})
			continue
		}
		c, problems := parseChange(s, file, data, nil, true)
		if len(problems.Mistakes()) > 0 {
			_, problems = parseChange(s, file, data, nil, false) // with all that is wrong beside
			found = append(found, problems...)
			continue
		}
		texts[c] = data
		changes = append(changes, c)
	}
	if len(found.Mistakes()) > 0 {
		return nil, found
	}
	order := changes.BegunBy(latest)
	for i, c := range order {
		again, problems := parseChange(s, c.File, texts[c], order[:i], false)
		found = append(found, problems...)
		if len(problems.Mistakes()) > 0 {
			return nil, found
		}
		*c = *again
		s, _ = c.Apply(s) // parseChange has just done it
	}
	return changes, found
}

func readChangeFile(file string) ([]byte, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("there is no such file")
	}
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return io.ReadAll(io.LimitReader(f, longestYAML+1))
}

// ParseChange reads the text of one change for a scenario; file is its name in messages.
func ParseChange(s *Scenario, file string, data []byte) (*Change, Problems) {
	return parseChange(s, file, data, nil, false)
}

// changeReader reads one change.
type changeReader struct {
	*settings
	c         *Change
	earlier   Changes   // made before, in other files
	work      *Scenario // with what was read so far
	own       map[*Table]bool
	uncertain map[string]bool // addresses that are drawn; nil: not yet asked for
	dry       bool            // look at the form and the date alone: other files may begin before
}

var changeKeys = []string{"title", "why", "from", "add", "alter", "remove"}

func parseChange(s *Scenario, file string, data []byte, earlier Changes, dry bool) (*Change, Problems) {
	work, start := *s, *s
	r := &changeReader{
		settings: &settings{reader: &reader{s: &start, files: newPositions(), words: map[string]string{}}, file: file},
		c:        &Change{File: file, From: calendar.None}, earlier: earlier, work: &work, own: map[*Table]bool{}, dry: dry,
	}
	r.files.change, r.files.moved, r.files.shared = file, map[badPlace]yamlPlace{}, map[yamlPlace]bool{}
	data = []byte(strings.ReplaceAll(strings.TrimPrefix(string(data), string(bomUTF8)), "\r\n", "\n"))
	root, problem := parseYAML(data)
	if problem != nil {
		problem.File = file
		if problem.Allowed == "it begins with schema: 1" {
			problem.Allowed, problem.Suggestion = "keys: "+strings.Join(changeKeys, ", "), "docs/what-if.md has examples"
		}
		return nil, Problems{*problem}
	}
	r.top(root)
	if !dry && !r.problems.any() {
		r.warnUndone()
		r.checkWhole()
	}
	return r.c, r.problems.sorted()
}

func (r *changeReader) top(root *node) {
	var steps []pair
	given := map[string]bool{}
	r.entries(root, "", "a change", changeKeys, func(key string, v *node) {
		given[key] = true
		switch key {
		case "title":
			r.c.Title = r.words(v, key)
		case "why":
			r.c.Why = r.words(v, key)
		case "from":
			r.c.From = r.from(v)
		default:
			steps = append(steps, pair{&node{text: key}, v})
		}
	})
	if root.kind != mapNode {
		return
	}
	start := &node{line: 1, column: 1}
	if !given["title"] {
		r.bad(start, "title is missing", "write title: and the question in a line, such as Finland closes on 30 September", "")
	}
	if !given["from"] {
		r.bad(start, "from is missing", "write from: and the first day on which the change holds, such as 2022-09-30", "")
	}
	if len(steps) == 0 {
		r.bad(start, "nothing is changed", "allowed: add, alter, remove", "")
	} else if !slices.ContainsFunc(steps, func(s pair) bool { return s.value.kind != mapNode || len(s.value.pairs) > 0 }) {
		r.bad(steps[0].value, fmt.Sprintf("nothing is changed: %s is empty", steps[0].key.text), "allowed: add, alter, remove", "")
	}
	if r.dry {
		return
	}
	if !r.c.From.Given() {
		r.c.From = r.work.Period.From // it is wrong or missing: what else is wrong is told all the same
	}
	for _, s := range steps {
		switch s.key.text {
		case "add":
			r.add(s.value)
		case "alter":
			r.alter(s.value)
		case "remove":
			r.remove(s.value)
		}
	}
}

func (r *changeReader) from(v *node) calendar.Date {
	d := r.date(v, "from")
	if p := r.work.Period; d.Given() && (d < p.From || d > p.To) {
		r.bad(v, fmt.Sprintf("from %s lies outside the scenario's period", d), fmt.Sprintf("allowed: %s to %s", p.From, p.To), "")
		return calendar.None
	}
	return d
}

// rowTables are the tables whose rows a change can add and take out.
func (r *changeReader) rowTables() []string {
	if r.work.Rule == "neighbours" {
		return []string{"closures", "conflicts"}
	}
	return []string{"policies", "shocks"}
}

// tablesOf walks a mapping of tables.
func (r *changeReader) tablesOf(n *node, what string, each func(t *Table, v *node)) {
	if n.kind != mapNode {
		r.bad(n, fmt.Sprintf("%s is %s", what, describeNode(n)), "a mapping of tables: "+strings.Join(r.rowTables(), ", "), "")
		return
	}
	r.entries(n, what+".", what, r.rowTables(), func(key string, v *node) {
		if v.kind == listNode && len(v.items) == 0 {
			r.bad(v, key+" is an empty list", "a list, each item after a dash", fmt.Sprintf("or leave %s out", key))
			return
		}
		if v.kind != listNode {
			r.bad(v, fmt.Sprintf("%s is %s", key, describeNode(v)), "a list, each item after a dash", "")
			return
		}
		each(TableNamed(key), v)
	})
}

func (r *changeReader) add(n *node) {
	r.tablesOf(n, "add", func(t *Table, v *node) {
		for _, item := range v.items {
			r.addRow(t, item)
		}
	})
}

// ownDate is the column that says from when a row acts.
var ownDate = map[*Table]string{policiesTable: "date_from", shocksTable: "date", closuresTable: "closes", conflictsTable: "date"}

func (r *changeReader) addRow(t *Table, n *node) {
	st := step{kind: addRow, table: t, cells: map[string]string{}, cellsAt: map[string]yamlPlace{}, at: yamlPlace{n.line, n.column}}
	if n.kind != mapNode {
		r.bad(n, fmt.Sprintf("a row of %s is %s", t.Name, describeNode(n)), "a mapping with the columns "+strings.Join(t.columnNames(), ", "), "")
		return
	}
	right := true
	r.entries(n, "", "a row of "+t.Name, t.columnNames(), func(column string, v *node) {
		st.cellsAt[column] = yamlPlace{v.line, v.column}
		if v.kind != scalarNode && v.kind != emptyNode {
			r.bad(v, fmt.Sprintf("%s is %s", column, describeNode(v)), "one value", "")
			right = false
		}
		if v.kind == scalarNode {
			st.cells[column] = v.text
		}
	})
	r.fillIn(&st)
	var row = t.rows.add(&Scenario{})
	for i := range t.Columns {
		c := &t.Columns[i]
		if bad := c.set(row, st.cells[c.Name]); bad != nil {
			at := st.cellsAt[c.Name]
			if at.line == 0 {
				at = st.at
			}
			r.badAt(at, bad)
			right = false
		}
	}
	if !right {
		return
	}
	st.key = string(t.appendKey(nil, row))
	date := ownDate[t]
	if d := *t.Column(date).cell(row).(*calendar.Date); d.Given() && d < r.c.From {
		r.badAt(st.cellsAt[date], &badCell{fmt.Sprintf("%s %s lies before from %s", date, d, r.c.From), "a change acts from its from on", "leave it out, or let from be earlier"})
		return
	}
	if r.work.rowOf(t, st.key) >= 0 {
		r.badAt(st.at, &badCell{fmt.Sprintf("%s has a row %s already", t.File(), quoted(st.key)), "another " + strings.Join(t.Key, "/"), "to change it, write under alter: " + t.Name + "." + st.key + ".COLUMN: VALUE"})
		return
	}
	r.take(st)
}

// fillIn gives a row what a what-if need not say.
func (r *changeReader) fillIn(st *step) {
	unless := func(column, value string) {
		if _, given := st.cells[column]; !given && st.table.Column(column) != nil {
			st.cells[column] = value
		}
	}
	unless(ownDate[st.table], r.c.From.String())
	unless("known_from", r.c.From.String())
	unless("evidence", assumed+" a what-if")
}

// take carries a step out on the scenario read so far; false when it cannot be.
func (r *changeReader) take(st step) bool {
	if st.table != nil && !r.own[st.table] {
		st.table.rows.clone(r.work)
		r.own[st.table] = true
	}
	if bad := st.do(r.work); bad != nil {
		if st.several && st.kind != putText && !strings.HasPrefix(bad.message, st.address()) {
			bad.message = st.address() + ": " + bad.message
		}
		r.badAt(st.at, bad)
		return false
	}
	r.c.steps = append(r.c.steps, st)
	return true
}

func (r *changeReader) remove(n *node) {
	r.tablesOf(n, "remove", func(t *Table, v *node) {
		seen := map[string]bool{}
		for _, item := range v.items {
			id := r.words(item, "an id under remove")
			switch {
			case id == "":
			case seen[id]:
				r.bad(item, fmt.Sprintf("%s stands twice", id), "", "leave one out")
			case !r.takenOut(item, t, id):
				r.take(step{kind: removeRow, table: t, key: id, at: yamlPlace{item.line, item.column}})
			}
			seen[id] = true
		}
	})
}

func (r *changeReader) badAt(at yamlPlace, bad *badCell) {
	r.bad(&node{line: at.line, column: at.column}, bad.message, bad.allowed, bad.suggestion)
}

// checkWhole looks at the changed scenario as a whole, and tells what is wrong
// or strange about what the change touches.
func (r *changeReader) checkWhole() {
	for i := range r.c.steps {
		st := &r.c.steps[i]
		if st.table == nil || st.kind == removeRow {
			continue
		}
		row := r.work.rowOf(st.table, st.key)
		if row < 0 {
			continue // removed by a later step
		}
		field := func(column string) int {
			return slices.IndexFunc(st.table.Columns, func(c Column) bool { return c.Name == column }) + 1
		}
		if st.kind == addRow {
			r.files.moved[badPlace{st.table, row, 0}] = st.at
			for column, at := range st.cellsAt {
				r.files.moved[badPlace{st.table, row, field(column)}] = at
			}
			continue
		}
		r.files.moved[badPlace{st.table, row, field(st.column.Name)}] = st.at
		if st.several {
			r.files.shared[st.at] = true
		}
	}
	whole, err := r.c.Apply(r.s)
	if err != nil {
		return // told when the step was read
	}
	var found problems
	c := checker{s: whole, files: r.files, problems: &found}
	c.run()
	for _, p := range r.oneOfShared(found.sorted()) {
		if p.File == r.c.File || p.Severity == Mistake {
			r.problems.add(p)
		}
	}
}

// oneOfShared keeps one of the problems that several rows have with the line
// that a * gave them: they are corrected together.
func (r *changeReader) oneOfShared(found Problems) Problems {
	type line struct {
		at       yamlPlace
		severity Severity
	}
	var kept Problems
	first, count := map[line]int{}, map[line]int{}
	for _, p := range found {
		at := line{yamlPlace{p.Line, p.Column}, p.Severity}
		if p.File == r.c.File && r.files.shared[at.at] {
			if count[at]++; count[at] > 1 {
				continue
			}
			first[at] = len(kept)
		}
		kept = append(kept, p)
	}
	for at, i := range first {
		kept[i] = kept[i].oneOf(count[at])
	}
	return kept
}
