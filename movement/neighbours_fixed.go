package movement

import (
	"math"

	"haven/draw"
)

// favoured is, under fixed_routes, the best way to a destination, as a place
// stored it when it was its turn to be scored today.
type favoured struct {
	lane, route, end int32
	weight           float64
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
		f := favoured{lane: c.lane, route: c.route, end: c.end, weight: t.storedWeight(c.end, c.near)}
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

func (t *trek) storedWeight(end int32, near float64) float64 {
	s := &t.spots[end]
	x := s.score
	if s.level > 0 {
		x *= atLevel(t.h.set.FloodLocWeights, s.level)
	}
	w := (t.h.set.WeightSoftening + x) * near
	if t.h.set.WeightPower != 1 {
		w = draw.Pow(w, t.h.set.WeightPower)
	}
	return w
}

// addMajorRoutes adds chains of places that begin here or where one can get
// to, as if they were a quarter as long. Flee loses a chain's first hop, so that one of
// several hops leads to a place that is no neighbour: who chooses it stays today.
func (t *trek) addMajorRoutes(p int) {
	r := &t.reach[p]
	reachable := len(r.stored)
	for i := -1; i < reachable; i++ {
		from, before := int32(p), 0.0
		if i >= 0 {
			from = r.stored[i].end
			before = t.kmTo(r, from)
		}
		for _, m := range t.h.majors {
			if m.places[0] != from {
				continue
			}
			end := m.places[len(m.places)-1]
			if end == int32(p) || t.storedTo(r, end) >= 0 {
				continue
			}
			set := t.h.set
			near := draw.Pow((set.Softening+before+m.km)/4, -set.DistancePower)
			f := favoured{lane: none, end: end, weight: t.storedWeight(end, near)}
			if i < 0 && len(m.places) == 2 {
				f.lane = t.firstTo(from, end)
			}
			r.stored = append(r.stored, f)
		}
	}
}

// kmTo is the length of the shortest route to a place.
func (t *trek) kmTo(r *reach, end int32) float64 {
	best := math.Inf(1)
	for i := range r.prospects {
		if r.prospects[i].end == end {
			best = math.Min(best, r.prospects[i].km)
		}
	}
	return best
}

// weighStored fills a table from the stored routes: their weight times the
// destination's appeal, without regard to how full it is.
func (t *trek) weighStored(x *crossroads, class, place int) {
	total := 0.0
	for i := range t.reach[place].stored {
		f := &t.reach[place].stored[i]
		w := f.weight * t.appeal(class, place, int(f.end))
		lane := f.lane
		if t.refuses(f.end) {
			lane = none
		}
		x.ways, x.p = append(x.ways, t.onto(lane, f.route)), append(x.p, w)
		total += w
	}
	t.finish(x, total)
}

// major is a chain of places known from one of its ends.
type major struct {
	places []int32
	km     float64
}
