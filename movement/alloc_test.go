//go:build !race

// The race detector makes pools forget at random, so allocations mean nothing under it.

package movement_test

import (
	"context"
	"testing"
)

// A member that runs after another in the same arrays allocates a handful of
// headers, however many cohorts it moves.
func TestAWarmRunAllocatesNothingPerCohort(t *testing.T) {
	sc := world()
	sc.Parameters.Scale = 50
	m := compile(t, sc)
	rec := m.NewRecord()
	run := func() {
		if err := m.Simulate(context.Background(), 1, 2, rec); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		run()
	}
	const headers = 40
	if n := testing.AllocsPerRun(5, run); n > headers {
		t.Errorf("a warm run allocates %.0f times, want at most %d", n, headers)
	}
}
