package fit

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"haven/internal/parallel"
	"haven/scenario"
)

// Levels are the quantiles that a result gives, as everywhere in haven.
var Levels = [5]float64{0.05, 0.25, 0.5, 0.75, 0.95}

// Result is what a fit leaves behind, beside the fitted scenario: fit.json and
// the fit page are made of it.
type Result struct {
	Schema   int    `json:"schema"` // 1
	Haven    string `json:"haven"`
	Scenario string `json:"scenario"`
	Title    string `json:"title"`
	Hash     string `json:"scenario_sha256"` // of the scenario as it was given
	Method   string `json:"method"`
	KnownBy  string `json:"known_by"`
	Until    string `json:"until"` // last day simulated
	Seed     uint64 `json:"seed"`
	Points   int    `json:"points"`

	Width       float64 `json:"width"` // reached: 1 is the error model itself
	Generations []Told  `json:"generations"`
	ESS         float64 `json:"ess"` // of the last reweighting, or less where points are equal

	Parameters   []Parameter `json:"parameters"`
	Correlations [][]float64 `json:"correlations"` // of the parameters' prior quantiles made normal
	Figures      []Figured   `json:"figures"`
	Dropped      []Row       `json:"dropped"`
	Withheld     int         `json:"withheld"` // rows of the scenario that were not known by then

	Sample scenario.Posterior `json:"-"`
	Normal [][]float64        `json:"-"` // the sample on the priors' normal scale, point by point
}

// Parameter is one fitted number, before and after.
type Parameter struct {
	Address      string     `json:"address"`
	Distribution string     `json:"prior"`
	Evidence     string     `json:"evidence"`
	Prior        [5]float64 `json:"prior_quantiles"` // at Levels
	Posterior    [5]float64 `json:"posterior_quantiles"`
	Mean         float64    `json:"shift"`       // of the mean, in the prior's standard deviations
	Contraction  float64    `json:"contraction"` // 1 less the standard deviation over the prior's
	Silent       bool       `json:"silent"`      // the data say nothing about it
}

// The data are said to say nothing about a number when its spread shrank by
// less than silentContraction and its mean moved by less than silentShift of the prior's standard deviation.
const (
	silentContraction = 0.1
	silentShift       = 0.25
)

// Row is a row that was reported and is no figure of its own.
type Row struct {
	Row string `json:"row"`
	Why string `json:"why"`
}

// Figured is one figure with what the model gives for it before and after the fit.
// All numbers are in Unit.
type Figured struct {
	Place     string     `json:"place"`
	Measure   string     `json:"measure"`
	Whose     string     `json:"whose"`
	Unit      string     `json:"unit"`
	From      string     `json:"from"`
	To        string     `json:"to"`
	How       string     `json:"how"`
	Reports   []Reported `json:"reports"`
	Prior     [5]float64 `json:"prior_quantiles"`
	Posterior [5]float64 `json:"posterior_quantiles"`
	Beyond    bool       `json:"beyond"` // no draw of the prior comes near it
}

// Reported is one report of a figure.
type Reported struct {
	Rows   []string `json:"rows"`
	Source string   `json:"source"`
	Grade  string   `json:"grade"`
	Unit   string   `json:"unit"`
	Value  float64  `json:"value"`
	Low    *float64 `json:"low"`  // what the figure may stand for; null: open
	High   *float64 `json:"high"` // likewise
	From   *float64 `json:"from"` // nine in ten errors lie within From and To; null: open
	To     *float64 `json:"to"`
	Weight float64  `json:"weight"`
}

// shown is how many points are simulated anew for the bands.
const shown = 200

