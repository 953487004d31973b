package scenario

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"haven/evidence"
)

// Addition is rows to be put into a scenario's folder.
type Addition struct {
	Observations []Observation
	Conflicts    []ConflictDay
	Policies     []Policy
	Evidence     []evidence.Claim
}

// Empty says whether there is nothing to add.
func (a *Addition) Empty() bool {
	return len(a.Observations)+len(a.Conflicts)+len(a.Policies)+len(a.Evidence) == 0
}

// Add puts rows into the tables of a scenario's folder and returns the scenario
// that is there then. What stands in the tables stays as it is, byte for byte: new rows come
// after it (in conflicts.csv, where rows of a place are in the order of days, in their
// place), in the file's own order of columns and with its line ends. The outcome is checked as a whole
// before anything is written; the error is a Problems when it has mistakes, and then nothing is.
// Each file is written aside and renamed, evidence first, so that a row never stands there without what it cites.
// datapackage.json is kept true when haven wrote it, and left alone otherwise.
func Add(dir string, a *Addition) (*Scenario, error) {
	p, err := prepare(dir, a)
	if err != nil {
		return nil, err
	}
	return p.after, replaceFiles(dir, p.order, p.files)
}

// Try says what Add would: the same checks with the same mistakes, and nothing is written.
func Try(dir string, a *Addition) (*Scenario, error) {
	p, err := prepare(dir, a)
	if err != nil {
		return nil, err
	}
	return p.after, nil
}

// prepared is an addition that was checked: the files to write, in their order.
type prepared struct {
	after *Scenario
	order []string
	files map[string][]byte
}

func prepare(dir string, a *Addition) (*prepared, error) {
	before, err := Load(dir)
	if err != nil {
		return nil, err
	}
	if a.Empty() {
		return &prepared{after: before}, nil
	}
	extra := &Scenario{Rule: before.Rule, Observations: a.Observations, Conflicts: a.Conflicts, Policies: a.Policies, Evidence: a.Evidence}
	changed := overlay{FS: os.DirFS(dir), files: map[string][]byte{}}
	var order []string
	for _, t := range []*Table{evidenceTable, policiesTable, conflictsTable, observationsTable} {
		if t.rows.count(extra) == 0 {
			continue
		}
		data, err := before.with(changed.FS, t, extra)
		if err != nil {
			return nil, err
		}
		changed.files[t.File()] = data
		order = append(order, t.File())
	}
	after, err := LoadFS(changed, before.Name)
	if err != nil {
		return nil, err
	}
	if before.packaged(changed.FS) {
		var b bytes.Buffer
		if err := after.writePackage(&b); err != nil {
			return nil, err
		}
		changed.files[packageFile] = b.Bytes()
		order = append(order, packageFile)
	}
	return &prepared{after, order, changed.files}, nil
}

// packaged says whether datapackage.json is as haven writes it.
func (s *Scenario) packaged(fsys fs.FS) bool {
	have, err := fs.ReadFile(fsys, packageFile)
	var want bytes.Buffer
	return err == nil && s.writePackage(&want) == nil && bytes.Equal(have, want.Bytes())
}

// replaceFiles writes all files aside before it renames the first.
func replaceFiles(dir string, order []string, files map[string][]byte) (err error) {
	aside := map[string]string{}
	defer func() {
		for _, path := range aside {
			if left := os.Remove(path); left != nil && !errors.Is(left, fs.ErrNotExist) {
				err = errors.Join(err, left)
			}
		}
	}()
	for _, name := range order {
		f, err := os.CreateTemp(dir, "."+name+"-*")
		if err != nil {
			return fmt.Errorf("%s cannot be written: %w", filepath.Join(dir, name), plain(err))
		}
		aside[name] = f.Name()
		_, err = f.Write(files[name])
		if err == nil {
			err = f.Chmod(modeOf(filepath.Join(dir, name)))
		}
		if err == nil {
			err = f.Sync()
		}
		if closing := f.Close(); err == nil {
			err = closing
		}
		if err != nil {
			return fmt.Errorf("%s cannot be written: %w", filepath.Join(dir, name), plain(err))
		}
	}
	for _, name := range order {
		if err := os.Rename(aside[name], filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("%s cannot be written: %w", filepath.Join(dir, name), plain(err))
		}
		delete(aside, name)
	}
	return nil
}

func modeOf(path string) fs.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}

// overlay is a folder in which some files have other contents.
type overlay struct {
	fs.FS
	files map[string][]byte
}

