package skill

import (
	"fmt"
	"slices"

	"haven/movement"
	"haven/scenario"
)

// people reads entries, exits, net entries, departures, applications and
// stocks. Reports count gross, usual travel included, and so do these.
func (c *catalogue) people(op *Operator, first, last int) error {
	o := op.Observation
	if o.Unit != "people" && o.Unit != "people/day" {
		return fmt.Errorf("%s in %q cannot be read; the model counts people", o.Measure, o.Unit)
	}
	citizens, err := c.whose(o)
	if err != nil {
		return err
	}
	cells, how, correct, err := c.peopleCells(o, citizens)
	if err != nil {
		return err
	}
	scale, each := c.sc.Parameters.Scale, c.each
	added := 0.0
	if c.dayZero != nil && o.Measure == "stock" {
		added = float64(c.dayZero(o.Place)) * float64(c.sc.Parameters.Neighbours.Hasten)
		how += ", and those registered on the first day, with whom no camp began"
	}
	op.How = how
	op.read = func(rec *movement.Record) (float64, bool) {
		days := daily(rec, cells, first, last)
		sum := total(days)
		if correct != nil {
			sum = max(0, sum-float64(scale*correct(first, last)))
		}
		if c.perDay(o) {
			sum /= float64(len(days))
		}
		return float64(sum*each) + added, true
	}
	if first != last && c.perDay(o) {
		op.How += ", mean of the days"
	}
	return nil
}

// whose says whether an observation counts the home country's citizens only.
func (c *catalogue) whose(o *scenario.Observation) (citizens bool, err error) {
	switch o.Whose {
	case "all", "":
		return false, nil
	case c.home:
		return true, nil
	}
	return false, fmt.Errorf("the model tells citizens of %s from all others, but not those of %s", c.home, o.Whose)
}

// peopleCells finds the cells whose sum over the days is the figure; correct,
// when not nil, is the expected number to be taken off (at scale 1).
func (c *catalogue) peopleCells(o *scenario.Observation, citizens bool) (cells []cell, how string, correct func(first, last int) float64, err error) {
	word := ""
	if citizens {
		word = "_citizens"
	}
	one := func(measure, by string) ([]cell, error) {
		x, err := c.find(measure, by, o.Place)
		return []cell{x}, err
	}
	_, isCountry := c.entity([2]string{"entries", "country"}, o.Place)
	_, isDestination := c.entity([2]string{"arrivals", "destination"}, o.Place)
	_, isOrigin := c.entity([2]string{"departures", "origin"}, o.Place)
	_, isPlace := c.entity([2]string{"stock", "place"}, o.Place)
	isCrossing := len(c.lanes[o.Place]) > 0
	isService := len(c.services[o.Place]) > 0
	switch {
	case o.Measure == "entries" && isCountry:
		cells, err = one("entries"+word, "country")
		return cells, "entries at the country's borders, usual travel included", nil, err
	case o.Measure == "exits" && isCountry:
		cells, err = one("exits"+word, "country")
		return cells, "people who left the country, usual travel included", nil, err
	case o.Measure == "departures" && isCountry:
		cells, err = one("exits"+word, "country")
		return cells, "people who left the country at its borders, usual travel included", nil, err
	case o.Measure == "departures" && isOrigin:
		cells, err = one("departures", "origin")
		return cells, "people who left home because of the shocks", nil, err
	case o.Measure == "net_entries" && isCountry:
		in, errIn := c.find("entries"+word, "country", o.Place)
		out, errOut := c.find("exits"+word, "country", o.Place)
		out.factor = -1
		if errIn != nil {
			errOut = errIn
		}
		return []cell{in, out}, "entries less exits, usual travel included", nil, errOut
	case o.Measure == "applications" && isCountry:
		border, errBorder := c.find("applications_border", "country", o.Place)
		inland, errInland := c.find("applications_inland", "country", o.Place)
		if errBorder != nil {
			errInland = errBorder
		}
		return []cell{border, inland}, "applications for protection at the border and after arrival", nil, errInland
	case o.Measure == "stock" && isCountry:
		cells, err = one("stock", "country")
		return cells, "people who fled and are in the country at the end of the last day", nil, err
	case o.Measure == "stock" && isDestination:
		cells, err = one("stock", "destination")
		return cells, "people who fled and are there at the end of the last day", nil, err
	case o.Measure == "stock" && isPlace:
		cells, err = one("stock", "place")
		return cells, "people who fled and are there at the end of the last day", nil, err
	case o.Measure == "entries" && isCrossing:
		return c.atCrossing(o, citizens)
	case o.Measure == "entries" && isDestination:
		cells, err = one("arrivals", "destination")
		return cells, "arrivals of those who flee", nil, err
	case o.Measure == "entries" && isService:
		cells, err = one("flow", "link")
		return cells, "people who travelled by the service", nil, err
	case o.Measure == "departures" && isCrossing && !citizens:
		return c.leaving(o)
	case o.Measure == "departures" && isService:
		cells, err = one("flow", "link")
		return cells, "people who travelled by the service", nil, err
	case o.Measure == "net_entries" && isCrossing && !citizens:
		return c.netAtCrossing(o)
	case o.Measure == "applications" && isCrossing:
		country := c.onlyWayInto(o.Place)
		if country == "" {
			return nil, "", nil, fmt.Errorf("the model counts applications by country, and %s is not the only way into its own", o.Place)
		}
		x, err := c.find("applications_border", "country", country)
		return []cell{x}, "applications for protection at the border of the country, which has this crossing only", nil, err
	case o.Measure == "exits" && isCrossing:
		country := c.onlyWayInto(o.Place)
		if country == "" {
			return nil, "", nil, fmt.Errorf("the model counts the way back by country, and %s is not the only way into its own", o.Place)
		}
		x, err := c.find("exits"+word, "country", country)
		return []cell{x}, "people who left the country, which has this crossing only", nil, err
	}
	return nil, "", nil, fmt.Errorf("the model has no %s at %q", o.Measure, o.Place)
}

