package scenario

import (
	"math"
	"strings"

	"haven/internal/calendar"
)

// Type says what a cell of a column holds and how it is written.
type Type string

// The types of columns.
const (
	Text    Type = "text"     // free words
	ID      Type = "id"       // letters, digits, _ and -; how other rows name this one
	Name    Type = "name"     // an id or another table's name, see Column.Refers
	Number  Type = "number"   // a plain decimal number such as 0.25
	Whole   Type = "whole"    // a number without decimals
	Date    Type = "date"     // 2022-09-21
	Clock   Type = "clock"    // HH:MM, 00:00 to 24:00
	Country Type = "country"  // ISO 3166-1 alpha-3
	YesNo   Type = "yes|no"   // yes or no
	Groups  Type = "selector" // which groups, such as "sex=m documents=none|internal"
	Company Type = "party"    // who travels together: 1, or "man=1 woman=1 child=1"
	Cited   Type = "evidence" // ids of evidence.csv joined by ; or "assumed: why"
)

// Column describes one column of a table: the reader, the writer, the check,
// datapackage.json and docs/scenario.md all follow it.
type Column struct {
	Name     string
	Type     Type
	About    string   // what it means, in a sentence
	Unit     string   // of a number; empty when it is a bare ratio or count
	Required bool     // the cell must not be empty
	Allowed  []string // the only texts allowed; with Refers: allowed beside the ids
	Refers   []string // tables (or "countries", "regions") whose ids the cell names
	Min, Max float64  // bounds of a number, both allowed; infinite when free
	AboveMin bool     // Min itself is not allowed
	IfEmpty  string   // what an empty cell means, in words
	Rule     string   // the only rule under which the column is written; it may be left out of the file
	Verbatim bool     // a text that may begin or end with a space
	Several  bool     // a name may be several, joined by ;
	Optional bool     // the column may be left out of the file, and is written only where a row needs it

	empty float64           // the number an empty cell stands for
	cell  func(row any) any // address of the field in a row
}

// Table describes one CSV file of a scenario's folder.
type Table struct {
	Name     string // the file is Name + ".csv"; addresses begin with it
	About    string
	Key      []string // the columns that together name a row
	Required bool     // the file must be there
	Rule     string   // the only rule that reads it; empty: any but neighbours may
	Columns  []Column

	rows rows
	keys []func(row any) any // addresses of the key's fields
}

// File is the table's file name.
func (t *Table) File() string { return t.Name + ".csv" }

// Column is the column of that name, nil when there is none.
func (t *Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

// needs says whether a scenario of this rule must have the table.
func (s *Scenario) needs(t *Table) bool {
	if s.Rule == "neighbours" && (t == groupsTable || t == groupSharesTable) {
		return false // everybody is alike but for demographics.csv
	}
	return t.Required
}

// columns are the columns that a table of this scenario is written with.
func (s *Scenario) columns(t *Table) []*Column {
	list := make([]*Column, 0, len(t.Columns))
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Rule != "" && c.Rule != s.Rule || c.Optional && !s.uses(t, c) {
			continue
		}
		list = append(list, c)
	}
	return list
}

// uses says whether any row of a table gives a column.
func (s *Scenario) uses(t *Table, c *Column) bool {
	for i := range t.rows.count(s) {
		if c.get(t.rows.row(s, i)) != "" {
			return true
		}
	}
	return false
}

// Tables are the tables of a scenario in their canonical order. Not to be changed.
func Tables() []*Table { return tables }

