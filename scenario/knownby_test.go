package scenario_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"haven/internal/calendar"
	"haven/scenario"
)

// smuggled is a row of a table that was known only after 12 March 2030, and the same with other numbers.
// With rows that no table of the folder had, the line of column names comes first.
type smuggled struct{ table, row, altered, with string }

var smuggledDestinations = []smuggled{
	{"crossings", "ferry_all,bridge,all,XAA,XAB,500,500,people,,,,,,,2030-03-13,assumed: seen later", "ferry_all,bridge,all,XAA,XAB,900,900,people,,,,,,,2030-03-13,assumed: seen later", ""},
	{"pulls", "east_living,XAB,,living,0.5,2030-03-13,assumed: asked later", "east_living,XAB,,living,-0.5,2030-03-13,assumed: asked later", ""},
	{"policies", "east_shut,XAB,entry,,bridge,refused,,crowding,2030-03-16,,2030-03-13,assumed: announced later", "east_shut,XAB,entry,,bridge,conditional,0.2,crowding,2030-03-16,,2030-03-13,assumed: announced later", ""},
	{"policies", "east_shut,XAB,entry,,bridge,refused,,crowding,2030-03-13,,,assumed: known as it begins", "east_shut,XAB,entry,,bridge,conditional,0.2,crowding,2030-03-14,,,assumed: known as it begins", ""},
	{"shocks", "rumour,2030-03-14,,0.03,0,3,0,2030-03-13,assumed: a rumour", "rumour,2030-03-14,,0.09,0,3,0,2030-03-13,assumed: a rumour", ""},
	{"shocks", "rumour,2030-03-13,,0.03,0,3,0,,assumed: known as it begins", "rumour,2030-03-13,,0.3,0,3,0,,assumed: known as it begins", ""},
	{"callup", "2030-03-13,Millshire,0,,assumed: later", "2030-03-14,Millshire,0,2030-03-13,assumed: later", ""},
	{"departures", "2030-03-14,mill,men,30,2030-03-13,assumed: counted later", "2030-03-14,mill,men,90,2030-03-13,assumed: counted later", "date,origin,group,people,known_from,evidence"},
	{"observations", "east_later,2030-03-01,2030-03-12,XAB,entries,800,point,people,all,the country,2030-03-13,assumed: x", "east_later,2030-03-01,2030-03-12,XAB,entries,100,point,people,all,the country,2030-03-13,assumed: x", ""},
	{"evidence", "C9,Later.,east,entries,800,,,people,,,2030-03-13,Gazette,,,,,,,,", "C9,Much later.,east,entries,90,,,people,,,,Gazette,,,2030-03-13,,,,,", "id,claim,subject,measure,value,low,high,unit,date_from,date_to,known_from,outlet,via,url,published,passage,grade,grade_reason,reviewed,note"},
}

var smuggledNeighbours = []smuggled{
	{"conflicts", "2030-03-22,ford,9,assumed: x", "2030-03-13,mill,3,assumed: x", ""},
	{"flood_levels", "2030-03-13,mill,9,assumed: x", "2030-03-13,mill,3,assumed: x", ""},
	{"food_security", "29.7,North,90,assumed: x", "29.8,North,10,assumed: x", ""},
	{"closures", "shut,country,XAA,XAB,2030-03-13,2030-03-19", "shut,location,mill,,2030-03-14,", ""},
	{"settlement_changes", "2030-03-13,mill,town", "2030-03-13,mill,forward", ""},
	{"registrations", "f4,Far,far,2030-03-22,900,,assumed: x", "f4,Far,far,2030-03-23,1,,assumed: x", ""},
	{"registration_corrections", "k2,Far,2030-03-21", "k2,Near camp,2030-03-21", ""},
}

var beforeSmuggling = calendar.Day(2030, 3, 12)

