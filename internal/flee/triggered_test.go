package flee_test

import (
	"slices"
	"testing"

	"haven/internal/flee"
)

// TestQuirksAreTriggeredByWhatIsInTheFolder edits a folder without quirks but
// that of the dates until each of the others can act.
func TestQuirksAreTriggeredByWhatIsInTheFolder(t *testing.T) {
	calm := [][3]string{
		{"simsetting.yml", "  conflict_spawn_decay: [1.0, 0.5]\n", ""}, {"simsetting.yml", "max_move_speed: 200.0", "max_move_speed: 35.0"},
		{"input_csv/locations.csv", ",300,7,", ",,7,"}, {"input_csv/routes.csv", "70,2", "72,"},
		{"input_csv/routes.csv", "Edge,Dune,80", "Edge,Dune,81"},
		{"input_csv/closures.csv", "country,Ruritania,Borduria,0,3\n", ""}, {"input_csv/conflicts.csv", "", "#Day,Alder Hill,Brook\n0,1,0\n1,1,0\n2,1,0\n3,1,0\n4,1,0\n5,1,0\n6,1,0\n7,1,0\n8,1,0\n9,1,0\n"},
		{"source_data/all.csv", "Date,count\n2030-01-01,60\n", "Date,count\n2030-01-01,0\n"},
		{"source_data/cove.csv", "", "2030-01-01,10\n2030-01-10,100\n"},
		{"source_data/data_layout.csv", ",dune2.csv", ""}, {"source_data/dune.csv", "", "2030-01-01,40\n2030-01-10,40\n"}, {"input_csv/registration_corrections.csv", "", ""},
	}
	s, _ := open(t, folder(t, edited(t, calm...)), flee.Options{})
	if got := names(flee.Triggered(s)); !slices.Equal(got, []string{"date-one-ahead"}) {
		t.Errorf("the calm folder triggers %v", got)
	}
	for _, c := range []struct {
		quirk string
		edits [][3]string
	}{
		{"day0-counted-twice", [][3]string{{"source_data/all.csv", "2030-01-01,0", "2030-01-01,60"}}},
		{"initial-camps-twice", [][3]string{{"input_csv/locations.csv", ",,7,", ",300,7,"}}},
		{"truncated-registrations", [][3]string{{"source_data/cove.csv", "2030-01-10,100", "2030-01-10,97"}}},
		{"redirection-inert", [][3]string{{"input_csv/routes.csv", "50,0", "50,1"}}},
		{"link-closures-dead", [][3]string{{"input_csv/closures.csv", "camp,Cove,", "link,Cove,Brook"}}},
		{"unknown-closes-first", [][3]string{{"input_csv/closures.csv", "camp,Cove,", "camp,Cave,"}}},
		{"full-speed-per-link", [][3]string{{"simsetting.yml", "35.0", "55"}}},
		{"strict-arrival", [][3]string{{"input_csv/routes.csv", "Brook,Edge,72", "Brook,Edge,70"}}},
		{"decay-late", [][3]string{{"simsetting.yml", "  sum_from_camps", "  conflict_spawn_decay: [1.0, 0.5]\n  sum_from_camps"}}},
		{"intensity-ignored", [][3]string{{"input_csv/conflicts.csv", "3,1,0", "3,0.5,0"}}},
		{"zero-weight", [][3]string{{"input_csv/conflicts.csv", "3,1,0", "3,0,0"}}},
		{"reopening-revives-all", [][3]string{{"input_csv/closures.csv", "camp,Cove,,1,2", "country,Ruritania,Borduria,0,8\nlocation,Dune,,0,3"}}},
		{"bounce-at-reopened", [][3]string{{"input_csv/closures.csv", "camp,Cove,,1,2", "country,Ruritania,Borduria,1,8"}}},
		{"full-destinations-uniform", [][3]string{{"input_csv/locations.csv", "Dune,East,Borduria,8,20.5,camp,,", "Dune,East,Borduria,8,20.5,camp,,90"}, {"input_csv/routes.csv", "Brook,Edge", "Brook,Dune"}}},
		{"awareness-zero", [][3]string{{"simsetting.yml", "awareness_level: 2", "awareness_level: 0"}}},
		{"parallel-links", [][3]string{{"input_csv/routes.csv", "Brook,Cove", "Brook,Alder Hill,51,,0.5\nBrook,Cove"}}},
		{"first-row-is-total", [][3]string{{"source_data/data_layout.csv", "total", "all"}}},
		{"unreachable-rows-spawn", [][3]string{{"source_data/data_layout.csv", "Cove,", "Elsewhere,"}}},
		{"initial-idps-unscaled", [][3]string{{"simsetting.yml", "hasten: 1", "hasten: 10"}}},
		{"highest-flood-level", [][3]string{
			{"simsetting.yml", "sum_from_camps: True", "conflict_zone_spawning_only: False\n  flood_zone_spawning_only: True\n  take_from_population: yes\n  flood_driven_spawn_mode:"},
			{"input_csv/flood_level.csv", "", "#Day,Brook\n0,4\n"}}},
		{"unhcr-zero", [][3]string{{"source_data/cove.csv", "2030-01-01,10", "2030-01-01,0"}, {"source_data/dune.csv", "", "2030-01-01,0\n2030-01-10,0\n"}}},
		{"warnings-in-output", [][3]string{{"simsetting.yml", "sum_from_camps: True", "take_from_population: True"}}},
	} {
		t.Run(c.quirk, func(t *testing.T) {
			dir := folder(t, editedAgain(t, edited(t, calm...), c.edits))
			s, _ := open(t, dir, flee.Options{})
			if got := names(flee.Triggered(s)); !slices.Contains(got, c.quirk) {
				t.Errorf("triggered: %v", got)
			}
			s, _ = open(t, dir, flee.Options{WithoutQuirks: []string{c.quirk}})
			if got := names(flee.Triggered(s)); slices.Contains(got, c.quirk) {
				t.Error("it is named although it is turned off")
			}
		})
	}
}
