package fit

import (
	"fmt"
	"strings"

	"haven/ensemble"
	"haven/evidence"
	"haven/internal/calendar"
	"haven/scenario"
	"haven/skill"
)

// Observe gathers what the scenario can be held against (scenario.Reported) into figures, for
// members of a layout. A figure counts once:
//
//   - reports of the same place, measure, whose and days are one figure with several reports;
//   - an end alone ("more than") that another report of the figure keeps to adds nothing and is dropped;
//   - a total over days that other figures cover exactly is dropped: its days are there;
//   - a sum over places of which each has a figure of its own is dropped: its places are there.
//
// Rows that the model cannot be compared with are dropped with the reason, as are those of days
// before the scenario's first. Rows that cite the same words and yet give different numbers are
// an error, as is a row of days of which only some lie before the first; it is a RowsError that names them all.
func Observe(sc *scenario.Scenario, layout *ensemble.Layout) (*Observations, error) {
	operators := skill.Operators(sc, layout)
	reported := sc.Reported()
	partner := skill.Pairs(reported)
	ledger := make(map[string]*evidence.Claim, len(sc.Evidence))
	for i := range sc.Evidence {
		ledger[sc.Evidence[i].ID] = &sc.Evidence[i]
	}
	crossings := map[string]bool{}
	for i := range sc.Crossings {
		crossings[sc.Crossings[i].ID], crossings[sc.Crossings[i].Place] = true, true
	}
	g := gathering{byKey: map[figureKey]int{}, told: map[toldKey]*scenario.Observation{}}
	for i := range operators {
		op := &operators[i]
		o := op.Observation
		if o.DateFrom.Given() && o.DateFrom < sc.Period.From {
			if Early(sc, o) {
				g.drop(fmt.Sprintf("it lies before the scenario's first day, %s", sc.Period.From), o.ID)
				continue
			}
			g.wrong = append(g.wrong, RowError{
				ID: o.ID, Column: "date_from", Suggestion: "leave the row out or let the period begin earlier",
				Message: fmt.Sprintf("is about %s, before the scenario's first day, %s", o.DateFrom, sc.Period.From),
			})
			continue
		}
		if op.Reason != "" {
			g.drop(op.Reason, o.ID)
			continue
		}
		var second *scenario.Observation
		if p := partner[i]; p >= 0 {
			if p < i {
				continue // with the first row of its range
			}
			second = &reported[p]
		}
		g.add(op, newReport(op, second, ledger, crossings[o.Place]))
	}
	if len(g.wrong) > 0 {
		return nil, g.wrong
	}
	g.absorbBounds()
	g.dropTotals()
	g.dropSums()
	g.out.number()
	return &g.out, nil
}

// Early says whether all that a row is about lies before the scenario's first day: nothing
// is simulated that it could be held against, and check says that it has no effect.
func Early(sc *scenario.Scenario, o *scenario.Observation) bool {
	to := o.DateTo
	if !to.Given() {
		to = o.DateFrom
	}
	return to.Given() && to < sc.Period.From
}

// RowError is what is wrong with a reported row.
type RowError struct {
	ID         string // of the row as scenario.Reported names it
	Column     string // of its table
	Message    string // what was found, after the row's name
	Suggestion string // what to try
}

// Row is the row's table and its id in there.
func (e *RowError) Row() (file, id string) { return scenario.ReportedIn(e.ID) }

func (e *RowError) Error() string {
	file, id := e.Row()
	return fmt.Sprintf("%s: row %s %s; %s", file, id, e.Message, e.Suggestion)
}

// RowsError are rows that cannot stand as they are.
type RowsError []RowError

func (e RowsError) Error() string {
	lines := make([]string, len(e))
	for i := range e {
		lines[i] = e[i].Error()
	}
	return strings.Join(lines, "\n")
}

type figureKey struct {
	place, measure, whose, what string
	from, to                    calendar.Date
}

// toldKey is what makes two rows the same words about the same thing.
type toldKey struct {
	figure                      figureKey
	evidence, unit, kind, scope string
}

type gathering struct {
	out   Observations
	byKey map[figureKey]int
	told  map[toldKey]*scenario.Observation
	wrong RowsError
}

func (g *gathering) drop(why string, rows ...string) {
	for _, row := range rows {
		g.out.Dropped = append(g.out.Dropped, Dropped{row, why})
	}
}

