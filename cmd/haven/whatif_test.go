package main

import (
	"slices"
	"testing"

	"haven/results"
)

func TestAWhatIfAnswersAlsoWhereNothingDiffers(t *testing.T) {
	none := []string{"arrivals, in all and by country: no median difference of 10 or more"}
	of := func(q, above, below float64) results.Difference {
		return results.Difference{Measure: "arrivals_total", By: "all", Pairs: 8, Figure: results.Figure{Q05: q, Q50: q, Q95: q}, Above: above, Below: below}
	}
	for _, c := range []struct {
		name string
		list []results.Difference
		want []string
	}{
		{"nobody arrives anywhere", nil, none},
		{"all pairs alike", []results.Difference{of(0, 0, 0)}, none},
		{"a few people", []results.Difference{of(4, 1, 0)}, none},
		{"a hundred", []results.Difference{of(-100, 0, 1)}, []string{"all arrivals -100 (-100 to -100)"}},
	} {
		if got := arrivalWords(c.list); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
