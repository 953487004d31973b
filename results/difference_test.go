package results

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"haven/internal/calendar"
)

// someDifferences are a what-if's of two figures on a day and over the period.
func someDifferences() *WhatIf {
	day := calendar.Day(2022, 9, 15)
	nan := math.NaN()
	return &WhatIf{
		Info: WhatIfInfo{From: "2022-09-15", BaseHash: "abc", Pairs: 2, Changes: []ChangeInfo{{Title: "A gate shuts", From: "2022-09-15", Does: []string{"add shut to policies.csv"}}}},
		Differences: []Difference{
			{Measure: "arrivals", By: "country", Entity: "BBB", Date: day, Unit: "people", Pairs: 2, Base: 1234, Variant: 1226, Figure: Figure{-8, -12, -10, -8, -6, -4}, Below: 1, Narrowing: 20},
			{Measure: "arrivals", By: "country", Entity: "BBB", Date: day - 1, Unit: "people", Pairs: 2, Base: 1000, Variant: 1000, Narrowing: math.Inf(1)},
			{Measure: "arrivals_total", By: "all", Entity: "all", Date: calendar.None, Unit: "people", Pairs: 2, Base: 123456, Variant: 123400, Figure: Figure{-56, -60, -58, -56, -54, -52}, Above: 0.125, Below: 0.875, Narrowing: 11.5},
			{Measure: "wait_predicted", By: "lane", Entity: "gate_car", Date: day, Unit: "minutes", Figure: Figure{nan, nan, nan, nan, nan, nan}, Base: nan, Variant: nan, Above: nan, Below: nan, Narrowing: nan},
		},
	}
}

func TestDifferencesAreReadAsTheyWereWritten(t *testing.T) {
	in := inputOf(t, 2)
	in.WhatIf = someDifferences()
	run, err := Open(written(t, in))
	if err != nil {
		t.Fatal(err)
	}
	have, err := run.Differences()
	if err != nil {
		t.Fatal(err)
	}
	same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
	for i, w := range in.WhatIf.Differences {
		h := have[i]
		numbers := func(d Difference) []float64 {
			return []float64{d.Base, d.Variant, d.Mean, d.Q05, d.Q25, d.Q50, d.Q75, d.Q95, d.Above, d.Below, d.Narrowing}
		}
		if h.Measure != w.Measure || h.By != w.By || h.Entity != w.Entity || h.Date != w.Date || h.Unit != w.Unit || h.Pairs != w.Pairs ||
			!slices.EqualFunc(numbers(h), numbers(w), same) {
			t.Errorf("row %d: %+v, written %+v", i, h, w)
		}
	}
	if run.Manifest.WhatIf == nil || run.Manifest.WhatIf.Changes[0].Title != "A gate shuts" {
		t.Errorf("the manifest says %+v", run.Manifest.WhatIf)
	}
	plain, err := Open(written(t, inputOf(t, 2)))
	if err != nil {
		t.Fatal(err)
	}
	if list, err := plain.Differences(); list != nil || err != nil {
		t.Error("a plain run has differences", list, err)
	}
}

// Every figure of the export is rounded by itself, small ones are left out, and so
// are days without a difference and what is about crossings.
func TestDifferencesAreExportedRounded(t *testing.T) {
	in := inputOf(t, 2)
	in.WhatIf = someDifferences()
	file, err := os.Open(filepath.Join(written(t, in), "exports", "differences.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"arrivals", "country", "BBB", "2022-09-15", "people", "1230", "1230", "", "-10", "-10", "", "", "", "0", "1", "small"},
		{"arrivals_total", "all", "all", "", "people", "123460", "123400", "-60", "-60", "-60", "-60", "-50", "-50", "0.13", "0.88", ""},
	}
	if len(rows) != 4 || rows[1][0] != "#indicator+name" || !slices.Equal(rows[2], want[0]) || !slices.Equal(rows[3], want[1]) {
		t.Errorf("%q", rows)
	}
}
