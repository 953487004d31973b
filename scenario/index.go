package scenario

import (
	"strconv"
	"strings"

	"haven/internal/calendar"
)

// index finds a table's rows by key. It holds hashes, not texts, so that a
// table of millions of rows stays cheap; the rare rows whose hashes meet are
// kept by their text.
type index struct {
	s     *Scenario
	table *Table
	first map[uint64]int32
	rest  map[string]int32
	hash  func(key []byte) uint64
}

func newIndex(s *Scenario, t *Table) *index {
	return &index{s: s, table: t, first: make(map[uint64]int32, t.rows.count(s)), rest: map[string]int32{}, hash: hashKey}
}

// add enters row i under its key; it returns the row that has the key already, -1 when none has.
func (x *index) add(i int) int {
	var buffer [128]byte
	key := x.table.appendKey(buffer[:0], x.table.rows.row(x.s, i))
	h := x.hash(key)
	j, taken := x.first[h]
	if !taken {
		x.first[h] = int32(i)
		return -1
	}
	if x.is(int(j), key) {
		return int(j)
	}
	if j, taken := x.rest[string(key)]; taken {
		return int(j)
	}
	x.rest[string(key)] = int32(i)
	return -1
}

// find is the row with a key, -1 when there is none.
func (x *index) find(key string) int {
	if j, ok := x.first[x.hash([]byte(key))]; ok && x.is(int(j), []byte(key)) {
		return int(j)
	}
	if j, ok := x.rest[key]; ok {
		return int(j)
	}
	return -1
}

func (x *index) is(i int, key []byte) bool {
	var buffer [128]byte
	return string(x.table.appendKey(buffer[:0], x.table.rows.row(x.s, i))) == string(key)
}

// hashKey is FNV-1a.
func hashKey(key []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range key {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// appendKey appends a row's key as it stands in addresses: the key columns joined by /.
func (t *Table) appendKey(to []byte, row any) []byte {
	for i, cell := range t.keys {
		if i > 0 {
			to = append(to, '/')
		}
		switch at := cell(row).(type) {
		case *string:
			to = append(to, *at...)
		case *calendar.Date:
			to = append(to, at.String()...)
		case *float64:
			to = append(to, formatNumber(*at)...)
		}
	}
	return to
}

// RowKey is the key of row i of a table as it stands in addresses.
func (s *Scenario) RowKey(t *Table, i int) string {
	return string(t.appendKey(nil, t.rows.row(s, i)))
}

// Len is the number of rows of a table.
func (s *Scenario) Len(t *Table) int { return t.rows.count(s) }

// candidates are the keys of a table, for suggestions.
func (s *Scenario) candidates(t *Table) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := range t.rows.count(s) {
			key := s.RowKey(t, i)
			if t.Key[0] == "id" && !isID(key) {
				continue // no name to be used: it is told where it stands
			}
			if !yield(key) {
				return
			}
		}
	}
}

// ordinal is a number for people: 1st, 2nd, 3rd, 4th.
func ordinal(n int) string {
	suffix := "th"
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		suffix = "st"
	case n%10 == 2:
		suffix = "nd"
	case n%10 == 3:
		suffix = "rd"
	}
	return strconv.Itoa(n) + suffix
}

// splitAddress takes an address apart: table, key, column. For a parameter the
// column is empty.
func splitAddress(address string) (table, key, column string, ok bool) {
	table, rest, ok := strings.Cut(address, ".")
	if !ok || table == "" || rest == "" {
		return "", "", "", false
	}
	if table == "parameters" || table == neighboursSection {
		return table, rest, "", true
	}
	at := strings.LastIndexByte(rest, '.')
	if at <= 0 || at == len(rest)-1 {
		return "", "", "", false
	}
	return table, rest[:at], rest[at+1:], true
}
