package scenario

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// place is what an address names: a number of the scenario.
type place struct {
	parameter *Parameter // nil for a table's cell
	table     *Table
	row       int
	column    *Column
}

// resolve finds what an address names. The problem says what is wrong with it.
func (s *Scenario) resolve(address string) (place, *badCell) {
	tableName, key, columnName, ok := splitAddress(address)
	if !ok {
		return place{}, &badCell{quoted(address) + " is no address", "write table.key.column, such as crossings.lars_car.exit_per_day, or parameters.scale", ""}
	}
	switch tableName {
	case "parameters":
		return s.resolveParameter(parameterList, key)
	case neighboursSection:
		return s.resolveParameter(neighboursList, key)
	}
	t := TableNamed(tableName)
	if t == nil {
		names := []string{"parameters", neighboursSection}
		for _, t := range tables {
			names = append(names, t.Name)
		}
		return place{}, &badCell{fmt.Sprintf("there is no table %s (in %s)", quoted(tableName), quoted(address)), oneOfList(names), didYouMean(tableName, among(names))}
	}
	column := t.Column(columnName)
	if column == nil || !column.isNumber() {
		names := t.numberColumns()
		what := "has no column"
		if column != nil {
			what = "holds no numbers in"
		}
		return place{}, &badCell{fmt.Sprintf("%s %s %s (in %s)", t.File(), what, quoted(columnName), quoted(address)), oneOfList(names), didYouMean(columnName, among(names))}
	}
	row := s.rowOf(t, key)
	if row < 0 {
		return place{}, &badCell{fmt.Sprintf("%s has no row %s (in %s)", t.File(), quoted(key), quoted(address)), "key: " + strings.Join(t.Key, "/"), didYouMean(key, s.candidates(t))}
	}
	return place{table: t, row: row, column: column}, nil
}

func (s *Scenario) resolveParameter(list []Parameter, key string) (place, *badCell) {
	p := parameterNamed(list, key)
	if p != nil && p.isNumber(s) {
		return place{parameter: p}, nil
	}
	var names []string
	for i := range list {
		if list[i].isNumber(s) {
			names = append(names, list[i].Key)
		}
	}
	return place{}, &badCell{fmt.Sprintf("there is no parameter %s that is one number", quoted(key)), oneOfList(names), didYouMean(key, among(names))}
}

func (p *Parameter) isNumber(s *Scenario) bool {
	switch p.cell(&s.Parameters).(type) {
	case *float64, *int:
		return true
	}
	return false
}

func (t *Table) numberColumns() []string {
	var names []string
	for i := range t.Columns {
		if t.Columns[i].isNumber() {
			names = append(names, t.Columns[i].Name)
		}
	}
	return names
}

// rowOf is the row with a key, -1 when there is none.
func (s *Scenario) rowOf(t *Table, key string) int {
	for i := range t.rows.count(s) {
		if id, ok := t.keys[0](t.rows.row(s, i)).(*string); ok && len(t.keys) == 1 {
			if *id == key {
				return i
			}
			continue
		}
		var buffer [128]byte
		if string(t.appendKey(buffer[:0], t.rows.row(s, i))) == key {
			return i
		}
	}
	return -1
}

func (s *Scenario) at(p place) float64 {
	if p.parameter != nil {
		switch at := p.parameter.cell(&s.Parameters).(type) {
		case *float64:
			return *at
		case *int:
			return float64(*at)
		}
	}
	switch at := p.column.cell(p.table.rows.row(s, p.row)).(type) {
	case *float64:
		return *at
	case *int64:
		return float64(*at)
	}
	return math.NaN()
}

// Value is the number at an address. It is +Inf where no limit is given and
// NaN where a number is not given.
func (s *Scenario) Value(address string) (float64, error) {
	p, bad := s.resolve(address)
	if bad != nil {
		return 0, bad.problem()
	}
	return s.at(p), nil
}

func (b *badCell) problem() Problem {
	return Problem{Message: b.message, Allowed: b.allowed, Suggestion: b.suggestion}
}

// Error makes one problem an error.
func (p Problem) Error() string { return p.String() }

// Bounds are the least and the greatest number allowed at an address; a
// policy's value has those of its instrument. Infinite where there is none.
func (s *Scenario) Bounds(address string) (low, high float64, err error) {
	p, bad := s.resolve(address)
	if bad != nil {
		return 0, 0, bad.problem()
	}
	column := p.column
	if p.parameter != nil {
		column = p.parameter.column()
	}
	low, high = column.Min, column.Max
	if column.AboveMin {
		low = math.Nextafter(low, math.Inf(1))
	}
	if p.table != nil && p.table.Name == "policies" && column.Name == "value" {
		if in := instrumentNamed(s.Policies[p.row].Instrument); in != nil {
			low, high = max(low, in.min), min(high, in.max)
		}
	}
	return low, high, nil
}

