package skill

import (
	"cmp"
	"math"
	"slices"

	"haven/draw"
)

// Distance sums up how far the run lies from the reports about one country and
// measure. Reports that contradict each other all count.
type Distance struct {
	Country, Measure string
	Reports          int // compared; a range counts once
	Skipped          int // not compared, with a reason each
	In50, In90       int // reports that the band touches
	// Ratio is the geometric mean of simulated over reported: above 1 too
	// much, below 1 too little. Error is the typical factor between the two,
	// whichever way: e to the mean absolute logarithm of the ratio; 1 is best.
	// NaN when no report has a ratio.
	Ratio, Error float64
	Nothing      int // reports above 0 where the median member has 0: no ratio
}

// Distances sums up comparisons by country and measure, sorted.
func Distances(list []Comparison) []Distance {
	type key struct{ country, measure string }
	type sums struct {
		log, abs float64
		n        int
	}
	byKey := map[key]*Distance{}
	logs := map[key]*sums{}
	for i := range list {
		c := &list[i]
		if c.Second() {
			continue
		}
		k := key{c.Country, c.Observation.Measure}
		d, l := byKey[k], logs[k]
		if d == nil {
			d, l = &Distance{Country: k.country, Measure: k.measure}, &sums{}
			byKey[k], logs[k] = d, l
		}
		if !c.Compared() {
			d.Skipped++
			continue
		}
		d.Reports++
		if c.Inside50 {
			d.In50++
		}
		if c.Inside90 {
			d.In90++
		}
		switch {
		case math.IsInf(c.LogError, -1):
			d.Nothing++
		case !math.IsNaN(c.LogError):
			l.log += c.LogError
			l.abs += math.Abs(c.LogError)
			l.n++
		}
	}
	out := make([]Distance, 0, len(byKey))
	for k, d := range byKey {
		n := float64(logs[k].n) // 0/0 is the NaN wanted
		d.Ratio, d.Error = draw.Exp(logs[k].log/n), draw.Exp(logs[k].abs/n)
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b Distance) int {
		return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.Measure, b.Measure))
	})
	return out
}
