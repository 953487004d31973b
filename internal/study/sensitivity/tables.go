package sensitivity

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"haven/results"
	"haven/results/parquetfile"
)

// Column describes a column of a table or export.
type Column struct {
	Name    string
	Kind    parquetfile.Kind
	HXL     string // of an export; empty: the column is in the table alone
	Unit    string
	Meaning string
}

const ofOutput = "of the output"

var outputColumns = []Column{
	{"output", parquetfile.Text, "#indicator+name", "", "the output as it was asked for, such as arrivals@GEO:2022-09-30"},
	{"unit", parquetfile.Text, "#indicator+unit", "", "unit of the output"},
	{"factor", parquetfile.Text, "#meta+factor", "", "address of the parameter; of shares with * for what differs; posterior.csv; random stream; the other parameters"},
	{"kind", parquetfile.Text, "#meta+kind", "", "parameter, shares, posterior (what a fit left a sample of, together), rest (what the screening left out, together) or stream (chance)"},
	{"label", parquetfile.Text, "#meta+label", "", "the factor in words"},
}

// IndexColumns are those of tables/indices.parquet and exports/indices.csv.
var IndexColumns = append(append([]Column{}, outputColumns...), []Column{
	{"first", parquetfile.Number, "#indicator+value+first", "share of the variance", "first-order index: the factor by itself"},
	{"first_q05", parquetfile.Number, "#indicator+value+first+q05", "share of the variance", "lower end of its 90 % bootstrap interval"},
	{"first_q95", parquetfile.Number, "#indicator+value+first+q95", "share of the variance", "upper end"},
	{"total", parquetfile.Number, "#indicator+value+total", "share of the variance", "total index: with all that it does together with others"},
	{"total_q05", parquetfile.Number, "#indicator+value+total+q05", "share of the variance", "lower end of its 90 % bootstrap interval"},
	{"total_q95", parquetfile.Number, "#indicator+value+total+q95", "share of the variance", "upper end"},
	{"direction", parquetfile.Number, "#indicator+value+direction", "-1 to 1", "what raising it does, over the size of what it does: 1 always raises the output, -1 always lowers it; empty for several numbers and chance"},
	{"tenth_more", parquetfile.Number, "#indicator+value+tenth", ofOutput, "mean change of the output when the number becomes a tenth larger; empty where it may be 0 or less, and of utilities"},
	{"tenth_more_q05", parquetfile.Number, "#indicator+value+tenth+q05", ofOutput, "lower end of its 90 % bootstrap interval"},
	{"tenth_more_q95", parquetfile.Number, "#indicator+value+tenth+q95", ofOutput, "upper end"},
}...)

// EffectColumns are those of tables/effects.parquet and exports/effects.csv.
var EffectColumns = append(append([]Column{}, outputColumns...), []Column{
	{"mu", parquetfile.Number, "#indicator+value+mu", ofOutput, "mean elementary effect, over the whole width of the prior; empty for several numbers and chance"},
	{"mu_star", parquetfile.Number, "#indicator+value+mustar", ofOutput, "mean size of the elementary effects"},
	{"mu_star_q05", parquetfile.Number, "#indicator+value+mustar+q05", ofOutput, "lower end of its 90 % bootstrap interval"},
	{"mu_star_q95", parquetfile.Number, "#indicator+value+mustar+q95", ofOutput, "upper end"},
	{"sigma", parquetfile.Number, "#indicator+value+sigma", ofOutput, "standard deviation of the elementary effects"},
	{"walks", parquetfile.Whole, "#meta+walks", "", "walks of the screening that count"},
}...)

// RunColumns are those of tables/runs.parquet.
var RunColumns = []Column{
	{"stage", parquetfile.Text, "", "", "screening or indices"},
	{"run", parquetfile.Whole, "", "", "number of the run in its stage, from 0"},
	{"group", parquetfile.Whole, "", "", "walk of the screening, or base point"},
	{"swapped", parquetfile.Text, "", "", "screening: the factor that moved since the run before, empty for a walk's first; indices: A, B, or the factor that is B's in A"},
	{"member", parquetfile.Whole, "", "", "member whose random streams the run had"},
	{"output", parquetfile.Text, "", "", "the output"},
	{"value", parquetfile.Number, "", ofOutput, "its exact value; empty where the run has none"},
}

