package ensemble

import (
	"fmt"
	"strings"

	"haven/scenario"
)

// Parameter is one uncertain number of a scenario.
type Parameter struct {
	Address      string
	Median       float64 // the table's own number
	Distribution scenario.Distribution
	Evidence     string
}

// Design is the parameters of every member: a Latin hypercube over the
// scenario's uncertain addresses. An ensemble of one member has no draws: it is
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
	d := &Design{}
	seen := map[string]bool{}
	for _, u := range sc.Uncertain {
		groups, err := together(sc, u)
		if err != nil {
			return nil, err
		}
		for _, addresses := range groups {
			if err := d.add(sc, u, addresses, set, seen, members, seed); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

// add draws addresses that belong together: the shares of one simplex, or one
// address alone.
func (d *Design) add(sc *scenario.Scenario, u scenario.Uncertain, addresses []string, set map[string]float64, seen map[string]bool, members int, seed uint64) error {
	medians := make([]float64, len(addresses))
	for i, a := range addresses {
		if seen[a] {
			return fmt.Errorf("uncertain: %s is drawn twice", a)
		}
		seen[a] = true
		var err error
		if medians[i], err = sc.Value(a); err != nil {
			return fmt.Errorf("uncertain: %w", err)
		}
		if err := checkPrior(scenario.Uncertain{Address: a, Distribution: u.Distribution}, medians[i]); err != nil {
			return err
		}
	}
	if u.Distribution.Kind == "dirichlet" {
		total := 0.0
		for _, m := range medians {
			if m < 0 {
				return fmt.Errorf("uncertain: %s: a share cannot be negative", u.Address)
			}
			total += m
		}
		if total == 0 {
			return fmt.Errorf("uncertain: %s: all shares are 0, so there is nothing to draw", u.Address)
		}
	}
	for _, a := range addresses {
		if _, ok := set[a]; ok {
			return nil
		}
	}
	for i, a := range addresses {
		d.Parameters = append(d.Parameters, Parameter{Address: a, Median: medians[i], Distribution: u.Distribution, Evidence: u.Evidence})
	}
	if members == 1 {
		return nil
	}
	columns := make([][]float64, len(addresses))
	for i, a := range addresses {
		columns[i] = stratified(seed, a, members)
	}
	if u.Distribution.Kind != "dirichlet" {
		low, high, err := sc.Bounds(addresses[0])
		if err != nil {
			return fmt.Errorf("uncertain: %w", err)
		}
		for m, v := range columns[0] {
			columns[0][m] = min(max(priorValue(u.Distribution, medians[0], v), low), high)
		}
	} else {
		at, out := make([]float64, len(addresses)), make([]float64, len(addresses))
		for m := range members {
			for i := range columns {
				at[i] = columns[i][m]
			}
			simplex(u.Distribution.A, medians, at, out)
			for i := range columns {
				columns[i][m] = out[i]
			}
		}
	}
	d.draws = append(d.draws, columns...)
	return nil
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

// together lists the addresses of an uncertain entry in sets that are drawn
// together: one by one, or for a dirichlet the shares of one origin
// (group_shares) or of one origin and group (choice_shares).
func together(sc *scenario.Scenario, u scenario.Uncertain) ([][]string, error) {
	addresses, err := sc.Expand(u.Address)
	if err != nil {
		return nil, fmt.Errorf("uncertain: %w", err)
	}
	var sets [][]string
	if u.Distribution.Kind != "dirichlet" {
		for _, a := range addresses {
			sets = append(sets, []string{a})
		}
		return sets, nil
	}
	owners := map[string]int{"group_shares": 1, "choice_shares": 2}
	number := map[string]int{}
	for _, a := range addresses {
		table, rest, _ := strings.Cut(a, ".")
		key, ok := strings.CutSuffix(rest, ".share")
		n := owners[table]
		if !ok || n == 0 {
			return nil, fmt.Errorf("uncertain: %s: a dirichlet draws shares of group_shares or choice_shares, such as group_shares.moscow/*.share", u.Address)
		}
		owner := strings.Join(strings.Split(key, "/")[:n], "/")
		if _, ok := number[owner]; !ok {
			number[owner] = len(sets)
			sets = append(sets, nil)
		}
		sets[number[owner]] = append(sets[number[owner]], a)
	}
	for _, set := range sets {
		if len(set) < 2 {
			return nil, fmt.Errorf("uncertain: %s names one share only (%s); a dirichlet needs at least two that are drawn together", u.Address, set[0])
		}
	}
	return sets, nil
}
