package flee

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"haven/scenario"
)

// table is one CSV file, cut into cells that share the file's text.
type table struct {
	name string // as messages give it
	rows []row
}

// row is one line with something on it or without; blank lines have no cells.
type row struct {
	line  int
	cells []string
}

// at is the n-th cell, from 0; empty when the row is shorter.
func (r *row) at(n int) string {
	if n < len(r.cells) {
		return r.cells[n]
	}
	return ""
}

// comment says whether Flee takes the row for a comment.
func (r *row) comment() bool { return len(r.cells) > 0 && strings.HasPrefix(r.cells[0], "#") }

// largestFile bounds one file, bytes: what is larger is no table of Flee's.
const largestFile = 256 << 20

// read reads a CSV file; nil when it is not there or cannot be read. A file that
// must be there is a mistake when it is not; why says what it is for.
func (o *opening) read(path, why string) *table {
	name := o.nameOf(path)
	data, err := readWhole(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if why != "" {
			o.wrong(name, 0, 0, "this file is missing", why, "")
		}
		return nil
	case err != nil:
		var e *fs.PathError
		if errors.As(err, &e) {
			err = e.Err
		}
		o.wrong(name, 0, 0, "this file cannot be read: "+err.Error(), "", "")
		return nil
	}
	return o.parse(name, data)
}

// readWhole reads a file in as few calls as can be: a folder has dozens, and is
// to open in a blink.
func readWhole(path string) (data []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > largestFile || info.IsDir() {
		return nil, fmt.Errorf("allowed: a file of up to %d bytes", largestFile)
	}
	data = make([]byte, info.Size())
	n, err := io.ReadFull(f, data)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil // it became shorter meanwhile
	}
	return data[:n], err
}

// parse cuts the text of a file into cells as Python's csv does: commas, and
// double quotes around a cell and doubled within it. Nothing is trimmed.
func (o *opening) parse(name string, data []byte) *table {
	text := string(data)
	if rest, ok := strings.CutPrefix(text, "\ufeff"); ok {
		text = rest
		o.warn(name, 1, 0, "the file begins with a byte order mark (BOM)", "it breaks Flee's locations.csv; haven reads on without it")
	}
	if line, column, found := unreadable(text); found != "" {
		o.wrong(name, line, column, found, "allowed: UTF-8 text", `save the file as "CSV UTF-8"`)
		return nil
	}
	t := &table{name: name, rows: make([]row, 0, 1+strings.Count(text, "\n"))}
	cells := make([]string, 0, 1+strings.Count(text, "\n")+strings.Count(text, ","))
	for line := 1; text != ""; {
		began := len(cells)
		end := strings.IndexByte(text, '\n')
		if end < 0 {
			end = len(text)
		}
		this := text[:end]
		here := line
		if strings.IndexByte(this, '"') >= 0 {
			var lines int
			var closed bool
			cells, text, lines, closed = quotedRow(cells, text)
			if !closed {
				o.wrong(name, here, len(cells)-began, `a quote (") is opened and never closed`, "", "close it at the end of the cell")
				return t
			}
			line += lines
		} else {
			text = text[min(end+1, len(text)):]
			line++
			this = strings.TrimSuffix(this, "\r")
			for this != "" {
				cell, rest, more := strings.Cut(this, ",")
				cells = append(cells, cell)
				if this = rest; more && rest == "" {
					cells = append(cells, "")
				}
			}
		}
		t.rows = append(t.rows, row{here, cells[began:len(cells):len(cells)]})
	}
	return t
}

// quotedRow cuts one row that has quotes in it, which may go over several
// lines. closed is false when the last quote is never closed.
func quotedRow(cells []string, text string) (out []string, rest string, lines int, closed bool) {
	var cell strings.Builder
	quoted, start := false, true // within quotes; at the start of a cell
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '"' && i+1 < len(text) && text[i+1] == '"':
			cell.WriteByte('"')
			i++
		case quoted && c == '"':
			quoted = false
		case quoted && c == '\r': // the line end of Windows, within a cell
		case quoted:
			if c == '\n' {
				lines++
			}
			cell.WriteByte(c)
		case c == '"' && start:
			quoted = true
		case c == ',':
			cells = append(cells, cell.String())
			cell.Reset()
			start = true
			continue
		case c == '\n':
			return append(cells, strings.TrimSuffix(cell.String(), "\r")), text[i+1:], lines + 1, true
		default:
			cell.WriteByte(c)
		}
		start = false
	}
	return append(cells, strings.TrimSuffix(cell.String(), "\r")), "", lines + 1, !quoted
}

// unreadable finds what no text holds; found is empty when there is nothing of the kind.
func unreadable(text string) (line, column int, found string) {
	if utf8.ValidString(text) {
		bad := -1
		for i := 0; i < len(text); i++ {
			if c := text[i]; c < ' ' && c != '\n' && c != '\t' && !(c == '\r' && strings.HasPrefix(text[i:], "\r\n")) || c == 0x7f {
				bad = i
				break
			}
		}
		if bad < 0 {
			return 0, 0, ""
		}
		line, column = placeIn(text, bad)
		return line, column, fmt.Sprintf("this holds the control character %U", rune(text[bad]))
	}
	for i := 0; i < len(text); {
		c, n := utf8.DecodeRuneInString(text[i:])
		if c == utf8.RuneError && n == 1 {
			line, column = placeIn(text, i)
			return line, column, fmt.Sprintf("byte 0x%02X is not UTF-8", text[i])
		}
		i += n
	}
	return 0, 0, ""
}

// placeIn is the line and the cell at which a byte of a text stands.
func placeIn(text string, at int) (line, column int) {
	before := text[:at]
	return 1 + strings.Count(before, "\n"), 1 + strings.Count(before[strings.LastIndexByte(before, '\n')+1:], ",")
}

// noted collects problems in the order in which files are read.
type noted struct {
	list  scenario.Problems
	files map[string]*[2]int // by file: mistakes and warnings
	order map[string]int
}

// keptPerFile bounds what is told of one file.
const keptPerFile = 100

func (n *noted) add(p scenario.Problem) {
	if n.files == nil {
		n.files, n.order = map[string]*[2]int{}, map[string]int{}
	}
	count := n.files[p.File]
	if count == nil {
		count = new([2]int)
		n.files[p.File], n.order[p.File] = count, len(n.order)
	}
	if count[p.Severity]++; count[p.Severity] <= keptPerFile {
		n.list = append(n.list, p)
	}
}

func (n *noted) mistakesIn(file string) bool {
	count := n.files[file]
	return count != nil && count[scenario.Mistake] > 0
}
