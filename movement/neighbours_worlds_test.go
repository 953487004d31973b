package movement_test

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"haven/draw"
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

// Settings that make a weight of less than nothing, or without end, stop the run
// with their names: there is no chance to draw with.
func TestWeightsThatAreNoneStopTheRun(t *testing.T) {
	for name, set := range map[string]func(n *scenario.Neighbours){
		"a way shorter than nothing": func(n *scenario.Neighbours) { n.Softening = -150 },
		"a score below nothing":      func(n *scenario.Neighbours) { n.WeightSoftening = -1.5 },
		"without end":                func(n *scenario.Neighbours) { n.WeightPower = -1e300 },
	} {
		stopped := false
		for _, world := range reference.Cases() {
			sc := *world.Scenario
			set(&sc.Parameters.Neighbours)
			m := compile(t, &sc)
			err := m.Simulate(context.Background(), 1, 0, m.NewRecord())
			if err == nil {
				continue // nobody there weighs such a way
			}
			stopped = true
			_, says, _ := strings.Cut(err.Error(), " weighs ")
			number, why, _ := strings.Cut(says, ", ")
			if w, bad := strconv.ParseFloat(number, 64); bad != nil || w >= 0 && !math.IsInf(w, 1) || !strings.HasPrefix(why, "which is no weight; softening, weight_softening") {
				t.Errorf("%s, %s: %v", name, world.Name, err)
			}
		}
		if !stopped {
			t.Errorf("%s stops no world", name)
		}
	}
}

// A conflict that drives out more people than can be counted drives out as many as can be.
func TestNoMoreFleeThanCanBeCounted(t *testing.T) {
	for _, mode := range []string{"constant", "pop_ratio", "poisson"} {
		most := int64(0)
		for _, world := range reference.Cases() {
			sc := *world.Scenario
			n := &sc.Parameters.Neighbours
			n.ConflictDrivenSpawning, n.DisplacedPerConflictDay = mode, 1e300
			m := compile(t, &sc)
			rec := m.NewRecord()
			if err := m.Simulate(context.Background(), 1, 0, rec); err != nil {
				t.Fatalf("%s, %s: %v", mode, world.Name, err)
			}
			fled := rec.Find("displaced_total", "model").Values
			if slices.Min(fled) < 0 {
				t.Errorf("%s, %s: %d ever fled", mode, world.Name, slices.Min(fled))
			}
			most = max(most, slices.Max(fled))
		}
		if most < draw.MaxCount/2 {
			t.Errorf("%s: at most %d fled in any world", mode, most)
		}
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
