package scenario_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"haven/scenario"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

// golden compares with a file, or writes it under -update.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date; run: go generate ./scenario", file)
	}
}

func TestFreshReference(t *testing.T) {
	var b bytes.Buffer
	if err := scenario.WriteReference(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "../docs/scenario.md", b.Bytes())
}

func TestFreshDataPackages(t *testing.T) {
	for _, name := range scenario.BuiltinNames() {
		s, err := scenario.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), name)
		if err := scenario.Write(s, dir); err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("builtin", name, "datapackage.json"), []byte(folder(t, dir)["datapackage.json"]))
	}
}

func TestFreshDescription(t *testing.T) {
	s, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := scenario.Describe(&b, s); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/toy-border.txt", b.Bytes())
}
