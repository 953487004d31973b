package movement

import (
	"runtime"
	"slices"
	"sort"
	"sync"

	"haven/internal/network"
)

// A table holds the options of one class at one place, nested as they are
// chosen: destinations, their crossings, the ways to each. The three slices of
// a frame hold all tables one after the other.
type table struct {
	chooser, class     int32
	destFrom, destTo   int32
	crossFrom, crossTo int32
	leafFrom, leafTo   int32
	main               int32 // the likeliest on a usual day, counted from leafFrom
	like               int32 // an earlier table of the same place with the same ways; none
}

type destNode struct {
	dest               int32 // index in net.Destinations
	crossFrom, crossTo int32
	leafFrom, leafTo   int32
	needs              bool // a way to it needs a car
	only               leaf // its way, where there is one only; else without a way
}

type crossNode struct {
	crossing       int32 // index in net.Crossings; none: no border
	passage        int32
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
// class, the best ways on a usual day: at most Options of them. Places are looked at
// side by side and written down in their order.
func (f *Frame) findOptions() {
	workers := make([]*usualDay, runtime.GOMAXPROCS(0))
	workers[0] = f.usualDay()
	for w := 1; w < len(workers); w++ {
		mine := *workers[0]
		workers[w] = &mine
	}
	const block = 512 // places whose ways are held at once
	for from := 0; from < len(f.places.choosers); from += block {
		nodes := f.places.choosers[from:min(from+block, len(f.places.choosers))]
		found := make([][][]network.Way, len(nodes)) // by place and class
		var wg sync.WaitGroup
		for w, u := range workers {
			wg.Go(func() {
				for i := w; i < len(nodes); i += len(workers) {
					found[i] = u.lookFrom(nodes[i])
				}
			})
		}
		wg.Wait()
		for i, node := range nodes {
			known := map[string]int32{} // ways already found from here, by their arcs
			for c := range f.classes {
				f.addTable(node, int32(c), found[i][c], known)
			}
		}
	}
}

// lookFrom finds the options of every class at a place.
func (u *usualDay) lookFrom(node int32) [][]network.Way {
	u.stand(node)
	ways := make([][]network.Way, len(u.classes))
	for c := range ways {
		ways[c] = u.bestWays(node, int32(c))
	}
	return ways
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

// addTable writes the options of a class at a node, which come the likeliest
// first, in the order destination, crossing, way.
func (f *Frame) addTable(node, class int32, best []network.Way, known map[string]int32) {
	type entry struct {
		dest, crossing int32
		leaf           leaf
		main           bool
	}
	entries := make([]entry, len(best))
	for i, b := range best {
		leg := &f.net.Legs[b.Leg]
		l := leaf{way: f.wayIndex(node, b, known), leg: b.Leg, lane: leg.Lane, serves: none}
		l.serves = f.ways[l.way].service
		l.needs = leg.Lane != none && f.sc.Crossings[leg.Lane].Lane == "car"
		entries[i] = entry{leg.Destination, leg.Crossing, l, i == 0}
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
			f.dests = append(f.dests, destNode{dest: e.dest, crossFrom: int32(len(f.crosses)), leafFrom: int32(len(f.leaves))})
		}
		if newDest || e.crossing != entries[i-1].crossing {
			f.crosses = append(f.crosses, crossNode{crossing: e.crossing, passage: f.passageOf[e.leaf.leg], leafFrom: int32(len(f.leaves))})
		}
		if e.main {
			t.main = int32(i)
		}
		f.leaves = append(f.leaves, e.leaf)
		c := &f.crosses[len(f.crosses)-1]
		c.leaf = int32(len(f.leaves))
		last := &f.dests[len(f.dests)-1]
		last.crossTo, last.leafTo = int32(len(f.crosses)), int32(len(f.leaves))
		last.needs = last.needs || e.leaf.needs
		last.only = e.leaf
		if last.leafTo-last.leafFrom > 1 {
			last.only = leaf{way: none}
		}
	}
	t.destTo, t.crossTo, t.leafTo = int32(len(f.dests)), int32(len(f.crosses)), int32(len(f.leaves))
	t.like = f.tableLike(&t)
	f.tables = append(f.tables, t)
	f.countWays(t)
}

// tableLike finds a table that other classes have at the same place with the same ways.
func (f *Frame) tableLike(t *table) int32 {
	ways := f.leaves[t.leafFrom:t.leafTo]
	for i := len(f.tables) - 1; i >= 0 && f.tables[i].chooser == t.chooser; i-- {
		if other := &f.tables[i]; slices.Equal(ways, f.leaves[other.leafFrom:other.leafTo]) {
			return int32(i)
		}
	}
	return none
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
	if f.first != nil {
		return f.first.openOnFirstDay(lane)
	}
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
