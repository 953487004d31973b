package scenario

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// longestRecord bounds one row of a table, bytes. An unclosed quote would
// otherwise swallow the rest of a large file.
const longestRecord = 1 << 20

var errLongRecord = errors.New("row too long")

// guard stands between the file and the CSV reader: it bounds the bytes of a
// row, takes a byte order mark off and notices Windows line ends.
type guard struct {
	from  io.Reader
	head  []byte // read ahead, not yet handed on
	taken int    // bytes handed on since the row began
	crlf  bool
	last  byte
}

func (g *guard) Read(p []byte) (int, error) {
	if g.taken > longestRecord {
		return 0, errLongRecord
	}
	var n int
	var err error
	if len(g.head) > 0 {
		n = copy(p, g.head)
		g.head = g.head[n:]
	} else {
		n, err = g.from.Read(p)
	}
	if n > 0 && !g.crlf {
		g.crlf = bytes.Contains(p[:n], []byte("\r\n")) || g.last == '\r' && p[0] == '\n'
	}
	if n > 0 {
		g.last = p[n-1]
	}
	g.taken += n
	return n, err
}

var (
	bomUTF8    = []byte("\xef\xbb\xbf")
	bomUTF16LE = []byte("\xff\xfe")
	bomUTF16BE = []byte("\xfe\xff")
	zipMagic   = []byte("PK\x03\x04")
)

// open looks at the first bytes. ok is false when the file is no text at all.
func (g *guard) open(report func(Problem)) (ok bool) {
	buffer := make([]byte, 4096)
	n, err := io.ReadFull(g.from, buffer)
	g.head = buffer[:n]
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		report(Problem{Message: plainError(err)})
		return false
	}
	switch {
	case bytes.HasPrefix(g.head, bomUTF16LE), bytes.HasPrefix(g.head, bomUTF16BE):
		report(Problem{Line: 1, Message: "this file is UTF-16", Allowed: "UTF-8 text", Suggestion: `save it as "CSV UTF-8"`})
		return false
	case bytes.HasPrefix(g.head, zipMagic):
		report(Problem{Line: 1, Message: "this is a spreadsheet or archive, not a text", Allowed: "UTF-8 text", Suggestion: `save the sheet as "CSV UTF-8"`})
		return false
	case bytes.HasPrefix(g.head, bomUTF8):
		g.head = g.head[len(bomUTF8):]
		report(Problem{Line: 1, Severity: Warning, Message: "the file begins with a byte order mark (BOM)", Suggestion: "read all the same; save as UTF-8 without BOM to be rid of this line"})
	}
	return true
}

// tableReader reads one table.
type tableReader struct {
	*reader
	table   *Table
	guard   *guard
	csv     *csv.Reader
	columns []*Column // of each field, nil for an unknown one
	absent  []*Column // of the rule, but not in the file
	line    int       // where the last row began
	latin1  bool      // reported already
}

func (r *reader) readTable(fsys fs.FS, t *Table) {
	f, err := fsys.Open(t.File())
	if errors.Is(err, fs.ErrNotExist) {
		if r.s.needs(t) {
			r.problems.add(Problem{File: t.File(), Message: "this table is missing", Allowed: "columns: " + strings.Join(t.columnNames(), ",")})
			r.files.broken[t] = true
		}
		return
	}
	if err != nil {
		r.problems.add(Problem{File: t.File(), Message: plainError(err)})
		r.files.broken[t] = true
		return
	}
	defer f.Close() //nolint:errcheck // only read
	if info, err := f.Stat(); err == nil && info.IsDir() {
		r.problems.add(Problem{File: t.File(), Message: "this is a folder", Allowed: "a table"})
		r.files.broken[t] = true
		return
	}
	tr := &tableReader{reader: r, table: t, guard: &guard{from: f}}
	if !tr.guard.open(tr.report) || !tr.header() {
		r.files.broken[t] = true
		return
	}
	tr.rows(sizeOf(f))
	if tr.guard.crlf {
		tr.report(Problem{Severity: Warning, Message: "lines end as on Windows (CRLF)", Suggestion: "read all the same; haven writes LF"})
	}
}

func sizeOf(f fs.File) int64 {
	if info, err := f.Stat(); err == nil {
		return info.Size()
	}
	return 0
}

func (r *tableReader) report(p Problem) {
	p.File = r.table.File()
	r.problems.add(p)
}

func (t *Table) columnNames() []string {
	names := make([]string, len(t.Columns))
	for i := range t.Columns {
		names[i] = t.Columns[i].Name
	}
	return names
}

