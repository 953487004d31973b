package movement

import (
	"testing"

	"haven/draw"
	"haven/scenario"
)

// BenchmarkCohorts simulates a member day by day and says how many cohorts
// live in it at the end of a day, that is situations with somebody in them: the
// most and the mean over days. Built to count them, it says how many random
// streams the member begins and how many numbers it takes from them:
//
//	go test -tags countdraws -run '^$' -bench Cohorts -benchtime 1x ./movement
//
// The large world alone takes about a minute.
func BenchmarkCohorts(b *testing.B) {
	for _, c := range []struct {
		name string
		open func() (*scenario.Scenario, error)
	}{
		{"russia-2022", func() (*scenario.Scenario, error) { return scenario.Builtin("russia-2022") }},
		{"places=20000", func() (*scenario.Scenario, error) {
			return scenario.Generate(scenario.GenerateOptions{Places: 20_000, People: 1_000_000_000, Seed: 1, Groups: 8, Days: 365})
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			sc, err := c.open()
			if err != nil {
				b.Fatal(err)
			}
			f, err := Prepare(sc)
			if err != nil {
				b.Fatal(err)
			}
			m, err := f.Compile(sc)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				countMember(b, m)
			}
		})
	}
}

// countMember simulates the first member and reports what lived in it.
func countMember(b *testing.B, m *Model) {
	b.Helper()
	rec := m.NewRecord()
	streams, numbers := draw.Counts()
	r := m.newRun(m)
	r.reset(m, draw.NewKey(1, 0), rec)
	most, sum := 0, 0
	for day := range rec.Days {
		r.startDay(day)
		r.step()
		if err := r.verify(); err != nil {
			b.Fatal(err)
		}
		n := r.cohorts()
		most, sum = max(most, n), sum+n
	}
	b.ReportMetric(float64(most), "most-cohorts")
	b.ReportMetric(float64(sum)/float64(rec.Days), "cohorts")
	if draw.Counting {
		begun, taken := draw.Counts()
		b.ReportMetric(float64(begun-streams), "streams")
		b.ReportMetric(float64(taken-numbers), "numbers")
	}
}

// cohorts counts the situations in which there is somebody, at the end of a
// day: at home, summoned, standing, under way, waiting at a hub, queueing, and
// at a destination.
func (r *run) cohorts() int {
	live := len(r.coming)
	for _, cells := range [][]int64{r.home, r.summoned, r.stock} {
		live += notEmpty(cells)
	}
	for i := range r.booked {
		live += notEmpty(r.booked[i])
	}
	for i := range r.ring {
		live += len(r.ring[i]) + len(r.arrive[i])
	}
	for i := range r.lanes {
		for _, side := range []*fifo{&r.lanes[i].exit, &r.lanes[i].entry} {
			for _, batch := range side.batches[side.head:] {
				live += len(batch.who)
			}
		}
	}
	return live
}

func notEmpty(cells []int64) (n int) {
	for _, c := range cells {
		if c != 0 {
			n++
		}
	}
	return n
}
