package movement

import (
	"math"
	"math/rand/v2"
	"testing"

	"haven/draw"
	"haven/internal/calendar"
	"haven/scenario"
)

// The tests of this file hold the engine's arithmetic against DESIGN's
// formulas written down once more, as they stand there.

// nested computes P and log W of a table by the formulas alone.
func nested(r *run, t int32, car bool) (prob []float64, logW float64) {
	m := r.m
	tab := &m.tables[t]
	p := &m.sc.Parameters
	s, sw := p.SpreadCrossing, p.SpreadWay
	class := tab.class
	nk := len(m.kept)
	k := int(m.keptOf[m.classes[class]])
	v := func(i int32) float64 {
		l := &m.leaves[i]
		hours, fare := 0.0, 0.0
		for _, arcs := range [][]int32{m.ways[l.way].arcs, m.net.Legs[l.leg].Arcs} {
			for _, a := range arcs {
				link := &m.sc.Links[m.net.Arcs[a].Link]
				hours += link.Hours
				if m.net.Arcs[a].Service {
					fare += link.FareUSD * r.fare[m.serviceOf[a]]
				} else {
					fare += link.FareUSD
				}
			}
		}
		u := -p.CostPerHour*hours - p.FareWeight*fare/m.means[class]
		if l.lane != none {
			u -= p.WaitPerHour*24*r.perceived[l.lane] + p.ExitDeterrence*r.exitLevel[int(l.lane)*nk+k]
		}
		return u
	}
	prob = make([]float64, tab.leafTo-tab.leafFrom)
	total := 0.0
	for d := tab.destFrom; d < tab.destTo; d++ {
		node := &m.dests[d]
		sumC := 0.0
		inC := map[int32]float64{}
		for c := node.crossFrom; c < node.crossTo; c++ {
			x := &m.crosses[c]
			sumW := 0.0
			for i := x.leafFrom; i < x.leaf; i++ {
				if r.offered(&m.leaves[i], class, car) {
					sumW += math.Exp(v(i) / sw)
				}
			}
			if sumW == 0 {
				continue
			}
			vc := sw * math.Log(sumW/x.ways)
			inC[c] = m.share[m.crosses[c].passage] * math.Exp(vc/s)
			sumC += inC[c]
			for i := x.leafFrom; i < x.leaf; i++ {
				if r.offered(&m.leaves[i], class, car) {
					prob[i-tab.leafFrom] = math.Exp(v(i)/sw) / sumW
				}
			}
		}
		if sumC == 0 {
			continue
		}
		a := r.attraction[int(class)*len(m.net.Destinations)+int(node.dest)]
		ev := math.Exp(a + s*math.Log(sumC))
		total += ev
		for c := node.crossFrom; c < node.crossTo; c++ {
			for i := m.crosses[c].leafFrom; i < m.crosses[c].leaf; i++ {
				prob[i-tab.leafFrom] *= ev * inC[c] / sumC
			}
		}
	}
	for i := range prob {
		prob[i] /= total
	}
	return prob, math.Log(total)
}

func TestChoicesFollowTheNestedLogitFormula(t *testing.T) {
	for seed := uint64(1); seed <= 5; seed++ {
		sc, err := scenario.Generate(scenario.GenerateOptions{Places: 200, People: 100_000, Seed: seed, Days: 60})
		if err != nil {
			t.Fatal(err)
		}
		sc.Parameters.SpreadCrossing, sc.Parameters.SpreadWay = 0.7, 0.4
		r := started(t, sc)
		rng := rand.New(rand.NewPCG(seed, 1))
		for i := range r.perceived {
			r.perceived[i] = 3 * rng.Float64()
			r.closedLane[i] = rng.IntN(6) == 0
		}
		for i := range r.fare {
			r.fare[i] = 0.5 + 4*rng.Float64()
		}
		r.priceOptions()
		r.listOpen()
		checked := 0
		for tab := range r.m.tables {
			r.weigh(int32(tab))
			for _, car := range []bool{true, false} {
				got, total := r.weights(int32(tab), car)
				logW := r.logW(int32(tab), total)
				want, wantLog := nested(r, int32(tab), car)
				if math.IsInf(logW, -1) {
					continue
				}
				if math.Abs(logW-wantLog) > 1e-9*math.Max(1, math.Abs(wantLog)) {
					t.Fatalf("seed %d, table %d: log W %v, by the formula %v", seed, tab, logW, wantLog)
				}
				for i, p := range want {
					if g := got[int(r.m.tables[tab].leafFrom)+i] / total; math.Abs(g-p) > 1e-9 {
						t.Fatalf("seed %d, table %d, option %d: %v, by the formula %v", seed, tab, i, g, p)
					}
				}
				checked++
			}
		}
		if checked < 100 {
			t.Fatalf("only %d tables offer anything: the test tells nothing", checked)
		}
	}
}

