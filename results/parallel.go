package results

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel calls f for 0..n-1 on all processors; f must write only what
// belongs to its own number.
func inParallel(n int, f func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	group.Wait()
}
