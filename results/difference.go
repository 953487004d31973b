package results

import (
	"bufio"
	"io"
	"math"
	"strconv"

	"haven/internal/calendar"
)

// WhatIf is what a run folder of a what-if holds beside the variant's own
// figures: how it came about, and what the change did.
type WhatIf struct {
	Info        WhatIfInfo
	Differences []Difference
}

// WhatIfInfo says what was changed. It stands in the manifest.
type WhatIfInfo struct {
	From     string       `json:"from"` // first day on which anything differs
	BaseHash string       `json:"base_hash"`
	Pairs    int          `json:"pairs"`
	Changes  []ChangeInfo `json:"changes"`
}

// ChangeInfo is one change, in words.
type ChangeInfo struct {
	Title string   `json:"title"`
	Why   string   `json:"why,omitempty"`
	From  string   `json:"from"`
	Does  []string `json:"does"` // such as "add shut to policies.csv"
}

// Difference is what a change does to one figure, over pairs of members that
// share parameters and random streams: a row of the table differences.
type Difference struct {
	Measure, By, Entity string
	Date                calendar.Date // None: a figure of the whole period
	Unit                string
	Pairs               int     // that have a value in both
	Base, Variant       float64 // medians
	Figure                      // of variant less base
	Above, Below        float64 // shares of pairs in which the variant is higher, or lower
	Narrowing           float64 // variance of unpaired over that of paired differences; +Inf: all pairs differ by the same; NaN: none
}

// exportedDifferences are the kinds of entities whose differences go into the
// rounded file.
var exportedDifferences = map[string]bool{"all": true, "model": true, "country": true, "destination": true}

var differenceColumns = []ExportColumn{
	{"measure", "#indicator+name", "what is counted; see the list of measures"},
	{"by", "#indicator+type", "kind of entity: all, model, country or destination"},
	{"entity", "#loc+code", "id of the entity: a country's code, a place's id, or all"},
	{"date", "#date", "the day, ISO 8601; empty: over the whole period"},
	{"unit", "#indicator+unit", "unit of the figures"},
	{"base", "#indicator+value+base", "median without the change"},
	{"variant", "#indicator+value+variant", "median with it"},
	{"mean", "#indicator+value+mean", "mean of the difference, variant less base"},
	{"q05", "#indicator+value+q05", "5 % quantile of the difference"},
	{"q25", "#indicator+value+q25", "25 % quantile of the difference"},
	{"q50", "#indicator+value+q50", "median of the difference"},
	{"q75", "#indicator+value+q75", "75 % quantile of the difference"},
	{"q95", "#indicator+value+q95", "95 % quantile of the difference"},
	{"chance_above", "#indicator+value+chance", "chance that the difference is above zero, to hundredths"},
	{"chance_below", "#indicator+value+chance+below", "chance that it is below zero, to hundredths"},
	{"flag", "#meta+flag", "small: an empty figure of this row is above 0 and below 10 in size; none: there is no figure"},
}

func fillDifferences(w *tableWriter, list []Difference, at *atlas) {
	for i := range list {
		d := &list[i]
		w.text("measure", d.Measure, 1)
		w.text("by", d.By, 1)
		w.text("entity", d.Entity, 1)
		country := ""
		switch d.By {
		case "country":
			country = d.Entity
		case "destination", "place":
			country = at.countryOf(d.Entity)
		}
		w.text("country", country, 1)
		w.date("date", d.Date)
		w.text("unit", d.Unit, 1)
		w.whole("pairs", int64(d.Pairs))
		for column, x := range map[string]float64{
			"base": d.Base, "variant": d.Variant, "mean": d.Mean, "q05": d.Q05, "q25": d.Q25, "q50": d.Q50, "q75": d.Q75, "q95": d.Q95,
			"chance_above": d.Above, "chance_below": d.Below, "narrowing": d.Narrowing,
		} {
			w.number(column, x)
		}
		w.next()
	}
}

// differencesCSV writes the differences of the whole, of countries and of
// destinations, each figure rounded by itself. Days on which no pair differs are left out.
func differencesCSV(out io.Writer, list []Difference) error {
	w := bufio.NewWriter(out)
	header, tags := make([]string, len(differenceColumns)), make([]string, len(differenceColumns))
	for i, c := range differenceColumns {
		header[i], tags[i] = c.Name, c.HXL
	}
	_, _ = w.Write(append(csvLine(header), csvLine(tags)...)) // Flush tells the first error
	for i := range list {
		d := &list[i]
		if !exportedDifferences[d.By] || d.Date.Given() && !(d.Above+d.Below > 0) {
			continue
		}
		line := csvLine([]string{d.Measure, d.By, d.Entity, d.Date.String(), d.Unit})
		line = line[:len(line)-1]
		flag := ""
		for _, x := range [...]float64{d.Base, d.Variant, d.Mean, d.Q05, d.Q25, d.Q50, d.Q75, d.Q95} {
			line = append(line, ',')
			switch r := Round(x); {
			case r.None:
				flag = "none"
			case r.Small && flag == "":
				flag = FlagSmall
			case !r.Small:
				line = strconv.AppendInt(line, r.People, 10)
			}
		}
		for _, x := range [...]float64{d.Above, d.Below} {
			line = append(line, ',')
			if !math.IsNaN(x) {
				line = strconv.AppendFloat(line, math.Round(x*100)/100, 'f', -1, 64)
			}
		}
		_, _ = w.Write(append(append(append(line, ','), flag...), '\n'))
	}
	return w.Flush()
}

// Differences are the differences of a what-if; nil for other runs.
func (r *Run) Differences() ([]Difference, error) {
	if r.Manifest.WhatIf == nil {
		return nil, nil
	}
	d, err := r.table("differences")
	if err != nil {
		return nil, err
	}
	list := make([]Difference, d.rows)
	for i := range list {
		list[i] = Difference{
			Measure: d.text("measure", i), By: d.text("by", i), Entity: d.text("entity", i), Date: d.dates["date"][i], Unit: d.text("unit", i),
			Pairs: int(d.wholes["pairs"][i]), Base: d.numbers["base"][i], Variant: d.numbers["variant"][i], Figure: d.figure(i),
			Above: d.numbers["chance_above"][i], Below: d.numbers["chance_below"][i], Narrowing: d.numbers["narrowing"][i],
		}
	}
	return list, nil
}
