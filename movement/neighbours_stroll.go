package movement

import (
	"encoding/binary"

	"haven/draw"
)

// strollers are persons who walk by themselves for the rest of the day, side by
// side: every round takes all of them one lane further. What one draws does not wait for
// what another one does, and nothing in a round depends on whether somebody goes on or stops,
// so that a processor works on several at once. Their fields lie in columns, since
// what is written in parts and read as a whole is slow: those under way in front, and
// behind them, from together on, those who have decided for the last time today.
type strollers struct {
	on, off int                    // under way, and stopped
	key     [2 * together]draw.Key // a stream for each
	today   [2 * together]float64  // km
	state   [2 * together]uint64   // see situation
	levels  [fewWalkers + 16]uint8 // of those who are being enlisted
	draw    [inStep]uint32         // of those who are about to decide: what picks a half of a column
	way     [inStep]uint32         // the column, and then the way
}

// together is how many persons walk side by side, and inStep how many of them
// decide before any of these sets out.
const (
	together = 4096
	inStep   = 256
)

// apart keeps the keys of those in one situation apart: odd, so that all differ.
const apart = 0xd6e8feb86659fd93

// enlist lets those of a band on some levels, who have just arrived somewhere,
// are few, and decide alike, walk on as single persons. Where there is a person for
// every other way at least, they begin with their decision here.
func (t *trek) enlist(c *band, place int32, today float64, from, to int, key draw.Key) {
	s := &t.strolling
	count := s.line(c, from, to)
	if count == 0 {
		return
	}
	if s.on+count > together {
		t.stroll()
	}
	key = key.With(forWalking)
	cell := t.cell(int(c.class), int(place))
	at := uint64(2*cell) | below(today, t.limits[from&31])
	j := t.points.junctions[at]
	if j == outdated {
		j = t.junctionAt(at)
	}
	if 2*count >= j.columns() {
		t.setOutAbreast(s.levels[:count], cell, j, today, key)
		return
	}
	for i, level := range s.levels[:count] {
		s.key[s.on+i], s.today[s.on+i], s.state[s.on+i] = key, today, deciding(cell)|uint64(level)
		key += apart
	}
	s.on += count
}

// setOutAbreast is the first decision of persons who are in one place after as
// many km: what each way leads to is found once.
func (t *trek) setOutAbreast(levels []uint8, cell int, j junction, today float64, key draw.Key) {
	s := &t.strolling
	if s.off+len(levels) > together {
		t.settleStopped()
	}
	room := &t.points.room[cell]
	first := uint32(room.ways)
	ways := t.points.ways[first:][:room.options]
	if len(t.leads) < len(ways) {
		t.leads = make([]lead, len(ways))
	}
	leads := t.leads[:len(ways)]
	for o := range ways {
		w := &ways[o]
		km := (today + w.adds) - w.takes
		next, state, goes := w.next, w.stop, 0
		if km < w.until {
			state, goes = next, 1
		}
		leads[o] = lead{km: km, state: state, goes: goes}
	}
	columns := t.points.columns[uint32(j):][:j.columns()]
	on, back := s.on, together+s.off+s.on
	key = key.Next()
	for i, level := range levels {
		u := key.Draw()
		to := &leads[columns[(u>>32)*uint64(len(columns))>>32].pick(uint32(u))-first]
		to.taken++
		k := back + i - on
		if to.goes > 0 {
			k = on
		}
		k &= 2*together - 1
		s.key[k], s.today[k], s.state[k] = key, to.km, to.state|uint64(level)
		on += to.goes
		key += apart
	}
	s.on, s.off = on, back+len(levels)-on-together
	for o := range ways {
		ways[o].taken += leads[o].taken
	}
}

// lead is what a way leads to from one place after so many km.
type lead struct {
	km    float64 // today
	state uint64  // see deciding and stopped
	taken int64
	goes  int // 1 if they decide again at its end
}

// line lists the levels of a band's few people, one behind the other, and takes
// them out of the band. Most levels hold so few that they are written at once.
func (s *strollers) line(c *band, from, to int) (count int) {
	for level := from; level < to; level++ {
		n := int(c.n[level])
		c.n[level] = 0
		eight := uint64(level) * 0x0101010101010101
		binary.LittleEndian.PutUint64(s.levels[count:], eight)
		binary.LittleEndian.PutUint64(s.levels[count+8:], eight)
		for i := count + 16; i < count+n; i++ {
			s.levels[i] = uint8(level)
		}
		count += n
	}
	return count
}

