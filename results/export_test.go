package results

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"haven/internal/calendar"
)

func TestExportedRowsAreRoundedOneByOne(t *testing.T) {
	for _, c := range []struct {
		name, unit string
		figures    [6]float64
		want       []string
	}{
		{"nobody", "people", [6]float64{}, []string{"0", "0", "0", "0", "0", "0", ""}},
		{"many", "people", [6]float64{104.6, 0, 96, 101, 109, 1234}, []string{"100", "0", "100", "100", "110", "1230", ""}},
		{"a few", "people", [6]float64{3.2, 0, 0, 1, 9.5, 10}, []string{"", "0", "0", "", "", "10", "small"}},
		{"a wait", "minutes", [6]float64{3.2, 0, 0, 15, 64, 100}, []string{"0", "0", "0", "20", "60", "100", ""}},
		{"no wait", "minutes", noFigures(), []string{"", "", "", "", "", "", "none"}},
	} {
		if got := strings.Split(string(appendRounded(nil, c.unit, c.figures)), ",")[1:]; !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func noFigures() (f [6]float64) {
	for i := range f {
		f[i] = math.NaN()
	}
	return f
}

func TestCSVExportsAreRoundedTaggedAndWithoutGroups(t *testing.T) {
	in := inputOf(t, 20)
	dir := written(t, in)
	for _, e := range exportsOf(coast(), false) {
		if e.Columns == nil || e.Rule != "" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.File))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"liable", "exempt", "callup", "barred", "turned_back_exit"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%s names %s", e.File, word)
			}
		}
		rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) < 10 {
			t.Fatalf("%s has %d rows", e.File, len(rows))
		}
		mean, unit := slices.Index(rows[0], "mean"), slices.Index(rows[0], "unit")
		for i, tag := range rows[1] {
			if !strings.HasPrefix(tag, "#") {
				t.Errorf("%s: column %s has the tag %q", e.File, rows[0][i], tag)
			}
		}
		for _, row := range rows[2:] {
			empty := 0
			for _, cell := range row[mean : mean+6] {
				if cell == "" {
					empty++
				} else if n, err := strconv.ParseInt(cell, 10, 64); err != nil || n%10 != 0 {
					t.Errorf("%s: %q is not rounded to tens", e.File, cell)
				}
			}
			flag := row[len(row)-1]
			if (flag == "") != (empty == 0) || flag == "none" && row[unit] == "people" {
				t.Errorf("%s: %v has %d empty figures and the flag %q", e.File, row, empty, flag)
			}
			if _, err := calendar.Parse(row[slices.Index(rows[0], "date")]); err != nil {
				t.Error(err)
			}
		}
	}
}

type feature struct {
	ID       string
	Geometry struct {
		Type        string
		Coordinates json.RawMessage
	}
	Properties map[string]any
}

func featuresOf(t *testing.T, path string) []feature {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var collection struct {
		Type     string
		Features []feature
	}
	if err := json.Unmarshal(text, &collection); err != nil || collection.Type != "FeatureCollection" {
		t.Fatalf("%s is a %q (%v)", path, collection.Type, err)
	}
	return collection.Features
}

func TestGeoJSONIsRoundedAndCutAtTheAntimeridian(t *testing.T) {
	dir := written(t, inputOf(t, 20))
	flows := featuresOf(t, filepath.Join(dir, "exports", "flows.geojson"))
	places := featuresOf(t, filepath.Join(dir, "exports", "places.geojson"))
	if len(flows) != 3 || len(places) != 4 {
		t.Fatalf("%d flows and %d places, want 3 and 4", len(flows), len(places))
	}
	want := map[string]string{
		"ferry": `[[[175,61],[180,61.333333333333336]],[[-180,61.333333333333336],[-170,62]]]`,
		"road":  `[[170,60],[175,61]]`,
		"trail": `[[[175,61],[180,61.4]],[[-180,61.4],[-160,63]]]`,
	}
	for _, f := range flows {
		if string(f.Geometry.Coordinates) != want[f.ID] {
			t.Errorf("%s runs along %s, want %s", f.ID, f.Geometry.Coordinates, want[f.ID])
		}
	}
	for _, f := range append(flows, places...) {
		for name, value := range f.Properties {
			n, isNumber := value.(float64)
			if isNumber && math.Mod(n, 10) != 0 {
				t.Errorf("%s of %s is %v, not rounded", name, f.ID, n)
			}
			if value == nil && f.Properties["flag"] != FlagSmall {
				t.Errorf("%s of %s is missing without a flag", name, f.ID)
			}
		}
	}
}
