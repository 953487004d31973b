package flee

import (
	"fmt"
	"iter"
	"math"
	"path/filepath"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// longestRun bounds the days of a run, as scenario does.
const longestRun = 3660

// period reads sim_period.csv.
func (o *opening) period() {
	t := o.read(filepath.Join(o.input, "sim_period.csv"), "StartDate and Length say which days are simulated")
	if t == nil {
		return
	}
	from, length, lengthAt := calendar.None, int64(0), 0
	for i := range t.rows {
		r := &t.rows[i]
		switch key := strings.ToLower(r.at(0)); {
		case len(r.cells) == 0:
			o.warn(t.name, r.line, 0, "an empty line", "Flee stops here; haven skips it")
		case key == "startdate":
			from, _ = o.date(t, r, 1, "StartDate")
		case key == "length":
			length, _ = o.whole(t, r, 1, "Length")
			lengthAt = r.line
		case !r.comment():
			o.warn(t.name, r.line, 1, fmt.Sprintf("%s is not read", scenario.Quoted(r.at(0))), "known: StartDate, Length")
		}
	}
	if o.noted.mistakesIn(t.name) {
		return
	}
	if !from.Given() || lengthAt == 0 {
		o.wrong(t.name, 0, 0, "StartDate or Length is missing", "two lines: StartDate,2012-02-29 and Length,300", "")
		return
	}
	if until := o.options.Until; until != 0 && until.Given() && until >= from+calendar.Date(max(0, length)) {
		length = int64(until-from) + 1
	}
	if length < 1 || length > longestRun {
		o.wrong(t.name, lengthAt, 2, fmt.Sprintf("the run has %d days", length), fmt.Sprintf("allowed: 1 to %d", longestRun), "")
		return
	}
	o.length = int(length)
	o.s.Period = scenario.Period{From: from, To: from + calendar.Date(length) - 1}
}

// locations reads locations.csv.
func (o *opening) locations() {
	t := o.read(filepath.Join(o.input, "locations.csv"), "it names the places: name, region, country, two coordinates, type, conflict date, population")
	if t == nil {
		return
	}
	header := header(t, 8)
	o.s.Places = make([]scenario.Place, 0, len(t.rows))
	o.s.Settlements = make([]scenario.Settlement, 0, len(t.rows))
	if n := firstComment(t); n != nil {
		o.s.Parameters.Neighbours.LatitudeFirst = strings.HasPrefix(strings.ToLower(strings.TrimSpace(n.at(3))), "lat")
	}
	for r := range o.lines(t, 1, "name") {
		o.location(t, r, header)
	}
	if len(o.s.Places) == 0 && !o.noted.mistakesIn(t.name) {
		o.wrong(t.name, 0, 0, "there are no places", "a line each: name,region,country,x,y,type,conflict date,population", "")
	}
}

// lines are the rows of a table that say something: neither blank nor a comment,
// and with at least so many cells. It tells of those that Flee stops at; cells
// names the ones needed, and what Flee does without them.
func (o *opening) lines(t *table, least int, cells string) iter.Seq[*row] {
	return func(yield func(*row) bool) {
		for i := range t.rows {
			r := &t.rows[i]
			switch {
			case len(r.cells) == 0 || r.comment():
			case r.cells[0] == "":
				o.wrong(t.name, r.line, 1, "the first cell is empty", "Flee stops here", "take the line out, or begin it with #")
			case len(r.cells) < least:
				o.wrong(t.name, r.line, len(r.cells), fmt.Sprintf("the line has %d columns", len(r.cells)), fmt.Sprintf("%d are needed: %s", least, cells), "")
			default:
				if !yield(r) {
					return
				}
			}
		}
	}
}

// header is the first comment that names columns beyond the n-th; nil when there is none.
func header(t *table, n int) []string {
	for i := range t.rows {
		if r := &t.rows[i]; r.comment() && len(r.cells) > n {
			return r.cells
		}
	}
	return nil
}

func firstComment(t *table) *row {
	for i := range t.rows {
		if t.rows[i].comment() {
			return &t.rows[i]
		}
	}
	return nil
}

// location reads one place.
func (o *opening) location(t *table, r *row, header []string) {
	if len(r.cells) < 8 {
		o.wrong(t.name, r.line, len(r.cells), fmt.Sprintf("the line has %d columns", len(r.cells)), "8 are needed: name, region, country, two coordinates, type, conflict date, population; Flee stops here", "")
		return
	}
	if len(r.cells) > max(8, len(header)) {
		o.wrong(t.name, r.line, max(8, len(header))+1, fmt.Sprintf("the line has %d columns, and no header names them", len(r.cells)), "Flee stops here", "name them in a first line that begins with #")
		return
	}
	name := r.cells[0]
	p := scenario.Place{Name: name, Admin1: orUnknown(r.cells[1]), Country: o.country(t, r, 2), Capacity: math.Inf(1), Evidence: cite}
	e := scenario.Settlement{Type: r.cells[5], Intensity: math.NaN(), TradeVolume: math.NaN(), HDI: math.NaN(), Evidence: cite}
	kind := scenario.SettlementKind(e.Type)
	o.coordinates(t, r, &p)
	if r.cells[6] != "" {
		if kind == "conflict" {
			e.ConflictDate, _ = o.whole(t, r, 6, "the conflict date")
		}
	} else if kind == "conflict" {
		o.wrong(t.name, r.line, 7, "the conflict date of a conflict zone is empty", "Flee stops here", "write 0 for a conflict from the start, or the day of its beginning")
	}
	o.people(t, r, &p, kind)
	o.attributes(t, r, header, &e, kind)
	if kind == "" {
		o.warn(t.name, r.line, 6, fmt.Sprintf("type %s is not known", scenario.Quoted(e.Type)), "whoever is there moves on every day, as in Flee; known: camp, idpcamp, conflict_zone, forwarding_hub, marker, flood_zone, town")
	}
	p.Kind = o.kind(kind, e.ConflictDate)
	p.ID = fresh(o.ids, slug(name))
	e.Place = p.ID
	if strings.HasPrefix(p.Country, "X") && p.Country != "XKX" {
		e.CountryName = o.codes[p.Country]
	}
	if len(o.names[name]) > 0 {
		o.warn(t.name, r.line, 1, fmt.Sprintf("there are two places %s", scenario.Quoted(name)), "routes and closures mean the last of them, as in Flee; conflicts, floods and demographics all; registrations the last where people are counted")
	}
	o.names[name] = append(o.names[name], len(o.s.Places))
	o.s.Places = append(o.s.Places, p)
	o.s.Settlements = append(o.s.Settlements, e)
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// kind is the kind of place in places.csv; camp is where people are counted. Flee
// takes every place that hardly anybody leaves for a camp.
func (o *opening) kind(kind string, conflictDate int64) string {
	n := &o.s.Parameters.Neighbours
	const hardly = 0.005
	leave := 1.0
	switch {
	case kind == "conflict" && conflictDate <= 0:
		leave = n.ConflictMoveChance
	case kind == "conflict", kind == "town":
		leave = n.DefaultMoveChance
	}
	switch {
	case isCamp(kind), leave < hardly:
		return "camp"
	case kind == "conflict":
		return "conflict"
	case kind == "forward", kind == "marker":
		return "hub"
	}
	return "town"
}

// people reads the population, or the capacity of a camp.
func (o *opening) people(t *table, r *row, p *scenario.Place, kind string) {
	camp := isCamp(kind)
	if camp {
		p.Capacity = 0 // which is no limit to Flee
	}
	if r.cells[7] == "" {
		return
	}
	n, ok := o.whole(t, r, 7, "the population")
	switch {
	case !ok:
	case camp && n < 0:
		o.warn(t.name, r.line, 8, fmt.Sprintf("the capacity is %d", n), "there is no limit")
		p.Capacity = math.Inf(1)
	case camp:
		p.Capacity = float64(n)
	case n < 0:
		o.wrong(t.name, r.line, 8, fmt.Sprintf("the population is %d", n), "allowed: 0 or more", "")
	default:
		p.Population = n
	}
}

// coordinates reads the two coordinates. The header says which is which; Flee
// takes the first for the longitude whatever it is called.
func (o *opening) coordinates(t *table, r *row, p *scenario.Place) {
	var v [2]float64
	for i := range v {
		if cell := r.cells[3+i]; cell != "" {
			v[i], _ = o.number(t, r, 3+i, "the coordinate")
		}
	}
	p.Lon, p.Lat = v[0], v[1]
	if o.s.Parameters.Neighbours.LatitudeFirst {
		p.Lat, p.Lon = v[0], v[1]
	}
	if math.Abs(p.Lat) > 90 || math.Abs(p.Lon) > 180 {
		o.warn(t.name, r.line, 4, fmt.Sprintf("%g, %g are no coordinates", v[0], v[1]), "the place is put where the globe comes round to them")
		p.Lat, p.Lon = around(p.Lat, p.Lon)
	}
}

// around brings coordinates beyond a pole or the date line back to the same point of the globe.
func around(lat, lon float64) (float64, float64) {
	lat = math.Mod(lat, 360)
	if lat > 180 {
		lat -= 360
	} else if lat < -180 {
		lat += 360
	}
	if lat > 90 {
		lat, lon = 180-lat, lon+180
	} else if lat < -90 {
		lat, lon = -180-lat, lon+180
	}
	lon = math.Mod(lon, 360)
	if lon > 180 {
		lon -= 360
	} else if lon < -180 {
		lon += 360
	}
	return lat, lon
}

// attributes reads the columns after the eighth that Flee acts on.
func (o *opening) attributes(t *table, r *row, header []string, e *scenario.Settlement, kind string) {
	for i := 8; i < len(r.cells); i++ {
		if r.cells[i] == "" {
			continue
		}
		name := header[i]
		switch name {
		case "initial_idps":
			n, ok := o.whole(t, r, i, name)
			switch {
			case ok && n < 0:
				o.wrong(t.name, r.line, i+1, fmt.Sprintf("%s is %d", name, n), "allowed: 0 or more", "")
			case ok && n > 0 && !isCamp(kind):
				o.warn(t.name, r.line, i+1, "initial_idps at a place that is no camp", "Flee puts nobody there")
			case ok:
				e.InitialPeople = n
			}
		case "conflict_intensity":
			if v, ok := o.number(t, r, i, name); ok {
				e.Intensity = v
			}
		case "capacity_per_day":
			e.CapacityPerDay, _ = o.number(t, r, i, name)
		case "trade_volume":
			if v, ok := o.number(t, r, i, name); ok {
				e.TradeVolume = v
			}
		case "hdi":
			if v, ok := o.number(t, r, i, name); ok {
				e.HDI = v
			}
		}
	}
}

// routes reads routes.csv.
func (o *opening) routes() {
	t := o.read(filepath.Join(o.input, "routes.csv"), "it names the links: name1, name2, km, forced redirection")
	if t == nil {
		return
	}
	header := header(t, 4)
	speed, walk := column(header, "max_move_speed"), column(header, "walk_probability")
	taken := make(map[string]bool, len(t.rows))
	o.s.Links = make([]scenario.Link, 0, len(t.rows))
	for r := range o.lines(t, 3, "name1, name2, km; Flee stops here") {
		from, okFrom := o.place(t, r, 0, "Flee ends without a result")
		to, okTo := o.place(t, r, 1, "Flee ends without a result")
		km, ok := o.number(t, r, 2, "the distance")
		l := scenario.Link{Mode: "road", KM: km, CapacityPerDay: math.Inf(1), Unit: "people", BothWays: true, MaxMoveSpeed: math.NaN(), WalkProbability: math.NaN(), Evidence: cite}
		if ok && km < 0 {
			o.wrong(t.name, r.line, 3, fmt.Sprintf("the distance is %g", km), "allowed: 0 or more", "")
		}
		if r.at(3) != "" {
			l.ForcedRedirection, _ = o.whole(t, r, 3, "the forced redirection")
		}
		if speed > 0 {
			if l.MaxMoveSpeed, ok = o.number(t, r, speed, "max_move_speed"); ok && l.MaxMoveSpeed < 0 {
				o.wrong(t.name, r.line, speed+1, "max_move_speed is below 0", "allowed: 0 or more", "")
			}
		}
		if walk > 0 {
			l.WalkProbability, _ = o.number(t, r, walk, "walk_probability")
		}
		if !okFrom || !okTo {
			continue
		}
		a, b := o.s.Places[from].ID, o.s.Places[to].ID
		l.From, l.To = a, b
		l.ID = fresh(taken, shorten(a)+"-"+shorten(b))
		if from == to {
			o.warn(t.name, r.line, 2, fmt.Sprintf("the link leads from %s to itself", scenario.Quoted(r.cells[0])), "it is an option like others, as in Flee")
		}
		o.s.Links = append(o.s.Links, l)
	}
}

// shorten keeps an id of two places within the length of an id.
func shorten(id string) string { return id[:min(len(id), 35)] }

// column is the column of a name in a header, 0 when it is not there or among the first four.
func column(header []string, name string) int {
	for i := 4; i < len(header); i++ {
		if header[i] == name {
			return i
		}
	}
	return 0
}

// sure says whether all places are known, so that a name that is not among
// them is worth telling: else it may be the echo of a mistake in locations.csv.
func (o *opening) sure() bool {
	return len(o.s.Places) > 0 && !o.noted.mistakesIn(o.nameOf(filepath.Join(o.input, "locations.csv")))
}

// named is the index of the place of a name: of several the last, as in Flee.
func (o *opening) named(name string) (int, bool) {
	all := o.names[name]
	if len(all) == 0 {
		return 0, false
	}
	return all[len(all)-1], true
}

// place is the index of a place that a cell names. A name that is not known is
// told, with what Flee does.
func (o *opening) place(t *table, r *row, n int, flee string) (int, bool) {
	name := r.at(n)
	if i, ok := o.named(name); ok {
		return i, true
	}
	if o.sure() {
		o.wrong(t.name, r.line, n+1, fmt.Sprintf("%s is not in locations.csv", scenario.Quoted(name)), "allowed: a name of locations.csv; "+flee, scenario.Suggest(name, o.placeNames()))
	}
	return 0, false
}
