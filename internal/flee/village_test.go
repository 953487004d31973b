package flee_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/scenario"
)

// village is a made-up Flee folder of five places and ten days.
func village() map[string]string {
	return map[string]string{
		"simsetting.yml": "log_levels:\n  agent: 0\n  idp_totals: 1\nspawn_rules:\n  sum_from_camps: True\n  conflict_spawn_decay: [1.0, 0.5]\nmove_rules:\n  max_move_speed: 200.0\n  awareness_level: 2\n  avoid_food_deprived_locations: True\noptimisations:\n  hasten: 1\n",
		"input_csv/locations.csv": "#name,region,country,latitude,longitude,location_type,conflict_date,population,initial_idps,hdi\n" +
			"Alder Hill,North,Ruritania,10.5,20.25,conflict_zone,0,5000,,\nBrook,North,Ruritania,10,20,town,,100,,0.5\n" +
			"Cove,South,Ruritania,9,20,idpcamp,,300,7,\nDune,East,Borduria,8,20.5,camp,,,,\nEdge,East,DRC,8,21,marker,,,,\n",
		"input_csv/routes.csv":                   "#name1,name2,distance,forced_redirection,walk_probability\nAlder Hill,Brook,50,0,0\nBrook,Cove,60,,0.5\nBrook,Edge,70,2,0\n\nEdge,Dune,80,0,0\n",
		"input_csv/closures.csv":                 "#closure_type,name1,name2,closure_start,closure_end\ncountry,Ruritania,Borduria,0,3\ncamp,Cove,,1,2\n",
		"input_csv/conflicts.csv":                "#Day, Alder Hill, Brook\n0,1,0\n1,1,0\n2,1,0\n3,0.5,0\n4,0.5,0\n5,0.5,1\n6,0,1\n7,0,1\n8,0,1\n9,0,1\n",
		"input_csv/sim_period.csv":               "StartDate,2030-01-01\nLength,10\n",
		"input_csv/registration_corrections.csv": "Dune,2030-01-06,normalize\n",
		"source_data/data_layout.csv":            "total,all.csv\nCove,cove.csv\nDune,dune.csv,dune2.csv\n",
		"source_data/all.csv":                    "Date,count\n2030-01-01,60\n2030-01-10,200\n",
		"source_data/cove.csv":                   "2029-12-30,10\n2030-01-02, 12 ,a note\n# a comment\n2030-01-09,\n2030-01-10,90\n",
		"source_data/dune.csv":                   "2030-01-01,40\n2030-01-06,30\n2030-01-10,80\n",
		"source_data/dune2.csv":                  "2030-01-01,10\n2030-01-06,10\n2030-01-10,20\n",
		"input_csv/region_attributes_IPC.csv":    "#Day,North,South\n0,10,20\n9,20,30\n",
		"input_csv/demographics_gender.csv":      "gender,Default,Brook\nf,2,1\nm,1,\n",
		"input_csv/agents.csv":                   "location,gender\nBrook,f\nBrook,f\nCove,m\n",
		"location_changes.csv":                   "#name,type,day\nBrook,camp,4\n",
	}
}

func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "village")
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// edited is the village with pieces of files replaced; a file without a piece
// is replaced whole, or removed when nothing stands for it.
func edited(t testing.TB, edits ...[3]string) map[string]string {
	t.Helper()
	return editedAgain(t, village(), edits)
}

func editedAgain(t testing.TB, files map[string]string, edits [][3]string) map[string]string {
	t.Helper()
	for _, e := range edits {
		switch {
		case e[1] == "" && e[2] == "":
			delete(files, e[0])
		case e[1] == "":
			files[e[0]] = e[2]
		case !strings.Contains(files[e[0]], e[1]):
			t.Fatalf("%s holds no %q", e[0], e[1])
		default:
			files[e[0]] = strings.Replace(files[e[0]], e[1], e[2], 1)
		}
	}
	return files
}

