package movement

import (
	"math"

	"haven/draw"
)

// passage is a crossing as a way into a destination: what has a share K_c/K.
// The first of a frame stands for all ways that meet no border.
type passage struct{ destination, crossing int32 }

// findPassages lists the passages of all legs, in the order of the legs.
func (f *Frame) findPassages() {
	noBorder := passage{none, none}
	f.passages, f.passageOf = []passage{noBorder}, make([]int32, len(f.net.Legs))
	known := map[passage]int32{}
	for l := range f.net.Legs {
		p := passage{f.net.Legs[l].Destination, f.net.Legs[l].Crossing}
		if p.crossing == none {
			continue
		}
		i, ok := known[p]
		if !ok {
			i = int32(len(f.passages))
			known[p] = i
			f.passages = append(f.passages, p)
		}
		f.passageOf[l] = i
	}
}

// largestShare bounds K_c/K of a crossing that opens later, where what is open
// on the first day serves next to nobody, so that its powers stay numbers.
const largestShare = 1e9

// sharePassages computes K_c/K of every passage, and the power that it has
// where it is a destination's only one.
func (m *Model) sharePassages() {
	capacity, total := m.capacities()
	m.share, m.shareAlone = make([]float64, len(m.passages)), make([]float64, len(m.passages))
	for i, p := range m.passages {
		m.share[i] = 1
		if p.crossing != none && total[p.destination] > 0 {
			m.share[i] = math.Min(capacity[p.crossing]/total[p.destination], largestShare)
		}
		m.shareAlone[i] = draw.Pow(m.share[i], m.sc.Parameters.SpreadCrossing)
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
	for _, p := range m.passages[1:] {
		all[p.destination] += capacity[p.crossing]
		if open[p.crossing] {
			total[p.destination] += capacity[p.crossing]
		}
	}
	for d := range total {
		if total[d] == 0 {
			total[d] = all[d]
		}
	}
	return capacity, total
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