// stroll walks all who have been enlisted to the end of their day.
func (t *trek) stroll() {
	s := &t.strolling
	for count := s.on; count > 0; {
		if s.off+count > together {
			t.settleStopped()
		}
		on, back := 0, together+s.off
		for first := 0; first < count; first += inStep {
			last := min(first+inStep, count)
			t.findWays(first, last)
			on = t.takeWays(first, last, on, back)
		}
		s.off, count = back+count-on-together, on
	}
	s.on = 0
	t.settleStopped()
}

// findWays draws which ways strollers take. Each step is done for many of them before
// the next one is: what has to be waited for is then short, and a processor has more of it in hand at once.
func (t *trek) findWays(first, last int) {
	s := &t.strolling
	limits, junctions := &t.limits, t.points.junctions
	states := s.state[first:last]
	keys, km := s.key[first:][:len(states)], s.today[first:][:len(states)]
	draws, ways := s.draw[:len(states)], s.way[:len(states)]
	for i, state := range states {
		at := state>>situation | below(km[i], limits[state&31])
		j := junctions[at]
		if j == outdated {
			j = t.junctionAt(at)
		}
		u := keys[i].Next().Draw()
		draws[i], ways[i] = uint32(u), uint32(uint64(uint32(j))+(u>>32)*uint64(j>>32)>>32)
	}
	columns := t.points.columns
	for i, column := range ways {
		ways[i] = columns[column].pick(draws[i])
	}
}

// takeWays takes strollers along the ways found for them: those who go on to the
// front, behind the first on of them, and those who stop to the back. It returns how many go on.
func (t *trek) takeWays(first, last, on, back int) int {
	s := &t.strolling
	ways := t.points.ways
	for i, end := uint(first), uint(min(last, together)); i < end; i++ {
		key, today, level := s.key[i].Next(), s.today[i], s.state[i]&31
		way := &ways[s.way[i%inStep]]
		way.taken++
		today = (today + way.adds) - way.takes
		next, goes := way.next, 0
		k, state := back+int(i)-on, way.stop
		if today < way.until {
			k, state, goes = on, next, 1
		}
		k &= 2*together - 1
		s.key[k], s.today[k], s.state[k] = key, today, state|level
		on += goes
	}
	return on
}

// situation is where a state holds where somebody is; below it lies the level
// of the stint index. Of who goes on that is where the cell's junctions begin, of who stops where
// the counts of those begin whose day ends there (stretch.stop).
const situation = 32

// deciding is the state of who decides in a cell, without their level.
func deciding(cell int) uint64 { return uint64(2*cell) << situation }

// stopped is the state of those whose day ends at a place or on a lane, in the order of trek.ends.
func stopped(end int) uint64 { return uint64(end*stintLevels) << situation }

// below is 1 if a is below b, and 0 if it is not. A processor
// need not guess which.
func below(a, b float64) uint64 {
	is := uint64(0)
	if a < b {
		is = 1
	}
	return is
}

// junctionAt is a junction brought up to date.
func (t *trek) junctionAt(at uint64) junction {
	t.tableOf(uint32(at / 2))
	return t.points.junctions[at]
}

// settleStopped ends the day of those who have decided for the last time: where
// they are, at the end of a way, or on it.
func (t *trek) settleStopped() {
	s := &t.strolling
	was := t.abreast
	t.abreast = true
	ends := t.ends
	states := s.state[together:][:s.off]
	keys, km := s.key[together:][:len(states)], s.today[together:][:len(states)]
	for i, state := range states {
		if state&special != 0 {
			way := &t.points.ways[state&^special>>situation]
			c := band{class: way.class, route: way.route}
			c.n[state&31] = 1
			t.advance(way.lane, &c, km[i], keys[i].With(forWalking))
			continue
		}
		ends[state>>situation+uint64(t.tomorrow(keys[i], int(state&31), km[i]))]++
	}
	s.off, t.abreast = 0, was
}

