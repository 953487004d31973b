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

// Replay makes ready to forecast a scenario of the rule neighbours from a day of its period, with nothing but what was known then: a forecaster
// goes through all weeks before it. Leads are in days, members those of the simulator (0: without it). progress is told how many
// weeks of all are done; nil is fine.
func Replay(ctx context.Context, sc *scenario.Scenario, on calendar.Date, leads []int, members int, seed uint64, progress func(done, all int)) (*Outlook, error) {
	last := int(on - sc.Period.From)
	if sc.Rule != "neighbours" || last < 0 {
		return nil, fmt.Errorf("counts can be forecast under the rule neighbours, from %s on; this is %s under the rule %s", sc.Period.From, on, sc.Rule)
	}
	var simulation *Simulation
	if members > 0 {
		simulation = NewSimulation(members, seed)
	}
	f := New(leads, simulation)
	for day := 0; day <= last; day += EveryDays {
		kept, _ := sc.KnownBy(sc.Period.From + calendar.Date(day))
		if err := f.Learn(ctx, kept, skill.KnownCounts(kept, day)); err != nil {
			return nil, err
		}
		if progress != nil {
			progress(day/EveryDays+1, last/EveryDays+1)
		}
	}
	kept, _ := sc.KnownBy(on)
	return f.From(ctx, kept, skill.KnownCounts(kept, last))
}

// Known is what the forecasts know.
func (o *Outlook) Known() *skill.Known { return o.known }
