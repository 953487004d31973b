package results

import (
	"errors"
	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/parallel"
	"haven/scenario"
)

// Input is all that a run folder is made from.
type Input struct {
	Haven        string             // version of the program
	Scenario     *scenario.Scenario // as run: settings applied, cut at Until
	Seed         uint64
	Set          []Setting
	Until        calendar.Date // last day simulated, None when the period was not cut
	Summary      *ensemble.Summary
	Design       *ensemble.Design // what the members were drawn from
	Observations []Observation
	Flee         *FleeInfo     // of a run of the rule neighbours, else nil
	Forecast     *ForecastInfo // of a forecast, else nil
	WhatIf       *WhatIf       // of a variant that was compared with its base, else nil
	// EachMember, when given, makes Write write the figures of every member
	// too: it hands over exact summaries of all members, some at a time
	// (ensemble.Outcome.EachExact).
	EachMember func(f func(*ensemble.Summary) error) error
}

// Write makes the run folder dir at once, as Begin and Folder.Write do. How long the results took
// is not known here: they are on the disk when it returns.
func Write(dir string, in *Input) error {
	f := Begin(dir, in.Scenario)
	f.to.lasting = true
	return f.Write(in)
}

func parametersOf(d *ensemble.Design) []ParameterInfo {
	infos := make([]ParameterInfo, len(d.Parameters))
	for i, p := range d.Parameters {
		infos[i] = ParameterInfo{Address: p.Address, Median: p.Median, Distribution: p.Distribution.Text(), Evidence: p.Evidence}
	}
	return infos
}

// writeParts writes exports and tables, several at a time: none looks at
// another, so that the order does not show. The last ones are small tables, so
// that nobody waits long for the other.
func (f *Folder) writeParts(in *Input, m *Manifest) error {
	fig := newFigures(in.Summary)
	var tables []*Table
	for i := range Tables {
		if t := &Tables[i]; in.has(t) {
			tables = append(tables, t)
		}
	}
	exports := exportsOf(f.sc, in.WhatIf != nil)
	m.Tables, m.Exports = make([]TableInfo, len(tables)), make([]FileInfo, len(exports))
	errs := make([]error, len(exports)+len(tables))
	parallel.Each(len(errs), func(i int) {
		if i < len(exports) {
			m.Exports[i], errs[i] = f.writeExport(exports[i], in, fig)
			return
		}
		t := i - len(exports)
		m.Tables[t], errs[i] = f.writeTable(tables[t], in, fig)
	})
	return errors.Join(append(errs, in.Summary.Err())...)
}

// has says whether a folder made from the input has a table.
func (in *Input) has(t *Table) bool {
	switch t.Name {
	case "member_series":
		return in.EachMember != nil
	case "differences":
		return in.WhatIf != nil
	}
	return true
}

func (f *Folder) writeTable(t *Table, in *Input, fig *figures) (TableInfo, error) {
	w, err := createTable(&f.to, f.path(tableFile(t.Name)), t, in.Summary.N() == 1)
	if err != nil {
		return TableInfo{}, err
	}
	switch t.Name {
	case "totals":
		fillTotals(w, fig)
	case "peaks":
		fillPeaks(w, fig)
	case "exceedance":
		fillExceedance(w, fig, f.at)
	case "observations":
		fillObservations(w, in.Observations)
	case "members":
		fillMembers(w, in)
	case "differences":
		fillDifferences(w, in.WhatIf.Differences, f.at)
	case "member_series":
		w.file.fail(in.EachMember(func(part *ensemble.Summary) error { return fillMemberSeries(w, part) }))
	default:
		fillDaily(w, fig, f.at)
	}
	return w.close()
}
