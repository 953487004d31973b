package ensemble

import (
	"fmt"
	"slices"

	"haven/internal/parallel"
	"haven/movement"
)

// EachPair calls f with the values that the members of two exact summaries of
// the same members and cells have in every cell of a series, in the order of members: a what-if
// beside its base. Cells are handed out side by side and in no order; the values hold
// until f returns.
func EachPair(a, b *Summary, series int, f func(cell int, a, b []int64)) error {
	if !a.Exact() || !b.Exact() {
		return fmt.Errorf("pairs are only there up to %d members", ExactMembers)
	}
	if !a.Layout.same(b.Layout) || !slices.Equal(a.members, b.members) {
		return fmt.Errorf("the two summaries are of different members or cells")
	}
	const most = 256 // cells gathered at once
	n, cells := len(a.members), a.Layout.Series[series].Cells()
	parallel.Each((cells+most-1)/most, func(t int) {
		from := t * most
		tile := min(most, cells-from)
		left, right := make([]int64, tile*n), make([]int64, tile*n)
		var scratch []byte
		for m := range n {
			a.columns[m][series].gather(left[m:], from, tile, n, &scratch)
			b.columns[m][series].gather(right[m:], from, tile, n, &scratch)
		}
		for i := range tile {
			f(from+i, left[i*n:(i+1)*n], right[i*n:(i+1)*n])
		}
	})
	return nil
}

// FillRecord writes a member's days before untilDay into a record of the same
// series (m counts from 0 in Members): what a variant that begins in the middle has of its base.
func (s *Summary) FillRecord(m int, rec *movement.Record, untilDay int) error {
	if !s.Exact() || len(rec.Series) > len(s.Layout.Series) {
		return fmt.Errorf("the members' values are not kept")
	}
	var scratch []byte
	for i := range rec.Series {
		to, have := &rec.Series[i], &s.Layout.Series[i]
		if to.Measure != have.Measure || to.By != have.By || to.Days != have.Days || len(to.Entities) != len(have.Entities) {
			return fmt.Errorf("the record has %s by %s where the summary has %s by %s", to.Measure, to.By, have.Measure, have.By)
		}
		for e := range to.Entities {
			s.columns[m][i].gather(to.Values[e*to.Days:], e*to.Days, min(untilDay, to.Days), 1, &scratch)
		}
	}
	return s.Err()
}
