package movement

import (
	"math"
	"math/bits"

	"haven/draw"
)

// count is so many parties in one situation; the slot says which.
type count struct {
	slot int32
	n    int64
}

// standing is a cohort at a place that chooses next morning.
type standing struct {
	place   int32 // node
	kept    int32
	level   int32 // of the exit list already drawn; barred when on it
	refused int32 // the crossing (index in net.Crossings) that turned it away last; none
	car     bool
	onward  bool // moves on from a destination: home is no option
	n       int64
}

const barred int32 = -1

// run is the state of one member: arrays, sized once by the frame and used
// again for the next member.
type run struct {
	m                   *Model
	rec                 *recorder
	local               *trek // the state under the rule neighbours, instead of all below; nil under others
	key                 draw.Key
	today               draw.Key
	thisBin             draw.Key
	atDay, atBin        int // places in the rings of arrivals: where today and this bin begin
	day                 int
	bin                 int
	e                   *epoch
	keptBits, levelBits int       // of a slot
	levels              []float64 // exit lists, ascending from 0: a status is an index here
	resumed             bool      // the day is the first after the state was taken up: nothing is known of yesterday's policies
	firstUsual          int32     // slot

	// People at home and called up.
	home        []int64 // by origin and group
	summoned    []int64 // by origin, group and days since
	awaiting    []int64 // the same, whatever the day: by origin and group
	called      []bool  // groups at risk of a summons today
	sentAfter   int
	calledUp    []int64 // by region, so far
	front       int64
	surrender   int64
	atRisk      []int64   // by region
	summons     []float64 // hazard m of the day, by region
	pressure    []float64 // hazard L of the day without mood and v, by group
	localShocks []localShock
	leaving     []int64 // by origin and kept, scratch of the day

	// What everybody can see.
	closedLane            []bool
	laneFactor            []float64
	linkFactor            []float64
	laneDrift             []float64
	discrepancy           discrepancy
	exitToday             []float64 // people a day and lane
	entryToday            []float64
	perceived             []float64   // wait in days by lane
	seenWait              [][]float64 // public wait of past days, newest last
	entryLevel            []float64   // by leg and kept
	asylumLevel           []float64   // by destination and kept
	exitLevel             []float64   // by lane and kept
	usualFactor           []float64   // by lane
	usualMean             []float64   // usual travellers of a bin of today, by row
	stanceCost            []float64   // of exit lists and deterrents, by lane and class
	exitStatus            []int32     // status after a control, by lane and kept
	laneCost, serviceCost []float64   // e^-cost of today, by lane or service, spread and class
	prices                []float64   // the same by gate, spread and class
	weightNow, openWeight []float64   // leafWeight without ways that are shut
	attraction            []float64   // A by class and destination
	pull                  []float64   // e^(A - topPull) by class and destination
	topPull               []float64   // largest A by class
	stayWeight            []float64   // e^(stay - topPull) by class
	legOffered, legOpen   []bool      // by leg and class: by policy; today
	wayShut               []bool
	running               []bool // by service

	// The day's choice.
	fresh             []bool    // tables computed today
	weightCar         []float64 // by leaf, for those with a car
	weightNo          []float64 // and without, where it makes a difference
	weightShut        []float64 // the same for those to whom a border is shut
	totalCar, totalNo []float64 // sums of weights by table
	weightHome        []float64 // for those at home, of whom some have a car, by leaf
	blended           []bool    // tables whose weightHome is that of today
	going             []float64 // v by table, -1 until it is needed

	// On the way.
	waiting   []standing
	coming    []standing
	setOut    []int64 // by leg, kept and bins to go: leavers whose hour is still to be drawn
	setOutOn  []bool  // by leg and kept
	onWay     []int64 // people who set out these days, by way and day
	wayTaken  []bool
	waysTaken []int32
	onLeg     []int64 // people admitted today, by leg
	horizon   int
	maxBins   int32
	ring      [][]count // to lanes, by bin of arrival
	arrive    [][]count // to destinations, by bin of arrival
	inRing    int64     // people
	airborne  int64     // people between lane and destination

	// Seats.
	sold      [][]int64 // by service and day ahead (ring)
	usualSold [][]int64 // by service, day ahead and whose
	usualLoad [][]int64
	booked    [][]int64 // people waiting at the hub, by service and day ahead
	vain      []int64   // people who asked in vain today, by service
	fare      []float64
	asks      [][]ask // by service
	askAt     []int32 // by leaf and kept: where the ask of a plain situation is, plus 1 and asked
	asked     int32   // as many as any service had asks until yesterday
	lots      []lot
	bidders   []bidder
	buyers    []buyer
	buyerAt   []int32 // by slot: where it may stand among buyers
	pending   []laneCount

	lanes []laneState
	stock []int64 // by destination, kept and applicant
	where balance // at the end of the day
	tally tally

	scratch scratch
}

