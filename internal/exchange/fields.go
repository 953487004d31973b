package exchange

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"haven/scenario"
)

// field is what a publisher's column can mean.
type field struct {
	name  string
	about string
	names []string // as publishers head it; the first that is there is taken
	tags  []string // HXL: tag and the attributes that it must have; the first that fits is taken
}

// layout is what is known of a publisher's tables.
type layout struct {
	publisher string // who publishes, for evidence and messages
	fields    []field
	unused    []string // columns that are known and say nothing that a scenario holds
	need      [][]string
}

// columns says where each field stands in a sheet; -1: nowhere.
type columns struct {
	at      map[string]int
	header  []string
	width   int // columns that have a heading or a tag, and those before them
	unknown []Unknown
}

// Unknown is a column that no field was found for.
type Unknown struct {
	Column  int // from 1
	Name    string
	Tag     string
	Nearest []string // fields that may be meant, the nearest first
}

// String shows the column with the option that would take it.
func (u Unknown) String() string {
	name := scenario.Quoted(u.Name)
	if u.Tag != "" && u.Tag != u.Name {
		name += " (" + u.Tag + ")"
	}
	text := fmt.Sprintf("column %d, %s, is not known", u.Column, name)
	if len(u.Nearest) > 0 {
		text += fmt.Sprintf("; if it is %s: --map '%s=%s'", orList(u.Nearest), u.Name, u.Nearest[0])
	}
	return text
}

