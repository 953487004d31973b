package movement

import (
	"math"
	"sort"

	"haven/draw"
	"haven/internal/network"
	"haven/scenario"
)

// A table holds the options of one class at one place, nested as they are
// chosen: destinations, their crossings, the ways to each. The three slices of
// a frame hold all tables one after the other.
type table struct {
	chooser, class     int32
	destFrom, destTo   int32
	crossFrom, crossTo int32
	leafFrom, leafTo   int32
}

type destNode struct {
	dest               int32 // index in net.Destinations
	crossFrom, crossTo int32
}

type crossNode struct {
	crossing       int32 // index in net.Crossings; none: no border
	leafFrom, leaf int32 // leaves leafFrom..leaf-1
	ways           float64
}

type leaf struct {
	way    int32
	leg    int32
	lane   int32
	needs  bool // needs a car
	serves int32
}

// findOptions chooses, for every place where somebody may choose and every
// class, the best ways on a usual day: at most Options of them.
func (f *Frame) findOptions() {
	u := f.usualDay()
	for _, node := range f.places.choosers {
		known := map[string]int32{} // ways already found from here, by their arcs
		for c := range f.classes {
			f.addTable(node, int32(c), u.bestWays(node, int32(c)), known)
		}
	}
}

// usualDay is what the choice of options looks at: attractions with every
// stance at its best of the period, so that what opens later is not
// overlooked, no waits, base fares.
type usualDay struct {
	*Frame
	attraction [][]float64 // by class and destination
	share      []float64   // K_c/K by leg's crossing and destination: by leg
	offered    [][]bool    // by class and leg
}

func (f *Frame) usualDay() *usualDay {
	u := &usualDay{Frame: f, share: make([]float64, len(f.net.Legs))}
	m := &Model{Frame: f, sc: f.sc, scale: 1}
	m.measureLanes()
	m.measureServices()
	capacity, total := m.capacities()
	for l, leg := range f.net.Legs {
		u.share[l] = 1
		if leg.Crossing != none && total[leg.Destination] > 0 {
			u.share[l] = capacity[leg.Crossing] / total[leg.Destination]
		}
	}
	for _, g := range f.classes {
		k := f.keptOf[g]
		a := make([]float64, len(f.net.Destinations))
		for d, n := range f.net.Destinations {
			a[d] = pullOf(f.sc, &f.sc.Groups[g], &f.sc.Places[n]) + f.bestStance(int32(d), k)
		}
		offered := make([]bool, len(f.net.Legs))
		for l := range offered {
			offered[l] = f.offeredAnyDay(int32(l), k)
		}
		u.attraction, u.offered = append(u.attraction, a), append(u.offered, offered)
	}
	return u
}

// bestStance is what entry and asylum add to A when they are at their best.
func (f *Frame) bestStance(dest, k int32) float64 {
	nk := int32(len(f.kept))
	entry, asylum := 0.0, 0.0
	for i := range f.epochs {
		e := &f.epochs[i]
		asylum = math.Max(asylum, level(f.sc, e.asylum[dest*nk+k], 0))
		for l := range f.net.Legs {
			if f.net.Legs[l].Destination == dest {
				c := int32(l)*nk + k
				entry = math.Max(entry, math.Max(level(f.sc, e.entry[c], 1), level(f.sc, e.visa[c], 0)))
			}
		}
	}
	return float64(f.sc.Parameters.WeightEntry*entry) + float64(f.sc.Parameters.WeightAsylum*asylum)
}

// candidate is a way under consideration: its utility on a usual day without
// A, and how likely it is chosen among all candidates (not normalised).
type candidate struct {
	way     network.Way
	utility float64
	weight  float64
}

