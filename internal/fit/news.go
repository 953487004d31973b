package fit

import "slices"

// News is what some observations say beyond those of them that were known
// before. A source all of whose figures were known is looked at once only.
type News struct {
	all     *Observations
	sources [][]int // numbers, among all, of the figures known before that one source alone reports, by source
	same    []int   // by these sources: the one of all that has the same figures; -1 where it has more
	mixed   []int   // places in all.mixed of those known before
}

// NewNews holds observations against those known before, which Only made of them.
func NewNews(all, before *Observations) *News {
	n := &News{all: all}
	number := make(map[*Report]int, len(all.Figures)) // a figure's reports are the same in both
	for f := range all.Figures {
		number[&all.Figures[f].Reports[0]] = f
	}
	among := func(f int) int { return number[&before.Figures[f].Reports[0]] }
	for _, known := range before.sources {
		figures := make([]int, len(known))
		for i, f := range known {
			figures[i] = among(f)
		}
		n.sources = append(n.sources, figures)
		n.same = append(n.same, slices.IndexFunc(all.sources, func(source []int) bool { return slices.Equal(source, figures) }))
	}
	for _, f := range before.mixed {
		n.mixed = append(n.mixed, slices.Index(all.mixed, among(f)))
	}
	return n
}

// LogLikelihood is the one of all reports less the one of those known before,
// given the values that Read took for all; see Observations.LogLikelihood.
func (n *News) LogLikelihood(values []float64, width float64) float64 {
	sources, mixed := n.all.terms(values, width)
	before := 0.0
	for i, figures := range n.sources {
		if same := n.same[i]; same >= 0 {
			before += sources[same]
		} else {
			before += n.all.source(figures, values, width)
		}
	}
	for _, i := range n.mixed {
		before += mixed[i]
	}
	all := 0.0
	for _, l := range slices.Concat(sources, mixed) {
		all += l
	}
	return all - before
}
