package results

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/scenario"
)

// Exports are the rounded files of a run folder: what may leave the house.
var Exports = []Export{
	{File: "exports/countries.csv", Meaning: "Per day and country, rounded, with HXL tags in the second row.", Columns: countryColumns},
	{File: "exports/crossings.csv", Meaning: "Per day and lane of a crossing, rounded, with HXL tags in the second row. Never by group.", Columns: laneColumns},
	{File: "exports/camps.csv", Meaning: "Per day and camp, rounded, with HXL tags in the second row. Written under the rule neighbours only.", Columns: campColumns, Rule: "neighbours"},
	{File: "exports/differences.csv", Meaning: "Of a what-if: the differences of the whole, of countries and of destinations, rounded, with HXL tags in the second row.", Columns: differenceColumns, WhatIf: true},
	{File: "exports/places.geojson", Meaning: "Places as points (RFC 7946) with the period's total of people, rounded."},
	{File: "exports/flows.geojson", Meaning: "Links as lines (RFC 7946) with the period's total of people, rounded."},
}

// Export describes one rounded file. Columns is empty for GeoJSON.
type Export struct {
	File, Meaning string
	Columns       []ExportColumn
	Rule          string // of the scenarios that have the file; empty: all
	WhatIf        bool   // what-ifs alone have it
}

// exportsOf are the rounded files of a scenario's runs, or of its what-ifs.
func exportsOf(sc *scenario.Scenario, whatIf bool) []*Export {
	var list []*Export
	for i := range Exports {
		if e := &Exports[i]; (e.Rule == "" || e.Rule == sc.Rule) && (!e.WhatIf || whatIf) {
			list = append(list, e)
		}
	}
	return list
}

// ExportColumn is one column of a CSV export.
type ExportColumn struct{ Name, HXL, Meaning string }

var figureColumns = []ExportColumn{
	{"date", "#date", "the day, ISO 8601"},
	{"measure", "#indicator+name", "what is counted; see the list of measures"},
	{"unit", "#indicator+unit", "unit of the figures in this row: people or minutes"},
	{"mean", "#indicator+value+mean", "mean over members"},
	{"q05", "#indicator+value+q05", "5 % quantile"},
	{"q25", "#indicator+value+q25", "25 % quantile"},
	{"q50", "#indicator+value+q50", "median"},
	{"q75", "#indicator+value+q75", "75 % quantile"},
	{"q95", "#indicator+value+q95", "95 % quantile"},
	{"flag", "#meta+flag", "small: an empty figure of this row is above 0 and below 10; none: there is no figure"},
}

var countryColumns = append([]ExportColumn{
	{"country", "#country+code+v_iso3", "ISO 3166-1 alpha-3 code"},
}, figureColumns...)

var laneColumns = append([]ExportColumn{
	{"lane", "#loc+code+lane", "id of the lane (crossings.csv)"},
	{"crossing", "#loc+code+crossing", "id of the crossing place (places.csv)"},
	{"name", "#loc+name", "name of the crossing place"},
	{"from_country", "#country+code+from+v_iso3", "country of the exit side"},
	{"to_country", "#country+code+to+v_iso3", "country of the entry side"},
	{"lat", "#geo+lat", "latitude, degrees"},
	{"lon", "#geo+lon", "longitude, degrees"},
}, figureColumns...)

var campColumns = append([]ExportColumn{
	{"place", "#loc+code", "id of the camp (places.csv)"},
	{"name", "#loc+name+camp", "name of the camp"},
	{"country", "#country+code+v_iso3", "ISO 3166-1 alpha-3 code of the country the camp lies in"},
	{"lat", "#geo+lat", "latitude, degrees"},
	{"lon", "#geo+lon", "longitude, degrees"},
}, figureColumns...)

// unexported are figures by lane that stay in the exact tables: only people
// liable to call-up stand on exit lists, so that they would show this group by
// crossing.
var unexported = []string{"turned_back_exit", "barred"}

// writeExport writes one rounded file and says what was written.
func (f *Folder) writeExport(e *Export, in *Input, fig *figures) (FileInfo, error) {
	at := f.at
	file, err := f.to.create(f.path(e.File))
	if err != nil {
		return FileInfo{}, err
	}
	switch e.File {
	case "exports/countries.csv":
		file.fail(seriesCSV(file, fig, "country", countryColumns, func(id string) []string { return []string{id} }))
	case "exports/crossings.csv":
		file.fail(seriesCSV(file, fig, "lane", laneColumns, at.laneCells))
	case "exports/camps.csv":
		file.fail(seriesCSV(file, fig, "destination", campColumns, at.campCells))
	case "exports/differences.csv":
		file.fail(differencesCSV(file, in.WhatIf.Differences))
	case "exports/places.geojson":
		file.fail(placesGeoJSON(file, fig, at))
	case "exports/flows.geojson":
		file.fail(flowsGeoJSON(file, fig, at))
	}
	sum, err := file.close()
	if err != nil {
		return FileInfo{}, fmt.Errorf("cannot write %s: %w", e.File, err)
	}
	return FileInfo{File: e.File, Meaning: e.Meaning, SHA256: sum}, nil
}

