package evidence

import (
	"math"
	"strings"
)

// Tolerance is by how much two figures may differ, as a share of the larger,
// and still say the same: reports round.
const Tolerance = 0.10

// LevelTolerance is by how much two positions on the scale from refused (0) to
// granted (1) may differ and still say the same.
const LevelTolerance = 0.26

// Graded is what the rule makes of a claim.
type Graded struct {
	ID          string
	Code        Code
	Why         string
	Agreeing    []string // comparable claims that say the same
	Contradicts []string // comparable claims that do not
}

// Grade grades every claim by the rule that docs/evidence.md states. A
// claim's grade depends on the others, so they are graded together. The order
// of the claims does not matter to the codes.
func Grade(claims []Claim) []Graded {
	by := map[string][]int{}
	for i := range claims {
		k := claims[i].Subject + "\x00" + claims[i].Measure + "\x00" + claims[i].Unit
		by[k] = append(by[k], i)
	}
	out := make([]Graded, len(claims))
	for i := range claims {
		c := &claims[i]
		var others []*Claim
		for _, j := range by[c.Subject+"\x00"+c.Measure+"\x00"+c.Unit] {
			if j != i && Comparable(c, &claims[j]) {
				others = append(others, &claims[j])
			}
		}
		out[i] = gradeOne(c, others)
	}
	return out
}

func gradeOne(c *Claim, others []*Claim) Graded {
	g := Graded{ID: c.ID, Code: Code{Reliability: Reliability(c.Chain())}}
	chain := c.Chain()
	confirmed, repeated, against := 0, 0, 0
	for _, o := range others {
		other := o.Chain()
		if Agree(c, o) {
			g.Agreeing = append(g.Agreeing, o.ID)
			switch {
			case chain.Independent(other):
				confirmed++
			case chain.OtherPath(other):
				repeated++
			}
			continue
		}
		g.Contradicts = append(g.Contradicts, o.ID)
		if Reliability(other) <= g.Code.Reliability && (chain.Independent(other) || chain.OtherPath(other)) {
			against++
		}
	}
	g.Code.Credibility, g.Why = credibility(chain, confirmed, repeated, against)
	return g
}

func credibility(chain Chain, confirmed, repeated, against int) (int, string) {
	knows := "not to be judged"
	if len(chain) > 0 {
		knows = Look(chain[0]).Knows
	}
	switch {
	case against > 1 && confirmed == 0:
		return 5, "contradicted from several sides and by nobody confirmed"
	case against > 0 && confirmed+repeated == 0:
		return 4, "contradicted by a source as reliable and by nobody borne out"
	case against > 0:
		return 3, "contradicted and borne out"
	case confirmed > 0:
		return 1, "confirmed by an independent chain"
	case repeated > 0 && knows != "not to be judged":
		return 2, "heard from the same speaker through other outlets"
	case knows == "first hand":
		return 2, "told by who counts or decides it"
	case knows == "not to be judged":
		return 6, "the source cannot be judged and nobody confirms it"
	}
	return 3, "told once, at second hand"
}

// Reliability is the letter of a chain: the worse of its speaker's letter and
// the letter one better than its weakest relay's. F (cannot be judged) at
// either end stays F.
func Reliability(c Chain) byte {
	if len(c) == 0 {
		return 'F'
	}
	letter := Look(c[0]).Reliability
	for _, name := range c.relays() {
		relay := Look(name).Reliability
		if relay < 'F' && relay > 'A' {
			relay--
		}
		letter = max(letter, relay)
	}
	return letter
}

// Comparable says whether two claims are about the same thing at the same
// time, both with a figure: the dates are the same, or one of them lasts and
// they overlap.
func Comparable(a, b *Claim) bool {
	if a.Subject != b.Subject || a.Measure != b.Measure || a.Unit != b.Unit || a.Subject == "" {
		return false
	}
	if !hasFigure(a) || !hasFigure(b) {
		return false
	}
	if a.DateFrom == b.DateFrom && a.DateTo == b.DateTo {
		return true
	}
	return (lasts(a) || lasts(b)) && overlap(a, b)
}

// lasts says whether a claim is about a state of things rather than a count.
func lasts(c *Claim) bool { return !c.DateTo.Given() || c.Unit == "level" }

func overlap(a, b *Claim) bool {
	return (!b.DateTo.Given() || a.DateFrom <= b.DateTo) && (!a.DateTo.Given() || b.DateFrom <= a.DateTo)
}

func hasFigure(c *Claim) bool {
	return !math.IsNaN(c.Value) || !math.IsNaN(c.Low) || !math.IsNaN(c.High)
}

// Agree says whether two comparable claims say the same within the tolerance:
// their intervals, widened by it, overlap. A bound that is not given is open
// when the other is given, else it is the value itself.
func Agree(a, b *Claim) bool {
	aLow, aHigh := interval(a)
	bLow, bHigh := interval(b)
	return aLow-slack(a, aLow, bHigh) <= bHigh && bLow-slack(a, bLow, aHigh) <= aHigh
}

func slack(c *Claim, x, y float64) float64 {
	if c.Unit == "level" {
		return LevelTolerance
	}
	if math.IsInf(x, 0) || math.IsInf(y, 0) {
		return 0
	}
	return Tolerance * math.Max(math.Abs(x), math.Abs(y))
}

func interval(c *Claim) (low, high float64) {
	low, high = c.Low, c.High
	if math.IsNaN(low) && math.IsNaN(high) {
		return c.Value, c.Value
	}
	if math.IsNaN(low) {
		low = math.Inf(-1)
	}
	if math.IsNaN(high) {
		high = math.Inf(1)
	}
	return low, high
}

// Differs says in words how a claim's own grade departs from the rule's, and
// is empty when it does not, or departs with a reason.
func (g Graded) Differs(c *Claim) string {
	if c.Grade == g.Code.String() || strings.TrimSpace(c.GradeReason) != "" {
		return ""
	}
	return "claim " + c.ID + " is graded " + c.Grade + " and the rule says " + g.Code.String() + " (" + g.Why + "); give grade_reason or the rule's grade"
}
