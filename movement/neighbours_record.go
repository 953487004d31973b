package movement

// neighboursCatalogue lists the series of a record under the rule neighbours.
var neighboursCatalogue = []seriesKind{
	{"departures", byOrigin, "people"},
	{"stock", byPlace, "people"},
	{"arrivals", byDestination, "people"}, {"stock", byDestination, "people"},
	{"flow", byLink, "people"},
	{"displaced_total", byModel, "people"}, {"raw_total", byModel, "people"}, {"debt", byModel, "people"},
	{"on_links", byModel, "people"}, {"at_destinations", byModel, "people"}, {"in_idp_camps", byModel, "people"},
}

// neighboursRecorder finds the series to write to.
type neighboursRecorder struct {
	departures, stock, arrivals, camps, flow            *Series
	displaced, raw, debt, onLinks, atDestinations, idps *Series
}

func newNeighboursRecorder(rec *Record) neighboursRecorder {
	var w neighboursRecorder
	for i, s := range []**Series{&w.departures, &w.stock, &w.arrivals, &w.camps, &w.flow, &w.displaced, &w.raw, &w.debt, &w.onLinks, &w.atDestinations, &w.idps} {
		*s = &rec.Series[i]
	}
	return w
}

// record writes the state at the end of the day.
func (t *trek) record() {
	w, day := &t.rec, t.day
	put := func(s *Series, entity int, n int64) { s.Values[entity*s.Days+day] = n }
	for p := range t.spots {
		put(w.departures, p, t.started[p])
		put(w.stock, p, t.spots[p].people)
	}
	arrived := int64(0)
	for i, p := range t.h.outputs {
		n := t.spots[p].people
		put(w.arrivals, i, t.arrived[p])
		put(w.camps, i, n)
		arrived += n
	}
	for l, n := range t.flow[:len(t.flow)-1] {
		put(w.flow, l, n)
	}
	idps := int64(0)
	for p := range t.spots {
		if t.spots[p].kind == kindIDPCamp {
			idps += t.spots[p].people
		}
	}
	put(w.displaced, 0, t.total)
	put(w.raw, 0, t.h.raw[day]*t.h.scale)
	put(w.debt, 0, t.h.debt[day]*t.h.scale)
	put(w.onLinks, 0, t.onLinks)
	put(w.atDestinations, 0, arrived)
	put(w.idps, 0, idps)
}
