package fit

import (
	"context"
	"fmt"
	"time"
)

// Methods of fitting.
const (
	ABC = "abc" // sequential Monte Carlo, exact under the error model at width 1
	EKI = "eki" // ensemble Kalman inversion, quick and approximate
)

// Settings say how to fit. All but Time, Threads, Dir and the hooks decide the
// result; Time does only by how many generations it leaves room for, which the result states.
type Settings struct {
	Method      string
	Points      int
	Time        time.Duration // no generation is begun that would probably end later; 0: no bound
	Generations int           // exactly so many; 0: until the sample has settled at width 1, or Time is over
	Version     string        // of haven

	Threads int    // 0: as many as there are processors
	Dir     string // folder to keep generations in; empty: keep nothing

	Generation func(Told)                                        // after each generation
	Progress   func(generation int, width float64, done, of int) // within one
	Resumed    func(Told)                                        // when a kept generation is gone on with
}

// settled is how many generations at the error model's own width make the last sample.
const settled = 3

// Run fits: generation after generation from the prior until the sample has settled at the error
// model's own width, the wanted number is there, or the time is over.
func Run(ctx context.Context, t *Target, s Settings) (*Result, error) {
	m, err := s.method(t)
	if err != nil {
		return nil, err
	}
	of := s.decisive(t)
	began := time.Now() // bounds how many generations there are, which is stated; never what is in them
	p, before, err := load(s.Dir, of)
	if err != nil {
		return nil, err
	}
	elapsed := func() float64 { return before + time.Since(began).Seconds() }
	keep := func() error {
		if s.Generation != nil {
			s.Generation(p.Told[len(p.Told)-1])
		}
		if s.Dir == "" {
			return nil
		}
		return save(s.Dir, of, p, elapsed())
	}
	if p == nil {
		if p, err = m.Prior(ctx); err != nil {
			return nil, err
		}
		if err := t.reachable(p); err != nil {
			return nil, err
		}
		if err := keep(); err != nil {
			return nil, err
		}
	} else if s.Resumed != nil {
		s.Resumed(p.Told[len(p.Told)-1])
	}
	last := elapsed()
	for !s.enough(p, elapsed(), last) {
		start := elapsed()
		if p, err = m.Next(ctx, p); err != nil {
			return nil, err
		}
		if err := keep(); err != nil {
			return nil, err
		}
		last = elapsed() - start
	}
	return t.result(ctx, s, p)
}

// sampler makes a population better, a generation at a time.
type sampler interface {
	Prior(ctx context.Context) (*Population, error)
	Next(ctx context.Context, p *Population) (*Population, error)
}

func (s *Settings) method(t *Target) (sampler, error) {
	if s.Points < 20 {
		return nil, fmt.Errorf("%d points are too few to tell a distribution by; 20 is the least, 1000 the usual number", s.Points)
	}
	switch s.Method {
	case ABC:
		return &SMC{Target: t, Points: s.Points, Threads: s.Threads, Progress: s.Progress}, nil
	case EKI:
		return &Kalman{Target: t, Points: s.Points, Threads: s.Threads, Progress: s.Progress}, nil
	}
	return nil, fmt.Errorf("there is no method %q; it is %s or %s", s.Method, ABC, EKI)
}

// enough says whether another generation is not to be begun.
func (s *Settings) enough(p *Population, elapsed, last float64) bool {
	if s.Generations > 0 {
		return p.Generation >= s.Generations
	}
	own := 0
	for _, told := range p.Told {
		if told.Generation > 0 && told.Width <= 1 {
			own++
		}
	}
	if own >= settled || s.Method == EKI && own > 0 {
		return true
	}
	return s.Time > 0 && elapsed+last > s.Time.Seconds()
}

// decisive is what decides the fit of a target.
func (s *Settings) decisive(t *Target) decisive {
	return decisive{Scenario: t.Scenario.Hash(), Method: s.Method, KnownBy: t.KnownBy.String(), Version: s.Version, Points: s.Points, Seed: t.seed}
}
