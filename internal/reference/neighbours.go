package reference

import (
	"math/rand/v2"
	"strings"

	"haven/scenario"
)

// Exodus is what one run of the rule neighbours leaves behind, day by day.
type Exodus struct {
	Places   []string
	Stock    [][]int // [day][place] people there at the end of the day
	Arrivals [][]int // [day][place] people whose day under way ended there
	Entered  [][]int // [day][row of links.csv and way: 2*row, 2*row+1 for the other way] people who stepped onto it
	Fled     [][]int // [day][place] people who started to flee there
	Created  []int   // people ever created
	OnLinks  []int   // people under way at the end of the day
	Raw      []int   // the sum of all newly displaced
	Debt     []int   // fewer displaced than already fled
	InIDP    []int   // people in camps for the internally displaced
}

// person is somebody who flees.
type person struct {
	born      *location
	at        *location // nil while on a link
	on        *road     // nil while at a place
	onLink    float64   // km gone on that link
	today     float64   // km gone today
	stint     float64   // memory of recent days' distances, as shares of a full day's
	finished  bool      // has come to the end of a link at least once
	route     []hop     // what is left of the chosen route
	traits    map[string]string
	harvestAt *location // where somebody stands who is counted at their birth place
	settled   bool      // in a camp that is a sink
}

// hop is a place of a route, and the road that led there when it was chosen;
// nil for places of major routes.
type hop struct {
	to *location
	by *origin
}

// crowd is one run.
type crowd struct {
	sc    *scenario.Scenario
	p     *scenario.Neighbours
	reg   *scenario.Register
	rng   *rand.Rand
	clock int
	out   *Exodus

	locations   []*location
	byName      map[string]*location
	roads       []*origin
	people      []*person
	weights     []float64 // of spawning, by location
	raw, debt   int
	waiting     int // due to flee but without a place to flee from
	closures    []closure
	food        map[string][]scenario.FoodSecurity // by region
	conflicts   map[string]steps                   // by place
	floodLevels map[string]steps                   // by place
	makeup      []trait
}

// Neighbours moves every person of a scenario by themselves, by the rule
// neighbours.
func Neighbours(sc *scenario.Scenario, seed uint64) (*Exodus, error) {
	reg, err := scenario.NewRegister(sc)
	if err != nil {
		return nil, err
	}
	return newCrowd(sc, reg, seed, 0).run(), nil
}

func (c *crowd) run() *Exodus {
	c.begin()
	for c.clock = 0; c.clock < c.sc.Period.Days(); c.clock++ {
		c.changeInput()
		c.spawn()
		c.weigh()
		c.close()
		c.evolve()
		c.note()
	}
	return c.out
}

func newCrowd(sc *scenario.Scenario, reg *scenario.Register, seed, member uint64) *crowd {
	c := &crowd{sc: sc, p: &sc.Parameters.Neighbours, reg: reg, rng: rand.New(rand.NewPCG(seed, member)), out: &Exodus{},
		byName: map[string]*location{}, food: map[string][]scenario.FoodSecurity{},
		conflicts: map[string]steps{}, floodLevels: map[string]steps{}}
	for i := range sc.Places {
		c.out.Places = append(c.out.Places, sc.Places[i].ID)
	}
	for _, f := range sc.Food {
		c.food[f.Region] = append(c.food[f.Region], f)
	}
	for _, r := range sc.Conflicts {
		c.conflicts[r.Place] = append(c.conflicts[r.Place], change{r.Date, r.Intensity})
	}
	for _, r := range sc.Floods {
		c.floodLevels[r.Place] = append(c.floodLevels[r.Place], change{r.Date, r.Level})
	}
	c.makeup = traits(sc.Demographics)
	c.build()
	c.plan()
	return c
}

// begin puts people into camps and, from residents.csv, elsewhere.
func (c *crowd) begin() {
	if !c.p.EmptyCampsOnDay0 {
		for _, l := range c.locations {
			// What is reported gets people: camps, with floods everything.
			if !l.camp && !l.idpCamp && !c.p.FloodSpawning() {
				continue
			}
			n := l.initial
			if c.p.Without("initial-idps-unscaled") {
				n /= c.hasten()
			}
			if c.p.InsertDay0 {
				n += int(c.reg.DayZero(l.id))
			}
			for range n {
				c.create(l, c.draw(l))
			}
		}
	}
	if c.p.ReadFromAgents {
		for _, r := range c.sc.Residents {
			for range r.People {
				c.create(c.byName[r.Place], written(r.Attributes))
			}
		}
	}
	c.weigh()
}

