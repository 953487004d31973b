package results

import (
	"math"
	"math/rand/v2"
	"testing"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// coast is a scenario of four places, one crossing with two lanes and a ferry
// across the antimeridian.
func coast() *scenario.Scenario {
	const why = "assumed: invented for a test"
	place := func(id, name, kind, country string, lat, lon, capacity float64) scenario.Place {
		return scenario.Place{ID: id, Name: name, Kind: kind, Country: country, Lat: lat, Lon: lon, Capacity: capacity, Evidence: why}
	}
	lane := func(id, lane string) scenario.Crossing {
		return scenario.Crossing{
			ID: id, Place: "gate", Lane: lane, FromCountry: "RUS", ToCountry: "USA", ExitPerDay: 500, EntryPerDay: 400, Unit: "people",
			PeoplePerVehicle: 1, Room: math.NaN(), Closes: 24, DateFrom: calendar.None, DateTo: calendar.None, KnownFrom: calendar.None, EndKnownFrom: calendar.None, Evidence: why,
		}
	}
	sc := &scenario.Scenario{
		Name: "run", Title: "A coast", Period: scenario.Period{From: calendar.Day(2022, 9, 20), To: calendar.Day(2022, 9, 23)},
		BinsPerDay: 8, Rule: "destinations", Parameters: scenario.Defaults(),
		Places: []scenario.Place{
			place("town", "Town", "town", "RUS", 60, 170, math.Inf(1)),
			place("gate", "The Gate", "crossing", "RUS", 61, 175, math.Inf(1)),
			place("harbour", "Harbour", "destination", "USA", 62, -170, 120),
			place("hill", "Hill", "destination", "USA", 63, -160, math.Inf(1)),
		},
		Crossings: []scenario.Crossing{lane("gate_car", "car"), lane("gate_foot", "foot")},
		Links: []scenario.Link{
			{ID: "ferry", From: "gate", To: "harbour", Mode: "sea", KM: 900, Hours: 20, CapacityPerDay: 100, Unit: "people", FareUSD: 50, BothWays: true, Evidence: why},
			{ID: "road", From: "town", To: "gate", Mode: "road", KM: 300, Hours: 5, CapacityPerDay: math.Inf(1), Unit: "people", Evidence: why},
			{ID: "trail", From: "gate", To: "hill", Mode: "foot", KM: 30, Hours: 9, CapacityPerDay: math.Inf(1), Unit: "people", Evidence: why},
		},
		Groups: []scenario.Group{{
			ID: "men", Label: "men", Age: "18-29", Sex: "m", Callup: "liable", Documents: "foreign", MeansUSD: 1000,
			Party: scenario.Party{Size: 1, Members: []scenario.Member{{Kind: "person", Count: 1}}}, Evidence: why,
		}},
		GroupShares: []scenario.GroupShare{{Origin: "*", Group: "men", Share: 1, Evidence: why}},
		Uncertain:   []scenario.Uncertain{{Address: "parameters.car_share", Distribution: scenario.Distribution{Kind: "uniform", Low: 0.5, High: 1}, Evidence: why}},
		Observations: []scenario.Observation{{
			ID: "O001", DateFrom: calendar.Day(2022, 9, 21), DateTo: calendar.Day(2022, 9, 22), Place: "USA",
			Measure: "entries", Value: 120, Kind: "point", Unit: "people", Whose: "RUS", Scope: "the country", KnownFrom: calendar.Day(2022, 9, 23), Evidence: why,
		}},
	}
	sc.Places[0].Population = 10_000
	sc.Places[2].PCode = "US02"
	return sc
}

// recordOf makes up a member's record for coast.
func recordOf(sc *scenario.Scenario, rng *rand.Rand) *movement.Record {
	days := sc.Period.Days()
	rec := &movement.Record{From: sc.Period.From, Days: days}
	add := func(measure, by, unit string, entities ...string) {
		s := movement.Series{Measure: measure, By: by, Unit: unit, Entities: entities, Days: days, Values: make([]int64, len(entities)*days)}
		for i := range s.Values {
			switch rng.IntN(4) {
			case 0: // stays 0
			case 1:
				s.Values[i] = rng.Int64N(12)
			default:
				s.Values[i] = rng.Int64N(300)
			}
			if measure == "wait_experienced" && rng.IntN(3) == 0 {
				s.Values[i] = movement.Missing
			}
		}
		rec.Series = append(rec.Series, s)
	}
	add("departures", "origin", "people", "town")
	add("standing", "place", "people", "town", "gate")
	add("arrivals", "destination", "people", "harbour", "hill")
	add("stock", "destination", "people", "harbour", "hill")
	add("arrivals", "destination_callup", "people", "harbour/liable", "harbour/no", "hill/liable", "hill/no")
	add("queue", "lane", "people", "gate_car", "gate_foot")
	add("wait_experienced", "lane", "minutes", "gate_car", "gate_foot")
	add("served_entry", "lane", "people", "gate_car", "gate_foot")
	add("turned_back_exit", "lane", "people", "gate_car", "gate_foot")
	add("barred", "lane", "people", "gate_car", "gate_foot")
	add("seats_sold", "service", "seats", "ferry", "ferry@harbour")
	add("fare", "service", "cents", "ferry", "ferry@harbour")
	add("flow", "link", "people", "ferry", "road", "trail")
	add("entries", "country", "people", "USA")
	add("at_home", "model", "people", "model")
	return rec
}

func inputOf(t testing.TB, members int) *Input {
	t.Helper()
	sc := coast()
	rng := rand.New(rand.NewPCG(1, 2))
	records := make([]*movement.Record, members)
	for m := range records {
		records[m] = recordOf(sc, rng)
	}
	sum, err := ensemble.Summarise(sc, records...)
	if err != nil {
		t.Fatal(err)
	}
	nothing := math.NaN()
	unknown := sc.Observations[0]
	unknown.ID, unknown.Value = "O002", 130
	sc.Observations = append(sc.Observations, unknown)
	return &Input{
		Haven: "test", Scenario: sc, Seed: 7, Summary: sum, Until: calendar.None,
		EachMember: func(f func(*ensemble.Summary) error) error { return f(sum) },
		Set:        []Setting{{"parameters.stay", 2}, {"parameters.car_share", 0.5}},
		Design:     &ensemble.Design{Parameters: []ensemble.Parameter{{Address: "parameters.car_share", Median: 1, Distribution: sc.Uncertain[0].Distribution}}},
		Observations: []Observation{
			{
				Observation: sc.Observations[0], Country: "USA", Low: 120, High: math.Inf(1), How: "entries, sum of the days", Members: members,
				Simulated: Figure{100, 101, 102, 103, 104, 105}, Inside90: true, Below: 0.25, Ratio: 103. / 120,
			},
			{
				Observation: unknown, Low: 120, High: 120, Reason: "nobody served",
				Simulated: Figure{nothing, nothing, nothing, nothing, nothing, nothing}, Below: nothing, Ratio: nothing,
			},
		},
	}
}
