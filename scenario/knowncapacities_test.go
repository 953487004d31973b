package scenario_test

import (
	"math"
	"strings"
	"testing"

	"haven/scenario"
)

// TestCapacitiesOfRegisteredCampsAreNotKnown changes the capacity of a camp with registrations, which is no
// date's and may be the highest later count: what is known on a day stays the same.
func TestCapacitiesOfRegisteredCampsAreNotKnown(t *testing.T) {
	for _, drives := range []string{"registrations", "conflict_driven_spawning: pop_ratio", "conflict_zone_spawning_only: false\n  flood_zone_spawning_only: true\n  take_from_population: true\n  flood_driven_spawning: constant\n  displaced_per_flood_day: [0, 1, 2, 3]"} {
		t.Run(strings.Split(drives, ":")[0], func(t *testing.T) {
			if drives == "registrations" {
				capacitiesAreNotKnown(t, mustRead(t, wander(t)))
			} else {
				capacitiesAreNotKnown(t, mustRead(t, wander(t, at("scenario.yaml", "insert_day0: true", "insert_day0: true\n  "+drives)...)))
			}
		})
	}
}

func capacitiesAreNotKnown(t *testing.T, s *scenario.Scenario) {
	t.Helper()
	want, withheld := s.KnownBy(beforeSmuggling)
	registered := map[string]bool{}
	for i := range s.Registrations {
		registered[s.Registrations[i].Place] = true
	}
	changed := 0
	for i := range s.Places {
		p := &s.Places[i]
		if p.Kind != "camp" || !registered[p.ID] {
			continue
		}
		was := p.Capacity
		for _, capacity := range []float64{1, was / 2, was * 2} {
			p.Capacity = capacity
			known, _ := s.KnownBy(beforeSmuggling)
			if known.Hash() != want.Hash() {
				t.Errorf("a capacity of %g at %s shows in what was known", capacity, p.ID)
			}
			if p.Capacity != capacity {
				t.Errorf("the scenario itself was changed at %s", p.ID)
			}
			changed++
		}
		p.Capacity = was
		if !math.IsInf(want.Place(p.ID).Capacity, 1) {
			t.Errorf("%s has a capacity of %g in what was known", p.ID, want.Place(p.ID).Capacity)
		}
	}
	told := false
	for _, w := range withheld {
		told = told || w.Column == "capacity"
	}
	if changed == 0 || !told {
		t.Errorf("%d capacities changed, withheld told: %v", changed, told)
	}
}
