package scenario

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWritingAppearsCompleteOrNotAtAll(t *testing.T) {
	full := errors.New("no space left on device")
	halfway := []folderFile{
		{"first.csv", func(w io.Writer) error { _, err := io.WriteString(w, "id\n"); return err }},
		{"second.csv", func(io.Writer) error { return full }},
	}
	parent := t.TempDir()
	dir := filepath.Join(parent, "world")
	err := writeFolder(dir, halfway)
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "second.csv cannot be written") {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(parent); len(left) > 0 {
		t.Errorf("%s is left behind", left[0].Name())
	}
}

func TestWritingNeverReplaces(t *testing.T) {
	s, err := Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	note := filepath.Join(parent, "world", "note.txt")
	if err := os.MkdirAll(filepath.Dir(note), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(note, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{filepath.Dir(note), note, filepath.Join(note, "below")} {
		if err := Write(s, dir); err == nil || strings.Contains(err.Error(), ".scenario-") {
			t.Errorf("%s: got %v", dir, err)
		}
	}
	if text, _ := os.ReadFile(note); string(text) != "mine" {
		t.Error("the note was changed")
	}
	empty := filepath.Join(parent, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Write(s, empty); err != nil {
		t.Errorf("an empty folder can be filled: %v", err)
	}
}

func TestNewScenarioWorksAndExplainsEveryParameter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "my-border")
	if err := New(dir); err != nil {
		t.Fatal(err)
	}
	if found := Check(dir); len(found) > 0 {
		t.Errorf("a new scenario is not clean:\n%v", found)
	}
	text, err := os.ReadFile(filepath.Join(dir, yamlFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parameterList {
		if !strings.Contains(string(text), "# "+p.About) {
			t.Errorf("%s is not explained", p.Key)
		}
	}
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Evidence) == 0 || s.Name != "my-border" {
		t.Errorf("name %q, %d claims", s.Name, len(s.Evidence))
	}
}
