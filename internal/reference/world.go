package reference

import (
	"fmt"
	"math"
	"sort"

	"haven/internal/network"
	"haven/scenario"
)

// World is a scenario made ready to be simulated party by party.
type World struct {
	sc   *scenario.Scenario
	net  *network.Network
	p    *scenario.Parameters
	bins int

	origins    []int32   // nodes
	population [][]int64 // parties by origin and group
	region     []int     // by origin, -1: none
	due        [][]float64
	lanes      []lane
	services   []service
	serviceOf  map[int32]int // by arc
	options    map[[2]int32][]option
	share      map[[2]int32]float64 // K_c/K by crossing and destination
	usual      []usual
	departBin  []float64
	rules      []rules // by day
	rows       rows
	ahead      int
}

type lane struct {
	crossing    int32
	near        int32
	exit, entry float64
	room        float64
	bins        []float64
	boarding    bool
	car         bool
}

type service struct {
	arc   int32
	lane  int // of the boarding; -1
	seats float64
	fare  float64
	far   string // country it leads to
}

type usual struct {
	lane, service int
	out, citizen  bool
	goes          [7]bool // by weekday, from Sunday
	people        float64
}

// option is one way to one destination.
type option struct {
	leg, dest, crossing int32
	lane, service       int
	needsCar            bool
	booked              bool // the service lies before the border
	arcs                []int32
	hours, fare         float64 // all of the way, without the service's fare
	toGate, after       int     // bins before the service or gate, and from the service to the gate
	ways                float64 // n_c
}

const none = network.None

// NewWorld reads a scenario. All ways are kept as options: a scenario with more
// than its parameter options allows is refused.
func NewWorld(sc *scenario.Scenario) (*World, error) {
	net, err := network.Build(sc)
	if err != nil {
		return nil, err
	}
	w := &World{sc: sc, net: net, p: &sc.Parameters, bins: sc.BinsPerDay}
	w.settle()
	w.callup()
	w.border()
	w.seats()
	for d := 0; d < sc.Period.Days(); d++ {
		w.rules = append(w.rules, w.rulesOn(d))
	}
	w.listUsual()
	w.weighCrossings()
	if most := w.listOptions(); most > sc.Parameters.Options {
		return nil, fmt.Errorf("somebody has %d options, the parameter allows %d", most, sc.Parameters.Options)
	}
	w.register()
	return w, nil
}

func (w *World) days() int { return w.sc.Period.Days() }

func (w *World) size(group int32) int64 { return int64(max(1, w.sc.Groups[group].Party.Size)) }

// hours to bins, rounded up.
func (w *World) binsOf(hours float64) int {
	return int(math.Ceil(hours*float64(w.bins)/24 - 1e-9))
}

func (w *World) settle() {
	share := func(origin, group string) (float64, bool) {
		for _, s := range w.sc.GroupShares {
			if s.Origin == origin && s.Group == group {
				return s.Share, true
			}
		}
		return 0, false
	}
	for node := range w.sc.Places {
		place := &w.sc.Places[node]
		lives := false
		parties := make([]int64, len(w.sc.Groups))
		for g := range w.sc.Groups {
			x, own := share(place.ID, w.sc.Groups[g].ID)
			if !own && place.Kind != "destination" && place.Kind != "camp" {
				x, own = share("*", w.sc.Groups[g].ID)
			}
			lives = lives || own
			parties[g] = int64(math.Floor(float64(place.Population)*x*w.p.Scale/float64(w.size(int32(g))) + 0.5))
		}
		if lives && place.Population > 0 {
			w.origins = append(w.origins, int32(node))
			w.population = append(w.population, parties)
		}
	}
	w.departBin = make([]float64, w.bins)
	for b := range w.departBin {
		w.departBin[b] = 1
		if len(w.p.DepartByBin) == w.bins {
			w.departBin[b] = w.p.DepartByBin[b]
		}
	}
}

// callup sums, by region and day, the share of the quota that is due.
func (w *World) callup() {
	index := map[string]int{}
	for _, c := range w.sc.Callup {
		r, ok := index[c.Region]
		if !ok {
			r = len(w.due)
			index[c.Region] = r
			w.due = append(w.due, make([]float64, w.days()))
		}
		for d := range w.due[r] {
			if c.Date <= w.sc.Period.From+dayOf(d) {
				w.due[r][d] += c.ShareDue
			}
		}
	}
	for _, node := range w.origins {
		r, ok := index[w.sc.Places[node].Admin1]
		if !ok {
			if r, ok = index[w.sc.Places[node].ID]; !ok {
				r = -1
			}
		}
		w.region = append(w.region, r)
	}
}

