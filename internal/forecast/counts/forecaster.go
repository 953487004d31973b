package counts

import (
	"context"

	"haven/internal/parallel"
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
	cases      []pastCases // by manner
	scores     []scored    // of the same cases
	plain      *skill.ReferenceForecasts
	experience Experience    // of other crises; nil: none
	simulation *Simulation   // nil: none
	futures    map[int]*seen // by day
}

// seen is what belongs to a day on which forecasts could have been made.
type seen struct {
	future *Future
	cases  int // how many there were, each with its score
	stir   float64
	plain  *skill.ReferenceForecasts
	said   map[asked]said
}

// said is what members said of a count: of one that was forecast, it is scored when it has come.
type said struct{ own, experience skill.Sample }

// now is what there is so far.
func (f *Forecaster) now(known *skill.Known) *seen {
	return &seen{cases: len(f.scores), stir: stir(known), plain: f.plain.AsTheyAre(), said: map[asked]said{}}
}

// New makes a forecaster of some leads, in days. Experience of other crises and the simulation are pooled with what past errors say; nil leaves
// either out.
func New(leads []int, experience Experience, simulation *Simulation) *Forecaster {
	f := &Forecaster{
		past: skill.NewPast(leads), cases: make([]pastCases, len(manners)),
		plain: skill.NewReferenceForecasts(leads), experience: experience, simulation: simulation, futures: map[int]*seen{},
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
		then := f.futures[c.Known.Day]
		if c.Anew || then == nil {
			continue
		}
		f.score(&c, then)
		for m := range manners {
			o := manners[m].outlookOf(c.Known, c.Place, c.Day, then.stir)
			f.cases[m] = append(f.cases[m], past{outlook: o, lead: c.Lead, day: c.Day, came: (c.People - o.last) / o.spread})
		}
	}
	f.plain.Learn(known)
	s := f.now(known)
	if f.simulation != nil {
		var err error
		if s.future, err = f.simulation.Forecast(ctx, sc, known, f.ahead, true); err != nil {
			return err
		}
	}
	f.futures[known.Day] = s
	for day := range f.futures {
		if day < known.Day-f.ahead {
			delete(f.futures, day)
		}
	}
	return nil
}

// score holds every way to forecast, as it stood when the case was to be forecast, against what came.
func (f *Forecaster) score(c *skill.Case, then *seen) {
	last, _ := c.Known.Last(c.Place)
	before := f.scores[:then.cases]
	one := scored{place: c.Place, lead: c.Lead, day: c.Day, again: isRepeat(c.Known.Places[c.Place]), repeated: c.People == last.People}
	own, experience := f.members(c.Known, then, c.Place, c.Day, c.Lead)
	one.own = scoreOf(own, c.People)
	if len(experience.Values) > 0 {
		its := scoreOf(experience, c.People)
		one.experience = &its
	}
	pool := mixed(own, experience, asExperience.share(before, c.Lead, c.Known.Day))
	chance := repeatChance(before, c.Place, c.Lead, c.Known.Day, one.again)
	for _, width := range widths {
		one.widths = append(one.widths, scoreOf(withRepeats(spreadAdjusted(pool, width), last.People, chance), c.People))
	}
	if s := then.simulated(c.Known, c.Place, c.Day); len(s.Values) > 0 {
		simulated := scoreOf(s, c.People)
		one.simulated = &simulated
	}
	f.scores = append(f.scores, one)
}

// plainly are the references that are members of the pool as well, by their index in skill.References: where a
// camp does stand still, or does go on along a line, nothing is to be gained by being cleverer.
var plainly = []int{0, 2} // last value and the trend of 30 days

// members are the pool of the manners' forecasts from a day and of the plain references, and what experience says; empty where there is none.
func (f *Forecaster) members(known *skill.Known, on *seen, place, day, lead int) (own, experience skill.Sample) {
	of := asked{place, day, lead}
	if m, ok := on.said[of]; ok {
		return m.own, m.experience
	}
	list := make([]skill.Sample, len(manners), len(manners)+len(plainly))
	parallel.Each(len(manners), func(m int) {
		cases := f.cases[m][:on.cases]
		list[m] = cases.around(known.Day, manners[m].outlookOf(known, place, day, on.stir), lead, manners[m].caseHalf).Thinned(points)
	})
	for _, k := range plainly {
		list = append(list, on.plain.Forecast(k, known, place, day, lead).Thinned(points))
	}
	if len(f.experience) > 0 {
		experience = f.experience.around(experienced.outlookOf(known, place, day, on.stir)).Thinned(points)
	}
	own = pooled(list)
	on.said[of] = said{own, experience}
	return own, experience
}

// simulated is the simulator's forecast; empty without one.
func (s *seen) simulated(known *skill.Known, place, day int) skill.Sample {
	if s.future == nil {
		return skill.Sample{}
	}
	return s.future.blended(known, place, day)
}

// Outlook is ready to forecast from one day. It is not safe for concurrent use.
type Outlook struct {
	f     *Forecaster
	known *skill.Known
	on    *seen
	made  map[asked]skill.Sample
}

// asked is what a forecast was asked for.
type asked struct{ place, day, lead int }

// From makes ready to forecast from a day: one that was learned, or a later one, with the scenario as of that day.
func (f *Forecaster) From(ctx context.Context, sc *scenario.Scenario, known *skill.Known) (*Outlook, error) {
	o := &Outlook{f: f, known: known, on: f.futures[known.Day], made: map[asked]skill.Sample{}}
	if o.on != nil {
		return o, nil
	}
	o.on = f.now(known)
	if f.simulation == nil {
		return o, nil
	}
	var err error
	o.on.future, err = f.simulation.Forecast(ctx, sc, known, f.ahead, false)
	return o, err
}

// Forecast is how many people will be counted at a place on a day, a lead or so ahead of what is
// known: 200 numbers, all as likely, which are the caller's to read and not to change. The lead is one of those given to New. A place without any count gets what
// the simulator says and what other places' first counts were, half and half.
func (o *Outlook) Forecast(place, day, lead int) skill.Sample {
	of := asked{place, day, lead}
	made, ok := o.made[of]
	if !ok {
		made = o.forecast(place, day, lead)
		o.made[of] = made
	}
	return made
}

func (o *Outlook) forecast(place, day, lead int) skill.Sample {
	simulated := o.on.simulated(o.known, place, day)
	last, ok := o.known.Last(place)
	if !ok {
		return mixed(firstCounts(o.known), simulated, 0.5)
	}
	before, on := o.f.scores[:o.on.cases], o.known.Day
	members, experience := o.f.members(o.known, o.on, place, day, lead)
	pool := mixed(members, experience, asExperience.share(before, lead, on))
	own := spreadAdjusted(pool, widthOf(before, place, lead, on))
	made := mixed(own, simulated, asSimulator.share(before, lead, on))
	return withRepeats(made, last.People, repeatChance(before, place, lead, on, isRepeat(o.known.Places[place])))
}

// mixed is the pool of both, with the stranger's share.
func mixed(own, strange skill.Sample, share float64) skill.Sample {
	return skill.Pool([]skill.Sample{own, strange}, []float64{1 - share, share}).Thinned(points)
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
