package ensemble

import (
	"context"
	"fmt"
	"slices"

	"haven/movement"
	"haven/scenario"
)

// Job is a plan made ready: it computes any member of the ensemble. It is safe
// for concurrent use.
type Job struct {
	Scenario *scenario.Scenario // as run: with the set values, up to the last day wanted
	Design   *Design

	plan    Plan
	base    *scenario.Scenario // what members are drawn from: Scenario, unless another one is shown
	compile compiler
	median  simulator // the scenario as it stands
	shape   *shape
	extra   *Extra
	atHand  int // bytes of values kept in memory
	records movement.Records
}

// simulator is what the ensemble needs of *movement.Model.
type simulator interface {
	NewRecord() *movement.Record
	Simulate(ctx context.Context, seed uint64, member int, rec *movement.Record) error
}

// compiler puts a member's numbers into what all members share.
type compiler func(sc *scenario.Scenario) (simulator, error)

func newJob(plan Plan, share func(sc *scenario.Scenario) (compiler, error)) (*Job, error) {
	sc, err := plan.prepare()
	if err != nil {
		return nil, err
	}
	j := &Job{Scenario: sc, atHand: atHand}
	if j.Design, err = NewDesign(sc, plan.Set, plan.Members, plan.Seed); err != nil {
		return nil, err
	}
	if j.compile, err = share(sc); err != nil {
		return nil, err
	}
	if j.median, err = j.compile(sc); err != nil {
		return nil, err
	}
	j.records.Make = j.median.NewRecord
	rec := j.records.Borrow()
	defer j.records.Return(rec)
	if plan.Extra != nil {
		if j.extra, err = plan.Extra(sc, rec); err != nil {
			return nil, err
		}
	}
	if plan.Shown != nil {
		j.Scenario = plan.Shown
	}
	j.shape, err = newShape(j.Scenario, rec, j.extra)
	j.plan, j.base = plan, sc
	return j, err
}

// Layout describes the cells that every member fills.
func (j *Job) Layout() *Layout { return j.shape.layout }

// Members is the number of members of the ensemble.
func (j *Job) Members() int { return j.plan.Members }

// Batches are the members of the ensemble in batches of a fixed size, so that
// the batches of an interrupted ensemble are those of the one that goes on.
func (j *Job) Batches() []Batch {
	var list []Batch
	for first := 0; first < j.plan.Members; first += batchMembers {
		list = append(list, Batch{first, min(first+batchMembers, j.plan.Members)})
	}
	return list
}

// Member simulates one member and sums it up.
func (j *Job) Member(ctx context.Context, member int) (*Summary, error) {
	model, own := j.median, j.base
	if values := j.Design.Values(member); len(values) > 0 {
		var err error
		if own, err = j.base.With(values); err != nil {
			return nil, fmt.Errorf("member %d: %w", member, err)
		}
		if model, err = j.compile(own); err != nil {
			return nil, fmt.Errorf("member %d: %w", member, err)
		}
	}
	rec := j.records.Borrow()
	if err := j.simulate(ctx, model, &Member{Number: member, Seed: j.plan.Seed, Scenario: own, Record: rec}); err != nil {
		if ctx.Err() == nil && !slices.Contains([]error{context.Canceled, context.DeadlineExceeded}, err) {
			err = fmt.Errorf("member %d: %w", member, err)
		}
		return nil, err
	}
	// The record of a single member can be as large as a gigabyte: it is kept
	// as it is. Those of many are copied compactly and used again.
	give := j.plan.Members == 1
	s, err := j.shape.summary(member, rec, give)
	if !give {
		j.records.Return(rec)
	}
	return s, err
}

// simulate runs a member in the plan's own way, or through its whole period.
func (j *Job) simulate(ctx context.Context, model simulator, m *Member) error {
	if j.plan.Simulate == nil {
		return model.Simulate(ctx, m.Seed, m.Number, m.Record)
	}
	m.Model, _ = model.(*movement.Model)
	return j.plan.Simulate(ctx, m)
}
