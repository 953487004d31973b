package movement

import (
	"math"

	"haven/draw"
	"haven/internal/calendar"
	"haven/scenario"
)

// shock is one row of shocks.csv with those it reaches.
type shock struct {
	row     int32
	groups  []bool
	origins []bool // nil: everywhere
}

// region is where a part of the quota falls due.
type region struct {
	key uint64
	due []float64 // share of the quota due up to each day
}

func (m *Model) findShocks() {
	for i := range m.sc.Shocks {
		row := &m.sc.Shocks[i]
		s := shock{row: int32(i), groups: make([]bool, len(m.sc.Groups))}
		for g := range m.sc.Groups {
			s.groups[g] = row.AppliesTo.Selects(&m.sc.Groups[g])
		}
		origins, regions := row.AppliesTo.Values("origin"), row.AppliesTo.Values("admin1")
		if origins != nil || regions != nil {
			s.origins = make([]bool, len(m.origins))
			for o, n := range m.origins {
				p := &m.sc.Places[n]
				s.origins[o] = (origins == nil || among(origins, p.ID)) && (regions == nil || among(regions, p.Admin1))
			}
		}
		m.shocks = append(m.shocks, s)
	}
}

func among(values []string, have string) bool {
	for _, v := range values {
		if v == have {
			return true
		}
	}
	return false
}

// strength is a_k * (1 - e^-((t-t_k+1)/ready)) * e^-((t-t_k)/tau) of a shock on
// a day; 0 before it.
func strength(s *scenario.Shock, day calendar.Date) float64 {
	if day < s.Date {
		return 0
	}
	t := float64(day - s.Date)
	x := s.SizePerDay
	if s.ReadyDays > 0 {
		x *= 1 - draw.Exp(-(t+1)/s.ReadyDays)
	}
	if !math.IsInf(s.FadesDays, 1) {
		x *= draw.Exp(-t / s.FadesDays)
	}
	return x
}

// findCallups sorts the rows of callup.csv and the origins by region.
func (f *Frame) findCallups() {
	index := map[string]int32{}
	for i := range f.sc.Callup {
		name := f.sc.Callup[i].Region
		r, ok := index[name]
		if !ok {
			r = int32(len(index))
			index[name] = r
			f.regionKeys = append(f.regionKeys, draw.Hash(name))
		}
		f.regionOfRow = append(f.regionOfRow, r)
	}
	f.regionOf = make([]int32, len(f.origins))
	for o, n := range f.origins {
		f.regionOf[o] = none
		for _, name := range []string{f.sc.Places[n].ID, f.sc.Places[n].Admin1} {
			if r, ok := index[name]; ok {
				f.regionOf[o] = r
			}
		}
	}
}

func (m *Model) fillRegions() {
	days := m.sc.Period.Days()
	due := make([]float64, len(m.regionKeys)*days)
	for r, key := range m.regionKeys {
		m.regions = append(m.regions, region{key: key, due: due[r*days : (r+1)*days]})
	}
	for i := range m.sc.Callup {
		c := &m.sc.Callup[i]
		due := m.regions[m.regionOfRow[i]].due
		for d := max(0, int(c.Date-m.sc.Period.From)); d < days; d++ {
			due[d] += c.ShareDue
		}
	}
}

// quota is what has been announced by a day, and what it is measured against.
func (m *Model) quota(e *epoch) (announced, reference float64) {
	for _, i := range e.callups {
		announced += m.level(i, 0)
	}
	return announced, m.quotaReference()
}

// quotaReference is the quota that departures are measured against: a
// parameter, or what was announced first.
func (m *Model) quotaReference() (reference float64) {
	if reference = m.sc.Parameters.QuotaReference; reference > 0 {
		return reference
	}
	if m.first != nil {
		return m.first.quotaReference()
	}
	first := calendar.None
	for i := range m.sc.Policies {
		p := &m.sc.Policies[i]
		if p.Instrument == "callup" && p.Value > 0 && (!first.Given() || p.DateFrom < first) {
			first, reference = p.DateFrom, p.Value
		}
	}
	return reference
}

// believesLiable is c_g: the share of a group that believes it may be called up.
func (m *Model) believesLiable(e *epoch, g int) float64 {
	switch m.sc.Groups[g].Callup {
	case "liable":
		return 1
	case "exempt":
		if e.exemption[g] == none {
			return 1
		}
		if p := &m.sc.Policies[e.exemption[g]]; p.Stance == "withdrawn" {
			return 1
		}
		return m.level(e.exemption[g], 0)
	}
	return 0
}

// canBeCalledUp says whether a group's liable member is at risk of a summons:
// the liable always, the exempt once their exemption is gone.
func (m *Model) canBeCalledUp(e *epoch, g int) bool {
	switch m.sc.Groups[g].Callup {
	case "liable":
		return true
	case "exempt":
		return e.exemption[g] == none || m.sc.Policies[e.exemption[g]].Stance == "withdrawn"
	}
	return false
}

func (m *Model) measureLanes() {
	largest := int64(1)
	for g := range m.sc.Groups {
		largest = max(largest, m.partySize(g))
	}
	for i := range m.sc.Crossings {
		c := &m.sc.Crossings[i]
		each := m.scale
		if c.Unit == "vehicles" {
			each *= c.PeoplePerVehicle
		}
		m.laneExit = append(m.laneExit, c.ExitPerDay*each)
		m.laneEntry = append(m.laneEntry, c.EntryPerDay*each)
		room := c.Room * each
		if math.IsNaN(c.Room) {
			room = m.laneEntry[i]
		}
		if m.laneEntry[i] > 0 { // or a party that never fits would close the lane to all behind it
			room = math.Max(room, float64(largest))
		}
		m.laneRoom = append(m.laneRoom, room)
		m.laneBins = append(m.laneBins, openShare(c.Opens, c.Closes, m.bins))
	}
}

// openShare spreads a day's capacity over the hours in which a lane is open.
// A lane that closes before it opens is open over midnight.
func openShare(opens, closes float64, bins int) []float64 {
	out := make([]float64, bins)
	width, total := 24/float64(bins), 0.0
	overlap := func(from, to, a, b float64) float64 { return math.Max(0, math.Min(to, b)-math.Max(from, a)) }
	for b := range out {
		from, to := float64(b)*width, float64(b+1)*width
		if opens < closes {
			out[b] = overlap(from, to, opens, closes)
		} else {
			out[b] = overlap(from, to, opens, 24) + overlap(from, to, 0, closes)
		}
		total += out[b]
	}
	for b := range out {
		out[b] /= total
	}
	return out
}

func (m *Model) measureServices() {
	for _, s := range m.services {
		l := &m.sc.Links[m.net.Arcs[s.arc].Link]
		m.seats = append(m.seats, math.Floor(float64(l.CapacityPerDay*m.scale)+0.5))
		m.fare = append(m.fare, l.FareUSD)
	}
}
