package fit

import (
	"context"
	"fmt"
	"math"

	"haven/draw"
	"haven/internal/parallel"
)

// Kalman is ensemble Kalman inversion (Iglesias, Law & Stuart 2013,
// doi:10.1088/0266-5611/29/4/045001) with perturbed observations: an ensemble of points is moved towards
// the reports by what it says about how figures go with parameters. The likelihood is taken in by parts whose
// size follows from the misfit (Iglesias & Yang 2021, doi:10.1088/1361-6420/abd29b) and which add up
// to one. It is exact for linear models and normal errors only, and approximate for this one.
//
// The model is noisy, and other numbers than the fitted ones are uncertain. Both are estimated by
// runs at the ensemble's mean and count as part of the reports' errors; otherwise every part of the
// likelihood would take the same noise for news.
type Kalman struct {
	Target  *Target
	Points  int
	Threads int

	// Progress, when given, is told how far a generation is.
	Progress func(generation int, width float64, done, of int)
}

const (
	mostEnsemble = 300 // points beyond are drawn from the normal distribution of these
	replicates   = 75  // runs at the ensemble's mean
	farFigure    = 3.0 // standard deviations from which a figure counts less (Huber 1964)
	screened     = 2.0 // correlations below this over the root of the ensemble's size are taken for chance
)

func (k *Kalman) ensemble() int { return min(k.Points, mostEnsemble) }

// Prior is the ensemble before anything was observed: generation 0.
func (k *Kalman) Prior(ctx context.Context) (*Population, error) {
	smc := &SMC{Target: k.Target, Points: k.ensemble(), Threads: k.Threads, Progress: k.Progress}
	return smc.Prior(ctx)
}

