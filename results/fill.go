package results

import (
	"math"
	"slices"
	"strings"
	"sync"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/scenario"
)

// atlas looks up what the tables say beside an entity's id.
type atlas struct {
	sc    *scenario.Scenario
	place map[string]*scenario.Place
	lane  map[string]*scenario.Crossing
	link  map[string]*scenario.Link
}

func newAtlas(sc *scenario.Scenario) *atlas {
	a := &atlas{sc: sc, place: map[string]*scenario.Place{}, lane: map[string]*scenario.Crossing{}, link: map[string]*scenario.Link{}}
	for i := range sc.Places {
		a.place[sc.Places[i].ID] = &sc.Places[i]
	}
	for i := range sc.Crossings {
		a.lane[sc.Crossings[i].ID] = &sc.Crossings[i]
	}
	for i := range sc.Links {
		a.link[sc.Links[i].ID] = &sc.Links[i]
	}
	return a
}

func (a *atlas) countryOf(place string) string {
	if p := a.place[place]; p != nil {
		return p.Country
	}
	return ""
}

// ends are the places a link or service joins. The way back of a service that
// runs both ways is written id@place, with the place it leaves from.
func (a *atlas) ends(id string) (from, to string) {
	link, start, _ := strings.Cut(id, "@")
	l := a.link[link]
	switch {
	case l == nil:
		return "", ""
	case start == l.To:
		return l.To, l.From
	}
	return l.From, l.To
}

// keys appends the columns that name an entity, n times.
func (a *atlas) keys(w *tableWriter, by, entity string, n int) {
	switch w.table.Name {
	case "places":
		w.text("place", entity, n)
		w.text("country", a.countryOf(entity), n)
		w.text("by", by, n)
	case "places_by_callup":
		place, callup, _ := strings.Cut(entity, "/")
		w.text("place", place, n)
		w.text("country", a.countryOf(place), n)
		w.text("callup", callup, n)
	case "countries_by_callup":
		country, callup, _ := strings.Cut(entity, "/")
		w.text("country", country, n)
		w.text("callup", callup, n)
	case "origins":
		w.text("origin", entity, n)
	case "crossings":
		lane := a.lane[entity]
		if lane == nil {
			lane = &scenario.Crossing{}
		}
		w.text("lane", entity, n)
		w.text("crossing", lane.Place, n)
		w.text("from_country", lane.FromCountry, n)
		w.text("to_country", lane.ToCountry, n)
	case "services", "links":
		from, to := a.ends(entity)
		w.text(strings.TrimSuffix(w.table.Name, "s"), entity, n)
		w.text("from", from, n)
		w.text("to", to, n)
	case "countries":
		w.text("country", entity, n)
	case "model":
		w.text("quantity", entity, n)
		w.text("by", by, n)
	}
}

// How many cells are summed up at once bounds the memory that figures take:
// enough for many processors, and few enough for the cache. Of one member there is nothing to
// compute, and memory that is touched for the first time is dearer than the figures.
const (
	cellsAtOnce      = 1 << 15
	cellsOfOneAtOnce = 1 << 11
)

// figures computes statistics. Those of the series that both a table and an
// export need are kept, unless they are large, or of one member.
type figures struct {
	sum    *ensemble.Summary
	once   []func() *ensemble.Stats // by series; nil where nothing is kept
	spare  sync.Pool                // of *ensemble.Stats, for what is not kept
	atOnce int                      // cells
}

const keptCells = 1 << 20

func newFigures(sum *ensemble.Summary) *figures {
	f := &figures{sum: sum, once: make([]func() *ensemble.Stats, len(sum.Layout.Series)), atOnce: cellsAtOnce}
	if sum.N() == 1 {
		f.atOnce = cellsOfOneAtOnce
		return f
	}
	for i := range sum.Layout.Series {
		s := &sum.Layout.Series[i]
		if s.Cells() <= keptCells && (s.By == "lane" || s.By == "country" || isPeriod(sum.Layout, s)) {
			f.once[i] = sync.OnceValue(func() *ensemble.Stats { return sum.Stats(i, 0, len(s.Entities)) })
		}
	}
	return f
}

// all are the statistics of a series.
func (f *figures) all(series int) *ensemble.Stats {
	if f.once[series] != nil {
		return f.once[series]()
	}
	return f.sum.Stats(series, 0, len(f.sum.Layout.Series[series].Entities))
}

