package backtest

import (
	"fmt"
	"slices"

	"haven/draw"
	"haven/internal/kept"
	"haven/scenario"
	"haven/skill"
)

// Format is the version of a result's file.
const Format = 2

// Result is a whole back-test.
type Result struct {
	Format    int      `json:"format"`
	Haven     string   `json:"haven"`
	Seed      uint64   `json:"seed"`
	Members   int      `json:"members"`
	Particles int      `json:"particles,omitempty"` // of the filter; 0 where no scenario is of reports
	Horizons  []int    `json:"horizons"`
	Origins   string   `json:"origins"` // in words
	Scenarios []About  `json:"scenarios"`
	Rows      []Row    `json:"rows"`
	Pooled    []Pooled `json:"pooled"`
	Ahead     []Ahead  `json:"ahead,omitempty"` // of scenarios of reports: forecasts that nothing reported can score yet
	Targets   []Scored `json:"-"`               // in a file of their own
}

// heading says what is asked, before anything is found.
func heading(scenarios []*scenario.Scenario, o Options) *Result {
	r := &Result{Format: Format, Haven: o.Version, Seed: o.Seed, Members: o.Members, Horizons: o.Horizons, Origins: "every 7d"}
	if len(o.Origins) > 0 {
		r.Origins = fmt.Sprint(o.Origins)
	}
	if slices.ContainsFunc(scenarios, func(sc *scenario.Scenario) bool { return sc.Rule != "neighbours" }) {
		r.Particles = o.Particles
	}
	return r
}

// Differences are between what a result is of and what is asked now.
func (r *Result) Differences(scenarios []*scenario.Scenario, o Options) kept.Differences {
	is := heading(scenarios, o)
	var was, now []string
	for i := range r.Scenarios {
		was = append(was, r.Scenarios[i].Name)
	}
	for _, sc := range scenarios {
		now = append(now, sc.Name)
	}
	var d kept.Differences
	d.Note("the list of scenarios", was, now)
	if len(d) == 0 {
		for i, sc := range scenarios {
			d.NoteContent("the content of "+sc.Name, r.Scenarios[i].Hash, sc.Hash())
		}
	}
	d.Note("the choice of origins", r.Origins, is.Origins)
	d.Note("the list of horizons", r.Horizons, is.Horizons)
	d.Note("the number of members", r.Members, is.Members)
	if r.Particles > 0 && is.Particles > 0 { // files of earlier versions do not say
		d.Note("the number of particles", r.Particles, is.Particles)
	}
	d.Note("the seed", r.Seed, is.Seed)
	return d
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

// Pooled is one cell over all scenarios.
type Pooled struct {
	Setting   string `json:"setting"`
	Measure   string `json:"measure"`
	Horizon   int    `json:"horizon"`
	Scenarios int    `json:"scenarios"`
	Together
	Coverage50 float64  `json:"coverage50"` // over all targets
	Coverage90 float64  `json:"coverage90"`
	OwnErrors  Together `json:"own_errors"` // beside references whose intervals are of errors at the place alone
}

// Together are the geometric means of scenarios' ratios to the best reference of each.
type Together struct {
	Ratio    float64 `json:"ratio"`     // of mean CRPS to the best reference's
	Upper    float64 `json:"upper"`     // 95 % of resamples of blocks lie below
	RatioLog float64 `json:"ratio_log"` // the same for CRPS of log(1+count)
	UpperLog float64 `json:"upper_log"`
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
		if !r.comparable() || !r.OwnErrors.comparable() || r.CRPS == 0 || r.CRPSLog == 0 {
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
		n := 0.0
		var lent, own []*Beside
		for _, r := range of[k] {
			lent, own = append(lent, &r.Beside), append(own, &r.OwnErrors)
			p.Coverage50 += float64(r.Coverage50 * float64(r.N))
			p.Coverage90 += float64(r.Coverage90 * float64(r.N))
			n += float64(r.N)
		}
		p.Coverage50, p.Coverage90 = p.Coverage50/n, p.Coverage90/n
		p.Together, p.OwnErrors = together(lent), together(own)
		list = append(list, p)
	}
	return list
}

// comparable says that there is an error to be better than.
func (b *Beside) comparable() bool { return b.Skill != nil && b.SkillLog != nil }

func together(cells []*Beside) Together {
	sum, sumLog := 0.0, 0.0
	var ratios, ratiosLog [][]float64
	for _, b := range cells {
		sum += draw.Log(1 - *b.Skill)
		sumLog += draw.Log(1 - *b.SkillLog)
		ratios, ratiosLog = append(ratios, b.Ratios), append(ratiosLog, b.RatiosLog)
	}
	n := float64(len(cells))
	return Together{
		Ratio: draw.Exp(sum / n), RatioLog: draw.Exp(sumLog / n),
		Upper: skill.UpperEnd(skill.GeometricMeans(ratios)), UpperLog: skill.UpperEnd(skill.GeometricMeans(ratiosLog)),
	}
}
