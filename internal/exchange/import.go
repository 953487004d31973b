package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"haven/evidence"
	"haven/internal/calendar"
	"haven/scenario"
)

// Options say how a file is to be read.
type Options struct {
	Publisher string            // unhcr | dtm | acled | hxl
	As        string            // hxl: observations | conflicts | policies
	Map       map[string]string // column by its heading or tag -> field
	KnownFrom calendar.Date     // of rows whose file does not say when they were published; None: Lag decides
	Lag       int               // days from a figure's own day until it was known; below 0: the publisher's usual
	Place     string            // of every row; empty: the file says
	Whose     string            // citizenship of every row; empty: the file says, else all
	Measure   string            // of observations.csv; empty: stock
	Since     calendar.Date     // figures are totals since this day; None: they are of their own days
	Within    float64           // km from a place that coordinates may lie; 0: the publisher's usual
	Unmatched bool              // leave rows out that no place fits, instead of refusing them
	Dates     string            // dmy | mdy: how 3/4/2022 is meant; empty: not said
	URL       string            // where the file is from

	// Of ACLED's events.
	Fatalities int // in a place and day from which it counts as a conflict
	Quiet      int // days without such an event after which the conflict is over; 0: it never is
}

// Result is what a file says in a scenario's terms.
type Result struct {
	Addition  scenario.Addition // what is new
	Rows      int               // read
	Same      int               // figures that stand in the scenario already
	Elsewhere int               // rows about countries that the scenario does not have
	Unmatched int               // rows left out because no place fits
	Empty     int               // rows whose figure is not given or withheld by the publisher
	Partly    int               // sums of which a part is withheld, taken as more than the rest
	Left      map[string]int    // rows left out for other reasons
	Unknown   []Unknown         // columns that were not read
	Problems  scenario.Problems // mistakes and warnings, by line
	More      int               // mistakes beyond those listed
}

// mostProblems bounds the list of mistakes.
const mostProblems = 100

// lags are the days after which each publisher's figures are usually out; assumptions, stated in docs/import.md.
var lags = map[string]int{"unhcr": 7, "population": 180, "dtm": 30, "acled": 7, "hxl": 30}

// job is one file on its way into a scenario.
type job struct {
	o       Options
	s       *scenario.Scenario
	places  *gazetteer
	columns *columns
	dayZero calendar.Date // of a workbook's dates
	res     *Result
	path    string
	claim   evidence.Claim
	taken   map[string]bool   // warnings of places taken by their coordinates
	codes   map[string]string // fromISO of what the file holds: the same few words stand in a million rows
}

// Read reads a file for a scenario. The error is a scenario.Problems when cells, columns or places are wrong;
// the result then says how far it came. Nothing is written.
func Read(path string, s *scenario.Scenario, o Options) (*Result, error) {
	res := &Result{Left: map[string]int{}}
	j := &job{o: o, s: s, res: res, path: path, taken: map[string]bool{}, codes: map[string]string{}}
	layout, take, err := j.reader()
	if err != nil {
		return res, err
	}
	if err := j.describe(layout); err != nil {
		return res, err
	}
	sheet, done, err := openFile(path, j.tell)
	if err != nil {
		return res, j.failed(err)
	}
	defer func() { _ = done() }() // only read
	return res, j.run(layout, take, sheet)
}

// run takes a sheet's rows one by one.
func (j *job) run(layout *layout, take taker, sheet *sheet) error {
	res := j.res
	columns, wrong := layout.find(sheet, j.o.Map)
	j.columns, j.dayZero, res.Unknown = columns, sheet.dayZero, columns.unknown
	for _, p := range wrong {
		j.tell(p)
	}
	if len(wrong) > 0 {
		return res.Problems.Mistakes()
	}
	_, separated := sheet.from.(*csvSource) // elsewhere cells are named or numbered, and none can slip
	for {
		r, err := sheet.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return j.failed(err)
		}
		if allEmpty(r.cells) || isTagRow(r.cells) {
			continue
		}
		res.Rows++
		if bad, misfit := columns.misfit(&r); separated && misfit {
			j.tell(bad)
			continue
		}
		take.row(&r)
	}
	if from, ok := sheet.from.(*jsonSource); ok {
		for key := range from.missed {
			j.tell(scenario.Problem{Severity: scenario.Warning, Message: fmt.Sprintf("%s stands only in objects after the first hundred and is not read", scenario.Quoted(key))})
		}
	}
	if res.Rows == 0 {
		j.tell(scenario.Problem{Line: 1, Message: "there are no rows below the column names"})
	}
	take.finish()
	if mistakes := res.Problems.Mistakes(); len(mistakes) > 0 {
		return mistakes
	}
	return nil
}

