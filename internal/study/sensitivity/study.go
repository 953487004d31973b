package sensitivity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"haven/draw"
	"haven/ensemble"
	"haven/internal/study/sobol"
	"haven/movement"
	"haven/scenario"
)

// Progress is how far an analysis is.
type Progress struct {
	Done, Runs int // runs finished (those found in Dir included) and planned
	Kept       int // runs found in Dir
}

// Result is what an analysis found.
type Result struct {
	Scenario *scenario.Scenario // as run
	Plan     *Plan
	Screened []Factor  // what the screening looked at: every parameter, and chance
	Factors  []Factor  // what the indices are of
	Outputs  []Finding // in the order of Plan.Outputs
	Runs     int

	stages []stage
	priors []ensemble.Prior
}

// stage is a design that was run, with the outputs by run.
type stage struct {
	name    string
	design  design
	columns int
	values  [][]float64
}

// Finding is what was found about one output.
type Finding struct {
	Output  Output
	Effects []Effect // by factor of Screened; empty without screening
	Moments Moments  // without indices its Points are 0
	Indices []Index  // by factor of Factors; empty without indices
	Joint   Joint    // of all Factors
}

// study is a plan made ready.
type study struct {
	plan    *Plan
	sim     *simulation
	factors []Factor // every parameter, and chance last
	columns int
	journal *journal
	done    Progress
}

// Run carries an analysis out. When ctx ends, or a run fails, the runs finished
// so far are in Dir, and Run returns the error; the same plan goes on from there to the same result.
func Run(ctx context.Context, plan Plan) (result *Result, err error) {
	s, err := ready(&plan)
	if err != nil {
		return nil, err
	}
	if err := s.resume(); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.journal.close()) }()
	result = &Result{Scenario: s.sim.sc, Plan: &plan, Runs: s.done.Runs, priors: s.sim.priors}
	for _, o := range s.sim.outputs {
		result.Outputs = append(result.Outputs, Finding{Output: o})
	}
	s.tell(0)
	factors := s.factors
	if plan.Method != Indices {
		if err := s.screen(ctx, result); err != nil {
			return nil, err
		}
		if plan.Method == Screening {
			return result, nil
		}
		factors = keep(s.factors, foremost(result, plan.Keep))
	}
	return result, s.index(ctx, result, factors)
}

