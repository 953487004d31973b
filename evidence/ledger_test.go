package evidence

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"haven/internal/calendar"
)

func TestLedgerRefusesTwoClaimsOfOneID(t *testing.T) {
	_, err := NewLedger([]Claim{count("O1", 1, "Yle", ""), count("O2", 1, "Yle", ""), count("O1", 2, "Yle", "")})
	if err == nil || !strings.Contains(err.Error(), "claims 1 and 3") {
		t.Errorf("got %v", err)
	}
	if _, err := NewLedger([]Claim{count("", 1, "Yle", "")}); err == nil {
		t.Error("a claim without id is taken")
	}
}

func TestLedgerShowsClaimsSideBySide(t *testing.T) {
	l, err := NewLedger([]Claim{
		count("O077", 62120, "Georgian Ministry of Internal Affairs", "agenda.ge"),
		count("O078", 51643, "Georgian Ministry of Internal Affairs", "Sputnik"),
		count("O002", 62120, "Georgian Ministry of Internal Affairs", "Yle"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Contradictions(); len(got) != 2 || got[0] != (Pair{"O002", "O078"}) || got[1] != (Pair{"O077", "O078"}) {
		t.Errorf("contradictions %v", got)
	}
	if got := l.Duplicates(); len(got) != 1 || got[0] != (Pair{"O002", "O077"}) {
		t.Errorf("duplicates %v", got)
	}
	if got := l.About("FIN", "entries"); len(got) != 3 {
		t.Errorf("%d claims on entries into FIN, want all three and no mean of them", len(got))
	}
}

// A forecast made on a day reads nothing known later, and reads no less on a
// later day.
func TestKnownByNeverReadsTheFuture(t *testing.T) {
	start := calendar.Day(2022, time.September, 14)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "claims")
		claims := make([]Claim, n)
		for i := range claims {
			claims[i] = count(string(rune('A'+i)), 1, "Yle", "")
			claims[i].KnownFrom = start + calendar.Date(rapid.IntRange(-5, 60).Draw(t, "known"))
			if rapid.Bool().Draw(t, "not said") {
				claims[i].KnownFrom = calendar.None
			}
		}
		l, err := NewLedger(claims)
		if err != nil {
			t.Fatal(err)
		}
		before := 0
		for d := start - 6; d <= start+61; d++ {
			known := l.KnownBy(d)
			for _, c := range known {
				if !c.KnownFrom.Given() || c.KnownFrom > d {
					t.Fatalf("on %s it reads %s, known from %s", d, c.ID, c.KnownFrom)
				}
			}
			if len(known) < before {
				t.Fatalf("on %s less is known than the day before", d)
			}
			before = len(known)
		}
	})
}
