package scenario_test

import (
	"math"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"haven/internal/calendar"
	"haven/scenario"
)

// holds checks what must hold of any folder: no panic, a bounded list that
// says where, and, without mistakes, the same scenario after writing and reading.
func holds(t *testing.T, files fstest.MapFS) {
	t.Helper()
	s, found := scenario.Read(files)
	if len(found) > 3000 {
		t.Fatalf("%d problems", len(found))
	}
	for _, p := range found {
		lines := 0
		if f := files[p.File]; f != nil {
			lines = 2 + strings.Count(string(f.Data), "\n") + strings.Count(string(f.Data), "\r")
		}
		if p.Message == "" || p.Line < 0 || p.Column < 0 || p.Line > lines {
			t.Fatalf("%#v in a file of %d lines", p, lines)
		}
	}
	if len(found.Mistakes()) > 0 {
		return
	}
	written, err := scenario.Files(s)
	if err != nil {
		t.Fatal(err)
	}
	again, found := scenario.Read(written)
	if len(found.Mistakes()) > 0 {
		t.Fatalf("what was written is wrong:\n%v", found)
	}
	if again.Hash() != s.Hash() {
		t.Fatal("the scenario changed by writing and reading")
	}
}

func FuzzTables(f *testing.F) {
	tables := scenario.Tables()
	for i, table := range tables {
		if data, err := os.ReadFile("builtin/toy-border/" + table.File()); err == nil {
			f.Add(uint8(i), data)
		}
		f.Add(uint8(i), []byte(""))
		f.Add(uint8(i), []byte("id\n\"\n"))
		f.Add(uint8(i), []byte("\xef\xbb\xbfid,,\r\n1,2\r\n"))
	}
	for _, m := range mistakes {
		files := toy(f, m.edits...)
		for i, table := range tables {
			if len(m.edits) > 0 && m.edits[0].file == table.File() && files[table.File()] != nil {
				f.Add(uint8(i), files[table.File()].Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		files := toy(t)
		files[tables[int(which)%len(tables)].File()] = &fstest.MapFile{Data: data}
		holds(t, files)
	})
}

func FuzzSettings(f *testing.F) {
	for _, m := range mistakes {
		if len(m.edits) > 0 && m.edits[0].file == "scenario.yaml" && m.edits[0].new != "" {
			f.Add(toy(f, m.edits...)["scenario.yaml"].Data)
		}
	}
	f.Add([]byte("a: &x [*x]\n"))
	f.Add([]byte(strings.Repeat("[", 50)))
	f.Add([]byte("? {a: b}\n: - c\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		holds(t, toy(t, edit{"scenario.yaml", "", string(data) + "\n"}))
	})
}

func FuzzSelector(f *testing.F) {
	for _, s := range []string{"", "sex=m", "sex=m documents=none|internal", "admin1=A_B", "sex=m sex=f", "=", "a=b", "sex=|"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := scenario.ParseSelector(text)
		if err != nil {
			return
		}
		again, err := scenario.ParseSelector(s.String())
		if err != nil || again.String() != s.String() {
			t.Fatalf("%q became %q, then %q (%v)", text, s, again, err)
		}
	})
}

func FuzzParty(f *testing.F) {
	for _, s := range []string{"", "1", "man=1 woman=1 child=2", "0", "man=", "man=1 man=1", "99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := scenario.ParseParty(text)
		if err != nil {
			return
		}
		again, err := scenario.ParseParty(p.String())
		if err != nil || again.String() != p.String() || p.Size < 1 {
			t.Fatalf("%q became %q, then %q (%v)", text, p, again, err)
		}
	})
}

func FuzzAddress(f *testing.F) {
	s, err := scenario.Builtin("toy-border")
	if err != nil {
		f.Fatal(err)
	}
	for _, a := range []string{
		"", ".", "parameters.scale", "parameters.keep", "crossings.bridge_all.exit_per_day", "group_shares.mill/*.share",
		"callup.2030-03-08/Millshire.share_due", "places..population", "policies.quota.value", "*.*.*",
	} {
		f.Add(a, 1.5)
	}
	f.Add("parameters.scale", math.Inf(1))
	f.Add("parameters.options", math.NaN())
	f.Fuzz(func(t *testing.T, address string, v float64) {
		_, err := s.Value(address)
		changed, errWith := s.With(map[string]float64{address: v})
		if err != nil && errWith == nil {
			t.Fatalf("%q cannot be read (%v), but be changed", address, err)
		}
		if errWith == nil {
			if got, err := changed.Value(address); err != nil || math.Abs(got-v) > 0.5 {
				t.Fatalf("%q: %v became %v (%v)", address, v, got, err)
			}
		}
		if list, err := s.Expand(address); err == nil {
			for _, a := range list {
				if _, err := s.Value(a); err != nil {
					t.Fatalf("%q stands for %q: %v", address, a, err)
				}
			}
		}
	})
}

// FuzzCells puts any text into cells of every type: dates, times, numbers,
// yes and no.
func FuzzCells(f *testing.F) {
	for _, s := range []string{
		"", "2030-03-05", "5.3.2030", "08:00", "24:00", "24:01", "1e5", "-0", "١", "1,5", "10 %", "yes", "NaN", "0x1p4", "\u00a01", "\"", "=1+1",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cell := `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		holds(t, toy(t,
			edit{"shocks.csv", "decree,2030-03-05", "decree," + cell},
			edit{"crossings.csv", "06:00", cell},
			edit{"links.csv", ",100,no", "," + cell + ",no"},
			edit{"links.csv", ",yes,assumed: slow road", "," + cell + ",assumed: slow road"},
			edit{"places.csv", "Mill,town", cell + ",town"},
		))
		if d, err := calendar.Parse(text); err == nil && d.String() != text {
			t.Fatalf("%q was read as %s", text, d)
		}
	})
}
