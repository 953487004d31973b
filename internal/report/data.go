package report

import (
	"encoding/json"
	"math"

	"haven/results"
)

// Format is the version of Data that the embedded page reads.
const Format = 1

// smallCount stands in the page's data for a count above 0 and below 10; the
// page shows it as <10 (web/src/data.ts has the same number).
const smallCount = 5

// Number is a number of the page; NaN is null there.
type Number float64

// MarshalJSON writes the number, null for NaN and infinities.
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// Figure is what the members say of one number.
type Figure struct {
	Q05 Number `json:"q05"`
	Q25 Number `json:"q25"`
	Q50 Number `json:"q50"`
	Q75 Number `json:"q75"`
	Q95 Number `json:"q95"`
}

// Band is what the members say day by day.
type Band struct {
	Q05 []Number `json:"q05"`
	Q25 []Number `json:"q25"`
	Q50 []Number `json:"q50"`
	Q75 []Number `json:"q75"`
	Q95 []Number `json:"q95"`
}

// Peak is the highest day of a series; Day counts from the first day.
type Peak struct {
	Height Figure `json:"height"`
	Day    Figure `json:"day"`
}

// Data is all that the page shows. web/src/data.ts has the same fields.
// Simulated counts are rounded, each by itself.
type Data struct {
	Format       int           `json:"format"`
	Title        string        `json:"title"`
	Description  string        `json:"description"`
	Run          RunInfo       `json:"run"`
	From         string        `json:"from"` // first day
	Days         int           `json:"days"`
	Origin       string        `json:"origin"` // country most people leave, ISO 3166-1 alpha-3; empty without origins
	Departures   Departures    `json:"departures"`
	National     []Total       `json:"national"`
	Countries    []Country     `json:"countries"`
	Places       []Place       `json:"places"`
	Flows        []Flow        `json:"flows"`
	Lanes        []Lane        `json:"lanes"`
	Services     []Service     `json:"services"`
	Exceedance   []Exceedance  `json:"exceedance"`
	Observations []Observation `json:"observations"`
	Assumptions  []Assumption  `json:"assumptions"`
	Parameters   []Parameter   `json:"parameters"`
	Evidence     []Claim       `json:"evidence"`
	Neighbours   *Neighbours   `json:"neighbours"` // of a run of that rule, else null
	Forecast     *Forecast     `json:"forecast"`   // of a forecast, else null
	WhatIf       *WhatIf       `json:"whatIf"`     // of a variant beside its base, else null
}

// RunInfo says which run it was.
type RunInfo struct {
	Haven    string    `json:"haven"`
	Seed     string    `json:"seed"` // text: JavaScript has no 64-bit integers
	Members  int       `json:"members"`
	Scenario string    `json:"scenario"`
	Hash     string    `json:"hash"`
	Set      []Setting `json:"set"`
}

// Setting is one change made for this run.
type Setting struct {
	Address string `json:"address"`
	Value   Number `json:"value"`
}

// Departures are people who leave, from all origins.
type Departures struct {
	Total *Figure `json:"total"`
	Peak  *Peak   `json:"peak"`
	ByDay *Band   `json:"byDay"`
}

// Total is a sum over the period and all origins, with its meaning in words.
type Total struct {
	Measure string `json:"measure"`
	Meaning string `json:"meaning"`
	Figure  Figure `json:"figure"`
}

// Country is a country of arrival.
type Country struct {
	ID                 string   `json:"id"`
	Arrivals           *Figure  `json:"arrivals"`
	ArrivalsPeak       *Peak    `json:"arrivalsPeak"`
	ArrivalsByDay      *Band    `json:"arrivalsByDay"`
	EntriesByDay       *Band    `json:"entriesByDay"`
	CitizensByDay      *Band    `json:"citizensByDay"` // entries of the origin's citizens
	Entries            *Figure  `json:"entries"`
	StockAtEnd         *Figure  `json:"stockAtEnd"`
	ApplicationsBorder *Figure  `json:"applicationsBorder"`
	ApplicationsInland *Figure  `json:"applicationsInland"`
	ClaimsRefused      *Figure  `json:"claimsRefused"`
	ByCallup           []Callup `json:"byCallup"`
}

// Callup are arrivals in a country of those liable to call-up, exempt, or neither.
type Callup struct {
	Callup string `json:"callup"`
	Figure Figure `json:"figure"`
}

// Place is a place of the scenario.
type Place struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Country string `json:"country"`
	Lat     Number `json:"lat"`
	Lon     Number `json:"lon"`
}

// Flow is people who used a link: in all, and the median day by day.
type Flow struct {
	ID    string   `json:"id"`
	From  string   `json:"from"`
	To    string   `json:"to"`
	Mode  string   `json:"mode"`
	Total Figure   `json:"total"`
	Days  []Number `json:"days"`
}

