package exchange

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path"
	"strconv"
	"strings"

	"haven/internal/calendar"
)

// workbook reads one sheet of an Excel workbook (Office Open XML, ECMA-376 part 1, SpreadsheetML) row by row: values as they
// are kept, without formats. Only what a table needs is read; the texts that cells share are held in memory.
type workbook struct {
	file    *os.File
	archive *zip.Reader
	texts   []string
	rows    *xml.Decoder
	part    io.ReadCloser
	line    int
}

// Limits of a workbook: what is larger is a mistake, or an attack.
const (
	mostTexts   = 512 << 20 // bytes of shared texts, unpacked
	mostColumns = 16384     // of a sheet, by the format
)

// Days from which spreadsheets count.
var (
	since1900 = calendar.Day(1899, 12, 30)
	since1904 = calendar.Day(1904, 1, 1)
)

var asCSV = "save the sheet as CSV (UTF-8)"

// openWorkbook opens the sheet whose first rows have most cells filled: publishers put notes and
// summaries on others.
func openWorkbook(f *os.File) (s *sheet, done func() error, err error) {
	w := &workbook{file: f}
	if s, err = w.open(); err != nil {
		return nil, nil, errors.Join(err, w.close())
	}
	return s, w.close, nil
}

func (w *workbook) open() (*sheet, error) {
	info, err := w.file.Stat()
	if err != nil {
		return nil, plain(err)
	}
	if w.archive, err = zip.NewReader(w.file, info.Size()); err != nil {
		return nil, fmt.Errorf("this workbook is damaged (%w); %s", err, asCSV)
	}
	if w.find("xl/workbook.xml") == nil {
		return nil, w.noWorkbook()
	}
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			ID string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.whole("xl/workbook.xml", &book); err != nil {
		return nil, err
	}
	targets, err := w.targets()
	if err != nil {
		return nil, err
	}
	if err := w.shared(); err != nil {
		return nil, err
	}
	best, columns := "", 0
	for _, one := range book.Sheets {
		if n := w.widest(targets[one.ID]); n > columns {
			best, columns = targets[one.ID], n
		}
	}
	if best == "" {
		return nil, errors.New("the workbook is empty")
	}
	if err := w.begin(best); err != nil {
		return nil, err
	}
	s, err := newSheet(w)
	if err != nil {
		return nil, err
	}
	s.dayZero = since1900
	if d := book.Properties.Date1904; d == "1" || d == "true" {
		s.dayZero = since1904
	}
	return s, nil
}

// noWorkbook says what an archive holds that is no workbook.
func (w *workbook) noWorkbook() error {
	var names []string
	for _, f := range w.archive.File {
		if f.Name == "xl/workbook.bin" {
			return errors.New("this is a binary workbook (xlsb); " + asCSV)
		}
		names = append(names, f.Name)
	}
	if len(names) == 0 {
		return errors.New("this is an empty archive; give a table")
	}
	return fmt.Errorf("this is an archive of %s; unpack it and give the table", strings.Join(names[:min(5, len(names))], ", "))
}

func (w *workbook) find(name string) *zip.File {
	for _, f := range w.archive.File {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// whole decodes a small part.
func (w *workbook) whole(name string, into any) error {
	f := w.find(name)
	if f == nil {
		return fmt.Errorf("this workbook has no %s; %s", name, asCSV)
	}
	part, err := f.Open()
	if err != nil {
		return w.damaged(err)
	}
	defer part.Close() //nolint:errcheck // only read
	if err := xml.NewDecoder(io.LimitReader(part, 16<<20)).Decode(into); err != nil {
		return w.damaged(err)
	}
	return nil
}

func (w *workbook) damaged(err error) error {
	return fmt.Errorf("this workbook is damaged (%w); %s", err, asCSV)
}

// targets are the parts that relations of the workbook lead to.
func (w *workbook) targets() (map[string]string, error) {
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.whole("xl/_rels/workbook.xml.rels", &relations); err != nil {
		return nil, err
	}
	m := map[string]string{}
	for _, r := range relations.List {
		if strings.HasPrefix(r.Target, "/") {
			m[r.ID] = strings.TrimPrefix(r.Target, "/")
		} else {
			m[r.ID] = path.Join("xl", r.Target)
		}
	}
	return m, nil
}

// shared reads the texts that cells share; there may be none.
func (w *workbook) shared() error {
	f := w.find("xl/sharedStrings.xml")
	if f == nil {
		return nil
	}
	if f.UncompressedSize64 > mostTexts {
		return errors.New("the texts of this workbook take more than 512 MB; " + asCSV)
	}
	part, err := f.Open()
	if err != nil {
		return w.damaged(err)
	}
	defer part.Close() //nolint:errcheck // only read
	d := xml.NewDecoder(part)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return w.damaged(err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := textOf(d)
			if err != nil {
				return w.damaged(err)
			}
			w.texts = append(w.texts, text)
		}
	}
}

// textOf joins the texts within an element whose start was read; how it is pronounced (rPh) is no part of it.
func textOf(d *xml.Decoder) (string, error) {
	var b strings.Builder
	for depth, within := 1, false; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" {
				if err := d.Skip(); err != nil {
					return "", err
				}
				continue
			}
			depth++
			within = t.Name.Local == "t"
		case xml.EndElement:
			depth--
			within = false
		case xml.CharData:
			if within {
				b.Write(t)
			}
		}
	}
	return b.String(), nil
}

