package sensitivity

import (
	"math"
	"slices"

	"haven/draw"
	"haven/internal/parallel"
)

// levels and stride are those of Morris' grid: a coordinate takes the middles
// of four equal parts of its prior, 1/8, 3/8, 5/8 and 7/8 (the ends of a prior
// may lie at infinity), and a step goes by half of the whole, p/(2(p-1)) in Morris' count of
// levels, so that every level is as likely.
const (
	levels = 4
	stride = 0.5
)

// firstScreening keeps the members of the screening apart from those of the
// Sobol' points.
const firstScreening = 1 << 30

// trajectories is the design of Morris (1991), Technometrics 33(2), 161-174,
// doi:10.1080/00401706.1991.10484804: a walk through the cube from a random
// point of a grid, in which each factor moves once, in random order. Over the walks every
// coordinate begins at each level equally often (to one), which random starts only do on average.
type trajectories struct {
	count   int
	factors []Factor
	columns int
	starts  [][]uint8 // by column and walk: the level
	orders  [][]int   // by walk: factors in the order in which they move
}

func newTrajectories(count, columns int, factors []Factor, seed uint64) *trajectories {
	key := draw.NewKey(seed, 0).With(draw.Hash("screening"))
	d := &trajectories{count: count, factors: factors, columns: columns}
	for c := range columns {
		s := key.With(draw.Hash("start")).With(uint64(c)).Stream()
		start := make([]uint8, count)
		offset := int(s.Float64() * levels)
		for i, t := range shuffled(count, &s) {
			start[t] = uint8((i + offset) % levels)
		}
		d.starts = append(d.starts, start)
	}
	for t := range count {
		s := key.With(draw.Hash("order")).With(uint64(t)).Stream()
		d.orders = append(d.orders, shuffled(len(factors), &s))
	}
	return d
}

// shuffled are the numbers 0..n-1 in random order (Fisher-Yates, inside out).
func shuffled(n int, s *draw.Stream) []int {
	order := make([]int, n)
	for i := range order {
		j := min(int(s.Float64()*float64(i+1)), i)
		order[i] = order[j]
		order[j] = i
	}
	return order
}

// width is the number of runs of a walk.
func (d *trajectories) width() int { return len(d.factors) + 1 }

// Runs is the number of runs of the design. Run r is of walk r / width, in its order.
func (d *trajectories) Runs() int { return d.count * d.width() }

// Point writes the coordinates of a run to u, and says which member it is.
func (d *trajectories) Point(run int, u []float64) (member int) {
	walk, step := run/d.width(), run%d.width()
	for c := range d.columns {
		u[c] = (float64(d.starts[c][walk]) + 0.5) / levels
	}
	member = firstScreening + 2*walk
	for _, f := range d.orders[walk][:step] {
		for _, c := range d.factors[f].columns {
			u[c] += d.move(c, walk)
		}
		if d.factors[f].Kind == Stream {
			member++
		}
	}
	return member
}

// Name says what a run is, for messages.
func (d *trajectories) Name(run int) string {
	return "walk " + itoa(run/d.width()) + " of the screening, step " + itoa(run%d.width())
}

func (d *trajectories) swapped(run int) string {
	step := run % d.width()
	if step == 0 {
		return ""
	}
	return d.factors[d.orders[run/d.width()][step-1]].Name
}

// move is the step of a column: up from the lower levels, down from the upper ones.
func (d *trajectories) move(column, walk int) float64 {
	if d.starts[column][walk] < levels/2 {
		return stride
	}
	return -stride
}

// Effect is what the screening says of a factor: its elementary effects, each the
// change of the output over a step of the factor, per whole width of the prior.
type Effect struct {
	Factor int
	// Mean is Morris' mu, NaN for a factor of several numbers and for chance, which have no direction.
	Mean float64
	// Size is mu*, the mean of the effects' size: Campolongo, Cariboni & Saltelli (2007), Environmental
	// Modelling & Software 22(10), 1509-1518, doi:10.1016/j.envsoft.2006.10.004.
	Size   float64
	SizeIn Interval
	// Spread is Morris' sigma, the standard deviation of the effects: large beside
	// mu* where what a factor does depends on the others.
	Spread float64
	Walks  int // walks that count
}

// Direction is mu/mu*, -1 to 1; NaN where there is no direction.
func (e *Effect) Direction() float64 { return e.Mean / e.Size }

// effects computes the effects of one output, y by run.
func (d *trajectories) effects(y []float64, key draw.Key) []Effect {
	list := make([]Effect, len(d.factors))
	parallel.Each(len(list), func(f int) {
		list[f] = d.effect(y, f, key.With(uint64(f)))
	})
	return list
}

func (d *trajectories) effect(y []float64, factor int, key draw.Key) Effect {
	var single []float64
	f := &d.factors[factor]
	for walk := range d.count {
		at := walk*d.width() + slices.Index(d.orders[walk], factor)
		effect := (y[at+1] - y[at]) / stride
		if math.IsNaN(effect) {
			continue
		}
		if len(f.columns) == 1 && d.move(f.columns[0], walk) < 0 {
			effect = -effect
		}
		single = append(single, effect)
	}
	e := Effect{Factor: factor, Walks: len(single), Mean: math.NaN(), Size: math.NaN(), Spread: math.NaN(), SizeIn: Interval{math.NaN(), math.NaN()}}
	if len(single) == 0 {
		return e
	}
	mean, size := 0.0, 0.0
	for _, x := range single {
		mean += x / float64(len(single))
		size += math.Abs(x) / float64(len(single))
	}
	variance := 0.0
	for _, x := range single {
		variance += float64((x - mean) * (x - mean))
	}
	e.Size = size
	if f.single() {
		e.Mean = mean
		e.Spread = math.Sqrt(variance / float64(max(1, len(single)-1)))
	}
	samples := make([]float64, Replicates)
	for r := range samples {
		for i, w := range resample(len(single), key.With(uint64(r))) {
			samples[r] += float64(w*math.Abs(single[i])) / float64(len(single))
		}
	}
	slices.Sort(samples)
	e.SizeIn = Interval{quantile(samples, 0.05), quantile(samples, 0.95)}
	return e
}
