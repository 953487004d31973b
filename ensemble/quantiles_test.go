package ensemble

import (
	"math"
	"testing"

	"haven/movement"
	"haven/scenario"
)

func TestQuantilesAtTheLevelsOfStatsAreThose(t *testing.T) {
	l := small(t)
	for _, members := range []int{7, ExactMembers + 40} {
		sum, err := Merge(drawMembers(l, members, 3)...)
		if err != nil {
			t.Fatal(err)
		}
		if sum.Exact() != (members <= ExactMembers) {
			t.Fatalf("%d members, exact %v", members, sum.Exact())
		}
		stats := sum.Stats(0, 1, 3)
		seen := 0
		sum.Quantiles(0, 1, 3, Levels[:], func(cell int, quantiles []float64, present int) {
			seen++
			if present != members-int(stats.Missing[cell]) {
				t.Errorf("cell %d: %d members have a value, not %d", cell, members-int(stats.Missing[cell]), present)
			}
			for q := range Levels {
				if quantiles[q] != stats.Quantile[q][cell] {
					t.Errorf("%d members, cell %d, level %g: %g, not %g", members, cell, Levels[q], quantiles[q], stats.Quantile[q][cell])
				}
			}
		})
		if seen != 8 {
			t.Errorf("%d cells", seen)
		}
	}
}

func TestQuantilesOfACellThatNobodyHas(t *testing.T) {
	l := small(t)
	sum := one(l, 0, []int64{-1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 0)
	sum.Quantiles(0, 0, 1, []float64{0.5}, func(cell int, quantiles []float64, present int) {
		if cell == 0 && (quantiles != nil || present != 0) || cell == 1 && (present != 1 || quantiles[0] != 2) {
			t.Errorf("cell %d: %v of %d", cell, quantiles, present)
		}
	})
}

func TestCollectorSumsUpAsAnEnsembleDoes(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := Run(t.Context(), Plan{Scenario: sc, Members: 4, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	frame, err := movement.Prepare(sc)
	if err != nil {
		t.Fatal(err)
	}
	rec := frame.NewRecord()
	c, err := NewCollector(sc, rec, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Summary(); err == nil {
		t.Error("nobody was summed up")
	}
	if err := c.SetAside(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, member := range []int{2, 0, 3, 1} {
		own, err := sc.With(outcome.Design.Values(member))
		if err != nil {
			t.Fatal(err)
		}
		model, err := frame.Compile(own)
		if err != nil {
			t.Fatal(err)
		}
		if err := model.Simulate(t.Context(), 3, member, rec); err != nil {
			t.Fatal(err)
		}
		if err := c.Add(member, rec); err != nil {
			t.Fatal(err)
		}
	}
	sum, err := c.Summary()
	if err != nil {
		t.Fatal(err)
	}
	for i := range sum.Layout.Series {
		for cell := range sum.Layout.Series[i].Cells() {
			a, b := sum.Cell(i, cell), outcome.Summary.Cell(i, cell)
			if a.Mean[0] != b.Mean[0] && !(math.IsNaN(a.Mean[0]) && math.IsNaN(b.Mean[0])) {
				t.Fatalf("%s, cell %d: %g, not %g", sum.Layout.Series[i].Measure, cell, a.Mean[0], b.Mean[0])
			}
		}
	}
}
