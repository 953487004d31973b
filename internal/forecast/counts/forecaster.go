package counts

import (
	"context"

	"haven/scenario"
	"haven/skill"
)

// points is by how many numbers, all as likely, a forecast is given.
const points = 200

// Forecaster forecasts the counts of places. It must see what was known day after day, a
// week apart or so, through Learn, because it forecasts from its own past errors.
type Forecaster struct {
	ahead      int // days that the simulator looks ahead
	past       *skill.Past
	cases      map[int]pastCases  // by lead
	standings  map[int][]standing // by lead
	simulation *Simulation        // nil: none
	futures    map[int]*seen      // by day
}

// seen is what belongs to a day on which forecasts could have been made.
type seen struct {
	future *Future
	cases  map[int]int // how many cases there were, by lead
}

// New makes a forecaster of some leads, in days. The simulation is pooled with what past errors say; nil leaves it out.
func New(leads []int, simulation *Simulation) *Forecaster {
	f := &Forecaster{
		past: skill.NewPast(leads), cases: map[int]pastCases{}, standings: map[int][]standing{},
		simulation: simulation, futures: map[int]*seen{},
	}
	for _, lead := range leads {
		f.ahead = max(f.ahead, 3*lead/2)
	}
	return f
}

// Learn takes what was known on a day, later than those before it: the scenario as of that day
// (scenario.KnownBy; only a simulation reads it) and the counts in it. Cases in which people were counted anew in between teach nothing.
func (f *Forecaster) Learn(ctx context.Context, sc *scenario.Scenario, known *skill.Known) error {
	for _, c := range f.past.Take(known) {
		if c.Anew {
			continue
		}
		o := outlookOf(c.Known, c.Place, c.Day)
		f.compare(&c, o)
		f.cases[c.Lead] = append(f.cases[c.Lead], past{outlook: o, day: c.Day, came: (c.People - o.last) / o.spread})
	}
	if f.simulation == nil {
		return nil
	}
	future, err := f.simulation.Forecast(ctx, sc, known, f.ahead, true)
	if err != nil {
		return err
	}
	s := &seen{future: future, cases: map[int]int{}}
	for lead, cases := range f.cases {
		s.cases[lead] = len(cases)
	}
	f.futures[known.Day] = s
	for day := range f.futures {
		if day < known.Day-f.ahead {
			delete(f.futures, day)
		}
	}
	return nil
}

// compare holds the simulator's forecast of a case against that of the errors known then.
func (f *Forecaster) compare(c *skill.Case, o outlook) {
	s := f.futures[c.Known.Day]
	if s == nil || s.future == nil {
		return
	}
	simulated := s.future.blended(c.Known, c.Place, c.Day)
	if len(simulated.Values) == 0 {
		return
	}
	own := f.cases[c.Lead][:s.cases[c.Lead]].around(c.Known.Day, o).Thinned(points)
	f.standings[c.Lead] = append(f.standings[c.Lead], standing{
		day: c.Day, simulated: simulated.CRPS(c.People), own: own.CRPS(c.People),
		simulatedLog: simulated.LogCRPS(c.People), ownLog: own.LogCRPS(c.People),
	})
}

// Outlook is ready to forecast from one day.
type Outlook struct {
	f      *Forecaster
	known  *skill.Known
	future *Future
}

// From makes ready to forecast from a day: one that was learned, or a later one, with the scenario as of that day.
func (f *Forecaster) From(ctx context.Context, sc *scenario.Scenario, known *skill.Known) (*Outlook, error) {
	o := &Outlook{f: f, known: known}
	if s := f.futures[known.Day]; s != nil || f.simulation == nil {
		if s != nil {
			o.future = s.future
		}
		return o, nil
	}
	var err error
	o.future, err = f.simulation.Forecast(ctx, sc, known, f.ahead, false)
	return o, err
}

// Forecast is how many people will be counted at a place on a day, a lead or so ahead of what is
// known: 200 numbers, all as likely. The lead is one of those given to New. A place without any count gets what
// the simulator says and what other places' first counts were, half and half.
func (o *Outlook) Forecast(place, day, lead int) skill.Sample {
	var simulated skill.Sample
	if o.future != nil {
		simulated = o.future.blended(o.known, place, day)
	}
	if _, ok := o.known.Last(place); !ok {
		return pooled(firstCounts(o.known), simulated, 0.5).Thinned(points)
	}
	own := o.f.cases[lead].around(o.known.Day, outlookOf(o.known, place, day))
	return pooled(own, simulated, shareOf(o.f.standings[lead], o.known.Day)).Thinned(points)
}

func firstCounts(known *skill.Known) skill.Sample {
	var first []float64
	for _, counts := range known.Places {
		if len(counts) > 0 {
			first = append(first, counts[0].Published)
		}
	}
	if len(first) == 0 {
		first = []float64{0}
	}
	return skill.Equally(first)
}