// each calls do with the statistics of a few entities of a series at a time,
// which are there until it returns.
func (f *figures) each(series int, do func(first, last int, stats *ensemble.Stats)) {
	n := len(f.sum.Layout.Series[series].Entities)
	atOnce := max(1, f.atOnce/f.sum.Layout.Series[series].Days)
	if f.once[series] != nil {
		do(0, n, f.once[series]())
		return
	}
	stats, ok := f.spare.Get().(*ensemble.Stats)
	if !ok {
		stats = new(ensemble.Stats)
	}
	defer f.spare.Put(stats)
	for first := 0; first < n; first += atOnce {
		last := min(first+atOnce, n)
		f.sum.StatsInto(stats, series, first, last)
		do(first, last, stats)
	}
}

func bandsOf(w *tableWriter, stats *ensemble.Stats, from, to int) {
	w.number("mean", stats.Mean[from:to]...)
	for q, column := range quantileColumns {
		w.number(column, stats.Quantile[q][from:to]...)
	}
}

// quantileColumns are in the order of ensemble.Levels.
var quantileColumns = [...]string{"q05", "q25", "q50", "q75", "q95"}

// dayPrefix begins the columns of the day of a peak.
const dayPrefix = "day_"

// fillDaily writes the figures by day of the kinds of entities that the table is for.
func fillDaily(w *tableWriter, fig *figures, at *atlas) {
	sum := fig.sum
	n := int64(sum.N())
	for i := range sum.Layout.Series {
		s := &sum.Layout.Series[i]
		if tableBy(s.By) != w.table || !isDaily(sum.Layout, s) {
			continue
		}
		fig.each(i, func(first, last int, stats *ensemble.Stats) {
			for e := first; e < last; e++ {
				from, to := (e-first)*s.Days, (e-first+1)*s.Days
				w.text("measure", s.Measure, s.Days)
				at.keys(w, s.By, s.Entities[e], s.Days)
				w.dates("date", sum.Layout.From, s.Days)
				w.text("unit", s.Unit, s.Days)
				w.present(n, stats.Missing[from:to])
				bandsOf(w, stats, from, to)
				w.next()
			}
		})
	}
}

// isDaily says whether a series has one figure a day that goes into a daily
// table; the chance of exceedance has a table of its own.
func isDaily(l *ensemble.Layout, s *ensemble.Series) bool {
	return s.Measure != overCapacity && !isPeriod(l, s)
}

// isPeriod says whether a series has one figure for the whole period. In a
// period of one day the number of days does not tell, but the name does.
func isPeriod(l *ensemble.Layout, s *ensemble.Series) bool {
	if s.Days != l.Days || s.Measure == everOverCapacity {
		return true
	}
	if l.Days > 1 {
		return false
	}
	for _, suffix := range [...]string{totalSuffix, peakSuffix, peakDaySuffix} {
		if base, ok := strings.CutSuffix(s.Measure, suffix); ok && l.Find(base, s.By) >= 0 {
			return true
		}
	}
	return false
}

// Names that the ensemble gives to figures derived from a measure.
const (
	totalSuffix      = "_total"
	peakSuffix       = "_peak"
	peakDaySuffix    = "_peak_day"
	toDateSuffix     = "_to_date"
	overCapacity     = "over_capacity"
	everOverCapacity = "ever_over_capacity"
)

// eachPeriod calls f with the series whose measures end in suffix, and the
// measure without it.
func eachPeriod(sum *ensemble.Summary, suffix string, f func(series int, s *ensemble.Series, measure string)) {
	for i := range sum.Layout.Series {
		s := &sum.Layout.Series[i]
		if measure, ok := strings.CutSuffix(s.Measure, suffix); ok && isPeriod(sum.Layout, s) && tableBy(s.By) != nil {
			f(i, s, measure)
		}
	}
}

func fillTotals(w *tableWriter, fig *figures) {
	sum := fig.sum
	eachPeriod(sum, totalSuffix, func(i int, s *ensemble.Series, measure string) {
		stats := fig.all(i)
		for e, entity := range s.Entities {
			periodRow(w, s, measure, entity, int64(sum.N())-int64(stats.Missing[e]))
			bandsOf(w, stats, e, e+1)
			w.next()
		}
	})
}

func periodRow(w *tableWriter, s *ensemble.Series, measure, entity string, members int64) {
	w.text("measure", measure, 1)
	w.text("by", s.By, 1)
	w.text("entity", entity, 1)
	w.text("unit", s.Unit, 1)
	w.whole("members", members)
}

