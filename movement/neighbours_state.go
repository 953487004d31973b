package movement

import "haven/draw"

// trek is the state of one member under the rule neighbours.
type trek struct {
	h   *neighbourhood
	key draw.Key // of today
	day int
	rec neighboursRecorder

	spots    []spot
	lanes    []roadLane
	open     [][]int32 // lanes that can be taken, by their start, in Flee's order
	shut     [][]int32 // lanes that are closed, by their start, in the order of closing
	holds    []int16   // closures in force, by track
	holding  []bool    // whether a closure is in force
	levels   int       // of the stint index
	reach    []reach   // what can be chosen from a place
	watch    [][]int32 // places from which a place can be chosen
	routes   routes
	tables   []crossroads // by class and place
	noWeight *unweighed   // the run cannot go on
	remade   bool         // ways have changed, so reaches must be found again
	harvest  bool         // people who are not travelling are home for the harvest

	// People at places, by class, and place; those with a route still to follow stand apart.
	stay   []band
	routed [][]band
	sunk   []int64 // in camps that nobody leaves again, by class and place
	away   []int64 // in harvest months: counted where they were born, by class and place

	weights   []float64           // of places, for who starts to flee
	kin       []float64           // people of one's ethnicity over the population, by class and place
	faith     []float64           // and of one's religion
	owed      int64               // people who could not start to flee because no place had a weight
	total     int64               // people who ever started to flee
	corrected int64               // people put in by Course.Correct less those taken out
	newcomers func(day int) int64 // Course.SetNewcomers; nil: as registrations say
	onLinks   int64
	turn      uint64 // rotates the rounding of the stint index
	flow      []int64
	arrived   []int64 // today, by place
	before    []int64 // arrivals of the day before, by place
	started   []int64 // today, by place

	// Today's walk.
	walkKey    draw.Key
	fillings   []filling
	strolling  strollers
	leads      []lead // of a decision of strollers
	points     points
	abreast    bool        // their day is being ended: nobody can join them now
	limits     [32]float64 // km today below which a decision in a town is forced, by level
	ends       []int64     // of single persons' days: by class, and place or lane, and level
	memory     memory      // of the stint index
	lastGrain  int64
	opened     int // the last day on which ways or camps opened or closed
	nodes      []band
	done       []int32 // nodes that are no longer needed
	heads      [buckets]int32
	filled     [buckets / 64]uint64 // a bit a bucket
	round      int32                // bands that have decided in this part of the day
	lastBucket int                  // up to here bands have been looked at
	perKM      float64              // stages a km
	targets    []int32              // by way of the decision being made: the band that takes it
	counts     []int64

	tally []int64
	path  []int32 // of the way being looked along
	begun int32   // the lane it begins by
	born  []int64 // today, by place
	ids   []uint64
	alias aliasBuilder
}

// spot is what changes of a place.
type spot struct {
	people     int64
	population int64
	capacity   int64
	kind       kind
	town       bool // the flag that forced moves look at
	intensity  float64
	since      int     // first day of the conflict; -1: from before, or none
	fought     float64 // yesterday's value in conflicts.csv
	moves      kind    // whose chance to move on holds here
	score      float64
	factor     float64 // of capacity, as the tables know it
	level      float64 // of a flood, whole
	chance     float64 // to move on
}

// roadLane is one direction of a link as Flee's program holds it: closing it
// and opening it again makes another one, which stands last at its start.
type roadLane struct {
	track
	number int32 // of the track
	closed bool
	who    []band // on it since yesterday, or about to set out
	next   []band // on it when the day ends
}

func newTrek(h *neighbourhood) *trek {
	t := &trek{h: h, levels: 1}
	if h.avoids {
		t.levels = stintLevels
	}
	n, nc := len(h.grounds), len(h.people.classes)
	t.spots = make([]spot, n)
	t.open, t.shut = make([][]int32, n), make([][]int32, n)
	t.holds, t.holding = make([]int16, len(h.tracks)), make([]bool, len(h.closures))
	t.reach, t.watch = make([]reach, n), make([][]int32, n)
	t.tables = make([]crossroads, n*nc)
	t.stay, t.away, t.sunk = make([]band, n*nc), make([]int64, n*nc), make([]int64, n*nc)
	t.routed = make([][]band, n)
	t.weights, t.kin, t.faith = make([]float64, n), make([]float64, n*nc), make([]float64, n*nc)
	t.arrived, t.before, t.started = make([]int64, n), make([]int64, n), make([]int64, n)
	return t
}

