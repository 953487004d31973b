package scenario

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"haven/internal/calendar"
)

// Posterior is what a fit leaves in a scenario: a sample of numbers that belong
// together. Members of an ensemble take whole rows of it, so that what the data say about numbers
// jointly is kept. The tables hold the medians.
type Posterior struct {
	Addresses []string    // one a column, each the address of one number
	Rows      [][]float64 // equally likely points; a number for each address
}

// posteriorFile is the posterior sample's file in a scenario's folder.
const posteriorFile = "posterior.csv"

// mostPosterior bounds the points that are read.
const mostPosterior = 1 << 20

// posteriorReader reads posterior.csv. Its columns are not known beforehand: each is an address.
type posteriorReader struct {
	*reader
	csv     *csv.Reader
	columns []*Column // with the bounds that hold for the address; nil for one that names nothing
	out     Posterior
	spreads bool // the two spreads, which a rule holds together, are among them
	last    int  // line of the last point
}

func (r *reader) readPosterior(fsys fs.FS) {
	f, err := fsys.Open(posteriorFile)
	if errors.Is(err, fs.ErrNotExist) {
		r.sampleMissing()
		return
	}
	if err != nil {
		r.problems.add(Problem{File: posteriorFile, Message: plainError(err)})
		return
	}
	defer f.Close() //nolint:errcheck // only read
	if info, err := f.Stat(); err == nil && info.IsDir() {
		r.problems.add(Problem{File: posteriorFile, Message: "this is a folder", Allowed: "a table"})
		return
	}
	p := &posteriorReader{reader: r}
	in := &guard{from: f}
	if !in.open(p.report) {
		return
	}
	p.csv = csv.NewReader(in)
	p.csv.ReuseRecord = true
	p.csv.FieldsPerRecord = -1
	if p.header() && p.rows(in) && p.whole(in) {
		r.s.Posterior = &p.out
	}
}

// sampleMissing: without the sample a fitted scenario would run on medians alone, and nobody
// would see it. Folders from before the points were written down still open.
func (r *reader) sampleMissing() {
	if r.s.Fitted == nil {
		return
	}
	p := Problem{
		File: yamlFile, Message: "fitted: says that a fit left a sample, and " + posteriorFile + " is missing",
		Suggestion: "put the file back, or fit again; without fitted: the numbers of the tables are taken as they are",
	}
	place := "fitted.points"
	if r.s.Fitted.Points == 0 {
		p.Severity, place = Warning, "fitted.known_by"
	}
	p.Line, p.Column = r.files.yaml[place].line, r.files.yaml[place].column
	r.problems.add(p)
}

// whole says whether the sample is the one that the fit left, to its last line.
func (r *posteriorReader) whole(in *guard) bool {
	if r.s.Fitted == nil || r.s.Fitted.Points == 0 {
		return true
	}
	p := Problem{Line: r.last, Suggestion: "it was cut short or changed: take a copy of the whole file, or fit again"}
	switch got, want := len(r.out.Rows), r.s.Fitted.Points; {
	case got != want:
		p.Message = fmt.Sprintf("the sample ends here with %s", count(got, "point", "points"))
		p.Allowed = fmt.Sprintf("the %d of fitted: points in %s", want, yamlFile)
	case in.last != '\n':
		p.Message, p.Allowed = "the last line has no end, so its last number may be cut", "a line end after every point"
	default:
		return true
	}
	r.report(p)
	return false
}

func (r *posteriorReader) report(p Problem) {
	p.File = posteriorFile
	r.problems.add(p)
}

const posteriorColumns = "the first line holds the addresses of the fitted numbers, such as crossings.lars_car.exit_per_day"

