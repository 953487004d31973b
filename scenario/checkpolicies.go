package scenario

import (
	"fmt"
	"math"
	"sort"
)

// policies checks stances and selectors, and finds decisions that contradict
// each other.
func (c *checker) policies() {
	groups := c.attributes()
	for i := range c.s.Policies {
		c.stance(i)
		r := &c.s.Policies[i]
		c.selector(policiesTable, i, r.AppliesTo, groups, "origin", "admin1")
		if r.Instrument == "transport" && len(r.AppliesTo) > 0 && !r.AppliesTo.UsualTravel() {
			c.warn(policiesTable, i, "applies_to", "transport is open or closed for everybody", "leave it empty; who may pass is for entry and exit")
		}
	}
	for i := range c.s.Shocks {
		c.selector(shocksTable, i, c.s.Shocks[i].AppliesTo, groups, "travel")
	}
	for i := range c.s.Pulls {
		c.selector(pullsTable, i, c.s.Pulls[i].AppliesTo, groups, "travel", "origin", "admin1")
	}
	c.contradictions()
	c.quota()
}

func (c *checker) stance(i int) {
	r := &c.s.Policies[i]
	in := instrumentNamed(r.Instrument)
	if in == nil || r.Stance == "" {
		return // reported already
	}
	names := stanceNames(in.stances)
	if !contains(names, r.Stance) {
		c.cell(policiesTable, i, "stance", fmt.Sprintf("%s has no stance %s", r.Instrument, quoted(r.Stance)), oneOfList(names), didYouMean(r.Stance, among(names)))
		return
	}
	if math.IsNaN(Level(r.Instrument, r.Stance, r.Value)) {
		c.cell(policiesTable, i, "value", fmt.Sprintf("%s %s needs a value", r.Instrument, r.Stance), "value: "+in.value, "")
	}
	if r.Value < in.min || r.Value > in.max {
		c.cell(policiesTable, i, "value", fmt.Sprintf("value is %s", formatNumber(r.Value)), "value of "+r.Instrument+": "+in.value, "")
	}
}

// attributes are the values of each selector key that occur in the scenario.
func (c *checker) attributes() map[string]map[string]bool {
	have := map[string]map[string]bool{"group": {}, "age": {}, "sex": {}, "callup": {}, "documents": {}}
	for i := range c.s.Groups {
		g := &c.s.Groups[i]
		have["group"][g.ID] = true
		have["age"][g.Age] = true
		have["sex"][g.Sex] = true
		have["callup"][g.Callup] = true
		have["documents"][g.Documents] = true
	}
	have["travel"] = map[string]bool{"usual": true}
	return have
}

// selector checks a selector's values; the keys named last mean nothing in this table.
func (c *checker) selector(t *Table, i int, s Selector, have map[string]map[string]bool, meaningless ...string) {
	if len(s) == 0 {
		return
	}
	right := true
	for _, condition := range s {
		if contains(meaningless, condition.Key) {
			c.cell(t, i, "applies_to", fmt.Sprintf("%s cannot be chosen by %s", t.File(), condition.Key), "", map[string]string{
				"origin": "origin and admin1 are for shocks", "admin1": "origin and admin1 are for shocks", "travel": "travel is for policies",
			}[condition.Key])
			right = false
			continue
		}
		for _, v := range condition.Values {
			if !c.selectable(condition.Key, v, have) {
				right = false
				c.unselectable(t, i, condition.Key, v, have)
			}
		}
	}
	if right && !s.UsualTravel() && len(c.s.Groups) > 0 && !selectsAny(c.s, s) {
		c.warn(t, i, "applies_to", fmt.Sprintf("no group fits %s", quoted(s.String())), "it has no effect")
	}
}

// selectsAny says whether any group of the scenario is selected.
func selectsAny(in *Scenario, s Selector) bool {
	for i := range in.Groups {
		if s.Selects(&in.Groups[i]) {
			return true
		}
	}
	return false
}

func (c *checker) selectable(key, value string, have map[string]map[string]bool) bool {
	switch key {
	case "origin":
		return c.files.broken[placesTable] || c.ids[placesTable].find(value) >= 0
	case "admin1":
		return c.files.broken[placesTable] || c.unsure || c.regions[value]
	case "travel":
		return have[key][value]
	}
	return c.files.broken[groupsTable] || have[key][value]
}

