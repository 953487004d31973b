// Package network holds the places and links of a scenario as a graph and
// finds the ways through it: the shortest to every crossing and destination by
// generalised cost, and alternatives to it.
//
// A way has two parts. Before the border it leads from any place to a crossing;
// beyond, a Leg leads from one lane of that crossing to a destination in the
// country it enters. A destination that can be reached without a border
// (within a country, or onward between destinations) has a leg of its own
// without a lane. A way books seats on at most one scheduled service.
package network

import (
	"fmt"
	"math"
	"slices"

	"haven/draw"
	"haven/scenario"
)

// None marks an index that does not exist.
const None int32 = -1

// Network is the graph of one scenario. It is immutable.
type Network struct {
	Scenario     *scenario.Scenario
	Arcs         []Arc
	Crossings    []Crossing
	Destinations []int32 // nodes (rows of places.csv) people can choose to go to
	Legs         []Leg

	node  map[string]int32
	out   [][]int32 // arcs by their first node
	in    [][]int32 // arcs by their last node
	gates []gate
	cost  costing
}

// Arc is one direction of a link.
type Arc struct {
	Link     int32 // row of links.csv
	From, To int32 // nodes
	Service  bool  // has a daily capacity and is booked ahead
}

// Crossing is the lanes of one place that lead from one country to another.
type Crossing struct {
	Node     int32
	From, To string  // countries
	Lanes    []int32 // rows of crossings.csv
	// Near is the node where those refused or turned back stand: the start of
	// the quickest link into the crossing from its own side. None when no link leads to it.
	Near int32
	// Like is the first crossing that differs from this one in lanes and
	// capacity alone: the same countries, the same links in and out. It may be this one.
	Like int32
}

// Leg is the part of a way beyond the border: from a lane to a destination.
type Leg struct {
	Crossing    int32 // index in Crossings; None when the way meets no border
	Lane        int32 // row of crossings.csv; None when the way meets no border
	Destination int32 // index in Destinations
	Arcs        []int32
	Service     int32 // the arc that is booked; None when there is none

	gate int32
}

// Way leads from a place to the lane (or the destination) of its leg.
type Way struct {
	Leg     int32
	Arcs    []int32 // before the border
	Service int32   // the arc that is booked, before or beyond the border; None
}

// costing is the generalised cost of a link in units of utility, for somebody
// of middling means: what the search for ways minimises.
type costing struct{ perHour, perUSD float64 }

// Build reads the graph out of a scenario and searches the ways to every
// crossing and destination once.
func Build(sc *scenario.Scenario) (*Network, error) {
	n := &Network{Scenario: sc, node: make(map[string]int32, len(sc.Places)), cost: middling(sc)}
	for i := range sc.Places {
		n.node[sc.Places[i].ID] = int32(i)
		if k := sc.Places[i].Kind; k == "destination" || k == "camp" {
			n.Destinations = append(n.Destinations, int32(i))
		}
	}
	if err := n.addArcs(); err != nil {
		return nil, err
	}
	if err := n.addCrossings(); err != nil {
		return nil, err
	}
	steps := n.steps()
	n.findAlike()
	n.addBorderLegs(steps)
	n.addDirectLegs(steps)
	return n, nil
}

// Node is the row of a place; None when there is no such place.
func (n *Network) Node(id string) int32 {
	if i, ok := n.node[id]; ok {
		return i
	}
	return None
}

func middling(sc *scenario.Scenario) costing {
	p := sc.Parameters
	logSum, k := 0.0, 0
	for i := range sc.Groups {
		if m := sc.Groups[i].MeansUSD; m > 0 {
			logSum += draw.Log(m)
			k++
		}
	}
	c := costing{perHour: math.Max(p.CostPerHour, 1e-9)}
	if k > 0 {
		c.perUSD = p.FareWeight / draw.Exp(logSum/float64(k))
	}
	return c
}

func (c costing) of(l *scenario.Link) float64 {
	return float64(c.perHour*l.Hours) + float64(c.perUSD*l.FareUSD)
}

