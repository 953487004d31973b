package movement

import "haven/draw"

// prospect is somewhere people at a place can decide to go.
type prospect struct {
	lane   int32   // the first to take
	begins int32   // the one that it was found by
	route  int32   // what is left of the route behind it
	end    int32   // the place it leads to
	km     float64 // of the whole route
	near   float64 // (softening + km)^-distance_power
}

// reach is what can be chosen from a place.
type reach struct {
	prospects []prospect
	forced    []int32    // lanes that everybody has to take, where redirection is honoured
	stored    []favoured // rule fixed_routes: one way to each destination
}

// routes keeps every rest of a route once: the place that comes next, and what
// is left behind it.
type routes struct {
	list  []routeRest
	known map[routeRest]int32
}

type routeRest struct{ next, rest, final int32 }

// noRoute is the route of somebody who has arrived where they wanted to go.
const noRoute int32 = 0

func (r *routes) reset() {
	r.list = append(r.list[:0], routeRest{none, noRoute, none})
	if r.known == nil {
		r.known = map[routeRest]int32{}
	}
	clear(r.known)
}

// along is the number of a route through places.
func (r *routes) along(path []int32) int32 {
	if len(path) == 0 {
		return noRoute
	}
	k := routeRest{path[0], r.along(path[1:]), path[len(path)-1]}
	if i, ok := r.known[k]; ok {
		return i
	}
	i := int32(len(r.list))
	r.list = append(r.list, k)
	r.known[k] = i
	return i
}

// append adds the places of a route to a path.
func (r *routes) append(path []int32, route int32) []int32 {
	for ; route != noRoute; route = r.list[route].rest {
		path = append(path, r.list[route].next)
	}
	return path
}

// lookAround finds what can be chosen from every place, after ways have opened
// or closed.
func (t *trek) lookAround() {
	t.remade = false
	for p := range t.watch {
		t.watch[p] = t.watch[p][:0]
	}
	for p := range t.reach {
		r := &t.reach[p]
		r.prospects, r.forced = r.prospects[:0], r.forced[:0]
		if t.h.set.AwarenessLevel != 0 || !t.h.quirks.awarenessZero {
			t.path = t.path[:0]
			t.explore(r, int32(p), int32(p), 0, 0)
		}
		if !t.h.quirks.redirectionInert {
			t.redirectFrom(r, p)
		}
		for i := range r.prospects {
			e := r.prospects[i].end
			if w := t.watch[e]; len(w) == 0 || w[len(w)-1] != int32(p) {
				t.watch[e] = append(w, int32(p))
			}
		}
		t.forget(p)
	}
}

// explore adds every route on from a place, step by step: each beginning of a
// route is a candidate, but for one that ends at a marker, which counts for no
// step either. Parallel links are candidates of their own.
func (t *trek) explore(r *reach, origin, at int32, step int, km float64) {
	aware := max(t.h.set.AwarenessLevel, 1)
	for _, l := range t.open[at] {
		lane := &t.lanes[l]
		to := lane.to
		if to == origin || contains(t.path, to) {
			continue
		}
		if at == origin {
			t.begun = l
		}
		marker := t.spots[to].kind == kindMarker
		taken := step + 1
		if marker && !t.h.set.FixedRoutes {
			taken--
		}
		t.path = append(t.path, to)
		if !marker {
			c := t.prospect(origin, l, km+lane.km)
			c.begins = t.begun
			r.prospects = append(r.prospects, c)
		}
		if aware > taken && (t.h.set.AwarenessLevel > 0 || !marker) {
			t.explore(r, origin, to, taken, km+lane.km)
		}
		t.path = t.path[:len(t.path)-1]
	}
}

func contains(path []int32, p int32) bool {
	for _, q := range path {
		if p == q {
			return true
		}
	}
	return false
}

// prospect is the route of the path looked along. People take the first lane
// that leads to the first place of it, whichever made it a candidate.
func (t *trek) prospect(origin, last int32, km float64) prospect {
	set := t.h.set
	c := prospect{lane: t.firstTo(origin, t.path[0]), end: t.path[len(t.path)-1], km: km}
	if len(t.path) == 1 && !t.h.quirks.parallelLinks {
		c.lane = last
	}
	c.route = t.routes.along(t.path[1:])
	c.near = draw.Pow(set.Softening+km, -set.DistancePower)
	return c
}

// firstTo is the first lane from a place to another; none when there is none.
func (t *trek) firstTo(from, to int32) int32 {
	for _, l := range t.open[from] {
		if t.lanes[l].to == to {
			return l
		}
	}
	return none
}

// redirectFrom leaves of a place's prospects those that begin by a link which, as
// Flee documents it, everybody at its start has to take.
func (t *trek) redirectFrom(r *reach, p int) {
	for _, l := range t.open[p] {
		if t.lanes[l].forced {
			r.forced = append(r.forced, l)
		}
	}
	if len(r.forced) == 0 {
		return
	}
	kept := r.prospects[:0]
	for _, c := range r.prospects {
		if contains(r.forced, c.begins) {
			c.lane = c.begins
			kept = append(kept, c)
		}
	}
	r.prospects = kept
}

// stale says that a place's weight has changed for those who can choose it.
func (t *trek) stale(p int) {
	for _, q := range t.watch[p] {
		t.forget(int(q))
	}
	t.forget(p)
}

// forget drops the tables of a place.
func (t *trek) forget(p int) {
	for c := range t.h.people.classes {
		t.tables[t.cell(c, p)].valid = false
	}
}
