package flee

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// sourceData is where data_layout.csv is.
func (o *opening) sourceData() string {
	if o.options.SourceData != "" {
		return o.options.SourceData
	}
	for _, dir := range []string{filepath.Join(o.dir, "source_data"), filepath.Join(o.dir, "..", "source_data"), o.dir} {
		if _, err := os.Stat(filepath.Join(dir, "data_layout.csv")); err == nil {
			return dir
		}
	}
	return filepath.Join(o.dir, "source_data")
}

// registrations reads data_layout.csv and the files that it names.
func (o *opening) registrations() {
	dir := o.sourceData()
	t := o.read(filepath.Join(dir, "data_layout.csv"), "it names the registrations: label, file; --source-data says where it is")
	if t == nil {
		return
	}
	labels, slugs := map[string]bool{}, map[string]bool{}
	for i := range t.rows {
		r := &t.rows[i]
		if len(r.cells) < 2 || r.comment() {
			continue
		}
		label := r.cells[0]
		if len(labels) == 0 {
			o.firstRow(t, r)
		}
		if labels[label] {
			o.warn(t.name, r.line, 1, fmt.Sprintf("%s stands twice", scenario.Quoted(label)), "its people are counted twice, as in Flee")
			label = fresh(labels, label)
		}
		labels[label] = true
		one := scenario.Registration{Label: label, Evidence: cite}
		if at, ok := o.counted(label); ok {
			one.Place = o.s.Places[at].ID
		} else if len(slugs) > 0 && o.sure() { // the first is the total
			does := "its registrations make people flee who can never get there, as in Flee"
			if !o.s.Parameters.Neighbours.FromRegistrations() {
				does = "its registrations count for nothing"
			}
			o.warn(t.name, r.line, 1, fmt.Sprintf("%s is not in locations.csv", scenario.Quoted(label)), or(scenario.Suggest(label, o.placeNames()), does))
		}
		name := fresh(slugs, slug(label))
		n := 0
		for j := 1; j < len(r.cells); j++ {
			if r.cells[j] == "" {
				o.warn(t.name, r.line, j+1, "the name of a file is empty", "Flee stops here; haven skips it")
				continue
			}
			o.dataFile(t, r, j, filepath.Join(dir, r.cells[j]), name, &n, &one)
			one.List++
		}
	}
	if len(labels) == 0 && o.s.Parameters.Neighbours.FromRegistrations() && !o.noted.mistakesIn(t.name) {
		o.wrong(t.name, 0, 0, "no registrations are named", "a line each: label,file; the first is the total; Flee stops here", "")
	}
	if len(labels) > 0 && len(o.noted.list.Mistakes()) == 0 {
		o.uncounted(t.name, labels)
	}
}

// firstRow warns where what Flee takes for the total is a place.
func (o *opening) firstRow(t *table, r *row) {
	n := &o.s.Parameters.Neighbours
	if _, place := o.named(r.cells[0]); place && n.FromRegistrations() && n.SumFromCamps && !o.without("first-row-is-total") {
		o.warn(t.name, r.line, 1, fmt.Sprintf("the first row is %s, and Flee takes it for the total whatever it is called", scenario.Quoted(r.cells[0])), "nobody flees for the registrations there; put the row of the total first, or give --without-quirk first-row-is-total")
	}
}

// counted is the place that a label's people are held against. Of several of one name, of which Flee prints the label
// beside each, it is the last where people are counted.
func (o *opening) counted(label string) (int, bool) {
	all := o.names[label]
	for k := len(all) - 1; k >= 0; k-- {
		if o.s.Parameters.Neighbours.FloodSpawning() || o.s.Places[all[k]].Kind == "camp" {
			return all[k], true
		}
	}
	return o.named(label)
}

// uncounted warns of camps without registrations. With floods every place needs some, and most may have none.
func (o *opening) uncounted(file string, labels map[string]bool) {
	var missing []string
	for _, i := range o.s.Outputs() {
		if name := o.s.Places[i].Name; !labels[name] {
			missing = append(missing, scenario.Quoted(name))
		}
	}
	const told = 5
	if more := len(missing) - told; more > 1 {
		missing = append(missing[:told], fmt.Sprintf("%d others", more))
	}
	if n := len(missing); n > 0 {
		names := missing[n-1]
		if n > 1 {
			names = strings.Join(missing[:n-1], ", ") + " and " + names
		}
		o.warn(file, 0, 0, "there are no registrations of "+names, "Flee stops here; haven takes 0")
	}
}

