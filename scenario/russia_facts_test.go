package scenario

import (
	"regexp"
	"strings"
	"testing"

	"haven/evidence"
	"haven/internal/calendar"
)

func theFacts(t *testing.T) *Scenario {
	t.Helper()
	sc, err := Builtin("russia-2022")
	if err != nil {
		t.Fatalf("russia-2022 does not read: %v", err)
	}
	return sc
}

// The ledger's grades are those of the rule, or say why not.
func TestRussiaIsGradedByTheRule(t *testing.T) {
	claims := theFacts(t).Evidence
	overrides := 0
	for i, g := range evidence.Grade(claims) {
		c := &claims[i]
		if differs := g.Differs(c); differs != "" {
			t.Error(differs)
		}
		if c.GradeReason != "" {
			overrides++
			if c.Grade == g.Code.String() {
				t.Errorf("%s gives a reason for departing from the rule and does not depart", c.ID)
			}
		}
		if _, err := evidence.ParseCode(c.Grade); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
		for _, name := range c.Chain() {
			if evidence.Look(name).Kind == "unknown" && name != "no source" {
				t.Errorf("%s comes through %q, which outlets.csv does not hold", c.ID, name)
			}
		}
	}
	if overrides > len(claims)/50 {
		t.Errorf("%d of %d grades depart from the rule: then the rule is wrong", overrides, len(claims))
	}
}

func TestRussiaSaysWhenEachClaimWasKnown(t *testing.T) {
	for _, c := range theFacts(t).Evidence {
		if !c.KnownFrom.Given() {
			t.Errorf("%s does not say when it was known", c.ID)
		}
		if c.Published.Given() && c.KnownFrom > c.Published {
			t.Errorf("%s was published on %s and known only from %s", c.ID, c.Published, c.KnownFrom)
		}
		if n := len(strings.Fields(c.Claim)); n < 3 || n > 45 {
			t.Errorf("%s: a claim is one short sentence, this has %d words", c.ID, n)
		}
	}
}

var claimID = regexp.MustCompile(`\b[SOPRA]\d{2,4}\b`)

// What rests on a figure must not be known before the figure: a forecast made
// in between would read the future. Standing rules told only later, by
// travel sites for example, were known when they came into force.
func TestRussiaKnowsNothingBeforeItsEvidence(t *testing.T) {
	sc := theFacts(t)
	known := map[string]calendar.Date{}
	for _, c := range sc.Evidence {
		known[c.ID] = c.KnownFrom
	}
	for _, o := range sc.Observations {
		for _, id := range claimID.FindAllString(o.Evidence, -1) {
			if o.KnownFrom < known[id] {
				t.Errorf("observation %s is known from %s, its evidence %s from %s", o.ID, o.KnownFrom, id, known[id])
			}
		}
		if o.DateFrom < sc.Period.From || o.DateTo > sc.Period.To {
			t.Errorf("observation %s covers days outside the period", o.ID)
		}
	}
	for _, p := range sc.Policies {
		if strings.HasPrefix(p.Evidence, "assumed") || !p.DateFrom.Given() || p.DateFrom < sc.Period.From {
			continue
		}
		first := calendar.None
		for _, id := range claimID.FindAllString(p.Evidence, -1) {
			if !first.Given() || known[id] < first {
				first = known[id]
			}
		}
		when := p.KnownFrom
		if !when.Given() {
			when = p.DateFrom
		}
		if when < first {
			t.Errorf("policy %s is known from %s, its first evidence from %s", p.ID, when, first)
		}
	}
}

// Every element of the news report stands in the model.
func TestRussiaHoldsTheNewsReport(t *testing.T) {
	sc := theFacts(t)
	cited := map[string]bool{}
	cite := func(cell string) {
		for _, id := range claimID.FindAllString(cell, -1) {
			cited[id] = true
		}
	}
	for _, p := range sc.Policies {
		cite(p.Evidence)
	}
	for _, p := range sc.Pulls {
		cite(p.Evidence)
	}
	for _, s := range sc.Shocks {
		cite(s.Evidence)
	}
	for _, id := range []string{"S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11", "S12", "S13", "S17", "S18", "S19", "S28", "S29", "S30"} {
		if !cited[id] {
			t.Errorf("the report's claim %s stands in the ledger and moves nothing", id)
		}
	}
	for _, country := range []string{"POL", "EST", "LVA", "LTU"} {
		entry, asylum := false, false
		for _, p := range sc.Policies {
			if p.Actor != country || p.Stance != "refused" || !strings.Contains(p.Reason, "internal security") {
				continue
			}
			entry = entry || p.Instrument == "entry"
			asylum = asylum || p.Instrument == "asylum"
		}
		if !entry || !asylum {
			t.Errorf("%s should refuse entry and asylum apart, for its internal security", country)
		}
	}
	share := 0.0
	for _, c := range sc.Callup {
		share += c.ShareDue
	}
	if share < 0.999 || share > 1 {
		t.Errorf("the shares of the call-up add up to %g", share)
	}
}

// An observation is the claim it cites, not a reading of it.
func TestRussiaObservesWhatWasClaimed(t *testing.T) {
	sc := theFacts(t)
	claims := map[string]evidence.Claim{}
	for _, c := range sc.Evidence {
		claims[c.ID] = c
	}
	for _, o := range sc.Observations {
		c, ok := claims[o.Evidence]
		switch {
		case !ok:
			t.Errorf("observation %s should cite one claim, and cites %q", o.ID, o.Evidence)
		case o.Unit == "usd" || c.ID == "A110": // turned into dollars; a claim of two days
		case o.Value != c.Value && o.Value != c.Low && o.Value != c.High:
			t.Errorf("observation %s is %g, its claim %s says %g (%g to %g)", o.ID, o.Value, c.ID, c.Value, c.Low, c.High)
		case o.DateFrom != c.DateFrom || o.DateTo != c.DateTo:
			t.Errorf("observation %s covers %s to %s, its claim %s to %s", o.ID, o.DateFrom, o.DateTo, c.DateFrom, c.DateTo)
		}
	}
}