func orList(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// key is a heading reduced to its letters and digits, so that spelling and spaces do not matter.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// find looks for every field in a sheet's columns. What the user mapped comes first.
func (l *layout) find(s *sheet, mapped map[string]string) (*columns, scenario.Problems) {
	s.settle(func(heading string) bool { return l.knows(heading, mapped) })
	c := &columns{at: map[string]int{}, header: s.header, width: max(filled(s.header), filled(s.tags))}
	taken := make([]bool, len(s.header))
	problems := l.mapped(c, s, mapped, taken)
	for _, f := range l.fields {
		if _, has := c.at[f.name]; has {
			continue
		}
		if i := f.among(s, taken); i >= 0 {
			c.at[f.name], taken[i] = i, true
		}
	}
	problems = append(problems, l.repeated(c, s, mapped)...)
	c.unknown = l.strange(s, taken)
	for _, choice := range l.need {
		if !c.has(choice...) {
			problems = append(problems, l.missing(c, choice))
		}
	}
	return c, problems
}

// repeated are headings by which a field was found and that stand twice, so that nobody knows which column is meant.
func (l *layout) repeated(c *columns, s *sheet, mapped map[string]string) (problems scenario.Problems) {
	for i := range l.fields {
		at, found := c.at[l.fields[i].name]
		if !found || !l.fields[i].headed(s.header[at], mapped) || at < len(s.tags) && mapped[strings.TrimSpace(s.tags[at])] != "" {
			continue
		}
		for k, other := range s.header {
			if k != at && key(other) == key(s.header[at]) {
				problems = append(problems, scenario.Problem{Line: 1, Column: k + 1, Message: fmt.Sprintf("the heading %s stands in column %d too", scenario.Quoted(strings.TrimSpace(other)), at+1), Suggestion: "rename the column that is not meant"})
			}
		}
	}
	return problems
}

// headed says whether a heading is one of the field's, or was mapped to it.
func (f *field) headed(heading string, mapped map[string]string) bool {
	for _, name := range f.names {
		if key(name) == key(heading) {
			return true
		}
	}
	for name, to := range mapped {
		if to == f.name && key(name) == key(heading) {
			return true
		}
	}
	return false
}

// knows says whether a heading is one of a field's, or one that the user mapped.
func (l *layout) knows(heading string, mapped map[string]string) bool {
	k := key(heading)
	if k == "" {
		return false
	}
	for name := range mapped {
		if key(name) == k {
			return true
		}
	}
	for i := range l.fields {
		for _, name := range l.fields[i].names {
			if key(name) == k {
				return true
			}
		}
	}
	return false
}

// mapped places the fields that --map names.
func (l *layout) mapped(c *columns, s *sheet, mapped map[string]string, taken []bool) (problems scenario.Problems) {
	names := make([]string, 0, len(mapped))
	for name := range mapped {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		at := -1
		for i, have := range s.header {
			if strings.TrimSpace(have) == name || key(have) == key(name) || i < len(s.tags) && strings.TrimSpace(s.tags[i]) == name {
				at = i
				break
			}
		}
		f := mapped[name]
		switch {
		case l.field(f) == nil:
			problems = append(problems, scenario.Problem{Message: fmt.Sprintf("--map: there is no field %s", scenario.Quoted(f)), Allowed: "allowed: " + strings.Join(l.names(), ", "), Suggestion: scenario.Suggest(f, l.names())})
		case at < 0:
			problems = append(problems, scenario.Problem{Message: fmt.Sprintf("--map: the file has no column %s", scenario.Quoted(name)), Allowed: "columns: " + strings.Join(s.header, ", "), Suggestion: scenario.Suggest(name, s.header)})
		default:
			c.at[f], taken[at] = at, true
		}
	}
	return problems
}

func (l *layout) field(name string) *field {
	for i := range l.fields {
		if l.fields[i].name == name {
			return &l.fields[i]
		}
	}
	return nil
}

func (l *layout) names() []string {
	list := make([]string, len(l.fields))
	for i := range l.fields {
		list[i] = l.fields[i].name
	}
	return list
}

// among is the column that the field is in: by its headings, then by its tags.
func (f *field) among(s *sheet, taken []bool) int {
	for _, name := range f.names {
		for i, have := range s.header {
			if !taken[i] && key(have) == key(name) && key(have) != "" {
				return i
			}
		}
	}
	for _, tag := range f.tags {
		for i := range s.tags {
			if i < len(taken) && !taken[i] && fits(tag, s.tags[i]) {
				return i
			}
		}
	}
	return -1
}

// fits says whether a column's tag is the one wanted and has all attributes wanted (HXL 1.1: their order is free).
// An attribute written with - must not be there.
func fits(want, have string) bool {
	wanted := strings.FieldsFunc(want, func(r rune) bool { return r == '+' || r == ' ' })
	given := strings.FieldsFunc(strings.ToLower(strings.TrimSpace(have)), func(r rune) bool { return r == '+' || r == ' ' })
	if len(given) == 0 || wanted[0] != given[0] {
		return false
	}
	for _, a := range wanted[1:] {
		not := strings.HasPrefix(a, "-")
		found := false
		for _, b := range given[1:] {
			found = found || b == strings.TrimPrefix(a, "-")
		}
		if found == not {
			return false
		}
	}
	return true
}

// strange are the columns that are neither taken nor known to be of no use.
func (l *layout) strange(s *sheet, taken []bool) (list []Unknown) {
	known := map[string]bool{}
	for _, name := range l.unused {
		known[key(name)] = true
	}
	for _, f := range l.fields { // a second heading of a field that was found
		for _, name := range f.names {
			known[key(name)] = true
		}
	}
	for i, name := range s.header {
		if i < len(taken) && taken[i] || known[key(name)] || strings.TrimSpace(name) == "" {
			continue
		}
		u := Unknown{Column: i + 1, Name: strings.TrimSpace(name), Nearest: l.nearest(name)}
		if i < len(s.tags) {
			u.Tag = strings.TrimSpace(s.tags[i])
		}
		list = append(list, u)
	}
	return list
}

// nearest are up to three fields whose headings share most with a column's: words, or letters in a row.
func (l *layout) nearest(name string) []string {
	type scored struct {
		name  string
		score float64
	}
	var list []scored
	for _, f := range l.fields {
		best := 0.0
		for _, have := range append([]string{f.name}, f.names...) {
			best = max(best, alike(key(name), key(have)))
		}
		if best >= 0.4 {
			list = append(list, scored{f.name, best})
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].score > list[b].score })
	var names []string
	for _, s := range list[:min(3, len(list))] {
		names = append(names, s.name)
	}
	return names
}

