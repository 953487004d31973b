package results

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/parquet-go/parquet-go"

	"haven/internal/calendar"
)

// data is a table read into memory, column by column.
type data struct {
	rows    int
	texts   map[string]*runs
	dates   map[string][]calendar.Date
	wholes  map[string][]int64
	numbers map[string][]float64
}

// runs is a column of texts. Rows about one entity lie together, so equal texts
// are kept once a run: a large table has a hundred times more rows than runs.
type runs struct {
	values []string
	ends   []int // the row after the last one of each run
}

func (r *runs) add(s string) {
	if n := len(r.values); n > 0 && r.values[n-1] == s {
		r.ends[n-1]++
		return
	}
	r.values = append(r.values, s)
	r.ends = append(r.ends, r.len()+1)
}

func (r *runs) len() int {
	if len(r.ends) == 0 {
		return 0
	}
	return r.ends[len(r.ends)-1]
}

// at is the text in a row, and the row after the last one with the same text
// that follow one another.
func (r *runs) at(row int) (s string, end int) {
	i := sort.SearchInts(r.ends, row+1)
	return r.values[i], r.ends[i]
}

// text is the text of a column in a row.
func (d *data) text(column string, row int) string {
	s, _ := d.texts[column].at(row)
	return s
}

// readTable reads the columns of a table that keep wants (nil: all) and makes
// sure that it is the table the manifest speaks of.
func readTable(dir string, info *TableInfo, keep func(Column) bool) (*data, error) {
	path := filepath.Join(dir, filepath.FromSlash(info.File))
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing, though %s lists it; run the scenario again", path, ManifestFile)
	}
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != info.SHA256 {
		return nil, fmt.Errorf("%s is not the file that the run wrote (its SHA-256 differs from %s); run the scenario again", path, ManifestFile)
	}
	d, err := parseTable(content, TableNamed(info.Name), info.Rows, keep)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return d, nil
}

// parseTable reads a Parquet file that must have the columns of table and so
// many rows, which bounds what a damaged page can claim to hold. A damaged file gives an error, never a panic: the Parquet library trusts what
// a file says of itself, so what it throws is caught here.
func parseTable(content []byte, table *Table, wantRows int64, keep func(Column) bool) (d *data, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			d, err = nil, fmt.Errorf("the file is damaged (%v)", thrown)
		}
	}()
	if err := checkFrame(content); err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)), parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, fmt.Errorf("not a Parquet file, or a damaged one: %w", err)
	}
	if err := checkColumns(file.Schema(), table); err != nil {
		return nil, err
	}
	if file.NumRows() != wantRows {
		return nil, fmt.Errorf("it has %d rows, and %s says %d", file.NumRows(), ManifestFile, wantRows)
	}
	d = &data{texts: map[string]*runs{}, dates: map[string][]calendar.Date{}, wholes: map[string][]int64{}, numbers: map[string][]float64{}}
	for i, c := range table.Columns {
		if keep != nil && !keep(c) {
			continue
		}
		d.prepare(c, wantRows)
		var rows int64
		for _, group := range file.RowGroups() {
			n, err := d.read(group.ColumnChunks()[i], c, wantRows-rows)
			if err != nil {
				return nil, fmt.Errorf("column %s: %w", c.Name, err)
			}
			rows += n
		}
		if rows != wantRows {
			return nil, fmt.Errorf("column %s has %d rows and the table %d; the file is damaged", c.Name, rows, wantRows)
		}
	}
	d.rows = int(wantRows)
	return d, nil
}

// checkFrame looks at the magic bytes and at the length of the footer, for which
// the library would allocate memory unseen.
func checkFrame(content []byte) error {
	const magic = "PAR1"
	n := len(content)
	if n < 12 || string(content[:4]) != magic || string(content[n-4:]) != magic {
		return errors.New("not a Parquet file, or one that was cut short")
	}
	if footer := binary.LittleEndian.Uint32(content[n-8:]); int64(footer) > int64(n-12) {
		return errors.New("the Parquet file is damaged: its footer would be longer than the file")
	}
	return nil
}

