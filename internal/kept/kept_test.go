package kept_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"haven/internal/kept"
)

type plan struct {
	Seed uint64             `json:"seed"`
	Set  map[string]float64 `json:"set"`
}

func compare(d *kept.Differences, was, is *plan) {
	d.Note("the seed", was.Seed, is.Seed)
	d.Note("the changed values", was.Set, is.Set)
}

func TestAFolderBelongsToOnePlan(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "work", "runs")
	one := &plan{1, map[string]float64{"a": 1, "b": 0.1}}
	if kept.Begun(dir) {
		t.Error("work was begun in a folder that is not there")
	}
	for range 2 { // begun, and gone on with
		if err := kept.Begin(dir, "run", one, compare); err != nil {
			t.Fatal(err)
		}
	}
	if !kept.Begun(dir) {
		t.Error("work that was begun is not known")
	}
	err := kept.Begin(dir, "run", &plan{2, one.Set}, compare)
	if err == nil || !strings.Contains(err.Error(), "belongs to another run (the seed was 1 and is now 2): resume") {
		t.Error(err)
	}
	err = kept.Begin(dir, "run", &plan{2, map[string]float64{"a": 1}}, compare)
	if err == nil || !strings.Contains(err.Error(), "(the seed was 1 and is now 2; the changed values was map[a:1 b:0.1] and is now map[a:1])") {
		t.Error(err)
	}
	var another *kept.Another
	if begun, err := kept.Find(dir, "run", &plan{2, one.Set}, compare); !begun || !errors.As(err, &another) || another.Dir != dir || another.Differences.String() != "the seed was 1 and is now 2" {
		t.Error(begun, err)
	}
	if begun, err := kept.Find(dir, "run", one, compare); !begun || err != nil {
		t.Error(begun, err)
	}
	elsewhere := filepath.Join(dir, "elsewhere")
	if begun, err := kept.Find(elsewhere, "run", one, compare); begun || err != nil {
		t.Error(begun, err)
	}
	if _, err := os.Stat(elsewhere); !errors.Is(err, fs.ErrNotExist) {
		t.Error("looking made a folder:", err)
	}
	if err := os.WriteFile(filepath.Join(dir, kept.PlanFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := kept.Begin(dir, "run", one, compare); err == nil || !strings.Contains(err.Error(), "remove the folder "+dir) {
		t.Error(err)
	}
}

func TestContentThatWasNotRecordedDoesNotDiffer(t *testing.T) {
	var d kept.Differences
	d.NoteContent("the scenario", "", "b")
	d.NoteContent("the scenario", "a", "")
	d.NoteContent("the scenario", "a", "a")
	if len(d) != 0 {
		t.Error(d)
	}
	d.NoteContent("the scenario", "a", "b")
	if d.String() != "the scenario was changed" {
		t.Error(d)
	}
}

func TestAListSaysWhatItLostAndGot(t *testing.T) {
	for _, c := range []struct {
		name     string
		was, is  []string
		expected string
	}{
		{"as it was", []string{"a", "b"}, []string{"a", "b"}, ""},
		{"one more", []string{"a"}, []string{"a", "b"}, "the list now has b"},
		{"one fewer", []string{"a", "b"}, []string{"b"}, "the list no longer has a"},
		{"another scenario's", []string{"a", "b", "c", "d", "e"}, []string{"f"}, "the list no longer has a, b, c and 2 more and now has f"},
		{"turned about", []string{"a", "b"}, []string{"b", "a"}, "the list is in another order"},
	} {
		var d kept.Differences
		if d.NoteList("the list", c.was, c.is); d.String() != c.expected {
			t.Errorf("%s: %q", c.name, d.String())
		}
	}
}

// A file that could not be written to its end leaves the old one and no trace.
func TestAFileIsThereCompletelyOrNotAtAll(t *testing.T) {
	t.Run("Write", func(t *testing.T) { completelyOrNotAtAll(t, kept.Write, filepath.Join(t.TempDir(), "file")) })
	t.Run("WriteSynced", func(t *testing.T) {
		completelyOrNotAtAll(t, kept.WriteSynced, filepath.Join(t.TempDir(), "folders", "to make", "file"))
	})
}

func completelyOrNotAtAll(t *testing.T, write func(string, func(io.Writer) error) error, path string) {
	text := func(s string, err error) func(io.Writer) error {
		return func(w io.Writer) error { _, failed := io.WriteString(w, s); return errors.Join(failed, err) }
	}
	if err := write(path, text("old", nil)); err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	if err := write(path, text("ne", full)); !errors.Is(err, full) {
		t.Error(err)
	}
	if got, err := os.ReadFile(path); string(got) != "old" {
		t.Errorf("%q, %v", got, err)
	}
	if err := write(path, text("new", nil)); err != nil {
		t.Error(err)
	}
	if got, err := os.ReadFile(path); string(got) != "new" {
		t.Errorf("%q, %v", got, err)
	}
	if list, _ := os.ReadDir(filepath.Dir(path)); len(list) != 1 {
		t.Errorf("left over: %v", list)
	}
	if err := write(filepath.Join(path, "below a file"), text("x", nil)); err == nil {
		t.Error("a file below a file was written")
	}
}
