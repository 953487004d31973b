package report

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"haven/internal/calendar"
	"haven/results"
	"haven/scenario"
)

// ErrNoDays is a run without any day to report on.
var ErrNoDays = errors.New("the run has no days to report on")

// book holds what the parts of the page are built from.
type book struct {
	run    *results.Run
	sc     *scenario.Scenario
	place  map[string]*scenario.Place
	link   map[string]*scenario.Link
	totals map[key]results.Figure
	peaks  map[key]results.Peak
	days   int
	err    error // the first one
}

type key struct{ measure, by, entity string }

// newBook knows a scenario's places and links by their ids.
func newBook(sc *scenario.Scenario) *book {
	b := &book{
		sc:    sc,
		place: map[string]*scenario.Place{}, link: map[string]*scenario.Link{},
		totals: map[key]results.Figure{}, peaks: map[key]results.Peak{},
	}
	for i := range sc.Places {
		b.place[sc.Places[i].ID] = &sc.Places[i]
	}
	for i := range sc.Links {
		b.link[sc.Links[i].ID] = &sc.Links[i]
	}
	return b
}

// Build collects the page's data from a run's tables. A measure that the run
// does not have is left out; a table that cannot be read is an error.
func Build(run *results.Run) (Data, error) {
	b := newBook(run.Scenario)
	b.run = run
	from, days, err := period(run.Manifest)
	if err != nil {
		return Data{}, err
	}
	b.days = days
	totals, err := run.Totals()
	if err != nil {
		return Data{}, err
	}
	for _, t := range totals {
		b.totals[key{t.Measure, t.By, t.Entity}] = t.Figure
	}
	peaks, err := run.Peaks()
	if err != nil {
		return Data{}, err
	}
	for _, p := range peaks {
		b.peaks[key{p.Measure, p.By, p.Entity}] = p
	}
	d := Data{
		Format: Format, Title: b.sc.Title, Description: b.sc.Description, Run: runInfo(run.Manifest),
		From: from.String(), Days: days, Origin: b.origin(),
		Departures: Departures{
			Total: b.total("departures", "all", "all"), Peak: b.peak("departures", "all", "all", b.count()),
			ByDay: b.daily("departures", "all", "all", b.count()),
		},
		National: b.national(), Countries: b.countries(), Places: b.places(), Flows: b.flows(),
		Lanes: b.lanes(), Services: b.services(), Exceedance: b.exceedance(from), Observations: b.mark(b.observations()), Forecast: b.forecast(from), WhatIf: b.whatIf(from),
		Assumptions: assumptions(b.sc), Parameters: parameters(run.Manifest), Evidence: claims(b.sc),
	}
	if d.Title == "" {
		d.Title = run.Manifest.Scenario.Name
	}
	d.Neighbours = b.neighbours(d.Exceedance)
	d.limit()
	return d, b.err
}

// period is the first day and the number of days of a run.
func period(m *results.Manifest) (calendar.Date, int, error) {
	from, err := calendar.Parse(m.Scenario.From)
	if err != nil {
		return 0, 0, fmt.Errorf("first day of the run: %w", err)
	}
	to, err := calendar.Parse(m.Scenario.To)
	if err != nil {
		return 0, 0, fmt.Errorf("last day of the run: %w", err)
	}
	if to < from {
		return 0, 0, ErrNoDays
	}
	return from, int(to-from) + 1, nil
}

func runInfo(m *results.Manifest) RunInfo {
	info := RunInfo{
		Haven: m.Haven, Seed: strconv.FormatUint(m.Seed, 10), Members: m.Members,
		Scenario: m.Scenario.Name, Hash: m.Scenario.Hash, Set: []Setting{},
	}
	for _, s := range m.Set {
		info.Set = append(info.Set, Setting{s.Address, Number(s.Value)})
	}
	return info
}

