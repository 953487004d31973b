package results

import (
	"haven/internal/calendar"
	"haven/scenario"
)

// Band is what the members say: mean and quantiles, one number for each day
// (or a single one for a whole period). NaN where there is no value.
type Band struct {
	Mean, Q05, Q25, Q50, Q75, Q95 []float64
}

// fields are in the order of the columns bands.
func (b *Band) fields() [6]*[]float64 {
	return [6]*[]float64{&b.Mean, &b.Q05, &b.Q25, &b.Q50, &b.Q75, &b.Q95}
}

func (b *Band) slice(from, to int) Band {
	var out Band
	target := out.fields()
	for i, f := range b.fields() {
		*target[i] = (*f)[from:to]
	}
	return out
}

// Daily are the figures by day of one measure for one kind of entity. The
// cell of entity e on day d is number e*Days+d.
type Daily struct {
	Measure, By, Unit string
	From              calendar.Date
	Days              int
	Entities          []string
	Band
	Members []int64 // members that have a value, by cell
}

// Entity is the band of entity number e, day by day.
func (d *Daily) Entity(e int) Band { return d.slice(e*d.Days, (e+1)*d.Days) }

// Of is the band of an entity, day by day; ok is false when the table has no such entity.
func (d *Daily) Of(entity string) (b Band, ok bool) {
	for e, id := range d.Entities {
		if id == entity {
			return d.Entity(e), true
		}
	}
	return Band{}, false
}

// Figure is mean and quantiles of one number.
type Figure struct{ Mean, Q05, Q25, Q50, Q75, Q95 float64 }

// Total is the sum of a measure over the period for one entity.
type Total struct {
	Measure, By, Entity, Unit string
	Members                   int64
	Figure
}

// Peak is the highest day of a measure for one entity: its height, and its
// day counted from the first day of the period.
type Peak struct {
	Measure, By, Entity, Unit string
	Members                   int64
	Height                    Figure
	WithDay                   int64  // members that have a peak day
	Day                       Figure // Mean is not kept: NaN
}

// Exceedance is the chance that the stock of a place is above its reception
// capacity on a day; Date is calendar.None for ever within the period.
type Exceedance struct {
	Place, Country string
	Date           calendar.Date
	Capacity       float64 // people
	Chance         float64 // share of members, 0 to 1
}

// Observation is a reported figure beside what the model says of it: a row of
// the table observations.
type Observation struct {
	scenario.Observation
	Country   string  // the state the figure is about, ISO 3166-1 alpha-3
	Low, High float64 // what agrees with the report; infinite where it has no end
	Partner   string  // id of the other row of a range; empty for all others
	How       string  // what was read off the members, in words
	Reason    string  // why it was not compared; empty when it was

	Members            int    // members that have a simulated figure
	Simulated          Figure // in the observation's unit; NaN when not compared
	Inside50, Inside90 bool   // the band between the quantiles touches the report
	Below              float64
	Ratio              float64 // simulated median over the nearest figure that agrees; NaN when the report is 0
	CRPS, LogCRPS      float64 // of the members, in the unit and of log(1+count); NaN unless a single number was reported
}
