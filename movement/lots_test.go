package movement

import (
	"math"
	"testing"

	"haven/draw"
)

// A sample without replacement has known means and variances, and lots of one
// kind are as likely as any others: 20,000 samples by each of the two ways, held
// within six standard errors (a false alarm in 2e-9 each, 48 of them).
func TestLotsAreASampleWithoutReplacement(t *testing.T) {
	const runs = 20_000
	for _, c := range []struct {
		name string
		lots []lot
		k    int64
	}{
		{"few, one by one", []lot{{40, 1}, {10, 1}, {300, 1}, {1, 1}}, 7},
		{"many, by binomials", []lot{{40, 1}, {10, 1}, {300, 1}, {1, 1}}, 120},
		{"nearly all", []lot{{40, 1}, {10, 1}, {300, 1}, {1, 1}}, 340},
		{"very many", []lot{{4e9, 1}, {1e9, 1}, {3e10, 1}, {1e8, 1}}, 9e9},
	} {
		r := &run{}
		total := 0.0
		for _, l := range c.lots {
			total += float64(l.n)
		}
		sum, squares := make([]float64, len(c.lots)), make([]float64, len(c.lots))
		for i := range runs {
			s := draw.NewKey(7, i).Stream()
			takes, used := r.drawLots(&s, c.lots, c.k)
			if used != c.k {
				t.Fatalf("%s: %d taken, want %d", c.name, used, c.k)
			}
			for j, x := range takes {
				if x < 0 || x > c.lots[j].n {
					t.Fatalf("%s: %d of %d taken", c.name, x, c.lots[j].n)
				}
				sum[j] += float64(x)
				squares[j] += float64(x) * float64(x)
			}
		}
		for j, l := range c.lots {
			share := float64(l.n) / total
			mean := float64(c.k) * share
			variance := mean * (1 - share) * (total - float64(c.k)) / (total - 1)
			if got := sum[j] / runs; math.Abs(got-mean) > 6*math.Sqrt(variance/runs) {
				t.Errorf("%s: lot %d: mean %v, want %v", c.name, j, got, mean)
			}
			got := squares[j]/runs - sum[j]*sum[j]/runs/runs
			// The fourth moment is close to normal's but for the lot of one.
			if l.n > 5 && math.Abs(got/variance-1) > 6*math.Sqrt(2.5/runs) {
				t.Errorf("%s: lot %d: variance %v, want %v", c.name, j, got, variance)
			}
		}
	}
}

func TestPartiesThatDoNotFitStopTheQueue(t *testing.T) {
	r := &run{}
	s := draw.NewKey(1, 1).Stream()
	takes, used := r.drawLots(&s, []lot{{5, 3}}, 10)
	if takes[0] != 3 || used != 9 {
		t.Errorf("%d families of three in 10 places use %d; want 3 and 9", takes[0], used)
	}
	if takes, used = r.drawLots(&s, []lot{{5, 3}}, 15); takes[0] != 5 || used != 15 {
		t.Errorf("all five fit into 15: %d use %d", takes[0], used)
	}
}
