package reference

import (
	"math"
	"strconv"
)

// score is what a place is worth to everybody.
func (c *crowd) score(l *location) float64 {
	s := 1.0
	switch {
	case l.foreign:
		if c.p.UseEconomicPull {
			s *= 1 + given(l.trade) + given(l.hdi)*given(l.hdi)
		}
		s *= c.p.ForeignWeight
	case c.p.AvoidFoodDeprived && c.clock > 0:
		s *= 1 - (l.ipc/100)*(l.ipc/100)
	}
	if l.camp || l.idpCamp {
		s *= c.p.CampWeight
	}
	if l.intensity > 0 {
		s *= math.Pow(c.p.ConflictWeight, c.decay(l)*l.intensity)
	}
	if l.floodZone && l.flood > 0 && len(c.p.FloodLocWeights) > 0 {
		s *= along(c.p.FloodLocWeights, float64(l.flood))
	}
	if l.floodZone && c.forecasts() {
		s = 0 // Flee reads the forecast's weight under a name that is not there
	}
	return s
}

func given(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}

// worth is what a place is worth to somebody: S(E) of the specification.
func (c *crowd) worth(p *person, l *location) float64 {
	s := c.hazards(p, l.score)
	if c.p.StayCloseToHome {
		s /= math.Pow(math.Max(1, kilometres(l, p.at)), c.p.HomeDistancePower)
	}
	if l.flood > 0 && len(c.p.FloodLocWeights) > 0 {
		s *= along(c.p.FloodLocWeights, float64(l.flood))
	}
	if c.forecasts() {
		sum := c.forecast(l, func(float64) float64 { return float64(l.flood) })
		s *= c.awareness(p) * sum * sum / float64(c.p.FloodForecastTimescale)
	}
	switch {
	case l.camp || l.idpCamp:
		if c.p.MatchCampEthnicity {
			s *= 10 * share(p, l, "ethnicity")
		}
		if c.p.MatchCampReligion {
			s *= share(p, l, "religion") / c.p.AvgReligionFraction
		}
		return s
	case l.conflict && c.p.MatchConflictEthnicity, !l.conflict && c.p.MatchTownEthnicity:
		s *= 10 * share(p, l, "ethnicity")
	}
	if c.p.UsePopForLocWeight {
		s *= math.Pow(math.Max(1, float64(l.population)), c.p.PopPowerForWeight)
	}
	return s
}

// hazards squares a place's score for those who avoid what is dangerous.
func (c *crowd) hazards(p *person, s float64) float64 {
	age, known := p.number("age")
	gender := p.traits["gender"]
	squared := false
	if known && age < 19 && c.p.ChildrenAvoidHazards {
		if c.p.BoysTakeRisk && gender == "m" && age > 14 {
			return 1
		}
		s *= s
		squared = true
	}
	if known && age > 59 && c.p.ElderlyAvoidHazards {
		s *= s
		squared = true
	}
	if gender == "f" && c.p.WomenAvoidHazards && !squared {
		s *= s
	}
	return s
}

// number reads a trait that is one.
func (p *person) number(name string) (float64, bool) {
	x, err := strconv.ParseFloat(p.traits[name], 64)
	return x, err == nil
}

// share is how many at a place are like somebody, of its population; of a
// place without population (a camp) as if it were a hundred million.
func share(p *person, l *location, name string) float64 {
	population := l.population
	if population < 1 {
		population = 100_000_000
	}
	return float64(l.with[[2]string{name, p.traits[name]}]) / float64(population)
}

// kilometres between two places along a great circle.
func kilometres(a, b *location) float64 {
	const radius, degree = 6371, math.Pi / 180
	dx, dy := (b.x-a.x)*degree, (b.y-a.y)*degree
	h := math.Pow(math.Sin(dy/2), 2) + math.Cos(a.y*degree)*math.Cos(b.y*degree)*math.Pow(math.Sin(dx/2), 2)
	return 2 * radius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// forecasts says whether people look ahead at floods today.
func (c *crowd) forecasts() bool {
	return c.p.FloodForecaster && c.p.FloodForecastTimescale > 1 && c.clock <= c.p.FloodForecastEnd
}

// awareness is how much somebody heeds forecasts.
func (c *crowd) awareness(p *person) float64 {
	i, known := p.number("floodawareness")
	if !known || len(c.p.FloodAwarenessWeights) == 0 {
		return 1
	}
	return c.p.FloodAwarenessWeights[min(max(int(i), 0), len(c.p.FloodAwarenessWeights)-1)]
}

// forecast sums over the days ahead on which a flood is forecast the day's
// weight times that of the level which a forecast is taken for.
func (c *crowd) forecast(l *location, taken func(level float64) float64) float64 {
	sum := 0.0
	for day := c.clock + 1; day <= min(c.clock+c.p.FloodForecastTimescale, c.p.FloodForecastEnd); day++ {
		if level := c.floodOn(l, day); level > 0 && len(c.p.FloodForecastWeights) > 0 {
			weight := c.p.FloodForecastWeights[min(day, len(c.p.FloodForecastWeights)-1)]
			sum += weight * along(c.p.FloodLocWeights, taken(level))
		}
	}
	return sum
}
