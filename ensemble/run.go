package ensemble

import (
	"context"
	"errors"
	"fmt"
	"time"

	"haven/internal/kept"
	"haven/scenario"
)

// worthKeeping is how long the only batch of an ensemble must have taken to be
// kept on disk: what was computed in less is computed again as fast.
const worthKeeping = time.Second

// Outcome is what an ensemble leaves behind.
type Outcome struct {
	Scenario *scenario.Scenario // as run
	Design   *Design            // the parameters of every member
	Summary  *Summary

	job   *Job
	store *store
	aside *aside // holds values of the summary; nil when they are in memory
}

// Run runs all members of the job.
func (j *Job) Run(ctx context.Context) (*Outcome, error) {
	began := time.Now() //nolint:forbidigo // says whether a batch is worth keeping on disk, never what is in it
	out := &Outcome{Scenario: j.Scenario, Design: j.Design, job: j}
	progress := Progress{Members: j.plan.Members}
	report := func(note string) {
		progress.Note = note
		if j.plan.Progress != nil {
			j.plan.Progress(progress)
		}
	}
	var sum accumulator
	defer func() { out.aside = sum.aside }()
	todo := j.Batches()
	// A single batch is worth keeping only when it took long to compute.
	later := len(todo) == 1 && j.plan.Dir != "" && !j.plan.Keep && !kept.Begun(j.plan.Dir)
	open := func() (err error) {
		out.store, err = openStore(j.plan.Dir, j.plan.identity(j.Scenario, j.extra), j.plan.Resume)
		if err == nil && j.fillsMemory() {
			sum.aside, err = openAside(j.plan.Dir)
		}
		return err
	}
	if j.plan.Dir != "" && !later {
		if err := open(); err != nil {
			return nil, err
		}
		wanted := todo
		todo = nil
		for _, b := range wanted {
			kept, err := out.store.load(b, j.shape.layout)
			if err != nil {
				report(fmt.Sprintf("computing members %d to %d again: %v", b.First, b.End-1, err))
			}
			if kept == nil {
				todo = append(todo, b)
				continue
			}
			progress.Done += kept.N()
			progress.Kept += kept.N()
			if err := sum.add(kept); err != nil {
				return nil, err
			}
		}
	}
	report("")
	done := func(s *Summary) error {
		if later && time.Since(began) >= worthKeeping {
			if err := open(); err != nil {
				return err
			}
		}
		if out.store != nil {
			if err := out.store.save(s); err != nil {
				return err
			}
		}
		return sum.add(s)
	}
	runner := j.plan.Runner
	if runner == nil {
		runner = Local{Threads: j.plan.Threads, Member: func(int) { progress.Done++; report("") }}
	} else {
		inner := done
		done = func(s *Summary) error { progress.Done += s.N(); report(""); return inner(s) }
	}
	if err := runner.Run(ctx, j, todo, done); err != nil {
		return nil, err
	}
	var err error
	if out.Summary, err = sum.whole(); err != nil {
		return nil, err
	}
	if got := out.Summary.N(); got != j.plan.Members {
		return nil, fmt.Errorf("the runner came back with %d of %d members", got, j.plan.Members)
	}
	return out, nil
}

// EachExact calls f with every member's exact values, some members at a time,
// in the order of members: from memory where the summary has them, else from
// the batches kept on disk.
func (o *Outcome) EachExact(f func(*Summary) error) error {
	if o.Summary.Exact() && o.aside == nil {
		return f(o.Summary)
	}
	if o.store == nil {
		return errors.New("single members of an ensemble this large are only there when its batches are kept in a folder")
	}
	for _, b := range o.job.Batches() {
		s, err := o.store.load(b, o.Summary.Layout)
		if err != nil {
			return err
		}
		if s == nil {
			return fmt.Errorf("the batch of members %d to %d is gone from %s", b.First, b.End-1, o.store.dir)
		}
		if err := f(s); err != nil {
			return err
		}
	}
	return nil
}

// Discard closes the outcome and removes the batches kept on disk; to be
// called when the results are safely written.
func (o *Outcome) Discard() error {
	err := o.Close()
	if o.store == nil {
		return err
	}
	return errors.Join(err, o.store.remove())
}

// Close gives the file back in which values of a large ensemble lie; the
// summary is not to be asked for figures after that.
func (o *Outcome) Close() error {
	if o.aside == nil {
		return nil
	}
	return o.aside.file.Close()
}

// fillsMemory says whether the members' values are so many that they are set aside in a file. Those of a single
// member are what its record holds in any case.
func (j *Job) fillsMemory() bool {
	const typical = 2 // bytes a value
	return j.plan.Members > 1 && min(j.plan.Members, ExactMembers)*j.shape.layout.Cells()*typical > j.atHand
}

// accumulator adds up batches. It keeps exact summaries until they are more
// than ExactMembers and only then counts them in bins: one batch at a time
// would sort and merge the same bins over and over.
type accumulator struct {
	parts   []*Summary
	members int
	counted *Summary
	aside   *aside // where values go that would fill the memory; nil: nowhere
}

func (a *accumulator) add(s *Summary) error {
	if a.members+s.N() > ExactMembers {
		if err := a.fold(); err != nil {
			return err
		}
	}
	if a.aside != nil {
		var err error
		if s, err = a.aside.take(s); err != nil {
			return err
		}
	}
	a.parts = append(a.parts, s)
	a.members += s.N()
	return nil
}

func (a *accumulator) fold() error {
	whole, err := a.whole()
	if err != nil {
		return err
	}
	a.counted, a.parts, a.members = whole.count(), nil, 0
	if a.aside != nil {
		a.aside.empty()
	}
	return whole.Err()
}

func (a *accumulator) whole() (*Summary, error) {
	parts := a.parts
	if a.counted != nil {
		exact, err := Merge(parts...)
		if err != nil {
			return nil, err
		}
		return Merge(a.counted, exact)
	}
	return Merge(parts...)
}
