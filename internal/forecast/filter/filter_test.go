package filter

import (
	"errors"
	"math"
	"testing"

	"haven/draw"
	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"
)

// walk is a cloud whose exact answer is known: x_t = 0.9 x_(t-1) + N(0, 0.5),
// y_t = x_t + N(0, 0.3), x_0 ~ N(0, 1).
type walk struct {
	before, now []float64
	own         []draw.Stream // randomness of each particle
	fresh       uint64
	key         draw.Key
	y           float64
	renewals    int
	nudge       bool
}

const damping, systemVariance, errorVariance = 0.9, 0.5, 0.3

func newWalk(n int, key draw.Key) *walk {
	w := &walk{before: make([]float64, n), now: make([]float64, n), own: make([]draw.Stream, n), key: key}
	for i := range w.now {
		w.own[i] = w.stream()
		w.now[i] = w.own[i].Normal()
	}
	return w
}

func (w *walk) stream() draw.Stream {
	w.fresh++
	return w.key.With(w.fresh).Stream()
}

func (w *walk) step(i int) float64 {
	return damping*w.before[i] + math.Sqrt(systemVariance)*w.own[i].Normal()
}

func (w *walk) advance() {
	copy(w.before, w.now)
	for i := range w.now {
		w.now[i] = w.step(i)
	}
}

func (w *walk) at(x float64) float64 {
	d := w.y - x
	return -0.5*d*d/errorVariance - 0.5*math.Log(2*math.Pi*errorVariance)
}

func (w *walk) Len() int { return len(w.now) }

func (w *walk) Likelihood(out []float64) error {
	for i, x := range w.now {
		out[i] = w.at(x)
	}
	return nil
}

func (w *walk) Pick(from []int) error {
	for i, j := range from {
		if i != j {
			w.before[i], w.now[i], w.own[i] = w.before[j], w.now[j], w.stream()
		}
	}
	return nil
}

func (w *walk) Renew(exponent float64, _ int) error {
	w.renewals++
	for i, x := range w.now {
		s := w.stream()
		w.own[i] = w.stream()
		proposed := w.step(i)
		if math.Log(s.Float64()) < exponent*(w.at(proposed)-w.at(x)) {
			w.now[i] = proposed
		}
	}
	return nil
}

func (w *walk) Update(left float64) error {
	w.nudge = true
	s := w.stream()
	noise := make([]float64, len(w.now))
	for i := range noise {
		noise[i] = s.Normal()
	}
	return Kalman([][]float64{w.now}, []Reading{{w.y, errorVariance / left, append([]float64(nil), w.now...)}},
		func(_, i int) float64 { return noise[i] })
}

// truth is the Kalman filter of the walk.
type truth struct{ mean, variance, evidence float64 }

func (k *truth) take(y float64) {
	k.mean *= damping
	k.variance = damping*damping*k.variance + systemVariance
	s := k.variance + errorVariance
	k.evidence += -0.5*(y-k.mean)*(y-k.mean)/s - 0.5*math.Log(2*math.Pi*s)
	gain := k.variance / s
	k.mean += gain * (y - k.mean)
	k.variance *= 1 - gain
}

// The eighth day lies nearly three standard deviations off, so that weights
// alone leave one particle in twenty.
var seen = []float64{0.3, -0.2, 0.8, 1.1, 0.4, -0.6, -0.9, 2.2, 1.9, 1.8, 1.2, 1.4}

