package scenario

import (
	"fmt"
	"math"

	"haven/internal/calendar"
)

// addBorders puts the destinations around the grid of towns: each has a land
// crossing at the nearest town of the edge, and a flight from a large town.
func (w *world) addBorders() {
	for d := range w.destinations {
		country := w.countryOf(d)
		town, dx, dy := w.edge(d)
		x, y := float64(town%w.side), float64(town/w.side)
		each := w.perDay / float64(w.destinations)
		exit := w.atLeast(10, each*w.between(0.4, 1.6)*0.2)
		seats := w.atLeast(20, each*w.between(0.8, 1.6)*0.3)
		w.place(borderID(d), fmt.Sprintf("Border %d", d+1), "crossing", origin, x+float64(dx), y+float64(dy), inf)
		w.place(gateID(d), fmt.Sprintf("Gate %d", d+1), "crossing", origin, x, y, inf)
		w.place(destinationID(d), fmt.Sprintf("Destination %d", d+1), "destination", country,
			x+3*float64(dx), y+3*float64(dy), w.atLeast(100, each*30*w.between(0.5, 3)))
		w.lanes(d, country, exit, seats)
		w.waysOut(d, town, seats)
	}
	w.place("front", "The front", "front", origin, -3, -3, inf)
	w.place("surrendered", "Behind the front", "surrendered", "XZZ", -4, -4, inf)
	w.usual()
}

// atLeast rounds to whole numbers, but not below low.
func (w *world) atLeast(low, v float64) float64 { return max(low, math.Round(v)) }

func (w *world) place(id, name, kind, country string, x, y, capacity float64) {
	lat, lon := w.position(x, y)
	w.s.Places = append(w.s.Places, Place{
		ID: id, Name: name, Kind: kind, Country: country, Lat: lat, Lon: lon, Capacity: capacity, Evidence: invented,
	})
}

// edge is the town at the edge of the grid where destination d lies, and the
// direction that leads out of the grid there.
func (w *world) edge(d int) (town, dx, dy int) {
	side := w.side
	rows := (w.towns + side - 1) / side
	around := 2*side + 2*rows
	at := d * around / w.destinations
	x, y := 0, 0
	switch {
	case at < side:
		x, y, dy = at, 0, -1
	case at < side+rows:
		x, y, dx = side-1, at-side, 1
	case at < 2*side+rows:
		x, y, dy = side-1-(at-side-rows), rows-1, 1
	default:
		x, y, dx = 0, rows-1-(at-2*side-rows), -1
	}
	if y*side+x >= w.towns { // the last row may be short
		y--
	}
	return y*side + x, dx, dy
}

// lanes of the land crossing (cars and people on foot) and of the boarding gate.
func (w *world) lanes(d int, country string, exit, seats float64) {
	entry := w.between(0.9, 1.3)
	lane := func(id, place, kind, unit string, per, exit float64) {
		w.s.Crossings = append(w.s.Crossings, Crossing{
			ID: id, Place: place, Lane: kind, FromCountry: origin, ToCountry: country,
			ExitPerDay: exit, EntryPerDay: w.atLeast(5, exit*entry), Unit: unit, PeoplePerVehicle: per,
			Room: nan, Closes: 24, DateFrom: calendar.None, DateTo: calendar.None, KnownFrom: calendar.None, EndKnownFrom: calendar.None, Evidence: invented,
		})
	}
	lane(borderID(d)+"_car", borderID(d), "car", "vehicles", 3, w.atLeast(5, exit*0.6/3))
	lane(borderID(d)+"_foot", borderID(d), "foot", "people", 1, w.atLeast(5, exit*0.4))
	lane(gateID(d)+"_all", gateID(d), "all", "people", 1, 3*seats)
}

// waysOut are the links from towns through the crossings to destination d, and
// on to the next destination.
func (w *world) waysOut(d, town int, seats float64) {
	w.link(townID(town), borderID(d), "road", float64(w.cell*111)*1.2)
	w.link(borderID(d), destinationID(d), "road", float64(w.cell*111)*2.4)
	hubs := max(1, w.towns/500)
	hub := (2*(d%hubs) + 1) * w.towns / (2 * hubs)
	w.link(townID(hub), gateID(d), "road", 20)
	flight := w.link(gateID(d), destinationID(d), "air", w.between(500, 3000))
	flight.CapacityPerDay, flight.FareUSD = seats, math.Round(w.between(400, 1500))
	if w.destinations > 1 {
		next := (d + 1) % w.destinations
		w.link(destinationID(d), destinationID(next), "rail", w.between(100, 600))
		w.link(destinationID(next), destinationID(d), "rail", w.between(100, 600))
	}
}

