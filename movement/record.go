package movement

import (
	"fmt"

	"haven/internal/calendar"
)

// Record is what one member leaves behind: counts for every day, integers
// only, so that summaries of many members merge exactly in any order.
type Record struct {
	From   calendar.Date
	Days   int
	Series []Series
}

// Series is one measure for the entities of one kind, day by day. Values is
// entity-major: the value of entity e on day d is Values[e*Days+d].
type Series struct {
	Measure  string // for example arrivals; see Measures
	By       string // origin | place | destination | destination_callup | lane | service | link | country | model
	Unit     string // people | minutes | cents | seats
	Entities []string
	Days     int
	Values   []int64
}

// Missing marks a value that does not exist, such as the mean wait of a day on
// which nobody was served.
const Missing int64 = -1

// At is the value of entity e on day d.
func (s *Series) At(e, d int) int64 { return s.Values[e*s.Days+d] }

// Find returns the series of a measure by a kind of entity, nil when the
// record has none.
func (r *Record) Find(measure, by string) *Series {
	for i := range r.Series {
		if r.Series[i].Measure == measure && r.Series[i].By == by {
			return &r.Series[i]
		}
	}
	return nil
}

// clearFrom forgets a day and those after it.
func (r *Record) clearFrom(day int) {
	for i := range r.Series {
		s := &r.Series[i]
		if day <= 0 {
			clear(s.Values)
			continue
		}
		for e := range s.Entities {
			clear(s.Values[e*s.Days+min(day, s.Days) : (e+1)*s.Days])
		}
	}
}

// TakeDays copies the days before untilDay from another record of the same
// series: what a course that was taken up in the middle needs to have had a beginning.
func (r *Record) TakeDays(from *Record, untilDay int) error {
	if len(r.Series) != len(from.Series) || r.From != from.From || untilDay > min(r.Days, from.Days) {
		return fmt.Errorf("the record is of other series or days: %d series from %s for %d days, and %d from %s for %d", len(r.Series), r.From, r.Days, len(from.Series), from.From, from.Days)
	}
	for i := range r.Series {
		s, o := &r.Series[i], &from.Series[i]
		if s.Measure != o.Measure || s.By != o.By || len(s.Entities) != len(o.Entities) {
			return fmt.Errorf("the record has %s by %s where the other has %s by %s", s.Measure, s.By, o.Measure, o.By)
		}
		for e := range s.Entities {
			copy(s.Values[e*s.Days:e*s.Days+untilDay], o.Values[e*o.Days:e*o.Days+untilDay])
		}
	}
	return nil
}
