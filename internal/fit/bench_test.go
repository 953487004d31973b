package fit

import (
	"context"
	"testing"

	"haven/internal/calendar"
	"haven/scenario"
)

// BenchmarkSimulate is one simulation of the fit of russia-2022 to what was known on
// 28 September: parameters, compilation, the days up to the last one observed, figures.
//
//	go test -run '^$' -bench Simulate ./internal/fit
func BenchmarkSimulate(b *testing.B) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	t, err := NewTarget(sc, calendar.Day(2022, 9, 28), 1)
	if err != nil {
		b.Fatal(err)
	}
	z, v, values := make([]float64, t.Dims()), make([]float64, t.NuisanceDims()), make([]float64, t.Observations.Values())
	i := 0
	for b.Loop() {
		s := t.stream("benchmark", i)
		for k := range v {
			v[k] = s.Normal()
		}
		for k := range z {
			z[k] = s.Normal()
		}
		i++
		if _, err := t.Simulate(context.Background(), z, v, i, values); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(t.Scenario.Period.Days()), "days")
	b.ReportMetric(float64(len(t.Observations.Figures)), "figures")
}