// foldEnds puts those who walked as single persons where their day has ended.
func (t *trek) foldEnds() {
	t.countTaken(t.points.ways)
	places, width := len(t.spots), len(t.spots)+len(t.lanes)
	for i := range len(t.ends) / stintLevels {
		end := (*[stintLevels]int64)(t.ends[i*stintLevels:])
		n := sumOf(end)
		if n == 0 {
			continue
		}
		class, at := i/width, i%width
		if at >= places {
			l := &t.lanes[at-places]
			l.next = join(l.next, &band{n: *end, class: int16(class), km: l.speed})
		} else {
			t.onLinks -= n
			t.spots[at].people += n
			t.arrived[at] += n
			t.settleDown(int32(at), &band{n: *end, class: int16(class)})
		}
		*end = [stintLevels]int64{}
	}
}

// points are the crossroads as strollers read them: without what only bands need,
// and one behind the other, so that a decision takes few steps through memory.
type points struct {
	junctions []junction // two a cell: for the free and for the forced
	columns   []turnout
	ways      []stretch
	room      []room // by cell
}

// junction says where the columns of an alias table begin, in its lower half, and how
// many they are, in its upper.
type junction uint64

// outdated is a junction whose table has to be made anew: it has no columns.
const outdated junction = 0

func junctionOf(from, columns int) junction { return junction(columns)<<32 | junction(from) }

func (j junction) columns() int { return int(j >> 32) }

// turnout is a column of an alias table whose halves are numbers of ways.
type turnout struct {
	cut  uint32
	half [2]uint32
}

// pick is the way that 32 random bits stand for.
func (c *turnout) pick(u uint32) uint32 {
	return c.half[(uint64(u)-uint64(c.cut))>>63]
}

// stretch is a way as strollers take it. A new lane moves the ends of classes behind
// the first; lookAround then drops all tables, so that stop is written anew.
type stretch struct {
	adds, takes, until float64
	next, stop         uint64 // states, but for the level: of who goes on and of who stops (where special: the way itself)
	taken              int64  // by how many, not yet counted on the link
	link               int32
	lane, route        int32 // of special ways
	class              int16 // with this, 64 bytes in all are found faster
}

// special marks states at ways of which more has to be known than where they end.
const special = 1 << 63

// room is what a cell has been given, and how many options it has now.
type room struct{ columns, ways, size, options int }

func (p *points) reset(cells int) {
	p.junctions, p.room = sized(p.junctions, 2*cells), sized(p.room, cells)
	p.columns, p.ways = p.columns[:0], p.ways[:0]
}

// clear forgets what a cell's decisions are like.
func (p *points) clear(cell int) {
	p.junctions[2*cell], p.junctions[2*cell+1] = outdated, outdated
}

// post writes down, for strollers, how the free and the forced of a cell choose
// among the options.
func (t *trek) post(cell int, options []wayOn, free, forced *alias) {
	p, n := &t.points, len(options)
	r := &p.room[cell]
	t.countTaken(p.ways[r.ways : r.ways+r.options])
	if r.size < n {
		*r = room{columns: len(p.columns), ways: len(p.ways), size: n}
		p.columns = append(p.columns, make([]turnout, 2*n)...)
		p.ways = append(p.ways, make([]stretch, n)...)
	}
	r.options = n
	places := len(t.spots)
	class, place := cell/places, cell%places
	for o := range options {
		w := &options[o]
		to := stretch{adds: w.adds, takes: w.takes, until: w.until, link: w.link,
			next: deciding(cell + int(w.onward)), stop: stopped(class*(places+len(t.lanes)) + place + int(w.ending))}
		if w.special {
			to.stop, to.lane, to.route, to.class = special|uint64(r.ways+o)<<situation, w.lane, w.route, int16(class)
		}
		p.ways[r.ways+o] = to
	}
	for k, a := range []*alias{free, forced} {
		from := r.columns + k*n
		for i, c := range a.column {
			p.columns[from+i] = turnout{c.cut, [2]uint32{uint32(r.ways + int(c.half[0])), uint32(r.ways + int(c.half[1]))}}
		}
		p.junctions[2*cell+k] = junctionOf(from, len(a.column))
	}
}

// countTaken counts those who have taken ways on their links.
func (t *trek) countTaken(ways []stretch) {
	for i := range ways {
		t.flow[ways[i].link] += ways[i].taken
		ways[i].taken = 0
	}
}
