package skill

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// counted makes counts of day, people, day, people ...
func counted(x ...float64) []Count {
	var list []Count
	for i := 0; i < len(x); i += 2 {
		list = append(list, Count{int(x[i]), x[i+1], x[i+1]})
	}
	return list
}

func TestReferencesByHand(t *testing.T) {
	rising := counted(0, 100, 20, 160, 30, 180)
	for _, c := range []struct {
		name  string
		known Known
		day   int
		want  []float64 // in the order of References
	}{
		{"the example of the documentation", Known{Day: 33, Places: [][]Count{rising}}, 40,
			[]float64{180, 180 * (180 + 10*1900.0/700) / 180, 180 + 10*1900.0/700, 200, 180 + 10*80.0/30}},
		{"a single count has no slope", Known{Day: 33, Places: [][]Count{counted(4, 70)}}, 40, []float64{70, 70, 70, 70, 70}},
		{"nobody is negative", Known{Day: 33, Places: [][]Count{counted(0, 100, 30, 10)}}, 60, []float64{10, 0, 0, 0, 0}},
		{"counts of longer ago than 30 days are no trend", Known{Day: 50, Places: [][]Count{counted(0, 900, 10, 100, 35, 120, 40, 130)}}, 50,
			[]float64{130, 130 * (130 + 10*slopeThrough(counted(10, 100, 35, 120, 40, 130))) / 130, 130 + 10*slopeThrough(counted(10, 100, 35, 120, 40, 130)), 150, 0}},
		{"a lonely recent count takes the one before it along", Known{Day: 90, Places: [][]Count{counted(0, 50, 90, 140)}}, 100, []float64{140, 150, 150, 150, 150}},
		{"of the total that is published the place keeps its share", Known{Day: 30, Places: [][]Count{counted(0, 10, 30, 20)}, Total: counted(0, 40, 30, 100)}, 45,
			[]float64{20, 20 * 130.0 / 100, 25, 25, 25}},
		{"the total may have been counted on other days", Known{Day: 30, Places: [][]Count{counted(20, 30)}, Total: counted(10, 40, 30, 80)}, 40, []float64{30, 30 * 100.0 / 60, 30, 30, 30}},
	} {
		for i, r := range References() {
			if got := r.Forecast(&c.known, 0, c.day); math.Abs(got-c.want[i]) > 1e-9 {
				t.Errorf("%s: %s says %v, want %v", c.name, r.Name, got, c.want[i])
			}
		}
	}
}

// village is three places over 200 days, by a rule that anybody can follow: one grows, one stands still with recounts,
// one begins late and shrinks. It is known by a day.
func village(day int) *Known {
	known := &Known{Day: day, Places: make([][]Count, 3), Corrected: make([][]int, 3)}
	for d := 1; d <= day; d += 5 {
		x := float64(d)
		known.Places[0] = append(known.Places[0], Count{d, 50 * x, 50 * x})
		if d%15 == 1 {
			y := 4000 + float64(d%7*100)
			known.Places[1] = append(known.Places[1], Count{d, y, y})
		}
		if d > 80 {
			known.Places[2] = append(known.Places[2], Count{d, 9000 - 20*x, 9000 - 20*x})
		}
		if d%10 == 1 {
			known.Total = append(known.Total, Count{d, 5000 + 60*x, 5000 + 60*x})
		}
	}
	return known
}