// begin goes to the first row of a sheet.
func (w *workbook) begin(name string) error {
	if w.part != nil {
		if err := w.part.Close(); err != nil {
			return w.damaged(err)
		}
		w.part = nil
	}
	f := w.find(name)
	if f == nil {
		return fmt.Errorf("this workbook has no %s; %s", name, asCSV)
	}
	part, err := f.Open()
	if err != nil {
		return w.damaged(err)
	}
	w.part, w.rows, w.line = part, xml.NewDecoder(part), 0
	return nil
}

// widest is the number of filled cells of the fullest of a sheet's first rows.
func (w *workbook) widest(name string) (most int) {
	if w.begin(name) != nil {
		return 0
	}
	for range headRows {
		r, err := w.next()
		if err != nil {
			break
		}
		filled := 0
		for _, c := range r.cells {
			if strings.TrimSpace(c) != "" {
				filled++
			}
		}
		most = max(most, filled)
	}
	return most
}

func (w *workbook) close() error {
	var err error
	if w.part != nil {
		err = w.part.Close()
	}
	return errors.Join(err, w.file.Close())
}

// next reads the next row that has anything in it.
func (w *workbook) next() (record, error) {
	for {
		token, err := w.rows.Token()
		if errors.Is(err, io.EOF) {
			return record{}, io.EOF
		}
		if err != nil {
			return record{}, w.damaged(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		w.line++
		if n, err := strconv.Atoi(attribute(start, "r")); err == nil && n > 0 {
			w.line = n
		}
		cells, err := w.cells()
		if err != nil {
			return record{}, w.damaged(err)
		}
		if !allEmpty(cells) {
			return record{w.line, cells}, nil
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// cells reads the cells of a row whose start was read.
func (w *workbook) cells() (cells []string, err error) {
	for {
		token, err := w.rows.Token()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return cells, nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			at := column(attribute(t, "r"), len(cells))
			if at >= mostColumns {
				return nil, fmt.Errorf("a cell in column %d", at+1)
			}
			text, err := w.value(attribute(t, "t"))
			if err != nil {
				return nil, err
			}
			for len(cells) <= at {
				cells = append(cells, "")
			}
			cells[at] = text
		}
	}
}

// column is the place of a cell such as C7, from 0; next when the cell does not say.
func column(reference string, next int) int {
	n := 0
	for _, c := range reference {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > mostColumns {
			break
		}
	}
	if n == 0 {
		return next
	}
	return n - 1
}

// value reads a cell whose start was read: its v, or its own text.
func (w *workbook) value(kind string) (string, error) {
	text := ""
	for {
		token, err := w.rows.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "c" {
				return w.plain(kind, text), nil
			}
		case xml.StartElement:
			switch t.Name.Local {
			case "v", "is":
				if text, err = everything(w.rows, t.Name.Local); err != nil {
					return "", err
				}
			default:
				if err := w.rows.Skip(); err != nil {
					return "", err
				}
			}
		}
	}
}

// everything is the text within v, or within the t elements of is.
func everything(d *xml.Decoder, element string) (string, error) {
	if element == "is" {
		return textOf(d)
	}
	var b strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

// plain is a cell's value by its kind: s is the number of a shared text, e an error, b true or false. Sums of a spreadsheet
// miss a whole number by the last digits of what it computes with.
func (w *workbook) plain(kind, text string) string {
	switch kind {
	case "s":
		if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n >= 0 && n < len(w.texts) {
			return w.texts[n]
		}
		return ""
	case "e":
		if strings.EqualFold(text, "#N/A") { // what a formula gives that has no value
			return ""
		}
	case "b":
		if text == "1" {
			return "TRUE"
		}
		return "FALSE"
	case "", "n":
		v, err := strconv.ParseFloat(text, 64)
		if whole := math.Round(v); err == nil && v != whole && math.Abs(v-whole) < 1e-6 {
			return strconv.FormatFloat(whole, 'f', -1, 64)
		}
	}
	return text
}