// header reads the addresses; false when there are none to go on with.
func (r *posteriorReader) header() bool {
	record, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		r.report(Problem{Line: 1, Message: "the file is empty", Allowed: posteriorColumns})
		return false
	}
	if err != nil {
		r.syntax(err)
		return false
	}
	if p := strangeHeader(record); p != nil {
		p.Allowed = posteriorColumns
		r.report(*p)
		return false
	}
	good := true
	for i, have := range record {
		address := strings.Clone(have)
		at, bad := r.s.resolve(address)
		switch {
		case bad != nil:
			p := bad.problem()
			p.Line, p.Column = 1, i+1
			r.report(p)
			good = false
			r.columns = append(r.columns, nil)
			continue
		case slices.Contains(r.out.Addresses, address):
			r.report(Problem{Line: 1, Column: i + 1, Message: address + " stands twice", Suggestion: "leave one out"})
			good = false
		case slices.ContainsFunc(r.s.Uncertain, func(u Uncertain) bool { return r.s.stands(u.Address, address) }):
			r.report(Problem{Line: 1, Column: i + 1, Message: address + " is under uncertain: as well", Allowed: "a number has a prior or a posterior", Suggestion: "take it out of uncertain: in scenario.yaml"})
			good = false
		}
		column := *r.s.bounds(at)
		column.Name = address
		r.columns = append(r.columns, &column)
		r.out.Addresses = append(r.out.Addresses, address)
		r.spreads = r.spreads || strings.HasPrefix(address, "parameters.spread_")
	}
	return good
}

// stands says whether an address, or one with a *, names a number.
func (s *Scenario) stands(pattern, address string) bool {
	if pattern == address {
		return true
	}
	if !strings.Contains(pattern, "*") {
		return false
	}
	list, err := s.Expand(pattern)
	return err == nil && slices.Contains(list, address)
}

// rows reads the points; false when none can be used.
func (r *posteriorReader) rows(in *guard) bool {
	good := true
	for {
		in.taken = 0
		record, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.syntax(err)
			return false
		}
		good = r.row(record) && good
		if r.problems.full(posteriorFile) {
			return false
		}
		if len(r.out.Rows) > mostPosterior {
			line, _ := r.csv.FieldPos(0)
			r.report(Problem{Line: line, Message: fmt.Sprintf("there are more than %d points", mostPosterior), Suggestion: "keep every second or third"})
			return false
		}
	}
	if len(r.out.Rows) == 0 && good {
		r.report(Problem{Line: 1, Message: "there is no point", Allowed: "one row a point of the sample"})
		return false
	}
	return good
}

func (r *posteriorReader) row(record []string) bool {
	line, _ := r.csv.FieldPos(0)
	if len(record) != len(r.columns) {
		r.report(Problem{Line: line, Column: min(len(record), len(r.columns)+1), Message: fmt.Sprintf("the row has %d fields, the first line %d", len(record), len(r.columns))})
		return false
	}
	r.last = line
	point := make([]float64, len(record))
	good := true
	for i, text := range record {
		bad := &badCell{message: "this is not UTF-8"}
		if utf8.ValidString(text) {
			bad = r.columns[i].setNumber(&point[i], text)
		}
		if bad != nil {
			line, _ := r.csv.FieldPos(i)
			r.report(Problem{Line: line, Column: i + 1, Message: bad.message, Allowed: bad.allowed, Suggestion: bad.suggestion})
			good = false
		}
	}
	r.out.Rows = append(r.out.Rows, point)
	if good && r.spreads {
		if _, err := r.s.With(r.out.Point(len(r.out.Rows) - 1)); err != nil {
			r.report(Problem{Line: line, Message: "the numbers of this point cannot stand together: " + err.Error()})
			return false
		}
	}
	return good
}

// syntax reports what is no comma-separated text.
func (r *posteriorReader) syntax(err error) {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		r.report(Problem{Line: parse.StartLine, Message: "this row is no list of numbers: " + parse.Err.Error(), Allowed: "numbers with commas between them"})
		return
	}
	message := plainError(err)
	if errors.Is(err, errLongRecord) {
		message = fmt.Sprintf("a row is longer than %d bytes", longestRecord)
	}
	r.report(Problem{Message: message})
}

