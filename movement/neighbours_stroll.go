package movement

import (
	"math"

	"haven/draw"
)

// strollers are persons who walk by themselves for the rest of the day, side by
// side: every round takes all of them one lane further. What one draws does not wait for
// what another one does, and nothing in a round depends on whether somebody goes on or stops,
// so that a processor works on several at once. Their fields lie in columns, since
// what is written in parts and read as a whole is slow.
type strollers struct {
	n     int
	key   [together]draw.Key // a stream for each
	today [together]float64  // km
	state [together]uint64   // see stateOf
}

// together is how many persons walk side by side.
const together = 512

// stateOf packs what else there is to know of a person: the class and place as
// an index of tables, the stint index, the class, and what they have decided.
func stateOf(cell, level, class int) uint64 {
	return uint64(cell) | uint64(level)<<levelBits | uint64(class)<<classBits
}

const (
	levelBits = 32
	classBits = 37
	wayBits   = 48

	mostClasses = 1 << (wayBits - classBits) // that strollers can tell apart
)

// enlist lets those of a band on some levels, who have just arrived somewhere,
// walk on as single persons.
func (t *trek) enlist(c *band, place int32, today float64, from, to int, key draw.Key) {
	key = key.With(forWalking)
	s := &t.strolling
	for level := from; level < to; level++ {
		n := c.n[level]
		if n == 0 {
			continue
		}
		c.n[level] = 0
		of, state := key.With(uint64(level)), stateOf(t.cell(int(c.class), int(place)), level, int(c.class))
		for i := range n {
			s.key[s.n], s.today[s.n], s.state[s.n] = of.With(uint64(i)), today, state
			if s.n++; s.n == together {
				t.stroll()
			}
		}
	}
}

// stroll walks all who have been enlisted to the end of their day.
func (t *trek) stroll() {
	walking, stopped := &t.strolling, &t.stopped
	tables, limits, flow := t.tables, &t.limits, t.flow
	count := walking.n
	t.abreast = true
	for round := uint64(0); count > 0; round++ {
		on, off := 0, 0
		for i := range count {
			i &= together - 1
			key, today, state := walking.key[i], walking.today[i], walking.state[i]
			x := &tables[uint32(state)]
			if !x.valid {
				t.tableOf(uint32(state))
			}
			column := x.columns[below(today, limits[state>>levelBits&31])&1]
			u := key.Number(round)
			o := column[(u>>32)*uint64(len(column))>>32].pick(uint32(u))
			way := &x.options[o]
			flow[way.link]++
			today = (today + way.adds) - way.takes
			goes := below(today, way.until)
			off &= together - 1
			stopped.key[off], stopped.today[off], stopped.state[off] = key, today, state|uint64(o)<<wayBits
			on &= together - 1
			walking.key[on], walking.today[on], walking.state[on] = key, today, state+uint64(int64(way.onward))
			on += goes
			off += 1 - goes
		}
		t.settleStopped(off)
		count = on
	}
	walking.n, t.abreast = 0, false
}

// below is 1 if a is below b, both of 0 or more, and 0 if it is not. A processor
// need not guess which.
func below(a, b float64) int {
	return int((math.Float64bits(a) - math.Float64bits(b)) >> 63)
}

// settleStopped ends the day of those who have decided for the last time: where
// they are, at the end of a way, or on it.
func (t *trek) settleStopped(count int) {
	s := &t.stopped
	lanes := len(t.lanes)
	for i := range count {
		state := s.state[i]
		cell, class := uint32(state), int(state>>classBits&(mostClasses-1))
		way := &t.tables[cell].options[state>>wayBits]
		if way.special {
			c := band{class: int16(class), route: way.route}
			c.n[state>>levelBits&31] = 1
			t.advance(way.lane, &c, s.today[i], s.key[i].With(forWalking))
			continue
		}
		level := t.tomorrow(s.key[i], int(state>>levelBits&31), s.today[i])
		t.ends[int(cell)+class*lanes+int(way.ending)][level]++
	}
}

// tomorrow is the level of the stint index with which somebody begins the next
// day, rounded up or down by a number of their own.
func (t *trek) tomorrow(key draw.Key, level int, today float64) int {
	return min(int(float64(float64(level)*t.half)+float64(today*t.perLevel)+float64(float64(key>>11)*t.turned)), t.levels-1)
}

// foldEnds puts those who walked as single persons where their day has ended.
func (t *trek) foldEnds() {
	places, width := len(t.spots), len(t.spots)+len(t.lanes)
	for i := range t.ends {
		n := int64(0)
		for _, k := range t.ends[i] {
			n += k
		}
		if n == 0 {
			continue
		}
		class, at := i/width, i%width
		if at >= places {
			l := &t.lanes[at-places]
			l.next = join(l.next, &band{n: t.ends[i], class: int16(class), km: l.speed})
		} else {
			t.onLinks -= n
			t.spots[at].people += n
			t.arrived[at] += n
			t.settleDown(int32(at), &band{n: t.ends[i], class: int16(class)})
		}
		t.ends[i] = [stintLevels]int64{}
	}
}
