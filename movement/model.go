package movement

import (
	"fmt"
	"math"
	"sort"

	"haven/draw"
	"haven/scenario"
)

// Model is a frame with one member's numbers. It is immutable and safe for
// concurrent use.
type Model struct {
	*Frame
	sc    *scenario.Scenario
	first *Model // that this one goes on for (CompileChange); nil: it holds from the first day on
	bins  int    // a day
	hour  float64

	scale    float64
	means    []float64 // by class
	worth    []float64 // by policy
	stay     float64
	giveUp   float64 // hazard of a bin
	base     []rates // by origin and group: hazards and people
	shocks   []shock
	regions  []region
	regionOf []int32 // by origin

	leafUtility []float64 // what does not change from day to day: hours and fares
	leafWeight  []float64 // e^((leafUtility - reference)/spread) at the leaf's own spread, times what there is of K_c/K
	reference   []float64 // by table

	referenceWeight []float64 // e^-reference

	toWay, toCrossing, toRatio *draw.Power // powers s_w, s and s_w/s
	share                      []float64   // K_c/K by crossing node
	fixedShare                 []float64   // rule fixed: share of a crossing node
	nestShare                  []float64   // (K_c/K)^s of a nest's first crossing
	pulls                      []float64   // the part of A that policies do not touch, by class and destination
	timed

	laneExit, laneEntry []float64 // people a day; +Inf without limit
	laneRoom            []float64
	laneBins            [][]float64 // share of the day's capacity by bin
	seats, fare         []float64   // by service
	levels              []float64   // exit lists, ascending from 0
	usual               []usualFlow
	hood                *neighbourhood // of the rule neighbours
	hours               *hours         // the frame's, or the member's own
}

// rates are the people of one group in one origin.
type rates struct {
	parties int64
	key     uint64
}

// usualFlow is one row of usual_travel.csv.
type usualFlow struct {
	lane, service int32
	country       int // beyond the border, by the layout
	out           bool
	citizen       bool
	days          [7]bool // weekdays it goes on, Sunday first
	people        float64
	key           uint64
}

// Compile puts a member's numbers into the frame. sc must be the frame's
// scenario with other numbers: the same rows in the same order.
func (f *Frame) Compile(sc *scenario.Scenario) (*Model, error) {
	if len(sc.Places) != len(f.sc.Places) || len(sc.Links) != len(f.sc.Links) || len(sc.Crossings) != len(f.sc.Crossings) ||
		len(sc.Groups) != len(f.sc.Groups) || len(sc.Policies) != len(f.sc.Policies) {
		return nil, fmt.Errorf("the scenario has other rows than the one that was prepared")
	}
	return f.compile(sc, nil)
}

// CompileChange is Compile for the numbers that take the place of first's,
// whose frame is the one that f was prepared as a change of.
func (f *Frame) CompileChange(sc *scenario.Scenario, first *Model) (*Model, error) {
	if f.first != first.Frame {
		return nil, errOtherFrame
	}
	return f.compile(sc, first)
}

func (f *Frame) compile(sc *scenario.Scenario, first *Model) (*Model, error) {
	if f.local {
		return f.compileLocal(sc)
	}
	m := &Model{Frame: f, sc: sc, first: first, bins: sc.BinsPerDay, hour: float64(sc.BinsPerDay) / 24, scale: sc.Parameters.Scale}
	m.stay = sc.Parameters.Stay
	m.giveUp = sc.Parameters.GiveUpPerHour / m.hour
	for _, g := range f.classes {
		m.means = append(m.means, sc.Groups[g].MeansUSD)
	}
	for i := range sc.Policies {
		m.worth = append(m.worth, level(sc, int32(i), 0))
	}
	m.hours = f.hoursOf(sc)
	m.settlePopulation()
	m.findShocks()
	m.findRegions()
	m.measureLanes()
	m.measureServices()
	m.measureWays()
	m.weighLeaves()
	m.shareCrossings()
	m.fixShares()
	m.weighNests()
	m.sumPulls()
	m.listUsualTravel()
	m.sortLevels()
	return m, nil
}

// weighLeaves computes the part of each option's utility that no day changes.
// Fares of booked services move, so they are left to the day.
func (m *Model) weighLeaves() {
	p := &m.sc.Parameters
	m.leafUtility = make([]float64, len(m.leaves))
	m.reference, m.referenceWeight = make([]float64, len(m.tables)), make([]float64, len(m.tables))
	for t := range m.tables {
		tab := &m.tables[t]
		best := math.Inf(-1)
		for i := tab.leafFrom; i < tab.leafTo; i++ {
			l := &m.leaves[i]
			h1, f1 := m.standingCost(m.ways[l.way].arcs)
			h2, f2 := m.standingCost(m.net.Legs[l.leg].Arcs)
			u := -float64(p.CostPerHour*(h1+h2)) - float64(p.FareWeight*(f1+f2)/m.means[tab.class])
			m.leafUtility[i] = u
			best = math.Max(best, u)
		}
		m.reference[t] = best
		m.referenceWeight[t] = draw.Exp(-best)
	}
}

func (m *Model) standingCost(arcs []int32) (hours, fare float64) {
	for _, a := range arcs {
		l := &m.sc.Links[m.net.Arcs[a].Link]
		hours += l.Hours
		if !m.net.Arcs[a].Service {
			fare += l.FareUSD
		}
	}
	return hours, fare
}

