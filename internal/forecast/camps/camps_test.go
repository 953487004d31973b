package camps

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/internal/forecast/hubverse"
	"haven/skill"
)

// folder writes a Flee folder of the command's script, "valley" or "changed", which has other counts after 14 March 2030, as DIR/valley. A name
// and what stands for it are replaced in all files.
func folder(t *testing.T, which string, replace ...string) string {
	t.Helper()
	files, err := txtar.ParseFile(filepath.Join("..", "..", "..", "cmd", "haven", "testdata", "script", "backtest.txt"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range files.Files {
		name, ok := strings.CutPrefix(f.Name, which+"/")
		if !ok {
			continue
		}
		path := filepath.Join(dir, "valley", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer(replace...).Replace(string(f.Data))
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "valley")
}

var origin = calendar.Day(2030, 3, 14)

func made(t *testing.T, dir string, on calendar.Date, days, members int) *Result {
	t.Helper()
	sc, _, err := flee.Open(dir, flee.Options{Until: calendar.None})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Make(context.Background(), &Plan{Scenario: sc, Origin: on, Days: days, Members: members, Seed: 1, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func written(t *testing.T, r *Result) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ahead")
	if err := r.Write(dir, "csv"); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Every file is the same byte for byte when counts after the origin are three times as many and capacities are others.
func TestForecastsHoldNothingThatWasKnownLater(t *testing.T) {
	plain := written(t, made(t, folder(t, "valley"), origin, 20, 2))
	changed := written(t, made(t, folder(t, "changed", ",4711", ",999", ",1300", ",31000"), origin, 20, 2))
	if len(plain) != 5 {
		t.Errorf("%d files", len(plain))
	}
	if d := cmp.Diff(plain, changed); d != "" {
		t.Error(d)
	}
	earlier := written(t, made(t, folder(t, "valley", "2030-03-11,4139", "2030-03-11,4140"), origin, 20, 2))
	if plain["forecast.json"] == earlier["forecast.json"] {
		t.Error("a count before the origin shows nowhere")
	}
}

func TestForecastSaysWhatWasKnownAndWhatNot(t *testing.T) {
	dir := folder(t, "valley", "South,Far,There,2,3,camp,,1300", "South,Far,There,2,3,camp,,1300\nWest,Far,There,2,4,camp,,500", "South,south.csv", "South,south.csv\nWest,west.csv")
	if err := os.WriteFile(filepath.Join(dir, "source_data", "west.csv"), []byte("2030-01-01,0\n2030-04-20,70\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := made(t, dir, origin, 10, 0)
	var ids []string
	for i := range r.Camps {
		ids = append(ids, r.Camps[i].ID)
	}
	if !slices.Equal(ids, []string{"north", "south"}) || r.NotYet != 1 || len(r.Others) != 3 {
		t.Errorf("camps %v, %d not yet, others %v", ids, r.NotYet, r.Others)
	}
	want := []string{
		"North, 2030-01-01: a zero before the first count: a placeholder",
		"South, 2030-02-01: out of order: it stands after a count of 2030-02-26",
		"West, 2030-01-01: a zero before the first count: a placeholder",
	}
	if !slices.Equal(r.Uncounted, want) {
		t.Errorf("dropped: %q", r.Uncounted)
	}
	if !slices.Equal(r.Capacities, []string{"north", "south", "west"}) {
		t.Errorf("capacities: %q", r.Capacities)
	}
	rows := map[string]int{}
	for _, w := range r.Withheld {
		rows[w.Table] = w.Rows
	}
	// 10 of North, 7 of South, 1 of West and 16 of the total lie after 14 March.
	if rows["registrations.csv"] != 34 || rows["registration_corrections.csv"] != 1 {
		t.Errorf("withheld: %v", r.Withheld)
	}
	north, south := &r.Camps[0].Series, &r.Camps[1].Series
	if last, ok := north.Last(); !ok || last != (Count{"2030-03-11", 4139, 4139}) {
		t.Errorf("north: %+v", last)
	}
	if last, _ := south.Last(); last.Date != "2030-03-12" || len(r.Camps[1].Anew) != 0 {
		t.Errorf("south: %+v, anew %v", last, r.Camps[1].Anew)
	}
	// All together: of every camp its last count.
	if last, _ := r.Together.Last(); last != (Count{"2030-03-12", 4139 + 1175, 4139 + 1175}) {
		t.Errorf("together: %+v", last)
	}
	if len(r.Sources) != 1 || !strings.Contains(r.Sources[0], "Flee folder valley") {
		t.Errorf("sources: %q", r.Sources)
	}
}

// After people were counted anew the counts before it are in the new level, and stand beside what was published.
func TestCountsOfBeforeACountingAnew(t *testing.T) {
	r := made(t, folder(t, "valley", "2030-04-09,1285", "2030-04-09,615"), calendar.Day(2030, 4, 12), 7, 0)
	c := r.Camps[1]
	if !slices.Equal(c.Anew, []string{"2030-04-09"}) {
		t.Fatalf("anew: %v", c.Anew)
	}
	before, last := c.Counts[len(c.Counts)-2], c.Counts[len(c.Counts)-1]
	if before != (Count{"2030-04-02", 615, 1230}) || last != (Count{"2030-04-09", 615, 615}) {
		t.Errorf("%+v, %+v", before, last)
	}
}

func TestQuantilesRiseAndChancesAddUp(t *testing.T) {
	r := made(t, folder(t, "valley"), origin, Furthest, 2)
	all := []*Series{&r.Together}
	for i := range r.Camps {
		all = append(all, &r.Camps[i].Series)
	}
	for _, s := range all {
		last, _ := s.Last()
		for d, q := range s.Quantiles {
			if !slices.IsSorted(q) || q[0] < 0 {
				t.Fatalf("day %d: %v", d+1, q)
			}
			if sum := s.More[d] + s.Fewer[d]; s.More[d] < 0 || s.Fewer[d] < 0 || sum > 1+1e-9 {
				t.Fatalf("day %d: chances %v and %v", d+1, s.More[d], s.Fewer[d])
			}
			// Where four in five lie above the last count, so does the 20 % quantile.
			if low := s.At(d+1, 0.2); (s.More[d] > 0.8) != (low >= last.People+1) && math.Abs(s.More[d]-0.8) > 0.01 {
				t.Errorf("day %d: more with a chance of %v, the 20 %% quantile is %v, the last count %v", d+1, s.More[d], low, last.People)
			}
		}
	}
}

func TestDaysBetweenLeadsMixBoth(t *testing.T) {
	for _, c := range []struct {
		ahead  int
		leads  []int
		shares []float64
	}{
		{1, []int{7}, []float64{1}}, {7, []int{7}, []float64{1}}, {14, []int{14}, []float64{1}}, {30, []int{30}, []float64{1}}, {45, []int{30}, []float64{1}},
		{22, []int{14, 30}, []float64{0.5, 0.5}}, {18, []int{14, 30}, []float64{0.75, 0.25}},
	} {
		leads, shares := leadsFor(c.ahead)
		if !slices.Equal(leads, c.leads) || !slices.Equal(shares, c.shares) {
			t.Errorf("%d days ahead: %v by %v", c.ahead, leads, shares)
		}
	}
	// A lead's targets lie from half to one and a half of it away: the days between two leads are among the targets of both but for the last of them.
	for ahead := 1; ahead <= Furthest; ahead++ {
		leads, _ := leadsFor(ahead)
		reached := slices.ContainsFunc(leads, func(l int) bool { return 2*ahead > l && 2*ahead <= 3*l })
		if ahead > 3 && !reached {
			t.Errorf("%d days ahead are no target of %v", ahead, leads)
		}
	}
}

func TestChancesCountWholePeople(t *testing.T) {
	more, fewer := chances(skill.Equally([]float64{8, 9, 9.5, 10, 10.9, 11, 12, 13}), 10)
	if math.Abs(more-3.0/8) > 1e-12 || math.Abs(fewer-2.0/8) > 1e-12 {
		t.Errorf("%v and %v", more, fewer)
	}
}

// What may be passed on is rounded; what the hubverse keeps is exact, with all camps together beside each.
func TestFilesOfAForecast(t *testing.T) {
	r := &Result{Format: Format, Scenario: "a b", Origin: "2030-03-14", Days: 1, Leads: Leads(), Camps: []Camp{{Place: Place{ID: "near", Name: "Near", Country: "NER", Lat: 14, Lon: 2.5}}}}
	series := func(step float64) Series {
		s := Series{Counts: []Count{{"2030-03-14", 3, 3}}, Quantiles: [][]float64{nil}, More: []float64{0.5}, Fewer: []float64{0.5}}
		for i := range hubverse.Levels {
			s.Quantiles[0] = append(s.Quantiles[0], float64(i)*step)
		}
		return s
	}
	r.Camps[0].Series, r.Together = series(1.25), series(100)
	files := written(t, r)
	lines := strings.Split(strings.TrimSpace(files["exports/camps.csv"]), "\n")
	// Levels 5, 25, 50, 75 and 95 % are the 3rd, 7th, 12th, 17th and 21st.
	if len(lines) != 4 || lines[2] != "near,Near,NER,14,2.5,2030-03-14,2030-03-15,registered,people,,,10,20,30,small" || lines[3] != "all,All camps,,,,2030-03-14,2030-03-15,registered,people,200,600,1100,1600,2000," {
		t.Errorf("%s", files["exports/camps.csv"])
	}
	rows, err := hubverse.ReadCSV(strings.NewReader(files["hub/model-output/haven-a_b/2030-03-14-haven-a_b.csv"]))
	if err != nil || len(rows) != 46 || rows[1].Value != 1.25 || rows[1].Target != "registered by camp" || rows[45].Target != "registered by all" || rows[45].Location != "all" {
		t.Errorf("%d rows (%v)", len(rows), err)
	}
	if !strings.Contains(files["hub/hub-config/tasks.json"], `"registered by all"`) {
		t.Error("the hub's tasks do not have all camps together")
	}
}

func TestReadingAForecastBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ahead")
	r := made(t, folder(t, "valley"), origin, 3, 0)
	if Is(dir) {
		t.Error("there is none yet")
	}
	if err := r.Write(dir, "parquet"); err != nil {
		t.Fatal(err)
	}
	back, err := Read(dir)
	if err != nil || !Is(dir) {
		t.Fatal(err)
	}
	if d := cmp.Diff(r, back); d != "" {
		t.Error(d)
	}
	path := filepath.Join(dir, resultFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"no JSON":            {"{", "[", "no forecast of camps"},
		"another format":     {`"format": 1`, `"format": 2`, "format 2; this haven reads 1"},
		"a day less":         {`"days": 3`, `"days": 4`, "together has 3 days of forecasts instead of 4"},
		"no day":             {`"origin": "2030-03-14"`, `"origin": "soon"`, "origin: "},
		"no date of a count": {`"date": "2030-01-05"`, `"date": "2030-01-55"`, "counts: "},
	} {
		if err := os.WriteFile(path, bytes.Replace(whole, []byte(c.old), []byte(c.new), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), resultFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// On a day by which nobody had been counted there is a forecast without camps.
func TestNobodyCountedYet(t *testing.T) {
	dir := folder(t, "valley", "2030-01-01,900\n", "2030-01-01,0\n")
	r := made(t, dir, calendar.Day(2030, 1, 1), 7, 2)
	if len(r.Camps) != 0 || r.NotYet != 2 || len(r.Together.Counts) != 0 {
		t.Errorf("%+v", r)
	}
	out := filepath.Join(t.TempDir(), "ahead")
	if err := r.Write(out, "csv"); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(out); err != nil {
		t.Error(err)
	}
}
