//go:build unix

package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLine(t *testing.T) {
	a, b, r2 := line([]point{{1, 3}, {2, 5}, {4, 9}})
	if math.Abs(a-1) > 1e-12 || math.Abs(b-2) > 1e-12 || math.Abs(r2-1) > 1e-12 {
		t.Errorf("1 + 2x became %g + %gx, R² %g", a, b, r2)
	}
	if _, _, r2 := line([]point{{0, 0}, {1, 1}, {2, 0}}); r2 > 1e-12 {
		t.Errorf("a tent has R² %g", r2)
	}
}

func TestRoundUp(t *testing.T) {
	for x, want := range map[float64]float64{0.3: 0.4, 7: 8, 8: 8, 401: 500, 9: 10, 0: 1} {
		if got := roundUp(x); math.Abs(got-want) > 1e-9 {
			t.Errorf("roundUp(%g) = %g, want %g", x, got, want)
		}
	}
}

func TestChartHoldsItsPoints(t *testing.T) {
	name := filepath.Join(t.TempDir(), "c.svg")
	if err := writeChart(name, chart{title: "time", x: "members", y: "seconds", points: []point{{25, 1}, {50, 2}, {100, 4}}}); err != nil {
		t.Fatal(err)
	}
	svg, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(svg), "<circle"); n != 3 || strings.Contains(string(svg), "NaN") {
		t.Errorf("a chart of 3 points has %d:\n%s", n, svg)
	}
}

func TestSomebodyStays(t *testing.T) {
	for rows, want := range map[string]bool{
		"XAA,2030-01-01,entries,people,7\nXAA,2030-01-01,stock,people,0\n": false,
		"XAA,2030-01-01,stock,people,0\nXAA,2030-01-02,stock,people,12\n":  true,
		"": false,
	} {
		table := filepath.Join(t.TempDir(), "countries.csv")
		if err := os.WriteFile(table, []byte("country,date,measure,unit,mean\n#country,#date,#indicator,#unit,#value\n"+rows), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := somebodyStays(table); (err == nil) != want {
			t.Errorf("%q: %v, want found %v", rows, err, want)
		}
	}
}
