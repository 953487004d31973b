package movement_test

import (
	"context"
	"math"
	"slices"
	"sync"
	"testing"

	"haven/draw"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"

	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"
)

// anyWorld draws a small world: capacities, hours, seats, policies, parties and
// parameters over wide ranges.
func anyWorld(t *rapid.T) *scenario.Scenario {
	sc := world()
	real := func(name string, lo, hi float64) float64 { return rapid.Float64Range(lo, hi).Draw(t, name) }
	p := &sc.Parameters
	sc.BinsPerDay = rapid.SampledFrom([]int{1, 2, 8, 24}).Draw(t, "bins")
	sc.Period.To = day(rapid.IntRange(0, 45).Draw(t, "days"))
	p.CarShare, p.GiveUpPerHour, p.ClaimsAtBorder = real("car", 0, 1), real("give up", 0, 0.2), real("claims", 0, 1)
	p.WaitMemory, p.FareMemory = real("wait memory", 0, 1), real("fare memory", 0, 1)
	p.WaitDelayDays, p.BookAheadDays = rapid.IntRange(1, 4).Draw(t, "delay"), rapid.IntRange(0, 14).Draw(t, "ahead")
	p.SpreadCrossing = real("s", 0.2, 1)
	p.SpreadWay = p.SpreadCrossing * real("s_w", 0.2, 1)
	p.CapacityDispersion, p.CapacityDrift = real("dispersion", 0, 0.5), real("drift", 0, 0.3)
	p.NationDispersion, p.MoveOnPerDay, p.ReturnPerDay = real("nation", 0, 0.5), real("on", 0, 0.5), real("return", 0, 0.5)
	p.SentAfterDays = float64(rapid.IntRange(1, 20).Draw(t, "sent after"))
	p.Ways, p.Options = rapid.IntRange(1, 3).Draw(t, "ways"), rapid.IntRange(1, 16).Draw(t, "options")
	p.Scale = rapid.SampledFrom([]float64{0.01, 1, 1000}).Draw(t, "scale")
	for i := range sc.Crossings {
		c := &sc.Crossings[i]
		c.ExitPerDay, c.EntryPerDay = real("exit", 0, 900), real("entry", 0, 900)
		if rapid.Bool().Draw(t, "room") {
			c.Room = real("room", 1, 200)
		}
		if rapid.IntRange(0, 4).Draw(t, "limited") == 0 {
			c.DateFrom = day(rapid.IntRange(-2, 20).Draw(t, "from"))
			c.DateTo = c.DateFrom + calendar.Date(rapid.IntRange(0, 20).Draw(t, "to"))
		}
		if rapid.IntRange(0, 4).Draw(t, "hours") == 0 {
			c.Opens, c.Closes = 7, 19.5
		}
	}
	for i := range sc.Links {
		sc.Links[i].Hours *= real("slow", 0, 4)
		if sc.Links[i].ID == "flight" {
			sc.Links[i].CapacityPerDay = float64(rapid.IntRange(0, 400).Draw(t, "seats"))
		}
		if sc.Links[i].ID == "onward" && rapid.Bool().Draw(t, "onward seats") {
			sc.Links[i].CapacityPerDay = float64(rapid.IntRange(0, 50).Draw(t, "seats on"))
		}
	}
	for i := range sc.Policies {
		if sc.Policies[i].Instrument == "entry" && rapid.Bool().Draw(t, "entry") {
			sc.Policies[i].Value = real("admitted", 0, 1)
		}
	}
	policyIn(sc, "list").Value = real("list", 0, 1)
	sc.Policies = append(sc.Policies,
		policy("longer_list", "RUS", "exit", "callup=liable documents=foreign", "", "banned", real("longer list", 0, 1), day(rapid.IntRange(10, 30).Draw(t, "longer")), calendar.None),
		policy("shut", "RUS", "transport", "", rapid.SampledFrom([]string{"gate_west", "east_car", "boarding", "flight"}).Draw(t, "what"), "suspended", math.NaN(), day(rapid.IntRange(1, 25).Draw(t, "shut")), day(30)))
	sc.Shocks[0].SizePerDay = real("shock", 0, 2)
	return sc
}