// tally counts people who entered and left the model's pools, for the
// conservation check.
type tally struct {
	start, leftBehind, returned, usualBorn, usualGone int64
	corrected                                         int64 // people put in by Course.Correct less those taken out
}

type scratch struct {
	take     []int64
	joining  pile
	touched  []int32
	costs    []float64
	picks    []int64
	hours    []int64 // by bin
	many     []leavers
	keys     []uint64
	columns  [][]int64 // of drawLots, depth of them in use
	depth    int
	counts   []int32
	standing []standing
}

// slotOf packs a leg, what is kept and the exit status. Each has bits of its
// own: slots are taken apart so often that divisions would show.
func (r *run) slotOf(leg, kept, level int32) int32 {
	return (leg<<r.keptBits|kept)<<r.levelBits | level
}

func (r *run) unpack(slot int32) (leg, kept, level int32) {
	level = slot & (1<<r.levelBits - 1)
	slot >>= r.levelBits
	return slot >> r.keptBits, slot & (1<<r.keptBits - 1), level
}

// Usual travellers have slots of their own behind those of all legs.
func (r *run) usualSlot(lane int32, citizen bool) int32 {
	s := r.firstUsual + 2*lane
	if citizen {
		s++
	}
	return s
}

func (r *run) isUsual(slot int32) (citizen, usual bool) {
	return (slot-r.firstUsual)&1 == 1, slot >= r.firstUsual
}

// sizeOf is how many people a party of a slot counts.
func (r *run) sizeOf(slot int32) int64 {
	if _, usual := r.isUsual(slot); usual {
		return 1
	}
	_, k, _ := r.unpack(slot)
	return r.m.kept[k].size
}

// newRun allocates the state for a frame; every later member reuses it.
func (f *Frame) newRun(m *Model) *run {
	if f.local {
		return &run{local: newTrek(m.hood)}
	}
	nk, ng := len(f.kept), len(f.sc.Groups)
	nl, no := len(f.sc.Crossings), len(f.origins)
	ns, nd := len(f.services), len(f.net.Destinations)
	r := &run{}
	r.home, r.leaving = make([]int64, no*ng), make([]int64, no*nk)
	r.awaiting, r.called = make([]int64, no*ng), make([]bool, ng)
	r.closedLane, r.laneFactor = make([]bool, nl), make([]float64, nl)
	r.linkFactor = make([]float64, len(f.sc.Links))
	r.laneDrift, r.exitToday, r.entryToday = make([]float64, nl), make([]float64, nl), make([]float64, nl)
	r.discrepancy.pull, r.discrepancy.usual = make([]float64, len(f.layout.countries)), make([]float64, len(f.layout.countries))
	r.perceived, r.usualFactor = make([]float64, nl), make([]float64, nl)
	r.entryLevel, r.asylumLevel = make([]float64, len(f.net.Legs)*nk), make([]float64, nd*nk)
	r.stanceCost = make([]float64, nl*len(f.classes))
	r.exitLevel, r.exitStatus = make([]float64, nl*nk), make([]int32, nl*nk)
	r.laneCost, r.serviceCost = make([]float64, nl*spreads*len(f.classes)), make([]float64, ns*spreads*len(f.classes))
	r.prices = make([]float64, len(f.gates)*spreads*len(f.classes))
	r.attraction, r.pull = make([]float64, len(f.classes)*nd), make([]float64, len(f.classes)*nd)
	r.topPull, r.stayWeight = make([]float64, len(f.classes)), make([]float64, len(f.classes))
	r.legOffered, r.legOpen = make([]bool, len(f.net.Legs)*len(f.classes)), make([]bool, len(f.net.Legs)*len(f.classes))
	r.wayShut, r.running = make([]bool, len(f.ways)), make([]bool, ns)
	r.fresh = make([]bool, len(f.tables))
	r.weightCar, r.weightNo = make([]float64, len(f.leaves)), make([]float64, len(f.leaves))
	r.weightShut, r.weightHome = make([]float64, len(f.leaves)), make([]float64, len(f.leaves))
	r.askAt = make([]int32, len(f.leaves)*f.mostAlike)
	r.totalCar, r.totalNo = make([]float64, len(f.tables)), make([]float64, len(f.tables))
	r.blended, r.going = make([]bool, len(f.tables)), make([]float64, len(f.tables))
	r.setOutOn = make([]bool, len(f.net.Legs)*nk)
	r.onWay, r.wayTaken, r.onLeg = make([]int64, len(f.ways)*flowDays), make([]bool, len(f.ways)), make([]int64, len(f.net.Legs))
	r.vain, r.fare = make([]int64, ns), make([]float64, ns)
	r.stock = make([]int64, nd*nk*2)
	r.lanes = make([]laneState, nl)
	return r
}