// header reads the first row and finds each field's column; false when there
// is nothing to go on with.
func (r *tableReader) header() bool {
	names := r.table.columnNames()
	r.csv = csv.NewReader(r.guard)
	r.csv.ReuseRecord = true
	r.csv.FieldsPerRecord = -1
	record, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		r.report(Problem{Line: 1, Message: "the file is empty", Allowed: "the first line names the columns: " + strings.Join(names, ",")})
		return false
	}
	if err != nil {
		r.syntax(record, err)
		return false
	}
	if p := strangeHeader(record); p != nil {
		p.Allowed = "the first line names the columns: " + strings.Join(names, ",")
		r.report(*p)
		return false
	}
	fields := make([]int, len(names))
	r.columns = make([]*Column, len(record))
	for i, have := range record {
		r.headerField(i, have, names, fields)
	}
	complete := true
	for i, at := range fields {
		if at == 0 && r.table.Columns[i].Rule == "" && !r.table.Columns[i].Optional {
			complete = false
			r.report(Problem{Line: 1, Message: fmt.Sprintf("column %s is missing", names[i]), Allowed: "columns: " + strings.Join(names, ",")})
		}
	}
	r.files.fields[r.table] = fields
	for i := range r.table.Columns {
		if c := &r.table.Columns[i]; fields[i] == 0 && (c.Rule == r.s.Rule || c.Optional) {
			r.absent = append(r.absent, c)
		}
	}
	return complete
}

func (r *tableReader) headerField(i int, have string, names []string, fields []int) {
	for j, name := range names {
		if have != name {
			continue
		}
		if fields[j] != 0 {
			r.report(Problem{Line: 1, Column: i + 1, Message: fmt.Sprintf("column %s stands twice", name), Suggestion: "leave one out"})
			return
		}
		fields[j] = i + 1
		r.columns[i] = &r.table.Columns[j]
		return
	}
	message := fmt.Sprintf("column %s is not known", quoted(have))
	if have == "" {
		message = "a column without a name"
	}
	r.report(Problem{Line: 1, Column: i + 1, Message: message, Allowed: "columns: " + strings.Join(names, ","), Suggestion: columnHint(have, names)})
}

func columnHint(have string, names []string) string {
	if plain := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(have)), " ", "_"); contains(names, plain) {
		return "write " + plain
	}
	return didYouMean(have, among(names))
}

// strangeHeader recognises files that are no comma-separated UTF-8 at all.
func strangeHeader(record []string) *Problem {
	line := strings.Join(record, ",")
	switch {
	case !utf8.ValidString(line):
		for i, have := range record {
			if !utf8.ValidString(have) {
				p := latin1Problem(have)
				p.Line, p.Column = 1, i+1
				return &p
			}
		}
	case strings.ContainsRune(line, 0):
		return &Problem{Line: 1, Message: "this is no text: it holds zero bytes"}
	case strings.ContainsRune(line, '\r'):
		return &Problem{Line: 1, Message: "lines end with CR alone, as on very old computers", Suggestion: "save with LF line ends"}
	case len(record) == 1 && strings.Count(line, ";") > 2:
		return &Problem{Line: 1, Message: "fields are separated by semicolons", Suggestion: "save with commas between fields and points in numbers"}
	case len(record) == 1 && strings.Count(line, "\t") > 2:
		return &Problem{Line: 1, Message: "fields are separated by tabs", Suggestion: "save with commas between fields"}
	}
	return nil
}

// rows reads all rows into the scenario.
func (r *tableReader) rows(size int64) {
	const enough = 1000 // rows from which the length of the others is guessed
	for grown := false; ; {
		r.guard.taken = 0
		record, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			if !r.syntax(record, err) {
				r.files.broken[r.table] = true
				return
			}
			r.files.broken[r.table] = true // a row is lost: ids may be missing
			continue
		}
		r.row(record)
		if !grown && r.table.rows.count(r.s) == enough {
			grown = true
			r.table.rows.grow(r.s, int(min(size/(r.csv.InputOffset()/enough), 1<<23))+enough)
		}
		if r.problems.full(r.table.File()) {
			r.files.broken[r.table] = true
			return
		}
	}
}

