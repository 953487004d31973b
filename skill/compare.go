package skill

import (
	"math"

	"haven/draw"
	"haven/ensemble"
	"haven/scenario"
)

// Comparison sets one observation beside what the ensemble says of it. Where a
// report gives a range in two rows (kinds low and high), both rows have the
// range in Low and High and the same Partner relation.
type Comparison struct {
	Observation scenario.Observation
	Country     string // the state the figure is about, ISO 3166-1 alpha-3
	How         string // what was read off the members, in words
	Reason      string // why it was not compared; empty when it was

	// What was reported: Low = High = the value for a point; a range; for a
	// lower bound alone (low, more_than) High is +Inf, for an upper bound
	// alone Low is -Inf.
	Low, High float64
	Partner   string // id of the other row of a range; empty for all others

	// What was simulated, in the observation's unit. NaN when not compared.
	Members  int        // members with a figure
	Quantile [5]float64 // at ensemble.Levels
	Mean     float64

	// Inside50 and Inside90 say whether the band from the 25 to the 75 (5 to
	// 95) % quantile touches what was reported.
	Inside50, Inside90 bool
	// Below is the share of members below the reported value, ties counted
	// half (the probability integral transform): near 0 all members are above
	// it, near 1 all below. For "more than" 1 - Below is the chance that the
	// report comes true in a member.
	Below float64
	// Ratio is the simulated median over the nearest figure that agrees with
	// the report: 1 when the median itself agrees. NaN when the report is 0.
	Ratio float64
	// LogError is the natural logarithm of Ratio: 0 is best, 0.7 twice too
	// much, -0.7 half. -Inf when the median is 0 and the report is not.
	LogError float64

	// CRPS of the members for a report that is a single number, in its unit
	// and of log(1+count); NaN for all others and where members are no longer kept one by one.
	CRPS, LogCRPS float64
}

// Compared says whether the observation could be compared.
func (c Comparison) Compared() bool { return c.Reason == "" }

// Second says that the comparison is the upper row of a range whose lower row
// stands for both where comparisons are counted.
func (c Comparison) Second() bool { return c.Partner != "" && c.Observation.Kind == "high" }

// Compare sets everything reported (scenario.Reported) beside an ensemble that
// ran with Extra, in that order. Observations that cannot be compared
// are there with the reason.
func Compare(sc *scenario.Scenario, sum *ensemble.Summary) []Comparison {
	operators := Operators(sc, sum.Layout)
	reports := sc.Reported()
	partner := Pairs(reports)
	series := sum.Layout.Find(figureMeasure, figureBy)
	cellOf := map[string]int{}
	var stats *ensemble.Stats
	if series >= 0 {
		stats = sum.Stats(series, 0, len(sum.Layout.Series[series].Entities))
		for i, id := range sum.Layout.Series[series].Entities {
			cellOf[id] = i
		}
	}
	c := newCatalogue(sc, sum.Layout)
	list := make([]Comparison, len(operators))
	for i, op := range operators {
		o := op.Observation
		r := &list[i]
		*r = Comparison{Observation: *o, Country: c.countryOf(o.Place), How: op.How, Reason: op.Reason, Mean: math.NaN(), Below: math.NaN(), Ratio: math.NaN(), LogError: math.NaN(), CRPS: math.NaN(), LogCRPS: math.NaN()}
		for q := range r.Quantile {
			r.Quantile[q] = math.NaN()
		}
		r.Low, r.High = reported(o)
		if p := partner[i]; p >= 0 {
			other := &reports[p]
			r.Partner = other.ID
			r.Low, r.High = min(o.Value, other.Value), max(o.Value, other.Value)
		}
		cell, ok := cellOf[o.ID]
		if r.Reason == "" && !ok {
			r.Reason = "the ensemble did not read it"
		}
		if r.Reason == "" {
			r.fill(sum, stats, series, cell)
		}
	}
	return list
}

// reported is what agrees with an observation standing alone.
func reported(o *scenario.Observation) (low, high float64) {
	switch o.Kind {
	case "low", "more_than":
		return o.Value, math.Inf(1)
	case "high":
		return math.Inf(-1), o.Value
	}
	return o.Value, o.Value
}

// Pairs finds for every row the other row of its range, or -1: the next row of
// the opposite kind (low, high) that agrees in all but the value.
func Pairs(list []scenario.Observation) []int {
	type key struct{ from, to, place, measure, unit, whose, scope string }
	partner := make([]int, len(list))
	open := map[key]int{}
	for i := range list {
		partner[i] = -1
		o := &list[i]
		if o.Kind != "low" && o.Kind != "high" {
			continue
		}
		k := key{o.DateFrom.String(), o.DateTo.String(), o.Place, o.Measure, o.Unit, o.Whose, o.Scope}
		if j, ok := open[k]; ok && list[j].Kind != o.Kind {
			partner[i], partner[j] = j, i
			delete(open, k)
			continue
		}
		open[k] = i
	}
	return partner
}

func (c *Comparison) fill(sum *ensemble.Summary, stats *ensemble.Stats, series, cell int) {
	c.Members = sum.N() - int(stats.Missing[cell])
	if c.Members == 0 {
		c.Reason = "no member has a figure for it"
		return
	}
	for q := range c.Quantile {
		c.Quantile[q] = stats.Quantile[q][cell] / figureUnit
	}
	c.Mean = stats.Mean[cell] / figureUnit
	touches := func(a, b float64) bool { return a <= c.High && b >= c.Low }
	c.Inside50 = touches(c.Quantile[1], c.Quantile[3])
	c.Inside90 = touches(c.Quantile[0], c.Quantile[4])
	below, equal, present := sum.Below(series, cell, int64(math.Floor(float64(c.Observation.Value*figureUnit)+0.5)))
	c.Below = (float64(below) + float64(float64(equal)/2)) / float64(present)
	median := c.Quantile[2]
	nearest := min(max(median, c.Low), c.High)
	switch {
	case nearest == median:
		c.Ratio, c.LogError = 1, 0
	case nearest > 0:
		c.Ratio = median / nearest
		c.LogError = draw.Log(c.Ratio)
	}
	if c.Low == c.High && sum.Exact() {
		c.score(sum.Values(series, cell), sum.Layout.Series[series].Missing)
	}
}

// score sets all members' figures against a report that is a single number.
func (c *Comparison) score(figures []int64, missing int64) {
	values := make([]float64, 0, len(figures))
	for _, x := range figures {
		if x != missing {
			values = append(values, float64(x)/figureUnit)
		}
	}
	c.CRPS, c.LogCRPS = CRPS(values, c.Low), LogCRPS(values, c.Low)
}

// countryOf is the state that a place of an observation belongs to: the one a
// crossing or a service leads to, else the place's own.
func (c *catalogue) countryOf(place string) string {
	for _, i := range c.lanes[place] {
		if to := c.sc.Crossings[i].ToCountry; to != c.home {
			return to
		}
	}
	for _, i := range c.services[place] {
		place = c.sc.Links[i].To
	}
	if country, ok := c.country[place]; ok {
		return country
	}
	return place
}
