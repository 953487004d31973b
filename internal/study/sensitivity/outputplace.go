package sensitivity

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"haven/scenario"
)

// byBorder are counts that exports do not give by lane either.
var byBorder = []string{"turned_back_exit", "barred"}

// place finds the entities that the output adds up: one that is named, those of a country or
// of a crossing, or all.
func (r *resolver) place(o *Output) error {
	known, kept := map[string]bool{}, map[string]bool{}
	for _, match := range r.matches(o.Place) {
		for i := range r.rec.Series {
			s := &r.rec.Series[i]
			if s.Measure != o.Series || match.by != nil && !slices.Contains(match.by, s.By) {
				continue
			}
			var found []int
			for e, id := range s.Entities {
				if place, callup, ok := strings.Cut(id, "/"); !ok {
					known[id] = true
				} else if c := r.country[place]; c != "" { // by what is kept of a group it is told for countries only
					kept[c+"/"+callup] = true
				}
				if match.is(id) {
					found = append(found, e)
				}
			}
			if found == nil {
				continue
			}
			if s.By == "lane" && o.Place != "" && slices.Contains(byBorder, o.Series) {
				return fmt.Errorf("%s is not shown by crossing, because only people liable to call-up stand on exit lists; take it over all borders: %s", o.Series, o.Measure)
			}
			o.series, o.entities, o.By, o.Unit = i, found, s.By, s.Unit
			o.Counts = s.Unit == "people" || s.Unit == "seats"
			if len(found) > 1 && !o.Counts {
				return fmt.Errorf("%s (%s) cannot be added up over %d places; name one, such as %s@%s", o.Series, s.Unit, len(found), o.Measure, s.Entities[found[0]])
			}
			return nil
		}
	}
	return r.noPlace(o, known, kept)
}

// noPlace says where the output is counted: known are entities, kept are countries with what is
// kept of a group.
func (r *resolver) noPlace(o *Output, known, kept map[string]bool) error {
	var names []string
	for id := range known {
		names = append(names, id)
		if c := r.country[id]; c != "" {
			names = append(names, c)
		}
		if p := r.lanes[id]; p != "" {
			names = append(names, p)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	groups := slices.Sorted(maps.Keys(kept))
	message := fmt.Sprintf("%s is counted nowhere that is called %s", o.Series, scenario.Quoted(o.Place))
	if s := scenario.Suggest(o.Place, slices.Concat(names, groups)); s != "" {
		return errors.New(message + "; " + s)
	}
	country, _, ok := strings.Cut(o.Place, "/")
	if own := slices.DeleteFunc(slices.Clone(groups), func(g string) bool { return !strings.HasPrefix(g, country+"/") }); ok && len(own) > 0 {
		return fmt.Errorf("%s; there are %s", message, strings.Join(append([]string{country}, own...), ", "))
	}
	const most = 12
	list := strings.Join(names, ", ")
	if len(names) > most {
		list = fmt.Sprintf("%s, ... (%d in all)", strings.Join(names[:most], ", "), len(names))
	}
	if len(groups) > 0 {
		list += ", and of a country those with what is kept of a group, such as " + groups[0]
	}
	return fmt.Errorf("%s; there are %s", message, list)
}

// match is one way in which a place may be meant.
type match struct {
	by []string // kinds of series that it is looked for in; nil: all
	is func(entity string) bool
}

// matches are the ways in which a place may be meant, the nearest first.
func (r *resolver) matches(place string) []match {
	if place == "" {
		every := func(string) bool { return true }
		// Counts of what is counted by several kinds of entity are the same sums;
		// those of whole countries come before places, whose stock would count camps twice.
		return []match{{[]string{"model"}, every}, {[]string{"destination"}, every}, {[]string{"country", "origin", "lane", "service", "link", "place"}, every}}
	}
	return []match{
		{[]string{"destination", "country", "origin", "lane", "service", "link", "place", "model"}, func(id string) bool { return id == place }},
		{[]string{"destination", "origin", "place"}, func(id string) bool { return r.country[id] == place }},
		{[]string{"lane"}, func(id string) bool { return r.lanes[id] == place }},
		// What is kept of a group is told by country of arrival only, as everywhere.
		{[]string{"destination_callup"}, func(id string) bool {
			at, callup, _ := strings.Cut(id, "/")
			return r.country[at]+"/"+callup == place
		}},
	}
}

// label says in words what the output is.
func (r *resolver) label(o *Output) string {
	what := strings.ReplaceAll(o.Series, "_", " ")
	if o.Place != "" {
		what += " " + r.where(o)
	}
	switch o.Reading {
	case OnDay:
		return what + " on " + o.Day.Time().Format("2 January 2006")
	case ToDate:
		return what + " up to " + o.Day.Time().Format("2 January 2006")
	case Peak:
		return what + " on the highest day"
	case PeakDay:
		return "the highest day of " + what
	}
	return what + " in all, " + r.sc.Period.From.Time().Format("2 January 2006") + " to " + r.sc.Period.To.Time().Format("2 January 2006")
}

// where names a place for people; the code of a country stays for the page to name.
func (r *resolver) where(o *Output) string {
	if place, callup, ok := strings.Cut(o.Place, "/"); ok {
		return "in " + nameOf(r.sc, place) + " (" + callup + ")"
	}
	switch o.By {
	case "lane":
		for i := range r.sc.Crossings {
			if c := &r.sc.Crossings[i]; c.ID == o.Place {
				return "at " + nameOf(r.sc, c.Place) + " (" + c.Lane + ")"
			}
		}
	case "service", "link":
		return "on " + o.Place
	case "origin":
		return "from " + nameOf(r.sc, o.Place)
	}
	return "in " + nameOf(r.sc, o.Place)
}
