package report

import (
	"io"
	"math"
	"strconv"
	"strings"

	"haven/draw"
	"haven/internal/fit"
	"haven/results"
	"haven/scenario"
)

// FitData is all that the page of a fit shows; web/src/fit/data.ts has the same
// fields. Simulated counts are rounded, each by itself; reported figures stay as published.
type FitData struct {
	Page        string      `json:"page"` // fit
	Format      int         `json:"format"`
	Title       string      `json:"title"`
	Haven       string      `json:"haven"`
	Scenario    string      `json:"scenario"`
	Hash        string      `json:"hash"`
	Method      string      `json:"method"` // abc | eki
	KnownBy     string      `json:"knownBy"`
	Until       string      `json:"until"`
	Seed        string      `json:"seed"` // text: JavaScript has no 64-bit integers
	Points      int         `json:"points"`
	Width       float64     `json:"width"`
	ESS         float64     `json:"ess"`
	Generations []fit.Told  `json:"generations"`
	Parameters  []Fitted    `json:"parameters"`
	Pairs       [][]float64 `json:"pairs"` // points, each the prior quantiles of all parameters
	Figures     []FitFigure `json:"figures"`
	Dropped     []fit.Row   `json:"dropped"`
	Withheld    int         `json:"withheld"`
}

// Fitted is one parameter before and after the fit.
type Fitted struct {
	Address     string    `json:"address"`
	Prior       Figure    `json:"prior"`
	Posterior   Figure    `json:"posterior"`
	Histogram   []int     `json:"histogram"` // points by twentieths of the prior; the prior would have alike many in each
	Contraction float64   `json:"contraction"`
	Shift       float64   `json:"shift"`
	Silent      bool      `json:"silent"`
	With        []Related `json:"with"` // the strongest correlations, by number of the parameter
}

// Related is another parameter that goes with one.
type Related struct {
	Parameter   int     `json:"parameter"`
	Correlation float64 `json:"correlation"`
}

// FitFigure is one reported figure beside what was simulated before and after.
type FitFigure struct {
	Place     string         `json:"place"`
	PlaceName string         `json:"placeName"` // empty for countries, which the page names
	Measure   string         `json:"measure"`
	Whose     string         `json:"whose"`
	Unit      string         `json:"unit"`
	From      string         `json:"from"`
	To        string         `json:"to"`
	Reports   []fit.Reported `json:"reports"`
	Prior     Figure         `json:"prior"`
	Posterior Figure         `json:"posterior"`
	Beyond    bool           `json:"beyond"`
	Inside    bool           `json:"inside"` // the posterior's range meets what a report may stand for
}

const (
	histogramBins = 20
	mostPairs     = 300 // points in scatter plots
	related       = 0.4 // correlations told in words
)

// WriteFit writes the page of a fit of a scenario.
func WriteFit(w io.Writer, r *fit.Result, sc *scenario.Scenario) error {
	data := BuildFit(r, sc)
	return writePage(w, data.Title, data)
}

// BuildFit makes the page's data of a fit of a scenario.
func BuildFit(r *fit.Result, sc *scenario.Scenario) FitData {
	b := newBook(sc)
	f := FitData{
		Page: "fit", Format: Format, Title: "Fit of " + r.Title,
		Haven: r.Haven, Scenario: r.Scenario, Hash: r.Hash, Method: r.Method, KnownBy: r.KnownBy, Until: r.Until, Seed: strconv.FormatUint(r.Seed, 10),
		Points: r.Points, Width: r.Width, ESS: r.ESS, Generations: r.Generations, Dropped: r.Dropped, Withheld: r.Withheld,
	}
	for k := range r.Parameters {
		f.Parameters = append(f.Parameters, fitted(r, k))
	}
	n := len(r.Normal)
	for i := range min(n, mostPairs) {
		z := r.Normal[i*n/min(n, mostPairs)]
		point := make([]float64, len(z))
		for k, x := range z {
			point[k] = math.Round(1000*draw.NormalCDF(x)) / 1000
		}
		f.Pairs = append(f.Pairs, point)
	}
	for i := range r.Figures {
		f.Figures = append(f.Figures, fitFigure(&r.Figures[i], b.nameOf(r.Figures[i].Place)))
	}
	return f
}

func fitted(r *fit.Result, k int) Fitted {
	p := &r.Parameters[k]
	out := Fitted{Address: p.Address, Prior: plainFigure(p.Prior), Posterior: plainFigure(p.Posterior), Histogram: make([]int, histogramBins), Contraction: p.Contraction, Shift: p.Mean, Silent: p.Silent}
	for _, z := range r.Normal {
		out.Histogram[min(int(draw.NormalCDF(z[k])*histogramBins), histogramBins-1)]++
	}
	for l, c := range r.Correlations[k] {
		if l != k && math.Abs(c) >= related {
			out.With = append(out.With, Related{l, c})
		}
	}
	return out
}

func plainFigure(q [5]float64) Figure {
	return Figure{Number(q[0]), Number(q[1]), Number(q[2]), Number(q[3]), Number(q[4])}
}

// fitFigure rounds what was simulated as every page does.
func fitFigure(in *fit.Figured, name string) FitFigure {
	out := FitFigure{Place: in.Place, PlaceName: name, Measure: in.Measure, Whose: in.Whose, Unit: in.Unit, From: in.From, To: in.To, Reports: in.Reports, Beyond: in.Beyond}
	out.Prior, out.Posterior = simulatedFigure(in.Prior, in.Unit), simulatedFigure(in.Posterior, in.Unit)
	for _, rep := range in.Reports {
		if rep.Unit == in.Unit && (rep.High == nil || *rep.High >= in.Posterior[0]) && (rep.Low == nil || *rep.Low <= in.Posterior[4]) {
			out.Inside = true
		}
	}
	return out
}

func simulatedFigure(q [5]float64, unit string) Figure {
	if strings.HasPrefix(unit, "people") || unit == "vehicles" || unit == "seats" {
		for i, x := range q {
			r := results.Round(x)
			q[i] = float64(r.People)
			if r.Small {
				q[i] = math.Copysign(smallCount, x)
			}
		}
	}
	return plainFigure(q)
}
