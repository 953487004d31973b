package results

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"sync"

	"haven/internal/calendar"
	"haven/scenario"
)

// Run is a run folder, opened for reading. Tables are read when first asked
// for and kept. It is safe for concurrent use; nothing it returns may be changed.
type Run struct {
	Dir      string
	Manifest *Manifest
	Scenario *scenario.Scenario // as run

	mu     sync.Mutex
	tables map[string]*data
	daily  map[string][]*Daily
}

// Open opens a run folder. It reads manifest and scenario; an error says what
// is missing, damaged, or written by a newer haven.
func Open(dir string) (*Run, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	sc, err := scenario.Load(filepath.Join(dir, "scenario"))
	if err != nil {
		return nil, fmt.Errorf("the scenario that %s was run with cannot be read: %w", dir, err)
	}
	return &Run{Dir: dir, Manifest: m, Scenario: sc, tables: map[string]*data{}, daily: map[string][]*Daily{}}, nil
}

// table reads a table, once.
func (r *Run) table(name string) (*data, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if d, ok := r.tables[name]; ok {
		return d, nil
	}
	d, err := r.read(name, nil)
	if err == nil {
		r.tables[name] = d
	}
	return d, err
}

func (r *Run) read(name string, keep func(Column) bool) (*data, error) {
	info := r.Manifest.table(name)
	if info == nil {
		return nil, fmt.Errorf("%s has no table %s; %s does not list it", r.Dir, name, ManifestFile)
	}
	return readTable(r.Dir, info, keep)
}

// readDaily reads what Daily needs of a daily table. In a run of one member
// all figures of a row are the same, and are kept once.
func (r *Run) readDaily(t *Table) (*data, error) {
	alone := r.Manifest.Members == 1
	d, err := r.read(t.Name, func(c Column) bool {
		switch {
		case c.Type == Text:
			return c.Name == t.Columns[1].Name || slices.Contains([]string{"measure", "by", "callup", "unit"}, c.Name)
		case alone && c.Type == Number:
			return c.Name == "mean"
		}
		return true
	})
	if err == nil && alone {
		for _, q := range quantileColumns {
			d.numbers[q] = d.numbers["mean"]
		}
	}
	return d, err
}

// Daily are the figures by day of a measure by a kind of entity (see
// Measures). A measure the run has not is nil without an error.
func (r *Run) Daily(measure, by string) (*Daily, error) {
	list, err := r.AllDaily(by)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		if d.Measure == measure {
			return d, nil
		}
	}
	return nil, nil
}

// AllDaily are the figures by day of all measures of one kind of entity, in
// the order of the table.
func (r *Run) AllDaily(by string) ([]*Daily, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if list, ok := r.daily[by]; ok {
		return list, nil
	}
	t := tableBy(by)
	if t == nil {
		return nil, fmt.Errorf("there are no figures by %s", by)
	}
	d, err := r.readDaily(t)
	if err != nil {
		return nil, err
	}
	list, err := split(t, d, by)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(r.Dir, tableFile(t.Name)), err)
	}
	r.daily[by] = list
	return list, nil
}

// split takes a daily table apart into its measures. Rows of one measure lie
// together, entity by entity, and every entity has the same days.
func split(t *Table, d *data, by string) ([]*Daily, error) {
	measures, bys, dates := d.texts["measure"], d.texts["by"], d.dates["date"]
	var list []*Daily
	for from := 0; from < d.rows; {
		measure, to := measures.at(from)
		is := by
		if bys != nil {
			var end int
			is, end = bys.at(from)
			to = min(to, end)
		}
		if is == by {
			days := 1
			for from+days < to && dates[from+days] == dates[from]+calendar.Date(days) {
				days++
			}
			if (to-from)%days != 0 {
				return nil, fmt.Errorf("measure %s has %d rows, which are not whole periods of %d days", measure, to-from, days)
			}
			daily := &Daily{
				Measure: measure, By: by, Unit: d.text("unit", from), From: dates[from], Days: days,
				Band: d.band(from, to), Members: d.wholes["members"][from:to],
			}
			for row := from; row < to; row += days {
				daily.Entities = append(daily.Entities, entityOf(t, d, row))
			}
			list = append(list, daily)
		}
		from = to
	}
	return list, nil
}

