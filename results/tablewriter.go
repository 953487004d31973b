package results

import (
	"fmt"
	"slices"
	"strings"

	"haven/internal/calendar"
	"haven/results/parquetfile"
)

// tableWriter writes one table, column by column. Each method appends to one
// column; after a run of rows every column must be equally long, and next
// is called. The first error is kept and returned by close.
type tableWriter struct {
	table  *Table
	file   *outFile
	rows   *parquetfile.Writer
	index  map[string]int
	likely int // the column after the one written last
}

// createTable begins a table. In a run of one member all figures of a row are
// that member's figure, so that they are written once (alone).
func createTable(to *disk, path string, table *Table, alone bool) (*tableWriter, error) {
	file, err := to.create(path)
	if err != nil {
		return nil, err
	}
	w := &tableWriter{table: table, file: file, index: make(map[string]int, len(table.Columns))}
	columns := make([]parquetfile.Column, len(table.Columns))
	meta := []parquetfile.Meta{{Key: "meaning", Value: table.Meaning}}
	for i, c := range table.Columns {
		w.index[c.Name] = i
		columns[i] = parquetfile.Column{Name: c.Name, Kind: kinds[c.Type]}
		if other := table.repeated(c.Name); alone && other != "" {
			columns[i].Repeats = w.index[other] + 1
		}
		meta = append(meta, parquetfile.Meta{Key: "column." + c.Name, Value: describe(c)})
	}
	w.rows = parquetfile.New(file, table.Name, columns, meta)
	return w, nil
}

var kinds = [...]parquetfile.Kind{Text: parquetfile.Text, Date: parquetfile.Date, Whole: parquetfile.Whole, Number: parquetfile.Number}

// repeated is the column that another one equals in a run of one member, empty
// for most. Observations are no such table: not all of their figures are a
// member's.
func (t *Table) repeated(column string) string {
	first := quantileColumns[0]
	quantile, ofDay := strings.CutPrefix(column, dayPrefix)
	switch {
	case t.Name == "observations" || !slices.Contains(quantileColumns[:], quantile):
		return ""
	case !ofDay:
		return "mean"
	case quantile != first:
		return dayPrefix + first
	}
	return ""
}

func describe(c Column) string {
	if c.Unit == "" {
		return c.Meaning
	}
	return c.Meaning + " [" + c.Unit + "]"
}

// text appends s n times.
func (w *tableWriter) text(column, s string, n int) { w.rows.Text(w.column(column), s, n) }

// whole appends whole numbers.
func (w *tableWriter) whole(column string, values ...int64) {
	w.rows.Wholes(w.column(column), values...)
}

// wholeTimes appends v n times.
func (w *tableWriter) wholeTimes(column string, v int64, n int) {
	w.rows.WholeTimes(w.column(column), v, n)
}

// present appends how many of n members have a value, cell by cell.
func (w *tableWriter) present(n int64, missing []int32) {
	column := w.column("members")
	for len(missing) > 0 {
		same := 1
		for same < len(missing) && missing[same] == missing[0] {
			same++
		}
		w.rows.WholeTimes(column, n-int64(missing[0]), same)
		missing = missing[same:]
	}
}

// number appends numbers; NaN becomes null.
func (w *tableWriter) number(column string, values ...float64) {
	w.rows.Numbers(w.column(column), values...)
}

// date appends one day; calendar.None becomes null.
func (w *tableWriter) date(column string, d calendar.Date) {
	if d == calendar.None {
		w.repeatNull(column, 1)
		return
	}
	w.dates(column, d, 1)
}

// repeatNull appends n times no value at all.
func (w *tableWriter) repeatNull(column string, n int) { w.rows.Nulls(w.column(column), n) }

// dates appends n days, the first of them from.
func (w *tableWriter) dates(column string, from calendar.Date, n int) {
	w.rows.Dates(w.column(column), int32(from), n)
}

// column is the number of a column. Most rows are written column after column.
func (w *tableWriter) column(name string) int {
	c, ok := w.likely, true
	if c == len(w.table.Columns) || w.table.Columns[c].Name != name {
		c, ok = w.index[name]
	}
	if !ok {
		panic(fmt.Sprintf("results: table %s has no column %s", w.table.Name, name))
	}
	w.likely = c + 1
	return c
}

// next ends a run of rows.
func (w *tableWriter) next() {
	w.rows.EndRows()
	w.likely = 0
}

// close completes the file and says what was written.
func (w *tableWriter) close() (TableInfo, error) {
	w.file.fail(w.rows.Close())
	sum, err := w.file.close()
	if err != nil {
		return TableInfo{}, fmt.Errorf("cannot write table %s: %w", w.table.Name, err)
	}
	return TableInfo{
		Name: w.table.Name, File: tableFile(w.table.Name), Meaning: w.table.Meaning,
		Rows: w.rows.Rows(), SHA256: sum, Columns: columnInfos(w.table.Columns),
	}, nil
}
