package movement_test

import (
	"math"
	"testing"
	"time"

	"haven/internal/calendar"
	"haven/internal/house/long"
	"haven/movement"
	"haven/scenario"
)

// Three more stories of the report on the founding scenario: what a closure, a
// split and a penalty do. Each is the sum of some members of base and variant
// with the same random numbers.
const russianMembers = 3

// few are the members of stories that one alone tells: the long tests have all.
func few() int {
	if long.Tests() {
		return russianMembers
	}
	return 1
}

// russianRecords are members of the founding scenario as it is.
var russianRecords []*movement.Record

// russianBase simulates them for the first story that wants them; they are what all are held against.
func russianBase(t *testing.T) []*movement.Record {
	t.Helper()
	if russianRecords == nil {
		russianRecords = simulateAll(t, russian(t, nil), russianMembers)
	}
	return russianRecords
}

// both are some members of base and of a variant.
func both(t *testing.T, members int, change func(sc *scenario.Scenario)) (base, variant []*movement.Record) {
	t.Helper()
	if testing.Short() {
		t.Skip("some seconds; run without -short")
	}
	return russianBase(t)[:members], simulateAll(t, russian(t, change), members)
}

// sum adds up over members.
func sum(t *testing.T, recs []*movement.Record, measure, by, entity string, from, to int) float64 {
	t.Helper()
	n := int64(0)
	for _, rec := range recs {
		n += total(t, rec, measure, by, entity, from, to)
	}
	return float64(n)
}

// lars are the lanes of Verkhny Lars, the way to Georgia.
var lars = []string{"lars_car", "lars_bus", "lars_foot"}

func TestRussiaClosesLarsWhilePeopleQueue(t *testing.T) {
	closed := int(calendar.Day(2022, time.September, 28) - start) // the longest queue
	base, shut := both(t, few(), func(sc *scenario.Scenario) {
		sc.Policies = append(sc.Policies, policy("shut", "RUS", "transport", "", "lars", "suspended", math.NaN(), day(closed), calendar.None))
	})
	atLars := func(recs []*movement.Record, measure string, from, to int) (n float64) {
		for _, l := range lars {
			n += sum(t, recs, measure, "lane", l, from, to)
		}
		return n
	}
	if before := atLars(base, "queue", closed-1, closed); before == 0 || before != atLars(shut, "queue", closed-1, closed) {
		t.Fatalf("%.0f queue on the eve, with the closure %.0f; want the same, above 0", before, atLars(shut, "queue", closed-1, closed))
	}
	if n := atLars(shut, "served_exit", closed, wholePeriod); n != 0 {
		t.Errorf("%.0f pass the exit side of a closed crossing", n)
	}
	// Nobody is lost (every day is checked to conserve people): who queued at the
	// exit side stands in the near place again, and is gone from there in days.
	near := func(recs []*movement.Record, d int) float64 {
		return sum(t, recs, "standing", "place", "vladikavkaz", d, d+1)
	}
	queued := atLars(base, "queue", closed-1, closed)
	if back := near(shut, closed) - near(base, closed); back < queued/2 {
		t.Errorf("%.0f more stand in Vladikavkaz on the day of the closure, of %.0f in the queue; want most of them", back, queued)
	}
	if left := near(shut, closed+5); left > queued/20 {
		t.Errorf("%.0f still stand in Vladikavkaz five days after the closure, of %.0f; want them to have chosen anew", left, queued)
	}
	elsewhere := func(recs []*movement.Record) float64 {
		return sum(t, recs, "entries_fleeing", "country", "", closed+1, wholePeriod) - sum(t, recs, "entries_fleeing", "country", "GEO", closed+1, wholePeriod)
	}
	missed := sum(t, base, "entries_fleeing", "country", "GEO", closed+1, wholePeriod) - sum(t, shut, "entries_fleeing", "country", "GEO", closed+1, wholePeriod)
	if more := elsewhere(shut) - elsewhere(base); more < missed/10 {
		t.Errorf("%.0f fewer come to Georgia and %.0f more elsewhere; want a tenth of them or above", missed, more)
	}
}

