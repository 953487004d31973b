package counts

import (
	"math"

	"haven/draw"
	"haven/skill"
)

// The spread of a place, and what is assumed of one of which little is known.
const (
	usualChange = 0.03 // of the people, in a week; over longer it grows with the root of time
	usualWeight = 0.1  // of the usual change, in counts

	apartWithin = 0.6  // by how much more, on a logarithmic scale, a pair's distance in days may be off until the pair counts 0.6
	leastWeight = 1e-3 // of a pair; lighter ones are left out
)

// spread is how many people a place's count usually changes by over some days: the mean size of its past changes
// over about as many, recent ones first, with a little of what is usual. Counts close upon each other share
// their weight. At least 1.
func spread(known []skill.Count, on int, days, halfLife float64) float64 {
	sum, all := 0.0, 0.0
	for j := 1; j < len(known); j++ {
		weight := float64(fading(float64(on-known[j].Day), halfLife) * min(1, float64(known[j].Day-known[j-1].Day)/days))
		sum += float64(weight * changeTo(known[j], known[:j], days))
		all += weight
	}
	return max(1, (sum+float64(usualWeight*usual(known[len(known)-1].People, days)))/(all+usualWeight))
}

// usual is the change that is assumed where nothing is known of a place but its size.
func usual(people, days float64) float64 { return usualChange * people * math.Sqrt(days/7) }

// changeTo is how many people a count differs by from earlier ones, over some days: the mean over the earlier counts, those first whose distance in days is
// nearest to the days asked for, by a Gaussian kernel of its logarithm, so that nothing jumps from one day ahead to the next. Changes are scaled to
// the days asked for: in proportion over less time, by the root of time over more.
func changeTo(count skill.Count, earlier []skill.Count, days float64) float64 {
	off, nearest := make([]float64, len(earlier)), math.Inf(1)
	for i, c := range earlier {
		off[i] = squared(draw.Log(float64(count.Day-c.Day)/days) / apartWithin)
		nearest = min(nearest, off[i])
	}
	sum, all := 0.0, 0.0
	for i, c := range earlier {
		weight := draw.Exp((nearest - off[i]) / 2)
		if weight < leastWeight {
			continue
		}
		scale := days / float64(count.Day-c.Day)
		if scale > 1 {
			scale = math.Sqrt(scale)
		}
		sum += float64(float64(weight*scale) * math.Abs(count.People-c.People))
		all += weight
	}
	return sum / all
}
