package sensitivity

import (
	"context"
	"fmt"
	"math"
	"sync"

	"haven/ensemble"
	"haven/internal/parallel"
	"haven/movement"
	"haven/scenario"
)

// design is a list of runs: points of the unit cube with the member whose
// random streams each has.
type design interface {
	Runs() int
	Point(run int, u []float64) (member int)
	Name(run int) string    // for messages
	width() int             // runs that belong together: a walk, or a base point
	swapped(run int) string // what makes the run differ, as tables say it
}

// model computes the outputs of a run at a point of the unit cube.
type model func(ctx context.Context, u []float64, member int) ([]float64, error)

// simulation is the model proper: a scenario whose uncertain numbers are the
// priors' quantiles at the point. What does not depend on them is prepared once;
// of a run its outputs are kept and nothing else.
type simulation struct {
	sc      *scenario.Scenario
	frame   *movement.Frame
	priors  []ensemble.Prior
	outputs []Output
	seed    uint64
	records movement.Records
}

// run simulates one member.
func (s *simulation) run(ctx context.Context, u []float64, member int) ([]float64, error) {
	sc, err := s.sc.With(s.values(u))
	if err != nil {
		return nil, err
	}
	m, err := s.frame.Compile(sc)
	if err != nil {
		return nil, err
	}
	rec := s.records.Borrow()
	defer s.records.Return(rec)
	if err := m.Simulate(ctx, s.seed, member, rec); err != nil {
		return nil, err
	}
	out := make([]float64, len(s.outputs))
	for i := range s.outputs {
		out[i] = s.outputs[i].Value(rec)
	}
	return out, nil
}

// values are the uncertain numbers at a point, by address.
func (s *simulation) values(u []float64) map[string]float64 {
	values := make(map[string]float64, len(u))
	out := make([]float64, len(u))
	at := 0
	for i := range s.priors {
		p := &s.priors[i]
		n := len(p.Addresses)
		p.Values(u[at:at+n], out[:n])
		for k, a := range p.Addresses {
			values[a] = out[k]
		}
		at += n
	}
	return values
}

// evaluate runs a design and gives the outputs by run. Runs that the journal
// has are not made again; done is called after each of the others, one at a
// time. What comes back does not depend on the number of threads.
func evaluate(ctx context.Context, stage uint32, d design, columns int, f model, threads int, kept *journal, done func()) ([][]float64, error) {
	out := make([][]float64, d.Runs())
	var todo []int
	for r := range out {
		if out[r] = kept.value(stage, r); out[r] == nil {
			todo = append(todo, r)
		}
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var mutex sync.Mutex // guards all that follows, the journal and calls of done
	finish := func(run int, values []float64, err error) error {
		mutex.Lock()
		defer mutex.Unlock()
		switch {
		case ctx.Err() != nil: // another run failed before
			return context.Cause(ctx)
		case err != nil:
			return fmt.Errorf("%s: %w", d.Name(run), err)
		}
		out[run] = values
		if err := kept.add(stage, run, values); err != nil {
			return err
		}
		done()
		return nil
	}
	err := parallel.Over(ctx, threads, len(todo), func(i int) error {
		u := make([]float64, columns)
		member := d.Point(todo[i], u)
		values, err := f(ctx, u, member)
		if err = finish(todo[i], values, err); err != nil {
			stop(err) // of several causes the first counts
		}
		return err
	})
	if err != nil {
		return nil, context.Cause(ctx)
	}
	return out, nil
}

// column are the values of one output by run.
func column(values [][]float64, output int) []float64 {
	list := make([]float64, len(values))
	for r, v := range values {
		list[r] = v[output]
		if math.IsInf(list[r], 0) {
			list[r] = math.NaN()
		}
	}
	return list
}