// DrawColumns are those of tables/draws.parquet.
var DrawColumns = []Column{
	{"run", parquetfile.Whole, "", "", "number of the run among those of the indices: of A and B of every base point"},
	{"address", parquetfile.Text, "", "", "address of the number"},
	{"value", parquetfile.Number, "", "of the address", "the value drawn"},
}

// Write leaves sensitivity.json, the tables, the rounded exports and the
// scenario as run in a folder, which must not exist or be empty.
func Write(dir string, r *Result) (*Document, error) {
	for _, d := range []string{dir, filepath.Join(dir, "tables"), filepath.Join(dir, "exports")} {
		if err := os.MkdirAll(d, 0o777); err != nil {
			return nil, err
		}
	}
	doc := NewDocument(r)
	w := &writer{dir: dir}
	if len(r.Factors) > 0 {
		doc.Tables = append(doc.Tables, w.table("indices", "Sobol' indices by output and factor.", IndexColumns, func(t *rows) { t.indices(doc, false) }))
		doc.Exports = append(doc.Exports, w.export("indices", "Sobol' indices by output and factor, changes of counts rounded.", IndexColumns, func(t *rows) { t.indices(doc, true) }))
	}
	if len(r.Screened) > 0 {
		doc.Tables = append(doc.Tables, w.table("effects", "Elementary effects of the screening by output and factor.", EffectColumns, func(t *rows) { t.effects(doc, false) }))
		doc.Exports = append(doc.Exports, w.export("effects", "Elementary effects of the screening by output and factor, those of counts rounded.", EffectColumns, func(t *rows) { t.effects(doc, true) }))
	}
	doc.Tables = append(doc.Tables, w.table("runs", "Every run's outputs.", RunColumns, func(t *rows) { t.runs(r) }))
	if len(r.Factors) > 0 {
		doc.Tables = append(doc.Tables, w.table("draws", "The numbers drawn at A and B of every base point.", DrawColumns, func(t *rows) { t.draws(r) }))
	}
	text, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, err
	}
	return doc, errors.Join(w.err, os.WriteFile(filepath.Join(dir, File), append(text, '\n'), 0o666), writeScenario(dir, r.Scenario))
}

// writer writes files one by one and keeps the first error.
type writer struct {
	dir string
	err error
}

// rows takes the cells of a table one by one, for Parquet or for CSV.
type rows struct {
	columns []Column
	table   *parquetfile.Writer
	csv     *csv.Writer
	record  []string
	at      int
	err     error
}

func (w *writer) table(name, meaning string, columns []Column, fill func(t *rows)) results.FileInfo {
	return w.file("tables/"+name+".parquet", meaning, func(out io.Writer) error {
		t := &rows{columns: columns}
		list := make([]parquetfile.Column, len(columns))
		meta := []parquetfile.Meta{{Key: "meaning", Value: meaning}}
		for i, c := range columns {
			list[i] = parquetfile.Column{Name: c.Name, Kind: c.Kind}
			text := c.Meaning
			if c.Unit != "" {
				text += " [" + c.Unit + "]"
			}
			meta = append(meta, parquetfile.Meta{Key: "column." + c.Name, Value: text})
		}
		t.table = parquetfile.New(out, name, list, meta)
		fill(t)
		return errors.Join(t.err, t.table.Close())
	})
}

func (w *writer) export(name, meaning string, columns []Column, fill func(t *rows)) results.FileInfo {
	return w.file("exports/"+name+".csv", meaning, func(out io.Writer) error {
		t := &rows{columns: columns, csv: csv.NewWriter(out)}
		for _, c := range columns {
			t.put(c.Name)
		}
		for _, c := range columns {
			t.put(c.HXL)
		}
		fill(t)
		t.csv.Flush()
		return errors.Join(t.err, t.csv.Error())
	})
}

