package flee

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// conflicts reads conflicts.csv: a row a day, a column a place.
func (o *opening) conflicts() {
	why := "it says where there is conflict, a line a day"
	if o.s.Parameters.Neighbours.FloodSpawning() {
		why = "" // Flee never uses it then
	}
	o.series("conflicts.csv", why, func(day calendar.Date, place string, v float64) {
		o.s.Conflicts = append(o.s.Conflicts, scenario.ConflictDay{Date: day, Place: place, Intensity: v, KnownFrom: calendar.None, Evidence: cite})
	})
	if n := &o.s.Parameters.Neighbours; len(o.s.Conflicts) == 0 && !n.FloodSpawning() && len(o.noted.list.Mistakes()) == 0 && !o.anyConflict() {
		does := "Flee stops here"
		if !n.FromRegistrations() {
			does = "as in Flee"
		}
		o.warn(o.nameOf(filepath.Join(o.input, "conflicts.csv")), 0, 0, "there is no conflict at all, so nobody flees", does)
	}
}

// anyConflict says whether a place is in conflict from the start.
func (o *opening) anyConflict() bool {
	for i := range o.s.Settlements {
		if e := &o.s.Settlements[i]; scenario.SettlementKind(e.Type) == "conflict" && e.ConflictDate <= 0 {
			return true
		}
	}
	return false
}

// floods reads flood_level.csv, which has the same layout.
func (o *opening) floods() {
	if !o.s.Parameters.Neighbours.FloodSpawning() {
		o.idle("flood_level.csv", "Flee reads it with flood_zone_spawning_only: True and flood_driven_spawn_mode")
		return
	}
	o.series("flood_level.csv", "it says where the flood stands how high, a line a day", func(day calendar.Date, place string, v float64) {
		o.s.Floods = append(o.s.Floods, scenario.FloodLevel{Date: day, Place: place, Level: v, Evidence: cite})
	})
	if len(o.noted.list.Mistakes()) == 0 {
		o.dry()
	}
}

// idle warns of a file that is there and acts on nothing, unless settings that could not be read may ask for it.
func (o *opening) idle(file, acts string) {
	if o.noted.mistakesIn(o.nameOf(o.settingsPath())) {
		return
	}
	path := filepath.Join(o.input, file)
	if _, err := os.Stat(path); err == nil {
		o.warn(o.nameOf(path), 0, 0, "this file has no effect", acts)
	}
}

// dry warns of floods from which nobody can flee.
func (o *opening) dry() {
	file, n := o.nameOf(filepath.Join(o.input, "flood_level.csv")), &o.s.Parameters.Neighbours
	people := map[string]int64{}
	for i := range o.s.Places {
		people[o.s.Places[i].ID] = o.s.Places[i].Population / int64(max(1, n.Hasten))
	}
	flooded := false
	for i := range o.s.Floods {
		f := &o.s.Floods[i]
		if f.Level < 1 { // levels are cut to whole ones
			continue
		}
		if n.FloodDrivenSpawning != "pop_ratio" || people[f.Place] > 0 {
			return
		}
		flooded = true
	}
	if flooded {
		o.warn(file, 0, 0, "nobody lives where it floods, so nobody flees", "as in Flee; pop_ratio takes a share of the population of places in locations.csv that are flooded")
		return
	}
	o.warn(file, 0, 0, "there is no flood at all, so nobody flees", "as in Flee")
}

// series reads a table of days and places and hands on where a value changes. The line's
// own day number is not read: the first line after the header is day 0.
func (o *opening) series(file, why string, each func(day calendar.Date, place string, v float64)) {
	t := o.readAs(filepath.Join(o.input, file), why, true)
	if t == nil {
		return
	}
	if len(t.rows) > 0 {
		t.rows[0].cut()
	}
	if len(t.rows) == 0 || len(t.rows[0].cells) == 0 {
		o.wrong(t.name, 1, 0, "the first line names no places", "write #Day and the names of places; Flee stops here", "")
		return
	}
	places := o.seriesHeader(t)
	last := make([]float64, len(places))
	days, told, same := 0, false, ""
	for i := 1; i < len(t.rows); i++ {
		r := &t.rows[i]
		if number, values, _ := strings.Cut(r.raw, ","); values != "" {
			if values == same && number == strconv.Itoa(days) { // as on most days
				days++
				continue
			}
			same = values
		} else {
			same = ""
		}
		r.cut()
		if len(r.cells) == 0 {
			o.warn(t.name, r.line, 0, "an empty line", "it is skipped")
			continue
		}
		if !told && strings.TrimSpace(r.cells[0]) != "" {
			if v, ok := plain(strings.TrimSpace(r.cells[0])); ok && v != float64(days) {
				told = true
				o.warn(t.name, r.line, 1, fmt.Sprintf("the line of day %d says day %g", days, v), "days follow each other line by line, and the number is not read")
			}
		}
		if !o.seriesRow(t, r, places, last, days, each) {
			return
		}
		days++
	}
	if o.length > 0 && days < o.length {
		o.warn(t.name, 0, 0, fmt.Sprintf("the table has %d days, and the run %d", days, o.length), "Flee stops there; haven lets the last line hold on")
	}
}

