package movement

import (
	"math"

	"haven/scenario"
)

// findPulls lists the rows of pulls.csv that draw each class to each destination.
func (f *Frame) findPulls() {
	for _, g := range f.classes {
		for _, n := range f.net.Destinations {
			d := &f.sc.Places[n]
			var rows []int32
			for i := range f.sc.Pulls {
				pull := &f.sc.Pulls[i]
				if (pull.Destination == d.ID || pull.Destination == d.Country) && pull.AppliesTo.Selects(&f.sc.Groups[g]) {
					rows = append(rows, int32(i))
				}
			}
			f.pullRows = append(f.pullRows, rows)
		}
	}
}

// sumPulls computes what no policy changes of A, for every class and destination.
func (m *Model) sumPulls() {
	m.pulls = make([]float64, len(m.pullRows))
	for i, rows := range m.pullRows {
		m.pulls[i] = pullOf(m.sc, rows)
	}
}

// pullOf is the part of a destination's attraction A that does not change with
// policy: days of stay, ties, cost of living and chance of protection.
func pullOf(sc *scenario.Scenario, rows []int32) float64 {
	p := &sc.Parameters
	a := 0.0
	for _, i := range rows {
		pull := &sc.Pulls[i]
		switch pull.Term {
		case "stay_days":
			a += float64(p.WeightStayDays * math.Min(pull.Value, 365) / 365)
		case "ties":
			a += float64(p.WeightTies * pull.Value)
		case "living":
			a += float64(p.WeightLiving * pull.Value)
		case "protection":
			a += float64(p.WeightProtect * pull.Value)
		}
	}
	return a
}
