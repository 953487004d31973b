package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/scenario"
)

// version of haven; it stands in manifests and separates kept batches.
const version = "0.1.0"

type versionCommand struct{}

func (versionCommand) Help() string {
	return `Examples:
  haven version
  haven version --json`
}

// Run prints the version.
func (versionCommand) Run(t *teller) error {
	revision := revision()
	text := "haven " + version
	if revision != "" {
		text += " (" + revision + ")"
	}
	t.say("%s %s/%s %s", text, runtime.GOOS, runtime.GOARCH, runtime.Version())
	t.emit("version", event{"version": version, "revision": revision, "os": runtime.GOOS, "arch": runtime.GOARCH, "go": runtime.Version()})
	return nil
}

// revision is the commit that the program was built from, empty where that is
// not known.
func revision() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return s.Value[:12]
			}
		}
	}
	return ""
}

type checkCommand struct {
	Scenario string `arg:"" help:"Folder of a scenario, a Flee folder, or the name of a built-in one."`
	fleeOptions
}

func (checkCommand) Help() string {
	return `Every mistake is shown at once: file, line, column (in CSV the field), what was found, what is allowed, what to try. The exit code is 1 when there is a mistake; warnings alone leave it 0.

Examples:
  haven check my-border
  haven check russia-2022
  haven check my-border --json
  haven check mali2012 --strict`
}

// Run checks a scenario.
func (c *checkCommand) Run(t *teller) error {
	var problems scenario.Problems
	if flee.Recognise(c.Scenario) || c.given() {
		var err error
		if _, problems, err = c.open(c.Scenario, calendar.None); err != nil {
			return err
		}
	} else {
		problems = scenario.Check(c.Scenario)
	}
	if len(problems.Mistakes()) > 0 {
		return &listed{c.Scenario, problems}
	}
	t.problems(c.Scenario, problems)
	summary := c.Scenario + " is in order"
	if n := len(problems.Warnings()); n > 0 {
		summary += ", with " + count(n, "warning")
	}
	t.say("%s", summary)
	t.emit("checked", event{"scenario": c.Scenario, "warnings": len(problems.Warnings())})
	return nil
}

type describeCommand struct {
	Scenario string `arg:"" help:"Folder of a scenario, a Flee folder, or the name of a built-in one."`
	fleeOptions
}

func (describeCommand) Help() string {
	return `Examples:
  haven describe russia-2022
  haven describe my-border
  haven describe mali2012`
}

// Run describes a scenario.
func (c *describeCommand) Run(t *teller) error {
	sc, _, err := c.open(c.Scenario, calendar.None)
	if err != nil {
		return err
	}
	var text strings.Builder
	if err := scenario.Describe(&text, sc); err != nil {
		return err
	}
	t.say("%s", strings.TrimRight(text.String(), "\n"))
	t.emit("described", event{
		"name": sc.Name, "title": sc.Title, "hash": sc.Hash(), "from": sc.Period.From.String(), "to": sc.Period.To.String(), "rule": sc.Rule,
		"places": len(sc.Places), "crossings": len(sc.Crossings), "links": len(sc.Links), "groups": len(sc.Groups), "policies": len(sc.Policies),
		"shocks": len(sc.Shocks), "observations": len(sc.Observations), "evidence": len(sc.Evidence), "text": text.String(),
	})
	return nil
}

type newCommand struct {
	Name string `arg:"" help:"Name of the scenario: the folder to make."`
}

func (newCommand) Help() string {
	return `Writes the folder of a small scenario that works and explains itself. Change it and run it.

Examples:
  haven new my-border
  haven check my-border
  haven run my-border --members 20`
}

// Run writes a new scenario.
func (c *newCommand) Run(t *teller) error {
	if err := free(c.Name); err != nil {
		return err
	}
	if err := scenario.New(c.Name); err != nil {
		return err
	}
	t.say("%s holds a small scenario; see what is in it:\n  haven describe %s\nchange its tables, and run it:\n  haven run %s", c.Name, quoteArg(c.Name), quoteArg(c.Name))
	t.emit("written", event{"dir": c.Name})
	return nil
}

// free makes sure that nothing would be overwritten.
func free(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s exists, and nothing is overwritten; choose another name, such as %s", path, quoteArg(another(path)))
	} else if !os.IsNotExist(err) {
		return err
	}
	return nil
}

// another proposes a name that is free.
func another(path string) string {
	path = filepath.Clean(path)
	if base := filepath.Base(path); base == "." || base == ".." { // no name that a number could follow
		if full, err := filepath.Abs(path); err == nil {
			path = full
		}
	}
	for n := 2; ; n++ {
		candidate := fmt.Sprintf("%s-%d", path, n)
		if _, err := os.Lstat(candidate); os.IsNotExist(err) {
			return candidate
		}
	}
}

// quoteArg writes an argument so that a shell reads it as one, and haven takes
// a name that begins with - for no flag.
func quoteArg(s string) string {
	if strings.HasPrefix(s, "-") {
		s = "./" + s
	}
	if s != "" && !strings.ContainsAny(s, " \t\n'\"\\$`*?[]{}()<>|&;#~!") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