func checkColumns(have *parquet.Schema, table *Table) error {
	want := schemaOf(table.Name, table.Columns)
	var problems []string
	fields := have.Fields()
	for i, c := range table.Columns {
		switch {
		case i >= len(fields):
			problems = append(problems, fmt.Sprintf("column %s is missing", c.Name))
		case fields[i].Name() != c.Name:
			problems = append(problems, fmt.Sprintf("column %d is %s, not %s", i+1, fields[i].Name(), c.Name))
		case !fields[i].Leaf() || fields[i].Type().Kind() != want.Fields()[i].Type().Kind() ||
			fields[i].Optional() != want.Fields()[i].Optional() || fields[i].Repeated():
			problems = append(problems, fmt.Sprintf("column %s is no %s", c.Name, c.Type))
		}
	}
	if len(fields) > len(table.Columns) {
		problems = append(problems, fmt.Sprintf("there are %d columns, not %d", len(fields), len(table.Columns)))
	}
	if len(problems) > 0 {
		return fmt.Errorf("not haven's table %s: %s", table.Name, strings.Join(problems, "; "))
	}
	return nil
}

// read appends a column of one row group, which may have at most so many
// rows, and says how many it had.
func (d *data) read(chunk parquet.ColumnChunk, c Column, atMost int64) (rows int64, err error) {
	pages := chunk.Pages()
	defer func() { err = errors.Join(err, pages.Close()) }()
	known := map[string]string{}
	buffer := make([]parquet.Value, 4096)
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		if rows+page.NumValues() > atMost {
			return rows, fmt.Errorf("a page holds more rows than the table has (%d); the file is damaged", atMost)
		}
		values := page.Values()
		for {
			n, err := values.ReadValues(buffer)
			rows += int64(n)
			d.append(c, buffer[:n], known)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return rows, err
			}
			if n == 0 {
				return rows, io.ErrNoProgress
			}
		}
		parquet.Release(page)
	}
}

// prepare makes room for a column. What a file says of its length is believed
// up to a bound.
func (d *data) prepare(c Column, rows int64) {
	const believed = 1 << 26
	n := min(rows, believed)
	switch c.Type {
	case Text:
		d.texts[c.Name] = new(runs)
	case Date:
		d.dates[c.Name] = make([]calendar.Date, 0, n)
	case Whole:
		d.wholes[c.Name] = make([]int64, 0, n)
	case Number:
		d.numbers[c.Name] = make([]float64, 0, n)
	}
}

func (d *data) append(c Column, values []parquet.Value, known map[string]string) {
	switch c.Type {
	case Text:
		column := d.texts[c.Name]
		for _, v := range values {
			s, ok := known[string(v.ByteArray())]
			if !ok {
				s = string(v.ByteArray())
				known[s] = s
			}
			column.add(s)
		}
	case Date:
		for _, v := range values {
			day := calendar.None
			if !v.IsNull() {
				day = calendar.Date(v.Int32())
			}
			d.dates[c.Name] = append(d.dates[c.Name], day)
		}
	case Whole:
		for _, v := range values {
			d.wholes[c.Name] = append(d.wholes[c.Name], v.Int64())
		}
	case Number:
		for _, v := range values {
			x := math.NaN()
			if !v.IsNull() {
				x = v.Double()
			}
			d.numbers[c.Name] = append(d.numbers[c.Name], x)
		}
	}
}

// band is rows from..to-1 of the columns mean and quantiles.
func (d *data) band(from, to int) Band {
	return Band{
		Mean: d.numbers["mean"][from:to], Q05: d.numbers["q05"][from:to], Q25: d.numbers["q25"][from:to],
		Q50: d.numbers["q50"][from:to], Q75: d.numbers["q75"][from:to], Q95: d.numbers["q95"][from:to],
	}
}

func (d *data) figure(row int) Figure {
	return Figure{
		Mean: d.numbers["mean"][row], Q05: d.numbers["q05"][row], Q25: d.numbers["q25"][row],
		Q50: d.numbers["q50"][row], Q75: d.numbers["q75"][row], Q95: d.numbers["q95"][row],
	}
}