// Next is the ensemble with the next part of the likelihood. The width that it
// tells is that of a kernel which would say as much: one over the root of the parts taken in.
func (k *Kalman) Next(ctx context.Context, p *Population) (*Population, error) {
	n := len(p.Particles)
	next := &Population{Generation: p.Generation + 1, Particles: make([]Particle, n)}
	told := Told{Generation: next.Generation, ESS: float64(n), Simulations: n + replicates}
	predictions, err := k.predictions(p)
	if err != nil {
		return nil, err
	}
	noise, err := k.noise(ctx, p, next.Generation)
	if err != nil {
		return nil, err
	}
	u := newUpdate(k.Target.Observations.gaussian(), p, predictions, noise)
	taken := 0.0
	if !math.IsInf(p.Width, 1) {
		taken = 1 / (p.Width * p.Width)
	}
	part := u.part(1 - taken)
	last := part >= 1-taken-1e-9
	if last {
		part = 1 - taken
		next.Width = 1
	} else {
		next.Width = 1 / math.Sqrt(taken+part)
	}
	u.prepare(1 / part)
	err = parallel.Over(ctx, k.Threads, n, func(i int) error {
		stream := k.Target.stream("kalman", next.Generation, i)
		x := &next.Particles[i]
		x.Z = u.move(i, &stream)
		x.V = normals(&stream, k.Target.NuisanceDims())
		x.Member = stream.Uint64()
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := k.simulate(ctx, next); err != nil {
		return nil, err
	}
	told.Width, told.Distinct = next.Width, distinct(next.Particles)
	next.Told = append(append([]Told(nil), p.Told...), told)
	return next, nil
}

func (k *Kalman) simulate(ctx context.Context, p *Population) error {
	s := &SMC{Target: k.Target, Threads: k.Threads, Progress: k.Progress}
	return s.each(ctx, p.Generation, p.Width, len(p.Particles), len(p.Particles), 0, func(i int) error {
		return s.simulate(ctx, &p.Particles[i], p.Particles[i].Member)
	})
}

// predictions are the figures of every point; where one has none, the others' mean, which
// says nothing.
func (k *Kalman) predictions(p *Population) ([][]float64, error) {
	o := k.Target.Observations
	list := make([][]float64, len(p.Particles))
	for i := range p.Particles {
		list[i] = make([]float64, len(o.Figures))
		if p.Particles[i].Values == nil {
			for f := range list[i] {
				list[i][f] = math.NaN()
			}
			continue
		}
		o.predict(p.Particles[i].Values, list[i])
	}
	for f := range o.Figures {
		sum, count := 0.0, 0
		for i := range list {
			if !math.IsNaN(list[i][f]) {
				sum += list[i][f]
				count++
			}
		}
		if count == 0 {
			return nil, fmt.Errorf("no point of the ensemble has a figure to hold against row %s", o.Figures[f].Reports[0].Rows[0])
		}
		for i := range list {
			if math.IsNaN(list[i][f]) {
				list[i][f] = sum / float64(count)
			}
		}
	}
	return list, nil
}

// noise are the figures of runs at the ensemble's mean with other numbers and chances.
func (k *Kalman) noise(ctx context.Context, p *Population, generation int) ([][]float64, error) {
	mean, _ := covariance(p.Particles)
	at := &Population{Generation: generation, Width: p.Width, Particles: make([]Particle, replicates)}
	for i := range at.Particles {
		stream := k.Target.stream("noise", generation, i)
		at.Particles[i] = Particle{Z: mean, V: normals(&stream, k.Target.NuisanceDims()), Member: stream.Uint64()}
	}
	if err := k.simulate(ctx, at); err != nil {
		return nil, err
	}
	return k.predictions(at)
}

// sample fills an ensemble up to the wanted number of points from the normal
// distribution that has its mean and covariance.
func (k *Kalman) sample(p *Population) []Particle {
	mean, cov := covariance(p.Particles)
	root := cov.cholesky()
	list := append([]Particle(nil), p.Particles...)
	for i := len(list); i < k.Points; i++ {
		stream := k.Target.stream("fill", i)
		z := root.times(normals(&stream, len(mean)))
		for j := range z {
			z[j] += mean[j]
		}
		list = append(list, Particle{Z: z, V: normals(&stream, k.Target.NuisanceDims()), Member: stream.Uint64()})
	}
	return list
}

// update is one step of Kalman inversion.
type update struct {
	g           gaussian
	p           *Population
	predictions [][]float64
	innovation  [][]float64 // data less prediction, 0 beyond a bound
	cross       [][]float64 // covariance of parameters with figures
	signal      matrix      // covariance of figures over the ensemble
	noise       matrix      // of that what chance and other numbers make
	sum, root   matrix      // decompositions: of the innovations' covariance, of the perturbations'
}

func newUpdate(g gaussian, p *Population, predictions, noise [][]float64) *update {
	u := &update{g: g, p: p, predictions: predictions, signal: covarianceOf(predictions), noise: covarianceOf(noise)}
	u.innovation = make([][]float64, len(predictions))
	for i := range predictions {
		u.innovation[i] = make([]float64, len(g.data))
		for f, x := range predictions[i] {
			u.innovation[i][f] = u.towards(f, g.data[f]-x)
		}
	}
	u.widen()
	u.correlate()
	return u
}

// towards is a correction unless the figure is a bound that is kept.
func (u *update) towards(f int, d float64) float64 {
	if u.g.lower[f] && d < 0 || u.g.upper[f] && d > 0 {
		return 0
	}
	return d
}

// widen gives figures that lie far from all of the ensemble wider errors.
func (u *update) widen() {
	n := len(u.g.data)
	factor := make([]float64, n)
	for f := range factor {
		mean := 0.0
		for i := range u.innovation {
			mean += u.innovation[i][f] / float64(len(u.innovation))
		}
		far := math.Abs(mean) / (farFigure * math.Sqrt(u.g.cov.at(f, f)+u.signal.at(f, f)))
		factor[f] = math.Max(1, far)
	}
	for e := range n {
		for f := range n {
			u.g.cov.set(e, f, u.g.cov.at(e, f)*factor[e]*factor[f])
		}
	}
}

// correlate finds how figures go with parameters. Correlations that an ensemble of this size shows by
// chance alone are left out (Luo, Bhakta & Naevdal 2018, doi:10.2118/185936-PA).
func (u *update) correlate() {
	mean, cov := covariance(u.p.Particles)
	n := float64(len(u.predictions))
	figures := make([]float64, len(u.g.data))
	for i := range u.predictions {
		for f, x := range u.predictions[i] {
			figures[f] += x / n
		}
	}
	u.cross = make([][]float64, len(mean))
	for d := range mean {
		u.cross[d] = make([]float64, len(figures))
		for f := range figures {
			sum := 0.0
			for i := range u.predictions {
				sum += float64((u.p.Particles[i].Z[d] - mean[d]) * (u.predictions[i][f] - figures[f]))
			}
			sum /= n
			if sum*sum < screened*screened/n*cov.at(d, d)*u.signal.at(f, f) {
				sum = 0
			}
			u.cross[d][f] = sum
		}
	}
}

// part is how much of the likelihood the next step may take in, by the data
// misfit controller of Iglesias & Yang (2021), at most what is left.
func (u *update) part(left float64) float64 {
	n := len(u.g.data)
	total := newMatrix(n)
	for i := range total.cells {
		total.cells[i] = u.g.cov.cells[i] + u.noise.cells[i]
	}
	root := total.cholesky()
	mean, square := 0.0, 0.0
	for i := range u.innovation {
		misfit := 0.0
		for f, x := range root.solve(u.innovation[i]) {
			misfit += float64(x * u.innovation[i][f] / 2)
		}
		mean += misfit / float64(len(u.innovation))
		square += misfit * misfit / float64(len(u.innovation))
	}
	variance := math.Max(square-float64(mean*mean), 1e-12)
	return math.Min(math.Max(float64(n)/(2*mean), math.Sqrt(float64(n)/(2*variance))), left)
}

// prepare decomposes the covariances for a part of one over alpha.
func (u *update) prepare(alpha float64) {
	n := len(u.g.data)
	extra, sum := newMatrix(n), newMatrix(n)
	for i := range sum.cells {
		extra.cells[i] = float64(alpha*u.g.cov.cells[i]) + float64((alpha-1)*u.noise.cells[i])
		sum.cells[i] = extra.cells[i] + u.signal.cells[i]
	}
	u.root, u.sum = extra.cholesky(), sum.cholesky()
}

// move gives the new parameters of a point.
func (u *update) move(i int, stream *draw.Stream) []float64 {
	error := u.root.times(normals(stream, len(u.g.data)))
	innovation := make([]float64, len(u.g.data))
	for f := range innovation {
		innovation[f] = u.towards(f, u.g.data[f]+error[f]-u.predictions[i][f])
	}
	solved := u.sum.solve(innovation)
	z := append([]float64(nil), u.p.Particles[i].Z...)
	for d := range z {
		for f, x := range solved {
			z[d] += float64(u.cross[d][f] * x)
		}
	}
	return z
}

// covarianceOf is the covariance of the columns of rows.
func covarianceOf(rows [][]float64) matrix {
	list := make([]Particle, len(rows))
	for i := range rows {
		list[i].Z = rows[i]
	}
	_, cov := covariance(list)
	return cov
}
