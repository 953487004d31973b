package scenario_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"haven/scenario"
)

// wander is a small folder of the rule neighbours: a conflict zone, a town
// and two camps, one of them abroad, with every table of the rule.
func wander(t testing.TB, edits ...edit) fstest.MapFS {
	t.Helper()
	text := map[string]string{
		"scenario.yaml": "schema: 1\ntitle: A town between two camps\nperiod: {from: 2030-03-01, to: 2030-03-30}\nrule: neighbours\n" +
			"neighbours:\n  evidence: \"assumed: made up\"\n  max_move_speed: 200\n  camp_weight: {value: 2, evidence: \"assumed: for the test\"}\n  insert_day0: true\n" +
			"  conflict_spawn_decay: [1, 0.5]\n  without_quirks: [decay-late]\nuncertain:\n  neighbours.camp_weight: {lognormal: {spread: 1.2}}\n",
		"places.csv": "id,name,kind,country,admin1,pcode,lat,lon,population,capacity,evidence\n" +
			"ford,Ford,conflict,XAA,North,,10,20,5000,,assumed: x\nmill,Mill,town,XAA,North,,10.5,20,,,assumed: x\n" +
			"near, Near camp,camp,XAA,South,,11,20,,400,assumed: x\nfar,Far,camp,XAB,East,,12,20,,0,assumed: x\n",
		"links.csv": "id,from,to,mode,km,hours,capacity_per_day,unit,fare_usd,both_ways,walk_probability,evidence\n" +
			"a,ford,mill,road,60,0,,,,yes,,assumed: x\nb,mill,near,road,50,0,,,,yes,0.5,assumed: x\nc,mill,far,road,90,0,,,,yes,,assumed: x\n",
		"settlements.csv": "place,type,conflict_date,initial_people,intensity,capacity_per_day,trade_volume,hdi,country_name,evidence\n" +
			"ford,conflict_zone,0,,,,,,,assumed: x\nmill,town,,,,,,,,\nnear,idpcamp,,5,,1.5,,,,assumed: x\nfar,camp,,,,,2,0.5,Farland,assumed: x\n",
		"conflicts.csv":                "date,place,intensity,evidence\n2030-03-01,ford,1,assumed: x\n2030-03-20,ford,0.5,assumed: x\n",
		"flood_levels.csv":             "date,place,level,evidence\n2030-03-05,mill,2,assumed: x\n",
		"food_security.csv":            "day,region,ipc,evidence\n0,North,20,assumed: x\n29.5,North,40,assumed: x\n",
		"closures.csv":                 "id,kind,first,second,closes,opens\nborder,country,XAA,XAB,2030-03-02,2030-03-09\n",
		"settlement_changes.csv":       "date,place,type\n2030-03-10,mill,conflict\n",
		"demographics.csv":             "attribute,value,place,weight,evidence\ngender,f,,2,assumed: x\ngender,m,,1,assumed: x\ngender,f,ford,1,assumed: x\n",
		"residents.csv":                "id,place,attributes,people,evidence\nr1,ford,gender=f age=34,3,assumed: x\n",
		"major_routes.csv":             "id,places\nm1,ford mill far\n",
		"registrations.csv":            "id,label,place,date,people,list,evidence\nt1,total,,2030-03-01,100,,assumed: x\nt2,total,,2030-03-21,300,,assumed: x\nn1,Near camp,near,2030-03-01,60,,assumed: x\nn2,Near camp,near,2030-03-21,200,,assumed: x\nf1,Far,far,2030-03-01,40,,assumed: x\nf2,Far,far,2030-03-11,20,,assumed: x\nf3,Far,far,2030-03-21,100,,assumed: x\n",
		"registration_corrections.csv": "id,label,date\nk1,Far,2030-03-11\n",
	}
	files := fstest.MapFS{}
	for name, data := range text {
		files[name] = &fstest.MapFile{Data: []byte(data)}
	}
	for _, e := range edits {
		switch data := text[e.file]; {
		case e.old == "" && e.new == "":
			delete(files, e.file)
		case e.old == "":
			files[e.file] = &fstest.MapFile{Data: []byte(e.new)}
		case !strings.Contains(data, e.old):
			t.Fatalf("%s holds no %q to edit", e.file, e.old)
		default:
			text[e.file] = strings.Replace(data, e.old, e.new, 1)
			files[e.file] = &fstest.MapFile{Data: []byte(text[e.file])}
		}
	}
	return files
}

