package reference

import (
	"math"
	"strings"
)

// decay is how much of a conflict's effect is left.
func (c *crowd) decay(l *location) float64 {
	list := c.p.ConflictSpawnDecay
	if len(list) == 0 {
		return 1
	}
	i := int(math.Floor(float64(c.clock-l.since) / float64(c.p.ConflictDecayInterval)))
	return list[min(i, len(list)-1)]
}

// weigh computes how likely those who flee come from each place. Flee does so
// at the end of a day and keeps the result for the next, so that decay steps
// one day late.
func (c *crowd) weigh() {
	c.weights = make([]float64, len(c.locations))
	for i, l := range c.locations {
		if l.conflict {
			c.weights[i] = float64(l.population) * l.intensity * c.decay(l)
		}
		if c.p.StarvationSpawning && c.clock > 0 && (l.conflict || !c.p.ConflictZonesOnly) {
			c.weights[i] += float64(l.population) * l.ipc / 100
		}
	}
}

// spawn lets people flee.
func (c *crowd) spawn() {
	switch {
	case c.p.FloodSpawning():
		c.spawnFrom(func(l *location) (float64, bool) {
			rate := along(c.p.DisplacedPerFloodDay, float64(l.flood))
			switch strings.ToLower(c.p.FloodDrivenSpawning) {
			case "pop_ratio":
				rate *= float64(l.population)
			case "poisson":
				rate = float64(c.poisson(math.Trunc(rate)))
			}
			return rate, l.flood > 0
		})
	case !c.p.FromRegistrations():
		c.spawnFrom(func(l *location) (float64, bool) {
			rate := c.p.DisplacedPerConflictDay
			switch strings.ToLower(c.p.ConflictDrivenSpawning) {
			case "pop_ratio":
				rate *= float64(l.population)
			case "poisson":
				if !l.conflict {
					return 0, false
				}
				return float64(c.poisson(rate * l.intensity)), true
			}
			return rate * l.intensity, l.conflict
		})
	default:
		c.spawnRegistered()
	}
}

// spawnFrom lets as many flee from each place as a rule says.
func (c *crowd) spawnFrom(rule func(l *location) (float64, bool)) {
	for _, l := range c.locations {
		n, flees := rule(l)
		if !flees {
			continue
		}
		for range int(math.Floor(n)) {
			c.flee(l)
		}
	}
}

// spawnRegistered lets as many flee as were newly registered.
func (c *crowd) spawnRegistered() {
	displaced := int(c.reg.Displaced(c.clock))
	c.raw += displaced
	n := displaced - c.debt + c.waiting
	c.waiting = 0
	if c.clock == 0 && c.p.InsertDay0 {
		n = 0
		if !c.p.Without("initial-camps-twice") && !c.p.EmptyCampsOnDay0 {
			for _, l := range c.locations {
				if l.capacity > 0 {
					l.capacity -= float64(c.reg.DayZero(l.id))
				}
			}
		}
	}
	c.debt = max(0, -n)
	if c.p.Without("decay-late") {
		c.weigh()
	}
	for range max(0, n) {
		i := c.pick(c.weights)
		if i < 0 { // where Flee crashes, they wait until there is a place to flee from
			c.waiting++
			continue
		}
		c.flee(c.locations[i])
	}
}

// flee adds somebody who flees from a place.
func (c *crowd) flee(l *location) {
	c.create(l, c.draw(l))
	c.today()
	c.out.Fled[c.clock][l.index]++
	if c.p.TakeFromPopulation && l.population > 0 {
		l.population--
	}
}

// along interpolates in a list by position; beyond its end the last value holds.
func along(list []float64, x float64) float64 {
	switch i := int(math.Floor(x)); {
	case len(list) == 0:
		return 0
	case i < 0:
		return list[0]
	case i >= len(list)-1:
		return list[len(list)-1]
	default:
		return list[i] + (x-float64(i))*(list[i+1]-list[i])
	}
}

// poisson counts the events of a process within time 1.
func (c *crowd) poisson(mean float64) int {
	n := 0
	for t := c.rng.ExpFloat64(); t < mean; t += c.rng.ExpFloat64() {
		n++
	}
	return n
}