func (t *Target) result(ctx context.Context, s Settings, p *Population) (*Result, error) {
	r := &Result{
		Schema: 1, Haven: s.Version, Scenario: t.Scenario.Name, Title: t.Scenario.Title, Hash: t.whole.Hash(), Method: s.Method, KnownBy: t.KnownBy.String(),
		Until: t.Scenario.Period.To.String(), Seed: t.seed, Points: s.Points, Width: p.Width, Generations: p.Told, Withheld: len(t.Withheld),
	}
	if math.IsInf(p.Width, 1) {
		return nil, fmt.Errorf("the time was over before the first generation was finished; give more --time, or fewer --points; what was drawn from the prior is kept, so that the same command with --resume goes on")
	}
	sample := p.Particles
	if s.Method == EKI {
		sample = (&Kalman{Target: t, Points: s.Points}).sample(p)
	}
	r.ESS = min(p.Told[len(p.Told)-1].ESS, kish(sample))
	r.Sample = scenario.Posterior{Addresses: t.Addresses}
	for i := range sample {
		point := make([]float64, t.Dims())
		t.Values(sample[i].Z, point)
		r.Sample.Rows = append(r.Sample.Rows, point)
		r.Normal = append(r.Normal, sample[i].Z)
	}
	r.parameters(t, sample)
	for _, d := range t.Observations.Dropped {
		r.Dropped = append(r.Dropped, Row(d))
	}
	before, err := t.predictive(ctx, s, "prior", nil)
	if err != nil {
		return nil, err
	}
	after, err := t.predictive(ctx, s, "predictive", sample)
	if err != nil {
		return nil, err
	}
	r.figures(t, before, after)
	return r, nil
}

// kish is the effective number of points by how often equal ones stand in a sample.
func kish(list []Particle) float64 {
	order := orderBy(len(list), func(i int) float64 { return list[i].Z[0] })
	squares, run := 0.0, 0.0
	for k, i := range order {
		if k > 0 && !slices.Equal(list[i].Z, list[order[k-1]].Z) {
			squares += float64(run * run)
			run = 0
		}
		run++
	}
	return float64(len(list)) * float64(len(list)) / (squares + float64(run*run))
}

// predictive simulates points anew, with chances and other numbers of their own, as any
// run of the fitted scenario does. Without a sample the points are the prior's.
func (t *Target) predictive(ctx context.Context, s Settings, purpose string, sample []Particle) ([][]float64, error) {
	n := min(shown, s.Points)
	list := make([][]float64, n)
	err := parallel.Over(ctx, s.Threads, n, func(i int) error {
		stream := t.stream(purpose, i)
		z := normals(&stream, t.Dims())
		if sample != nil {
			z = sample[i*len(sample)/n].Z
		}
		v := normals(&stream, t.NuisanceDims())
		values := make([]float64, t.Observations.Values())
		ok, err := t.Simulate(ctx, z, v, int(stream.Uint64()>>1), values)
		if ok {
			list[i] = values
		}
		return err
	})
	return slices.DeleteFunc(list, func(v []float64) bool { return v == nil }), err
}

func (r *Result) parameters(t *Target, sample []Particle) {
	mean, cov := covariance(sample)
	d := t.Dims()
	r.Correlations = make([][]float64, d)
	prior := t.priorQuantiles()
	k := 0
	for i := range t.Fitted {
		for _, a := range t.Fitted[i].Addresses {
			column := make([]float64, len(r.Sample.Rows))
			for j := range column {
				column[j] = r.Sample.Rows[j][k]
			}
			p := Parameter{Address: a, Distribution: t.Fitted[i].Distribution.Kind, Evidence: t.Fitted[i].Evidence, Prior: prior[k], Posterior: quantilesOf(column), Mean: mean[k]}
			p.Contraction = 1 - math.Sqrt(cov.at(k, k))
			p.Silent = p.Contraction < silentContraction && math.Abs(p.Mean) < silentShift
			r.Parameters = append(r.Parameters, p)
			r.Correlations[k] = make([]float64, d)
			for l := range d {
				if scale := math.Sqrt(cov.at(k, k) * cov.at(l, l)); scale > 0 {
					r.Correlations[k][l] = cov.at(k, l) / scale
				}
			}
			k++
		}
	}
}

// priorQuantiles are the quantiles of every fitted number beforehand, from draws of it.
func (t *Target) priorQuantiles() [][5]float64 {
	const draws = 2000
	columns := make([][]float64, t.Dims())
	point := make([]float64, t.Dims())
	for i := range draws {
		stream := t.stream("quantiles", i)
		t.Values(normals(&stream, t.Dims()), point)
		for k, x := range point {
			columns[k] = append(columns[k], x)
		}
	}
	list := make([][5]float64, len(columns))
	for k := range columns {
		list[k] = quantilesOf(columns[k])
	}
	return list
}

