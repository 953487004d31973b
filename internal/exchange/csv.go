package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"haven/scenario"
)

var bom = []byte("\xef\xbb\xbf")

// longestRow bounds one row, bytes: a quote that is never closed would
// otherwise take in the rest of the file.
const longestRow = 1 << 20

var errLongRow = errors.New("row too long")

// csvSource reads text with separators: commas, semicolons, tabs or bars; UTF-8, UTF-16
// with its mark, or Windows-1252, which Latin-1 is part of.
type csvSource struct {
	in     *csv.Reader
	limit  *limited
	tell   func(scenario.Problem)
	latin1 bool // told already
	line   int
}

// limited bounds the bytes that one row may take.
type limited struct {
	from  io.Reader
	taken int
}

func (l *limited) Read(p []byte) (int, error) {
	if l.taken > longestRow {
		return 0, errLongRow
	}
	n, err := l.from.Read(p)
	l.taken += n
	return n, err
}

func newCSV(r io.Reader, start []byte, tell func(scenario.Problem)) (*csvSource, error) {
	switch {
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		decode := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		r = decode.Reader(r)
		start, _ = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(start[:len(start)&^1])
	case bytes.HasPrefix(start, bom):
		if _, err := io.CopyN(io.Discard, r, int64(len(bom))); err != nil {
			return nil, err
		}
		start = start[len(bom):]
	}
	if bytes.IndexByte(start, 0) >= 0 {
		return nil, errors.New("this is no text: it holds zero bytes; save the table as CSV (UTF-8)")
	}
	c := &csvSource{limit: &limited{from: r}, tell: tell}
	c.in = csv.NewReader(c.limit)
	c.in.Comma = separator(start)
	c.in.FieldsPerRecord = -1
	return c, nil
}

// separator is what stands equally often in most lines, outside quotes: notes above a table, or commas in its
// numbers, have it now and then.
func separator(start []byte) rune {
	lines := map[rune]map[int]int{',': {}, ';': {}, '\t': {}, '|': {}} // how many lines have it so often
	here, quoted := map[rune]int{}, false
	for _, c := range append(append([]byte(nil), start...), '\n') {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n' || c == '\r':
			for sep, n := range here {
				lines[sep][n]++
			}
			clear(here)
		case lines[rune(c)] != nil:
			here[rune(c)]++
		}
	}
	best, most := ',', 0
	for _, sep := range []rune{',', ';', '\t', '|'} {
		for n, of := range lines[sep] {
			if n*of > most {
				best, most = sep, n*of
			}
		}
	}
	return best
}

func (c *csvSource) next() (record, error) {
	c.limit.taken = 0
	cells, err := c.in.Read()
	if errors.Is(err, io.EOF) {
		return record{}, io.EOF
	}
	if err != nil {
		return record{}, c.wrong(cells, err)
	}
	line, _ := c.in.FieldPos(0)
	c.line = line
	for i, cell := range cells {
		if !utf8.ValidString(cell) {
			cells[i] = c.decoded(cell, line, i)
		}
	}
	return record{line, cells}, nil
}

// decoded reads a cell that is no UTF-8 as Windows-1252.
func (c *csvSource) decoded(cell string, line, i int) string {
	text, err := charmap.Windows1252.NewDecoder().String(cell)
	if err != nil {
		text = strings.ToValidUTF8(cell, "?")
	}
	if !c.latin1 {
		c.latin1 = true
		c.tell(scenario.Problem{Line: line, Column: i + 1, Severity: scenario.Warning, Message: "this is no UTF-8; read as Windows-1252 (Latin-1)", Suggestion: fmt.Sprintf("is %s right? else save the file as UTF-8", scenario.Quoted(text))})
	}
	return text
}

func (c *csvSource) wrong(cells []string, err error) error {
	var parse *csv.ParseError
	p := scenario.Problem{Line: c.line + 1, Column: len(cells) + 1, Message: err.Error()}
	switch {
	case errors.Is(err, errLongRow):
		p.Column = 0
		p.Message, p.Suggestion = fmt.Sprintf("a row is longer than %d bytes", longestRow), `is a quote (") opened before it and never closed?`
	case errors.As(err, &parse) && errors.Is(parse.Err, csv.ErrBareQuote):
		p.Line = parse.Line
		p.Message, p.Allowed = `a quote (") inside a field`, "quote the whole field and double the quotes inside it"
	case errors.As(err, &parse) && errors.Is(parse.Err, csv.ErrQuote):
		p.Line = parse.StartLine
		p.Message, p.Suggestion = `a quote (") is opened and not closed before the next separator`, "close it at the end of the field"
	}
	return p
}
