package reference

import (
	"math"
	"math/rand/v2"
)

// Mutation is a mistake built in on purpose: the comparison of the engines must
// notice each of them.
type Mutation int

// The mistakes that a lumped engine could make.
const (
	None             Mutation = iota
	MoodPerCohort             // the moods of nation and origin drawn anew for every group and origin
	TiesInClassOrder          // those tied are served group by group instead of by lot
	RoundedShares             // of those tied each group gets its rounded share instead of what the lot gives
)

// status is where a party is in its journey.
type status int8

const (
	atHome status = iota
	calledUp
	standing
	atHub
	onLinks
	inQueue
	arrived
	gone
)

// party is people who travel together.
type party struct {
	group    int32
	origin   int32 // index in origins
	size     int64
	status   status
	since    int   // day of the summons
	place    int32 // node where it stands
	refused  int32 // crossing that turned it away last
	cleared  float64
	barred   bool
	car      bool
	onward   bool
	way      *option
	applied  bool
	usual    bool
	citizen  bool
	dest     int32
	boarding int // day of the booked service
}

// batch is all who joined one side of a lane in one bin.
type batch struct {
	bin int
	who []*party
}

// side is one server of a lane.
type side struct {
	batches []batch
	people  int64
	carry   float64
}

type laneState struct {
	exit, entry             side
	longest                 int64
	exitServed, entryServed int64
	exitWaited, entryWaited int64
	closed                  bool
	drift                   float64
	exitToday, entryToday   float64
	perceived               float64
	seen                    []float64 // public waits of past days, newest last
}

// sales are the seats of one service, by day from the first one on.
type sales struct {
	sold      map[int]int64
	usualSold map[int]*[2]int64
	load      map[int]*[2]int64
	fare      float64
	vain      int64
}

type run struct {
	w        *World
	rng      *rand.Rand
	mutation Mutation
	out      *Result
	day, bin int
	rules    *rules

	parties  []*party
	summoned []int64 // by region
	front    int64
	returned int64
	lanes    []laneState
	sales    []sales
	gates    map[int][]*party // who gets to a lane in a bin
	landings map[int][]*party // who gets to a destination in a bin
	choices  map[choiceKey]*choice
}

// Run simulates one member party by party. It may be called from several
// goroutines at once.
func (w *World) Run(seed, member uint64, mutation Mutation) *Result {
	r := &run{w: w, rng: rand.New(rand.NewPCG(seed, member)), mutation: mutation,
		out:      &Result{Values: make([]int64, w.rows.count*w.days()), Days: w.days()},
		summoned: make([]int64, len(w.due)), lanes: make([]laneState, len(w.lanes)), sales: make([]sales, len(w.services)),
		gates: map[int][]*party{}, landings: map[int][]*party{}}
	for o, groups := range w.population {
		for g, n := range groups {
			for range n {
				r.parties = append(r.parties, &party{group: int32(g), origin: int32(o), size: w.size(int32(g)), refused: none})
			}
		}
	}
	for i := range r.lanes {
		r.lanes[i].seen = make([]float64, max(1, w.p.WaitDelayDays))
	}
	for i := range r.sales {
		r.sales[i] = sales{map[int]int64{}, map[int]*[2]int64{}, map[int]*[2]int64{}, 1, 0}
	}
	for r.day = 0; r.day < w.days(); r.day++ {
		r.rules = &w.rules[r.day]
		r.enact()
		r.depart()
		r.choose()
		for r.bin = 0; r.bin < w.bins; r.bin++ {
			r.travel()
			r.border()
		}
		r.settle()
		r.record()
	}
	return r.out
}

func (r *run) now() int { return r.day*r.w.bins + r.bin }

// chance is true with probability p.
func (r *run) chance(p float64) bool { return r.rng.Float64() < p }

// gamma has mean 1 and that variance (Marsaglia and Tsang 2000).
func (r *run) gamma(variance float64) float64 {
	if variance <= 0 {
		return 1
	}
	shape, boost := 1/variance, 1.0
	if shape < 1 {
		boost = math.Pow(1-r.rng.Float64(), variance)
		shape++
	}
	d := shape - 1.0/3
	for {
		x := r.rng.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(1-r.rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v * boost * variance
		}
	}
}

// poisson counts the events of a process within time 1.
func (r *run) poisson(mean float64) int64 {
	n := int64(0)
	for t := r.rng.ExpFloat64(); t < mean; t += r.rng.ExpFloat64() {
		n++
	}
	return n
}

func (r *run) enact() {
	for i := range r.lanes {
		l := &r.lanes[i]
		shut := !r.rules.open[i]
		if shut && !l.closed {
			for _, b := range l.exit.batches {
				for _, p := range b.who {
					r.backToNear(i, p, none)
				}
			}
			l.exit.batches, l.exit.people = nil, 0
		}
		l.closed = shut
		f := r.gamma(r.w.p.CapacityDispersion)
		if r.w.p.CapacityDrift > 0 {
			l.drift += r.w.p.CapacityDrift * r.rng.NormFloat64()
			f *= math.Exp(l.drift)
		}
		// Those through the exit side of a closed lane are still served.
		l.exitToday, l.entryToday = r.w.lanes[i].exit*f*r.rules.laneFactor[i], r.w.lanes[i].entry*f
		if !shut {
			l.entryToday *= r.rules.laneFactor[i]
		}
		l.perceived += r.w.p.WaitMemory * (l.seen[0] - l.perceived)
	}
	r.openSales()
	r.choices = map[choiceKey]*choice{}
}

