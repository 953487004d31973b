package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"haven/internal/study/backtest"
)

// TestPageOfABacktest: scores in people are rounded, a cell without a best reference above 0 has no ratio, and names are no markup.
func TestPageOfABacktest(t *testing.T) {
	skill, worse := 0.25, -0.5
	r := &backtest.Result{
		Format: backtest.Format, Seed: 1<<63 + 1, Horizons: []int{7},
		Scenarios: []backtest.About{{Name: "</script><b>", Uncounted: []string{}}},
		Rows: []backtest.Row{
			{Scenario: "a", Measure: backtest.Stock, CRPS: 123.4, Beside: backtest.Beside{Skill: &skill, SkillLog: &worse}, OwnErrors: backtest.Beside{Skill: &worse}},
			{Scenario: "a", Measure: backtest.Total, CRPS: 3},
		},
		Pooled: []backtest.Pooled{},
	}
	data := BuildBacktest(r)
	text, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"seed":"9223372036854775809"`, `"crps":120,"best":"","ratio":0.75`, `"ratioLog":1.5`, `"ownRatio":1.5,"ownRatioLog":null`, `"crps":5,"best":"","ratio":null`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	var page bytes.Buffer
	if err := WriteBacktest(&page, r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.String(), "</script><b>") {
		t.Error("a name ends the script")
	}
}
