package backtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"haven/internal/calendar"
	"haven/internal/forecast"
	"haven/internal/kept"
)

// The files of a back-test of reports that is under way: the particles, and
// what came of each origin. An origin's file is there only when the particles
// that it was made from are kept.

func (b *reportsTest) particlesFile() string { return b.plan.Kept + "-particles.bin" }

func (b *reportsTest) originFile(origin calendar.Date) string {
	return b.plan.Kept + "-" + origin.String() + ".json"
}

// kept is what an earlier run found of an origin; nil when there is nothing.
func (b *reportsTest) kept(origin calendar.Date) (*Found, error) {
	if b.plan.Kept == "" {
		return nil, nil
	}
	text, err := os.ReadFile(b.originFile(origin))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r := new(Found)
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%s is damaged (%w); remove it to make its forecasts again", b.originFile(origin), err)
	}
	return r, nil
}

// open makes the filter, or takes up the one that was kept.
func (b *reportsTest) open() error {
	if b.filter != nil {
		return nil
	}
	var err error
	data, missing := os.ReadFile(b.particlesFile())
	if b.plan.Kept == "" || missing != nil {
		b.filter, err = forecast.New(b.plan.Scenario, forecast.Settings{Particles: b.plan.Particles, Seed: b.plan.Seed, FittedBy: b.fittedBy(), Version: b.plan.Version})
	} else if b.filter, err = forecast.Load(data, b.plan.Scenario, 0, b.plan.Version); err != nil {
		err = fmt.Errorf("%s: %w", b.particlesFile(), err)
	}
	if err == nil && b.plan.Kept != "" {
		b.filter.Keep = b.keepParticles
	}
	return err
}

// fittedBy is the day up to which the parameters that particles begin with were
// fitted. On origins before a fit's day they come from priors (scenario.KnownBy), and go on from there.
func (b *reportsTest) fittedBy() calendar.Date {
	if f := b.plan.Scenario.Fitted; f != nil && len(b.origins) > 0 && b.origins[0] >= f.KnownBy {
		return f.KnownBy
	}
	return calendar.None
}

func (b *reportsTest) keepParticles() error {
	return kept.WriteSynced(b.particlesFile(), b.filter.Save)
}

// keep keeps what came of an origin, the particles first.
func (b *reportsTest) keep(origin calendar.Date, r *Found) error {
	if b.plan.Kept == "" {
		return nil
	}
	if err := b.keepParticles(); err != nil {
		return err
	}
	return kept.WriteSynced(b.originFile(origin), func(w io.Writer) error { return json.NewEncoder(w).Encode(r) })
}
