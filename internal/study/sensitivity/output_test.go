package sensitivity

import (
	"math"
	"strings"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

func TestOutputsAreReadAsWritten(t *testing.T) {
	for text, want := range map[string]Wanted{
		"arrivals@GEO:2022-09-30": {Measure: "arrivals", Place: "GEO", Day: calendar.Day(2022, 9, 30)},
		"stock":                   {Measure: "stock", Day: calendar.None},
		" queue_peak @ lars_car ": {Measure: "queue_peak", Place: "lars_car", Day: calendar.None},
		"fare@msk_ist@moscow":     {Measure: "fare", Place: "msk_ist@moscow", Day: calendar.None},
		"departures:2022-09-21":   {Measure: "departures", Day: calendar.Day(2022, 9, 21)},
		"arrivals@GEO/liable":     {Measure: "arrivals", Place: "GEO/liable", Day: calendar.None},
	} {
		want.Text = strings.TrimSpace(text)
		if have, err := ParseOutput(text); err != nil || have != want {
			t.Errorf("%q: %+v, %v; want %+v", text, have, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                        "write MEASURE[@PLACE][:DATE]",
		"@GEO":                    "write MEASURE[@PLACE][:DATE]",
		"arrivals@":               "write MEASURE[@PLACE][:DATE]",
		"arrivals@GEO:30.9.2022":  "is not a date",
		"arrivals:2022-02-30@GEO": "is not a date",
		"arrivals@GEO:":           "is not a date",
	} {
		if have, err := ParseOutput(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v; want %q", text, have, err, want)
		}
	}
}

func FuzzParseOutput(f *testing.F) {
	for _, text := range []string{"arrivals@GEO:2022-09-30", "stock", "a@b@c:2030-01-01", ":", "@:", "\xff@x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, err := ParseOutput(text)
		if err != nil {
			return
		}
		again := w.Measure + atPlace(w.Place)
		if w.Day.Given() {
			again += ":" + w.Day.String()
		}
		other, err := ParseOutput(again)
		if other.Text = w.Text; err != nil || other != w {
			t.Errorf("%q is %+v, written anew as %q it is %+v, %v", text, w, again, other, err)
		}
	})
}

func FuzzParseRange(f *testing.F) {
	for _, text := range []string{"parameters.stay=0..2", "a=-1e3..1e400", "=..", "a=1...2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if r, err := ParseRange(text); err == nil && (r.Address == "" || !(r.Low < r.High) || math.IsInf(r.High-r.Low, 0) && math.IsInf(r.High, 0)) {
			t.Errorf("%q is %+v", text, r)
		}
	})
}

