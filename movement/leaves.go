package movement

import (
	"math"

	"haven/draw"
)

// standingCost is what the links of a way cost on every day, fares of booked
// services left out, since these move.
type standingCost struct{ hours, fare float64 }

func (m *Model) standingCost(arcs []int32) (cost standingCost) {
	for _, a := range arcs {
		l := &m.sc.Links[m.net.Arcs[a].Link]
		cost.hours += l.Hours
		if !m.net.Arcs[a].Service {
			cost.fare += l.FareUSD
		}
	}
	return cost
}

// wayCosts are the standing costs by way, to the end of its leg. Members whose
// links take and cost what the frame's do share them.
func (m *Model) wayCosts() []standingCost {
	f := m.Frame
	for i := range m.sc.Links {
		if own, usual := &m.sc.Links[i], &f.sc.Links[i]; own.Hours != usual.Hours || own.FareUSD != usual.FareUSD {
			return m.addCosts()
		}
	}
	f.costsOnce.Do(func() { f.usualCosts = m.addCosts() })
	return f.usualCosts
}

func (m *Model) addCosts() []standingCost {
	beyond := make([]standingCost, len(m.net.Legs))
	for l := range beyond {
		beyond[l] = m.standingCost(m.net.Legs[l].Arcs)
	}
	costs := make([]standingCost, len(m.ways))
	for w := range costs {
		before, after := m.standingCost(m.ways[w].arcs), &beyond[m.ways[w].leg]
		costs[w] = standingCost{before.hours + after.hours, before.fare + after.fare}
	}
	return costs
}

// weighLeaves computes what no day changes of an option's weight, at its own
// spread and relative to the best of its table. Classes of the same means weigh the same ways alike.
func (m *Model) weighLeaves() {
	p := &m.sc.Parameters
	m.toWay, m.toCrossing = draw.NewPower(p.SpreadWay), draw.NewPower(p.SpreadCrossing)
	m.toRatio = draw.NewPower(p.SpreadWay / p.SpreadCrossing)
	m.leafWeight = make([]float64, len(m.leaves))
	m.reference, m.referenceWeight = make([]float64, len(m.tables)), make([]float64, len(m.tables))
	costs := m.wayCosts()
	for t := range m.tables {
		tab := &m.tables[t]
		if s := tab.like; s != none && m.means[m.tables[s].class] == m.means[tab.class] {
			copy(m.leafWeight[tab.leafFrom:tab.leafTo], m.leafWeight[m.tables[s].leafFrom:])
			m.reference[t], m.referenceWeight[t] = m.reference[s], m.referenceWeight[s]
			continue
		}
		m.reference[t] = m.weighTable(tab, costs)
		m.referenceWeight[t] = draw.Exp(-m.reference[t])
	}
}

// weighTable weighs the leaves of one table and gives the utility of the best.
func (m *Model) weighTable(tab *table, costs []standingCost) (best float64) {
	p, means := &m.sc.Parameters, m.means[tab.class]
	weights := m.leafWeight[tab.leafFrom:tab.leafTo] // utilities at first
	best = math.Inf(-1)
	for i := range weights {
		cost := &costs[m.leaves[int(tab.leafFrom)+i].way]
		weights[i] = -float64(p.CostPerHour*cost.hours) - float64(p.FareWeight*cost.fare/means)
		best = max(best, weights[i])
	}
	for c := tab.crossFrom; c < tab.crossTo; c++ {
		x := &m.crosses[c]
		for i := x.leafFrom; i < x.leaf; i++ {
			u := m.leafWeight[i] - best
			switch m.spreadOf[i] {
			case atWay:
				m.leafWeight[i] = draw.Exp(u / p.SpreadWay)
			case atCrossing:
				m.leafWeight[i] = m.share[x.passage] * draw.Exp(u/p.SpreadCrossing)
			default:
				m.leafWeight[i] = m.shareAlone[x.passage] * draw.Exp(u)
			}
		}
	}
	return best
}
