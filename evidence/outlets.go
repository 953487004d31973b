package evidence

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

//go:embed kinds.csv
var kindsCSV string

//go:embed outlets.csv
var outletsCSV string

// Outlet is a source known to the ledger: an agency, a paper, a person.
type Outlet struct {
	Name        string
	Kind        string // a row of kinds.csv
	Reliability byte   // A..F
	Knows       string // first hand | second hand | not to be judged
	Reason      string // why this reliability
}

// unknownOutlet stands for every name that outlets.csv does not hold.
const unknownOutlet = "unknown"

var table = sync.OnceValue(readOutlets)

// Outlets are all known outlets in the order of outlets.csv: by kind, then by name.
func Outlets() []Outlet { return append([]Outlet(nil), table().list...) }

// Look finds an outlet by the name that stands in a chain. What is added in
// parentheses (a speaker, a district) does not count. An unknown name is an
// outlet of kind unknown and reliability F.
func Look(name string) Outlet {
	t := table()
	if i, ok := t.byName[Base(name)]; ok {
		return t.list[i]
	}
	k := t.kinds[unknownOutlet]
	k.Name = Base(name)
	return k
}

// Base is the name of an outlet without what is added in parentheses.
func Base(name string) string {
	name = strings.TrimSpace(name)
	if i := strings.Index(name, "("); i > 0 && strings.HasSuffix(name, ")") {
		name = strings.TrimSpace(name[:i])
	}
	return name
}

type outlets struct {
	kinds  map[string]Outlet
	list   []Outlet
	byName map[string]int
}

// readOutlets reads the two tables built into the program; a test holds that
// they are well formed.
func readOutlets() *outlets {
	t := &outlets{kinds: map[string]Outlet{}, byName: map[string]int{}}
	for _, row := range rows(kindsCSV) {
		t.kinds[row[0]] = Outlet{Kind: row[0], Reliability: row[1][0], Knows: row[2], Reason: row[3]}
	}
	for _, row := range rows(outletsCSV) {
		o := t.kinds[row[1]]
		o.Name = row[0]
		if row[2] != "" {
			o.Reliability = row[2][0]
		}
		if row[3] != "" {
			o.Reason = row[3]
		}
		t.byName[o.Name] = len(t.list)
		t.list = append(t.list, o)
	}
	return t
}

func rows(text string) [][]string {
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(all) == 0 {
		return nil
	}
	return all[1:]
}
