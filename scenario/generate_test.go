package scenario_test

import (
	"path/filepath"
	"testing"

	"haven/internal/house/long"
	"haven/scenario"
)

func TestGeneratedWorldIsOfTheSizeAskedForAndWithoutMistakes(t *testing.T) {
	largest := 4_000
	if long.Tests() {
		largest = 20_000
	}
	for _, o := range []scenario.GenerateOptions{
		{Places: 12, People: 120, Seed: 1},
		{Places: 100, People: 100_000, Seed: 2},
		{Places: 1_234, People: 5_000_000, Seed: 3, Groups: 20, Days: 100},
		{Places: largest, People: 1_000_000_000, Seed: 4},
	} {
		s, err := scenario.Generate(o)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Places) != o.Places || len(s.Links) != 5*o.Places {
			t.Errorf("%d places, %d links; want %d, %d", len(s.Places), len(s.Links), o.Places, 5*o.Places)
		}
		people, destinations := int64(0), 0
		for _, p := range s.Places {
			people += p.Population
			if p.Kind == "destination" {
				destinations++
			}
		}
		if people != o.People || destinations != max(1, o.Places/100) {
			t.Errorf("%d people, %d destinations", people, destinations)
		}
		dir := filepath.Join(t.TempDir(), "world")
		if err := scenario.Write(s, dir); err != nil {
			t.Fatal(err)
		}
		if found := scenario.Check(dir); len(found) > 0 {
			t.Errorf("%d places:\n%v", o.Places, found[:min(10, len(found))])
		}
		again, err := scenario.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		if again.Hash() != s.Hash() {
			t.Error("the world changed by writing and reading")
		}
	}
}
