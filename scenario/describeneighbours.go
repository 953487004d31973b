package scenario

import (
	"math"
	"sort"
	"strings"
)

// neighbours tells what is in a scenario of the rule neighbours.
func (d *description) neighbours() {
	d.fleeing()
	d.settlements()
	d.camps()
	d.wandering()
	d.heading("What happens")
	for _, e := range d.neighboursEvents() {
		d.line("  %s  %s", e.day, e.text)
	}
}

func (d *description) fleeing() {
	s := d.s
	n := &s.Parameters.Neighbours
	d.heading("Who")
	people, zones, what := 0.0, 0, "can be in conflict"
	for i := range s.Settlements {
		if SettlementKind(s.Settlements[i].Type) == "conflict" {
			zones++
		}
	}
	if n.FloodSpawning() {
		zones, what = len(s.flooded()), "can be flooded"
	}
	for i := range s.Places {
		people += float64(s.Places[i].Population)
	}
	d.line("  %s people live in %s, of which %s %s.", thousands(people), count(len(s.Places), "place", "places"), thousands(float64(zones)), what)
	switch {
	case n.FloodSpawning():
		d.line("  Floods make people flee (%s).", n.FloodDrivenSpawning)
	case n.ConflictDrivenSpawning != "none":
		d.line("  Each day of conflict makes people flee (%s, %s a day).", n.ConflictDrivenSpawning, amount(n.DisplacedPerConflictDay))
	case n.SumFromCamps:
		d.line("  As many flee as registrations in the camps rise by; where from follows population and conflict.")
	default:
		d.line("  As many flee as the total of registrations rises by; where from follows population and conflict.")
	}
	if r, err := NewRegister(s); err == nil && n.FromRegistrations() {
		newly, _, _ := r.Schedule(s.Period.Days())
		var all, day0 int64
		for _, more := range newly {
			all += more
		}
		for _, i := range s.Outputs() {
			day0 += r.DayZero(s.Places[i].ID)
		}
		d.line("  %s are registered in camps on the first day; %s flee by the last.", thousands(float64(day0)), thousands(float64(all)))
	}
	if n.Hasten > 1 {
		d.line("  One counted person stands for %s.", thousands(float64(n.Hasten)))
	}
	attributes, seen := map[string]int{}, map[[2]string]bool{}
	for i := range s.Demographics {
		if r := &s.Demographics[i]; !seen[[2]string{r.Attribute, r.Value}] { // a row for every place
			seen[[2]string{r.Attribute, r.Value}] = true
			attributes[r.Attribute]++
		}
	}
	for _, a := range sortedCounts(attributes) {
		d.line("  - %s: %s", a, count(attributes[a], "value with its share", "values with their shares"))
	}
}

func sortedCounts(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func (d *description) settlements() {
	d.heading("Places")
	by := map[string]int{}
	for i := range d.s.Settlements {
		kind := SettlementKind(d.s.Settlements[i].Type)
		if kind == "" {
			kind = "of a type that is not known"
		}
		by[kind]++
	}
	for _, kind := range sortedCounts(by) {
		d.line("  - %s: %d", kind, by[kind])
	}
	km := 0.0
	for i := range d.s.Links {
		km += d.s.Links[i].KM
	}
	d.line("  %s, %s km in all.", count(len(d.s.Links), "link", "links"), thousands(math.Round(km)))
}

func (d *description) camps() {
	d.heading("Where people are counted")
	d.byCountry(d.s.Outputs(), 1)
}

func (d *description) wandering() {
	n := &d.s.Parameters.Neighbours
	d.heading("How people move")
	d.line("  - up to %s km a day; they weigh places up to %s ahead", amount(n.MaxMoveSpeed), count(n.AwarenessLevel, "link", "links"))
	d.line("  - they leave a conflict zone with chance %s a day, a town with %s, a camp with %s", amount(n.ConflictMoveChance), amount(n.DefaultMoveChance), amount(n.CampMoveChance))
	var on []string
	for i := range neighboursList {
		if at, ok := neighboursList[i].cell(&d.s.Parameters).(*bool); ok && *at {
			on = append(on, neighboursList[i].Key)
		}
	}
	d.line("  - switched on: %s", orWord(strings.Join(on, ", "), "nothing"))
	if len(n.WithoutQuirks) > 0 {
		d.line("  - without these quirks of Flee's: %s", strings.Join(n.WithoutQuirks, ", "))
	}
}

func (d *description) neighboursEvents() []event {
	s := d.s
	var list []event
	for i := range s.Closures {
		r := &s.Closures[i]
		what := strings.TrimSpace(strings.ReplaceAll(r.Kind, "_", " ") + " " + r.First + " " + r.Second)
		if r.Closes.Given() && r.Closes <= s.Period.To {
			list = append(list, event{r.Closes, "closes: " + what})
		}
		if r.Opens.Given() && r.Opens <= s.Period.To {
			list = append(list, event{r.Opens, "opens: " + what})
		}
	}
	for i := range s.SettlementChanges {
		r := &s.SettlementChanges[i]
		list = append(list, event{r.Date, r.Place + " becomes " + r.Type})
	}
	if s.Parameters.Neighbours.FloodSpawning() { // which leave conflicts unread
		for _, r := range s.flooded() {
			list = append(list, event{r.Date, "flood in " + r.Place})
		}
	} else {
		list = append(list, s.fought()...)
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].day < list[j].day })
	return list
}

// fought are the first days of conflict at each place.
func (s *Scenario) fought() []event {
	var list []event
	began := map[string]bool{}
	for i := range s.Conflicts {
		r := &s.Conflicts[i]
		if r.Intensity > 0 && !began[r.Place] && r.Date <= s.Period.To {
			list = append(list, event{r.Date, "conflict in " + r.Place})
			began[r.Place] = true
		}
	}
	return list
}

// flooded are the rows of the first days on which water stands at each place.
func (s *Scenario) flooded() []FloodLevel {
	var list []FloodLevel
	began := map[string]bool{}
	for i := range s.Floods {
		r := &s.Floods[i]
		if r.Level >= 1 && !began[r.Place] && r.Date <= s.Period.To { // levels are cut to whole ones
			list = append(list, *r)
			began[r.Place] = true
		}
	}
	return list
}