// For every day, the mean error of 60 filters of 600 particles is held against
// its standard error: at 6 of them, a t of 59 degrees of freedom, a right
// filter fails once in 7 million comparisons, of which there are about 100.
func TestFilterAgreesWithTheKalmanFilterWhereThatIsExact(t *testing.T) {
	for _, c := range []struct {
		name     string
		rule     Rule
		tempered bool
		kalman   bool
	}{
		{"weighted and resampled", Rule{Share: 0.5, Rounds: 0, Least: 0}, false, false},
		{"tempered, resampled and renewed", Rule{Share: 0.5, Rounds: 8, Least: 0}, true, false},
		{"tempered in many small steps", Rule{Share: 0.93, Rounds: 60, Least: 0}, true, false},
		{"ensemble Kalman where few would be left", Rule{Share: 0.5, Rounds: 0, Least: 600}, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			const filters, particles = 60, 600
			means, squares := make([][]float64, len(seen)), make([][]float64, len(seen))
			evidence := make([]float64, filters)
			tempered, nudged := false, false
			for f := range filters {
				key := draw.NewKey(22, f)
				w, logs := newWalk(particles, key), Even(particles)
				for d, y := range seen {
					w.y = y
					w.advance()
					step, err := Assimilate(w, logs, c.rule, key.With(uint64(d)))
					if err != nil {
						t.Fatal(err)
					}
					evidence[f] += step.Evidence
					m, v := 0.0, 0.0
					for i, x := range w.now {
						m += math.Exp(logs[i]) * x
					}
					for i, x := range w.now {
						v += math.Exp(logs[i]) * (x - m) * (x - m)
					}
					if err := Resample(w, logs, key.With(uint64(d)).With(99)); err != nil {
						t.Fatal(err)
					}
					means[d], squares[d] = append(means[d], m), append(squares[d], v)
				}
				tempered, nudged = tempered || w.renewals > 0, nudged || w.nudge
			}
			if tempered != c.tempered || nudged != c.kalman {
				t.Errorf("tempered %v and Kalman %v, want %v and %v", tempered, nudged, c.tempered, c.kalman)
			}
			exact := truth{variance: 1}
			for d, y := range seen {
				exact.take(y)
				within(t, d, "mean", means[d], exact.mean, 0)
				// Of few particles a variance is too small by about 1 over how many they are worth.
				within(t, d, "variance", squares[d], exact.variance, 0.03*exact.variance)
			}
			if c.kalman {
				return // it does not estimate the likelihood
			}
			for f := range evidence {
				evidence[f] = math.Exp(evidence[f] - exact.evidence)
			}
			within(t, len(seen), "likelihood over the exact one", evidence, 1, 0.02)
		})
	}
}

func within(t *testing.T, day int, what string, values []float64, want, bias float64) {
	t.Helper()
	sum, squares := 0.0, 0.0
	for _, v := range values {
		sum += v
	}
	mean := sum / float64(len(values))
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	se := math.Sqrt(squares / float64(len(values)-1) / float64(len(values)))
	if math.Abs(mean-want) > 6*se+bias {
		t.Errorf("day %d: %s is %.4f on average, exactly %.4f; standard error %.4f", day, what, mean, want, se)
	}
}

// A vague prior of two variables, one of them not seen but related to the
// other, has a posterior in closed form. 20,000 particles; 6 standard errors.
func TestKalmanUpdateOfTwoVariablesIsTheConjugateOne(t *testing.T) {
	const n = 20_000
	const rho, variance, y = 0.6, 0.5, 1.5
	s := draw.NewKey(5, 0).Stream()
	a, b, c := make([]float64, n), make([]float64, n), make([]float64, n)
	noise := make([]float64, n)
	for i := range n {
		a[i] = s.Normal()
		b[i] = rho*a[i] + math.Sqrt(1-rho*rho)*s.Normal()
		c[i] = s.Normal() // nothing to do with the rest
		noise[i] = s.Normal()
	}
	before := append([]float64(nil), c...)
	reading := Reading{Observed: y, Variance: variance, Predicted: append([]float64(nil), a...)}
	if err := Kalman([][]float64{a, b, c}, []Reading{reading}, func(_, i int) float64 { return noise[i] }); err != nil {
		t.Fatal(err)
	}
	gain := 1 / (1 + variance)
	for _, x := range []struct {
		name           string
		values         []float64
		mean, variance float64
	}{
		{"seen", a, gain * y, 1 - gain},
		{"related", b, rho * gain * y, 1 - rho*rho*gain},
	} {
		d := departures(x.values)
		mean, v := x.values[0]-d[0], covariance(d, d)
		if math.Abs(mean-x.mean) > 6*math.Sqrt(x.variance/n)+6/math.Sqrt(n)*gain {
			t.Errorf("%s: mean %.4f, exactly %.4f", x.name, mean, x.mean)
		}
		if math.Abs(v/x.variance-1) > 6*math.Sqrt(2.0/n)+0.02 {
			t.Errorf("%s: variance %.4f, exactly %.4f", x.name, v, x.variance)
		}
	}
	for i := range c {
		if c[i] != before[i] {
			t.Fatal("a variable that has nothing to do with what was seen was moved")
		}
	}
}

