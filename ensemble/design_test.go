package ensemble

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"haven/scenario"
)

func column0(d *Design, address string, members int) []float64 {
	for p := range d.Parameters {
		if d.Parameters[p].Address == address {
			out := make([]float64, members)
			for m := range out {
				out[m] = d.Value(p, m)
			}
			return out
		}
	}
	return nil
}

// Every one of n equal slices of a column holds exactly one member.
func TestColumnsAreStratified(t *testing.T) {
	for _, n := range []int{1, 2, 10, 200, 1000, 4096} {
		for seed := range uint64(20) {
			seen := make([]bool, n)
			for _, u := range stratified(seed, "crossings.gate_car.exit_per_day", n) {
				if !(u > 0 && u < 1) {
					t.Fatalf("%g is not strictly between 0 and 1", u)
				}
				k := int(u * float64(n))
				if seen[k] {
					t.Fatalf("n = %d: slice %d holds two members", n, k)
				}
				seen[k] = true
			}
		}
	}
}

// Columns of different addresses are independent: over 300 pairs of columns of
// 1,000 members the correlation, standard normal after division by its
// standard deviation 1/sqrt(999), stays within 5.1 in all of them. False alarm
// rate 1e-4 (300 pairs times 3.4e-7); the seeds are fixed.
func TestColumnsAreIndependent(t *testing.T) {
	const n = 1000
	columns := make([][]float64, 25)
	for i := range columns {
		columns[i] = stratified(1, fmt.Sprintf("crossings.c%d.exit_per_day", i), n)
	}
	for i := range columns {
		for j := range i {
			sum := 0.0
			for m := range n {
				sum += (columns[i][m] - 0.5) * (columns[j][m] - 0.5)
			}
			if z := sum * 12 / math.Sqrt(n-1); math.Abs(z) > 5.1 {
				t.Errorf("columns %d and %d: z = %.1f", i, j, z)
			}
		}
	}
}

func TestAddingAnAddressLeavesTheOthers(t *testing.T) {
	base := fakeWorld()
	more := fakeWorld()
	more.Uncertain = append([]scenario.Uncertain{{Address: "crossings.gate_foot.exit_per_day", Distribution: scenario.Distribution{Kind: "uniform", Low: 20, High: 60}}}, more.Uncertain...)
	slices.Reverse(more.Uncertain)
	a, err := NewDesign(base, nil, 50, 4)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewDesign(more, nil, 50, 4)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Parameters) != len(a.Parameters)+1 {
		t.Fatalf("%d and %d parameters", len(a.Parameters), len(b.Parameters))
	}
	for _, p := range a.Parameters {
		if !slices.Equal(column0(a, p.Address, 50), column0(b, p.Address, 50)) {
			t.Errorf("%s changed when another address was added", p.Address)
		}
	}
	c, err := NewDesign(base, nil, 50, 5)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(column0(a, a.Parameters[0].Address, 50), column0(c, a.Parameters[0].Address, 50)) {
		t.Error("another seed draws the same parameters")
	}
}

func TestOneMemberRunsAtTheMedians(t *testing.T) {
	d, err := NewDesign(fakeWorld(), nil, 1, 4)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Values(0)) != 0 {
		t.Errorf("%v was drawn for the only member", d.Values(0))
	}
	if got := column0(d, "crossings.gate_car.exit_per_day", 1)[0]; got != 100 {
		t.Errorf("the median is %g, the table says 100", got)
	}
}

func TestASetAddressIsNotDrawn(t *testing.T) {
	d, err := NewDesign(fakeWorld(), map[string]float64{"crossings.gate_car.exit_per_day": 100, "group_shares.town/b.share": 0.3}, 50, 4)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Parameters) != 0 || len(d.Values(3)) != 0 {
		t.Errorf("set addresses are drawn: %v", d.Values(3))
	}
}

// A hypercube of 1,000 members holds every quantile of each prior to within a
// slice: the k-th smallest value lies between the (k-1)/n and the k/n quantile.
func TestPriorsHaveTheirQuantiles(t *testing.T) {
	for name, c := range map[string]struct {
		d      scenario.Distribution
		median float64
		cdf    func(x float64) float64
	}{
		"lognormal": {scenario.Distribution{Kind: "lognormal", Spread: 1.5}, 4000, func(x float64) float64 {
			return 0.5 * math.Erfc(-math.Log(x/4000)/math.Log(1.5)/math.Sqrt2)
		}},
		"uniform around the middle": {scenario.Distribution{Kind: "uniform", Low: 2, High: 6}, 4, func(x float64) float64 { return (x - 2) / 4 }},
		"uniform in two pieces": {scenario.Distribution{Kind: "uniform", Low: 2, High: 6}, 3, func(x float64) float64 {
			if x < 3 {
				return (x - 2) / 2
			}
			return 0.5 + (x-3)/6
		}},
		"beta, mean 1/4": {scenario.Distribution{Kind: "beta", A: 1, B: 3}, 0.206, func(x float64) float64 { return 1 - math.Pow(1-x, 3) }},
	} {
		if err := checkPrior(scenario.Uncertain{Address: "x", Distribution: c.d}, c.median); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		column := stratified(3, name, 1000)
		slices.Sort(column)
		for k, u := range column {
			at := c.cdf(priorValue(c.d, c.median, u))
			if at < float64(k)/1000-1e-9 || at > float64(k+1)/1000+1e-9 {
				t.Errorf("%s: value %d of 1000 lies at quantile %g", name, k, at)
			}
		}
		if c.d.Kind != "beta" && priorValue(c.d, c.median, 0.5) != c.median {
			t.Errorf("%s: a half is not the median", name)
		}
	}
}

