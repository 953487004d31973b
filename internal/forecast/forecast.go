package forecast

import (
	"context"
	"fmt"
	"slices"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/fit"
	"haven/internal/forecast/filter"
	"haven/movement"
	"haven/scenario"
)

// Settings decide a forecast together with its scenario and day.
type Settings struct {
	Particles int // 0: 1,000
	Seed      uint64
	Rule      filter.Rule // zero: half of the particles, 3 rounds a day, 50
	Discount  float64     // of Liu & West's jitter; 0: 0.98; 1: none
	// FittedBy is the day up to which the parameters of the scenario's posterior
	// sample were fitted to what was known: figures known by then are not taken in
	// again. 0 or calendar.None: they come from their priors.
	FittedBy calendar.Date
	Threads  int    // never decides a result; 0: one a processor
	Version  string // of haven; a cloud kept by another one is not gone on with
}

// Defaults of Settings.
const (
	DefaultParticles = 1000
	DefaultDiscount  = 0.98
)

// DefaultRule keeps half of the particles worth something after each step,
// renews at most three times a day, and leaves it to the ensemble Kalman update below 50.
var DefaultRule = filter.Rule{Share: 0.5, Rounds: 3, Least: 50}

func (s Settings) filled() Settings {
	if s.Particles == 0 {
		s.Particles = DefaultParticles
	}
	if s.Rule == (filter.Rule{}) {
		s.Rule = DefaultRule
	}
	if s.Discount == 0 {
		s.Discount = DefaultDiscount
	}
	if s.FittedBy == 0 {
		s.FittedBy = calendar.None
	}
	return s
}

func (s Settings) check() error {
	switch {
	case s.Particles < 2:
		return fmt.Errorf("%d particles; a filter needs at least 2", s.Particles)
	case !(s.Discount > 0.5 && s.Discount <= 1):
		return fmt.Errorf("a discount of %g; the jitter of parameters takes one above 0.5, such as 0.98, or 1 for none", s.Discount)
	case !(s.Rule.Share > 0 && s.Rule.Share < 1) || s.Rule.Rounds < 0 || s.Rule.Least < 0:
		return fmt.Errorf("a rule of %+v: the share lies between 0 and 1, rounds and least are not negative", s.Rule)
	}
	return nil
}

// Filter is a cloud of particles that takes in what becomes known. It is used
// by one goroutine; inside it uses Settings.Threads.
type Filter struct {
	// Progress, when given, is told how far To and Branch are.
	Progress func(Progress)
	// Keep, when given, is called after each day with figures that To has taken
	// in: a cloud saved then goes on from there. Its error ends To.
	Keep func() error

	whole    *scenario.Scenario
	settings Settings
	cloud    cloud
	origin   calendar.Date   // the last To; None before
	taken    map[string]bool // figures taken in so far
	steps    []Step
	dropped  []fit.Dropped
	design   *ensemble.Design // of the parameters; their values are the particles'

	keptHash   string   // see KeptHash
	parameters []string // addresses, in the order of particles' values
	about      uint64   // movement.Frame.StateID of particles' states
}

// Progress is how far a filter or its branches are.
type Progress struct {
	What        string // filtering or forecasting
	Done, Whole int    // days, or particles
	Note        string // what a person should know; may be empty
}

// Step is what taking in a day's figures did.
type Step struct {
	Date    calendar.Date // the day at whose end they were taken in
	Figures []Taken
	filter.Step
	Correction correction
}

// Taken names a figure that was taken in.
type Taken struct {
	Rows           []string // ids of the observations that report it
	Place, Measure string
	KnownFrom      calendar.Date
}

// New makes a filter for a scenario as it is now known: with all that To will
// then withhold.
func New(sc *scenario.Scenario, s Settings) (*Filter, error) {
	s = s.filled()
	if err := s.check(); err != nil {
		return nil, err
	}
	if sc.Rule == "neighbours" && sc.Parameters.Neighbours.FromRegistrations() {
		return nil, fmt.Errorf("who flees in %s follows from registrations, and there are none of the days after a forecast is made; haven backtest forecasts such scenarios", sc.Name)
	}
	f := &Filter{whole: sc, settings: s, origin: calendar.None, taken: map[string]bool{}}
	f.cloud = cloud{discount: s.Discount, logs: filter.Even(s.Particles)}
	return f, nil
}

// Steps are the days on which something was taken in, in their order.
func (f *Filter) Steps() []Step { return f.steps }

// Dropped are the rows that were known at the last To and are no figure of their
// own, and why.
func (f *Filter) Dropped() []fit.Dropped { return f.dropped }

// Origin is the day that the cloud stands at the end of; None before the first To.
func (f *Filter) Origin() calendar.Date { return f.origin }

// At is the last day that lies behind the cloud; the day before the scenario's
// first when it has not begun.
func (f *Filter) At() calendar.Date { return f.whole.Period.From + calendar.Date(f.cloud.day-1) }

// Settings are what the filter was made with.
func (f *Filter) Settings() Settings { return f.settings }

// Scenario is all that is known now, what To withholds included.
func (f *Filter) Scenario() *scenario.Scenario { return f.whole }

