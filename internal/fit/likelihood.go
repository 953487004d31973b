package fit

import (
	"math"
	"slices"

	"haven/draw"
)

// LogLikelihood is the logarithm of the chance of all reports given the values
// that Read took off a member, when every width of the error model is multiplied by
// width: 1 is the error model itself, more is the wide kernel that ABC-SMC begins
// with. The bias that a source shares over its figures is integrated out, one
// integral a source (of its best told figures' bias; what is lost on the way is the single report's), by the trapezium rule on a grid fine enough for all its reports
// (for peaks this smooth the rule errs by less than one part in a million when the step is
// below their standard deviation: Trefethen & Weideman 2014, SIAM Review 56). A figure that
// several sources report stands for itself: in it each report's bias adds to its own width.
//
// A value that is not there (NaN) is told by none of the reports: each counts as wrong.
func (o *Observations) LogLikelihood(values []float64, width float64) float64 {
	sum := 0.0
	sources, mixed := o.terms(values, width)
	for _, l := range slices.Concat(sources, mixed) {
		sum += l
	}
	return sum
}

// terms are what each source and each figure of several sources adds to the
// log-likelihood.
func (o *Observations) terms(values []float64, width float64) (sources, mixed []float64) {
	sources, mixed = make([]float64, len(o.sources)), make([]float64, len(o.mixed))
	for i, figures := range o.sources {
		sources[i] = o.source(figures, values, width)
	}
	for i, f := range o.mixed {
		mixed[i] = o.Figures[f].logDensity(values, 0, width, 0)
	}
	return sources, mixed
}

// grid are the steps of the bias, in its own standard deviations.
const (
	gridReach = 5.0
	gridStep  = 0.4
)

// source integrates the bias of one source out of the likelihood of its figures.
func (o *Observations) source(figures []int, values []float64, width float64) float64 {
	if len(figures) == 1 {
		return o.Figures[figures[0]].logDensity(values, 0, width, 0) // the bias only widens its errors
	}
	shared, precision := math.Inf(1), 0.0
	for _, f := range figures {
		for i := range o.Figures[f].Reports {
			shared = min(shared, o.Figures[f].Reports[i].Shared)
		}
		best := o.Figures[f].Leading()
		precision += 1 / (float64(best.Own*best.Own) + float64(best.Coarse*best.Coarse))
	}
	narrowest := 1 / math.Sqrt(1/(shared*shared)+precision) // of the bias given all reports
	step := min(gridStep, 0.8*narrowest/shared)
	nodes := int(math.Ceil(2*gridReach/step)) | 1
	step = 2 * gridReach / float64(nodes-1)
	logs := make([]float64, nodes)
	highest := math.Inf(-1)
	for i := range logs {
		z := float64(step*float64(i)) - gridReach
		log := -z * z / 2
		bias := z * shared * width
		for _, f := range figures {
			log += o.Figures[f].logDensity(values, bias, width, float64(shared*shared))
		}
		logs[i] = log
		highest = max(highest, log)
	}
	sum := 0.0
	for _, log := range logs {
		sum += draw.Exp(log - highest)
	}
	return highest + draw.Log(sum*step/rootTwoPi)
}

// logDensity is the log-likelihood of a figure's reports given what was
// simulated and the bias of their source. integrated is the variance of the bias that
// the caller integrates over; what a report shares beyond it widens its own errors.
func (f *Figure) logDensity(values []float64, bias, width, integrated float64) float64 {
	sum := 0.0
	for i := range f.Reports {
		r := &f.Reports[i]
		at := values[f.first+i]
		if math.IsNaN(at) {
			sum += float64(f.weights[i] * r.Wrong / (wrongWidth * width * rootTwoPi))
			continue
		}
		sum += float64(f.weights[i] * r.density(at+bias, width, float64(r.Shared*r.Shared)-integrated))
	}
	return draw.Log(max(sum, math.SmallestNonzeroFloat64))
}
