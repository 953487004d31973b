package ensemble

import (
	"bytes"
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
			cells := 0
			for b.Loop() {
				out, err := Run(context.Background(), Plan{Scenario: sc, Members: members, Seed: 1})
				if err != nil {
					b.Fatal(err)
				}
				cells = out.Summary.Layout.Cells()
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*members), "ms/member")
			b.ReportMetric(float64(cells), "cells")
		})
	}
}

// BenchmarkStats takes quantiles, means and extremes of every cell of
// russia-2022 over 200 members (20 that were simulated, ten times over).
//
//	go test -run '^$' -bench Stats ./ensemble
func BenchmarkStats(b *testing.B) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	out, err := Run(context.Background(), Plan{Scenario: sc, Members: 20, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	s := &Summary{Layout: out.Summary.Layout}
	for range 10 {
		for m := range out.Summary.columns {
			s.members = append(s.members, len(s.members))
			s.columns = append(s.columns, out.Summary.columns[m])
		}
	}
	b.Run("exact", func(b *testing.B) { benchmarkStats(b, s) })
	counted := s.count()
	b.Run("counted", func(b *testing.B) { benchmarkStats(b, counted) })
}

func benchmarkStats(b *testing.B, s *Summary) {
	for b.Loop() {
		for i := range s.Layout.Series {
			s.Stats(i, 0, len(s.Layout.Series[i].Entities))
		}
	}
	b.ReportMetric(float64(s.Layout.Cells()), "cells")
	bytes := 0
	for _, columns := range s.columns {
		for i := range columns {
			switch values := columns[i].held.(type) {
			case plain[int16]:
				bytes += 2 * len(values)
			case plain[int32]:
				bytes += 4 * len(values)
			case plain[int64]:
				bytes += 8 * len(values)
			}
		}
	}
	b.ReportMetric(float64(bytes)/(1<<20), "MiB-kept")
}

// BenchmarkBatch writes and reads back ten members of russia-2022.
//
//	go test -run '^$' -bench Batch ./ensemble
func BenchmarkBatch(b *testing.B) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	out, err := Run(context.Background(), Plan{Scenario: sc, Members: 10, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	var file bytes.Buffer
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			file.Reset()
			if err := writeBatch(&file, [32]byte{}, out.Summary); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(file.Len())/10, "bytes/member")
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := readBatch(file.Bytes(), [32]byte{}, Batch{0, 10}, out.Summary.Layout); err != nil {
				b.Fatal(err)
			}
		}
	})
}
