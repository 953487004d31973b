package fit

import (
	"strings"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/scenario"
)

// A figure counts once: what remains of rows, and why the others went.
func TestAFigureCountsOnce(t *testing.T) {
	queue := func(id string, value float64, unit string) scenario.Observation {
		o := row(id, 2, 2, value, "point", unit, "channel")
		o.Place, o.Measure = "lars", "queue"
		return o
	}
	stock := row("camp", 0, 3, 900, "point", "people", "ministry")
	stock.Measure = "stock"
	at := func(id, place string) scenario.Observation {
		o := row(id, 0, 0, 100, "point", "people", "police")
		o.Place, o.Evidence = place, []string{"police", "ministry"}[len(id)%2]
		return o
	}
	elsewhere := row("elsewhere", 0, 0, 5, "point", "people", "ministry")
	elsewhere.Place = "KAZ"
	for name, c := range map[string]struct {
		rows    []scenario.Observation
		figures []string // the rows of each figure's reports
		dropped map[string]string
	}{
		"two sources on one day": {
			[]scenario.Observation{row("a", 0, 0, 100, "point", "people", "ministry"), row("b", 0, 0, 130, "point", "people", "police")},
			[]string{"a b"}, nil,
		},
		"a day's mean and a day's total are the same": {
			[]scenario.Observation{row("a", 0, 0, 100, "point", "people/day", "ministry"), row("b", 0, 0, 130, "point", "people", "police")},
			[]string{"a b"}, nil,
		},
		"a total whose days are there": {
			[]scenario.Observation{row("sum", 0, 2, 330, "point", "people", "police"), row("a", 0, 0, 100, "point", "people", "ministry"), row("b", 1, 1, 110, "point", "people", "ministry"), row("c", 2, 2, 120, "point", "people", "ministry")},
			[]string{"a", "b", "c"}, map[string]string{"sum": "its days are there: a, b, c"},
		},
		"a total with a day missing": {
			[]scenario.Observation{row("sum", 0, 2, 330, "point", "people", "police"), row("a", 0, 0, 100, "point", "people", "ministry"), row("c", 2, 2, 120, "point", "people", "ministry")},
			[]string{"sum", "a", "c"}, nil,
		},
		"weeks make up a month": {
			[]scenario.Observation{row("month", 0, 5, 1, "point", "people", "police"), row("w1", 0, 2, 1, "point", "people", "ministry"), row("w2", 3, 5, 1, "point", "people", "ministry")},
			[]string{"w1", "w2"}, map[string]string{"month": "its days are there: w1, w2"},
		},
		"days that overlap make up nothing": {
			[]scenario.Observation{row("sum", 0, 2, 1, "point", "people", "police"), row("a", 0, 1, 1, "point", "people", "ministry"), row("b", 1, 2, 1, "point", "people", "ministry")},
			[]string{"sum", "a", "b"}, nil,
		},
		"a day known from below only is not there": {
			[]scenario.Observation{row("sum", 0, 1, 1, "point", "people", "police"), row("a", 0, 0, 1, "more_than", "people", "ministry"), row("b", 1, 1, 1, "point", "people", "ministry")},
			[]string{"sum", "a", "b"}, nil,
		},
		"a bound that a count keeps": {
			[]scenario.Observation{row("bound", 0, 0, 90, "more_than", "people", "channel"), row("a", 0, 0, 100, "point", "people", "ministry")},
			[]string{"a"}, map[string]string{"bound": "what it says is in a"},
		},
		"a bound that a count breaks": {
			[]scenario.Observation{row("bound", 0, 0, 190, "more_than", "people", "channel"), row("a", 0, 0, 100, "point", "people", "ministry")},
			[]string{"bound a"}, nil,
		},
		"a range in two rows": {
			[]scenario.Observation{row("low", 0, 0, 90, "low", "people", "ministry"), row("high", 0, 0, 120, "high", "people", "ministry")},
			[]string{"low+high"}, nil,
		},
		"the same words twice": {
			[]scenario.Observation{row("a", 0, 0, 100, "point", "people", "ministry"), row("b", 0, 0, 100, "point", "people", "ministry")},
			[]string{"a"}, map[string]string{"b": "it repeats a"},
		},
		"kilometres and vehicles of one queue": {
			[]scenario.Observation{queue("km", 3, "km"), queue("cars", 400, "vehicles")}, []string{"km cars"}, nil,
		},
		"a stock of several days is that of the last": {
			[]scenario.Observation{stock, func() scenario.Observation {
				o := stock
				o.ID, o.DateFrom, o.Evidence = "again", from+3, "police"
				return o
			}()}, []string{"camp again"}, nil,
		},
		"a sum over places that are there": {
			[]scenario.Observation{at("both", "GEO;TUR"), at("one", "GEO"), at("other", "TUR")}, []string{"one", "other"}, map[string]string{"both": "its places are there: one, other"},
		},
		"a sum over places of which one is there": {
			[]scenario.Observation{at("both", "GEO;TUR"), at("one", "GEO")}, []string{"both", "one"}, nil,
		},
		"what the model does not record": {
			[]scenario.Observation{elsewhere}, nil, map[string]string{"elsewhere": "the model has no entries"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := observe(t, c.rows...)
			var got []string
			for i := range o.Figures {
				var reports []string
				for _, r := range o.Figures[i].Reports {
					reports = append(reports, strings.Join(r.Rows, "+"))
				}
				got = append(got, strings.Join(reports, " "))
			}
			if strings.Join(got, ", ") != strings.Join(c.figures, ", ") {
				t.Errorf("figures %q, want %q", got, c.figures)
			}
			for _, d := range o.Dropped {
				if want, ok := c.dropped[d.Row]; !ok || !strings.Contains(d.Why, want) {
					t.Errorf("dropped %s: %s", d.Row, d.Why)
				}
			}
			if len(o.Dropped) != len(c.dropped) {
				t.Errorf("%d rows dropped, want %d", len(o.Dropped), len(c.dropped))
			}
		})
	}
}

