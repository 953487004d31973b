package sensitivity

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// Wanted is an output as a person writes it: MEASURE[@PLACE][:DATE].
type Wanted struct {
	Text    string
	Measure string // as in docs/results.md, with or without _total, _to_date, _peak, _peak_day
	Place   string // id of a place, lane, service or link, or a country's code; empty: all
	Day     calendar.Date
}

// ParseOutput reads an output: arrivals@GEO:2022-09-30.
func ParseOutput(text string) (Wanted, error) {
	w := Wanted{Text: strings.TrimSpace(text), Day: calendar.None}
	rest := w.Text
	if i := strings.LastIndexByte(rest, ':'); i >= 0 {
		day, err := calendar.Parse(strings.TrimSpace(rest[i+1:]))
		if err != nil {
			return w, fmt.Errorf("--output %s: %w", scenario.Quoted(text), err)
		}
		w.Day, rest = day, rest[:i]
	}
	measure, place, at := strings.Cut(rest, "@")
	w.Measure, w.Place = strings.TrimSpace(measure), strings.TrimSpace(place)
	if w.Measure == "" || at && w.Place == "" {
		return w, fmt.Errorf("--output %s: write MEASURE[@PLACE][:DATE], such as arrivals@GEO:2022-09-30 or stock", scenario.Quoted(text))
	}
	return w, nil
}

// Reading says how a day-by-day series becomes one number.
type Reading string

// The readings.
const (
	OnDay   Reading = "day"      // its value on a day
	Total   Reading = "total"    // the sum over the period
	ToDate  Reading = "to_date"  // the sum up to and including a day
	Peak    Reading = "peak"     // its highest day's height
	PeakDay Reading = "peak_day" // its highest day, counted from the first; no value where nothing ever happened
)

// Output is a number of a run.
type Output struct {
	Wanted
	Series  string // the measure without how it is read
	By      string // whose: see movement.Series.By
	Unit    string
	Reading Reading
	Label   string // in words
	Counts  bool   // people or seats, which are rounded where they are shown

	series   int
	entities []int
	day      int // from the first; of Total and Peak the last of the period
	factor   float64
	value    func(rec *movement.Record) float64 // of a score; else nil
}

// suffixes that a measure may have, longest first.
var suffixes = []struct {
	text    string
	reading Reading
}{{"_peak_day", PeakDay}, {"_to_date", ToDate}, {"_total", Total}, {"_peak", Peak}}

// states whose highest day matters, rather than their last.
var peaking = []string{"queue", "queue_max", "wait_predicted", "wait_experienced", "fare", "standing", "in_queues"}

// resolver finds outputs in a record.
type resolver struct {
	sc      *scenario.Scenario
	rec     *movement.Record
	country map[string]string // by place
	lanes   map[string]string // crossing place by lane
}

// resolve finds the outputs in a scenario's records. Every mistake is told.
func resolve(sc *scenario.Scenario, rec *movement.Record, wanted []Wanted) ([]Output, error) {
	r := &resolver{sc: sc, rec: rec, country: map[string]string{}, lanes: map[string]string{}}
	for i := range sc.Places {
		r.country[sc.Places[i].ID] = sc.Places[i].Country
	}
	for i := range sc.Crossings {
		r.lanes[sc.Crossings[i].ID] = sc.Crossings[i].Place
	}
	var list []Output
	var errs []error
	seen := map[string]bool{}
	for _, w := range wanted {
		o, err := r.output(w)
		if err == nil && seen[o.Text] {
			err = errors.New("it is given twice")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("--output %s: %w", scenario.Quoted(w.Text), err))
			continue
		}
		seen[o.Text] = true
		list = append(list, o)
	}
	return list, errors.Join(errs...)
}

func (r *resolver) output(w Wanted) (Output, error) {
	o := Output{Wanted: w, Series: w.Measure, factor: 1}
	if slices.Contains(scores, w.Measure) {
		return r.score(o)
	}
	if !r.has(o.Series) {
		for _, s := range suffixes {
			if base, ok := strings.CutSuffix(w.Measure, s.text); ok && r.has(base) {
				o.Series, o.Reading = base, s.reading
				break
			}
		}
	}
	if !r.has(o.Series) {
		return o, r.noMeasure(w.Measure)
	}
	if err := r.place(&o); err != nil {
		return o, err
	}
	return o, r.reading(&o)
}

func (r *resolver) has(measure string) bool {
	return slices.ContainsFunc(r.rec.Series, func(s movement.Series) bool { return s.Measure == measure })
}