// Lane is a lane of a crossing; waits in minutes. It has nothing by group, and
// nothing of those on exit lists, who are all liable to call-up.
type Lane struct {
	ID          string   `json:"id"`
	Place       string   `json:"place"`
	Lane        string   `json:"lane"`
	From        string   `json:"from"`
	To          string   `json:"to"`
	Served      *Figure  `json:"served"`
	ServedByDay []Number `json:"servedByDay"`
	Queue       *Band    `json:"queue"`
	QueuePeak   *Peak    `json:"queuePeak"`
	Wait        *Band    `json:"wait"`
	WaitPeak    *Peak    `json:"waitPeak"`
}

// Service is a scheduled service; fares in US dollars.
type Service struct {
	ID          string   `json:"id"`
	From        string   `json:"from"`
	To          string   `json:"to"`
	Mode        string   `json:"mode"`
	Offered     []Number `json:"offered"` // median seats on offer by day
	Sold        Band     `json:"sold"`
	SoldTotal   *Figure  `json:"soldTotal"`
	SoldOutDays int      `json:"soldOutDays"` // days on which the median sells all seats on offer
	Fare        *Band    `json:"fare"`
	FarePeak    *Peak    `json:"farePeak"`
}

// Exceedance is the chance, 0 to 1, that a place's reception capacity is exceeded.
type Exceedance struct {
	Place    string   `json:"place"`
	Capacity Number   `json:"capacity"`
	Ever     Number   `json:"ever"`
	Days     []Number `json:"days"`
}

// Observation is a reported figure, as published, beside the simulated one.
type Observation struct {
	ID          string   `json:"id"`
	From        string   `json:"from"`
	To          string   `json:"to"`
	Place       string   `json:"place"`
	PlaceName   string   `json:"placeName"`
	Country     string   `json:"country"`
	Measure     string   `json:"measure"`
	Kind        string   `json:"kind"`
	Unit        string   `json:"unit"`
	Whose       string   `json:"whose"`
	Scope       string   `json:"scope"`
	Value       Number   `json:"value"`
	Low         Number   `json:"low"` // what agrees with the report; null where it has no end
	High        Number   `json:"high"`
	Partner     string   `json:"partner"` // the other row of a range
	How         string   `json:"how"`     // what was read off the members
	Simulated   *Figure  `json:"simulated"`
	Inside      bool     `json:"inside"`      // the 90 % band touches the report
	Ratio       Number   `json:"ratio"`       // simulated median over the nearest figure that agrees
	NotCompared string   `json:"notCompared"` // why not; empty when compared
	Used        bool     `json:"used"`        // a forecast took it in
	Later       bool     `json:"later"`       // it was known only after a forecast was made
	Evidence    []string `json:"evidence"`
}

// Assumption is one reason given after "assumed:", and what rests on it.
type Assumption struct {
	Table    string   `json:"table"`
	Why      string   `json:"why"`
	Rows     int      `json:"rows"`
	Examples []string `json:"examples"`
}

// Parameter is an uncertain number of the scenario.
type Parameter struct {
	Address      string `json:"address"`
	Median       Number `json:"median"`
	Distribution string `json:"distribution"`
	Evidence     string `json:"evidence"`
}

// Claim is a row of the evidence table.
type Claim struct {
	ID          string `json:"id"`
	Claim       string `json:"claim"`
	From        string `json:"from"`
	To          string `json:"to"`
	KnownFrom   string `json:"knownFrom"`
	Outlet      string `json:"outlet"`
	Via         string `json:"via"`
	URL         string `json:"url"`
	Published   string `json:"published"`
	Grade       string `json:"grade"`
	GradeReason string `json:"gradeReason"`
	Note        string `json:"note"`
	Cited       int    `json:"cited"` // rows of the scenario that cite it
}

// A scale turns a number of the tables into one of the page.
type scale func(float64) Number

// people rounds a simulated count by itself.
func people(x float64) Number {
	r := results.Round(x)
	switch {
	case r.None:
		return Number(math.NaN())
	case r.Small && x < 0:
		return -smallCount
	case r.Small:
		return smallCount
	}
	return Number(r.People)
}

// whole rounds to whole numbers what is no count of people: minutes, days.
func whole(x float64) Number { return Number(math.Round(x)) }

// dollars turns US cents into whole dollars.
func dollars(cents float64) Number { return Number(math.Round(cents / 100)) }

func figure(f results.Figure, s scale) Figure {
	return Figure{s(f.Q05), s(f.Q25), s(f.Q50), s(f.Q75), s(f.Q95)}
}

func band(b results.Band, s scale) *Band {
	return &Band{each(b.Q05, s), each(b.Q25, s), each(b.Q50, s), each(b.Q75, s), each(b.Q95, s)}
}

func each(values []float64, s scale) []Number {
	out := make([]Number, len(values))
	for i, v := range values {
		out[i] = s(v)
	}
	return out
}

// last is the band's last day as one figure.
func last(b results.Band, s scale) *Figure {
	n := len(b.Q50) - 1
	if n < 0 {
		return nil
	}
	return &Figure{s(b.Q05[n]), s(b.Q25[n]), s(b.Q50[n]), s(b.Q75[n]), s(b.Q95[n])}
}
