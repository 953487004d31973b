package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Format is the version of the run folder's layout that this package writes.
// It grows when a reader of the former one would misread the new one.
const Format = 1

// ManifestFile is the name of the manifest in a run folder.
const ManifestFile = "manifest.json"

const maxManifest = 64 << 20 // bytes; larger files are no manifest of ours

// Manifest says how a run folder came about and what each of its files holds.
// It has no clock time and no number of threads, so that equal runs are equal
// bytes; those stand in run.log.json.
type Manifest struct {
	Format     int             `json:"format"`
	Haven      string          `json:"haven"` // version of the program
	Scenario   ScenarioInfo    `json:"scenario"`
	Seed       uint64          `json:"seed"`
	Members    int             `json:"members"`
	Set        []Setting       `json:"set"`             // changes by --set, sorted by address
	Until      string          `json:"until,omitempty"` // last day simulated, when cut short
	Parameters []ParameterInfo `json:"parameters"`      // the uncertain ones
	Platform   Platform        `json:"platform"`
	Tables     []TableInfo     `json:"tables"`
	Measures   []MeasureInfo   `json:"measures"`
	Exports    []FileInfo      `json:"exports"`
	Flee       *FleeInfo       `json:"flee,omitempty"`     // of a run of the rule neighbours
	WhatIf     *WhatIfInfo     `json:"what_if,omitempty"`  // of a variant that was compared with its base
	Forecast   *ForecastInfo   `json:"forecast,omitempty"` // of a forecast
}

// ScenarioInfo names the scenario that was run; the folder scenario/ holds it.
type ScenarioInfo struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Hash  string `json:"hash"` // of the scenario as run
	From  string `json:"from"` // first day simulated
	To    string `json:"to"`   // last day simulated
}

// Setting is one change of the scenario made for this run.
type Setting struct {
	Address string  `json:"address"`
	Value   float64 `json:"value"`
}

// ParameterInfo is one uncertain parameter: its median and how it was drawn.
type ParameterInfo struct {
	Address      string  `json:"address"`
	Median       float64 `json:"median"`
	Distribution string  `json:"distribution"`
	Evidence     string  `json:"evidence,omitempty"`
}

// Platform is where the run was made. Results do not depend on it.
type Platform struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	Go   string `json:"go"`
}

// TableInfo describes one Parquet table of the folder.
type TableInfo struct {
	Name    string       `json:"name"`
	File    string       `json:"file"`
	Meaning string       `json:"meaning"`
	Rows    int64        `json:"rows"`
	SHA256  string       `json:"sha256"`
	Columns []ColumnInfo `json:"columns"`
}

// ColumnInfo is a Column as the manifest writes it.
type ColumnInfo struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Unit    string `json:"unit,omitempty"`
	Meaning string `json:"meaning"`
}

// MeasureInfo says what a measure in the tables means.
type MeasureInfo struct {
	Measure string `json:"measure"`
	By      string `json:"by"`
	Table   string `json:"table"`
	Unit    string `json:"unit"`
	Meaning string `json:"meaning"`
}

// FileInfo describes one rounded export.
type FileInfo struct {
	File    string `json:"file"`
	Meaning string `json:"meaning"`
	SHA256  string `json:"sha256"`
}

func columnInfos(columns []Column) []ColumnInfo {
	infos := make([]ColumnInfo, len(columns))
	for i, c := range columns {
		infos[i] = ColumnInfo{Name: c.Name, Type: c.Type.String(), Unit: c.Unit, Meaning: c.Meaning}
	}
	return infos
}

func tableFile(name string) string { return "tables/" + name + ".parquet" }

// table finds a table in the manifest, nil when the folder has none.
func (m *Manifest) table(name string) *TableInfo {
	for i := range m.Tables {
		if m.Tables[i].Name == name {
			return &m.Tables[i]
		}
	}
	return nil
}

func (m *Manifest) write(dir string, to *disk) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	file, err := to.create(filepath.Join(dir, ManifestFile))
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	file.fail(err)
	_, err = file.close()
	return err
}

// readManifest reads and checks a folder's manifest.
func readManifest(dir string) (*Manifest, error) {
	path := filepath.Join(dir, ManifestFile)
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notARun(dir)
	}
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxManifest+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	if len(text) > maxManifest {
		return nil, fmt.Errorf("%s: larger than %d MB; it was not written by haven", path, maxManifest>>20)
	}
	m, err := parseManifest(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

func notARun(dir string) error {
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("there is no folder %s; give the folder that `haven run` made, such as runs/russia-2022-1", dir)
	}
	if strings.HasSuffix(filepath.Clean(dir), PartialSuffix) {
		return fmt.Errorf("%s is a run that is not complete; go on with `haven run ... --resume`", dir)
	}
	if _, err := os.Stat(filepath.Join(dir, "scenario.yaml")); err == nil {
		return fmt.Errorf("%s is a scenario, not a run; run it with `haven run %s`", dir, dir)
	}
	return fmt.Errorf("%s has no %s, so it is no run of haven; give the folder that `haven run` made", dir, ManifestFile)
}

// PartialSuffix ends the name of a folder in which a run is at work.
const PartialSuffix = ".partial"

// parseManifest reads a manifest and checks what reading depends on. A newer
// format is named as such, whatever else it may hold.
func parseManifest(text []byte) (*Manifest, error) {
	var version struct {
		Format *int   `json:"format"`
		Haven  string `json:"haven"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return nil, manifestError(text, err)
	}
	switch {
	case version.Format == nil:
		return nil, errors.New("there is no format in it; it was not written by haven")
	case *version.Format > Format:
		return nil, fmt.Errorf("this run has format %d (haven %s), and this haven reads up to %d; read it with a newer haven", *version.Format, version.Haven, Format)
	case *version.Format < 1:
		return nil, fmt.Errorf("format %d does not exist; formats count from 1", *version.Format)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	m := new(Manifest)
	if err := decoder.Decode(m); err != nil {
		return nil, manifestError(text, err)
	}
	for _, t := range m.Tables {
		if TableNamed(t.Name) == nil || t.File != tableFile(t.Name) {
			return nil, fmt.Errorf("table %q in file %q is none of haven's; the manifest was changed by hand", t.Name, t.File)
		}
	}
	return m, nil
}

func manifestError(text []byte, err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: not JSON: %w; the file is damaged", lineOf(text, syntax.Offset), err)
	case errors.As(err, &wrong):
		return fmt.Errorf("line %d: %s is a %s, not a %s; the file is damaged", lineOf(text, wrong.Offset), wrong.Field, wrong.Value, wrong.Type)
	}
	return fmt.Errorf("%w; the file is damaged", err)
}

func lineOf(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(int(offset), len(text))], []byte{'\n'})
}
