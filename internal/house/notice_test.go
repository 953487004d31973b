package house

import (
	"os/exec"
	"path"
	"regexp"
	"sort"
	"strings"
	"testing"
)

// Whatever is linked into the program or bundled into its page is passed on
// with it, so NOTICE has to name it and its licence.
func TestNoticeNamesWhatIsPassedOn(t *testing.T) {
	notice := read(t, "NOTICE")
	for _, name := range append(linkedModules(t), bundledPackages(t)...) {
		if !strings.Contains(notice, "\n"+name+" ") {
			t.Errorf("NOTICE does not name %s; add a line with its licence and copyright", name)
		}
	}
}

func linkedModules(t *testing.T) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "haven/cmd/haven")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := map[string]bool{"haven": true}
	var modules []string
	for name := range strings.FieldsSeq(string(out)) {
		if !seen[name] {
			seen[name] = true
			modules = append(modules, name)
		}
	}
	sort.Strings(modules)
	return modules
}

// imported is a package that a source of the page takes from outside, types
// apart: they leave nothing in the bundle.
var imported = regexp.MustCompile(`(?m)^\s*import\s+(?:[^'"\n]*\sfrom\s+)?['"]((?:@[\w.-]+/)?[\w-][\w.-]*)['"/]`)

var importedType = regexp.MustCompile(`(?m)^\s*import\s+type\s.*$`)

// bundledPackages are the packages that the page's sources import. What these
// need themselves NOTICE lists too, but which of it ends up in the bundle only
// the bundler knows.
func bundledPackages(t *testing.T) []string {
	t.Helper()
	seen := map[string]bool{}
	var packages []string
	for _, name := range trackedFiles(t) {
		ext := path.Ext(name)
		if !strings.HasPrefix(name, "web/src/") && !strings.HasPrefix(name, "web/build/") || ext != ".ts" && ext != ".svelte" || strings.HasSuffix(name, ".test.ts") {
			continue
		}
		for _, m := range imported.FindAllStringSubmatch(importedType.ReplaceAllString(read(t, name), ""), -1) {
			if !seen[m[1]] && m[1] != "vite" {
				seen[m[1]] = true
				packages = append(packages, m[1])
			}
		}
	}
	sort.Strings(packages)
	return packages
}
