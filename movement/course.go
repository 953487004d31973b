package movement

import (
	"context"
	"errors"
	"fmt"

	"haven/draw"
)

// Course is one member under way: simulated up to some day, and ready to be
// simulated on, saved, copied or corrected. A course is used by one goroutine at a
// time; courses of one model may run side by side.
//
//	c := model.Begin(seed, member, rec)
//	defer c.Close()
//	err := c.Advance(ctx, rec.Days)
type Course struct {
	m       *Model
	r       *run
	rec     *Record
	seed    uint64
	member  int
	day     int    // the next one to simulate; 0: the first
	touched uint64 // how many corrections there have been, so that each draws for itself
}

// Begin starts a member on the first day. What happens is written into rec,
// which NewRecord made: it is emptied, and belongs to the course until Close.
func (m *Model) Begin(seed uint64, member int, rec *Record) *Course {
	rec.clearFrom(0)
	c := m.newCourse(seed, member, rec)
	c.r.reset(m, draw.NewKey(seed, member), rec)
	return c
}

func (m *Model) newCourse(seed uint64, member int, rec *Record) *Course {
	r, ok := m.runs.Get().(*run)
	if !ok {
		r = m.newRun(m)
	}
	return &Course{m: m, r: r, rec: rec, seed: seed, member: member}
}

// Day is the next day to be simulated, counted from 0: as many days lie behind.
func (c *Course) Day() int { return c.day }

// Member is the member whose random streams the course draws from.
func (c *Course) Member() int { return c.member }

// Model is the model that the course follows.
func (c *Course) Model() *Model { return c.m }

// Record is what the course writes into: the days before Day are whole.
// Numbers on links (flow) may lag up to eight days behind while the course goes on; they are
// whole once it has been saved or has reached the last day.
func (c *Course) Record() *Record { return c.rec }

// Advance simulates the days before untilDay that are still to come, at most to
// the end of the period. When ctx ends it stops between two days, and can go on later.
func (c *Course) Advance(ctx context.Context, untilDay int) error {
	if c.r == nil {
		return errClosed
	}
	for ; c.day < min(untilDay, c.rec.Days); c.day++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.r.startDay(c.day)
		c.r.step()
		c.r.resumed = false
		if err := c.r.verify(); err != nil {
			return fmt.Errorf("member %d, %s: %w", c.member, c.m.sc.Period.From+dateOffset(c.day), err)
		}
	}
	return nil
}

var errClosed = errors.New("the course is closed")

// Close gives the memory of the course back, for the next one. The record
// stays. A closed course can only be closed again.
func (c *Course) Close() {
	if c.r == nil {
		return
	}
	if c.r.local != nil {
		c.r.local.newcomers = nil
	}
	c.m.runs.Put(c.r)
	c.r = nil
}

// SetNewcomers makes so many people start to flee on each day to come as the
// function says, instead of as many as registrations have risen by, or as conflicts or floods drive out: under the rule
// neighbours. A forecast needs it, whose registrations are still to come. The days are counted as Day counts them. Where these people come
// from is drawn as ever, of places that conflicts or floods drive people out of by how many these would be. It is no part of what Save saves. nil lets registrations decide again.
func (c *Course) SetNewcomers(newcomers func(day int) int64) error {
	switch {
	case c.r == nil:
		return errClosed
	case c.r.local == nil:
		return fmt.Errorf("only the rule neighbours takes newcomers by day; under the rule %s departures follow from shocks", c.m.sc.Rule)
	}
	c.r.local.newcomers = newcomers
	return nil
}

// Follow goes on under another model of the same places, links, crossings,
// groups and classes, from the next day on: what changes there begins to act. Whoever is
// somewhere stays there; capacities of camps change by as much as the two models' differ. A closure that is
// in force and that the other model does not know, or takes to have ended, ends on the next day, and one that it takes to be
// in force begins; likewise a conflict.
func (c *Course) Follow(m *Model) error {
	switch {
	case c.r == nil:
		return errClosed
	case c.m.stateHash() != m.stateHash():
		return errOtherFrame
	}
	a := archive{out: archives.Get().([]byte)[:0]}
	c.archive(&a)
	before := *c
	c.m = m
	c.r = m.newCourse(c.seed, c.member, c.rec).r
	err := c.take(&archive{in: a.out, reading: true}, c.member)
	archives.Put(a.out[:0]) //nolint:staticcheck // a slice's header is small beside what it saves
	if c.r.local != nil {
		c.r.local.follow(before.r.local, c.day)
	}
	before.Close()
	return err
}

// Copy makes the course like another one of a model with the same places,
// links, crossings and groups: the same people in the same situations on the same day. What
// comes is drawn from the streams of member, so that courses copied from one go apart: the
// resampling of a particle filter. The record keeps its own days; TakeDays brings those of the
// other.
func (c *Course) Copy(from *Course, member int) error {
	if c.r == nil || from.r == nil {
		return errClosed
	}
	if c.m.stateHash() != from.m.stateHash() {
		return errOtherFrame
	}
	a := archive{out: archives.Get().([]byte)[:0]}
	from.archive(&a)
	b := archive{in: a.out, reading: true}
	err := c.take(&b, member)
	archives.Put(a.out[:0]) //nolint:staticcheck // a slice's header is small beside what it saves
	return err
}
