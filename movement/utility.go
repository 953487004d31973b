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

// weigh computes the probabilities of a table's options.
func (r *run) weigh(t int32) {
	r.logCar[t] = r.weighBy(t, true, none, r.probCar)
	if r.needsNoCar(t) {
		r.logNo[t] = r.weighBy(t, false, none, r.probNo)
		return
	}
	tab := &r.m.tables[t]
	r.logNo[t] = r.logCar[t]
	copy(r.probNo[tab.leafFrom:tab.leafTo], r.probCar[tab.leafFrom:tab.leafTo])
}

// weighBy fills in the probabilities by the scenario's rule and returns log W.
// shut is a crossing that is not offered (none; everyBorder).
func (r *run) weighBy(t int32, car bool, shut int32, prob []float64) float64 {
	if r.m.sc.Rule == "fixed" {
		return r.weighFixed(t, car, shut, prob)
	}
	return r.weighNested(t, car, shut, prob)
}

// needsNoCar says whether those without a car fare differently.
func (r *run) needsNoCar(t int32) bool {
	tab := &r.m.tables[t]
	for i := tab.leafFrom; i < tab.leafTo; i++ {
		if r.m.leaves[i].needs {
			return true
		}
	}
	return false
}

// weighNested fills in the probability of every option of a table by nested
// logit and returns log W, -Inf when nothing is offered. Weights are relative
// to the table's best way, whose utility is added at the end: that is the
// subtraction of the maximum before exp.
func (r *run) weighNested(t int32, car bool, shut int32, prob []float64) float64 {
	m := r.m
	tab := &m.tables[t]
	s, sw := m.sc.Parameters.SpreadCrossing, m.sc.Parameters.SpreadWay
	total, base := 0.0, m.reference[t]
	top := r.topAttraction(tab)
	for d := tab.destFrom; d < tab.destTo; d++ {
		node := &m.dests[d]
		inDest := 0.0
		for c := node.crossFrom; c < node.crossTo; c++ {
			inDest += r.weighCrossing(c, tab.class, car, shut, prob, sw/s)
		}
		if inDest == 0 {
			continue
		}
		a := r.attraction[int(tab.class)*len(m.net.Destinations)+int(node.dest)]
		w := float64(draw.Exp(a-top) * draw.Pow(inDest, s))
		total += w
		leaves := prob[m.crosses[node.crossFrom].leafFrom:m.crosses[node.crossTo-1].leaf]
		for i := range leaves {
			leaves[i] *= w / inDest
		}
	}
	if total == 0 {
		return math.Inf(-1)
	}
	for i := tab.leafFrom; i < tab.leafTo; i++ {
		prob[i] /= total
	}
	return draw.Log(total) + top + base
}

// topAttraction is the largest A among the destinations of a table.
func (r *run) topAttraction(tab *table) float64 {
	top := math.Inf(-1)
	for d := tab.destFrom; d < tab.destTo; d++ {
		top = math.Max(top, r.attraction[int(tab.class)*len(r.m.net.Destinations)+int(r.m.dests[d].dest)])
	}
	return top
}

// weighCrossing leaves in prob each way's share of the crossing's weight
// (K_c/K) e^(V_c/s), and returns that weight. ratio is s_w/s: e^(V_c/s) is the mean over the
// ways of e^(V_way/s_w), to the power s_w/s.
func (r *run) weighCrossing(c, class int32, car bool, shut int32, prob []float64, ratio float64) float64 {
	m := r.m
	node := &m.crosses[c]
	if node.shutBy(shut) {
		clear(prob[node.leafFrom:node.leaf])
		return 0
	}
	sum := 0.0
	for i := node.leafFrom; i < node.leaf; i++ {
		prob[i] = r.weighLeaf(i, class, car)
		sum += prob[i]
	}
	if sum == 0 {
		return 0
	}
	w := m.share[c] * draw.Pow(sum/node.ways, ratio)
	for i := node.leafFrom; i < node.leaf; i++ {
		prob[i] *= w / sum
	}
	return w
}

// weighLeaf is e^(V_way/s_w) relative to the table's reference, 0 when the way
// is not offered.
func (r *run) weighLeaf(i, class int32, car bool) float64 {
	m := r.m
	l := &m.leaves[i]
	if !r.offered(l, class, car) {
		return 0
	}
	w := m.leafWeight[i]
	nc := int32(len(m.classes))
	if l.lane != none {
		w *= r.laneCost[l.lane*nc+class]
	}
	if l.serves != none {
		w *= r.serviceCost[l.serves*nc+class]
	}
	return w
}

// offered says whether a way can be chosen today: its crossing, lane, links
// and service are open, and the country lets the class in or hears its claim.
func (r *run) offered(l *leaf, class int32, car bool) bool {
	m := r.m
	if l.needs && !car {
		return false
	}
	if l.lane != none && r.closedLane[l.lane] {
		return false
	}
	nk := int32(len(m.kept))
	k := m.keptOf[m.classes[class]]
	if r.entryLevel[l.leg*nk+k] <= 0 && !r.claimHeard(l.leg, k) {
		return false
	}
	if l.serves != none && m.seats[l.serves]*r.linkFactor[m.net.Arcs[m.services[l.serves].arc].Link] < 1 {
		return false
	}
	return r.linksOpen(m.ways[l.way].arcs) && r.linksOpen(m.net.Legs[l.leg].Arcs)
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
		return math.Inf(-1)
	}
	for i := tab.leafFrom; i < tab.leafTo; i++ {
		prob[i] /= total
	}
	return math.MaxFloat64
}
