package ensemble

import (
	"context"
	"runtime"
	"sync"
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
	threads := l.Threads
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var mutex sync.Mutex // guards all that follows, and calls of done and Member
	var failed error
	next := 0
	take := func() (task, bool) {
		mutex.Lock()
		defer mutex.Unlock()
		if failed != nil || ctx.Err() != nil || next == len(tasks) {
			return task{}, false
		}
		next++
		return tasks[next-1], true
	}
	finish := func(t task, s *Summary, err error) {
		mutex.Lock()
		defer mutex.Unlock()
		if failed != nil {
			return
		}
		if err == nil {
			parts[t.batch] = append(parts[t.batch], s)
			if l.Member != nil {
				l.Member(t.member)
			}
			if left[t.batch]--; left[t.batch] == 0 {
				var whole *Summary
				if whole, err = Merge(parts[t.batch]...); err == nil {
					err = done(whole)
				}
				parts[t.batch] = nil
			}
		}
		if err != nil {
			failed = err
			stop()
		}
	}
	var group sync.WaitGroup
	for range min(threads, len(tasks)) {
		group.Go(func() {
			for t, ok := take(); ok; t, ok = take() {
				s, err := job.Member(ctx, t.member)
				finish(t, s, err)
			}
		})
	}
	group.Wait()
	if failed != nil {
		return failed
	}
	return ctx.Err()
}
