package movement

// A gate is what the daily part of an option's cost depends on: the leg behind
// it and the service it takes.
type gate struct{ leg, serves int32 }

// nest is a destination of several options in a table. An option that is its
// destination's only one needs no nest: its weight is known without a power.
type nest struct {
	dest               int32
	crossFrom, crossTo int32
	leafFrom, leafTo   int32
	needs              bool // a way to it needs a car
	plain              bool // of several crossings, with one way each
}

// The spreads at which a leaf's utility enters its weight, as places in the
// day's prices.
const (
	atWay = iota // one of several ways to a crossing
	atCrossing
	atDestination
	spreads
)

// findNests sorts the options of all tables: which nest they belong to, at
// which spread they are weighed and by which gate and class they are priced.
func (f *Frame) findNests() {
	known := map[gate]int32{}
	f.priceOf, f.noCar, f.spreadOf = make([]int32, len(f.leaves)), make([]uint8, len(f.leaves)), make([]uint8, len(f.leaves))
	for t := range f.tables {
		f.nestFrom = append(f.nestFrom, int32(len(f.nests)))
		for d := f.tables[t].destFrom; d < f.tables[t].destTo; d++ {
			f.addNest(&f.dests[d])
		}
	}
	f.nestFrom = append(f.nestFrom, int32(len(f.nests)))
	f.tableNeedsCar = make([]bool, len(f.tables))
	for t := range f.tables {
		tab := &f.tables[t]
		for i := tab.leafFrom; i < tab.leafTo; i++ {
			l := &f.leaves[i]
			g, ok := known[gate{l.leg, l.serves}]
			if !ok {
				g = int32(len(f.gates))
				known[gate{l.leg, l.serves}] = g
				f.gates = append(f.gates, gate{l.leg, l.serves})
			}
			f.priceOf[i] = (g*spreads+int32(f.spreadOf[i]))*int32(len(f.classes)) + tab.class
			if l.needs {
				f.tableNeedsCar[t] = true
			} else {
				f.noCar[i] = 1
			}
		}
	}
}

func (f *Frame) addNest(node *destNode) {
	if node.leafTo-node.leafFrom == 1 {
		f.spreadOf[node.leafFrom] = atDestination
		return
	}
	n := nest{dest: node.dest, crossFrom: node.crossFrom, crossTo: node.crossTo, leafFrom: node.leafFrom, leafTo: node.leafTo, needs: node.needs}
	n.plain = n.crossTo-n.crossFrom == n.leafTo-n.leafFrom
	for c := n.crossFrom; c < n.crossTo; c++ {
		x := &f.crosses[c]
		if x.leaf-x.leafFrom == 1 {
			f.spreadOf[x.leafFrom] = atCrossing
		}
	}
	f.nests = append(f.nests, n)
}

// priceGates computes e^(-cost/spread) of what a day adds to the cost of each
// gate for each class at each spread, 0 where it is not offered today. At the spread of
// destinations their pull is in it.
func (r *run) priceGates() {
	m := r.m
	nc := len(m.classes)
	for g := range m.gates {
		leg, s := int(m.gates[g].leg), int(m.gates[g].serves)
		open := r.legOpen[leg*nc : (leg+1)*nc]
		for k := range spreads {
			prices := r.prices[(g*spreads+k)*nc : (g*spreads+k+1)*nc]
			for c := range prices {
				prices[c] = 1
			}
			if lane := int(m.laneOf[leg]); lane != int(none) {
				copy(prices, r.laneCost[(lane*spreads+k)*nc:])
			}
			for c := range prices {
				switch {
				case !open[c] || (s != int(none) && !r.running[s]):
					prices[c] = 0
				case s != int(none):
					prices[c] *= r.serviceCost[(s*spreads+k)*nc+c]
				}
			}
			if k == atDestination {
				for c := range prices {
					prices[c] *= r.pull[c*len(m.net.Destinations)+int(m.net.Legs[leg].Destination)]
				}
			}
		}
	}
}

// shutWays takes the ways that a policy has shut out of the weights.
func (r *run) shutWays() {
	m := r.m
	r.weightNow = m.leafWeight
	if len(m.mayShut) == 0 {
		return
	}
	r.openWeight = append(r.openWeight[:0], m.leafWeight...)
	for i := range m.leaves {
		if r.wayShut[m.leaves[i].way] {
			r.openWeight[i] = 0
		}
	}
	r.weightNow = r.openWeight
}

// weigh computes the weights of a table's options, with a car and without.
func (r *run) weigh(t int32) {
	r.blended[t], r.going[t] = false, -1
	if r.m.sc.Rule == "fixed" {
		r.totalCar[t] = r.weighFixed(t, true, none, r.weightCar)
		r.totalNo[t] = r.weighFixed(t, false, none, r.weightNo)
		return
	}
	r.weighOptions(t, none, r.weightCar)
	r.totalCar[t] = r.closeNests(t, r.weightCar)
	r.totalNo[t] = r.totalCar[t]
	if r.m.tableNeedsCar[t] {
		r.totalNo[t] = r.leaveCars(t)
	}
}

