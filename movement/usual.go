package movement

import (
	"cmp"
	"math"
	"slices"

	"haven/draw"
	"haven/internal/network"
)

// usualDay is what the choice of options looks at: attractions with every
// stance at its best of the period, so that what opens later is not
// overlooked, no waits, base fares.
type usualDay struct {
	*Frame
	attraction [][]float64 // by class and destination
	share      []float64   // K_c/K by leg
	twins      twins
	legs       [][]gateLeg // by class and gate, those that are ever offered, gate after gate
	from       [][]int32   // by class: where a gate's legs begin in legs
	best       [][]float64 // by class and gate: utility beyond the gate of the best leg

	// The place looked at.
	near  []gateReach
	alts  map[int32][][]int32 // by gate: the ways to it
	picks []gateReach
	cs    []candidate
	order []int32 // legs numbered by destination, crossing and leg

	keys   []uint64
	sorted []candidate
}

// gateLeg is a leg with its utility beyond the gate, A left out.
type gateLeg struct {
	leg     int32
	utility float64
}

// gateReach is a gate that can be reached from the place looked at.
type gateReach struct {
	gate        int32
	hours, fare float64
	score       float64
}

func (f *Frame) usualDay() *usualDay {
	u := &usualDay{Frame: f, share: make([]float64, len(f.net.Legs))}
	capacity, total := f.usualModel().capacities()
	for l, leg := range f.net.Legs {
		u.share[l] = 1
		if leg.Crossing != none && total[leg.Destination] > 0 {
			u.share[l] = capacity[leg.Crossing] / total[leg.Destination]
		}
	}
	u.orderLegs()
	u.twins = f.findTwins()
	byGate := make([][]int32, f.net.Gates())
	for l := range f.net.Legs {
		g := f.net.Gate(int32(l))
		byGate[g] = append(byGate[g], int32(l))
	}
	for c, g := range f.classes {
		k := f.keptOf[g]
		a := make([]float64, len(f.net.Destinations))
		for d := range a {
			a[d] = pullOf(f.sc, f.pullRows[c*len(a)+d]) + f.bestStance(int32(d), k)
		}
		u.attraction = append(u.attraction, a)
		u.twins.addClass(f, k)
		u.lookBeyond(k, f.sc.Groups[g].MeansUSD, a, byGate)
	}
	return u
}

// usualModel has the capacities of the scenario's own numbers.
func (f *Frame) usualModel() *Model {
	m := &Model{Frame: f, sc: f.sc, scale: 1}
	if f.first != nil {
		m.first = f.first.usualModel()
	}
	m.measureLanes()
	m.measureServices()
	return m
}

func (u *usualDay) orderLegs() {
	legs := u.net.Legs
	sorted := make([]int32, len(legs))
	for l := range sorted {
		sorted[l] = int32(l)
	}
	slices.SortFunc(sorted, func(a, b int32) int {
		return cmp.Or(cmp.Compare(legs[a].Destination, legs[b].Destination), cmp.Compare(legs[a].Crossing, legs[b].Crossing), cmp.Compare(a, b))
	})
	u.order = make([]int32, len(legs))
	for i, l := range sorted {
		u.order[l] = int32(i)
	}
}

// lookBeyond values, for one class, what lies beyond every gate.
func (u *usualDay) lookBeyond(k int32, means float64, a []float64, byGate [][]int32) {
	p := &u.sc.Parameters
	class := int32(len(u.legs))
	var legs []gateLeg
	from := []int32{0}
	best := make([]float64, len(byGate))
	for g, ls := range byGate {
		best[g] = math.Inf(-1)
		for _, l := range ls {
			if !u.offeredAnyDay(l, k) || u.twins.isStoodFor(class, l) {
				continue
			}
			h, fare := u.beyond(l)
			v := -float64(p.CostPerHour*h) - float64(p.FareWeight*fare/means)
			legs = append(legs, gateLeg{l, v})
			// A crossing's share counts as in the nest, if with siblings.
			score := v + a[u.net.Legs[l].Destination] + float64(p.SpreadCrossing*draw.Log(math.Max(u.shareWithTwins(class, l), 1e-12)))
			best[g] = math.Max(best[g], score)
		}
		from = append(from, int32(len(legs)))
	}
	u.legs, u.from, u.best = append(u.legs, legs), append(u.from, from), append(u.best, best)
}

