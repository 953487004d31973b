package movement

import "haven/internal/calendar"

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
