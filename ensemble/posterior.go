package ensemble

import (
	"haven/draw"
	"haven/scenario"
)

// addPosterior draws the fitted numbers of every member: whole points of the
// scenario's posterior sample, so that what the data say about numbers together is kept. The
// points are shuffled, once through all of them before any comes again and
// shuffled anew each time round; the order follows from the seed alone. Set addresses are left out.
func (d *Design) addPosterior(sc *scenario.Scenario, set map[string]float64, members int, seed uint64) error {
	p := sc.Posterior
	if p == nil {
		return nil
	}
	points := shuffled(seed, len(p.Rows), members)
	for j, a := range p.Addresses {
		if _, ok := set[a]; ok {
			continue
		}
		median, err := sc.Value(a)
		if err != nil {
			return err
		}
		d.Parameters = append(d.Parameters, Parameter{Address: a, Median: median, Distribution: scenario.Distribution{Kind: "posterior"}, Evidence: "posterior.csv"})
		if members == 1 {
			continue
		}
		column := make([]float64, members)
		for m := range column {
			column[m] = p.Rows[points[m]][j]
		}
		d.draws = append(d.draws, column)
	}
	return nil
}

// shuffled are the points that so many members take.
func shuffled(seed uint64, points, members int) []int {
	key := draw.NewKey(seed, 0).With(draw.Hash("posterior"))
	list := make([]int, 0, members)
	for round := uint64(0); len(list) < members; round++ {
		stream := key.With(round).Stream()
		order := make([]int, points)
		for i := range order { // Fisher-Yates, inside out
			j := min(int(stream.Float64()*float64(i+1)), i)
			order[i] = order[j]
			order[j] = i
		}
		list = append(list, order[:min(points, members-len(list))]...)
	}
	return list
}