// taker makes something of a file's rows.
type taker interface {
	row(r *record)
	finish()
}

// reader chooses what reads the file.
func (j *job) reader() (*layout, taker, error) {
	within := j.o.Within
	if within == 0 {
		within = 50
		if j.o.Publisher == "acled" {
			within = 25
		}
	}
	j.places = newGazetteer(j.s, within, j.o.Publisher == "acled" || j.o.As == "conflicts")
	if j.o.Place != "" && !j.places.ids[j.o.Place] && !j.places.countries[j.o.Place] {
		return nil, nil, fmt.Errorf("--place: the scenario has no place, lane, link or country %s%s", scenario.Quoted(j.o.Place), hint(j.o.Place, j.s))
	}
	if j.o.Whose != "" && j.o.Whose != "all" && fromISO(j.o.Whose) != j.o.Whose {
		return nil, nil, fmt.Errorf("--whose: %s is no country; write an ISO 3166-1 alpha-3 code such as UKR", scenario.Quoted(j.o.Whose))
	}
	switch j.o.Publisher {
	case "unhcr":
		return &unhcrLayout, &unhcr{job: j, figures: newFigures(j), asked: map[string]int{}}, nil
	case "dtm":
		return &dtmLayout, &dtm{job: j, sums: map[dtmKey]*dtmSum{}}, nil
	case "acled":
		return &acledLayout, &acled{job: j, types: map[string]bool{}, days: map[placeDay]*eventDay{}}, j.conflictsRead()
	}
	switch j.o.As {
	case "conflicts":
		return &hxlConflicts, &conflictRows{job: j, events: newEvents(j)}, j.conflictsRead()
	case "policies":
		return &hxlPolicies, &policyRows{job: j}, nil
	}
	return &hxlObservations, &hxlRows{job: j, figures: newFigures(j)}, nil
}

// conflictsRead refuses conflict days where no rule reads them.
func (j *job) conflictsRead() error {
	if j.s.Rule == "neighbours" {
		return nil
	}
	return fmt.Errorf("%s has the rule %s, and conflict days are read under the rule neighbours alone; an event says where and when people were attacked, not which share of them leaves, so that no shock can be made of it without a number that is in no file: write shocks.csv yourself", j.s.Name, j.s.Rule)
}

func hint(id string, s *scenario.Scenario) string {
	var ids []string
	for i := range s.Places {
		ids = append(ids, s.Places[i].ID)
	}
	if text := scenario.Suggest(id, ids); text != "" {
		return "; " + text
	}
	return ""
}

// mostWords bounds what is remembered of a file's words.
const mostWords = 1 << 16

// iso is fromISO, remembered.
func (j *job) iso(word string) string {
	code, known := j.codes[word]
	if !known {
		code = fromISO(word)
		if len(j.codes) < mostWords {
			j.codes[strings.Clone(word)] = code
		}
	}
	return code
}

// describe makes the claim that rows of the file cite.
func (j *job) describe(l *layout) error {
	switch info, err := os.Stat(j.path); { // before it is opened: a pipe may wait for its other end
	case err != nil:
		return fmt.Errorf("%s: %w", j.path, plain(err))
	case info.IsDir():
		return fmt.Errorf("%s is a folder; give a file", j.path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file, and a table is read twice; write it to a file and give that", j.path)
	}
	f, err := os.Open(j.path)
	if err != nil {
		return fmt.Errorf("%s: %w", j.path, plain(err))
	}
	defer f.Close() //nolint:errcheck // only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("%s: %w", j.path, plain(err))
	}
	sum := hex.EncodeToString(h.Sum(nil))
	nan := math.NaN()
	j.claim = evidence.Claim{
		ID:    j.o.Publisher + "_" + sum[:10],
		Claim: fmt.Sprintf("Figures of %s, as its file gives them.", l.publisher), Value: nan, Low: nan, High: nan,
		DateFrom: calendar.None, DateTo: calendar.None, KnownFrom: calendar.None, Published: calendar.None,
		Outlet: l.publisher, URL: j.o.URL, Passage: filepath.Base(j.path), Note: "imported; SHA-256 of the file " + sum,
	}
	return nil
}

// cite widens the claim to a row of its own: its days, and the first day on which any of its rows was known.
func (j *job) cite(from, to, known calendar.Date) string {
	c := &j.claim
	if !c.DateFrom.Given() || from < c.DateFrom {
		c.DateFrom = from
	}
	c.DateTo = max(c.DateTo, to)
	if !c.KnownFrom.Given() || known < c.KnownFrom {
		c.KnownFrom = known
	}
	return c.ID
}

