package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"haven/internal/study/backtest"
)

// TestTablesAreReplacedInPlace: what stands around them stays, stars are where being better may be claimed, and a page without room for them is left alone.
func TestTablesAreReplacedInPlace(t *testing.T) {
	skill, worse, sure := 0.25, -0.5, 0.99
	means := []float64{100, 200, 300, 400, 500}
	r := &backtest.Result{
		Format: backtest.Format, Pooled: []backtest.Pooled{{Setting: backtest.TotalForecast, Measure: backtest.Stock, Horizon: 7, Together: backtest.Together{Ratio: 0.75}, OwnErrors: backtest.Together{Ratio: 0.625}}},
		Rows: []backtest.Row{{
			Scenario: "valley", Setting: backtest.TotalForecast, Measure: backtest.Stock, Horizon: 7, N: 90, Distinct: 60, Blocks: 10, CRPS: 75,
			Beside:    backtest.Beside{BestReference: "last_value", Skill: &skill, P: &sure, BestReferenceLog: "drift", SkillLog: &worse, References: means, ReferencesLog: means},
			OwnErrors: backtest.Beside{BestReference: "drift", References: means, ReferencesLog: means},
		}},
	}
	dir := filepath.Join(t.TempDir(), "six")
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(t.TempDir(), "page.md")
	write := func(text string) {
		if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("before\n" + begin + "old\n" + end + "after\n")
	if err := run(dir, page); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	got := string(text)
	for _, want := range []string{
		"| valley | 7 | 90 | 60 | 75 | 0.75* | last value | 0.0000 | 1.50 | drift |", "| valley | 7 | – | drift | – |", "| stock, total forecast | 7 | 0.750 |", "| 0.625 |", "### Reported apart\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if !strings.HasPrefix(got, "before\n"+begin) || !strings.HasSuffix(got, end+"after\n") || strings.Contains(got, "old") {
		t.Errorf("not replaced in place:\n%s", got)
	}
	write("nothing")
	if err := run(dir, page); err == nil || !strings.Contains(err.Error(), "has no lines <!-- tables -->") {
		t.Errorf("a page without room: %v", err)
	}
	if text, _ := os.ReadFile(page); string(text) != "nothing" {
		t.Errorf("it was changed to %q", text)
	}
}