// reset makes the state that of a member that is about to start.
func (t *trek) reset(h *neighbourhood, rec *Record) {
	t.h, t.rec = h, newNeighboursRecorder(rec)
	t.lanes = t.lanes[:0]
	for i := range h.tracks {
		t.addLane(int32(i))
	}
	for p := range h.grounds {
		t.open[p] = append(t.open[p][:0], h.outs[p]...)
		t.shut[p], t.routed[p] = t.shut[p][:0], t.routed[p][:0]
		t.spots[p] = t.firstSpot(p)
	}
	t.day = 0
	for p := range t.spots {
		t.spots[p].score = t.scoreOf(p)
	}
	clear(t.holds)
	clear(t.holding)
	clear(t.stay)
	clear(t.away)
	clear(t.sunk)
	clear(t.arrived)
	clear(t.started)
	t.flow = sized(t.flow, len(t.rec.flow.Entities)+1) // behind the links: those who take none
	for b := range t.heads {
		t.heads[b] = none
	}
	fastest := h.set.MaxMoveSpeed
	for i := range h.tracks {
		fastest = max(fastest, h.tracks[i].speed)
	}
	t.perKM = stages / (fastest + 1)
	t.remember(h.set.MaxMoveSpeed)
	t.total, t.onLinks, t.owed, t.turn, t.corrected, t.opened = 0, 0, 0, 0, 0, 0
	t.newcomers, t.noWeight = nil, nil
	t.routes.reset()
	t.remade = true
	for i := range t.tables {
		t.tables[i].valid = false
	}
	t.points.reset(len(t.tables))
}

func (t *trek) firstSpot(p int) spot {
	g := &t.h.grounds[p]
	s := spot{population: g.population, capacity: g.capacity, kind: g.kind, intensity: -1, since: -1, score: 1, factor: 1}
	s.town = g.kind == kindTown
	if g.kind == kindConflict {
		s.intensity = g.intensity
	}
	if !g.kind.isCamp() && t.h.isOutput(g) {
		s.kind, s.town = kindCamp, g.kind == kindTown
	}
	s.moves = g.kind
	return s
}

func (t *trek) addLane(number int32) int32 {
	i := len(t.lanes)
	if i < cap(t.lanes) {
		t.lanes = t.lanes[:i+1] // its lists are used again
	} else {
		t.lanes = append(t.lanes, roadLane{})
	}
	l := &t.lanes[i]
	l.track, l.number, l.closed = t.h.tracks[number], number, false
	l.who, l.next = l.who[:0], l.next[:0]
	return int32(i)
}

// cell is the index of a class at a place.
func (t *trek) cell(class, place int) int { return class*len(t.spots) + place }

// settleDown puts people among those at a place.
func (t *trek) settleDown(place int32, c *band) {
	if c.route != noRoute {
		t.routed[place] = join(t.routed[place], &band{n: c.n, class: c.class, route: c.route})
		return
	}
	s := &t.stay[t.cell(int(c.class), int(place))]
	for l, n := range &c.n {
		s.n[l] += n
	}
}

// settle ends the day: where camps are sinks, whoever is in one stays for good.
func (t *trek) settle() {
	if !t.h.set.CampsAreSinks {
		return
	}
	for p := range t.spots {
		if !t.spots[p].kind.isCamp() {
			continue
		}
		for c := range t.h.people.classes {
			s := &t.stay[t.cell(c, p)]
			if t.away[t.cell(c, p)] > 0 {
				continue // they are counted where they were born
			}
			t.sunk[t.cell(c, p)] += s.total()
			s.n = [stintLevels]int64{}
		}
		for i := range t.routed[p] {
			b := &t.routed[p][i]
			t.sunk[t.cell(int(b.class), p)] += b.total()
		}
		t.routed[p] = t.routed[p][:0]
	}
}

// rest lets a day without travel pass for all who stay where they are: their
// stint index is halved.
func (t *trek) rest() {
	if t.levels == 1 {
		return
	}
	for i := range t.stay {
		t.grow(&t.stay[i], 0)
	}
	for p := range t.routed {
		for i := range t.routed[p] {
			t.grow(&t.routed[p][i], 0)
		}
	}
}

// share is the whole number nearest to n times a fraction, rounded up as often
// as the fraction asks for.
func (t *trek) share(n int64, fraction float64) int64 {
	t.turn += 0x9e3779b97f4a7c15
	return int64(float64(float64(n)*fraction) + float64(float64(t.turn>>11)*0x1p-53))
}
