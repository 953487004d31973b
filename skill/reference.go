package skill

import "math"

// Reference is a forecast that needs no model. Every forecast of haven is held against all of
// References, at the same places, days and leads.
//
// The references stand in this one file. They are frozen: they are as plain as their names
// say, a golden test holds every number of theirs, and nothing about them is ever tuned, neither to
// win against them nor to lose.
type Reference struct {
	Name string
	// Forecast is the number of people at a place on a later day. The place has a count.
	Forecast func(known *Known, place, day int) float64
}

// trendDays is how far back the trend of 30 days looks.
const trendDays = 30

// constantShareAt is where constant_share stands in References.
const constantShareAt = 1

// References are the reference forecasts. With y the last count of a place, made on day d, and t the day
// that is forecast, they say (never less than 0):
//
//	last_value      y
//	constant_share  y * total(t) / total(d)
//	linear_trend    y + (t-d) * slope of the least-squares line through the place's counts of the 30 days up to d
//	last_two        y + (t-d) * slope between its last two counts
//	drift           y + (t-d) * slope between its first count and its last: a random walk with drift
//
// With a single count a slope is 0. Where the 30 days hold one count alone, the one before it is taken as well.
//
// The total of constant share is what was published as the total, or the sum over places of their
// last counts where nothing was: total(d) is its line at d, and total(t) follows the linear_trend of the total
// from its last count known. So constant share never knows a later total.
//
// Sources: last value, drift and trend are the benchmark methods of Hyndman & Athanasopoulos (2021),
// Forecasting: Principles and Practice, 3rd edition, section 5.2; constant share and last value are Flee's
// naive forecasts ("flat ratio", "flat").
//
// Example: counts 100 on day 0, 160 on day 20 and 180 on day 30, for day 40: last value 180; last two 180 + 10*2
// = 200; drift 180 + 10*80/30 = 206.7; the line through all three has slope 2.71, so 207.1.
func References() []Reference {
	return []Reference{
		{"last_value", func(k *Known, place, _ int) float64 { return k.lastPeople(place) }},
		{"constant_share", constantShareOf},
		{"linear_trend", func(k *Known, place, day int) float64 { return along(k.Places[place], day, TrendOf30Days) }},
		{"last_two", func(k *Known, place, day int) float64 { return along(k.Places[place], day, slopeOfLastTwo) }},
		{"drift", func(k *Known, place, day int) float64 { return along(k.Places[place], day, slopeOfAll) }},
	}
}

func (k *Known) lastPeople(place int) float64 {
	last, _ := k.Last(place)
	return last.People
}

// along goes on from the last count with a slope.
func along(counts []Count, day int, slope func([]Count) float64) float64 {
	last, ok := lastOf(counts)
	if !ok {
		return 0
	}
	return math.Max(0, last.People+float64(slope(counts)*float64(day-last.Day)))
}

// TrendOf30Days is the least-squares slope, in people a day, of the counts of the 30
// days up to the last one, and of the one before where those are one alone; 0 of a single count.
func TrendOf30Days(counts []Count) float64 {
	n := len(counts)
	if n < 2 {
		return 0
	}
	first := n - 2
	for first > 0 && counts[first-1].Day >= counts[n-1].Day-trendDays {
		first--
	}
	return slopeThrough(counts[first:])
}

// slopeThrough is the slope of the least-squares line.
func slopeThrough(counts []Count) float64 {
	n, days, people := float64(len(counts)), 0.0, 0.0
	for _, c := range counts {
		days += float64(c.Day)
		people += c.People
	}
	days, people = days/n, people/n
	above, below := 0.0, 0.0
	for _, c := range counts {
		d := float64(c.Day) - days
		above += float64(d * (c.People - people))
		below += float64(d * d)
	}
	if below == 0 {
		return 0
	}
	return above / below
}

func slopeOfLastTwo(counts []Count) float64 {
	if len(counts) < 2 {
		return 0
	}
	return slopeThrough(counts[len(counts)-2:])
}

func slopeOfAll(counts []Count) float64 {
	if len(counts) < 2 {
		return 0
	}
	return slopeThrough([]Count{counts[0], counts[len(counts)-1]})
}

// constantShareOf lets the place keep its share of the total.
func constantShareOf(k *Known, place, day int) float64 {
	last, ok := k.Last(place)
	if !ok {
		return 0
	}
	total := k.Total
	if len(total) == 0 {
		total = k.All()
	}
	now, later := levelOn(total, last.Day), along(total, day, TrendOf30Days)
	if now <= 0 {
		return last.People
	}
	return float64(last.People*later) / now
}

// levelOn is the line through counts at a day that lies within them; before the first it is
// the first, after the last the last. All of them are known.
func levelOn(counts []Count, day int) float64 {
	for i, c := range counts {
		if c.Day < day {
			continue
		}
		if c.Day == day || i == 0 {
			return c.People
		}
		before := counts[i-1]
		f := float64(day-before.Day) / float64(c.Day-before.Day)
		return before.People + float64(f*(c.People-before.People))
	}
	last, _ := lastOf(counts)
	return last.People
}