// With is a copy of the scenario in which the numbers at the addresses are
// changed; tables that are not touched are shared. Whole numbers are rounded.
// The error is a Problems that lists every address or value that is wrong.
func (s *Scenario) With(values map[string]float64) (*Scenario, error) {
	addresses := slices.Sorted(maps.Keys(values))
	list := make([]float64, len(addresses))
	for i, a := range addresses {
		list[i] = values[a]
	}
	return s.Cells(addresses).With(list)
}

// bounds is the column of a number with the bounds that hold in its row: the
// value of a policy means something else for each instrument.
func (s *Scenario) bounds(p place) *Column {
	if p.parameter != nil {
		return p.parameter.column()
	}
	if p.table != policiesTable {
		return p.column
	}
	column := *p.column
	if in := instrumentNamed(s.Policies[p.row].Instrument); in != nil {
		column.Min, column.Max = in.min, in.max
	}
	return &column
}

// put changes one number within its bounds.
func (s *Scenario) put(p place, v float64) *badCell {
	column := s.bounds(p)
	if math.IsNaN(v) || math.IsInf(v, 0) && !(v > 0 && math.IsInf(column.empty, 1)) {
		return &badCell{message: fmt.Sprintf("%s is %v", column.Name, v), allowed: "a number"}
	}
	if bad := column.checkNumber(v); bad != nil {
		return bad
	}
	if p.parameter != nil {
		switch at := p.parameter.cell(&s.Parameters).(type) {
		case *float64:
			*at = v
		case *int:
			*at = int(math.Round(v))
		}
		return nil
	}
	switch at := p.column.cell(p.table.rows.row(s, p.row)).(type) {
	case *float64:
		*at = v
	case *int64:
		if v > largestCount {
			return &badCell{message: fmt.Sprintf("%s is %s", column.Name, formatNumber(v)), allowed: fmt.Sprintf("allowed: up to %d", int64(largestCount))}
		}
		*at = int64(math.Round(v))
	}
	return nil
}

// checkSpreads holds the two spreads of the nested logit against each other.
func checkSpreads(p *Parameters) *badCell {
	if p.SpreadWay <= p.SpreadCrossing {
		return nil
	}
	return &badCell{
		message: fmt.Sprintf("spread_way %s is above spread_crossing %s", formatNumber(p.SpreadWay), formatNumber(p.SpreadCrossing)),
		allowed: "allowed: 0 < spread_way <= spread_crossing <= 1",
	}
}

// Expand lists the addresses that an address stands for: itself, or, when its
// key has a * that is no row's own, all that match, in the table's order. The
// shares of a dirichlet are named so: group_shares.moscow/*.share.
func (s *Scenario) Expand(address string) ([]string, error) {
	if _, bad := s.resolve(address); bad == nil {
		return []string{address}, nil
	} else if !strings.Contains(address, "*") {
		return nil, bad.problem()
	}
	tableName, key, column, ok := splitAddress(address)
	t := TableNamed(tableName)
	if !ok || t == nil || t.Column(column) == nil || !t.Column(column).isNumber() {
		_, bad := s.resolve(address)
		return nil, bad.problem()
	}
	var out []string
	for _, have := range s.rowsLike(t, key) {
		out = append(out, tableName+"."+have+"."+column)
	}
	if len(out) == 0 {
		return nil, noMatch(t, key, column).problem()
	}
	return out, nil
}

// rowsLike lists the keys of the rows that a key stands for, in the table's
// order: its own row or, where it has none, all that match its *.
func (s *Scenario) rowsLike(t *Table, key string) []string {
	if s.rowOf(t, key) >= 0 {
		return []string{key}
	}
	if !strings.Contains(key, "*") {
		return nil
	}
	pattern := strings.Split(key, "/")
	var keys []string
	for i := range t.rows.count(s) {
		if have := s.RowKey(t, i); matches(pattern, strings.Split(have, "/")) {
			keys = append(keys, have)
		}
	}
	return keys
}

// noMatch says that no row has a key with a * in it.
func noMatch(t *Table, key, column string) *badCell {
	bad := &badCell{fmt.Sprintf("no row of %s matches %s", t.File(), quoted(key)), "key: " + strings.Join(t.Key, "/"), ""}
	if key == "*" && len(t.Key) > 1 {
		bad.suggestion = fmt.Sprintf("for all rows, write %s.%s.%s", t.Name, strings.Repeat("/*", len(t.Key))[1:], column)
	}
	return bad
}

func matches(pattern, have []string) bool {
	if len(pattern) != len(have) {
		return false
	}
	for i, p := range pattern {
		if p != "*" && p != have[i] {
			return false
		}
	}
	return true
}
