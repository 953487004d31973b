package scenario

import (
	"fmt"
	"sort"
	"strings"

	"haven/internal/calendar"
)

// checker looks at a scenario as a whole, after each cell was read by itself.
type checker struct {
	s        *Scenario
	files    *positions // where things stand; of an empty one lines are counted as Write writes them
	problems *problems
	late     problems // warnings, told only when there is no mistake: many would be its echo
	ids      map[*Table]*index
	regions  map[string]bool // admin1 of places
	unsure   bool            // some places' admin1 could not be read
}

// run checks everything. Each check reports all it finds.
func (c *checker) run() {
	c.ids = map[*Table]*index{}
	for _, t := range tables {
		c.keys(t)
	}
	c.regions = map[string]bool{}
	for i := range c.s.Places {
		c.regions[c.s.Places[i].Admin1] = true
		c.unsure = c.unsure || c.isBad(placesTable, i, "admin1")
	}
	for _, t := range tables {
		c.references(t)
		c.evidence(t)
	}
	c.rows()
	c.sizes()
	c.policies()
	c.shares()
	c.ways()
	c.settings()
	c.neighbours()
	if !c.problems.any() {
		c.problems.join(&c.late)
	}
}

// cell reports a problem of one cell, unless the cell, its row or its table was
// found wrong before.
func (c *checker) cell(t *Table, i int, column, message, allowed, suggestion string) {
	c.report(t, i, column, Problem{Message: message, Allowed: allowed, Suggestion: suggestion})
}

func (c *checker) warn(t *Table, i int, column, message, suggestion string) {
	c.report(t, i, column, Problem{Message: message, Suggestion: suggestion, Severity: Warning})
}

func (c *checker) report(t *Table, i int, column string, p Problem) {
	if c.isBad(t, i, column) {
		return
	}
	if c.files.nowhere {
		p.Message = t.Name + "." + c.s.RowKey(t, i) + "." + column + ": " + p.Message
		c.tell(p)
		return
	}
	p.File, p.Line, p.Column = t.File(), c.line(t, i), c.field(t, column)
	if at, ok := c.files.elsewhere(t, i, p.Column); ok {
		p.File, p.Line, p.Column = c.files.change, at.line, at.column
		if c.files.shared[at] {
			p.Message = fmt.Sprintf("%s.%s: %s", t.Name, c.s.RowKey(t, i), p.Message)
		}
	}
	c.tell(p)
}

// tell keeps a warning back until all is checked.
func (c *checker) tell(p Problem) {
	if p.Severity == Mistake {
		c.problems.add(p)
	} else {
		c.late.add(p)
	}
}

func (c *checker) isBad(t *Table, i int, column string) bool {
	return c.files.bad[badPlace{t, i, 0}] || c.files.bad[badPlace{t, i, c.field(t, column)}]
}

// line is where row i stands in its file.
func (c *checker) line(t *Table, i int) int {
	if lines := c.files.lines[t]; i < len(lines) {
		return int(lines[i])
	}
	return i + 2
}

// field is the n-th field that holds a column.
func (c *checker) field(t *Table, column string) int {
	for j := range t.Columns {
		if t.Columns[j].Name != column {
			continue
		}
		if fields := c.files.fields[t]; j < len(fields) {
			return fields[j]
		}
		return j + 1
	}
	return 0
}

// setting reports a problem of scenario.yaml.
func (c *checker) setting(path string, p Problem) {
	if c.files.nowhere {
		p.Message = path + ": " + p.Message
		c.tell(p)
		return
	}
	at := c.files.yaml[path]
	p.File, p.Line, p.Column = yamlFile, at.line, at.column
	c.tell(p)
}

// keys enters every row under its key and reports those that are there twice.
func (c *checker) keys(t *Table) {
	x := newIndex(c.s, t)
	c.ids[t] = x
	for i := range t.rows.count(c.s) {
		if j := x.add(i); j >= 0 {
			c.cell(t, i, t.Key[0], fmt.Sprintf("%s %s stands twice", strings.Join(t.Key, "/"), quoted(c.s.RowKey(t, i))),
				fmt.Sprintf("first in line %d", c.line(t, j)), "take one out, or give it another id")
		}
	}
}

