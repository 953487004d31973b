package skill

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// MetresPerVehicle is the length of queue that a waiting car takes: 7.5 m, the
// jam spacing of Nagel & Schreckenberg (1992), J. Phys. I France 2, one vehicle
// abreast. Reported kilometres of queue are compared with the car lane's
// people over its people a vehicle (crossings.csv) times this; real queues
// stood in one to three rows and held lorries, so kilometres are the weakest of
// all comparisons.
const MetresPerVehicle = 7.5

// figureUnit makes whole numbers of figures: 1/1000 of the observation's unit.
const figureUnit = 1000

// Names of the series that Extra adds to every member.
const (
	figureMeasure = "figure"
	figureBy      = "observation"
)

// Operator reads one observation's figure off a member's record.
type Operator struct {
	Observation *scenario.Observation
	How         string // what is read, in words
	Reason      string // why it cannot be compared; empty when it can

	read func(rec *movement.Record) (float64, bool)
}

// Read is what the observation would have read off a member's record, in the
// observation's unit; ok is false where the member has no such figure, as when
// no seat was on sale. It panics for an operator with a Reason.
func (op *Operator) Read(rec *movement.Record) (value float64, ok bool) { return op.read(rec) }

// Operators makes the operator of everything the scenario can be held against
// (scenario.Reported): its observations in the order of the table, then its registrations.
// layout says which series and entities there are.
//
// Figures in people, vehicles, kilometres and seats are divided by the
// scenario's scale, and under the rule neighbours multiplied by hasten, so that a run at
// another scale is held against the same reports. Over several days a flow is the sum of the days (the mean where the
// unit is a day's), a stock that of the last day, and a wait, queue or fare the
// mean of the days, or the highest day where the report gives an upper end or
// "more than".
func Operators(sc *scenario.Scenario, layout *ensemble.Layout) []Operator {
	c := newCatalogue(sc, layout)
	reported := sc.Reported()
	list := make([]Operator, len(reported))
	for i := range reported {
		list[i] = Operator{Observation: &reported[i]}
		if err := c.operator(&list[i]); err != nil {
			list[i].Reason, list[i].read = err.Error(), nil
		}
	}
	return list
}

// Extra is the hook for ensemble.Plan: it adds to every member the figure that
// each observation would have read, one cell an observation that can be compared.
func Extra(sc *scenario.Scenario, rec *movement.Record) (*ensemble.Extra, error) {
	layout := ensemble.RecordLayout(rec)
	var readers []Operator
	series := ensemble.Series{Measure: figureMeasure, By: figureBy, Unit: "thousandths of the observation's unit", Days: 1, Missing: ensemble.Missing}
	for _, op := range Operators(sc, layout) {
		if op.Reason == "" {
			readers = append(readers, op)
			series.Entities = append(series.Entities, op.Observation.ID)
		}
	}
	extra := &ensemble.Extra{ID: "observations 1", Series: []ensemble.Series{series}, Values: func(rec *movement.Record, out [][]int64) {
		for i := range readers {
			out[0][i] = ensemble.Missing
			if v, ok := readers[i].read(rec); ok {
				out[0][i] = int64(math.Floor(float64(v*figureUnit) + 0.5))
			}
		}
	}}
	return extra, withErrors(extra, sc, rec)
}

// catalogue finds the cells that an observation is about.
type catalogue struct {
	sc       *scenario.Scenario
	from     calendar.Date
	days     int
	layout   *ensemble.Layout
	series   map[[2]string]int
	known    map[[2]string]map[string]int // what entity has found, by series
	home     string
	each     float64                  // people that one counted person stands for
	dayZero  func(place string) int64 // registered on the first day; nil unless camps begin empty
	country  map[string]string        // of places
	lanes    map[string][]int         // lanes (rows of crossings.csv) by id and by crossing place
	services map[string][]int         // links with a capacity by id
}

func newCatalogue(sc *scenario.Scenario, layout *ensemble.Layout) *catalogue {
	c := &catalogue{
		sc: sc, country: make(map[string]string, len(sc.Places)), from: layout.From, days: layout.Days, home: homeCountry(sc), lanes: map[string][]int{}, services: map[string][]int{},
		layout: layout, series: make(map[[2]string]int, len(layout.Series)), known: map[[2]string]map[string]int{},
	}
	for i := range sc.Places {
		c.country[sc.Places[i].ID] = sc.Places[i].Country
	}
	c.standFor()
	for i, s := range layout.Series {
		c.series[[2]string{s.Measure, s.By}] = i
	}
	for i := range sc.Crossings {
		l := &sc.Crossings[i]
		c.lanes[l.ID] = append(c.lanes[l.ID], i)
		c.lanes[l.Place] = append(c.lanes[l.Place], i)
	}
	for i := range sc.Links {
		if l := &sc.Links[i]; !math.IsInf(l.CapacityPerDay, 1) {
			c.services[l.ID] = append(c.services[l.ID], i)
		}
	}
	return c
}

