package counts

import (
	"math"

	"haven/skill"
)

// How much past cases count. A weight is in cases, and says with how many of them a kind of error
// reaches half of what it can count at most; so no kind crowds the others out, however long the history.
const (
	caseHalfLife = 360.0 // days

	ownInSpreads    = 20.0
	othersInSpreads = 15.0
	ownInPeople     = 15.0
	othersInPeople  = 15.0
	assumed         = 5.0 // of the heavy tails assumed of every place

	withoutPace = 0.3 // share of the weight that leaves the pace out: counts often stand still
	pacePrior   = 0.3 // part of a pace that comes true, before anything is learned
	paceCases   = 5.0 // the weight of that, in squared spreads
	mostPace    = 1.2

	mostLarger = 3 // a spread may be at most so many times that of the case an error is taken from
)

// past is one case behind us: what was foreseen and what came.
type past struct {
	outlook
	day  int     // of the count
	came float64 // the change since the last count, in spreads
}

// pastCases are all cases of one lead.
type pastCases []past

// part is how much of a pace comes true at a place, from 0: least squares through the origin over past cases, everywhere first and
// then at the place, each drawn towards what was believed before (ridge regression).
func (e pastCases) part(on, place int) float64 {
	all, allSquared, own, ownSquared := 0.0, 0.0, 0.0, 0.0
	for i := range e {
		c := &e[i]
		w := fading(float64(on-c.day), caseHalfLife)
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

// around is the distribution of a later count, from all past errors.
func (e pastCases) around(on int, o outlook) skill.Sample {
	part := e.part(on, o.place)
	own, others := 0.0, 0.0
	weights := make([]float64, len(e))
	for i := range e {
		weights[i] = fading(float64(on-e[i].day), caseHalfLife)
		if e[i].place == o.place {
			own += weights[i]
		} else {
			others += weights[i]
		}
	}
	n := 4*len(e) + 2*len(tails)
	values, shares := make([]float64, 0, n), make([]float64, 0, n)
	// put adds an error, in people: with the pace, and with the weight that is to be left without it, as it came
	put := func(change, beyondPace, weight float64) {
		values = append(values, math.Max(0, o.last+change), math.Max(0, o.last+float64(part*o.pull*o.spread)+beyondPace))
		shares = append(shares, float64(weight*withoutPace), float64(weight*(1-withoutPace)))
	}
	for i := range e {
		c := &e[i]
		inSpreads := min(o.spread, mostLarger*c.spread)
		beyond := c.came - float64(part*c.pull)
		if c.place == o.place {
			put(c.came*inSpreads, beyond*inSpreads, weights[i]*upTo(own, ownInSpreads))
			put(c.came*c.spread, beyond*c.spread, weights[i]*upTo(own, ownInPeople))
			continue
		}
		inPeople := c.spread * min(1, o.last/max(1, c.last))
		put(c.came*inSpreads, beyond*inSpreads, weights[i]*upTo(others, othersInSpreads))
		put(c.came*inPeople, beyond*inPeople, weights[i]*upTo(others, othersInPeople))
	}
	scale := float64(assumedOfSpread*o.spread) + float64(assumedOfUsual*o.usual)
	for _, x := range tails {
		put(x*scale, x*scale, assumed/float64(len(tails)))
	}
	return skill.NewSample(values, shares)
}

// upTo makes a sum of weights saturate: n cases count n*most/(n+most) together.
func upTo(n, most float64) float64 { return most / (n + most) }

// The distribution assumed beside what is learned: heavy tails at the scale of the place, so that
// what never happened yet is not impossible.
const (
	assumedOfSpread = 0.35
	assumedOfUsual  = 0.25
	tailPoints      = 40
)

// tails are quantiles of Student's t distribution with two degrees of freedom, (2p-1)/sqrt(2p(1-p)).
var tails = func() []float64 {
	list := make([]float64, tailPoints)
	for i := range list {
		p := (float64(i) + 0.5) / tailPoints
		list[i] = (2*p - 1) / math.Sqrt(2*p*(1-p))
	}
	return list
}()
