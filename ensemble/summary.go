package ensemble

import (
	"cmp"
	"fmt"
	"slices"

	"haven/internal/parallel"
)

// ExactMembers is the largest number of members of which a Summary keeps every
// value. Beyond it cells are counted in bins of relative width BinWidth.
const ExactMembers = 1000

// Summary is what some members of an ensemble say about every cell. It is read
// only and safe for concurrent use. Summaries of different members of one
// ensemble merge in any order and grouping to the same result: up to
// ExactMembers they are the set of members with their values, beyond that
// integer counts that add.
type Summary struct {
	Layout *Layout

	members []int        // sorted
	columns [][]column   // exact: member (parallel to members) by series
	counted []*histogram // beyond ExactMembers: by series
	aside   *aside       // of columns in a file; nil when all are in memory
}

// Members are the numbers of the members summed up, sorted.
func (s *Summary) Members() []int { return s.members }

// N is the number of members summed up.
func (s *Summary) N() int { return len(s.members) }

// Err is the first error of reading values that were set aside in a file;
// figures asked for since then mean nothing. Summaries in memory have none.
func (s *Summary) Err() error {
	if s.aside == nil {
		return nil
	}
	return s.aside.failed()
}

// Exact says whether every member's values are kept.
func (s *Summary) Exact() bool { return s.counted == nil }

// Values are the values that the members have in one cell, in the order of
// Members, missing ones included; nil when they are not kept.
func (s *Summary) Values(series, cell int) []int64 {
	if !s.Exact() {
		return nil
	}
	out := make([]int64, len(s.columns))
	for m := range s.columns {
		out[m] = s.columns[m][series].at(cell)
	}
	return out
}

// MemberValue is one member's value (m counts from 0 in Members); it is to be
// asked for only when Exact.
func (s *Summary) MemberValue(m, series, cell int) int64 { return s.columns[m][series].at(cell) }

// Below counts the members whose value in a cell is below x, those whose value
// is x, and those that have a value at all. Beyond ExactMembers "is x" means:
// lies in the bin of x.
func (s *Summary) Below(series, cell int, x int64) (below, equal, present int) {
	if !s.Exact() {
		h, bin := s.counted[series], binOf(x)
		for i := h.at[cell]; i < h.at[cell+1]; i++ {
			n := int(h.counts[i])
			present += n
			if h.bins[i] < bin {
				below += n
			} else if h.bins[i] == bin {
				equal += n
			}
		}
		return below, equal, present
	}
	missing := s.Layout.Series[series].Missing
	for m := range s.columns {
		v := s.columns[m][series].at(cell)
		if v == missing {
			continue
		}
		present++
		if v < x {
			below++
		} else if v == x {
			equal++
		}
	}
	return below, equal, present
}

// Merge sums up summaries of different members of one ensemble. It returns an
// error when they describe different cells or have a member in common.
func Merge(parts ...*Summary) (*Summary, error) {
	if len(parts) == 0 {
		return nil, fmt.Errorf("there is nothing to merge")
	}
	sum := parts[0]
	for _, part := range parts[1:] {
		var err error
		if sum, err = merge(sum, part); err != nil {
			return nil, err
		}
	}
	return sum, nil
}

func merge(a, b *Summary) (*Summary, error) {
	if !a.Layout.same(b.Layout) {
		return nil, fmt.Errorf("the two summaries are about different cells; they come from different scenarios or periods")
	}
	sum := &Summary{Layout: a.Layout, members: make([]int, 0, len(a.members)+len(b.members)), aside: cmp.Or(a.aside, b.aside)}
	exact := a.Exact() && b.Exact() && len(a.members)+len(b.members) <= ExactMembers
	x, y := 0, 0
	for x < len(a.members) || y < len(b.members) {
		fromA := y == len(b.members) || x < len(a.members) && a.members[x] < b.members[y]
		if !fromA && x < len(a.members) && a.members[x] == b.members[y] {
			return nil, fmt.Errorf("member %d is in both summaries", a.members[x])
		}
		from, i := b, &y
		if fromA {
			from, i = a, &x
		}
		sum.members = append(sum.members, from.members[*i])
		if exact {
			sum.columns = append(sum.columns, from.columns[*i])
		}
		*i++
	}
	if exact {
		return sum, nil
	}
	left, right := a.histograms(), b.histograms()
	sum.counted = make([]*histogram, len(left))
	parallel.Each(len(left), func(i int) { sum.counted[i] = mergeHistograms(left[i], right[i]) })
	return sum, nil
}

// count is the summary with its values counted in bins.
func (s *Summary) count() *Summary {
	return &Summary{Layout: s.Layout, members: s.members, counted: s.histograms()}
}

// histograms are the counts by bin of every series.
func (s *Summary) histograms() []*histogram {
	if !s.Exact() {
		return s.counted
	}
	out := make([]*histogram, len(s.Layout.Series))
	parallel.Each(len(out), func(i int) {
		series := &s.Layout.Series[i]
		out[i] = newHistogram(series.Cells())
		s.eachCell(i, 0, series.Cells(), func(_ int, values []int64, missing int) {
			slices.Sort(values)
			out[i].add(values, missing)
		})
	})
	return out
}

// eachCell calls f with the values of cells from..to-1 of a series that are
// not missing, in no order, and the number of the missing. Values may be
// changed and are overwritten afterwards.
func (s *Summary) eachCell(series, from, to int, f func(cell int, values []int64, missing int)) {
	const most = 256 // cells gathered at once: a few hundred members of them fit in the cache
	tile := min(most, to-from)
	n := len(s.columns)
	mark := s.Layout.Series[series].Missing
	buffer := make([]int64, tile*n)
	var scratch []byte
	for start := from; start < to; start += tile {
		cells := min(tile, to-start)
		for m := range s.columns {
			s.columns[m][series].gather(buffer[m:], start, cells, n, &scratch)
		}
		for i := range cells {
			values := buffer[i*n : (i+1)*n]
			present := values[:0]
			for _, v := range values {
				if v != mark {
					present = append(present, v)
				}
			}
			f(start+i, present, n-len(present))
		}
	}
}
