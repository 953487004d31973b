package scenario_test

import (
	"os"
	"path/filepath"
	"testing"

	"haven/scenario"
)

func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

func TestWritingAndReadingGivesTheSameBytes(t *testing.T) {
	s, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	first, second := filepath.Join(t.TempDir(), "toy"), filepath.Join(t.TempDir(), "toy")
	if err := scenario.Write(s, first); err != nil {
		t.Fatal(err)
	}
	again, err := scenario.Load(first)
	if err != nil {
		t.Fatal(err)
	}
	if s.Hash() != again.Hash() {
		t.Error("the hash changed by writing and reading")
	}
	again.Name = s.Name
	if err := scenario.Write(again, second); err != nil {
		t.Fatal(err)
	}
	a, b := folder(t, first), folder(t, second)
	if len(a) != len(b) {
		t.Errorf("%d files became %d", len(a), len(b))
	}
	for name := range a {
		if a[name] != b[name] {
			t.Errorf("%s changed:\n%s\n---\n%s", name, a[name], b[name])
		}
	}
}
