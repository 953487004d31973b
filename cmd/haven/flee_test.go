package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFilesAsideAreKeptOrDiscarded(t *testing.T) {
	dir := t.TempDir()
	out := fleeOutput{filepath.Join(dir, "out.csv"), filepath.Join(dir, "out.csv"+asideSuffix)}
	never := fleeOutput{filepath.Join(dir, "never.csv"), filepath.Join(dir, "never.csv"+asideSuffix)}
	there := func(path string) bool {
		_, err := os.Stat(path)
		return err == nil
	}
	for _, keep := range []bool{false, true} {
		if err := os.WriteFile(out.aside, []byte("Day\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		var err error
		if keep {
			err = (&fleeWritten{files: []fleeOutput{out}}).keep()
		} else {
			err = (&fleeWritten{files: []fleeOutput{out, never}}).discard()
		}
		if err != nil {
			t.Fatal(err)
		}
		if there(out.aside) || there(out.path) != keep {
			t.Errorf("keep %v: aside %v, in its place %v", keep, there(out.aside), there(out.path))
		}
	}
	if err := (&fleeWritten{files: []fleeOutput{never}}).keep(); err == nil {
		t.Error("a file that is not there was kept")
	}
}