// file writes a file and says its SHA-256.
func (w *writer) file(name, meaning string, fill func(out io.Writer) error) results.FileInfo {
	info := results.FileInfo{File: name, Meaning: meaning}
	if w.err != nil {
		return info
	}
	file, err := os.Create(filepath.Join(w.dir, filepath.FromSlash(name)))
	if err != nil {
		w.err = err
		return info
	}
	sum := sha256.New()
	buffer := bufio.NewWriter(io.MultiWriter(file, sum))
	w.err = errors.Join(fill(buffer), buffer.Flush(), file.Sync(), file.Close())
	info.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return info
}

// put puts a text into the next cell.
func (t *rows) put(s string) {
	if t.table != nil {
		t.table.Text(t.at, s, 1)
	} else {
		t.record = append(t.record, s)
	}
	t.next()
}

func (t *rows) whole(n int) {
	if t.table != nil {
		t.table.Wholes(t.at, int64(n))
	} else {
		t.record = append(t.record, itoa(n))
	}
	t.next()
}

func (t *rows) number(x float64) {
	if t.table != nil {
		t.table.Numbers(t.at, x)
	} else if math.IsNaN(x) {
		t.record = append(t.record, "")
	} else {
		t.record = append(t.record, strconv.FormatFloat(float64(math.Round(float64(x*1e4)))/1e4, 'f', -1, 64))
	}
	t.next()
}

// amount is a number of the output, rounded where it is a count that is to leave.
func (t *rows) amount(x Number, rounded bool) {
	if !rounded || math.IsNaN(float64(x)) {
		t.number(float64(x))
		return
	}
	r := results.Round(float64(x))
	if r.Small {
		t.put("<10")
		return
	}
	t.put(strconv.FormatInt(r.People, 10))
}

// next goes on to the next cell, or row.
func (t *rows) next() {
	if t.at++; t.at < len(t.columns) {
		return
	}
	t.at = 0
	if t.table != nil {
		t.table.EndRows()
		return
	}
	t.err = errors.Join(t.err, t.csv.Write(t.record))
	t.record = t.record[:0]
}

func (t *rows) indices(doc *Document, shared bool) {
	for i := range doc.Outputs {
		o := &doc.Outputs[i]
		for k := range o.Indices {
			x := &o.Indices[k]
			for _, s := range []string{o.Output, o.Unit, x.Factor, string(x.Kind), x.Label} {
				t.put(s)
			}
			for _, n := range []Number{x.First, x.FirstLow, x.FirstHigh, x.Total, x.TotalLow, x.TotalHigh, x.Direction} {
				t.number(float64(n))
			}
			for _, n := range []Number{x.Tenth, x.TenthLow, x.TenthHigh} {
				t.amount(n, shared && o.Counts)
			}
		}
	}
}

func (t *rows) effects(doc *Document, shared bool) {
	for i := range doc.Outputs {
		o := &doc.Outputs[i]
		for k := range o.Effects {
			x := &o.Effects[k]
			for _, s := range []string{o.Output, o.Unit, x.Factor, string(x.Kind), x.Label} {
				t.put(s)
			}
			for _, n := range []Number{x.Mean, x.Size, x.SizeLow, x.SizeHigh, x.Spread} {
				t.amount(n, shared && o.Counts)
			}
			t.whole(x.Walks)
		}
	}
}

func (t *rows) runs(r *Result) {
	for _, stage := range r.stages {
		u := make([]float64, stage.columns)
		for run, values := range stage.values {
			member := stage.design.Point(run, u)
			for o, v := range values {
				t.put(stage.name)
				t.whole(run)
				t.whole(run / stage.design.width())
				t.put(stage.design.swapped(run))
				t.whole(member)
				t.put(r.Outputs[o].Output.Text)
				t.number(v)
			}
		}
	}
}

func (t *rows) draws(r *Result) {
	stage := r.stages[len(r.stages)-1]
	u := make([]float64, stage.columns)
	for run := range stage.values {
		if run%stage.design.width() > 1 {
			continue
		}
		stage.design.Point(run, u)
		at := 0
		for i := range r.priors {
			p := &r.priors[i]
			out := make([]float64, len(p.Addresses))
			p.Values(u[at:at+len(out)], out)
			at += len(out)
			for k, a := range p.Addresses {
				t.whole(run)
				t.put(a)
				t.number(out[k])
			}
		}
	}
}