// stand looks around at a place: which gates can be reached.
func (u *usualDay) stand(node int32) {
	u.near, u.alts = u.near[:0], map[int32][][]int32{}
	for g := range u.net.Gates() {
		if hours, fare, ok := u.net.ReachGate(int32(g), node); ok {
			u.near = append(u.near, gateReach{gate: int32(g), hours: hours, fare: fare})
		}
	}
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
	leg, order int32
	alt        int32 // which of the ways to its gate
	utility    float64
	weight     float64
}

// bestWays are the options of a class at a node: those most likely to be
// chosen on a usual day among the legs of the best gates, somewhat more gates than
// options. Alternatives are looked for only beside ways that are among the best themselves.
func (u *usualDay) bestWays(node, class int32) []network.Way {
	p := &u.sc.Parameters
	means := u.sc.Groups[u.classes[class]].MeansUSD
	cs := u.cs[:0]
	for _, g := range u.bestGates(class, means) {
		v := -float64(p.CostPerHour*g.hours) - float64(p.FareWeight*g.fare/means)
		for i := u.from[class][g.gate]; i < u.from[class][g.gate+1]; i++ {
			l := &u.legs[class][i]
			if u.net.Destinations[u.net.Legs[l.leg].Destination] != node {
				cs = append(cs, candidate{leg: l.leg, order: u.order[l.leg], utility: v + l.utility})
			}
		}
	}
	cs = u.mostLikely(cs, class)
	for i, first := 0, len(cs); i < first; i++ {
		alts := u.waysTo(cs[i].leg, node)
		for alt := 1; alt < len(alts); alt++ {
			hours, fare := u.costOf(alts[alt])
			h, d := u.beyond(cs[i].leg)
			v := -float64(p.CostPerHour*(hours+h)) - float64(p.FareWeight*(fare+d)/means)
			cs = append(cs, candidate{leg: cs[i].leg, order: cs[i].order, alt: int32(alt), utility: v})
		}
	}
	u.cs = cs
	var ways []network.Way
	for _, c := range u.mostLikely(cs, class) {
		ways = append(ways, u.net.Onward(c.leg, u.waysTo(c.leg, node)[c.alt]))
		for _, twin := range u.twins.of(class, c.leg) {
			if alts := u.waysTo(twin, node); int(c.alt) < len(alts) {
				ways = append(ways, u.net.Onward(twin, alts[c.alt]))
			}
		}
	}
	return ways
}

// bestGates are the gates with the best utility of any leg beyond them.
func (u *usualDay) bestGates(class int32, means float64) []gateReach {
	p := &u.sc.Parameters
	u.picks = u.picks[:0]
	for _, g := range u.near {
		if b := u.best[class][g.gate]; !math.IsInf(b, -1) {
			g.score = b - float64(p.CostPerHour*g.hours) - float64(p.FareWeight*g.fare/means)
			u.picks = append(u.picks, g)
		}
	}
	if keep := p.Options + p.Options/2; len(u.picks) > keep {
		u.picks = foremost(u.picks, keep, farther)
	}
	return u.picks
}

// farther orders gates by score; of two alike the later is farther.
func farther(a, b gateReach) int {
	return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(b.gate, a.gate))
}

// waysTo are the ways from the place looked at to the gate of a leg; legs behind
// one gate share them.
func (u *usualDay) waysTo(leg, node int32) [][]int32 {
	gate := u.net.Gate(leg)
	ways, ok := u.alts[gate]
	if !ok {
		for _, w := range u.net.Ways(leg, node, u.sc.Parameters.Ways) {
			ways = append(ways, w.Arcs)
		}
		u.alts[gate] = ways
	}
	return ways
}

