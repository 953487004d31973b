package forecast

import (
	"math"
	"slices"

	"haven/draw"
	"haven/internal/fit"
	"haven/internal/forecast/filter"
	"haven/movement"
)

// correction is what an ensemble Kalman update did, on average over particles.
type correction struct {
	PutIn    float64 // people put into stocks
	TakenOut float64 // people taken out of stocks
	Drift    float64 // root mean square change of the logarithm of lanes' capacities
	// Discrepancy is the same of what the model is taken to be wrong by (movement.Course.Discrepancy).
	Discrepancy float64
}

// stockFloor is the number of people below which stocks are compared on a
// straight scale rather than a logarithmic one (fit.Log): that of a stock's report.
const stockFloor = 20

// Update moves, by an ensemble Kalman update, the stocks of all destinations,
// the drifts of all lanes' capacities, the model discrepancy and the parameters towards the
// figures that are new at the stop (a state augmented by parameters: Anderson 2001,
// Monthly Weather Review 129(12)). Stocks count on the scale of fit.Log, so
// that none falls below 0, and people put in or taken out are booked apart.
// Figures that give one end only say nothing here, nor do those that some
// particle has no value for.
func (c *cloud) Update(left float64) error {
	readings := c.readings(left)
	if len(readings) == 0 {
		return nil
	}
	v, err := c.variables()
	if err != nil {
		return err
	}
	noise := c.key().With(draw.Hash("kalman"))
	all := slices.Concat(v.stocks, v.drifts, v.discrepancy, v.parameters)
	err = filter.Kalman(all, readings, func(r, i int) float64 {
		s := noise.With(uint64(r)).Of(uint64(i))
		return s.Normal()
	})
	if err != nil {
		return err
	}
	return c.put(v)
}

// readings are the new figures by their most trusted reports.
func (c *cloud) readings(left float64) []filter.Reading {
	var list []filter.Reading
	for _, f := range c.at.fresh {
		value, observed, variance, ok := c.at.known.Normal(f)
		if !ok {
			continue
		}
		r := filter.Reading{Observed: observed, Variance: variance / left, Predicted: make([]float64, len(c.now))}
		for i := range c.now {
			if r.Predicted[i] = c.now[i].figures[value]; math.IsNaN(r.Predicted[i]) {
				ok = false
			}
		}
		if ok {
			list = append(list, r)
		}
	}
	return list
}

// variables are what an update may move, by particle.
type variables struct {
	places, lanes              []int // rows of places.csv and crossings.csv
	stocks, drifts, parameters [][]float64
	discrepancy                [][]float64
	moved                      []int // parameters' numbers
}

func (c *cloud) variables() (*variables, error) {
	v := &variables{}
	for i := range c.sc.Places {
		if k := c.sc.Places[i].Kind; k == "destination" || k == "camp" || c.sc.Rule == "neighbours" {
			v.places = append(v.places, i)
			v.stocks = append(v.stocks, make([]float64, len(c.now)))
		}
	}
	if c.sc.Rule != "neighbours" && c.sc.Parameters.CapacityDrift > 0 {
		for i := range c.sc.Crossings {
			v.lanes = append(v.lanes, i)
			v.drifts = append(v.drifts, make([]float64, len(c.now)))
		}
	}
	for range c.frame.Discrepancies() {
		v.discrepancy = append(v.discrepancy, make([]float64, len(c.now)))
	}
	err := c.courses(func(i int, course *movement.Course) error {
		for s, place := range v.places {
			v.stocks[s][i] = fit.Log(float64(course.People(place)), stockFloor)
		}
		for d, lane := range v.lanes {
			v.drifts[d][i] = course.Drift(lane)
		}
		for k, x := range course.Discrepancy() {
			v.discrepancy[k][i] = x
		}
		return nil
	}, false)
	z := c.onScale()
	for p := range c.scales {
		if c.scales[p].fixed {
			continue
		}
		row := make([]float64, len(c.now))
		for i := range z {
			row[i] = z[i][p]
		}
		v.moved, v.parameters = append(v.moved, p), append(v.parameters, row)
	}
	return v, err
}

// courses takes up every particle; with keep it is saved again.
func (c *cloud) courses(do func(i int, course *movement.Course) error, keep bool) error {
	return c.inTurn(func(k *worker, i int) error {
		course, err := k.open(&c.now[i])
		if err != nil {
			return err
		}
		defer course.Close()
		if err := do(i, course); err != nil || !keep {
			return err
		}
		return k.keep(course, &c.now[i])
	})
}

// mostDrift bounds a corrected drift or discrepancy: a factor of 20 either way.
const mostDrift = 3

// put corrects the particles to the variables.
func (c *cloud) put(v *variables) error {
	each := make([]correction, len(c.now))
	err := c.courses(func(i int, course *movement.Course) error {
		for s, place := range v.places {
			want := int64(math.Floor(max(fit.Unlog(v.stocks[s][i], stockFloor), 0) + 0.5))
			change := want - course.People(place)
			if change == 0 {
				continue
			}
			done, err := course.Correct(place, change)
			if err != nil {
				return err
			}
			each[i].PutIn += float64(max(done, 0))
			each[i].TakenOut -= float64(min(done, 0))
		}
		for d, lane := range v.lanes {
			to := min(max(v.drifts[d][i], -mostDrift), mostDrift)
			change := to - course.Drift(lane)
			if change == 0 {
				continue
			}
			if err := course.SetDrift(lane, to); err != nil {
				return err
			}
			each[i].Drift += float64(change * change)
		}
		logs := course.Discrepancy()
		for k := range logs {
			to := min(max(v.discrepancy[k][i], -mostDrift), mostDrift)
			each[i].Discrepancy += float64((to - logs[k]) * (to - logs[k]))
			logs[k] = to
		}
		return course.SetDiscrepancy(logs)
	}, true)
	if err != nil {
		return err
	}
	for i := range c.now {
		values := append([]float64(nil), c.now[i].values...)
		for m, p := range v.moved {
			values[p] = c.scales[p].from(v.parameters[m][i])
		}
		c.now[i].values = values
	}
	c.corrections = correction{}
	n := float64(len(each))
	for _, e := range each {
		c.corrections.PutIn += e.PutIn / n
		c.corrections.TakenOut += e.TakenOut / n
		c.corrections.Drift += e.Drift / n / float64(max(len(v.lanes), 1))
		c.corrections.Discrepancy += e.Discrepancy / n / float64(max(len(v.discrepancy), 1))
	}
	c.corrections.Drift, c.corrections.Discrepancy = math.Sqrt(c.corrections.Drift), math.Sqrt(c.corrections.Discrepancy)
	return nil
}
