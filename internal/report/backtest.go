package report

import (
	"io"
	"math"
	"strconv"
	"strings"

	"haven/internal/study/backtest"
)

// BacktestData is all that the page of a back-test shows; web/src/backtest/data.ts has the same fields. Scores in
// people are rounded like counts, each by itself.
type BacktestData struct {
	Page      string             `json:"page"` // backtest
	Format    int                `json:"format"`
	Title     string             `json:"title"`
	Haven     string             `json:"haven"`
	Seed      string             `json:"seed"` // text: JavaScript has no 64-bit integers
	Members   int                `json:"members"`
	Origins   string             `json:"origins"`
	Horizons  []int              `json:"horizons"`
	Scenarios []BacktestScenario `json:"scenarios"`
	Cells     []BacktestCell     `json:"cells"`
	Pooled    []backtest.Pooled  `json:"pooled"`
}

// BacktestScenario is one scenario, and what was not taken for a count.
type BacktestScenario struct {
	Name      string   `json:"name"`
	Hash      string   `json:"hash"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Uncounted []string `json:"uncounted"`
}

// BacktestCell is one cell. Ratio is the mean score over that of the best reference in the cell; null where that is 0.
type BacktestCell struct {
	Scenario  string `json:"scenario"`
	Setting   string `json:"setting"`
	Measure   string `json:"measure"`
	Horizon   int    `json:"horizon"`
	N         int    `json:"n"`
	Distinct  int    `json:"distinct"`
	CRPS      Number `json:"crps"`
	Best      string `json:"best"`
	Ratio     Number `json:"ratio"`
	Better    bool   `json:"better"` // may be claimed
	CRPSLog   Number `json:"crpsLog"`
	BestLog   string `json:"bestLog"`
	RatioLog  Number `json:"ratioLog"`
	BetterLog bool   `json:"betterLog"`

	// Beside references whose intervals are of errors at the place alone.
	OwnRatio    Number `json:"ownRatio"`
	OwnRatioLog Number `json:"ownRatioLog"`

	Coverage50 Number `json:"coverage50"`
	Coverage90 Number `json:"coverage90"`
	Bias       Number `json:"bias"`
}

// WriteBacktest writes the page of a back-test.
func WriteBacktest(w io.Writer, r *backtest.Result) error {
	data := BuildBacktest(r)
	return writePage(w, data.Title, data)
}

// BuildBacktest collects the data of its page.
func BuildBacktest(r *backtest.Result) BacktestData {
	data := BacktestData{
		Page: "backtest", Format: Format, Haven: r.Haven, Seed: strconv.FormatUint(r.Seed, 10), Members: r.Members, Origins: r.Origins, Horizons: r.Horizons,
		Scenarios: []BacktestScenario{}, Cells: []BacktestCell{}, Pooled: r.Pooled,
	}
	var names []string
	for _, s := range r.Scenarios {
		names = append(names, s.Name)
		data.Scenarios = append(data.Scenarios, BacktestScenario{Name: s.Name, Hash: s.Hash, From: s.From, To: s.To, Uncounted: s.Uncounted})
	}
	data.Title = "How good the forecasts would have been: " + strings.Join(names, ", ")
	for i := range r.Rows {
		c := &r.Rows[i]
		data.Cells = append(data.Cells, BacktestCell{
			Scenario: c.Scenario, Setting: c.Setting, Measure: c.Measure, Horizon: c.Horizon, N: c.N, Distinct: c.Distinct,
			CRPS: people(c.CRPS), Best: c.BestReference, Ratio: overBest(c.Skill), Better: c.Better(),
			CRPSLog: Number(c.CRPSLog), BestLog: c.BestReferenceLog, RatioLog: overBest(c.SkillLog), BetterLog: c.BetterLog(),
			OwnRatio: overBest(c.OwnErrors.Skill), OwnRatioLog: overBest(c.OwnErrors.SkillLog),
			Coverage50: Number(c.Coverage50), Coverage90: Number(c.Coverage90), Bias: Number(c.Bias),
		})
	}
	return data
}

// overBest is one score over another, of the skill that was worked out from it.
func overBest(skill *float64) Number {
	if skill == nil {
		return Number(math.NaN())
	}
	return Number(1 - *skill)
}
