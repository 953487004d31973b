package report

import (
	"io"
	"math"
	"regexp"
	"strconv"

	"haven/internal/study/sensitivity"
)

// SensitivityData is all that the page of an analysis of sensitivity shows;
// web/src/sensitivity.ts has the same fields. Simulated counts are rounded, each by itself.
type SensitivityData struct {
	Page       string             `json:"page"` // sensitivity
	Format     int                `json:"format"`
	Title      string             `json:"title"`
	Run        SensitivityRun     `json:"run"`
	Outputs    []SensitivityOf    `json:"outputs"`
	Parameters []SensitivityParam `json:"parameters"`
}

// SensitivityRun says which analysis it was.
type SensitivityRun struct {
	Haven        string    `json:"haven"`
	Seed         string    `json:"seed"` // text: JavaScript has no 64-bit integers
	Scenario     string    `json:"scenario"`
	Hash         string    `json:"hash"`
	Title        string    `json:"title"`
	From         string    `json:"from"`
	To           string    `json:"to"`
	Method       string    `json:"method"`
	Points       int       `json:"points"`
	Trajectories int       `json:"trajectories"`
	Runs         int       `json:"runs"`
	Set          []Setting `json:"set"`
}

// SensitivityOf is what was found about one output; fares in US dollars.
type SensitivityOf struct {
	Output  string              `json:"output"`
	Label   string              `json:"label"`
	Country string              `json:"country"` // its code where the label has one, else empty
	Measure string              `json:"measure"`
	Unit    string              `json:"unit"`
	Counts  bool                `json:"counts"`
	Points  int                 `json:"points"`
	Dropped int                 `json:"dropped"`
	Q05     Number              `json:"q05"`
	Q50     Number              `json:"q50"`
	Q95     Number              `json:"q95"`
	Indices []SensitivityIndex  `json:"indices"`
	Effects []SensitivityEffect `json:"effects"`
	Lines   []string            `json:"lines"`
}

// SensitivityIndex is a factor's indices: shares of the variance.
type SensitivityIndex struct {
	Factor    string `json:"factor"`
	Kind      string `json:"kind"`
	Label     string `json:"label"`
	First     Number `json:"first"`
	FirstLow  Number `json:"firstLow"`
	FirstHigh Number `json:"firstHigh"`
	Total     Number `json:"total"`
	TotalLow  Number `json:"totalLow"`
	TotalHigh Number `json:"totalHigh"`
	Direction Number `json:"direction"`
	Tenth     Number `json:"tenth"`
}

// SensitivityEffect is a factor's elementary effects, in the output's unit.
type SensitivityEffect struct {
	Factor    string `json:"factor"`
	Kind      string `json:"kind"`
	Label     string `json:"label"`
	Size      Number `json:"size"`
	SizeLow   Number `json:"sizeLow"`
	SizeHigh  Number `json:"sizeHigh"`
	Direction Number `json:"direction"`
	Spread    Number `json:"spread"`
}

// SensitivityParam is a parameter as it was drawn.
type SensitivityParam struct {
	Name         string `json:"name"`
	Kind         string `json:"kind"`
	Label        string `json:"label"`
	Unit         string `json:"unit"`
	Median       Number `json:"median"`
	Low          Number `json:"low"`
	High         Number `json:"high"`
	Distribution string `json:"distribution"`
	Evidence     string `json:"evidence"`
}

// WriteSensitivity writes the page of an analysis of sensitivity.
func WriteSensitivity(w io.Writer, d *sensitivity.Document) error {
	data := BuildSensitivity(d)
	return writePage(w, data.Title, data)
}

// BuildSensitivity collects the data of its page.
func BuildSensitivity(d *sensitivity.Document) SensitivityData {
	title := d.Scenario.Title
	if title == "" {
		title = d.Scenario.Name
	}
	data := SensitivityData{
		Page: "sensitivity", Format: Format, Title: "What drives the answer: " + title,
		Run: SensitivityRun{
			Haven: d.Haven, Seed: strconv.FormatUint(d.Seed, 10), Scenario: d.Scenario.Name, Hash: d.Scenario.Hash, Title: title, From: d.Scenario.From, To: d.Scenario.To,
			Method: d.Method, Points: d.Points, Trajectories: d.Trajectories, Runs: d.Runs, Set: []Setting{},
		},
		Outputs: []SensitivityOf{}, Parameters: []SensitivityParam{},
	}
	for _, s := range d.Set {
		data.Run.Set = append(data.Run.Set, Setting{s.Address, Number(s.Value)})
	}
	for i := range d.Outputs {
		data.Outputs = append(data.Outputs, sensitivityOf(&d.Outputs[i]))
	}
	for _, p := range d.Parameters {
		data.Parameters = append(data.Parameters, SensitivityParam{
			Name: p.Name, Kind: string(p.Kind), Label: p.Label, Unit: p.Unit, Median: Number(p.Median), Low: Number(p.Low), High: Number(p.High),
			Distribution: p.Distribution, Evidence: p.Evidence,
		})
	}
	return data
}

var countryCode = regexp.MustCompile(`^[A-Z]{3}(/|$)`)

func sensitivityOf(o *sensitivity.OutputDoc) SensitivityOf {
	unit := o.Unit
	if unit == "cents" { // as on the page of a run
		unit = "US dollars"
	}
	shown := func(x sensitivity.Number) Number {
		switch {
		case o.Counts:
			return people(float64(x))
		case o.Unit == "cents":
			return toThree(float64(x) / 100)
		}
		return toThree(float64(x))
	}
	of := SensitivityOf{
		Output: o.Output, Label: o.Label, Measure: o.Measure, Unit: unit, Counts: o.Counts, Points: o.Points, Dropped: o.Dropped,
		Q05: shown(o.Q05), Q50: shown(o.Q50), Q95: shown(o.Q95), Indices: []SensitivityIndex{}, Effects: []SensitivityEffect{}, Lines: o.Lines,
	}
	if countryCode.MatchString(o.Place) {
		of.Country = o.Place[:3]
	}
	for _, x := range o.Indices {
		of.Indices = append(of.Indices, SensitivityIndex{
			Factor: x.Factor, Kind: string(x.Kind), Label: x.Label, First: toTenThousandths(x.First), FirstLow: toTenThousandths(x.FirstLow), FirstHigh: toTenThousandths(x.FirstHigh),
			Total: toTenThousandths(x.Total), TotalLow: toTenThousandths(x.TotalLow), TotalHigh: toTenThousandths(x.TotalHigh), Direction: toTenThousandths(x.Direction), Tenth: shown(x.Tenth),
		})
	}
	for _, x := range o.Effects {
		of.Effects = append(of.Effects, SensitivityEffect{
			Factor: x.Factor, Kind: string(x.Kind), Label: x.Label, Size: shown(x.Size), SizeLow: shown(x.SizeLow), SizeHigh: shown(x.SizeHigh),
			Direction: toTenThousandths(x.Mean / x.Size), Spread: shown(x.Spread),
		})
	}
	return of
}

func toTenThousandths(x sensitivity.Number) Number {
	return Number(math.Round(float64(x)*1e4) / 1e4)
}

// toThree rounds to three significant digits.
func toThree(x float64) Number {
	if math.IsNaN(x) || x == 0 {
		return Number(x)
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	if err != nil {
		return Number(x)
	}
	return Number(short)
}