// entityOf puts an entity's id together from the columns that name it.
func entityOf(t *Table, d *data, row int) string {
	id := d.text(t.Columns[1].Name, row)
	if d.texts["callup"] != nil {
		id += "/" + d.text("callup", row)
	}
	return id
}

// Totals are the sums over the period.
func (r *Run) Totals() ([]Total, error) {
	d, err := r.table("totals")
	if err != nil {
		return nil, err
	}
	list := make([]Total, d.rows)
	for i := range list {
		list[i] = Total{
			Measure: d.text("measure", i), By: d.text("by", i), Entity: d.text("entity", i), Unit: d.text("unit", i),
			Members: d.wholes["members"][i], Figure: d.figure(i),
		}
	}
	return list, nil
}

// Peaks are the highest days.
func (r *Run) Peaks() ([]Peak, error) {
	d, err := r.table("peaks")
	if err != nil {
		return nil, err
	}
	list := make([]Peak, d.rows)
	for i := range list {
		list[i] = Peak{
			Measure: d.text("measure", i), By: d.text("by", i), Entity: d.text("entity", i), Unit: d.text("unit", i),
			Members: d.wholes["members"][i], Height: d.figure(i), WithDay: d.wholes["with_day"][i],
			Day: Figure{
				Mean: math.NaN(), Q05: d.numbers["day_q05"][i], Q25: d.numbers["day_q25"][i], Q50: d.numbers["day_q50"][i],
				Q75: d.numbers["day_q75"][i], Q95: d.numbers["day_q95"][i],
			},
		}
	}
	return list, nil
}

// Exceedance are the chances that reception capacities are exceeded.
func (r *Run) Exceedance() ([]Exceedance, error) {
	d, err := r.table("exceedance")
	if err != nil {
		return nil, err
	}
	list := make([]Exceedance, d.rows)
	for i := range list {
		list[i] = Exceedance{
			Place: d.text("place", i), Country: d.text("country", i), Date: d.dates["date"][i],
			Capacity: d.numbers["capacity"][i], Chance: d.numbers["chance"][i],
		}
	}
	return list, nil
}

// Observations are the reported figures beside the simulated ones.
func (r *Run) Observations() ([]Observation, error) {
	d, err := r.table("observations")
	if err != nil {
		return nil, err
	}
	all := r.Scenario.Reported()
	reported := make(map[string]*scenario.Observation, len(all))
	for i := range all {
		reported[all[i].ID] = &all[i]
	}
	list := make([]Observation, d.rows)
	for i := range list {
		o := &list[i]
		if from := reported[d.text("id", i)]; from != nil {
			o.Observation = *from // whose, scope and known_from stand in the scenario only
		}
		text := func(column string) string { return d.text(column, i) }
		number := func(column string) float64 { return d.numbers[column][i] }
		o.ID, o.Place, o.Country, o.Measure = text("id"), text("place"), text("country"), text("measure")
		o.Kind, o.Unit, o.Value, o.Evidence = text("kind"), text("unit"), number("value"), text("evidence")
		o.DateFrom, o.DateTo = d.dates["date_from"][i], d.dates["date_to"][i]
		o.Low, o.High = orInf(number("low"), -1), orInf(number("high"), 1)
		o.Partner, o.How, o.Reason = text("partner"), text("how"), text("reason")
		o.Members, o.Simulated = int(d.wholes["members"][i]), d.figure(i)
		o.Inside50, o.Inside90 = text("inside50") == "yes", text("inside90") == "yes"
		o.Below, o.Ratio = number("below"), number("ratio")
		o.CRPS, o.LogCRPS = number("crps"), number("crps_log")
	}
	return list, nil
}

// orInf turns an empty end of a range into an infinite one.
func orInf(x float64, sign int) float64 {
	if math.IsNaN(x) {
		return math.Inf(sign)
	}
	return x
}

// Draws are the parameters that each member ran with, by address.
func (r *Run) Draws() (map[string][]float64, error) {
	d, err := r.table("members")
	if err != nil {
		return nil, err
	}
	draws := map[string][]float64{}
	for i := range d.rows {
		address := d.text("address", i)
		draws[address] = append(draws[address], d.numbers["value"][i])
	}
	return draws, nil
}
