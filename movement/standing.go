package movement

import (
	"math"

	"haven/draw"
)

// What the numbers that members draw seldom touch is worked out once for a
// frame and shared by its members: who lives where, and how long ways take.

// settlePopulation counts the parties of every group in every origin. A member
// whose people are the frame's shares its count.
func (m *Model) settlePopulation() {
	f := m.Frame
	if m.scale != f.sc.Parameters.Scale || !sameRows(m.sc.Places, f.sc.Places) || !sameRows(m.sc.Groups, f.sc.Groups) || !sameRows(m.sc.GroupShares, f.sc.GroupShares) {
		m.base = m.countPeople()
		return
	}
	f.peopleOnce.Do(func() { f.people = m.countPeople() })
	m.base = f.people
}

// sameRows says whether two tables are one and the same.
func sameRows[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func (m *Model) countPeople() []rates {
	ng := len(m.sc.Groups)
	share := map[string]float64{}
	for i := range m.sc.GroupShares {
		s := &m.sc.GroupShares[i]
		share[s.Origin+"\x00"+s.Group] = s.Share
	}
	base := make([]rates, len(m.origins)*ng)
	for o, node := range m.origins {
		p := &m.sc.Places[node]
		for g := range m.sc.Groups {
			group := &m.sc.Groups[g]
			s, ok := share[p.ID+"\x00"+group.ID]
			if !ok {
				s = share["*\x00"+group.ID]
			}
			size := float64(max(1, group.Party.Size))
			parties := math.Floor(float64(float64(p.Population)*s)*m.scale/size + 0.5)
			base[o*ng+g].key = draw.Mix(m.ids.place[node], draw.Hash(group.ID))
			base[o*ng+int(m.homeOf[g])].parties += int64(parties)
		}
	}
	return base
}

// binsFor rounds hours under way up to bins of the clock.
func (m *Model) binsFor(hours float64) int32 { return int32(math.Ceil(float64(hours*m.hour) - 1e-9)) }

// timed is how long ways and legs take.
type timed struct {
	wayBins  []int32 // bins to the lane, the hub's service or the destination
	wayDays  []int32 // wayBins in days, rounded up
	wayAfter []int32 // bins from a service before the border to the lane
	legBins  []int32
	wayLinks [][]reached
	legLinks [][]reached
}

// reached is a link of a way and the whole days under way before it.
type reached struct{ link, days int32 }

// measureWays measures all ways and legs. A member whose links take as long as
// the frame's shares what was measured for that.
func (m *Model) measureWays() {
	f := m.Frame
	for i := range m.sc.Links {
		if m.sc.Links[i].Hours != f.sc.Links[i].Hours {
			m.timed = m.measured()
			return
		}
	}
	f.timedOnce.Do(func() { f.usualTimes = m.measured() })
	m.timed = f.usualTimes
}

func (m *Model) measured() timed {
	var t timed
	arcs := 0
	for i := range m.ways {
		arcs += len(m.ways[i].arcs)
	}
	for i := range m.net.Legs {
		arcs += len(m.net.Legs[i].Arcs)
	}
	all := make([]reached, 0, arcs) // of all ways, one after the other: they are counted all at once
	hoursOf := func(arcs []int32, stop int32) (before, after float64, links []reached) {
		first, passed := len(all), false
		for _, a := range arcs {
			if a == stop {
				passed = true
			}
			link := m.net.Arcs[a].Link
			all = append(all, reached{link, int32((before + after) / 24)})
			if h := m.sc.Links[link].Hours; passed {
				after += h
			} else {
				before += h
			}
		}
		return before, after, all[first:len(all):len(all)]
	}
	t.wayBins, t.wayAfter = make([]int32, len(m.ways)), make([]int32, len(m.ways))
	t.wayDays, t.wayLinks = make([]int32, len(m.ways)), make([][]reached, len(m.ways))
	for i := range m.ways {
		w := &m.ways[i]
		stop := none
		if w.booked {
			stop = m.services[w.service].arc
		}
		before, after, links := hoursOf(w.arcs, stop)
		t.wayBins[i], t.wayAfter[i], t.wayLinks[i] = m.binsFor(before), m.binsFor(after), links
		t.wayDays[i] = (t.wayBins[i] + int32(m.bins) - 1) / int32(m.bins)
	}
	t.legBins, t.legLinks = make([]int32, len(m.net.Legs)), make([][]reached, len(m.net.Legs))
	for i := range m.net.Legs {
		hours, _, links := hoursOf(m.net.Legs[i].Arcs, none)
		t.legBins[i], t.legLinks[i] = m.binsFor(hours), links
	}
	return t
}
