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

// weigh computes the probabilities of a table's options, with a car and
// without.
func (r *run) weigh(t int32) {
	r.logCar[t] = r.weighBy(t, true, none, r.probCar)
	tab := &r.m.tables[t]
	car, no, mixed := r.probCar[tab.leafFrom:tab.leafTo], r.probNo[tab.leafFrom:tab.leafTo], r.probMixed[tab.leafFrom:tab.leafTo]
	r.stranded[t] = 0
	if math.IsInf(r.logCar[t], -1) {
		r.stranded[t] = 1
	}
	if !r.m.needsCar[t] {
		r.logNo[t] = r.logCar[t]
		copy(no, car)
		copy(mixed, car)
		return
	}
	r.logNo[t] = r.weighBy(t, false, none, r.probNo)
	share := r.m.sc.Parameters.CarShare
	if math.IsInf(r.logNo[t], -1) {
		r.stranded[t] = math.Max(r.stranded[t], 1-share)
	}
	for i := range mixed {
		mixed[i] = float64(share*car[i]) + float64((1-share)*no[i])
	}
}

// weighBy fills in the probabilities by the scenario's rule and returns log W,
// -Inf when nothing is offered. shut is a crossing that is not offered (none; everyBorder).
func (r *run) weighBy(t int32, car bool, shut int32, prob []float64) float64 {
	if r.m.sc.Rule == "fixed" {
		return r.weighFixed(t, car, shut, prob)
	}
	return r.weighNested(t, car, shut, prob)
}

// weighNested is the nested logit. Weights are relative to the table's best
// way and the class's best destination, whose utilities are added to log W at the
// end: that is the subtraction of the maximum before exp.
func (r *run) weighNested(t int32, car bool, shut int32, prob []float64) float64 {
	m := r.m
	tab := &m.tables[t]
	total := 0.0
	for d := tab.destFrom; d < tab.destTo; d++ {
		if !car && shut == none && !m.dests[d].needs {
			// Those with a car have just been weighed: to this destination it
			// makes no difference.
			total += r.destWeight[d]
			continue
		}
		w := r.weighDest(d, tab.class, car, shut, prob)
		if shut == none && car {
			r.destWeight[d] = w
		}
		total += w
	}
	if total == 0 {
		clear(prob[tab.leafFrom:tab.leafTo])
		return math.Inf(-1)
	}
	for d := tab.destFrom; d < tab.destTo; d++ {
		node := &m.dests[d]
		leaves := prob[m.crosses[node.crossFrom].leafFrom:m.crosses[node.crossTo-1].leaf]
		if !car && shut == none && !node.needs {
			r.shareAs(leaves, r.probCar[m.crosses[node.crossFrom].leafFrom:], r.carTotal, total)
			continue
		}
		for i := range leaves {
			leaves[i] /= total
		}
	}
	if car && shut == none {
		r.carTotal = total
	}
	return draw.Log(total) + r.topPull[tab.class] + m.reference[t]
}

// shareAs takes over probabilities from another total.
func (r *run) shareAs(to, from []float64, old, total float64) {
	for i := range to {
		to[i] = from[i] * old / total
	}
}

// weighDest is e^V of a destination, shared out in prob among its ways.
func (r *run) weighDest(d, class int32, car bool, shut int32, prob []float64) float64 {
	m := r.m
	node := &m.dests[d]
	var w float64
	if node.crossTo-node.crossFrom == 1 {
		w = r.weighLone(node.crossFrom, class, car, shut, prob)
	} else {
		w = r.weighNest(node, class, car, shut, prob)
	}
	if w == 0 {
		return 0
	}
	a := r.pull[int(class)*len(m.net.Destinations)+int(node.dest)]
	leaves := prob[m.crosses[node.crossFrom].leafFrom:m.crosses[node.crossTo-1].leaf]
	share(leaves, 1, a)
	return w * a
}

// weighNest weighs a destination of several crossings: (sum of K_c/K *
// e^(V_c/s))^s, shared out in prob among its ways.
func (r *run) weighNest(node *destNode, class int32, car bool, shut int32, prob []float64) float64 {
	m := r.m
	sum := 0.0
	for c := node.crossFrom; c < node.crossTo; c++ {
		sum += r.weighCrossing(c, class, car, shut, prob)
	}
	if sum == 0 {
		return 0
	}
	w := power(sum, m.sc.Parameters.SpreadCrossing)
	leaves := prob[m.crosses[node.crossFrom].leafFrom:m.crosses[node.crossTo-1].leaf]
	share(leaves, sum, w)
	return w
}

