package ensemble

import (
	"fmt"
	"sync"

	"haven/movement"
	"haven/scenario"
)

// Collector sums up members whose records are made one by one outside an
// ensemble, as those of a forecast are. It is safe for concurrent use.
type Collector struct {
	shape *shape

	mutex sync.Mutex
	sum   accumulator
}

// NewCollector prepares to sum up records of a scenario like rec, whose values
// mean nothing, with extra figures of every member where extra is not nil.
func NewCollector(sc *scenario.Scenario, rec *movement.Record, extra *Extra) (*Collector, error) {
	sh, err := newShape(sc, rec, extra)
	if err != nil {
		return nil, err
	}
	return &Collector{shape: sh}, nil
}

// SetAside makes the members' values lie in a file in a folder that is there,
// as those of a large ensemble do, so that a thousand of them take little
// memory. It is called before the first Add; nothing of the file is left when the
// process ends.
func (c *Collector) SetAside(dir string) error {
	var err error
	c.sum.aside, err = openAside(dir)
	return err
}

// Close gives the file of SetAside back; the summary is not to be asked for
// figures after that. Without such a file it does nothing.
func (c *Collector) Close() error {
	if c.sum.aside == nil {
		return nil
	}
	return c.sum.aside.file.Close()
}

// Layout describes the cells that every member fills.
func (c *Collector) Layout() *Layout { return c.shape.layout }

// Add sums up a member, whose record may be used again afterwards.
func (c *Collector) Add(member int, rec *movement.Record) error {
	part, err := c.shape.summary(member, rec, false)
	if err != nil {
		return err
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.sum.add(part)
}

// Summary is the sum of all members added.
func (c *Collector) Summary() (*Summary, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.sum.members == 0 && c.sum.counted == nil {
		return nil, fmt.Errorf("there is no member to sum up")
	}
	return c.sum.whole()
}
