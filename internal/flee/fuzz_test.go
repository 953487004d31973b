package flee_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"haven/internal/flee"
	"haven/scenario"
)

// FuzzFolder puts any bytes into each file of a folder in turn: no panic, messages that say
// where, and what can be opened can be written and read again.
func FuzzFolder(f *testing.F) {
	files := village()
	files["simsetting.yml"] = strings.Replace(files["simsetting.yml"], "sum_from_camps: True", "read_from_agents_csv_file: True", 1)
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		f.Add(uint8(i), []byte(files[name]))
		f.Add(uint8(i), []byte("\xef\xbb\xbf#a,\"b\"\"\",,\r\n\r\n1,2\n"))
	}
	for _, c := range told {
		changed := edited(f, c.edits...)
		for _, e := range c.edits {
			if i, ok := slices.BinarySearch(names, e[0]); ok && changed[e[0]] != "" {
				f.Add(uint8(i), []byte(changed[e[0]]))
			}
		}
	}
	dir := folder(f, files)
	out := f.TempDir()
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		name := names[int(which)%len(names)]
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := os.WriteFile(path, []byte(files[name]), 0o644); err != nil {
				t.Fatal(err)
			}
		}()
		s, warnings, err := flee.Open(dir, flee.Options{})
		var wrong scenario.Problems
		if err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		lines := 2 + strings.Count(string(data), "\n") + strings.Count(string(data), "\r")
		for _, p := range append(wrong, warnings...) {
			if p.Message == "" || p.Line < 0 || p.Column < 0 || p.File == name && p.Line > lines {
				t.Fatalf("%#v in a file of %d lines", p, lines)
			}
		}
		if err != nil {
			return
		}
		flee.Triggered(s)
		written := filepath.Join(out, "written")
		if err := os.RemoveAll(written); err != nil {
			t.Fatal(err)
		}
		if err := scenario.Write(s, written); err != nil {
			t.Fatal(err)
		}
		again, err := scenario.Load(written)
		if err != nil {
			t.Fatalf("what was written is wrong:\n%v", err)
		}
		if again.Hash() != s.Hash() {
			t.Fatal("the scenario changed by writing and reading")
		}
	})
}
