package parquetfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// cities are rows of all kinds of columns; the last column repeats the one before.
var cities = []Column{
	{Name: "city", Kind: Text}, {Name: "day", Kind: Date}, {Name: "people", Kind: Whole},
	{Name: "share", Kind: Number}, {Name: "again", Kind: Number, Repeats: 4},
}

// written writes rows in runs of so many days, and returns what must be read
// back, row by row.
func written(t *testing.T, runs, days int, share func(row int) float64) (file []byte, want []string) {
	t.Helper()
	var out bytes.Buffer
	w := New(&out, "cities", cities, []Meta{{"meaning", "of a test"}})
	w.groupRows = 16_000
	for r := range runs {
		city := fmt.Sprintf("city %d", r/3)
		w.Text(0, city, days)
		if r%5 == 4 {
			w.Nulls(1, days)
		} else {
			w.Dates(1, -3, days)
		}
		w.WholeTimes(2, int64(r), days)
		for d := range days {
			x := share(r*days + d)
			w.Numbers(3, x)
			w.Numbers(4, -1) // dropped: the column repeats another
			day, number := fmt.Sprint(d-3), fmt.Sprint(x)
			if r%5 == 4 {
				day = "<null>"
			}
			if math.IsNaN(x) {
				number = "<null>"
			}
			want = append(want, fmt.Sprintf("%s %s %d %s %s", city, day, r, number, number))
		}
		w.EndRows()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if w.Rows() != int64(runs*days) {
		t.Errorf("%d rows, want %d", w.Rows(), runs*days)
	}
	return out.Bytes(), want
}

// TestAnotherReaderSeesTheSameRows reads files back by a library that knows
// nothing of this package.
func TestAnotherReaderSeesTheSameRows(t *testing.T) {
	for _, c := range []struct {
		name       string
		runs, days int
		share      func(row int) float64
	}{
		{"no row", 0, 1, nil},
		{"one row", 1, 1, func(int) float64 { return 0.5 }},
		{"one row without a number", 1, 1, func(int) float64 { return math.NaN() }},
		{"several pages, some alike", 90, 365, func(row int) float64 { return float64(row / 20_000) }},
		{"several row groups with gaps", 90, 400, func(row int) float64 {
			if row%7 == 0 {
				return math.NaN()
			}
			return -float64(row)
		}},
		{"a period longer than a page", 2, 20_000, func(row int) float64 { return float64(row % 3) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			content, want := written(t, c.runs, c.days, c.share)
			file, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
			if err != nil {
				t.Fatal(err)
			}
			if meaning, _ := file.Lookup("meaning"); meaning != "of a test" {
				t.Errorf("the meaning reads back as %q", meaning)
			}
			if got := file.NumRows(); got != int64(len(want)) {
				t.Fatalf("%d rows, want %d", got, len(want))
			}
			at := 0
			for _, group := range file.RowGroups() {
				eachRow(t, group, func(row string) {
					if row != want[at] {
						t.Fatalf("row %d is %s, want %s", at, row, want[at])
					}
					at++
				})
			}
			if at != len(want) {
				t.Errorf("%d rows were read, want %d", at, len(want))
			}
		})
	}
}

func eachRow(t *testing.T, group parquet.RowGroup, f func(row string)) {
	t.Helper()
	rows := group.Rows()
	buffer := make([]parquet.Row, 512)
	for {
		n, err := rows.ReadRows(buffer)
		for _, r := range buffer[:n] {
			f(fmt.Sprintf("%v %v %v %v %v", r[0], r[1], r[2], r[3], r[4]))
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestLimitsLetReadersSkipRowGroups holds what the footer says of a column
// against its rows.
func TestLimitsLetReadersSkipRowGroups(t *testing.T) {
	content, _ := written(t, 10, 100, func(row int) float64 {
		if row < 50 {
			return math.NaN()
		}
		return float64(row - 50)
	})
	file, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	number := func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }
	of := func(column int) (low, high []byte, none int64) {
		s := file.Metadata().RowGroups[0].Columns[column].MetaData.Statistics
		return s.MinValue, s.MaxValue, s.NullCount
	}
	if low, high, none := of(0); string(low) != "city 0" || string(high) != "city 3" || none != 0 {
		t.Errorf("texts from %q to %q, %d null", low, high, none)
	}
	if low, high, none := of(1); int32(binary.LittleEndian.Uint32(low)) != -3 || binary.LittleEndian.Uint32(high) != 96 || none != 200 {
		t.Errorf("days from %v to %v, %d null; want -3 to 96, 200", low, high, none)
	}
	if low, high, _ := of(2); binary.LittleEndian.Uint64(low) != 0 || binary.LittleEndian.Uint64(high) != 9 {
		t.Errorf("whole numbers from %v to %v, want 0 to 9", low, high)
	}
	for _, column := range []int{3, 4} {
		if low, high, none := of(column); number(low) != 0 || !math.Signbit(number(low)) || number(high) != 949 || none != 50 {
			t.Errorf("numbers from %v to %v, %d null; want -0 to 949, 50", number(low), number(high), none)
		}
	}
}

type full struct{ left int }

var errFull = errors.New("the disk is full")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAFullDiskIsToldAtTheEnd(t *testing.T) {
	for left := range 6 {
		w := New(&full{100 * left}, "cities", cities, nil)
		w.Text(0, "Tbilisi", 1)
		w.Nulls(1, 1)
		w.Wholes(2, 1)
		w.Numbers(3, 1)
		if err := w.Close(); !errors.Is(err, errFull) {
			t.Errorf("with room for %d bytes the error is %v", 100*left, err)
		}
	}
}

func TestColumnsOfUnequalLengthAreAMistake(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a column that is too short goes unseen")
		}
	}()
	w := New(io.Discard, "cities", cities, nil)
	w.Text(0, "Tbilisi", 2)
	w.EndRows()
}
