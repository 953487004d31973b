package report

import (
	"context"
	"io"
	"path/filepath"
	"testing"

	"haven/internal/calendar"
	"haven/internal/study/whatif"
	"haven/results"
	"haven/scenario"
)

// BenchmarkWhatIf is a what-if of 200 pairs of russia-2022 whose base is at
// hand: read, prepared, run, compared, written, and its page made.
//
//	go test -run '^$' -bench WhatIf -benchtime 3x ./internal/report
func BenchmarkWhatIf(b *testing.B) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	changes, problems := scenario.ReadChanges(sc, []string{filepath.Join("..", "..", "docs", "what-if", "finland-closes.yaml")})
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	plan := whatif.Plan{Scenario: sc, Changes: changes, Members: 200, Seed: 1, Base: b.TempDir()}
	ctx := context.Background()
	if study, err := whatif.New(plan); err != nil {
		b.Fatal(err)
	} else if base, err := study.RunBase(ctx, nil); err != nil {
		b.Fatal(err)
	} else if err := base.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := whatIfAndPage(ctx, plan, filepath.Join(b.TempDir(), "run")); err != nil {
			b.Fatal(err)
		}
	}
}

func whatIfAndPage(ctx context.Context, plan whatif.Plan, dir string) error {
	study, err := whatif.New(plan)
	if err != nil {
		return err
	}
	base, err := study.RunBase(ctx, nil)
	if err != nil {
		return err
	}
	variant, err := study.Run(ctx, base, "", nil)
	if err != nil {
		return err
	}
	list, err := whatif.Compare(base, variant)
	if err != nil {
		return err
	}
	if err := results.Write(dir, &results.Input{
		Scenario: study.Changed, Seed: plan.Seed, Until: calendar.None, Summary: variant.Summary, Design: variant.Design,
		WhatIf: &results.WhatIf{Info: study.About(), Differences: list},
	}); err != nil {
		return err
	}
	run, err := results.Open(dir)
	if err != nil {
		return err
	}
	if err := Write(io.Discard, run); err != nil {
		return err
	}
	if err := variant.Close(); err != nil {
		return err
	}
	return base.Close()
}
