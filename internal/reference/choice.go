package reference

import "math"

// choiceKey is all that a choice of the day depends on.
type choiceKey struct {
	node, group int32
	car         bool
	shut        int32 // a crossing not offered; allShut: none is
}

const allShut int32 = -2

// choice is the nested logit over the options of a key: W and every option's
// probability.
type choice struct {
	options []option
	p       []float64
	w       float64
}

func (r *run) choice(k choiceKey) *choice {
	if c, ok := r.choices[k]; ok {
		return c
	}
	c := &choice{options: r.w.options[[2]int32{k.node, k.group}]}
	c.p = make([]float64, len(c.options))
	if r.w.sc.Rule == "fixed" {
		r.share(c, k)
	} else {
		r.weigh(c, k)
	}
	r.choices[k] = c
	return c
}

// weigh follows DESIGN's formulas as they stand.
func (r *run) weigh(c *choice, k choiceKey) {
	s, sw := r.w.p.SpreadCrossing, r.w.p.SpreadWay
	type nest struct{ dest, crossing int32 }
	sum, ways := map[nest]float64{}, map[nest]float64{} // of e^(V_way/s_w); n_c
	for i := range c.options {
		o := &c.options[i]
		if r.offered(o, k) {
			c.p[i] = math.Exp(r.utility(o, k.group) / sw)
			n := nest{o.dest, o.crossing}
			sum[n] += c.p[i]
			ways[n] = o.ways
		}
	}
	weight := func(n nest) float64 { // K_c/K e^(V_c/s)
		size := 1.0
		if n.crossing != none {
			size = r.w.share[[2]int32{n.crossing, n.dest}]
		}
		return size * math.Exp(sw*math.Log(sum[n]/ways[n])/s)
	}
	inside := map[int32]float64{}
	for n := range sum {
		inside[n.dest] += weight(n)
	}
	value := map[int32]float64{} // e^V
	for d, x := range inside {
		if x > 0 {
			value[d] = math.Exp(r.rules.attraction[d][k.group] + s*math.Log(x))
			c.w += value[d]
		}
	}
	for i := range c.options {
		if c.p[i] > 0 {
			o := &c.options[i]
			n := nest{o.dest, o.crossing}
			c.p[i] *= value[o.dest] / c.w * weight(n) / inside[o.dest] / sum[n]
		}
	}
}

// share follows choice_shares.csv: a crossing's share is spread evenly over
// its ways, what is not offered is left out, and where anything is offered W is
// without limit.
func (r *run) share(c *choice, k choiceKey) {
	type nest struct{ dest, crossing int32 }
	open, total := map[nest]float64{}, 0.0
	for i := range c.options {
		if o := &c.options[i]; r.offered(o, k) {
			c.p[i] = r.w.shareOf(k.node, k.group, o)
			open[nest{o.dest, o.crossing}]++
		}
	}
	for i := range c.options {
		if o := &c.options[i]; c.p[i] > 0 {
			c.p[i] /= open[nest{o.dest, o.crossing}]
			total += c.p[i]
		}
	}
	for i := range c.p {
		if total > 0 {
			c.p[i] /= total
			c.w = math.MaxFloat64
		}
	}
}

// shareOf looks up a share: a row that names origin and group goes before one
// that names the origin, before one that names the group, before one for all.
func (w *World) shareOf(node, group int32, o *option) float64 {
	dest, crossing := w.sc.Places[w.net.Destinations[o.dest]].ID, ""
	if o.crossing != none {
		crossing = w.sc.Places[w.net.Crossings[o.crossing].Node].ID
	}
	best, share := -1, 0.0
	for i := range w.sc.ChoiceShares {
		row := &w.sc.ChoiceShares[i]
		own, its := row.Origin == w.sc.Places[node].ID, row.Group == w.sc.Groups[group].ID
		if row.Destination != dest || row.Crossing != crossing || (!own && row.Origin != "*") || (!its && row.Group != "*") {
			continue
		}
		if rank := 2*index(own) + index(its); rank > best {
			best, share = rank, row.Share
		}
	}
	return share
}

