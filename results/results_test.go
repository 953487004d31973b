package results

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func written(t testing.TB, in *Input) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	if err := Write(dir, in); err != nil {
		t.Fatal(err)
	}
	return dir
}

func opened(t testing.TB, dir string) *Run {
	t.Helper()
	run, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestDailyFiguresReadBackAsTheMembersSayThem(t *testing.T) {
	for _, members := range []int{1, 20} {
		t.Run(strconv.Itoa(members), func(t *testing.T) { readsBack(t, inputOf(t, members)) })
	}
}

func readsBack(t *testing.T, in *Input) {
	t.Helper()
	run := opened(t, written(t, in))
	layout := in.Summary.Layout
	for i := range layout.Series {
		s := &layout.Series[i]
		if !isDaily(layout, s) {
			continue
		}
		got, err := run.Daily(s.Measure, s.By)
		if err != nil {
			t.Fatal(err)
		}
		if got == nil {
			t.Errorf("%s by %s is not in the tables", s.Measure, s.By)
			continue
		}
		want := in.Summary.Stats(i, 0, len(s.Entities))
		if !slices.Equal(got.Entities, s.Entities) || got.Days != s.Days || got.From != layout.From || got.Unit != s.Unit {
			t.Errorf("%s by %s: %v on %d days from %s in %s", s.Measure, s.By, got.Entities, got.Days, got.From, got.Unit)
		}
		for q, f := range [][]float64{got.Q05, got.Q25, got.Q50, got.Q75, got.Q95} {
			if !equal(f, want.Quantile[q]) {
				t.Errorf("%s by %s: quantile %d is %v, want %v", s.Measure, s.By, q, f, want.Quantile[q])
			}
		}
		if !equal(got.Mean, want.Mean) {
			t.Errorf("%s by %s: mean %v, want %v", s.Measure, s.By, got.Mean, want.Mean)
		}
		for cell, missing := range want.Missing {
			if got.Members[cell] != int64(in.Summary.N())-int64(missing) {
				t.Errorf("%s by %s cell %d: %d members have a value, want %d", s.Measure, s.By, cell, got.Members[cell], in.Summary.N()-int(missing))
			}
		}
	}
}

// equal compares numbers; NaN equals NaN.
func equal(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) })
}

func TestTotalsPeaksAndExceedanceByHand(t *testing.T) {
	in := inputOf(t, 1)
	run := opened(t, written(t, in))
	layout := in.Summary.Layout
	stock := layout.Find("stock", "destination")
	arrivals := layout.Find("arrivals", "destination")
	days := layout.Days
	var sum, highest, highestDay int64
	above := make([]float64, days)
	ever := 0.0
	for d := range days {
		sum += in.Summary.MemberValue(0, arrivals, d)
		v := in.Summary.MemberValue(0, stock, d)
		if v > highest {
			highest, highestDay = v, int64(d)
		}
		if v > 120 {
			above[d], ever = 1, 1
		}
	}

	totals, err := run.Totals()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(totals, func(x Total) bool {
		return x.Measure == "arrivals" && x.By == "destination" && x.Entity == "harbour"
	})
	if i < 0 || totals[i].Mean != float64(sum) || totals[i].Q95 != float64(sum) || totals[i].Members != 1 {
		t.Errorf("total of arrivals at the harbour: %+v, want %d", totals[max(i, 0)], sum)
	}

	peaks, err := run.Peaks()
	if err != nil {
		t.Fatal(err)
	}
	i = slices.IndexFunc(peaks, func(x Peak) bool {
		return x.Measure == "stock" && x.By == "destination" && x.Entity == "harbour"
	})
	if i < 0 || peaks[i].Height.Q50 != float64(highest) || peaks[i].Day.Q50 != float64(highestDay) || peaks[i].WithDay != 1 {
		t.Errorf("peak of the stock at the harbour: %+v, want %d on day %d", peaks[max(i, 0)], highest, highestDay)
	}

	exceedance, err := run.Exceedance()
	if err != nil {
		t.Fatal(err)
	}
	if len(exceedance) != days+1 {
		t.Fatalf("%d rows of exceedance, want one a day and one for ever", len(exceedance))
	}
	for _, e := range exceedance {
		want := ever
		if e.Date.Given() {
			want = above[e.Date-layout.From]
		}
		if e.Place != "harbour" || e.Country != "USA" || e.Capacity != 120 || e.Chance != want {
			t.Errorf("exceedance %+v, want the chance %v", e, want)
		}
	}
}

