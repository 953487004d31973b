package ensemble

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"

	"haven/internal/calendar"
)

// small is a layout of two series: three entities on four days that are never
// negative, and one signed figure.
func small(t interface{ Fatal(...any) }) *Layout {
	l, err := newLayout(calendar.Day(2022, 9, 14), 4, []Series{
		{Measure: "arrivals", By: "destination", Unit: "people", Entities: []string{"a", "b", "c"}, Days: 4, Missing: -1},
		{Measure: "net_entries", By: "observation", Unit: "people", Entities: []string{"O1"}, Days: 1, Missing: Missing},
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func one(l *Layout, member int, arrivals []int64, net int64) *Summary {
	return &Summary{Layout: l, members: []int{member}, columns: [][]column{{compact(arrivals), compact([]int64{net})}}}
}

// draw makes the summaries of n members from a seed.
func drawMembers(l *Layout, n int, seed uint64) []*Summary {
	rng := rand.New(rand.NewPCG(seed, 1))
	out := make([]*Summary, n)
	for m := range out {
		values := make([]int64, 12)
		for i := range values {
			switch rng.IntN(4) {
			case 0: // stays 0
			case 1:
				values[i] = -1
			case 2:
				values[i] = rng.Int64N(50)
			default:
				values[i] = int64(math.Exp(rng.Float64() * 40))
			}
		}
		net := rng.Int64N(2001) - 1000
		if rng.IntN(10) == 0 {
			net = Missing
		}
		out[m] = one(l, m, values, net)
	}
	return out
}

func same(a, b *Summary) error {
	if !slices.Equal(a.members, b.members) || a.Exact() != b.Exact() {
		return fmt.Errorf("members %v and %v", a.members, b.members)
	}
	for i := range a.Layout.Series {
		if !a.Exact() {
			if !a.counted[i].equal(b.counted[i]) {
				return fmt.Errorf("series %d is counted differently", i)
			}
			continue
		}
		for c := range a.Layout.Series[i].Cells() {
			if !slices.Equal(a.Values(i, c), b.Values(i, c)) {
				return fmt.Errorf("series %d cell %d: %v and %v", i, c, a.Values(i, c), b.Values(i, c))
			}
		}
	}
	return nil
}

// mergeInOrder merges parts two at a time in an order drawn by rng: any tree.
func mergeInOrder(t interface{ Fatal(...any) }, parts []*Summary, rng *rand.Rand) *Summary {
	parts = slices.Clone(parts)
	for len(parts) > 1 {
		rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		sum, err := Merge(parts[0], parts[1])
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts[2:], sum)
	}
	return parts[0]
}

func TestMergingInAnyOrderAndGroupingIsTheSame(t *testing.T) {
	l := small(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "members")
		members := drawMembers(l, n, rapid.Uint64().Draw(t, "values"))
		a := mergeInOrder(t, members, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0)))
		b, err := Merge(members...)
		if err != nil {
			t.Fatal(err)
		}
		if err := same(a, b); err != nil {
			t.Fatal(err)
		}
	})
}

// Beyond ExactMembers the same must hold, however exact and counted parts mix.
func TestMergingManyMembersInAnyOrderIsTheSame(t *testing.T) {
	l := small(t)
	members := drawMembers(l, ExactMembers+400, 7)
	want, err := Merge(members...)
	if err != nil {
		t.Fatal(err)
	}
	if want.Exact() {
		t.Fatal("more than ExactMembers members are kept exactly")
	}
	for order := range uint64(3) {
		if err := same(mergeInOrder(t, members, rand.New(rand.NewPCG(order, 2))), want); err != nil {
			t.Error(err)
		}
	}
}

func TestMergeRefusesWhatDoesNotBelongTogether(t *testing.T) {
	l := small(t)
	a := one(l, 3, make([]int64, 12), 0)
	if _, err := Merge(a, a); err == nil {
		t.Error("a member was counted twice")
	}
	other := small(t)
	other.Series[0].Entities = []string{"a", "b", "x"}
	if _, err := Merge(a, one(other, 4, make([]int64, 12), 0)); err == nil {
		t.Error("summaries about different places were merged")
	}
	if _, err := Merge(); err == nil {
		t.Error("nothing was merged into something")
	}
}

func TestStatsByHand(t *testing.T) {
	l := small(t)
	var members []*Summary
	for m, v := range []int64{40, 10, -1, 30, 20, 50} { // 10 20 30 40 50 and one missing
		cells := make([]int64, 12)
		cells[5] = v
		members = append(members, one(l, m, cells, []int64{-5, -3, 0, 2, 4, Missing}[m]))
	}
	s, err := Merge(members...)
	if err != nil {
		t.Fatal(err)
	}
	// type 7: positions 1 + 4p = 1.2, 2, 3, 4, 4.8
	got := s.Stats(0, 1, 2)
	for q, want := range []float64{12, 20, 30, 40, 48} {
		if got.Quantile[q][1] != want {
			t.Errorf("quantile %g is %g, want %g", Levels[q], got.Quantile[q][1], want)
		}
	}
	if got.Mean[1] != 30 || got.Min[1] != 10 || got.Max[1] != 50 || got.Missing[1] != 1 {
		t.Errorf("mean, min, max, missing are %g %d %d %d", got.Mean[1], got.Min[1], got.Max[1], got.Missing[1])
	}
	net := s.Cell(1, 0)
	if net.Mean[0] != -0.4 || net.Quantile[2][0] != 0 || net.Min[0] != -5 || net.Missing[0] != 1 {
		t.Errorf("net entries: %+v", net)
	}
	if below, equal, present := s.Below(0, 5, 30); below != 2 || equal != 1 || present != 5 {
		t.Errorf("Below says %d %d %d", below, equal, present)
	}
	for i, v := range make([]int64, 3) {
		members[i] = one(l, i, slices.Repeat([]int64{-1}, 12), v)
	}
	s, _ = Merge(members[:3]...)
	if c := s.Cell(0, 0); !math.IsNaN(c.Mean[0]) || !math.IsNaN(c.Quantile[0][0]) || c.Missing[0] != 3 {
		t.Errorf("a cell without any value: %+v", c)
	}
}

