package sensitivity

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"haven/internal/kept"
	"haven/results"
	"haven/scenario"
)

// Format is the version of sensitivity.json that this package writes.
const Format = 1

// File is the name of the file that says all that was found.
const File = "sensitivity.json"

// Number is a number that may be missing: NaN, null in JSON.
type Number float64

// MarshalJSON writes the number, null where there is none.
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads the number, NaN for null.
func (n *Number) UnmarshalJSON(text []byte) error {
	if bytes.Equal(text, []byte("null")) {
		*n = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(text, (*float64)(n))
}

// Document is what an analysis leaves behind, as sensitivity.json holds it: exact
// figures. It has no clock time and no number of threads.
type Document struct {
	Format       int                  `json:"format"`
	Haven        string               `json:"haven"`
	Scenario     results.ScenarioInfo `json:"scenario"` // as given; From and To as run
	Set          []results.Setting    `json:"set"`
	Seed         uint64               `json:"seed"`
	Method       string               `json:"method"`
	Points       int                  `json:"points,omitempty"`
	Trajectories int                  `json:"trajectories,omitempty"`
	Keep         int                  `json:"keep,omitempty"`
	Runs         int                  `json:"runs"`
	Parameters   []ParameterDoc       `json:"parameters"` // every one that varied, and chance
	Outputs      []OutputDoc          `json:"outputs"`
	Tables       []results.FileInfo   `json:"tables"`
	Exports      []results.FileInfo   `json:"exports"`
}

// ParameterDoc is a factor as it was drawn.
type ParameterDoc struct {
	Name         string   `json:"name"`
	Kind         Kind     `json:"kind"`
	Label        string   `json:"label"`
	Unit         string   `json:"unit,omitempty"`
	Median       Number   `json:"median"`
	Low          Number   `json:"q05"`
	High         Number   `json:"q95"`
	Distribution string   `json:"distribution,omitempty"`
	Evidence     string   `json:"evidence,omitempty"`
	Addresses    []string `json:"addresses,omitempty"`
}

// OutputDoc is what was found about an output.
type OutputDoc struct {
	Output  string  `json:"output"`
	Measure string  `json:"measure"`
	By      string  `json:"by"`
	Place   string  `json:"place,omitempty"`
	Reading Reading `json:"reading"`
	Date    string  `json:"date,omitempty"`
	Unit    string  `json:"unit"`
	Label   string  `json:"label"`
	Counts  bool    `json:"counts"` // people or seats: rounded where they are shown

	Points  int    `json:"points,omitempty"`
	Dropped int    `json:"points_without_value,omitempty"`
	Mean    Number `json:"mean"`
	SD      Number `json:"sd"`
	Q05     Number `json:"q05"`
	Q50     Number `json:"q50"`
	Q95     Number `json:"q95"`

	Joint     Number `json:"joint"` // share of the variance that comes of several factors together
	JointLow  Number `json:"joint_q05"`
	JointHigh Number `json:"joint_q95"`

	Indices []IndexDoc  `json:"indices"` // the largest total first
	Effects []EffectDoc `json:"effects"` // the largest mu* first
	Lines   []string    `json:"lines"`
}

// IndexDoc is an Index with its factor.
type IndexDoc struct {
	Factor    string `json:"factor"`
	Kind      Kind   `json:"kind"`
	Label     string `json:"label"`
	First     Number `json:"first"`
	FirstLow  Number `json:"first_q05"`
	FirstHigh Number `json:"first_q95"`
	Total     Number `json:"total"`
	TotalLow  Number `json:"total_q05"`
	TotalHigh Number `json:"total_q95"`
	Direction Number `json:"direction"`
	Tenth     Number `json:"tenth_more"`
	TenthLow  Number `json:"tenth_more_q05"`
	TenthHigh Number `json:"tenth_more_q95"`
}

// EffectDoc is an Effect with its factor.
type EffectDoc struct {
	Factor   string `json:"factor"`
	Kind     Kind   `json:"kind"`
	Label    string `json:"label"`
	Mean     Number `json:"mu"`
	Size     Number `json:"mu_star"`
	SizeLow  Number `json:"mu_star_q05"`
	SizeHigh Number `json:"mu_star_q95"`
	Spread   Number `json:"sigma"`
	Walks    int    `json:"walks"`
}

// NewDocument says what an analysis found.
func NewDocument(r *Result) *Document {
	p := r.Plan
	d := &Document{
		Format: Format, Haven: p.Version, Seed: p.Seed, Method: p.Method, Runs: r.Runs, Set: []results.Setting{},
		Scenario: results.ScenarioInfo{Name: p.Scenario.Name, Title: p.Scenario.Title, Hash: p.Scenario.Hash(), From: r.Scenario.Period.From.String(), To: r.Scenario.Period.To.String()},
	}
	d.Points, d.Trajectories, d.Keep = p.used()
	for address, value := range p.Set {
		d.Set = append(d.Set, results.Setting{Address: address, Value: value})
	}
	slices.SortFunc(d.Set, func(a, b results.Setting) int { return compareText(a.Address, b.Address) })
	varied := r.Screened
	if varied == nil {
		varied = r.Factors
	}
	for i := range varied {
		f := &varied[i]
		d.Parameters = append(d.Parameters, ParameterDoc{
			Name: f.Name, Kind: f.Kind, Label: f.Label, Unit: f.Unit, Median: Number(f.Median), Low: Number(f.Low), High: Number(f.High),
			Distribution: f.Distribution, Evidence: f.Evidence, Addresses: f.Addresses,
		})
	}
	for i := range r.Outputs {
		d.Outputs = append(d.Outputs, outputDoc(r, &r.Outputs[i]))
	}
	return d
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func outputDoc(r *Result, f *Finding) OutputDoc {
	o := &f.Output
	d := OutputDoc{
		Output: o.Text, Measure: o.Series, By: o.By, Place: o.Place, Reading: o.Reading, Unit: o.Unit, Label: o.Label, Counts: o.Counts,
		Mean: Number(math.NaN()), SD: Number(math.NaN()), Q05: Number(math.NaN()), Q50: Number(math.NaN()), Q95: Number(math.NaN()),
		Joint: Number(math.NaN()), JointLow: Number(math.NaN()), JointHigh: Number(math.NaN()), Indices: []IndexDoc{}, Effects: []EffectDoc{},
	}
	if o.Day.Given() {
		d.Date = o.Day.String()
	}
	if f.Indices != nil {
		m := &f.Moments
		d.Points, d.Dropped, d.Mean, d.SD = m.Points, m.Dropped, Number(m.Mean), Number(math.Sqrt(m.Variance))
		d.Q05, d.Q50, d.Q95 = Number(m.Quantile[0]), Number(m.Quantile[1]), Number(m.Quantile[2])
		d.Joint, d.JointLow, d.JointHigh = Number(f.Joint.Share), Number(f.Joint.In.Low), Number(f.Joint.In.High)
	}
	for i := range f.Indices {
		x := &f.Indices[i]
		by := &r.Factors[x.Factor]
		d.Indices = append(d.Indices, IndexDoc{
			Factor: by.Name, Kind: by.Kind, Label: by.Label, First: Number(x.First), FirstLow: Number(x.FirstIn.Low), FirstHigh: Number(x.FirstIn.High),
			Total: Number(x.Total), TotalLow: Number(x.TotalIn.Low), TotalHigh: Number(x.TotalIn.High), Direction: Number(directionOf(r, f, x)),
			Tenth: Number(x.Tenth), TenthLow: Number(x.TenthIn.Low), TenthHigh: Number(x.TenthIn.High),
		})
	}
	for i := range f.Effects {
		x := &f.Effects[i]
		by := &r.Screened[x.Factor]
		d.Effects = append(d.Effects, EffectDoc{
			Factor: by.Name, Kind: by.Kind, Label: by.Label, Mean: Number(x.Mean), Size: Number(x.Size),
			SizeLow: Number(x.SizeIn.Low), SizeHigh: Number(x.SizeIn.High), Spread: Number(x.Spread), Walks: x.Walks,
		})
	}
	slices.SortStableFunc(d.Indices, func(a, b IndexDoc) int { return descending(a.Total, b.Total) })
	slices.SortStableFunc(d.Effects, func(a, b EffectDoc) int { return descending(a.Size, b.Size) })
	d.Lines = lines(&d)
	return d
}

// descending puts larger numbers first and missing ones last.
func descending(a, b Number) int {
	x, y := float64(a), float64(b)
	switch {
	case x > y || math.IsNaN(y) && !math.IsNaN(x):
		return -1
	case x < y || math.IsNaN(x) && !math.IsNaN(y):
		return 1
	}
	return 0
}

// directionOf is Morris' mu/mu* where the screening had the factor, else that of
// the pairs of the indices.
func directionOf(r *Result, f *Finding, x *Index) float64 {
	for i := range f.Effects {
		e := &f.Effects[i]
		if r.Screened[e.Factor].Name == r.Factors[x.Factor].Name && e.Size > 0 {
			return e.Direction()
		}
	}
	return x.Direction
}

// Read reads the document of an analysis's folder.
func Read(dir string) (*Document, error) {
	path := filepath.Join(dir, File)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	d := new(Document)
	if err := json.Unmarshal(text, d); err != nil {
		return nil, fmt.Errorf("%s is not what haven sensitivity wrote: %w", path, err)
	}
	if d.Format != Format {
		return nil, fmt.Errorf("%s has the format %d; this haven reads %d", path, d.Format, Format)
	}
	return d, nil
}

// Differences are between the analysis that a document is of and the one asked now. An
// error is a mistake in what is asked.
func (d *Document) Differences(plan Plan) (kept.Differences, error) {
	s, err := ready(&plan)
	if err != nil {
		return nil, err
	}
	was, is := d.identity(), s.identity(plan.Scenario.Hash())
	is.Version = was.Version // what is complete stays so
	is.Points, is.Trajectories, is.Keep = plan.used()
	var list kept.Differences
	compare(&list, was, is)
	return list, nil
}

// identity is that of the analysis that the document is of.
func (d *Document) identity() *identity {
	id := &identity{
		Schema: 1, Version: d.Haven, Scenario: d.Scenario.Name, Hash: d.Scenario.Hash, Set: map[string]float64{}, Until: d.Scenario.To,
		Method: d.Method, Points: d.Points, Trajectories: d.Trajectories, Keep: d.Keep, Seed: d.Seed,
	}
	for _, s := range d.Set {
		id.Set[s.Address] = s.Value
	}
	for i := range d.Outputs {
		id.Outputs = append(id.Outputs, d.Outputs[i].Output)
	}
	for i := range d.Parameters {
		if p := &d.Parameters[i]; p.Kind != Stream {
			id.Parameters = append(id.Parameters, withPrior(p.Addresses, p.Distribution))
		}
	}
	return id
}

// Is says whether a folder holds an analysis of sensitivity.
func Is(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, File))
	return err == nil
}

// writeScenario leaves a copy of the scenario as run.
func writeScenario(dir string, sc *scenario.Scenario) error {
	return scenario.Write(sc, filepath.Join(dir, "scenario"))
}
