package scenario

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// OpenObserved is Open with another table of observations in place of the
// scenario's own: a file with the columns of observations.csv. Mistakes in it are
// told under its own name. A row of days before the period is one: who gives a table by
// hand means its rows, while a scenario's own table may hold history that has no effect.
func OpenObserved(nameOrPath, file string) (*Scenario, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, Problems{{File: filepath.Base(file), Message: plainError(err)}}
	}
	fsys := os.DirFS(nameOrPath)
	name := filepath.Base(nameOrPath)
	if contains(BuiltinNames(), nameOrPath) {
		if found := twoOf(nameOrPath); found != nil {
			return nil, found
		}
		var err error
		if fsys, err = builtinFS(nameOrPath); err != nil {
			return nil, err
		}
	} else if _, err := Open(nameOrPath); err != nil {
		return nil, err // there is no such folder, or it has mistakes of its own
	}
	c := readAll(&observed{fsys, file}, name)
	c.observedEarly()
	found := c.problems.sorted()
	for i := range found {
		if found[i].File == observationsTable.File() {
			found[i].File = filepath.Base(file)
		}
	}
	if mistakes := found.Mistakes(); len(mistakes) > 0 {
		return nil, mistakes
	}
	return c.s, nil
}

// observedEarly finds rows about days before the period, all or some of them.
func (c *checker) observedEarly() {
	for i := range c.s.Observations {
		o := &c.s.Observations[i]
		if first := c.s.Period.From; first != 0 && o.DateFrom.Given() && o.DateFrom < first {
			c.cell(observationsTable, i, "date_from", fmt.Sprintf("row %s is about %s, before the scenario's first day, %s", o.ID, o.DateFrom, first), "", "leave the row out or let the period begin earlier")
		}
	}
}

// FindRow is where the column of the row with an id stands in a table's file: its line,
// and its field from 1; 0 where it is not found.
func FindRow(path, id, column string) (line, field int) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0
	}
	defer f.Close() //nolint:errcheck // only read
	in := &guard{from: f}
	if !in.open(func(Problem) {}) {
		return 0, 0
	}
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	head, err := r.Read()
	key, at := slices.Index(head, "id"), slices.Index(head, column)
	for err == nil && key >= 0 && at >= 0 {
		in.taken = 0
		var record []string
		if record, err = r.Read(); len(record) > max(key, at) && record[key] == id {
			line, _ = r.FieldPos(at)
			return line, at + 1
		}
	}
	return 0, 0
}

// observed is a scenario's folder with a table of observations from elsewhere.
type observed struct {
	fs.FS
	file string
}

func (o *observed) Open(name string) (fs.File, error) {
	if name == observationsTable.File() {
		return os.Open(o.file)
	}
	return o.FS.Open(name)
}

func (o *observed) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(o.FS, name) }