func (g *gathering) add(op *skill.Operator, r Report) {
	o := op.Observation
	to := o.DateTo
	if !to.Given() {
		to = o.DateFrom
	}
	key := figureKey{place: o.Place, measure: o.Measure, whose: o.Whose, from: o.DateFrom, to: to}
	if key.whose == "" {
		key.whose = "all"
	}
	if o.Measure == "stock" {
		key.from = to // of several days' stock the last is meant
	}
	if o.Measure == "seats" {
		key.what = op.How // sold, offered and left are three things
	}
	words := toldKey{key, o.Evidence, o.Unit, o.Kind, o.Scope}
	if before := g.told[words]; before != nil && len(r.Rows) == 1 {
		if before.Value == o.Value { //nolint:floatcompare // the same number as written
			g.drop("it repeats "+before.ID, o.ID)
			return
		}
		g.wrong = append(g.wrong, RowError{
			ID: o.ID, Column: "value", Suggestion: "keep the one that was said, or cite another claim",
			Message: fmt.Sprintf("says %g and row %s says %g, both on the word of %q, for the same place, measure and days", o.Value, before.ID, before.Value, o.Evidence),
		})
		return
	}
	g.told[words] = o
	f, ok := g.byKey[key]
	if !ok {
		f = len(g.out.Figures)
		g.byKey[key] = f
		g.out.Figures = append(g.out.Figures, Figure{Place: o.Place, Measure: o.Measure, Whose: key.whose, what: key.what, From: key.from, To: to, KnownFrom: o.KnownFrom})
	}
	fig := &g.out.Figures[f]
	if o.KnownFrom < fig.KnownFrom {
		fig.KnownFrom = o.KnownFrom
	}
	fig.Reports = append(fig.Reports, r)
}

// absorbBounds drops one-sided reports that a two-sided one of the same unit keeps to.
func (g *gathering) absorbBounds() {
	for f := range g.out.Figures {
		fig := &g.out.Figures[f]
		kept := fig.Reports[:0:0]
		for i := range fig.Reports {
			if by := keptBy(fig.Reports, &fig.Reports[i]); by != nil {
				g.drop("what it says is in "+by.Rows[0]+", which is more exact", fig.Reports[i].Rows...)
				continue
			}
			kept = append(kept, fig.Reports[i])
		}
		fig.Reports = kept
	}
}

// keptBy is the first two-sided report that agrees with a one-sided one.
func keptBy(list []Report, bound *Report) *Report {
	if !bound.OneSided() {
		return nil
	}
	for i := range list {
		r := &list[i]
		if !r.OneSided() && r.Unit == bound.Unit && r.High >= bound.Low && r.Low <= bound.High {
			return r
		}
	}
	return nil
}

// dropTotals drops flows over several days whose days are told by other
// figures: exactly, each day once. Short totals are looked at first, so that weeks that
// stand for days may themselves make up a month.
func (g *gathering) dropTotals() {
	type what struct{ place, measure, whose, what string }
	begin := map[what]map[calendar.Date][]int{} // figures in use by their first day
	of := func(f *Figure) what { return what{f.Place, f.Measure, f.Whose, f.what} }
	gone := make([]bool, len(g.out.Figures))
	for _, i := range byLength(g.out.Figures) {
		f := &g.out.Figures[i]
		if !f.flow() {
			continue
		}
		if begin[of(f)] == nil {
			begin[of(f)] = map[calendar.Date][]int{}
		}
		if f.To > f.From {
			if parts := tile(g.out.Figures, begin[of(f)], f.From, f.To); parts != nil {
				names := make([]string, len(parts))
				for k, p := range parts {
					names[k] = g.out.Figures[p].Reports[0].Rows[0]
				}
				for r := range f.Reports {
					g.drop("its days are there: "+strings.Join(names, ", "), f.Reports[r].Rows...)
				}
				gone[i] = true
				continue
			}
		}
		if f.twoSided() {
			begin[of(f)][f.From] = append(begin[of(f)][f.From], i)
		}
	}
	var kept []Figure
	for i := range g.out.Figures {
		if !gone[i] {
			kept = append(kept, g.out.Figures[i])
		}
	}
	g.out.Figures = kept
}