// weighOptions puts every option's weight at its own spread into weight. shut
// is a crossing that is not offered (none; everyBorder).
func (r *run) weighOptions(t, shut int32, weight []float64) {
	tab := &r.m.tables[t]
	now := r.weightNow[tab.leafFrom:tab.leafTo]
	prices, priceOf := r.prices, r.m.priceOf[tab.leafFrom:tab.leafTo][:len(now)]
	out := weight[tab.leafFrom:tab.leafTo][:len(now)]
	for i, w := range now {
		out[i] = w * prices[priceOf[i]]
	}
	if shut == none {
		return
	}
	for c := tab.crossFrom; c < tab.crossTo; c++ {
		if x := &r.m.crosses[c]; x.shutBy(shut) {
			clear(weight[x.leafFrom:x.leaf])
		}
	}
}

// leaveCars makes the weights of those without a car out of those with one, and
// returns their sum: only the nests with a way that needs one differ.
func (r *run) leaveCars(t int32) float64 {
	m := r.m
	tab := &m.tables[t]
	car := r.weightCar[tab.leafFrom:tab.leafTo]
	no, out := m.noCar[tab.leafFrom:tab.leafTo][:len(car)], r.weightNo[tab.leafFrom:tab.leafTo][:len(car)]
	for i, w := range car {
		out[i] = w * float64(no[i])
	}
	pull := r.pull[int(tab.class)*len(m.net.Destinations):]
	for i := m.nestFrom[t]; i < m.nestFrom[t+1]; i++ {
		if n := &m.nests[i]; n.needs {
			for j := n.leafFrom; j < n.leafTo; j++ {
				r.weightNo[j] = r.weightNow[j] * r.prices[m.priceOf[j]] * float64(m.noCar[j])
			}
			r.closeNest(i, pull[n.dest], r.weightNo)
		}
	}
	return sum(out)
}

// closeNests is the nested logit: it turns the weights of options at their own
// spreads into shares of their destination's e^V, and returns the sum of all. Weights are relative
// to the table's best way and the class's best destination, whose utilities logW adds: that
// is the subtraction of the maximum before exp.
func (r *run) closeNests(t int32, weight []float64) float64 {
	m := r.m
	tab := &m.tables[t]
	pull := r.pull[int(tab.class)*len(m.net.Destinations):]
	for i := m.nestFrom[t]; i < m.nestFrom[t+1]; i++ {
		r.closeNest(i, pull[m.nests[i].dest], weight)
	}
	return sum(weight[tab.leafFrom:tab.leafTo])
}

func (r *run) closeNest(i int32, pull float64, weight []float64) {
	m := r.m
	n := &m.nests[i]
	leaves := weight[n.leafFrom:n.leafTo]
	all, w := 0.0, 0.0
	switch {
	case n.plain:
		all = sum(leaves)
		w = m.toCrossing.Of(all)
	case n.crossTo-n.crossFrom == 1:
		// Of one crossing it is (K_c/K)^s times the mean over the ways to the
		// power s_w.
		all = sum(leaves)
		x := &m.crosses[n.crossFrom]
		w = m.shareAlone[x.passage] * m.toWay.Of(all/x.ways)
	default:
		for c := n.crossFrom; c < n.crossTo; c++ {
			all += r.closeCrossing(c, weight)
		}
		w = m.toCrossing.Of(all)
	}
	scale(leaves, all, float64(w*pull))
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// closeCrossing is (K_c/K) * e^(V_c/s), shared out in weight among the ways:
// e^(V_c/s) is the mean over the ways of e^(V_way/s_w), to the power s_w/s. A
// single way needs no power: its weight is at that spread already.
func (r *run) closeCrossing(c int32, weight []float64) float64 {
	node := &r.m.crosses[c]
	if node.leaf-node.leafFrom == 1 {
		return weight[node.leafFrom]
	}
	leaves := weight[node.leafFrom:node.leaf]
	all := sum(leaves)
	w := float64(r.m.share[node.passage] * r.m.toRatio.Of(all/node.ways))
	scale(leaves, all, w)
	return w
}

// weighShut are the weights for those to whom a crossing is shut, and their sum.
func (r *run) weighShut(t int32, car bool, shut int32) float64 {
	if r.m.sc.Rule == "fixed" {
		return r.weighFixed(t, car, shut, r.weightShut)
	}
	r.weighOptions(t, shut, r.weightShut)
	if !car && r.m.tableNeedsCar[t] {
		for i := r.m.tables[t].leafFrom; i < r.m.tables[t].leafTo; i++ {
			r.weightShut[i] *= float64(r.m.noCar[i])
		}
	}
	return r.closeNests(t, r.weightShut)
}