// Point is the i-th point of the sample by address, as With takes it.
func (p *Posterior) Point(i int) map[string]float64 {
	values := make(map[string]float64, len(p.Addresses))
	for j, a := range p.Addresses {
		values[a] = p.Rows[i][j]
	}
	return values
}

// quantiles are quantiles of the j-th number, between neighbours in proportion
// (type 7 of Hyndman & Fan 1996).
func (p *Posterior) quantiles(j int, levels ...float64) []float64 {
	column := make([]float64, len(p.Rows))
	for i := range p.Rows {
		column[i] = p.Rows[i][j]
	}
	slices.Sort(column)
	out := make([]float64, len(levels))
	for k, level := range levels {
		at := float64(level * float64(len(column)-1))
		i := min(int(at), len(column)-1)
		out[k] = column[i]
		if i+1 < len(column) {
			out[k] += float64((at - float64(i)) * (column[i+1] - column[i]))
		}
	}
	return out
}

// has says whether a number is among those fitted.
func (p *Posterior) has(address string) bool {
	return p != nil && slices.Contains(p.Addresses, address)
}

// only leaves out the columns of addresses that known does not approve of; nil when none is left.
func (p *Posterior) only(known func(address string) bool) *Posterior {
	out := &Posterior{Rows: make([][]float64, len(p.Rows))}
	for j, a := range p.Addresses {
		if !known(a) {
			continue
		}
		out.Addresses = append(out.Addresses, a)
		for i := range p.Rows {
			out.Rows[i] = append(out.Rows[i], p.Rows[i][j])
		}
	}
	if len(out.Addresses) == 0 {
		return nil
	}
	return out
}

// WithPosterior is a copy of the scenario that a fit was made of: its tables hold the
// medians of the sample, its members take the sample's points, and the fitted
// numbers have no priors any more. knownBy is the day by whose end was known what it was fitted to; on
// days before it KnownBy gives what was before (None: on no day). The error names addresses or numbers that the scenario does not allow.
func (s *Scenario) WithPosterior(p Posterior, knownBy calendar.Date) (*Scenario, error) {
	before, err := s.before(&p, knownBy)
	if err != nil {
		return nil, err
	}
	medians := make(map[string]float64, len(p.Addresses))
	for j, a := range p.Addresses {
		medians[a] = p.quantiles(j, 0.5)[0]
	}
	out, err := s.With(medians)
	if err != nil {
		return nil, err
	}
	out.Posterior, out.Fitted, out.Fit, out.Uncertain = &p, before, nil, nil
	for _, u := range s.Uncertain {
		if !slices.ContainsFunc(p.Addresses, func(a string) bool { return s.stands(u.Address, a) }) {
			out.Uncertain = append(out.Uncertain, u)
		}
	}
	for _, address := range s.Fit {
		if slices.ContainsFunc(out.Uncertain, func(u Uncertain) bool { return u.Address == address }) {
			out.Fit = append(out.Fit, address)
		}
	}
	return out, nil
}

func (p *Posterior) write(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(p.Addresses); err != nil {
		return err
	}
	record := make([]string, len(p.Addresses))
	for _, point := range p.Rows {
		for j, x := range point {
			record[j] = formatNumber(x)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// resource describes the sample to other tools.
func (p *Posterior) resource() dataResource {
	schema := dataSchema{MissingValues: []string{""}}
	for _, a := range p.Addresses {
		schema.Fields = append(schema.Fields, dataField{Name: a, Type: "number", Description: "the number at this address in a point of the sample", Constraints: map[string]any{"required": true}})
	}
	return dataResource{
		Name: "posterior", Path: posteriorFile, Type: "table", Format: "csv", MediaType: "text/csv", Encoding: "utf-8",
		Description: "Points of the posterior sample of a fit, all equally likely. A member of an ensemble takes one row as a whole.", Schema: schema,
	}
}