// TestNothingIsSmuggledPast gives, table by table, a row that was known later, and then the row with other
// numbers: what was known on the day is the same scenario each time.
func TestNothingIsSmuggledPast(t *testing.T) {
	covered := map[string]bool{}
	try := func(folder func(testing.TB, ...edit) fstest.MapFS, list []smuggled) {
		want, _ := mustRead(t, folder(t)).KnownBy(beforeSmuggling)
		for _, c := range list {
			covered[c.table] = true
			for _, row := range []string{c.row, c.altered} {
				s := mustRead(t, appended(folder(t), c, row))
				known, withheld := s.KnownBy(beforeSmuggling)
				if known.Hash() != want.Hash() {
					t.Errorf("%s: the row %s shows in what was known on %s", c.table, row, beforeSmuggling)
				}
				key, _, _ := strings.Cut(row, ",")
				if !told(withheld, c.table, key) {
					t.Errorf("%s: nothing says that the row %s was withheld", c.table, row)
				}
				for _, w := range second(s.KnownBy(beforeSmuggling + 30)) {
					if w.Column != "capacity" { // of registered camps, which bear no date
						t.Errorf("%s: a month later this is still withheld: %s", c.table, w)
					}
				}
			}
		}
	}
	try(toy, smuggledDestinations)
	try(wander, smuggledNeighbours)
	for _, table := range scenario.DatedTables() {
		if !covered[table] {
			t.Errorf("no later row is tried for %s", table)
		}
	}
}

func appended(files fstest.MapFS, c smuggled, row string) fstest.MapFS {
	name := c.table + ".csv"
	data := c.with + "\n"
	if have := files[name]; have != nil {
		data = string(have.Data)
	}
	files[name] = &fstest.MapFile{Data: []byte(data + row + "\n")}
	return files
}

func mustRead(t testing.TB, files fstest.MapFS) *scenario.Scenario {
	t.Helper()
	s, found := scenario.Read(files)
	if len(found.Mistakes()) > 0 {
		t.Fatalf("mistakes:\n%v", found.Mistakes())
	}
	return s
}

func told(list []scenario.Withheld, table, key string) bool {
	for _, w := range list {
		if w.Table.Name == table && strings.HasPrefix(w.Key, key) && w.Column == "" {
			return true
		}
	}
	return false
}

func TestKnownBy(t *testing.T) {
	day := func(n int) calendar.Date { return calendar.Day(2030, 3, 1) + calendar.Date(n-1) }
	policy := func(s *scenario.Scenario, id string) *scenario.Policy {
		for i := range s.Policies {
			if s.Policies[i].ID == id {
				return &s.Policies[i]
			}
		}
		return nil
	}
	add := func(file, row string) edit {
		return edit{file, "assumed: the usual rule\n", "assumed: the usual rule\n" + row + "\n"}
	}
	cases := []struct {
		name  string
		edits []edit
		on    calendar.Date
		check func(known *scenario.Scenario) bool
	}{
		{"before the decree nobody knew of it, and its prior is gone with it", nil, day(4), func(s *scenario.Scenario) bool {
			return len(s.Shocks) == 0 && len(s.Fit) == 0 && len(s.Uncertain) == 2 && policy(s, "quota") == nil && policy(s, "east_entry") != nil
		}},
		{"what is known on the day itself is known", nil, day(5), func(s *scenario.Scenario) bool { return len(s.Shocks) == 1 && len(s.Fit) == 1 && len(s.Callup) == 2 }},
		{"an end that lies ahead is taken back", []edit{add("policies.csv", "stop,XAB,entry,,bridge,refused,,x,2030-03-08,2030-03-20,,assumed: x")}, day(20),
			func(s *scenario.Scenario) bool { return !policy(s, "stop").DateTo.Given() }},
		{"an end is known when it is over", []edit{add("policies.csv", "stop,XAB,entry,,bridge,refused,,x,2030-03-08,2030-03-20,,assumed: x")}, day(21),
			func(s *scenario.Scenario) bool { return policy(s, "stop").DateTo == day(20) }},
		{"what follows is known, so the end is", []edit{add("policies.csv", "stop,XAB,entry,,bridge,refused,,x,2030-03-08,2030-03-20,,assumed: x\ngo,XAB,entry,,bridge,allowed,,x,2030-03-21,,2030-03-10,assumed: x")}, day(10),
			func(s *scenario.Scenario) bool { return policy(s, "stop").DateTo == day(20) && policy(s, "go") != nil }},
		{"a crossing without a known lane goes with all that names it", []edit{
			{"crossings.csv", "06:00,22:00,,,,assumed", "06:00,22:00,,,2030-03-09,assumed"},
		}, day(8), func(s *scenario.Scenario) bool { return s.Place("field") == nil && len(s.Links) == 3 }},
		{"evidence that was not known is not cited", []edit{
			{"evidence.csv", "", "id,claim,subject,measure,value,low,high,unit,date_from,date_to,known_from,outlet,via,url,published,passage,grade,grade_reason,reviewed,note\nC1,One.,,,,,,,,,2030-03-02,A,,,,,,,,\nC2,Two.,,,,,,,,,2030-03-09,B,,,,,,,,\n"},
			{"pulls.csv", "assumed: dearer than home", "C1;C2"}, {"pulls.csv", "assumed: some are recognised", "C2"},
		}, day(8), func(s *scenario.Scenario) bool {
			return len(s.Evidence) == 1 && s.Pulls[3].Evidence == "C1" && s.Pulls[4].Evidence == "assumed: no source was known by 2030-03-08"
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := mustRead(t, toy(t, c.edits...))
			before := s.Hash()
			known, withheld := s.KnownBy(c.on)
			if !c.check(known) {
				t.Errorf("on %s something else was known: policies %+v, fit %v, withheld %v", c.on, known.Policies, known.Fit, withheld)
			}
			if s.Hash() != before {
				t.Error("the scenario itself was changed")
			}
			files, err := scenario.Files(known)
			if err != nil {
				t.Fatal(err)
			}
			if _, found := scenario.Read(files); len(found.Mistakes()) > 0 {
				t.Errorf("what was known is no scenario:\n%v", found.Mistakes())
			}
		})
	}
}

