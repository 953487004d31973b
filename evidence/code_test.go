package evidence

import "testing"

func TestParseCode(t *testing.T) {
	for _, s := range []string{"A1", "B2", " C3 ", "F6"} {
		if _, err := ParseCode(s); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range []string{"", "A", "A0", "A7", "G1", "a1", "AB", "A10"} {
		if c, err := ParseCode(s); err == nil {
			t.Errorf("%q is read as %s", s, c)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"A1", "F6", "", "Z9", "B22"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCode(s)
		if err != nil {
			return
		}
		again, err := ParseCode(c.String())
		if err != nil || again != c {
			t.Fatalf("%q is read as %s, and that as %s (%v)", s, c, again, err)
		}
	})
}
