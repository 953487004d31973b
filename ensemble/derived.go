package ensemble

import (
	"math"
	"slices"
	"strings"

	"haven/movement"
	"haven/scenario"
)

// flows are the measures that count people (or seats) on a day and may be
// added up over days. All others are states, such as a stock or a queue.
var flows = []string{
	"departures", "summoned", "sent", "left_behind", "returned", "arrivals", "surrendered", "moved_on",
	"served_exit", "served_entry", "turned_back_exit", "turned_back_entry", "barred", "gave_up",
	"seats_sold", "seats_offered", "flow", "entries", "entries_citizens", "entries_fleeing", "exits",
	"exits_citizens", "applications_border", "applications_inland", "claims_refused",
}

// IsFlow says whether a measure counts what happens on a day, so that days add
// up; others are states at the day's end.
func IsFlow(measure string) bool { return slices.Contains(flows, measure) }

// stopped are the flows by lane that are summed up over all borders: those who
// want to leave and do not get through.
var stopped = []string{"turned_back_exit", "turned_back_entry", "barred", "gave_up"}

// toDate are the flows that also get a running total for every day, as
// reports give figures "since the 21st".
var toDate = map[string][]string{
	"departures": {"all"},
	"arrivals":   {"destination", "country"},
	"entries":    {"country"}, "entries_citizens": {"country"}, "entries_fleeing": {"country"},
	"exits": {"country"}, "exits_citizens": {"country"},
	"applications_border": {"country"}, "applications_inland": {"country"},
}

// peaks are the series whose highest day matters.
var peaks = map[string][]string{
	"departures": {"all"},
	"arrivals":   {"destination", "country"},
	"stock":      {"destination", "country", "place"},
	"standing":   {"place", "model"},
	"entries":    {"country"}, "entries_citizens": {"country"}, "entries_fleeing": {"country"},
	"queue": {"lane"}, "queue_max": {"lane"}, "wait_predicted": {"lane"}, "wait_experienced": {"lane"},
	"fare": {"service"}, "seats_sold": {"service"}, "in_queues": {"model"},
}

// derivation makes one or more series of a member from those it has already.
// Extremes and totals are taken member by member, before members are summed
// up: the median of the peaks is not the peak of the medians.
type derivation struct {
	series []Series
	fill   func(have [][]int64, out [][]int64) // out: zeroed, one slice a series
}

// sums adds up entities: origins, places and borders to all, destinations to their country.
func sums(sc *scenario.Scenario, base []Series) []derivation {
	country := make(map[string]string, len(sc.Places))
	for i := range sc.Places {
		country[sc.Places[i].ID] = sc.Places[i].Country
	}
	var out []derivation
	for i, s := range base {
		switch {
		case (s.By == "origin" || s.By == "place") && slices.Contains(flows, s.Measure), s.By == "lane" && slices.Contains(stopped, s.Measure):
			out = append(out, grouped(i, s, "all", func(string) string { return "all" }))
		case s.By == "destination" && (s.Measure == "arrivals" || s.Measure == "stock" && !recorded(base, "stock", "country")):
			out = append(out, grouped(i, s, "country", func(id string) string { return country[id] }))
		case s.By == "destination_callup":
			out = append(out, grouped(i, s, "country_callup", func(id string) string {
				place, callup, _ := strings.Cut(id, "/")
				return country[place] + "/" + callup
			}))
		}
	}
	return out
}

// recorded says whether the members record a measure by a kind of entity themselves.
func recorded(base []Series, measure, by string) bool {
	return slices.ContainsFunc(base, func(s Series) bool { return s.Measure == measure && s.By == by })
}

// grouped adds the entities of series number i up by the group that each
// belongs to. Groups are in the order in which they first appear.
func grouped(i int, s Series, by string, groupOf func(id string) string) derivation {
	sum := Series{Measure: s.Measure, By: by, Unit: s.Unit, Days: s.Days, Missing: s.Missing}
	number := map[string]int{}
	to := make([]int, len(s.Entities))
	for e, id := range s.Entities {
		g := groupOf(id)
		if _, ok := number[g]; !ok {
			number[g] = len(sum.Entities)
			sum.Entities = append(sum.Entities, g)
		}
		to[e] = number[g]
	}
	days := s.Days
	return derivation{series: []Series{sum}, fill: func(have, out [][]int64) {
		for e, g := range to {
			row := out[0][g*days : (g+1)*days]
			for d, v := range have[i][e*days : (e+1)*days] {
				row[d] += v
			}
		}
	}}
}

