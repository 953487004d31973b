package parquetfile

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"testing"
)

// rowsOf reads a file of cities back, row by row.
func rowsOf(t *testing.T, content []byte) []string {
	t.Helper()
	f, err := Open(content)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range f.Columns {
		if c.Name != cities[i].Name || c.Kind != cities[i].Kind {
			t.Errorf("column %d is %s of kind %d, want %s of kind %d", i, c.Name, c.Kind, cities[i].Name, cities[i].Kind)
		}
	}
	var names []string
	err = f.Texts(0, func(s string, rows int) {
		for range rows {
			names = append(names, s)
		}
	})
	days, err1 := Dates(f, 1, []int32(nil), -100)
	people, err2 := f.Wholes(2, nil)
	shares, err3 := f.Numbers(3, nil)
	again, err4 := f.Numbers(4, nil)
	if err := errors.Join(err, err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	rows := make([]string, len(names))
	for i := range rows {
		day, share, copied := fmt.Sprint(days[i]), fmt.Sprint(shares[i]), fmt.Sprint(again[i])
		if days[i] == -100 {
			day = "<null>"
		}
		if math.IsNaN(shares[i]) && math.IsNaN(again[i]) {
			share, copied = "<null>", "<null>"
		}
		rows[i] = fmt.Sprintf("%s %s %d %s %s", names[i], day, people[i], share, copied)
	}
	return rows
}

func TestFilesReadBack(t *testing.T) {
	for _, c := range []struct {
		name       string
		runs, days int
		share      func(row int) float64
	}{
		{"no row", 0, 1, nil},
		{"one row", 1, 1, func(int) float64 { return 0.5 }},
		{"one row without a number", 1, 1, func(int) float64 { return math.NaN() }},
		{"several row groups with gaps", 90, 400, func(row int) float64 {
			if row%7 == 0 {
				return math.NaN()
			}
			return -float64(row)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			content, want := written(t, c.runs, c.days, c.share)
			got := rowsOf(t, content)
			if len(got) != len(want) {
				t.Fatalf("%d rows, want %d", len(got), len(want))
			}
			for i := range got {
				if got[i] != want[i] {
					t.Fatalf("row %d is %s, want %s", i, got[i], want[i])
				}
			}
		})
	}
}

// readAll reads all that can be read of a file.
func readAll(content []byte) error {
	f, err := Open(content)
	if err != nil {
		return err
	}
	if f.Rows > 1<<20 {
		return nil // what a file says of its length its reader bounds
	}
	var errs []error
	for i, c := range f.Columns {
		rows := int64(0)
		switch c.Kind {
		case Text:
			err = f.Texts(i, func(_ string, n int) { rows += int64(n) })
		case Date:
			var list []int32
			list, err = Dates(f, i, list, 0)
			rows = int64(len(list))
		case Whole:
			var list []int64
			list, err = f.Wholes(i, nil)
			rows = int64(len(list))
		case Number:
			var list []float64
			list, err = f.Numbers(i, nil)
			rows = int64(len(list))
		default:
			continue
		}
		if err == nil && rows != f.Rows {
			panic(fmt.Sprintf("column %s has %d rows, the file %d", c.Name, rows, f.Rows))
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// TestADamagedFileIsToldAsSuch changes single bytes of a file, and cuts it short.
func TestADamagedFileIsToldAsSuch(t *testing.T) {
	content, _ := written(t, 5, 30, func(row int) float64 { return float64(row) })
	if err := readAll(content); err != nil {
		t.Fatalf("the file as it was written: %v", err)
	}
	told := 0
	for i := range content {
		for _, flip := range []byte{1, 0x80, 0xff} {
			harmed := bytes.Clone(content)
			harmed[i] ^= flip
			if readAll(harmed) != nil { // must not panic, and most must be seen
				told++
			}
		}
		if readAll(content[:i]) == nil {
			t.Fatalf("a file cut short after %d of %d bytes passes for whole", i, len(content))
		}
	}
	if least := len(content); told < least {
		t.Errorf("%d of %d changed bytes were seen, want %d", told, 3*len(content), least)
	}
}

// TestAnotherProgramsColumnsAreForeign takes the kind of a column that is no kind of Writer's.
func TestAnotherProgramsColumnsAreForeign(t *testing.T) {
	var schema thrift
	schema.int32(1, typeInt64)
	schema.int32(3, optional) // Writer's whole numbers are never empty
	schema.text(4, "people")
	if c := readColumn(&thriftReader{in: schema.end()}); c.Kind != Foreign || c.Name != "people" {
		t.Errorf("an optional whole number reads as %q of kind %d", c.Name, c.Kind)
	}
}

func FuzzOpen(f *testing.F) {
	var out bytes.Buffer
	w := New(&out, "cities", cities, []Meta{{"meaning", "of a test"}})
	for r := range 3 {
		w.Text(0, fmt.Sprint("city ", r), 2)
		w.Dates(1, 5, 2)
		w.WholeTimes(2, int64(r), 2)
		w.Numbers(3, math.NaN(), float64(r))
		w.EndRows()
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Add(out.Bytes()[:out.Len()/2])
	f.Add([]byte("PAR1\x00\x00\x00\x00PAR1"))
	f.Fuzz(func(_ *testing.T, content []byte) { _ = readAll(content) })
}