func names(quirks []scenario.Quirk) []string {
	var list []string
	for _, q := range quirks {
		list = append(list, q.Name)
	}
	return list
}

func TestAVillageIsReadWhole(t *testing.T) {
	s, warnings := open(t, folder(t, edited(t,
		[3]string{"simsetting.yml", "sum_from_camps: True", "sum_from_camps: True\n  read_from_agents_csv_file: True"},
		[3]string{"simsetting.yml", "awareness_level: 2", "awareness_level: 2\n  fixed_routes: True"},
		[3]string{"input_csv/major_routes.csv", "", "Alder Hill,Brook,Cove\n"})), flee.Options{})
	if len(warnings) > 0 {
		t.Error(warnings)
	}
	sameAfterWriting(t, s)
	var ids []string
	for i := range s.Places {
		p := &s.Places[i]
		ids = append(ids, fmt.Sprintf("%s=%s/%s/%s@%g,%g", p.ID, p.Name, p.Kind, p.Country, p.Lat, p.Lon))
	}
	want := "alder_hill=Alder Hill/conflict/XAA@10.5,20.25 brook=Brook/town/XAA@10,20 cove=Cove/camp/XAA@9,20 dune=Dune/camp/XAB@8,20.5 edge=Edge/hub/COD@8,21"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("places:\n%s\nwant\n%s", got, want)
	}
	if e := s.Settlements; e[2].InitialPeople != 7 || e[1].HDI != 0.5 || e[0].CountryName != "Ruritania" || e[4].CountryName != "" {
		t.Errorf("settlements: %+v", e)
	}
	if l := s.Links; len(l) != 4 || l[1].WalkProbability != 0.5 || l[2].ForcedRedirection != 2 || l[3].KM != 80 || !l[3].BothWays {
		t.Errorf("links: %+v", l)
	}
	if c := s.Conflicts; len(c) != 4 || c[1].Date != calendar.Day(2030, 1, 4) || c[1].Intensity != 0.5 || c[3].Intensity != 0 || c[2].Place != "brook" {
		t.Errorf("conflicts: %+v", c)
	}
	if c := s.Closures; len(c) != 2 || c[0].First != "XAA" || c[0].Second != "XAB" || c[1].First != "cove" || c[1].Opens != calendar.Day(2030, 1, 3) {
		t.Errorf("closures: %+v", c)
	}
	if r := s.Residents; len(r) != 2 || r[0].People != 2 || r[0].Attributes != "gender=f" {
		t.Errorf("residents: %+v", r)
	}
	if d := s.Demographics; len(d) != 4 || d[0].Weight != 2 || d[3].Weight != 0 || d[3].Place != "brook" {
		t.Errorf("demographics: %+v", d)
	}
	if len(s.Food) != 4 || len(s.MajorRoutes) != 1 || len(s.SettlementChanges) != 1 {
		t.Errorf("%d, %d, %d rows", len(s.Food), len(s.MajorRoutes), len(s.SettlementChanges))
	}
	r, err := scenario.NewRegister(s)
	if err != nil {
		t.Fatal(err)
	}
	// Dune: 50, 40, 100 of two lists; the correction scales the 50 to 40. Cove: 10 on
	// 30 December, 12 on 2 January, 90 on the 10th.
	for day, want := range []int64{40, 40, 40, 40, 40, 40, 55, 70, 85, 100} {
		if got, _ := r.At("dune", day); got != want {
			t.Errorf("day %d: %d people in Dune, want %d", day, got, want)
		}
	}
	if got := r.DayZero("cove"); got != 11 {
		t.Errorf("%d people in Cove on the first day, want 11", got)
	}
}