// TestReferencesAreFrozen holds every reference, with its interval, to the numbers it had when it was made. A change here
// means that all skill ever published is another: it is not for winning.
func TestReferencesAreFrozen(t *testing.T) {
	leads := []int{7, 14, 30}
	forecasts := NewReferenceForecasts(leads)
	own := forecasts.WithOwnErrors()
	var frozen, frozenOwn strings.Builder
	for _, b := range []*strings.Builder{&frozen, &frozenOwn} {
		b.WriteString("origin,place,lead,reference,point,q05,q25,q50,q75,q95,numbers\n")
	}
	for day := 0; day <= 196; day += 7 {
		known := village(day)
		forecasts.Learn(known)
		if day%28 != 0 {
			continue
		}
		for place := range known.Places {
			if _, ok := known.Last(place); !ok {
				continue
			}
			for _, lead := range leads {
				for i, r := range References() {
					point := r.Forecast(known, place, day+lead)
					line := func(f *ReferenceForecasts) string {
						s := f.Forecast(i, known, place, day+lead, lead)
						q := s.Quantiles([]float64{0.05, 0.25, 0.5, 0.75, 0.95})
						return fmt.Sprintf("%d,%d,%d,%s,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%d\n", day, place, lead, r.Name, point, q[0], q[1], q[2], q[3], q[4], len(s.Values))
					}
					frozen.WriteString(line(forecasts))
					frozenOwn.WriteString(line(own))
				}
			}
		}
	}
	holdFrozen(t, "references.csv", frozen.String())
	holdFrozen(t, "references-own.csv", frozenOwn.String())
}

func holdFrozen(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	a, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(w)) {
		if a[i] != w[i] {
			t.Fatalf("%s, line %d: %s, was frozen as %s", name, i+1, a[i], w[i])
		}
	}
	t.Fatalf("%s: %d lines, %d were frozen", name, len(a), len(w))
}

func TestIntervalsOfReferencesAreOfTheirOwnPastErrors(t *testing.T) {
	leads := []int{7}
	f := NewReferenceForecasts(leads)
	var counts []Count
	for day := 0; day <= 98; day += 7 {
		people := 1000 + float64(day%14)*10 // 70 up, 70 down
		counts = append(counts, Count{day, people, people})
		known := &Known{Day: day, Places: [][]Count{counts}, Corrected: make([][]int, 1)}
		s := f.Forecast(0, known, 0, day+7, 7)
		if day == 0 && (len(s.Values) != 1 || s.Values[0] != 1000) {
			t.Errorf("before any error: %v, want the point alone", s)
		}
		if day == 21 { // errors known: of days 0 and 7, whose targets are of days 7 and 14
			if len(s.Values) != 2 || s.Values[0] != 1070-70 || s.Values[1] != 1070+70 {
				t.Errorf("day 21: %v, want 1000 and 1140", s)
			}
		}
		f.Learn(known)
	}
}

func TestErrorsOfOtherPlacesStandInWhileThereAreFew(t *testing.T) {
	f := NewReferenceForecasts([]int{7})
	know := func(day int) *Known {
		known := &Known{Day: day, Places: make([][]Count, 2), Corrected: make([][]int, 2)}
		for d := 0; d <= day; d += 7 {
			known.Places[0] = append(known.Places[0], Count{d, 1000 + float64(d), 1000 + float64(d)})
			if d >= 70 {
				known.Places[1] = append(known.Places[1], Count{d, 500, 500})
			}
		}
		return known
	}
	for day := 0; day <= 70; day += 7 {
		f.Learn(know(day))
	}
	s := f.Forecast(0, know(70), 1, 77, 7)
	if len(s.Values) != 10 {
		t.Fatalf("%d numbers, want the 10 errors of the other place", len(s.Values))
	}
	if low := 500 + 7*500/1063.0; math.Abs(s.Values[0]-low) > 1e-9 {
		t.Errorf("smallest %v, want %v: an error of 7 shrunk by the size of the places", s.Values[0], low)
	}
	own := f.WithOwnErrors()
	if n := len(own.Forecast(0, know(70), 1, 77, 7).Values); n != 10 {
		t.Errorf("%d numbers, want 10: without an error of its own a place borrows those of others", n)
	}
	then := f.AsTheyAre()
	f.Learn(know(77))
	if n := len(then.Forecast(0, know(70), 1, 77, 7).Values); n != 10 {
		t.Errorf("%d numbers, want the 10 that there were: what is learned later is not known then", n)
	}
	if s := own.Forecast(0, know(77), 1, 84, 7); len(s.Values) != 1 || s.Values[0] != 500 {
		t.Errorf("%v, want the one error of the place itself", s)
	}
	if n := len(f.Forecast(0, know(77), 1, 84, 7).Values); n != 12 {
		t.Errorf("%d numbers, want 12: one error of its own and the 11 of the other place", n)
	}
}
