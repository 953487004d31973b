package reference

import "haven/internal/calendar"

func (c *crowd) date() calendar.Date { return c.sc.Period.From + calendar.Date(c.clock) }

// travel moves somebody along until the day ends.
func (c *crowd) travel(p *person) {
	for p.on != nil {
		speed := c.speed(p)
		distance := speed
		if c.p.Without("full-speed-per-link") {
			distance = max(0, speed-p.today)
		}
		p.onLink += distance
		p.today += distance
		if !c.arrives(p) {
			return
		}
		p.today -= p.onLink - p.on.km
		if c.barred(p.on) {
			c.stand(p, p.on.from)
			return
		}
		p.finished = true
		at := p.on.to
		c.stand(p, at)
		if p.today < speed {
			c.decide(p, c.p.AvoidShortStints && c.stintAfter(p) < 0.5)
		}
		if p.on == nil {
			c.today()
			c.out.Arrivals[c.clock][at.index]++
			return
		}
	}
}

// speed of somebody today on the link they are on, in km a day.
func (c *crowd) speed(p *person) float64 {
	speed := p.on.speed
	if c.p.StartOnFoot && !p.finished {
		speed = c.p.MaxWalkSpeed
	}
	if p.on.walk > 0 && c.rng.Float64() < p.on.walk {
		speed = c.p.MaxWalkSpeed
	}
	return speed
}

func (c *crowd) arrives(p *person) bool {
	if c.p.Without("strict-arrival") {
		return p.onLink >= p.on.km
	}
	return p.onLink > p.on.km
}

// barred says whether the way was closed while somebody was on it. Flee looks
// at the old way even if it was opened again.
func (c *crowd) barred(r *road) bool {
	if c.p.Without("bounce-at-reopened") {
		return !r.open
	}
	return r.closed
}

// stand puts somebody from a link into a place.
func (c *crowd) stand(p *person, l *location) {
	p.at, p.on, p.onLink = l, nil, 0
	l.people++
}