// usual travel: a tenth of what the land crossings can take, a fifth of the seats.
func (w *world) usual() {
	add := func(id, at, direction string, people float64) {
		w.s.UsualTravel = append(w.s.UsualTravel, UsualTravel{
			ID: id, At: at, Direction: direction, Weekday: "*", People: math.Ceil(people), Whose: origin, Evidence: invented,
		})
	}
	for d := range w.destinations {
		foot := &w.s.Crossings[3*d+1]
		add(foot.ID+"_out", foot.ID, "out", foot.ExitPerDay/10)
		add(foot.ID+"_in", foot.ID, "in", foot.ExitPerDay/10)
	}
	for i := range w.s.Links {
		if l := &w.s.Links[i]; l.Mode == "air" {
			add(l.ID+"_out", l.ID, "out", l.CapacityPerDay/5)
		}
	}
}

// addPolicies: every state lets people in, some not those without papers, some
// no longer after a third of the period; asylum is met in all the ways there are.
func (w *world) addPolicies() {
	stances := Stances("asylum")
	add := func(id, actor, instrument, who, stance string, value float64, from, to calendar.Date) {
		if !selectsAny(w.s, selector(who)) {
			return // a world of few groups may have none of this kind
		}
		w.s.Policies = append(w.s.Policies, Policy{
			ID: id, Actor: actor, Instrument: instrument, AppliesTo: selector(who), Stance: stance, Value: value,
			DateFrom: from, DateTo: to, KnownFrom: from, EndKnownFrom: calendar.None, Evidence: invented,
		})
	}
	change := w.s.Period.From + calendar.Date(w.o.Days/3)
	none := calendar.None
	for n, country := range w.countries() {
		if n%10 == 9 {
			add(country+"_entry", country, "entry", "", "allowed", nan, none, change-1)
			add(country+"_closed", country, "entry", "", "conditional", 0.7, change, none)
		} else {
			add(country+"_entry", country, "entry", "", "allowed", nan, none, none)
		}
		if n%3 == 2 {
			add(country+"_papers", country, "entry", "documents=none", "refused", nan, none, none)
		}
		add(country+"_asylum", country, "asylum", "", stances[w.rng.IntN(len(stances))].Name, nan, none, none)
		w.pull(country, "stay_days", []float64{30, 90, 180, 365}[w.rng.IntN(4)])
		w.pull(country, "ties", math.Round(w.between(-0.5, 1)*100)/100)
		w.pull(country, "living", math.Round(w.between(-0.5, 0.5)*100)/100)
	}
	begin := w.s.Period.From + 5
	quota := math.Ceil(float64(w.o.People) / 2000)
	add("quota", origin, "callup", "callup=liable", "announced", quota, begin, none)
	add("doubt", origin, "exemption", "callup=exempt", "granted", 0.3, begin, none)
	add("list", origin, "exit", "callup=liable", "banned", 0.02, change, none)
	add("prison", origin, "penalty", "callup=liable", "threatened", 1, begin, none)
	if !selectsAny(w.s, selector("callup=liable")) {
		return
	}
	for _, day := range []calendar.Date{begin + 5, begin + 15} {
		for r := range w.regions() {
			w.s.Callup = append(w.s.Callup, CallupDue{
				Date: day, Region: fmt.Sprintf("Region %d", r+1), ShareDue: math.Floor(0.5/float64(w.regions())*1e9) / 1e9,
				KnownFrom: begin, Evidence: invented,
			})
		}
	}
}

func (w *world) pull(country, term string, value float64) {
	w.s.Pulls = append(w.s.Pulls, Pull{
		ID: country + "_" + term, Destination: country, Term: term, Value: value, KnownFrom: calendar.None, Evidence: invented,
	})
}

// addWaves: something happens every half year and fades over two weeks.
func (w *world) addWaves() {
	for n, day := 1, 5; day < w.o.Days; n, day = n+1, day+180 {
		date := w.s.Period.From + calendar.Date(day)
		w.s.Shocks = append(w.s.Shocks, Shock{
			ID: fmt.Sprintf("wave_%d", n), Date: date, SizePerDay: w.hazard, ReadyDays: 3, FadesDays: 13,
			KnownFrom: date, Evidence: invented,
		})
	}
}
