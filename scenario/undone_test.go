package scenario_test

import (
	"strings"
	"testing"

	"haven/scenario"
)

// Who names a row that an earlier change took out is told so.
func TestAChangeOfWhatIsTakenOut(t *testing.T) {
	sc := builtin(t, "toy-border")
	const day = "title: x\nfrom: 2030-03-10\n"
	for _, c := range []struct {
		name, first, second string
		says                []string
	}{
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
}
