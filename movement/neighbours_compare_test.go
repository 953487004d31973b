package movement_test

import (
	"fmt"
	"testing"

	"haven/internal/reference"
)

// TestEnginesAgreeOnRandomVillages holds the lumped engine against the
// person-by-person one on worlds of all of Flee's features. No camp in them can fill:
// where one can, Flee's order of persons matters, which cohorts do not know.
func TestEnginesAgreeOnRandomVillages(t *testing.T) {
	villages, runs := 20, 100
	if long() {
		villages, runs = 30, 300
	}
	for seed := 1; seed <= villages; seed++ {
		t.Run(fmt.Sprintf("village %d", seed), func(t *testing.T) {
			if underRace && seed%5 > 0 {
				t.Skip("every fifth is enough under the race detector, which is there for other mistakes")
			}
			agreeing(t, reference.RandomVillage(uint64(seed), true), runs)
		})
	}
}
