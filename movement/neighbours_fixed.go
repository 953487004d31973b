package movement

import "haven/draw"

// favoured is, under fixed_routes, the best way to a destination, as a place
// stored it when it was its turn to be scored today.
type favoured struct {
	lane, route, end int32
	km, weight       float64
}

// storeRoutes chooses the best way to each destination. Places that come later
// in the table still have yesterday's scores, as in Flee.
func (t *trek) storeRoutes(p int) {
	r := &t.reach[p]
	r.stored = r.stored[:0]
	if t.spots[p].kind == kindMarker {
		return
	}
	for i := range r.prospects {
		c := &r.prospects[i]
		f := favoured{lane: c.lane, route: c.route, end: c.end, km: c.km, weight: t.storedWeight(c.end, c.near, true)}
		if at := t.storedTo(r, c.end); at < 0 {
			r.stored = append(r.stored, f)
		} else if f.weight > r.stored[at].weight {
			r.stored[at] = f
		}
	}
	t.addMajorRoutes(p)
}

func (t *trek) storedTo(r *reach, end int32) int {
	for i := range r.stored {
		if r.stored[i].end == end {
			return i
		}
	}
	return -1
}

// storedWeight is what is known of a destination beforehand. A major route is
// weighed without regard to floods.
func (t *trek) storedWeight(end int32, near float64, floods bool) float64 {
	s := &t.spots[end]
	x := s.score
	if floods && s.level > 0 {
		x *= atLevel(t.h.set.FloodLocWeights, s.level)
	}
	if t.h.set.AwarenessLevel == 0 {
		x = 1 // only the distance is known
	}
	w := (t.h.set.WeightSoftening + x) * near
	if t.h.set.WeightPower != 1 {
		w = draw.Pow(w, t.h.set.WeightPower)
	}
	return w
}

// addMajorRoutes adds chains of places that begin here or where one can get
// to, as if they were a quarter as long. Flee loses the first hop of what it stores: who
// chooses it mostly finds no way to the second, and stays today.
func (t *trek) addMajorRoutes(p int) {
	r := &t.reach[p]
	reachable := len(r.stored)
	for _, chain := range t.h.majors {
		end := chain[len(chain)-1]
		for i := -1; i < reachable; i++ {
			from, before := int32(p), 0.0
			t.path = t.path[:0]
			if i >= 0 {
				f := &r.stored[i]
				from, before = f.end, f.km
				t.path = append(t.path, t.lanes[f.lane].to)
				t.path = t.routes.append(t.path, f.route)
			}
			if from != chain[0] || end == int32(p) || t.storedTo(r, end) >= 0 {
				continue
			}
			km, whole := t.walkChain(chain)
			if !whole {
				continue
			}
			t.path = append(t.path, chain[1:]...)[1:]
			near := draw.Pow((t.h.set.Softening+before+km)/4, -t.h.set.DistancePower)
			f := favoured{lane: none, end: end, km: before + km, weight: t.storedWeight(end, near, false)}
			if len(t.path) > 0 {
				f.lane, f.route = t.firstTo(int32(p), t.path[0]), t.routes.along(t.path[1:])
			}
			r.stored = append(r.stored, f)
		}
	}
}

// walkChain is the length of a chain of places, if all its ways are open.
func (t *trek) walkChain(chain []int32) (km float64, whole bool) {
	for i := 1; i < len(chain); i++ {
		l := t.firstTo(chain[i-1], chain[i])
		if l == none {
			return 0, false
		}
		km += t.lanes[l].km
	}
	return km, true
}

// weighStored fills a table from the stored routes: their weight times the
// destination's appeal, without regard to how full it is.
func (t *trek) weighStored(x *crossroads, class, place int) {
	total := 0.0
	for i := range t.reach[place].stored {
		f := &t.reach[place].stored[i]
		w := f.weight
		if t.h.set.AwarenessLevel != 0 {
			w *= t.appeal(class, place, int(f.end))
		}
		lane := f.lane
		if t.refuses(f.end) {
			lane = none
		}
		x.ways, x.p = append(x.ways, t.onto(lane, f.route)), append(x.p, w)
		total += w
	}
	t.finish(x, total)
}
