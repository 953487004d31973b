package forecast

import (
	"math"
	"testing"
	"time"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/forecast/filter"
	"haven/internal/house/long"
	"haven/scenario"
)

// On 21 and 22 September so much was reported of Russia that of 60 particles one or two are
// worth something, and all are copies of a few. Numbers that nothing reported depends on keep
// their prior all the same: of 60 a mean errs by 0.13 of a standard deviation, a standard deviation by a tenth, and copies
// of a few would have lost most of it. Of the 24 that are fewer to wait for they err by the root of 60/24
// times as much, and a half is the correlation of many by chance alone.
func TestWhatNothingReportedDependsOnKeepsItsPrior(t *testing.T) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		t.Fatal(err)
	}
	particles := 24
	if long.Tests() {
		particles = 60
	}
	wider := math.Sqrt(60 / float64(particles))
	f := newFilter(t, sc, Settings{Particles: particles, Seed: 4, Rule: filter.Rule{Share: 0.5, Rounds: 3}})
	if err := f.To(t.Context(), calendar.Day(2022, time.September, 22), calendar.Day(2022, time.September, 25)); err != nil {
		t.Fatal(err)
	}
	if step := f.Steps()[len(f.Steps())-1]; step.Plain > 10 || step.Rounds < 2 {
		t.Fatalf("%.1f particles would have been left, %d renewals: this is no test", step.Plain, step.Rounds)
	}
	for _, address := range []string{
		"policies.ukr_surrender.value", "policies.lva_usual_ban.value", "policies.est_usual_ban.value", "policies.deu_asylum.value", "parameters.apply_per_day",
		"parameters.claims_at_border", "links.moscow_dushanbe_on_dushanbe.capacity_per_day", "crossings.auyl_all.exit_per_day",
	} {
		if shift, spread := learned(t, f, address); math.Abs(shift) > 0.4*wider || math.Abs(spread-1) > 0.3*wider {
			t.Errorf("%s: the mean moved by %.2f, the spread is %.2f times that of the prior", address, shift, spread)
		}
	}
}

// learned is how far a parameter's mean has moved, in standard deviations of the
// design, and what is left of its spread.
func learned(t *testing.T, f *Filter, address string) (shift, spread float64) {
	t.Helper()
	p := -1
	for q, a := range f.parameters {
		if a == address {
			p = q
		}
	}
	if p < 0 {
		t.Fatal("no parameter", address)
	}
	design, err := ensemble.NewDesign(f.cloud.sc, nil, len(f.cloud.now), f.settings.Seed)
	if err != nil {
		t.Fatal(err)
	}
	var now, first [2]float64
	n := float64(len(f.cloud.now))
	for i, z := range f.cloud.onScale() {
		x := f.cloud.scales[p].to(design.Value(p, i))
		now[0], now[1] = now[0]+z[p]/n, now[1]+z[p]*z[p]/n
		first[0], first[1] = first[0]+x/n, first[1]+x*x/n
	}
	sd := math.Sqrt(first[1] - first[0]*first[0])
	return (now[0] - first[0]) / sd, math.Sqrt(now[1]-now[0]*now[0]) / sd
}

// Of a posterior sample two parameters may be known together though neither is known
// by itself. The one is not copied without the other.
func TestWhatHangsTogetherIsCopiedTogether(t *testing.T) {
	sc := toy(t)
	f := newFilter(t, sc, small())
	var at *stop
	f.Keep = func() error { at = f.cloud.at; return nil }
	if err := f.To(t.Context(), tenth, end); err != nil {
		t.Fatal(err)
	}
	c := &f.cloud
	c.at = at
	shock, wait := -1, -1
	for p, a := range f.parameters {
		switch a {
		case "shocks.decree.size_per_day":
			shock = p
		case "parameters.wait_per_hour":
			wait = p
		}
	}
	for i := range c.now {
		z := float64(i)/20 - 1
		values := append([]float64(nil), c.now[i].values...)
		values[shock], values[wait] = math.Exp(z)/20, c.scales[wait].from(-z)
		c.now[i].values = values
		for v := range c.now[i].figures {
			c.now[i].figures[v] = z
		}
	}
	c.told = nil
	c.hear()
	if !c.told[shock] || !c.told[wait] {
		t.Fatalf("told of the shock: %t, of the wait: %t", c.told[shock], c.told[wait])
	}
	from := make([]int, len(c.now))
	for i := range from {
		from[i] = len(from) - 1
	}
	if err := c.Pick(from); err != nil {
		t.Fatal(err)
	}
	for i := range c.now {
		if c.now[i].values[shock] != c.now[39].values[shock] || c.now[i].values[wait] != c.now[39].values[wait] {
			t.Fatal("a copy has other values than what it was copied from")
		}
	}
}
