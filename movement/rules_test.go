package movement_test

import (
	"math"
	"reflect"
	"testing"

	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// still is the world without chance in its shared draws, without shocks, usual
// travel or anybody giving up, and with one bin a day: what happens can be
// worked out by hand.
func still() *scenario.Scenario {
	sc := world()
	sc.BinsPerDay = 1
	sc.Parameters.NationDispersion, sc.Parameters.OriginDispersion, sc.Parameters.GiveUpPerHour = 0, 0, 0
	sc.Parameters.MoveOnPerDay, sc.Parameters.ReturnPerDay, sc.Parameters.ApplyPerDay = 0, 0, 0
	sc.Shocks, sc.Callup, sc.UsualTravel = nil, nil, nil
	for i := range sc.Links {
		sc.Links[i].Hours = 0
	}
	return sc
}

func leaving(day int, origin, group string, people int64) scenario.Departure {
	return scenario.Departure{Date: start + calendar.Date(day), Origin: origin, Group: group, People: people}
}

func daily(t *testing.T, rec *movement.Record, measure, by, entity string, days int) []int64 {
	t.Helper()
	out := make([]int64, days)
	for d := range out {
		out[d] = total(t, rec, measure, by, entity, d, d+1)
	}
	return out
}

func sameDays(t *testing.T, what string, got []int64, want ...int64) {
	t.Helper()
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s: %v, want %v", what, got[:len(want)], want)
			return
		}
	}
}

func TestAQueueByHand(t *testing.T) {
	sc := still()
	sc.Rule = "fixed"
	sc.ChoiceShares = []scenario.ChoiceShare{{Origin: "*", Group: "*", Destination: "gela", Crossing: "gate_west", Share: 1}}
	for i := range sc.Crossings {
		if sc.Crossings[i].ID == "west_all" {
			sc.Crossings[i].ExitPerDay, sc.Crossings[i].EntryPerDay = 80, 1000
		}
	}
	sc.Departures = []scenario.Departure{leaving(1, "port", "young", 200), leaving(2, "port", "women", 30)}
	rec := simulate(t, sc, 0)
	sameDays(t, "departures", daily(t, rec, "departures", "origin", "port", 4), 0, 200, 30, 0)
	sameDays(t, "served", daily(t, rec, "served_entry", "lane", "west_all", 5), 0, 80, 80, 70, 0)
	sameDays(t, "queue", daily(t, rec, "queue", "lane", "west_all", 5), 0, 120, 70, 0, 0)
	// 120 people before 80 a day are a day and a half.
	sameDays(t, "predicted wait", daily(t, rec, "wait_predicted", "lane", "west_all", 4), 0, 2160, 1260, 0)
	// First come, first served: on the third day the last 40 of the first have
	// waited two days, the 30 of the second one: (40*2880 + 30*1440)/70 minutes.
	sameDays(t, "experienced wait", daily(t, rec, "wait_experienced", "lane", "west_all", 4), -1, 0, 1440, 2263)
	sameDays(t, "stock", daily(t, rec, "stock", "destination", "gela", 5), 0, 80, 160, 230, 230)
}

func TestTheEntrySideHoldsBackTheExitSide(t *testing.T) {
	sc := still()
	sc.Rule = "fixed"
	sc.ChoiceShares = []scenario.ChoiceShare{{Origin: "*", Group: "*", Destination: "gela", Crossing: "gate_west", Share: 1}}
	for i := range sc.Crossings {
		if c := &sc.Crossings[i]; c.ID == "west_all" {
			c.ExitPerDay, c.EntryPerDay, c.Room = 100, 20, 50
		}
	}
	sc.Departures = []scenario.Departure{leaving(0, "port", "young", 300)}
	rec := simulate(t, sc, 0)
	// Room for 50: the first day 50 pass the exit and 20 of them the entry; then
	// only as many pass the exit as there is room for.
	sameDays(t, "exit", daily(t, rec, "served_exit", "lane", "west_all", 4), 50, 20, 20, 20)
	sameDays(t, "entry", daily(t, rec, "served_entry", "lane", "west_all", 4), 20, 20, 20, 20)
}

func TestAFamilyCrossesWhenCapacityHasAddedUpForIt(t *testing.T) {
	sc := still()
	sc.Rule = "fixed"
	sc.ChoiceShares = []scenario.ChoiceShare{{Origin: "*", Group: "*", Destination: "gela", Crossing: "gate_west", Share: 1}}
	for i := range sc.Crossings {
		if c := &sc.Crossings[i]; c.ID == "west_all" {
			c.ExitPerDay, c.EntryPerDay = 2, 1000
		}
	}
	sc.Departures = []scenario.Departure{leaving(0, "port", "family", 6)}
	rec := simulate(t, sc, 0)
	// Two a day add up to 2, 4 (a family of three goes, 1 is left over), 3 (the other).
	sameDays(t, "served", daily(t, rec, "served_entry", "lane", "west_all", 5), 0, 3, 3, 0, 0)
}

