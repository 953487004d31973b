package counts

import (
	"math"

	"haven/skill"
)

// How much past cases count, in cases. A place's own count in full, once in units of the spread and once in people; those of all
// other places together count like so many at most, so that they matter while a place has few of its own and hardly
// any more when it has many.
const (
	othersInSpreads = 15.0
	othersInPeople  = 15.0
	assumed         = 20.0 // of the heavy tails assumed of every place

	otherLeads = 0.3  // what an error of another lead counts
	leastCase  = 1e-4 // cases that count less are left out

	mostSpreads = 4 // another place's error counts as no more spreads than this: beyond, people are the better unit
	mostLarger  = 3 // a spread may be at most so many times that of the case an error is taken from
)

// The part of a pace that comes true, before anything is learned, and at most.
const (
	pacePrior = 0.4
	paceCases = 10.0 // the weight of that, in squared spreads
	mostPace  = 1.2
)

// past is one case behind us: what was foreseen and what came.
type past struct {
	outlook
	lead int     // that was aimed at
	day  int     // of the count
	came float64 // the change since the last count, in spreads
}

// pastCases are all cases, as one manner foresaw them.
type pastCases []past

// part is how much of a pace comes true at a place, from 0: least squares through the origin over past cases, everywhere first and
// then at the place, each drawn towards what was believed before (ridge regression).
func (e pastCases) part(on, place int, half float64) float64 {
	all, allSquared, own, ownSquared := 0.0, 0.0, 0.0, 0.0
	for i := range e {
		c := &e[i]
		w := fading(float64(on-c.day), half)
		product, square := float64(w*c.pull*min(max(c.came, -5), 5)), float64(w*c.pull*c.pull)
		all, allSquared = all+product, allSquared+square
		if c.place == place {
			own, ownSquared = own+product, ownSquared+square
		}
	}
	everywhere := (all + pacePrior*paceCases) / (allSquared + paceCases)
	here := (own + float64(everywhere*paceCases)) / (ownSquared + paceCases)
	return min(max(here, 0), mostPace)
}

// around is the distribution of a later count that is not the last one again (repeats.go), from all past errors, those of the same lead and under like circumstances
// first; half is the days after which one counts half.
func (e pastCases) around(on int, o outlook, lead int, half float64) skill.Sample {
	part := e.part(on, o.place, half)
	others := 0.0
	weights := make([]float64, len(e))
	for i := range e {
		if e[i].came == 0 {
			continue
		}
		weights[i] = float64(fading(float64(on-e[i].day), half) * likeness(&o.circumstances, &e[i].circumstances))
		if e[i].lead != lead {
			weights[i] *= otherLeads
		}
		if e[i].place != o.place {
			others += weights[i]
		}
	}
	n := 2*len(e) + len(tails)
	values, shares := make([]float64, 0, n), make([]float64, 0, n)
	middle := o.last + float64(part*o.pull*o.spread)
	put := func(people, weight float64) { // an error
		values, shares = append(values, math.Max(0, middle+float64(people))), append(shares, weight)
	}
	for i := range e {
		c := &e[i]
		if weights[i] < leastCase {
			continue
		}
		inSpreads := min(o.spread, mostLarger*c.spread)
		beyond := c.came - float64(part*c.pull)
		if c.place == o.place {
			put(beyond*inSpreads, weights[i])
			put(beyond*c.spread, weights[i])
			continue
		}
		inPeople := c.spread * min(1, o.last/max(1, c.last))
		put(min(max(beyond, -mostSpreads), mostSpreads)*inSpreads, weights[i]*upTo(others, othersInSpreads))
		put(beyond*inPeople, weights[i]*upTo(others, othersInPeople))
	}
	scale := float64(assumedOfSpread*o.spread) + float64(assumedOfUsual*o.usual)
	for _, x := range tails {
		put(x*scale, assumed/float64(len(tails)))
	}
	return skill.NewSample(values, shares)
}

// upTo is the weight of each of n cases that together count n*most/(n+most).
func upTo(n, most float64) float64 { return most / (n + most) }

// The distribution assumed beside what is learned: heavy tails at the scale of the place, so that
// what never happened yet is not impossible. Camps fill faster than they empty, so the upper one is the longer.
const (
	assumedOfSpread = 0.45
	assumedOfUsual  = 0.18
	assumedUpwards  = 1.5 // times as far upwards as without, and by as much less far downwards
	tailPoints      = 40
)

// tails are quantiles of Student's t distribution with two degrees of freedom, (2p-1)/sqrt(2p(1-p)), each half with a scale of its own.
//
// Source: Fernandez & Steel (1998), On Bayesian modeling of fat tails and skewness, Journal of the American Statistical Association
// 93(441), who scale the halves by a factor and by its inverse; here half of the cases lie on either side.
var tails = func() []float64 {
	list := make([]float64, tailPoints)
	for i := range list {
		p := (float64(i) + 0.5) / tailPoints
		list[i] = (2*p - 1) / math.Sqrt(2*p*(1-p))
		if p > 0.5 {
			list[i] *= assumedUpwards
		} else {
			list[i] /= assumedUpwards
		}
	}
	return list
}()
