package ensemble

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"haven/scenario"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What 20 members of toy-border say, in a file that a reviewer can read. It
// changes when a rule of the model or a stream of random numbers changes; then
//
//	go test ./ensemble -run Golden -update
//
// and the difference belongs into the commit that causes it.
func TestGoldenToyBorder(t *testing.T) {
	sc, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	out, err := Run(context.Background(), Plan{Scenario: sc, Members: 20, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	text.WriteString("measure,by,entity,q05,q25,q50,q75,q95,mean,min,max,missing\n")
	l := out.Summary.Layout
	for i := range l.Series {
		s := &l.Series[i]
		if s.Days != 1 {
			continue
		}
		stats := out.Summary.Stats(i, 0, len(s.Entities))
		for e, id := range s.Entities {
			if stats.Min[e] == 0 && stats.Max[e] == 0 {
				continue
			}
			fmt.Fprintf(&text, "%s,%s,%s", s.Measure, s.By, id)
			for q := range Levels {
				fmt.Fprintf(&text, ",%.2f", stats.Quantile[q][e])
			}
			fmt.Fprintf(&text, ",%.2f,%d,%d,%d\n", stats.Mean[e], stats.Min[e], stats.Max[e], stats.Missing[e])
		}
	}
	text.WriteString("\nmember")
	for _, p := range out.Design.Parameters {
		text.WriteString("," + p.Address)
	}
	text.WriteString("\n")
	for m := range 20 {
		fmt.Fprintf(&text, "%d", m)
		for p := range out.Design.Parameters {
			fmt.Fprintf(&text, ",%.6g", out.Design.Value(p, m))
		}
		text.WriteString("\n")
	}
	const golden = "testdata/toy-border.csv"
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(text.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := text.String(); got != string(want) {
		have, wanted := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(have), len(wanted)) {
			if have[i] != wanted[i] {
				t.Fatalf("line %d of %s:\n  is     %s\n  wanted %s\n(and maybe more; go test ./ensemble -run Golden -update writes the file anew)", i+1, golden, have[i], wanted[i])
			}
		}
		t.Fatalf("%d lines, %s has %d", len(have), golden, len(wanted))
	}
}
