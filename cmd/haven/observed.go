package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"haven/internal/fit"
	"haven/scenario"
)

// listedFile is the error of a table with mistakes that is no part of a scenario's folder.
type listedFile struct {
	*listed
	file string
}

func (l *listedFile) Error() string {
	return count(len(l.problems.Mistakes()), "error") + " in " + l.file
}
func (l *listedFile) Unwrap() error { return l.listed }

// openObserved opens a scenario, with a file's table of observations in place of
// its own where one is given.
func openObserved(nameOrPath, observations string) (*scenario.Scenario, error) {
	if observations == "" {
		return open(nameOrPath)
	}
	if _, err := open(nameOrPath); err != nil {
		return nil, err
	}
	sc, err := scenario.OpenObserved(nameOrPath, observations)
	var problems scenario.Problems
	if errors.As(err, &problems) {
		return nil, &listedFile{&listed{filepath.Dir(observations), problems}, observations}
	}
	return sc, err
}

// inTables says of rows that cannot stand where they are: in a table of observations that
// was given, or in the tables of the scenario's folder.
func inTables(rows fit.RowsError, folder, observations string) error {
	list := &listed{dir: folder}
	if observations != "" {
		list.dir = filepath.Dir(observations)
	}
	for i := range rows {
		r := &rows[i]
		file, id := r.Row()
		if observations != "" && !scenario.IsRegistration(r.ID) {
			file = filepath.Base(observations)
		}
		line, field := scenario.FindRow(filepath.Join(list.dir, file), id, r.Column)
		list.problems = append(list.problems, scenario.Problem{File: file, Line: line, Column: field, Message: fmt.Sprintf("row %s %s", id, r.Message), Suggestion: r.Suggestion})
	}
	if observations != "" {
		return &listedFile{list, observations}
	}
	return list
}

// namedRows is how many rows a note names.
const namedRows = 3

// noteEarly tells of observations that are left out because they lie before the period.
func noteEarly(t *teller, sc *scenario.Scenario) {
	var early []string
	reported := sc.Reported()
	for i := range reported {
		if o := &reported[i]; fit.Early(sc, o) {
			_, id := scenario.ReportedIn(o.ID)
			early = append(early, id)
		}
	}
	if len(early) == 0 {
		return
	}
	rows := strings.Join(early[:min(len(early), namedRows)], ", ")
	if more := len(early) - namedRows; more > 0 {
		rows += fmt.Sprintf(" and %d more", more)
	}
	t.note("left out as before the scenario's first day, %s: %s (%s)", sc.Period.From, count(len(early), "observation"), rows)
}
