package scenario_test

import (
	"regexp"
	"testing"

	"haven/internal/calendar"
	"haven/internal/house/long"
	"haven/scenario"
)

var namedClaim = regexp.MustCompile(`\b[A-Z][0-9]{2,3}\b`)

// TestRussiaKeepsLaterFiguresOut looks through every number whose row names a claim that was published after the call-up: a forecast
// made before that day must find an earlier value. Lengths and hours of roads do not change by being written about.
func TestRussiaKeepsLaterFiguresOut(t *testing.T) {
	s, err := scenario.Builtin("russia-2022")
	if err != nil {
		t.Fatal(err)
	}
	announced := calendar.Day(2022, 9, 21)
	published := map[string]calendar.Date{}
	for _, c := range s.Evidence {
		published[c.ID] = c.KnownFrom
	}
	until := map[string]calendar.Date{}
	for _, e := range s.Earlier {
		until[e.Address] = max(until[e.Address], e.Until)
	}
	look := func(address, evidence string, known calendar.Date) {
		last := calendar.None
		for _, id := range namedClaim.FindAllString(evidence, -1) {
			last = max(last, published[id])
		}
		if last > announced && last > known && until[address] < last {
			t.Errorf("%s names a claim of %s, and nothing says what it was taken for before (%s)", address, last, evidence)
		}
	}
	for _, r := range s.Crossings {
		look("crossings."+r.ID+".exit_per_day", r.Evidence, max(r.KnownFrom, r.EndKnownFrom))
		look("crossings."+r.ID+".entry_per_day", r.Evidence, max(r.KnownFrom, r.EndKnownFrom))
	}
	for _, r := range s.Links {
		if r.CapacityPerDay < 1e9 {
			look("links."+r.ID+".capacity_per_day", r.Evidence, calendar.None)
		}
	}
	for _, r := range s.UsualTravel {
		look("usual_travel."+r.ID+".people", r.Evidence, calendar.None)
	}
	for _, r := range s.Pulls {
		look("pulls."+r.ID+".value", r.Evidence, r.KnownFrom)
	}
	for _, r := range s.Callup {
		if address := "callup." + r.Date.String() + "/" + r.Region + ".share_due"; r.KnownFrom > announced && until[address] != r.KnownFrom {
			t.Errorf("%s has no earlier value until %s", address, r.KnownFrom)
		}
	}
	for _, e := range s.Earlier { // and what it was taken for owes nothing to what came later
		begin := max(e.KnownFrom, announced)
		for _, id := range namedClaim.FindAllString(e.Evidence, -1) {
			if published[id] > begin {
				t.Errorf("%s was taken for %g from %s, which names %s of %s", e.Address, e.Value, begin, id, published[id])
			}
		}
	}
}

// TestRussiaIsAScenarioOnEveryDay reads what was known on each day as a folder of its own.
func TestRussiaIsAScenarioOnEveryDay(t *testing.T) {
	s, err := scenario.Builtin("russia-2022")
	if err != nil {
		t.Fatal(err)
	}
	whole, step := 0, calendar.Date(6)
	if long.Tests() {
		step = 2
	}
	for day := s.Period.From; day <= s.Period.To; day += step {
		known, withheld := s.KnownBy(day)
		files, err := scenario.Files(known)
		if err != nil {
			t.Fatal(err)
		}
		if _, found := scenario.Read(files); len(found.Mistakes()) > 0 {
			t.Errorf("%s: what was known is no scenario:\n%v", day, found.Mistakes())
		}
		for _, o := range known.Observations {
			if o.KnownFrom > day {
				t.Errorf("%s: the observation %s was known only on %s", day, o.ID, o.KnownFrom)
			}
		}
		for _, place := range []string{"lars", "pededze", "vaalimaa"} {
			if known.Place(place) == nil {
				t.Errorf("%s: the crossing %s has vanished", day, place)
			}
		}
		if len(withheld) == 0 {
			whole++
		}
	}
	if whole > 0 {
		t.Error("figures of 2023 are in the tables, and nothing was withheld in 2022")
	}
}
