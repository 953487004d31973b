package evidence

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"haven/internal/calendar"
)

var nan = math.NaN()

// count is a claim that so many people entered Finland on a day.
func count(id string, value float64, outlet, via string) Claim {
	d := calendar.Day(2022, time.September, 24)
	return Claim{ID: id, Subject: "FIN", Measure: "entries", Unit: "people", Value: value, Low: nan, High: nan,
		DateFrom: d, DateTo: d, KnownFrom: d + 1, Outlet: outlet, Via: via}
}

func atLeast(c Claim) Claim { c.Low = c.Value; return c }

func TestGrade(t *testing.T) {
	cases := []struct {
		name   string
		claims []Claim // the first is graded
		want   string
	}{
		{"an agency on its own border, read in good papers", []Claim{count("a", 8572, "Finnish Border Guard", "Yle")}, "A2"},
		{"the same through a reprint", []Claim{count("a", 8572, "Finnish Border Guard", "Reuters; playcrazygame")}, "D2"},
		{"a traveller in a local paper", []Claim{count("a", 8572, "traveller", "47news")}, "D3"},
		{"an official without a name", []Claim{count("a", 8572, "unnamed official", "Meduza")}, "D6"},
		{"an outlet nobody knows", []Claim{count("a", 8572, "The Daily Nobody", "")}, "F6"},
		{"nobody at all", []Claim{count("a", 8572, "", "")}, "F6"},
		{"confirmed by an independent chain", []Claim{count("a", 8572, "traveller", "47news"), count("b", 8600, "Finnish Border Guard", "Yle")}, "D1"},
		{"heard from the agency through another paper", []Claim{count("a", 8572, "Moscow Times", "dpa"), count("b", 8572, "Moscow Times", "Yle")}, "B2"},
		{"told twice by one paper confirms nothing", []Claim{count("a", 8572, "Babel", ""), count("b", 8572, "Babel", "")}, "C3"},
		{"a round number agrees with an exact one", []Claim{count("a", 9000, "Babel", ""), count("b", 8572, "Finnish Border Guard", "Yle")}, "C1"},
		{"more than so many agrees with anything above", []Claim{atLeast(count("a", 4000, "Babel", "")), count("b", 8572, "Finnish Border Guard", "Yle")}, "C1"},
		{"contradicted by a better source", []Claim{count("a", 2000, "Babel", ""), count("b", 8572, "Finnish Border Guard", "Yle")}, "C4"},
		{"contradicted by a worse source", []Claim{count("a", 8572, "Finnish Border Guard", "Yle"), count("b", 2000, "Babel", "")}, "A2"},
		{"contradicted and borne out", []Claim{count("a", 2000, "Babel", ""), count("b", 8572, "Finnish Border Guard", "Yle"), count("c", 2000, "Frontex", "dpa")}, "C3"},
		{"contradicted from two sides", []Claim{count("a", 2000, "Babel", ""), count("b", 8572, "Finnish Border Guard", "Yle"), count("c", 8500, "Frontex", "dpa")}, "C5"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := Grade(c.claims)[0]
			if g.Code.String() != c.want {
				t.Errorf("graded %s (%s), want %s", g.Code, g.Why, c.want)
			}
		})
	}
}

func TestAPositionLastsUntilItEnds(t *testing.T) {
	d := calendar.Day(2022, time.September, 21)
	stance := func(id string, from, to calendar.Date, level float64, outlet string) Claim {
		return Claim{ID: id, Subject: "LTU", Measure: "asylum", Unit: "level", Value: level, Low: nan, High: nan, DateFrom: from, DateTo: to, Outlet: outlet}
	}
	early, late := stance("early", d, calendar.None, 0.5, "Reuters"), stance("late", d+2, calendar.None, 0, "Babel")
	if !Comparable(&early, &late) || Agree(&early, &late) {
		t.Error("a position and a later, opposite one that both last should contradict")
	}
	early.DateTo = d + 1
	if Comparable(&early, &late) {
		t.Error("a position that ended before the other began should not be compared with it")
	}
}

// Whatever the claims, in whatever order, the codes are well formed and the
// same; agreement and contradiction go both ways, and a claim is never both.
func TestGradeDoesNotDependOnOrder(t *testing.T) {
	outlets := rapid.SampledFrom([]string{"Finnish Border Guard", "Frontex", "Reuters", "Babel", "traveller", "unnamed official", "a stranger", ""})
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "claims")
		claims := make([]Claim, n)
		for i := range claims {
			claims[i] = count(string(rune('a'+i)), float64(rapid.IntRange(0, 4).Draw(t, "value")*100), outlets.Draw(t, "outlet"), outlets.Draw(t, "via"))
		}
		byID := map[string]Graded{}
		for _, g := range Grade(claims) {
			byID[g.ID] = g
			if _, err := ParseCode(g.Code.String()); err != nil {
				t.Fatal(err)
			}
		}
		for id, g := range byID {
			for _, o := range g.Agreeing {
				if !has(byID[o].Agreeing, id) || has(g.Contradicts, o) {
					t.Fatalf("%s agrees with %s, not the other way, or contradicts it too", id, o)
				}
			}
			for _, o := range g.Contradicts {
				if !has(byID[o].Contradicts, id) {
					t.Fatalf("%s contradicts %s, not the other way", id, o)
				}
			}
		}
		for _, g := range Grade(rapid.Permutation(claims).Draw(t, "order")) {
			if g.Code != byID[g.ID].Code {
				t.Fatalf("%s is %s in one order and %s in another", g.ID, byID[g.ID].Code, g.Code)
			}
		}
	})
}

func has(ids []string, id string) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}
