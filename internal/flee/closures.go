package flee

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"haven/internal/calendar"
	"haven/scenario"
)

// day is the date of a day of the run; a day that never comes is not given.
func (o *opening) day(n int64) calendar.Date {
	if n < 0 || n > 2*longestRun {
		return calendar.None
	}
	return o.s.Period.From + calendar.Date(n)
}

// closures reads closures.csv.
func (o *opening) closures() {
	t := o.read(filepath.Join(o.input, "closures.csv"), "it says what closes when; a file without closures has its header alone")
	if t == nil {
		return
	}
	for r := range o.lines(t, 5, "type, name1, name2, start, end; Flee stops here") {
		start, ok := o.whole(t, r, 3, "the start")
		end, okEnd := o.whole(t, r, 4, "the end")
		if !ok || !okEnd || o.length == 0 {
			continue
		}
		c := scenario.Closure{ID: "c" + strconv.Itoa(len(o.s.Closures)+1), Kind: r.cells[0], Closes: o.day(start), Opens: o.day(end)}
		if !slices.Contains(scenario.ClosureKinds, c.Kind) {
			o.warn(t.name, r.line, 1, fmt.Sprintf("closing a %s does nothing", scenario.Quoted(c.Kind)), "known: country, location, link, camp, idpcamp")
			if c.Kind == "" {
				continue
			}
		}
		o.closedNames(t, r, &c)
		if c.Kind != "remove_forced_redirection" {
			o.closedDays(t, r, start, end)
		}
		o.s.Closures = append(o.s.Closures, c)
	}
}

// closedDays warns of days that do not come.
func (o *opening) closedDays(t *table, r *row, start, end int64) {
	switch {
	case start < 0:
		o.warn(t.name, r.line, 4, fmt.Sprintf("it closes on day %d, which never comes", start), "days count from 0")
	case start >= int64(o.length):
		o.warn(t.name, r.line, 4, fmt.Sprintf("it closes on day %d, and the run has %d days", start, o.length), "it stays open")
	case end >= 0 && end < start:
		o.warn(t.name, r.line, 5, fmt.Sprintf("it opens on day %d, before it closes on day %d", end, start), "it stays closed to the end, as in Flee")
	}
}

// closedNames reads what is closed.
func (o *opening) closedNames(t *table, r *row, c *scenario.Closure) {
	first, second := r.cells[1], r.cells[2]
	switch c.Kind {
	case "country":
		c.First, c.Second = o.closedCountry(t, r, 1), o.closedCountry(t, r, 2)
	case "link":
		c.First, c.Second = o.closedPlace(t, r, 1, true), o.closedPlace(t, r, 2, true)
		if !o.sure() {
			return
		}
		if !o.linked(c.First, c.Second) {
			o.warn(t.name, r.line, 2, fmt.Sprintf("there is no link between %s and %s", scenario.Quoted(first), scenario.Quoted(second)), "nothing closes, and Flee does not tell")
		} else if !o.without("link-closures-dead") && (len(first) > 1 || len(second) > 1) {
			o.warn(t.name, r.line, 1, "closing a link has no effect in Flee", "--without-quirk link-closures-dead closes it")
		}
	case "location", "camp", "idpcamp":
		c.First = o.closedPlace(t, r, 1, false)
	case "remove_forced_redirection":
		c.First, c.Second = o.closedPlace(t, r, 1, true), o.closedPlace(t, r, 2, true)
		o.warn(t.name, r.line, 1, "remove_forced_redirection has no effect in Flee", "a forced redirection never redirects anybody there")
	default:
		c.First, c.Second = first, second
	}
}

func (o *opening) closedCountry(t *table, r *row, n int) string {
	if code, ok := o.countries[orUnknown(r.cells[n])]; ok && r.cells[n] != "" {
		return code
	}
	known := make([]string, 0, len(o.countries))
	for name := range o.countries {
		known = append(known, name)
	}
	slices.Sort(known)
	if o.sure() {
		o.warn(t.name, r.line, n+1, fmt.Sprintf("no place lies in %s", scenario.Quoted(r.cells[n])), or(scenario.Suggest(r.cells[n], known), "nothing closes, and Flee does not tell"))
	}
	return o.unknown(r.cells[n])
}

// closedPlace is the id of a place that is closed; a name that is not known
// stays as it is, because Flee then closes the first place.
func (o *opening) closedPlace(t *table, r *row, n int, quiet bool) string {
	name := r.cells[n]
	if i, ok := o.named(name); ok {
		return o.s.Places[i].ID
	}
	if !quiet && o.sure() {
		does := fmt.Sprintf("Flee closes %s instead, the first of locations.csv", scenario.Quoted(o.s.Places[0].Name))
		if o.without("unknown-closes-first") {
			does = "nothing closes"
		}
		if hint := scenario.Suggest(name, o.placeNames()); hint != "" {
			does = hint + " " + does
		}
		o.warn(t.name, r.line, n+1, fmt.Sprintf("%s is not in locations.csv", scenario.Quoted(name)), does)
	}
	return o.unknown(name)
}

// unknown keeps a name that is not known from being taken for a place's id or
// a country's code.
func (o *opening) unknown(name string) string {
	if o.ids[name] || o.codes[name] != "" {
		return name + "?"
	}
	return name
}

func (o *opening) linked(a, b string) bool {
	return slices.ContainsFunc(o.s.Links, func(l scenario.Link) bool { return l.From == a && l.To == b || l.From == b && l.To == a })
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// changes reads location_changes.csv. Flee reads it from its working directory;
// haven from the folder.
func (o *opening) changes() {
	path := filepath.Join(o.dir, "location_changes.csv")
	if within := filepath.Join(o.input, "location_changes.csv"); within != path {
		if _, err := os.Stat(within); err == nil {
			if _, err := os.Stat(path); err != nil {
				path = within
				o.warn(o.nameOf(path), 0, 0, "Flee reads location_changes.csv from its working directory, not from here", "haven reads it")
			}
		}
	}
	t := o.read(path, "")
	if t == nil {
		return
	}
	type key struct {
		place int
		day   int64
	}
	seen := map[key]int{}
	for r := range o.lines(t, 3, "name, new type, day") {
		place, ok := o.place(t, r, 0, "Flee stops here")
		day, okDay := o.whole(t, r, 2, "the day")
		if scenario.SettlementKind(r.cells[1]) == "" {
			o.wrong(t.name, r.line, 2, fmt.Sprintf("type %s is not known", scenario.Quoted(r.cells[1])), "allowed: camp, idpcamp, conflict_zone, forwarding_hub, marker, flood_zone, town; Flee stops here", "")
			continue
		}
		if !ok || !okDay || o.length == 0 {
			continue
		}
		if day < 0 || day >= int64(o.length) {
			o.warn(t.name, r.line, 3, fmt.Sprintf("day %d is no day of the run, which has %d", day, o.length), "the line has no effect")
			continue
		}
		change := scenario.SettlementChange{Date: o.day(day), Place: o.s.Places[place].ID, Type: r.cells[1]}
		if at, twice := seen[key{place, day}]; twice {
			o.warn(t.name, r.line, 1, fmt.Sprintf("%s changes twice on day %d", scenario.Quoted(r.cells[0]), day), "the last one counts")
			o.s.SettlementChanges[at] = change
			continue
		}
		seen[key{place, day}] = len(o.s.SettlementChanges)
		o.s.SettlementChanges = append(o.s.SettlementChanges, change)
	}
}