// FittedBy is the day up to which the parameters were fitted to what was
// known; None when they come from their priors.
func (f *Filter) FittedBy() calendar.Date { return f.settings.FittedBy }

// CheckDays says what is wrong with an origin and a last day.
func CheckDays(sc *scenario.Scenario, origin, until calendar.Date) error {
	switch {
	case origin < sc.Period.From:
		return fmt.Errorf("a forecast from %s begins before the scenario does, on %s", origin, sc.Period.From)
	case origin >= sc.Period.To:
		return fmt.Errorf("a forecast from %s has no day ahead: the scenario ends on %s; let its period end later", origin, sc.Period.To)
	case until <= origin:
		return fmt.Errorf("a forecast from %s to %s has no day ahead", origin, until)
	case until > sc.Period.To:
		return fmt.Errorf("a forecast to %s reaches beyond the scenario's period, which ends on %s: at most %d days from %s, or let the period end later",
			until, sc.Period.To, int(sc.Period.To-origin), origin)
	}
	return nil
}

// To brings the cloud to the end of a day, origin, and takes in what was known
// by then: each figure at the end of the last day it is about, or where that
// lies behind the cloud, now. The scenario is simulated as it was known on origin, as if it
// ended on until. When ctx ends the cloud stands where its last day with figures ended.
//
// A cloud whose places, crossings or groups are no longer those that were
// known starts anew from the first day.
func (f *Filter) To(ctx context.Context, origin, until calendar.Date) error {
	if err := f.CanReach(origin, until); err != nil {
		return err
	}
	known := f.known(origin, until)
	if err := f.prepare(known); err != nil {
		return err
	}
	f.cloud.ctx = ctx
	stops, err := f.stops(known, origin)
	if err != nil {
		return err
	}
	for i, s := range stops {
		if err := f.takeIn(s); err != nil {
			return err
		}
		f.tell(Progress{What: "filtering", Done: i + 1, Whole: len(stops)})
	}
	if end := int(origin-known.Period.From) + 1; end > f.cloud.day {
		if err := f.cloud.advance(end, nil); err != nil {
			return err
		}
	}
	f.origin = origin
	return nil
}

// CanReach says what keeps To from bringing the cloud to the end of a day.
func (f *Filter) CanReach(origin, until calendar.Date) error {
	if err := CheckDays(f.whole, origin, until); err != nil {
		return err
	}
	if by := f.FittedBy(); by.Given() && origin < by {
		return fmt.Errorf("the parameters were fitted to what was known on %s, so a forecast from %s would know what came later; fit with --known-by %s or earlier", by, origin, origin)
	}
	if at := f.At(); at > origin {
		return fmt.Errorf("the particles stand at %s already; a forecast from %s, before that, is a new one", at, origin)
	}
	return nil
}

func (f *Filter) tell(p Progress) {
	if f.Progress != nil {
		f.Progress(p)
	}
}

// known is the scenario as it was known on a day, ending on another.
func (f *Filter) known(origin, until calendar.Date) *scenario.Scenario {
	known, _ := f.whole.KnownBy(origin)
	known.Period.To = until
	return known
}

// prepare makes the world of what is known, and gives particles the parameters
// that have become known with it.
func (f *Filter) prepare(known *scenario.Scenario) error {
	s := &f.settings
	design, err := ensemble.NewDesign(known, nil, 1, s.Seed)
	if err != nil {
		return err
	}
	addresses := make([]string, len(design.Parameters))
	for p := range addresses {
		addresses[p] = design.Parameters[p].Address
	}
	unfitted := known.Period.From
	if by := f.FittedBy(); by.Given() {
		unfitted = by + 1
	}
	w, err := newWorld(known, unfitted, addresses, s.Seed, s.Threads)
	if err != nil {
		return err
	}
	c := &f.cloud
	if c.now != nil && f.about != w.frame.StateID() {
		f.restart()
	}
	if c.now == nil {
		f.parameters = nil
		c.now = make([]particle, s.Particles)
		for i := range c.now {
			c.now[i].member = i
		}
		c.streams = s.Particles
	}
	if err := f.addParameters(known, addresses); err != nil {
		return err
	}
	c.world, f.design, f.about = w, design, w.frame.StateID()
	c.scales = make([]scale, len(addresses))
	for p := range c.scales {
		if c.scales[p], err = scaleOf(known, &design.Parameters[p]); err != nil {
			return err
		}
	}
	return nil
}

// restart forgets all that was simulated and taken in.
func (f *Filter) restart() {
	f.cloud.now, f.cloud.before, f.cloud.day, f.cloud.told = nil, nil, 0, nil
	f.cloud.logs = filter.Even(f.settings.Particles)
	f.taken, f.steps, f.origin = map[string]bool{}, nil, calendar.None
	f.tell(Progress{What: "filtering", Note: "places, crossings or groups have become known since: the particles start anew from the first day"})
}

