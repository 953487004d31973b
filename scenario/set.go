package scenario

import (
	"slices"
	"strings"
)

// Set is With for numbers that somebody gives by hand: whoever gives a number
// means that number, so it is not drawn any more, nor are the shares that were
// drawn together with it. What is set may stand anywhere its column allows, outside
// the prior too. Unlike With, Set looks at the result as a whole: shares that
// no longer sum to what they must are an error.
func (s *Scenario) Set(values map[string]float64) (*Scenario, error) {
	out, err := s.With(values)
	if err != nil {
		return nil, err
	}
	out.undraw(values)
	if found := out.whole(); len(found) > 0 {
		was := s.whole()
		found = slices.DeleteFunc(found, func(p Problem) bool { return slices.Contains(was, p) })
		if len(found) > 0 {
			return nil, found
		}
	}
	return out, nil
}

// whole are all mistakes of a scenario.
func (s *Scenario) whole() Problems { return s.found((*checker).run) }

// found are the mistakes that checks find in a scenario that lies in no files: they name the
// addresses of numbers, not lines.
func (s *Scenario) found(check func(c *checker)) Problems {
	files := newPositions()
	files.nowhere = true
	var found problems
	check(&checker{s: s, files: files, problems: &found})
	return found.sorted().Mistakes()
}

// undraw takes numbers out of the priors, what is to be fitted, and what a fit left.
func (s *Scenario) undraw(values map[string]float64) {
	var kept []Uncertain
	instead := map[string][]string{} // by address under uncertain, what is left of it
	for _, u := range s.Uncertain {
		left := s.leftOf(u, values)
		kept = append(kept, left...)
		instead[u.Address] = []string{}
		for _, l := range left {
			instead[u.Address] = append(instead[u.Address], l.Address)
		}
	}
	var fit []string
	for _, address := range s.Fit {
		if left, drawn := instead[address]; drawn {
			fit = append(fit, left...)
		} else {
			fit = append(fit, address)
		}
	}
	s.Uncertain, s.Fit = kept, fit
	if s.Fitted != nil {
		s.Fitted = s.Fitted.only(func(address string) bool { _, set := values[address]; return !set })
	}
	if s.Posterior != nil {
		if s.Posterior = s.Posterior.without(values); s.Posterior == nil {
			s.Fitted = nil // it speaks of a sample
		}
	}
}

// leftOf is what a prior still draws when some of its numbers are set: all of it,
// nothing or, of a dirichlet of several origins, one prior for each of those none
// of whose shares is set.
func (s *Scenario) leftOf(u Uncertain, values map[string]float64) []Uncertain {
	addresses, err := s.Expand(u.Address)
	isSet := func(address string) bool { _, set := values[address]; return set }
	if err != nil || !slices.ContainsFunc(addresses, isSet) {
		return []Uncertain{u}
	}
	owners := map[string]int{"group_shares": 1, "choice_shares": 2} // parts of the key whose shares are drawn together
	table, _, column, _ := splitAddress(u.Address)
	if u.Distribution.Kind != "dirichlet" || owners[table] == 0 {
		return nil
	}
	var order []string
	broken := map[string]bool{}
	for _, a := range addresses {
		_, key, _, _ := splitAddress(a)
		owner := strings.Join(strings.Split(key, "/")[:owners[table]], "/")
		if !slices.Contains(order, owner) {
			order = append(order, owner)
		}
		broken[owner] = broken[owner] || isSet(a)
	}
	var left []Uncertain
	for _, owner := range order {
		if !broken[owner] {
			rest := len(TableNamed(table).Key) - owners[table]
			u.Address = table + "." + owner + strings.Repeat("/*", rest) + "." + column
			left = append(left, u)
		}
	}
	return left
}

// without is a sample without the columns of some addresses; nil when none is left.
func (p *Posterior) without(values map[string]float64) *Posterior {
	var keep []int
	for j, a := range p.Addresses {
		if _, set := values[a]; !set {
			keep = append(keep, j)
		}
	}
	switch len(keep) {
	case 0:
		return nil
	case len(p.Addresses):
		return p
	}
	out := &Posterior{Addresses: pick(p.Addresses, keep), Rows: make([][]float64, len(p.Rows))}
	for i, row := range p.Rows {
		out.Rows[i] = pick(row, keep)
	}
	return out
}

func pick[T any](list []T, which []int) []T {
	out := make([]T, len(which))
	for i, j := range which {
		out[i] = list[j]
	}
	return out
}
