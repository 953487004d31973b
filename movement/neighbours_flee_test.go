package movement_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"haven/internal/flee"
	"haven/internal/house/long"
	"haven/scenario"
)

// fleeFalseAlarm is the chance that mali2012 is red although an engine has the
// distribution of Flee.
const fleeFalseAlarm = 1e-4

// conflicts are Flee's folders in ../shared.
var conflicts = []string{"mali2012", "burundi2015", "car2013", "ssudan2013", "syria2013", "nigeria2016"}

// fleeRun is one of Flee's own outputs: people by day and output place, and
// all who ever fled by day.
type fleeRun struct {
	people [][]int
	total  []int
}

// fleeFolder is where Flee's folders and outputs lie.
func fleeFolder(tb testing.TB) string {
	tb.Helper()
	for _, dir := range []string{"../..", "../../.."} {
		if folder := filepath.Join(dir, "shared", "flee"); isThere(folder) {
			return folder
		}
	}
	tb.Skip("needs real conflicts in ../shared/flee beside the repository, which are not part of it")
	return ""
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// conflict opens one of the real conflicts.
func conflict(tb testing.TB, name string) *scenario.Scenario {
	tb.Helper()
	sc, _, err := flee.Open(filepath.Join(fleeFolder(tb), "conflicts", name), flee.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return sc
}

// fleeConflict opens one of the real conflicts, and Flee's outputs for it at a hasten.
func fleeConflict(t *testing.T, name string, hasten int) (*scenario.Scenario, []fleeRun) {
	t.Helper()
	sc, err := conflict(t, name).With(map[string]float64{"neighbours.hasten": float64(hasten)})
	if err != nil {
		t.Fatal(err)
	}
	pattern := fmt.Sprintf("hasten%d-*.csv", hasten)
	if hasten == 1 {
		pattern = "seed*.csv"
	}
	files, err := filepath.Glob(filepath.Join(fleeFolder(t), "reference", name, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no references at hasten %d (%v)", name, hasten, err)
	}
	var runs []fleeRun
	for _, file := range files {
		runs = append(runs, readFleeRun(t, file))
	}
	return sc, runs
}

func readFleeRun(t *testing.T, file string) fleeRun {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var run fleeRun
	for _, row := range rows[1:] {
		var people []int
		for i, name := range rows[0] {
			n, err := strconv.Atoi(row[i])
			switch {
			case strings.HasSuffix(name, " sim") && err == nil:
				people = append(people, n)
			case name == "total refugees (simulation)" && err == nil:
				run.total = append(run.total, n)
			}
		}
		run.people = append(run.people, people)
	}
	return run
}

// likeFlee runs an engine and keeps of it what Flee prints.
func likeFlee(t *testing.T, sc *scenario.Scenario, e *neighboursEngine, seed uint64, days int) fleeRun {
	t.Helper()
	number := e.run(t, sc, seed)
	var run fleeRun
	for day := range days {
		var people []int
		for _, p := range sc.Outputs() {
			people = append(people, number("stock", sc.Places[p].ID, day))
		}
		run.people = append(run.people, people)
		run.total = append(run.total, number("displaced_total", "", day))
	}
	return run
}

// apart is the mean over days of what two runs differ by, over all who fled.
func apart(a, b *fleeRun) float64 {
	sum := 0.0
	for day := range a.people {
		for i := range a.people[day] {
			sum += math.Abs(float64(a.people[day][i]-b.people[day][i])) / math.Max(1, float64(a.total[day]))
		}
	}
	return sum / float64(len(a.people))
}

// meanApart is the mean over all pairs of two lists of runs, or of one with itself.
func meanApart(a, b []fleeRun) float64 {
	sum, pairs := 0.0, 0
	for i := range a {
		for j := range b {
			if &a[i] != &b[j] {
				sum += apart(&a[i], &b[j])
				pairs++
			}
		}
	}
	return sum / float64(pairs)
}

// TestNeighboursGiveFleesDistribution holds every camp of mali2012 on four days
// against twelve seeds of Flee's: are the ranks of both samples mixed as by chance, in level
// and in distance from the middle?
func TestNeighboursGiveFleesDistribution(t *testing.T) {
	sc, theirs := fleeConflict(t, "mali2012", 10)
	days := len(theirs[0].people)
	for e := range neighboursEngines {
		t.Run(neighboursEngines[e].name, func(t *testing.T) {
			var ours []fleeRun
			runs := runsOfFlee(t, &neighboursEngines[e])
			for i := range runs {
				ours = append(ours, likeFlee(t, sc, &neighboursEngines[e], uint64(i+1), days))
			}
			when := []int{30, 100, 200, days - 1}
			tests := float64(2 * len(when) * len(ours[0].people[0]))
			least, where := 1.0, ""
			for _, day := range when {
				for i := range ours[0].people[day] {
					a, b := column(theirs, day, i), column(ours, day, i)
					for k, p := range []float64{mixed(a, b), mixed(fromMiddle(a, b))} {
						what := fmt.Sprintf("%s on day %d, %s", sc.Places[sc.Outputs()[i]].Name, day, []string{"level", "spread"}[k])
						if p < least {
							least, where = p, what
						}
						if p < fleeFalseAlarm/tests {
							t.Errorf("%s: p = %.2g; Flee %v, here %v", what, p, a, b)
						}
					}
				}
			}
			t.Logf("%.0f tests of %d runs each against %d of Flee's: the least p is %.3g (%s), the limit %.2g", tests, runs, len(theirs), least, where, fleeFalseAlarm/tests)
		})
	}
}

// runsOfFlee is how many members of an engine are held against Flee's.
func runsOfFlee(t *testing.T, e *neighboursEngine) int {
	t.Helper()
	if e.slow && underRace {
		t.Skip("minutes under the race detector, which is there for other mistakes")
	}
	if long.Tests() {
		return 48
	}
	return 24
}

// TestNeighboursLieWithinFleesSpread: on all conflicts, runs are no farther from
// Flee's than those are from each other, or ours where there is one, and all who fled are as many.
func TestNeighboursLieWithinFleesSpread(t *testing.T) {
	names := conflicts[:2]
	if long.Tests() {
		names = conflicts
	}
	for _, name := range names {
		hasten := 10
		if name == "syria2013" {
			hasten = 100
		}
		sc, theirs := fleeConflict(t, name, hasten)
		for e := range neighboursEngines {
			t.Run(name+"/"+neighboursEngines[e].name, func(t *testing.T) {
				runs := min(6, runsOfFlee(t, &neighboursEngines[e]))
				var ours []fleeRun
				for i := range runs {
					ours = append(ours, likeFlee(t, sc, &neighboursEngines[e], uint64(i+1), len(theirs[0].people)))
					if !slices.Equal(ours[i].total, theirs[0].total) {
						t.Fatal("others fled than in Flee")
					}
				}
				own, between := meanApart(theirs, theirs), meanApart(theirs, ours)
				if len(theirs) == 1 {
					own = meanApart(ours, ours)
				}
				t.Logf("%d of Flee's, %d here: %.4f from each other, %.4f between (here among themselves %.4f)", len(theirs), runs, own, between, meanApart(ours, ours))
				if between > own+0.003 {
					t.Errorf("%.4f from Flee's, which are %.4f from each other", between, own)
				}
			})
		}
	}
}

func column(runs []fleeRun, day, place int) (out []float64) {
	for i := range runs {
		out = append(out, float64(runs[i].people[day][place]))
	}
	return out
}

// fromMiddle replaces numbers by their distances from the median of all.
func fromMiddle(a, b []float64) (x, y []float64) {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	middle := all[len(all)/2]
	for _, v := range a {
		x = append(x, math.Abs(v-middle))
	}
	for _, v := range b {
		y = append(y, math.Abs(v-middle))
	}
	return x, y
}

// mixed is the chance that, were all numbers dealt out at random, the ranks of
// a would sum to something as far from what is expected: the exact rank-sum test
// (Wilcoxon 1945), ties sharing their mean rank.
func mixed(a, b []float64) float64 {
	all := append(slices.Clone(a), b...)
	ranks := make([]int, len(all)) // doubled
	for i, v := range all {
		for _, w := range all {
			switch {
			case w < v:
				ranks[i] += 2
			case w == v:
				ranks[i]++
			}
		}
		ranks[i]++
	}
	most := len(all) * (len(all) + 1)
	ways := make([][]float64, len(a)+1) // by numbers taken and sum of doubled ranks
	for k := range ways {
		ways[k] = make([]float64, most+1)
	}
	ways[0][0] = 1
	got := 0
	for i, r := range ranks {
		if i < len(a) {
			got += r
		}
		for k := min(i+1, len(a)); k > 0; k-- {
			for s := most; s >= r; s-- {
				ways[k][s] += ways[k-1][s-r]
			}
		}
	}
	expected := len(a) * (len(all) + 1)
	total, far := 0.0, 0.0
	for s, n := range ways[len(a)] {
		total += n
		if math.Abs(float64(s-expected)) >= math.Abs(float64(got-expected)) {
			far += n
		}
	}
	return far / total
}

func TestRankSumsAreThoseOfTheTable(t *testing.T) {
	// Of the 10 ways to deal 2 of 5, one sum is lowest and one is highest.
	if p := mixed([]float64{1, 2}, []float64{3, 4, 5}); math.Abs(p-0.2) > 1e-12 {
		t.Errorf("p = %v, want 0.2", p)
	}
	if p := mixed([]float64{7, 7}, []float64{7, 7, 7}); p != 1 {
		t.Errorf("all the same: p = %v, want 1", p)
	}
}
