package movement_test

import (
	"context"
	"math"
	"testing"

	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

var inf = math.Inf(1)

const start = calendar.Date(19249) // 2022-09-14

func day(n int) calendar.Date { return start + calendar.Date(n) }

func where(sel string) scenario.Selector {
	s, err := scenario.ParseSelector(sel)
	if err != nil {
		panic(err)
	}
	return s
}

func party(members ...scenario.Member) scenario.Party {
	p := scenario.Party{Members: members}
	for _, m := range members {
		p.Size += m.Count
	}
	return p
}

// world is a small country with the pieces of the founding scenario: two towns,
// a land border with two crossings to Gela (which lets people in), one to Pola
// (which refuses entry and asylum), a flight to Tura, Dela beyond Tura.
func world() *scenario.Scenario {
	p := scenario.Defaults()
	p.GiveUpPerHour = 0.001
	p.NationDispersion, p.OriginDispersion = 0.02, 0.02
	p.CarShare = 0.6
	one := party(scenario.Member{Kind: "man", Count: 1})
	three := party(scenario.Member{Kind: "man", Count: 1}, scenario.Member{Kind: "woman", Count: 1}, scenario.Member{Kind: "child", Count: 1})
	none := calendar.None
	return &scenario.Scenario{
		Name: "world", Title: "a small world", Period: scenario.Period{From: start, To: day(39)}, BinsPerDay: 8, Rule: "destinations",
		Parameters: p,
		Places: []scenario.Place{
			{ID: "capital", Kind: "town", Country: "RUS", Admin1: "north", Population: 200_000, Capacity: inf},
			{ID: "port", Kind: "town", Country: "RUS", Admin1: "south", Population: 100_000, Capacity: inf},
			{ID: "near_gela", Kind: "hub", Country: "RUS", Admin1: "south", Capacity: inf},
			{ID: "near_pola", Kind: "hub", Country: "RUS", Admin1: "north", Capacity: inf},
			{ID: "gate_east", Kind: "crossing", Country: "RUS", Capacity: inf},
			{ID: "gate_west", Kind: "crossing", Country: "RUS", Capacity: inf},
			{ID: "gate_pola", Kind: "crossing", Country: "RUS", Capacity: inf},
			{ID: "boarding", Kind: "crossing", Country: "RUS", Capacity: inf},
			{ID: "gela", Kind: "destination", Country: "GEO", Capacity: 4000},
			{ID: "pola", Kind: "destination", Country: "POL", Capacity: inf},
			{ID: "tura", Kind: "destination", Country: "TUR", Capacity: inf},
			{ID: "dela", Kind: "destination", Country: "DEU", Capacity: inf},
			{ID: "front", Kind: "front", Country: "UKR", Capacity: inf},
			{ID: "surrendered", Kind: "surrendered", Country: "UKR", Capacity: inf},
		},
		Crossings: []scenario.Crossing{
			lane("east_car", "gate_east", "car", "GEO", 400, 400), lane("east_foot", "gate_east", "foot", "GEO", 200, 200),
			lane("west_all", "gate_west", "all", "GEO", 300, 300),
			lane("pola_all", "gate_pola", "all", "POL", 500, 500),
			lane("boarding_all", "boarding", "all", "TUR", inf, inf),
		},
		Links: []scenario.Link{
			road("capital_port", "capital", "port", 10), road("port_near", "port", "near_gela", 5), road("capital_near", "capital", "near_gela", 14),
			road("near_east", "near_gela", "gate_east", 1), road("near_west", "near_gela", "gate_west", 1.5),
			road("east_gela", "gate_east", "gela", 3), road("west_gela", "gate_west", "gela", 3),
			road("capital_pola", "capital", "near_pola", 8), road("pola_gate", "near_pola", "gate_pola", 1), road("gate_pola_on", "gate_pola", "pola", 2),
			road("capital_boarding", "capital", "boarding", 2),
			{ID: "flight", From: "boarding", To: "tura", Mode: "air", Hours: 4, CapacityPerDay: 120, Unit: "people", FareUSD: 200},
			{ID: "onward", From: "tura", To: "dela", Mode: "air", Hours: 5, CapacityPerDay: inf, FareUSD: 150},
		},
		UsualTravel: []scenario.UsualTravel{
			{ID: "u_east_out", At: "east_car", Direction: "out", Weekday: "*", People: 60, Whose: "RUS"},
			{ID: "u_east_in", At: "east_car", Direction: "in", Weekday: "*", People: 60, Whose: "RUS"},
			{ID: "u_flight_out", At: "flight", Direction: "out", Weekday: "*", People: 60, Whose: "RUS"},
			{ID: "u_flight_in", At: "flight", Direction: "in", Weekday: "*", People: 50, Whose: "TUR"},
		},
		Groups: []scenario.Group{
			{ID: "young", Age: "18-29", Sex: "m", Callup: "liable", Documents: "foreign", MeansUSD: 500, Party: one},
			{ID: "family", Age: "30-44", Sex: "m", Callup: "liable", Documents: "foreign", MeansUSD: 1500, Party: three},
			{ID: "poor", Age: "30-44", Sex: "m", Callup: "liable", Documents: "internal", MeansUSD: 300, Party: one},
			{ID: "students", Age: "18-29", Sex: "m", Callup: "exempt", Documents: "foreign", MeansUSD: 500, Party: one},
			{ID: "women", Age: "18-59", Sex: "f", Callup: "no", Documents: "foreign", MeansUSD: 800, Party: one},
		},
		GroupShares: []scenario.GroupShare{
			{Origin: "*", Group: "young", Share: 0.1}, {Origin: "*", Group: "family", Share: 0.1}, {Origin: "*", Group: "poor", Share: 0.1},
			{Origin: "*", Group: "students", Share: 0.05}, {Origin: "*", Group: "women", Share: 0.3},
		},
		Pulls: []scenario.Pull{
			{ID: "gela_ties", Destination: "gela", Term: "ties", Value: 1}, {ID: "tura_ties", Destination: "tura", Term: "ties", Value: 1},
			{ID: "dela_prot", Destination: "dela", Term: "protection", Value: 2}, {ID: "pola_ties", Destination: "pola", Term: "ties", Value: 1},
		},
		Policies: []scenario.Policy{
			policy("callup", "RUS", "callup", "", "", "announced", 3000, day(7), none),
			policy("penalty", "RUS", "penalty", "", "", "threatened", 1.5, day(7), none),
			policy("students_free", "RUS", "exemption", "callup=exempt", "", "granted", 0.3, day(7), none),
			policy("list", "RUS", "exit", "callup=liable", "", "banned", 0.02, day(9), none),
			policy("gela_open", "GEO", "entry", "", "", "allowed", math.NaN(), none, none),
			policy("tura_passport", "TUR", "entry", "documents=internal", "", "refused", math.NaN(), none, none),
			policy("gela_passport", "GEO", "entry", "documents=internal", "", "refused", math.NaN(), none, none),
			policy("pola_entry", "POL", "entry", "", "", "refused", math.NaN(), none, none),
			policy("pola_asylum", "POL", "asylum", "", "", "refused", math.NaN(), none, none),
			policy("dela_asylum", "DEU", "asylum", "", "", "welcoming", math.NaN(), day(8), none),
			policy("promise", "UKR", "surrender", "", "", "offered", 0.01, day(7), none),
		},
		Shocks: []scenario.Shock{
			{ID: "speech", Date: day(7), SizePerDay: 0.02, ReadyDays: 1, FadesDays: 12, AnswersToQuota: 0.7},
			{ID: "war", Date: day(-200), SizePerDay: 0.0005, FadesDays: inf},
		},
		Callup: []scenario.CallupDue{
			{Date: day(8), Region: "north", ShareDue: 0.3}, {Date: day(14), Region: "north", ShareDue: 0.3},
			{Date: day(8), Region: "south", ShareDue: 0.2}, {Date: day(14), Region: "south", ShareDue: 0.2},
		},
	}
}

func lane(id, place, kind, to string, exit, entry float64) scenario.Crossing {
	return scenario.Crossing{ID: id, Place: place, Lane: kind, FromCountry: "RUS", ToCountry: to, ExitPerDay: exit, EntryPerDay: entry,
		Unit: "people", PeoplePerVehicle: 1, Room: math.NaN(), Opens: 0, Closes: 24, DateFrom: calendar.None, DateTo: calendar.None, KnownFrom: calendar.None, EndKnownFrom: calendar.None}
}

func road(id, from, to string, hours float64) scenario.Link {
	return scenario.Link{ID: id, From: from, To: to, Mode: "road", Hours: hours, CapacityPerDay: inf, BothWays: true}
}

func policy(id, actor, instrument, sel, at, stance string, value float64, from, to calendar.Date) scenario.Policy {
	return scenario.Policy{ID: id, Actor: actor, Instrument: instrument, AppliesTo: where(sel), At: at, Stance: stance, Value: value, DateFrom: from, DateTo: to, KnownFrom: from, EndKnownFrom: calendar.None}
}

// fails is a testing.TB or a rapid.T.
type fails interface {
	Helper()
	Fatal(args ...any)
}

// compile makes a scenario ready to run and fails the test when it cannot.
func compile(t fails, sc *scenario.Scenario) *movement.Model {
	t.Helper()
	f, err := movement.Prepare(sc)
	if err != nil {
		t.Fatal(err)
	}
	m, err := f.Compile(sc)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// simulate runs one member and fails the test when it does not run.
func simulate(t testing.TB, sc *scenario.Scenario, member int) *movement.Record {
	t.Helper()
	return simulateOf(t, compile(t, sc), member)
}

// simulateAll runs the first members.
func simulateAll(t testing.TB, sc *scenario.Scenario, members int) (recs []*movement.Record) {
	t.Helper()
	m := compile(t, sc)
	for member := range members {
		recs = append(recs, simulateOf(t, m, member))
	}
	return recs
}

func simulateOf(t testing.TB, m *movement.Model, member int) *movement.Record {
	t.Helper()
	rec := m.NewRecord()
	if err := m.Simulate(context.Background(), 1, member, rec); err != nil {
		t.Fatal(err)
	}
	return rec
}

// total sums a measure over the days from..to-1 for one entity, or for all when
// entity is empty.
func total(t testing.TB, rec *movement.Record, measure, by, entity string, from, to int) int64 {
	t.Helper()
	s := rec.Find(measure, by)
	if s == nil {
		t.Fatalf("no series %s by %s", measure, by)
	}
	sum, found := int64(0), entity == ""
	for e, id := range s.Entities {
		if entity != "" && id != entity {
			continue
		}
		found = true
		for d := from; d < to; d++ {
			sum += s.At(e, d)
		}
	}
	if !found {
		t.Fatalf("series %s by %s has no %q", measure, by, entity)
	}
	return sum
}