func TestAFolderOfTheRuleNeighboursIsReadAndWrittenWhole(t *testing.T) {
	s, found := scenario.Read(wander(t))
	if len(found) > 0 {
		t.Fatal(found)
	}
	if len(s.Settlements)*len(s.Conflicts)*len(s.Floods)*len(s.Food)*len(s.Closures)*len(s.SettlementChanges)*len(s.Demographics)*
		len(s.Residents)*len(s.MajorRoutes)*len(s.Registrations)*len(s.Corrections) == 0 {
		t.Fatalf("a table was not read: %+v", s)
	}
	if s.Links[1].WalkProbability != 0.5 || s.Links[0].MaxMoveSpeed == s.Links[0].MaxMoveSpeed {
		t.Errorf("links: %+v", s.Links)
	}
	if n := s.Parameters.Neighbours; n.MaxMoveSpeed != 200 || n.CampWeight != 2 || !n.Without("decay-late") || n.Without("strict-arrival") {
		t.Errorf("settings: %+v", n)
	}
	if s.Places[2].Name != " Near camp" {
		t.Errorf("the name is %q", s.Places[2].Name)
	}
	holds(t, wander(t))
	changed, err := s.With(map[string]float64{"neighbours.camp_weight": 3, "neighbours.hasten": 10, "links.a.km": 10, "registrations.t1.people": 7})
	if err != nil {
		t.Fatal(err)
	}
	if changed.Parameters.Neighbours.CampWeight != 3 || s.Parameters.Neighbours.CampWeight != 2 || changed.Registrations[0].People != 7 {
		t.Error("--set does not reach the settings of the rule")
	}
}

func TestFreshDescriptionOfNeighbours(t *testing.T) {
	s, _ := scenario.Read(wander(t))
	var b bytes.Buffer
	if err := scenario.Describe(&b, s); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/neighbours.txt", b.Bytes())
}

func TestADescriptionTellsOfFloodsWhereTheyMakePeopleFlee(t *testing.T) {
	s, found := scenario.Read(wander(t, at("scenario.yaml", "insert_day0: true", "insert_day0: true\n  conflict_zone_spawning_only: false\n  flood_zone_spawning_only: true\n  take_from_population: true\n  flood_driven_spawning: pop_ratio\n  displaced_per_flood_day: [0, 0.1, 0.2, 0.3]")...))
	if len(found) > 0 {
		t.Fatal(found)
	}
	var b bytes.Buffer
	if err := scenario.Describe(&b, s); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{"of which 1 can be flooded.", "2030-03-05  flood in mill", "gender: 2 values with their shares"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "conflict in ford") {
		t.Errorf("it tells of a conflict that nobody flees from:\n%s", text)
	}
}

