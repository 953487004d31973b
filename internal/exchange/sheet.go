package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// record is one row of a sheet, as it was written.
type record struct {
	line  int // from 1; in a workbook the row
	cells []string
}

// at is the n-th cell without the space around it; empty when the row is shorter.
func (r *record) at(n int) string {
	if n < 0 || n >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[n])
}

// source gives a sheet's records one by one, io.EOF at the end.
type source interface {
	next() (record, error)
}

// sheet is a table with named columns: the header is its first row, or the last before a row
// of HXL tags (HXL 1.1: the tag row comes within the first 25).
type sheet struct {
	header []string
	tags   []string // HXL tag of each column; nil when there is no tag row
	ahead  []record // read while looking for tags
	from   source
	// Of a workbook: the day from which dates are counted as numbers; None else.
	dayZero calendar.Date
	loose   bool // the header is the first row for want of a better one
}

// headRows is the number of rows within which HXL's tag row comes.
const headRows = 25

// open recognises the format by its first bytes.
func open(r io.Reader, tell func(scenario.Problem)) (*sheet, error) {
	head := bufio.NewReaderSize(r, 1<<16)
	start, err := head.Peek(1 << 12)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	switch {
	case len(bytes.TrimSpace(start)) == 0:
		return nil, errors.New("the file is empty")
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return nil, errWorkbook
	}
	if first := bytes.TrimLeft(bytes.TrimPrefix(start, bom), " \t\r\n"); len(first) > 0 && (first[0] == '{' || first[0] == '[') {
		return newSheet(newJSON(head))
	}
	from, err := newCSV(head, start, tell)
	if err != nil {
		return nil, err
	}
	return newSheet(from)
}

var errWorkbook = errors.New("a workbook")

// newSheet reads up to the header and the tag row, where there is one.
func newSheet(from source) (*sheet, error) {
	s := &sheet{from: from, dayZero: calendar.None}
	if named, ok := from.(interface{ names() ([]string, error) }); ok {
		names, err := named.names()
		s.header = names
		return s, err
	}
	for len(s.ahead) < headRows {
		r, err := from.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if isTagRow(r.cells) {
			s.tags = r.cells
			if n := len(s.ahead); n > 0 {
				s.header = s.ahead[n-1].cells
			} else {
				s.header = r.cells
			}
			s.ahead = nil
			return s, nil
		}
		s.ahead = append(s.ahead, r)
	}
	if len(s.ahead) == 0 {
		return nil, errors.New("the file is empty")
	}
	s.header, s.ahead, s.loose = s.ahead[0].cells, s.ahead[1:], true
	return s, nil
}

// settle takes for the header the row, of the first 25, that knows most of a layout's headings: publishers put notes above their
// tables, the Refugee Data Finder fourteen lines of them. The first row stays the header when none knows two more.
func (s *sheet) settle(knows func(heading string) bool) {
	if !s.loose {
		return
	}
	known := func(cells []string) (n int) {
		for _, c := range cells {
			if knows(c) {
				n++
			}
		}
		return n
	}
	best, at := known(s.header)+1, -1
	for i, r := range s.ahead {
		if n := known(r.cells); n > best {
			best, at = n, i
		}
	}
	if at >= 0 {
		s.header, s.ahead = s.ahead[at].cells, s.ahead[at+1:]
	}
}

// isTagRow says whether a row holds HXL tags: all cells that are not empty begin with # and a letter.
func isTagRow(cells []string) bool {
	found := false
	for _, c := range cells {
		c = strings.TrimSpace(c)
		if c == "" {
			continue
		}
		if len(c) < 2 || c[0] != '#' || !isLetter(c[1]) {
			return false
		}
		found = true
	}
	return found
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func (s *sheet) next() (record, error) {
	if len(s.ahead) > 0 {
		r := s.ahead[0]
		s.ahead = s.ahead[1:]
		return r, nil
	}
	return s.from.next()
}

// openFile opens a file of any format that is read.
func openFile(path string, tell func(scenario.Problem)) (s *sheet, done func() error, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, plain(err)
	}
	s, err = open(f, tell)
	if errors.Is(err, errWorkbook) {
		return openWorkbook(f)
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return s, f.Close, nil
}

// plain takes the path out of an error of the file system: the caller names it.
func plain(err error) error {
	var e *os.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
