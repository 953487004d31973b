package ensemble

import (
	"math"
	"testing"

	"haven/movement"
	"haven/scenario"
)

// Under the rule neighbours camps are recorded as places and as destinations: their
// countries' stocks are summed up here, and a capacity counts once, in counted people.
func TestCampsAreSummedUpAndTheirRoomCountsOnce(t *testing.T) {
	sc := &scenario.Scenario{Rule: "neighbours", Parameters: scenario.Defaults(), Places: []scenario.Place{
		{ID: "hill", Country: "XAA", Capacity: math.Inf(1)}, {ID: "near", Country: "XAB", Capacity: 100}, {ID: "far", Country: "XAB", Capacity: 0}, {ID: "mill", Country: "XAA", Capacity: 30},
	}}
	sc.Parameters.Neighbours.Hasten = 10
	sum, err := Summarise(sc, &movement.Record{From: 0, Days: 2, Series: []movement.Series{
		{Measure: "stock", By: "place", Unit: "people", Entities: []string{"hill", "near", "far", "mill"}, Days: 2, Values: []int64{5, 4, 9, 11, 3, 7, 4, 2}},
		{Measure: "stock", By: "destination", Unit: "people", Entities: []string{"near", "far"}, Days: 2, Values: []int64{9, 11, 3, 7}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		measure, by string
		want        []int64
	}{
		{"stock", "country", []int64{12, 18}},
		{"stock_peak", "country", []int64{18}},
		{"stock_peak", "place", []int64{5, 11, 7, 4}},
		{"over_capacity", "destination", []int64{0, 1}}, // room for 10 counted people
		{"over_capacity", "place", []int64{1, 0}},       // the mill, no camp
	} {
		i := sum.Layout.Find(c.measure, c.by)
		if i < 0 {
			t.Errorf("no %s by %s", c.measure, c.by)
			continue
		}
		if n := sum.Layout.Series[i].Cells(); n != len(c.want) {
			t.Errorf("%s by %s has %d cells, want %d", c.measure, c.by, n, len(c.want))
			continue
		}
		for cell, want := range c.want {
			if got := sum.MemberValue(0, i, cell); got != want {
				t.Errorf("%s by %s, cell %d: %d, want %d", c.measure, c.by, cell, got, want)
			}
		}
	}
}
