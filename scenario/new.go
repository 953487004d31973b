package scenario

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"haven/evidence"
	"haven/internal/calendar"
)

// New writes the folder of a small scenario to start from: it works, its
// scenario.yaml explains every key, and one of its numbers cites evidence. The
// folder must not be there yet, or be empty.
func New(dir string) error {
	s, err := Builtin("toy-border")
	if err != nil {
		return err
	}
	s, err = example(s, filepath.Base(filepath.Clean(dir)))
	if err != nil {
		return err
	}
	files := s.model()
	files[0].write = s.writeCommented
	return writeFolder(dir, append(files, folderFile{packageFile, s.writePackage}))
}

// example is a copy of a scenario of which one row cites a claim.
func example(s *Scenario, name string) (*Scenario, error) {
	s, err := s.With(map[string]float64{"crossings.bridge_all.exit_per_day": 60}) // a copy to be changed
	if err != nil {
		return nil, err
	}
	s.Name, s.Title = name, name+": a town, a bridge, an airfield"
	s.Crossings[0].Evidence = "C001"
	begin := s.Period.From
	s.Evidence = []evidence.Claim{{
		ID: "C001", Claim: "On ordinary days sixty people are let out over the bridge.", Subject: "bridge", Measure: "capacity",
		Value: 60, Low: nan, High: nan, Unit: "people/day", DateFrom: begin - 30, DateTo: calendar.None, KnownFrom: begin - 20,
		Outlet: "The Mill Gazette (invented)", Via: "border guard of Mill", Published: begin - 20, Passage: "second paragraph",
		Note: "an example of a claim: replace it with your own",
	}}
	return s, nil
}

// writeCommented writes scenario.yaml for somebody who sees it for the first time.
func (s *Scenario) writeCommented(w io.Writer) error {
	var plain strings.Builder
	if err := s.writeYAML(&plain); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("# A scenario of haven. `haven check` finds mistakes, `haven describe` tells what is in it.\n" +
		"# Everything a line explains after # can be changed; docs/scenario.md describes tables and columns.\n")
	for _, line := range strings.SplitAfter(plain.String(), "\n") {
		key, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		switch {
		case yamlNotes[key] != "":
			b.WriteString("\n# " + strings.ReplaceAll(yamlNotes[key], "\n", "\n# ") + "\n" + line)
		case strings.HasPrefix(key, "  ") && parameterNamed(parameterList, key[2:]) != nil:
			b.WriteString(commentedParameter(line, parameterNamed(parameterList, key[2:])))
		default:
			b.WriteString(line)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func commentedParameter(line string, p *Parameter) string {
	unit := ""
	if p.Unit != "" {
		unit = " (" + p.Unit + ")"
	}
	return fmt.Sprintf("  # %s%s\n%s", p.About, unit, line)
}

// yamlNotes explain the keys of scenario.yaml.
var yamlNotes = map[string]string{
	"schema":       "The version of this layout: " + strconv.Itoa(Schema) + ".",
	"period":       "The first and the last day, both included.",
	"bins_per_day": "Steps of the clock within a day: 1, 2, 3, 4, 6, 8, 12 or 24.",
	"rule":         "How people choose: destinations (weighing all they can reach), fixed (choice_shares.csv) or neighbours (Flee's).",
	"parameters":   "The model's own numbers: key: value, or key: {value: ..., evidence: ...}. Evidence is ids of\nevidence.csv joined by ; or \"assumed: why\". A key that is left out has haven's own value.",
	"uncertain":    "Numbers that differ from member to member. The table's number is the median.\ntable.key.column: {lognormal: {spread: 1.5}} (spread: geometric standard deviation), {uniform: {low: 1, high: 2}},\n{beta: {a: 2, b: 2}} or {dirichlet: {concentration: 50}} for shares.",
	"fit":          "Of these, the numbers that are fitted to observations.",
	"licence":      "Under which others may use the folder.",
}
