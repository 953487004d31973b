package evidence

import (
	"reflect"
	"strings"
	"testing"

	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"
)

func TestChainOfAttribution(t *testing.T) {
	cases := []struct {
		name        string
		outlet, via string
		want        Chain
		tell        string
	}{
		{"a paper on a broadcaster on a paper on a minister", "Nancy Faeser", "Frankfurter Allgemeine Zeitung; Deutsche Welle; Newsmax",
			Chain{"Nancy Faeser", "Frankfurter Allgemeine Zeitung", "Deutsche Welle", "Newsmax"},
			"Newsmax, citing Deutsche Welle, citing Frankfurter Allgemeine Zeitung, citing Nancy Faeser"},
		{"read where it was said", "Reuters", "", Chain{"Reuters"}, "Reuters"},
		{"stray separators and blanks", " Yle ", ";; Babel ;", Chain{"Yle", "Babel"}, "Babel, citing Yle"},
		{"the same name twice in a row", "TASS", "TASS; SMH", Chain{"TASS", "SMH"}, "SMH, citing TASS"},
		{"nobody named", "", "", nil, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			claim := Claim{Outlet: c.outlet, Via: c.via}
			got := claim.Chain()
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("chain %q, want %q", got, c.want)
			}
			if got.Tell() != c.tell {
				t.Errorf("told as %q, want %q", got.Tell(), c.tell)
			}
		})
	}
}

func TestIndependenceIsOfTheWholeChain(t *testing.T) {
	agency := Chain{"Finnish Border Guard (Pitkaniitty)", "Reuters", "Al Arabiya"}
	cases := []struct {
		name                string
		other               Chain
		independent, other2 bool
	}{
		{"another agency by another wire", Chain{"Frontex", "Agerpres"}, true, false},
		{"the same agency by another paper", Chain{"Finnish Border Guard", "Iltalehti"}, false, true},
		{"another agency by the same wire", Chain{"Frontex", "Reuters"}, false, false},
		{"the same agency by the same wire", Chain{"Finnish Border Guard", "Reuters"}, false, false},
		{"nobody", nil, false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := agency.Independent(c.other); got != c.independent {
				t.Errorf("independent is %v, want %v", got, c.independent)
			}
			if got := agency.OtherPath(c.other); got != c.other2 {
				t.Errorf("heard by another path is %v, want %v", got, c.other2)
			}
		})
	}
}

func TestIndependenceGoesBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"Reuters", "Yle", "Frontex", "TASS", "a stranger", "Yle (Helsinki)"})
		a, b := Chain(rapid.SliceOfN(name, 0, 4).Draw(t, "a")), Chain(rapid.SliceOfN(name, 0, 4).Draw(t, "b"))
		if a.Independent(b) != b.Independent(a) || a.OtherPath(b) != b.OtherPath(a) {
			t.Fatalf("%q and %q differ by order", a, b)
		}
		if a.Independent(b) && a.OtherPath(b) {
			t.Fatalf("%q and %q are both independent and of one speaker", a, b)
		}
	})
}

func FuzzParseChain(f *testing.F) {
	for _, s := range []string{"", "Reuters", "FAZ; Deutsche Welle; Newsmax", ";;;", " a ;a; b", "\xff;é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := ParseChain(s)
		for _, name := range c {
			if name == "" || strings.TrimSpace(name) != name || strings.Contains(name, ";") {
				t.Fatalf("%q gives the outlet %q", s, name)
			}
			Look(name)
		}
		if again := ParseChain(c.String()); !reflect.DeepEqual(again, c) {
			t.Fatalf("%q is read as %q, and that as %q", s, c, again)
		}
		Reliability(c)
	})
}
