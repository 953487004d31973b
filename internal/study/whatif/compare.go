package whatif

import (
	"math"
	"slices"
	"sync"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/results"
)

// compared are the series that are compared, where a scenario has them.
var compared = [][2]string{
	{"departures", "all"}, {"departures_total", "all"},
	{"arrivals", "destination"}, {"arrivals_total", "destination"}, {"stock", "destination"},
	{"arrivals", "country"}, {"arrivals_total", "country"}, {"arrivals_to_date", "country"}, {"stock", "country"},
	{"applications_border_total", "country"}, {"applications_inland_total", "country"},
	{"queue", "lane"}, {"wait_predicted", "lane"}, {"served_entry_total", "lane"},
	{"turned_back_exit_total", "all"}, {"turned_back_entry_total", "all"}, {"barred_total", "all"}, {"gave_up_total", "all"}, {"returned_total", "all"},
	{"seats_sold_total", "service"}, {"stock", "place"},
	{"in_queues", "model"}, {"at_destinations", "model"}, {"on_links", "model"}, {"displaced_total", "model"},
}

// Compare compares base and variant pair by pair: every figure of places,
// countries and the whole, day by day and over the period. Arrivals by all are the sum over destinations.
func Compare(base *Base, variant *ensemble.Outcome) ([]results.Difference, error) {
	a, b := base.Summary, variant.Summary
	var out []results.Difference
	for _, key := range compared {
		i := a.Layout.Find(key[0], key[1])
		if i < 0 {
			continue
		}
		series := &a.Layout.Series[i]
		list := make([]results.Difference, series.Cells())
		var total *totals
		if key[1] == "destination" && key[0] != "stock" {
			total = newTotals(series.Days, a.N())
		}
		err := ensemble.EachPair(a, b, i, func(cell int, x, y []int64) {
			d := &list[cell]
			*d = results.Difference{Measure: series.Measure, By: series.By, Entity: series.Entities[cell/series.Days], Unit: series.Unit, Date: dateOf(a.Layout, series, cell%series.Days)}
			pair(d, x, y, series.Missing)
			total.add(cell%series.Days, x, y)
		})
		if err != nil {
			return nil, err
		}
		if total != nil {
			out = append(out, total.differences(a.Layout, series)...)
		}
		out = append(out, list...)
	}
	return out, errorsOf(a, b)
}

func errorsOf(a, b *ensemble.Summary) error {
	if err := a.Err(); err != nil {
		return err
	}
	return b.Err()
}

func dateOf(l *ensemble.Layout, s *ensemble.Series, day int) calendar.Date {
	if s.Days == 1 && l.Days != 1 {
		return calendar.None
	}
	return l.From + calendar.Date(day)
}

// totals sums a series over its entities, member by member.
type totals struct {
	mutex sync.Mutex
	a, b  [][]int64 // by day and member
}

func newTotals(days, members int) *totals {
	t := &totals{a: make([][]int64, days), b: make([][]int64, days)}
	for d := range days {
		t.a[d], t.b[d] = make([]int64, members), make([]int64, members)
	}
	return t
}

func (t *totals) add(day int, x, y []int64) {
	if t == nil {
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	for m := range x {
		t.a[day][m] += x[m]
		t.b[day][m] += y[m]
	}
}

func (t *totals) differences(l *ensemble.Layout, s *ensemble.Series) []results.Difference {
	list := make([]results.Difference, len(t.a))
	for d := range list {
		list[d] = results.Difference{Measure: s.Measure, By: "all", Entity: "all", Unit: s.Unit, Date: dateOf(l, s, d)}
		pair(&list[d], t.a[d], t.b[d], s.Missing)
	}
	return list
}

// pair sums up the pairs of one figure. Products are rounded before they are
// added, so that no processor fuses the two.
func pair(d *results.Difference, x, y []int64, missing int64) {
	n := 0
	var sumX, sumY, sumD float64
	xs, ys, ds := make([]int64, 0, len(x)), make([]int64, 0, len(x)), make([]int64, 0, len(x))
	for m := range x {
		if x[m] == missing || y[m] == missing {
			continue
		}
		n++
		diff := y[m] - x[m]
		if diff > 0 {
			d.Above++
		} else if diff < 0 {
			d.Below++
		}
		sumX, sumY, sumD = sumX+float64(x[m]), sumY+float64(y[m]), sumD+float64(diff)
		xs, ys, ds = append(xs, x[m]), append(ys, y[m]), append(ds, diff)
	}
	d.Pairs = n
	nan := math.NaN()
	if n == 0 {
		d.Base, d.Variant, d.Above, d.Below, d.Narrowing = nan, nan, nan, nan, nan
		d.Figure = results.Figure{Mean: nan, Q05: nan, Q25: nan, Q50: nan, Q75: nan, Q95: nan}
		return
	}
	size := float64(n)
	d.Above, d.Below, d.Mean = d.Above/size, d.Below/size, sumD/size
	d.Narrowing = narrowing(variance(xs, sumX/size)+variance(ys, sumY/size), variance(ds, d.Mean), n)
	slices.Sort(xs)
	slices.Sort(ys)
	slices.Sort(ds)
	d.Base, d.Variant = ensemble.Quantile(xs, 0.5), ensemble.Quantile(ys, 0.5)
	for q, to := range []*float64{&d.Q05, &d.Q25, &d.Q50, &d.Q75, &d.Q95} {
		*to = ensemble.Quantile(ds, ensemble.Levels[q])
	}
}

// narrowing is by how much the pairing narrowed the variance: that of the
// difference of members that have nothing in common, var(base) + var(variant), over that of the
// paired difference (P. Glasserman & D. D. Yao 1992, "Some guidelines and guarantees for common random
// numbers", doi:10.1287/mnsc.38.6.884). It is infinite where all pairs differ by the same, and NaN where
// nothing varies at all or there are fewer than two pairs.
func narrowing(apart, paired float64, n int) float64 {
	switch {
	case n < 2 || apart == 0:
		return math.NaN()
	case paired == 0:
		return math.Inf(1)
	}
	return apart / paired
}

// variance is the mean square about the mean (the same divisor everywhere: it
// cancels in the ratio).
func variance(x []int64, mean float64) float64 {
	v := 0.0
	for _, e := range x {
		d := float64(e) - mean
		v += float64(d * d)
	}
	return v / float64(len(x))
}