// started is a run on its first morning.
func started(t *testing.T, sc *scenario.Scenario) *run {
	t.Helper()
	f, err := Prepare(sc)
	if err != nil {
		t.Fatal(err)
	}
	m, err := f.Compile(sc)
	if err != nil {
		t.Fatal(err)
	}
	r := f.newRun(m)
	r.reset(m, draw.NewKey(1, 0), m.NewRecord())
	r.startDay(0)
	r.enact()
	return r
}

func TestAShockGetsReadyAndFades(t *testing.T) {
	s := &scenario.Shock{Date: 100, SizePerDay: 0.02, ReadyDays: 2, FadesDays: 10}
	for _, c := range []struct {
		day  calendar.Date
		want float64
	}{
		{99, 0},
		{100, 0.02 * (1 - math.Exp(-0.5))},
		{105, 0.02 * (1 - math.Exp(-3)) * math.Exp(-0.5)},
	} {
		if got := strength(s, c.day); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("day %d: %v, want %v", c.day, got, c.want)
		}
	}
	steady := &scenario.Shock{Date: 100, SizePerDay: 0.01, FadesDays: math.Inf(1)}
	if got := strength(steady, 900); got != 0.01 {
		t.Errorf("a shock that is ready at once and never fades is %v after years, want 0.01", got)
	}
}

func TestTheFareLadderIsInterpolated(t *testing.T) {
	points := [][2]float64{{0, 0.8}, {0.5, 1}, {1, 3}}
	for demand, want := range map[float64]float64{-1: 0.8, 0: 0.8, 0.25: 0.9, 0.5: 1, 0.75: 2, 1: 3, 9: 3} {
		if got := ladder(points, demand); math.Abs(got-want) > 1e-12 {
			t.Errorf("demand %v: factor %v, want %v", demand, got, want)
		}
	}
}

func TestCapacityIsSpreadOverOpeningHours(t *testing.T) {
	for _, c := range []struct {
		name          string
		opens, closes float64
		bins          int
		want          []float64
	}{
		{"all day", 0, 24, 4, []float64{0.25, 0.25, 0.25, 0.25}},
		{"office hours", 6, 18, 4, []float64{0, 0.5, 0.5, 0}},
		{"part of a bin", 9, 15, 4, []float64{0, 0.5, 0.5, 0}},
		{"over midnight", 18, 6, 4, []float64{0.5, 0, 0, 0.5}},
		{"one bin", 8, 9, 1, []float64{1}},
	} {
		got := openShare(c.opens, c.closes, c.bins)
		for b := range c.want {
			if math.Abs(got[b]-c.want[b]) > 1e-12 {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
				break
			}
		}
	}
}

func TestAWaitHasAnEnd(t *testing.T) {
	for _, c := range []struct {
		people       int64
		today, usual float64
		want         float64
	}{{0, 10, 10, 0}, {30, 10, 20, 3}, {30, 0, 15, 2}, {30, 0, 0, 0}, {30, math.Inf(1), 1, 0}, {30, 1e-9, 1, longestWait}} {
		if got := waitOf(c.people, c.today, c.usual); got != c.want {
			t.Errorf("%d people at %v a day (usually %v): %v days, want %v", c.people, c.today, c.usual, got, c.want)
		}
	}
}

// What is named is the weight that no chance can be made of, wherever it stands, or the sum.
func TestWhichWeightIsNone(t *testing.T) {
	inf, most := math.Inf(1), math.MaxFloat64
	for _, c := range []struct {
		weights []float64
		total   float64
		want    float64
		bad     bool
	}{
		{[]float64{3, 0, 1}, 4, 4, false},
		{nil, 0, 0, false},
		{[]float64{3, inf}, inf, inf, true},
		{[]float64{3, -1, inf}, inf, -1, true},
		{[]float64{most, most}, inf, inf, true},
	} {
		if w, bad := unweighable(c.weights, c.total); w != c.want || bad != c.bad {
			t.Errorf("%v: %g, %t; want %g, %t", c.weights, w, bad, c.want, c.bad)
		}
	}
	if w, bad := unweighable([]float64{1, math.NaN()}, math.NaN()); !bad || !math.IsNaN(w) {
		t.Errorf("NaN: %g, %t", w, bad)
	}
}
