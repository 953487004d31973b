package scenario

import "fmt"

// sumSlack is what shares may miss their sum by: they are rounded in tables.
const sumSlack = 1e-6

// shares checks that shares sum to what they must.
func (c *checker) shares() {
	c.groupSums()
	c.shareless()
	c.choiceShares()
	c.departures()
	c.callupSums()
}

func (c *checker) callupSums() {
	total := 0.0
	for i := range c.s.Callup {
		total += c.s.Callup[i].ShareDue
		if total > 1+sumSlack {
			c.cell(callupTable, i, "share_due", fmt.Sprintf("the shares due sum to %s up to here", short(total)), "allowed: at most 1 in all", "")
			break
		}
	}
}

// departures warns where more people leave than live there.
func (c *checker) departures() {
	if len(c.s.Departures) == 0 || c.files.broken[placesTable] || c.files.broken[departuresTable] {
		return
	}
	left := map[string]int64{}
	for i := range c.s.Departures {
		r := &c.s.Departures[i]
		p := c.placeOf(r.Origin)
		if p == nil || left[r.Origin] > p.Population {
			continue // told already
		}
		if left[r.Origin] += r.People; left[r.Origin] > p.Population {
			c.warn(departuresTable, i, "people", fmt.Sprintf("up to here %s people leave %s, where %s live", thousands(float64(left[r.Origin])), r.Origin, thousands(float64(p.Population))), "nobody leaves who is not there")
		}
	}
}

func short(v float64) string { return fmt.Sprintf("%.6g", v) }

// groupSums: the shares of one origin are at most 1 together, those that
// stand for every origin included.
func (c *checker) groupSums() {
	everywhere := map[string]float64{}
	total := 0.0
	last := -1
	for i := range c.s.GroupShares {
		if r := &c.s.GroupShares[i]; r.Origin == "*" {
			everywhere[r.Group] = r.Share
			total += r.Share
			last = i
		}
	}
	if total > 1+sumSlack {
		c.cell(groupSharesTable, last, "share", fmt.Sprintf("the shares of origin * sum to %s", short(total)), "allowed: at most 1", "")
	}
	sums, rows := map[string]float64{}, map[string]int{}
	var order []string
	for i := range c.s.GroupShares {
		r := &c.s.GroupShares[i]
		if r.Origin == "*" {
			continue
		}
		if _, seen := sums[r.Origin]; !seen {
			sums[r.Origin] = total
			order = append(order, r.Origin)
		}
		sums[r.Origin] += r.Share - everywhere[r.Group]
		rows[r.Origin] = i
	}
	for _, origin := range order {
		if sums[origin] > 1+sumSlack {
			c.cell(groupSharesTable, rows[origin], "share", fmt.Sprintf("the shares of origin %s sum to %s", origin, short(sums[origin])), "allowed: at most 1", "")
		}
	}
}

// shareless warns of groups that nobody belongs to, and of shares of places where nobody lives.
func (c *checker) shareless() {
	used := map[string]bool{}
	for i := range c.s.GroupShares {
		r := &c.s.GroupShares[i]
		used[r.Group] = true
		if p := c.placeOf(r.Origin); p != nil && p.Population == 0 {
			c.warn(groupSharesTable, i, "origin", fmt.Sprintf("nobody lives in %s", r.Origin), "give it a population in places.csv")
		}
	}
	for i := range c.s.Departures {
		used[c.s.Departures[i].Group] = true
	}
	if c.files.broken[groupSharesTable] {
		return
	}
	for i := range c.s.Groups {
		if id := c.s.Groups[i].ID; !used[id] {
			c.warn(groupsTable, i, "id", fmt.Sprintf("nobody belongs to group %s", id), "give it a row in group_shares.csv")
		}
	}
}

// choiceShares: the shares of one origin and group are 1 together.
func (c *checker) choiceShares() {
	type block struct{ origin, group string }
	sums, first := map[block]float64{}, map[block]int{}
	var order []block
	for i := range c.s.ChoiceShares {
		r := &c.s.ChoiceShares[i]
		b := block{r.Origin, r.Group}
		if _, seen := first[b]; !seen {
			first[b] = i
			order = append(order, b)
		}
		sums[b] += r.Share
	}
	for _, b := range order {
		if sum := sums[b]; sum < 1-sumSlack || sum > 1+sumSlack {
			c.cell(choiceSharesTable, first[b], "share", fmt.Sprintf("the shares of origin %s, group %s sum to %s", b.origin, b.group, short(sum)), "allowed: 1", "")
		}
	}
}