// reset makes the state that of a member that is about to start.
func (r *run) reset(m *Model, key draw.Key, rec *Record) {
	r.m, r.key = m, key
	if r.local != nil {
		r.local.reset(m.hood, rec)
		return
	}
	r.rec = newRecorder(m, rec)
	r.resumed = false
	r.nameSlots(m.levels)
	r.tally = tally{}
	r.front, r.surrender, r.inRing, r.airborne = 0, 0, 0, 0
	r.resetPeople()
	r.resetRoads()
	r.resetSeats()
	for i := range r.lanes {
		r.lanes[i].reset()
	}
	r.waiting, r.coming = r.waiting[:0], r.coming[:0]
	clear(r.stock)
}

// nameSlots lays out slots for exit lists of these levels.
func (r *run) nameSlots(levels []float64) {
	r.levels = append(r.levels[:0], levels...)
	r.keptBits, r.levelBits = bits.Len(uint(len(r.m.kept)-1)), bits.Len(uint(len(r.levels)-1))
	r.firstUsual = r.slotOf(int32(len(r.m.net.Legs)), 0, 0)
	slots := int(r.usualSlot(int32(len(r.m.sc.Crossings)), false)) + 1
	r.scratch.joining.makeRoom(max(slots, len(r.stock)))
	r.buyerAt = grown(r.buyerAt, slots) // says only where to look first
}

func (r *run) resetPeople() {
	m := r.m
	ng := len(m.sc.Groups)
	for i := range m.base {
		r.home[i] = m.base[i].parties
		r.tally.start += r.home[i] * m.partySize(i%ng)
	}
	r.sentAfter = max(1, int(math.Round(m.sc.Parameters.SentAfterDays)))
	r.summoned = sized(r.summoned, len(r.home)*r.sentAfter)
	clear(r.awaiting)
	r.calledUp, r.atRisk = sized(r.calledUp, len(m.regions)), sized(r.atRisk, len(m.regions))
	r.summons, r.pressure = sized(r.summons, len(m.regions)), sized(r.pressure, ng)
	clear(r.leaving)
}

func (r *run) resetRoads() {
	m := r.m
	clear(r.perceived)
	clear(r.laneDrift)
	r.discrepancy.clear()
	delay := max(1, m.sc.Parameters.WaitDelayDays)
	for len(r.seenWait) < delay {
		r.seenWait = append(r.seenWait, nil)
	}
	r.seenWait = r.seenWait[:delay]
	for i := range r.seenWait {
		r.seenWait[i] = sized(r.seenWait[i], len(m.sc.Crossings))
	}
	r.maxBins = 1
	for i := range m.wayBins {
		r.maxBins = max(r.maxBins, m.wayBins[i], m.wayAfter[i])
	}
	longest := r.maxBins
	for _, b := range m.legBins {
		longest = max(longest, b)
	}
	r.maxBins++
	r.setOut = grown(r.setOut, len(r.setOutOn)*int(r.maxBins)) // a day leaves nobody in it
	clear(r.wayShut)
	r.forgetWays()
	clear(r.onLeg)
	r.lookAhead((m.sc.Parameters.BookAheadDays+2)*m.bins + int(longest)*2 + m.bins)
}

// lookAhead empties the rings of arrivals and makes them so many bins long.
func (r *run) lookAhead(bins int) {
	r.horizon = bins
	for len(r.ring) < r.horizon {
		r.ring, r.arrive = append(r.ring, nil), append(r.arrive, nil)
	}
	for i := range r.ring {
		r.ring[i], r.arrive[i] = r.ring[i][:0], r.arrive[i][:0]
	}
}

// partySize is how many people a party of a group counts.
func (m *Model) partySize(g int) int64 { return int64(max(1, m.sc.Groups[g].Party.Size)) }

// grown is a slice of length n that reuses s where it is large enough, with all
// that is in it.
func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// sized is a zeroed slice of length n that reuses s where it is large enough.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
