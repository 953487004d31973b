package scenario

import "fmt"

// ways checks that ways exist: into and out of every crossing, from somebody's
// home to every destination, and from every home to some destination.
func (c *checker) ways() {
	if c.s.Rule == "neighbours" {
		return // people wander as far as links lead
	}
	if c.files.broken[placesTable] || c.files.broken[linksTable] {
		return
	}
	if c.problemsWith(linksTable.File()) || c.problemsWith(placesTable.File()) {
		return // a way may hang on the link that is wrong
	}
	g := newGraph(c)
	c.crossingWays(g)
	homes, ends := c.homes(), []int32(nil)
	for i := range c.s.Places {
		if isEnd(c.s.Places[i].Kind) {
			ends = append(ends, int32(i))
		}
	}
	if len(homes) == 0 {
		c.warnFile(placesTable, "no place has both a population and a group that can leave", "give a place a population, and its groups shares in group_shares.csv")
		return
	}
	if len(ends) == 0 && c.s.Rule == "destinations" {
		c.problems.add(Problem{File: placesTable.File(), Message: "there is no destination", Allowed: "a place of kind destination", Suggestion: "add one, and links that lead there"})
		return
	}
	reached := g.spread(homes, g.out)
	for _, i := range ends {
		if !reached[i] {
			c.cell(placesTable, int(i), "id", fmt.Sprintf("no way leads to %s from any place where people live", c.s.Places[i].ID), "", "add links in links.csv; a link leads one way unless both_ways is yes")
		}
	}
	leaving := g.spread(ends, g.in)
	for _, i := range homes {
		if !leaving[i] {
			c.warn(placesTable, int(i), "id", fmt.Sprintf("no way leads from %s to any destination", c.s.Places[i].ID), "nobody leaves from there")
		}
	}
}

func (c *checker) problemsWith(file string) bool {
	n := c.problems.count[file]
	return n != nil && n[Mistake] > 0
}

func (c *checker) warnFile(t *Table, message, suggestion string) {
	c.tell(Problem{File: t.File(), Message: message, Suggestion: suggestion, Severity: Warning})
}

// homes are the places where people live who can leave.
func (c *checker) homes() []int32 {
	everywhere, some := false, map[string]bool{}
	for i := range c.s.GroupShares {
		r := &c.s.GroupShares[i]
		if r.Share > 0 {
			everywhere = everywhere || r.Origin == "*"
			some[r.Origin] = true
		}
	}
	for i := range c.s.Departures {
		some[c.s.Departures[i].Origin] = true
	}
	var list []int32
	for i := range c.s.Places {
		if p := &c.s.Places[i]; p.Population > 0 && (everywhere && !isEnd(p.Kind) || some[p.ID]) {
			list = append(list, int32(i))
		}
	}
	return list
}

// graph holds, for each place, the places that links lead to and come from.
type graph struct{ out, in [][]int32 }

func newGraph(c *checker) *graph {
	n := len(c.s.Places)
	g := &graph{make([][]int32, n), make([][]int32, n)}
	for i := range c.s.Links {
		r := &c.s.Links[i]
		from, to := c.ids[placesTable].find(r.From), c.ids[placesTable].find(r.To)
		if from < 0 || to < 0 {
			continue
		}
		g.join(from, to)
		if r.BothWays {
			g.join(to, from)
		}
	}
	return g
}

func (g *graph) join(from, to int) {
	g.out[from] = append(g.out[from], int32(to))
	g.in[to] = append(g.in[to], int32(from))
}

// spread marks everything that can be reached from some places.
func (g *graph) spread(from []int32, next [][]int32) []bool {
	reached := make([]bool, len(next))
	queue := append([]int32(nil), from...)
	for _, i := range from {
		reached[i] = true
	}
	for len(queue) > 0 {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, j := range next[at] {
			if !reached[j] {
				reached[j] = true
				queue = append(queue, j)
			}
		}
	}
	return reached
}

// crossingWays: a crossing has lanes, and ways that lead to it and on from it.
func (c *checker) crossingWays(g *graph) {
	lanes := map[string]int{}
	for i := range c.s.Crossings {
		lanes[c.s.Crossings[i].Place]++
		c.onward(i, g)
	}
	for i := range c.s.Places {
		p := &c.s.Places[i]
		if p.Kind != "crossing" {
			continue
		}
		if lanes[p.ID] == 0 && !c.files.broken[crossingsTable] {
			c.cell(placesTable, i, "kind", fmt.Sprintf("the crossing %s has no lane", p.ID), "", "give it a row in crossings.csv")
		}
		if len(g.in[i]) == 0 {
			c.cell(placesTable, i, "id", fmt.Sprintf("no link leads to the crossing %s", p.ID), "", "add one in links.csv")
		}
		if len(g.out[i]) == 0 {
			c.cell(placesTable, i, "id", fmt.Sprintf("no link leads on from the crossing %s", p.ID), "", "add one in links.csv")
		}
	}
}

// onward warns when a lane leads into a state that no link leads into.
func (c *checker) onward(i int, g *graph) {
	r := &c.s.Crossings[i]
	at := c.ids[placesTable].find(r.Place)
	if at < 0 || len(g.out[at]) == 0 {
		return
	}
	for _, j := range g.out[at] {
		if c.s.Places[j].Country == r.ToCountry {
			return
		}
	}
	c.warn(crossingsTable, i, "to_country", fmt.Sprintf("no link leads from %s to a place in %s", r.Place, r.ToCountry), "nobody takes this lane")
}