// further makes totals, running totals and peaks of the series of base.
func further(base []Series) []derivation {
	var out []derivation
	for i, s := range base {
		if slices.Contains(flows, s.Measure) {
			out = append(out, total(i, s))
		}
		if slices.Contains(toDate[s.Measure], s.By) {
			out = append(out, running(i, s))
		}
		if slices.Contains(peaks[s.Measure], s.By) {
			out = append(out, peak(i, s))
		}
	}
	return out
}

func total(i int, s Series) derivation {
	sum := s
	sum.Measure, sum.Days = s.Measure+"_total", 1
	return derivation{series: []Series{sum}, fill: func(have, out [][]int64) {
		for e := range s.Entities {
			for _, v := range have[i][e*s.Days : (e+1)*s.Days] {
				if v != s.Missing {
					out[0][e] += v
				}
			}
		}
	}}
}

func running(i int, s Series) derivation {
	sum := s
	sum.Measure = s.Measure + "_to_date"
	return derivation{series: []Series{sum}, fill: func(have, out [][]int64) {
		for e := range s.Entities {
			var so int64
			for d := e * s.Days; d < (e+1)*s.Days; d++ {
				if v := have[i][d]; v != s.Missing {
					so += v
				}
				out[0][d] = so
			}
		}
	}}
}

// peak is the height of an entity's highest day and that day's number (0: the
// first day of the period; the first of several equally high ones). Where
// nothing ever happened the height is 0 and the day is missing.
func peak(i int, s Series) derivation {
	height, day := s, s
	height.Measure, height.Days = s.Measure+"_peak", 1
	day.Measure, day.Days, day.Unit = s.Measure+"_peak_day", 1, "day"
	day.Missing = movement.Missing
	return derivation{series: []Series{height, day}, fill: func(have, out [][]int64) {
		for e := range s.Entities {
			out[1][e] = day.Missing
			for d, v := range have[i][e*s.Days : (e+1)*s.Days] {
				if v != s.Missing && v > out[0][e] {
					out[0][e], out[1][e] = v, int64(d)
				}
			}
		}
	}}
}

// exceedance says for every place with a reception capacity whether its stock
// is above it, day by day and at any time: 1 or 0, so that the mean over
// members is the chance. The capacity grows with the scenario's scale, as
// people do, and shrinks by hasten where one counted person stands for several. A place
// that is a destination has its row as that.
func exceedance(sc *scenario.Scenario, base []Series) []derivation {
	capacity := make(map[string]float64, len(sc.Places))
	for i := range sc.Places {
		capacity[sc.Places[i].ID] = Capacity(sc, &sc.Places[i])
	}
	var destinations []string
	for _, s := range base {
		if s.Measure == "stock" && s.By == "destination" {
			destinations = s.Entities
		}
	}
	var out []derivation
	for i, s := range base {
		if s.Measure != "stock" || s.By != "destination" && s.By != "place" {
			continue
		}
		daily := Series{Measure: "over_capacity", By: s.By, Unit: "members", Days: s.Days, Missing: movement.Missing}
		var entity []int
		var limit []float64
		for e, id := range s.Entities {
			if s.By == "place" && slices.Contains(destinations, id) {
				continue
			}
			if c, ok := capacity[id]; ok && !math.IsInf(c, 1) && !math.IsNaN(c) {
				daily.Entities = append(daily.Entities, id)
				entity, limit = append(entity, e), append(limit, c)
			}
		}
		if len(entity) == 0 {
			continue
		}
		ever := daily
		ever.Measure, ever.Days = "ever_over_capacity", 1
		out = append(out, derivation{series: []Series{daily, ever}, fill: func(have, out [][]int64) {
			for k, e := range entity {
				for d, v := range have[i][e*s.Days : (e+1)*s.Days] {
					if float64(v) > limit[k] {
						out[0][k*s.Days+d], out[1][k] = 1, 1
					}
				}
			}
		}})
	}
	return out
}

// Capacity is a place's reception capacity in the people that a run counts;
// infinite without limit, which under the rule neighbours 0 means as well.
func Capacity(sc *scenario.Scenario, p *scenario.Place) float64 {
	people := p.Capacity * sc.Parameters.Scale
	if sc.Rule != "neighbours" {
		return people
	}
	if people <= 0 {
		return math.Inf(1)
	}
	return people / float64(max(1, sc.Parameters.Neighbours.Hasten))
}
