package scenario

import (
	"fmt"
	"maps"
	"strings"

	"haven/internal/calendar"
)

// dependants withholds what names a row that is withheld, until nothing more does: a crossing
// without a lane, its links, what is decided, travelled or observed there.
func (k *knowledge) dependants() {
	for more := true; more; {
		more = k.crossingsWithoutLane()
		names := k.goneNames()
		for _, t := range tables {
			for j := range t.Columns {
				if c := &t.Columns[j]; c.Type == Name {
					more = k.naming(t, c, names) || more
				}
			}
		}
	}
}

// goneNames are, by table, the ids of the rows that are withheld.
func (k *knowledge) goneNames() map[string]map[string]bool {
	names := map[string]map[string]bool{}
	for t, rows := range k.gone {
		if len(t.Key) != 1 || t == evidenceTable {
			continue
		}
		names[t.Name] = make(map[string]bool, len(rows))
		for _, w := range rows {
			names[t.Name][w.Key] = true
		}
	}
	return names
}

func (k *knowledge) naming(t *Table, c *Column, names map[string]map[string]bool) (more bool) {
	for _, refers := range c.Refers {
		if len(names[refers]) == 0 {
			continue
		}
		for i := range t.rows.count(k.whole) {
			for _, id := range c.names(*c.cell(t.rows.row(k.whole, i)).(*string)) {
				if _, already := k.gone[t][i]; already || !names[refers][id] {
					continue
				}
				k.withhold(t, i, calendar.None, fmt.Sprintf("names %s of %s.csv, which was not known", id, refers))
				more = true
			}
		}
	}
	return more
}

// crossingsWithoutLane withholds the places of crossings all of whose lanes are withheld.
func (k *knowledge) crossingsWithoutLane() (more bool) {
	if len(k.gone[crossingsTable]) == 0 {
		return false
	}
	left := map[string]int{}
	for i := range k.whole.Crossings {
		place := k.whole.Crossings[i].Place
		if _, gone := k.gone[crossingsTable][i]; gone {
			left[place] += 0
		} else {
			left[place]++
		}
	}
	for i := range k.whole.Places {
		lanes, has := left[k.whole.Places[i].ID]
		if _, already := k.gone[placesTable][i]; has && lanes == 0 && !already {
			k.withhold(placesTable, i, calendar.None, "none of its lanes was known")
			more = true
		}
	}
	return more
}

// citations takes withheld claims out of the cells that cite them.
func (k *knowledge) citations(out *Scenario) {
	gone := map[string]bool{}
	for _, w := range k.gone[evidenceTable] {
		gone[w.Key] = true
	}
	if len(gone) == 0 {
		return
	}
	for _, t := range tables {
		column, cloned := t.Column("evidence"), false
		if column == nil {
			continue
		}
		for i := range t.rows.count(out) {
			cell := *column.cell(t.rows.row(out, i)).(*string)
			if known := k.cited(cell, gone); known != cell {
				if !cloned {
					t.rows.clone(out)
					cloned = true
				}
				*column.cell(t.rows.row(out, i)).(*string) = known
			}
		}
	}
	out.ParameterEvidence = maps.Clone(out.ParameterEvidence)
	for key, cell := range out.ParameterEvidence {
		out.ParameterEvidence[key] = k.cited(cell, gone)
	}
	out.Uncertain = append([]Uncertain(nil), out.Uncertain...)
	for i := range out.Uncertain {
		out.Uncertain[i].Evidence = k.cited(out.Uncertain[i].Evidence, gone)
	}
}

// cited is an evidence cell without the claims that were not known.
func (k *knowledge) cited(cell string, gone map[string]bool) string {
	var known []string
	ids := Cites(cell)
	for _, id := range ids {
		if !gone[id] {
			known = append(known, id)
		}
	}
	switch {
	case len(known) == len(ids):
		return cell
	case len(known) == 0:
		return assumed + " no source was known by " + k.day.String()
	}
	return strings.Join(known, ";")
}

// addresses leaves out of uncertain and fit what names a withheld row.
func (k *knowledge) addresses(out *Scenario) {
	known := func(address string) bool {
		table, _, _, ok := splitAddress(address)
		if t := TableNamed(table); !ok || t == nil || len(k.gone[t]) == 0 {
			return true
		}
		_, err := out.Expand(address)
		return err == nil
	}
	var uncertain []Uncertain
	for _, u := range out.Uncertain {
		if known(u.Address) {
			uncertain = append(uncertain, u)
		}
	}
	var fit []string
	for _, address := range out.Fit {
		if known(address) {
			fit = append(fit, address)
		}
	}
	out.Uncertain, out.Fit = uncertain, fit
	if out.Posterior != nil {
		out.Posterior = out.Posterior.only(known)
	}
	if out.Fitted != nil {
		out.Fitted = out.Fitted.only(known)
	}
}