// alike is Dice's coefficient of the pairs of letters in two words, 0 to 1
// (Dice 1945, doi:10.2307/1932409).
func alike(a, b string) float64 {
	pairs := func(s string) map[string]int {
		m := map[string]int{}
		for i := 0; i+2 <= len(s); i++ {
			m[s[i:i+2]]++
		}
		return m
	}
	x, y := pairs(a), pairs(b)
	both, all := 0, 0
	for p, n := range x {
		both += min(n, y[p])
		all += n
	}
	for _, n := range y {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(both) / float64(all)
}

func (l *layout) missing(c *columns, choice []string) scenario.Problem {
	p := scenario.Problem{Line: 1, Message: fmt.Sprintf("no column is known to hold the %s (%s)", choice[0], l.field(choice[0]).about)}
	var heads []string
	told := map[string]bool{}
	for _, name := range choice {
		f := l.field(name)
		for _, head := range append(append([]string(nil), f.names...), f.tags...) {
			head, _, _ = strings.Cut(head, "+-") // what a tag must not have is left out
			if !told[key(head)] {
				told[key(head)] = true
				heads = append(heads, head)
			}
		}
	}
	p.Allowed = "known headings: " + strings.Join(heads, ", ")
	example := "COLUMN"
	for _, u := range c.unknown {
		if len(u.Nearest) > 0 && u.Nearest[0] == choice[0] {
			example = u.Name
			break
		}
	}
	p.Suggestion = fmt.Sprintf("say which it is: --map '%s=%s'; columns: %s", example, choice[0], strings.Join(c.header, ", "))
	return p
}

// has says whether one of the fields has a column.
func (c *columns) has(names ...string) bool {
	for _, name := range names {
		if _, ok := c.at[name]; ok {
			return true
		}
	}
	return false
}

// cell is a field's cell in a record; empty when the sheet has no such column.
func (c *columns) cell(r *record, name string) string {
	if i, ok := c.at[name]; ok {
		return r.at(i)
	}
	return ""
}

// problem is one about a field's cell.
func (c *columns) problem(r *record, name, message, allowed, suggestion string) scenario.Problem {
	p := scenario.Problem{Line: r.line, Message: message, Allowed: allowed, Suggestion: suggestion}
	if i, ok := c.at[name]; ok {
		p.Column = i + 1
		p.Message = fmt.Sprintf("%s: %s", strings.TrimSpace(c.header[i]), message)
	}
	return p
}

// misfit says what is wrong with a row of separated cells that has more of them than the heading, or fewer than are read: a number
// with a separator of thousands and no quotes, or a file cut short, gives other figures in silence. Empty cells at the
// end are no matter: spreadsheets write some, and leave others out.
func (c *columns) misfit(r *record) (scenario.Problem, bool) {
	headed, cells := c.width, filled(r.cells)
	p := scenario.Problem{Line: r.line, Message: fmt.Sprintf("%s where the heading has %d", countCells(cells), headed)}
	if cells > headed {
		p.Column = headed + 1
		p.Allowed = "write a number without separators of thousands, or in quotes"
		p.Suggestion = "is it a note beside the table? give its column a heading"
		return p, true
	}
	if cells = len(r.cells); cells >= headed {
		return p, false
	}
	for _, at := range c.at {
		if at >= cells {
			p.Message = fmt.Sprintf("%s where the heading has %d", countCells(cells), headed)
			p.Allowed = "an empty cell has its separator too"
			p.Suggestion = "is the file cut short? take a note below the table out"
			return p, true
		}
	}
	return p, false
}

// filled is how many cells there are up to the last that is not empty.
func filled(cells []string) int {
	n := len(cells)
	for n > 0 && strings.TrimSpace(cells[n-1]) == "" {
		n--
	}
	return n
}

func countCells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return fmt.Sprintf("%d cells", n)
}