func policyIn(sc *scenario.Scenario, id string) *scenario.Policy {
	for i := range sc.Policies {
		if sc.Policies[i].ID == id {
			return &sc.Policies[i]
		}
	}
	panic(id)
}

func TestPeopleAreConservedAndCapacitiesKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sc := anyWorld(t)
		m := compile(t, sc)
		rec := m.NewRecord()
		// Simulate itself checks every day that nobody is lost or counted twice.
		if err := m.Simulate(context.Background(), 7, rapid.IntRange(0, 99).Draw(t, "member"), rec); err != nil {
			t.Fatal(err)
		}
		for _, s := range rec.Series {
			for i, v := range s.Values {
				if v < 0 && (s.Measure != "wait_experienced" || v != movement.Missing) {
					t.Fatalf("%s of %s is %d", s.Measure, s.Entities[i/s.Days], v)
				}
			}
		}
		if sc.Parameters.CapacityDispersion == 0 && sc.Parameters.CapacityDrift == 0 {
			checkCapacities(t, sc, rec)
		}
		checkSeats(t, sc, rec)
		checkStock(t, rec)
		checkStates(t, rec)
	})
}

func TestCapacitiesAreNeverExceeded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sc := anyWorld(t)
		sc.Parameters.CapacityDispersion, sc.Parameters.CapacityDrift = 0, 0
		m := compile(t, sc)
		rec := m.NewRecord()
		if err := m.Simulate(context.Background(), 7, 1, rec); err != nil {
			t.Fatal(err)
		}
		checkCapacities(t, sc, rec)
	})
}

// checkCapacities holds what a lane served since the start against its
// capacity since the start: what one bin carries over another may use.
func checkCapacities(t *rapid.T, sc *scenario.Scenario, rec *movement.Record) {
	exit, entry := rec.Find("served_exit", "lane"), rec.Find("served_entry", "lane")
	back := rec.Find("turned_back_exit", "lane")
	refused := rec.Find("turned_back_entry", "lane")
	for e := range exit.Entities {
		var out, in int64
		for d := 0; d < rec.Days; d++ {
			out += exit.At(e, d) + back.At(e, d)
			in += entry.At(e, d)
			if limit := sc.Crossings[e].ExitPerDay * sc.Parameters.Scale * float64(d+1); float64(out) > limit+1e-6 {
				t.Fatalf("exit of %s served %d by day %d, capacity %.1f", exit.Entities[e], out, d, limit)
			}
			if limit := sc.Crossings[e].EntryPerDay * sc.Parameters.Scale * float64(d+1); float64(in+refused.At(e, d)) > limit+1e-6 {
				t.Fatalf("entry of %s served %d by day %d, capacity %.1f", exit.Entities[e], in, d, limit)
			}
		}
	}
}

// checkSeats allows for seats sold before a suspension took them away.
func checkSeats(t *rapid.T, sc *scenario.Scenario, rec *movement.Record) {
	sold := rec.Find("seats_sold", "service")
	for e, id := range sold.Entities {
		for _, l := range sc.Links {
			if l.ID != id {
				continue
			}
			for d := 0; d < rec.Days; d++ {
				if float64(sold.At(e, d)) > math.Floor(l.CapacityPerDay*sc.Parameters.Scale+0.5) {
					t.Fatalf("%s sold %d of %.0f seats on day %d", id, sold.At(e, d), l.CapacityPerDay, d)
				}
			}
		}
	}
}

