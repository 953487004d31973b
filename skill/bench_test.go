package skill

import (
	"os"
	"path/filepath"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/movement"
)

// BenchmarkRegistrations is what holding a run of mali2012 against its
// registrations costs: making the operators, reading one member, comparing.
func BenchmarkRegistrations(b *testing.B) {
	dir := ""
	for _, root := range []string{"../..", "../../.."} {
		path := filepath.Join(root, "shared", "flee", "conflicts", "mali2012")
		if _, err := os.Stat(path); err == nil {
			dir = path
		}
	}
	if dir == "" {
		b.Skip("needs real conflicts in ../shared/flee beside the repository, which are not part of it")
	}
	sc, _, err := flee.Open(dir, flee.Options{Until: calendar.None})
	if err != nil {
		b.Fatal(err)
	}
	frame, err := movement.Prepare(sc)
	if err != nil {
		b.Fatal(err)
	}
	model, err := frame.Compile(sc)
	if err != nil {
		b.Fatal(err)
	}
	rec := model.NewRecord()
	if err := model.Simulate(b.Context(), 1, 0, rec); err != nil {
		b.Fatal(err)
	}
	extra, err := Extra(sc, rec)
	if err != nil {
		b.Fatal(err)
	}
	sum, err := ensemble.SummariseWith(sc, extra, rec)
	if err != nil {
		b.Fatal(err)
	}
	out := make([][]int64, len(extra.Series))
	for i := range out {
		out[i] = make([]int64, extra.Series[i].Cells())
	}
	b.Run("operators", func(b *testing.B) {
		for range b.N {
			if _, err := Extra(sc, rec); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("member", func(b *testing.B) {
		for range b.N {
			extra.Values(rec, out)
		}
	})
	b.Run("compare", func(b *testing.B) {
		for range b.N {
			Compare(sc, sum)
		}
	})
	b.Run("quirks", func(b *testing.B) {
		for range b.N {
			flee.Triggered(sc)
		}
	})
}
