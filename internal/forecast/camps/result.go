package camps

import (
	"haven/internal/forecast/hubverse"
)

// Format is the version of a result's file.
const Format = 1

// Result is a forecast. It holds nothing of its crisis that was known after Origin; what other crises taught (Taught) may be of later years.
type Result struct {
	Format   int     `json:"format"`
	Haven    string  `json:"haven"`
	Scenario string  `json:"scenario"`
	Title    string  `json:"title"`
	Known    string  `json:"known"` // hash of what was known of the scenario on the origin
	Seed     uint64  `json:"seed"`
	Members  int     `json:"members"` // of the simulator
	Origin   string  `json:"origin"`  // the day on which it is made
	Days     int     `json:"days"`    // ahead
	Leads    []int   `json:"leads"`   // days ahead of which past errors are known; a day between two is pooled of both
	Together Series  `json:"together"`
	Camps    []Camp  `json:"camps"`   // those counted by the origin
	NotYet   int     `json:"not_yet"` // places that are counted at in the folder, but had not been by the origin: nothing is forecast of them
	Others   []Place `json:"others"`  // places that nobody is ever counted at

	Uncounted  []string   `json:"uncounted"`  // registrations that are no counts, and why
	Withheld   []Withheld `json:"withheld"`   // what was known only later, by table
	Capacities []string   `json:"capacities"` // ids of camps whose capacity was not read, because it bears no date
	Sources    []string   `json:"sources"`    // where the counts come from
	Taught     []string   `json:"taught"`     // crises of whose forecasts what came was learned from (counts.CrisesOf)
}

// Place is a place of the scenario.
type Place struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Country string  `json:"country"` // ISO 3166-1 alpha-3
	Lat     float64 `json:"lat"`     // degrees
	Lon     float64 `json:"lon"`
}

// Camp is a place at which people are counted, with its forecast.
type Camp struct {
	Place
	Label string   `json:"label"` // of the list of registrations (data_layout.csv)
	Anew  []string `json:"anew"`  // dates on which people were counted anew
	Series
}

// Series are counts up to the origin and forecasts after it.
type Series struct {
	Counts    []Count     `json:"counts"`
	Quantiles [][]float64 `json:"quantiles"` // people; by day ahead from 1, then by hubverse.Levels
	More      []float64   `json:"more"`      // by day ahead: the chance, 0 to 1, that more people are counted than last
	Fewer     []float64   `json:"fewer"`     // and that fewer are; by at least one person
}

// Count is a number of people counted on a day.
type Count struct {
	Date      string  `json:"date"`
	People    float64 `json:"people"`    // in the level of the last correction known
	Published float64 `json:"published"` // as it was published on its day
}

// Withheld is how many rows of a table were known only later, or hang on such.
type Withheld struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
}

// Last is the last count; ok is false when nobody has been counted.
func (s *Series) Last() (c Count, ok bool) {
	if len(s.Counts) == 0 {
		return c, false
	}
	return s.Counts[len(s.Counts)-1], true
}

// At is the quantile of a day ahead, from 1, at one of hubverse.Levels; 0 at any other level.
func (s *Series) At(ahead int, level float64) float64 {
	for i, l := range hubverse.Levels {
		if l == level {
			return s.Quantiles[ahead-1][i]
		}
	}
	return 0
}
