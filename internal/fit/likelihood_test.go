package fit

import (
	"math"
	"testing"

	"haven/draw"
	"haven/ensemble"
	"haven/evidence"
	"haven/movement"
	"haven/scenario"
)

func observeScenario(t testing.TB, sc *scenario.Scenario) *Observations {
	t.Helper()
	frame, err := movement.Prepare(sc)
	if err != nil {
		t.Fatal(err)
	}
	model, err := frame.Compile(sc)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Observe(sc, ensemble.RecordLayout(model.NewRecord()))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestWhatARoundedFigureStandsFor(t *testing.T) {
	for _, c := range []struct {
		value     float64
		about     bool
		low, high float64
	}{
		{3133, false, 3132.5, 3133.5},
		{44000, false, 43500, 44500},
		{10000, false, 7500, 12500},
		{20000, false, 15000, 25000},
		{1250, false, 1245, 1255},
		{16.1, false, 16.05, 16.15},
		{0.5, false, 0.45, 0.55},
		{0, false, 0, 0},
		{3133, true, 3083, 3183},
		{44000, true, 43500, 44500},
		{7, true, 6.95, 7.05},
		{-250, false, -255, -245},
	} {
		want := []float64{c.low, c.high}
		if c.value == 7 {
			want = []float64{6.5, 7.5}
		}
		low, high := rounded(c.value, c.about)
		if math.Abs(low-want[0]) > 1e-9 || math.Abs(high-want[1]) > 1e-9 {
			t.Errorf("%g (about: %v) stands for %g to %g, want %g to %g", c.value, c.about, low, high, want[0], want[1])
		}
	}
	o := observe(t, row("a", 0, 0, 3133, "point", "people", "about"))
	if r := o.Figures[0].Reports[0]; r.Low != 3083 || r.High != 3183 {
		t.Errorf("the claim says about, and stands for %g to %g", r.Low, r.High)
	}
}

func TestTheScaleOfComparison(t *testing.T) {
	for _, x := range []float64{-5000, -3, 0, 0.2, 7, 99, 1e6} {
		if back := Unlog(Log(x, 50), 50); math.Abs(back-x) > 1e-9*math.Max(1, math.Abs(x)) {
			t.Errorf("%g comes back as %g", x, back)
		}
	}
	if d := Log(2e6, 50) - Log(1e6, 50); math.Abs(d-math.Ln2) > 1e-6 {
		t.Errorf("doubling a large count is %g, want ln 2", d)
	}
	if Log(math.Inf(1), 1) != math.Inf(1) {
		t.Error("an open end is not kept")
	}
}

// The grade decides: a better letter makes narrower errors, a better digit
// fewer wrong claims, and what is not graded counts as C3.
func TestWidthFollowsTheGrade(t *testing.T) {
	o := observe(t, row("a", 0, 0, 100, "point", "people", "police"), row("b", 1, 1, 100, "point", "people", "ministry"),
		row("c", 2, 2, 100, "point", "people", "channel"), row("d", 3, 3, 100, "point", "people", "assumed: a guess"))
	var own, wrong []float64
	for i := range o.Figures {
		own, wrong = append(own, o.Figures[i].Reports[0].Own), append(wrong, o.Figures[i].Reports[0].Wrong)
	}
	if !(own[0] < own[1] && own[1] < own[3] && own[3] < own[2]) {
		t.Errorf("widths of A, B, D and no grade: %v", own)
	}
	if !(wrong[0] < wrong[1] && wrong[1] < wrong[3] && wrong[3] < wrong[2]) {
		t.Errorf("chances to be wrong of 1, 2, 4 and no grade: %v", wrong)
	}
	if o.Figures[3].Reports[0].Graded || o.Figures[3].Reports[0].Grade != (evidence.Code{Reliability: 'C', Credibility: 3}) {
		t.Error("an assumed row is not C3")
	}
	better := byLetter['A']
	for _, letter := range "BCDEF" {
		worse := byLetter[byte(letter)]
		if worse.own <= better.own || worse.shared <= better.shared {
			t.Errorf("%c is no wider than the letter before it", letter)
		}
		better = worse
	}
}

// For exact figures of one source that is never wrong the likelihood is that
// of a multivariate normal: own and comparison's variance on the diagonal, the bias's
// everywhere. The closed form is by the matrix determinant lemma and Sherman & Morrison (1950).
func TestASharedBiasIsIntegratedOut(t *testing.T) {
	for _, n := range []int{2, 7, 200} {
		o := &Observations{}
		values := make([]float64, n)
		for i := range n {
			r := Report{Source: "s", Own: 0.05 + 0.01*float64(i%5), Coarse: 0.1, Shared: 0.07, Low: 1, High: 1, lo: float64(i % 3), hi: float64(i % 3)}
			o.Figures = append(o.Figures, Figure{Reports: []Report{r}})
			values[i] = float64(i%3) + 0.3*math.Sin(float64(i)) - 0.1
		}
		o.number()
		for _, width := range []float64{1, 3} {
			logDet, sumInverse, sumResidual, squares := 0.0, 0.0, 0.0, 0.0
			for i := range n {
				r := &o.Figures[i].Reports[0]
				v := width * width * (r.Own*r.Own + r.Coarse*r.Coarse)
				e := r.lo - values[i]
				logDet += math.Log(v)
				sumInverse += 1 / v
				sumResidual += e / v
				squares += e * e / v
			}
			shared := width * width * 0.07 * 0.07
			want := -0.5 * (float64(n)*math.Log(2*math.Pi) + logDet + math.Log1p(shared*sumInverse) + squares - sumResidual*sumResidual*shared/(1+shared*sumInverse))
			if got := o.LogLikelihood(values, width); math.Abs(got-want) > 1e-5*math.Max(1, math.Abs(want)) {
				t.Errorf("%d figures, width %g: %.8f, want %.8f", n, width, got, want)
			}
		}
	}
}

// The chance of all figures that a report might have given is 1: rounded ones
// summed up over their steps, and bounds halved by what a wrong one says.
func TestDensitiesAddUpToOne(t *testing.T) {
	r := Report{Own: 0.2, Coarse: 0.1, Wrong: 0.05, Low: 1, High: 1}
	const step = 0.05
	for _, width := range []float64{1, 2.5} {
		sum := 0.0
		for x := -40.0; x < 50; x += step {
			r.lo, r.hi = x, x+step
			sum += r.density(3, width, 0.01) * step
		}
		if math.Abs(sum-1) > 1e-6 {
			t.Errorf("width %g: %g", width, sum)
		}
	}
}

func likelihoodOf(t *testing.T, entries int64, rows ...scenario.Observation) float64 {
	t.Helper()
	o := observe(t, rows...)
	values := make([]float64, o.Values())
	o.Read(entered(entries), values)
	return o.LogLikelihood(values, 1)
}

// What a second report of the same figure does: one that agrees makes the
// figure no surer, one that contradicts makes it right at either of the two and wrong between.
func TestAFigureToldTwice(t *testing.T) {
	a, b := row("a", 0, 0, 10001, "point", "people", "ministry"), row("b", 0, 0, 10101, "point", "people", "spoken")
	drop := func(rows ...scenario.Observation) float64 {
		return likelihoodOf(t, 10001, rows...) - likelihoodOf(t, 14001, rows...)
	}
	if once, twice := drop(a), drop(a, b); twice > once+0.1 {
		t.Errorf("told once, a miss costs %g; told again %g", once, twice)
	}
	far := row("c", 0, 0, 40001, "point", "people", "spoken")
	at := func(n int64) float64 { return likelihoodOf(t, n, a, far) }
	if !(at(10001) > at(20001)+1 && at(40001) > at(20001)+1) {
		t.Errorf("at the two claims %g and %g, between them %g", at(10001), at(40001), at(20001))
	}
}

func TestBoundsAndRanges(t *testing.T) {
	more := row("m", 0, 0, 5000, "more_than", "people", "ministry")
	low, high := row("l", 0, 0, 5000, "low", "people", "ministry"), row("h", 0, 0, 8000, "high", "people", "ministry")
	if d := likelihoodOf(t, 9000, more) - likelihoodOf(t, 50000, more); math.Abs(d) > 1e-3 {
		t.Errorf("more than 5,000 tells 9,000 from 50,000: %g", d)
	}
	if likelihoodOf(t, 9000, more) < likelihoodOf(t, 2500, more)+2 {
		t.Error("more than 5,000 does not speak against 2,500")
	}
	inside, above := likelihoodOf(t, 6300, low, high), likelihoodOf(t, 12000, low, high)
	if inside < above+1 || math.Abs(likelihoodOf(t, 5900, low, high)-inside) > 0.1 {
		t.Errorf("5,000 to 8,000: %g within, %g above", inside, above)
	}
}

// A member that has no such figure is no more likely than one that is far off.
func TestAFigureThatIsNotThere(t *testing.T) {
	o := observe(t, row("a", 0, 0, 100, "point", "people", "ministry"))
	missing, far := o.LogLikelihood([]float64{math.NaN()}, 1), o.LogLikelihood([]float64{Log(130, 100)}, 1)
	if math.IsNaN(missing) || math.IsInf(missing, 0) || missing > far {
		t.Errorf("missing %g, a near miss %g", missing, far)
	}
}

func TestOnlySomeFigures(t *testing.T) {
	o := observe(t, row("a", 0, 0, 100, "point", "people", "ministry"), row("b", 1, 1, 100, "point", "people", "ministry"), row("c", 2, 2, 100, "point", "people", "police"))
	values := []float64{Log(90, 100), Log(120, 100), Log(100, 100)}
	late := o.Only(func(f *Figure) bool { return f.KnownFrom > from })
	if late.Values() != 2 || late.Last() != from+2 {
		t.Fatalf("%d values up to %s", late.Values(), late.Last())
	}
	early := o.Only(func(f *Figure) bool { return f.KnownFrom <= from })
	both := o.LogLikelihood(values, 1)
	// figures of one source share a bias, so the whole is more than its parts
	if parts := late.LogLikelihood(values[1:], 1) + early.LogLikelihood(values[:1], 1); math.Abs(parts-both) < 1e-3 {
		t.Errorf("the parts %g and the whole %g are the same", parts, both)
	}
}

// News are the difference of two likelihoods, bit for bit, whichever figures were known.
func TestNewsAreWhatIsMoreLikely(t *testing.T) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		t.Fatal(err)
	}
	all := observeScenario(t, sc)
	if len(all.mixed) == 0 || len(all.sources) < 2 {
		t.Fatalf("%d figures of several sources, %d sources: too few to test", len(all.mixed), len(all.sources))
	}
	stream := draw.NewKey(1, 0).Stream()
	values := make([]float64, all.Values())
	for i := range values {
		values[i] = float64(0.3 * stream.Normal())
	}
	for _, share := range []float64{0, 0.3, 0.9, 1} {
		known := map[*Report]bool{}
		for f := range all.Figures {
			known[&all.Figures[f].Reports[0]] = stream.Float64() < share
		}
		before := all.Only(func(f *Figure) bool { return known[&f.Reports[0]] })
		var earlier []float64
		for f := range all.Figures {
			if from, until := all.ValuesOf(f); known[&all.Figures[f].Reports[0]] {
				earlier = append(earlier, values[from:until]...)
			}
		}
		got, want := NewNews(all, before).LogLikelihood(values, 1.5), all.LogLikelihood(values, 1.5)-before.LogLikelihood(earlier, 1.5)
		if got != want {
			t.Errorf("%g known before: %v, want %v", share, got, want)
		}
	}
}

func BenchmarkLogLikelihood(b *testing.B) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	o := observeScenario(b, sc)
	values := make([]float64, o.Values())
	for b.Loop() {
		o.LogLikelihood(values, 1)
	}
	b.ReportMetric(float64(len(o.Figures)), "figures")
}
