package main

import (
	"math"

	"haven/skill"
)

// What the text says, in its numbers.
const (
	paceHalfLife = 45.0 // days
	paceFades    = 30.0 // days
	others       = 0.2  // "a little of other camps": the share of their changes
	recent       = 90.0 // days, the half-life of changes where recent ones are preferred
	points       = 99   // quantiles that stand for a distribution
)

// forecast is one of a count at a place, which has one, on a later day, aimed at some days (the lead) ahead.
type forecast func(on onDay, place, day, lead int) skill.Sample

// kinds are (a), (b) and (c) of the text, and their pool.
var kinds = []string{"(a) arrivals at the recent pace", "(b) past changes", "(c) last value", "(a), (b) and (c) pooled"}

// forecasts are all readings of each part, and the pools of every one of each.
var forecasts = func() []struct {
	kind string
	of   forecast
} {
	parts := [][]forecast{
		{arrivals(exponential), arrivals(halfGamma), arrivals(nil)},
		{changes(shrunk, math.Inf(1)), changes(shrunk, recent), changes(inProportion, math.Inf(1)), changes(inProportion, recent)},
		{lastValue((*skill.ReferenceForecasts).WithOwnErrors), lastValue((*skill.ReferenceForecasts).AsTheyAre)},
	}
	type named = struct {
		kind string
		of   forecast
	}
	var list []named
	for k, part := range parts {
		for _, f := range part {
			list = append(list, named{kinds[k], f})
		}
	}
	for _, a := range parts[0] {
		for _, b := range parts[1] {
			for _, c := range parts[2] {
				list = append(list, named{kinds[3], pool(a, b, c)})
			}
		}
	}
	return list
}()

func pool(list ...forecast) forecast {
	return func(on onDay, place, day, lead int) skill.Sample {
		var samples []skill.Sample
		var shares []float64
		for _, f := range list {
			samples, shares = append(samples, f(on, place, day, lead)), append(shares, 1)
		}
		return skill.Pool(samples, shares)
	}
}

// arrivals: the pace of changes, recent ones first, fading; how many come is drawn about it by a shape, the quantiles of a positive
// distribution of mean 1, or without one normally, as the changes used to differ from the pace.
func arrivals(shape func(p float64) float64) forecast {
	return func(on onDay, place, day, _ int) skill.Sample {
		counts := on.known.Places[place]
		last := counts[len(counts)-1]
		days := float64(day - last.Day)
		pace, missed := paceOf(counts, on.known.Day)
		coming := pace * paceFades * (1 - math.Exp(-days/paceFades))
		values := make([]float64, points)
		for i := range values {
			p := (float64(i) + 0.5) / points
			if shape == nil {
				values[i] = math.Max(0, last.People+coming+missed*math.Sqrt(days)*normal(p))
			} else {
				values[i] = math.Max(0, last.People+coming*shape(p))
			}
		}
		return skill.Equally(values)
	}
}

// paceOf is the mean change a day, and by how much changes over a day missed it, as a root mean square.
func paceOf(counts []skill.Count, on int) (pace, missed float64) {
	sum, all, squares, n := 0.0, 0.0, 0.0, 0.0
	for i := 1; i < len(counts); i++ {
		w := left(on-counts[i].Day, paceHalfLife) - left(on-counts[i-1].Day, paceHalfLife)
		sum += w * (counts[i].People - counts[i-1].People) / float64(counts[i].Day-counts[i-1].Day)
		all += w
	}
	if all == 0 {
		return 0, 0
	}
	pace = sum / all
	for i := 1; i < len(counts); i++ {
		days, w := float64(counts[i].Day-counts[i-1].Day), left(on-counts[i].Day, paceHalfLife)
		off := counts[i].People - counts[i-1].People - pace*days
		squares += w * off * off / days
		n += w
	}
	return pace, math.Sqrt(squares / n)
}

// left is what is left after some days of what halves in others.
func left(days int, half float64) float64 { return math.Exp(-math.Ln2 * float64(days) / half) }

func exponential(p float64) float64 { return -math.Log1p(-p) }

// halfGamma is the gamma distribution of mean 1 and variance 2: the square of a normal number.
func halfGamma(p float64) float64 {
	z := normal((1 + p) / 2)
	return z * z
}

func normal(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// scale is how a change at a camp of some people is taken over by one of others.
type scale func(people, of float64) float64

func shrunk(people, of float64) float64       { return math.Min(1, inProportion(people, of)) }
func inProportion(people, of float64) float64 { return people / math.Max(1, of) }

// changes: past changes over the same lead, the camp's own and a fifth of others'; half is the days after which one counts half.
func changes(scaled scale, half float64) forecast {
	return func(on onDay, place, day, _ int) skill.Sample {
		last, _ := on.known.Last(place)
		lead := day - last.Day
		var own, foreign skill.Sample
		for other, counts := range on.known.Places {
			for i := range counts {
				k := skill.Target(counts, counts[i].Day, lead)
				if k < 0 {
					continue
				}
				change, of, by := counts[k].People-counts[i].People, &own, 1.0
				if other != place {
					of, by = &foreign, scaled(last.People, counts[i].People)
				}
				of.Values = append(of.Values, math.Max(0, last.People+change*by))
				of.Weights = append(of.Weights, left(on.known.Day-counts[k].Day, half))
			}
		}
		if len(own.Values)+len(foreign.Values) == 0 {
			return skill.Equally([]float64{last.People})
		}
		return skill.Pool([]skill.Sample{own, foreign}, []float64{1 - others, others})
	}
}

// lastValue: the last count, with its own past errors.
func lastValue(errors func(*skill.ReferenceForecasts) *skill.ReferenceForecasts) forecast {
	return func(on onDay, place, day, lead int) skill.Sample {
		return errors(on.last).Forecast(0, on.known, place, day, lead)
	}
}
