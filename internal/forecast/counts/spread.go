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
)

// spread is how many people a place's count usually changes by over some days: the mean size of its past changes
// over about as many, recent ones first, with a little of what is usual. Each count is
// compared with the earlier one whose distance in days is nearest to those asked for, and scaled to them:
// in proportion over less time, by the root of time over more. Counts close upon each other share
// their weight. At least 1.
func spread(known []skill.Count, on int, days, halfLife float64) float64 {
	sum, all := 0.0, 0.0
	for j := 1; j < len(known); j++ {
		i := nearestBefore(known[:j], known[j].Day, days)
		apart := float64(known[j].Day - known[i].Day)
		scale := days / apart
		if scale > 1 {
			scale = math.Sqrt(scale)
		}
		weight := float64(fading(float64(on-known[j].Day), halfLife) * min(1, float64(known[j].Day-known[j-1].Day)/days))
		sum += float64(float64(weight*scale) * math.Abs(known[j].People-known[i].People))
		all += weight
	}
	return max(1, (sum+float64(usualWeight*usual(known[len(known)-1].People, days)))/(all+usualWeight))
}

// usual is the change that is assumed where nothing is known of a place but its size.
func usual(people, days float64) float64 { return usualChange * people * math.Sqrt(days/7) }

// nearestBefore is the index of the earlier count that is nearest to some days before a day, by the ratio of days.
func nearestBefore(earlier []skill.Count, day int, days float64) int {
	best, off := 0, math.Inf(1)
	for i, c := range earlier {
		if d := math.Abs(draw.Log(float64(day-c.Day) / days)); d < off {
			best, off = i, d
		}
	}
	return best
}
