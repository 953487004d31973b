package exchange

import (
	"fmt"
	"hash/fnv"
	"sort"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// figures collects observations and holds them against each other and against those of
// the scenario: the same figure again adds nothing, another one for the same place, days, measure and
// people contradicts.
type figures struct {
	job   *job
	have  map[string]*scenario.Observation // of the scenario
	fresh map[string]int                   // line, by id
	list  []scenario.Observation
}

func newFigures(j *job) *figures {
	f := &figures{job: j, have: map[string]*scenario.Observation{}, fresh: map[string]int{}}
	for i := range j.s.Observations {
		f.have[j.s.Observations[i].ID] = &j.s.Observations[i]
	}
	return f
}

// figure is what a row says.
type figure struct {
	place    string
	from, to calendar.Date
	value    float64
	whose    string // ISO 3166-1 alpha-3, or all
	measure  string // empty: what the user said, else stock
	scope    string // in words
	kind     string // tells figures of one place and day apart that count different people; part of the id
	known    calendar.Date
	least    bool // a part of the sum is withheld: it is more than the value
}

// add takes a figure; r and field say where it stands.
func (f *figures) add(r *record, field string, x figure) {
	j := f.job
	if j.o.Whose != "" {
		x.whose = j.o.Whose
	}
	if x.measure == "" {
		x.measure = "stock"
		if j.o.Measure != "" {
			x.measure = j.o.Measure
		}
	}
	if j.o.Since.Given() && x.measure != "stock" {
		if x.to < j.o.Since {
			j.wrong(r, field, &trouble{fmt.Sprintf("%s lies before %s, since when the figures count", x.to, j.o.Since), "", "leave --since out, or the row"})
			return
		}
		x.from = j.o.Since
	}
	if x.measure == "stock" {
		x.from = x.to
	}
	if x.value > largestCount { // of a sum, whose parts may each be few enough
		j.wrong(r, field, &trouble{fmt.Sprintf("%.0f people are more than live", x.value), "", ""})
		return
	}
	kind := "point"
	if x.least {
		kind = "more_than"
	}
	o := scenario.Observation{
		ID: x.id(j.o.Publisher), DateFrom: x.from, DateTo: x.to, Place: x.place, Measure: x.measure, Value: x.value,
		Kind: kind, Unit: "people", Whose: x.whose, Scope: x.scope, KnownFrom: x.known,
	}
	if have := f.have[o.ID]; have != nil {
		if have.Value == o.Value && have.Kind == o.Kind {
			j.res.Same++
			return
		}
		j.wrong(r, field, &trouble{fmt.Sprintf("%s people, where %s of observations.csv says %s for the same place, day and measure", peopleText(&o), have.ID, peopleText(have)), "allowed: one figure", "which is right? take the other out of observations.csv, or this row out of the file"})
		return
	}
	if at, again := f.fresh[o.ID]; again {
		before := &f.list[at]
		if before.Value == o.Value && before.Kind == o.Kind {
			j.res.Same++
			return
		}
		j.wrong(r, field, &trouble{fmt.Sprintf("%s people, where an earlier row says %s for the same place (%s), day (%s) and measure", peopleText(&o), peopleText(before), o.Place, o.DateTo), "allowed: one figure", "do the rows count different people? a column for whom they count tells them apart"})
		return
	}
	f.fresh[o.ID] = len(f.list)
	f.list = append(f.list, o)
	if x.least {
		j.res.Partly++
	}
}

// finish hands the new observations over, in the order of days and places.
func (f *figures) finish() {
	sort.SliceStable(f.list, func(a, b int) bool {
		x, y := &f.list[a], &f.list[b]
		if x.DateTo != y.DateTo {
			return x.DateTo < y.DateTo
		}
		return x.ID < y.ID
	})
	for i := range f.list {
		o := &f.list[i]
		o.Evidence = f.job.cite(o.DateFrom, o.DateTo, o.KnownFrom)
	}
	f.job.res.Addition.Observations = f.list
	f.job.cited()
}

func plainNumberText(v float64) string { return fmt.Sprintf("%.10g", v) }

// peopleText is an observation's figure in words.
func peopleText(o *scenario.Observation) string {
	if o.Kind == "more_than" {
		return "more than " + plainNumberText(o.Value)
	}
	return plainNumberText(o.Value)
}

// longestID is what an id may have, characters.
const longestID = 80

// id names the figure: who counted, where, when, what and whom. The same figure has the same id in
// every file, whatever the value.
func (x *figure) id(publisher string) string {
	parts := []string{publisher, x.place, strings.ReplaceAll(x.to.String(), "-", "")}
	if x.from != x.to {
		parts = append(parts, "since", strings.ReplaceAll(x.from.String(), "-", ""))
	}
	parts = append(parts, x.measure)
	if x.whose != "all" {
		parts = append(parts, x.whose)
	}
	if x.kind != "" {
		parts = append(parts, slug(x.kind))
	}
	return short(strings.ToLower(strings.Join(parts, "_")))
}

// short is an id that is not too long: of a longer one the end is replaced by a hash (FNV-1a).
func short(id string) string {
	if len(id) <= longestID {
		return id
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // a hash does not fail
	return fmt.Sprintf("%s_%016x", id[:longestID-17], h.Sum64())
}

// slug is words as a part of an id.
func slug(s string) string { return strings.ReplaceAll(ascii(fold(s)), " ", "_") }

func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return 'x'
	}, s)
}
