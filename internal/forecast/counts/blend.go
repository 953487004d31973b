package counts

import (
	"math"

	"haven/skill"
)

// simulatedCounts is how many recent changes of a place weigh as much as the simulator does in saying what comes there.
const simulatedCounts = 3.0

// blended is the simulator's forecast for a place, start and direction put right: it starts from the last count, and what comes
// to it is shared between what the simulator sends there and what came of late, the more the more changes have
// been counted there recently. The members' spread of newcomers is on both. Empty when the day lies beyond the future.
func (f *Future) blended(known *skill.Known, place, day int) skill.Sample {
	if day <= f.After || day-f.After > len(f.People[place]) {
		return skill.Sample{}
	}
	simulated := f.People[place][day-f.After-1]
	counts := known.Places[place]
	if len(counts) == 0 {
		return skill.Equally(simulated)
	}
	last := counts[len(counts)-1]
	recent := 0.0
	for i := 1; i < len(counts); i++ {
		recent += float64(fading(float64(known.Day-counts[i].Day), paceHalfLife) * min(1, float64(counts[i].Day-counts[i-1].Day)/7))
	}
	own := recent / (recent + simulatedCounts)
	change := fades(counts, known.Day, float64(day-last.Day))
	values := make([]float64, len(simulated))
	for i, x := range simulated {
		values[i] = math.Max(0, last.People+float64(own*change*f.Pushed[i])+float64((1-own)*(x-last.People)))
	}
	return skill.Equally(values)
}