// A share above 1 is nothing that a table allows: the tail of a lognormal
// takes the bound instead of stopping the ensemble.
func TestDrawsStayWithinWhatIsAllowed(t *testing.T) {
	sc := fakeWorld()
	sc.Uncertain = []scenario.Uncertain{{Address: "group_shares.town/c.share", Distribution: scenario.Distribution{Kind: "lognormal", Spread: 2}}}
	d, err := NewDesign(sc, nil, 100, 1)
	if err != nil {
		t.Fatal(err)
	}
	bound := 0
	for m := range 100 {
		v := d.Value(0, m)
		if v > 1 {
			t.Fatalf("a share of %g was drawn", v)
		}
		if v == 1 {
			bound++
		}
		if _, err := sc.With(d.Values(m)); err != nil {
			t.Fatal(err)
		}
	}
	if bound != 16 && bound != 15 { // 15.9 of a hundred lie above twice the median
		t.Errorf("%d of 100 members are at the bound", bound)
	}
}

// Shares drawn together keep their sum, and over 4,000 stratified members each
// has the mean and variance of the Dirichlet distribution: mean within 5.2
// standard errors of independent draws (stratified ones vary less), false
// alarm rate below 1e-6 a run; the seed is fixed.
func TestSharesDrawnTogether(t *testing.T) {
	sc := fakeWorld()
	const n, a = 4000, 20.0
	d, err := NewDesign(sc, nil, n, 11)
	if err != nil {
		t.Fatal(err)
	}
	sums := make([]float64, n)
	for _, r := range sc.GroupShares {
		values := column0(d, "group_shares.town/"+r.Group+".share", n)
		mean, square := 0.0, 0.0
		for m, v := range values {
			sums[m] += v
			mean += v / n
			square += v * v / n
		}
		variance := r.Share * (1 - r.Share) / (a + 1)
		if math.Abs(mean-r.Share) > 5.2*math.Sqrt(variance/n) {
			t.Errorf("%s: mean %g, want %g", r.Group, mean, r.Share)
		}
		if got := square - mean*mean; math.Abs(got/variance-1) > 0.15 {
			t.Errorf("%s: variance %g, want %g", r.Group, got, variance)
		}
	}
	for m, s := range sums {
		if math.Abs(s-1) > 1e-12 {
			t.Fatalf("member %d: shares sum to %g", m, s)
		}
	}
}

func TestPriorsThatMakeNoSense(t *testing.T) {
	for says, u := range map[string]scenario.Uncertain{
		"geometric standard deviation":       {Address: "crossings.gate_car.exit_per_day", Distribution: scenario.Distribution{Kind: "lognormal", Spread: 0.5}},
		"lies outside":                       {Address: "crossings.gate_car.exit_per_day", Distribution: scenario.Distribution{Kind: "uniform", Low: 1, High: 2}},
		"must be above 0":                    {Address: "group_shares.town/a.share", Distribution: scenario.Distribution{Kind: "beta", A: 0, B: 1}},
		"median of beta(1, 1) is 0.500":      {Address: "group_shares.town/a.share", Distribution: scenario.Distribution{Kind: "beta", A: 1, B: 1}},
		"is no distribution":                 {Address: "crossings.gate_car.exit_per_day", Distribution: scenario.Distribution{Kind: "normal"}},
		"no row of group_shares.csv matches": {Address: "group_shares.village/*.share", Distribution: scenario.Distribution{Kind: "dirichlet", A: 3}},
		"at least two":                       {Address: "group_shares.town/a.share", Distribution: scenario.Distribution{Kind: "dirichlet", A: 3}},
		"draws shares of":                    {Address: "crossings.gate_car.exit_per_day", Distribution: scenario.Distribution{Kind: "dirichlet", A: 3}},
		"is no address":                      {Address: "group_shares", Distribution: scenario.Distribution{Kind: "dirichlet", A: 3}},
		"concentration":                      {Address: "group_shares.town/*.share", Distribution: scenario.Distribution{Kind: "dirichlet"}},
		"no number":                          {Address: "crossings.open.exit_per_day", Distribution: scenario.Distribution{Kind: "lognormal", Spread: 2}},
	} {
		sc := fakeWorld()
		sc.Crossings = append(sc.Crossings, scenario.Crossing{ID: "open", ExitPerDay: math.Inf(1)})
		sc.Uncertain = []scenario.Uncertain{u}
		if _, err := NewDesign(sc, nil, 10, 1); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v: %v", u, err)
		}
	}
	sc := fakeWorld()
	sc.Uncertain = append(sc.Uncertain, sc.Uncertain[0])
	if _, err := NewDesign(sc, nil, 10, 1); err == nil || !strings.Contains(err.Error(), "drawn twice") {
		t.Errorf("an address drawn twice: %v", err)
	}
}

// The built-in scenarios' priors hold the tables' numbers as medians, and the
// draws of 200 members are all allowed.
func TestTheBuiltInScenariosCanBeDrawn(t *testing.T) {
	for _, name := range scenario.BuiltinNames() {
		sc, err := scenario.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := NewDesign(sc, nil, 200, 1)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for m := range 200 {
			if _, err := sc.With(d.Values(m)); err != nil {
				t.Errorf("%s, member %d: %v", name, m, err)
			}
		}
	}
}
