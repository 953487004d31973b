package evidence

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
)

func TestTablesOfOutletsAreWellFormed(t *testing.T) {
	for file, width := range map[string]int{"kinds.csv": 4, "outlets.csv": 4} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if len(all) < 2 || len(all[0]) != width {
			t.Fatalf("%s has %d rows of %d columns", file, len(all), len(all[0]))
		}
	}
	kinds, seen := table().kinds, map[string]bool{}
	for kind, k := range kinds {
		if k.Reliability < 'A' || k.Reliability > 'F' || k.Reason == "" {
			t.Errorf("kind %q has reliability %q and the reason %q", kind, k.Reliability, k.Reason)
		}
		switch k.Knows {
		case "first hand", "second hand", "not to be judged":
		default:
			t.Errorf("kind %q knows %q", kind, k.Knows)
		}
	}
	for _, row := range rows(outletsCSV) {
		o := Look(row[0])
		switch {
		case kinds[row[1]].Kind == "":
			t.Errorf("%s is of the kind %q, which kinds.csv does not hold", row[0], row[1])
		case seen[row[0]]:
			t.Errorf("%s stands twice", row[0])
		case Base(row[0]) != row[0]:
			t.Errorf("%s: write the name without parentheses", row[0])
		case row[2] != "" && row[3] == "":
			t.Errorf("%s departs from its kind without a reason", row[0])
		case o.Reliability < 'A' || o.Reliability > 'F':
			t.Errorf("%s has reliability %q", row[0], o.Reliability)
		}
		seen[row[0]] = true
	}
}

func TestLookUnknownOutlet(t *testing.T) {
	o := Look("The Daily Nobody (evening edition)")
	if o.Name != "The Daily Nobody" || o.Kind != "unknown" || o.Reliability != 'F' {
		t.Errorf("got %+v", o)
	}
}

// docs/evidence.md tells which reliability each outlet has and why; this holds
// it against the tables.
func TestDocumentHoldsTheTables(t *testing.T) {
	doc, err := os.ReadFile("../docs/evidence.md")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := between(string(doc), "<!-- outlets -->", "<!-- /outlets -->"), Markdown(); got != want {
		t.Errorf("docs/evidence.md is not as the tables say; it should hold\n%s", want)
	}
}

func between(s, from, to string) string {
	_, rest, found := strings.Cut(s, from+"\n")
	if !found {
		return ""
	}
	part, _, _ := strings.Cut(rest, to)
	return part
}
