package camps

import (
	"context"
	"fmt"

	"haven/internal/calendar"
	"haven/internal/forecast/counts"
	"haven/internal/forecast/hubverse"
	"haven/scenario"
	"haven/skill"
)

// Furthest is how many days ahead camps are forecast: half as many again as the longest lead.
const Furthest = 45

// Leads are the days ahead by whose past errors forecasts are made.
func Leads() []int { return []int{7, 14, 30} }

// leadsFor are the leads among whose targets a day ahead is (skill.Target), with their shares in its forecast: of a day between two leads both, the nearer one
// with the larger share, so that nothing jumps from one day to the next; up to the shortest and from the longest on that one alone.
func leadsFor(ahead int) (leads []int, shares []float64) {
	all := Leads()
	for i, lead := range all {
		switch {
		case ahead == lead || ahead < lead && i == 0:
			return []int{lead}, []float64{1}
		case ahead < lead:
			before := all[i-1]
			share := float64(ahead-before) / float64(lead-before)
			return []int{before, lead}, []float64{1 - share, share}
		}
	}
	return all[len(all)-1:], []float64{1}
}

// Plan is what is to be forecast.
type Plan struct {
	Scenario *scenario.Scenario
	Origin   calendar.Date
	Days     int // ahead, from 1 to Furthest
	Members  int // of the simulator; 0: without it
	Seed     uint64
	Version  string // of haven
	Kept     string // path that files begin with in which days that are done are kept; empty: none
	// Progress is told how many weeks of all are done; nil is fine.
	Progress func(done, all int)
}

// Make forecasts every camp that had been counted by the origin, and all of them together, for every day ahead. Apart from how
// much was withheld, it reads nothing but scenario.KnownBy of the origin, and what other crises taught, which is part of the program. The order of camps and places is the scenario's.
func Make(ctx context.Context, plan *Plan) (*Result, error) {
	known, withheld := plan.Scenario.KnownBy(plan.Origin)
	set := counts.Settings{Leads: Leads(), Members: plan.Members, Seed: plan.Seed, Kept: plan.Kept, Progress: plan.Progress}
	outlook, err := counts.Replay(ctx, plan.Scenario, plan.Origin, set)
	if err != nil {
		return nil, err
	}
	// Camps err together, so that adding up their forecasts as if they did not would be far too sure (docs/skill.md).
	together, err := counts.Replay(ctx, plan.Scenario, plan.Origin, counts.Settings{Leads: Leads(), Of: (*skill.Known).OfAll})
	if err != nil {
		return nil, err
	}
	r := &Result{
		Format: Format, Haven: plan.Version, Scenario: known.Name, Title: known.Title, Known: known.Hash(), Seed: plan.Seed, Members: plan.Members,
		Origin: plan.Origin.String(), Days: plan.Days, Leads: Leads(), Camps: []Camp{}, Others: []Place{}, Uncounted: []string{}, Sources: []string{}, Taught: counts.CrisesOf(plan.Scenario.Period),
	}
	r.Withheld, r.Capacities = told(withheld)
	m := &making{plan: plan, known: known, result: r}
	r.Together = m.series(together, 0)
	m.camps(outlook)
	for i := range known.Evidence {
		r.Sources = append(r.Sources, known.Evidence[i].Claim)
	}
	return r, nil
}

type making struct {
	plan   *Plan
	known  *scenario.Scenario
	result *Result
}

// camps fills in the camps that have been counted, all other places, and rows that are no counts.
func (m *making) camps(outlook *counts.Outlook) {
	labels, dropped := m.known.CountedBy(m.plan.Origin)
	for _, d := range dropped {
		m.result.Uncounted = append(m.result.Uncounted, fmt.Sprintf("%s, %s: %s", d.Label, d.Date, d.Reason))
	}
	output := map[int]int{} // of a place, by index: where it stands among those that are counted at
	for k, i := range m.known.Outputs() {
		output[i] = k
	}
	for i := range m.known.Places {
		p := &m.known.Places[i]
		place := Place{ID: p.ID, Name: p.Name, Country: p.Country, Lat: p.Lat, Lon: p.Lon}
		k, ok := output[i]
		if !ok {
			m.result.Others = append(m.result.Others, place)
			continue
		}
		if _, counted := outlook.Known().Last(k); !counted {
			m.result.NotYet++
			continue
		}
		camp := Camp{Place: place, Anew: []string{}, Series: m.series(outlook, k)}
		for _, l := range labels {
			if l.Place == p.ID {
				camp.Label = l.Label
				break
			}
		}
		for _, d := range outlook.Known().Corrected[k] {
			camp.Anew = append(camp.Anew, m.date(d))
		}
		m.result.Camps = append(m.result.Camps, camp)
	}
}

func (m *making) date(day int) string { return (m.known.Period.From + calendar.Date(day)).String() }

// series are the counts of a place of an outlook and its forecasts.
func (m *making) series(o *counts.Outlook, place int) Series {
	s := Series{Counts: []Count{}, Quantiles: [][]float64{}, More: []float64{}, Fewer: []float64{}}
	last, ok := o.Known().Last(place)
	if !ok {
		return s
	}
	for _, c := range o.Known().Places[place] {
		s.Counts = append(s.Counts, Count{Date: m.date(c.Day), People: c.People, Published: c.Published})
	}
	for ahead := 1; ahead <= m.plan.Days; ahead++ {
		one := forecast(o, place, ahead)
		s.Quantiles = append(s.Quantiles, one.Quantiles(hubverse.Levels[:]))
		more, fewer := chances(one, last.People)
		s.More, s.Fewer = append(s.More, more), append(s.Fewer, fewer)
	}
	return s
}

// forecast is the pool of the forecasts of a day by the leads that it belongs to.
func forecast(o *counts.Outlook, place, ahead int) skill.Sample {
	leads, shares := leadsFor(ahead)
	samples := make([]skill.Sample, len(leads))
	for i, lead := range leads {
		samples[i] = o.Forecast(place, o.Known().Day+ahead, lead)
	}
	if len(samples) == 1 {
		return samples[0]
	}
	return skill.Pool(samples, shares)
}

// chances are the shares of a forecast that lie at least one person above and below a count.
func chances(s skill.Sample, last float64) (more, fewer float64) {
	total := s.Total()
	for i, v := range s.Values {
		switch {
		case v >= last+1:
			more += s.Weights[i] / total
		case v <= last-1:
			fewer += s.Weights[i] / total
		}
	}
	return more, fewer
}

// told sums up what was withheld: rows by table, in the order of tables, and camps whose capacity was not read.
func told(withheld []scenario.Withheld) (tables []Withheld, capacities []string) {
	tables, capacities = []Withheld{}, []string{}
	at := map[string]int{}
	for _, w := range withheld {
		if w.Column != "" {
			if w.Column == "capacity" {
				capacities = append(capacities, w.Key)
			}
			continue
		}
		file := w.Table.File()
		i, seen := at[file]
		if !seen {
			i = len(tables)
			at[file] = i
			tables = append(tables, Withheld{Table: file})
		}
		tables[i].Rows++
	}
	return tables, capacities
}
