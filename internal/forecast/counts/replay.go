package counts

import (
	"context"
	"fmt"

	"haven/internal/calendar"
	"haven/scenario"
	"haven/skill"
)

// EveryDays is how far apart the days are on which a forecaster learns.
const EveryDays = 7

// Settings of a replay.
type Settings struct {
	Leads   []int  // days
	Members int    // of the simulator; 0: without it
	Seed    uint64 // of the simulator's draws
	Kept    string // path that files begin with in which days that are done are kept (Simulation.Keep); empty: none
	// Of takes out of what is known what is forecast, such as all places together, which no simulator forecasts; nil: the places.
	Of func(*skill.Known) *skill.Known
	// Progress is told how many weeks of all are done; nil is fine.
	Progress func(done, all int)
}

// Replay makes ready to forecast a scenario of the rule neighbours from a day of its period, with nothing but what was known then: a forecaster
// goes through all weeks before it.
func Replay(ctx context.Context, sc *scenario.Scenario, on calendar.Date, set Settings) (*Outlook, error) {
	last := int(on - sc.Period.From)
	if sc.Rule != "neighbours" || last < 0 {
		return nil, fmt.Errorf("counts can be forecast under the rule neighbours, from %s on; this is %s under the rule %s", sc.Period.From, on, sc.Rule)
	}
	var simulation *Simulation
	if set.Members > 0 {
		simulation = NewSimulation(set.Members, set.Seed)
		simulation.Keep(set.Kept)
	}
	known := func(kept *scenario.Scenario, day int) *skill.Known {
		k := skill.KnownCounts(kept, day)
		if set.Of != nil {
			return set.Of(k)
		}
		return k
	}
	var experience Experience
	if set.Of == nil { // of places; a sum over places moves differently
		experience = ExperienceOf(sc.Period)
	}
	f := New(set.Leads, experience, simulation)
	for day := 0; day <= last; day += EveryDays {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		kept, _ := sc.KnownBy(sc.Period.From + calendar.Date(day))
		if err := f.Learn(ctx, kept, known(kept, day)); err != nil {
			return nil, err
		}
		if set.Progress != nil {
			set.Progress(day/EveryDays+1, last/EveryDays+1)
		}
	}
	kept, _ := sc.KnownBy(on)
	return f.From(ctx, kept, known(kept, last))
}

// Known is what the forecasts know.
func (o *Outlook) Known() *skill.Known { return o.known }