// quantilesOf are quantiles at Levels, between neighbours in proportion; NaNs are left out.
func quantilesOf(list []float64) (q [5]float64) {
	sorted := slices.DeleteFunc(slices.Clone(list), math.IsNaN)
	slices.Sort(sorted)
	for i, level := range Levels {
		if len(sorted) == 0 {
			continue
		}
		at := float64(level * float64(len(sorted)-1))
		k := min(int(at), len(sorted)-1)
		q[i] = sorted[k]
		if k+1 < len(sorted) {
			q[i] += float64((at - float64(k)) * (sorted[k+1] - sorted[k]))
		}
	}
	return q
}

func (r *Result) figures(t *Target, before, after [][]float64) {
	beyond := t.beyond(before)
	for f := range t.Observations.Figures {
		fig := &t.Observations.Figures[f]
		lead := fig.Leading()
		out := Figured{Place: fig.Place, Measure: fig.Measure, Whose: fig.Whose, Unit: lead.Unit, From: fig.From.String(), To: fig.To.String(), How: lead.How, Beyond: beyond[f]}
		for i := range fig.Reports {
			rep := &fig.Reports[i]
			if rep == lead {
				out.Prior, out.Posterior = simulated(rep, before, fig.first+i), simulated(rep, after, fig.first+i)
			}
			out.Reports = append(out.Reports, rep.told(fig.weights[i]))
		}
		r.Figures = append(r.Figures, out)
	}
}

func simulated(rep *Report, values [][]float64, i int) [5]float64 {
	column := make([]float64, len(values))
	for k := range values {
		column[k] = Unlog(values[k][i], rep.Floor)
	}
	return quantilesOf(column)
}

func (r *Report) told(weight float64) Reported {
	const z95 = 1.6448536269514722
	half := float64(z95 * math.Sqrt(float64(r.Own*r.Own)+float64(r.Coarse*r.Coarse)+float64(r.Shared*r.Shared)))
	finite := func(x float64) *float64 {
		if math.IsInf(x, 0) {
			return nil
		}
		return &x
	}
	out := Reported{Rows: r.Rows, Source: strings.TrimPrefix(r.Source, "row "), Grade: r.Grade.String(), Unit: r.Unit, Value: r.Value, Low: finite(r.Low), High: finite(r.High), Weight: weight}
	if out.Low != nil {
		out.From = finite(Unlog(r.lo-half, r.Floor))
	}
	if out.High != nil {
		out.To = finite(Unlog(r.hi+half, r.Floor))
	}
	return out
}

// nearEnough is how many standard deviations of a report's errors a draw of the prior may
// lie off and still be near it.
const nearEnough = 4.0

// beyond finds the figures that no simulation comes near.
func (t *Target) beyond(values [][]float64) []bool {
	out := make([]bool, len(t.Observations.Figures))
	for f := range out {
		fig := &t.Observations.Figures[f]
		out[f] = true
		for i := range fig.Reports {
			r := &fig.Reports[i]
			reach := float64(nearEnough * math.Sqrt(float64(r.Own*r.Own)+float64(r.Coarse*r.Coarse)+float64(r.Shared*r.Shared)))
			for _, v := range values {
				if y := v[fig.first+i]; y >= r.lo-reach && y <= r.hi+reach {
					out[f] = false
				}
			}
		}
	}
	return out
}

// reachable is an error when the prior excludes every observation.
func (t *Target) reachable(p *Population) error {
	var values [][]float64
	for i := range p.Particles {
		if v := p.Particles[i].Values; v != nil {
			values = append(values, v)
		}
	}
	beyond := t.beyond(values)
	if slices.Contains(beyond, false) {
		return nil
	}
	text := "the priors exclude every observation: of so many draws none comes near any of them"
	for f := range beyond {
		fig := &t.Observations.Figures[f]
		r := fig.Leading()
		for i := range fig.Reports {
			if &fig.Reports[i] == r && f < 5 {
				q := simulated(r, values, fig.first+i)
				text += fmt.Sprintf("\n  row %s reports %g %s; nine in ten draws give %.4g to %.4g", strings.Join(r.Rows, " and "), r.Value, r.Unit, q[0], q[4])
			}
		}
	}
	return fmt.Errorf("%s\nwiden the priors under uncertain:, or look whether unit and place of these rows are right", text)
}