func fillPeaks(w *tableWriter, fig *figures) {
	sum := fig.sum
	n := int64(sum.N())
	eachPeriod(sum, peakSuffix, func(i int, s *ensemble.Series, measure string) {
		heights := fig.all(i)
		d := sum.Layout.Find(measure+peakDaySuffix, s.By)
		if d < 0 {
			return
		}
		days := fig.all(d)
		for e, entity := range s.Entities {
			periodRow(w, s, measure, entity, n-int64(heights.Missing[e]))
			bandsOf(w, heights, e, e+1)
			w.whole("with_day", n-int64(days.Missing[e]))
			for q, column := range quantileColumns {
				w.number(dayPrefix+column, days.Quantile[q][e])
			}
			w.next()
		}
	})
}

func fillExceedance(w *tableWriter, fig *figures, at *atlas) {
	sum := fig.sum
	for i := range sum.Layout.Series {
		s := &sum.Layout.Series[i]
		if s.Measure != overCapacity && s.Measure != everOverCapacity {
			continue
		}
		fig.each(i, func(first, last int, stats *ensemble.Stats) {
			for e := first; e < last; e++ {
				from := (e - first) * s.Days
				capacity := math.NaN()
				if p := at.place[s.Entities[e]]; p != nil {
					capacity = ensemble.Capacity(at.sc, p)
				}
				w.text("place", s.Entities[e], s.Days)
				w.text("country", at.countryOf(s.Entities[e]), s.Days)
				if s.Measure == everOverCapacity {
					w.repeatNull("date", s.Days)
				} else {
					w.dates("date", sum.Layout.From, s.Days)
				}
				w.number("capacity", slices.Repeat([]float64{capacity}, s.Days)...)
				w.number("chance", stats.Mean[from:from+s.Days]...)
				w.next()
			}
		})
	}
}

func fillObservations(w *tableWriter, observations []Observation) {
	for i := range observations {
		o := &observations[i]
		w.text("id", o.ID, 1)
		w.date("date_from", o.DateFrom)
		w.date("date_to", o.DateTo)
		w.text("place", o.Place, 1)
		w.text("country", o.Country, 1)
		w.text("measure", o.Measure, 1)
		w.text("kind", o.Kind, 1)
		w.text("unit", o.Unit, 1)
		w.number("value", o.Value)
		w.number("low", finite(o.Low))
		w.number("high", finite(o.High))
		w.text("partner", o.Partner, 1)
		w.text("how", o.How, 1)
		w.text("reason", o.Reason, 1)
		w.whole("members", int64(o.Members))
		f := o.Simulated
		w.number("mean", f.Mean)
		w.number("q05", f.Q05)
		w.number("q25", f.Q25)
		w.number("q50", f.Q50)
		w.number("q75", f.Q75)
		w.number("q95", f.Q95)
		w.text("inside50", yes(o.Reason == "", o.Inside50), 1)
		w.text("inside90", yes(o.Reason == "", o.Inside90), 1)
		w.number("below", o.Below)
		w.number("ratio", o.Ratio)
		w.number("crps", o.CRPS)
		w.number("crps_log", o.LogCRPS)
		w.text("evidence", o.Evidence, 1)
		w.next()
	}
}

// finite makes "no end" an empty cell.
func finite(x float64) float64 {
	if math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}

func yes(known, is bool) string {
	switch {
	case !known:
		return ""
	case is:
		return "yes"
	}
	return "no"
}

func fillMembers(w *tableWriter, in *Input) {
	for _, member := range in.Summary.Members() {
		for p := range in.Design.Parameters {
			w.whole("member", int64(member))
			w.text("address", in.Design.Parameters[p].Address, 1)
			w.number("value", in.Design.Value(p, member))
		}
		w.next()
	}
}

// fillMemberSeries writes the figures of some members. Running totals are left
// out: they are sums of what is there.
func fillMemberSeries(w *tableWriter, part *ensemble.Summary) error {
	for i := range part.Layout.Series {
		s := &part.Layout.Series[i]
		if tableBy(s.By) == nil || !isDaily(part.Layout, s) || strings.HasSuffix(s.Measure, toDateSuffix) {
			continue
		}
		for e, entity := range s.Entities {
			for m, member := range part.Members() {
				rows := 0
				for d := range s.Days {
					v := part.MemberValue(m, i, e*s.Days+d)
					if v == s.Missing {
						continue
					}
					w.dates("date", part.Layout.From+calendar.Date(d), 1)
					w.whole("value", v)
					rows++
				}
				w.text("measure", s.Measure, rows)
				w.text("by", s.By, rows)
				w.text("entity", entity, rows)
				w.wholeTimes("member", int64(member), rows)
				w.next()
			}
		}
	}
	return w.file.err
}
