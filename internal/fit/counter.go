package fit

import "sync"

// counter counts pieces of work that end on several threads.
type counter struct {
	mutex sync.Mutex
	done  int
	tell  func(done int)
}

func newCounter(tell func(done int)) *counter { return &counter{tell: tell} }

func (c *counter) one() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.done++
	c.tell(c.done)
}