// checkStock: by what is kept of the group and by country it is the same stock.
func checkStock(t *rapid.T, rec *movement.Record) {
	for d := 0; d < rec.Days; d++ {
		if a, b, c := everywhere(rec, "stock", "destination", d), everywhere(rec, "stock", "destination_callup", d), everywhere(rec, "stock", "country", d); a != b || a != c {
			t.Fatalf("day %d: stock is %d by place, %d by group, %d by country", d, a, b, c)
		}
		if a, b := everywhere(rec, "arrivals", "destination", d), everywhere(rec, "arrivals", "destination_callup", d); a != b {
			t.Fatalf("day %d: arrivals are %d by place, %d by group", d, a, b)
		}
	}
}

// A party larger than the room between the two sides goes through alone; it
// would close the lane to all behind it. A small scale makes every room so small.
func TestAPartyLargerThanTheRoomGetsThrough(t *testing.T) {
	for name, change := range map[string]func(sc *scenario.Scenario){
		"room for one": func(sc *scenario.Scenario) {
			for i := range sc.Crossings {
				sc.Crossings[i].Room = 1
			}
		},
		"a room of the scale's": func(sc *scenario.Scenario) { sc.Parameters.Scale = 0.002 },
	} {
		sc := world()
		change(sc)
		sc.UsualTravel = nil
		for i := range sc.Groups {
			sc.Groups[i].Party = party(scenario.Member{Kind: "person", Count: 3})
		}
		rec := simulate(t, sc, 0)
		served := int64(0)
		for d := range rec.Days {
			served += everywhere(rec, "served_entry", "lane", d)
		}
		if served == 0 {
			t.Errorf("%s: nobody gets through", name)
		}
	}
}

// A fare is told in cents as far as they can be counted, never as less than nothing.
func TestAFareBeyondCountingIsTheLargest(t *testing.T) {
	sc := world()
	for i := range sc.Links {
		sc.Links[i].FareUSD = 1e300
	}
	rec := simulate(t, sc, 0)
	if fares := rec.Find("fare", "service").Values; slices.Min(fares) != draw.MaxCount {
		t.Errorf("the lowest fare is %d cents", slices.Min(fares))
	}
}

// everywhere is the sum of a measure over all entities of a kind.
func everywhere(rec *movement.Record, measure, by string, d int) (n int64) {
	s := rec.Find(measure, by)
	for e := range s.Entities {
		n += s.At(e, d)
	}
	return n
}

// checkStates: everybody is in one of the states that the record tells, or has
// left the model; usual travellers, who come and go, are in none of them.
func checkStates(t *rapid.T, rec *movement.Record) {
	var gone, atStart int64
	for d := range rec.Days {
		gone += everywhere(rec, "left_behind", "origin", d) + everywhere(rec, "surrendered", "model", d)
		people := gone
		for _, state := range []string{"at_home", "summoned_now", "standing", "at_hubs", "on_links", "in_queues", "at_destinations", "at_front", "returned_total"} {
			people += everywhere(rec, state, "model", d)
		}
		if d == 0 {
			atStart = people
		}
		if people != atStart {
			t.Fatalf("day %d: all states hold %d people, %d on the first day", d, people, atStart)
		}
	}
}

func TestBeforeAChangeTakesEffectNothingDiffers(t *testing.T) {
	base := world()
	changed := world()
	changed.Policies = append(changed.Policies,
		policy("shut", "RUS", "transport", "", "gate_west", "suspended", math.NaN(), day(15), calendar.None))
	a, b := simulate(t, base, 3), simulate(t, changed, 3)
	differ := false
	for i := range a.Series {
		for e := range a.Series[i].Entities {
			for d := 0; d < a.Days; d++ {
				x, y := a.Series[i].At(e, d), b.Series[i].At(e, d)
				if d < 15 && x != y {
					t.Fatalf("%s of %s on day %d: %d, %d with a change that comes later", a.Series[i].Measure, a.Series[i].Entities[e], d, x, y)
				}
				differ = differ || x != y
			}
		}
	}
	if !differ {
		t.Fatal("closing a crossing changes nothing")
	}
}