// weighCrossing is (K_c/K) * e^(V_c/s), shared out in prob among the ways:
// e^(V_c/s) is the mean over the ways of e^(V_way/s_w), to the power s_w/s. A
// single way needs no power: its weight is known at both spreads.
func (r *run) weighCrossing(c, class int32, car bool, shut int32, prob []float64) float64 {
	m := r.m
	node := &m.crosses[c]
	sum := r.weighLeaves(node, class, car, shut, prob)
	if sum == 0 {
		return 0
	}
	w := 0.0
	if node.leaf-node.leafFrom == 1 {
		w = m.lone[c].atCrossing * r.daily(&m.leaves[node.leafFrom], class, &r.atCrossing)
	} else {
		p := &m.sc.Parameters
		w = m.share[c] * power(sum/node.ways, p.SpreadWay/p.SpreadCrossing)
	}
	share(prob[node.leafFrom:node.leaf], sum, w)
	return w
}

// weighLone weighs a destination of one crossing: its weight to the power s is
// (K_c/K)^s times the mean over the ways to the power s_w.
func (r *run) weighLone(c, class int32, car bool, shut int32, prob []float64) float64 {
	m := r.m
	node := &m.crosses[c]
	sum := r.weighLeaves(node, class, car, shut, prob)
	if sum == 0 {
		return 0
	}
	w := 0.0
	if node.leaf-node.leafFrom == 1 {
		w = m.lone[c].atDestination * r.daily(&m.leaves[node.leafFrom], class, &r.atDestination)
	} else {
		w = m.lone[c].share * power(sum/node.ways, m.sc.Parameters.SpreadWay)
	}
	share(prob[node.leafFrom:node.leaf], sum, w)
	return w
}

// weighLeaves puts e^(V_way/s_w) of each way to a crossing into prob, 0 where it
// is not offered, and returns the sum.
func (r *run) weighLeaves(node *crossNode, class int32, car bool, shut int32, prob []float64) float64 {
	if node.shutBy(shut) {
		clear(prob[node.leafFrom:node.leaf])
		return 0
	}
	sum := 0.0
	for i := node.leafFrom; i < node.leaf; i++ {
		l := &r.m.leaves[i]
		prob[i] = 0
		if r.offered(l, class, car) {
			prob[i] = float64(r.m.leafWeight[i] * r.daily(l, class, &r.atWay))
			sum += prob[i]
		}
	}
	return sum
}

// dailyCost holds e^(-cost/spread) of what a day adds to a lane's and a
// service's cost, by class, at one spread.
type dailyCost struct{ lane, service []float64 }

// daily is what waits, deterrents and fares make of a way's weight today.
func (r *run) daily(l *leaf, class int32, cost *dailyCost) float64 {
	w, nc := 1.0, int32(len(r.m.classes))
	if l.lane != none {
		w = cost.lane[l.lane*nc+class]
	}
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
	nc, nk := len(m.classes), len(m.kept)
	for leg := range m.net.Legs {
		lane := m.net.Legs[leg].Lane
		passable := (lane == none || !r.closedLane[lane]) && r.linksOpen(m.net.Legs[leg].Arcs)
		for c, g := range m.classes {
			k := m.keptOf[g]
			r.legOpen[leg*nc+c] = passable && (r.entryLevel[leg*nk+int(k)] > 0 || r.claimHeard(int32(leg), k))
		}
	}
	for s := range m.services {
		r.running[s] = m.seats[s]*r.linkFactor[m.net.Arcs[m.services[s].arc].Link] >= 1
	}
	if r.newEpoch() {
		for w := range m.ways {
			r.wayShut[w] = !r.linksOpen(m.ways[w].arcs)
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
// evenly over its ways. The rule says where people go, not whether: where
// anything is offered, W is without limit.
func (r *run) weighFixed(t int32, car bool, shut int32, prob []float64) float64 {
	m := r.m
	tab := &m.tables[t]
	total := 0.0
	for c := tab.crossFrom; c < tab.crossTo; c++ {
		node := &m.crosses[c]
		open := 0.0
		for i := node.leafFrom; i < node.leaf; i++ {
			prob[i] = 0
			if !node.shutBy(shut) && r.offered(&m.leaves[i], tab.class, car) {
				prob[i] = 1
				open++
			}
		}
		for i := node.leafFrom; i < node.leaf && open > 0; i++ {
			prob[i] = float64(prob[i] * (m.fixedShare[c] / open))
			total += prob[i]
		}
	}
	if total == 0 {
		clear(prob[tab.leafFrom:tab.leafTo])
		return math.Inf(-1)
	}
	for i := tab.leafFrom; i < tab.leafTo; i++ {
		prob[i] /= total
	}
	return math.MaxFloat64
}

// share scales values that sum to sum so that they sum to whole. The quotient
// comes first: a sum near the smallest number there is has no reciprocal.
func share(values []float64, sum, whole float64) {
	for i := range values {
		values[i] = values[i] / sum * whole
	}
}

// power is x^y for a positive x. A last-digit error does not matter to a
// choice, so it needs no more than one log and one exp.
func power(x, y float64) float64 {
	if y == 1 {
		return x
	}
	return draw.Exp(float64(y * draw.Log(x)))
}
