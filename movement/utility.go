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

// weigh computes the weights of a table's options, with a car and without.
func (r *run) weigh(t int32) {
	r.totalCar[t] = r.weighBy(t, true, none, r.weightCar)
	r.totalNo[t] = r.totalCar[t]
	if r.m.needsCar[t] {
		r.totalNo[t] = r.weighBy(t, false, none, r.weightNo)
	}
	r.blended[t] = false
	r.going[t] = -1
}

// weights are the weights of a table's options and their sum.
func (r *run) weights(t int32, car bool) (weight []float64, total float64) {
	if car || !r.m.needsCar[t] { // no option needs one: they are the same
		return r.weightCar, r.totalCar[t]
	}
	return r.weightNo, r.totalNo[t]
}

// blend computes the probabilities of a table's options for those at home, of
// whom some have a car, and the share of them for whom there is none.
func (r *run) blend(t int32) (prob []float64, stranded float64) {
	tab := &r.m.tables[t]
	prob = r.probHome[tab.leafFrom:tab.leafTo]
	share := r.m.sc.Parameters.CarShare
	carTotal, noTotal := r.totalCar[t], r.totalNo[t]
	switch {
	case carTotal == 0:
		stranded = 1
	case noTotal == 0:
		stranded = 1 - share
	}
	if r.blended[t] {
		return prob, stranded
	}
	r.blended[t] = true
	car, no := r.weightCar[tab.leafFrom:tab.leafTo], r.weightNo[tab.leafFrom:tab.leafTo]
	for i := range prob {
		switch {
		case carTotal == 0:
			prob[i] = 0
		case !r.m.needsCar[t]:
			prob[i] = car[i] / carTotal
		case noTotal == 0:
			prob[i] = float64(share * (car[i] / carTotal))
		default:
			prob[i] = float64(share*(car[i]/carTotal)) + float64((1-share)*(no[i]/noTotal))
		}
	}
	return prob, stranded
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

// weighBy fills in the weights by the scenario's rule and returns their sum, 0
// when nothing is offered. shut is a crossing that is not offered (none; everyBorder).
func (r *run) weighBy(t int32, car bool, shut int32, weight []float64) float64 {
	if r.m.sc.Rule == "fixed" {
		return r.weighFixed(t, car, shut, weight)
	}
	return r.weighNested(t, car, shut, weight)
}

// weighNested is the nested logit: an option's weight is its share of its
// destination's e^V. Weights are relative to the table's best way and the
// class's best destination, whose utilities logW adds: that is the subtraction of the
// maximum before exp.
func (r *run) weighNested(t int32, car bool, shut int32, weight []float64) float64 {
	m := r.m
	tab := &m.tables[t]
	pull := r.pull[int(tab.class)*len(m.net.Destinations):]
	dests, only, destWeight := m.dests[tab.destFrom:tab.destTo], m.only[tab.destFrom:tab.destTo], r.destWeight[tab.destFrom:tab.destTo]
	// Those with a car have just been weighed: what needs none weighs the same.
	asCar := !car && shut == none
	if asCar {
		copy(weight[tab.leafFrom:tab.leafTo], r.weightCar[tab.leafFrom:tab.leafTo])
	}
	total := 0.0
	for d := range dests {
		node := &dests[d]
		switch {
		case asCar && !node.needs:
		case node.only.way != none:
			// Where one way only leads its weight is known without a power.
			destWeight[d] = 0
			if shut == none || !m.crosses[node.crossFrom].shutBy(shut) {
				destWeight[d] = float64(only[d] * r.daily(&node.only, tab.class, car, &r.atDestination) * pull[node.dest])
			}
			weight[node.leafFrom] = destWeight[d]
		default:
			sum, w := r.weighDest(tab.destFrom+int32(d), tab.class, car, shut, weight)
			destWeight[d] = float64(w * pull[node.dest])
			share(weight[node.leafFrom:node.leafTo], sum, destWeight[d])
		}
		total += destWeight[d]
	}
	return total
}

// weighDest weighs a destination of several ways: (sum of K_c/K * e^(V_c/s))^s.
// It leaves the summands in weight, spread over the ways, and returns their sum.
func (r *run) weighDest(d, class int32, car bool, shut int32, weight []float64) (sum, w float64) {
	m := r.m
	node := &m.dests[d]
	if node.crossTo-node.crossFrom == 1 {
		// Of one crossing it is (K_c/K)^s times the mean over the ways to the
		// power s_w.
		x := &m.crosses[node.crossFrom]
		sum = r.weighWays(x, class, car, shut, weight)
		return sum, m.shareAlone[d] * power(sum/x.ways, m.sc.Parameters.SpreadWay)
	}
	for c := node.crossFrom; c < node.crossTo; c++ {
		sum += r.weighCrossing(c, class, car, shut, weight)
	}
	return sum, power(sum, m.sc.Parameters.SpreadCrossing)
}

// weighCrossing is (K_c/K) * e^(V_c/s), shared out in weight among the ways:
// e^(V_c/s) is the mean over the ways of e^(V_way/s_w), to the power s_w/s. A
// single way needs no power: its weight is known at both spreads.
func (r *run) weighCrossing(c, class int32, car bool, shut int32, weight []float64) float64 {
	m := r.m
	node := &m.crosses[c]
	if node.leaf-node.leafFrom == 1 {
		w := 0.0
		if !node.shutBy(shut) {
			w = float64(m.alone[c] * r.daily(&m.leaves[node.leafFrom], class, car, &r.atCrossing))
		}
		weight[node.leafFrom] = w
		return w
	}
	sum := r.weighWays(node, class, car, shut, weight)
	p := &m.sc.Parameters
	w := float64(m.share[c] * power(sum/node.ways, p.SpreadWay/p.SpreadCrossing))
	share(weight[node.leafFrom:node.leaf], sum, w)
	return w
}

// weighWays puts e^(V_way/s_w) of each way to a crossing into weight, 0 where
// it is not offered, and returns the sum.
func (r *run) weighWays(node *crossNode, class int32, car bool, shut int32, weight []float64) float64 {
	if node.shutBy(shut) {
		clear(weight[node.leafFrom:node.leaf])
		return 0
	}
	sum := 0.0
	for i := node.leafFrom; i < node.leaf; i++ {
		weight[i] = float64(r.m.leafWeight[i] * r.daily(&r.m.leaves[i], class, car, &r.atWay))
		sum += weight[i]
	}
	return sum
}

// dailyCost holds e^(-cost/spread) of what a day adds to the cost of a lane, of
// a leg behind it and of a service, by class, at one spread. It is 0 at a leg or service that is
// not offered today.
type dailyCost struct{ lane, leg, service []float64 }

// daily is what waits, deterrents and fares make of a way's weight today, 0
// when it is not offered.
func (r *run) daily(l *leaf, class int32, car bool, cost *dailyCost) float64 {
	if (l.needs && !car) || r.wayShut[l.way] {
		return 0
	}
	nc := int32(len(r.m.classes))
	w := cost.leg[l.leg*nc+class]
	if l.serves != none {
		w *= cost.service[l.serves*nc+class]
	}
	return w
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
	for _, cost := range []*dailyCost{&r.atWay, &r.atCrossing, &r.atDestination} {
		r.priceOpen(cost)
	}
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
}

// priceOpen gives a leg what its lane costs today, and takes off the list what
// is not open.
func (r *run) priceOpen(cost *dailyCost) {
	m := r.m
	nc := len(m.classes)
	for leg := range m.net.Legs {
		open, costs := r.legOpen[leg*nc:(leg+1)*nc], cost.leg[leg*nc:(leg+1)*nc]
		if lane := int(m.net.Legs[leg].Lane); lane != int(none) {
			copy(costs, cost.lane[lane*nc:(lane+1)*nc])
		} else {
			for c := range costs {
				costs[c] = 1
			}
		}
		for c, o := range open {
			if !o {
				costs[c] = 0
			}
		}
	}
	for s := range m.services {
		if !r.running[s] {
			clear(cost.service[s*nc : (s+1)*nc])
		}
	}
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

// share scales values that sum to sum so that they sum to whole.
func share(values []float64, sum, whole float64) {
	if sum > 1e-250 {
		factor := whole / sum
		for i := range values {
			values[i] *= factor
		}
		return
	}
	// A sum near the smallest number there is has no reciprocal.
	for i := range values {
		if values[i] > 0 {
			values[i] = values[i] / sum * whole
		}
	}
}

// power is x^y for an x of 0 or more and a positive y. A last-digit error does
// not matter to a choice, so it needs no more than one log and one exp.
func power(x, y float64) float64 {
	if x == 0 || y == 1 {
		return x
	}
	return draw.Exp(float64(y * draw.Log(x)))
}
