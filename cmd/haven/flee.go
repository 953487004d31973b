package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/results"
	"haven/scenario"
	"haven/skill"
)

// fleeOptions are the options of commands that read a Flee folder as well.
type fleeOptions struct {
	SourceData   string   `placeholder:"DIR" help:"Of a Flee folder: where data_layout.csv is; source_data in the folder unless given."`
	Settings     string   `placeholder:"FILE" help:"Of a Flee folder: its settings; simsetting.yml in the folder unless given."`
	Strict       bool     `help:"Of a Flee folder: take warnings for errors."`
	WithoutQuirk []string `placeholder:"NAME" sep:"," help:"Of a Flee folder: turn an oddity of Flee's program off, or all of them (docs/flee.md; repeatable)."`
}

// open opens a Flee folder, a scenario's folder or a built-in one. The
// warnings are those of a Flee folder.
func (f *fleeOptions) open(name string, until calendar.Date) (sc *scenario.Scenario, warnings scenario.Problems, err error) {
	if !flee.Recognise(name) {
		if f.given() {
			return nil, nil, usageError{fmt.Errorf("%s is no Flee folder, and --source-data, --settings, --strict and --without-quirk are for those", name)}
		}
		sc, err = open(name)
		return sc, nil, err
	}
	sc, warnings, err = flee.Open(name, flee.Options{SourceData: f.SourceData, Settings: f.Settings, Strict: f.Strict, WithoutQuirks: f.WithoutQuirk, Until: until})
	var wrong scenario.Problems
	if errors.As(err, &wrong) {
		return nil, nil, &listed{name, append(wrong, warnings...)}
	}
	return sc, warnings, err
}

func (f *fleeOptions) given() bool {
	return f.SourceData != "" || f.Settings != "" || f.Strict || len(f.WithoutQuirk) > 0
}

// again are the options as they are given once more.
func (f *fleeOptions) again() []string {
	var args []string
	if f.SourceData != "" {
		args = append(args, "--source-data", quoteArg(f.SourceData))
	}
	if f.Settings != "" {
		args = append(args, "--settings", quoteArg(f.Settings))
	}
	if f.Strict {
		args = append(args, "--strict")
	}
	for _, q := range f.WithoutQuirk {
		args = append(args, "--without-quirk", quoteArg(q))
	}
	return args
}

// quirksOf are the oddities of Flee's program that are in a run's numbers.
func quirksOf(sc *scenario.Scenario) []string {
	if sc.Rule != "neighbours" {
		return nil
	}
	quirks := flee.Triggered(sc)
	names := make([]string, len(quirks))
	for i, q := range quirks {
		names[i] = q.Name
	}
	return names
}

// fleeInfo is what a manifest says of a run of the rule neighbours; nil for other rules.
func fleeInfo(outcome *ensemble.Outcome, quirks []string, warnings scenario.Problems) *results.FleeInfo {
	sc := outcome.Scenario
	if sc.Rule != "neighbours" {
		return nil
	}
	info := &results.FleeInfo{Quirks: quirks, Without: append([]string{}, sc.Parameters.Neighbours.WithoutQuirks...)}
	for i := range warnings {
		w := &warnings[i]
		info.Warnings = append(info.Warnings, results.WarningInfo{File: w.File, Line: w.Line, Column: w.Column, Message: w.Message, Suggestion: w.Suggestion})
	}
	for _, e := range skill.Errors(outcome.Summary) {
		q := e.Quantile
		info.Errors = append(info.Errors, results.ErrorInfo{Score: e.Score, Members: e.Members, Mean: e.Mean, Q05: q[0], Q25: q[1], Q50: q[2], Q75: q[3], Q95: q[4]})
	}
	return info
}

// tellQuirks names the oddities of Flee's program that are in a run's numbers.
func tellQuirks(t *teller, about *results.FleeInfo) {
	if about == nil {
		return
	}
	t.emit("quirks", event{"names": about.Quirks})
	if len(about.Quirks) > 0 {
		t.say("quirks of Flee's in these numbers (--without-quirk NAME turns one off, haven quirks measures them):\n  %s", strings.Join(about.Quirks, ", "))
	}
}

// fleeOutput is the file that Flee would write, made beside its place and put
// there by a rename when the run is complete.
type fleeOutput struct{ path, aside string }

const asideSuffix = ".partial"