// ready checks a plan, finds what is uncertain and what is asked for, and
// prepares what all runs share.
func ready(plan *Plan) (*study, error) {
	if err := plan.Check(); err != nil {
		return nil, err
	}
	wanted := make([]Wanted, len(plan.Outputs))
	var errs []error
	for i, text := range plan.Outputs {
		var err error
		wanted[i], err = ParseOutput(text)
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	sc, err := ensemble.AsRun(plan.Scenario, plan.Set, plan.Until)
	if err != nil {
		return nil, err
	}
	priors, err := gather(sc, plan.Set, plan.Ranges)
	if err != nil {
		return nil, err
	}
	if priors, err = choose(priors, plan.Parameters); err != nil {
		return nil, err
	}
	if len(priors) == 0 {
		return nil, fmt.Errorf("nothing is uncertain in %s: give priors in scenario.yaml (uncertain:) or ranges here, such as --range parameters.stay=0..2", sc.Name)
	}
	s := &study{plan: plan, factors: factorsOf(sc, priors)}
	for i := range priors {
		s.columns += len(priors[i].Addresses)
	}
	if plan.Method != Screening && 2*s.columns > sobol.MaxDimensions {
		return nil, fmt.Errorf("%d numbers are uncertain, and there are Sobol' points for %d; choose some with --parameters, which --method morris helps with", s.columns, sobol.MaxDimensions/2)
	}
	if err := s.prepare(sc, priors, wanted); err != nil {
		return nil, err
	}
	s.done.Runs = s.runs()
	return s, nil
}

// resume finds the runs that are finished.
func (s *study) resume() (err error) {
	s.journal, err = openJournal(s.plan.Dir, s.identity(s.plan.Scenario.Hash()))
	if s.journal != nil {
		s.done.Kept, s.done.Done = s.journal.Kept, s.journal.Kept
	}
	return err
}

// prepare finds the outputs and cuts the period where none looks any further:
// no day depends on one that comes after it.
func (s *study) prepare(sc *scenario.Scenario, priors []ensemble.Prior, wanted []Wanted) error {
	frame, err := movement.Prepare(sc)
	if err != nil {
		return err
	}
	outputs, err := resolve(sc, frame.NewRecord(), wanted)
	if err != nil {
		return err
	}
	if last := lastDay(outputs, sc.Period.From); last < sc.Period.To {
		if sc, err = ensemble.AsRun(sc, nil, last); err != nil {
			return err
		}
		if frame, err = movement.Prepare(sc); err != nil {
			return err
		}
	}
	s.sim = &simulation{sc: sc, frame: frame, priors: priors, outputs: outputs, seed: s.plan.Seed, records: movement.Records{Make: frame.NewRecord}}
	return nil
}

// runs is the number of runs of all stages.
func (s *study) runs() int {
	n, k := 0, len(s.factors)
	if s.plan.Method != Indices {
		n += s.plan.Trajectories * (k + 1)
	}
	if s.plan.Method == Both && k-1 > s.plan.Keep {
		k = s.plan.Keep + 2 // the others together, and chance
	}
	if s.plan.Method != Screening {
		n += s.plan.Points * (k + 2)
	}
	return n
}

func (s *study) identity(hash string) *identity {
	p := s.plan
	id := &identity{
		Schema: 1, Version: p.Version, Scenario: p.Scenario.Name, Hash: hash, Set: p.Set, Until: s.sim.sc.Period.To.String(),
		Method: p.Method, Points: p.Points, Trajectories: p.Trajectories, Keep: p.Keep, Seed: p.Seed,
	}
	for i := range s.sim.outputs {
		id.Outputs = append(id.Outputs, s.sim.outputs[i].Text)
	}
	for i := range s.sim.priors {
		prior := &s.sim.priors[i]
		id.Parameters = append(id.Parameters, withPrior(prior.Addresses, prior.Distribution.Text()))
	}
	return id
}

func withPrior(addresses []string, distribution string) string {
	return strings.Join(addresses, " ") + " " + distribution
}

// tell reports progress after some more runs.
func (s *study) tell(more int) {
	s.done.Done += more
	if s.plan.Progress != nil {
		s.plan.Progress(s.done)
	}
}

// Stages in the journal.
const (
	stageScreening uint32 = iota + 1
	stageIndices
)

// screen walks through the cube and computes elementary effects.
func (s *study) screen(ctx context.Context, result *Result) error {
	d := newTrajectories(s.plan.Trajectories, s.columns, s.factors, s.plan.Seed)
	values, err := evaluate(ctx, stageScreening, d, s.columns, s.sim.run, s.plan.Threads, s.journal, func() { s.tell(1) })
	if err != nil {
		return err
	}
	result.Screened = s.factors
	result.stages = append(result.stages, stage{"screening", d, s.columns, values})
	for o := range result.Outputs {
		result.Outputs[o].Effects = d.effects(column(values, o), s.key("effects", o))
	}
	return nil
}

func (s *study) key(what string, output int) draw.Key {
	return draw.NewKey(s.plan.Seed, 0).With(draw.Hash("bootstrap")).With(draw.Hash(what)).With(uint64(output))
}

// foremost are the parameters whose effect is large on some output: ordered
// by the largest share that a parameter's mu* has of the largest one of any parameter.
func foremost(result *Result, n int) []int {
	weight := make([]float64, len(result.Screened))
	for _, f := range result.Outputs {
		largest := 0.0
		for i := range f.Effects {
			if result.Screened[i].Kind != Stream && f.Effects[i].Size > largest {
				largest = f.Effects[i].Size
			}
		}
		for i := range f.Effects {
			if share := f.Effects[i].Size / largest; share > weight[i] {
				weight[i] = share
			}
		}
	}
	var order []int
	for i := range result.Screened {
		if result.Screened[i].Kind != Stream {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case weight[a] > weight[b]:
			return -1
		case weight[a] < weight[b]:
			return 1
		}
		return 0
	})
	return order[:min(n, len(order))]
}

// index runs the Saltelli design and estimates indices.
func (s *study) index(ctx context.Context, result *Result, factors []Factor) error {
	d, err := newSaltelli(s.plan.Points, s.columns, factors, s.plan.Seed)
	if err != nil {
		return err
	}
	values, err := evaluate(ctx, stageIndices, d, s.columns, s.sim.run, s.plan.Threads, s.journal, func() { s.tell(1) })
	if err != nil {
		return err
	}
	result.Factors = factors
	result.stages = append(result.stages, stage{"indices", d, s.columns, values})
	by := s.steps(d)
	for o := range result.Outputs {
		f := &result.Outputs[o]
		f.Indices, f.Joint, f.Moments = estimate(table{column(values, o), d.width()}, factors, by, s.key("indices", o))
	}
	return nil
}

// steps says by how much each single number differs between A and B.
func (s *study) steps(d *saltelli) []*steps {
	list := make([]*steps, len(d.factors))
	both := make([]float64, 2*d.columns)
	for p := range d.points {
		d.cube.At(uint32(p), both)
		for i := range d.factors {
			f := &d.factors[i]
			if !f.single() {
				continue
			}
			if list[i] == nil {
				list[i] = &steps{u: make([]float64, d.points), log: make([]float64, d.points)}
				if f.Unit == "utility" { // it has no nought of its own, so that no tenth of it means anything
					list[i].log = nil
				}
			}
			a, b := both[f.columns[0]], both[d.columns+f.columns[0]]
			list[i].u[p] = b - a
			prior := &s.sim.priors[f.prior]
			x, y := at(prior, a), at(prior, b)
			if list[i].log == nil || !(x > 0 && y > 0) {
				list[i].log = nil
				continue
			}
			list[i].log[p] = draw.Log(y) - draw.Log(x)
		}
	}
	return list
}