func (c *checker) unselectable(t *Table, i int, key, value string, have map[string]map[string]bool) {
	switch key {
	case "origin":
		c.cell(t, i, "applies_to", fmt.Sprintf("no place is called %s", quoted(value)), "allowed: an id of places.csv", didYouMean(value, c.s.candidates(placesTable)))
	case "admin1":
		c.cell(t, i, "applies_to", fmt.Sprintf("no place lies in %s", quoted(value)), "allowed: an admin1 of places.csv, _ for a space", didYouMean(value, among(sortedKeys(c.regions))))
	default:
		delete(have[key], "")
		words := sortedKeys(have[key])
		c.cell(t, i, "applies_to", fmt.Sprintf("no group has %s=%s", key, value), oneOfList(words), didYouMean(value, among(words)))
	}
}

// rank is how specific a policy is: first by where it applies, then by the
// number of its conditions. Only equals can contradict.
type rank struct {
	instrument, actor, at string
	conditions            int
	usual                 bool
}

// rankOf is the rank by which the model chooses among policies: at one place
// all actors speak with one voice; a penalty or exemption holds everywhere.
func rankOf(r *Policy) rank {
	k := rank{r.Instrument, r.Actor, r.At, len(r.AppliesTo), r.AppliesTo.UsualTravel()}
	if r.At != "" {
		k.actor = ""
	}
	if r.Instrument == "penalty" || r.Instrument == "exemption" {
		k.actor, k.at = "", ""
	}
	return k
}

// contradictions finds pairs of equally specific policies that hold on one day
// for one group and say different things.
func (c *checker) contradictions() {
	equals := map[rank][]int{}
	var order []rank
	for i := range c.s.Policies {
		r := &c.s.Policies[i]
		k := rankOf(r)
		if equals[k] == nil {
			order = append(order, k)
		}
		equals[k] = append(equals[k], i)
	}
	for _, k := range order {
		rows := equals[k]
		sort.Slice(rows, func(a, b int) bool { return c.s.Policies[rows[a]].DateFrom < c.s.Policies[rows[b]].DateFrom })
		for a := range rows {
			for b := a + 1; b < len(rows); b++ {
				first, second := &c.s.Policies[rows[a]], &c.s.Policies[rows[b]]
				if first.DateTo.Given() && second.DateFrom > first.DateTo {
					break // the rest begin even later
				}
				c.contradiction(min(rows[a], rows[b]), max(rows[a], rows[b]))
			}
		}
	}
}

func (c *checker) contradiction(i, j int) {
	a, b := &c.s.Policies[i], &c.s.Policies[j]
	if c.isBad(policiesTable, i, "date_to") || c.isBad(policiesTable, i, "applies_to") || c.isBad(policiesTable, j, "applies_to") {
		return
	}
	same := a.Stance == b.Stance && (a.Value == b.Value || math.IsNaN(a.Value) && math.IsNaN(b.Value))
	if same || !overlap(a.DateFrom, a.DateTo, b.DateFrom, b.DateTo) {
		return
	}
	who := "usual travel"
	if !a.AppliesTo.UsualTravel() {
		g := c.bothSelect(a.AppliesTo, b.AppliesTo)
		if g == nil {
			return
		}
		who = "group " + g.ID
	}
	suggestion := "end one before the other begins, or make one more specific"
	if !a.DateTo.Given() && b.DateFrom.Given() && (!a.DateFrom.Given() || b.DateFrom > a.DateFrom) {
		suggestion = fmt.Sprintf("end %s with date_to %s, or make one more specific", a.ID, b.DateFrom-1)
	}
	c.cell(policiesTable, j, "stance",
		fmt.Sprintf("%s says %s for %s on a day on which %s (line %d) says %s", b.ID, told(b), who, a.ID, c.line(policiesTable, i), told(a)),
		"the more specific policy wins, and these are equals", suggestion)
}

func told(p *Policy) string {
	if math.IsNaN(p.Value) {
		return p.Stance
	}
	return p.Stance + " " + formatNumber(p.Value)
}

func (c *checker) bothSelect(a, b Selector) *Group {
	for i := range c.s.Groups {
		if g := &c.s.Groups[i]; a.Selects(g) && b.Selects(g) {
			return g
		}
	}
	return nil
}

// quota looks whether call-up and its table belong together.
func (c *checker) quota() {
	announced := -1
	for i := range c.s.Policies {
		if c.s.Policies[i].Instrument == "callup" {
			announced = i
		}
	}
	switch {
	case announced >= 0 && len(c.s.Callup) == 0 && !c.files.broken[callupTable]:
		c.warn(policiesTable, announced, "instrument", "a call-up is announced, but callup.csv has no rows", "nobody is summoned")
	case announced < 0 && len(c.s.Callup) > 0 && !c.files.broken[policiesTable]:
		c.warn(callupTable, 0, "share_due", "shares of a quota fall due, but no policy announces a call-up", "nobody is summoned")
	}
}
