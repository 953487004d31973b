package movement_test

import (
	"math"
	"testing"

	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// Each story is told as the mean of some members with common random numbers:
// what differs between base and variant is what the change caused.
const storyMembers = 12

type totals map[string]float64

// tell sums the measures asked for over members and the days from..to-1.
func tell(t *testing.T, sc *scenario.Scenario, from, to int, ask ...[3]string) totals {
	t.Helper()
	out := totals{}
	for m := 0; m < storyMembers; m++ {
		rec := simulate(t, sc, m)
		for _, a := range ask {
			out[a[0]+" "+a[2]] += float64(total(t, rec, a[0], a[1], a[2], from, to)) / storyMembers
		}
	}
	return out
}

func ask(measure, by, entity string) [3]string { return [3]string{measure, by, entity} }

func with(t *testing.T, change func(sc *scenario.Scenario)) *scenario.Scenario {
	t.Helper()
	sc := world()
	change(sc)
	return sc
}

func policyOf(t *testing.T, sc *scenario.Scenario, id string) *scenario.Policy {
	t.Helper()
	for i := range sc.Policies {
		if sc.Policies[i].ID == id {
			return &sc.Policies[i]
		}
	}
	t.Fatalf("no policy %q", id)
	return nil
}

// quiet is the world without queues and without fares that move: nothing
// connects what one person does with what another one chooses.
func quiet(sc *scenario.Scenario) {
	sc.Parameters.FareMemory = 0
	for i := range sc.Links {
		if sc.Links[i].ID == "flight" {
			sc.Links[i].CapacityPerDay = 1e6
		}
	}
	for i := range sc.Crossings {
		sc.Crossings[i].ExitPerDay, sc.Crossings[i].EntryPerDay = 1e6, 1e6
	}
	sc.Parameters.GiveUpPerHour = 0
}

func TestDoublingTheCallUpMakesMoreLeaveAndQueuesLastLonger(t *testing.T) {
	base := with(t, func(sc *scenario.Scenario) { sc.Parameters.QuotaReference = 3000; narrow(sc) })
	double := with(t, func(sc *scenario.Scenario) {
		sc.Parameters.QuotaReference = 3000
		policyOf(t, sc, "callup").Value = 6000
		narrow(sc)
	})
	early := []([3]string){ask("departures", "origin", ""), ask("served_entry", "lane", "west_all"), ask("queue", "lane", "west_all"), ask("summoned", "origin", "")}
	b1, d1 := tell(t, base, 7, 14, early...), tell(t, double, 7, 14, early...)
	b2, d2 := tell(t, base, 14, 40, early...), tell(t, double, 14, 40, early...)
	more := func(d, b totals, k string) float64 { return d[k] - b[k] }
	if first, later := more(d1, b1, "departures "), more(d2, b2, "departures "); first < 0.3*b1["departures "] || first < later {
		t.Errorf("doubling the call-up adds %.0f departures in the first week and %.0f later; want most of a clear rise at once", first, later)
	}
	served := "served_entry west_all"
	if rise := d1[served]/b1[served] - 1; rise > 0.1 {
		t.Errorf("a saturated crossing serves %.0f %% more in the first week; want little more", 100*rise)
	}
	if b2[served] >= d2[served] || b2["queue west_all"] >= d2["queue west_all"] {
		t.Errorf("later: served %.0f -> %.0f, queue %.0f -> %.0f; want both to last longer", b2[served], d2[served], b2["queue west_all"], d2["queue west_all"])
	}
	if r := (d1["summoned "] + d2["summoned "]) / (b1["summoned "] + b2["summoned "]); math.Abs(r-2) > 0.1 {
		t.Errorf("twice the quota summons %.2f times as many", r)
	}
}

// narrow makes the land crossings too small for the rush.
func narrow(sc *scenario.Scenario) {
	for i := range sc.Crossings {
		if c := &sc.Crossings[i]; c.ToCountry == "GEO" {
			c.ExitPerDay, c.EntryPerDay = 80, 80
		}
	}
}

func TestWithoutTheirExemptionStudentsLeaveLikeTheLiable(t *testing.T) {
	rate := func(sc *scenario.Scenario, group string) float64 {
		// Students and the young liable are alike but for the exemption: count each alone.
		for i := range sc.GroupShares {
			if sc.GroupShares[i].Group != group {
				sc.GroupShares[i].Share = 0
			} else {
				sc.GroupShares[i].Share = 0.1
			}
		}
		return tell(t, sc, 7, 40, ask("departures", "origin", ""))["departures "]
	}
	exempt := rate(with(t, quiet), "students")
	withdrawn := rate(with(t, func(sc *scenario.Scenario) { quiet(sc); policyOf(t, sc, "students_free").Stance = "withdrawn" }), "students")
	liable := rate(with(t, quiet), "young")
	if exempt > 0.6*liable {
		t.Errorf("exempt students leave %.0f against %.0f of the liable; want far fewer", exempt, liable)
	}
	if math.Abs(withdrawn/liable-1) > 0.1 {
		t.Errorf("without exemption %.0f leave, of the liable %.0f; want about the same", withdrawn, liable)
	}
}

func TestAHigherPenaltyKeepsTheSummonedAndNobodyElse(t *testing.T) {
	base := with(t, quiet)
	harsh := with(t, func(sc *scenario.Scenario) { quiet(sc); policyOf(t, sc, "penalty").Value = 6 })
	for m := 0; m < storyMembers; m++ {
		b, h := simulate(t, base, m), simulate(t, harsh, m)
		sent := func(r *movement.Record) int64 { return total(t, r, "sent", "origin", "", 0, 40) }
		if sent(h) <= sent(b) {
			t.Errorf("member %d: %d are sent under a high penalty, %d under a low one; want more of the summoned to stay", m, sent(h), sent(b))
		}
		// The summoned who stay are sent, so fewer leave; nobody at home decides otherwise.
		fb, fh := b.Find("at_home", "model"), h.Find("at_home", "model")
		for d := range fb.Values {
			if fb.Values[d] != fh.Values[d] {
				t.Fatalf("member %d, day %d: %d are at home, %d under the high penalty; want the same people", m, d, fb.Values[d], fh.Values[d])
			}
		}
	}
}

func TestABanStopsAGroupAtTheBorder(t *testing.T) {
	ban := with(t, func(sc *scenario.Scenario) {
		quiet(sc)
		p := policyOf(t, sc, "list")
		p.AppliesTo, p.Value, p.DateFrom = where("callup=liable"), math.NaN(), day(12)
	})
	got := tell(t, ban, 12, 40, ask("barred", "lane", ""), ask("turned_back_exit", "lane", ""), ask("arrivals", "destination_callup", "gela/liable"), ask("arrivals", "destination_callup", "gela/no"))
	if got["barred "] == 0 || got["barred "] != got["turned_back_exit "] {
		t.Errorf("barred %.0f, turned back at exit %.0f; want the same, above 0", got["barred "], got["turned_back_exit "])
	}
	if got["arrivals gela/no"] == 0 {
		t.Error("a ban on the liable stops the others too")
	}
	late := tell(t, ban, 14, 40, ask("arrivals", "destination_callup", "gela/liable"), ask("barred", "lane", "boarding_all"))
	if late["arrivals gela/liable"] != 0 {
		t.Errorf("%.0f of the banned still arrive two days after the ban", late["arrivals gela/liable"])
	}
	if late["barred boarding_all"] == 0 {
		t.Error("nobody is barred at boarding")
	}
}

func TestEntryAndAsylumAreTwoPolicies(t *testing.T) {
	asks := []([3]string){ask("entries_fleeing", "country", "POL"), ask("applications_border", "country", "POL"), ask("claims_refused", "country", "POL"),
		ask("entries_fleeing", "country", "GEO"), ask("turned_back_entry", "lane", "pola_all")}
	run := func(entry, asylum string) totals {
		return tell(t, with(t, func(sc *scenario.Scenario) {
			quiet(sc)
			policyOf(t, sc, "pola_entry").Stance = entry
			policyOf(t, sc, "pola_asylum").Stance = asylum
		}), 0, 40, asks...)
	}
	base, claims, open := run("refused", "refused"), run("refused", "considered"), run("allowed", "considered")
	if base["entries_fleeing POL"] != 0 {
		t.Errorf("%.0f enter a country that refuses entry and asylum", base["entries_fleeing POL"])
	}
	if c := claims["applications_border POL"]; c == 0 || claims["entries_fleeing POL"] != c {
		t.Errorf("with asylum alone %.0f claim and %.0f enter; want those who claim and nobody else", c, claims["entries_fleeing POL"])
	}
	if claims["turned_back_entry pola_all"] == 0 {
		t.Error("nobody is turned back though entry is refused")
	}
	if open["entries_fleeing POL"] < 5*claims["entries_fleeing POL"] {
		t.Errorf("with entry as well %.0f enter, with asylum alone %.0f; want far more", open["entries_fleeing POL"], claims["entries_fleeing POL"])
	}
}

func TestAWelcomeDrawsApplicationsAndOnwardMovement(t *testing.T) {
	asks := []([3]string){ask("applications_inland", "country", "DEU"), ask("flow", "link", "onward"), ask("served_entry", "lane", "boarding_all")}
	run := func(stance string) totals {
		return tell(t, with(t, func(sc *scenario.Scenario) {
			sc.Parameters.WeightAsylum = 1.5
			policyOf(t, sc, "dela_asylum").Stance = stance
		}), 0, 40, asks...)
	}
	no, yes := run("refused"), run("welcoming")
	if no["applications_inland DEU"] != 0 || yes["applications_inland DEU"] == 0 {
		t.Errorf("applications: refused %.1f, welcoming %.1f; want none and some", no["applications_inland DEU"], yes["applications_inland DEU"])
	}
	if yes["flow onward"] < 1.2*no["flow onward"] {
		t.Errorf("onward flow: refused %.0f, welcoming %.0f; want clearly more", no["flow onward"], yes["flow onward"])
	}
}

func TestThoseSentMaySurrenderAndAreNoArrivals(t *testing.T) {
	asks := []([3]string){ask("surrendered", "model", ""), ask("arrivals", "destination", ""), ask("entries", "country", "")}
	with0 := tell(t, with(t, func(sc *scenario.Scenario) { policyOf(t, sc, "promise").Value = 0 }), 0, 40, asks...)
	with1 := tell(t, world(), 0, 40, asks...)
	if with0["surrendered "] != 0 || with1["surrendered "] == 0 {
		t.Errorf("surrendered: without promise %.0f, with %.0f", with0["surrendered "], with1["surrendered "])
	}
	for _, k := range []string{"arrivals ", "entries "} {
		if with0[k] != with1[k] {
			t.Errorf("%s differ by whether people surrender: %.1f, %.1f", k, with0[k], with1[k])
		}
	}
}

func TestHalfTheSeatsSellOutEarlierAtHigherFares(t *testing.T) {
	seats := func(n float64) *scenario.Scenario {
		return with(t, func(sc *scenario.Scenario) {
			narrow(sc)
			for i := range sc.Links {
				if sc.Links[i].ID == "flight" {
					sc.Links[i].CapacityPerDay = n
				}
			}
			sc.Shocks[0].SizePerDay = 0.008
		})
	}
	full, half := seats(240), seats(120)
	var peakFull, peakHalf, queueFull, queueHalf float64
	outFull, outHalf := 0, 0
	for m := 0; m < storyMembers; m++ {
		a, b := simulate(t, full, m), simulate(t, half, m)
		peakFull += float64(peak(a, "fare", "service", "flight"))
		peakHalf += float64(peak(b, "fare", "service", "flight"))
		outFull += soldOut(a)
		outHalf += soldOut(b)
		queueFull += float64(total(t, a, "queue", "lane", "", 0, 40))
		queueHalf += float64(total(t, b, "queue", "lane", "", 0, 40))
	}
	if outHalf >= outFull || peakHalf <= peakFull || queueHalf <= queueFull {
		t.Errorf("half the seats: sold out on day %d instead of %d, fare peaks at %.0f instead of %.0f, queues sum to %.0f instead of %.0f; want earlier, higher, longer",
			outHalf/storyMembers, outFull/storyMembers, peakHalf/storyMembers, peakFull/storyMembers, queueHalf, queueFull)
	}
}

func peak(rec *movement.Record, measure, by, entity string) int64 {
	s := rec.Find(measure, by)
	best := int64(0)
	for e, id := range s.Entities {
		if id == entity {
			for d := 0; d < s.Days; d++ {
				best = max(best, s.At(e, d))
			}
		}
	}
	return best
}

// soldOut is the first day after the speech on which every seat of the flight
// is taken.
func soldOut(rec *movement.Record) int {
	sold, offered := rec.Find("seats_sold", "service"), rec.Find("seats_offered", "service")
	for d := 7; d < rec.Days; d++ {
		if sold.At(0, d) >= offered.At(0, d) {
			return d
		}
	}
	return rec.Days
}

func TestBorderClosesWhilePeopleQueue(t *testing.T) {
	closing := with(t, func(sc *scenario.Scenario) {
		narrow(sc)
		sc.Policies = append(sc.Policies, policy("shut", "RUS", "transport", "", "gate_west", "suspended", math.NaN(), day(12), calendar.None))
	})
	for m := 0; m < storyMembers; m++ {
		rec := simulate(t, closing, m) // conservation is checked every day
		if q := total(t, rec, "queue", "lane", "west_all", 11, 12); q == 0 {
			t.Fatal("nobody queues when the crossing closes: the story tells nothing")
		}
		// Who is already through the exit side is still served; nobody else.
		if q := total(t, rec, "served_exit", "lane", "west_all", 12, 40); q != 0 {
			t.Errorf("member %d: %d pass the exit side of a closed crossing", m, q)
		}
		if s := total(t, rec, "standing", "place", "near_gela", 12, 13); s == 0 {
			t.Errorf("member %d: nobody stands in the near place after the closure", m)
		}
		if e := total(t, rec, "served_entry", "lane", "east_foot", 13, 20); e == 0 {
			t.Errorf("member %d: nobody chooses the other crossing", m)
		}
	}
}

func TestSplittingACrossingChangesNothingForItsCountry(t *testing.T) {
	halves := with(t, func(sc *scenario.Scenario) {
		sc.Places = append(sc.Places, scenario.Place{ID: "gate_west2", Kind: "crossing", Country: "RUS", Capacity: inf})
		for i := range sc.Crossings {
			if sc.Crossings[i].ID == "west_all" {
				sc.Crossings[i].ExitPerDay, sc.Crossings[i].EntryPerDay = 150, 150
			}
		}
		sc.Crossings = append(sc.Crossings, lane("west2_all", "gate_west2", "all", "GEO", 150, 150))
		sc.Links = append(sc.Links, road("near_west2", "near_gela", "gate_west2", 1.5), road("west2_gela", "gate_west2", "gela", 3))
	})
	a := []([3]string){ask("entries_fleeing", "country", "GEO"), ask("entries_fleeing", "country", "TUR"), ask("departures", "origin", "")}
	whole, split := tell(t, world(), 0, 40, a...), tell(t, halves, 0, 40, a...)
	for k := range whole {
		if math.Abs(split[k]/whole[k]-1) > 0.03 {
			t.Errorf("%s: %.0f by one crossing, %.0f by two halves; want the same within 3 %%", k, whole[k], split[k])
		}
	}
}

func TestWithoutTheShockUsualTravelGoesOn(t *testing.T) {
	calm := with(t, func(sc *scenario.Scenario) { sc.Shocks = nil; sc.Callup = nil })
	for m := 0; m < storyMembers; m++ {
		rec := simulate(t, calm, m)
		if n := total(t, rec, "departures", "origin", "", 0, 40); n != 0 {
			t.Errorf("%d leave without any shock", n)
		}
		// 40 days of 60 a day at the car lane: a Poisson of 2,400, +-5 standard
		// deviations is a false alarm in 2e-6.
		if n := total(t, rec, "entries", "country", "GEO", 0, 40); math.Abs(float64(n)-2400) > 5*math.Sqrt(2400) {
			t.Errorf("usual entries sum to %d, want about 2400", n)
		}
	}
	// Earlier shocks make people leave before the speech, the liable among them.
	before := tell(t, world(), 0, 7, ask("departures", "origin", ""))
	if before["departures "] == 0 {
		t.Error("the war of February makes nobody leave before the speech")
	}
}
