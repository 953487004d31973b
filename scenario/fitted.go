package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"haven/internal/calendar"
)

// Fitted says of a scenario that a fit has made what its numbers were before. The day
// decides which of the two KnownBy gives.
type Fitted struct {
	KnownBy calendar.Date // the fit reads what was known by the end of this day
	Points  int           // of the sample that it left; 0: a folder from before this was written down
	Before  []Unfitted
}

// Unfitted is what a number, or with a * several, was before a fit: its value, its
// prior, or both.
type Unfitted struct {
	Uncertain         // of Distribution.Kind "": no prior of its own
	Value     float64 // of the table
	HasValue  bool
}

// posteriorTable stands for posterior.csv where something is said of it; its columns differ from fit to fit.
var posteriorTable = &Table{Name: "posterior"}

// before is what a fit by that day changes of the scenario.
func (s *Scenario) before(p *Posterior, knownBy calendar.Date) (*Fitted, error) {
	if !knownBy.Given() {
		return nil, nil
	}
	f := &Fitted{KnownBy: knownBy, Points: len(p.Rows)}
	if s.Fitted != nil { // what two fits have learned goes back to the priors as one
		f.KnownBy, f.Before = max(knownBy, s.Fitted.KnownBy), slices.Clone(s.Fitted.Before)
	}
	for _, a := range p.Addresses {
		value, err := s.Value(a)
		if err != nil {
			return nil, err
		}
		u := Unfitted{Uncertain: Uncertain{Address: a}, Value: value, HasValue: true}
		if i := slices.IndexFunc(s.Uncertain, func(u Uncertain) bool { return u.Address == a }); i >= 0 {
			u.Uncertain = s.Uncertain[i]
		}
		f.add(u)
	}
	for _, u := range s.Uncertain { // shares drawn together
		if strings.Contains(u.Address, "*") && slices.ContainsFunc(p.Addresses, func(a string) bool { return s.stands(u.Address, a) }) {
			f.add(Unfitted{Uncertain: u})
		}
	}
	return f, nil
}

// add keeps what a number was before the first fit.
func (f *Fitted) add(u Unfitted) {
	if !slices.ContainsFunc(f.Before, func(have Unfitted) bool { return have.Address == u.Address }) {
		f.Before = append(f.Before, u)
	}
}

// values are those of the numbers before the fit.
func (f *Fitted) values() map[string]float64 {
	values := map[string]float64{}
	for _, u := range f.Before {
		if u.HasValue {
			values[u.Address] = u.Value
		}
	}
	return values
}

// only keeps what approved addresses were; nil when nothing is left.
func (f *Fitted) only(known func(address string) bool) *Fitted {
	out := &Fitted{KnownBy: f.KnownBy, Points: f.Points}
	for _, u := range f.Before {
		if known(u.Address) {
			out.Before = append(out.Before, u)
		}
	}
	if len(out.Before) == 0 {
		return nil
	}
	return out
}

// unfitted is the scenario as it was before the fit: its numbers, priors and what is to be fitted.
func (s *Scenario) unfitted() (*Scenario, error) {
	out, err := s.With(s.Fitted.values())
	if err != nil {
		return nil, err
	}
	out.Posterior, out.Fitted = nil, nil
	out.Uncertain, out.Fit = slices.Clone(s.Uncertain), slices.Clone(s.Fit)
	for _, u := range s.Fitted.Before {
		if u.Distribution.Kind != "" {
			out.Uncertain = append(out.Uncertain, u.Uncertain)
			out.Fit = append(out.Fit, u.Address)
		}
	}
	return out, nil
}

// sampleWithheld tells that the sample of a fit was known later.
func (f *Fitted) sampleWithheld() Withheld {
	return Withheld{
		Table: posteriorTable, Row: -1, Key: "all of it", KnownFrom: f.KnownBy,
		Why: fmt.Sprintf("fitted to what was known on %s; before, numbers have the values and priors that they had before the fit", f.KnownBy),
	}
}

var fittedKeys = []string{"known_by", "points", "before"}