func (w *World) border() {
	w.lanes = make([]lane, len(w.sc.Crossings))
	largest := 1.0
	for _, g := range w.sc.Groups {
		largest = math.Max(largest, float64(g.Party.Size))
	}
	for ci, c := range w.net.Crossings {
		for _, row := range c.Lanes {
			x := &w.sc.Crossings[row]
			each := w.p.Scale
			if x.Unit == "vehicles" {
				each *= x.PeoplePerVehicle
			}
			l := lane{crossing: int32(ci), near: c.Near, exit: x.ExitPerDay * each, entry: x.EntryPerDay * each, car: x.Lane == "car"}
			l.room = x.Room * each
			if math.IsNaN(x.Room) {
				l.room = l.entry
			}
			if l.entry > 0 {
				l.room = math.Max(l.room, largest)
			}
			l.bins = openHours(x.Opens, x.Closes, w.bins)
			w.lanes[row] = l
		}
	}
	for _, leg := range w.net.Legs {
		if leg.Lane != none && leg.Service != none {
			w.lanes[leg.Lane].boarding = true
		}
	}
}

// openHours is the share of a day's capacity that each bin has.
func openHours(opens, closes float64, bins int) []float64 {
	const minutes = 24 * 60
	out, total := make([]float64, bins), 0.0
	for m := 0; m < minutes; m++ {
		h := (float64(m) + 0.5) / 60
		open := opens <= h && h < closes
		if closes <= opens {
			open = h >= opens || h < closes
		}
		if open {
			out[m*bins/minutes]++
			total++
		}
	}
	for b := range out {
		out[b] /= total
	}
	return out
}

func (w *World) seats() {
	w.serviceOf = map[int32]int{}
	for a, arc := range w.net.Arcs {
		if !arc.Service {
			continue
		}
		l := &w.sc.Links[arc.Link]
		s := service{arc: int32(a), lane: -1, seats: math.Floor(l.CapacityPerDay*w.p.Scale + 0.5), fare: l.FareUSD, far: w.sc.Places[arc.To].Country}
		for _, c := range w.net.Crossings {
			if c.Node == arc.From {
				s.lane = int(c.Lanes[0])
				break
			}
		}
		w.serviceOf[int32(a)] = len(w.services)
		w.services = append(w.services, s)
	}
}

// openAtStart says whether a lane is open on the first day.
func (w *World) openAtStart(row int32) bool { return w.rules[0].open[row] }

func (w *World) listUsual() {
	for i := range w.sc.UsualTravel {
		u := &w.sc.UsualTravel[i]
		x := usual{lane: -1, service: -1, out: u.Direction != "in", people: u.People * w.p.Scale, citizen: u.Whose == w.home()}
		for d := range x.goes {
			x.goes[d] = w.goesOn(u, d)
		}
		for s := range w.services {
			if w.sc.Links[w.net.Arcs[w.services[s].arc].Link].ID == u.At && x.service < 0 {
				x.service = s
			}
		}
		if x.service >= 0 {
			w.usual = append(w.usual, x)
			continue
		}
		rows, total := w.lanesNamed(u.At)
		for _, row := range rows {
			y := x
			y.lane = int(row)
			y.people *= w.narrow(row) / total
			w.usual = append(w.usual, y)
		}
	}
}

