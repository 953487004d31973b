package network

import (
	"math"

	"haven/internal/parallel"
)

// gate is where a search ends: a crossing entered from its own side, or a
// destination reached without a border. For every node and for every number of
// booked services still ahead (0 or 1) it knows the cheapest way to get there.
type gate struct {
	target int32
	layers int // 1: no service may be booked before the gate; 2: at most one

	cost  []float32 // generalised cost to the gate, +Inf when there is no way; index node*layers+ahead
	hours []float32
	fare  []float32
	next  []int32 // first arc on the way there
}

func (g *gate) state(node int32, ahead int) int { return int(node)*g.layers + ahead }

// search runs Dijkstra's algorithm backwards from the target over the steps
// that admit returns true for, given the node they end at.
func (s *steps) search(target int32, layers int, admit func(s *step, to int32) bool) gate {
	states := (len(s.first) - 1) * layers
	g := gate{target: target, layers: layers,
		cost: make([]float32, states), hours: make([]float32, states), fare: make([]float32, states), next: make([]int32, states)}
	dist := make([]float64, states)
	for i := range dist {
		dist[i] = math.Inf(1)
		g.cost[i] = float32(math.Inf(1))
		g.next[i] = None
	}
	start := g.state(target, 0)
	dist[start] = 0
	queue := frontier{{start, 0}}
	for len(queue) > 0 {
		it := queue.pop()
		if it.cost > dist[it.state] {
			continue
		}
		g.cost[it.state] = float32(it.cost)
		node, ahead := int32(it.state/layers), it.state%layers
		into := s.into(node)
		for i := range into {
			back := &into[i]
			need := ahead
			if back.service {
				need++
			}
			if need >= layers || !admit(back, node) {
				continue
			}
			state, c := g.state(back.from, need), it.cost+back.cost
			if c < dist[state] {
				dist[state] = c
				g.next[state] = back.arc
				g.hours[state] = g.hours[it.state] + back.hours
				g.fare[state] = g.fare[it.state] + back.fare
				queue.push(item{state, c})
			}
		}
	}
	return g
}

// best is the cheapest state at a node; ok is false when there is no way.
func (g *gate) best(node int32) (state int, ok bool) {
	state = g.state(node, 0)
	if g.layers == 2 && g.cost[state+1] < g.cost[state] {
		state++
	}
	return state, !math.IsInf(float64(g.cost[state]), 1)
}

// addBorderLegs finds, for every lane, the cheapest way on to every
// destination of the country it enters.
func (n *Network) addBorderLegs(steps *steps) {
	type end struct {
		crossing int
		booked   bool
	}
	gates := map[end]int32{}
	var ends []end
	for di, d := range n.Destinations {
		country := n.Scenario.Places[d].Country
		inside := steps.search(d, 2, func(s *step, _ int32) bool { return n.Scenario.Places[s.from].Country == country })
		for ci := range n.Crossings {
			c := &n.Crossings[ci]
			if c.To != country {
				continue
			}
			arcs, ok := n.beyond(c, &inside)
			if !ok {
				continue
			}
			service := n.serviceOf(arcs)
			e := end{ci, service != None}
			if _, ok := gates[e]; !ok {
				gates[e] = int32(len(ends))
				ends = append(ends, e)
			}
			for _, lane := range c.Lanes {
				n.Legs = append(n.Legs, Leg{Crossing: int32(ci), Lane: lane, Destination: int32(di), Arcs: arcs, Service: service, gate: gates[e]})
			}
		}
	}
	seatsBefore := n.hasServiceBeforeBorder()
	n.gates = make([]gate, len(ends))
	parallel.Each(len(ends), func(i int) {
		n.gates[i] = n.borderGate(steps, &n.Crossings[ends[i].crossing], ends[i].booked || !seatsBefore)
	})
}

// borderGate searches the ways to a crossing from its own side. Where a seat
// is booked beyond the border, or no link before a border is booked, none may be
// booked before it.
func (n *Network) borderGate(steps *steps, c *Crossing, noSeats bool) gate {
	layers := 2
	if noSeats {
		layers = 1
	}
	return steps.search(c.Node, layers, func(s *step, to int32) bool {
		return to != c.Node || n.Scenario.Places[s.from].Country == c.From || s.from == c.Near
	})
}

// hasServiceBeforeBorder says whether any booked link starts and ends
// elsewhere than at a crossing.
func (n *Network) hasServiceBeforeBorder() bool {
	for i := range n.Arcs {
		if a := &n.Arcs[i]; a.Service && !n.isCrossing(a.From) {
			return true
		}
	}
	return false
}

// beyond finds the cheapest chain of arcs from a crossing to a destination in
// the country entered, given the search inside that country; false when there is none or
// it would book two services.
func (n *Network) beyond(c *Crossing, inside *gate) ([]int32, bool) {
	first, cost, state := None, math.Inf(1), 0
	for _, a := range n.out[c.Node] {
		arc := &n.Arcs[a]
		if n.Scenario.Places[arc.To].Country != c.To {
			continue
		}
		for ahead := range inside.layers {
			s := inside.state(arc.To, ahead)
			if arc.Service && ahead > 0 {
				continue
			}
			if t := float64(inside.cost[s]) + n.cost.of(&n.Scenario.Links[arc.Link]); t < cost {
				first, cost, state = a, t, s
			}
		}
	}
	if first == None {
		return nil, false
	}
	return n.follow(inside, state, []int32{first}), true
}

// addDirectLegs finds the ways to destinations that meet no border.
func (n *Network) addDirectLegs(steps *steps) {
	for di, d := range n.Destinations {
		if !n.hasArcFromPlace(d) {
			continue
		}
		n.gates = append(n.gates, steps.search(d, 2, func(*step, int32) bool { return true }))
		n.Legs = append(n.Legs, Leg{Crossing: None, Lane: None, Destination: int32(di), Service: None, gate: int32(len(n.gates) - 1)})
	}
}

func (n *Network) hasArcFromPlace(node int32) bool {
	for _, a := range n.in[node] {
		if !n.isCrossing(n.Arcs[a].From) {
			return true
		}
	}
	return false
}

func (n *Network) serviceOf(arcs []int32) int32 {
	for _, a := range arcs {
		if n.Arcs[a].Service {
			return a
		}
	}
	return None
}

// follow appends the arcs from a state to the gate.
func (n *Network) follow(g *gate, state int, arcs []int32) []int32 {
	for g.next[state] != None {
		a := g.next[state]
		arcs = append(arcs, a)
		ahead := state % g.layers
		if n.Arcs[a].Service {
			ahead--
		}
		state = g.state(n.Arcs[a].To, ahead)
	}
	return arcs
}
