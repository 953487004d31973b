package movement

import (
	"math"

	"haven/draw"
)

// walk lets everybody on a lane travel for the day. Where people may arrive at a
// place that is nearly full they go in several parts, one after the other, so
// that those behind find what those in front have filled.
func (t *trek) walk() {
	parts := t.parts()
	for part := range parts {
		for p := range t.spots {
			t.refresh(p)
		}
		for i := range t.lanes {
			for _, w := range t.lanes[i].who {
				n := w.n
				if parts > 1 {
					n = partOf(w.n, part, parts, uint64(i)+uint64(w.level))
				}
				if n == 0 {
					continue
				}
				s := t.key.With(t.lanes[i].key).With(uint64(w.class)<<16 | uint64(w.level)).With(math.Float64bits(w.done) + uint64(w.route)).With(forWalking + uint64(part)<<8).Stream()
				w.n = n
				t.travel(int32(i), w, 0, &s)
			}
		}
	}
	for i := range t.lanes {
		l := &t.lanes[i]
		l.who, l.next = l.next, l.who[:0]
	}
}

// partOf is how many of n go in one of several parts; where n does not divide,
// a different part begins with one more for every cohort.
func partOf(n int64, part, parts int, turn uint64) int64 {
	at := (uint64(part) + turn) % uint64(parts)
	return n*int64(at+1)/int64(parts) - n*int64(at)/int64(parts)
}

// parts is into how many parts the day's travel is cut: so many that each fills
// no more than a small share of the stretch over which a place's weight falls.
func (t *trek) parts() int {
	most := 1
	for p := range t.spots {
		s := &t.spots[p]
		c := float64(s.capacity) * t.h.set.CapacityScaling
		if c < 1 {
			continue
		}
		arrivals := float64(t.before[p])
		n := float64(s.people)
		stretch := c * (1 - t.h.set.CapacityBuffer)
		margin := 3*arrivals + 20*float64(t.h.scale)
		if n < c-stretch-margin || n > c+margin {
			continue
		}
		need := math.Ceil(arrivals / math.Max(fineFilling*stretch, float64(t.h.scale)))
		most = max(most, int(math.Min(need, mostParts)))
	}
	return most
}

// A part fills at most this share of the stretch over which a place's weight
// falls, in at most so many parts. What it takes is measured in docs/flee.md.
const (
	fineFilling = 0.05
	mostParts   = 32
)

// travel lets people on a lane go on, today already having travelled so many km,
// until their day ends: on the lane, or at a place.
func (t *trek) travel(lane int32, w walkers, today float64, s *draw.Stream) {
	for {
		l := &t.lanes[lane]
		speed := l.speed
		if t.h.people.classes[w.class].fresh {
			speed = t.h.set.MaxWalkSpeed
		}
		if l.walking > 0 {
			if slow := s.Binomial(w.n, l.walking); slow == w.n {
				speed = t.h.set.MaxWalkSpeed
			} else if slow > 0 {
				part := w
				part.n, w.n = slow, w.n-slow
				t.stride(lane, part, today, t.h.set.MaxWalkSpeed, s)
			}
		}
		if !t.hop(&lane, &w, &today, speed, s) {
			return
		}
	}
}

// stride is travel for people whose speed on the first lane is known.
func (t *trek) stride(lane int32, w walkers, today, speed float64, s *draw.Stream) {
	if t.hop(&lane, &w, &today, speed, s) {
		t.travel(lane, w, today, s)
	}
}

// hop takes people along a lane and, if they arrive with the day not over, lets
// them decide again. It says whether there are some left to travel on, and who
// and where they are; all others have ended their day.
func (t *trek) hop(lane *int32, w *walkers, today *float64, speed float64, s *draw.Stream) bool {
	l := &t.lanes[*lane]
	step := speed
	if !t.h.quirks.fullSpeed {
		step = math.Max(0, speed-*today)
	}
	done := w.done + step
	*today += step
	if !(done > l.km) && (t.h.quirks.strictArrival || done < l.km) {
		w.done = done
		t.remain(l, *w, *today)
		return false
	}
	*today -= done - l.km
	t.onLinks -= w.n
	if l.closed {
		t.spots[l.from].people += w.n
		w.done = 0
		t.endDay(l.from, *w, *today, false)
		return false
	}
	place := l.to
	t.spots[place].people += w.n
	w.class, w.done = t.h.people.after[w.class], 0
	if !(*today < speed) {
		t.endDay(place, *w, *today, true)
		return false
	}
	return t.decideAgain(lane, place, w, *today, s)
}

