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
