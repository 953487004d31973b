package results

import (
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// BenchmarkWrite writes the results of 200 members of russia-2022 with made-up
// figures: tables, exports and manifest, without the simulation.
func BenchmarkWrite(b *testing.B) {
	in := russia(b, 200)
	dir := b.TempDir()
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		if err := Write(filepath.Join(dir, strconv.Itoa(n)), in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen reads all that a report page needs.
func BenchmarkOpen(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "run")
	if err := Write(dir, russia(b, 20)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		run, err := Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		for _, t := range Tables {
			for _, by := range t.By {
				if _, err := run.AllDaily(by); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

func russia(b *testing.B, members int) *Input {
	b.Helper()
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	frame, err := movement.Prepare(sc)
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	records := make([]*movement.Record, members)
	for m := range records {
		records[m] = frame.NewRecord()
		for i := range records[m].Series {
			for v := range records[m].Series[i].Values {
				if rng.IntN(3) > 0 { // about as many zeros as in a real run
					records[m].Series[i].Values[v] = rng.Int64N(2000)
				}
			}
		}
	}
	sum, err := ensemble.Summarise(sc, records...)
	if err != nil {
		b.Fatal(err)
	}
	design, err := ensemble.NewDesign(sc, nil, members, 1)
	if err != nil {
		b.Fatal(err)
	}
	return &Input{Haven: "benchmark", Scenario: sc, Until: calendar.None, Summary: sum, Design: design}
}