// offered says whether an option can be chosen today.
func (r *run) offered(o *option, k choiceKey) bool {
	if o.needsCar && !k.car {
		return false
	}
	if o.crossing != none && (k.shut == allShut || k.shut == o.crossing) {
		return false
	}
	if o.lane >= 0 && r.lanes[o.lane].closed {
		return false
	}
	if r.rules.entry[o.leg][k.group] <= 0 && !r.w.claimable(r.rules, o.leg, k.group) {
		return false
	}
	if o.service >= 0 && r.w.services[o.service].seats*r.linkFactor(o.service) < 1 {
		return false
	}
	for _, arcs := range [][]int32{o.arcs, r.w.net.Legs[o.leg].Arcs} {
		for _, a := range arcs {
			if r.rules.linkFactor[r.w.net.Arcs[a].Link] <= 0 {
				return false
			}
		}
	}
	return true
}

func (r *run) linkFactor(service int) float64 {
	return r.rules.linkFactor[r.w.net.Arcs[r.w.services[service].arc].Link]
}

// utility is V_way.
func (r *run) utility(o *option, group int32) float64 {
	p := r.w.p
	fare := o.fare
	if o.service >= 0 {
		fare += r.w.services[o.service].fare * r.sales[o.service].fare
	}
	v := -p.CostPerHour*o.hours - p.FareWeight*fare/r.w.sc.Groups[group].MeansUSD
	if o.lane >= 0 {
		v -= p.WaitPerHour*24*r.lanes[o.lane].perceived + p.ExitDeterrence*r.rules.exit[o.lane][group] + r.rules.deterrent[o.lane][group]
	}
	return v
}

// choose lets every party that stands somewhere choose.
func (r *run) choose() {
	buyers := map[int][]*party{}
	for i := range r.sales {
		r.sales[i].vain = 0
	}
	for _, p := range r.parties {
		if p.status == standing {
			r.chooseOne(p, buyers)
		}
	}
	for s := range r.sales {
		r.sell(s, buyers[s])
	}
}

func (r *run) chooseOne(p *party, buyers map[int][]*party) {
	k := choiceKey{p.place, p.group, p.car, none}
	fromHome := p.refused == leaving
	switch {
	case p.barred:
		k.shut = allShut
	case p.refused != none && !fromHome:
		k.shut = p.refused
	}
	c := r.choice(k)
	if fromHome {
		p.refused = none
	} else if !p.onward && !r.chance(c.w/(c.w+math.Exp(r.w.p.GoHome))) {
		r.goHome(p, p.place)
		return
	}
	if c.w == 0 { // nothing on offer: the party stays for today
		if p.onward {
			p.status, p.applied, p.onward = arrived, false, false
		}
		return
	}
	p.refused = none
	u := r.rng.Float64()
	for i := range c.options {
		if u -= c.p[i]; u < 0 || i == len(c.options)-1 {
			p.way = &c.options[i]
			break
		}
	}
	p.car = p.way.needsCar
	if p.way.service >= 0 {
		buyers[p.way.service] = append(buyers[p.way.service], p)
		return
	}
	p.status = onLinks
	r.flow(p.way.arcs, p.size)
	r.setOut(p, r.day*r.w.bins+r.departureBin()+p.way.toGate)
}

// setOut sends a party to its gate: a lane, or without a border the
// destination.
func (r *run) setOut(p *party, bin int) {
	if p.way.lane < 0 {
		p.dest = p.way.dest
		r.landings[bin] = append(r.landings[bin], p)
		return
	}
	r.gates[bin] = append(r.gates[bin], p)
}

func (r *run) departureBin() int {
	total := 0.0
	for _, x := range r.w.departBin {
		total += x
	}
	u := r.rng.Float64() * total
	for b, x := range r.w.departBin {
		if u -= x; u < 0 {
			return b
		}
	}
	return r.w.bins - 1
}

// flow counts a party on the links ahead of it, each on the day it gets there.
func (r *run) flow(arcs []int32, people int64) {
	hours := 0.0
	for _, a := range arcs {
		link := int(r.w.net.Arcs[a].Link)
		if d := r.day + int(hours/24); d < r.out.Days {
			r.out.Values[(r.w.rows.flow+link)*r.out.Days+d] += people
		}
		hours += r.w.sc.Links[link].Hours
	}
}

func (r *run) goHome(p *party, node int32) {
	p.status = gone
	r.returned += p.size
	r.add(r.w.rows.returned, int(node), p.size)
}
