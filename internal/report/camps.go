package report

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"haven/results"
	"haven/scenario"
	"haven/skill"
)

// Neighbours is what the page shows of a run of the rule neighbours (Flee's)
// beside what it shows of all runs. Counts are people, also where one counted person stands
// for several.
type Neighbours struct {
	Hasten    int         `json:"hasten"` // people that a counted person stands for
	Driven    bool        `json:"driven"` // registrations say how many flee
	Camps     []Camp      `json:"camps"`
	Elsewhere []Elsewhere `json:"elsewhere"` // all other places where anybody ever is
	Displaced *Band       `json:"displaced"` // all who ever fled, day by day
	InCamps   *Band       `json:"inCamps"`
	OnLinks   *Figure     `json:"onLinks"` // on the last day
	Debt      *Band       `json:"debt"`    // nil where registrations never fall
	Errors    []Error     `json:"errors"`
	Quirks    []Quirk     `json:"quirks"`
	Warnings  []Warning   `json:"warnings"`
}

// Camp is a place whose people Flee counts.
type Camp struct {
	Place      string       `json:"place"`
	Capacity   Number       `json:"capacity"` // people; null without limit
	Ever       Number       `json:"ever"`     // chance that it is exceeded; null without capacity
	AtEnd      *Figure      `json:"atEnd"`
	Peak       *Peak        `json:"peak"`
	ByDay      *Band        `json:"byDay"`
	Registered []Registered `json:"registered"` // days on which people were counted
}

// Registered is a count of people, as published, beside the simulated one.
type Registered struct {
	Day       int     `json:"day"` // from the first one
	Value     Number  `json:"value"`
	Note      string  `json:"note"` // what was done to the published count; empty: nothing
	Simulated *Figure `json:"simulated"`
	Inside50  bool    `json:"inside50"`
	Inside90  bool    `json:"inside90"`
}

// Elsewhere is a place that is no camp.
type Elsewhere struct {
	Place string  `json:"place"`
	AtEnd *Figure `json:"atEnd"`
	Peak  *Peak   `json:"peak"`
}

// Error is Flee's averaged relative difference of one forecast.
type Error struct {
	Forecast      string `json:"forecast"` // run, median, members, constant_share or last_value
	Raw           Number `json:"raw"`
	Rescaled      Number `json:"rescaled"`
	Low           Number `json:"low"` // of nine tenths of the members, raw
	High          Number `json:"high"`
	LaterRaw      Number `json:"laterRaw"` // after day 30 alone
	LaterRescaled Number `json:"laterRescaled"`
}

// Quirk is an oddity of Flee's program that can act in this run, or is turned off.
type Quirk struct {
	Name    string `json:"name"`
	Does    string `json:"does"`
	Without string `json:"without"`
	Off     bool   `json:"off"`
}

// Warning is what Flee passes over in silence in the folder.
type Warning struct {
	Where      string `json:"where"` // file:line:column
	Message    string `json:"message"`
	Suggestion string `json:"suggestion"`
}

// count is the scale of counts of people: rounded, hasten taken out.
func (b *book) count() scale {
	each := b.each()
	if each == 1 {
		return people
	}
	return func(x float64) Number { return people(x * each) }
}

// each is how many people a counted person stands for.
func (b *book) each() float64 {
	if b.sc.Rule != "neighbours" {
		return 1
	}
	return float64(max(1, b.sc.Parameters.Neighbours.Hasten))
}

// neighbours gathers what only runs of that rule show; nil for other rules.
func (b *book) neighbours(exceedance []Exceedance) *Neighbours {
	if b.sc.Rule != "neighbours" {
		return nil
	}
	n := &Neighbours{
		Hasten: max(1, b.sc.Parameters.Neighbours.Hasten), Driven: b.sc.Parameters.Neighbours.FromRegistrations(), Camps: b.camps(exceedance), Elsewhere: b.elsewhere(),
		Displaced: b.daily("displaced_total", "model", "model", b.count()), InCamps: b.daily("at_destinations", "model", "model", b.count()),
		Debt: b.daily("debt", "model", "model", b.count()), Errors: b.errors(), Quirks: b.quirks(), Warnings: []Warning{},
	}
	if d := b.table("on_links", "model"); d != nil {
		if of, ok := d.Of("model"); ok {
			n.OnLinks = last(of, b.count())
		}
	}
	if n.Debt != nil && slices.Max(n.Debt.Q95) == 0 {
		n.Debt = nil
	}
	if f := b.run.Manifest.Flee; f != nil {
		for _, w := range f.Warnings {
			n.Warnings = append(n.Warnings, Warning{where(w), w.Message, w.Suggestion})
		}
	}
	return n
}

