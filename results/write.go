package results

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"haven/ensemble"
	"haven/internal/calendar"
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
	Flee         *FleeInfo // of a run of the rule neighbours, else nil
	// EachMember, when given, makes Write write the figures of every member
	// too: it hands over exact summaries of all members, some at a time
	// (ensemble.Outcome.EachExact).
	EachMember func(f func(*ensemble.Summary) error) error
}

// Write makes the run folder dir, which must not exist or be empty. Every
// error leaves an incomplete folder behind, without a manifest: write into a
// folder aside and rename it when Write has succeeded.
func Write(dir string, in *Input) error {
	if err := claim(dir); err != nil {
		return err
	}
	m := &Manifest{
		Format: Format, Haven: in.Haven, Seed: in.Seed, Members: in.Summary.N(), Until: in.Until.String(),
		Set: slices.Clone(in.Set), Parameters: parametersOf(in.Design),
		Scenario: ScenarioInfo{
			Name: in.Scenario.Name, Title: in.Scenario.Title,
			From: in.Scenario.Period.From.String(), To: in.Scenario.Period.To.String(),
		},
		Platform: Platform{OS: runtime.GOOS, Arch: runtime.GOARCH, Go: runtime.Version()},
		Measures: measuresOf(in.Summary.Layout), Flee: in.Flee,
	}
	if m.Set == nil {
		m.Set = []Setting{}
	}
	slices.SortFunc(m.Set, func(a, b Setting) int { return strings.Compare(a.Address, b.Address) })
	var to disk
	if err := writeParts(dir, in, m, &to); err != nil {
		return errors.Join(err, to.wait())
	}
	err := errors.Join(m.write(dir, &to), to.wait())
	if err != nil {
		_ = os.Remove(filepath.Join(dir, ManifestFile)) // the first error is the one to tell
	}
	return err
}

// claim makes dir, or accepts it when it is empty.
func claim(dir string) error {
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		return fmt.Errorf("the folder %s exists and is not empty; nothing was overwritten", dir)
	}
	for _, sub := range []string{"tables", "exports"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			return err
		}
	}
	return nil
}

func parametersOf(d *ensemble.Design) []ParameterInfo {
	infos := make([]ParameterInfo, len(d.Parameters))
	for i, p := range d.Parameters {
		infos[i] = ParameterInfo{Address: p.Address, Median: p.Median, Distribution: distribution(p.Distribution), Evidence: p.Evidence}
	}
	return infos
}

// distribution writes a prior as scenario.yaml does.
func distribution(d scenario.Distribution) string {
	switch d.Kind {
	case "lognormal":
		return fmt.Sprintf("lognormal: spread %v", d.Spread)
	case "uniform":
		return fmt.Sprintf("uniform: %v to %v", d.Low, d.High)
	case "beta":
		return fmt.Sprintf("beta: a %v, b %v", d.A, d.B)
	case "dirichlet":
		return fmt.Sprintf("dirichlet: concentration %v", d.A)
	}
	return d.Kind
}

// writeParts writes scenario, tables and exports, several at a time: none
// looks at another, so that the order does not show.
func writeParts(dir string, in *Input, m *Manifest, to *disk) error {
	fig, at := newFigures(in.Summary), newAtlas(in.Scenario)
	var tables []*Table
	for i := range Tables {
		if t := &Tables[i]; !t.Optional || in.EachMember != nil {
			tables = append(tables, t)
		}
	}
	var exports []*Export
	for i := range Exports {
		if e := &Exports[i]; e.Rule == "" || e.Rule == in.Scenario.Rule {
			exports = append(exports, e)
		}
	}
	m.Tables, m.Exports = make([]TableInfo, len(tables)), make([]FileInfo, len(exports))
	errs := make([]error, 1+len(tables)+len(exports))
	inParallel(len(errs), func(i int) {
		e := i - len(tables)
		switch {
		case i < len(tables):
			m.Tables[i], errs[i] = writeTable(dir, tables[i], in, fig, at, to)
		case e < len(exports):
			m.Exports[e], errs[i] = writeExport(dir, exports[e], fig, at, to)
		default:
			errs[i] = scenario.Write(in.Scenario, filepath.Join(dir, "scenario"))
			m.Scenario.Hash = in.Scenario.Hash()
		}
	})
	return errors.Join(errs...)
}

func writeTable(dir string, t *Table, in *Input, fig *figures, at *atlas, to *disk) (TableInfo, error) {
	w, err := createTable(to, filepath.Join(dir, filepath.FromSlash(tableFile(t.Name))), t, in.Summary.N() == 1)
	if err != nil {
		return TableInfo{}, err
	}
	switch t.Name {
	case "totals":
		fillTotals(w, fig)
	case "peaks":
		fillPeaks(w, fig)
	case "exceedance":
		fillExceedance(w, fig, at)
	case "observations":
		fillObservations(w, in.Observations)
	case "members":
		fillMembers(w, in)
	case "member_series":
		w.file.fail(in.EachMember(func(part *ensemble.Summary) error { return fillMemberSeries(w, part) }))
	default:
		fillDaily(w, fig, at)
	}
	return w.close()
}
