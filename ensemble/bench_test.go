package ensemble

import (
	"context"
	"fmt"
	"testing"

	"haven/scenario"
)

// BenchmarkEnsemble runs russia-2022 without writing anything: the engine
// alone, at several numbers of members.
//
//	go test -run '^$' -bench Ensemble/ -benchtime 1x ./ensemble
func BenchmarkEnsemble(b *testing.B) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	for _, members := range []int{1, 25, 50, 100, 200} {
		b.Run(fmt.Sprintf("members=%d", members), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				out, err := Run(context.Background(), Plan{Scenario: sc, Members: members, Seed: 1})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/float64(members), "ms/member")
				b.ReportMetric(float64(out.Summary.Layout.Cells()), "cells")
			}
		})
	}
}
