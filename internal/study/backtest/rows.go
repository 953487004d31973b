package backtest

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"haven/draw"
	"haven/skill"
)

// Row is one cell of the result: all targets of a scenario, setting, horizon and measure. Of the fields with Log everything is for the CRPS
// of log(1+count).
type Row struct {
	Scenario string  `json:"scenario"`
	Setting  string  `json:"setting"`
	Horizon  int     `json:"horizon"`
	Measure  string  `json:"measure"`
	N        int     `json:"n"`        // forecasts
	Distinct int     `json:"distinct"` // different counts among their targets
	CRPS     float64 `json:"crps"`     // mean
	CRPSLog  float64 `json:"crps_log"`
	Beside
	Coverage50 float64 `json:"coverage50"`
	Coverage90 float64 `json:"coverage90"`

	Blocks             int      `json:"blocks"`              // of 30 days, with targets
	WIS                float64  `json:"wis"`                 // mean
	Bias               float64  `json:"bias"`                // mean
	RelativeDifference *float64 `json:"relative_difference"` // Flee's, at the counts; nil where nobody was counted

	OwnErrors Beside `json:"own_errors"` // beside references whose intervals are of errors at the place alone
}

// Beside is how a cell stands beside the references. The best one is that with the lowest mean score in the cell itself, which is the
// hardest to beat; of the log it may be another.
type Beside struct {
	BestReference        string    `json:"best_reference"`
	BestReferenceCRPS    float64   `json:"best_reference_crps"`
	Skill                *float64  `json:"skill"` // 1 - CRPS / BestReferenceCRPS; nil where that is 0
	P                    *float64  `json:"p"`     // how sure it is that the mean CRPS is lower than the best reference's; nil where it cannot be told
	BestReferenceLog     string    `json:"best_reference_log"`
	BestReferenceCRPSLog float64   `json:"best_reference_crps_log"`
	SkillLog             *float64  `json:"skill_log"`
	PLog                 *float64  `json:"p_log"`
	References           []float64 `json:"references"` // mean CRPS of each reference
	ReferencesLog        []float64 `json:"references_log"`
	Ratios, RatiosLog    []float64 `json:"-"` // CRPS over the best reference's, by resample of blocks
}

// Better says whether it may be claimed that the forecasts beat the best reference: sure to 95 %, with 60 distinct targets
// and 10 blocks at least.
func (r *Row) Better() bool { return r.Claims(r.P) }

// BetterLog is Better for the log.
func (r *Row) BetterLog() bool { return r.Claims(r.PLog) }

// Claims says whether a probability of the cell is enough for a claim.
func (r *Row) Claims(p *float64) bool {
	return p != nil && *p >= sureEnough && r.Distinct >= enoughTargets && r.Blocks >= enoughBlocks
}

type cell struct {
	scenario, setting, measure string
	horizon                    int
}

// Rows sums targets up by cell, in the order in which scenarios and measures first come, horizons rising. Names are those of
// the references; the seed makes the draws of the bootstrap.
func Rows(scored []Scored, names []string, seed uint64) []Row {
	var cells []cell
	of := map[cell][]*Scored{}
	for i := range scored {
		s := &scored[i]
		c := cell{s.Scenario, s.Setting, s.Measure, s.Horizon}
		if of[c] == nil {
			cells = append(cells, c)
		}
		of[c] = append(of[c], s)
	}
	rank := map[string]int{}
	for _, c := range cells {
		for _, key := range []string{c.scenario, c.setting, c.measure} {
			if _, seen := rank[key]; !seen {
				rank[key] = len(rank)
			}
		}
	}
	slices.SortStableFunc(cells, func(a, b cell) int {
		return cmp.Or(cmp.Compare(rank[a.scenario], rank[b.scenario]), cmp.Compare(rank[a.setting], rank[b.setting]),
			cmp.Compare(rank[a.measure], rank[b.measure]), cmp.Compare(a.horizon, b.horizon))
	})
	rows := make([]Row, len(cells))
	for i, c := range cells {
		rows[i] = rowOf(c, of[c], names, seed)
	}
	return rows
}

func rowOf(c cell, targets []*Scored, names []string, seed uint64) Row {
	r := Row{Scenario: c.scenario, Setting: c.setting, Horizon: c.horizon, Measure: c.measure, N: len(targets)}
	n := float64(len(targets))
	distinct := map[string]bool{}
	var medians, counted []float64
	in50, in90 := make([]bool, 0, len(targets)), make([]bool, 0, len(targets))
	for _, t := range targets {
		distinct[fmt.Sprintf("%s %d", t.Place, t.Day)] = true
		r.CRPS += t.Mine.CRPS / n
		r.CRPSLog += t.Mine.LogCRPS / n
		r.WIS += t.Mine.WIS / n
		r.Bias += t.Mine.Bias / n
		medians, counted = append(medians, t.Mine.Median), append(counted, t.Counted)
		in50, in90 = append(in50, t.Mine.In50), append(in90, t.Mine.In90)
	}
	r.Distinct = len(distinct)
	r.RelativeDifference = known(skill.RelativeDifference(medians, counted))
	r.Coverage50, _ = skill.Coverage(in50)
	r.Coverage90, _ = skill.Coverage(in90)
	key := draw.NewKey(seed, 0).With(draw.Hash(c.scenario)).With(draw.Hash(c.setting)).With(draw.Hash(c.measure)).With(uint64(c.horizon))
	r.Beside, r.Blocks = besideOf(targets, func(t *Scored) []Score { return t.References }, names, key)
	r.OwnErrors, _ = besideOf(targets, func(t *Scored) []Score { return t.OwnErrors }, names, key)
	return r
}

// besideOf holds the targets of a cell against references, and counts the blocks of days that they lie in.
func besideOf(targets []*Scored, references func(*Scored) []Score, names []string, key draw.Key) (b Beside, blocks int) {
	b.References, b.ReferencesLog = make([]float64, len(names)), make([]float64, len(names))
	n, mine, mineLog := float64(len(targets)), 0.0, 0.0
	for _, t := range targets {
		mine += t.Mine.CRPS / n
		mineLog += t.Mine.LogCRPS / n
		for k, s := range references(t) {
			b.References[k] += s.CRPS / n
			b.ReferencesLog[k] += s.LogCRPS / n
		}
	}
	best, bestLog := lowest(b.References), lowest(b.ReferencesLog)
	b.BestReference, b.BestReferenceCRPS = names[best], b.References[best]
	b.BestReferenceLog, b.BestReferenceCRPSLog = names[bestLog], b.ReferencesLog[bestLog]
	b.Skill, b.SkillLog = skillOf(mine, b.BestReferenceCRPS), skillOf(mineLog, b.BestReferenceCRPSLog)
	var blocked, blockedLog skill.Blocked
	for _, t := range targets {
		blocked.Add(t.Day, t.Mine.CRPS, references(t)[best].CRPS)
		blockedLog.Add(t.Day, t.Mine.LogCRPS, references(t)[bestLog].LogCRPS)
	}
	b.Ratios, b.RatiosLog = blocked.Ratios(key), blockedLog.Ratios(key)
	b.P, b.PLog = known(skill.Better(b.Ratios)), known(skill.Better(b.RatiosLog))
	return b, blocked.Len()
}

func lowest(scores []float64) int {
	best := 0
	for k := range scores {
		if scores[k] < scores[best] {
			best = k
		}
	}
	return best
}

func skillOf(mine, best float64) *float64 {
	if best == 0 {
		return nil
	}
	return known(1 - mine/best)
}

// known is a number, or nil where there is none.
func known(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}
