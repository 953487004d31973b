package ensemble

import (
	"fmt"
	"math"
	"slices"

	"haven/internal/calendar"
	"haven/movement"
)

// Missing marks a value that does not exist in series that may be negative
// (extra series). Series of movement's record mark it by movement.Missing,
// which no count can be; Series.Missing says which mark a series uses.
const Missing int64 = math.MinInt64

// Series describes one measure for the entities of one kind: what its cells
// are, not their values. The cell of entity e on day d is number e*Days+d.
type Series struct {
	Measure  string   // such as arrivals, arrivals_to_date, arrivals_total, arrivals_peak, arrivals_peak_day
	By       string   // such as destination, country, lane, all; see movement.Series.By
	Unit     string   // people | minutes | cents | seats | day | members
	Entities []string // what the cells are about
	Days     int      // days of the period, or 1: one figure for the whole period
	Missing  int64    // the value that marks a missing value
}

// Cells is the number of cells of the series.
func (s *Series) Cells() int { return len(s.Entities) * s.Days }

// Layout is the list of series that every member of an ensemble fills.
type Layout struct {
	From   calendar.Date // the first day
	Days   int
	Series []Series

	index map[[2]string]int
}

func newLayout(from calendar.Date, days int, series []Series) (*Layout, error) {
	l := &Layout{From: from, Days: days, Series: series, index: make(map[[2]string]int, len(series))}
	for i, s := range series {
		key := [2]string{s.Measure, s.By}
		if _, ok := l.index[key]; ok {
			return nil, fmt.Errorf("the series %s by %s exists twice", s.Measure, s.By)
		}
		l.index[key] = i
	}
	return l, nil
}

// RecordLayout describes the cells of a member's bare record, without what an
// ensemble derives from it.
func RecordLayout(rec *movement.Record) *Layout {
	var series []Series
	for _, s := range rec.Series {
		series = append(series, Series{Measure: s.Measure, By: s.By, Unit: s.Unit, Entities: s.Entities, Days: s.Days, Missing: movement.Missing})
	}
	l, err := newLayout(rec.From, rec.Days, series)
	if err != nil {
		panic(err) // the model names no series twice
	}
	return l
}

// Find is the number of the series of a measure by a kind of entity, -1 when
// there is none.
func (l *Layout) Find(measure, by string) int {
	if i, ok := l.index[[2]string{measure, by}]; ok {
		return i
	}
	return -1
}

// Cells is the number of cells of all series.
func (l *Layout) Cells() int {
	n := 0
	for i := range l.Series {
		n += l.Series[i].Cells()
	}
	return n
}

// same says whether two layouts describe the same cells.
func (l *Layout) same(m *Layout) bool {
	if l == m {
		return true
	}
	return l.From == m.From && l.Days == m.Days && slices.EqualFunc(l.Series, m.Series, func(a, b Series) bool {
		return a.Measure == b.Measure && a.By == b.By && a.Unit == b.Unit && a.Days == b.Days &&
			a.Missing == b.Missing && slices.Equal(a.Entities, b.Entities)
	})
}
