package flee_test

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"haven/internal/flee"
	"haven/scenario"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

// sixConflicts are the real conflicts that tests read when they are there.
var sixConflicts = []string{"mali2012", "burundi2015", "car2013", "ssudan2013", "nigeria2016", "syria2013"}

// material is a folder of the material that lies outside of the repository:
// beside it, or beside the folder that holds its work trees.
func material(t testing.TB, parts ...string) string {
	t.Helper()
	for _, root := range []string{"../../..", "../../../.."} {
		path := filepath.Join(append([]string{root, "shared", "flee"}, parts...)...)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skip("needs real conflicts in ../shared/flee beside the repository, which are not part of it")
	return ""
}

func open(t testing.TB, dir string, options flee.Options) (*scenario.Scenario, scenario.Problems) {
	t.Helper()
	s, warnings, err := flee.Open(dir, options)
	if err != nil {
		t.Fatal(err)
	}
	return s, warnings
}

func TestTheSixConflictsOpenWithTheseWarnings(t *testing.T) {
	var b bytes.Buffer
	for _, name := range sixConflicts {
		s, warnings := open(t, material(t, "conflicts", name), flee.Options{})
		fmt.Fprintf(&b, "== %s\n", name)
		for _, w := range warnings {
			fmt.Fprintln(&b, w)
		}
		var quirks []string
		for _, q := range flee.Triggered(s) {
			quirks = append(quirks, q.Name)
		}
		fmt.Fprintf(&b, "quirks: %s\n", strings.Join(quirks, ", "))
	}
	golden(t, "testdata/conflicts.txt", b.Bytes())
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date; run: go test ./internal/flee -update\n%s", file, got)
	}
}

func TestAnImportedConflictIsTheSameFieldByField(t *testing.T) {
	for _, name := range sixConflicts {
		s, _ := open(t, material(t, "conflicts", name), flee.Options{WithoutQuirks: []string{"decay-late"}})
		sameAfterWriting(t, s)
	}
}

// sameAfterWriting writes a scenario, reads it again and compares every field.
func sameAfterWriting(t *testing.T, s *scenario.Scenario) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), s.Name)
	if err := scenario.Write(s, dir); err != nil {
		t.Fatal(err)
	}
	again, err := scenario.Load(dir)
	if err != nil {
		t.Fatalf("%s: what was written is wrong:\n%v", s.Name, err)
	}
	if at := differ(reflect.ValueOf(*s), reflect.ValueOf(*again), "scenario"); at != "" {
		t.Errorf("%s: differs at %s", s.Name, at)
	}
}

// differ names the first field that differs; NaN is like NaN, nothing like an empty list.
func differ(a, b reflect.Value, at string) string {
	switch a.Kind() {
	case reflect.Float64:
		if x, y := a.Float(), b.Float(); x != y && !(math.IsNaN(x) && math.IsNaN(y)) {
			return fmt.Sprintf("%s: %v, %v", at, x, y)
		}
	case reflect.Struct:
		for i := range a.NumField() {
			if d := differ(a.Field(i), b.Field(i), at+"."+a.Type().Field(i).Name); d != "" {
				return d
			}
		}
	case reflect.Slice:
		if a.Len() != b.Len() {
			return fmt.Sprintf("%s: %d and %d rows", at, a.Len(), b.Len())
		}
		for i := range a.Len() {
			if d := differ(a.Index(i), b.Index(i), fmt.Sprintf("%s[%d]", at, i)); d != "" {
				return d
			}
		}
	default:
		if !reflect.DeepEqual(a.Interface(), b.Interface()) {
			return fmt.Sprintf("%s: %v, %v", at, a, b)
		}
	}
	return ""
}

// TestEveryDeterministicColumnIsFlees feeds Flee's own simulated people into the
// writer: every other column, errors included, must come out as Flee wrote it, as text.
func TestEveryDeterministicColumnIsFlees(t *testing.T) {
	compared := 0
	for _, name := range sixConflicts {
		files, err := filepath.Glob(filepath.Join(material(t, "reference", name), "*.csv"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no references (%v)", name, err)
		}
		base, _ := open(t, material(t, "conflicts", name), flee.Options{})
		for _, file := range files {
			s := base
			if rest, ok := strings.CutPrefix(filepath.Base(file), "hasten"); ok {
				number, _, _ := strings.Cut(rest, "-")
				n, err := strconv.Atoi(number)
				if err != nil {
					t.Fatal(err)
				}
				if s, err = base.With(map[string]float64{"neighbours.hasten": float64(n)}); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := flee.WriteOutput(&got, s, valuesOf(t, s, want)); err != nil {
				t.Fatal(err)
			}
			sameLines(t, file, got.String(), strings.ReplaceAll(string(want), "\r\n", "\n"))
			compared++
		}
	}
	t.Logf("%d files of Flee's written again to the same bytes", compared)
	if compared < 30 {
		t.Errorf("%d references, want 30", compared)
	}
}

// valuesOf takes the simulated people out of a reference and all else from the schedule.
func valuesOf(t *testing.T, s *scenario.Scenario, text []byte) *flee.Values {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	days := len(records) - 1
	r, err := scenario.NewRegister(s)
	if err != nil {
		t.Fatal(err)
	}
	v := flee.Deterministic(s, r, days)
	for j, name := range records[0] {
		if !strings.HasSuffix(name, " sim") {
			continue
		}
		column := make([]int64, days)
		for d := range days {
			if column[d], err = strconv.ParseInt(records[d+1][j], 10, 64); err != nil {
				t.Fatal(err)
			}
		}
		v.People = append(v.People, column)
	}
	return v
}

func sameLines(t *testing.T, file, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] == b[i] {
			continue
		}
		x, y := strings.Split(a[i], ","), strings.Split(b[i], ",")
		for j := range min(len(x), len(y)) {
			if x[j] != y[j] {
				t.Errorf("%s:%d: %s is %q, Flee wrote %q", file, i+1, strings.Split(b[0], ",")[j], x[j], y[j])
			}
		}
		return
	}
	t.Errorf("%s: %d lines, Flee wrote %d", file, len(a), len(b))
}

func BenchmarkOpen(b *testing.B) {
	for _, name := range sixConflicts {
		b.Run(name, func(b *testing.B) {
			dir := material(b, "conflicts", name)
			b.ReportAllocs()
			for range b.N {
				open(b, dir, flee.Options{})
			}
		})
	}
}

func BenchmarkRegister(b *testing.B) {
	for _, name := range []string{"car2013", "nigeria2016"} {
		b.Run(name, func(b *testing.B) {
			s, _ := open(b, material(b, "conflicts", name), flee.Options{})
			for range b.N {
				if _, err := scenario.NewRegister(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
