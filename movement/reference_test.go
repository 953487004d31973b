package movement_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"haven/internal/calendar"
	"haven/internal/house/long"
	"haven/internal/reference"
	"haven/scenario"
)

// The lumped engine against one that moves every party by itself. Every number
// of a record is compared, and all sums over days and over entities, in mean,
// variance and three quantiles: a sum's variance is wrong when something that
// people share is not shared, or the other way round.

func TestLumpedAgreesWithPartyByPartyOnToyBorder(t *testing.T) {
	sc, err := scenario.Open("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	agreeing(t, sc, runsEach(1000))
}

func TestLumpedAgreesWithPartyByPartyOnSmallWorlds(t *testing.T) {
	for seed := uint64(1); seed <= 2; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			if underRace && seed == 1 {
				t.Skip("runs with HAVEN_LONG=1, without the race detector; the second, with a train and weekdays, is enough under it")
			}
			agreeing(t, smallWorld(seed), runsEach(400))
		})
	}
	for seed := uint64(3); seed <= 6 && long.Tests(); seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { agreeing(t, smallWorld(seed), 2000) })
	}
}

// smallWorld is the world of the stories with a thousand parties and every
// number drawn anew: crowded lanes, closing ones, exit lists that grow, entry
// by chance, claims, seats for few, parties of three, call-up.
func smallWorld(seed uint64) *scenario.Scenario {
	rng := rand.New(rand.NewPCG(seed, 1))
	between := func(low, high float64) float64 { return low + rng.Float64()*(high-low) }
	pick := func(n ...int) int { return n[rng.IntN(len(n))] }
	sc := world()
	sc.Period.To = day(25)
	sc.BinsPerDay = pick(1, 2, 4, 8)
	p := &sc.Parameters
	p.Scale, p.Options = 0.01, 1000
	p.CarShare, p.GiveUpPerHour, p.ClaimsAtBorder = between(0.2, 1), between(0, 0.03), between(0.05, 0.9)
	p.WaitMemory, p.FareMemory = between(0.2, 1), between(0.2, 1)
	p.WaitDelayDays, p.BookAheadDays = pick(1, 2, 3), pick(2, 6, 14)
	p.CapacityDispersion, p.CapacityDrift = between(0, 0.3), between(0, 0.1)
	p.NationDispersion, p.OriginDispersion = between(0, 0.4), between(0, 0.4)
	p.ApplyPerDay, p.MoveOnPerDay, p.ReturnPerDay = between(0, 0.5), between(0, 0.5), between(0, 0.2)
	p.ApplicantMoveOn = between(0.2, 1)
	p.SentAfterDays, p.Ways = float64(pick(1, 3, 7)), pick(1, 2, 3)
	p.UsualWaitAversion = between(0, 2)
	for i := range sc.Crossings {
		c := &sc.Crossings[i]
		c.ExitPerDay, c.EntryPerDay = between(300, 3000), between(300, 3000)
		if rng.IntN(2) == 0 {
			c.Room = between(300, 2000)
		}
		if rng.IntN(3) == 0 {
			c.Opens, c.Closes = 6, 21
		}
	}
	for i := range sc.Links {
		l := &sc.Links[i]
		l.Hours *= between(0.5, 3)
		if !math.IsInf(l.CapacityPerDay, 1) {
			l.CapacityPerDay = between(300, 1500)
		}
	}
	for i := range sc.UsualTravel {
		sc.UsualTravel[i].People = between(200, 900)
	}
	policyIn(sc, "gela_open").Value = between(0.3, 1)
	policyIn(sc, "pola_entry").Value = between(0, 0.5)
	policyIn(sc, "pola_asylum").Value = between(0, 1)
	policyIn(sc, "list").Value = between(0.05, 0.5)
	policyIn(sc, "promise").Value = between(0.05, 0.5)
	none := calendar.None
	sc.Policies = append(sc.Policies,
		policy("longer_list", "RUS", "exit", "callup=liable documents=foreign", "", "banned", between(0.5, 0.9), day(pick(12, 15)), none),
		policy("shut", "RUS", "transport", "", []string{"gate_west", "east_car", "east_foot", "flight"}[rng.IntN(4)], "suspended", math.NaN(), day(pick(11, 14)), day(pick(17, 20))),
		policy("half", "RUS", "transport", "", "pola_all", "limited", 0.5, day(10), none),
		policy("posts", "RUS", "deterrent", "callup=liable", "gate_east", "present", between(0, 2), day(13), none),
		policy("tura_asylum", "TUR", "asylum", "", "", "considered", math.NaN(), none, none),
		policy("gela_asylum", "GEO", "asylum", "", "", "welcoming", math.NaN(), none, none),
		policy("closed_to_travellers", "GEO", "entry", "travel=usual", "", "conditional", between(0.3, 1), day(16), none))
	sc.Shocks[0].SizePerDay = between(0.05, 0.5)
	sc.Shocks[1].SizePerDay = between(0.005, 0.02)
	if seed%2 == 0 { // a train that is booked before the border, and travel that knows weekdays
		sc.Links = append(sc.Links, scenario.Link{ID: "train", From: "capital", To: "near_gela", Mode: "rail", Hours: between(4, 30),
			CapacityPerDay: between(500, 2000), Unit: "people", FareUSD: 40, BothWays: true})
		sc.UsualTravel[2].Weekday = "fri"
		sc.UsualTravel = append(sc.UsualTravel, scenario.UsualTravel{ID: "u_train", At: "train", Direction: "out", Weekday: "*", People: 300, Whose: "RUS"},
			scenario.UsualTravel{ID: "u_east_sat", At: "east_car", Direction: "out", Weekday: "sat", People: 800, Whose: "RUS"})
	}
	return sc
}