// goesOn says whether a row of usual travel is about a weekday, counted from
// Sunday: * stands for the days that no other row of the same flow names.
func (w *World) goesOn(u *scenario.UsualTravel, weekday int) bool {
	name := [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[weekday]
	if u.Weekday != "*" && u.Weekday != "" {
		return u.Weekday == name
	}
	for _, other := range w.sc.UsualTravel {
		if other.At == u.At && other.Direction == u.Direction && other.Whose == u.Whose && other.Weekday == name {
			return false
		}
	}
	return true
}

// home is the country where most people live.
func (w *World) home() string {
	people := map[string]int64{}
	best := ""
	for _, n := range w.origins {
		c := w.sc.Places[n].Country
		people[c] += w.sc.Places[n].Population
		if best == "" || people[c] > people[best] {
			best = c
		}
	}
	return best
}

func (w *World) narrow(row int32) float64 {
	return math.Min(math.Min(w.lanes[row].exit, w.lanes[row].entry), 1e9)
}

// lanesNamed are a lane, or the lanes of a crossing's first direction that are
// open on the first day.
func (w *World) lanesNamed(id string) (rows []int32, total float64) {
	for i := range w.sc.Crossings {
		if w.sc.Crossings[i].ID == id {
			return []int32{int32(i)}, w.narrow(int32(i))
		}
	}
	for _, c := range w.net.Crossings {
		if w.sc.Places[c.Node].ID != id {
			continue
		}
		for _, row := range c.Lanes {
			if w.openAtStart(row) {
				rows = append(rows, row)
				total += w.narrow(row)
			}
		}
		break
	}
	return rows, total
}

// weighCrossings computes K_c/K: a crossing's smaller side or its seats over
// the sum of a destination's crossings that are open on the first day.
func (w *World) weighCrossings() {
	people := 0.0
	for i := range w.sc.Places {
		people += float64(w.sc.Places[i].Population)
	}
	capacity, open := make([]float64, len(w.net.Crossings)), make([]bool, len(w.net.Crossings))
	for ci, c := range w.net.Crossings {
		exit, entry, seats := 0.0, 0.0, 0.0
		for _, row := range c.Lanes {
			exit += w.lanes[row].exit
			entry += w.lanes[row].entry
			open[ci] = open[ci] || w.openAtStart(row)
			for _, leg := range w.net.Legs {
				if leg.Lane != row {
					continue
				}
				if leg.Service == none {
					seats = math.Inf(1)
				} else {
					seats += w.services[w.serviceOf[leg.Service]].seats
				}
			}
		}
		capacity[ci] = math.Min(exit, entry)
		if seats > 0 {
			capacity[ci] = math.Min(capacity[ci], seats)
		}
		if math.IsInf(capacity[ci], 1) {
			capacity[ci] = people * w.p.Scale
		}
	}
	w.share = map[[2]int32]float64{}
	for d := range w.net.Destinations {
		of, total, all := map[int32]bool{}, 0.0, 0.0
		for _, leg := range w.net.Legs {
			if leg.Crossing == none || leg.Destination != int32(d) || of[leg.Crossing] {
				continue
			}
			of[leg.Crossing] = true
			all += capacity[leg.Crossing]
			if open[leg.Crossing] {
				total += capacity[leg.Crossing]
			}
		}
		if total == 0 {
			total = all
		}
		for c := range of {
			w.share[[2]int32{c, int32(d)}] = capacity[c] / total
		}
	}
}

// listOptions finds the ways of every group from every place where somebody
// may have to choose, and returns the most that anybody has.
func (w *World) listOptions() (most int) {
	w.options = map[[2]int32][]option{}
	from := map[int32]bool{}
	for _, n := range w.origins {
		from[n] = true
	}
	for _, c := range w.net.Crossings {
		if c.Near != none {
			from[c.Near] = true
		}
	}
	for _, n := range w.net.Destinations {
		from[n] = true
	}
	for node := range from {
		for g := range w.sc.Groups {
			options := w.optionsFrom(node, int32(g))
			w.options[[2]int32{node, int32(g)}] = options
			most = max(most, len(options))
		}
	}
	return most
}

func (w *World) optionsFrom(node, group int32) []option {
	var out []option
	for l := range w.net.Legs {
		if !w.everOffered(int32(l), group) {
			continue
		}
		ways := w.p.Ways
		if w.net.Legs[l].Service != none {
			ways = 1 // there are no alternative ways to a hub
		}
		for _, way := range w.net.Ways(int32(l), node, ways) {
			out = append(out, w.option(&way))
		}
	}
	// n_c counts the ways that are open on the first day, all where none is.
	for i := range out {
		all, open := 0.0, 0.0
		for j := range out {
			if out[j].crossing == out[i].crossing && out[j].dest == out[i].dest {
				all++
				if out[j].lane < 0 || w.openAtStart(int32(out[j].lane)) {
					open++
				}
			}
		}
		out[i].ways = open
		if open == 0 {
			out[i].ways = all
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].dest < out[j].dest })
	return out
}

func (w *World) option(way *network.Way) option {
	leg := &w.net.Legs[way.Leg]
	o := option{leg: way.Leg, dest: leg.Destination, crossing: leg.Crossing, lane: int(leg.Lane), service: -1, arcs: way.Arcs}
	o.needsCar = leg.Lane != none && w.lanes[leg.Lane].car
	stop := none
	if way.Service != none {
		o.service = w.serviceOf[way.Service]
		if leg.Service == none {
			o.booked, stop = true, way.Service
		}
	}
	before, after, passed := 0.0, 0.0, false
	for _, a := range way.Arcs {
		passed = passed || a == stop
		if passed {
			after += w.sc.Links[w.net.Arcs[a].Link].Hours
		} else {
			before += w.sc.Links[w.net.Arcs[a].Link].Hours
		}
	}
	o.toGate, o.after = w.binsOf(before), w.binsOf(after)
	for _, arcs := range [][]int32{way.Arcs, leg.Arcs} {
		for _, a := range arcs {
			o.hours += w.sc.Links[w.net.Arcs[a].Link].Hours
			if !w.net.Arcs[a].Service {
				o.fare += w.sc.Links[w.net.Arcs[a].Link].FareUSD
			}
		}
	}
	w.ahead = max(w.ahead, o.toGate, o.after)
	return o
}
