package fit

import (
	"math"

	"haven/internal/calendar"
	"haven/movement"
)

// Figure is one quantity that was reported: a place, a measure, whose, and
// days. However often it was told, it counts once: its likelihood is a mixture over the
// reports, weighted by how far each is to be trusted, so that reports that agree are
// no stronger than the best of them, and of reports that contradict each other one
// is right and nobody knows which. Nothing is averaged.
type Figure struct {
	Place, Measure, Whose string
	From, To              calendar.Date
	KnownFrom             calendar.Date // of its earliest report
	Reports               []Report

	what    string    // what of several things a measure may mean
	weights []float64 // of the reports, sum 1
	first   int       // number of the first report's value among all values
}

// Dropped is a reported row that is not used as a figure of its own.
type Dropped struct{ Row, Why string }

// Observations are the figures that simulations are held against, and what
// every one of their reports reads off a member's record.
type Observations struct {
	Figures []Figure
	Dropped []Dropped

	values  int
	sources [][]int // numbers of figures that one source alone reports, by source
	mixed   []int   // numbers of figures that several sources report
}

// Values is how many numbers Read gives: one a report, figure by figure.
func (o *Observations) Values() int { return o.values }

// Read takes off a member's record what each report would have read, on the scale
// of Log; out must hold Values numbers. NaN where the member has no such figure.
func (o *Observations) Read(rec *movement.Record, out []float64) {
	for f := range o.Figures {
		fig := &o.Figures[f]
		for r := range fig.Reports {
			out[fig.first+r] = fig.Reports[r].read(rec)
		}
	}
}

// ValuesOf are the numbers of a figure's values: from is the first, and until the
// first that is no longer one.
func (o *Observations) ValuesOf(figure int) (from, until int) {
	f := &o.Figures[figure]
	return f.first, f.first + len(f.Reports)
}

// Last is the last day that any figure is about, None when there is no figure.
func (o *Observations) Last() calendar.Date {
	last := calendar.None
	for i := range o.Figures {
		if to := o.Figures[i].To; !last.Given() || to > last {
			last = to
		}
	}
	return last
}

// Only keeps the figures that keep approves of. The values of the result are those
// of its own figures.
func (o *Observations) Only(keep func(*Figure) bool) *Observations {
	out := &Observations{Dropped: o.Dropped}
	for i := range o.Figures {
		if keep(&o.Figures[i]) {
			out.Figures = append(out.Figures, o.Figures[i])
		}
	}
	out.number()
	return out
}

// number gives values their numbers and sorts figures by who reports them.
func (o *Observations) number() {
	o.values, o.sources, o.mixed = 0, nil, nil
	bySource := map[string]int{}
	for f := range o.Figures {
		fig := &o.Figures[f]
		fig.first = o.values
		o.values += len(fig.Reports)
		fig.weigh()
		source, several := fig.Reports[0].Source, false
		for r := range fig.Reports {
			several = several || fig.Reports[r].Source != source
		}
		if several {
			o.mixed = append(o.mixed, f)
			continue
		}
		n, ok := bySource[source]
		if !ok {
			n = len(o.sources)
			bySource[source] = n
			o.sources = append(o.sources, nil)
		}
		o.sources[n] = append(o.sources[n], f)
	}
}

// weigh gives each report its weight in the mixture: the chance that it is
// right over how far its source errs, so that of two the more reliable counts more.
func (f *Figure) weigh() {
	f.weights = make([]float64, len(f.Reports))
	sum := 0.0
	for i := range f.Reports {
		r := &f.Reports[i]
		f.weights[i] = (1 - r.Wrong) / math.Sqrt(float64(r.Own*r.Own)+float64(r.Shared*r.Shared))
		sum += f.weights[i]
	}
	for i := range f.weights {
		f.weights[i] /= sum
	}
}

// Leading is the report that weighs most, the first of equals.
func (f *Figure) Leading() *Report {
	best := 0
	for i := range f.weights {
		if f.weights[i] > f.weights[best] {
			best = i
		}
	}
	return &f.Reports[best]
}
