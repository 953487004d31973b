package movement_test

import (
	"context"
	"slices"
	"testing"

	"haven/internal/reference"
	"haven/scenario"
)

// seen looks a number of a run up: people at a place at the end of a day, or,
// with the place empty, a measure of the whole.
type seen func(measure, place string, day int) int

// neighboursEngine runs a scenario of the rule neighbours.
type neighboursEngine struct {
	name   string
	run    func(t *testing.T, sc *scenario.Scenario, seed uint64) seen
	inTurn bool // knows the order in which people were created
	slow   bool // takes seconds for a real conflict
}

var neighboursEngines = []neighboursEngine{
	{name: "lumped", run: lumped},
	{name: "person by person", run: personByPerson, inTurn: true, slow: true},
}

func lumped(t *testing.T, sc *scenario.Scenario, seed uint64) seen {
	t.Helper()
	m := compile(t, sc)
	rec := m.NewRecord()
	if err := m.Simulate(context.Background(), seed, 0, rec); err != nil {
		t.Fatal(err)
	}
	return func(measure, place string, day int) int {
		by, at := "model", 0
		if place != "" {
			by = "place"
		}
		s := rec.Find(measure, by)
		if s == nil {
			t.Fatalf("no measure %q by %s", measure, by)
		}
		if place != "" {
			at = slices.Index(s.Entities, place)
		}
		return int(s.At(at, day))
	}
}

func personByPerson(t *testing.T, sc *scenario.Scenario, seed uint64) seen {
	t.Helper()
	out, err := reference.Neighbours(sc, seed)
	if err != nil {
		t.Fatal(err)
	}
	return func(measure, place string, day int) int {
		switch measure {
		case "stock":
			return out.Stock[day][slices.Index(out.Places, place)]
		case "displaced_total":
			return out.Created[day]
		case "raw_total":
			return out.Raw[day]
		case "debt":
			return out.Debt[day]
		case "on_links":
			return out.OnLinks[day]
		}
		t.Fatalf("no measure %q", measure)
		return 0
	}
}

func TestNeighboursInSmallWorldsWorkedOutByHand(t *testing.T) {
	for _, world := range reference.Cases() {
		for _, e := range neighboursEngines {
			if world.InTurn && !e.inTurn {
				continue
			}
			t.Run(world.Name+"/"+e.name, func(t *testing.T) {
				number := e.run(t, world.Scenario, 1)
				for _, want := range world.Expect {
					if n := number(want.Measure, want.Place, want.Day); n < want.Low || n > want.High {
						t.Errorf("on day %d, %s %s: %d; expected %d to %d", want.Day, want.Measure, want.Place, n, want.Low, want.High)
					}
				}
			})
		}
	}
}
