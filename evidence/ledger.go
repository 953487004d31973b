package evidence

import (
	"fmt"
	"sort"

	"haven/internal/calendar"
)

// Ledger holds claims and finds them. It never merges them: those that
// contradict each other stand side by side.
type Ledger struct {
	claims []Claim
	byID   map[string]int
	graded []Graded
}

// NewLedger takes the claims over; two of one id are an error.
func NewLedger(claims []Claim) (*Ledger, error) {
	l := &Ledger{claims: append([]Claim(nil), claims...), byID: make(map[string]int, len(claims))}
	for i := range l.claims {
		id := l.claims[i].ID
		if id == "" {
			return nil, fmt.Errorf("claim %d has no id; give each claim one, such as O001", i+1)
		}
		if at, twice := l.byID[id]; twice {
			return nil, fmt.Errorf("claims %d and %d both have the id %q; each needs its own", at+1, i+1, id)
		}
		l.byID[id] = i
	}
	l.graded = Grade(l.claims)
	return l, nil
}

// Len is the number of claims.
func (l *Ledger) Len() int { return len(l.claims) }

// ByID finds a claim; ok is false when there is none of that id.
func (l *Ledger) ByID(id string) (c Claim, ok bool) {
	i, ok := l.byID[id]
	if !ok {
		return Claim{}, false
	}
	return l.claims[i], true
}

// Graded is what the rule makes of the claim of that id.
func (l *Ledger) Graded(id string) (g Graded, ok bool) {
	i, ok := l.byID[id]
	if !ok {
		return Graded{}, false
	}
	return l.graded[i], true
}

// About are the claims on a subject and a measure; an empty one stands for all.
func (l *Ledger) About(subject, measure string) []Claim {
	return l.filter(func(c *Claim) bool {
		return (subject == "" || c.Subject == subject) && (measure == "" || c.Measure == measure)
	})
}

// On are the claims that cover a day.
func (l *Ledger) On(d calendar.Date) []Claim {
	return l.filter(func(c *Claim) bool {
		return (!c.DateFrom.Given() || c.DateFrom <= d) && (!c.DateTo.Given() || d <= c.DateTo)
	})
}

// KnownBy are the claims that could be known on a day: a forecast made on it
// may read these and no others. A claim that does not say when it was known
// is never among them.
func (l *Ledger) KnownBy(d calendar.Date) []Claim {
	return l.filter(func(c *Claim) bool { return c.KnownFrom.Given() && c.KnownFrom <= d })
}

func (l *Ledger) filter(keep func(*Claim) bool) []Claim {
	var out []Claim
	for i := range l.claims {
		if keep(&l.claims[i]) {
			out = append(out, l.claims[i])
		}
	}
	return out
}

// Pair is two claims side by side.
type Pair struct{ A, B string }

// Contradictions are the pairs of comparable claims that do not agree, by id.
func (l *Ledger) Contradictions() []Pair {
	return l.pairs(func(g *Graded) []string { return g.Contradicts })
}

// Duplicates are the pairs of comparable claims of one speaker that agree: one
// fact told twice, which must not count as two.
func (l *Ledger) Duplicates() []Pair {
	return l.pairs(func(g *Graded) []string {
		var same []string
		me := l.claims[l.byID[g.ID]].Chain().Speaker()
		for _, id := range g.Agreeing {
			if l.claims[l.byID[id]].Chain().Speaker() == me {
				same = append(same, id)
			}
		}
		return same
	})
}

func (l *Ledger) pairs(of func(*Graded) []string) []Pair {
	seen := map[Pair]bool{}
	var out []Pair
	for i := range l.graded {
		for _, id := range of(&l.graded[i]) {
			p := Pair{l.graded[i].ID, id}
			if p.A > p.B {
				p.A, p.B = p.B, p.A
			}
			if !seen[p] {
				seen[p] = true
				out = append(out, p)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].A != out[j].A {
			return out[i].A < out[j].A
		}
		return out[i].B < out[j].B
	})
	return out
}