// seriesRow reads one day; false when the rest of the file is not worth reading.
func (o *opening) seriesRow(t *table, r *row, places []int, last []float64, day int, each func(calendar.Date, string, float64)) bool {
	for j := 1; j < len(r.cells); j++ {
		switch {
		case j >= len(places), places[j] == noName:
			if strings.TrimSpace(r.cells[j]) == "" {
				continue
			}
			o.wrong(t.name, r.line, j+1, fmt.Sprintf("%s stands under no name", scenario.Quoted(r.cells[j])), "the first line names the places; Flee stops here", "")
			return false
		case places[j] == unknownName:
			continue
		}
		v, ok := o.number(t, r, j, "the value")
		if !ok {
			if o.noted.files[t.name][scenario.Mistake] >= keptPerFile {
				return false
			}
			continue
		}
		if v == last[j] || day >= o.length {
			continue
		}
		last[j] = v
		for _, i := range o.names[o.s.Places[places[j]].Name] { // Flee sets every place of the name
			each(o.s.Period.From+calendar.Date(day), o.s.Places[i].ID, v)
		}
	}
	for j := len(r.cells); j < len(places); j++ {
		if places[j] >= 0 {
			o.wrong(t.name, r.line, len(r.cells), fmt.Sprintf("the line ends before the column of %s", scenario.Quoted(o.s.Places[places[j]].Name)), "every place has a number on every day; Flee stops here", "")
			return true
		}
	}
	return true
}

// What a column stands for when it is no place.
const (
	noName      = -1 // a blank cell of the header
	unknownName = -2
)

// seriesHeader finds the place of every column.
func (o *opening) seriesHeader(t *table) []int {
	r := &t.rows[0]
	places := make([]int, len(r.cells))
	places[0] = unknownName
	taken := map[int]bool{}
	for j := 1; j < len(r.cells); j++ {
		name := strings.TrimSpace(r.cells[j])
		i, ok := o.named(name)
		switch {
		case name == "":
			places[j] = noName
		case !ok:
			places[j] = unknownName
			if o.sure() {
				o.warn(t.name, r.line, j+1, fmt.Sprintf("%s is not in locations.csv", scenario.Quoted(name)), or(scenario.Suggest(name, o.placeNames()), "its column is not read, as in Flee"))
			}
		case taken[i]:
			places[j] = unknownName
			o.warn(t.name, r.line, j+1, fmt.Sprintf("%s stands twice", scenario.Quoted(name)), "haven reads the first column; Flee takes turns with both, so that its days pass there at half the pace")
		default:
			places[j] = i
			taken[i] = true
		}
	}
	return places
}

// food reads region_attributes_IPC.csv.
func (o *opening) food() {
	if n := &o.s.Parameters.Neighbours; !n.FleeWhenStarving && !n.StarvationSpawning && !n.AvoidFoodDeprived {
		o.idle("region_attributes_IPC.csv", "Flee uses it with flee_when_starving, avoid_food_deprived_locations or starvation_driven_spawning")
	}
	t := o.read(filepath.Join(o.input, "region_attributes_IPC.csv"), "")
	if t == nil || len(t.rows) == 0 || len(t.rows[0].cells) == 0 {
		return
	}
	regions := o.foodRegions(t)
	first, last, before, rows := 0.0, 0.0, 0.0, 0
	for i := 1; i < len(t.rows); i++ {
		r := &t.rows[i]
		if len(r.cells) == 0 {
			continue
		}
		day, ok := o.number(t, r, 0, "the day")
		if !ok {
			continue
		}
		if rows > 0 && day <= before {
			o.wrong(t.name, r.line, 1, fmt.Sprintf("day %g does not come after day %g", day, before), "allowed: days that rise from line to line", "")
			return
		}
		if rows == 0 {
			first = day
		}
		before, last = day, day
		rows++
		for j := 1; j < len(regions); j++ {
			if regions[j] == "" {
				continue
			}
			v, ok := o.number(t, r, j, "the share of people in need")
			if ok && (v < 0 || v > 100) {
				o.wrong(t.name, r.line, j+1, fmt.Sprintf("the share of people in need is %g", v), "allowed: 0 to 100 per cent", "")
			}
			o.s.Food = append(o.s.Food, scenario.FoodSecurity{Day: day, Region: regions[j], IPC: v, Evidence: cite})
		}
	}
	if rows > 0 && o.length > 0 && (first > 0 || last < float64(o.length-1)) {
		o.warn(t.name, 0, 0, fmt.Sprintf("the table goes from day %g to day %g, and the run from 0 to %d", first, last, o.length-1), "Flee stops outside; haven lets the nearest line hold")
	}
}

// foodRegions are the regions of the columns; empty for those that are not read.
func (o *opening) foodRegions(t *table) []string {
	known := map[string]bool{}
	var names []string
	for i := range o.s.Places {
		if r := o.s.Places[i].Admin1; !known[r] {
			known[r] = true
			names = append(names, r)
		}
	}
	regions := make([]string, len(t.rows[0].cells))
	seen := map[string]bool{}
	for j := 1; j < len(regions); j++ {
		name := strings.TrimSpace(t.rows[0].cells[j])
		if name == "" || seen[name] {
			continue
		}
		seen[name] = true
		regions[j] = name
		if _, place := o.named(name); !known[name] && !place && o.sure() {
			o.warn(t.name, 1, j+1, fmt.Sprintf("no place lies in the region %s", scenario.Quoted(name)), or(scenario.Suggest(name, names), "its column has no effect"))
		}
	}
	return regions
}