func (r *resolver) noMeasure(measure string) error {
	var known []string
	for i := range r.rec.Series {
		if m := r.rec.Series[i].Measure; !slices.Contains(known, m) {
			known = append(known, m)
		}
	}
	if r.sc.Rule == "neighbours" {
		known = append(known, scores...)
	}
	slices.Sort(known)
	message := fmt.Sprintf("there is no measure %s here", scenario.Quoted(measure))
	all := slices.Clone(known)
	for _, k := range known {
		for _, s := range suffixes {
			all = append(all, k+s.text)
		}
	}
	if s := scenario.Suggest(measure, all); s != "" {
		return errors.New(message + "; " + s)
	}
	return fmt.Errorf("%s; there are %s (and with _total, _to_date, _peak, _peak_day; docs/results.md says what they count)", message, strings.Join(known, ", "))
}

// reading settles how the series becomes a number, and checks the day.
func (r *resolver) reading(o *Output) error {
	flow := ensemble.IsFlow(o.Series)
	given := o.Day.Given()
	from, to := r.sc.Period.From, r.sc.Period.To
	if given && (o.Day < from || o.Day > to) {
		return fmt.Errorf("%s lies outside the period, %s to %s", o.Day, from, to)
	}
	switch o.Reading {
	case Total, ToDate:
		if !flow {
			return fmt.Errorf("%s is a state and cannot be summed over days; take a day (%s:%s) or the highest one (%s_peak)", o.Series, o.Series, to, o.Series)
		}
		if o.Reading == Total && given {
			return fmt.Errorf("a total has no day; take %s_to_date%s:%s", o.Series, atPlace(o.Place), o.Day)
		}
		if o.Reading == ToDate && !given {
			return fmt.Errorf("a running total needs a day, such as %s%s:%s; the total of the period is %s_total%s", o.Measure, atPlace(o.Place), to, o.Series, atPlace(o.Place))
		}
	case Peak, PeakDay:
		if given {
			return fmt.Errorf("the highest day of the period is sought, and %s names one; leave one of the two away", o.Day)
		}
	case "":
		switch {
		case given:
			o.Reading = OnDay
		case flow:
			o.Reading = Total
		case slices.Contains(peaking, o.Series):
			o.Reading = Peak
		default:
			o.Reading, o.Day = OnDay, to
		}
	}
	o.day = int(to - from)
	if o.Day.Given() {
		o.day = int(o.Day - from)
	}
	if o.Reading == PeakDay {
		o.Unit, o.Counts = "day", false
	}
	if o.Counts && r.sc.Rule == "neighbours" {
		o.factor = float64(max(1, r.sc.Parameters.Neighbours.Hasten))
	}
	o.Label = r.label(o)
	return nil
}

func atPlace(place string) string {
	if place == "" {
		return ""
	}
	return "@" + place
}

// Value reads the output off a run's record; NaN where there is none.
func (o *Output) Value(rec *movement.Record) float64 {
	if o.value != nil {
		return o.value(rec)
	}
	s := &rec.Series[o.series]
	switch o.Reading {
	case OnDay:
		return o.number(o.sum(s, o.day))
	case Total, ToDate:
		total := int64(0)
		for d := 0; d <= o.day; d++ {
			if v, ok := o.sum(s, d); ok {
				total += v
			}
		}
		return float64(float64(total) * o.factor)
	}
	height, day := int64(0), -1
	for d := 0; d <= o.day; d++ {
		if v, ok := o.sum(s, d); ok && v > height {
			height, day = v, d
		}
	}
	if o.Reading == PeakDay {
		if day < 0 {
			return math.NaN()
		}
		return float64(day)
	}
	return float64(float64(height) * o.factor)
}

func (o *Output) number(v int64, ok bool) float64 {
	if !ok {
		return math.NaN()
	}
	return float64(float64(v) * o.factor)
}

// sum adds the entities up on a day; a missing value of one is none at all.
func (o *Output) sum(s *movement.Series, day int) (int64, bool) {
	sum := int64(0)
	for _, e := range o.entities {
		v := s.At(e, day)
		if v == movement.Missing {
			return 0, false
		}
		sum += v
	}
	return sum, true
}

// lastDay is the last day that any output looks at.
func lastDay(outputs []Output, from calendar.Date) calendar.Date {
	last := 0
	for i := range outputs {
		last = max(last, outputs[i].day)
	}
	return from + calendar.Date(last)
}
