// Command plainpool scores, on the targets of a back-test, the plain forecast that the goal of docs/skill.md was taken from as far as its text says what it was,
// and haven beside it. What that text leaves open is tried in every combination. It tells how hard the references are that the goal had in mind.
//
//	go run ./internal/house/plainpool ../shared/flee/conflicts/{burundi2015,car2013,mali2012,nigeria2016,ssudan2013,syria2013}
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/internal/study/backtest"
	"haven/skill"
)

// members of haven's simulator, as `haven backtest` takes by default.
const members = 24

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "plainpool: name two Flee folders or more; docs/skill.md says which")
		os.Exit(2)
	}
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "plainpool:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, folders []string) error {
	haven, plain := []backtest.Scored{}, make([][]backtest.Scored, len(forecasts))
	for _, folder := range folders {
		targets, known, err := targetsOf(folder, members)
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		haven = append(haven, targets...)
		for i, f := range forecasts {
			plain[i] = append(plain[i], rescored(targets, known, f.of)...)
		}
	}
	lines := map[string][]ratios{}
	for i, f := range forecasts {
		lines[f.kind] = append(lines[f.kind], pooled(plain[i]))
	}
	fmt.Fprintln(out, "| geometric mean of the ratios, in people | own errors: 7, 14, 30 days | borrowed: 7, 14, 30 days |\n| --- | --- | --- |")
	for _, kind := range kinds {
		fmt.Fprintln(out, line(fmt.Sprintf("%s: lowest and highest of %d", kind, len(lines[kind])), lines[kind]))
	}
	fmt.Fprintln(out, line("haven", []ratios{pooled(haven)}))
	return nil
}

// memory is what was known on each day of forecasts, and the last value's errors by then.
type memory map[int]onDay

type onDay struct {
	known *skill.Known
	last  *skill.ReferenceForecasts
	place map[string]int
}

// targetsOf are haven's forecasts of what the goal is about, scored, and what they could know.
func targetsOf(folder string, members int) ([]backtest.Scored, memory, error) {
	sc, _, err := flee.Open(folder, flee.Options{Until: calendar.None})
	if err != nil {
		return nil, nil, err
	}
	all, err := backtest.Folder(context.Background(), backtest.Plan{Scenario: sc, Horizons: backtest.DefaultHorizons(), Members: members, Seed: 1})
	if err != nil {
		return nil, nil, err
	}
	targets := slices.DeleteFunc(all, func(s backtest.Scored) bool {
		return s.Setting != backtest.TotalForecast || s.Measure != backtest.Stock
	})
	days, place := memory{}, map[string]int{}
	for k, i := range sc.Outputs() {
		place[sc.Places[i].ID] = k
	}
	last := skill.NewReferenceForecasts(backtest.DefaultHorizons())
	for day := 0; day < sc.Period.Days(); day += 7 {
		kept, _ := sc.KnownBy(sc.Period.From + calendar.Date(day))
		known := skill.KnownCounts(kept, day)
		last.Learn(known)
		days[day] = onDay{known, last.AsTheyAre(), place}
	}
	return targets, days, nil
}

// rescored are the same targets with other forecasts in haven's stead.
func rescored(targets []backtest.Scored, days memory, of forecast) []backtest.Scored {
	others := slices.Clone(targets)
	for i := range others {
		s := &others[i]
		on := days[s.Origin]
		s.Mine = backtest.ScoreOf(of(on, on.place[s.Place], s.Day, s.Horizon), s.Counted)
	}
	return others
}

// ratios are geometric means over folders, by horizon.
type ratios struct{ own, borrowed []float64 }

func pooled(scored []backtest.Scored) ratios {
	var r ratios
	for _, p := range backtest.Pools(backtest.Rows(scored, backtest.ReferenceNames(), 1)) {
		r.own, r.borrowed = append(r.own, p.OwnErrors.Ratio), append(r.borrowed, p.Ratio)
	}
	return r
}

func line(name string, list []ratios) string {
	cell := func(of func(ratios) []float64) string {
		var parts []string
		for h := range of(list[0]) {
			low, high := of(list[0])[h], of(list[0])[h]
			for _, r := range list {
				low, high = min(low, of(r)[h]), max(high, of(r)[h])
			}
			text := fmt.Sprintf("%.2f", low)
			if len(list) > 1 {
				text += fmt.Sprintf("–%.2f", high)
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprintf("| %s | %s | %s |", name, cell(func(r ratios) []float64 { return r.own }), cell(func(r ratios) []float64 { return r.borrowed }))
}
