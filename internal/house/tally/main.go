// Command tally reads what the test runners wrote (test2json event files of
// go test, JSON reports of vitest) and closes a run with one plain line:
// so many passed, failed, skipped. A test that one run skips and another
// passes counts as passed. With -strict a skip that is left over fails the tally
// unless the file of allowed skips names it with a reason.
//
//	tally [-strict] [-allow FILE] [-require NAME,...] DIR
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	var o options
	flag.BoolVar(&o.strict, "strict", false, "fail when a test was skipped that -allow does not name")
	flag.StringVar(&o.allow, "allow", "", "file of allowed skips: a test and the reason, one a line")
	flag.StringVar(&o.require, "require", "", "names of result files (without ending) that must hold at least one passed test")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: tally [-strict] [-allow FILE] [-require NAME,...] DIR")
		os.Exit(2)
	}
	if err := run(os.Stdout, flag.Arg(0), o); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
}

type options struct {
	strict         bool
	allow, require string
}

func run(out io.Writer, dir string, o options) error {
	allowed, err := readAllowed(o.allow)
	if err != nil {
		return err
	}
	t := newTally()
	if err := t.readDir(dir); err != nil {
		return err
	}
	var problems []string
	for name := range strings.SplitSeq(o.require, ",") {
		if name != "" && t.passedIn[name] == 0 {
			problems = append(problems, fmt.Sprintf("no test of %s has passed", name))
		}
	}
	passed, failed, skipped := t.count()
	for _, name := range failed {
		fmt.Fprintln(out, "FAILED ", name)
	}
	for _, name := range skipped {
		reason, ok := allowed[name]
		if !ok {
			reason = t.reason[name]
		}
		if !ok && o.strict {
			problems = append(problems, name+" was skipped")
		}
		fmt.Fprintf(out, "SKIPPED %s: %s\n", name, reason)
	}
	fmt.Fprintf(out, "%d passed, %d failed, %d skipped\n", len(passed), len(failed), len(skipped))
	if len(failed) > 0 {
		problems = append(problems, fmt.Sprintf("%d failed", len(failed)))
	}
	if len(problems) > 0 {
		return errors.New(strings.Join(problems, "; "))
	}
	return nil
}

// readAllowed reads lines "TEST REASON"; empty lines and # are passed over.
func readAllowed(name string) (map[string]string, error) {
	allowed := map[string]string{}
	if name == "" {
		return allowed, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		test, reason, ok := strings.Cut(line, " ")
		if !ok {
			return nil, fmt.Errorf("%s:%d: %s is allowed to be skipped without a reason; write it after the name", name, i+1, test)
		}
		allowed[test] = strings.TrimSpace(reason)
	}
	return allowed, nil
}

// tally is the outcome of every test, over all result files.
type tally struct {
	outcome  map[string]string // pass | fail | skip; fail outweighs pass, pass outweighs skip
	reason   map[string]string // what a skipped test said
	passedIn map[string]int    // passed tests by result file
}

func newTally() *tally {
	return &tally{outcome: map[string]string{}, reason: map[string]string{}, passedIn: map[string]int{}}
}

func (t *tally) add(file, test, outcome string) {
	if outcome == "pass" {
		t.passedIn[file]++
	}
	weight := map[string]int{"": 0, "skip": 1, "pass": 2, "fail": 3}
	if weight[outcome] > weight[t.outcome[test]] {
		t.outcome[test] = outcome
	}
}

func (t *tally) count() (passed, failed, skipped []string) {
	for test, outcome := range t.outcome {
		switch outcome {
		case "pass":
			passed = append(passed, test)
		case "fail":
			failed = append(failed, test)
		case "skip":
			skipped = append(skipped, test)
		}
	}
	sort.Strings(failed)
	sort.Strings(skipped)
	return passed, failed, skipped
}

func (t *tally) readDir(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "*.json*"))
	if err != nil {
		return err
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		base, _, _ := strings.Cut(filepath.Base(name), ".")
		if strings.HasSuffix(name, ".jsonl") {
			err = t.readGo(f, base)
		} else {
			err = t.readVitest(f, base)
		}
		_ = f.Close() // only read
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(t.outcome) == 0 {
		return fmt.Errorf("no test results in %s", dir)
	}
	return nil
}

// readGo reads the events of go test -json. A package that fails without a
// failing test (it does not build, it panics in TestMain) counts as a failed
// test of its own.
func (t *tally) readGo(r io.Reader, file string) error {
	type event struct{ Action, Package, Test, Output string }
	failedTests := map[string]int{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			continue // a line of the compiler between the events
		}
		test := e.Package + "." + e.Test
		switch {
		case e.Action == "output" && strings.Contains(e.Output, "_test.go:"):
			t.reason[test] = strings.TrimSpace(e.Output)
		case e.Test == "" && e.Action == "fail":
			if failedTests[e.Package] == 0 {
				t.add(file, e.Package, "fail")
			}
		case e.Test == "":
		case e.Action == "fail":
			failedTests[e.Package]++
			t.add(file, test, "fail")
		case e.Action == "pass", e.Action == "skip":
			t.add(file, test, e.Action)
		}
	}
	return lines.Err()
}

// readVitest reads vitest's JSON report.
func (t *tally) readVitest(r io.Reader, file string) error {
	var report struct {
		Success     bool
		TestResults []struct {
			Name             string
			Status           string
			AssertionResults []struct{ FullName, Status string }
		}
	}
	if err := json.NewDecoder(r).Decode(&report); err != nil {
		return err
	}
	outcomes := map[string]string{"passed": "pass", "failed": "fail"}
	for _, f := range report.TestResults {
		if f.Status == "failed" && len(f.AssertionResults) == 0 {
			t.add(file, file+"."+filepath.Base(f.Name), "fail")
		}
		for _, a := range f.AssertionResults {
			outcome, ok := outcomes[a.Status]
			if !ok {
				outcome = "skip" // skipped, pending, todo
			}
			t.add(file, file+"."+strings.ReplaceAll(a.FullName, " ", "_"), outcome)
		}
	}
	return nil
}