func where(w results.WarningInfo) string {
	switch {
	case w.Line == 0:
		return w.File
	case w.Column == 0:
		return fmt.Sprintf("%s:%d", w.File, w.Line)
	}
	return fmt.Sprintf("%s:%d:%d", w.File, w.Line, w.Column)
}

func (b *book) camps(exceedance []Exceedance) []Camp {
	list := []Camp{}
	d := b.table("stock", "destination")
	if d == nil {
		return list
	}
	registered := b.registered()
	ever := map[string]*Exceedance{}
	for i := range exceedance {
		ever[exceedance[i].Place] = &exceedance[i]
	}
	for e, id := range d.Entities {
		of := d.Entity(e)
		c := Camp{
			Place: id, Capacity: Number(math.NaN()), Ever: Number(math.NaN()), AtEnd: last(of, b.count()),
			Peak: b.peak("stock", "destination", id, b.count()), ByDay: band(of, b.count()), Registered: registered[id],
		}
		if x := ever[id]; x != nil {
			c.Capacity, c.Ever = Number(math.Round(b.place[id].Capacity*b.sc.Parameters.Scale)), x.Ever
		}
		if c.Registered == nil {
			c.Registered = []Registered{}
		}
		list = append(list, c)
	}
	return list
}

// registered are the counts by camp. In a run at another scale they are scaled with it.
func (b *book) registered() map[string][]Registered {
	rows, err := b.run.Observations()
	b.err = errors.Join(b.err, err)
	scale := b.sc.Parameters.Scale
	by := map[string][]Registered{}
	for i := range rows {
		r := &rows[i]
		if !scenario.IsRegistration(r.ID) || r.Reason != "" {
			continue
		}
		f := figure(r.Simulated, func(x float64) Number { return people(x * scale) })
		one := Registered{
			Day: int(r.DateTo - b.sc.Period.From), Value: Number(r.Value * scale), Simulated: &f,
			Inside50: r.Inside50, Inside90: r.Inside90,
		}
		if r.Scope != scenario.AsRegistered {
			one.Note = r.Scope
		}
		by[r.Place] = append(by[r.Place], one)
	}
	return by
}

// elsewhere are the places that are no camps and that anybody ever reaches.
func (b *book) elsewhere() []Elsewhere {
	list := []Elsewhere{}
	d, camps := b.table("stock", "place"), b.table("stock", "destination")
	if d == nil {
		return list
	}
	for e, id := range d.Entities {
		peak := b.peak("stock", "place", id, b.count())
		if camps != nil && slices.Contains(camps.Entities, id) || peak == nil || peak.Height.Q95 == 0 {
			continue
		}
		list = append(list, Elsewhere{id, last(d.Entity(e), b.count()), peak})
	}
	return list
}

// errors are Flee's averaged differences, of the run and of the reference forecasts.
func (b *book) errors() []Error {
	scores, err := skill.Scores(b.run)
	b.err = errors.Join(b.err, err)
	nan := Number(math.NaN())
	list := []Error{}
	for _, s := range scores {
		if s.Measure != "registered" {
			continue
		}
		at := slices.IndexFunc(list, func(e Error) bool { return e.Forecast == s.Forecast })
		if at < 0 {
			at = len(list)
			list = append(list, Error{s.Forecast, nan, nan, nan, nan, nan, nan})
		}
		e, rescaled := &list[at], s.Score != "averaged_difference"
		value := Number(math.Round(s.Value*1e4) / 1e4)
		switch {
		case s.Days == skill.Later && rescaled:
			e.LaterRescaled = value
		case s.Days == skill.Later:
			e.LaterRaw = value
		case rescaled:
			e.Rescaled = value
		default:
			e.Raw, e.Low, e.High = value, Number(s.Q05), Number(s.Q95)
		}
	}
	return list
}

// quirks are those that can act, then those that are turned off.
func (b *book) quirks() []Quirk {
	list := []Quirk{}
	f := b.run.Manifest.Flee
	if f == nil {
		return list
	}
	for _, off := range []bool{false, true} {
		names := f.Quirks
		if off {
			names = f.Without
		}
		for _, q := range scenario.Quirks() {
			if slices.Contains(names, q.Name) {
				list = append(list, Quirk{q.Name, q.Does, q.Without, off})
			}
		}
	}
	return list
}