func (c *crowd) create(l *location, traits map[string]string) {
	c.people = append(c.people, &person{born: l, at: l, traits: traits})
	l.people++
}

// evolve is the day's movement.
func (c *crowd) evolve() {
	c.weigh()
	for _, l := range c.locations {
		l.score = c.score(l)
		if c.p.FixedRoutes && !l.marker {
			l.fixed = c.fixedRoutes(l)
		}
		l.capacity += l.perDay
	}
	c.countTraits()
	for _, p := range c.people {
		p.today = 0
		c.decide(p, false)
	}
	for _, p := range c.people {
		c.travel(p)
	}
	for _, p := range c.people {
		p.stint = c.stintAfter(p)
		if c.p.CampsAreSinks && p.at != nil && (p.at.camp || p.at.idpCamp) {
			p.settled = true
		}
	}
}

// stintAfter is the memory of short stints if the day ended now.
func (c *crowd) stintAfter(p *person) float64 { return (p.stint + p.today/c.p.MaxMoveSpeed) / 2 }

// note writes the day down.
func (c *crowd) note() {
	day := c.clock
	c.today()
	onLinks, inIDP := 0, 0
	for _, p := range c.people {
		if p.on != nil {
			onLinks++
		}
	}
	for i, l := range c.locations {
		c.out.Stock[day][i] = l.people
		if l.idpCamp {
			inIDP += l.people
		}
	}
	c.out.Created = append(c.out.Created, len(c.people))
	c.out.OnLinks = append(c.out.OnLinks, onLinks)
	c.out.InIDP = append(c.out.InIDP, inIDP)
	c.out.Raw = append(c.out.Raw, c.raw)
	c.out.Debt = append(c.out.Debt, c.debt)
}

// today makes the day's rows of the record if nothing was written into them.
func (c *crowd) today() {
	for len(c.out.Stock) <= c.clock {
		c.out.Stock = append(c.out.Stock, make([]int, len(c.locations)))
		c.out.Fled = append(c.out.Fled, make([]int, len(c.locations)))
		c.out.Arrivals = append(c.out.Arrivals, make([]int, len(c.locations)))
		c.out.Entered = append(c.out.Entered, make([]int, 2*len(c.sc.Links)))
	}
}

func (c *crowd) hasten() int { return max(1, c.p.Hasten) }

// trait is one demographic attribute: its values' weights by place.
type trait struct {
	name   string
	values map[string][]scenario.Demographic // by place; "" everywhere else
}

func traits(rows []scenario.Demographic) []trait {
	var out []trait
	index := map[string]int{}
	for _, r := range rows {
		i, known := index[r.Attribute]
		if !known {
			i = len(out)
			index[r.Attribute] = i
			out = append(out, trait{r.Attribute, map[string][]scenario.Demographic{}})
		}
		out[i].values[r.Place] = append(out[i].values[r.Place], r)
	}
	return out
}

// draw gives somebody born at a place every attribute, each by itself.
func (c *crowd) draw(l *location) map[string]string {
	out := map[string]string{}
	for _, t := range c.makeup {
		rows, own := t.values[l.id]
		if !own {
			rows = t.values[""]
		}
		weights := make([]float64, len(rows))
		for i := range rows {
			weights[i] = rows[i].Weight
		}
		if i := c.pick(weights); i >= 0 {
			out[t.name] = rows[i].Value
		}
	}
	return out
}

// written reads "gender=f age=34".
func written(attributes string) map[string]string {
	out := map[string]string{}
	for _, field := range strings.Fields(attributes) {
		if name, value, ok := strings.Cut(field, "="); ok {
			out[name] = value
		}
	}
	return out
}

// countTraits counts who is where by attribute; who is under way counts nowhere.
func (c *crowd) countTraits() {
	if !c.p.MatchCampEthnicity && !c.p.MatchCampReligion && !c.p.MatchTownEthnicity && !c.p.MatchConflictEthnicity {
		return
	}
	for _, l := range c.locations {
		l.with = map[[2]string]int{}
	}
	for _, p := range c.people {
		if p.at == nil {
			continue
		}
		for name, value := range p.traits {
			p.at.with[[2]string{name, value}]++
		}
	}
}

// pick draws an index with probability proportional to weight; -1 when all
// are zero.
func (c *crowd) pick(weights []float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	if total <= 0 {
		return -1
	}
	x := c.rng.Float64() * total
	last := -1
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		if last = i; x < w {
			return i
		}
		x -= w
	}
	return last
}
