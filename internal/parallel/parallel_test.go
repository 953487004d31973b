package parallel_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"haven/internal/parallel"
)

func TestEachNumberIsCalledOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		calls := make([]int, n)
		parallel.Each(n, func(i int) { calls[i]++ })
		for i, c := range calls {
			if c != 1 {
				t.Errorf("of %d, number %d was called %d times", n, i, c)
			}
		}
	}
}

func TestWorkThatFails(t *testing.T) {
	for _, threads := range []int{0, 1, 4} {
		err := parallel.Over(context.Background(), threads, 1000, func(i int) error {
			if i >= 7 {
				return fmt.Errorf("piece %d", i)
			}
			return nil
		})
		if err == nil || err.Error() != "piece 7" {
			t.Errorf("on %d threads: %v", threads, err)
		}
		var done atomic.Int64
		if err := parallel.Over(context.Background(), threads, 1000, func(int) error { done.Add(1); return nil }); err != nil || done.Load() != 1000 {
			t.Errorf("on %d threads %d pieces were done: %v", threads, done.Load(), err)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := parallel.Over(ended, 2, 10, func(int) error { t.Error("a piece was begun"); return nil }); err == nil {
		t.Error("an ended context is no error")
	}
}