// Open opens a changed file, or the folder's own.
func (o overlay) Open(name string) (fs.File, error) {
	if data, ok := o.files[name]; ok {
		return &memoryFile{Reader: bytes.NewReader(data)}, nil
	}
	return o.FS.Open(name)
}

type memoryFile struct{ *bytes.Reader }

// Stat says no more than that it is no folder; the size is a hint that may be missing.
func (*memoryFile) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }

// Close does nothing.
func (*memoryFile) Close() error { return nil }

// with is a table's file with the rows of another scenario put in.
func (s *Scenario) with(fsys fs.FS, t *Table, extra *Scenario) ([]byte, error) {
	data, err := fs.ReadFile(fsys, t.File())
	if errors.Is(err, fs.ErrNotExist) {
		var b bytes.Buffer
		err := extra.writeTable(&b, t)
		return b.Bytes(), err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.File(), plain(err))
	}
	text, err := cutRecords(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.File(), err)
	}
	columns := text.columns(t)
	for i := range t.Columns { // an optional column that the file did not need so far
		if c := &t.Columns[i]; c.Optional && extra.uses(t, c) && !containsColumn(columns, c) {
			text.widen(c.Name)
			columns = append(columns, c)
		}
	}
	for i := range t.rows.count(extra) {
		row := t.rows.row(extra, i)
		cells := make([]string, len(columns))
		for j, c := range columns {
			if c != nil {
				cells[j] = c.get(row)
			}
		}
		if err := text.insert(text.placeFor(t, row), cells); err != nil {
			return nil, err
		}
	}
	return text.bytes(), nil
}

func containsColumn(list []*Column, c *Column) bool {
	for _, have := range list {
		if have == c {
			return true
		}
	}
	return false
}

// records are a CSV file's records as they stand in it, line ends included.
type records struct {
	mark   []byte // byte order mark
	header []string
	raw    [][]byte
	cells  [][]string
	end    string // line end
}

func cutRecords(data []byte) (*records, error) {
	r := &records{end: "\n"}
	if bytes.HasPrefix(data, bomUTF8) {
		r.mark, data = bomUTF8, data[len(bomUTF8):]
	}
	if at := bytes.IndexByte(data, '\n'); at > 0 && data[at-1] == '\r' {
		r.end = "\r\n"
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	for from := int64(0); ; {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		raw := data[from:in.InputOffset()]
		if !bytes.HasSuffix(raw, []byte("\n")) {
			raw = append(append([]byte(nil), raw...), r.end...)
		}
		from = in.InputOffset()
		r.raw, r.cells = append(r.raw, raw), append(r.cells, cells)
	}
	if len(r.raw) == 0 {
		return nil, errors.New("the file is empty")
	}
	r.header = r.cells[0]
	return r, nil
}

// columns are the table's columns in the file's order.
func (r *records) columns(t *Table) []*Column {
	list := make([]*Column, len(r.header))
	for i, name := range r.header {
		list[i] = t.Column(name)
	}
	return list
}

// widen gives every record one more field, empty but for the header's.
func (r *records) widen(name string) {
	for i, raw := range r.raw {
		field := ","
		if i == 0 {
			field += name
		}
		body := bytes.TrimRight(raw, "\r\n")
		if len(body) == 0 {
			continue
		}
		r.raw[i] = append(append(append([]byte(nil), body...), field...), r.end...)
	}
	r.header = append(append([]string(nil), r.header...), name)
}

// placeFor is the record before which a row comes: the end, but in conflicts.csv before the place's later days.
func (r *records) placeFor(t *Table, row any) int {
	day, ok := row.(*ConflictDay)
	if !ok {
		return len(r.raw)
	}
	date, place := -1, -1
	for i, c := range r.columns(t) {
		if c != nil && c.Name == "date" {
			date = i
		}
		if c != nil && c.Name == "place" {
			place = i
		}
	}
	for i := 1; i < len(r.cells); i++ {
		if cells := r.cells[i]; max(date, place) < len(cells) && cells[place] == day.Place && cells[date] > day.Date.String() {
			return i
		}
	}
	return len(r.raw)
}

func (r *records) insert(at int, cells []string) error {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.UseCRLF = r.end == "\r\n"
	if err := out.Write(cells); err != nil {
		return err
	}
	out.Flush()
	r.raw = append(r.raw[:at], append([][]byte{b.Bytes()}, r.raw[at:]...)...)
	r.cells = append(r.cells[:at], append([][]string{cells}, r.cells[at:]...)...)
	return out.Error()
}

func (r *records) bytes() []byte {
	all := append([]byte(nil), r.mark...)
	for _, raw := range r.raw {
		all = append(all, raw...)
	}
	return all
}