// told are cases of folders that are not as they should be; their messages are
// kept in testdata/told.txt, where they can be read like a page.
var told = []struct {
	name  string
	edits [][3]string
}{
	{"nothing wrong", nil},
	{"no routes", [][3]string{{"input_csv/routes.csv", "", ""}}},
	{"no closures", [][3]string{{"input_csv/closures.csv", "", ""}}},
	{"no layout", [][3]string{{"source_data/data_layout.csv", "", ""}}},
	{"no settings", [][3]string{{"simsetting.yml", "", ""}}},
	{"settings under another name", [][3]string{{"simsetting.yml", "", ""}, {"simsettings.yml", "", "move_rules: {awareness_level: 2}\n"}}},
	{"a route to a place that is in no other table", [][3]string{{"input_csv/routes.csv", "Brook,Cove", "Brook,Coves"}}},
	{"a closure of a link that does not exist", [][3]string{{"input_csv/closures.csv", "camp,Cove,", "link,Cove,Dune"}}},
	{"a closure of a link that does", [][3]string{{"input_csv/closures.csv", "camp,Cove,", "link,Cove,Brook"}}},
	{"a closure of a place that is not known", [][3]string{{"input_csv/closures.csv", "camp,Cove,", "camp,Cave,"}}},
	{"a closure of a country that is not known", [][3]string{{"input_csv/closures.csv", "Borduria", "Bordurio"}}},
	{"a closure of an unknown kind", [][3]string{{"input_csv/closures.csv", "camp,Cove", "Camp,Cove"}}},
	{"a closure without days", [][3]string{{"input_csv/closures.csv", "camp,Cove,,1,2", "camp,Cove,,1,"}}},
	{"a closure that never comes", [][3]string{{"input_csv/closures.csv", "camp,Cove,,1,2", "camp,Cove,,-1,20"}}},
	{"a closure after the run", [][3]string{{"input_csv/closures.csv", "camp,Cove,,1,2", "camp,Cove,,10,20"}}},
	{"text in a number", [][3]string{{"input_csv/locations.csv", "5000", "5 thousand"}}},
	{"thousands apart", [][3]string{{"input_csv/locations.csv", "5000", `"22,849"`}}},
	{"half a person", [][3]string{{"input_csv/locations.csv", "5000", "12.5"}}},
	{"an empty conflict date", [][3]string{{"input_csv/locations.csv", "conflict_zone,0", "conflict_zone,"}}},
	{"columns are missing", [][3]string{{"input_csv/locations.csv", "Brook,North,Ruritania,10,20,town,,100,,0.5", "Brook,North"}}},
	{"columns that no header names", [][3]string{{"input_csv/locations.csv", "100,,0.5", "100,,0.5,9"}}},
	{"a header without #", [][3]string{{"input_csv/locations.csv", "#name", "name"}}},
	{"a type that is not known", [][3]string{{"input_csv/locations.csv", "town", "hamlet"}}},
	{"an empty name", [][3]string{{"input_csv/locations.csv", "Brook,North", ",North"}}},
	{"two places of a name", [][3]string{{"input_csv/locations.csv", "Edge,East", "Dune,East"}, {"input_csv/routes.csv", "Brook,Edge", "Brook,Dune"}, {"input_csv/routes.csv", "Edge,Dune", "Cove,Dune"}}},
	{"two spellings of a country", [][3]string{{"input_csv/locations.csv", "East,Borduria", "East,DR_Congo"}}},
	{"places off the globe", [][3]string{{"input_csv/locations.csv", "10,20,town", "100,200,town"}}},
	{"initial people in a town", [][3]string{{"input_csv/locations.csv", "100,,0.5", "100,3,0.5"}}},
	{"a byte order mark", [][3]string{{"input_csv/locations.csv", "#name", "\ufeff#name"}}},
	{"bytes that are no text", [][3]string{{"input_csv/locations.csv", "Brook,North", "Br\xfcook,North"}}},
	{"a quote never closed", [][3]string{{"input_csv/locations.csv", "Brook,North", "\"Brook,North"}}},
	{"an empty speed", [][3]string{{"input_csv/routes.csv", "walk_probability", "max_move_speed"}, {"input_csv/routes.csv", "50,0,0", "50,0,"}}},
	{"conflicts at a place that is not known", [][3]string{{"input_csv/conflicts.csv", "Brook", "Brok"}}},
	{"conflicts too short", [][3]string{{"input_csv/conflicts.csv", "9,0,1\n", ""}}},
	{"conflicts with an empty cell", [][3]string{{"input_csv/conflicts.csv", "2,1,0", "2,,0"}}},
	{"conflicts with a cell too few", [][3]string{{"input_csv/conflicts.csv", "2,1,0", "2,1"}}},
	{"conflicts with a cell too many", [][3]string{{"input_csv/conflicts.csv", "2,1,0", "2,1,0,1"}}},
	{"conflicts with days out of order", [][3]string{{"input_csv/conflicts.csv", "2,1,0", "7,1,0"}}},
	{"no conflict at all", [][3]string{{"input_csv/conflicts.csv", "", "#Day,Brook\n" + strings.Repeat("0,0\n", 10)}, {"input_csv/locations.csv", "conflict_zone,0", "conflict_zone,3"}}},
	{"a period of no days", [][3]string{{"input_csv/sim_period.csv", "10", "0"}}},
	{"a period without a start", [][3]string{{"input_csv/sim_period.csv", "StartDate", "Start"}}},
	{"a start that is no date", [][3]string{{"input_csv/sim_period.csv", "2030-01-01", "01/01/2030"}}},
	{"a file of the layout is missing", [][3]string{{"source_data/cove.csv", "", ""}}},
	{"a camp without registrations", [][3]string{{"source_data/data_layout.csv", "Cove,cove.csv\n", ""}}},
	{"a label that is no place", [][3]string{{"source_data/data_layout.csv", "Cove,", "Coves,"}}},
	{"a label that is no place where conflict drives people out", [][3]string{{"source_data/data_layout.csv", "Cove,cove.csv", "Zoo,cove.csv\nCove,cove.csv"}, {"simsetting.yml", "sum_from_camps: True", "conflict_driven_spawning:\n    spawn_mode: constant"}}},
	{"a count with decimals", [][3]string{{"source_data/dune.csv", ",30", ",30.5"}}},
	{"a count below 0", [][3]string{{"source_data/dune.csv", ",30", ",-30"}}},
	{"a count that is no number", [][3]string{{"source_data/dune.csv", ",30", ",NaN"}}},
	{"a count without end", [][3]string{{"source_data/dune.csv", ",30", ",inf"}}},
	{"a count without a comma before it", [][3]string{{"source_data/dune.csv", "2030-01-06,30", "2030-01-06,30\n2030-01-07;35\nto be continued"}}},
	{"a line of blanks after the counts", [][3]string{{"source_data/dune.csv", "2030-01-10,80\n", "2030-01-10,80\n "}}},
	{"a count with a comma in it", [][3]string{{"source_data/dune.csv", ",30", ",1,234"}}},
	{"a day counted twice", [][3]string{{"source_data/dune.csv", "2030-01-06,30", "2030-01-06,30\n2030-01-06,30\n2030-01-06,31"}}},
	{"a date with a space", [][3]string{{"source_data/dune.csv", "2030-01-06,30", "2030-01-06 ,30"}}},
	{"a file without counts", [][3]string{{"source_data/dune.csv", "", "Date,count\n"}}},
	{"a list that begins later", [][3]string{{"source_data/dune2.csv", "2030-01-01,10\n2030-01-06", "2030-01-08"}}},
	{"a correction of an unknown camp", [][3]string{{"input_csv/registration_corrections.csv", "Dune", "Dunes"}}},
	{"a correction of a day without a count", [][3]string{{"input_csv/registration_corrections.csv", "2030-01-06", "2030-01-07"}}},
	{"a correction before the run", [][3]string{{"input_csv/registration_corrections.csv", "2030-01-06", "2029-12-01"}}},
	{"a correction that a large hasten makes impossible", [][3]string{{"simsetting.yml", "hasten: 1", "hasten: 100"}}},
	{"food that nothing reads", [][3]string{{"simsetting.yml", "  avoid_food_deprived_locations: True\n", ""}}},
	{"floods that nothing reads", [][3]string{{"input_csv/flood_level.csv", "", "#Day,Brook\n" + days(10, "1")}}},
	{"food that ends early", [][3]string{{"input_csv/region_attributes_IPC.csv", "9,20,30", "5,20,30"}}},
	{"food of an unknown region", [][3]string{{"input_csv/region_attributes_IPC.csv", "South", "Sauth"}}},
	{"demographics without weights", [][3]string{{"input_csv/demographics_gender.csv", "Default", "default"}}},
	{"demographics of an unknown place", [][3]string{{"input_csv/demographics_gender.csv", "Brook", "Brock"}}},
	{"routes that nothing reads", [][3]string{{"input_csv/major_routes.csv", "", "Alder Hill,Brook,Cove\n"}}},
	{"routes over an unknown place", [][3]string{{"input_csv/major_routes.csv", "", "Alder Hill,Broke\n\nCove\n"}, {"simsetting.yml", "awareness_level: 2", "fixed_routes: True"}}},
	{"a change to an unknown type", [][3]string{{"location_changes.csv", "camp", "campus of none"}, {"location_changes.csv", "camp", "k"}}},
	{"a change after the run", [][3]string{{"location_changes.csv", "4", "40"}}},
	{"an unknown setting", [][3]string{{"simsetting.yml", "awareness_level", "awarness_level"}}},
	{"a setting twice", [][3]string{{"simsetting.yml", "awareness_level: 2", "awareness_level: 1\n  awareness_level: 2"}}},
	{"a setting in front of a directive", [][3]string{{"simsetting.yml", "", "%YAML 1.1\n---\nmove_rules: {awareness_level: 2}\n...\n"}}},
	{"an unknown section", [][3]string{{"simsetting.yml", "move_rules", "movement_rules"}}},
	{"a dead setting", [][3]string{{"simsetting.yml", "awareness_level: 2", "two_system_decision_making: True\n  max_crossing_speed: 3"}}},
	{"a misspelt setting of Flee's", [][3]string{{"simsetting.yml", "sum_from_camps: True", "camps_are_sinks: True"}}},
	{"sinks as Flee spells them", [][3]string{{"simsetting.yml", "sum_from_camps: True", "camps_are_sicks: True"}}},
	{"a switch in quotes", [][3]string{{"simsetting.yml", "sum_from_camps: True", "sum_from_camps: \"False\""}}},
	{"a switch of another word", [][3]string{{"simsetting.yml", "sum_from_camps: True", "sum_from_camps: maybe"}}},
	{"a word for a number", [][3]string{{"simsetting.yml", "200.0", "fast"}}},
	{"a list for a number", [][3]string{{"simsetting.yml", "200.0", "[200]"}}},
	{"a speed of 0", [][3]string{{"simsetting.yml", "200.0", "0"}}},
	{"a chance above 1", [][3]string{{"simsetting.yml", "awareness_level: 2", "default_movechance: 1.5"}}},
	{"half a link", [][3]string{{"simsetting.yml", "awareness_level: 2", "awareness_level: 2.7"}}},
	{"a month that is none", [][3]string{{"simsetting.yml", "awareness_level: 2", "harvest_months: [5, 13]"}}},
	{"an unknown way of spawning", [][3]string{{"simsetting.yml", "sum_from_camps: True", "conflict_driven_spawning:\n    spawn_mode: Constant"}}},
	{"floods without floods", [][3]string{{"simsetting.yml", "awareness_level: 2", "flood_rules:\n    flood_movechances: [0, 1]"}}},
	{"floods where nobody lives", [][3]string{{"simsetting.yml", "sum_from_camps: True", "conflict_zone_spawning_only: False\n  flood_zone_spawning_only: True\n  take_from_population: True\n  flood_driven_spawn_mode:\n    spawn_mode: pop_ratio"}, {"input_csv/flood_level.csv", "", "#Day,Edge\n" + days(10, "2")}}},
	{"floods that never come", [][3]string{{"simsetting.yml", "sum_from_camps: True", "conflict_zone_spawning_only: False\n  flood_zone_spawning_only: True\n  take_from_population: True\n  flood_driven_spawn_mode:\n    spawn_mode: constant"}, {"input_csv/flood_level.csv", "", "#Day,Brook\n" + days(10, "0.9")}}},
	{"floods and many places without registrations", [][3]string{{"simsetting.yml", "sum_from_camps: True", "conflict_zone_spawning_only: False\n  flood_zone_spawning_only: True\n  take_from_population: True\n  flood_driven_spawn_mode:\n    spawn_mode: constant"}, {"input_csv/flood_level.csv", "", "#Day,Brook\n" + days(10, "1")}, {"input_csv/locations.csv", "Edge,East", "Fen,East,DRC,8,21,town,,,,\nGlen,East,DRC,8,21,town,,,,\nHeath,East,DRC,8,21,town,,,,\nIsle,East,DRC,8,21,town,,,,\nEdge,East"}}},
	{"nobody driven out by conflict", [][3]string{{"simsetting.yml", "sum_from_camps: True", "conflict_driven_spawning:\n    spawn_mode: constant"}, {"input_csv/conflicts.csv", "", "#Day,Brook\n" + days(10, "0")}, {"input_csv/locations.csv", "conflict_zone,0", "conflict_zone,3"}}},
	{"a column of conflicts twice", [][3]string{{"input_csv/conflicts.csv", "Brook", "Alder Hill"}}},
	{"a camp in the first row of the layout", [][3]string{{"source_data/data_layout.csv", "total,all.csv\n", ""}}},
	{"floods and conflicts only", [][3]string{{"simsetting.yml", "sum_from_camps: True", "flood_zone_spawning_only: True"}}},
	{"no YAML", [][3]string{{"simsetting.yml", "", "move_rules: [\n"}}},
	{"settings that are a list", [][3]string{{"simsetting.yml", "", "- move_rules\n"}}},
	{"settings of comments", [][3]string{{"simsetting.yml", "", "# nothing\n"}}},
	{"no total to read", [][3]string{{"simsetting.yml", "sum_from_camps: True", "sum_from_camps: False"}, {"source_data/data_layout.csv", "total", "all"}}},
}

