package scenario

import (
	"fmt"
	"slices"
)

// takenOut tells that a row is gone because an earlier change took it out, or an
// earlier line of this one: to say that there is none would send people to look for a slip of the pen.
func (r *changeReader) takenOut(n *node, t *Table, key string) bool {
	if r.work.rowOf(t, key) >= 0 {
		return false
	}
	for _, c := range append(slices.Clone(r.earlier), r.c) {
		for i := range c.steps {
			if st := &c.steps[i]; st.kind == removeRow && st.table == t && st.key == key {
				r.bad(n, fmt.Sprintf("%s has no row %s any more", t.File(), quoted(key)), c.placed(st)+" takes it out", "leave one of the two out")
				return true
			}
		}
	}
	return false
}

// placed is where a step stands, as messages name it.
func (c *Change) placed(st *step) string {
	return fmt.Sprintf("%s:%d:%d", c.File, st.at.line, st.at.column)
}

// doneStep is a step and the change it belongs to.
type doneStep struct {
	*step
	of *Change
	n  int // in the order in which steps are carried out
}

// undone is a line that undoes another one, with the first row or cell of all it does so to.
type undone struct {
	by, earlier doneStep
	more        int
}

// warnUndone warns of what a line of this change, or of another that begins on the
// same day, has done and this one undoes: one of the two has no effect, and only the order says which.
func (r *changeReader) warnUndone() {
	var found []*undone
	cells, n := map[string]map[string]doneStep{}, 0 // by row and column, what was done last
	for _, c := range append(slices.Clone(r.earlier), r.c) {
		if c.From != r.c.From {
			continue
		}
		for i := range c.steps {
			st := doneStep{&c.steps[i], c, n}
			n++
			row, column := st.row(), st.cell()
			if cells[row] == nil {
				cells[row] = map[string]doneStep{}
			}
			earlier := cells[row][column]
			if st.kind == removeRow {
				earlier = first(cells[row])
				delete(cells, row)
			} else {
				cells[row][column] = st
			}
			if c == r.c && earlier.step != nil && st.undoes(earlier) {
				found = addUndone(found, st, earlier)
			}
		}
	}
	for _, u := range found {
		r.warnAt(u.by.at, u.String(), u.suggestion())
	}
}

// row names the row that a step is about, or the parameter.
func (s *step) row() string {
	if s.table == nil {
		return s.parameter.path()
	}
	return s.table.Name + "." + s.key
}

// cell names the column that a step alters; empty for a whole row and for parameters.
func (s *step) cell() string {
	if s.column == nil {
		return ""
	}
	return s.column.Name
}

// first is the step that was carried out first, none when there is no step.
func first(done map[string]doneStep) doneStep {
	var least doneStep
	for _, st := range done {
		if least.step == nil || st.n < least.n {
			least = st
		}
	}
	return least
}

// undoes says whether nothing is left of an earlier step on the same row or cell. All
// rows but one is said by a * and then the one.
func (s doneStep) undoes(earlier doneStep) bool {
	switch s.kind {
	case removeRow:
		return true
	case putNumber, putText:
		exception := s.of == earlier.of && earlier.several && !s.several
		again := s.kind == earlier.kind && s.value == earlier.value && s.text == earlier.text
		return !exception && !again
	}
	return false
}

func addUndone(found []*undone, by, earlier doneStep) []*undone {
	for _, u := range found {
		if u.by.at == by.at && u.earlier.of == earlier.of && u.earlier.at == earlier.at {
			u.more++
			return found
		}
	}
	return append(found, &undone{by: by, earlier: earlier})
}

// String says what is undone.
func (u *undone) String() string {
	what, done := u.by.row(), "altered"
	if u.by.kind != removeRow {
		what = u.by.address()
	} else if u.earlier.kind == addRow {
		done = "added"
	}
	is := "is"
	if u.more > 0 {
		what, is = fmt.Sprintf("%s and %d more", what, u.more), "are"
	}
	from := ""
	if u.by.of != u.earlier.of {
		from = ", from the same day"
	}
	return fmt.Sprintf("%s %s %s by %s already%s", what, is, done, u.earlier.of.placed(u.earlier.step), from)
}

func (u *undone) suggestion() string {
	switch {
	case u.by.kind == removeRow:
		return "this takes it out, so that has no effect: leave one out"
	case u.by.of == u.earlier.of:
		return "the later line wins, this one: leave one out"
	}
	return "of files with one day the one named later wins, this one: leave one out"
}
