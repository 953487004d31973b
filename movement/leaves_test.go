package movement

import (
	"slices"
	"testing"

	"haven/scenario"
)

// Tables that take their weights from one like them have those that they would
// have been weighed with, also where a member's classes differ in means.
func TestAlikeTablesWeighAlike(t *testing.T) {
	sc, f := russia(t)
	richer, err := sc.With(map[string]float64{"groups." + sc.Groups[f.classes[1]].ID + ".means_usd": 750})
	if err != nil {
		t.Fatal(err)
	}
	for _, own := range []*scenario.Scenario{sc, richer} {
		m, err := f.Compile(own)
		if err != nil {
			t.Fatal(err)
		}
		got, costs, alike := slices.Clone(m.leafWeight), m.wayCosts(), 0
		for i := range m.tables {
			tab := &m.tables[i]
			if tab.like != none {
				alike++
			}
			best := m.weighTable(tab, costs)
			if best != m.reference[i] || !slices.Equal(got[tab.leafFrom:tab.leafTo], m.leafWeight[tab.leafFrom:tab.leafTo]) {
				t.Errorf("table %d: the best is worth %v, want %v; weights %v, want %v", i, m.reference[i], best, got[tab.leafFrom:tab.leafTo], m.leafWeight[tab.leafFrom:tab.leafTo])
			}
		}
		if alike == 0 {
			t.Error("no table is like another: nothing was tested")
		}
	}
}

// russia is the founding scenario with its frame.
func russia(t *testing.T) (*scenario.Scenario, *Frame) {
	t.Helper()
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		t.Fatal(err)
	}
	f, err := Prepare(sc)
	if err != nil {
		t.Fatal(err)
	}
	return sc, f
}