// bestWays are the options of a class at a node: those most likely to be
// chosen on a usual day. Alternatives are looked for only beside ways that are
// among the best themselves.
func (u *usualDay) bestWays(node, class int32) []candidate {
	p := &u.sc.Parameters
	means := u.sc.Groups[u.classes[class]].MeansUSD
	var near []candidate
	for l := range u.net.Legs {
		hours, fare, ok := u.net.Reach(int32(l), node)
		if !ok || !u.offered[class][l] {
			continue
		}
		h, d := u.Frame.beyond(int32(l))
		v := -float64(p.CostPerHour*(hours+h)) - float64(p.FareWeight*(fare+d)/means)
		near = append(near, candidate{way: network.Way{Leg: int32(l)}, utility: v})
	}
	near = u.mostLikely(near, class)
	if p.Ways < 2 {
		for i := range near {
			near[i].way = u.net.Ways(near[i].way.Leg, node, 1)[0]
		}
		return near
	}
	var ways []candidate
	for _, c := range near {
		for _, w := range u.net.Ways(c.way.Leg, node, p.Ways) {
			hours, fare := u.costOf(w.Arcs)
			h, d := u.Frame.beyond(w.Leg)
			v := -float64(p.CostPerHour*(hours+h)) - float64(p.FareWeight*(fare+d)/means)
			ways = append(ways, candidate{way: w, utility: v})
		}
	}
	return u.mostLikely(ways, class)
}

// mostLikely keeps the candidates that a nested logit over all of them would
// choose most often.
func (u *usualDay) mostLikely(cs []candidate, class int32) []candidate {
	u.weigh(cs, class)
	sort.SliceStable(cs, func(i, j int) bool {
		if cs[i].weight != cs[j].weight {
			return cs[i].weight > cs[j].weight
		}
		return cs[i].way.Leg < cs[j].way.Leg
	})
	return cs[:min(len(cs), u.sc.Parameters.Options)]
}

// weigh computes every candidate's weight e^V * P(crossing | destination) *
// P(way | crossing) by DESIGN's nested logit.
func (u *usualDay) weigh(cs []candidate, class int32) {
	s, sw := u.sc.Parameters.SpreadCrossing, u.sc.Parameters.SpreadWay
	type nest struct{ dest, crossing int32 }
	crossing, ways, dest := map[nest]float64{}, map[nest]float64{}, map[int32]float64{}
	nestOf := func(c *candidate) nest {
		leg := &u.net.Legs[c.way.Leg]
		return nest{leg.Destination, leg.Crossing}
	}
	for i := range cs {
		n := nestOf(&cs[i])
		crossing[n] += draw.Exp(cs[i].utility / sw)
		ways[n]++
	}
	seen := map[nest]bool{}
	inNest := func(c *candidate, n nest) float64 {
		return float64(u.share[c.way.Leg] * draw.Pow(crossing[n]/ways[n], sw/s))
	}
	for i := range cs {
		if n := nestOf(&cs[i]); !seen[n] {
			seen[n] = true
			dest[n.dest] += inNest(&cs[i], n)
		}
	}
	for i := range cs {
		n := nestOf(&cs[i])
		v := u.attraction[class][n.dest] + float64(s*draw.Log(dest[n.dest]))
		cs[i].weight = draw.Exp(v) * inNest(&cs[i], n) / dest[n.dest] * draw.Exp(cs[i].utility/sw) / crossing[n]
	}
}

// beyond is what the part of a way behind the border takes.
func (f *Frame) beyond(leg int32) (hours, fare float64) { return f.costOf(f.net.Legs[leg].Arcs) }

func (f *Frame) costOf(arcs []int32) (hours, fare float64) {
	for _, a := range arcs {
		l := &f.sc.Links[f.net.Arcs[a].Link]
		hours += l.Hours
		fare += l.FareUSD
	}
	return hours, fare
}

// pullOf is the part of a destination's attraction A that does not change with
// policy: days of stay, ties, cost of living and chance of protection.
func pullOf(sc *scenario.Scenario, g *scenario.Group, d *scenario.Place) float64 {
	p := &sc.Parameters
	a := 0.0
	for i := range sc.Pulls {
		pull := &sc.Pulls[i]
		if (pull.Destination != d.ID && pull.Destination != d.Country) || !pull.AppliesTo.Selects(g) {
			continue
		}
		switch pull.Term {
		case "stay_days":
			a += float64(p.WeightStayDays * math.Min(pull.Value, 365) / 365)
		case "ties":
			a += float64(p.WeightTies * pull.Value)
		case "living":
			a += float64(p.WeightLiving * pull.Value)
		case "protection":
			a += float64(p.WeightProtect * pull.Value)
		}
	}
	return a
}