// fitted reads what scenario.yaml says of a fit.
func (y *settings) fitted(n *node) {
	f := &Fitted{KnownBy: calendar.None}
	y.entries(n, "fitted.", "fitted", fittedKeys, func(key string, v *node) {
		switch key {
		case "known_by":
			f.KnownBy = y.date(v, key)
		case "points":
			f.Points, _ = y.whole(v, key, 1, mostPosterior)
		case "before":
			y.entries(v, "fitted.before.", "before", nil, func(address string, v *node) {
				if u, ok := y.unfitted(address, v); ok {
					f.Before = append(f.Before, u)
				}
			})
		}
	})
	switch {
	case n.kind != mapNode:
	case !f.KnownBy.Given():
		y.bad(n, "fitted does not say what was known", "write known_by: 2022-09-28, the day that the fit was made with", "")
	case len(f.Before) == 0:
		y.bad(n, "fitted does not say what the numbers were before", "write before: and a line such as shocks.decree.size_per_day: {value: 0.05, lognormal: {spread: 1.5}}", "without it leave fitted: out")
	default:
		y.s.Fitted = f
	}
}

// unfitted reads {value: ..., kind: {numbers}, evidence: ...}.
func (y *settings) unfitted(address string, n *node) (u Unfitted, ok bool) {
	u.Address = address
	y.files.yaml["uncertain."+address] = yamlPlace{n.line, n.column} // where its prior is checked
	if n.kind != mapNode {
		y.bad(n, fmt.Sprintf("%s is %s", address, describeNode(n)), "write {value: 0.05, lognormal: {spread: 1.5}}", "")
		return u, false
	}
	prior := &node{line: n.line, column: n.column, kind: mapNode}
	ok = true
	for _, p := range n.pairs {
		if p.key.text != "value" {
			prior.pairs = append(prior.pairs, p)
			continue
		}
		u.Value, ok = y.number(p.value, &Column{Name: "value", Type: Number, Min: free, Max: inf, Required: true})
		u.HasValue = true
	}
	if len(prior.pairs) > 0 || !u.HasValue {
		ok = y.distribution(prior, &u.Uncertain) && ok
	}
	return u, ok
}

// yaml writes what a fit leaves behind beside its sample, which a variant may have lost.
func (f *Fitted) yaml(b *strings.Builder, sample *Posterior) {
	fmt.Fprintf(b, "fitted:\n  known_by: %s\n", f.KnownBy)
	if f.Points > 0 && sample != nil {
		fmt.Fprintf(b, "  points: %d\n", len(sample.Rows))
	}
	b.WriteString("  before:\n")
	for _, u := range f.Before {
		var parts []string
		if u.HasValue {
			parts = append(parts, "value: "+formatNumber(u.Value))
		}
		if u.Distribution.Kind != "" {
			parts = append(parts, u.Uncertain.yaml())
		}
		fmt.Fprintf(b, "    %s: {%s}\n", yamlAddress(u.Address), strings.Join(parts, ", "))
	}
}

// yaml is a prior with its evidence.
func (u *Uncertain) yaml() string {
	text := fmt.Sprintf("%s: {%s}", u.Distribution.Kind, u.Distribution.yaml())
	if u.Evidence != "" {
		text += ", evidence: " + strconv.Quote(u.Evidence)
	}
	return text
}

// fitted checks that the scenario can be taken back to what it was.
func (c *checker) fitted() {
	if c.s.Fitted == nil {
		return
	}
	for _, u := range c.s.Fitted.Before {
		if table, _, _, ok := splitAddress(u.Address); ok && TableNamed(table) != nil && c.files.broken[TableNamed(table)] {
			return
		}
		if _, err := c.s.Expand(u.Address); err != nil {
			c.badSetting("fitted.before."+u.Address, plainError(err), "", "")
			return
		}
	}
	before, err := c.s.unfitted()
	if err != nil {
		c.badSetting("fitted.before", "the numbers from before the fit cannot stand: "+plainError(err), "", "")
		return
	}
	then, taken := &checker{s: before, files: c.files, problems: c.problems}, map[string]string{}
	for _, u := range before.Uncertain {
		then.prior(u, taken)
	}
}
