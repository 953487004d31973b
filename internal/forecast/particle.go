package forecast

import (
	"bytes"
	"context"
	"runtime"

	"haven/internal/calendar"
	"haven/internal/fit"
	"haven/internal/parallel"
	"haven/movement"
	"haven/scenario"
)

// particle is one member of the cloud at the end of a day. What its slices and
// pointers lead to is never changed, so that copies are cheap.
type particle struct {
	values []float64 // of the parameters, in the cloud's order
	member int       // whose random streams it goes on with
	state  []byte    // a saved movement.Course; nil: it has not begun
	past   *past

	// At a day with something new:
	figures []float64 // what the reports known so far would have read (fit.Observations.Read)
	fit     float64   // log-likelihood of what is new, given all before it
}

// world is a scenario made ready to simulate particles with.
type world struct {
	sc        *scenario.Scenario
	frame     *movement.Frame
	addresses []string        // of the parameters
	cells     *scenario.Cells // the same
	seed      uint64
	workers   chan *worker
}

// newWorld makes a scenario ready whose numbers were not fitted to the days from a day on.
func newWorld(sc *scenario.Scenario, unfitted calendar.Date, addresses []string, seed uint64, threads int) (*world, error) {
	frame, err := movement.PrepareForecast(sc, unfitted)
	if err != nil {
		return nil, err
	}
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	w := &world{sc: sc, frame: frame, addresses: addresses, cells: sc.Cells(addresses), seed: seed, workers: make(chan *worker, threads)}
	for range threads {
		w.workers <- &worker{world: w}
	}
	return w, nil
}

// worker is what one thread needs.
type worker struct {
	*world
	rec    *movement.Record
	of     *float64 // first of the values that model is for
	model  *movement.Model
	buffer []byte
	saved  bytes.Buffer
}

// each calls do for 0..n-1, on all threads.
func (w *world) each(ctx context.Context, n int, do func(k *worker, i int) error) error {
	return parallel.Over(ctx, cap(w.workers), n, func(i int) error {
		k := <-w.workers
		defer func() { w.workers <- k }()
		return do(k, i)
	})
}

// modelFor compiles the scenario with a particle's values. Particles with the
// same values that follow one another share it.
func (k *worker) modelFor(values []float64) (*movement.Model, error) {
	if k.model != nil && (len(values) == 0 || k.of == &values[0]) {
		return k.model, nil
	}
	own, err := k.scenarioOf(values)
	if err != nil {
		return nil, err
	}
	if k.model, err = k.frame.Compile(own); err != nil {
		return nil, err
	}
	k.of = nil
	if len(values) > 0 {
		k.of = &values[0]
	}
	return k.model, nil
}

func (w *world) scenarioOf(values []float64) (*scenario.Scenario, error) {
	if len(values) == 0 {
		return w.sc, nil
	}
	return w.cells.With(values)
}

// open takes up a particle where it is, with the days behind it in the
// worker's record.
func (k *worker) open(p *particle) (*movement.Course, error) {
	model, err := k.modelFor(p.values)
	if err != nil {
		return nil, err
	}
	if k.rec == nil {
		k.rec = model.NewRecord()
	}
	if p.state == nil {
		return model.Begin(k.seed, p.member, k.rec), nil
	}
	if err := p.past.recall(k.rec); err != nil {
		return nil, err
	}
	return model.ResumeFrom(p.state, k.seed, p.member, k.rec)
}

// advance simulates a particle up to the day before untilDay and holds it
// against the figures that are known by then.
func (k *worker) advance(ctx context.Context, p *particle, untilDay int, s *stop) error {
	if p.past != nil && p.past.until == untilDay {
		return k.reread(p, s)
	}
	course, err := k.open(p)
	if err != nil {
		return err
	}
	defer course.Close()
	from := course.Day()
	if err := course.Advance(ctx, untilDay); err != nil {
		return err
	}
	if err := k.keep(course, p); err != nil {
		return err
	}
	p.past, k.buffer = p.past.extend(k.rec, from, untilDay, k.buffer)
	if s != nil {
		p.figures, p.fit = s.hold(k.rec)
	}
	return nil
}

// reread holds a particle that stands at the day already against figures about
// days behind it.
func (k *worker) reread(p *particle, s *stop) error {
	if s == nil {
		return nil
	}
	if k.rec == nil {
		k.rec = k.frame.NewRecord()
	}
	if err := p.past.recall(k.rec); err != nil {
		return err
	}
	p.figures, p.fit = s.hold(k.rec)
	return nil
}

// keep saves a course as a particle's state.
func (k *worker) keep(course *movement.Course, p *particle) error {
	k.saved.Reset()
	if err := course.Save(&k.saved); err != nil {
		return err
	}
	p.state = bytes.Clone(k.saved.Bytes())
	return nil
}

// stop is a day on which something new is taken in.
type stop struct {
	day   int // the first one after it
	known *fit.Observations
	news  *fit.News // of known, what is new
	fresh []int     // which of known.Figures are new
}

// hold gives what the reports would have read off a record, and the
// log-likelihood of the new ones given those before them.
func (s *stop) hold(rec *movement.Record) (figures []float64, logLikelihood float64) {
	figures = make([]float64, s.known.Values())
	s.known.Read(rec, figures)
	return figures, s.news.LogLikelihood(figures, 1)
}