func TestObservationsAndDrawsReadBack(t *testing.T) {
	in := inputOf(t, 3)
	run := opened(t, written(t, in))
	observations, err := run.Observations()
	if err != nil {
		t.Fatal(err)
	}
	if len(observations) != 2 {
		t.Fatalf("%d observations, want 2", len(observations))
	}
	for i, want := range in.Observations {
		// NaN does not equal itself, so figures are compared as they are printed.
		if got, want := fmt.Sprintf("%+v", observations[i]), fmt.Sprintf("%+v", want); got != want {
			t.Errorf("observation %d reads back as\n%s\nwant\n%s", i, got, want)
		}
	}
	draws, err := run.Draws()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(draws["parameters.car_share"], []float64{1, 1, 1}) {
		t.Errorf("draws read back as %v", draws)
	}
}

func TestEqualRunsAreEqualBytesOnAnyNumberOfThreads(t *testing.T) {
	in := inputOf(t, 20)
	var before map[string][32]byte
	for _, threads := range []int{1, 2, 7} {
		old := runtime.GOMAXPROCS(threads)
		sums := checksums(t, written(t, in))
		runtime.GOMAXPROCS(old)
		for name, sum := range sums {
			if before != nil && before[name] != sum {
				t.Errorf("%s differs with %d threads", name, threads)
			}
		}
		if before != nil && len(before) != len(sums) {
			t.Errorf("%d files, before %d", len(sums), len(before))
		}
		before = sums
	}
}

func checksums(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	sums := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		sums[strings.TrimPrefix(path, dir)] = sha256.Sum256(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

func TestAFolderWithSomethingInItIsNeverOverwritten(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine.txt")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := Write(dir, inputOf(t, 1))
	if err == nil || !strings.Contains(err.Error(), "nothing was overwritten") {
		t.Errorf("Write says %v", err)
	}
	if text, _ := os.ReadFile(mine); string(text) != "mine" {
		t.Error("the file in the folder is gone")
	}
}

func TestBrokenFoldersSayWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(t *testing.T, dir string)
		want string
	}{
		{"no folder", func(t *testing.T, dir string) { remove(t, dir) }, "there is no folder"},
		{"no manifest", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, ManifestFile)) }, "no run of haven"},
		{"a scenario instead of a run", func(t *testing.T, dir string) {
			remove(t, filepath.Join(dir, ManifestFile))
			put(t, filepath.Join(dir, "scenario.yaml"), "schema: 1")
		}, "is a scenario, not a run"},
		{"a manifest cut short", func(t *testing.T, dir string) { put(t, filepath.Join(dir, ManifestFile), "{\n\"format\": 1,\n") }, "line 3: not JSON"},
		{"a manifest of a newer haven", func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, ManifestFile), `{"format": 2, "haven": "9.1.0", "new": true}`)
		}, "format 2 (haven 9.1.0), and this haven reads up to 1"},
		{"a manifest that is something else", func(t *testing.T, dir string) { put(t, filepath.Join(dir, ManifestFile), `{"name": "x"}`) }, "not written by haven"},
		{"a missing table", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "tables", "places.parquet")) }, "is missing, though manifest.json lists it"},
		{"a table cut short", func(t *testing.T, dir string) {
			path := filepath.Join(dir, "tables", "places.parquet")
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			put(t, path, string(content[:len(content)/2]))
		}, "SHA-256 differs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := written(t, inputOf(t, 2))
			c.harm(t, dir)
			run, err := Open(dir)
			if err == nil {
				_, err = run.Daily("arrivals", "destination")
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v; want it to say %q", err, c.want)
			}
		})
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