func TestLumpedAgreesWithPartyByPartyOnAGeneratedWorld(t *testing.T) {
	sc, err := scenario.Generate(scenario.GenerateOptions{Places: 16, People: 3000, Seed: 5, Groups: 4, Days: 40})
	if err != nil {
		t.Fatal(err)
	}
	sc.Parameters.Options = 1000
	agreeing(t, sc, min(2000, runsEach(400)))
}

func TestLumpedAgreesWithPartyByPartyOnFixedShares(t *testing.T) {
	sc := smallWorld(7)
	sc.Rule = "fixed"
	row := func(origin, group, dest, crossing string, share float64) {
		sc.ChoiceShares = append(sc.ChoiceShares, scenario.ChoiceShare{Origin: origin, Group: group, Destination: dest, Crossing: crossing, Share: share})
	}
	row("*", "*", "gela", "gate_east", 0.4)
	row("*", "*", "gela", "gate_west", 0.2)
	row("*", "*", "pola", "gate_pola", 0.2)
	row("*", "*", "tura", "boarding", 0.2)
	row("port", "*", "pola", "gate_pola", 0.1)
	row("*", "poor", "gela", "gate_west", 0.5)
	row("port", "poor", "gela", "gate_west", 0.3)
	row("tura", "*", "dela", "", 1)
	agreeing(t, sc, min(2000, runsEach(400)))
}

// What a lumped engine could get wrong. Each mistake is built into the
// party-by-party engine, and the comparison has to notice.

func TestComparisonNoticesAMoodDrawnForEachCohort(t *testing.T) {
	sc := crowd()
	sc.Parameters.NationDispersion = 0.1
	caught(t, sc, reference.MoodPerCohort)
}

func TestComparisonNoticesTiesServedInClassOrder(t *testing.T) {
	caught(t, crowd(), reference.TiesInClassOrder)
}

func TestComparisonNoticesRoundedSharesOfTies(t *testing.T) {
	caught(t, crowd(), reference.RoundedShares)
}

func TestLumpedAgreesWithPartyByPartyInACrowd(t *testing.T) {
	agreeing(t, crowd(), runsEach(1000))
}

// crowd is one town, one bin a day and one lane too narrow for those who come,
// of three groups, one of them families.
func crowd() *scenario.Scenario {
	sc := world()
	sc.Period.To, sc.BinsPerDay = day(9), 1
	sc.Parameters.NationDispersion, sc.Parameters.OriginDispersion = 0, 0
	sc.Parameters.GiveUpPerHour, sc.Parameters.CarShare, sc.Parameters.Options = 0, 0, 100
	sc.Places = []scenario.Place{
		{ID: "town", Kind: "town", Country: "RUS", Admin1: "north", Population: 4000, Capacity: inf},
		{ID: "gate", Kind: "crossing", Country: "RUS", Capacity: inf},
		{ID: "gela", Kind: "destination", Country: "GEO", Capacity: inf},
	}
	sc.Links = []scenario.Link{road("town_gate", "town", "gate", 1), road("gate_gela", "gate", "gela", 1)}
	sc.Crossings = []scenario.Crossing{lane("gate_foot", "gate", "foot", "GEO", 40, 200)}
	sc.UsualTravel, sc.Callup = nil, nil
	sc.Pulls = []scenario.Pull{{ID: "ties", Destination: "gela", Term: "ties", Value: 5}}
	sc.Policies = []scenario.Policy{policy("open", "GEO", "entry", "", "", "allowed", math.NaN(), calendar.None, calendar.None)}
	sc.Shocks = []scenario.Shock{{ID: "war", Date: start, SizePerDay: 0.04, FadesDays: inf}}
	return sc
}