// days are lines of a table of days with one column.
func days(n int, value string) string {
	var b strings.Builder
	for day := range n {
		fmt.Fprintf(&b, "%d,%s\n", day, value)
	}
	return b.String()
}

func TestWhatIsToldOfFolders(t *testing.T) {
	var b bytes.Buffer
	for _, c := range told {
		fmt.Fprintf(&b, "== %s\n", c.name)
		s, warnings, err := flee.Open(folder(t, edited(t, c.edits...)), flee.Options{})
		if err != nil {
			fmt.Fprintln(&b, err)
		} else {
			sameAfterWriting(t, s)
		}
		for _, w := range warnings {
			fmt.Fprintln(&b, w)
		}
	}
	golden(t, "testdata/told.txt", b.Bytes())
}

func TestStrictTakesWarningsForErrors(t *testing.T) {
	dir := folder(t, edited(t, [3]string{"simsetting.yml", "awareness_level", "awarness_level"}))
	if _, warnings, err := flee.Open(dir, flee.Options{}); err != nil || len(warnings) == 0 {
		t.Fatalf("%v, %v", warnings, err)
	}
	if _, _, err := flee.Open(dir, flee.Options{Strict: true}); err == nil {
		t.Error("a warning is no error under Strict")
	}
}

func TestQuirksAreTurnedOff(t *testing.T) {
	dir := folder(t, village())
	s, _ := open(t, dir, flee.Options{WithoutQuirks: []string{"all"}})
	if got := s.Parameters.Neighbours.WithoutQuirks; len(got) != len(scenario.Quirks()) {
		t.Errorf("%d quirks are off", len(got))
	}
	if left := flee.Triggered(s); len(left) > 0 {
		t.Errorf("still there: %v", left)
	}
	if _, _, err := flee.Open(dir, flee.Options{WithoutQuirks: []string{"decay-lat"}}); err == nil || !strings.Contains(err.Error(), "did you mean decay-late?") {
		t.Errorf("an unknown quirk: %v", err)
	}
}

