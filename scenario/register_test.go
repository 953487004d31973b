package scenario_test

import (
	"slices"
	"testing"

	"haven/scenario"
)

func register(t *testing.T, edits ...edit) *scenario.Register {
	t.Helper()
	s, found := scenario.Read(wander(t, edits...))
	if len(found.Mistakes()) > 0 {
		t.Fatal(found)
	}
	r, err := scenario.NewRegister(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRegistrationsAreInterpolatedAndCut(t *testing.T) {
	// Far counts 40, 20, 100; the correction of the 11th halves the 40 before it.
	r := register(t)
	for _, c := range []struct {
		place string
		day   int
		want  int64
	}{
		{"near", 0, 60}, {"near", 1, 67}, {"near", 10, 130}, {"near", 20, 200}, {"near", 29, 200},
		{"far", 0, 20}, {"far", 5, 20}, {"far", 10, 20}, {"far", 11, 28}, {"far", 19, 92},
	} {
		if got, ok := r.At(c.place, c.day); !ok || got != c.want {
			t.Errorf("%s on day %d: %d (%v), want %d", c.place, c.day, got, ok, c.want)
		}
	}
	if _, ok := r.At("mill", 0); ok {
		t.Error("mill has no registrations")
	}
	if _, ok := r.At("near", 30); ok {
		t.Error("day 30 is after the period")
	}
	// Day 0: the total 100, 60 and 20. Day 1: near rises from 60 to 67.
	if got := []int64{r.Displaced(0), r.Displaced(1), r.Displaced(29)}; !slices.Equal(got, []int64{180, 7, 0}) {
		t.Errorf("displaced: %v", got)
	}
	newly, raw, debt := r.Schedule(3)
	if !slices.Equal(newly, []int64{0, 7, 7}) || !slices.Equal(raw, []int64{180, 187, 194}) || !slices.Equal(debt, []int64{0, 0, 0}) {
		t.Errorf("schedule: %v %v %v", newly, raw, debt)
	}
}

func TestWhatTheRegisterMakesOfSettings(t *testing.T) {
	for _, c := range []struct {
		name   string
		edits  []edit
		place  string
		data   []int64 // of days 0, 1
		spawns []int64
	}{
		{"every quirk", nil, "near", []int64{60, 67}, []int64{180, 7}},
		{"without counting the first day twice", at("scenario.yaml", "[decay-late]", "[day0-counted-twice]"), "near", []int64{60, 67}, []int64{80, 7}},
		{"with the first row called otherwise", []edit{{"registrations.csv", "t1,total", "t1,all"}, {"registrations.csv", "t2,total", "t2,all"}, {"scenario.yaml", "[decay-late]", "[first-row-is-total]"}}, "near", []int64{60, 67}, []int64{180, 17}},
		{"of hasten 7, cut", []edit{{"scenario.yaml", "insert_day0: true", "hasten: 7"}, {"registration_corrections.csv", "", ""}}, "near", []int64{8, 9}, []int64{14 + 8 + 5, 1}},
		{"of hasten 7, rounded", []edit{{"scenario.yaml", "[decay-late]", "[truncated-registrations]\n  hasten: 7"}, {"registration_corrections.csv", "", ""}}, "near", []int64{9, 10}, []int64{14 + 9 + 6, 0}},
		{"from the total", at("scenario.yaml", "insert_day0: true", "sum_from_camps: false"), "near", []int64{60, 67}, []int64{100, 10}},
		{"with empty camps, where a correction adds the first day's 40 to both counts", at("scenario.yaml", "insert_day0: true", "empty_camps_on_day0: true"), "far", []int64{30, 29}, []int64{0, 6}},
		{"by conflict", at("scenario.yaml", "insert_day0: true", "conflict_driven_spawning: constant"), "near", []int64{60, 67}, []int64{0, 0}},
		{"without places that have no link", []edit{{"scenario.yaml", "[decay-late]", "[unreachable-rows-spawn]"}, {"links.csv", "b,mill,near", "b,mill,far"}}, "near", []int64{60, 67}, []int64{180, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := register(t, c.edits...)
			for d := range 2 {
				if got, _ := r.At(c.place, d); got != c.data[d] {
					t.Errorf("day %d: %d registered, want %d", d, got, c.data[d])
				}
				if got := r.Displaced(d); got != c.spawns[d] {
					t.Errorf("day %d: %d displaced, want %d", d, got, c.spawns[d])
				}
			}
		})
	}
}

func TestRegistrationsThatFallAreOwed(t *testing.T) {
	r := register(t, edit{"registration_corrections.csv", "", ""}, edit{"registrations.csv", "2030-03-21,200,", "2030-03-21,60,"})
	newly, raw, debt := r.Schedule(30) // Far falls by 2 a day for ten days, then rises by 8
	if newly[10] != 0 || debt[10] != 20 || raw[10] != 180 {
		t.Errorf("day 10: %d newly, %d owed, %d in all", newly[10], debt[10], raw[10])
	}
	if newly[12] != 0 || debt[12] != 4 || newly[13] != 4 || debt[13] != 0 {
		t.Errorf("days 12 and 13: %v %v", newly[12:14], debt[12:14])
	}
}

func BenchmarkNewRegister(b *testing.B) {
	s, _ := scenario.Read(wander(b))
	for range b.N {
		if _, err := scenario.NewRegister(s); err != nil {
			b.Fatal(err)
		}
	}
}
