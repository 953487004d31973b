package results

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/scenario"
)

// toy runs toy-border for some days and writes its results.
func toy(t *testing.T, members int, days int) (*ensemble.Outcome, string) {
	t.Helper()
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	until := sc.Period.From + calendar.Date(days-1)
	out, err := ensemble.Run(t.Context(), ensemble.Plan{Scenario: sc, Members: members, Seed: 1, Until: until})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "run")
	err = Write(dir, &Input{Haven: "test", Scenario: out.Scenario, Seed: 1, Until: until, Summary: out.Summary, Design: out.Design})
	if err != nil {
		t.Fatal(err)
	}
	return out, dir
}

func TestEverythingARunRecordsHasATableAndAMeaning(t *testing.T) {
	out, _ := toy(t, 2, 5)
	for _, s := range out.Summary.Layout.Series {
		if tableBy(s.By) == nil {
			t.Errorf("figures by %s (such as %s) have no table", s.By, s.Measure)
			continue
		}
		if s.Measure == overCapacity || isPeriod(out.Summary.Layout, &s) {
			continue
		}
		m, ok := meaningOf(s.Measure, s.By)
		if !ok || m.Unit != s.Unit {
			t.Errorf("%s by %s in %s is described as %q in %q; see Measures", s.Measure, s.By, s.Unit, m.Meaning, m.Unit)
		}
	}
}

func TestAPeriodOfOneDay(t *testing.T) {
	out, dir := toy(t, 2, 1)
	run := opened(t, dir)
	arrivals, err := run.Daily("arrivals", "destination")
	if err != nil || arrivals == nil || arrivals.Days != 1 {
		t.Fatalf("arrivals of one day: %+v, %v", arrivals, err)
	}
	totals, err := run.Totals()
	if err != nil {
		t.Fatal(err)
	}
	summed := 0
	for _, total := range totals {
		if band, ok := arrivals.Of(total.Entity); ok && total.Measure == "arrivals" && total.By == "destination" {
			summed++
			if total.Q50 != band.Q50[0] {
				t.Errorf("at %s %v arrive in all, and %v on the only day", total.Entity, total.Q50, band.Q50[0])
			}
		}
	}
	if summed != len(arrivals.Entities) {
		t.Errorf("%d of %d destinations have a total", summed, len(arrivals.Entities))
	}
	for _, by := range []string{"model", "country", "lane"} {
		all, err := run.AllDaily(by)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range all {
			if out.Summary.Layout.Find(d.Measure, by) < 0 {
				t.Errorf("%s by %s is no measure of the run", d.Measure, by)
			}
			if _, ok := meaningOf(d.Measure, by); !ok {
				t.Errorf("%s by %s stands among the daily figures", d.Measure, by)
			}
		}
	}
}

// TestGoldenExportsOfToyBorder holds the CSV exports of a small run against
// files that a person can read. When the model or toy-border changed on
// purpose: go test ./results -run Golden -update, and look at the difference.
func TestGoldenExportsOfToyBorder(t *testing.T) {
	_, dir := toy(t, 10, 8)
	for _, name := range []string{"countries.csv", "crossings.csv"} {
		have, err := os.ReadFile(filepath.Join(dir, "exports", name))
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", "toy-border", name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, have, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(have), "\n")); diff != "" {
			t.Errorf("%s (-golden +now):\n%s", name, diff)
		}
	}
}
