package sensitivity

import (
	"testing"

	"haven/internal/calendar"
)

// BenchmarkRun is one run of an analysis of mali2012 over 12 settings of Flee's:
// runs of a Saltelli design one after the other, on one core.
func BenchmarkRun(b *testing.B) {
	plan := Plan{Scenario: mali(b), Outputs: []string{"stock"}, Until: calendar.None, Method: Indices, Points: 1024, Seed: 1, Version: "test"}
	s, err := ready(&plan)
	if err != nil {
		b.Fatal(err)
	}
	d, err := newSaltelli(plan.Points, s.columns, s.factors, plan.Seed)
	if err != nil {
		b.Fatal(err)
	}
	u := make([]float64, s.columns)
	run := 0
	for b.Loop() {
		if _, err := s.sim.run(b.Context(), u[:s.columns], d.Point(run%d.Runs(), u)); err != nil {
			b.Fatal(err)
		}
		run++
	}
}

// BenchmarkIndices estimates the indices of one output of 1,024 base points
// and 13 factors, with 1,000 bootstrap samples.
func BenchmarkIndices(b *testing.B) {
	factors := cube(12)
	t := table{make([]float64, 1024*15), 15}
	for i := range t.y {
		t.y[i] = float64(i * i % 1013)
	}
	for b.Loop() {
		estimate(t, factors, make([]*steps, len(factors)), 1)
	}
}
