package reference_test

import (
	"path/filepath"
	"reflect"
	"testing"

	"haven/internal/house/long"
	"haven/internal/reference"
	"haven/scenario"
)

func TestNeighboursLoseNobody(t *testing.T) {
	fled, villages := 0, 60
	if long.Tests() {
		villages = 300
	}
	for seed := range uint64(villages) {
		sc := reference.RandomVillage(seed, seed%2 == 0)
		x, err := reference.Neighbours(sc, seed)
		if err != nil {
			t.Fatalf("village %d: %v", seed, err)
		}
		before := 0
		for day := range x.Stock {
			sum := x.OnLinks[day]
			for p, n := range x.Stock[day] {
				if sum += n; n < 0 {
					t.Errorf("village %d, day %d: %d people at %s", seed, day, n, x.Places[p])
				}
			}
			if sum != x.Created[day] || x.Created[day] < before || x.Debt[day] < 0 {
				t.Fatalf("village %d, day %d: %d people of %d, %d the day before, debt %d", seed, day, sum, x.Created[day], before, x.Debt[day])
			}
			before = x.Created[day]
		}
		fled += before
	}
	if fled < villages*100 {
		t.Errorf("only %d people in %d villages: they show little", fled, villages)
	}
}

func TestNeighboursAreTheSameForTheSameSeed(t *testing.T) {
	for seed := range uint64(20) {
		sc := reference.RandomVillage(seed, false)
		a, errA := reference.Neighbours(sc, 5)
		b, errB := reference.Neighbours(sc, 5)
		if errA != nil || errB != nil || !reflect.DeepEqual(a, b) {
			t.Errorf("village %d: two runs differ (%v, %v)", seed, errA, errB)
		}
	}
}

// What is built here has to pass the checks that folders pass, and to mean the
// same when it is read back.
func TestVillagesAreScenariosThatCanBeRead(t *testing.T) {
	read := func(sc *scenario.Scenario) *scenario.Scenario {
		dir := filepath.Join(t.TempDir(), "village")
		if err := scenario.Write(sc, dir); err != nil {
			t.Fatalf("%s: %v", sc.Title, err)
		}
		again, err := scenario.Load(dir)
		if err != nil {
			t.Fatalf("%s: %v", sc.Title, err)
		}
		return again
	}
	for _, c := range reference.Cases() {
		read(c.Scenario)
	}
	villages := 20
	if long.Tests() {
		villages = 60
	}
	for seed := range uint64(villages) {
		sc := reference.RandomVillage(seed, seed%2 == 0)
		a, errA := reference.Neighbours(sc, 3)
		b, errB := reference.Neighbours(read(sc), 3)
		if errA != nil || errB != nil || !reflect.DeepEqual(a, b) {
			t.Errorf("%s: read back it runs otherwise (%v, %v)", sc.Title, errA, errB)
		}
	}
}