// dataFile reads one list of registrations: date, count.
func (o *opening) dataFile(layout *table, of *row, n int, path, id string, number *int, like *scenario.Registration) {
	t := o.read(path, "")
	if t == nil {
		if !o.noted.mistakesIn(o.nameOf(path)) {
			o.wrong(layout.name, of.line, n+1, fmt.Sprintf("there is no file %s", scenario.Quoted(of.cells[n])), "allowed: a file beside data_layout.csv; Flee stops here", "")
		}
		return
	}
	before := len(o.s.Registrations)
	for i := range t.rows {
		r := &t.rows[i]
		if len(r.cells) == 1 && !r.comment() && strings.TrimSpace(r.cells[0]) != "" {
			o.warn(t.name, r.line, 1, fmt.Sprintf("the line %s has no comma between a date and a count", scenario.Quoted(r.cells[0])), "it counts for nothing, as in Flee")
		}
		if len(r.cells) < 2 || r.comment() || r.cells[1] == "" || i == 0 && (r.cells[0] == "Date" || r.cells[0] == "DateTime") {
			continue
		}
		date, ok := o.date(t, r, 0, "the date")
		people, okPeople := o.whole(t, r, 1, "the count")
		if !ok || !okPeople {
			continue
		}
		if people < 0 {
			o.wrong(t.name, r.line, 2, fmt.Sprintf("the count is %d", people), "allowed: 0 or more", "leave it empty where nobody counted")
			continue
		}
		if len(r.cells) > 2 && isThousands(r.cells[2]) {
			o.warn(t.name, r.line, 2, fmt.Sprintf("the count is read as %d, and %s after it is passed over, as in Flee", people, scenario.Quoted(r.cells[2])), "if it is one number, write it without a comma")
		}
		o.countedTwice(t, r, o.s.Registrations[before:], date, float64(people))
		*number++
		one := *like
		one.ID, one.Date, one.People = id+"_"+strconv.Itoa(*number), date, float64(people)
		o.s.Registrations = append(o.s.Registrations, one)
	}
	if len(o.s.Registrations) == before && !o.noted.mistakesIn(t.name) {
		o.wrong(t.name, 0, 0, "the file holds no counts", "lines of a date and a count, such as 2012-02-29,20075; Flee stops here", "")
	}
}

// isThousands says whether a cell may be the last three digits of a number that was cut at its comma.
func isThousands(cell string) bool {
	return len(cell) == 3 && strings.Trim(cell, "0123456789") == ""
}

// countedTwice warns of a day that has another count on an earlier line of its list.
func (o *opening) countedTwice(t *table, r *row, earlier []scenario.Registration, date calendar.Date, people float64) {
	for i := range earlier {
		if e := &earlier[i]; e.Date == date && e.People != people {
			o.warn(t.name, r.line, 2, fmt.Sprintf("%s is counted twice, as %.0f and as %.0f", date, e.People, people), "the later line holds, as in Flee")
			return
		}
	}
}

// corrections reads registration_corrections.csv.
func (o *opening) corrections() {
	t := o.read(filepath.Join(o.input, "registration_corrections.csv"), "")
	if t == nil {
		return
	}
	labels := map[string]bool{}
	var names []string
	for i := range o.s.Registrations {
		if l := o.s.Registrations[i].Label; !labels[l] {
			labels[l] = true
			names = append(names, l)
		}
	}
	for i := range t.rows {
		r := &t.rows[i]
		if len(r.cells) < 2 {
			continue
		}
		if r.comment() {
			o.warn(t.name, r.line, 1, "a comment", "Flee stops here; haven skips it")
			continue
		}
		if !labels[r.cells[0]] {
			o.wrong(t.name, r.line, 1, fmt.Sprintf("%s is not in data_layout.csv", scenario.Quoted(r.cells[0])), "allowed: a label of data_layout.csv; Flee stops here", scenario.Suggest(r.cells[0], names))
			continue
		}
		if date, ok := o.date(t, r, 1, "the date"); ok {
			if o.length > 0 && date < o.s.Period.From {
				o.warn(t.name, r.line, 2, fmt.Sprintf("%s lies before the run, which begins on %s", r.cells[1], o.s.Period.From), "the line has no effect, as in Flee")
			}
			o.correctionLines = append(o.correctionLines, r.line)
			o.s.Corrections = append(o.s.Corrections, scenario.RegistrationCorrection{ID: "k" + strconv.Itoa(len(o.s.Corrections)+1), Label: r.cells[0], Date: date})
		}
	}
}

// readable makes the register once and tells what Flee stops at in loading it.
func (o *opening) readable() {
	if len(o.noted.list.Mistakes()) > 0 {
		return // it may be their echo
	}
	var wrong *scenario.RegisterError
	if _, err := scenario.NewRegister(o.s); !errors.As(err, &wrong) {
		return
	}
	file, line, column := o.nameOf(filepath.Join(o.sourceData(), "data_layout.csv")), 0, 0
	if wrong.Table.Name == "registration_corrections" {
		file = o.nameOf(filepath.Join(o.input, "registration_corrections.csv"))
		line = o.correctionLines[wrong.Row]
		column = map[string]int{"label": 1, "date": 2}[wrong.Column]
	}
	o.wrong(file, line, column, strings.ReplaceAll(wrong.Message, "registrations.csv", "data_layout.csv"), "Flee stops here", strings.ReplaceAll(wrong.Suggestion, "registrations.csv", "the file of the label"))
}
