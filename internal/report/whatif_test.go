package report

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	"haven/internal/calendar"
	"haven/internal/study/whatif"
	"haven/results"
	"haven/scenario"
)

// A what-if's page has its differences, rounded, and none where nothing differs.
func TestAWhatIfsPage(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	change, problems := scenario.ParseChange(sc, "shut.yaml", []byte("title: The bridge is shut\nwhy: What if?\nfrom: 2030-03-12\nadd: {policies: [{id: shut, actor: XAA, instrument: transport, at: bridge, stance: suspended}]}\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	ctx := context.Background()
	study, err := whatif.New(whatif.Plan{Scenario: sc, Changes: scenario.Changes{change}, Members: 20, Seed: 1, Base: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	base, err := study.RunBase(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	variant, err := study.Run(ctx, base, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := whatif.Compare(base, variant)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "run")
	if err := results.Write(dir, &results.Input{
		Scenario: study.Changed, Seed: 1, Until: calendar.None, Summary: variant.Summary, Design: variant.Design,
		WhatIf: &results.WhatIf{Info: study.About(), Differences: list},
	}); err != nil {
		t.Fatal(err)
	}
	run, err := results.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	data, err := Build(run)
	if err != nil {
		t.Fatal(err)
	}
	w := data.WhatIf
	if w == nil || w.From != "2030-03-12" || w.Pairs != 20 || len(w.Changes) != 1 || w.Changes[0].Title != "The bridge is shut" || w.Changes[0].Does[0] != "add shut to policies.csv" {
		t.Fatalf("the page says %+v", w)
	}
	if w.All[0].ID != "arrivals_total" || w.All[0].Below != 1 || w.All[0].ByDay == nil || len(w.Countries) != 2 || len(w.Places) == 0 {
		t.Errorf("the effects are %+v", w)
	}
	for _, e := range append(w.All, append(w.Countries, w.Places...)...) {
		for _, x := range []Number{e.Base, e.Variant, e.Difference.Q05, e.Difference.Q50, e.Difference.Q95} {
			if x != 0 && math.Abs(float64(x)) != smallCount && math.Mod(float64(x), 10) != 0 {
				t.Errorf("%s: %v is not rounded", e.ID, x)
			}
		}
		for d := 0; e.ByDay != nil && d < 11; d++ {
			if e.ByDay.Q05[d] != 0 || e.ByDay.Q95[d] != 0 {
				t.Errorf("%s differs on day %d, before the change", e.ID, d)
			}
		}
	}
	plain := runOf(t, "toy-border", 2, filepath.Join(t.TempDir(), "plain"))
	if data, err := Build(plain); err != nil || data.WhatIf != nil {
		t.Error("a plain run has a what-if", err)
	}
}
