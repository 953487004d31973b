package backtest

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"haven/internal/kept"
)

// Files of a back-test's folder.
const (
	resultFile  = "backtest.json"
	targetsFile = "targets.csv"
	rowsFile    = "rows.csv"
)

// Is says whether a folder holds a back-test.
func Is(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, resultFile))
	return err == nil
}

// Write writes a back-test's folder, which must not be there: what it is with all cells (backtest.json), the cells as a table (rows.csv), and every
// target with its scores (targets.csv). Numbers are exact.
func (r *Result) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return errors.Join(
		kept.WriteSynced(filepath.Join(dir, targetsFile), r.writeTargets),
		kept.WriteSynced(filepath.Join(dir, rowsFile), r.writeRows),
		kept.WriteSynced(filepath.Join(dir, resultFile), func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(r)
		}),
	)
}

// Read reads a back-test's folder, without its targets.
func Read(dir string) (*Result, error) {
	path := filepath.Join(dir, resultFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := new(Result)
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("%s is no result of a back-test: %w", path, err)
	}
	if r.Format != Format {
		return nil, fmt.Errorf("%s has format %d; this haven reads %d: run the back-test again", path, r.Format, Format)
	}
	return r, nil
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func maybe(x *float64) string {
	if x == nil {
		return ""
	}
	return number(*x)
}

func (r *Result) writeRows(out io.Writer) error {
	w := csv.NewWriter(out)
	head := []string{
		"scenario", "setting", "horizon", "measure", "n", "distinct", "blocks", "crps", "best_reference", "best_reference_crps", "skill",
		"crps_log", "best_reference_log", "best_reference_crps_log", "skill_log", "p", "p_log", "coverage50", "coverage90", "wis", "bias", "relative_difference",
	}
	for _, suffix := range []string{"", "_own"} {
		for _, name := range ReferenceNames() {
			head = append(head, name+suffix, name+suffix+"_log")
		}
	}
	_ = w.Write(head)
	for i := range r.Rows {
		c := &r.Rows[i]
		line := []string{
			c.Scenario, c.Setting, strconv.Itoa(c.Horizon), c.Measure, strconv.Itoa(c.N), strconv.Itoa(c.Distinct), strconv.Itoa(c.Blocks),
			number(c.CRPS), c.BestReference, number(c.BestReferenceCRPS), maybe(c.Skill),
			number(c.CRPSLog), c.BestReferenceLog, number(c.BestReferenceCRPSLog), maybe(c.SkillLog), maybe(c.P), maybe(c.PLog),
			number(c.Coverage50), number(c.Coverage90), number(c.WIS), number(c.Bias), maybe(c.RelativeDifference),
		}
		for _, b := range []*Beside{&c.Beside, &c.OwnErrors} {
			for k := range b.References {
				line = append(line, number(b.References[k]), number(b.ReferencesLog[k]))
			}
		}
		_ = w.Write(line)
	}
	w.Flush()
	return w.Error()
}

func (r *Result) writeTargets(out io.Writer) error {
	w := csv.NewWriter(out)
	head := []string{"scenario", "setting", "measure", "place", "horizon", "origin", "day", "counted"}
	scores := []string{"crps", "crps_log", "wis", "bias", "median", "in50", "in90"}
	for _, of := range append([]string{"haven"}, ReferenceNames()...) {
		for _, s := range scores {
			head = append(head, of+"_"+s)
		}
	}
	for _, name := range ReferenceNames() {
		head = append(head, name+"_own_crps", name+"_own_crps_log")
	}
	_ = w.Write(head)
	for i := range r.Targets {
		t := &r.Targets[i]
		line := []string{t.Scenario, t.Setting, t.Measure, t.Place, strconv.Itoa(t.Horizon), strconv.Itoa(t.Origin), strconv.Itoa(t.Day), number(t.Counted)}
		for _, s := range append([]Score{t.Mine}, t.References...) {
			line = append(line, number(s.CRPS), number(s.LogCRPS), number(s.WIS), number(s.Bias), number(s.Median), strconv.FormatBool(s.In50), strconv.FormatBool(s.In90))
		}
		for _, s := range t.OwnErrors {
			line = append(line, number(s.CRPS), number(s.LogCRPS))
		}
		_ = w.Write(line)
	}
	w.Flush()
	return w.Error()
}
