package results

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"haven/internal/calendar"
	"haven/results/parquetfile"
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

func (r *runs) add(s string, rows int) {
	if n := len(r.values); n > 0 && r.values[n-1] == s {
		r.ends[n-1] += rows
		return
	}
	r.values = append(r.values, s)
	r.ends = append(r.ends, r.len()+rows)
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
// many rows, which bounds what a damaged page can claim to hold.
func parseTable(content []byte, table *Table, wantRows int64, keep func(Column) bool) (*data, error) {
	file, err := parquetfile.Open(content)
	if err != nil {
		return nil, err
	}
	if err := checkColumns(file.Columns, table); err != nil {
		return nil, err
	}
	if file.Rows != wantRows {
		return nil, fmt.Errorf("it has %d rows, and %s says %d", file.Rows, ManifestFile, wantRows)
	}
	d := &data{texts: map[string]*runs{}, dates: map[string][]calendar.Date{}, wholes: map[string][]int64{}, numbers: map[string][]float64{}, rows: int(wantRows)}
	for i, c := range table.Columns {
		if keep != nil && !keep(c) {
			continue
		}
		if err := d.read(file, i, c); err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Name, err)
		}
	}
	return d, nil
}

func checkColumns(have []parquetfile.Column, table *Table) error {
	var problems []string
	for i, c := range table.Columns {
		switch {
		case i >= len(have):
			problems = append(problems, fmt.Sprintf("column %s is missing", c.Name))
		case have[i].Name != c.Name:
			problems = append(problems, fmt.Sprintf("column %d is %s, not %s", i+1, have[i].Name, c.Name))
		case have[i].Kind != kinds[c.Type]:
			problems = append(problems, fmt.Sprintf("column %s is no %s", c.Name, c.Type))
		}
	}
	if len(have) > len(table.Columns) {
		problems = append(problems, fmt.Sprintf("there are %d columns, not %d", len(have), len(table.Columns)))
	}
	if len(problems) > 0 {
		return fmt.Errorf("not haven's table %s: %s", table.Name, strings.Join(problems, "; "))
	}
	return nil
}

// read reads a column. What a file says of its length is believed up to a bound.
func (d *data) read(file *parquetfile.File, i int, c Column) (err error) {
	const believed = 1 << 26
	room := min(file.Rows, believed)
	switch c.Type {
	case Text:
		texts := new(runs)
		d.texts[c.Name] = texts
		err = file.Texts(i, texts.add)
	case Date:
		d.dates[c.Name], err = parquetfile.Dates(file, i, make([]calendar.Date, 0, room), calendar.None)
	case Whole:
		d.wholes[c.Name], err = file.Wholes(i, make([]int64, 0, room))
	case Number:
		d.numbers[c.Name], err = file.Numbers(i, make([]float64, 0, room))
	}
	return err
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