// remain keeps people on a lane for the night.
func (t *trek) remain(l *roadLane, w walkers, today float64) {
	t.spread(w, today, func(w walkers) { l.next = add(l.next, w) })
}

// endDay lets people spend the night at a place.
func (t *trek) endDay(place int32, w walkers, today float64, arrived bool) {
	if arrived {
		t.arrived[place] += w.n
	}
	t.spread(w, today, func(w walkers) { t.settleDown(place, w) })
}

// spread gives people their stint index for tomorrow, (r + today/max)/2: those of
// a cohort between two levels are shared out.
func (t *trek) spread(w walkers, today float64, each func(walkers)) {
	if t.levels == 1 {
		each(w)
		return
	}
	r := math.Min((float64(w.level)+today/t.h.set.MaxMoveSpeed*levelsADay)/2, stintLevels-1)
	if w.n == 1 {
		w.level = int16(t.round(r))
		each(w)
		return
	}
	low := math.Floor(r)
	up := t.share(w.n, r-low)
	w.n, w.level = w.n-up, int16(low)
	if w.n > 0 {
		each(w)
	}
	if up > 0 {
		w.n, w.level = up, w.level+1
		each(w)
	}
}

// levelsADay is by how many levels a full day's travel raises the stint index.
const levelsADay = (stintLevels - 1) / 2

// decideAgain lets people who have arrived with the day not over decide once
// more: by force, where short stints are avoided and they have not travelled far.
func (t *trek) decideAgain(lane *int32, place int32, w *walkers, today float64, s *draw.Stream) bool {
	if t.harvest {
		t.endDay(place, *w, today, true)
		return false
	}
	if w.route != noRoute {
		next, rest := t.nextStep(place, w.route)
		if w.route = rest; next == none {
			t.endDay(place, *w, today, true)
			return false
		}
		t.goOn(lane, next, place, w.n)
		return true
	}
	x := t.table(int(w.class), int(place))
	if len(x.ways) == 0 {
		t.endDay(place, *w, today, true)
		return false
	}
	forced := t.h.avoids && x.town && float64(w.level)/levelsADay+today/t.h.set.MaxMoveSpeed < 1
	if w.n == 1 {
		u := s.Uint64()
		if way := &x.ways[x.one(uint32(u))]; (forced || x.sure || uint32(u>>32) < x.moves) && way.lane != none {
			w.route = way.route
			t.goOn(lane, way.lane, place, 1)
			return true
		}
		t.endDay(place, *w, today, true)
		return false
	}
	return t.divide(lane, place, x, forced, w, today, s)
}

func (t *trek) goOn(lane *int32, next, place int32, n int64) {
	*lane = next
	t.spots[place].people -= n
	t.onLinks += n
	t.flow[t.lanes[next].link] += n
}

// divide lets several people decide: each by themselves, but drawn together.
func (t *trek) divide(lane *int32, place int32, x *crossroads, forced bool, w *walkers, today float64, s *draw.Stream) bool {
	picks := t.push(len(x.ways))
	defer t.pop(len(x.ways))
	n := w.n
	if !forced && !x.sure {
		n = s.Binomial(n, x.chance)
	}
	x.pick(n, s, picks)
	stay, last := w.n, -1
	for i, k := range picks {
		if k > 0 && x.ways[i].lane != none {
			stay -= k
			last = i
		}
	}
	if stay > 0 {
		rest := *w
		rest.n = stay
		t.endDay(place, rest, today, true)
	}
	for i := 0; i <= last; i++ {
		k := picks[i]
		if k == 0 || x.ways[i].lane == none {
			continue
		}
		way := x.ways[i] // the table may be made anew while others travel
		part := *w
		part.n, part.route = k, way.route
		next := way.lane
		t.goOn(&next, next, place, k)
		if i == last {
			*w, *lane = part, next
			return true
		}
		t.travel(next, part, today, s)
	}
	return false
}
