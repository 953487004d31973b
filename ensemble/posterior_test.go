package ensemble

import (
	"slices"
	"testing"

	"haven/internal/calendar"
	"haven/scenario"
)

// Members take whole points, every point once before any comes again, in an
// order that follows from the seed; what is not fitted is drawn as before.
func TestMembersTakePointsOfThePosterior(t *testing.T) {
	plain := fakeWorld()
	sample := scenario.Posterior{Addresses: []string{"crossings.gate_foot.exit_per_day", "crossings.gate_car.exit_per_day"}}
	for i := range 5 {
		sample.Rows = append(sample.Rows, []float64{float64(10 + i), float64(1000 + i)})
	}
	sc, err := plain.WithPosterior(sample, calendar.None)
	if err != nil {
		t.Fatal(err)
	}
	const members = 13
	d, err := NewDesign(sc, nil, members, 3)
	if err != nil {
		t.Fatal(err)
	}
	foot, car := column0(d, "crossings.gate_foot.exit_per_day", members), column0(d, "crossings.gate_car.exit_per_day", members)
	for m := range members {
		if car[m]-foot[m] != 990 {
			t.Errorf("member %d has %g and %g of two points", m, foot[m], car[m])
		}
		if _, err := sc.With(d.Values(m)); err != nil {
			t.Error(err)
		}
	}
	for _, round := range [][]float64{foot[:5], foot[5:10], foot[10:]} {
		points := slices.Clone(round)
		slices.Sort(points)
		if len(slices.Compact(points)) != len(round) {
			t.Errorf("a point comes twice in one round: %v", round)
		}
	}
	if slices.Equal(foot[:5], foot[5:10]) {
		t.Error("the second round has the order of the first")
	}
	before, err := NewDesign(plain, nil, members, 3)
	if err != nil {
		t.Fatal(err)
	}
	if a := "group_shares.town/b.share"; !slices.Equal(column0(d, a, members), column0(before, a, members)) {
		t.Error("a number that is not fitted is drawn otherwise than before")
	}
	other, err := NewDesign(sc, nil, members, 4)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(column0(other, "crossings.gate_car.exit_per_day", members), car) {
		t.Error("another seed takes the same points")
	}
	set, err := NewDesign(sc, map[string]float64{"crossings.gate_car.exit_per_day": 7}, members, 3)
	if err != nil {
		t.Fatal(err)
	}
	if _, drawn := set.Values(0)["crossings.gate_car.exit_per_day"]; drawn || !slices.Equal(column0(set, "crossings.gate_foot.exit_per_day", members), foot) {
		t.Error("a set number is drawn, or the others of its point changed")
	}
	one, err := NewDesign(sc, nil, 1, 3)
	if err != nil {
		t.Fatal(err)
	}
	if v := column0(one, "crossings.gate_car.exit_per_day", 1)[0]; v != 1002 || len(one.Values(0)) != 0 {
		t.Errorf("the only member has %g, the median is 1002", v)
	}
}
