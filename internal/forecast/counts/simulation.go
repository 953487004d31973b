package counts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"

	"haven/draw"
	"haven/internal/calendar"
	"haven/internal/parallel"
	"haven/movement"
	"haven/scenario"
	"haven/skill"
)

// Simulation is the simulator as an assimilated ensemble of a scenario of the rule neighbours: members go through the days
// once, people at a place are set to what is counted there on the day of the count (corrections are booked
// apart), and at any day forecasts branch off. Who starts to flee is not read from registrations, which
// are still to come, but goes on at the pace at which people were counted lately.
type Simulation struct {
	members int
	seed    uint64
	states  [][]byte // of members, saved; nil before the first day, and while days are taken over from an earlier run
	day     int      // the next one to simulate
	kept    string   // path that files begin with; empty: nothing is kept
}

// NewSimulation begins on the first day. Members are simulated side by side on all processors.
func NewSimulation(members int, seed uint64) *Simulation {
	return &Simulation{members: members, seed: seed}
}

// How the number of people who start to flee varies, beyond what chance alone does.
const newcomersVariance = 0.5 // of a gamma factor with mean 1, one a member and origin

// Future is what the members say of the days after one.
type Future struct {
	After  int           // the day up to which counts are known
	People [][][]float64 // at each place, by place, days after (the first is the next day), and member
	Pushed []float64     // how many more or fewer than expected start to flee, by member
}

// Forecast goes on to the end of what is known, and from there so many days ahead. The scenario is that
// of the day (scenario.KnownBy), known the counts in it. With keep, members stand at that day afterwards; days of
// calls that keep must rise, and others must not lie before them. Where the simulator cannot start yet, because nothing is registered,
// it returns nil.
func (s *Simulation) Forecast(ctx context.Context, sc *scenario.Scenario, known *skill.Known, ahead int, keep bool) (*Future, error) {
	if keep {
		if f, err := s.keptFuture(known.Day); f != nil || err != nil {
			s.day, s.states = known.Day+1, nil
			return f, err
		}
	}
	until := *sc
	until.Period.To = sc.Period.From + calendar.Date(known.Day+ahead)
	if _, err := scenario.NewRegister(&until); err != nil {
		return nil, nil //nolint:nilerr // nobody is registered yet; later there will be
	}
	frame, err := movement.Prepare(&until)
	if err != nil {
		return nil, err
	}
	model, err := frame.Compile(&until)
	if err != nil {
		return nil, err
	}
	b := &branching{s: s, model: model, known: known, ahead: ahead, states: make([][]byte, s.members), outputs: sc.Outputs(), each: float64(max(1, sc.Parameters.Neighbours.Hasten)) / math.Max(1, math.Floor(sc.Parameters.Scale+0.5))}
	if err := s.takeUp(); err != nil {
		return nil, err
	}
	b.rate = arrivals(known)
	b.future = &Future{After: known.Day, People: make([][][]float64, len(b.outputs)), Pushed: make([]float64, s.members)}
	for p := range b.future.People {
		b.future.People[p] = make([][]float64, ahead)
		for d := range ahead {
			b.future.People[p][d] = make([]float64, s.members)
		}
	}
	failed := make([]error, s.members)
	parallel.Each(s.members, func(i int) { failed[i] = b.member(ctx, i) })
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	if !keep {
		return b.future, nil
	}
	before := s.day - 1
	s.states, s.day = b.states, known.Day+1
	return b.future, s.keepDay(b.future, before)
}

// branching is one call of Forecast.
type branching struct {
	s       *Simulation
	model   *movement.Model
	known   *skill.Known
	ahead   int
	states  [][]byte // at the end of what is known
	outputs []int
	each    float64 // people that one counted in the simulator stands for
	rate    float64 // people a day who are counted newly
	future  *Future
}

// member goes on with one member and branches off.
func (b *branching) member(ctx context.Context, i int) error {
	rec := b.model.NewRecord()
	course, err := b.begin(i, rec)
	if err != nil {
		return err
	}
	defer course.Close()
	factor := b.s.factor(i, b.known.Day)
	b.future.Pushed[i] = factor
	newcomers := func(day int) int64 {
		mean := b.rate / b.each * factor
		if day > b.known.Day {
			mean *= draw.Exp(-float64(day-b.known.Day) / paceFades)
		}
		stream := draw.NewKey(b.s.seed, i).With(uint64(day)).With(draw.Hash("newcomers")).Of(0)
		return stream.Poisson(mean)
	}
	if err := course.SetNewcomers(newcomers); err != nil {
		return err
	}
	for day := b.s.day; day <= b.known.Day; day++ {
		if err := course.Advance(ctx, day+1); err != nil {
			return err
		}
		if err := b.assimilate(course, day); err != nil {
			return err
		}
	}
	var state bytes.Buffer
	if err := course.Save(&state); err != nil {
		return err
	}
	b.states[i] = state.Bytes()
	for d := range b.ahead {
		if err := course.Advance(ctx, b.known.Day+d+2); err != nil {
			return err
		}
		for p, at := range b.outputs {
			b.future.People[p][d][i] = float64(float64(course.People(at)) * b.each)
		}
	}
	return nil
}

func (b *branching) begin(i int, rec *movement.Record) (*movement.Course, error) {
	if b.s.states == nil {
		return b.model.Begin(b.s.seed, i, rec), nil
	}
	return b.model.ResumeFrom(b.s.states[i], b.s.seed, i, rec)
}

// factor is how many more or fewer start to flee in a member than is to be expected.
func (s *Simulation) factor(i, day int) float64 {
	stream := draw.NewKey(s.seed, i).With(uint64(day)).With(draw.Hash("factor")).Of(0)
	return stream.Gamma(1, newcomersVariance)
}

// assimilate sets people at places to what was counted there on a day.
func (b *branching) assimilate(course *movement.Course, day int) error {
	for p, counts := range b.known.Places {
		for j := len(counts) - 1; j >= 0 && counts[j].Day >= day; j-- {
			if counts[j].Day != day {
				continue
			}
			want := int64(math.Floor(counts[j].People/b.each + 0.5))
			if _, err := course.Correct(b.outputs[p], want-course.People(b.outputs[p])); err != nil {
				return fmt.Errorf("setting people at a place to the count of day %d: %w", day, err)
			}
		}
	}
	return nil
}

// arrivals is how many people a day are counted newly at all places: the sum of the paces that are not
// negative. A place with a single count adds nothing: who was counted there may have come long ago.
func arrivals(known *skill.Known) float64 {
	sum := 0.0
	for _, counts := range known.Places {
		sum += max(0, pace(counts, known.Day, paceHalfLife))
	}
	return sum
}