var neighbourMistakes = []struct {
	name  string
	edits []edit
}{
	{"steps within the day", at("scenario.yaml", "rule: neighbours", "bins_per_day: 4\nrule: neighbours")},
	{"another rule", at("scenario.yaml", "rule: neighbours", "rule: destinations")},
	{"an unknown setting", at("scenario.yaml", "max_move_speed", "maximum_move_speed")},
	{"a switch that is none", at("scenario.yaml", "insert_day0: true", "insert_day0: perhaps")},
	{"an unknown mode", at("scenario.yaml", "insert_day0: true", "conflict_driven_spawning: pop-ratio")},
	{"an unknown quirk", at("scenario.yaml", "[decay-late]", "[decay-lat]")},
	{"a number without evidence", at("scenario.yaml", "  evidence: \"assumed: made up\"\n", "")},
	{"a prior of an unknown setting", at("scenario.yaml", "  neighbours.camp_weight:", "  neighbours.camp_wait:")},
	{"a place without its type", at("settlements.csv", "mill,town,,,,,,,,\n", "")},
	{"a type that is not known", at("settlements.csv", "mill,town", "mill,village")},
	{"a conflict at an unknown place", at("conflicts.csv", "2030-03-01,ford", "2030-03-01,fort")},
	{"conflicts out of order", at("conflicts.csv", "2030-03-20,ford", "2030-02-20,ford")},
	{"a conflict after the period", at("conflicts.csv", "2030-03-20,ford", "2031-03-20,ford")},
	{"food out of order", at("food_security.csv", "29.5,North", "-1,North")},
	{"food above all", at("food_security.csv", "20,assumed", "120,assumed")},
	{"a closure of an unknown place", at("closures.csv", "border,country,XAA,XAB", "border,location,milk,")},
	{"a closure of unknown kind", at("closures.csv", "border,country", "border,frontier")},
	{"a closure of an unknown country", at("closures.csv", "XAA,XAB", "XAA,XAC")},
	{"a closure of a link that does not exist", at("closures.csv", "border,country,XAA,XAB", "border,link,mill,fir")},
	{"a change to an unknown type", at("settlement_changes.csv", "conflict", "village")},
	{"a route over an unknown place", at("major_routes.csv", "ford mill far", "ford mil far")},
	{"a route of one place", at("major_routes.csv", "ford mill far", "ford")},
	{"a label at two places", at("registrations.csv", "n2,Near camp,near", "n2,Near camp,far")},
	{"fewer people than none", at("registrations.csv", "2030-03-21,200,,", "2030-03-21,-200,,")},
	{"registrations that are no number", at("registrations.csv", "2030-03-21,200,,", "2030-03-21,NaN,,")},
	{"registrations without end", at("registrations.csv", "2030-03-21,200,,", "2030-03-21,Inf,,")},
	{"lists out of order", at("registrations.csv", "2030-03-21,200,,", "2030-03-21,200,2,")},
	{"a list that begins later", at("registrations.csv", "2030-03-21,200,,", "2030-03-21,200,1,")},
	{"a correction of an unknown label", at("registration_corrections.csv", "Far", "Fra")},
	{"a correction of a day without registrations", at("registration_corrections.csv", "2030-03-11", "2030-03-12")},
	{"a correction of nobody", at("registrations.csv", "2030-03-01,40,", "2030-03-01,0.5,")},
	{"a correction that a large hasten makes impossible", at("scenario.yaml", "insert_day0: true", "hasten: 100")},
	{"no registrations", []edit{{"registrations.csv", "", ""}, {"registration_corrections.csv", "", ""}}},
	{"no total", []edit{{"scenario.yaml", "insert_day0: true", "sum_from_camps: false"}, {"registrations.csv", "t1,total", "t1,all"}, {"registrations.csv", "t2,total", "t2,all"}}},
	{"floods without a population to take from", at("scenario.yaml", "insert_day0: true", "conflict_zone_spawning_only: false\n  flood_zone_spawning_only: true\n  flood_driven_spawning: constant")},
	{"a link to itself", at("links.csv", "c,mill,far", "c,mill,mill")},
}

// TestEveryMistakeOfNeighboursIsToldToAPerson keeps the very words in
// testdata/mistakes-neighbours.txt.
func TestEveryMistakeOfNeighboursIsToldToAPerson(t *testing.T) {
	var b bytes.Buffer
	for _, m := range neighbourMistakes {
		found := scenario.CheckFS(wander(t, m.edits...), "wander")
		fmt.Fprintf(&b, "== %s\n", m.name)
		for _, p := range found {
			fmt.Fprintf(&b, "%s\n", p)
		}
		if len(found) == 0 {
			t.Errorf("%s: nothing was found", m.name)
		}
	}
	golden(t, "testdata/mistakes-neighbours.txt", b.Bytes())
}

// FuzzNeighboursTables puts any bytes into the tables of the rule neighbours.
func FuzzNeighboursTables(f *testing.F) {
	tables := scenario.Tables()
	for i, table := range tables {
		if file := wander(f)[table.File()]; file != nil {
			f.Add(uint8(i), file.Data)
		}
	}
	for _, m := range neighbourMistakes {
		for i, table := range tables {
			if m.edits[0].file == table.File() {
				if file := wander(f, m.edits...)[table.File()]; file != nil {
					f.Add(uint8(i), file.Data)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		files := wander(t)
		files[tables[int(which)%len(tables)].File()] = &fstest.MapFile{Data: data}
		holds(t, files)
	})
}

// FuzzNeighboursSettings puts any text into scenario.yaml beside the tables of
// the rule neighbours.
func FuzzNeighboursSettings(f *testing.F) {
	f.Add(wander(f)["scenario.yaml"].Data)
	for _, m := range neighbourMistakes {
		if m.edits[0].file == "scenario.yaml" {
			f.Add(wander(f, m.edits...)["scenario.yaml"].Data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		holds(t, wander(t, edit{"scenario.yaml", "", string(data) + "\n"}))
	})
}
