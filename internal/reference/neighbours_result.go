package reference

import "haven/scenario"

// NeighboursWorld is a scenario of the rule neighbours, ready to be run
// person by person as often as a comparison wants.
type NeighboursWorld struct {
	sc     *scenario.Scenario
	reg    *scenario.Register
	places map[string]int
	links  map[string]int
}

// NewNeighbours reads a scenario of the rule neighbours.
func NewNeighbours(sc *scenario.Scenario) (*NeighboursWorld, error) {
	reg, err := scenario.NewRegister(sc)
	if err != nil {
		return nil, err
	}
	w := &NeighboursWorld{sc: sc, reg: reg, places: map[string]int{}, links: map[string]int{}}
	for i := range sc.Places {
		w.places[sc.Places[i].ID] = i
	}
	for i := range sc.Links {
		w.links[sc.Links[i].ID] = i
	}
	return w, nil
}

// What is recorded of every place, and of the whole; rows of links come last.
const (
	placeStock = iota
	placeFled
	placeArrivals
	placeMeasures
)

var wholes = []string{"displaced_total", "raw_total", "debt", "on_links", "in_idp_camps", "at_destinations"}

// Row finds a series by the names that the lumped engine's record uses.
func (w *NeighboursWorld) Row(measure, by, entity string) (int, bool) {
	links := placeMeasures*len(w.places) + len(wholes)
	place, isPlace := w.places[entity]
	for k, name := range []string{"stock", "departures", "arrivals"} {
		if measure == name && isPlace && by != "link" {
			return k*len(w.places) + place, true
		}
	}
	for k, name := range wholes {
		if measure == name && by == "model" {
			return placeMeasures*len(w.places) + k, true
		}
	}
	link, isLink := w.links[entity]
	return links + link, measure == "flow" && by == "link" && isLink
}

// Run simulates one member. It may be called from several goroutines at once.
// There are no mistakes to build in.
func (w *NeighboursWorld) Run(seed, member uint64, _ Mutation) *Result {
	c := newCrowd(w.sc, w.reg, seed, member)
	x := c.run()
	places, days := len(w.places), w.sc.Period.Days()
	rows := placeMeasures*places + len(wholes) + len(w.links)
	out := &Result{Values: make([]int64, rows*days), Days: days}
	put := func(row, day, n int) { out.Values[row*days+day] = int64(n) }
	for day := range days {
		for p := range places {
			put(placeStock*places+p, day, x.Stock[day][p])
			put(placeFled*places+p, day, x.Fled[day][p])
			put(placeArrivals*places+p, day, x.Arrivals[day][p])
		}
		inOutputs := 0
		for _, p := range w.sc.Outputs() {
			inOutputs += x.Stock[day][p]
		}
		for k, n := range []int{x.Created[day], x.Raw[day], x.Debt[day], x.OnLinks[day], x.InIDP[day], inOutputs} {
			put(placeMeasures*places+k, day, n)
		}
		for _, i := range w.links {
			put(placeMeasures*places+len(wholes)+i, day, x.Entered[day][2*i]+x.Entered[day][2*i+1])
		}
	}
	return out
}