func TestKalmanNamesReadingsThatCannotBe(t *testing.T) {
	same := []float64{1, 2, 3, 4}
	twice := []Reading{{1, 0, same}, {1, 0, same}}
	if err := Kalman([][]float64{{1, 2, 3, 4}}, twice, func(_, _ int) float64 { return 0 }); err == nil {
		t.Error("two exact readings of the same figure were taken")
	}
	if err := Kalman([][]float64{{1}}, []Reading{{1, 1, []float64{1}}}, func(_, _ int) float64 { return 0 }); err == nil {
		t.Error("one particle has no covariance")
	}
}

func logsOf(weights ...float64) []float64 {
	logs := make([]float64, len(weights))
	for i, w := range weights {
		logs[i] = draw.Log(w)
	}
	return logs
}

func TestEffectiveSize(t *testing.T) {
	for _, c := range []struct {
		name string
		logs []float64
		want float64
	}{
		{"all alike", Even(8), 8},
		{"one has it all", logsOf(1, 0, 0), 1},
		{"two alike, not normalised", logsOf(30, 30, 0), 2},
		{"uneven", logsOf(0.5, 0.25, 0.25), 1 / 0.375},
		{"nobody", logsOf(0, 0), 0},
	} {
		if got := EffectiveSize(c.logs); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %g, want %g", c.name, got, c.want)
		}
	}
}

func TestNormaliseWhenNobodyAgrees(t *testing.T) {
	if _, err := Normalise(logsOf(0, 0, 0)); !errors.Is(err, ErrNoneAgrees) {
		t.Errorf("error %v", err)
	}
	if _, err := Normalise([]float64{math.NaN(), 0}); err == nil {
		t.Error("a weight that is no number was taken")
	}
}

func TestWeightedQuantile(t *testing.T) {
	values, logs := []float64{1, 2, 3, 4}, logsOf(0.1, 0.4, 0.4, 0.1)
	for p, want := range map[float64]float64{0.05: 1, 0.3: 2, 0.5: 2, 0.51: 3, 0.95: 4, 1: 4} {
		if got := Quantile(values, logs, p); got != want {
			t.Errorf("%g-quantile: %g, want %g", p, got, want)
		}
	}
}

func drawLogs(t *rapid.T) []float64 {
	logs := rapid.SliceOfN(rapid.Float64Range(-30, 0), 1, 60).Draw(t, "logs")
	if _, err := Normalise(logs); err != nil {
		t.Fatal(err)
	}
	return logs
}

// Each particle is taken as often as its weight says, to one.
func TestSystematicResamplingTakesEachItsShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		logs := drawLogs(t)
		n := float64(len(logs))
		from := Systematic(logs, rapid.Float64Range(1e-9, 1-1e-9).Draw(t, "u"))
		times := make([]int, len(logs))
		for i, j := range from {
			times[j]++
			if from[j] != j {
				t.Fatalf("particle %d became a copy of %d, which did not stay itself", i, j)
			}
		}
		for j := range times {
			if share := math.Exp(logs[j]) * n; math.Abs(float64(times[j])-share) > 1+1e-6 {
				t.Fatalf("particle %d has weight for %.3f copies and got %d", j, share, times[j])
			}
		}
	})
}

func TestExponentLeavesTheEffectiveSizeAskedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "n")
		logs := Even(n)
		likelihood := rapid.SliceOfN(rapid.Float64Range(-500, 0), n, n).Draw(t, "likelihood")
		size := rapid.Float64Range(0.05, 0.95).Draw(t, "share") * float64(n)
		most := rapid.Float64Range(0.01, 1).Draw(t, "most")
		power := Exponent(logs, likelihood, most, size)
		if power <= 0 || power > most {
			t.Fatalf("power %g of at most %g", power, most)
		}
		if got := tempered(logs, likelihood, power); got < size*(1-1e-6) {
			t.Fatalf("effective size %g is left, asked for %g", got, size)
		}
		if power < most {
			if got := tempered(logs, likelihood, power*1.0001); got > size*1.001 {
				t.Fatalf("a larger power would still leave %g of %g", got, size)
			}
		}
	})
}
