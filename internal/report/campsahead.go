package report

import (
	"fmt"
	"io"
	"math"
	"strconv"

	"haven/internal/calendar"
	"haven/internal/forecast/camps"
)

// CampsAhead is all that the page of a forecast of camps' counts shows; web/src/ahead/data.ts has the same fields. Forecasts and their
// differences to counts are rounded, each by itself; counts stand as they were published. Nothing of the crisis itself was known after the origin.
type CampsAhead struct {
	Page       string       `json:"page"` // camps-ahead
	Format     int          `json:"format"`
	Title      string       `json:"title"`
	Haven      string       `json:"haven"`
	Scenario   string       `json:"scenario"`
	Known      string       `json:"known"` // hash of what was known
	Seed       string       `json:"seed"`  // text: JavaScript has no 64-bit integers
	Members    int          `json:"members"`
	Origin     string       `json:"origin"`
	Days       int          `json:"days"` // ahead
	Leads      []int        `json:"leads"`
	Together   SeriesAhead  `json:"together"`
	Camps      []CampAhead  `json:"camps"`
	Others     []PlaceOnMap `json:"others"`
	NotYet     int          `json:"notYet"`     // camps that nobody had been counted at
	Uncounted  []string     `json:"uncounted"`  // registrations that are no counts, and why
	Withheld   []LaterRows  `json:"withheld"`   // by table
	Capacities int          `json:"capacities"` // camps whose capacity was not read
	Sources    []string     `json:"sources"`
	Taught     []string     `json:"taught"` // crises that the forecast learned from
}

// PlaceOnMap is a place with its position.
type PlaceOnMap struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Country string `json:"country"`
	Lat     Number `json:"lat"`
	Lon     Number `json:"lon"`
}

// CampAhead is a camp with its forecast.
type CampAhead struct {
	PlaceOnMap
	Label string `json:"label"` // of its list of registrations
	Anew  []int  `json:"anew"`  // days on which people were counted anew, from the origin
	SeriesAhead
}

// SeriesAhead are counts up to the origin and forecasts of the days after it.
type SeriesAhead struct {
	Counts []CountBefore `json:"counts"`
	ByDay  *Band         `json:"byDay"`  // from the day after the origin
	Change *Band         `json:"change"` // against the last count
	More   []Number      `json:"more"`   // the chance that more people are counted than last
	Fewer  []Number      `json:"fewer"`
}

// CountBefore is a count.
type CountBefore struct {
	Day       int    `json:"day"`       // from the origin: 0 or below
	People    Number `json:"people"`    // in the level of the last correction known
	Published Number `json:"published"` // as published
}

// LaterRows is how many rows of a table were known only later.
type LaterRows struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
}

// WriteCampsAhead writes the page of a forecast of camps.
func WriteCampsAhead(w io.Writer, r *camps.Result) error {
	data, err := BuildCampsAhead(r)
	if err != nil {
		return err
	}
	return writePage(w, data.Title, data)
}

// BuildCampsAhead collects the data of its page.
func BuildCampsAhead(r *camps.Result) (CampsAhead, error) {
	origin, err := calendar.Parse(r.Origin)
	if err != nil {
		return CampsAhead{}, fmt.Errorf("day of the forecast: %w", err)
	}
	name := r.Title
	if name == "" {
		name = r.Scenario
	}
	data := CampsAhead{
		Page: "camps-ahead", Format: Format, Title: "People at camps, a forecast: " + name, Haven: r.Haven, Scenario: r.Scenario, Known: r.Known,
		Seed: strconv.FormatUint(r.Seed, 10), Members: r.Members, Origin: r.Origin, Days: r.Days, Leads: r.Leads,
		Camps: []CampAhead{}, Others: []PlaceOnMap{}, NotYet: r.NotYet, Uncounted: r.Uncounted, Withheld: []LaterRows{}, Capacities: len(r.Capacities), Sources: r.Sources, Taught: append([]string{}, r.Taught...),
	}
	if data.Together, err = seriesAhead(&r.Together, origin); err != nil {
		return data, err
	}
	for i := range r.Camps {
		c := &r.Camps[i]
		camp := CampAhead{PlaceOnMap: onMap(&c.Place), Label: c.Label, Anew: []int{}}
		if camp.SeriesAhead, err = seriesAhead(&c.Series, origin); err != nil {
			return data, fmt.Errorf("%s: %w", c.ID, err)
		}
		for _, text := range c.Anew {
			d, err := calendar.Parse(text)
			if err != nil {
				return data, fmt.Errorf("%s: %w", c.ID, err)
			}
			camp.Anew = append(camp.Anew, int(d-origin))
		}
		data.Camps = append(data.Camps, camp)
	}
	for i := range r.Others {
		data.Others = append(data.Others, onMap(&r.Others[i]))
	}
	for _, w := range r.Withheld {
		data.Withheld = append(data.Withheld, LaterRows(w))
	}
	return data, nil
}

func onMap(p *camps.Place) PlaceOnMap {
	return PlaceOnMap{ID: p.ID, Name: p.Name, Country: p.Country, Lat: Number(p.Lat), Lon: Number(p.Lon)}
}

func seriesAhead(s *camps.Series, origin calendar.Date) (SeriesAhead, error) {
	out := SeriesAhead{Counts: []CountBefore{}, ByDay: &Band{}, Change: &Band{}, More: each(s.More, toHundredths), Fewer: each(s.Fewer, toHundredths)}
	for _, c := range s.Counts {
		d, err := calendar.Parse(c.Date)
		if err != nil {
			return out, err
		}
		out.Counts = append(out.Counts, CountBefore{Day: int(d - origin), People: Number(c.People), Published: Number(c.Published)})
	}
	last, _ := s.Last()
	at := func(level float64, less float64) []Number {
		list := make([]Number, len(s.Quantiles))
		for d := range list {
			list[d] = people(s.At(d+1, level) - less)
		}
		return list
	}
	levels := camps.Shown()
	for b, less := range map[*Band]float64{out.ByDay: 0, out.Change: last.People} {
		b.Q05, b.Q25, b.Q50, b.Q75, b.Q95 = at(levels[0], less), at(levels[1], less), at(levels[2], less), at(levels[3], less), at(levels[4], less)
	}
	return out, nil
}

// toHundredths rounds a chance.
func toHundredths(x float64) Number { return Number(math.Round(x*100) / 100) }
