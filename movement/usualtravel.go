package movement

import (
	"math"
	"sort"

	"haven/draw"
)

// usualRow is what a frame knows of a row of usual_travel.csv.
type usualRow struct {
	service int32   // that it goes by; none
	country int     // beyond the border, of a service
	lanes   []int32 // that it is spread over, without a service
	days    [7]bool // weekdays it goes on, Sunday first
	keys    []uint64
}

// usualFlow is what goes by one lane or service of a row of usual_travel.csv.
type usualFlow struct {
	lane, service int32
	country       int // beyond the border, by the layout
	out           bool
	citizen       bool
	days          [7]bool // weekdays it goes on, Sunday first
	people        float64
	key           uint64
}

var weekdays = map[string]int{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}

// findUsualTravel finds the lanes or the service of every row of usual travel.
func (f *Frame) findUsualTravel() {
	days := f.usualDays()
	for i := range f.sc.UsualTravel {
		u := &f.sc.UsualTravel[i]
		row := usualRow{service: f.serviceByID(u.At), days: days[i]}
		key := draw.Hash(u.ID)
		if row.service != none {
			row.country, row.keys = f.countryOf(f.sc.Places[f.services[row.service].far].Country), []uint64{key}
		} else {
			row.lanes = f.lanesByID(u.At)
			for _, lane := range row.lanes {
				row.keys = append(row.keys, draw.Mix(key, f.ids.lane[lane]))
			}
		}
		f.usualRows = append(f.usualRows, row)
	}
}

// listUsualTravel puts the member's numbers into the rows of usual travel. A
// row at a crossing of several lanes is spread over them by their capacity.
func (m *Model) listUsualTravel() {
	home, weights := m.homeCountry(), []float64(nil)
	m.usual = make([]usualFlow, 0, len(m.usualRows))
	for i := range m.usualRows {
		row, u := &m.usualRows[i], &m.sc.UsualTravel[i]
		f := usualFlow{lane: none, service: row.service, country: row.country, out: u.Direction != "in", days: row.days, people: u.People * m.scale, citizen: u.Whose == home}
		if row.service != none {
			f.key = row.keys[0]
			m.usual = append(m.usual, f)
			continue
		}
		weights = m.laneWeights(row.lanes, weights[:0])
		people := f.people
		for j, lane := range row.lanes {
			f.lane, f.people, f.country, f.key = lane, people*weights[j], m.layout.entryOf[lane], row.keys[j]
			m.usual = append(m.usual, f)
		}
	}
}

// usualDays are the weekdays on which each row of usual travel goes on: its
// own, or, for *, all that no other row of the same flow names.
func (f *Frame) usualDays() [][7]bool {
	type flow struct{ at, direction, whose string }
	named := map[flow][7]bool{}
	for i := range f.sc.UsualTravel {
		u := &f.sc.UsualTravel[i]
		if d, ok := weekdays[u.Weekday]; ok {
			f := flow{u.At, u.Direction, u.Whose}
			days := named[f]
			days[d] = true
			named[f] = days
		}
	}
	out := make([][7]bool, len(f.sc.UsualTravel))
	for i := range f.sc.UsualTravel {
		u := &f.sc.UsualTravel[i]
		if d, ok := weekdays[u.Weekday]; ok {
			out[i][d] = true
			continue
		}
		for d, taken := range named[flow{u.At, u.Direction, u.Whose}] {
			out[i][d] = !taken
		}
	}
	return out
}

// homeCountry is the country most of the origins' people live in.
func (m *Model) homeCountry() string {
	people := map[string]int64{}
	for _, n := range m.origins {
		people[m.sc.Places[n].Country] += m.sc.Places[n].Population
	}
	names := make([]string, 0, len(people))
	for c := range people {
		names = append(names, c)
	}
	sort.Slice(names, func(i, j int) bool {
		if people[names[i]] != people[names[j]] {
			return people[names[i]] > people[names[j]]
		}
		return names[i] < names[j]
	})
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// serviceByID is the first direction of a booked link; those who come back by
// it are counted at it too.
func (f *Frame) serviceByID(id string) int32 {
	for s := range f.services {
		if f.sc.Links[f.net.Arcs[f.services[s].arc].Link].ID == id {
			return int32(s)
		}
	}
	return none
}

// lanesByID are the lane with an id, or those of a crossing that are open on the first day.
func (f *Frame) lanesByID(id string) (lanes []int32) {
	for i := range f.sc.Crossings {
		if f.sc.Crossings[i].ID == id {
			return []int32{int32(i)}
		}
	}
	for _, c := range f.net.Crossings {
		if f.sc.Places[c.Node].ID != id {
			continue
		}
		for _, row := range c.Lanes {
			if f.openOnFirstDay(row) {
				lanes = append(lanes, row)
			}
		}
		break // the direction named first is the way out
	}
	return lanes
}

// laneWeights are the shares of lanes in what all of them can serve.
func (m *Model) laneWeights(lanes []int32, weights []float64) []float64 {
	total := 0.0
	for _, row := range lanes {
		w := math.Min(math.Min(m.laneExit[row], m.laneEntry[row]), 1e9)
		weights = append(weights, w)
		total += w
	}
	for i := range weights {
		if total > 0 {
			weights[i] /= total
		} else { // lanes that can serve nobody, as a what-if may have them
			weights[i] = 1 / float64(len(weights))
		}
	}
	return weights
}
