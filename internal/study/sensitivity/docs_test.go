package sensitivity

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables of docs/sensitivity.md anew")

// The part of docs/sensitivity.md from here on is generated.
const generated = "<!-- Generated from tables.go: go test ./internal/study/sensitivity -run Docs -update -->\n"

// TestDocsDescribeEveryColumn holds docs/sensitivity.md against the tables.
func TestDocsDescribeEveryColumn(t *testing.T) {
	path := filepath.Join("..", "..", "..", "docs", "sensitivity.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, _, ok := strings.Cut(string(text), generated)
	if !ok {
		t.Fatalf("%s has lost its mark %q", path, generated)
	}
	want := before + generated + tablesDoc()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if string(text) != want {
		t.Errorf("%s does not describe the tables as they are; run: go test ./internal/study/sensitivity -run Docs -update", path)
	}
	for _, s := range fleeSettings {
		if !strings.Contains(before, "`"+s.key+"`") {
			t.Errorf("%s does not name the setting %s", path, s.key)
		}
	}
}

func tablesDoc() string {
	var b strings.Builder
	for _, t := range []struct {
		name    string
		columns []Column
	}{{"indices", IndexColumns}, {"effects", EffectColumns}, {"runs", RunColumns}, {"draws", DrawColumns}} {
		fmt.Fprintf(&b, "\n### %s\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |\n", t.name)
		for _, c := range t.columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name, [...]string{"text", "date", "whole number", "number"}[c.Kind], c.Unit, c.Meaning)
		}
	}
	return b.String()
}