func (a *atlas) laneCells(id string) []string {
	lane := a.lane[id]
	if lane == nil {
		lane = &scenario.Crossing{}
	}
	cells := []string{id, lane.Place, "", lane.FromCountry, lane.ToCountry, "", ""}
	if p := a.place[lane.Place]; p != nil {
		cells[2], cells[5], cells[6] = p.Name, degrees(p.Lat), degrees(p.Lon)
	}
	return cells
}

func (a *atlas) campCells(id string) []string {
	p := a.place[id]
	if p == nil {
		p = &scenario.Place{}
	}
	return []string{id, p.Name, p.Country, degrees(p.Lat), degrees(p.Lon)}
}

func degrees(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// seriesCSV writes the figures by day of one kind of entity, rounded.
func seriesCSV(out io.Writer, fig *figures, by string, columns []ExportColumn, keys func(id string) []string) error {
	sum := fig.sum
	header, tags := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		header[i], tags[i] = c.Name, c.HXL
	}
	if _, err := out.Write(append(csvLine(header), csvLine(tags)...)); err != nil {
		return err
	}
	days := make([]string, sum.Layout.Days)
	for d := range days {
		days[d] = (sum.Layout.From + calendar.Date(d)).String()
	}
	var failed error
	var lines, who []byte
	cells := newCSVLines()
	for i := range sum.Layout.Series {
		s := &sum.Layout.Series[i]
		if s.By != by || !isDaily(sum.Layout, s) || strings.HasSuffix(s.Measure, toDateSuffix) || by == "lane" && slices.Contains(unexported, s.Measure) {
			continue
		}
		what := "," + s.Measure + "," + s.Unit
		fig.each(i, func(first, last int, stats *ensemble.Stats) {
			for e := first; e < last && failed == nil; e++ {
				who = append(append(who[:0], bytes.TrimSuffix(cells.line(keys(s.Entities[e])), []byte("\n"))...), ',')
				lines = lines[:0]
				for d := range s.Days {
					lines = append(append(append(lines, who...), days[d]...), what...)
					lines = append(appendRounded(lines, s.Unit, cellFigures(stats, (e-first)*s.Days+d)), '\n')
				}
				_, failed = out.Write(lines)
			}
		})
	}
	return failed
}

// csvLine is a line of CSV, quoted where it must be.
func csvLine(cells []string) []byte { return newCSVLines().line(cells) }

// csvLines makes lines of CSV.
type csvLines struct {
	out bytes.Buffer
	w   *csv.Writer
}

func newCSVLines() *csvLines {
	l := new(csvLines)
	l.w = csv.NewWriter(&l.out)
	return l
}

// line is a line, quoted where it must be, that is there until the next one is made.
func (l *csvLines) line(cells []string) []byte {
	l.out.Reset()
	_ = l.w.Write(cells) // nothing that a buffer refuses
	l.w.Flush()
	return l.out.Bytes()
}

// cellFigures are mean and quantiles of one cell.
func cellFigures(s *ensemble.Stats, cell int) [6]float64 {
	out := [6]float64{s.Mean[cell]}
	for q := range s.Quantile {
		out[1+q] = s.Quantile[q][cell]
	}
	return out
}

// appendRounded appends the figures of a row as they may leave, and the flag,
// each after a comma. Minutes are no count of people: they go to tens without
// a flag.
func appendRounded(line []byte, unit string, figures [6]float64) []byte {
	flag, from := "", 0
	for i, x := range figures {
		if i > 0 && x == figures[i-1] { // in a run of one member all are alike
			end := len(line)
			line, from = append(line, line[from:]...), end
			continue
		}
		from = len(line)
		line = append(line, ',')
		if unit == "minutes" && !math.IsNaN(x) {
			line = strconv.AppendInt(line, int64(math.Round(x/10))*10, 10)
			continue
		}
		switch r := Round(x); {
		case r.None:
			flag = "none"
		case r.Small:
			flag = FlagSmall
		default:
			line = strconv.AppendInt(line, r.People, 10)
		}
	}
	return append(append(line, ','), flag...)
}