// TableNamed is the table of that name, nil when there is none.
func TableNamed(name string) *Table {
	for _, t := range tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// rows reaches a table's rows within a scenario. A row is a pointer to the
// element, so that handing it around allocates nothing.
type rows interface {
	count(s *Scenario) int
	row(s *Scenario, i int) any
	add(s *Scenario) any
	grow(s *Scenario, n int)
	drop(s *Scenario)
	clone(s *Scenario)
	keep(s *Scenario, kept func(i int) bool)
}

type rowsOf[T any] struct {
	at func(*Scenario) *[]T
}

func (r rowsOf[T]) count(s *Scenario) int      { return len(*r.at(s)) }
func (r rowsOf[T]) row(s *Scenario, i int) any { return &(*r.at(s))[i] }

func (r rowsOf[T]) add(s *Scenario) any {
	list := r.at(s)
	var zero T
	*list = append(*list, zero)
	return &(*list)[len(*list)-1]
}

// grow makes room for n rows in all, so that a long table is not copied on the way.
func (r rowsOf[T]) grow(s *Scenario, n int) {
	list := r.at(s)
	if cap(*list) < n {
		*list = append(make([]T, 0, n), *list...)
	}
}

func (r rowsOf[T]) drop(s *Scenario) {
	list := r.at(s)
	*list = (*list)[:len(*list)-1]
}

func (r rowsOf[T]) clone(s *Scenario) {
	list := r.at(s)
	*list = append([]T(nil), *list...)
}

// keep makes a table of its own of the rows that are kept, in their order.
func (r rowsOf[T]) keep(s *Scenario, kept func(i int) bool) {
	list := r.at(s)
	var rest []T
	for i := range *list {
		if kept(i) {
			rest = append(rest, (*list)[i])
		}
	}
	*list = rest
}

func table[T any](name, about string, at func(*Scenario) *[]T, key []string, columns ...Column) *Table {
	t := &Table{Name: name, About: about, Key: key, Columns: columns, rows: rowsOf[T]{at}}
	for _, k := range key {
		t.keys = append(t.keys, t.Column(k).cell)
	}
	return t
}

func (t *Table) needed() *Table { t.Required = true; return t }

func field[T, F any](name string, typ Type, about string, at func(*T) *F) Column {
	return Column{
		Name: name, Type: typ, About: about, Min: math.Inf(-1), Max: math.Inf(1),
		cell: func(row any) any { return at(row.(*T)) },
	}
}

// names are the ids that a cell of the column names.
func (c *Column) names(cell string) []string {
	if !c.Several {
		return []string{cell}
	}
	return strings.Split(cell, ";")
}

func text[T any](name, about string, at func(*T) *string) Column {
	return field(name, Text, about, at)
}

func id[T any](about string, at func(*T) *string) Column {
	return field("id", ID, about, at).needed()
}

func name[T any](column, about string, at func(*T) *string, refers ...string) Column {
	c := field(column, Name, about, at)
	c.Refers = refers
	return c
}

func country[T any](column, about string, at func(*T) *string) Column {
	return field(column, Country, about, at)
}

func number[T any](column, unit, about string, at func(*T) *float64) Column {
	c := field(column, Number, about, at)
	c.Unit = unit
	return c
}

func whole[T any](column, unit, about string, at func(*T) *int64) Column {
	c := field(column, Whole, about, at).atLeast(0)
	c.Unit = unit
	return c
}

func date[T any](column, about string, at func(*T) *calendar.Date) Column {
	return field(column, Date, about, at)
}

func clock[T any](column, about string, at func(*T) *float64, empty float64, words string) Column {
	c := field(column, Clock, about, at).ifEmpty(empty, words)
	c.Min, c.Max = 0, 24
	return c
}

func cited[T any](at func(*T) *string) Column {
	return field("evidence", Cited, "where the row's numbers come from", at)
}

func groupsOf[T any](at func(*T) *Selector) Column {
	return field("applies_to", Groups, "to which groups: conditions that must all hold", at).orElse("everybody")
}

func (c Column) needed() Column                     { c.Required = true; return c }
func (c Column) several() Column                    { c.Several = true; return c }
func (c Column) mayBeAbsent() Column                { c.Optional = true; return c }
func (c Column) oneOf(values ...string) Column      { c.Allowed = values; return c }
func (c Column) atLeast(low float64) Column         { c.Min = low; return c }
func (c Column) above(low float64) Column           { c.Min, c.AboveMin = low, true; return c }
func (c Column) within(low, high float64) Column    { c.Min, c.Max = low, high; return c }
func (c Column) orElse(words string) Column         { c.IfEmpty = words; return c }
func (c Column) ifEmpty(v float64, w string) Column { c.empty, c.IfEmpty = v, w; return c }
func (c Column) noLimit() Column                    { return c.ifEmpty(math.Inf(1), "no limit") }
func (c Column) notGiven() Column                   { return c.ifEmpty(math.NaN(), "not given") }
func (c Column) isNumber() bool                     { return c.Type == Number || c.Type == Whole }
func (c Column) emptyIs(v float64) bool             { return v == c.empty || math.IsNaN(v) && math.IsNaN(c.empty) }
