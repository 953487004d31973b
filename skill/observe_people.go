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
	_, isCountry := c.entity([2]string{"entries", "country"}, o.Place)
	_, isOrigin := c.entity([2]string{"departures", "origin"}, o.Place)
	switch {
	case isCountry:
		cells, how, err = c.ofCountry(o, word)
	case o.Measure == "departures" && isOrigin:
		x, err := c.find("departures", "origin", o.Place)
		return []cell{x}, "people who left home because of the shocks", nil, err
	case len(c.lanes[o.Place]) > 0 && o.Measure == "entries":
		return c.atCrossing(o, citizens)
	case len(c.lanes[o.Place]) > 0 && o.Measure != "stock":
		cells, how, err = c.ofCrossing(o, word)
	default:
		cells, how, err = c.ofPlace(o)
	}
	if err == nil && cells == nil {
		err = fmt.Errorf("the model has no %s at %q", o.Measure, o.Place)
	}
	return cells, how, nil, err
}

// ofCountry finds the cells of a country's figure; none where there is no such figure.
func (c *catalogue) ofCountry(o *scenario.Observation, word string) (cells []cell, how string, err error) {
	sum := func(how string, measures ...string) ([]cell, string, error) {
		var cells []cell
		for _, measure := range measures {
			x, err := c.find(measure, "country", o.Place)
			if err != nil {
				return nil, "", err
			}
			cells = append(cells, x)
		}
		return cells, how, nil
	}
	if o.Place == c.home && (o.Measure == "entries" || o.Measure == "net_entries" || o.Measure == "applications") {
		return nil, "", fmt.Errorf("the model counts who leaves %s, not all who come in", c.home)
	}
	switch o.Measure {
	case "entries":
		return sum("entries at the country's borders, usual travel included", "entries"+word)
	case "exits":
		return sum("people who left the country, usual travel included", "exits"+word)
	case "departures":
		return sum("people who left the country at its borders, usual travel included", "exits"+word)
	case "net_entries":
		cells, how, err = sum("entries less exits, usual travel included", "entries"+word, "exits"+word)
		if err == nil {
			cells[1].factor = -1
		}
		return cells, how, err
	case "applications":
		return sum("applications for protection at the border and after arrival", "applications_border", "applications_inland")
	case "stock":
		return sum("people who fled and are in the country at the end of the last day", "stock")
	}
	return nil, "", nil
}

// ofCrossing finds the cells of a crossing's figure but its entries: who is let out, and where it is the only way into
// its country what the model counts by country.
func (c *catalogue) ofCrossing(o *scenario.Observation, word string) (cells []cell, how string, err error) {
	if o.Measure == "departures" && word == "" {
		return c.leaving(o)
	}
	measure := map[string]string{"exits": "exits" + word, "net_entries": "exits", "applications": "applications_border"}[o.Measure]
	if measure == "" || o.Measure == "net_entries" && word != "" {
		return nil, "", nil
	}
	country := c.onlyWayInto(o.Place)
	if country == "" {
		return nil, "", fmt.Errorf("the model counts the way back and applications by country, and %s is not the only way into its own", o.Place)
	}
	x, err := c.find(measure, "country", country)
	if err != nil {
		return nil, "", err
	}
	switch o.Measure {
	case "exits":
		return []cell{x}, "people who left the country, which has this crossing only", nil
	case "applications":
		return []cell{x}, "applications for protection at the border of the country, which has this crossing only", nil
	}
	x.factor = -1
	in, _, _, err := c.atCrossing(o, false)
	return append(in, x), "entries at the crossing less people who left the country, which has this crossing only", err
}

// ofPlace finds the cells of a destination's, a service's or any other place's figure.
func (c *catalogue) ofPlace(o *scenario.Observation) (cells []cell, how string, err error) {
	_, isDestination := c.entity([2]string{"arrivals", "destination"}, o.Place)
	_, isPlace := c.entity([2]string{"stock", "place"}, o.Place)
	measure, by := "", ""
	switch {
	case o.Measure == "stock" && isDestination:
		measure, by, how = "stock", "destination", "people who fled and are there at the end of the last day"
	case o.Measure == "stock" && isPlace:
		measure, by, how = "stock", "place", "people who fled and are there at the end of the last day"
	case o.Measure == "entries" && isDestination:
		measure, by, how = "arrivals", "destination", "arrivals of those who flee"
	case (o.Measure == "entries" || o.Measure == "departures") && len(c.services[o.Place]) > 0:
		measure, by, how = "flow", "link", "people who travelled by the service"
	default:
		return nil, "", nil
	}
	x, err := c.find(measure, by, o.Place)
	if err != nil {
		return nil, "", err
	}
	return []cell{x}, how, nil
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
func (c *catalogue) leaving(o *scenario.Observation) (cells []cell, how string, err error) {
	for _, i := range c.lanes[o.Place] {
		l := &c.sc.Crossings[i]
		if l.ToCountry == c.home {
			continue
		}
		x, err := c.find("served_exit", "lane", l.ID)
		if err != nil {
			return nil, "", err
		}
		cells = append(cells, x)
	}
	if cells == nil {
		return nil, "", fmt.Errorf("no lane of %s leads out of %s", o.Place, c.home)
	}
	return cells, "people let out at the crossing's exit side, usual travel included", nil
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