// mostLikely keeps the candidates that a nested logit over all of them would
// choose most often, with an eye to many destinations.
func (u *usualDay) mostLikely(cs []candidate, class int32) []candidate {
	cs = u.sortByNest(cs)
	u.weigh(cs, class)
	most := u.sc.Parameters.Options
	if len(cs) > most {
		cs = foremost(cs, most, lighter)
	}
	slices.SortFunc(cs, lighter)
	slices.Reverse(cs)
	return cs
}

// lighter orders candidates by weight; of two alike the later is lighter.
func lighter(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(b.order, a.order), cmp.Compare(b.alt, a.alt))
}

// foremost moves the k last ones in an order to the front and returns them: a
// heap of the best so far, the least of them on top, meets the others one by one.
func foremost[T any](all []T, k int, order func(a, b T) int) []T {
	top := all[:k]
	sink := func(i int) {
		for {
			least := i
			for child := 2*i + 1; child <= 2*i+2 && child < k; child++ {
				if order(top[child], top[least]) < 0 {
					least = child
				}
			}
			if least == i {
				return
			}
			top[i], top[least] = top[least], top[i]
			i = least
		}
	}
	for i := k/2 - 1; i >= 0; i-- {
		sink(i)
	}
	for i := k; i < len(all); i++ {
		if order(top[0], all[i]) < 0 {
			top[0], all[i] = all[i], top[0]
			sink(0)
		}
	}
	return top
}

// discount halves the weight of the second best way to a destination, quarters
// that of the third and so on: another destination is worth more to a table of
// few options than one more way to the same.
func discount(cs []candidate) {
	slices.SortFunc(cs, func(a, b candidate) int { return lighter(b, a) })
	factor := 1.0
	for i := range cs {
		cs[i].weight *= factor
		factor /= 2
	}
}

// sortByNest puts candidates in the order of destination, crossing and leg. The
// keys are sorted as plain numbers, which is several times faster.
func (u *usualDay) sortByNest(cs []candidate) []candidate {
	keys := u.keys[:0]
	for i := range cs {
		keys = append(keys, uint64(cs[i].order)<<32|uint64(cs[i].alt)<<24|uint64(i))
	}
	slices.Sort(keys)
	u.keys = keys
	sorted := u.sorted[:0]
	for _, k := range keys {
		sorted = append(sorted, cs[k&(1<<24-1)])
	}
	u.sorted, u.cs = cs, sorted // the two change places
	return sorted
}

// weigh computes every candidate's weight e^V * P(crossing | destination) *
// P(way | crossing) by DESIGN's nested logit. Candidates come sorted by
// destination and crossing: by nests.
func (u *usualDay) weigh(cs []candidate, class int32) {
	s, sw := u.sc.Parameters.SpreadCrossing, u.sc.Parameters.SpreadWay
	leg := func(i int) *network.Leg { return &u.net.Legs[cs[i].leg] }
	for from := 0; from < len(cs); {
		to, inDest := from, 0.0
		for to < len(cs) && leg(to).Destination == leg(from).Destination {
			first, sum := to, 0.0
			for to < len(cs) && leg(to).Destination == leg(from).Destination && leg(to).Crossing == leg(first).Crossing {
				cs[to].weight = draw.Exp(cs[to].utility / sw)
				sum += cs[to].weight
				to++
			}
			w := float64(u.shareWithTwins(class, cs[first].leg) * power(sum/float64(to-first), sw/s))
			inDest += w
			for i := first; i < to; i++ {
				cs[i].weight *= w / sum
			}
		}
		v := draw.Exp(u.attraction[class][leg(from).Destination]) * power(inDest, s) / inDest
		for i := from; i < to; i++ {
			cs[i].weight *= v
		}
		discount(cs[from:to])
		from = to
	}
}
