package forecast

import (
	"context"
	"slices"

	"haven/draw"
)

// cloud is the particles under way. It implements filter.Cloud.
type cloud struct {
	*world
	ctx      context.Context // of the call that is at work
	discount float64         // see jitter
	scales   []scale         // of the parameters

	now, before []particle // today, and where the stretch since the last stop began
	logs        []float64  // weights
	day         int        // days simulated
	streams     int        // members' streams given out so far
	at          *stop
	corrections correction // of the last update
	told, today []bool     // see Pick: the parameters that the weights depend on, and those that what is new today does
}

func (c *cloud) Len() int { return len(c.now) }

// key is of random numbers that belong to a day of the cloud and not to a member.
func (c *cloud) key() draw.Key {
	return draw.NewKey(c.seed, 0).With(draw.Hash("forecast")).With(uint64(c.day))
}

// advance brings all particles to the day before untilDay.
func (c *cloud) advance(untilDay int, s *stop) error {
	c.before, c.at = slices.Clone(c.now), s
	err := c.inTurn(func(k *worker, i int) error { return k.advance(c.ctx, &c.now[i], untilDay, s) })
	if err == nil {
		c.day = untilDay
	}
	return err
}

// inTurn calls do for every particle, those with the same values one after
// the other, so that the scenario is compiled once for them.
func (c *cloud) inTurn(do func(k *worker, i int) error) error {
	order := make([]int, 0, len(c.now))
	of := make(map[*float64][]int, len(c.now))
	for i := range c.now {
		if len(c.now[i].values) == 0 {
			order = append(order, i)
			continue
		}
		first := &c.now[i].values[0]
		of[first] = append(of[first], i)
	}
	for i := range c.now {
		if len(c.now[i].values) == 0 {
			continue
		}
		if same := of[&c.now[i].values[0]]; same[0] == i {
			order = append(order, same...)
		}
	}
	return c.each(c.ctx, len(order), func(k *worker, j int) error { return do(k, order[j]) })
}

// Likelihood is that of what is new at the stop.
func (c *cloud) Likelihood(out []float64) error {
	for i := range c.now {
		out[i] = c.now[i].fit
	}
	return nil
}

func (c *cloud) stream() int {
	c.streams++
	return c.streams - 1
}

// Renew simulates the stretch since the last stop anew, from where each
// particle began it, with a stream of its own and jittered parameters, and takes
// the new stretch for the old one with probability
// min(1, (new likelihood / old likelihood)^exponent): a step of Metropolis and
// Hastings whose proposals come from the model itself (Andrieu, Doucet &
// Holenstein 2010, Journal of the Royal Statistical Society B 72(3)). It leaves
// the tempered distribution as it is but for the jitter, which is approximate.
func (c *cloud) Renew(exponent float64, round int) error {
	if len(c.before) == 0 || c.dayOf(&c.before[0]) == c.day {
		return nil // nothing has been simulated since: there is nothing to draw anew
	}
	proposals := c.proposals(round)
	accept := c.key().With(uint64(round)).With(draw.Hash("accept"))
	return c.each(c.ctx, len(c.now), func(k *worker, i int) error {
		p := &proposals[i]
		if err := k.advance(c.ctx, p, c.day, c.at); err != nil {
			return err
		}
		s := accept.Of(uint64(i))
		if draw.Log(s.Float64()) < float64(exponent*(p.fit-c.now[i].fit)) {
			c.now[i] = *p
		}
		return nil
	})
}

// dayOf is how many days a particle has behind it.
func (c *cloud) dayOf(p *particle) int { return p.past.end() }

// proposals are the particles as they were when the stretch began, with new
// streams and jittered parameters.
func (c *cloud) proposals(round int) []particle {
	values := c.jitter(c.key().With(uint64(round)).With(draw.Hash("jitter")))
	list := slices.Clone(c.before)
	for i := range list {
		list[i].member = c.stream()
		list[i].values = values[i]
	}
	return list
}