func toy(t testing.TB) *scenario.Scenario {
	t.Helper()
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

// recordOf is the record of one member.
func recordOf(t testing.TB, sc *scenario.Scenario) *movement.Record {
	t.Helper()
	frame, err := movement.Prepare(sc)
	if err != nil {
		t.Fatal(err)
	}
	m, err := frame.Compile(sc)
	if err != nil {
		t.Fatal(err)
	}
	rec := frame.NewRecord()
	if err := m.Simulate(t.Context(), 1, 0, rec); err != nil {
		t.Fatal(err)
	}
	return rec
}

// An output is the figure that a run's tables give under the same name: they are computed by
// other code, from the same record.
func TestOutputsAreTheFiguresOfTheTables(t *testing.T) {
	sc := toy(t)
	rec := recordOf(t, sc)
	sum, err := ensemble.Summarise(sc, rec)
	if err != nil {
		t.Fatal(err)
	}
	cell := func(measure, by, entity string, day int) float64 {
		i := sum.Layout.Find(measure, by)
		if i < 0 {
			t.Fatalf("no series %s by %s", measure, by)
		}
		s := &sum.Layout.Series[i]
		for e, id := range s.Entities {
			if id == entity {
				if v := sum.MemberValue(0, i, e*s.Days+min(day, s.Days-1)); v != s.Missing {
					return float64(v)
				}
				return math.NaN()
			}
		}
		t.Fatalf("no %s in %s by %s", entity, measure, by)
		return 0
	}
	const last = 27
	for _, c := range []struct {
		output string
		want   float64
	}{
		{"arrivals@east:2030-03-10", cell("arrivals", "destination", "east", 9)},
		{"arrivals@XAB:2030-03-10", cell("arrivals", "country", "XAB", 9)},
		{"arrivals@XAB", cell("arrivals_total", "country", "XAB", 0)},
		{"arrivals_total@east", cell("arrivals_total", "destination", "east", 0)},
		{"arrivals_to_date@XAB:2030-03-12", cell("arrivals_to_date", "country", "XAB", 11)},
		{"arrivals_peak@XAB", cell("arrivals_peak", "country", "XAB", 0)},
		{"arrivals_peak_day@XAB", cell("arrivals_peak_day", "country", "XAB", 0)},
		{"arrivals", cell("arrivals_total", "country", "XAB", 0) + cell("arrivals_total", "country", "XAC", 0)},
		{"arrivals@XAC/liable", cell("arrivals_total", "country_callup", "XAC/liable", 0)},
		{"departures", cell("departures_total", "all", "all", 0)},
		{"departures@mill:2030-03-06", cell("departures", "origin", "mill", 5)},
		{"barred", cell("barred_total", "all", "all", 0)},
		{"stock@east", cell("stock", "destination", "east", last)},
		{"stock@XAB", cell("stock", "country", "XAB", last)},
		{"stock_peak@east", cell("stock_peak", "destination", "east", 0)},
		{"queue@bridge_all", cell("queue_peak", "lane", "bridge_all", 0)},
		{"wait_experienced@bridge_all:2030-03-08", cell("wait_experienced", "lane", "bridge_all", 7)},
		{"fare_peak@flight", cell("fare_peak", "service", "flight", 0)},
		{"seats_sold@flight", cell("seats_sold_total", "service", "flight", 0)},
		{"in_queues", cell("in_queues_peak", "model", "model", 0)},
		{"returned_total", cell("returned_total", "model", "model", last)},
		{"entries_fleeing@XAB", cell("entries_fleeing_total", "country", "XAB", 0)},
	} {
		w, err := ParseOutput(c.output)
		if err != nil {
			t.Fatal(err)
		}
		list, err := resolve(sc, rec, []Wanted{w})
		if err != nil {
			t.Errorf("%s: %v", c.output, err)
			continue
		}
		if have := list[0].Value(rec); have != c.want && !(math.IsNaN(have) && math.IsNaN(c.want)) {
			t.Errorf("%s is %g (%s), the tables have %g", c.output, have, list[0].Label, c.want)
		}
	}
}

func TestOutputsThatCannotBeAreExplained(t *testing.T) {
	sc := toy(t)
	rec := recordOf(t, sc)
	for text, want := range map[string]string{
		"arivals@XAB":               "there is no measure \"arivals\" here; did you mean arrivals?",
		"nonsense":                  "there are applications_border, ",
		"arrivals@XAD":              "arrivals is counted nowhere that is called \"XAD\"; did you mean",
		"arrivals@nowhere_at_all":   "there are XAB, XAC, east, west, and of a country those with what is kept of a group, such as XAB/exempt",
		"arrivals@XAB/women":        "there are XAB, XAB/exempt, XAB/liable",
		"arrivals@XAB/liabel":       "did you mean XAB/liable?",
		"departures@XAA/liable":     "there are XAA, mill",
		"arrivals@XAB:2031-01-01":   "lies outside the period, 2030-03-01 to 2030-03-28",
		"stock_total@XAB":           "is a state and cannot be summed over days; take a day (stock:2030-03-28) or the highest one (stock_peak)",
		"arrivals_total:2030-03-10": "take arrivals_to_date:2030-03-10",
		"arrivals_to_date@XAB":      "the total of the period is arrivals_total@XAB",
		"queue_peak:2030-03-10":     "leave one of the two away",
		"wait_predicted":            "cannot be added up over 3 places; name one, such as wait_predicted@bridge_all",
		"barred@bridge_all":         "take it over all borders: barred",
		"arrivals@east/liable":      "counted nowhere",
	} {
		w, err := ParseOutput(text)
		if err != nil {
			t.Fatal(err)
		}
		if list, err := resolve(sc, rec, []Wanted{w}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %+v, %v; want %q", text, list, err, want)
		}
	}
	both := []Wanted{{Text: "a", Measure: "a", Day: calendar.None}, {Text: "b", Measure: "b", Day: calendar.None}}
	if _, err := resolve(sc, rec, both); err == nil || !strings.Contains(err.Error(), `"a"`) || !strings.Contains(err.Error(), `"b"`) {
		t.Errorf("two mistakes: %v", err)
	}
}
