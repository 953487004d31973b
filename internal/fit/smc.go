package fit

import (
	"context"
	"fmt"
	"math"

	"haven/draw"
	"haven/internal/parallel"
)

// SMC samples the fitted numbers by sequential Monte Carlo with approximate
// Bayesian computation, whose kernel is the error model of the reports, so that what comes
// out at width 1 is no approximation but the posterior under that error model
// (Wilkinson 2013, doi:10.1515/sagmb-2013-0010). The kernel is tempered from wide down to its
// own width (Toni et al. 2009, doi:10.1098/rsif.2008.0172): the next width is the one at which the
// effective sample size is KeepESS of the points (Del Moral, Doucet & Jasra 2012,
// doi:10.1007/s11222-011-9271-y). Between two widths points are resampled and moved by
// Markov chain Monte Carlo that leaves the sample's distribution as it is.
//
// A point is the fitted numbers, the numbers that are not fitted, and the random
// streams of its simulation; the prior of the last two is what they are drawn from for
// any run. A move changes some of the three and keeps the others (correlated pseudo-marginal moves:
// Deligiannidis, Doucet & Pitt 2018, doi:10.1111/rssb.12280), numbers that are not fitted by a step that keeps their
// standard normal prior (Cotter et al. 2013, doi:10.1214/13-STS421).
//
// Every draw is keyed by generation, sweep and point, so threads never show.
type SMC struct {
	Target  *Target
	Points  int
	KeepESS float64 // share of the points; 0: 0.5
	Threads int

	// Progress, when given, is told how far a generation is.
	Progress func(generation int, width float64, done, of int)
}

const (
	defaultKeepESS = 0.5
	widest         = 1e4 // at this width no report tells anything
	sweepsLeast    = 2
	sweepsMost     = 4
	wantMoves      = 0.8 // accepted moves of a point's fitted numbers before the next width
	wantWalks      = 0.2 // and of them walks
	wantAccepted   = 0.2 // share of walks that steps are scaled to
	refreshedPart  = 0.8 // part of a number that a refreshment draws anew
)

// Prior is the population before anything was observed: generation 0.
func (s *SMC) Prior(ctx context.Context) (*Population, error) {
	p := &Population{Width: math.Inf(1), Scale: 2.38 / math.Sqrt(float64(s.Target.Dims())), Particles: make([]Particle, s.Points)}
	err := s.each(ctx, 0, p.Width, s.Points, s.Points, 0, func(i int) error {
		stream := s.Target.stream("prior", i)
		x := &p.Particles[i]
		x.Z, x.V = normals(&stream, s.Target.Dims()), normals(&stream, s.Target.NuisanceDims())
		return s.simulate(ctx, x, stream.Uint64())
	})
	p.Told = []Told{{Width: 0, ESS: float64(s.Points), Distinct: s.Points, Simulations: s.Points}}
	return p, err
}

func normals(stream *draw.Stream, n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = stream.Normal()
	}
	return list
}

func (s *SMC) simulate(ctx context.Context, x *Particle, member uint64) error {
	x.Member = member
	values := make([]float64, s.Target.Observations.Values())
	ok, err := s.Target.Simulate(ctx, x.Z, x.V, int(member>>1), values)
	if x.Values = values; !ok {
		x.Values = nil
	}
	return err
}

// Next is the generation after p: at the next width, at the error model's own
// if the population may go there, and moved. p is not changed.
func (s *SMC) Next(ctx context.Context, p *Population) (*Population, error) {
	told := Told{Generation: p.Generation + 1}
	next := &Population{Generation: told.Generation, Scale: p.Scale}
	var weights []float64
	next.Width, weights, told.ESS = s.temper(p)
	if told.ESS == 0 {
		return nil, s.excluded(p)
	}
	told.Width = next.Width
	u := s.Target.stream("resample", next.Generation)
	next.Particles = make([]Particle, len(p.Particles))
	for i, from := range resampled(weights, u.Float64()) {
		next.Particles[i] = p.Particles[from]
		next.Particles[i].Log = next.Particles[i].log(s.Target.Observations, next.Width)
	}
	var all tally
	n := float64(s.Points)
	for told.Sweeps < sweepsLeast || told.Sweeps < sweepsMost && (all.moved < wantMoves*n || all.walked < wantWalks*n) {
		t, err := s.sweep(ctx, next, told.Sweeps)
		if err != nil {
			return nil, err
		}
		told.Sweeps++
		all.moved += t.moved
		all.tried += t.tried
		all.walked += t.walked
		// Robbins & Monro's rule, on the logarithm of the step
		next.Scale *= draw.Exp(t.walked/max(t.walks, 1) - wantAccepted)
	}
	told.Accepted, told.Simulations = all.moved/max(all.tried, 1), told.Sweeps*s.Points
	told.Distinct = distinct(next.Particles)
	next.Told = append(append([]Told(nil), p.Told...), told)
	return next, nil
}

