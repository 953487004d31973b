package skill

import (
	"math"
	"slices"
)

// enoughErrors is how many errors of its own a place needs before those of other places are left
// out: with fewer than ten nothing can be said of a 90 % band.
const enoughErrors = 10

// ReferenceForecasts are the references with intervals: the point of a reference forecast plus each of its own past errors at the same
// lead, at the same place, every one as likely as the other. Where a place has fewer than ten,
// those of all other places count as well, shrunk by the size of the two places where the other is the
// larger. Without any past error the forecast is the point alone. People are never negative.
//
// This is the empirical interval of Hyndman & Athanasopoulos (2021), section 5.5 (residuals resampled), by lead; it is
// frozen with the references.
//
// Example: a place with last counts 80 and past errors of last value -10, 0 and 30 (and, to keep it short, no other
// place): 70, 80 and 110.
type ReferenceForecasts struct {
	enough     int // errors of its own that a place needs to do without those of others
	references []Reference
	past       *Past
	errors     map[errorsOf][][]pastError // by place
}

type errorsOf struct{ reference, lead int }

// pastError is how much more was counted than had been said.
type pastError struct{ people, last float64 }

// NewReferenceForecasts starts without any past error.
func NewReferenceForecasts(leads []int) *ReferenceForecasts {
	return &ReferenceForecasts{enough: enoughErrors, references: References(), past: NewPast(leads), errors: map[errorsOf][][]pastError{}}
}

// WithOwnErrors are the same references, learning with these, whose intervals are of errors at the place itself as soon as there is one. Intervals
// of a few errors are narrow, so that these references are easier to beat.
func (r *ReferenceForecasts) WithOwnErrors() *ReferenceForecasts {
	own := *r
	own.enough = 1
	return &own
}

// AsTheyAre are the same references with the errors that they have learned so far; they do not learn what these learn later, and nothing else.
func (r *ReferenceForecasts) AsTheyAre() *ReferenceForecasts {
	now := *r
	now.past, now.errors = nil, map[errorsOf][][]pastError{}
	for key, places := range r.errors {
		now.errors[key] = slices.Clone(places)
	}
	return &now
}

// Learn takes what was known on a day, later than before: errors of forecasts behind it become known. Targets
// for which people were counted anew in between teach nothing.
func (r *ReferenceForecasts) Learn(known *Known) {
	for _, c := range r.past.Take(known) {
		if c.Anew {
			continue
		}
		last, _ := c.Known.Last(c.Place)
		for i := range r.references {
			key := errorsOf{i, c.Lead}
			for len(r.errors[key]) < len(known.Places) {
				r.errors[key] = append(r.errors[key], nil)
			}
			of := &r.errors[key][c.Place]
			*of = append(*of, pastError{c.People - r.references[i].Forecast(c.Known, c.Place, c.Day), last.People})
		}
	}
}

// Forecast is what a reference says, by its index in References, of a place on a later day, with its
// interval.
func (r *ReferenceForecasts) Forecast(reference int, known *Known, place, day, lead int) Sample {
	return r.around(reference, known, place, lead, r.references[reference].Forecast(known, place, day))
}

// GivenTotal is constant share with its interval where the total is given: now on the day of the place's last count, and later.
func (r *ReferenceForecasts) GivenTotal(known *Known, place, lead int, now, later float64) Sample {
	last, _ := known.Last(place)
	point := last.People
	if now > 0 {
		point = float64(last.People*later) / now
	}
	return r.around(constantShareAt, known, place, lead, point)
}

func (r *ReferenceForecasts) around(reference int, known *Known, place, lead int, point float64) Sample {
	var s Sample
	last, _ := known.Last(place)
	errors := r.errors[errorsOf{reference, lead}]
	if place < len(errors) {
		for _, e := range errors[place] {
			s.add(math.Max(0, point+e.people), 1)
		}
	}
	if len(s.Values) < r.enough {
		for other := range errors {
			if other == place {
				continue
			}
			for _, e := range errors[other] {
				s.add(math.Max(0, point+float64(e.people*shrunk(last.People, e.last))), 1)
			}
		}
	}
	if len(s.Values) == 0 {
		s.add(point, 1)
	}
	s.sort()
	return s
}

// shrunk is how a place's error is taken over by another: at most as it is.
func shrunk(people, other float64) float64 {
	if other <= people {
		return 1
	}
	return people / other
}