func TestFlatFoldersTakeDataAndSettingsFromElsewhere(t *testing.T) {
	dir := folder(t, village())
	if !flee.Recognise(dir) || !flee.Recognise(filepath.Join(dir, "input_csv")) || flee.Recognise(filepath.Join(dir, "source_data")) || flee.Recognise(filepath.Join(dir, "nowhere")) {
		t.Error("folders are not told apart")
	}
	whole, _ := open(t, dir, flee.Options{})
	flat, _ := open(t, filepath.Join(dir, "input_csv"), flee.Options{SourceData: filepath.Join(dir, "source_data"), Settings: filepath.Join(dir, "simsetting.yml")})
	beside, _ := open(t, filepath.Join(dir, "input_csv"), flee.Options{})
	whole.SettlementChanges = nil // location_changes.csv lies in the folder above
	for _, s := range []*scenario.Scenario{flat, beside} {
		s.Name, s.Title, s.Evidence = whole.Name, whole.Title, whole.Evidence
		if s.Hash() != whole.Hash() {
			t.Error("the same files say something else")
		}
	}
}

func TestLaterDaysThanThePeriod(t *testing.T) {
	dir := folder(t, village())
	s, warnings := open(t, dir, flee.Options{Until: calendar.Day(2030, 1, 15)})
	if s.Period.Days() != 15 || len(warnings) == 0 {
		t.Errorf("%d days, %v", s.Period.Days(), warnings)
	}
	if s, _ := open(t, dir, flee.Options{Until: calendar.Day(2030, 1, 5)}); s.Period.Days() != 10 {
		t.Error("a shorter run is the run's own business")
	}
}