// temper finds the next width, the weights that bring the population there and
// their effective sample size.
func (s *SMC) temper(p *Population) (width float64, weights []float64, ess float64) {
	keep := s.KeepESS
	if keep == 0 {
		keep = defaultKeepESS
	}
	o := s.Target.Observations
	at := func(width float64) ([]float64, float64) {
		logs := make([]float64, len(p.Particles))
		// the work cannot fail, and what has been simulated is worth reweighting
		_ = parallel.Over(context.Background(), s.Threads, len(logs), func(i int) error {
			logs[i] = p.Particles[i].log(o, width)
			if !math.IsInf(p.Width, 1) {
				logs[i] -= p.Particles[i].Log
			}
			if math.IsNaN(logs[i]) { // impossible at both widths
				logs[i] = negativeInfinity
			}
			return nil
		})
		return normalise(logs)
	}
	wide := min(p.Width, widest)
	if weights, ess = at(1); ess >= keep*float64(len(p.Particles)) || wide <= 1 {
		return 1, weights, ess
	}
	low, high := 0.0, draw.Log(wide) // of the width: too few points at low, enough at high
	for range 20 {
		middle := (low + high) / 2
		if _, ess := at(draw.Exp(middle)); ess < keep*float64(len(p.Particles)) {
			low = middle
		} else {
			high = middle
		}
	}
	width = draw.Exp(high)
	weights, ess = at(width)
	return width, weights, ess
}

// tally counts moves of fitted numbers: all of them, and of those the long
// walks whose step is adapted.
type tally struct{ moved, tried, walked, walks float64 }

// sweep tries to move every point once.
func (s *SMC) sweep(ctx context.Context, p *Population, sweep int) (tally, error) {
	_, cov := covariance(p.Particles)
	step := cov.cholesky()
	moves := make([]move, len(p.Particles))
	before := sweep * len(p.Particles)
	err := s.each(ctx, p.Generation, p.Width, len(p.Particles), 0, before, func(i int) error {
		var err error
		moves[i], err = s.move(ctx, p, i, sweep, step)
		return err
	})
	var t tally
	for _, m := range moves {
		if !m.fitted {
			continue
		}
		t.tried++
		if m.accepted {
			t.moved++
		}
		if m.walk {
			t.walks++
			if m.accepted {
				t.walked++
			}
		}
	}
	return t, err
}

// move is what was tried with one point: whether fitted numbers were to change, all by a
// walk, and whether it was accepted.
type move struct{ fitted, walk, accepted bool }

// move proposes a change to one point, simulates it and accepts it by the rule of Metropolis &
// Hastings. A walk changes all fitted numbers by a normal step; a refreshment some of them, towards new
// draws of the prior and whatever they were before, so that numbers that the reports say nothing
// about keep the whole of their prior. Numbers that are not fitted are refreshed likewise.
func (s *SMC) move(ctx context.Context, p *Population, i, sweep int, step matrix) (move, error) {
	stream := s.Target.stream("move", p.Generation, sweep, i)
	x := &p.Particles[i]
	y := Particle{Z: x.Z, V: x.V, Member: x.Member}
	kind := stream.Float64()
	m := move{fitted: kind < 0.7, walk: kind < 0.35}
	prior := 0.0
	switch {
	case m.walk:
		y.Z = append([]float64(nil), x.Z...)
		for k, d := range step.times(normals(&stream, len(y.Z))) {
			y.Z[k] += float64(p.Scale * d)
		}
		prior = logPrior(y.Z) - logPrior(x.Z)
	case m.fitted:
		y.Z = refreshed(&stream, x.Z, 2/float64(len(x.Z)))
	}
	if !m.walk || stream.Float64() < 0.3 {
		y.V = refreshed(&stream, x.V, 0.1)
	}
	if kind >= 0.85 {
		y.Member = stream.Uint64()
	}
	u := draw.Log(stream.Float64())
	if err := s.simulate(ctx, &y, y.Member); err != nil {
		return m, err
	}
	y.Log = y.log(s.Target.Observations, p.Width)
	if u >= y.Log-x.Log+prior || math.IsInf(y.Log, -1) {
		return m, nil
	}
	*x = y
	m.accepted = true
	return m, nil
}

// refreshed changes each number with a chance (and one for certain) by a step that keeps its standard normal
// prior: a part of it is drawn anew (Cotter et al. 2013).
func refreshed(stream *draw.Stream, list []float64, chance float64) []float64 {
	out := append([]float64(nil), list...)
	if len(out) == 0 {
		return out
	}
	certain := min(int(stream.Float64()*float64(len(out))), len(out)-1)
	stay := math.Sqrt(1 - float64(refreshedPart*refreshedPart))
	for k := range out {
		if stream.Float64() < chance || k == certain {
			out[k] = float64(stay*out[k]) + float64(refreshedPart*stream.Normal())
		}
	}
	return out
}

// each runs f for n points and tells progress; extra and before only serve the count.
func (s *SMC) each(ctx context.Context, generation int, width float64, n, of, before int, f func(i int) error) error {
	count := newCounter(func(done int) {
		if s.Progress != nil {
			s.Progress(generation, width, before+done, of)
		}
	})
	return parallel.Over(ctx, s.Threads, n, func(i int) error {
		err := f(i)
		count.one()
		return err
	})
}

// excluded says that no point of the prior can be told from any other.
func (s *SMC) excluded(p *Population) error {
	return fmt.Errorf("none of the %d points drawn from the prior can stand: every draw breaks a rule that numbers must keep together, such as spread_way <= spread_crossing; change their priors", len(p.Particles))
}