// writable makes sure that a file can be made beside a path.
func writable(path string) error {
	aside := path + asideSuffix
	f, err := os.Create(aside)
	if err != nil {
		why := err.Error()
		var cause *fs.PathError
		if errors.As(err, &cause) {
			why = cause.Err.Error()
		}
		return fmt.Errorf("--flee-output %s cannot be written: %s; give a file in a folder that is there and that you may write", path, why)
	}
	return errors.Join(f.Close(), os.Remove(aside))
}

// fleeWritten are Flee's output files as they lie aside.
type fleeWritten struct {
	files []fleeOutput
	err   error
}

// writeAsFlee writes what --flee-output asks for, if it does.
func (c *runCommand) writeAsFlee(outcome *ensemble.Outcome) fleeWritten {
	if c.FleeOutput == "" {
		return fleeWritten{}
	}
	files, err := writeFlee(c.FleeOutput, outcome)
	return fleeWritten{files, err}
}

// keep gives the files their names.
func (f *fleeWritten) keep() error {
	for _, file := range f.files {
		if err := os.Rename(file.aside, file.path); err != nil {
			return err
		}
	}
	return nil
}

// discard removes the files where there are any.
func (f *fleeWritten) discard() (err error) {
	for _, file := range f.files {
		if gone := os.Remove(file.aside); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// writeFlee writes Flee's output file, of an ensemble its medians, and then
// the quantiles in a file beside it.
func writeFlee(path string, outcome *ensemble.Outcome) (files []fleeOutput, err error) {
	v, bands, err := fleeValues(outcome)
	if err != nil {
		return nil, err
	}
	defer func() {
		for _, f := range files {
			if err != nil {
				_ = os.Remove(f.aside) // what is left is of no use
			}
		}
	}()
	put := func(path string, write func(io.Writer) error) error {
		f := fleeOutput{path, path + asideSuffix}
		files = append(files, f)
		return createFile(f.aside, write)
	}
	sc := outcome.Scenario
	if err := put(path, func(w io.Writer) error { return flee.WriteOutput(w, sc, v) }); err != nil {
		return files, err
	}
	if outcome.Summary.N() == 1 {
		return files, nil
	}
	return files, put(quantilesPath(path), func(w io.Writer) error { return flee.WriteQuantiles(w, sc, sc.Period.Days(), bands) })
}

// quantilesPath is where the quantiles of an ensemble go.
func quantilesPath(path string) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + "-quantiles" + ext
}

func createFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<16)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

// fleeValues takes what Flee prints out of a run's summary: of one member its
// counts, of an ensemble the medians rounded to people.
func fleeValues(outcome *ensemble.Outcome) (*flee.Values, func(place, day int) flee.Band, error) {
	sc, sum := outcome.Scenario, outcome.Summary
	if sc.Rule != "neighbours" {
		return nil, nil, fmt.Errorf("--flee-output is for Flee folders and the rule neighbours; %s has the rule %s", sc.Name, sc.Rule)
	}
	places := sc.Outputs()
	find := func(measure, by string, entities int) (*ensemble.Stats, error) {
		i := sum.Layout.Find(measure, by)
		if i < 0 || len(sum.Layout.Series[i].Entities) != entities {
			return nil, fmt.Errorf("the run has no %s by %s", measure, by)
		}
		return sum.Stats(i, 0, entities), nil
	}
	days := sc.Period.Days()
	medians := func(s *ensemble.Stats, entity int) []int64 {
		const median = 2 // of ensemble.Levels
		list := make([]int64, days)
		for d := range list {
			list[d] = int64(math.RoundToEven(s.Quantile[median][entity*days+d]))
		}
		return list
	}
	stock, err := find("stock", "destination", len(places))
	if err != nil {
		return nil, nil, err
	}
	v := &flee.Values{People: make([][]int64, len(places))}
	index := map[int]int{}
	for k, i := range places {
		v.People[k] = medians(stock, k)
		index[i] = k
	}
	for measure, to := range map[string]*[]int64{"displaced_total": &v.Total, "raw_total": &v.Raw, "debt": &v.Debt, "in_idp_camps": &v.IDPs} {
		s, err := find(measure, "model", 1)
		if err != nil {
			return nil, nil, err
		}
		*to = medians(s, 0)
	}
	return v, func(place, day int) (b flee.Band) {
		for q := range b {
			b[q] = stock.Quantile[q][index[place]*days+day]
		}
		return b
	}, nil
}
