package exchange_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"haven/internal/exchange"
	"haven/scenario"
)

// seeds are the samples of a publisher, and texts that are hard to read.
func seeds(f *testing.F, pattern string) {
	files, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(files) == 0 {
		f.Fatalf("no samples %s: %v", pattern, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{"", "\xef\xbb\xbf", "\xff\xfe", "\xff\xfea\x00", "a,b\n\"", "#date,#loc\n1,2\n", "{", "[]", `[{"a":{"name":"b"}}]`, `{"a":[1,{"b":2}]}`, "PK\x03\x04", "date;x\n1/2/2030;9\n", "a\x00b\n",
		strings.Repeat("[", 40), "Date,Individuals,Lat,Lon\n2030-03-01,5,1e999,5\n", "year,coo,coa,refugees\n2030,GFR,ARE,1e400\n"} {
		f.Add([]byte(s))
	}
}

// sound reads a text for a scenario and holds what must hold of any: no panic; bounded, worded problems; and without mistakes, rows
// that the scenario takes, that are known when they can be, and that a second reading finds there.
func sound(t *testing.T, data []byte, s *scenario.Scenario, o exchange.Options) {
	t.Helper()
	res, err, ok := exchange.ReadBytes(data, s, o)
	if !ok {
		return
	}
	if len(res.Problems) > 1100 {
		t.Fatalf("%d problems", len(res.Problems))
	}
	for _, p := range res.Problems {
		if p.Message == "" || p.Line < 0 || p.Column < 0 {
			t.Fatalf("%#v", p)
		}
	}
	if err != nil {
		return
	}
	a := &res.Addition
	for _, x := range a.Observations {
		if x.KnownFrom < x.DateTo || x.DateFrom > x.DateTo || math.IsNaN(x.Value) || x.Value < 0 || len(x.ID) > 80 {
			t.Fatalf("%+v", x)
		}
	}
	grown := *s
	grown.Observations = append(grown.Observations[:len(grown.Observations):len(grown.Observations)], a.Observations...)
	grown.Conflicts = append(grown.Conflicts[:len(grown.Conflicts):len(grown.Conflicts)], a.Conflicts...)
	grown.Policies = append(grown.Policies[:len(grown.Policies):len(grown.Policies)], a.Policies...)
	again, err, _ := exchange.ReadBytes(data, &grown, o)
	if err != nil || !again.Addition.Empty() {
		t.Fatalf("a second time it gives %v and %+v", err, again.Addition)
	}
}

func FuzzUNHCR(f *testing.F) {
	seeds(f, "unhcr*")
	toy := load(f, folder(f, "toy-border"))
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, data, toy, plainly("unhcr")) })
}

func FuzzDTM(f *testing.F) {
	seeds(f, "dtm*")
	wander := load(f, folder(f, "wander"))
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, data, wander, plainly("dtm")) })
}

func FuzzACLED(f *testing.F) {
	seeds(f, "acled*")
	wander := load(f, folder(f, "wander"))
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, data, wander, plainly("acled")) })
}

func FuzzHXL(f *testing.F) {
	seeds(f, "hxl*")
	wander := load(f, folder(f, "wander"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, as := range []string{"observations", "conflicts", "policies"} {
			sound(t, data, wander, with(plainly("hxl"), func(o *exchange.Options) { o.As = as }))
		}
	})
}

// FuzzWorkbook reads damaged workbooks from a file, as they come.
func FuzzWorkbook(f *testing.F) {
	seeds(f, "*.xlsx")
	wander := load(f, folder(f, "wander"))
	path := filepath.Join(f.TempDir(), "book.xlsx")
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<20 {
			return
		}
		if err := os.WriteFile(path, append([]byte("PK\x03\x04"), data...), 0o600); err != nil {
			t.Fatal(err)
		}
		if len(data) > 4 && string(data[:4]) == "PK\x03\x04" {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, _ = exchange.Read(path, wander, plainly("dtm"))
	})
}