func (n *Network) addArcs() error {
	sc := n.Scenario
	n.out = make([][]int32, len(sc.Places))
	n.in = make([][]int32, len(sc.Places))
	for i := range sc.Links {
		l := &sc.Links[i]
		from, to := n.Node(l.From), n.Node(l.To)
		if from == None || to == None {
			return fmt.Errorf("link %s leads from %q to %q: no such place", l.ID, l.From, l.To)
		}
		service := !math.IsInf(l.CapacityPerDay, 1)
		n.addArc(Arc{int32(i), from, to, service})
		if l.BothWays {
			n.addArc(Arc{int32(i), to, from, service})
		}
	}
	return nil
}

func (n *Network) addArc(a Arc) {
	i := int32(len(n.Arcs))
	n.Arcs = append(n.Arcs, a)
	n.out[a.From] = append(n.out[a.From], i)
	n.in[a.To] = append(n.in[a.To], i)
}

func (n *Network) addCrossings() error {
	sc := n.Scenario
	type side struct{ place, from, to string }
	index := map[side]int{}
	for row := range sc.Crossings {
		c := &sc.Crossings[row]
		node := n.Node(c.Place)
		if node == None {
			return fmt.Errorf("crossing %s is at %q: no such place", c.ID, c.Place)
		}
		s := side{c.Place, c.FromCountry, c.ToCountry}
		i, ok := index[s]
		if !ok {
			i = len(n.Crossings)
			index[s] = i
			n.Crossings = append(n.Crossings, Crossing{Node: node, From: c.FromCountry, To: c.ToCountry, Near: n.near(node, c.FromCountry)})
		}
		n.Crossings[i].Lanes = append(n.Crossings[i].Lanes, int32(row))
	}
	return nil
}

// findAlike finds crossings that nobody can tell apart but by lanes and
// capacity: from every place the way to one takes as long and costs as much as
// to the other, and so does the way on.
func (n *Network) findAlike() {
	first := map[string]int32{}
	for i := range n.Crossings {
		c := &n.Crossings[i]
		var ends []string
		describe := func(arcs []int32, way string, place func(a *Arc) int32) {
			for _, i := range arcs {
				a := &n.Arcs[i]
				l := &n.Scenario.Links[a.Link]
				ends = append(ends, fmt.Sprint(way, place(a), a.Service, l.Hours, l.FareUSD))
			}
		}
		describe(n.in[c.Node], "from", func(a *Arc) int32 { return a.From })
		describe(n.out[c.Node], "to", func(a *Arc) int32 { return a.To })
		slices.Sort(ends)
		key := fmt.Sprint(c.From, c.To, ends)
		if _, ok := first[key]; !ok {
			first[key] = int32(i)
		}
		c.Like = first[key]
	}
}

// near is the start of the quickest link into a crossing from its own side.
func (n *Network) near(node int32, from string) int32 {
	best, hours := None, math.Inf(1)
	for _, a := range n.in[node] {
		arc := &n.Arcs[a]
		if h := n.Scenario.Links[arc.Link].Hours; n.Scenario.Places[arc.From].Country == from && h < hours {
			best, hours = arc.From, h
		}
	}
	if best != None {
		return best
	}
	// A place on the near side may lie in a third country's name (occupied
	// territory): any start that is not the far side will do.
	for _, a := range n.in[node] {
		arc := &n.Arcs[a]
		if h := n.Scenario.Links[arc.Link].Hours; !n.leadsFromFarSide(arc, node) && h < hours {
			best, hours = arc.From, h
		}
	}
	return best
}

// leadsFromFarSide says whether an arc into a crossing is the way back from
// the country that the crossing enters.
func (n *Network) leadsFromFarSide(a *Arc, crossing int32) bool {
	country := n.Scenario.Places[a.From].Country
	for i := range n.Scenario.Crossings {
		c := &n.Scenario.Crossings[i]
		if c.ToCountry == country && n.node[c.Place] == crossing {
			return true
		}
	}
	return false
}

func (n *Network) isCrossing(node int32) bool { return n.Scenario.Places[node].Kind == "crossing" }