// halve splits a crossing into two with half its lanes' capacities and half
// their usual travel, between the same places.
func halve(sc *scenario.Scenario, place string) {
	const half = "_half"
	sc.Places = append([]scenario.Place(nil), sc.Places...)
	sc.UsualTravel = append([]scenario.UsualTravel(nil), sc.UsualTravel...)
	lanes := map[string]bool{}
	for _, p := range sc.Places {
		if p.ID == place {
			p.ID += half
			sc.Places = append(sc.Places, p)
		}
	}
	for i := range len(sc.Crossings) {
		if c := &sc.Crossings[i]; c.Place == place {
			lanes[c.ID] = true
			c.ExitPerDay, c.EntryPerDay, c.Room = c.ExitPerDay/2, c.EntryPerDay/2, c.Room/2
			other := *c
			other.ID, other.Place = c.ID+half, place+half
			sc.Crossings = append(sc.Crossings, other)
		}
	}
	for i := range len(sc.UsualTravel) {
		if u := &sc.UsualTravel[i]; lanes[u.At] {
			u.People /= 2
			other := *u
			other.ID, other.At = u.ID+half, u.At+half
			sc.UsualTravel = append(sc.UsualTravel, other)
		}
	}
	for _, l := range sc.Links {
		if l.From == place || l.To == place {
			l.ID += half
			for _, end := range []*string{&l.From, &l.To} {
				if *end == place {
					*end += half
				}
			}
			sc.Links = append(sc.Links, l)
		}
	}
	for _, p := range sc.Policies {
		if p.At == place || lanes[p.At] {
			p.ID, p.At = p.ID+half, p.At+half
			sc.Policies = append(sc.Policies, p)
		}
	}
}

// TestRussiaSplitsACrossingInTwo: a crossing and its two halves are the same to
// the country beyond. Their capacities vary by themselves, which the mean over some
// members evens out but for some per cent. The long tests split one at a time, the others all in
// one variant: five countries of one world are held to the same.
func TestRussiaSplitsACrossingInTwo(t *testing.T) {
	type crossing struct{ place, country string }
	all := []crossing{{"lars", "GEO"}, {"redki", "BLR"}, {"kurmangazy", "KAZ"}, {"vaalimaa", "FIN"}, {"altanbulag", "MNG"}}
	split := func(some ...crossing) {
		whole, halves := both(t, russianMembers, func(sc *scenario.Scenario) {
			for _, c := range some {
				halve(sc, c.place)
			}
		})
		same := func(measure, by, entity string, within float64) {
			was := sum(t, whole, measure, by, entity, 0, wholePeriod)
			is := sum(t, halves, measure, by, entity, 0, wholePeriod)
			t.Logf("%s %s: %.0f by whole crossings %v, %.0f by halves", measure, entity, was, some, is)
			if math.Abs(is/was-1) > within {
				t.Errorf("%s %s: %.0f by whole crossings %v, %.0f by halves; want the same within %.0f %%", measure, entity, was, some, is, 100*within)
			}
		}
		for _, c := range some {
			same("entries_fleeing", "country", c.country, 0.05)
		}
		same("departures", "origin", "", 0.01)
	}
	if !long.Tests() {
		split(all...)
		return
	}
	for _, c := range all {
		split(c)
	}
}

func TestRussiaThreatensTheSummonedMore(t *testing.T) {
	law := int(calendar.Day(2022, time.September, 24) - start)
	base, harsh := both(t, few(), func(sc *scenario.Scenario) { setPolicy(sc, "penalty_law", "threatened", 6) })
	left := func(recs []*movement.Record) float64 { // at the end nobody waits to be sent
		return sum(t, recs, "summoned", "origin", "", 0, wholePeriod) - sum(t, recs, "sent", "origin", "", 0, wholePeriod)
	}
	if was, is := left(base), left(harsh); was == 0 || is > was/2 {
		t.Errorf("%.0f of the summoned leave under a high penalty, %.0f under that of the time; want at most half", is, was)
	}
	// The others meet shorter queues by the few who do not leave, and nothing else.
	departures := sum(t, base, "departures", "origin", "", law, wholePeriod)
	for d := range wholePeriod {
		was, is := sum(t, base, "at_home", "model", "", d, d+1), sum(t, harsh, "at_home", "model", "", d, d+1)
		if d < law && is != was {
			t.Fatalf("day %d: %.0f are at home before the law, %.0f with a higher penalty in it; want the same", d, was, is)
		}
		if math.Abs(is-was) > 0.0005*departures {
			t.Fatalf("day %d: %.0f are at home, %.0f under the high penalty; want the same within 0.05 %% of %.0f departures", d, was, is, departures)
		}
	}
}
