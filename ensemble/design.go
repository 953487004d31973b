package ensemble

import "haven/scenario"

// Parameter is one uncertain number of a scenario.
type Parameter struct {
	Address      string
	Median       float64 // the table's own number
	Distribution scenario.Distribution
	Evidence     string
}

// Design is the parameters of every member: a Latin hypercube over the
// scenario's uncertain addresses, and points of the posterior sample where a fit left one. An ensemble of one member has no draws: it is
// the run at the medians, which are the tables as they stand.
//
// An address that is set by hand (--set) is not drawn: whoever gives a number
// means that number. A draw beyond what an address allows, such as a chance
// above 1 of a lognormal tail, takes the bound. A set share takes all shares that are drawn with it out
// of the design.
type Design struct {
	Parameters []Parameter
	draws      [][]float64 // by parameter, then by member; nil for one member
}

// NewDesign draws the parameters of an ensemble. The scenario must hold the set
// values already.
func NewDesign(sc *scenario.Scenario, set map[string]float64, members int, seed uint64) (*Design, error) {
	priors, err := Priors(sc, set)
	if err != nil {
		return nil, err
	}
	d := &Design{}
	for i := range priors {
		d.add(&priors[i], members, seed)
	}
	return d, d.addPosterior(sc, set, members, seed)
}

// add draws the addresses of a prior for every member.
func (d *Design) add(p *Prior, members int, seed uint64) {
	for i, a := range p.Addresses {
		d.Parameters = append(d.Parameters, Parameter{Address: a, Median: p.Medians[i], Distribution: p.Distribution, Evidence: p.Evidence})
	}
	if members == 1 {
		return
	}
	columns := make([][]float64, len(p.Addresses))
	for i, a := range p.Addresses {
		columns[i] = stratified(seed, a, members)
	}
	at, out := make([]float64, len(columns)), make([]float64, len(columns))
	for m := range members {
		for i := range columns {
			at[i] = columns[i][m]
		}
		p.Values(at, out)
		for i := range columns {
			columns[i][m] = out[i]
		}
	}
	d.draws = append(d.draws, columns...)
}

// Value is parameter p (its number in Parameters) of a member.
func (d *Design) Value(p, member int) float64 {
	if d.draws == nil {
		return d.Parameters[p].Median
	}
	return d.draws[p][member]
}

// Values are a member's parameters by address, as scenario.With takes them;
// empty for the run at the medians.
func (d *Design) Values(member int) map[string]float64 {
	values := make(map[string]float64, len(d.draws))
	for p := range d.draws {
		values[d.Parameters[p].Address] = d.draws[p][member]
	}
	return values
}

// WithDraws is a design of the same parameters whose values are these: by
// parameter, then by member.
func (d *Design) WithDraws(draws [][]float64) *Design {
	return &Design{Parameters: d.Parameters, draws: draws}
}
