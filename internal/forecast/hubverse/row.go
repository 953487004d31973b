package hubverse

import (
	"fmt"
	"path"
	"strings"

	"haven/internal/calendar"
)

// Levels are the 23 probability levels that hubs ask for.
var Levels = [...]float64{
	0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
	0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99,
}

// Quantile is the output type of all rows that haven writes.
const Quantile = "quantile"

// Columns are the names of a row's columns, in their order.
var Columns = [...]string{"origin_date", "location", "target", "horizon", "target_end_date", "output_type", "output_type_id", "value"}

// Row is one row of a model output file.
type Row struct {
	Origin    calendar.Date // the day on which the forecast is made: nothing known later entered
	Location  string        // id of a place, lane or service, or ISO 3166-1 alpha-3 code of a country
	Target    string        // what is forecast, such as "arrivals by country"
	Horizon   int           // days from origin_date to target_end_date, from 1
	TargetEnd calendar.Date
	Type      string  // quantile
	Level     float64 // output_type_id: a probability level
	Value     float64 // in the target's unit
}

// Curves are the quantiles of one target at one location. Values[h] are those
// at horizon h+1, by Levels; nil where there is no figure that day.
type Curves struct {
	Location, Target string
	Values           [][]float64
}

// check makes sure that quantiles are numbers and rise with their level.
func (c *Curves) check() error {
	for h, values := range c.Values {
		if values == nil {
			continue
		}
		if len(values) != len(Levels) {
			return fmt.Errorf("%s at %s, horizon %d: %d quantiles instead of %d", c.Target, c.Location, h+1, len(values), len(Levels))
		}
		for i, v := range values {
			if v != v || i > 0 && v < values[i-1] {
				return fmt.Errorf("%s at %s, horizon %d: the quantile at level %g is %g, after %g", c.Target, c.Location, h+1, Levels[i], v, values[max(i-1, 0)])
			}
		}
	}
	return nil
}

// Model names who made a forecast as hubs do: abbreviations of team and model,
// letters, digits and underscores.
type Model struct{ Team, Name string }

// ModelOf is haven's model of a scenario: what else a name has becomes
// underscores.
func ModelOf(scenario string) Model {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, scenario)
	return Model{Team: "haven", Name: name}
}

// ID is the model's folder in a hub.
func (m Model) ID() string { return m.Team + "-" + m.Name }

// File is the path of the forecast of a day within a hub, with slashes. Format
// is csv or parquet.
func (m Model) File(origin calendar.Date, format string) string {
	return path.Join("model-output", m.ID(), origin.String()+"-"+m.ID()+"."+format)
}
