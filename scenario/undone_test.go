package scenario_test

import (
	"strings"
	"testing"

	"haven/scenario"
)

// What one line does and another undoes is told, since the order alone decides.
func TestAChangeThatUndoesAnotherIsTold(t *testing.T) {
	sc := builtin(t, "toy-border")
	const day = "title: x\nfrom: 2030-03-10\n"
	for _, c := range []struct {
		name, first, second string
		says                []string
	}{
		{"one number from one day", day + "alter: {crossings.bridge_all.exit_per_day: 10}\n", day + "alter: {crossings.bridge_all.exit_per_day: 90}\n",
			[]string{"second.yaml:3:44: warning: crossings.bridge_all.exit_per_day is altered by ", "first.yaml:3:44 already, from the same day; of files with one day the one named later wins, this one: leave one out"}},
		{"one word from one day", day + "alter: {policies.east_entry.stance: refused}\n", day + "alter: {policies.east_entry.stance: conditional}\n", []string{"policies.east_entry.stance is altered by ", "first.yaml:3:37 already"}},
		{"a parameter", day + "alter: {parameters.stay: {plus: 2}}\n", day + "alter: {parameters.stay: 3}\n", []string{"parameters.stay is altered by ", "first.yaml:3:33 already"}},
		{"all rows", day + "alter: {crossings.*.exit_per_day: 10}\n", day + "alter: {crossings.*.exit_per_day: 90}\n", []string{"crossings.bridge_all.exit_per_day and 2 more are altered by "}},
		{"the same", day + "alter: {crossings.bridge_all.opens: \"08:00\"}\n", day + "alter: {crossings.bridge_all.opens: \"08:00\"}\n", nil},
		{"on top of it", day + "alter: {crossings.bridge_all.exit_per_day: 10}\n", day + "alter: {crossings.bridge_all.exit_per_day: {times: 2}}\n", nil},
		{"another day", day + "alter: {crossings.bridge_all.exit_per_day: 10}\n", "title: x\nfrom: 2030-03-11\nalter: {crossings.bridge_all.exit_per_day: 90}\nremove: {shocks: [decree]}\n", nil},
		{"another cell", day + "alter: {crossings.bridge_all.exit_per_day: 10}\n", day + "alter: {crossings.bridge_all.entry_per_day: 90}\n", nil},
		{"altered and removed", day + "alter: {shocks.decree.size_per_day: 0.2}\n", day + "remove: {shocks: [decree]}\n", []string{"second.yaml:3:19: warning: shocks.decree is altered by ", "first.yaml:3:37 already, from the same day; this takes it out, so that has no effect: leave one out"}},
		{"altered and removed in one file", day + "alter: {shocks.decree.size_per_day: 0.2}\nremove: {shocks: [decree]}\n", "", []string{"first.yaml:4:19: warning: shocks.decree is altered by ", "first.yaml:3:37 already; this takes it out"}},
		{"added and removed in one file", day + "add: {shocks: [{id: rumour, size_per_day: 0.1}]}\nremove: {shocks: [rumour]}\n", "", []string{"shocks.rumour is added by "}},
		{"all but one", day + "alter:\n  crossings.*.exit_per_day: 10\n  crossings.bridge_all.exit_per_day: 20\n", "", nil},
		{"one, then all", day + "alter:\n  crossings.bridge_all.exit_per_day: 20\n  crossings.*.exit_per_day: 10\n", "", []string{"first.yaml:5:29: warning: crossings.bridge_all.exit_per_day is altered by ", "first.yaml:4:38 already; the later line wins, this one: leave one out"}},
		{"removed, added and altered", day + "alter: {shocks.decree.size_per_day: 0.2}\n", day + "add: {shocks: [{id: decree2, size_per_day: 0.1}]}\nalter: {shocks.decree2.size_per_day: 0.3}\n", nil},
		{"removed, then altered", day + "remove: {policies: [list]}\n", day + "alter: {policies.list.value: 0.5}\n", []string{`second.yaml:3:9: policies.csv has no row "list" any more; `, "first.yaml:3:21 takes it out; leave one of the two out"}},
		{"removed, then altered words", day + "remove: {policies: [list]}\n", "title: x\nfrom: 2030-03-11\nalter: {policies.list.date_to: 2030-03-20}\n", []string{`policies.csv has no row "list" any more; `}},
		{"removed twice", day + "remove: {policies: [list]}\n", day + "remove: {policies: [list]}\n", []string{`second.yaml:3:21: policies.csv has no row "list" any more; `, "first.yaml:3:21 takes it out"}},
	} {
		dir := t.TempDir()
		files := []string{fileIn(t, dir, "first.yaml", c.first)}
		if c.second != "" {
			files = append(files, fileIn(t, dir, "second.yaml", c.second))
		}
		_, problems := scenario.ReadChanges(sc, files)
		if len(problems) != min(1, len(c.says)) {
			t.Errorf("%s: %d problems: %v", c.name, len(problems), problems)
		}
		for _, says := range c.says {
			if !strings.Contains(problems.Error(), says) {
				t.Errorf("%s: %v\nexpected %q", c.name, problems, says)
			}
		}
	}
	// The one named later wins.
	dir := t.TempDir()
	low := fileIn(t, dir, "low.yaml", day+"alter: {crossings.bridge_all.exit_per_day: 10}\n")
	high := fileIn(t, dir, "high.yaml", day+"alter: {crossings.bridge_all.exit_per_day: 90}\n")
	for _, order := range [][]string{{low, high}, {high, low}} {
		changes, _ := scenario.ReadChanges(sc, order)
		out, err := changes.Apply(sc)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]float64{low: 10, high: 90}[order[1]]
		if v, _ := out.Value("crossings.bridge_all.exit_per_day"); v != want {
			t.Errorf("%v: %g", order, v)
		}
	}
}
