package backtest

import (
	"haven/draw"
	"haven/scenario"
	"haven/skill"
)

// Format is the version of a result's file.
const Format = 1

// Result is a whole back-test.
type Result struct {
	Format    int      `json:"format"`
	Haven     string   `json:"haven"`
	Seed      uint64   `json:"seed"`
	Members   int      `json:"members"`
	Horizons  []int    `json:"horizons"`
	Origins   string   `json:"origins"` // in words
	Scenarios []About  `json:"scenarios"`
	Rows      []Row    `json:"rows"`
	Pooled    []Pooled `json:"pooled"`
	Ahead     []Ahead  `json:"ahead,omitempty"` // of scenarios of reports: forecasts that nothing reported can score yet
	Targets   []Scored `json:"-"`               // in a file of their own
}

// About is which scenario was back-tested.
type About struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Hash      string   `json:"hash"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Origins   int      `json:"origins"`   // days on which forecasts were made
	Uncounted []string `json:"uncounted"` // registrations that were dropped, and why
}

func aboutOf(sc *scenario.Scenario, origins int) About {
	a := About{Name: sc.Name, Title: sc.Title, Hash: sc.Hash(), From: sc.Period.From.String(), To: sc.Period.To.String(), Origins: origins, Uncounted: []string{}}
	_, dropped := sc.CountedBy(sc.Period.To)
	for _, d := range dropped {
		a.Uncounted = append(a.Uncounted, d.Label+", "+d.Date.String()+": "+d.Reason)
	}
	return a
}

// Pooled is one cell over all scenarios: the geometric mean of their ratios to the best reference of each.
type Pooled struct {
	Setting    string  `json:"setting"`
	Measure    string  `json:"measure"`
	Horizon    int     `json:"horizon"`
	Scenarios  int     `json:"scenarios"`
	Ratio      float64 `json:"ratio"`     // of mean CRPS to the best reference's
	Upper      float64 `json:"upper"`     // 95 % of resamples of blocks lie below
	RatioLog   float64 `json:"ratio_log"` // the same for CRPS of log(1+count)
	UpperLog   float64 `json:"upper_log"`
	Coverage50 float64 `json:"coverage50"` // over all targets
	Coverage90 float64 `json:"coverage90"`
}

// Pools are the cells over all scenarios that have them, of two at least.
func Pools(rows []Row) []Pooled {
	type key struct {
		setting, measure string
		horizon          int
	}
	var keys []key
	of := map[key][]*Row{}
	for i := range rows {
		r := &rows[i]
		if r.Skill == nil || r.SkillLog == nil || r.CRPS == 0 || r.CRPSLog == 0 {
			continue
		}
		k := key{r.Setting, r.Measure, r.Horizon}
		if of[k] == nil {
			keys = append(keys, k)
		}
		of[k] = append(of[k], r)
	}
	list := []Pooled{}
	for _, k := range keys {
		if len(of[k]) < 2 {
			continue
		}
		p := Pooled{Setting: k.setting, Measure: k.measure, Horizon: k.horizon, Scenarios: len(of[k])}
		n, sum, sumLog := 0.0, 0.0, 0.0
		var ratios, ratiosLog [][]float64
		for _, r := range of[k] {
			sum += draw.Log(r.CRPS / r.BestReferenceCRPS)
			sumLog += draw.Log(r.CRPSLog / r.BestReferenceCRPSLog)
			p.Coverage50 += float64(r.Coverage50 * float64(r.N))
			p.Coverage90 += float64(r.Coverage90 * float64(r.N))
			n += float64(r.N)
			ratios, ratiosLog = append(ratios, r.Ratios), append(ratiosLog, r.RatiosLog)
		}
		p.Coverage50, p.Coverage90 = p.Coverage50/n, p.Coverage90/n
		p.Ratio, p.RatioLog = draw.Exp(sum/float64(len(of[k]))), draw.Exp(sumLog/float64(len(of[k])))
		p.Upper, p.UpperLog = skill.UpperEnd(skill.GeometricMeans(ratios)), skill.UpperEnd(skill.GeometricMeans(ratiosLog))
		list = append(list, p)
	}
	return list
}
