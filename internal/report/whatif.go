package report

import (
	"math"

	"haven/internal/calendar"
	"haven/results"
)

// WhatIf is what a change did, of a page about a variant that was compared
// with its base pair by pair. All differences are variant less base.
type WhatIf struct {
	From      string   `json:"from"` // first day on which anything differs
	Pairs     int      `json:"pairs"`
	Changes   []Change `json:"changes"`
	All       []Effect `json:"all"`       // on the whole, one a measure
	Countries []Effect `json:"countries"` // on arrivals in the period
	Places    []Effect `json:"places"`    // on people at destinations on the last day
}

// Change is one change, in words.
type Change struct {
	Title string   `json:"title"`
	Why   string   `json:"why"`
	From  string   `json:"from"`
	Does  []string `json:"does"`
}

// Effect is what the changes do to one figure.
type Effect struct {
	ID         string `json:"id"`      // of the country or place; of the whole the measure
	Meaning    string `json:"meaning"` // of the whole: what people do
	Base       Number `json:"base"`    // medians
	Variant    Number `json:"variant"`
	Difference Figure `json:"difference"`
	Above      Number `json:"above"` // shares of pairs in which the variant is higher, or lower
	Below      Number `json:"below"`
	Narrowing  Number `json:"narrowing"` // of variance, by the pairing; null where nothing varies or all pairs are alike
	ByDay      *Band  `json:"byDay"`     // of the difference; null where no day differs
}

// whatIfMeasures are the effects on the whole, in this order.
var whatIfMeasures = []struct{ total, by, daily, meaning string }{
	{"arrivals_total", "all", "arrivals", "arrive somewhere"},
	{"departures_total", "all", "departures", "leave home"},
	{"turned_back_exit_total", "all", "", "are turned back at the exit side of a border"},
	{"turned_back_entry_total", "all", "", "are turned back at the entry side of a border"},
	{"barred_total", "all", "", "are found on an exit list and stay barred"},
	{"gave_up_total", "all", "", "give up queueing"},
	{"returned_total", "all", "", "turn home on the way"},
}

type differenceKey struct{ measure, by, entity string }

// whatIf is nil for runs that are no what-ifs.
func (b *book) whatIf(from calendar.Date) *WhatIf {
	info := b.run.Manifest.WhatIf
	if info == nil {
		return nil
	}
	list, err := b.run.Differences()
	if err != nil {
		b.err = err
		return nil
	}
	w := &WhatIf{From: info.From, Pairs: info.Pairs, Changes: []Change{}, All: []Effect{}, Countries: []Effect{}, Places: []Effect{}}
	for _, c := range info.Changes {
		w.Changes = append(w.Changes, Change(c))
	}
	days := map[differenceKey][]*results.Difference{}
	for i := range list {
		if d := &list[i]; d.Date.Given() {
			k := differenceKey{d.Measure, d.By, d.Entity}
			days[k] = append(days[k], d)
		}
	}
	whole := map[differenceKey]*results.Difference{}
	for i := range list {
		d := &list[i]
		if d.Date.Given() {
			continue
		}
		whole[differenceKey{d.Measure, d.By, d.Entity}] = d
		if d.Measure == "arrivals_total" && d.By == "country" && d.Base+d.Variant > 0 {
			w.Countries = append(w.Countries, b.effect(d.Entity, "", d, days[differenceKey{"arrivals", "country", d.Entity}], from))
		}
	}
	for _, m := range whatIfMeasures {
		if d := whole[differenceKey{m.total, m.by, "all"}]; d != nil {
			w.All = append(w.All, b.effect(m.total, m.meaning, d, days[differenceKey{m.daily, m.by, "all"}], from))
		}
	}
	for i := range list {
		d := &list[i]
		if d.Measure == "stock" && d.By == "destination" && d.Date == from+calendar.Date(b.days-1) && d.Base+d.Variant > 0 {
			w.Places = append(w.Places, b.effect(d.Entity, "", d, days[differenceKey{"stock", "destination", d.Entity}], from))
		}
	}
	w.Countries, w.Places = busiest(w.Countries, maxEffects, size), busiest(w.Places, maxEffects, size)
	return w
}

// size weighs an effect by its median, whichever way it goes.
func size(e *Effect) float64 {
	return math.Abs(float64(e.Difference.Q50)) + math.Max(math.Abs(float64(e.Difference.Q05)), math.Abs(float64(e.Difference.Q95)))/1e6
}

func (b *book) effect(id, meaning string, d *results.Difference, days []*results.Difference, from calendar.Date) Effect {
	s := b.count()
	e := Effect{
		ID: id, Meaning: meaning, Base: s(d.Base), Variant: s(d.Variant), Difference: figure(d.Figure, s),
		Above: hundredths(d.Above), Below: hundredths(d.Below), Narrowing: Number(math.NaN()),
	}
	if !math.IsInf(d.Narrowing, 0) && !math.IsNaN(d.Narrowing) {
		e.Narrowing = Number(twoFigures(d.Narrowing))
	}
	differs := false
	band := Band{make([]Number, b.days), make([]Number, b.days), make([]Number, b.days), make([]Number, b.days), make([]Number, b.days)}
	for _, day := range days {
		at := int(day.Date - from)
		if at < 0 || at >= b.days || day.Pairs == 0 {
			continue
		}
		differs = differs || day.Above+day.Below > 0
		band.Q05[at], band.Q25[at], band.Q50[at], band.Q75[at], band.Q95[at] = s(day.Q05), s(day.Q25), s(day.Q50), s(day.Q75), s(day.Q95)
	}
	if differs {
		e.ByDay = &band
	}
	return e
}

func hundredths(x float64) Number { return Number(math.Round(x*100) / 100) }

// twoFigures leaves two significant figures: more says nothing.
func twoFigures(x float64) float64 {
	if x <= 0 {
		return 0
	}
	unit := math.Pow(10, math.Floor(math.Log10(x))-1)
	return math.Round(x/unit) * unit
}
