package reference

import (
	"math"
	"slices"
)

// decide is what somebody at a place does: stay, or step onto a link.
// A forced decision is one on the day of a stop that came too early.
func (c *crowd) decide(p *person, forced bool) {
	if p.at == nil || p.settled {
		return
	}
	if c.harvest() {
		c.goHomeToHarvest(p)
		return
	}
	if p.harvestAt != nil {
		p.at.people--
		p.at, p.harvestAt = p.harvestAt, nil
		p.at.people++
	}
	must := c.mustTake(p.at)
	if len(must) == 0 && c.rng.Float64() >= c.moveChance(p, forced) {
		return
	}
	if len(p.route) > 0 && len(must) > 0 && !begins(p.route, must) {
		p.route = nil
	}
	if len(p.route) == 0 {
		p.route = c.choose(p, must)
	}
	c.step(p, must)
}

// harvest says whether today is in a month of harvest.
func (c *crowd) harvest() bool {
	month := float64((c.date()).Time().Month())
	return slices.Contains(c.p.HarvestMonths, month)
}

// goHomeToHarvest counts somebody at their birth place until the harvest ends.
func (c *crowd) goHomeToHarvest(p *person) {
	if p.harvestAt == nil {
		p.harvestAt = p.at
		p.at.people--
		p.at = p.born
		p.at.people++
	}
}

// moveChance is the chance that somebody moves on.
func (c *crowd) moveChance(p *person, forced bool) float64 {
	l := p.at
	if (forced && l.town) || len(p.route) > 0 {
		return 1
	}
	chance := l.chance
	if c.p.MoveChancePopFactor != 0 {
		chance *= math.Pow(math.Max(float64(l.population), l.capacity)/c.p.MoveChancePopBase, c.p.MoveChancePopFactor)
	}
	if c.p.FleeWhenStarving {
		need := l.ipc / 100
		chance = need + (1-need)*chance
	}
	if l.flood > 0 && len(c.p.FloodMoveChances) > 0 {
		chance = along(c.p.FloodMoveChances, float64(l.flood))
	}
	if c.forecasts() {
		chance *= c.awareness(p) * c.forecast(l, math.Trunc) / float64(c.p.FloodForecastTimescale)
	}
	return chance
}

// step takes the next step of a route, or drops the route.
func (c *crowd) step(p *person, must []*road) {
	road := c.nextRoad(p, must)
	if road == nil || c.refused(p) {
		p.route = nil
		return
	}
	p.at.people--
	p.at, p.on, p.onLink, p.route = nil, road, 0, p.route[1:]
	c.today()
	c.out.Entered[c.clock][road.entered]++
}

// nextRoad is the first way in the list to the route's next place, of those
// that must be taken if there are any.
func (c *crowd) nextRoad(p *person, must []*road) *road {
	if len(p.route) == 0 {
		return nil
	}
	next, ways := p.route[0], p.at.links
	if len(must) > 0 {
		ways = must
	}
	for _, r := range ways {
		if r.to != next.to {
			continue
		}
		if next.by != nil && next.by != r.origin && c.p.Without("parallel-links") {
			continue
		}
		return r
	}
	return nil
}

// refused says whether the route ends in a camp that is too full.
func (c *crowd) refused(p *person) bool {
	end := p.route[len(p.route)-1].to
	return (end.camp || end.idpCamp) && c.room(end) < 0.5
}

// room is 1 while a place has room and falls to 0 until it is full.
func (c *crowd) room(l *location) float64 {
	full := l.capacity * c.p.CapacityScaling
	n, nearly := float64(l.people), c.p.CapacityBuffer*full
	switch {
	case full < 1, n <= nearly:
		return 1
	case n >= full:
		return 0
	}
	return 1 - (n-nearly)/(full*(1-c.p.CapacityBuffer))
}

// path is a way to a place some links ahead.
type path struct {
	hops   []hop
	end    *location
	km     float64
	weight float64 // with fixed_routes, what is known of it beforehand
}

// paths lists all ways from a place as far as people are aware of.
// A marker takes no step, unless markers count.
func (c *crowd) paths(from *location, markersCount bool) []path {
	level := c.p.AwarenessLevel
	if level == 0 && c.p.Without("awareness-zero") {
		level = 1
	}
	if level == 0 {
		return nil
	}
	var out []path
	var extend func(at *location, gone path, step int)
	extend = func(at *location, gone path, step int) {
		for _, r := range at.links {
			if r.to == from || slices.ContainsFunc(gone.hops, func(h hop) bool { return h.to == r.to }) {
				continue
			}
			next := path{hops: append(slices.Clone(gone.hops), hop{r.to, r.origin}), end: r.to, km: gone.km + r.km}
			taken := step
			if !r.to.marker {
				out = append(out, next)
			} else if !markersCount {
				taken--
			}
			if level > taken {
				extend(r.to, next, taken+1)
			}
		}
	}
	extend(from, path{}, 1)
	return out
}

// choose picks a route, of those that begin where everybody must go if there
// are any.
func (c *crowd) choose(p *person, must []*road) []hop {
	options := p.at.fixed
	if !c.p.FixedRoutes {
		options = c.known(p.at)
	}
	if len(must) > 0 {
		options = slices.DeleteFunc(slices.Clone(options), func(x path) bool {
			return len(x.hops) > 0 && !begins(x.hops, must)
		})
	}
	if len(options) == 0 {
		return nil
	}
	weights := make([]float64, len(options))
	for i := range options {
		if c.p.FixedRoutes {
			weights[i] = options[i].weight * c.valued(p, options[i].end)
		} else {
			weights[i] = c.weight(p, &options[i])
		}
	}
	if !c.p.FixedRoutes {
		c.prune(weights)
	}
	i := c.pick(weights)
	if i < 0 {
		if c.p.Without("full-destinations-uniform") {
			return nil
		}
		i = c.rng.IntN(len(options))
	}
	return slices.Clone(options[i].hops)
}

// known are the ways from a place; they change with the day's closures only.
func (c *crowd) known(l *location) []path {
	if l.knownOn != c.clock+1 {
		l.known, l.knownOn = c.paths(l, false), c.clock+1
	}
	return l.known
}

// weight of a path for somebody.
func (c *crowd) weight(p *person, x *path) float64 {
	room := 1.0
	if c.p.AwarenessLevel != 0 { // else only the distance is known
		room = c.room(x.end)
	}
	w := (c.p.WeightSoftening + c.valued(p, x.end)) / math.Pow(c.p.Softening+x.km, c.p.DistancePower) * room
	return math.Pow(w, c.p.WeightPower)
}

// valued is what somebody holds a place worth who may know nothing of it.
func (c *crowd) valued(p *person, l *location) float64 {
	if c.p.AwarenessLevel == 0 {
		return 1
	}
	return c.worth(p, l)
}

// prune forgets what is much worse than the best.
func (c *crowd) prune(weights []float64) {
	if c.p.PruningThreshold < 1.001 || len(weights) == 0 {
		return
	}
	least := slices.Max(weights) / c.p.PruningThreshold
	for i := range weights {
		if weights[i] < least {
			weights[i] = 0
		}
	}
}

// mustTake lists the ways that everybody at a place is made to take, while
// redirection is honoured and they are open.
func (c *crowd) mustTake(from *location) (out []*road) {
	for _, r := range from.links {
		if r.forced {
			out = append(out, r)
		}
	}
	return out
}

// begins says whether a route begins by one of these ways.
func begins(route []hop, ways []*road) bool {
	return slices.ContainsFunc(ways, func(r *road) bool {
		return r.to == route[0].to && (route[0].by == nil || route[0].by == r.origin)
	})
}
