package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"haven": main})
}

// TestScripts runs the program as in a terminal; each script in
// testdata/script reads like a session.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			// Under the race detector every program waits a second before it ends, in case
			// something races still: five minutes over all scripts. A tenth of one is left.
			env.Setenv("GORACE", "atexit_sleep_ms=100")
			return nil
		},
		Condition: func(condition string) (bool, error) {
			return condition == "root" && os.Geteuid() == 0, nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"waitfor": waitFor, "samerun": sameRun, "holds": holds, "fails": fails, "documented": documented,
		},
	})
}

// waitFor waits until a file exists: waitfor PATTERN.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: waitfor pattern")
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if found, err := filepath.Glob(ts.MkAbs(args[0])); err != nil {
			ts.Fatalf("%v", err)
		} else if len(found) > 0 {
			return
		}
	}
	ts.Fatalf("%s did not appear within a minute", args[0])
}

// sameRun compares the bytes of two run folders, run.log.json aside.
func sameRun(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: samerun dir dir")
	}
	a, b := filesIn(ts, args[0]), filesIn(ts, args[1])
	var different []string
	for name, content := range a {
		if !bytes.Equal(content, b[name]) {
			different = append(different, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			different = append(different, name)
		}
	}
	if (len(different) == 0) == neg {
		ts.Fatalf("files that differ: %v", different)
	}
}

func filesIn(ts *testscript.TestScript, dir string) map[string][]byte {
	files := map[string][]byte{}
	root := ts.MkAbs(dir)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "run.log.json" {
			return err
		}
		content, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, root)] = content
		return err
	})
	ts.Check(err)
	if len(files) == 0 {
		ts.Fatalf("%s has no files", dir)
	}
	return files
}

// holds looks at the names in a folder: holds DIR NAME... (nothing else).
func holds(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: holds dir name...")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	if have, want := strings.Join(names, " "), strings.Join(args[1:], " "); have != want {
		ts.Fatalf("%s holds %q, want %q", args[0], have, want)
	}
}

// documented looks at the JSON that the last program wrote: every field of every object must
// stand in docs/command-line.md, as one of the command: documented COMMAND OUTCOME (the last event).
func documented(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: documented command outcome")
	}
	last := ""
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		var fields map[string]any
		ts.Check(json.Unmarshal([]byte(line), &fields))
		last, _ = fields["event"].(string)
		_, row, ok := strings.Cut(machines, "| `"+last+"` | ")
		row, _, _ = strings.Cut(row, "\n")
		of, about, _ := strings.Cut(row, " | ")
		if !ok || of != "all" && !strings.Contains(of, args[0]) && !strings.Contains(of, "all that read a scenario") {
			ts.Fatalf("haven %s writes the event %q, which is described as one of %q", args[0], last, of)
		}
		for name := range fields {
			if name != "event" && !strings.Contains(about, "`"+name+"`") {
				ts.Fatalf("haven %s writes %q in the event %q, which is described as %s", args[0], name, last, about)
			}
		}
	}
	if last != args[1] {
		ts.Fatalf("the last event is %q, want %q", last, args[1])
	}
}

// fails runs a program that must end with an exit code: fails CODE PROGRAM ARG...
func fails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fails code program arg...")
	}
	code := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("the exit code is %d, want %s", code, args[0])
	}
}
