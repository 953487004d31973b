// Command skilltables writes the tables of docs/skill.md anew from the folder of a back-test.
//
//	haven backtest ../shared/flee/conflicts/* --out six
//	go run ./internal/house/skilltables six docs/skill.md
//
// It replaces what stands between the lines <!-- tables --> and <!-- end of tables -->.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"haven/internal/kept"
	"haven/internal/study/backtest"
)

const (
	begin = "<!-- tables -->\n"
	end   = "<!-- end of tables -->\n"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "skilltables: name the folder of a back-test and the page to write its tables into")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "skilltables:", err)
		os.Exit(1)
	}
}

func run(dir, page string) error {
	r, err := backtest.Read(dir)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	before, rest, found := bytes.Cut(text, []byte(begin))
	_, after, ended := bytes.Cut(rest, []byte(end))
	if !found || !ended {
		return errors.New(page + " has no lines " + strings.TrimSpace(begin) + " and " + strings.TrimSpace(end))
	}
	return kept.Write(page, func(w io.Writer) error {
		_, err := w.Write(bytes.Join([][]byte{before, []byte(begin + "\n" + tables(r) + "\n" + end), after}, nil))
		return err
	})
}

// apart are the groups that are reported apart.
var apart = []struct{ title, setting, measure string }{
	{"Forecasts made before day 60", backtest.TotalForecast, backtest.StockEarly},
	{"People were counted anew in between", backtest.TotalForecast, backtest.StockAnew},
	{"A camp's first count", backtest.TotalForecast, backtest.StockFirst},
	{"The published total", backtest.TotalForecast, backtest.Total},
	{"Total given, counts at camps", backtest.TotalGiven, backtest.Stock},
	{"Total given, before day 60", backtest.TotalGiven, backtest.StockEarly},
	{"Total given, counted anew", backtest.TotalGiven, backtest.StockAnew},
	{"Total given, first counts", backtest.TotalGiven, backtest.StockFirst},
}

func tables(r *backtest.Result) string {
	goal := rowsOf(r, backtest.TotalForecast, backtest.Stock)
	parts := []string{
		"### The cells of the goal: counts at camps, total forecast\n", cells(goal),
		"The same beside references with a camp's own errors alone:\n", own(goal),
		"The mean CRPS of every reference, in people and of the logarithm, the weighted interval score, and Flee's relative difference at the counts:\n", detail(goal),
		"### Over the six\n", pooled(r.Pooled),
		"### Reported apart\n",
	}
	for _, a := range apart {
		parts = append(parts, a.title+":\n", cells(rowsOf(r, a.setting, a.measure)))
	}
	return strings.Join(parts, "\n")
}

func rowsOf(r *backtest.Result, setting, measure string) []*backtest.Row {
	var list []*backtest.Row
	for i := range r.Rows {
		if r.Rows[i].Setting == setting && r.Rows[i].Measure == measure {
			list = append(list, &r.Rows[i])
		}
	}
	return list
}

// table is one in Markdown; columns are named with | between.
func table(columns string, lines [][]string) string {
	var b strings.Builder
	n := strings.Count(columns, "|") + 1
	fmt.Fprintf(&b, "| %s |\n|%s\n", columns, strings.Repeat(" --- |", n))
	for _, line := range lines {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(line, " | "))
	}
	return b.String()
}

func cells(rows []*backtest.Row) string {
	var lines [][]string
	for _, r := range rows {
		lines = append(lines, []string{
			r.Scenario, fmt.Sprint(r.Horizon), fmt.Sprint(r.N), fmt.Sprint(r.Distinct),
			fmt.Sprintf("%.0f", r.CRPS), ratio(r, r.P, r.Skill), reference(r.BestReference), fmt.Sprintf("%.4f", r.CRPSLog), ratio(r, r.PLog, r.SkillLog), reference(r.BestReferenceLog),
			fmt.Sprintf("%.2f", r.Coverage50), fmt.Sprintf("%.2f", r.Coverage90), fmt.Sprintf("%.2f", r.Bias),
		})
	}
	return table("conflict | days | n | counts | CRPS | ratio | to | CRPS log | ratio | to | in 50 % | in 90 % | bias", lines)
}

func own(rows []*backtest.Row) string {
	var lines [][]string
	for _, r := range rows {
		o := &r.OwnErrors
		line := []string{r.Scenario, fmt.Sprint(r.Horizon), ratio(r, o.P, o.Skill), reference(o.BestReference), ratio(r, o.PLog, o.SkillLog), reference(o.BestReferenceLog)}
		for k := range o.References {
			line = append(line, fmt.Sprintf("%.0f", o.References[k]))
		}
		lines = append(lines, line)
	}
	return table("conflict | days | ratio | to | ratio log | to | "+names(), lines)
}

func detail(rows []*backtest.Row) string {
	var lines [][]string
	for _, r := range rows {
		line := []string{r.Scenario, fmt.Sprint(r.Horizon), fmt.Sprintf("%.0f", r.CRPS)}
		for _, x := range r.References {
			line = append(line, fmt.Sprintf("%.0f", x))
		}
		line = append(line, fmt.Sprintf("%.4f", r.CRPSLog))
		for _, x := range r.ReferencesLog {
			line = append(line, fmt.Sprintf("%.4f", x))
		}
		difference := "–"
		if r.RelativeDifference != nil {
			difference = fmt.Sprintf("%.3f", *r.RelativeDifference)
		}
		lines = append(lines, append(line, fmt.Sprintf("%.0f", r.WIS), difference))
	}
	return table("conflict | days | haven | "+names()+" | haven log | "+names()+" | WIS | relative difference", lines)
}

func pooled(list []backtest.Pooled) string {
	var lines [][]string
	for _, p := range list {
		line := []string{p.Measure + ", " + strings.ReplaceAll(p.Setting, "_", " "), fmt.Sprint(p.Horizon)}
		for _, t := range []backtest.Together{p.Together, p.OwnErrors} {
			line = append(line, fmt.Sprintf("%.3f", t.Ratio), fmt.Sprintf("%.3f", t.Upper), fmt.Sprintf("%.3f", t.RatioLog), fmt.Sprintf("%.3f", t.UpperLog))
		}
		lines = append(lines, append(line, fmt.Sprintf("%.2f", p.Coverage50), fmt.Sprintf("%.2f", p.Coverage90)))
	}
	return table(" | days | ratio | below | ratio log | below | own: ratio | below | ratio log | below | in 50 % | in 90 %", lines)
}

// ratio is one to the best reference, with a star where being better may be claimed.
func ratio(r *backtest.Row, p, skill *float64) string {
	if skill == nil {
		return "–"
	}
	star := ""
	if r.Claims(p) {
		star = "*"
	}
	return fmt.Sprintf("%.2f%s", 1-*skill, star)
}

// reference names one in words.
func reference(name string) string {
	return strings.ReplaceAll(name, "_", " ")
}

func names() string {
	var list []string
	for _, name := range backtest.ReferenceNames() {
		list = append(list, reference(name))
	}
	return strings.Join(list, " | ")
}
