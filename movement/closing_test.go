package movement_test

import (
	"math"
	"testing"

	"haven/internal/calendar"
	"haven/scenario"
)

// TestACrossingThatServesNobody sets a capacity to 0, as a what-if does: people come and wait, nobody gets through.
func TestACrossingThatServesNobody(t *testing.T) {
	toy, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	sc, err := toy.With(map[string]float64{"crossings.bridge_all.exit_per_day": 0})
	if err != nil {
		t.Fatal(err)
	}
	for member := range 3 {
		rec := simulate(t, sc, member)
		if n := total(t, rec, "served_exit", "lane", "bridge_all", 0, 28); n != 0 {
			t.Errorf("member %d: %d people left over a bridge that serves nobody", member, n)
		}
		if n := total(t, rec, "queue", "lane", "bridge_all", 27, 28); n == 0 {
			t.Errorf("member %d: nobody waits there", member)
		}
	}
}

// Exit is quick and entry slow, so that people stand between the two when the
// lane is suspended: they are still let in, day by day, and nobody follows.
func TestThoseThroughTheExitSideAreServedWhenTheirLaneIsSuspended(t *testing.T) {
	sc := crowd()
	sc.Crossings = []scenario.Crossing{lane("gate_foot", "gate", "foot", "GEO", 200, 30)}
	sc.Crossings[0].Room = 200
	sc.Policies = append(sc.Policies, policy("shut", "RUS", "transport", "", "gate_foot", "suspended", math.NaN(), day(4), calendar.None))
	rec := simulate(t, sc, 1)
	left := total(t, rec, "queue", "lane", "gate_foot", 3, 4) // all between the sides: the others stand in town again
	for d := 4; d < rec.Days; d++ {
		if n := total(t, rec, "served_exit", "lane", "gate_foot", d, d+1); n > 0 {
			t.Errorf("%d pass the exit side of a suspended lane on day %d", n, d)
		}
		served, want := total(t, rec, "served_entry", "lane", "gate_foot", d, d+1), total(t, rec, "queue", "lane", "gate_foot", d-1, d)
		if d == 4 {
			want = 30
		}
		if want = min(want, 30); served < want-2 || served > 32 { // a family of three may have to wait
			t.Errorf("%d of %d let in on day %d", served, want, d)
		}
	}
	if left < 60 {
		t.Fatalf("only %d queue when the lane is suspended", left)
	}
}

// Everybody applies on the day of arrival, and applicants would return at once:
// they do so on the day after.
func TestWhoAppliesTodayReturnsTomorrowAtTheEarliest(t *testing.T) {
	sc := crowd()
	p := &sc.Parameters
	p.ApplyPerDay, p.ReturnPerDay, p.MoveOnPerDay, p.ApplicantMoveOn = 1e6, 100, 0, 1
	sc.Policies = append(sc.Policies, policy("asylum", "GEO", "asylum", "", "", "welcoming", math.NaN(), calendar.None, calendar.None))
	rec := simulate(t, sc, 1)
	for d := 2; d < rec.Days; d++ { // an hour to the gate and one beyond, rounded up to days
		arrivals, stock := total(t, rec, "arrivals", "destination", "gela", d, d+1), total(t, rec, "stock", "destination", "gela", d, d+1)
		applied := total(t, rec, "applications_inland", "country", "GEO", d, d+1)
		if arrivals == 0 || applied < arrivals-3 || stock < applied-3 {
			t.Errorf("day %d: %d arrive, %d apply, %d are there in the evening", d, arrivals, applied, stock)
		}
	}
}
