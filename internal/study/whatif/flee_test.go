package whatif

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/internal/house/long"
)

// A border that closes under the rule neighbours: nothing differs before, and
// the variant is the plain run of a folder with the closure in its table.
func TestAVariantOfAFleeFolder(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "..", "shared", "flee", "conflicts", "mali2012")
	if _, err := os.Stat(folder); err != nil {
		if folder = filepath.Join("..", "..", "..", "..", "..", "shared", "flee", "conflicts", "mali2012"); !isThere(folder) {
			t.Skip("needs real conflicts in ../shared/flee beside the repository, which are not part of it")
		}
	}
	sc, _, err := flee.Open(folder, flee.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !long.Tests() {
		sc.Period.To = calendar.Day(2012, 8, 1) // two months after the border shuts
	}
	s := study(t, sc, changing(t, sc, "title: x\nfrom: 2012-06-01\nadd: {closures: [{id: shut, kind: country, first: MLI, second: NER}]}\n"), 3, t.TempDir())
	base := runBase(t, s)
	out := runVariant(t, s, base)
	sameValues(t, "base and variant before the change", base.Summary, out.Summary, int(s.From()-sc.Period.From))
	plain, err := ensemble.Run(context.Background(), ensemble.Plan{Scenario: s.Changed, Members: 3, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	sameValues(t, "variant and plain run", plain.Summary, out.Summary, sc.Period.Days())
	list, err := Compare(base, out)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		if d := &list[i]; d.Measure == "arrivals_total" && d.Entity == "NER" && !(d.Below == 1) {
			t.Errorf("with the border to Niger shut: %+v", d)
		}
	}
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
