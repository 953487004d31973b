package results

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"math"
	"os"

	"github.com/parquet-go/parquet-go"

	"haven/internal/calendar"
)

const (
	batchRows    = 8192    // rows gathered before they go to the columns
	rowGroupRows = 1 << 20 // rows a row group: bounds the memory of writing and reading
)

// tableWriter writes one table, column by column. Each method appends to one
// column; after a batch of rows every column must be equally long, and next
// is called. The first error is kept and returned by close.
type tableWriter struct {
	table   *Table
	file    *os.File
	sum     hash.Hash
	parquet *parquet.GenericWriter[any]
	index   map[string]int
	pending [][]parquet.Value
	grouped int64 // rows in the open row group
	rows    int64
	err     error
}

func createTable(path string, table *Table) (*tableWriter, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w := &tableWriter{
		table: table, file: file, sum: sha256.New(),
		index:   make(map[string]int, len(table.Columns)),
		pending: make([][]parquet.Value, len(table.Columns)),
	}
	for i, c := range table.Columns {
		w.index[c.Name] = i
		w.pending[i] = make([]parquet.Value, 0, batchRows+512)
	}
	options := []parquet.WriterOption{
		schemaOf(table.Name, table.Columns),
		parquet.Compression(&parquet.Zstd),
		parquet.CreatedBy("haven", "1", ""), // not our version: equal figures are equal bytes
		parquet.KeyValueMetadata("meaning", table.Meaning),
	}
	for _, c := range table.Columns {
		options = append(options, parquet.KeyValueMetadata("column."+c.Name, describe(c)))
	}
	w.parquet = parquet.NewGenericWriter[any](io.MultiWriter(file, w.sum), options...)
	return w, nil
}

func describe(c Column) string {
	if c.Unit == "" {
		return c.Meaning
	}
	return c.Meaning + " [" + c.Unit + "]"
}

// text appends s n times.
func (w *tableWriter) text(column, s string, n int) {
	w.repeat(column, parquet.ByteArrayValue([]byte(s)), 0, n)
}

// whole appends whole numbers.
func (w *tableWriter) whole(column string, values ...int64) {
	c := w.column(column)
	for _, v := range values {
		w.pending[c] = append(w.pending[c], parquet.Int64Value(v).Level(0, 0, c))
	}
}

// wholeTimes appends v n times.
func (w *tableWriter) wholeTimes(column string, v int64, n int) {
	w.repeat(column, parquet.Int64Value(v), 0, n)
}

// number appends numbers; NaN becomes null.
func (w *tableWriter) number(column string, values ...float64) {
	c := w.column(column)
	for _, v := range values {
		if math.IsNaN(v) {
			w.pending[c] = append(w.pending[c], parquet.NullValue().Level(0, 0, c))
		} else {
			w.pending[c] = append(w.pending[c], parquet.DoubleValue(v).Level(0, 1, c))
		}
	}
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
func (w *tableWriter) repeatNull(column string, n int) {
	w.repeat(column, parquet.NullValue(), 0, n)
}

// dates appends n days, the first of them from.
func (w *tableWriter) dates(column string, from calendar.Date, n int) {
	c := w.column(column)
	for i := range n {
		w.pending[c] = append(w.pending[c], parquet.Int32Value(int32(from)+int32(i)).Level(0, 1, c))
	}
}

func (w *tableWriter) repeat(column string, v parquet.Value, definition, n int) {
	c := w.column(column)
	v = v.Level(0, definition, c)
	for range n {
		w.pending[c] = append(w.pending[c], v)
	}
}

func (w *tableWriter) column(name string) int {
	c, ok := w.index[name]
	if !ok {
		panic(fmt.Sprintf("results: table %s has no column %s", w.table.Name, name))
	}
	return c
}

// fail makes close return err unless something failed before.
func (w *tableWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// next ends a run of rows.
func (w *tableWriter) next() {
	if len(w.pending[0]) >= batchRows {
		w.flush()
	}
}

func (w *tableWriter) flush() {
	n := len(w.pending[0])
	for i, values := range w.pending {
		if len(values) != n {
			panic(fmt.Sprintf("results: table %s: column %s has %d rows, column %s has %d",
				w.table.Name, w.table.Columns[i].Name, len(values), w.table.Columns[0].Name, n))
		}
	}
	writers := w.parquet.ColumnWriters()
	for i, values := range w.pending {
		if w.err == nil {
			_, w.err = writers[i].WriteRowValues(values)
		}
		w.pending[i] = values[:0]
	}
	w.rows += int64(n)
	if w.grouped += int64(n); w.grouped >= rowGroupRows {
		w.endGroup()
	}
}

func (w *tableWriter) endGroup() {
	w.grouped = 0
	for _, c := range w.parquet.ColumnWriters() {
		if w.err == nil {
			w.err = c.Close()
		}
	}
	if w.err == nil {
		w.err = w.parquet.Flush()
	}
}

// close completes the file and says what was written.
func (w *tableWriter) close() (TableInfo, error) {
	w.flush()
	w.endGroup()
	if w.err == nil {
		w.err = w.parquet.Close()
	}
	if w.err == nil {
		w.err = w.file.Sync()
	}
	if err := w.file.Close(); w.err == nil {
		w.err = err
	}
	if w.err != nil {
		return TableInfo{}, fmt.Errorf("cannot write table %s: %w", w.table.Name, w.err)
	}
	return TableInfo{
		Name: w.table.Name, File: tableFile(w.table.Name), Meaning: w.table.Meaning,
		Rows: w.rows, SHA256: hex.EncodeToString(w.sum.Sum(nil)), Columns: columnInfos(w.table.Columns),
	}, nil
}
