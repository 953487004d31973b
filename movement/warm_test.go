package movement

import (
	"slices"
	"testing"
)

// A member that was left in the middle leaves nobody behind in the arrays that
// the next one takes over and does not clear.
func TestAMemberTakesOverEmptyArrays(t *testing.T) {
	sc, f := russia(t)
	m, err := f.Compile(sc)
	if err != nil {
		t.Fatal(err)
	}
	c := m.Begin(1, 1, m.NewRecord())
	r := c.r
	if err := c.Advance(t.Context(), 10); err != nil { // the third day of eight that are counted on links at once
		t.Fatal(err)
	}
	if len(r.waysTaken) == 0 || r.asked == 0 {
		t.Fatal("nobody is under way or has asked for seats: nothing is tested")
	}
	key, rec := r.key, c.rec
	r.reset(m, key, rec)
	some := func(n int64) bool { return n != 0 }
	for name, left := range map[string]bool{
		"setting out":      slices.ContainsFunc(r.setOut[:cap(r.setOut)], some) || slices.Contains(r.setOutOn, true),
		"counted on links": slices.ContainsFunc(r.onWay, some) || slices.Contains(r.wayTaken, true),
		"joining a queue":  slices.ContainsFunc(r.scratch.joining.n, some) || slices.ContainsFunc(r.scratch.joining.slots, func(b uint64) bool { return b != 0 }),
		"asking for seats": slices.ContainsFunc(r.askAt, func(at int32) bool { return at > r.asked }),
	} {
		if left {
			t.Errorf("somebody of the member before is still %s", name)
		}
	}
}