func TestOldSettingsAreForced(t *testing.T) {
	s, _ := open(t, folder(t, edited(t, [3]string{"simsetting.yml", "awareness_level: 2", "use_v1_rules: True\n  start_on_foot: True\n  camp_weight: 7"})), flee.Options{})
	if n := s.Parameters.Neighbours; n.MaxMoveSpeed != 200 || n.CampWeight != 2 || n.ConflictWeight != 0.25 || n.StartOnFoot || n.AvoidShortStints {
		t.Errorf("%+v", n)
	}
}

func TestFloodsAreRead(t *testing.T) {
	s, warnings := open(t, folder(t, edited(t,
		[3]string{"simsetting.yml", "sum_from_camps: True", "conflict_zone_spawning_only: False\n  flood_zone_spawning_only: True\n  take_from_population: yes\n  flood_driven_spawn_mode:\n    spawn_mode: Poisson"},
		[3]string{"simsetting.yml", "awareness_level: 2", "flood_rules:\n    flood_movechances: [0, 0.5, 1]\n    flood_forecaster: True\n    flood_forecaster_timescale: 5"},
		[3]string{"input_csv/flood_level.csv", "", "#Day,Brook\n" + strings.Repeat("0,0\n", 5) + strings.Repeat("0,1.5\n", 5)})), flee.Options{})
	n := s.Parameters.Neighbours
	if !n.FloodSpawning() || n.FloodDrivenSpawning != "poisson" || len(n.DisplacedPerFloodDay) != 5 || n.DisplacedPerFloodDay[4] != 500 || !n.FloodRules || len(n.FloodMoveChances) != 3 || !n.TakeFromPopulation {
		t.Errorf("%+v", n)
	}
	if len(s.Floods) != 1 || s.Floods[0].Level != 1.5 || len(s.Outputs()) != 5 {
		t.Errorf("%+v, %d places are counted", s.Floods, len(s.Outputs()))
	}
	if len(warnings) != 2 { // the numbers of days, and places without registrations
		t.Error(warnings)
	}
	sameAfterWriting(t, s)
}

