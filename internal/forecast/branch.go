package forecast

import (
	"errors"
	"sync"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// Outcome is a forecast: members that went on from the particles.
type Outcome struct {
	// Scenario is what was known on Origin, up to the last day, as it was
	// simulated, with later observations beside it (Beside).
	Scenario *scenario.Scenario
	Origin   calendar.Date
	Later    []string // ids of the observations that were known only after Origin
	Withheld []scenario.Withheld
	Design   *ensemble.Design // the parameters that each member went on with
	Summary  *ensemble.Summary

	sum *ensemble.Collector
}

// Close gives back what the outcome holds; its summary is not to be asked for
// figures after that.
func (o *Outcome) Close() error { return o.sum.Close() }

// runOn simulates every particle of a copied cloud to the end.
func (f *Filter) runOn(c *cloud, dir string, extra func(*scenario.Scenario, *movement.Record) (*ensemble.Extra, error)) (*Outcome, error) {
	rec := c.frame.NewRecord()
	out := &Outcome{Origin: f.origin}
	out.Scenario, out.Later = Beside(f.whole, c.sc, f.origin)
	_, out.Withheld = f.whole.KnownBy(f.origin)
	var figures *ensemble.Extra
	if extra != nil {
		var err error
		if figures, err = extra(out.Scenario, rec); err != nil {
			return nil, err
		}
	}
	sum, err := ensemble.NewCollector(out.Scenario, rec, figures)
	if err != nil {
		return nil, err
	}
	if dir != "" {
		if err := sum.SetAside(dir); err != nil {
			return nil, err
		}
	}
	out.sum = sum
	var mutex sync.Mutex
	done, days := 0, c.sc.Period.Days()
	err = c.inTurn(func(k *worker, i int) error {
		course, err := k.open(&c.now[i])
		if err != nil {
			return err
		}
		defer course.Close()
		if err := course.Advance(c.ctx, days); err != nil {
			return err
		}
		if err := sum.Add(i, k.rec); err != nil {
			return err
		}
		mutex.Lock()
		defer mutex.Unlock()
		done++
		f.tell(Progress{What: "forecasting", Done: done, Whole: len(c.now)})
		return nil
	})
	if err == nil {
		out.Summary, err = sum.Summary()
	}
	if err != nil {
		return nil, errors.Join(err, sum.Close())
	}
	draws := make([][]float64, len(c.addresses))
	for p := range draws {
		draws[p] = make([]float64, len(c.now))
		for i := range c.now {
			draws[p][i] = c.now[i].values[p]
		}
	}
	out.Design = f.design.WithDraws(draws)
	return out, nil
}
