package report

import (
	"cmp"
	"slices"

	"haven/scenario"
)

// A page can be read; a world of a hundred thousand links cannot. What is
// beyond these numbers stays in the run's tables.
const (
	maxFlows       = 400 // links on the map
	maxLanes       = 400 // lanes of crossings
	maxLaneCharts  = 60  // of them with figures day by day
	maxServices    = 120
	maxCountryDays = 60     // countries with figures day by day
	maxEffects     = 40     // countries, and places, that a what-if changes
	maxCampDays    = 60_000 // figures day by day of camps, five bands each
)

// busiest keeps the n heaviest, in their old order.
func busiest[T any](list []T, n int, weight func(*T) float64) []T {
	if len(list) <= n {
		return list
	}
	order := heaviest(list, weight)[:n]
	slices.Sort(order)
	kept := make([]T, n)
	for i, at := range order {
		kept[i] = list[at]
	}
	return kept
}

// heaviest are the places of a list, the heaviest first; of equals the first.
func heaviest[T any](list []T, weight func(*T) float64) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weight(&list[b]), weight(&list[a])) })
	return order
}

// median weighs by a figure's median, then by its upper end.
func median(f *Figure) float64 {
	if f == nil {
		return 0
	}
	return float64(f.Q50) + float64(f.Q95)/1e6
}

func queuePeak(l *Lane) float64 {
	if l.QueuePeak == nil {
		return 0
	}
	return median(&l.QueuePeak.Height)
}

// limit cuts the page's data down to what can be read, and drops places that
// nothing on the page refers to.
func (d *Data) limit() {
	d.Flows = busiest(d.Flows, maxFlows, func(f *Flow) float64 { return median(&f.Total) })
	d.Services = busiest(d.Services, maxServices, func(s *Service) float64 { return median(s.SoldTotal) })
	for rank, i := range heaviest(d.Countries, func(c *Country) float64 { return median(c.Arrivals) }) {
		if rank >= maxCountryDays {
			c := &d.Countries[i]
			c.ArrivalsByDay, c.EntriesByDay, c.CitizensByDay = nil, nil, nil
		}
	}
	// Lanes with queues matter more than lanes with traffic.
	d.Lanes = busiest(d.Lanes, maxLanes, func(l *Lane) float64 { return 1000*queuePeak(l) + median(l.Served) })
	for rank, i := range heaviest(d.Lanes, queuePeak) {
		if rank >= maxLaneCharts {
			d.Lanes[i].Queue, d.Lanes[i].Wait = nil, nil
		}
	}
	if d.Neighbours != nil {
		d.limitCamps()
		return // every place of such a run is told of
	}
	if len(d.Places) <= maxFlows {
		return
	}
	named := map[string]bool{}
	for i := range d.Flows {
		named[d.Flows[i].From], named[d.Flows[i].To] = true, true
	}
	for i := range d.Services {
		named[d.Services[i].From], named[d.Services[i].To] = true, true
	}
	for i := range d.Lanes {
		named[d.Lanes[i].Place] = true
	}
	for i := range d.Exceedance {
		named[d.Exceedance[i].Place] = true
	}
	d.Places = slices.DeleteFunc(d.Places, func(p Place) bool { return !named[p.ID] && p.Kind != "destination" })
}

// limitCamps keeps the charts of the largest camps, and leaves out what the page of a run
// of the rule neighbours does not show: arrivals of countries by day, and registrations as
// observations, which stand with their camps.
func (d *Data) limitCamps() {
	camps := d.Neighbours.Camps
	for rank, i := range heaviest(camps, func(c *Camp) float64 {
		if c.Peak == nil {
			return 0
		}
		return median(&c.Peak.Height)
	}) {
		if (rank+1)*d.Days > maxCampDays {
			camps[i].ByDay = nil
		}
	}
	for i := range d.Countries {
		c := &d.Countries[i]
		c.ArrivalsByDay, c.EntriesByDay, c.CitizensByDay = nil, nil, nil
	}
	d.Observations = slices.DeleteFunc(d.Observations, func(o Observation) bool { return scenario.IsRegistration(o.ID) })
	for i := range d.Exceedance {
		d.Exceedance[i].Days = []Number{}
	}
}