// island adds a town that shares no crossing, service or quota with the rest.
func island(sc *scenario.Scenario) {
	sc.Parameters.NationDispersion = 0
	sc.Places = append(sc.Places,
		scenario.Place{ID: "island", Kind: "town", Country: "RUS", Admin1: "island", Population: 50_000, Capacity: inf},
		scenario.Place{ID: "quay", Kind: "crossing", Country: "RUS", Capacity: inf},
		scenario.Place{ID: "norra", Kind: "destination", Country: "NOR", Capacity: inf})
	sc.Crossings = append(sc.Crossings, lane("quay_all", "quay", "all", "NOR", 90, 90))
	sc.Links = append(sc.Links, road("island_quay", "island", "quay", 1), road("quay_norra", "quay", "norra", 2))
}

func TestAChangeElsewhereLeavesTheUnconnectedAlone(t *testing.T) {
	base, changed := world(), world()
	island(base)
	island(changed)
	changed.Policies = append(changed.Policies,
		policy("shut", "RUS", "transport", "", "gate_west", "suspended", math.NaN(), day(10), calendar.None))
	a, b := simulate(t, base, 3), simulate(t, changed, 3)
	for _, q := range []([3]string){ask("departures", "origin", "island"), ask("queue", "lane", "quay_all"), ask("arrivals", "destination", "norra"), ask("wait_experienced", "lane", "quay_all")} {
		for d := 0; d < a.Days; d++ {
			if x, y := total(t, a, q[0], q[1], q[2], d, d+1), total(t, b, q[0], q[1], q[2], d, d+1); x != y {
				t.Fatalf("%s of %s on day %d: %d, %d when a crossing it has no part in closes", q[0], q[2], d, x, y)
			}
		}
	}
}

func TestPairingNarrowsAWhatIf(t *testing.T) {
	base, changed := world(), world()
	changed.Policies = append(changed.Policies,
		policy("shut", "RUS", "transport", "", "gate_west", "suspended", math.NaN(), day(10), calendar.None))
	const n = 60
	var a, b []float64
	for m := 0; m < n; m++ {
		a = append(a, float64(total(t, simulate(t, base, m), "arrivals", "destination", "", 0, 40)))
		b = append(b, float64(total(t, simulate(t, changed, m), "arrivals", "destination", "", 0, 40)))
	}
	paired := make([]float64, n)
	for i := range a {
		paired[i] = b[i] - a[i]
	}
	apart := variance(a) + variance(b)
	if ratio := apart / variance(paired); ratio < 4 {
		t.Errorf("pairing narrows the variance of the difference only %.1f times", ratio)
	} else {
		t.Logf("pairing narrows the variance of the difference %.0f times", ratio)
	}
}

func variance(x []float64) float64 {
	mean, v := 0.0, 0.0
	for _, e := range x {
		mean += e / float64(len(x))
	}
	for _, e := range x {
		v += (e - mean) * (e - mean) / float64(len(x)-1)
	}
	return v
}

func TestMembersDoNotDependOnWhatRunsBesideThem(t *testing.T) {
	sc := world()
	f, err := movement.Prepare(sc)
	if err != nil {
		t.Fatal(err)
	}
	alone := simulate(t, sc, 5)
	var wg sync.WaitGroup
	for g := 0; g < 4; g++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for m := 4; m < 7; m++ {
				model, err := f.Compile(sc)
				if err != nil {
					t.Error(err)
					return
				}
				rec := model.NewRecord()
				if err := model.Simulate(context.Background(), 1, m, rec); err != nil {
					t.Error(err)
					return
				}
				for i := range rec.Series {
					if m == 5 && !slices.Equal(rec.Series[i].Values, alone.Series[i].Values) {
						t.Errorf("%s of member 5 differs when other members run beside it", rec.Series[i].Measure)
					}
				}
			}
		}()
	}
	wg.Wait()
}
