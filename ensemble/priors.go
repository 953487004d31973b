package ensemble

import (
	"fmt"
	"math"
	"math/bits"
	"strings"

	"haven/draw"
	"haven/scenario"
)

// Prior is what is known beforehand of numbers that are drawn together: one
// uncertain number, or the shares of one simplex.
type Prior struct {
	Addresses    []string
	Medians      []float64 // the tables' own numbers, by address
	Distribution scenario.Distribution
	Evidence     string

	low, high float64     // what the address allows
	rows      [][]float64 // of a posterior: equally likely points
}

// Priors are the priors of a scenario's uncertain numbers, in its order. The
// scenario must hold the set values already. An address that is set by hand is left out,
// and with it the shares that are drawn together with it.
func Priors(sc *scenario.Scenario, set map[string]float64) ([]Prior, error) {
	var list []Prior
	seen := map[string]bool{}
	for _, u := range sc.Uncertain {
		groups, err := together(sc, u)
		if err != nil {
			return nil, err
		}
		for _, addresses := range groups {
			for _, a := range addresses {
				if seen[a] {
					return nil, fmt.Errorf("uncertain: %s is drawn twice", a)
				}
				seen[a] = true
			}
			p, err := newPrior(sc, u, addresses)
			if err != nil {
				return nil, err
			}
			if !p.isSet(set) {
				list = append(list, p)
			}
		}
	}
	return list, nil
}

// PriorOf is the prior of one uncertain number of the scenario.
func PriorOf(sc *scenario.Scenario, u scenario.Uncertain) (Prior, error) {
	return newPrior(sc, u, []string{u.Address})
}

func newPrior(sc *scenario.Scenario, u scenario.Uncertain, addresses []string) (Prior, error) {
	p := Prior{Addresses: addresses, Medians: make([]float64, len(addresses)), Distribution: u.Distribution, Evidence: u.Evidence}
	total := 0.0
	for i, a := range addresses {
		var err error
		if p.Medians[i], err = sc.Value(a); err != nil {
			return p, fmt.Errorf("uncertain: %w", err)
		}
		if err := checkPrior(scenario.Uncertain{Address: a, Distribution: u.Distribution}, p.Medians[i]); err != nil {
			return p, err
		}
		if u.Distribution.Kind == "dirichlet" && p.Medians[i] < 0 {
			return p, fmt.Errorf("uncertain: %s: a share cannot be negative", u.Address)
		}
		total += p.Medians[i]
	}
	if u.Distribution.Kind == "dirichlet" && total == 0 {
		return p, fmt.Errorf("uncertain: %s: all shares are 0, so there is nothing to draw", u.Address)
	}
	var err error
	if p.low, p.high, err = sc.Bounds(addresses[0]); err != nil {
		return p, fmt.Errorf("uncertain: %w", err)
	}
	return p, nil
}

// PosteriorOf is a fit's sample as a prior of the next analysis: its numbers
// belong together. Set addresses are left out; ok is false where nothing is left, or
// the scenario was not fitted.
func PosteriorOf(sc *scenario.Scenario, set map[string]float64) (p Prior, ok bool, err error) {
	sample := sc.Posterior
	if sample == nil {
		return p, false, nil
	}
	p = Prior{Distribution: scenario.Distribution{Kind: "posterior"}, Evidence: "posterior.csv", rows: make([][]float64, len(sample.Rows))}
	for j, a := range sample.Addresses {
		if _, isSet := set[a]; isSet {
			continue
		}
		median, err := sc.Value(a)
		if err != nil {
			return p, false, err
		}
		p.Addresses, p.Medians = append(p.Addresses, a), append(p.Medians, median)
		for i := range p.rows {
			p.rows[i] = append(p.rows[i], sample.Rows[i][j])
		}
	}
	return p, len(p.Addresses) > 0 && len(p.rows) > 0, nil
}

func (p *Prior) isSet(set map[string]float64) bool {
	for _, a := range p.Addresses {
		if _, ok := set[a]; ok {
			return true
		}
	}
	return false
}

// Values writes the numbers of the addresses to out, from one number between 0
// and 1 for each: the quantile of a single number, taken to the bound where it lies beyond
// what the address allows, shares drawn together, or one of the points of a posterior.
func (p *Prior) Values(u, out []float64) {
	switch p.Distribution.Kind {
	case "dirichlet":
		simplex(p.Distribution.A, p.Medians, u, out)
		return
	case "posterior":
		copy(out, p.rows[pointAt(u, len(p.rows))])
		return
	}
	out[0] = min(max(priorValue(p.Distribution, p.Medians[0], u[0]), p.low), p.high)
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

// pointAt is one of n points, each as likely, that depends on all the numbers:
// points of a sample have no order that a number between 0 and 1 could follow.
func pointAt(u []float64, n int) int {
	h := uint64(n)
	for _, x := range u {
		h = draw.Mix(h, math.Float64bits(x))
	}
	high, _ := bits.Mul64(h, uint64(n))
	return int(high)
}