// largestShare bounds K_c/K of a crossing that opens later, where what is open
// on the first day serves next to nobody, so that its powers stay numbers.
const largestShare = 1e9

// shareCrossings computes K_c/K for every crossing of every table.
func (m *Model) shareCrossings() {
	capacity, total := m.capacities()
	m.share = make([]float64, len(m.crosses))
	for d := range m.dests {
		node := &m.dests[d]
		for c := node.crossFrom; c < node.crossTo; c++ {
			m.share[c] = 1
			if x := m.crosses[c].crossing; x != none && total[node.dest] > 0 {
				m.share[c] = math.Min(capacity[x]/total[node.dest], largestShare)
			}
		}
	}
}

// capacities are K_c by crossing and K by destination, which sums the
// destination's crossings that are open on the first day, all when none is; of a
// change it is the one of the numbers that held then.
func (m *Model) capacities() (capacity, total []float64) {
	capacity = make([]float64, len(m.net.Crossings))
	open := make([]bool, len(m.net.Crossings))
	for c := range m.net.Crossings {
		capacity[c], open[c] = m.crossingCapacity(int32(c))
	}
	if m.first != nil {
		_, total = m.first.capacities()
		return capacity, total
	}
	total = make([]float64, len(m.net.Destinations))
	all := make([]float64, len(m.net.Destinations))
	seen := map[[2]int32]bool{}
	for _, l := range m.net.Legs {
		k := [2]int32{l.Destination, l.Crossing}
		if l.Crossing == none || seen[k] {
			continue
		}
		seen[k] = true
		all[l.Destination] += capacity[l.Crossing]
		if open[l.Crossing] {
			total[l.Destination] += capacity[l.Crossing]
		}
	}
	for d := range total {
		if total[d] == 0 {
			total[d] = all[d]
		}
	}
	return capacity, total
}

func (m *Model) sumPulls() {
	nd := len(m.net.Destinations)
	m.pulls = make([]float64, len(m.classes)*nd)
	for c, g := range m.classes {
		for d, n := range m.net.Destinations {
			m.pulls[c*nd+d] = pullOf(m.sc, &m.sc.Groups[g], &m.sc.Places[n])
		}
	}
}

// fixShares looks up choice_shares.csv for every crossing of every table; a row
// that names origin and group goes before one that names either, before one
// that names none.
func (m *Model) fixShares() {
	if m.sc.Rule != "fixed" {
		return
	}
	rows := map[[4]string]float64{}
	for i := range m.sc.ChoiceShares {
		c := &m.sc.ChoiceShares[i]
		rows[[4]string{c.Origin, c.Group, c.Destination, c.Crossing}] = c.Share
	}
	m.fixedShare = make([]float64, len(m.crosses))
	for t := range m.tables {
		tab := &m.tables[t]
		origin := m.sc.Places[m.places.choosers[tab.chooser]].ID
		group := m.sc.Groups[m.classes[tab.class]].ID
		for d := tab.destFrom; d < tab.destTo; d++ {
			dest := m.sc.Places[m.net.Destinations[m.dests[d].dest]].ID
			for c := m.dests[d].crossFrom; c < m.dests[d].crossTo; c++ {
				crossing := ""
				if x := m.crosses[c].crossing; x != none {
					crossing = m.sc.Places[m.net.Crossings[x].Node].ID
				}
				for _, k := range [][2]string{{origin, group}, {origin, "*"}, {"*", group}, {"*", "*"}} {
					if s, ok := rows[[4]string{k[0], k[1], dest, crossing}]; ok {
						m.fixedShare[c] = s
						break
					}
				}
			}
		}
	}
}

// crossingCapacity is K_c: the smaller side of a crossing, all lanes, in
// people a day, and no more than the seats beyond. A crossing without any
// limit counts as one that lets the whole population through in a day.
func (m *Model) crossingCapacity(c int32) (people float64, open bool) {
	exit, entry, seats := 0.0, 0.0, 0.0
	for _, row := range m.net.Crossings[c].Lanes {
		exit += m.laneExit[row]
		entry += m.laneEntry[row]
		if m.openOnFirstDay(row) {
			open = true
		}
		for _, l := range m.lanes[row].legs {
			if s := m.net.Legs[l].Service; s != none {
				seats += m.seats[m.serviceOf[s]]
			} else {
				seats = math.Inf(1)
			}
		}
	}
	people = math.Min(exit, entry)
	if seats > 0 {
		people = math.Min(people, seats)
	}
	if math.IsInf(people, 1) {
		people = 0
		for i := range m.sc.Places {
			people += float64(m.sc.Places[i].Population)
		}
		people *= m.scale
	}
	return people, open
}

func (m *Model) sortLevels() {
	values := []float64{0}
	for i := range m.sc.Policies {
		if p := &m.sc.Policies[i]; p.Instrument == "exit" {
			values = append(values, m.worth[i])
		}
	}
	sort.Float64s(values)
	m.levels = values[:1]
	for _, v := range values[1:] {
		if v > m.levels[len(m.levels)-1] {
			m.levels = append(m.levels, v)
		}
	}
}