// What history lies before the period is left out and said; check calls it without effect.
func TestRowsBeforeTheFirstDayAreLeftOut(t *testing.T) {
	early := row("early", 0, 0, 1, "point", "people", "ministry")
	early.DateFrom, early.DateTo = from-2, calendar.None
	o := observe(t, early, row("a", 0, 0, 100, "point", "people", "ministry"))
	if len(o.Figures) != 1 || len(o.Dropped) != 1 || o.Dropped[0] != (Dropped{"early", "it lies before the scenario's first day, 2022-09-21"}) {
		t.Errorf("%d figures, dropped %v", len(o.Figures), o.Dropped)
	}
}

func TestRowsThatCannotStand(t *testing.T) {
	early := row("early", 0, 0, 1, "point", "people", "ministry")
	early.DateFrom, early.DateTo = from-2, from // partly before: nothing that is simulated is the whole of it
	_, err := Observe(border(early, row("a", 0, 0, 100, "point", "people", "ministry"), row("b", 0, 0, 101, "point", "people", "ministry")), ensemble.RecordLayout(entered()))
	if err == nil {
		t.Fatal("both were accepted")
	}
	for _, says := range []string{
		"observations.csv: row early is about 2022-09-19, before the scenario's first day, 2022-09-21",
		`observations.csv: row b says 101 and row a says 100, both on the word of "ministry"`,
	} {
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%q does not say %q", err, says)
		}
	}
}

// No figure of the built-in scenarios is told by others: the same key twice, or
// a total that the rest covers.
func TestTheBuiltInScenariosCountNothingTwice(t *testing.T) {
	for _, name := range scenario.BuiltinNames() {
		sc, err := scenario.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		o := observeScenario(t, sc)
		seen := map[figureKey]string{}
		for i := range o.Figures {
			f := &o.Figures[i]
			key := figureKey{f.Place, f.Measure, f.Whose, f.what, f.From, f.To}
			id := f.Reports[0].Rows[0]
			if twice := seen[key]; twice != "" {
				t.Errorf("%s: %s and %s are one figure", name, twice, id)
			}
			seen[key] = id
			begin := map[calendar.Date][]int{}
			for j := range o.Figures {
				g := &o.Figures[j]
				if j != i && g.Place == f.Place && g.Measure == f.Measure && g.Whose == f.Whose && g.what == f.what && g.twoSided() {
					begin[g.From] = append(begin[g.From], j)
				}
			}
			if f.flow() && f.To > f.From && tile(o.Figures, begin, f.From, f.To) != nil {
				t.Errorf("%s: the days of %s are there", name, id)
			}
		}
		if rows := countRows(o); rows != len(sc.Reported()) {
			t.Errorf("%s: %d rows are figures or dropped, %d were reported", name, rows, len(sc.Reported()))
		}
	}
}

func countRows(o *Observations) int {
	n := len(o.Dropped)
	for i := range o.Figures {
		for _, r := range o.Figures[i].Reports {
			n += len(r.Rows)
		}
	}
	return n
}
