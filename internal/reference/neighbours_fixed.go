package reference

import (
	"math"
	"slices"
	"strings"
)

// fixedRoutes are the best ways from a place to every other that is known, and
// what major routes add. Of places later in the file yesterday's score counts.
func (c *crowd) fixedRoutes(l *location) []path {
	var out []path
	for _, x := range c.paths(l, true) {
		s := x.end.score
		if x.end.flood > 0 && len(c.p.FloodLocWeights) > 0 {
			s *= along(c.p.FloodLocWeights, float64(x.end.flood))
		}
		x.weight = c.fixedWeight(s, c.p.Softening+x.km)
		i := slices.IndexFunc(out, func(o path) bool { return o.end == x.end })
		if i < 0 {
			out = append(out, x)
		} else if x.weight > out[i].weight {
			out[i] = x
		}
	}
	return append(out, c.majorRoutes(l, out)...)
}

func (c *crowd) fixedWeight(score, softened float64) float64 {
	if c.p.AwarenessLevel == 0 { // only the distance is known
		score = 1
	}
	return math.Pow((c.p.WeightSoftening+score)/math.Pow(softened, c.p.DistancePower), c.p.WeightPower)
}

// majorRoutes are the chains that lead on from a place, or from where its ways
// lead, to ends that these do not reach. What is stored lacks the first hop, so
// that who picks one of several hops mostly finds no way to begin it.
func (c *crowd) majorRoutes(l *location, known []path) (out []path) {
	starts := append([]path{{end: l}}, known...)
	for _, chain := range c.chains() {
		end := chain[len(chain)-1]
		for _, s := range starts {
			reached := end == l || slices.ContainsFunc(append(out, known...), func(x path) bool { return x.end == end })
			if reached || s.end != chain[0] {
				continue
			}
			hops, km, whole := walked(chain)
			if !whole {
				continue
			}
			hops, km = append(slices.Clone(s.hops), hops...), km+s.km
			out = append(out, path{hops: hops[1:], end: end, km: km, weight: c.fixedWeight(end.score, (c.p.Softening+km)/4)})
		}
	}
	return out
}

// walked follows a chain of places along open links.
func walked(chain []*location) (hops []hop, km float64, whole bool) {
	for i := 1; i < len(chain); i++ {
		j := slices.IndexFunc(chain[i-1].links, func(r *road) bool { return r.to == chain[i] })
		if j < 0 {
			return nil, 0, false
		}
		hops, km = append(hops, hop{to: chain[i]}), km+chain[i-1].links[j].km
	}
	return hops, km, true
}

// chains are the major routes, each from both its ends.
func (c *crowd) chains() (out [][]*location) {
	for _, m := range c.sc.MajorRoutes {
		var chain []*location
		for _, id := range strings.Fields(m.Places) {
			chain = append(chain, c.byName[id])
		}
		back := slices.Clone(chain)
		slices.Reverse(back)
		out = append(out, chain, back)
	}
	return out
}
