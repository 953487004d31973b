package scenario

import (
	"fmt"
	"math"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// Standing says where a table's rows with numbers come from.
type Standing struct {
	Table          string
	Cited, Assumed int // rows that cite evidence, rows that say assumed
}

// Standings counts, table by table, what is cited and what is assumed;
// parameters come first. Haven's own parameters count as assumed.
func (s *Scenario) Standings() []Standing {
	list := []Standing{{Table: "parameters"}}
	for _, p := range s.settings() {
		if cell := s.ParameterCitation(p); cell != "" && !strings.HasPrefix(cell, assumed) {
			list[0].Cited++
		} else {
			list[0].Assumed++
		}
	}
	for _, t := range tables {
		column := t.Column("evidence")
		if column == nil || t.rows.count(s) == 0 {
			continue
		}
		one := Standing{Table: t.Name}
		for i := range t.rows.count(s) {
			switch cell := *column.cell(t.rows.row(s, i)).(*string); {
			case strings.HasPrefix(cell, assumed):
				one.Assumed++
			case cell != "":
				one.Cited++
			}
		}
		list = append(list, one)
	}
	return list
}

func (d *description) known() {
	s := d.s
	d.heading("What is known and what is assumed")
	for _, one := range s.Standings() {
		d.line("  - %s: %s cited, %s assumed", one.Table, thousands(float64(one.Cited)), thousands(float64(one.Assumed)))
	}
	defaults := Defaults()
	same := 0
	settings := s.settings()
	for _, p := range settings {
		if reflect.DeepEqual(p.cell(&s.Parameters), p.cell(&defaults)) {
			same++
		}
	}
	whose := "haven's"
	if s.Rule == "neighbours" {
		whose = "haven's or Flee's"
	}
	d.line("  %d of %d parameters are %s own.", same, len(settings), whose)
	if len(s.Evidence) == 0 {
		return
	}
	outlets, grades := map[string]bool{}, map[string]int{}
	for i := range s.Evidence {
		outlets[s.Evidence[i].Outlet] = true
		if g := s.Evidence[i].Grade; g != "" {
			grades[g[:1]]++
		}
	}
	text := fmt.Sprintf("  evidence.csv holds %s from %s", count(len(s.Evidence), "claim", "claims"), count(len(outlets), "outlet", "outlets"))
	var parts []string
	for _, g := range []string{"A", "B", "C", "D", "E", "F"} {
		if grades[g] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", g, grades[g]))
		}
	}
	if len(parts) > 0 {
		text += "; graded " + strings.Join(parts, ", ")
	}
	d.line("%s.", text)
}

// Range is where nine of ten draws of a prior lie around the median v. For a
// dirichlet, whose shares are drawn together, it is not given (NaN).
func (p Distribution) Range(v float64) (low, high float64) {
	const z = 1.6448536269514722 // the normal's 95 % quantile
	switch p.Kind {
	case "lognormal":
		f := math.Pow(p.Spread, z)
		return v / f, v * f
	case "uniform":
		return p.Low + 0.1*(v-p.Low), p.High - 0.1*(p.High-v) // half of the draws lie on either side of v
	}
	return math.NaN(), math.NaN()
}

func (d *description) uncertain() {
	s := d.s
	d.heading("What is uncertain")
	if p := s.Posterior; p != nil {
		when := ""
		if s.Fitted != nil {
			when = ", to what was known on " + s.Fitted.KnownBy.String()
		}
		d.line("  - fitted, %s that belong together (posterior.csv)"+when+"; of each number the median, and nine in ten points from .. to ..", count(len(p.Rows), "point", "points"))
		for j, a := range p.Addresses {
			q := p.quantiles(j, 0.05, 0.5, 0.95)
			d.line("  - %s: %s, from %s to %s", a, amount(q[1]), amount(q[0]), amount(q[2]))
		}
	}
	if len(s.Uncertain) == 0 && s.Posterior == nil {
		d.line("  - no number has a prior; only chance makes members differ")
		return
	}
	fitted := map[string]bool{}
	for _, a := range s.Fit {
		fitted[a] = true
	}
	for _, u := range s.Uncertain {
		text := u.Address + ": " + u.Distribution.Kind
		if v, err := s.Value(u.Address); err == nil {
			text += ", the table says " + amount(v)
			if low, high := u.Distribution.Range(v); !math.IsNaN(low) {
				text += fmt.Sprintf("; nine in ten draws from %s to %s", amount(low), amount(high))
			}
		}
		if fitted[u.Address] {
			text += "; to be fitted"
		}
		d.line("  - %s", text)
	}
}

// amount is a number to three digits, with separators where it is large.
func amount(v float64) string {
	if math.Abs(v) >= 100 {
		return thousands(v)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

func (d *description) observed() {
	s := d.s
	d.heading("What was seen, to hold the model against")
	by := map[string]int{}
	for i := range s.Observations {
		by[s.Observations[i].Measure+" at "+s.Observations[i].Place]++
	}
	keys := make([]string, 0, len(by))
	for k := range by {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		d.line("  - %s: %s", k, count(by[k], "figure", "figures"))
	}
	if n := len(s.Registrations); n > 0 {
		labels := map[string]bool{}
		for i := range s.Registrations {
			labels[s.Registrations[i].Label] = true
		}
		d.line("  - registrations: %s under %s", count(n, "count", "counts"), count(len(labels), "label", "labels"))
	} else if len(keys) == 0 {
		d.line("  - nothing")
	}
}
