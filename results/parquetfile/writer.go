// Package parquetfile writes flat tables as Apache Parquet, column by column.
//
// It is made for tables in which few columns say something new in each row:
// texts are told once with the number of rows they hold for, a column that
// always repeats another one costs nothing, and a page that equals the one
// before it is packed once. Every file is the same bytes for the same calls.
//
//	w := parquetfile.New(file, "cities", columns, nil)
//	w.Text(0, "Tbilisi", 2)
//	w.Numbers(1, []float64{12, 15})
//	w.EndRows()
//	err := w.Close()
package parquetfile

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
)

// Kind is what the cells of a column hold.
type Kind int

// The kinds of columns.
const (
	Text   Kind = iota // UTF-8, dictionary encoded, never null
	Date               // days since 1970-01-01, or null
	Whole              // int64, never null
	Number             // float64, or null (NaN)
)

// Column describes a column of a file.
type Column struct {
	Name string
	Kind Kind
	// Repeats is the number, counted from 1, of an earlier column of the same
	// kind that this one always equals; 0: of none. Nothing is written to a
	// column that repeats another.
	Repeats int
}

// Meta is one entry of a file's key-value metadata.
type Meta struct{ Key, Value string }

const (
	// pageRows keeps a page of numbers within the 128 KiB that zstd packs in one
	// go when runs of rows are some years: a page ends where a run does.
	pageRows = 7_800
	// rowsOfGroup bounds the memory of writing and of reading.
	rowsOfGroup = 1 << 20
)

// Writer writes one file. Each method that takes values appends to one
// column; when all columns are equally long, EndRows is called. The first
// error of writing is kept and returned by Close.
type Writer struct {
	out     io.Writer
	name    string
	columns []Column
	meta    []Meta

	groupRows int // rows from which a row group is full

	chunks []chunk // of the open row group
	page   int     // rows of the open page
	group  int     // rows of the open row group, the open page not included
	rows   int64
	groups []groupFooter
	offset int64 // bytes written so far
	err    error
}

// New begins a file.
func New(out io.Writer, name string, columns []Column, meta []Meta) *Writer {
	w := &Writer{out: out, name: name, columns: columns, meta: meta, groupRows: rowsOfGroup, chunks: takeChunks(len(columns))}
	for i := range w.chunks {
		w.chunks[i].begin(columns[i].Kind)
	}
	w.write([]byte(magic))
	return w
}

const magic = "PAR1"

// Text appends s n times.
func (w *Writer) Text(column int, s string, n int) {
	if c := w.open(column); c != nil {
		c.text(s, n)
	}
}

// Wholes appends whole numbers.
func (w *Writer) Wholes(column int, values ...int64) {
	if c := w.open(column); c != nil {
		for _, v := range values {
			c.whole(v, 1)
		}
	}
}

// WholeTimes appends v n times.
func (w *Writer) WholeTimes(column int, v int64, n int) {
	if c := w.open(column); c != nil {
		c.whole(v, n)
	}
}

// Numbers appends numbers; NaN becomes null.
func (w *Writer) Numbers(column int, values ...float64) {
	if c := w.open(column); c != nil {
		c.numbers(values)
	}
}

// Dates appends n days, the first of them from.
func (w *Writer) Dates(column int, from int32, n int) {
	if c := w.open(column); c != nil {
		c.days(from, n)
	}
}

// Nulls appends n times no value to a column of dates or numbers.
func (w *Writer) Nulls(column, n int) {
	if c := w.open(column); c != nil {
		c.nulls(n)
	}
}

// open is the chunk to append to, nil for a column that repeats another.
func (w *Writer) open(column int) *chunk {
	if w.columns[column].Repeats > 0 {
		return nil
	}
	return &w.chunks[column]
}

// Rows is the number of rows that EndRows has seen.
func (w *Writer) Rows() int64 { return w.rows }

// EndRows ends a run of rows. Columns of unequal length are a mistake of the
// caller and make it panic.
func (w *Writer) EndRows() {
	n := w.chunks[0].rows
	for i := range w.chunks {
		if c := w.open(i); c != nil && c.rows != n {
			panic(fmt.Sprintf("parquetfile: table %s: column %s has %d rows, column %s has %d",
				w.name, w.columns[0].Name, n, w.columns[i].Name, c.rows))
		}
	}
	w.rows += int64(n - w.page)
	w.page = n
	if w.page >= pageRows {
		w.endPage()
	}
	if w.group >= w.groupRows {
		w.endGroup()
	}
}

func (w *Writer) endPage() {
	if w.page == 0 {
		return
	}
	for i := range w.chunks {
		if c := w.open(i); c != nil {
			c.endPage()
		}
	}
	w.group += w.page
	w.page = 0
}

// endGroup writes the row group, one column after the other.
func (w *Writer) endGroup() {
	if w.group == 0 {
		return
	}
	footer := groupFooter{rows: int64(w.group), offset: w.offset}
	for i, column := range w.columns {
		from := i
		if column.Repeats > 0 {
			from = column.Repeats - 1
		}
		c := &w.chunks[from]
		columnFooter := c.footer(w.offset)
		w.write(c.dictionaryPage)
		w.write(c.packed)
		footer.columns = append(footer.columns, columnFooter)
	}
	w.groups = append(w.groups, footer)
	w.group = 0
	for i := range w.chunks {
		w.chunks[i].begin(w.columns[i].Kind)
	}
}

// Close completes the file; it does not close what it was written to.
func (w *Writer) Close() error {
	w.EndRows()
	w.endPage()
	w.endGroup()
	footer := w.footer()
	w.write(footer)
	w.write(binary.LittleEndian.AppendUint32(nil, uint32(len(footer))))
	w.write([]byte(magic))
	chunks := w.chunks
	w.chunks = nil
	spare.Put(&chunks)
	return w.err
}

// spare are chunks of finished files: their memory serves the next one.
var spare sync.Pool

func takeChunks(n int) []chunk {
	old, ok := spare.Get().(*[]chunk)
	if !ok {
		return make([]chunk, n)
	}
	return slices.Grow(*old, max(0, n-len(*old)))[:n]
}

func (w *Writer) write(p []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(p)
	}
	w.offset += int64(len(p))
}

// limits are the least and the greatest value of a column chunk.
type limits[T int32 | int64 | float64] struct {
	low, high T
	any       bool
}

func (l *limits[T]) see(v T) {
	if !l.any {
		l.low, l.high, l.any = v, v, true
		return
	}
	if v < l.low {
		l.low = v
	}
	if v > l.high {
		l.high = v
	}
}

// floatLimit writes a limit as Parquet does: like a value, but -0 for the low end
// and +0 for the high end, since the two compare as equal.
func floatLimit(v float64, low bool) []byte {
	if v == 0 {
		v = 0
		if low {
			v = math.Copysign(0, -1)
		}
	}
	return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v))
}
