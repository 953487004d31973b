package ensemble

import (
	"context"
	"math"
	"math/rand/v2"
	"sync/atomic"

	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// fakeWorld is a scenario of two destinations and one crossing, and a
// simulator of it whose figures follow from seed, member and the crossing's
// capacity. It stands in for the model where a test is about the ensemble.
func fakeWorld() *scenario.Scenario {
	return &scenario.Scenario{
		Name: "fake", Title: "Two havens",
		Period:     scenario.Period{From: calendar.Day(2022, 9, 14), To: calendar.Day(2022, 9, 23)},
		Parameters: scenario.Defaults(),
		Places: []scenario.Place{
			{ID: "town", Kind: "town", Country: "AAA", Population: 1000, Capacity: math.Inf(1)},
			{ID: "harbour", Kind: "destination", Country: "BBB", Capacity: 400},
			{ID: "valley", Kind: "destination", Country: "BBB", Capacity: math.Inf(1)},
		},
		Crossings:   []scenario.Crossing{{ID: "gate_car", ExitPerDay: 100}, {ID: "gate_foot", ExitPerDay: 50}},
		GroupShares: []scenario.GroupShare{{Origin: "town", Group: "a", Share: 0.2}, {Origin: "town", Group: "b", Share: 0.3}, {Origin: "town", Group: "c", Share: 0.5}},
		Uncertain: []scenario.Uncertain{
			{Address: "crossings.gate_car.exit_per_day", Distribution: scenario.Distribution{Kind: "lognormal", Spread: 1.5}},
			{Address: "group_shares.town/*.share", Distribution: scenario.Distribution{Kind: "dirichlet", A: 20}},
		},
	}
}

type fakeModel struct {
	sc    *scenario.Scenario
	runs  *atomic.Int64
	until func(member int) error
}

func (f *fakeModel) NewRecord() *movement.Record {
	days := f.sc.Period.Days()
	series := func(measure, by, unit string, entities ...string) movement.Series {
		return movement.Series{Measure: measure, By: by, Unit: unit, Entities: entities, Days: days, Values: make([]int64, days*len(entities))}
	}
	return &movement.Record{From: f.sc.Period.From, Days: days, Series: []movement.Series{
		series("departures", "origin", "people", "town"),
		series("arrivals", "destination", "people", "harbour", "valley"),
		series("stock", "destination", "people", "harbour", "valley"),
		series("wait_experienced", "lane", "minutes", "gate_car"),
	}}
}

func (f *fakeModel) Simulate(ctx context.Context, seed uint64, member int, rec *movement.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if f.until != nil {
		if err := f.until(member); err != nil {
			return err
		}
	}
	f.runs.Add(1)
	rng := rand.New(rand.NewPCG(seed, uint64(member)))
	departures, arrivals, stock, wait := rec.Series[0].Values, rec.Series[1].Values, rec.Series[2].Values, rec.Series[3].Values
	for d := range rec.Days {
		departures[d] = int64(f.sc.Crossings[0].ExitPerDay) + rng.Int64N(50)
		arrivals[d] = departures[d] / 2
		arrivals[rec.Days+d] = departures[d] - departures[d]/2
		for e := range 2 {
			stock[e*rec.Days+d] = arrivals[e*rec.Days+d]
			if d > 0 {
				stock[e*rec.Days+d] += stock[e*rec.Days+d-1]
			}
		}
		wait[d] = rng.Int64N(100) - 50
		if wait[d] < 0 {
			wait[d] = movement.Missing
		}
	}
	return nil
}

// fakeJob makes a job of a plan on the fake world; runs counts the members
// simulated, and until may make a member fail.
func fakeJob(plan Plan, runs *atomic.Int64, until func(member int) error) (*Job, error) {
	return newJob(plan, func(*scenario.Scenario) (compiler, error) {
		return func(sc *scenario.Scenario) (simulator, error) {
			return &fakeModel{sc: sc, runs: runs, until: until}, nil
		}, nil
	})
}
