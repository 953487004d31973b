package scenario

import "slices"

// Cells are numbers of a scenario, found once by their addresses so that they can
// be given other values again and again. They are safe for concurrent use.
type Cells struct {
	sc        *Scenario
	addresses []string
	places    []place
	unknown   []*badCell // by address, nil where it names a number
	tables    []*Table   // that any of them is in
}

// Cells finds the numbers at addresses. An address that names none is an error
// of With.
func (s *Scenario) Cells(addresses []string) *Cells {
	c := &Cells{sc: s, addresses: addresses}
	for _, address := range addresses {
		p, bad := s.resolve(address)
		c.places, c.unknown = append(c.places, p), append(c.unknown, bad)
		if p.table != nil && !slices.Contains(c.tables, p.table) {
			c.tables = append(c.tables, p.table)
		}
	}
	return c
}

// With is Scenario.With for values in the order of the cells' addresses.
func (c *Cells) With(values []float64) (*Scenario, error) {
	out := *c.sc
	for _, t := range c.tables {
		t.rows.clone(&out)
	}
	var found Problems
	for i, p := range c.places {
		bad := c.unknown[i]
		if bad == nil {
			bad = out.put(p, values[i])
		}
		if bad != nil {
			problem := bad.problem()
			if p.parameter != nil || p.table != nil {
				problem.Message = c.addresses[i] + ": " + problem.Message
			}
			found = append(found, problem)
		}
	}
	if bad := checkSpreads(&out.Parameters); len(found) == 0 && bad != nil {
		found = append(found, bad.problem())
	}
	if len(found) > 0 {
		return nil, found
	}
	return &out, nil
}
