package movement

import (
	"math"

	"haven/scenario"
)

// foreseeWeather reads conflicts, floods, food security and changes of places
// out of their tables.
func (h *neighbourhood) foreseeWeather(sc *scenario.Scenario, index map[string]int32) {
	w := &h.weather
	from := sc.Period.From
	onDay := func(list [][]change, day int, c change) {
		if day >= 0 && day < h.days {
			list[day] = append(list[day], c)
		}
	}
	w.conflicts, w.kinds = make([][]change, h.days), make([][]change, h.days)
	for i := range sc.Conflicts {
		c := &sc.Conflicts[i]
		if at, ok := index[c.Place]; ok {
			onDay(w.conflicts, int(c.Date-from), change{place: at, value: c.Intensity})
		}
	}
	for i := range sc.SettlementChanges {
		c := &sc.SettlementChanges[i]
		if at, ok := index[c.Place]; ok {
			onDay(w.kinds, int(c.Date-from), change{place: at, kind: kindOf(c.Type)})
		}
	}
	if h.floods {
		w.floods = h.foreseeFloods(sc, index)
	}
	if h.food && len(sc.Food) > 0 {
		w.food = h.foreseeFood(sc)
	}
}

// foreseeFloods is the level at every place on every day: a row holds until
// the next one of its place.
func (h *neighbourhood) foreseeFloods(sc *scenario.Scenario, index map[string]int32) [][]float64 {
	level := make([][]float64, len(sc.Places))
	for i := range level {
		level[i] = make([]float64, h.days)
	}
	for i := range sc.Floods {
		f := &sc.Floods[i]
		at, ok := index[f.Place]
		if !ok {
			continue
		}
		for d := max(0, int(f.Date-sc.Period.From)); d < h.days; d++ {
			level[at][d] = f.Level
		}
	}
	return level
}

// foreseeFood interpolates the share of people in need of food. A place that
// has the name of a region gets no value, as in Flee.
func (h *neighbourhood) foreseeFood(sc *scenario.Scenario) [][]float64 {
	points := map[string][]*scenario.FoodSecurity{}
	for i := range sc.Food {
		f := &sc.Food[i]
		points[f.Region] = append(points[f.Region], f)
	}
	share := make([][]float64, len(sc.Places))
	for i := range share {
		share[i] = make([]float64, h.days)
		p := &sc.Places[i]
		list := points[p.Admin1]
		if len(list) == 0 || points[p.Name] != nil {
			continue
		}
		for d := range share[i] {
			share[i][d] = between(list, float64(d)) / 100
		}
	}
	return share
}

// between interpolates at a day; before the first and after the last point it
// is theirs.
func between(list []*scenario.FoodSecurity, day float64) float64 {
	if day <= list[0].Day {
		return list[0].IPC
	}
	for i := 1; i < len(list); i++ {
		if a, b := list[i-1], list[i]; day <= b.Day {
			return a.IPC + float64((b.IPC-a.IPC)*(day-a.Day)/(b.Day-a.Day))
		}
	}
	return list[len(list)-1].IPC
}

// atLevel interpolates factors by level from 0 on; without any it is 1.
func atLevel(factors []float64, level float64) float64 {
	if len(factors) == 0 {
		return 1
	}
	return valueAt(factors, level)
}

// valueAt interpolates a list of values by level from 0 on; beyond its end it
// is the last one, of an empty list 0.
func valueAt(values []float64, level float64) float64 {
	if len(values) == 0 {
		return 0
	}
	i := int(math.Floor(level))
	if i >= len(values)-1 {
		return values[len(values)-1]
	}
	if i < 0 {
		return values[0]
	}
	return values[i] + float64((values[i+1]-values[i])*(level-float64(i)))
}

// forecast is how much the flood expected at a place in the days after today
// counts: for moving on, with the levels to come, and for a place's weight,
// with today's (Flee takes the forecaster's weight of the absolute day).
func (h *neighbourhood) forecast(place, today int) (moving, weighing float64) {
	n := h.set.FloodForecastTimescale
	for d := today + 1; d <= today+n && d <= h.set.FloodForecastEnd && d < h.days; d++ {
		level := h.weather.floods[place][d]
		if level <= 0 || len(h.set.FloodForecastWeights) == 0 {
			continue
		}
		w := h.set.FloodForecastWeights[min(d, len(h.set.FloodForecastWeights)-1)]
		moving += float64(w * valueAt(h.set.FloodLocWeights, math.Trunc(level)))
		weighing += float64(w * valueAt(h.set.FloodLocWeights, math.Trunc(h.weather.floods[place][today])))
	}
	return moving, weighing
}

// forecasts says whether people look at flood forecasts today.
func (h *neighbourhood) forecasts(today int) bool {
	return h.weather.floods != nil && h.set.FloodForecaster && h.set.FloodForecastTimescale > 1 && today <= h.set.FloodForecastEnd
}
