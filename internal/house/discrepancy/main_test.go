package main

import (
	"math"
	"testing"

	"haven/skill"
)

// A rush that is the curve is forecast to the last person but one in a thousand.
func TestARushAlongTheCurveIsForecast(t *testing.T) {
	var logs []float64
	for day := range 40 {
		logs = append(logs, math.Log(8e5*(1-math.Exp(-float64(day+1)/4))*math.Exp(-float64(day)/9)+2e4))
	}
	curve := fitted(logs[:25])
	for _, day := range []int{25, 30, 39} {
		if off := math.Abs(curve(day) - logs[day]); off > 1e-3 {
			t.Errorf("day %d: off by %g", day, off)
		}
	}
}

func TestPeopleBetweenCounts(t *testing.T) {
	list := []skill.Count{{Day: 10, People: 100}, {Day: 20, People: 300}, {Day: 80, People: 900}}
	for day, want := range map[int]float64{10: 100, 15: 200, 20: 300, 5: -1, 50: -1, 81: -1} {
		got, ok := people(list, day)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("day %d: %g, %t; want %g", day, got, ok, want)
		}
	}
}

// Three places whose arrivals are multiplied by 2, 2 and 16: logarithms of shares change by
// -1, -1 and 2 times log 2. The sum of their squares, 6 log^2 2, stands for three changes with
// two degrees of freedom.
func TestChangesOfShares(t *testing.T) {
	a := map[int]float64{1: math.Log(100), 2: math.Log(300), 3: math.Log(50), 4: 1}
	b := map[int]float64{1: math.Log(200), 2: math.Log(600), 3: math.Log(800), 5: 1}
	n, squares := changes(a, b)
	if want := 6 * math.Ln2 * math.Ln2 * 3 / 2; n != 3 || math.Abs(squares-want) > 1e-9 {
		t.Errorf("%d changes, %g; want 3, %g", n, squares, want)
	}
	if n, _ := changes(a, map[int]float64{1: 2}); n != 0 {
		t.Error("one place alone has no share")
	}
}
