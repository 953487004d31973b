package scenario_test

import (
	"testing"

	"haven/scenario"
)

// BenchmarkWith changes every uncertain number of russia-2022, as each member
// of an ensemble does.
func BenchmarkWith(b *testing.B) {
	s, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	values := map[string]float64{}
	for _, u := range s.Uncertain {
		addresses, err := s.Expand(u.Address)
		if err != nil {
			b.Fatal(err)
		}
		for _, a := range addresses {
			if values[a], err = s.Value(a); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(values)), "addresses")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.With(values); err != nil {
			b.Fatal(err)
		}
	}
}
