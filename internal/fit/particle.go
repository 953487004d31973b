package fit

import (
	"cmp"
	"math"
	"slices"

	"haven/draw"
)

// Particle is one point of a sample: fitted numbers, what was drawn besides,
// and what the simulation with them would have read.
type Particle struct {
	Z      []float64 // fitted numbers, standard normal under the prior
	V      []float64 // numbers that are not fitted, likewise
	Member uint64    // whose random streams were used
	Values []float64 // of Observations.Read; nil where the numbers cannot stand together
	Log    float64   // log-likelihood at the sample's width
}

// Population is the sample of one generation.
type Population struct {
	Generation int
	Width      float64 // kernel width the sample is of; +Inf: the prior
	Scale      float64 // step of the next moves, in standard deviations of the sample
	Particles  []Particle
	Told       []Told // what every generation so far did
}

// Told is what one generation did, for people.
type Told struct {
	Generation  int     `json:"generation"`
	Width       float64 `json:"width"`       // the error model's widths times this
	ESS         float64 `json:"ess"`         // effective number of points after reweighting to the width
	Sweeps      int     `json:"sweeps"`      // how often every point was moved
	Accepted    float64 `json:"accepted"`    // share of the moves of fitted numbers that were accepted
	Distinct    int     `json:"distinct"`    // different points at the end
	Simulations int     `json:"simulations"` // of this generation
}

func (p *Particle) log(o *Observations, width float64) float64 {
	if p.Values == nil {
		return negativeInfinity
	}
	return o.LogLikelihood(p.Values, width)
}

// normalise turns log-weights into weights of sum 1 and gives the effective
// sample size of Kish (1965): one over the sum of the squared weights. Zero when all
// weights are zero.
func normalise(logs []float64) (weights []float64, ess float64) {
	highest := slices.Max(logs)
	weights = make([]float64, len(logs))
	if math.IsInf(highest, -1) {
		return weights, 0
	}
	sum, squares := 0.0, 0.0
	for i, l := range logs {
		weights[i] = draw.Exp(l - highest)
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
		squares += float64(weights[i] * weights[i])
	}
	return weights, 1 / squares
}

// resampled are the numbers of the points that stand for a weighted sample, by
// systematic resampling (Kitagawa 1996, J. Comput. Graph. Stat. 5(1)) from one uniform number.
func resampled(weights []float64, u float64) []int {
	n := len(weights)
	list := make([]int, 0, n)
	sum, i := weights[0], 0
	for k := range n {
		at := (float64(k) + u) / float64(n)
		for sum < at && i < n-1 {
			i++
			sum += weights[i]
		}
		list = append(list, i)
	}
	return list
}

// distinct is the number of different points.
func distinct(list []Particle) int {
	order := make([]*Particle, len(list))
	for i := range list {
		order[i] = &list[i]
	}
	compare := func(a, b *Particle) int { return slices.Compare(a.Z, b.Z) }
	slices.SortFunc(order, compare)
	n := 0
	for i := range order {
		if i == 0 || compare(order[i-1], order[i]) != 0 {
			n++
		}
	}
	return n
}

// covariance is the mean and the covariance of the particles' fitted numbers.
func covariance(list []Particle) (mean []float64, cov matrix) {
	d := len(list[0].Z)
	mean, cov = make([]float64, d), newMatrix(d)
	for i := range list {
		for k, x := range list[i].Z {
			mean[k] += x / float64(len(list))
		}
	}
	for i := range list {
		z := list[i].Z
		for j := range d {
			for k := range j + 1 {
				cov.add(j, k, (z[j]-mean[j])*(z[k]-mean[k])/float64(len(list)))
			}
		}
	}
	for j := range d {
		for k := range j {
			cov.set(k, j, cov.at(j, k))
		}
	}
	return mean, cov
}

// order sorts numbers of particles by a key, ties by number.
func orderBy(n int, key func(i int) float64) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(key(a), key(b)) })
	return list
}