// addTable writes the options of a class at a node, in the order destination,
// crossing, way.
func (f *Frame) addTable(node, class int32, best []candidate, known map[string]int32) {
	type entry struct {
		dest, crossing int32
		leaf           leaf
	}
	entries := make([]entry, len(best))
	for i, b := range best {
		leg := &f.net.Legs[b.way.Leg]
		l := leaf{way: f.wayIndex(node, b.way, known), leg: b.way.Leg, lane: leg.Lane, serves: none}
		l.serves = f.ways[l.way].service
		l.needs = leg.Lane != none && f.sc.Crossings[leg.Lane].Lane == "car"
		entries[i] = entry{leg.Destination, leg.Crossing, l}
	}
	sort.SliceStable(entries, func(i, j int) bool {
		a, b := entries[i], entries[j]
		if a.dest != b.dest {
			return a.dest < b.dest
		}
		if a.crossing != b.crossing {
			return a.crossing < b.crossing
		}
		if a.leaf.leg != b.leaf.leg {
			return a.leaf.leg < b.leaf.leg
		}
		return a.leaf.way < b.leaf.way
	})
	t := table{chooser: f.chooserOf[node], class: class, destFrom: int32(len(f.dests)), crossFrom: int32(len(f.crosses)), leafFrom: int32(len(f.leaves))}
	for i, e := range entries {
		newDest := i == 0 || e.dest != entries[i-1].dest
		if newDest {
			f.dests = append(f.dests, destNode{dest: e.dest, crossFrom: int32(len(f.crosses))})
		}
		if newDest || e.crossing != entries[i-1].crossing {
			f.crosses = append(f.crosses, crossNode{crossing: e.crossing, leafFrom: int32(len(f.leaves))})
		}
		f.leaves = append(f.leaves, e.leaf)
		c := &f.crosses[len(f.crosses)-1]
		c.leaf = int32(len(f.leaves))
		f.dests[len(f.dests)-1].crossTo = int32(len(f.crosses))
	}
	t.destTo, t.crossTo, t.leafTo = int32(len(f.dests)), int32(len(f.crosses)), int32(len(f.leaves))
	f.tables = append(f.tables, t)
	f.countWays(t)
}

// countWays sets n_c, the ways to a crossing that are open on the first day
// (all when none is): it stays as it was, so that closing one is felt.
func (f *Frame) countWays(t table) {
	for i := t.crossFrom; i < t.crossTo; i++ {
		c := &f.crosses[i]
		open := 0
		for l := c.leafFrom; l < c.leaf; l++ {
			if f.openOnFirstDay(f.leaves[l].lane) {
				open++
			}
		}
		if open == 0 {
			open = int(c.leaf - c.leafFrom)
		}
		c.ways = float64(open)
	}
}

func (f *Frame) openOnFirstDay(lane int32) bool {
	if lane == none {
		return true
	}
	c := &f.sc.Crossings[lane]
	first := f.sc.Period.From
	return (!c.DateFrom.Given() || c.DateFrom <= first) && (!c.DateTo.Given() || first <= c.DateTo) &&
		level(f.sc, f.epochs[0].laneRule[lane], 1) > 0
}

func (f *Frame) wayIndex(node int32, w network.Way, known map[string]int32) int32 {
	key := make([]byte, 0, 4*len(w.Arcs)+4)
	for _, a := range append([]int32{w.Leg}, w.Arcs...) {
		key = append(key, byte(a), byte(a>>8), byte(a>>16), byte(a>>24))
	}
	if i, ok := known[string(key)]; ok {
		return i
	}
	i := int32(len(f.ways))
	nw := way{node: node, leg: w.Leg, arcs: w.Arcs, service: none}
	if w.Service != none {
		nw.service = f.serviceOf[w.Service]
		nw.booked = f.net.Legs[w.Leg].Service == none
	}
	f.ways = append(f.ways, nw)
	known[string(key)] = i
	return i
}