func TestAnEnsemblesQuantilesStandBesideTheRegistrations(t *testing.T) {
	s, _ := open(t, folder(t, village()), flee.Options{})
	var b bytes.Buffer
	err := flee.WriteQuantiles(&b, s, 2, func(place, day int) flee.Band {
		return flee.Band{float64(place), 1, 2.5, 3, 4}
	})
	want := "Day,Date,Cove q05,Cove q25,Cove q50,Cove q75,Cove q95,Cove data,Dune q05,Dune q25,Dune q50,Dune q75,Dune q95,Dune data\n" +
		"0,2030-01-02,2.0,1.0,2.5,3.0,4.0,11,3.0,1.0,2.5,3.0,4.0,40\n1,2030-01-03,2.0,1.0,2.5,3.0,4.0,12,3.0,1.0,2.5,3.0,4.0,40\n"
	if err != nil || b.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, b.String(), want)
	}
}

func TestTheOutputWithAndWithoutItsQuirks(t *testing.T) {
	for _, c := range []struct {
		name, settings, want string
		without              []string
	}{
		{"as Flee", "", "Day,Date,Cove sim,Cove data,Cove error,Dune sim,Dune data,Dune error,Total error,refugees in camps (UNHCR),total refugees (simulation),raw UNHCR refugee count,refugees in camps (simulation),refugee_debt,total IDPs\n" +
			"0,2030-01-02,10,11,0.0909,30,40,0.25,0.0990990990990991,51,58,111,40,0,7\n", nil},
		{"dates and sums as documented", "", "0,2030-01-01,10,11,0.0909,30,40,0.25,0.21568627450980393,51,58,51,40,0,7\n", []string{"date-one-ahead", "day0-counted-twice"}},
		{"nothing registered in all", "empty_camps_on_day0: True", "0,2030-01-02,10,0,0.0,30,0,0.0,0.0,0,0,0,40,0,7\n", nil},
		{"by conflict", "conflict_driven_spawning: {spawn_mode: constant}", "0,2030-01-02,10,11,0.0909,30,40,0.25,0.0,0,58,0,40,0,7\n", nil},
		{"by conflict, printed all the same", "conflict_driven_spawning: {spawn_mode: constant}", "0,2030-01-02,10,11,0.0909,30,40,0.25,0.0,51,58,0,40,0,7\n", []string{"unhcr-zero"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _ := open(t, folder(t, edited(t, [3]string{"simsetting.yml", "sum_from_camps: True", "sum_from_camps: True\n  " + c.settings})), flee.Options{WithoutQuirks: c.without})
			r, err := scenario.NewRegister(s)
			if err != nil {
				t.Fatal(err)
			}
			v := flee.Deterministic(s, r, 1)
			v.People, v.IDPs = [][]int64{{10}, {30}}, []int64{7}
			var b bytes.Buffer
			if err := flee.WriteOutput(&b, s, v); err != nil || !strings.HasSuffix(b.String(), c.want) {
				t.Errorf("%v\n%s\nwant\n%s", err, b.String(), c.want)
			}
		})
	}
	s, _ := open(t, folder(t, village()), flee.Options{})
	if err := flee.WriteOutput(&bytes.Buffer{}, s, &flee.Values{Total: make([]int64, 3)}); err == nil {
		t.Error("values that do not fit are written")
	}
}
