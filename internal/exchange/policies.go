package exchange

import (
	"fmt"
	"math"
	"reflect"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

var hxlPolicies = layout{
	publisher: "a table with HXL tags",
	fields: join(whenFields, []field{
		{name: "id", about: "the policy's id", names: []string{"id"}, tags: []string{"#x_id", "#activity+code"}},
		{name: "actor", about: "the state that decides, ISO 3166-1 code or name", names: []string{"actor"}, tags: []string{"#x_actor", "#country+code", "#country+name", "#org+country"}},
		{name: "instrument", about: "what is decided about: " + strings.Join(scenario.Instruments(), ", "), names: []string{"instrument"}, tags: []string{"#x_instrument", "#activity+type"}},
		{name: "applies_to", about: "to which groups, as in policies.csv", names: []string{"applies_to"}, tags: []string{"#x_applies_to"}},
		{name: "at", about: "crossing, lane, place, link or country", names: []string{"at"}, tags: []string{"#x_at", "#loc+name", "#loc+code"}},
		{name: "stance", about: "what was decided, a stance of the instrument", names: []string{"stance"}, tags: []string{"#x_stance", "#status+code", "#status"}},
		{name: "value", about: "a number that the stance needs", names: []string{"value"}, tags: []string{"#x_value", "#indicator+value+num"}},
		{name: "reason", about: "why", names: []string{"reason"}, tags: []string{"#x_reason", "#description"}},
	}),
	need: [][]string{{"actor"}, {"instrument"}, {"stance"}},
}

// policyRows makes policies of a table with HXL tags.
type policyRows struct {
	*job
}

func (p *policyRows) row(r *record) {
	before := len(p.res.Problems.Mistakes()) + p.res.More
	x := scenario.Policy{
		Instrument: strings.ToLower(p.columns.cell(r, "instrument")), Stance: strings.ToLower(p.columns.cell(r, "stance")), Reason: p.columns.cell(r, "reason"),
		Value: math.NaN(), EndKnownFrom: calendar.None,
	}
	x.Actor = p.actor(r)
	p.words(r, &x)
	x.DateFrom, x.DateTo = p.span(r)
	x.At = p.at(r)
	if cell := p.columns.cell(r, "value"); !withheld(cell) {
		v, bad := number(cell)
		if bad != nil {
			p.wrong(r, "value", bad)
		}
		x.Value = v
	}
	if cell := p.columns.cell(r, "applies_to"); cell != "" {
		selector, err := scenario.ParseSelector(cell)
		if err != nil {
			p.wrong(r, "applies_to", &trouble{err.Error(), "write conditions such as sex=m documents=none|internal", ""})
		}
		x.AppliesTo = selector
	}
	if len(p.res.Problems.Mistakes())+p.res.More > before {
		return
	}
	x.KnownFrom = p.announced(r, x.DateFrom)
	if x.ID = p.columns.cell(r, "id"); x.ID == "" {
		x.ID = policyID(&x)
	}
	p.add(r, x)
}

// policyID names a policy that has no id: the same decision has the same in every file.
func policyID(x *scenario.Policy) string {
	parts := []string{"hxl"}
	for _, part := range []string{x.Actor, x.Instrument, x.At, slug(x.AppliesTo.String()), strings.ReplaceAll(x.DateFrom.String(), "-", "")} {
		if part != "" {
			parts = append(parts, strings.ToLower(part))
		}
	}
	return short(strings.Join(parts, "_"))
}

// announced is the day from which a policy was known: its publication, else what the user says, else its first day. A decision is
// often known before it takes effect, so that an earlier day is no mistake here.
func (p *policyRows) announced(r *record, from calendar.Date) calendar.Date {
	if !withheld(p.columns.cell(r, "published")) {
		if _, d, ok := p.day(r, "published", false); ok {
			return d
		}
	}
	if p.o.KnownFrom.Given() {
		return p.o.KnownFrom
	}
	return from
}

func (p *policyRows) actor(r *record) string {
	cell := p.columns.cell(r, "actor")
	switch up := strings.ToUpper(cell); up {
	case "EUU", "EEU", "UNO":
		return up
	}
	code := p.iso(cell)
	if code == "" {
		p.wrong(r, "actor", &trouble{scenario.Quoted(cell) + " is no state", "write the ISO 3166-1 alpha-3 code such as FIN", ""})
	}
	return code
}

// words holds instrument and stance against those that there are.
func (p *policyRows) words(r *record, x *scenario.Policy) {
	stances := scenario.Stances(x.Instrument)
	if stances == nil {
		p.wrong(r, "instrument", &trouble{scenario.Quoted(x.Instrument) + " is no instrument", "allowed: " + strings.Join(scenario.Instruments(), ", "), scenario.Suggest(x.Instrument, scenario.Instruments())})
		return
	}
	var names []string
	for _, s := range stances {
		if s.Name == x.Stance {
			return
		}
		names = append(names, s.Name)
	}
	p.wrong(r, "stance", &trouble{fmt.Sprintf("%s is no stance of %s", scenario.Quoted(x.Stance), x.Instrument), "allowed: " + strings.Join(names, ", "), scenario.Suggest(x.Stance, names)})
}

func (p *policyRows) span(r *record) (from, to calendar.Date) {
	from, to = calendar.None, calendar.None
	for _, field := range []string{"date", "date_from"} {
		if p.columns.cell(r, field) != "" {
			if first, _, ok := p.day(r, field, false); ok {
				from = first
			}
		}
	}
	if p.columns.cell(r, "date_to") != "" {
		if _, last, ok := p.day(r, "date_to", false); ok {
			to = last
		}
	}
	return from, to
}

func (p *policyRows) at(r *record) string {
	cell := p.columns.cell(r, "at")
	if cell == "" {
		return ""
	}
	id, how, bad := p.places.find(&query{ids: []string{cell}, names: []string{cell}, lat: nan, lon: nan})
	switch {
	case how == elsewhere:
		bad = &trouble{scenario.Quoted(cell) + " is in no country of the scenario", "allowed: a crossing, lane, place, link or country of the scenario", ""}
	case how == found:
		return id
	}
	p.wrong(r, "at", bad)
	return ""
}

// add takes a policy; the same again adds nothing, another one of its id contradicts.
func (p *policyRows) add(r *record, x scenario.Policy) {
	x.Evidence = p.claim.ID
	same := func(have *scenario.Policy) bool {
		a, b := *have, x
		a.Evidence, b.Evidence, a.KnownFrom, b.KnownFrom, a.EndKnownFrom, b.EndKnownFrom = "", "", 0, 0, 0, 0
		va, vb := a.Value, b.Value
		a.Value, b.Value = 0, 0
		return reflect.DeepEqual(a, b) && (va == vb || math.IsNaN(va) && math.IsNaN(vb))
	}
	for i := range p.s.Policies {
		if have := &p.s.Policies[i]; have.ID == x.ID {
			if same(have) {
				p.res.Same++
			} else {
				p.wrong(r, "stance", &trouble{fmt.Sprintf("policy %s is there already and says something else", x.ID), "allowed: one policy of an id", "give it an id of its own (column tagged #x_id)"})
			}
			return
		}
	}
	for i := range p.res.Addition.Policies {
		if have := &p.res.Addition.Policies[i]; have.ID == x.ID {
			if same(have) {
				p.res.Same++
			} else {
				p.wrong(r, "stance", &trouble{fmt.Sprintf("an earlier row has the id %s and says something else", x.ID), "allowed: one policy of an id", "give it an id of its own (column tagged #x_id)"})
			}
			return
		}
	}
	first := x.DateFrom
	if !first.Given() {
		first = x.KnownFrom
	}
	if first.Given() {
		p.cite(first, max(first, x.DateTo), max(x.KnownFrom, earliestDay))
	}
	p.res.Addition.Policies = append(p.res.Addition.Policies, x)
}

func (p *policyRows) finish() { p.cited() }