// Bins widen by at most 1 %, so that a binned quantile is within 0.5 % (and
// exact below 200) of the exact one.
// TestFiguresOfOneMemberAreItsValues holds the short way that a run of one
// member takes against cells summed up like those of any run.
func TestFiguresOfOneMemberAreItsValues(t *testing.T) {
	layout, err := newLayout(0, 2, []Series{{Measure: "m", By: "b", Entities: []string{"x", "y", "z"}, Days: 2, Missing: -1}})
	if err != nil {
		t.Fatal(err)
	}
	for _, values := range [][]int64{{0, 0, 0, 0, 0, 0}, {0, 7, -1, 3, 0, -1}, {1, 1 << 20, -1, 0, 0, 0}, {1 << 40, 0, -1, 0, 5, 5}} {
		s := &Summary{Layout: layout, members: []int{4}, columns: [][]column{{compact(values)}}}
		got := s.Stats(0, 1, 3)
		for i := range 4 {
			want := s.Cell(0, 2+i)
			have := &Stats{Mean: got.Mean[i : i+1], Min: got.Min[i : i+1], Max: got.Max[i : i+1], Missing: got.Missing[i : i+1]}
			for q := range have.Quantile {
				have.Quantile[q] = got.Quantile[q][i : i+1]
			}
			if fmt.Sprint(have) != fmt.Sprint(want) {
				t.Errorf("cell %d of %v: %v, want %v", 2+i, values, have, want)
			}
		}
	}
}

func TestBinnedStatsAreCloseToExactOnes(t *testing.T) {
	l := small(t)
	members := drawMembers(l, ExactMembers, 11)
	exact, err := Merge(members...)
	if err != nil {
		t.Fatal(err)
	}
	binned := &Summary{Layout: l, members: exact.members, counted: exact.histograms()}
	for i := range l.Series {
		n := len(l.Series[i].Entities)
		a, b := exact.Stats(i, 0, n), binned.Stats(i, 0, n)
		for c := range a.Mean {
			if a.Mean[c] != b.Mean[c] || a.Min[c] != b.Min[c] || a.Max[c] != b.Max[c] || a.Missing[c] != b.Missing[c] {
				t.Errorf("series %d cell %d: mean, min, max, missing differ", i, c)
			}
			for q := range Levels {
				x, y := a.Quantile[q][c], b.Quantile[q][c]
				if math.Abs(x-y) > 0.0051*math.Abs(x) && math.Abs(x-y) > 1e-9 {
					t.Errorf("series %d cell %d: quantile %g is %g, binned %g", i, c, Levels[q], x, y)
				}
			}
		}
	}
}

func TestBins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64().Draw(t, "v")
		w := rapid.Int64().Draw(t, "w")
		if cmp.Compare(v, w) < 0 && binOf(v) > binOf(w) {
			t.Fatalf("%d < %d but their bins are %d and %d", v, w, binOf(v), binOf(w))
		}
		if v == Missing {
			return
		}
		if d := math.Abs(binValue(binOf(v)) - float64(v)); d > 0.005*math.Abs(float64(v)) {
			t.Fatalf("%d is in bin %d, whose middle is %g", v, binOf(v), binValue(binOf(v)))
		}
	})
	for v := int64(-199); v < 200; v++ {
		if binValue(binOf(v)) != float64(v) {
			t.Errorf("%d has no bin of its own", v)
		}
	}
}

func TestSortingByCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(-5, 5), rapid.Int64Range(-3000, 3000), rapid.Int64()), 1, 300).Draw(t, "values")
		want := slices.Sorted(slices.Values(values))
		sortBetween(values, want[0], want[len(want)-1])
		if !slices.Equal(values, want) {
			t.Fatalf("%v is not sorted", values)
		}
	})
}

func TestSumsAreExactBeyond64Bits(t *testing.T) {
	values := slices.Repeat([]int64{math.MaxInt64}, 4)
	if got := meanOf(values); got != math.MaxInt64 {
		t.Errorf("the mean of four equal values is %g", got)
	}
	if got := meanOf([]int64{math.MinInt64 + 1, math.MaxInt64, 3}); got != 1 {
		t.Errorf("the mean is %g, want 1", got)
	}
}

func TestColumnsTakeTheNarrowestForm(t *testing.T) {
	for _, c := range []struct {
		values              []int64
		short, narrow, wide bool
	}{
		{[]int64{0, 0, 0}, false, false, false},
		{[]int64{0, -32768, 32767}, true, false, false},
		{[]int64{0, -32769, 5}, false, true, false},
		{[]int64{math.MaxInt32, math.MinInt32}, false, true, false},
		{[]int64{math.MaxInt32 + 1}, false, false, true},
		{[]int64{Missing, 3}, false, false, true},
	} {
		col := compact(c.values)
		_, short := col.held.(plain[int16])
		_, narrow := col.held.(plain[int32])
		_, wide := col.held.(plain[int64])
		if short != c.short || narrow != c.narrow || wide != c.wide {
			t.Errorf("%v: %+v", c.values, col)
		}
		out := make([]int64, 2*len(c.values))
		col.gather(out, 0, len(c.values), 2, nil)
		for i, v := range c.values {
			if col.at(i) != v || out[2*i] != v {
				t.Errorf("%v: value %d reads back as %d", c.values, i, col.at(i))
			}
		}
	}
}
