package ensemble

import (
	"context"
	"sync"

	"haven/internal/parallel"
)

// Runner computes batches of members somewhere. It hands every batch to done,
// one at a time and in any order, and returns the first error of computing or
// of done; after an error or the end of ctx it computes nothing more, but
// waits for what it has begun.
type Runner interface {
	Run(ctx context.Context, job *Job, batches []Batch, done func(*Summary) error) error
}

// Local runs members in this process.
type Local struct {
	Threads int              // members at once; 0: as many as there are processors
	Member  func(member int) // called after each member, one at a time; may be nil
}

// Run computes the batches member by member, the members in their order, so
// that threads are busy also where batches are few.
func (l Local) Run(ctx context.Context, job *Job, batches []Batch, done func(*Summary) error) error {
	type task struct{ batch, member int }
	var tasks []task
	left := make([]int, len(batches))
	parts := make([][]*Summary, len(batches))
	for b, batch := range batches {
		left[b] = batch.End - batch.First
		for m := batch.First; m < batch.End; m++ {
			tasks = append(tasks, task{b, m})
		}
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var mutex sync.Mutex // guards all that follows, and calls of done and Member
	finish := func(t task, s *Summary) error {
		mutex.Lock()
		defer mutex.Unlock()
		if ctx.Err() != nil { // another member failed before
			return context.Cause(ctx)
		}
		parts[t.batch] = append(parts[t.batch], s)
		if l.Member != nil {
			l.Member(t.member)
		}
		if left[t.batch]--; left[t.batch] > 0 {
			return nil
		}
		whole, err := Merge(parts[t.batch]...)
		parts[t.batch] = nil
		if err != nil {
			return err
		}
		return done(whole)
	}
	err := parallel.Over(ctx, l.Threads, len(tasks), func(i int) error {
		s, err := job.Member(ctx, tasks[i].member)
		if err == nil {
			err = finish(tasks[i], s)
		}
		if err != nil {
			stop(err) // of several causes the first counts
		}
		return err
	})
	if err != nil {
		return context.Cause(ctx)
	}
	return nil
}
