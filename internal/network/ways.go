package network

import "math"

// Reach is what it takes to get from a place to the gate of a leg by the
// cheapest way: hours under way and fares in US dollars. ok is false when
// there is no way, or the place is the destination itself.
func (n *Network) Reach(leg, node int32) (hours, fare float64, ok bool) {
	g := &n.gates[n.Legs[leg].gate]
	s, ok := g.best(node)
	if !ok || node == n.Destinations[n.Legs[leg].Destination] {
		return 0, 0, false
	}
	return float64(g.hours[s]), float64(g.fare[s]), true
}

// Gates is the number of gates: the ends that ways are searched to. Legs that
// share a gate share the ways to it.
func (n *Network) Gates() int { return len(n.gates) }

// Gate is the gate of a leg.
func (n *Network) Gate(leg int32) int32 { return n.Legs[leg].gate }

// ReachGate is Reach for all legs of a gate at once.
func (n *Network) ReachGate(gate, node int32) (hours, fare float64, ok bool) {
	g := &n.gates[gate]
	s, ok := g.best(node)
	if !ok {
		return 0, 0, false
	}
	return float64(g.hours[s]), float64(g.fare[s]), true
}

// Ways are the cheapest way from a place to the gate of a leg and up to k-1
// alternatives, cheapest first. An alternative leaves the cheapest way at one
// node by another link and goes on as is cheapest from there; the
// second-shortest path is always of that form (Lawler 1972, Management Science
// 18:401-405). No way passes a place twice. To a boarding there is one way: how
// one gets to the hub makes no difference there.
func (n *Network) Ways(leg, node int32, k int) []Way {
	g := &n.gates[n.Legs[leg].gate]
	s, ok := g.best(node)
	if !ok || node == n.Destinations[n.Legs[leg].Destination] || k < 1 {
		return nil
	}
	shortest := n.follow(g, s, nil)
	ways := []Way{n.way(leg, shortest)}
	if k == 1 || n.Legs[leg].Service != None {
		return ways
	}
	for _, arcs := range n.sidetracks(g, s, node, shortest, k-1) {
		ways = append(ways, n.way(leg, arcs))
	}
	return ways
}

// Onward is the way by given arcs to the gate and on by a leg.
func (n *Network) Onward(leg int32, arcs []int32) Way { return n.way(leg, arcs) }

func (n *Network) way(leg int32, arcs []int32) Way {
	w := Way{Leg: leg, Arcs: arcs, Service: n.Legs[leg].Service}
	if s := n.serviceOf(arcs); s != None {
		w.Service = s
	}
	return w
}

type sidetrack struct {
	cost float64
	at   int // how many arcs of the shortest way are kept
	arc  int32
	next int // state after arc
}

func (n *Network) sidetracks(g *gate, state int, node int32, shortest []int32, k int) [][]int32 {
	var found []sidetrack
	passed := 0.0
	ahead := state % g.layers
	for at := 0; at < len(shortest); at++ {
		for _, a := range n.out[node] {
			arc := &n.Arcs[a]
			rest := ahead
			if arc.Service {
				rest--
			}
			if a == shortest[at] || rest < 0 || (n.isCrossing(arc.To) && arc.To != g.target) {
				continue
			}
			next := g.state(arc.To, rest)
			if math.IsInf(float64(g.cost[next]), 1) {
				continue
			}
			c := passed + n.cost.of(&n.Scenario.Links[arc.Link]) + float64(g.cost[next])
			found = append(found, sidetrack{c, at, a, next})
		}
		arc := &n.Arcs[shortest[at]]
		passed += n.cost.of(&n.Scenario.Links[arc.Link])
		if arc.Service {
			ahead--
		}
		node = arc.To
	}
	var ways [][]int32
	for len(ways) < k && len(found) > 0 {
		f := cheapest(found)
		found = found[:len(found)-1]
		arcs := append(append([]int32{}, shortest[:f.at]...), f.arc)
		arcs = n.follow(g, f.next, arcs)
		if n.loopless(arcs) {
			ways = append(ways, arcs)
		}
	}
	return ways
}

// cheapest moves the cheapest sidetrack to the end and returns it: one or two
// of some hundred are wanted, and putting all in order takes longer.
func cheapest(found []sidetrack) sidetrack {
	best := 0
	for i := range found {
		if f := &found[i]; f.cost < found[best].cost || f.cost == found[best].cost && f.arc < found[best].arc {
			best = i
		}
	}
	last := len(found) - 1
	found[best], found[last] = found[last], found[best]
	return found[last]
}

func (n *Network) loopless(arcs []int32) bool {
	seen := make(map[int32]bool, len(arcs)+1)
	seen[n.Arcs[arcs[0]].From] = true
	for _, a := range arcs {
		to := n.Arcs[a].To
		if seen[to] {
			return false
		}
		seen[to] = true
	}
	return true
}
