package scenario

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"haven/internal/calendar"
)

// Change is what a what-if changes in a scenario from some day on: rows added,
// taken out or altered, by the same addresses as everywhere.
type Change struct {
	File  string // where it was read, for messages
	Title string
	Why   string // empty: not said
	From  calendar.Date

	steps []step
}

// step is one thing that a change does, in the order of the file.
type step struct {
	kind      stepKind
	table     *Table
	key       string // of the row
	column    *Column
	parameter *Parameter // instead of table, key and column
	value     float64    // of numbers: put, times or plus
	text      string     // of cells that hold no number, as written
	cells     map[string]string
	several   bool // of a row that a * stood for
	at        yamlPlace
	cellsAt   map[string]yamlPlace
}

type stepKind int

const (
	addRow stepKind = iota
	removeRow
	putNumber
	timesNumber
	plusNumber
	putText
)

// Of says in a line what the change does, for people.
func (c *Change) Of() []string {
	var lines []string
	for i := range c.steps {
		lines = append(lines, c.steps[i].String())
	}
	return lines
}

func (s *step) address() string {
	if s.table == nil {
		return s.parameter.path()
	}
	return s.table.Name + "." + s.key + "." + s.column.Name
}

// String says what the step does.
func (s *step) String() string {
	switch s.kind {
	case addRow:
		return fmt.Sprintf("add %s to %s", s.key, s.table.File())
	case removeRow:
		return fmt.Sprintf("remove %s from %s", s.key, s.table.File())
	case timesNumber:
		return fmt.Sprintf("%s times %s", s.address(), formatNumber(s.value))
	case plusNumber:
		return fmt.Sprintf("%s plus %s", s.address(), formatNumber(s.value))
	case putText:
		return fmt.Sprintf("%s = %s", s.address(), quoted(s.text))
	}
	return fmt.Sprintf("%s = %s", s.address(), formatNumber(s.value))
}

// Changes are those of one what-if, in the order in which their files were named.
type Changes []*Change

// Days are the days on which changes begin, in order, each once.
func (c Changes) Days() []calendar.Date {
	var days []calendar.Date
	for _, one := range c {
		days = append(days, one.From)
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// BegunBy are the changes that have begun by a day, in the order in which they
// begin; of one day in their own.
func (c Changes) BegunBy(day calendar.Date) Changes {
	var begun Changes
	for _, one := range c {
		if one.From <= day {
			begun = append(begun, one)
		}
	}
	slices.SortStableFunc(begun, func(a, b *Change) int { return cmp.Compare(a.From, b.From) })
	return begun
}

// Apply makes the changes one after the other.
func (c Changes) Apply(s *Scenario) (*Scenario, error) { return c.each(s, (*Change).Apply) }

// ApplyToMember does the same for a scenario with one member's numbers, several
// times faster: what is drawn and fitted (uncertain, fit, earlier), of which a member has no more
// use, is left as it was.
func (c Changes) ApplyToMember(s *Scenario) (*Scenario, error) {
	return c.each(s, func(one *Change, s *Scenario) (*Scenario, error) {
		out, _, err := one.carryOut(s)
		return out, err
	})
}

func (c Changes) each(s *Scenario, apply func(*Change, *Scenario) (*Scenario, error)) (*Scenario, error) {
	for _, one := range c {
		var err error
		if s, err = apply(one, s); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Apply is a copy of the scenario with the change made; tables that it does
// not touch are shared. The scenario may have other numbers than the one that the change was
// read for (a member's draw): what is altered by a factor starts from its own.
func (c *Change) Apply(s *Scenario) (*Scenario, error) {
	out, given, err := c.carryOut(s)
	if err == nil {
		out.settle(given)
	}
	return out, err
}

// carryOut makes the change, and lists the addresses that it gave numbers to.
func (c *Change) carryOut(s *Scenario) (_ *Scenario, given map[string]bool, _ error) {
	out := *s
	cloned := map[*Table]bool{}
	given = map[string]bool{}
	for i := range c.steps {
		st := &c.steps[i]
		if st.table != nil && !cloned[st.table] {
			st.table.rows.clone(&out)
			cloned[st.table] = true
		}
		if bad := st.do(&out); bad != nil {
			p := bad.problem()
			p.File, p.Line, p.Column = c.File, st.at.line, st.at.column
			return nil, nil, Problems{p}
		}
		if st.kind == putNumber || st.kind == timesNumber || st.kind == plusNumber {
			given[st.address()] = true
		}
	}
	return &out, given, nil
}

// do carries a step out on a scenario whose table is its own.
func (s *step) do(out *Scenario) *badCell {
	switch s.kind {
	case addRow:
		row := s.table.rows.add(out)
		for i := range s.table.Columns {
			column := &s.table.Columns[i]
			if bad := column.set(row, s.cells[column.Name]); bad != nil {
				return bad
			}
		}
		return nil
	case removeRow:
		i := out.rowOf(s.table, s.key)
		if i < 0 {
			return s.lost(out)
		}
		s.table.rows.keep(out, func(j int) bool { return j != i })
		return nil
	case putText:
		i := out.rowOf(s.table, s.key)
		if i < 0 {
			return s.lost(out)
		}
		return s.column.set(s.table.rows.row(out, i), s.text)
	}
	at, bad := out.resolve(s.address())
	if bad != nil {
		return bad
	}
	v := s.value
	switch was := out.at(at); s.kind {
	case timesNumber:
		v *= was
	case plusNumber:
		v += was
	default:
		return out.put(at, v)
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return &badCell{fmt.Sprintf("%s has no number to start from: the cell is empty", s.address()), "write the number itself", ""}
	}
	return out.put(at, v)
}

func (s *step) lost(in *Scenario) *badCell {
	return &badCell{fmt.Sprintf("%s has no row %s", s.table.File(), quoted(s.key)), "key: " + strings.Join(s.table.Key, "/"), didYouMean(s.key, in.candidates(s.table))}
}

// settle takes entries out that name rows which are gone, or numbers that a
// change has given: like a number that is set by hand, it is no longer drawn.
func (s *Scenario) settle(given map[string]bool) {
	var uncertain []Uncertain
	for _, u := range s.Uncertain {
		all, err := s.Expand(u.Address)
		if err != nil {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(all), func(a string) bool { return given[a] })
		switch {
		case len(rest) == len(all):
			uncertain = append(uncertain, u)
		case u.Distribution.Kind != "dirichlet":
			for _, a := range rest {
				uncertain = append(uncertain, Uncertain{a, u.Distribution, u.Evidence})
			}
		}
	}
	find := newFinder(s)
	there := func(address string) bool {
		if _, bad := find.resolve(address); bad == nil {
			return true
		}
		_, err := s.Expand(address)
		return err == nil
	}
	var fit []string
	for _, a := range s.Fit {
		if there(a) && !given[a] {
			fit = append(fit, a)
		}
	}
	var earlier []EarlierValue
	for _, e := range s.Earlier {
		if there(e.Address) {
			earlier = append(earlier, e)
		}
	}
	s.Uncertain, s.Fit, s.Earlier = uncertain, fit, earlier
	if s.Posterior != nil {
		s.Posterior = s.Posterior.only(func(a string) bool { return there(a) && !given[a] })
	}
	if s.Fitted != nil {
		s.Fitted = s.Fitted.only(func(a string) bool { return there(a) && !given[a] })
	}
}
