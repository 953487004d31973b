package report

import (
	"io"
	"testing"

	"haven/results"
)

// BenchmarkPage reads the tables of a run of russia-2022 and writes its page.
// Members do not matter: the tables hold quantiles.
func BenchmarkPage(b *testing.B) {
	dir := runOf(b, "russia-2022", 2, b.TempDir()).Dir
	for b.Loop() {
		run, err := results.Open(dir) // anew: a run keeps what it has read
		if err != nil {
			b.Fatal(err)
		}
		if err := Write(io.Discard, run); err != nil {
			b.Fatal(err)
		}
	}
}