// references looks up every id that a row names in another table.
func (c *checker) references(t *Table) {
	for j := range t.Columns {
		column := &t.Columns[j]
		if len(column.Refers) == 0 {
			continue
		}
		for i := range t.rows.count(c.s) {
			cell := *column.cell(t.rows.row(c.s, i)).(*string)
			for _, word := range column.names(cell) {
				if cell == "" || contains(column.Allowed, word) || c.known(word, column.Refers) {
					continue
				}
				suggestion := didYouMean(word, c.candidates(column))
				if up := strings.ToUpper(word); contains(column.Refers, "countries") && isCountry(up) {
					suggestion = fmt.Sprintf("did you mean %s?", up)
				}
				c.cell(t, i, column.Name, fmt.Sprintf("%s %s is not known", column.Name, quoted(word)), allowedRefs(column), suggestion)
			}
		}
	}
}

func (c *checker) known(word string, refers []string) bool {
	for _, r := range refers {
		switch t := TableNamed(r); {
		case r == "countries":
			if isCountry(word) {
				return true
			}
		case r == "regions":
			if c.regions[word] || c.unsure || c.files.broken[placesTable] {
				return true
			}
		case c.files.broken[t], c.ids[t].find(word) >= 0:
			return true
		}
	}
	return false
}

func allowedRefs(column *Column) string {
	var words []string
	for _, r := range column.Refers {
		switch r {
		case "countries":
			words = append(words, "an ISO 3166-1 alpha-3 code")
		case "regions":
			words = append(words, "an admin1 of places.csv")
		default:
			words = append(words, "an id of "+r+".csv")
		}
	}
	return "allowed: " + strings.Join(append(words, column.Allowed...), ", ")
}

func (c *checker) candidates(column *Column) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, r := range column.Refers {
			var words func(func(string) bool)
			switch r {
			case "countries":
				words = among(countryCodes)
			case "regions":
				words = among(sortedKeys(c.regions))
			default:
				words = c.s.candidates(TableNamed(r))
			}
			more := true
			words(func(w string) bool { more = yield(w); return more })
			if !more {
				return
			}
		}
	}
}

func sortedKeys(m map[string]bool) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// evidence asks every row with a number where the number comes from.
func (c *checker) evidence(t *Table) {
	column := t.Column("evidence")
	if column == nil {
		return
	}
	told := map[string]bool{}
	for i := range t.rows.count(c.s) {
		row := t.rows.row(c.s, i)
		cell := *column.cell(row).(*string)
		if cell == "" {
			if name := t.firstNumber(row); name != "" {
				c.cell(t, i, "evidence", name+" is a number without evidence", `write ids of evidence.csv joined by ; or "assumed: why"`, "")
			}
			continue
		}
		if message, suggestion := c.citation(cell); message != "" && !told[message] {
			told[message] = true // the same slip tends to stand in every row
			c.cell(t, i, "evidence", message, `allowed: ids of evidence.csv joined by ; or "assumed: why"`, suggestion)
		}
	}
}

// citation says what is wrong with an evidence cell; empty when nothing is.
func (c *checker) citation(cell string) (message, suggestion string) {
	if c.files.broken[evidenceTable] {
		return "", ""
	}
	for _, id := range Cites(cell) {
		if c.ids[evidenceTable].find(id) >= 0 {
			continue
		}
		switch {
		case strings.HasPrefix(strings.ToLower(id), "assume"):
			suggestion = "begin with " + assumed
		case strings.ContainsAny(id, ", ") && c.ids[evidenceTable].find(strings.FieldsFunc(id+" ", func(r rune) bool { return r == ',' || r == ' ' })[0]) >= 0:
			suggestion = "join ids by ;"
		case len(c.s.Evidence) == 0:
			suggestion = "evidence.csv has no rows"
		default:
			suggestion = didYouMean(id, c.s.candidates(evidenceTable))
		}
		return fmt.Sprintf("evidence %s is not known", quoted(id)), suggestion
	}
	return "", ""
}

// firstNumber names the first number that a row gives, empty when it gives none.
func (t *Table) firstNumber(row any) string {
	for j := range t.Columns {
		c := &t.Columns[j]
		if c.isNumber() && c.get(row) != "" {
			return c.Name
		}
	}
	return ""
}

func overlap(from1, to1, from2, to2 calendar.Date) bool {
	return !(to1.Given() && from2.Given() && to1 < from2) && !(to2.Given() && from1.Given() && to2 < from1)
}
