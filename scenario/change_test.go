package scenario_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"haven/internal/calendar"
	"haven/scenario"
)

func read(t testing.TB, sc *scenario.Scenario, text string) *scenario.Change {
	t.Helper()
	c, problems := scenario.ParseChange(sc, "change.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}

func builtin(t testing.TB, name string) *scenario.Scenario {
	t.Helper()
	sc, err := scenario.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

func TestAChangeAddsAltersAndRemoves(t *testing.T) {
	sc := builtin(t, "russia-2022")
	before := sc.Hash()
	c := read(t, sc, `
title: much at once
from: 2022-09-30
add:
  policies:
    - {id: fin_shut, actor: FIN, instrument: transport, at: FIN, stance: suspended}
  shocks:
    - {id: rumour, size_per_day: 0.01, fades_days: 5}
alter:
  links.moscow_istanbul_on_istanbul.capacity_per_day: {times: 2}
  crossings.vaalimaa_all.exit_per_day: {plus: -300}
  parameters.stay: 4
  policies.geo_entry.stance: refused
remove:
  policies: [rus_exit_lars]
`)
	out, err := c.Apply(sc)
	if err != nil {
		t.Fatal(err)
	}
	if sc.Hash() != before {
		t.Fatal("the scenario itself has changed")
	}
	for address, want := range map[string]float64{
		"links.moscow_istanbul_on_istanbul.capacity_per_day": 8300, "crossings.vaalimaa_all.exit_per_day": 3000,
		"parameters.stay": 4, "shocks.rumour.size_per_day": 0.01,
	} {
		if v, err := out.Value(address); err != nil || v != want {
			t.Errorf("%s is %v, %v; want %v", address, v, err, want)
		}
	}
	at := func(id string) *scenario.Policy {
		i := slices.IndexFunc(out.Policies, func(p scenario.Policy) bool { return p.ID == id })
		if i < 0 {
			return nil
		}
		return &out.Policies[i]
	}
	if p := at("fin_shut"); p == nil || p.DateFrom != calendar.Day(2022, 9, 30) || !strings.HasPrefix(p.Evidence, "assumed:") {
		t.Errorf("the policy added is %+v", p)
	}
	if at("geo_entry").Stance != "refused" || at("rus_exit_lars") != nil {
		t.Error("a policy was not altered, or not removed")
	}
	if slices.ContainsFunc(out.Uncertain, func(u scenario.Uncertain) bool { return strings.Contains(u.Address, "rus_exit_lars") }) {
		t.Error("a number that is gone is still uncertain")
	}
	if len(c.Of()) != 7 {
		t.Errorf("told as %q", c.Of())
	}
	// A member's draw: factors start from its own number.
	drawn, err := sc.With(map[string]float64{"links.moscow_istanbul_on_istanbul.capacity_per_day": 1000})
	if err != nil {
		t.Fatal(err)
	}
	if out, err = c.Apply(drawn); err != nil {
		t.Fatal(err)
	}
	if v, _ := out.Value("links.moscow_istanbul_on_istanbul.capacity_per_day"); v != 2000 {
		t.Errorf("twice a draw of 1000 is %g", v)
	}
	// What comes of it is a scenario that can be written and read.
	dir := filepath.Join(t.TempDir(), "changed")
	if err := scenario.Write(out, dir); err != nil {
		t.Fatal(err)
	}
	if problems := scenario.Check(dir).Mistakes(); len(problems) > 0 {
		t.Error(problems)
	}
}

// A fitted number that a change gives is no longer drawn with the others.
func TestAChangeOfAFittedScenario(t *testing.T) {
	sc := *builtin(t, "toy-border")
	sc.Uncertain, sc.Fit = nil, nil
	sc.Posterior = &scenario.Posterior{Addresses: []string{"parameters.stay", "shocks.decree.size_per_day"}, Rows: [][]float64{{1, 0.05}, {2, 0.06}}}
	c := read(t, &sc, "title: x\nfrom: 2030-03-10\nalter: {parameters.stay: 4}\n")
	out, err := c.Apply(&sc)
	if err != nil {
		t.Fatal(err)
	}
	if p := out.Posterior; p == nil || len(p.Addresses) != 1 || p.Addresses[0] != "shocks.decree.size_per_day" || len(sc.Posterior.Addresses) != 2 {
		t.Errorf("the sample is %+v", out.Posterior)
	}
	c = read(t, &sc, "title: x\nfrom: 2030-03-10\nalter: {parameters.stay: {plus: 2}}\nremove: {shocks: [decree]}\n")
	if out, err = c.Apply(&sc); err != nil || out.Posterior != nil {
		t.Errorf("the sample is %+v, %v", out.Posterior, err)
	}
	dir := filepath.Join(t.TempDir(), "changed")
	if err := scenario.Write(out, dir); err != nil {
		t.Fatal(err)
	}
	if problems := scenario.Check(dir).Mistakes(); len(problems) > 0 {
		t.Error(problems)
	}
}

// Each mistake is told with its place, what is allowed and what to try.
func TestMistakesInAChange(t *testing.T) {
	sc := builtin(t, "russia-2022")
	const head = "title: x\nfrom: 2022-09-30\n"
	for _, c := range []struct{ name, text, says string }{
		{"empty", "", "c.yaml:1: the file is empty; keys: title, why, from, add, alter, remove"},
		{"no YAML", "title: [", "c.yaml:1:"},
		{"a list", "- a\n", "c.yaml:1:1: a change is a list"},
		{"no date", "title: x\nalter: {parameters.stay: 2}\n", "c.yaml:1:1: from is missing"},
		{"no title", "from: 2022-09-30\nalter: {parameters.stay: 2}\n", "c.yaml:1:1: title is missing"},
		{"nothing", head, "c.yaml:1:1: nothing is changed; allowed: add, alter, remove"},
		{"unknown key", head + "adds: {}\n", `c.yaml:3:1: "adds" is not known in a change; allowed: title, why, from, add, alter, remove; did you mean add?`},
		{"wrong date", "title: x\nfrom: 30.9.2022\nalter: {parameters.stay: 2}\n", `c.yaml:2:7: "30.9.2022" is not a date; write it as 2022-09-21`},
		{"outside", "title: x\nfrom: 2023-01-01\nalter: {parameters.stay: 2}\n", "c.yaml:2:7: from 2023-01-01 lies outside the scenario's period; allowed: 2022-09-14 to 2022-10-31"},
		{"unknown table", head + "alter: {crossing.lars_car.exit_per_day: 2}\n", `c.yaml:3:9: there is no table "crossing"`},
		{"unknown row", head + "alter: {crossings.vaalima_all.exit_per_day: 2}\n", `did you mean vaalimaa_all?`},
		{"unknown column", head + "alter: {crossings.vaalimaa_all.exit_pr_day: 2}\n", `did you mean exit_per_day?`},
		{"unknown column of times", head + "alter: {crossings.vaalimaa_all.open_hours: 1}\n", `c.yaml:3:9: crossings.csv has no column "open_hours" (in "crossings.vaalimaa_all.open_hours"); allowed: exit_per_day, entry_per_day, people_per_vehicle, room, opens, closes, date_from, date_to`},
		{"unknown column of words", head + "alter: {policies.geo_entry.stanse: refused}\n", `did you mean stance?`},
		{"unknown column of what is settled", head + "alter: {groups.women.size: 1}\n", "c.yaml:3:9: groups.size cannot be altered from a day on: it was settled before; allowed: parameters;"},
		{"a * that matches no words", head + "alter: {policies.*/*.stance: refused}\n", `c.yaml:3:9: no row of policies.csv matches "*/*"; key: id`},
		{"a * for a key of two parts", head + "alter: {callup.*.share_due: 1}\n", `c.yaml:3:9: no row of callup.csv matches "*"; key: date/region; for all rows, write callup.*/*.share_due`},
		{"a * for two parts and words", head + "alter: {callup.*.known_from: 2022-10-01}\n", "c.yaml:3:9: callup.known_from cannot be altered"},
		{"a * and a wrong date", head + "alter: {policies.*.date_to: soon}\n", `c.yaml:3:29: "soon" is not a date`},
		{"a * and a date that is too early", head + "alter: {policies.*.date_to: 2022-09-01}\n", "c.yaml:3:29: policies.altanbulag_rumour: date_to 2022-09-01 lies before date_from 2022-10-01 (the first of 90 messages about this line)"},
		{"a * and a number out of bounds", head + "alter: {crossings.*.exit_per_day: -1}\n", "c.yaml:3:35: crossings.lars_car.exit_per_day: exit_per_day is -1 (the first of 121 messages about this line); allowed: 0 or more"},
		{"an empty alter", head + "alter: {}\n", "c.yaml:3:8: nothing is changed: alter is empty; allowed: add, alter, remove"},
		{"all empty", head + "add: {}\nremove: {}\n", "c.yaml:3:6: nothing is changed: add is empty"},
		{"an empty list to add", head + "add: {policies: []}\n", "c.yaml:3:17: policies is an empty list; a list, each item after a dash; or leave policies out"},
		{"an empty list to remove", head + "remove: {shocks: []}\n", "c.yaml:3:18: shocks is an empty list"},
		{"remove twice", head + "remove: {policies: [geo_entry, geo_entry]}\n", "c.yaml:3:32: geo_entry stands twice; leave one out"},
		{"alter what is removed", head + "remove: {policies: [geo_entry]}\nalter: {policies.geo_entry.stance: refused}\n", `c.yaml:4:9: policies.csv has no row "geo_entry" any more; c.yaml:3:21 takes it out; leave one of the two out`},
		{"alter a number of what is removed", head + "remove: {policies: [geo_entry]}\nalter: {policies.geo_entry.value: 1}\n", `policies.csv has no row "geo_entry" any more; c.yaml:3:21 takes it out`},
		{"unknown parameter", head + "alter: {parameters.stey: 2}\n", `did you mean stay?`},
		{"settled", head + "alter: {places.moscow.population: 2}\n", "c.yaml:3:9: places.population cannot be altered from a day on: it was settled before; allowed: parameters;"},
		{"settled parameter", head + "alter: {parameters.scale: 2}\n", "c.yaml:3:9: parameters.scale cannot be altered from a day on: it was settled on the first"},
		{"a key", head + "alter: {policies.geo_entry.id: other}\n", "c.yaml:3:9: policies.id cannot be altered"},
		{"no number", head + "alter: {parameters.stay: a lot}\n", `c.yaml:3:26: parameters.stay "a lot" is not a number`},
		{"out of bounds", head + "alter:\n  crossings.vaalimaa_all.exit_per_day: -4\n", "c.yaml:4:40: exit_per_day is -4; allowed: 0 or more"},
		{"both factors", head + "alter:\n  parameters.stay: {times: 2, plus: 1}\n", "c.yaml:4:21: parameters.stay has 2 of times and plus; allowed: a number, {times: 2} or {plus: 100}"},
		{"unknown factor", head + "alter:\n  parameters.stay: {by: 2}\n", `c.yaml:4:21: "by" is not known in parameters.stay; allowed: times, plus`},
		{"no service", head + "alter: {links.road_moscow_tver.capacity_per_day: 3}\n", "the link road_moscow_tver has no capacity, so it is no service and sells no seats"},
		{"no number to start from", head + "alter: {policies.geo_entry.value: {times: 2}}\n", "has no number to start from: the cell is empty; write the number itself"},
		{"wrong stance", head + "alter: {policies.geo_entry.stance: open}\n", `c.yaml:3:36: entry has no stance "open"; allowed: allowed, conditional, refused`},
		{"remove what is not there", head + "remove: {policies: [geo_entri]}\n", `c.yaml:3:21: policies.csv has no row "geo_entri"; key: id; did you mean geo_entry?`},
		{"remove from another table", head + "remove: {places: [moscow]}\n", `c.yaml:3:10: "places" is not known in remove; allowed: policies, shocks`},
		{"remove a word", head + "remove: {policies: geo_entry}\n", "c.yaml:3:20: policies is \"geo_entry\"; a list, each item after a dash"},
		{"add a word", head + "add: {policies: [shut]}\n", "c.yaml:3:18: a row of policies is \"shut\"; a mapping with the columns id, actor, instrument"},
		{"add without what is needed", head + "add:\n  policies:\n    - {id: shut, actor: FIN, instrument: transport}\n", "c.yaml:5:8: stance is empty"},
		{"add an unknown column", head + "add:\n  policies:\n    - {id: shut, actor: FIN, instrument: transport, stanse: suspended}\n", "did you mean stance?"},
		{"add an unknown place", head + "add:\n  policies:\n    - id: shut\n      actor: FIN\n      instrument: transport\n      at: vaalima\n      stance: suspended\n", `c.yaml:8:11: at "vaalima" is not known; allowed: an id of places.csv`},
		{"add what is there", head + "add:\n  policies:\n    - {id: geo_entry, actor: GEO, instrument: entry, stance: refused}\n", `c.yaml:5:8: policies.csv has a row "geo_entry" already`},
		{"add too early", head + "add:\n  policies:\n    - {id: shut, actor: FIN, instrument: transport, stance: suspended, date_from: 2022-09-01}\n", "date_from 2022-09-01 lies before from 2022-09-30; a change acts from its from on"},
		{"contradict", head + "add:\n  policies:\n    - {id: shut, actor: GEO, instrument: entry, stance: refused}\n", "c.yaml:5:57: shut says refused for group"},
		{"unknown group", head + "add:\n  policies:\n    - {id: shut, actor: GEO, instrument: entry, applies_to: sex=male, stance: refused}\n", "no group has sex=male"},
		{"a nested value", head + "add:\n  policies:\n    - {id: shut, actor: [GEO], instrument: entry, stance: refused}\n", "actor is a list; one value"},
		{"twice", head + "alter:\n  parameters.stay: 2\n  parameters.stay: 3\n", "c.yaml:"},
		{"spreads", head + "alter: {parameters.spread_way: 0.9}\n", "spread_way 0.9 is above spread_crossing 0.8"},
		{"closures of another rule", head + "add: {closures: [{id: x, kind: link}]}\n", `"closures" is not known in add; allowed: policies, shocks`},
	} {
		_, problems := scenario.ParseChange(sc, "c.yaml", []byte(c.text))
		if len(problems.Mistakes()) == 0 || !strings.Contains(problems.Error(), c.says) {
			t.Errorf("%s: %v\nexpected %q", c.name, problems, c.says)
		}
	}
}

func TestAllMistakesOfAChangeAreToldAtOnce(t *testing.T) {
	_, problems := scenario.ParseChange(builtin(t, "russia-2022"), "c.yaml", []byte(`
title: x
from: 2022-09-30
alter: {parameters.stey: 2, crossings.vaalimaa_all.exit_per_day: -1}
remove: {policies: [nobody, nothing]}
wrong: 1
`))
	if len(problems) != 5 {
		t.Error(problems)
	}
}

func TestAChangeThatIsNoneIsSaid(t *testing.T) {
	_, problems := scenario.ParseChange(builtin(t, "russia-2022"), "c.yaml", []byte("title: x\nfrom: 2022-09-30\nalter: {parameters.sent_after_days: 3}\n"))
	if len(problems) != 1 || problems[0].Severity != scenario.Warning || !strings.Contains(problems[0].Message, "is 3 already") {
		t.Error(problems)
	}
}

// Files are read in the order of their dates, each on top of those before.
func TestChangesOfSeveralFiles(t *testing.T) {
	dir := t.TempDir()
	late := fileIn(t, dir, "late.yaml", "title: late\nfrom: 2022-10-05\nalter: {parameters.stay: {times: 2}}\nremove: {policies: [early]}\n")
	early := fileIn(t, dir, "early.yaml", "title: early\nfrom: 2022-10-01\nalter: {parameters.stay: 4}\nadd: {policies: [{id: early, actor: FIN, instrument: transport, at: FIN, stance: suspended}]}\n")
	sc := builtin(t, "russia-2022")
	changes, problems := scenario.ReadChanges(sc, []string{late, early})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if days := changes.Days(); len(days) != 2 || days[0] != calendar.Day(2022, 10, 1) {
		t.Fatal("days", days)
	}
	for day, stay := range map[calendar.Date]float64{calendar.Day(2022, 9, 30): 5.5, calendar.Day(2022, 10, 2): 4, calendar.Day(2022, 10, 5): 8} {
		out, err := changes.BegunBy(day).Apply(sc)
		if err != nil {
			t.Fatal(err)
		}
		if out.Parameters.Stay != stay {
			t.Errorf("%s: stay is %g, want %g", day, out.Parameters.Stay, stay)
		}
	}
	if _, problems := scenario.ReadChanges(sc, []string{late, filepath.Join(dir, "none.yaml")}); len(problems.Mistakes()) != 1 {
		t.Error(problems)
	}
	if _, problems := scenario.ReadChanges(sc, []string{late}); !strings.Contains(problems.Error(), `policies.csv has no row "early"`) {
		t.Error(problems)
	}
}

// fileIn writes a file of a test.
func fileIn(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// A number that is drawn is another one when it is put to the table's: there is no
// warning unless no member's number changes.
func TestAChangeOfADrawnNumber(t *testing.T) {
	uncertain := builtin(t, "toy-border")
	sampled := *uncertain
	sampled.Uncertain, sampled.Fit = nil, nil
	sampled.Posterior = &scenario.Posterior{Addresses: []string{"crossings.bridge_all.exit_per_day"}, Rows: [][]float64{{60}, {70}}}
	const head = "title: x\nfrom: 2030-03-10\nalter:\n"
	for _, c := range []struct {
		name string
		sc   *scenario.Scenario
		text string
		says string // empty: nothing
	}{
		{"put to the table's", uncertain, "  crossings.bridge_all.exit_per_day: 60\n", ""},
		{"put to the median of a sample", &sampled, "  crossings.bridge_all.exit_per_day: 60\n", ""},
		{"not drawn", uncertain, "  crossings.bridge_all.entry_per_day: 80\n", "c.yaml:4:39: warning: crossings.bridge_all.entry_per_day is 80 already; it has no effect"},
		{"drawn, times 1", uncertain, "  crossings.bridge_all.exit_per_day: {times: 1}\n", "c.yaml:4:46: warning: crossings.bridge_all.exit_per_day stays as it is; it has no effect"},
		{"drawn, plus 0", uncertain, "  parameters.wait_per_hour: {plus: 0}\n", "parameters.wait_per_hour stays as it is"},
		{"put before in the file", uncertain, "  crossings.*.exit_per_day: 50\n  crossings.bridge_all.exit_per_day: 50\n", "c.yaml:5:38: warning: crossings.bridge_all.exit_per_day is 50 already"},
	} {
		_, problems := scenario.ParseChange(c.sc, "c.yaml", []byte(head+c.text))
		if c.says == "" && len(problems) > 0 || c.says != "" && (len(problems) != 1 || !strings.Contains(problems.Error(), c.says)) {
			t.Errorf("%s: %v\nexpected %q", c.name, problems, c.says)
		}
	}
	// An earlier file has put it there: it is drawn no more.
	dir := t.TempDir()
	first := fileIn(t, dir, "first.yaml", "title: x\nfrom: 2030-03-08\nalter: {crossings.bridge_all.exit_per_day: 60}\n")
	second := fileIn(t, dir, "second.yaml", head+"  crossings.bridge_all.exit_per_day: 60\n")
	if _, problems := scenario.ReadChanges(uncertain, []string{first, second}); len(problems) != 1 || !strings.Contains(problems.Error(), "second.yaml:4:38: warning: crossings.bridge_all.exit_per_day is 60 already") {
		t.Error(problems)
	}
}

// A * stands for all rows, of numbers, words, dates and hours alike.
func TestAStarStandsForAllRows(t *testing.T) {
	sc := builtin(t, "toy-border")
	c := read(t, sc, `
title: x
from: 2030-03-16
alter:
  policies.*.date_to: 2030-03-20
  policies.*.reason: an end to all
  crossings.*.opens: "10:00"
  crossings.*.exit_per_day: 10
  crossings.bridge_all.exit_per_day: 20
`)
	out, err := c.Apply(sc)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range out.Policies {
		if p.DateTo != calendar.Day(2030, 3, 20) || p.Reason != "an end to all" {
			t.Errorf("policy %+v", p)
		}
	}
	for _, lane := range out.Crossings {
		want := 10.0
		if lane.ID == "bridge_all" {
			want = 20
		}
		if lane.Opens != 10 || lane.ExitPerDay != want {
			t.Errorf("lane %+v", lane)
		}
	}
	if len(out.Policies) != 9 || len(c.Of()) != 2*9+2*3+1 {
		t.Errorf("%d policies; told as %q", len(out.Policies), c.Of())
	}
}

// The key of conflicts.csv has two parts, and messages say so.
func TestAChangeNamesAKeyWhole(t *testing.T) {
	sc, problems := scenario.Read(wander(t))
	if len(problems.Mistakes()) > 0 {
		t.Fatal(problems)
	}
	if _, problems := scenario.ParseChange(sc, "c.yaml", []byte("title: x\nfrom: 2030-03-10\nremove: {conflicts: [2030-03-01]}\n")); !strings.Contains(problems.Error(), `conflicts.csv has no row "2030-03-01"; key: date/place`) {
		t.Error(problems)
	}
}

// FuzzChange: whatever a file holds, it is read or refused, and what is read
// can be applied.
func FuzzChange(f *testing.F) {
	files, err := filepath.Glob("../docs/what-if/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatal("no examples", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("title: x\nfrom: 2022-09-30\nadd: {shocks: [{id: a, size_per_day: 0.1}]}\nalter: {parameters.stay: {times: 2}, links.*.fare_usd: 3}\nremove: {shocks: [a]}\n"))
	sc := builtin(f, "toy-border")
	f.Fuzz(func(t *testing.T, data []byte) {
		c, problems := scenario.ParseChange(sc, "c.yaml", data)
		if len(problems.Mistakes()) > 0 {
			return
		}
		out, err := c.Apply(sc)
		if err != nil {
			t.Fatal(err)
		}
		c.Of()
		out.Hash()
	})
}

// The examples of docs/what-if.md can be read.
func TestTheExamplesOfWhatIfsAreRight(t *testing.T) {
	files, err := filepath.Glob("../docs/what-if/*.yaml")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	sc := builtin(t, "russia-2022")
	for _, file := range files {
		if _, problems := scenario.ReadChanges(sc, []string{file}); len(problems) > 0 {
			t.Error(problems)
		}
	}
}
