package reference

import "sort"

// rows names the series of a result: the first row of each measure by entity.
type rows struct {
	index map[[3]string]int
	count int

	departures, summoned, sent, leftBehind, returned, standing       int
	arrivals, stock, movedOn, arrivalsBy, stockBy                    int
	queue, queueMax, predicted, experienced, servedExit, servedEntry int
	turnedExit, turnedEntry, barred, gaveUp                          int
	seatsSold, seatsOffered, fare, flow                              int
	entries, entriesCitizens, entriesFleeing, exits, exitsCitizens   int
	claimsBorder, claimsInland, claimsRefused, stockCountry          int
	surrendered, atFront, atHome, summonedNow, standingAll, atHubs   int
	onLinks, inQueues, atDestinations, returnedTotal                 int
	country                                                          map[string]int
	callup                                                           map[string]int
}

// register gives every series its rows, by the names that the lumped engine's
// record uses.
func (w *World) register() {
	r := &w.rows
	r.index = map[[3]string]int{}
	add := func(measure, by string, entities []string) int {
		first := r.count
		for _, e := range entities {
			r.index[[3]string{measure, by, e}] = r.count
			r.count++
		}
		return first
	}
	var origins, places, dests, lanes, services, links, countries, callups, by []string
	r.country, r.callup = map[string]int{}, map[string]int{}
	for _, n := range w.origins {
		origins = append(origins, w.sc.Places[n].ID)
	}
	for i := range w.sc.Places {
		places = append(places, w.sc.Places[i].ID)
	}
	seen := map[string]bool{}
	for _, n := range w.net.Destinations {
		dests = append(dests, w.sc.Places[n].ID)
		seen[w.sc.Places[n].Country] = true
	}
	for i := range w.sc.Crossings {
		lanes = append(lanes, w.sc.Crossings[i].ID)
		seen[w.sc.Crossings[i].FromCountry], seen[w.sc.Crossings[i].ToCountry] = true, true
	}
	for _, s := range w.services {
		id := w.sc.Links[w.net.Arcs[s.arc].Link].ID
		if from := w.sc.Places[w.net.Arcs[s.arc].From].ID; from != w.sc.Links[w.net.Arcs[s.arc].Link].From {
			id += "@" + from
		}
		services = append(services, id)
		seen[s.far] = true
	}
	for i := range w.sc.Links {
		links = append(links, w.sc.Links[i].ID)
	}
	for c := range seen {
		countries = append(countries, c)
	}
	sort.Strings(countries)
	for i, c := range countries {
		r.country[c] = i
	}
	for i := range w.sc.Groups {
		if c := w.sc.Groups[i].Callup; r.callup[c] == 0 {
			callups = append(callups, c)
			r.callup[c] = len(callups) // counted from 1
		}
	}
	for _, d := range dests {
		for _, c := range callups {
			by = append(by, d+"/"+c)
		}
	}
	model := []string{"model"}
	for _, s := range []struct {
		row      *int
		measure  string
		by       string
		entities []string
	}{
		{&r.departures, "departures", "origin", origins}, {&r.summoned, "summoned", "origin", origins}, {&r.sent, "sent", "origin", origins},
		{&r.leftBehind, "left_behind", "origin", origins}, {&r.returned, "returned", "place", places}, {&r.standing, "standing", "place", places},
		{&r.arrivals, "arrivals", "destination", dests}, {&r.stock, "stock", "destination", dests}, {&r.movedOn, "moved_on", "destination", dests},
		{&r.arrivalsBy, "arrivals", "destination_callup", by}, {&r.stockBy, "stock", "destination_callup", by},
		{&r.queue, "queue", "lane", lanes}, {&r.queueMax, "queue_max", "lane", lanes}, {&r.predicted, "wait_predicted", "lane", lanes},
		{&r.experienced, "wait_experienced", "lane", lanes}, {&r.servedExit, "served_exit", "lane", lanes}, {&r.servedEntry, "served_entry", "lane", lanes},
		{&r.turnedExit, "turned_back_exit", "lane", lanes}, {&r.turnedEntry, "turned_back_entry", "lane", lanes}, {&r.barred, "barred", "lane", lanes},
		{&r.gaveUp, "gave_up", "lane", lanes}, {&r.seatsSold, "seats_sold", "service", services}, {&r.seatsOffered, "seats_offered", "service", services},
		{&r.fare, "fare", "service", services}, {&r.flow, "flow", "link", links},
		{&r.entries, "entries", "country", countries}, {&r.entriesCitizens, "entries_citizens", "country", countries},
		{&r.entriesFleeing, "entries_fleeing", "country", countries}, {&r.exits, "exits", "country", countries},
		{&r.exitsCitizens, "exits_citizens", "country", countries}, {&r.claimsBorder, "applications_border", "country", countries},
		{&r.claimsInland, "applications_inland", "country", countries}, {&r.claimsRefused, "claims_refused", "country", countries},
		{&r.stockCountry, "stock", "country", countries}, {&r.surrendered, "surrendered", "model", model}, {&r.atFront, "at_front", "model", model},
		{&r.atHome, "at_home", "model", model}, {&r.summonedNow, "summoned_now", "model", model}, {&r.standingAll, "standing", "model", model},
		{&r.atHubs, "at_hubs", "model", model}, {&r.onLinks, "on_links", "model", model}, {&r.inQueues, "in_queues", "model", model},
		{&r.atDestinations, "at_destinations", "model", model}, {&r.returnedTotal, "returned_total", "model", model},
	} {
		*s.row = add(s.measure, s.by, s.entities)
	}
}

// Result is what one run leaves behind: whole numbers by row and day.
type Result struct {
	Values []int64 // by row, then day
	Days   int
}

// Row is the row of a series' entity; false when there is none.
func (w *World) Row(measure, by, entity string) (int, bool) {
	i, ok := w.rows.index[[3]string{measure, by, entity}]
	return i, ok
}

func (r *run) add(row, entity int, n int64) { r.out.Values[(row+entity)*r.out.Days+r.day] += n }
