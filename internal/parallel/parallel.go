// Package parallel spreads independent pieces of work over the processors.
package parallel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls f for 0..n-1 on all processors and returns when every call has;
// f must write only what belongs to its own number, so that what comes out
// does not depend on how many processors there are.
func Each(n int, f func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	group.Wait()
}

// Over is Each on so many threads (0: as many as there are processors) for work
// that can fail: after an error, or when ctx has ended, no further piece is begun,
// and of the errors that came the one of the smallest number is returned.
func Over(ctx context.Context, threads, n int, f func(i int) error) error {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var group sync.WaitGroup
	var mutex sync.Mutex
	first, firstError := n, error(nil)
	for range min(n, threads) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := f(i); err != nil {
					mutex.Lock()
					if i < first {
						first, firstError = i, err
					}
					mutex.Unlock()
					next.Add(int64(n))
				}
			}
		})
	}
	group.Wait()
	if firstError != nil {
		return firstError
	}
	return ctx.Err()
}