// atCrossing reads entries at a crossing or one of its lanes. Lanes count
// everybody; where a report counts citizens, the usual travellers of other
// citizenships are taken off at their usual number.
func (c *catalogue) atCrossing(o *scenario.Observation, citizens bool) (cells []cell, how string, correct func(first, last int) float64, err error) {
	var lanes []string
	for _, i := range c.lanes[o.Place] {
		l := &c.sc.Crossings[i]
		if l.ToCountry == c.home {
			continue // the other direction's own lane
		}
		x, err := c.find("served_entry", "lane", l.ID)
		if err != nil {
			return nil, "", nil, err
		}
		cells, lanes = append(cells, x), append(lanes, l.ID)
	}
	if cells == nil {
		return nil, "", nil, fmt.Errorf("no lane of %s leads out of %s", o.Place, c.home)
	}
	how = "people let in at the crossing's entry side, usual travel included"
	if !citizens {
		return cells, how, nil, nil
	}
	var others []*scenario.UsualTravel
	for i := range c.sc.UsualTravel {
		u := &c.sc.UsualTravel[i]
		if u.Direction != "in" && u.Whose != c.home && (u.At == o.Place || slices.Contains(lanes, u.At)) {
			others = append(others, u)
		}
	}
	if others == nil {
		return cells, how, nil, nil
	}
	return cells, how + ", less others' usual number", func(first, last int) float64 {
		sum := 0.0
		for d := first; d <= last; d++ {
			day := weekdays[int((c.from + dateOffset(d)).Weekday())]
			for _, u := range others {
				if u.Weekday == day || u.Weekday == "*" || u.Weekday == "" {
					sum += u.People
				}
			}
		}
		return sum
	}, nil
}

// leaving reads who leaves the home country at a crossing or one of its lanes.
func (c *catalogue) leaving(o *scenario.Observation) (cells []cell, how string, correct func(first, last int) float64, err error) {
	for _, i := range c.lanes[o.Place] {
		l := &c.sc.Crossings[i]
		if l.ToCountry == c.home {
			continue
		}
		x, err := c.find("served_exit", "lane", l.ID)
		if err != nil {
			return nil, "", nil, err
		}
		cells = append(cells, x)
	}
	if cells == nil {
		return nil, "", nil, fmt.Errorf("no lane of %s leads out of %s", o.Place, c.home)
	}
	return cells, "people let out at the crossing's exit side, usual travel included", nil, nil
}

// netAtCrossing reads entries less exits at a crossing that is the only way into its country.
func (c *catalogue) netAtCrossing(o *scenario.Observation) (cells []cell, how string, correct func(first, last int) float64, err error) {
	country := c.onlyWayInto(o.Place)
	if country == "" {
		return nil, "", nil, fmt.Errorf("the model counts the way back by country, and %s is not the only way into its own", o.Place)
	}
	in, _, _, err := c.atCrossing(o, false)
	if err != nil {
		return nil, "", nil, err
	}
	out, err := c.find("exits", "country", country)
	out.factor = -1
	return append(in, out), "entries at the crossing less people who left the country, which has this crossing only", nil, err
}

// onlyWayInto is the country that a crossing leads to when no other crossing
// leads there, else empty.
func (c *catalogue) onlyWayInto(place string) string {
	country := c.countryOf(place)
	for i := range c.sc.Crossings {
		if l := &c.sc.Crossings[i]; l.ToCountry == country && l.Place != place {
			return ""
		}
	}
	return country
}

var weekdays = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
