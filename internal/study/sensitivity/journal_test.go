package sensitivity

import (
	"os"
	"path/filepath"
	"testing"

	"haven/internal/kept"
)

// FuzzJournal goes on with files of any content: none stops an analysis, and
// what is taken from one is what a journal of the same plan wrote.
func FuzzJournal(f *testing.F) {
	id := &identity{Schema: 1, Outputs: []string{"a", "b"}}
	dir := f.TempDir()
	j, err := openJournal(dir, id)
	if err != nil {
		f.Fatal(err)
	}
	for run := range 3 {
		if err := j.add(1, run, []float64{float64(run), 0.5}); err != nil {
			f.Fatal(err)
		}
	}
	if err := j.close(); err != nil {
		f.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, journalFile))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add(content[:len(content)-1])
	f.Add([]byte(journalMagic))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := t.TempDir()
		if err := kept.Begin(dir, "analysis", id, compare); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, journalFile), content, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := openJournal(dir, id)
		if err != nil {
			t.Fatal(err)
		}
		before := j.Kept
		if err := j.add(9, 9, []float64{1, 2}); err != nil {
			t.Fatal(err)
		}
		if err := j.close(); err != nil {
			t.Fatal(err)
		}
		again, err := openJournal(dir, id)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = again.close() }()
		if v := again.value(9, 9); len(v) != 2 || v[0] != 1 || again.Kept < before || again.Kept > before+1 {
			t.Errorf("after one more run there are %d of %d, the new one is %v", again.Kept, before, v)
		}
	})
}

func TestAPlanThatCannotBeReadIsExplained(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, kept.PlanFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openJournal(dir, &identity{}); err == nil {
		t.Error("no error")
	}
}
