package movement

import (
	"fmt"
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

	scale   float64
	means   []float64 // by class
	worth   []float64 // by policy
	stay    float64
	giveUp  float64 // hazard of a bin
	base    []rates // by origin and group: hazards and people
	shocks  []shock
	regions []region

	leafWeight []float64 // e^((utility - reference)/spread) at the leaf's own spread, times what there is of K_c/K
	reference  []float64 // by table: the utility of its best leaf

	referenceWeight []float64 // e^-reference

	toWay, toCrossing, toRatio *draw.Power // powers s_w, s and s_w/s
	share                      []float64   // K_c/K by passage
	shareAlone                 []float64   // (K_c/K)^s by passage
	fixedShare                 []float64   // rule fixed: share of a crossing node
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

// Compile puts a member's numbers into the frame. sc must be the frame's
// scenario with other numbers: the same rows in the same order.
func (f *Frame) Compile(sc *scenario.Scenario) (*Model, error) {
	if len(sc.Places) != len(f.sc.Places) || len(sc.Links) != len(f.sc.Links) || len(sc.Crossings) != len(f.sc.Crossings) ||
		len(sc.Groups) != len(f.sc.Groups) || len(sc.Policies) != len(f.sc.Policies) || len(sc.Pulls) != len(f.sc.Pulls) ||
		len(sc.Callup) != len(f.sc.Callup) || len(sc.UsualTravel) != len(f.sc.UsualTravel) {
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
	m.fillRegions()
	m.measureLanes()
	m.measureServices()
	m.measureWays()
	m.sharePassages()
	m.fixShares()
	m.weighLeaves()
	m.sumPulls()
	m.listUsualTravel()
	m.sortLevels()
	return m, nil
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
