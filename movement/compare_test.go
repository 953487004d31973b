package movement_test

import (
	"context"
	"fmt"
	"math"
	"sort"
	"sync"
	"testing"

	"haven/internal/house/long"
	"haven/internal/reference"
	"haven/movement"
	"haven/scenario"
)

// enginesFalseAlarm is the chance that one comparison of the engines is red
// although both have the same distribution.
const enginesFalseAlarm = 1e-4

// runsEach is how many members each engine runs: 10,000 in the long tests, and
// under the race detector, which is there for other mistakes, 100. No statistic can be larger than
// the root of their number, so that fewer than some 50 could never be beyond the limit.
func runsEach(ordinary int) int {
	switch {
	case long.Tests():
		return 10_000
	case underRace:
		return 100
	}
	return ordinary
}

// single is an engine that moves everybody by themselves.
type single interface {
	Row(measure, by, entity string) (int, bool)
	Run(seed, member uint64, mutation reference.Mutation) *reference.Result
}

func newSingle(t *testing.T, sc *scenario.Scenario) single {
	t.Helper()
	if sc.Rule == "neighbours" {
		w, err := reference.NewNeighbours(sc)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	w, err := reference.NewWorld(sc)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// watched is one number of a run that is compared: a cell of a series, or the
// sum of a series over days, entities or both.
type watched struct {
	name string
	rows []int // of the reference's result
	from int   // day
	to   int   // day after the last
	// the lumped engine's record
	series   int
	entities []int
}

// watch lists all cells, and the sums over days, over entities and over both.
func watch(t *testing.T, rec *movement.Record, w single) []watched {
	t.Helper()
	var out []watched
	for s := range rec.Series {
		x := &rec.Series[s]
		var all, rows []int
		for e, id := range x.Entities {
			row, ok := w.Row(x.Measure, x.By, id)
			if !ok {
				t.Fatalf("the reference engine does not record %s of %s", x.Measure, id)
			}
			all, rows = append(all, e), append(rows, row)
			for d := range rec.Days {
				out = append(out, watched{fmt.Sprintf("%s of %s on day %d", x.Measure, id, d), []int{row}, d, d + 1, s, []int{e}})
			}
			out = append(out, watched{fmt.Sprintf("%s of %s, all days", x.Measure, id), []int{row}, 0, rec.Days, s, []int{e}})
		}
		for d := range rec.Days {
			out = append(out, watched{fmt.Sprintf("%s by %s on day %d, sum", x.Measure, x.By, d), rows, d, d + 1, s, all})
		}
		out = append(out, watched{fmt.Sprintf("%s by %s, sum of all", x.Measure, x.By), rows, 0, rec.Days, s, all})
	}
	return out
}

func (x *watched) lumped(rec *movement.Record) (sum int64) {
	for _, e := range x.entities {
		for d := x.from; d < x.to; d++ {
			sum += rec.Series[x.series].At(e, d)
		}
	}
	return sum
}

func (x *watched) single(res *reference.Result) (sum int64) {
	for _, row := range x.rows {
		for d := x.from; d < x.to; d++ {
			sum += res.Values[row*res.Days+d]
		}
	}
	return sum
}

// scale is what a pilot of other members says about a watched number: its
// mean and three quantiles. It is fixed before the comparison.
type scale struct {
	mean     float64
	quantile [3]float64
}

// difference gathers, for one watched number x, the differences between pairs
// of runs of x, of (x - mean)^2 and of whether x lies above each quantile.
type difference struct{ sum, squares [5]float64 }

func (d *difference) add(s *scale, a, b float64) {
	above := func(x, q float64) float64 {
		if x > q {
			return 1
		}
		return 0
	}
	for i, e := range [5]float64{
		a - b,
		(a-s.mean)*(a-s.mean) - (b-s.mean)*(b-s.mean),
		above(a, s.quantile[0]) - above(b, s.quantile[0]),
		above(a, s.quantile[1]) - above(b, s.quantile[1]),
		above(a, s.quantile[2]) - above(b, s.quantile[2]),
	} {
		d.sum[i] += e
		d.squares[i] += e * e
	}
}

var statistics = [5]string{"mean", "variance", "share above the 10 % quantile", "share above the median", "share above the 90 % quantile"}

// verdict is the result of a comparison.
type verdict struct {
	limit    float64
	compared int
	beyond   []finding // the largest first
	largest  finding
}

type finding struct {
	what string
	t    float64
}

// compare runs both engines n times and takes the largest of all statistics.
//
// Where both have the same distribution, the difference of a pair of runs is as
// likely d as -d. Given the sizes |d|, T = sum d / sqrt(sum d^2) is then a sum of random
// signs, and P(|T| > t) <= 2 e^(-t^2/2) whatever the distribution (Hoeffding 1963; Efron
// 1969, doi:10.1080/01621459.1969.10501068). With M statistics all stay below
// t = sqrt(2 log(2 M/false alarm)) but with the chance stated.
func compare(t *testing.T, sc *scenario.Scenario, n int, mutation reference.Mutation) verdict {
	t.Helper()
	model := compile(t, sc)
	world := newSingle(t, sc)
	numbers := watch(t, model.NewRecord(), world)
	scales := pilot(t, model, numbers)
	const workers = 2
	parts := make([][]difference, workers)
	var wg sync.WaitGroup
	for worker := range workers {
		parts[worker] = make([]difference, len(numbers))
		wg.Add(1)
		go func() {
			defer wg.Done()
			rec := model.NewRecord()
			for member := worker; member < n; member += workers {
				if err := model.Simulate(context.Background(), 11, member, rec); err != nil {
					t.Error(err)
					return
				}
				res := world.Run(12, uint64(member), mutation)
				for i := range numbers {
					parts[worker][i].add(&scales[i], float64(numbers[i].lumped(rec)), float64(numbers[i].single(res)))
				}
			}
		}()
	}
	wg.Wait()
	return judge(numbers, parts)
}

func judge(numbers []watched, parts [][]difference) verdict {
	v := verdict{compared: len(numbers) * len(statistics)}
	v.limit = math.Sqrt(2 * math.Log(2*float64(v.compared)/enginesFalseAlarm))
	for i := range numbers {
		for k := range statistics {
			sum, squares := 0.0, 0.0
			for _, p := range parts {
				sum += p[i].sum[k]
				squares += p[i].squares[k]
			}
			if squares == 0 {
				continue
			}
			f := finding{statistics[k] + " of " + numbers[i].name, sum / math.Sqrt(squares)}
			if math.Abs(f.t) > math.Abs(v.largest.t) {
				v.largest = f
			}
			if math.Abs(f.t) > v.limit {
				v.beyond = append(v.beyond, f)
			}
		}
	}
	sort.SliceStable(v.beyond, func(i, j int) bool { return math.Abs(v.beyond[i].t) > math.Abs(v.beyond[j].t) })
	return v
}

// pilot runs the lumped engine on other members.
func pilot(t *testing.T, model *movement.Model, numbers []watched) []scale {
	t.Helper()
	const n = 100
	values := make([][]float64, len(numbers))
	rec := model.NewRecord()
	for member := range n {
		if err := model.Simulate(context.Background(), 13, member, rec); err != nil {
			t.Fatal(err)
		}
		for i := range numbers {
			values[i] = append(values[i], float64(numbers[i].lumped(rec)))
		}
	}
	out := make([]scale, len(numbers))
	for i, v := range values {
		sort.Float64s(v)
		for _, x := range v {
			out[i].mean += x / n
		}
		out[i].quantile = [3]float64{v[n/10], v[n/2], v[9*n/10]}
	}
	return out
}

func agreeing(t *testing.T, sc *scenario.Scenario, n int) {
	t.Helper()
	v := compare(t, sc, n, reference.None)
	t.Logf("%d statistics of %d runs each: the largest is %.2f (%s), the limit %.2f", v.compared, n, v.largest.t, v.largest.what, v.limit)
	if len(v.beyond) > 0 {
		t.Errorf("the engines disagree in %d of %d statistics; positive: the lumped engine has more", len(v.beyond), v.compared)
		for _, f := range v.beyond[:min(len(v.beyond), 40)] {
			t.Logf("%8.2f  %s", f.t, f.what)
		}
	}
}

// caught wants the comparison to notice a mistake in 500 runs, and in half of them
// where time is short, which asks more of it.
func caught(t *testing.T, sc *scenario.Scenario, mutation reference.Mutation) {
	t.Helper()
	n := 250
	if long.Tests() {
		n = 500
	}
	v := compare(t, sc, n, mutation)
	t.Logf("%d statistics of %d runs each: the largest is %.2f (%s), the limit %.2f", v.compared, n, v.largest.t, v.largest.what, v.limit)
	if len(v.beyond) == 0 {
		t.Error("the comparison did not notice the mistake")
	}
}
