package skill

import (
	"fmt"
	"strings"

	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

func dateOffset(day int) calendar.Date { return calendar.Date(day) }

// reportedLanes are the lanes that reports of queues and waits at a place are
// about: its car lanes, since they are told and photographed by drivers, or all
// lanes where none is for cars alone.
func (c *catalogue) reportedLanes(o *scenario.Observation) ([]*scenario.Crossing, error) {
	var cars, all []*scenario.Crossing
	for _, i := range c.lanes[o.Place] {
		l := &c.sc.Crossings[i]
		if l.ToCountry == c.home {
			continue
		}
		all = append(all, l)
		if l.Lane == "car" {
			cars = append(cars, l)
		}
	}
	switch {
	case cars != nil:
		return cars, nil
	case all != nil:
		return all, nil
	}
	return nil, fmt.Errorf("%q is no crossing and no lane out of %s, so it has no %s", o.Place, c.home, o.Measure)
}

// wait reads the mean wait of those who got through that day, both sides
// together, weighted by people where several lanes are meant; on a day on which
// nobody got through, the wait that the last in the queue had to expect.
func (c *catalogue) wait(op *Operator, first, last int) error {
	o := op.Observation
	if o.Unit != "hours" {
		return fmt.Errorf("a wait in %q cannot be read; it is wanted in hours", o.Unit)
	}
	lanes, err := c.reportedLanes(o)
	if err != nil {
		return err
	}
	type lane struct{ had, expected, served cell }
	var list []lane
	for _, l := range lanes {
		had, err1 := c.find("wait_experienced", "lane", l.ID)
		expected, err2 := c.find("wait_predicted", "lane", l.ID)
		served, err3 := c.find("served_entry", "lane", l.ID)
		for _, err := range []error{err1, err2, err3} {
			if err != nil {
				return err
			}
		}
		list = append(list, lane{had, expected, served})
	}
	op.How = "mean wait of those let in, both sides" + lanesInWords(lanes) + daysInWords(o, first, last)
	op.read = func(rec *movement.Record) (float64, bool) {
		days := make([]float64, 0, last-first+1)
		for d := first; d <= last; d++ {
			minutes, people, expected := 0.0, 0.0, 0.0
			for _, l := range list {
				had := rec.Series[l.had.series].At(l.had.entity, d)
				n := float64(rec.Series[l.served.series].At(l.served.entity, d))
				if had != movement.Missing && n > 0 {
					minutes += float64(float64(had) * n)
					people += n
				}
				if e := rec.Series[l.expected.series].At(l.expected.entity, d); e != movement.Missing {
					expected = max(expected, float64(e))
				}
			}
			if people > 0 {
				days = append(days, minutes/people/60)
			} else {
				days = append(days, expected/60)
			}
		}
		return overDays(o, days)
	}
	return nil
}

func lanesInWords(lanes []*scenario.Crossing) string {
	if lanes[0].Lane == "car" {
		return ", by car"
	}
	return ""
}

// queue reads the longest queue of a day: people, or the vehicles they sit in,
// or the kilometres these take.
func (c *catalogue) queue(op *Operator, first, last int) error {
	o := op.Observation
	if o.Unit != "people" && o.Unit != "vehicles" && o.Unit != "km" {
		return fmt.Errorf("a queue in %q cannot be read; it is wanted in people, vehicles or km", o.Unit)
	}
	lanes, err := c.reportedLanes(o)
	if err != nil {
		return err
	}
	var cells []cell
	for _, l := range lanes {
		x, err := c.find("queue_max", "lane", l.ID)
		if err != nil {
			return err
		}
		if o.Unit != "people" {
			if l.Unit != "vehicles" {
				return fmt.Errorf("the lane %s counts people, not vehicles, so its queue has no length in %s", l.ID, o.Unit)
			}
			x.factor = 1 / l.PeoplePerVehicle
			if o.Unit == "km" {
				x.factor *= MetresPerVehicle / 1000
			}
		}
		cells = append(cells, x)
	}
	op.How = "longest queue of the day" + lanesInWords(lanes)
	if o.Unit == "km" {
		op.How += fmt.Sprintf(", %g m a car", MetresPerVehicle)
	}
	op.How += daysInWords(o, first, last)
	scale := c.sc.Parameters.Scale
	op.read = func(rec *movement.Record) (float64, bool) {
		v, ok := overDays(o, daily(rec, cells, first, last))
		return v / scale, ok
	}
	return nil
}

// service reads seats and fares of a booked service. Seats are those offered or
// those left on sale where the report's scope says so, else those sold; over
// several days they are summed up, as reports give them.
func (c *catalogue) service(op *Operator, first, last int) error {
	o := op.Observation
	if len(c.services[o.Place]) == 0 {
		return fmt.Errorf("%q is no link with a capacity, so it sells no seats", o.Place)
	}
	if o.Measure == "fare" {
		if o.Unit != "usd" {
			return fmt.Errorf("a fare in %q cannot be read; it is wanted in usd", o.Unit)
		}
		x, err := c.find("fare", "service", o.Place)
		if err != nil {
			return err
		}
		op.How = "fare a person on sale that day" + daysInWords(o, first, last)
		op.read = func(rec *movement.Record) (float64, bool) {
			v, ok := overDays(o, daily(rec, []cell{x}, first, last))
			return v / 100, ok
		}
		return nil
	}
	if o.Unit != "seats" && o.Unit != "people" {
		return fmt.Errorf("seats in %q cannot be read; they are wanted in seats", o.Unit)
	}
	sold, err := c.find("seats_sold", "service", o.Place)
	if err != nil {
		return err
	}
	offered, err := c.find("seats_offered", "service", o.Place)
	if err != nil {
		return err
	}
	cells := []cell{sold}
	op.How = "seats sold for these days"
	switch {
	case strings.Contains(o.Scope, "left"):
		sold.factor = -1
		cells, op.How = []cell{offered, sold}, "seats offered and not sold for these days"
	case strings.Contains(o.Scope, "offered"):
		cells, op.How = []cell{offered}, "seats offered for these days"
	}
	scale := c.sc.Parameters.Scale
	op.read = func(rec *movement.Record) (float64, bool) {
		return total(daily(rec, cells, first, last)) / scale, true
	}
	return nil
}