// cited adds the claim when a row cites it and it is not there yet.
func (j *job) cited() {
	a := &j.res.Addition
	if a.Empty() {
		return
	}
	for i := range j.s.Evidence {
		if j.s.Evidence[i].ID == j.claim.ID {
			return
		}
	}
	a.Evidence = append(a.Evidence, j.claim)
}

// known is the day from which a figure that covers the days up to `to` was known: its publication where the row says it, else what is
// usual; never earlier than its own last day. It is false when the day of publication cannot be read (told).
func (j *job) known(r *record, to calendar.Date, publisher string) (calendar.Date, bool) {
	if withheld(j.columns.cell(r, "published")) {
		return j.usually(to, publisher), true
	}
	_, d, ok := j.day(r, "published", false)
	return max(d, to), ok
}

// usually is the day from which a figure was known that no row dates: the day that the
// user gives, else its last day and the publisher's usual lag; never earlier than its own last day.
func (j *job) usually(to calendar.Date, publisher string) calendar.Date {
	if j.o.KnownFrom.Given() {
		return max(j.o.KnownFrom, to)
	}
	lag := j.o.Lag
	if lag < 0 {
		lag = lags[publisher]
	}
	return to + calendar.Date(lag)
}

// tell keeps a problem; beyond a hundred mistakes they are counted.
func (j *job) tell(p scenario.Problem) {
	p.File = j.path
	if p.Severity == scenario.Mistake && len(j.res.Problems.Mistakes()) >= mostProblems {
		j.res.More++
		return
	}
	j.res.Problems = append(j.res.Problems, p)
}

func (j *job) wrong(r *record, field string, bad *trouble) {
	j.tell(j.columns.problem(r, field, bad.message, bad.allowed, bad.suggestion))
}

// failed is an error that ended reading, with the file's name.
func (j *job) failed(err error) error {
	var p scenario.Problem
	if errors.As(err, &p) {
		j.tell(p)
		return j.res.Problems.Mistakes()
	}
	return fmt.Errorf("%s: %w", j.path, err)
}

func allEmpty(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// day reads the cell of a field as days; false when it is wrong (told) or empty (told when needed).
func (j *job) day(r *record, field string, needed bool) (from, to calendar.Date, ok bool) {
	cell := j.columns.cell(r, field)
	if cell == "" {
		if needed {
			j.wrong(r, field, &trouble{"the date is empty", "write it as 2022-09-21", ""})
		}
		return calendar.None, calendar.None, false
	}
	from, to, bad := days(cell, j.o.Dates, j.dayZero)
	if bad != nil {
		j.wrong(r, field, bad)
		return calendar.None, calendar.None, false
	}
	return from, to, true
}

// place finds where a row is; false when it is told or counted why it is left out.
func (j *job) place(r *record, q *query, field string) (string, bool) {
	if j.o.Place != "" {
		return j.o.Place, true
	}
	id, how, bad := j.places.find(q)
	switch how {
	case nearest:
		if !j.taken[bad.message] { // said once, however often the name stands in the file
			j.taken[bad.message] = true
			p := j.columns.problem(r, field, bad.message, "", "add the name to places.csv, or narrow --within")
			p.Severity = scenario.Warning
			j.tell(p)
		}
	case elsewhere:
		j.res.Elsewhere++
		return "", false
	case unmatched:
		if j.o.Unmatched {
			j.res.Unmatched++
		} else {
			j.wrong(r, field, bad)
		}
		return "", false
	}
	return id, true
}

// coordinates are a row's latitude and longitude, NaN where it gives none; false when they are wrong (told).
func (j *job) coordinates(r *record) (lat, lon float64, ok bool) {
	lat, lon = math.NaN(), math.NaN()
	a, b := j.columns.cell(r, "lat"), j.columns.cell(r, "lon")
	if a == "" || b == "" {
		return lat, lon, true
	}
	lat, bad := degrees(a, 90)
	if bad != nil {
		j.wrong(r, "lat", bad)
		return lat, lon, false
	}
	if lon, bad = degrees(b, 180); bad != nil {
		j.wrong(r, "lon", bad)
		return lat, lon, false
	}
	return lat, lon, true
}

// given are the cells that are not empty, in the order of the fields.
func (j *job) given(r *record, fields ...string) []string {
	var list []string
	for _, name := range fields {
		if cell := j.columns.cell(r, name); cell != "" {
			list = append(list, cell)
		}
	}
	return list
}