// backToNear puts a party from a lane back into the near place; usual
// travellers give up.
func (r *run) backToNear(lane int, p *party, refused int32) {
	p.status, p.way = standing, nil
	if p.usual {
		p.status = gone
		return
	}
	p.place, p.refused, p.car, p.onward = r.w.lanes[lane].near, refused, r.w.lanes[lane].car, false
}

// depart lets every party at home leave, be summoned or stay.
func (r *run) depart() {
	w := r.w
	atRisk := make([]int64, len(w.due))
	for _, p := range r.parties {
		if reg := w.region[p.origin]; p.status == atHome && reg >= 0 && r.rules.summonable[p.group] {
			atRisk[reg]++
		}
	}
	summons := make([]float64, len(w.due))
	for i := range summons {
		due := r.rules.quota*w.p.Scale*w.due[i][r.day] - float64(r.summoned[i])
		if due > 0 && atRisk[i] > 0 {
			summons[i] = -math.Log(1 - math.Min(due/float64(atRisk[i]), 0.999))
		}
	}
	outlooks := r.outlooks(summons)
	for _, p := range r.parties {
		if p.status != atHome && p.status != calledUp {
			continue
		}
		o := &outlooks[int(p.origin)*len(w.sc.Groups)+int(p.group)]
		switch {
		case p.status == atHome:
			if !r.chance(o.goes) {
				continue
			}
			if r.chance(o.leaves) {
				r.leave(p)
				continue
			}
			p.status, p.since = calledUp, r.day
			r.summoned[w.region[p.origin]]++
			r.add(w.rows.summoned, int(p.origin), 1)
		case r.day-p.since >= max(1, int(math.Round(w.p.SentAfterDays))):
			p.status = gone
			r.front++
			r.add(w.rows.sent, int(p.origin), 1)
			r.add(w.rows.leftBehind, int(p.origin), p.size-1)
		case r.chance(o.flees):
			r.leave(p)
		}
	}
}

// outlook is what a day holds for a party of one group at one origin.
type outlook struct {
	goes   float64 // chance to leave or be summoned
	leaves float64 // chance that it is the former
	flees  float64 // chance that one already summoned leaves
}

// outlooks draws the moods and computes every group's outlook at every origin.
func (r *run) outlooks(summons []float64) []outlook {
	w := r.w
	nation := r.gamma(w.p.NationDispersion)
	var out []outlook
	for o := range w.origins {
		local := r.gamma(w.p.OriginDispersion)
		for g := range w.sc.Groups {
			mood := nation * local
			if r.mutation == MoodPerCohort {
				mood = r.gamma(w.p.NationDispersion) * r.gamma(w.p.OriginDispersion)
			}
			pull := mood * r.shocks(o, int32(g))
			leave, m := pull*r.ready(o, int32(g), w.p.Stay), 0.0
			if reg := w.region[o]; reg >= 0 && r.rules.summonable[g] {
				m = summons[reg]
			}
			x := outlook{goes: 1 - math.Exp(-leave-m), leaves: 1}
			if m > 0 {
				x.leaves = leave / (leave + m)
			}
			x.flees = 1 - math.Exp(-pull*r.ready(o, int32(g), w.p.Stay+r.rules.penalty[g]))
			out = append(out, x)
		}
	}
	return out
}

// shocks is the sum over shocks of DESIGN's hazard.
func (r *run) shocks(o int, g int32) float64 {
	w, total := r.w, 0.0
	place := &w.sc.Places[w.origins[o]]
	for i := range w.sc.Shocks {
		s := &w.sc.Shocks[i]
		t := float64(r.day) - float64(s.Date-w.sc.Period.From)
		if t < 0 || !s.AppliesTo.Selects(&w.sc.Groups[g]) || !named(s.AppliesTo.Values("origin"), place.ID) || !named(s.AppliesTo.Values("admin1"), place.Admin1) {
			continue
		}
		a := s.SizePerDay * math.Exp(-t/s.FadesDays)
		if s.ReadyDays > 0 {
			a *= 1 - math.Exp(-(t+1)/s.ReadyDays)
		}
		if s.AnswersToQuota > 0 {
			b := 1.0
			if r.rules.ref > 0 {
				b = 1 - s.AnswersToQuota + s.AnswersToQuota*r.rules.quota/r.rules.ref
			}
			a *= b * r.rules.believes[g]
		}
		total += a
	}
	return total
}

func named(values []string, id string) bool {
	for _, v := range values {
		if v == id {
			return true
		}
	}
	return values == nil
}

// ready is v: the chance to go if ready to, over those with and without a car.
func (r *run) ready(origin int, group int32, stay float64) float64 {
	node := r.w.origins[origin]
	with, without := r.choice(choiceKey{node, group, true, none}), r.choice(choiceKey{node, group, false, none})
	x := r.w.p.CarShare*with.w + (1-r.w.p.CarShare)*without.w
	return x / (x + math.Exp(stay))
}

func (r *run) leave(p *party) {
	r.add(r.w.rows.departures, int(p.origin), p.size)
	p.status, p.place, p.refused = standing, r.w.origins[p.origin], leaving
	p.car = r.chance(r.w.p.CarShare)
}

// leaving marks those who leave home today: to stay is not among their
// options, for they have decided to go.
const leaving int32 = -3
