package main

import (
	"time"

	"haven/internal/fit"
)

// fitMeter shows how far a fit is: a bar for the generation under way on a
// terminal, a line for each that is done, an event for machines.
type fitMeter struct {
	t     *teller
	bar   *bar
	began time.Time
}

func newFitMeter(t *teller, points int) *fitMeter {
	m := &fitMeter{t: t, began: time.Now()}
	if !t.json && isTerminal(t.err) {
		m.bar = newBar(t.err, points, "points")
	}
	return m
}

func (m *fitMeter) within(_ int, _ float64, done, _ int) {
	if m.bar != nil {
		m.bar.set(done % m.bar.all)
	}
}

func (m *fitMeter) generation(g fit.Told) { m.tell(g, false) }
func (m *fitMeter) resumed(g fit.Told)    { m.tell(g, true) }

func (m *fitMeter) tell(g fit.Told, kept bool) {
	m.stop()
	if m.t.json {
		m.t.emit("generation", event{"generation": g.Generation, "width": g.Width, "ess": g.ESS, "sweeps": g.Sweeps, "accepted": g.Accepted, "distinct": g.Distinct, "simulations": g.Simulations, "kept": kept, "seconds": seconds(m.began)})
		return
	}
	switch {
	case kept:
		m.t.note("going on after generation %d, width %.3g", g.Generation, g.Width)
	case g.Generation == 0:
		m.t.note("drawn from the prior, %.1f s", time.Since(m.began).Seconds())
	case g.Sweeps == 0: // Kalman inversion proposes nothing
		m.t.note("generation %d: as if errors were %.3g times as wide, %.1f s", g.Generation, g.Width, time.Since(m.began).Seconds())
	default:
		m.t.note("generation %d: width %.3g, effective size %.0f, %.0f %% of moves accepted, %d different points, %.1f s",
			g.Generation, g.Width, g.ESS, 100*g.Accepted, g.Distinct, time.Since(m.began).Seconds())
	}
}

func (m *fitMeter) stop() {
	if m.bar != nil {
		m.bar.clear()
	}
}
