package main

import (
	"strings"
	"testing"

	"haven/internal/forecast/camps"
	"haven/internal/forecast/hubverse"
)

func TestTheTableOfAForecastHoldsLongNames(t *testing.T) {
	series := camps.Series{Counts: []camps.Count{{Date: "2030-01-05", People: 120, Published: 120}}, Quantiles: [][]float64{make([]float64, len(hubverse.Levels))}}
	one := func(id string) camps.Camp { return camps.Camp{Place: camps.Place{ID: id}, Series: series} }
	var out strings.Builder
	tellCounts(&teller{out: &out, err: &out}, &camps.Result{
		Scenario: "valley", Origin: "2030-01-06", Days: 1, Together: series,
		Camps: []camps.Camp{one("a"), one("the_sports_hall_of_a_town_on_the_river")},
	})
	ends := map[int]bool{}
	for _, line := range strings.Split(out.String(), "\n") {
		if at := strings.Index(line, "2030-01-05"); at >= 0 {
			ends[at] = true
		}
	}
	if len(ends) != 1 {
		t.Errorf("columns do not stand below each other:\n%s", out.String())
	}
}
