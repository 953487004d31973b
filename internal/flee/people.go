package flee

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"haven/scenario"
)

// demographics reads demographics_<attribute>.csv, every file of that name.
func (o *opening) demographics() {
	entries, err := os.ReadDir(o.input)
	if err != nil {
		return // locations.csv told already
	}
	seen := map[string]string{}
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), "demographics_")
		if !ok || e.IsDir() || !strings.HasSuffix(rest, ".csv") {
			continue
		}
		attribute := rest[:strings.IndexAny(rest, "_.")]
		if other := seen[attribute]; other != "" {
			o.warn(o.nameOf(filepath.Join(o.input, e.Name())), 0, 0, fmt.Sprintf("%s describes %s already", other, scenario.Quoted(attribute)), "this file is not read")
			continue
		}
		seen[attribute] = e.Name()
		if t := o.read(filepath.Join(o.input, e.Name()), "it was there a moment ago"); t != nil && len(t.rows) > 0 {
			o.demographic(t, attribute)
		}
	}
}

// demographic reads one attribute: a column of values, one of weights called
// Default, and columns of places with weights of their own.
func (o *opening) demographic(t *table, attribute string) {
	head := &t.rows[0]
	values, defaults := -1, -1
	places := make([]int, len(head.cells))
	for j, name := range head.cells {
		places[j] = -1
		i, known := o.named(name)
		switch {
		case name == attribute && values < 0:
			values = j
		case name == "Default" && defaults < 0:
			defaults = j
		case known:
			places[j] = i
		case name != "" && o.sure():
			o.warn(t.name, 1, j+1, fmt.Sprintf("%s is not in locations.csv", scenario.Quoted(name)), or(scenario.Suggest(name, o.placeNames()), "its column is not read"))
		}
	}
	if attribute == "" || values < 0 || defaults < 0 {
		o.wrong(t.name, 1, 0, "a column is missing", fmt.Sprintf("the first line names %s (the values) and Default (their weights); Flee stops here", scenario.Quoted(attribute)), "")
		return
	}
	at := map[[2]string]int{} // value and place: row
	for i := 1; i < len(t.rows); i++ {
		r := &t.rows[i]
		if len(r.cells) == 0 {
			continue
		}
		for j := range head.cells {
			if places[j] < 0 && j != defaults {
				continue
			}
			weight := 0.0
			if strings.TrimSpace(r.at(j)) != "" {
				var ok bool
				if weight, ok = o.number(t, r, j, "the weight"); ok && weight < 0 {
					o.wrong(t.name, r.line, j+1, fmt.Sprintf("the weight is %g", weight), "allowed: 0 or more", "")
				}
			}
			for _, place := range o.describes(places[j]) {
				key := [2]string{r.at(values), place}
				if k, twice := at[key]; twice {
					o.s.Demographics[k].Weight += weight
					continue
				}
				at[key] = len(o.s.Demographics)
				o.s.Demographics = append(o.s.Demographics, scenario.Demographic{Attribute: attribute, Value: r.at(values), Place: place, Weight: weight, Evidence: cite})
			}
		}
	}
}

// describes are the ids of the places that the column of one describes: all of its name, as in
// Flee; below 0 is the column of weights that hold everywhere else.
func (o *opening) describes(place int) []string {
	if place < 0 {
		return []string{""}
	}
	var ids []string
	for _, i := range o.names[o.s.Places[place].Name] {
		ids = append(ids, o.s.Places[i].ID)
	}
	return ids
}

// agents reads agents.csv where it is asked for. People alike are one row.
func (o *opening) agents() {
	if !o.s.Parameters.Neighbours.ReadFromAgents {
		return
	}
	t := o.read(filepath.Join(o.input, "agents.csv"), "read_from_agents_csv_file asks for it")
	if t == nil {
		return
	}
	if len(t.rows) == 0 || len(t.rows[0].cells) == 0 || t.rows[0].comment() && len(t.rows[0].cells) == 1 {
		o.wrong(t.name, 1, 0, "the first line is no header", "it names location and attributes; Flee stops here", "")
		return
	}
	names := t.rows[0].cells
	for j := 1; j < len(names); j++ {
		if strings.ContainsAny(names[j], " =") || names[j] == "" {
			o.wrong(t.name, 1, j+1, fmt.Sprintf("%s cannot be an attribute", scenario.Quoted(names[j])), "allowed: a word without spaces and =", "")
			return
		}
	}
	seen := map[string]int{}
	for i := 1; i < len(t.rows); i++ {
		r := &t.rows[i]
		if len(r.cells) == 0 || r.comment() {
			continue
		}
		place, ok := o.place(t, r, 0, "Flee stops here")
		if !ok {
			continue
		}
		parts := make([]string, 0, len(names))
		for j := 1; j < min(len(names), len(r.cells)); j++ {
			parts = append(parts, names[j]+"="+strings.ReplaceAll(strings.TrimSpace(r.cells[j]), " ", "_"))
		}
		one := scenario.Resident{Place: o.s.Places[place].ID, Attributes: strings.Join(parts, " "), People: 1, Evidence: cite}
		key := one.Place + "\x00" + one.Attributes
		if k, known := seen[key]; known {
			o.s.Residents[k].People++
			continue
		}
		seen[key] = len(o.s.Residents)
		one.ID = "a" + strconv.Itoa(len(o.s.Residents)+1)
		o.s.Residents = append(o.s.Residents, one)
	}
}

// majorRoutes reads major_routes.csv, which Flee uses with fixed_routes alone.
func (o *opening) majorRoutes() {
	path := filepath.Join(o.input, "major_routes.csv")
	if !o.s.Parameters.Neighbours.FixedRoutes {
		o.idle("major_routes.csv", "Flee uses it with fixed_routes: True")
		return
	}
	t := o.read(path, "")
	if t == nil {
		return
	}
	for i := range t.rows {
		r := &t.rows[i]
		if len(r.cells) == 0 {
			o.warn(t.name, r.line, 0, "an empty line", "Flee stops here; haven skips it")
			continue
		}
		if r.comment() {
			continue
		}
		var ids []string
		for j := range r.cells {
			if r.cells[j] == "" && j > 1 {
				continue
			}
			if place, ok := o.place(t, r, j, "Flee stops here"); ok {
				ids = append(ids, o.s.Places[place].ID)
			}
		}
		if len(r.cells) < 2 {
			o.wrong(t.name, r.line, 1, "a route has two places or more", "names with commas between", "")
			continue
		}
		o.s.MajorRoutes = append(o.s.MajorRoutes, scenario.MajorRoute{ID: "m" + strconv.Itoa(len(o.s.MajorRoutes)+1), Places: strings.Join(ids, " ")})
	}
}