// syntax reports what encoding/csv found; false when reading cannot go on.
func (r *tableReader) syntax(record []string, err error) bool {
	var parse *csv.ParseError
	field := len(record) + 1
	if !errors.As(err, &parse) {
		p := Problem{Message: plainError(err)}
		if errors.Is(err, errLongRecord) {
			p = Problem{Line: r.line + 1, Message: fmt.Sprintf("a row is longer than %d bytes", longestRecord), Suggestion: "is a quote (\") opened before it and never closed?"}
		}
		r.report(p)
		return false
	}
	switch {
	case errors.Is(parse.Err, csv.ErrBareQuote):
		r.report(Problem{Line: parse.Line, Column: field, Message: "a quote (\") inside a field", Allowed: "quote the whole field and double the quotes inside it", Suggestion: `write "say ""yes"""`})
	case errors.Is(parse.Err, csv.ErrQuote) && parse.StartLine != parse.Line:
		r.report(Problem{Line: parse.StartLine, Column: field, Message: "a quote (\") is opened and never closed", Suggestion: "close it at the end of the field"})
	case errors.Is(parse.Err, csv.ErrQuote):
		r.report(Problem{Line: parse.Line, Column: field, Message: "a quote (\") is not closed before the next comma", Allowed: "quote the whole field and double the quotes inside it"})
	default:
		r.report(Problem{Line: parse.Line, Column: field, Message: parse.Err.Error()})
	}
	return true
}

// row reads one record.
func (r *tableReader) row(record []string) {
	line, _ := r.csv.FieldPos(0)
	r.line = line
	if allEmpty(record) {
		r.report(Problem{Line: line, Severity: Warning, Message: "an empty row is skipped"})
		return
	}
	row := r.table.rows.add(r.s)
	for _, c := range r.absent {
		c.setEmpty(row)
	}
	i := r.table.rows.count(r.s) - 1
	r.files.lines[r.table] = append(r.files.lines[r.table], int32(line))
	if len(record) != len(r.columns) {
		r.ragged(line, record)
		r.files.bad[badPlace{r.table, i, 0}] = true
	}
	for f, s := range record[:min(len(record), len(r.columns))] {
		r.cell(row, i, f, s)
	}
}

func (r *tableReader) ragged(line int, record []string) {
	p := Problem{Line: line, Column: min(len(record), len(r.columns)+1),
		Message: fmt.Sprintf("the row has %d fields, the first line %d", len(record), len(r.columns))}
	if len(record) > len(r.columns) {
		p.Suggestion = `a comma inside a field? quote the field: "a, b"`
	} else {
		p.Suggestion = "are commas missing at its end?"
	}
	r.report(p)
}

func (r *tableReader) cell(row any, i, field int, s string) {
	column := r.columns[field]
	ragged := r.files.bad[badPlace{r.table, i, 0}]
	if column == nil || ragged && field > 0 {
		return
	}
	var bad *badCell
	line, _ := r.csv.FieldPos(field)
	if !utf8.ValidString(s) {
		r.files.bad[badPlace{r.table, i, field + 1}] = true
		if !r.latin1 {
			p := latin1Problem(s)
			p.Line, p.Column = line, field+1
			r.report(p)
		}
		r.latin1 = true
		return
	}
	if at := strings.IndexFunc(s, isControl); at >= 0 {
		bad = &badCell{fmt.Sprintf("%s holds the control character %U", column.Name, s[at]), "", "take it out"}
	} else {
		switch column.Type {
		case Text, ID, Name, Country, Cited:
			s = r.keep(column, s)
		}
		bad = column.set(row, s)
	}
	if bad == nil {
		return
	}
	r.files.bad[badPlace{r.table, i, field + 1}] = true
	if ragged {
		return
	}
	r.report(Problem{Line: line, Column: field + 1, Message: bad.message, Allowed: bad.allowed, Suggestion: bad.suggestion})
}

// keep copies a cell out of the record's buffer; what repeats is kept once.
func (r *tableReader) keep(c *Column, s string) string {
	if c.Type == ID || s == "" {
		return strings.Clone(s)
	}
	return r.intern(s)
}

func isControl(c rune) bool { return c < ' ' && c != '\n' && c != '\t' || c == 0x7f }

func allEmpty(record []string) bool {
	for _, s := range record {
		if s != "" {
			return false
		}
	}
	return true
}

// latin1Problem names the first byte that is not UTF-8 and what it would be in
// the encodings spreadsheets use.
func latin1Problem(s string) Problem {
	for at := 0; at < len(s); {
		c, n := utf8.DecodeRuneInString(s[at:])
		if c != utf8.RuneError || n > 1 {
			at += n
			continue
		}
		b := s[at]
		likely := fmt.Sprintf("%q in Latin-1", rune(b))
		if b >= 0xc0 {
			likely += fmt.Sprintf(", %q in Windows-1251", rune(b)-0xc0+'А')
		}
		return Problem{
			Message: fmt.Sprintf("byte 0x%02X (%d of the field) is not UTF-8; it would be %s", b, at+1, likely),
			Allowed: "UTF-8 text", Suggestion: `save the file as UTF-8 (in a spreadsheet: "CSV UTF-8")`,
		}
	}
	return Problem{Message: "this is not UTF-8"}
}