// standFor says how many people a counted person stands for, and where camps
// begin without those registered on the first day.
func (c *catalogue) standFor() {
	c.each = 1 / c.sc.Parameters.Scale
	n := &c.sc.Parameters.Neighbours
	if c.sc.Rule != "neighbours" {
		return
	}
	c.each *= float64(max(1, n.Hasten))
	if n.EmptyCampsOnDay0 && n.FromRegistrations() {
		if register, err := scenario.NewRegister(c.sc); err == nil {
			c.dayZero = register.DayZero
		}
	}
}

// entity is the number of an entity in a series. A series is looked through
// when it is first asked about: most never are, and large ones have many.
func (c *catalogue) entity(key [2]string, id string) (number int, ok bool) {
	numbers, ok := c.known[key]
	if !ok {
		numbers = map[string]int{}
		if i, ok := c.series[key]; ok {
			for e, id := range c.layout.Series[i].Entities {
				numbers[id] = e
			}
		}
		c.known[key] = numbers
	}
	number, ok = numbers[id]
	return number, ok
}

// homeCountry is the country most of the origins' people live in; its citizens
// are those who flee and, of the usual travellers, those marked with it.
func homeCountry(sc *scenario.Scenario) string {
	people := map[string]int64{}
	home := ""
	for i := range sc.Places {
		p := &sc.Places[i]
		if p.Population == 0 || p.Kind == "destination" || p.Kind == "camp" {
			continue
		}
		people[p.Country] += p.Population
		if n := people[p.Country]; home == "" || n > people[home] || n == people[home] && p.Country < home {
			home = p.Country
		}
	}
	return home
}

// operator fills in how an observation is read, or says why it cannot be.
func (c *catalogue) operator(op *Operator) error {
	o := op.Observation
	if strings.Contains(o.Place, ";") {
		return c.together(op)
	}
	first, last, err := c.span(o)
	if err != nil {
		return err
	}
	switch o.Measure {
	case "entries", "exits", "net_entries", "departures", "applications", "stock":
		return c.people(op, first, last)
	case "wait":
		return c.wait(op, first, last)
	case "queue":
		return c.queue(op, first, last)
	case "seats", "fare":
		return c.service(op, first, last)
	}
	return fmt.Errorf("no operator reads the measure %q", o.Measure)
}

// span is the first and the last day of an observation, counted from the
// period's first day.
func (c *catalogue) span(o *scenario.Observation) (first, last int, err error) {
	from, to := o.DateFrom, o.DateTo
	if !to.Given() {
		to = from
	}
	if !from.Given() {
		from = to
	}
	if !from.Given() {
		return 0, 0, fmt.Errorf("it has no date")
	}
	first, last = int(from-c.from), int(to-c.from)
	if o.Measure == "stock" {
		first = last
	}
	if first < 0 || last >= c.days || first > last {
		return 0, 0, fmt.Errorf("it covers days outside the simulated period, %s to %s", c.from, c.from+calendar.Date(c.days-1))
	}
	return first, last, nil
}

// cell is one entity of a series, ready to be read.
type cell struct {
	series, entity int
	factor         float64
}

// find looks up the entity of a series.
func (c *catalogue) find(measure, by, entity string) (cell, error) {
	key := [2]string{measure, by}
	i, ok := c.series[key]
	if !ok {
		return cell{}, fmt.Errorf("the model does not record %s by %s", measure, by)
	}
	e, ok := c.entity(key, entity)
	if !ok {
		return cell{}, fmt.Errorf("the model records %s by %s, but not for %s", measure, by, entity)
	}
	return cell{i, e, 1}, nil
}

// daily is the sum of the cells on every day of a span.
func daily(rec *movement.Record, cells []cell, first, last int) []float64 {
	sums := make([]float64, last-first+1)
	for _, c := range cells {
		s := &rec.Series[c.series]
		for d := range sums {
			if v := s.At(c.entity, first+d); v != movement.Missing {
				sums[d] += float64(c.factor * float64(v))
			}
		}
	}
	return sums
}

// overDays makes one figure of several days' waits, queues or fares.
func overDays(o *scenario.Observation, days []float64) (float64, bool) {
	if len(days) == 0 {
		return 0, false
	}
	if takesHighest(o) {
		return slices.Max(days), true
	}
	return mean(days), true
}

func takesHighest(o *scenario.Observation) bool { return o.Kind == "high" || o.Kind == "more_than" }

func daysInWords(o *scenario.Observation, first, last int) string {
	switch {
	case first == last:
		return ""
	case takesHighest(o):
		return ", highest of the days"
	}
	return ", mean of the days"
}

func mean(days []float64) float64 { return total(days) / float64(len(days)) }

func total(days []float64) float64 {
	sum := 0.0
	for _, d := range days {
		sum += d
	}
	return sum
}

func (c *catalogue) perDay(o *scenario.Observation) bool { return strings.HasSuffix(o.Unit, "/day") }
