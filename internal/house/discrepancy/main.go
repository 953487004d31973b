// Command discrepancy measures what the priors of model discrepancy rest on
// (docs/forecast.md): how far a rush was off the curve that haven's shocks have, fitted to the
// days before, and how places' shares of arrivals changed in the conflicts of Flee's folders.
//
//	go run ./internal/house/discrepancy [-conflicts ../shared/flee/conflicts] [-daily FILE]
//
// FILE holds the columns date and individuals, a row a day from the first day of a rush on, such as UNHCR's counts
// of border crossings from Ukraine from 24 February 2022. Neither is part of the repository; what is absent is left out.
package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"gonum.org/v1/gonum/optimize"

	"haven/internal/flee"
	"haven/scenario"
	"haven/skill"
)

func main() {
	conflicts := flag.String("conflicts", "../shared/flee/conflicts", "Flee folders")
	daily := flag.String("daily", "", "daily counts of a rush")
	flag.Parse()
	folders, _ := filepath.Glob(filepath.Join(*conflicts, "*", "input_csv"))
	for _, f := range folders {
		sc, _, err := flee.Open(filepath.Dir(f), flee.Options{})
		if err != nil {
			fmt.Fprintln(os.Stderr, "discrepancy:", err)
			os.Exit(1)
		}
		shares(sc)
	}
	if *daily == "" {
		return
	}
	counts, err := read(*daily)
	if err != nil {
		fmt.Fprintln(os.Stderr, "discrepancy:", err)
		os.Exit(1)
	}
	rush(counts)
}

const (
	window   = 28  // days over which arrivals are summed
	between  = 35  // days: counts farther apart are not interpolated
	fewest   = 100 // arrivals in a window that are a share
	firstFit = 10  // days of a rush that a curve is fitted to at least
	lastFit  = 60
)

// shares prints how the logarithms of camps' shares of all arrivals change from
// one window to the next, and to those after it. Where windows have nothing in common, the standard
// deviation in the long run is that of a change over the root of 2.
func shares(sc *scenario.Scenario) {
	known := skill.KnownCounts(sc, sc.Period.Days()-1)
	var arrived []map[int]float64 // by window and place
	for from := 0; from+window < sc.Period.Days(); from += window {
		in := map[int]float64{}
		for place, list := range known.Places {
			before, ok1 := people(list, from)
			after, ok2 := people(list, from+window)
			if ok1 && ok2 && after-before >= fewest {
				in[place] = math.Log(after - before)
			}
		}
		arrived = append(arrived, in)
	}
	for later := 1; later <= 3; later++ {
		n, sum := 0, 0.0
		for w := range arrived[:max(0, len(arrived)-later)] {
			k, s := changes(arrived[w], arrived[w+later])
			n, sum = n+k, sum+s
		}
		if n > 0 {
			fmt.Printf("%s: shares of %d days, %d days later: standard deviation in the long run %.2f (%d changes)\n",
				sc.Name, window, later*window, math.Sqrt(sum/float64(n)/2), n)
		}
	}
}

// changes are the squares of changes of log shares, corrected for the mean that is taken off.
func changes(a, b map[int]float64) (n int, squares float64) {
	var list []float64
	mean := 0.0
	for place, x := range a {
		if y, ok := b[place]; ok {
			list = append(list, y-x)
			mean += y - x
		}
	}
	if len(list) < 2 {
		return 0, 0
	}
	mean /= float64(len(list))
	for _, x := range list {
		squares += (x - mean) * (x - mean)
	}
	return len(list), squares * float64(len(list)) / float64(len(list)-1)
}

// people are those at a place on a day, between two counts not too far apart.
func people(list []skill.Count, day int) (float64, bool) {
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if a.Day <= day && day <= b.Day && b.Day > a.Day && b.Day-a.Day <= between {
			return a.People + (b.People-a.People)*float64(day-a.Day)/float64(b.Day-a.Day), true
		}
	}
	return 0, false
}

func read(file string) ([]float64, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	var list []float64
	for _, row := range rows[1:] {
		x, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			return nil, err
		}
		list = append(list, math.Log(x))
	}
	return list, nil
}

// rush prints how far the logarithms of daily counts lie from curves fitted to the days before.
func rush(logs []float64) {
	leads := []int{1, 3, 7, 14, 21, 28}
	sums, n := make([]float64, len(leads)), make([]int, len(leads))
	for days := firstFit; days < lastFit; days += 5 {
		curve := fitted(logs[:days])
		for i, lead := range leads {
			if at := days - 1 + lead; at < len(logs) {
				off := logs[at] - curve(at)
				sums[i], n[i] = sums[i]+off*off, n[i]+1
			}
		}
	}
	for i, lead := range leads {
		fmt.Printf("%d days ahead: root mean square %.2f (%d curves)\n", lead, math.Sqrt(sums[i]/float64(n[i])), n[i])
	}
}

// fitted is the logarithm of size (1 - e^(-(t+1)/ready)) e^(-t/fades) + usual by least squares.
func fitted(logs []float64) func(day int) float64 {
	curve := func(p []float64, day int) float64 {
		size, ready, fades, usual := math.Exp(p[0]), math.Exp(p[1]), math.Exp(p[2]), math.Exp(p[3])
		return math.Log(size*(1-math.Exp(-float64(day+1)/ready))*math.Exp(-float64(day)/fades) + usual)
	}
	problem := optimize.Problem{Func: func(p []float64) float64 {
		sum := 0.0
		for day, y := range logs {
			sum += (y - curve(p, day)) * (y - curve(p, day))
		}
		if math.IsNaN(sum) {
			return math.Inf(1)
		}
		return sum
	}}
	least, best := math.Inf(1), []float64(nil)
	for _, ready := range []float64{1, 3, 10, 30} {
		for _, fades := range []float64{5, 10, 20, 40} {
			for _, usual := range []float64{1e3, 1e4, 5e4} {
				start := []float64{logs[0], math.Log(ready), math.Log(fades), math.Log(usual)}
				if r, err := optimize.Minimize(problem, start, nil, &optimize.NelderMead{}); err == nil && r.F < least {
					least, best = r.F, r.X
				}
			}
		}
	}
	return func(day int) float64 { return curve(best, day) }
}
