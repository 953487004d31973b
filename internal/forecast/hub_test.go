package forecast

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"haven/ensemble"
	"haven/internal/forecast/hubverse"
	"haven/results"
)

var hubModel = hubverse.ModelOf("toy-border")

func readFile(t testing.TB, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestHubFilesAreTheForecastsQuantiles(t *testing.T) {
	out := forecastOf(t, newFilter(t, toy(t), small()), tenth)
	dir := t.TempDir()
	if err := HubFiles(dir, "csv", hubModel, out.Origin, out.Summary); err != nil {
		t.Fatal(err)
	}
	rows, err := hubverse.ReadCSV(strings.NewReader(readFile(t, dir, "model-output/haven-toy_border/2030-03-10-haven-toy_border.csv")))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, r := range rows {
		seen[r.Target]++
		if r.Origin != tenth || r.TargetEnd > end || r.Horizon < 1 || r.Horizon > 10 {
			t.Fatalf("%+v", r)
		}
		if r.Level != 0.5 {
			continue
		}
		measure, by, _ := hubverse.MeasureOf(r.Target)
		i := out.Summary.Layout.Find(measure, by)
		s := &out.Summary.Layout.Series[i]
		cell := entity(out.Summary.Layout, i, r.Location)*s.Days + int(r.TargetEnd-out.Summary.Layout.From)
		if got := out.Summary.Cell(i, cell).Quantile[2][0]; got != r.Value {
			t.Errorf("%+v: the median is %g", r, got)
		}
	}
	if n := seen["stock by destination"]; n != 2*10*23 {
		t.Errorf("%d rows of stocks", n)
	}
	for _, target := range []string{"barred by lane", "turned_back_exit by lane", "flow by link", "arrivals by destination_callup", "stock_to_date by destination", "arrivals_to_date by country"} {
		if seen[target] > 0 {
			t.Errorf("%s is in a file that is made to be passed on", target)
		}
	}
	if tasks := readFile(t, dir, "hub-config/tasks.json"); !strings.Contains(tasks, `"entries by country"`) {
		t.Error("tasks.json does not name entries by country")
	}
}

// Every measure makes a target that hubs take: an id of at most 30 characters.
func TestEveryMeasureIsATargetThatHubsTake(t *testing.T) {
	n := 0
	for i := range results.Measures {
		m := &results.Measures[i]
		s := &ensemble.Series{Measure: m.Name, By: m.By, Unit: m.Unit, Days: 10}
		if !forHub(s, 10) {
			continue
		}
		n++
		target := about(hubverse.Target{ID: hubverse.TargetID(m.Name, m.By), Locations: []string{"GEO"}}, s)
		if _, err := hubverse.Tasks(tenth, 3, []hubverse.Target{target}); err != nil {
			t.Error(err)
		}
	}
	if n < 20 {
		t.Errorf("%d measures are for hubs", n)
	}
}
