package movement

import (
	"math"

	"haven/draw"
)

// tableAt is the table of a class at a node, brought up to date.
func (r *run) tableAt(node, class int32) int32 {
	t := r.m.chooserOf[node]*int32(len(r.m.classes)) + class
	if !r.fresh[t] {
		r.weigh(t)
		r.fresh[t] = true
	}
	return t
}

// everyBorder shuts all crossings to those who are barred from leaving.
const everyBorder int32 = -2

// weights are the weights of a table's options and their sum.
func (r *run) weights(t int32, car bool) (weight []float64, total float64) {
	if car || !r.m.tableNeedsCar[t] { // no option needs one: they are the same
		return r.weightCar, r.totalCar[t]
	}
	return r.weightNo, r.totalNo[t]
}

// blend weighs a table's options for those at home, of whom some have a car. It
// returns the share of them for whom there is none as well.
func (r *run) blend(t int32) (weight []float64, total, stranded float64) {
	tab := &r.m.tables[t]
	share := r.m.sc.Parameters.CarShare
	carTotal, noTotal := r.totalCar[t], r.totalNo[t]
	car, no := r.weightCar[tab.leafFrom:tab.leafTo], r.weightNo[tab.leafFrom:tab.leafTo]
	switch {
	case carTotal == 0:
		return car, 0, 1
	case !r.m.tableNeedsCar[t]:
		return car, carTotal, 0
	case noTotal == 0:
		return car, carTotal, 1 - share
	}
	weight = r.weightHome[tab.leafFrom:tab.leafTo]
	if !r.blended[t] {
		r.blended[t] = true
		copy(weight, no)
		scale(weight, noTotal, 1-share)
		add(weight, car, carTotal, share)
	}
	return weight, 1, 0
}

// logW is log W of a table whose weights sum to total, -Inf when nothing is
// offered. By fixed shares W is without limit: that rule says where people go,
// not whether.
func (r *run) logW(t int32, total float64) float64 {
	switch {
	case total == 0:
		return math.Inf(-1)
	case r.m.sc.Rule == "fixed":
		return math.MaxFloat64
	}
	return draw.Log(total) + r.topPull[r.m.tables[t].class] + r.m.reference[t]
}

// offered says whether a way can be chosen today: its crossing, lane, links
// and service are open, and the country lets the class in or hears its claim.
func (r *run) offered(l *leaf, class int32, car bool) bool {
	return (car || !l.needs) && r.legOpen[l.leg*int32(len(r.m.classes))+class] && !r.wayShut[l.way] &&
		(l.serves == none || r.running[l.serves])
}

// listOpen notes which legs, ways and services are open today.
func (r *run) listOpen() {
	m := r.m
	nc := len(m.classes)
	if r.newEpoch() {
		r.listOffered()
	}
	for leg := range m.net.Legs {
		open := r.legOpen[leg*nc : (leg+1)*nc]
		if lane := m.net.Legs[leg].Lane; lane == none || !r.closedLane[lane] {
			copy(open, r.legOffered[leg*nc:])
		} else {
			clear(open)
		}
	}
	for s := range m.services {
		r.running[s] = m.seats[s]*r.linkFactor[m.net.Arcs[m.services[s].arc].Link] >= 1
	}
	r.priceGates()
}

// listOffered notes what the policies in force leave open: the links of ways
// and legs, and countries that let a class in or hear its claims.
func (r *run) listOffered() {
	m := r.m
	nc, nk := len(m.classes), len(m.kept)
	for leg := range m.net.Legs {
		passable := r.linksOpen(m.net.Legs[leg].Arcs)
		for c, g := range m.classes {
			k := m.keptOf[g]
			r.legOffered[leg*nc+c] = passable && (r.entryLevel[leg*nk+int(k)] > 0 || r.claimHeard(int32(leg), k))
		}
	}
	for _, w := range m.mayShut {
		r.wayShut[w] = !r.linksOpen(m.ways[w].arcs)
	}
	r.shutWays()
}

// claimHeard says whether those refused entry at a leg may be admitted as
// applicants.
func (r *run) claimHeard(leg, k int32) bool {
	m := r.m
	return m.sc.Parameters.ClaimsAtBorder > 0 && m.claimsPossible(leg) &&
		r.asylumLevel[m.net.Legs[leg].Destination*int32(len(m.kept))+k] > 0
}

func (r *run) linksOpen(arcs []int32) bool {
	for _, a := range arcs {
		if r.linkFactor[r.m.net.Arcs[a].Link] <= 0 {
			return false
		}
	}
	return true
}

// shutBy says whether a crossing is closed to somebody to whom shut is not
// offered.
func (c *crossNode) shutBy(shut int32) bool {
	return c.crossing != none && (shut == everyBorder || shut == c.crossing)
}

// weighFixed takes the shares of choice_shares.csv; what is not offered today
// is left out and the rest stands for the whole. A crossing's share is spread
// evenly over its ways.
func (r *run) weighFixed(t int32, car bool, shut int32, weight []float64) float64 {
	m := r.m
	tab := &m.tables[t]
	total := 0.0
	for c := tab.crossFrom; c < tab.crossTo; c++ {
		node := &m.crosses[c]
		open := 0.0
		for i := node.leafFrom; i < node.leaf; i++ {
			weight[i] = 0
			if !node.shutBy(shut) && r.offered(&m.leaves[i], tab.class, car) {
				weight[i] = 1
				open++
			}
		}
		for i := node.leafFrom; i < node.leaf && open > 0; i++ {
			weight[i] = float64(weight[i] * (m.fixedShare[c] / open))
			total += weight[i]
		}
	}
	return total
}

// scale makes values that sum to sum sum to whole.
func scale(values []float64, sum, whole float64) {
	if sum > tiny {
		factor := whole / sum
		for i := range values {
			values[i] *= factor
		}
		return
	}
	for i := range values {
		if values[i] > 0 {
			values[i] = values[i] / sum * whole
		}
	}
}

// add adds more values to values, those of them scaled in the same way.
func add(values, more []float64, sum, whole float64) {
	if sum > tiny {
		factor := whole / sum
		for i := range values {
			values[i] += float64(more[i] * factor)
		}
		return
	}
	for i := range values {
		values[i] += float64(more[i] / sum * whole)
	}
}

// tiny is a sum that still has a reciprocal.
const tiny = 1e-250

// power is x^y for an x of 0 or more and a positive y. A last-digit error does
// not matter to a choice, so it needs no more than one log and one exp.
func power(x, y float64) float64 {
	if x == 0 || y == 1 {
		return x
	}
	return draw.Exp(float64(y * draw.Log(x)))
}