func TestFixedSharesStandForTheWholeOfWhatIsOpen(t *testing.T) {
	sc := still()
	sc.Rule = "fixed"
	sc.ChoiceShares = []scenario.ChoiceShare{
		{Origin: "*", Group: "*", Destination: "gela", Crossing: "gate_west", Share: 0.5},
		{Origin: "*", Group: "*", Destination: "gela", Crossing: "gate_east", Share: 0.3},
		{Origin: "port", Group: "women", Destination: "gela", Crossing: "gate_west", Share: 0},
		{Origin: "*", Group: "*", Destination: "tura", Crossing: "boarding", Share: 0.2},
	}
	for i := range sc.Crossings {
		sc.Crossings[i].ExitPerDay, sc.Crossings[i].EntryPerDay = inf, inf
	}
	for i := range sc.Links {
		if sc.Links[i].ID == "flight" {
			sc.Links[i].CapacityPerDay = 1e6
		}
	}
	sc.Policies = append(sc.Policies, policy("shut", "RUS", "transport", "", "gate_west", "suspended", math.NaN(), day(5), calendar.None))
	const n = 8000
	sc.Departures = []scenario.Departure{leaving(1, "capital", "young", n), leaving(6, "capital", "young", n)}
	rec := simulate(t, sc, 0)
	near := func(what string, got int64, share float64) {
		t.Helper()
		// Five standard deviations: a false alarm in 6e-7.
		if sd := math.Sqrt(n * share * (1 - share)); math.Abs(float64(got)-n*share) > 5*sd {
			t.Errorf("%s: %d of %d, want a share of %.3f", what, got, n, share)
		}
	}
	near("west", total(t, rec, "served_exit", "lane", "west_all", 1, 5), 0.5)
	near("flight", total(t, rec, "served_exit", "lane", "boarding_all", 1, 6), 0.2)
	near("flight with the west shut", total(t, rec, "served_exit", "lane", "boarding_all", 6, 12), 0.4)
	if got := total(t, rec, "served_exit", "lane", "west_all", 5, 40); got != 0 {
		t.Errorf("%d by a closed crossing", got)
	}
}

func TestSeatsAreSoldAheadAndTheRestAskAgain(t *testing.T) {
	sc := still()
	sc.Parameters.BookAheadDays = 3
	sc.Parameters.GoHome = math.Inf(-1)
	sc.Rule = "fixed"
	sc.ChoiceShares = []scenario.ChoiceShare{{Origin: "*", Group: "*", Destination: "tura", Crossing: "boarding", Share: 1}}
	sc.Departures = []scenario.Departure{leaving(0, "capital", "young", 700)}
	rec := simulate(t, sc, 0)
	// 120 seats a day: on the first day those of four days are sold; every
	// morning one more day comes up for sale.
	sameDays(t, "seats sold", daily(t, rec, "seats_sold", "service", "flight", 7), 120, 120, 120, 120, 120, 100, 0)
	sameDays(t, "waiting at the hub", daily(t, rec, "at_hubs", "model", "model", 6), 360, 360, 340, 220, 100, 0)
	sameDays(t, "standing", daily(t, rec, "standing", "place", "capital", 4), 220, 100, 0, 0)
	fares := daily(t, rec, "fare", "service", "flight", 8)
	if fares[0] <= 20000 || fares[7] >= fares[0] {
		t.Errorf("the fare goes %v: want a rise while seats are asked for in vain and a fall after", fares)
	}
}

func TestTheQuotaIsMetAndNoMore(t *testing.T) {
	sc := world()
	sc.Shocks = nil
	rec := simulate(t, sc, 0)
	// 3,000 in all, by dates on which shares of it fall due; the last of those
	// summoned are sent a week after the last date. Each day is a draw, so what is short one day falls due the next.
	if got := total(t, rec, "summoned", "origin", "", 0, 40); got < 2990 || got > 3200 {
		t.Errorf("%d are summoned, want about 3,000", got)
	}
	sent, behind := total(t, rec, "sent", "origin", "", 0, 40), total(t, rec, "left_behind", "origin", "", 0, 40)
	if sent != total(t, rec, "summoned", "origin", "", 0, 40) {
		t.Errorf("%d are sent of those summoned", sent)
	}
	// A seventh of the parties at risk are families of three, whose other two stay behind.
	if share := float64(behind) / float64(2*sent); math.Abs(share-1.0/7) > 0.05 {
		t.Errorf("%d relatives are left behind by %d sent", behind, sent)
	}
}

// Whoever is summoned is sent after whole days; a number drawn between two is rounded, so that its median stays.
func TestDaysUntilBeingSentAreRounded(t *testing.T) {
	sentAfter := func(days float64) *movement.Record {
		sc := world()
		sc.Parameters.SentAfterDays = days
		return simulate(t, sc, 0)
	}
	three, four, between := sentAfter(3), sentAfter(4), sentAfter(3.6)
	if reflect.DeepEqual(three.Series, four.Series) {
		t.Fatal("a day more changes nothing")
	}
	if !reflect.DeepEqual(four.Series, between.Series) {
		t.Error("3.6 days are not 4")
	}
}
