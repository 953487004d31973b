package house

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// order is the line of packages: each may import only those of earlier ranks,
// and what stands on one rank knows nothing of its neighbours.
var order = [][]string{
	{"internal/calendar", "internal/parallel", "internal/kept", "draw"},
	{"evidence"},
	{"scenario"},
	{"flee", "network", "exchange"},
	{"movement"},
	{"ensemble"},
	{"results"},
	{"skill"},
	{"fit"},
	{"forecast"},
	{"study"},
	{"report"},
	{"cmd/haven"},
}

// outside stand beside the line: they may import what they test or feed, and
// nothing imports them except tests.
var outside = []string{"internal/house", "internal/reference"}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func TestPackagesImportOnlyToTheLeft(t *testing.T) {
	rank := map[string]int{}
	for i, names := range order {
		for _, name := range names {
			rank[name] = i
		}
	}
	for _, p := range listPackages(t) {
		from, ok := place(rank, p.ImportPath)
		if !ok {
			t.Errorf("%s has no place in the order of packages; give it one in internal/house/order_test.go and docs/architecture.md", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if !strings.HasPrefix(imported, "haven/") {
				continue
			}
			to, ok := place(rank, imported)
			inside := top(p.ImportPath) == top(imported)
			if ok && !inside && to >= from {
				t.Errorf("%s imports %s, which stands to its right: imports go to the left only", p.ImportPath, imported)
			}
		}
	}
}

// place is the rank of a package; packages within another share its rank, and
// internal/ is not part of the name.
func place(rank map[string]int, path string) (int, bool) {
	name := top(path)
	for _, o := range outside {
		if strings.TrimPrefix(o, "internal/") == name {
			return len(order), true
		}
	}
	if r, ok := rank[name]; ok {
		return r, true
	}
	r, ok := rank["internal/"+name]
	return r, ok
}

// top is the package of the line that path belongs to: haven/internal/report/x
// is part of report.
func top(path string) string {
	path = strings.TrimPrefix(path, "haven/")
	path = strings.TrimPrefix(path, "internal/")
	if strings.HasPrefix(path, "cmd/haven") {
		return "cmd/haven"
	}
	name, _, _ := strings.Cut(path, "/")
	return name
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "haven/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