func TestAClosureEndsWhenItIsKnown(t *testing.T) {
	s := mustRead(t, wander(t))
	if known, withheld := s.KnownBy(calendar.Day(2030, 3, 8)); known.Closures[0].Opens.Given() || !strings.Contains(fmt.Sprint(withheld), "closures.csv:2: border, opens: opens 2030-03-09 was not known") {
		t.Errorf("on the eighth: %+v, withheld %v", known.Closures, withheld)
	}
	if known, _ := s.KnownBy(calendar.Day(2030, 3, 9)); known.Closures[0].Opens != calendar.Day(2030, 3, 9) {
		t.Errorf("on the ninth: %+v", known.Closures)
	}
}

// TestWhatANumberWasTakenFor holds earlier.csv against the toy: the bridge was measured on the twelfth.
func TestWhatANumberWasTakenFor(t *testing.T) {
	table := edit{"earlier.csv", "", "address,known_from,value,until,evidence\n" +
		"crossings.bridge_all.exit_per_day,,40,2030-03-06,assumed: a guess\n" +
		"crossings.bridge_all.exit_per_day,2030-03-06,50,2030-03-12,assumed: a better guess\n" +
		"crossings.bridge_all.room,,,2030-03-12,assumed: nobody had counted\n" +
		"callup.2030-03-15/Millshire.share_due,,0.25,2030-03-13,assumed: evenly\n"}
	late := edit{"callup.csv", "2030-03-15,Millshire,0.5,2030-03-05", "2030-03-15,Millshire,0.5,2030-03-13"}
	s := mustRead(t, toy(t, table, late))
	for _, c := range []struct {
		on         int
		exit, due  float64
		room, rows int // rows of earlier.csv that say nothing new any more
	}{{4, 40, 0, 0, 0}, {5, 40, 0.25, 0, 0}, {6, 50, 0.25, 0, 1}, {11, 50, 0.25, 0, 1}, {12, 60, 0.25, 40, 3}, {13, 60, 0.5, 40, 4}} {
		known, _ := s.KnownBy(calendar.Day(2030, 3, 1) + calendar.Date(c.on-1))
		if got := known.Crossings[0].ExitPerDay; got != c.exit {
			t.Errorf("on the %dth the bridge was taken for %g a day, want %g", c.on, got, c.exit)
		}
		if got := known.Crossings[0].Room; c.room == 0 && !math.IsNaN(got) || c.room > 0 && got != float64(c.room) {
			t.Errorf("on the %dth the room was taken for %g, want %d", c.on, got, c.room)
		}
		if got := known.Callup[len(known.Callup)-1].ShareDue; c.on > 4 && got != c.due {
			t.Errorf("on the %dth %g was taken to be due, want %g", c.on, got, c.due)
		}
		if len(known.Earlier) != c.rows {
			t.Errorf("on the %dth %d rows of earlier.csv are left, want %d", c.on, len(known.Earlier), c.rows)
		}
	}
	changed, err := s.With(map[string]float64{"crossings.bridge_all.exit_per_day": 900, "crossings.bridge_all.room": 7, "callup.2030-03-15/Millshire.share_due": 0.1})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []calendar.Date{calendar.Day(2030, 3, 4), calendar.Day(2030, 3, 6), calendar.Day(2030, 3, 11)} {
		a, _ := s.KnownBy(d)
		b, _ := changed.KnownBy(d)
		if a.Hash() != b.Hash() {
			t.Errorf("on %s the numbers that were measured later show", d)
		}
	}
}

func second[A, B any](_ A, b B) B { return b }