// addParameters puts particles' values in the order of addresses; those that
// they do not have yet come from the design, by the particle's place.
func (f *Filter) addParameters(known *scenario.Scenario, addresses []string) error {
	if slices.Equal(f.parameters, addresses) {
		return nil
	}
	design, err := ensemble.NewDesign(known, nil, f.settings.Particles, f.settings.Seed)
	if err != nil {
		return err
	}
	old := make(map[string]int, len(f.parameters))
	for q, a := range f.parameters {
		old[a] = q
	}
	told := make([]bool, len(addresses))
	for p, a := range addresses {
		if q, ok := old[a]; ok && q < len(f.cloud.told) {
			told[p] = f.cloud.told[q]
		}
	}
	f.parameters, f.cloud.told = addresses, told
	for i := range f.cloud.now {
		values := make([]float64, len(addresses))
		for p, a := range addresses {
			if q, ok := old[a]; ok {
				values[p] = f.cloud.now[i].values[q]
			} else {
				values[p] = design.Value(p, i)
			}
		}
		f.cloud.now[i].values = values
	}
	return nil
}

// takeIn simulates to a day with something new and assimilates it.
func (f *Filter) takeIn(s *stop) error {
	c := &f.cloud
	if err := c.advance(s.day, s); err != nil {
		return err
	}
	rule := f.settings.Rule
	if c.dayOf(&c.before[0]) == s.day {
		rule.Rounds = 0 // nothing to draw anew
	}
	c.corrections = correction{}
	c.hear()
	done, err := filter.Assimilate(c, c.logs, rule, c.key())
	if err != nil {
		return fmt.Errorf("%s: %w", c.sc.Period.From+calendar.Date(s.day-1), err)
	}
	step := Step{Date: c.sc.Period.From + calendar.Date(s.day-1), Step: done, Correction: c.corrections}
	for _, i := range s.fresh {
		fig := &s.known.Figures[i]
		step.Figures = append(step.Figures, takenOf(fig))
		f.taken[nameOf(fig)] = true
	}
	f.steps = append(f.steps, step)
	if f.Keep != nil {
		return f.Keep()
	}
	return nil
}

func takenOf(fig *fit.Figure) Taken {
	t := Taken{Place: fig.Place, Measure: fig.Measure, KnownFrom: fig.KnownFrom}
	for i := range fig.Reports {
		t.Rows = append(t.Rows, fig.Reports[i].Rows...)
	}
	return t
}

// nameOf tells figures apart, however they are told.
func nameOf(fig *fit.Figure) string {
	name := fmt.Sprintf("%s %s %s %s %s", fig.Place, fig.Measure, fig.Whose, fig.From, fig.To)
	if fig.Measure == "seats" {
		name += " " + fig.Reports[0].How // sold, offered and left are three things
	}
	return name
}

// stops are the days at whose ends figures are new, from where the cloud is.
func (f *Filter) stops(known *scenario.Scenario, origin calendar.Date) ([]*stop, error) {
	rec := f.cloud.frame.NewRecord()
	figures, err := fit.Observe(known, ensemble.RecordLayout(rec))
	if err != nil {
		return nil, err
	}
	f.dropped = figures.Dropped
	days := map[int]bool{}
	dayOf := func(fig *fit.Figure) int { return max(int(fig.To-known.Period.From)+1, f.cloud.day) }
	isNew := func(fig *fit.Figure) bool {
		return fig.To <= origin && !f.taken[nameOf(fig)] && !f.given(fig)
	}
	for i := range figures.Figures {
		if fig := &figures.Figures[i]; isNew(fig) {
			days[dayOf(fig)] = true
		}
	}
	var list []*stop
	for day := range days {
		s := &stop{day: day}
		s.known = figures.Only(func(fig *fit.Figure) bool { return fig.To <= origin && dayOf(fig) <= day })
		s.news = fit.NewNews(s.known, s.known.Only(func(fig *fit.Figure) bool { return !isNew(fig) || dayOf(fig) < day }))
		for i := range s.known.Figures {
			if fig := &s.known.Figures[i]; isNew(fig) && dayOf(fig) == day {
				s.fresh = append(s.fresh, i)
			}
		}
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b *stop) int { return a.day - b.day })
	return list, nil
}

// given says whether a figure was known to the fit that the parameters come from.
func (f *Filter) given(fig *fit.Figure) bool {
	by := f.FittedBy()
	return by.Given() && fig.KnownFrom <= by
}

// Branch lets a copy of every particle go on to the last day that To was told,
// and sums their records up. Weights that are uneven are made even by
// resampling the copies, so that every member counts alike. The filter itself
// stays where it is. With a folder dir, members' values lie in a file there until
// the outcome is closed; with an empty one they stay in memory.
func (f *Filter) Branch(ctx context.Context, dir string, extra func(*scenario.Scenario, *movement.Record) (*ensemble.Extra, error)) (*Outcome, error) {
	if !f.origin.Given() {
		return nil, fmt.Errorf("the particles stand at no day yet")
	}
	c := f.cloud
	c.ctx, c.logs = ctx, slices.Clone(f.cloud.logs)
	c.now, c.before = slices.Clone(f.cloud.now), slices.Clone(f.cloud.now)
	if err := filter.Resample(&c, c.logs, c.key().With(1)); err != nil {
		return nil, err
	}
	return f.runOn(&c, dir, extra)
}