// origin is the country in which most people live who may leave; under the
// rule neighbours, as in Flee, the first place's.
func (b *book) origin() string {
	if b.sc.Rule == "neighbours" && len(b.sc.Places) > 0 {
		return b.sc.Places[0].Country
	}
	population := map[string]int64{}
	best := ""
	for i := range b.sc.Places {
		p := &b.sc.Places[i]
		population[p.Country] += p.Population
		if population[p.Country] > population[best] {
			best = p.Country
		}
	}
	return best
}

// table is a measure by day; nil when the run does not have it or cannot be read.
func (b *book) table(measure, by string) *results.Daily {
	d, err := b.run.Daily(measure, by)
	if err != nil {
		b.err = errors.Join(b.err, err)
		return nil
	}
	return d
}

func (b *book) daily(measure, by, entity string, s scale) *Band {
	if d := b.table(measure, by); d != nil {
		if of, ok := d.Of(entity); ok {
			return band(of, s)
		}
	}
	return nil
}

func (b *book) total(measure, by, entity string) *Figure {
	t, ok := b.totals[key{measure, by, entity}]
	if !ok {
		return nil
	}
	f := figure(t, b.count())
	return &f
}

func (b *book) peak(measure, by, entity string, s scale) *Peak {
	p, ok := b.peaks[key{measure, by, entity}]
	if !ok {
		return nil
	}
	return &Peak{Height: figure(p.Height, s), Day: figure(p.Day, whole)}
}

// nationalMeasures are shown as totals over the whole country, in this order.
var nationalMeasures = []struct{ measure, by, entity, meaning string }{
	{"departures", "all", "all", "leave home"},
	{"summoned", "all", "all", "belong to a party of which a member is summoned"},
	{"sent", "all", "all", "are sent to the front"},
	{"surrendered", "model", "model", "surrender (of those sent; an assumed rate)"},
	{"left_behind", "all", "all", "are left behind when a member of their party is sent"},
	{"barred", "all", "all", "are found on an exit list and stay barred"},
	{"turned_back_exit", "all", "all", "are turned back at the exit side of a border"},
	{"turned_back_entry", "all", "all", "are turned back at the entry side of a border (a person may be counted more than once)"},
	{"gave_up", "all", "all", "give up queueing"},
	{"returned", "all", "all", "turn home on the way"},
}

func (b *book) national() []Total {
	list := []Total{}
	for _, m := range nationalMeasures {
		if f := b.total(m.measure, m.by, m.entity); f != nil {
			list = append(list, Total{m.measure, m.meaning, *f})
		}
	}
	return list
}

func (b *book) places() []Place {
	list := make([]Place, 0, len(b.sc.Places))
	for i := range b.sc.Places {
		p := &b.sc.Places[i]
		list = append(list, Place{p.ID, p.Name, p.Kind, p.Country, Number(p.Lat), Number(p.Lon)})
	}
	return list
}

func (b *book) exceedance(from calendar.Date) []Exceedance {
	rows, err := b.run.Exceedance()
	b.err = errors.Join(b.err, err)
	list := []Exceedance{}
	at := map[string]int{}
	for _, r := range rows {
		i, ok := at[r.Place]
		if !ok {
			i = len(list)
			at[r.Place] = i
			list = append(list, Exceedance{Place: r.Place, Capacity: Number(math.Round(r.Capacity * b.each())), Days: make([]Number, b.days)})
		}
		chance := Number(math.Round(r.Chance*1000) / 1000)
		if !r.Date.Given() {
			list[i].Ever = chance
		} else if d := int(r.Date - from); d >= 0 && d < b.days {
			list[i].Days[d] = chance
		}
	}
	return list
}

// ends are a link's places in the direction of an entity: the way back of a
// link that runs both ways is its id and :back, or its id, @ and its start.
func (b *book) ends(entity string) (from, to, mode string, ok bool) {
	id, start, _ := strings.Cut(strings.TrimSuffix(entity, ":back"), "@")
	l := b.link[id]
	if l == nil {
		return "", "", "", false
	}
	if strings.HasSuffix(entity, ":back") || start != "" && start != l.From {
		return l.To, l.From, l.Mode, true
	}
	return l.From, l.To, l.Mode, true
}
