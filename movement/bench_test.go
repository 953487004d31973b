package movement_test

import (
	"context"
	"fmt"
	"testing"

	"haven/movement"
	"haven/scenario"
)

// BenchmarkMember runs one member of russia-2022 after another at the medians,
// in arrays that are warm, with people, capacities and seats times a scale.
//
//	go test -run '^$' -bench Member ./movement
func BenchmarkMember(b *testing.B) {
	for _, scale := range []float64{1, 1e3, 1e5} {
		b.Run(fmt.Sprintf("scale=%g", scale), func(b *testing.B) {
			sc, err := scenario.Builtin("russia-2022")
			if err != nil {
				b.Fatal(err)
			}
			own := *sc
			own.Parameters.Scale = scale
			benchmarkMembers(b, &own)
		})
	}
}

// BenchmarkConflict does the same for real conflicts of Flee's.
//
//	go test -run '^$' -bench Conflict ./movement
func BenchmarkConflict(b *testing.B) {
	for _, name := range conflicts {
		b.Run(name, func(b *testing.B) { benchmarkMembers(b, conflict(b, name)) })
	}
}

func benchmarkMembers(b *testing.B, sc *scenario.Scenario) {
	f, err := movement.Prepare(sc)
	if err != nil {
		b.Fatal(err)
	}
	m, err := f.Compile(sc)
	if err != nil {
		b.Fatal(err)
	}
	rec := m.NewRecord()
	for member := 0; b.Loop(); member++ {
		if err := m.Simulate(context.Background(), 1, member, rec); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCompile puts a member's numbers into the frame of russia-2022.
//
//	go test -run '^$' -bench Compile ./movement
func BenchmarkCompile(b *testing.B) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	f, err := movement.Prepare(sc)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := f.Compile(sc); err != nil {
			b.Fatal(err)
		}
	}
}
