package ensemble

import (
	"fmt"

	"haven/movement"
	"haven/scenario"
)

// Extra adds series of the caller's own to every member: figures that must be
// taken from the member's record before it is given up, such as what an
// observation would have read. ID tells versions of the same extra apart, so
// that kept batches are not mixed; Values writes one slice a series.
type Extra struct {
	ID     string
	Series []Series
	Values func(rec *movement.Record, out [][]int64)
}

// shape says how a member's record becomes the cells of a summary. It is the
// same for all members of an ensemble.
type shape struct {
	layout  *Layout
	record  []movement.Series // as in a record, without values
	derived []derivation
	extra   *Extra
}

func newShape(sc *scenario.Scenario, rec *movement.Record, extra *Extra) (*shape, error) {
	sh := &shape{extra: extra}
	var all []Series
	for _, s := range rec.Series {
		if len(s.Values) != len(s.Entities)*s.Days {
			return nil, fmt.Errorf("the record's series %s by %s has %d values for %d entities on %d days", s.Measure, s.By, len(s.Values), len(s.Entities), s.Days)
		}
		s.Values = nil
		sh.record = append(sh.record, s)
		all = append(all, Series{Measure: s.Measure, By: s.By, Unit: s.Unit, Entities: s.Entities, Days: s.Days, Missing: movement.Missing})
	}
	add := func(list []derivation) {
		for _, d := range list {
			sh.derived = append(sh.derived, d)
			all = append(all, d.series...)
		}
	}
	add(sums(sc, all))
	base := all
	add(further(base))
	add(exceedance(sc, base))
	if extra != nil {
		all = append(all, extra.Series...)
	}
	var err error
	sh.layout, err = newLayout(rec.From, rec.Days, all)
	return sh, err
}

// summary makes the summary of one member. With give the record is handed
// over and its values are kept as they are; else they are copied compactly and
// the record can be used again.
func (sh *shape) summary(member int, rec *movement.Record, give bool) (*Summary, error) {
	if len(rec.Series) != len(sh.record) {
		return nil, fmt.Errorf("member %d recorded %d series, the first member %d", member, len(rec.Series), len(sh.record))
	}
	hold := compact
	if give {
		hold = keep
	}
	have := make([][]int64, 0, len(sh.layout.Series))
	columns := make([]column, 0, len(sh.layout.Series))
	for i := range rec.Series {
		s := &rec.Series[i]
		if s.Measure != sh.record[i].Measure || s.By != sh.record[i].By || len(s.Values) != len(sh.record[i].Entities)*sh.record[i].Days {
			return nil, fmt.Errorf("member %d recorded %s by %s where the first member recorded %s by %s", member, s.Measure, s.By, sh.record[i].Measure, sh.record[i].By)
		}
		have = append(have, s.Values)
		columns = append(columns, hold(s.Values))
	}
	fill := func(series []Series, values func(out [][]int64)) {
		out := make([][]int64, len(series))
		for i := range series {
			out[i] = make([]int64, series[i].Cells())
		}
		values(out)
		for _, o := range out {
			have = append(have, o)
			columns = append(columns, compact(o))
		}
	}
	for _, d := range sh.derived {
		fill(d.series, func(out [][]int64) { d.fill(have, out) })
	}
	if sh.extra != nil {
		fill(sh.extra.Series, func(out [][]int64) { sh.extra.Values(rec, out) })
	}
	return &Summary{Layout: sh.layout, members: []int{member}, columns: [][]column{columns}}, nil
}
