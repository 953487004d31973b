package reference

import (
	"strconv"

	"haven/internal/calendar"
	"haven/scenario"
)

// In these worlds a forwarding hub sends everybody on, a camp keeps everybody,
// and single roads lead one way: nothing is left to chance.

func travelCases() []*village {
	strict := func() *village {
		return newVillage("a link as long as a day's way", 3, "a forward; k camp", "a>k 100").people("a", 100, "")
	}
	reach := func() *village {
		return newVillage("400 km a day over links of 100 and 350 km", 3, "a forward; b forward; k camp", "a>b 100; b>k 350").
			set(func(n *scenario.Neighbours) { n.MaxMoveSpeed = 400 }).people("a", 100, "")
	}
	places, roads := "h0 forward", ""
	for i := 1; i <= 44; i++ {
		kind := " forward"
		if i == 44 {
			kind = " camp"
		}
		places += "; h" + strconv.Itoa(i) + kind
		roads += "; h" + strconv.Itoa(i-1) + ">h" + strconv.Itoa(i) + " 10"
	}
	return []*village{
		// 100 km are not more than 100: it takes the second day.
		strict().at(0, "a=0 k=0 on_links=100").at(1, "k=100 on_links=0"),
		strict().without("strict-arrival").at(0, "k=100 on_links=0"),
		// The first link takes 100 of the day's 400 km. The second one gets 400 again, which is more than 350.
		reach().at(0, "k=100"),
		// The remainder of 300 km is not enough; the second day gives 400 more.
		reach().without("full-speed-per-link").at(0, "b=0 k=0 on_links=100").at(1, "k=100"),
		// Each link counts 10 km of 400, so 40 are done, and the other 4 on the next day.
		newVillage("forty links in a day", 2, places, roads).set(func(n *scenario.Neighbours) { n.MaxMoveSpeed = 400 }).
			people("h0", 100, "").at(0, "h40=100").at(1, "h44=100"),
		// 40, 80 and then, since 80 < 100, 120 km: there, back, there. The next day ends where it began.
		newVillage("there and back again", 2, "a forward; b forward", "a-b 40").people("a", 100, "").at(0, "b=100 a=0").at(1, "a=100 b=0"),
		// Nowhere to go is no reason to go.
		newVillage("a place without roads", 2, "a forward; k camp", "").people("a", 100, "").at(1, "a=100 k=0 on_links=0 displaced_total=100"),
		// 20, 40, 60 km: more than 50 on the third day.
		newVillage("a link with a speed of its own", 3, "a forward; k camp", "a>k 50").with(func(sc *scenario.Scenario) { sc.Links[0].MaxMoveSpeed = 20 }).
			people("a", 100, "").at(1, "on_links=100").at(2, "k=100"),
	}
}

// stintCases: who came too short a way is made to leave a town at once.
func stintCases() []*village {
	world := func(name string, first string, avoid bool) *village {
		return newVillage(name, 2, "a forward; t town; k camp", "a>t "+first+"; t>k 10").set(func(n *scenario.Neighbours) {
			n.AvoidShortStints, n.DefaultMoveChance = avoid, 0.01
		}).people("a", 1000, "")
	}
	return []*village{
		// After 10 km (0 + 10/100)/2 = 0.05 < 0.5: they must go on, and get to the camp.
		world("short stint", "10", true).at(0, "t=0 k=1000"),
		world("short stint, allowed", "10", false).share(0, "k", 1000, 0.01),
		// The first day's 100 km leave a memory of (0 + 1)/2 = 0.5. On the second day 20 more
		// make (0.5 + 0.2)/2 = 0.35 < 0.5: on they go.
		world("short stint on the second day", "120", true).at(0, "on_links=1000").at(1, "t=0 k=1000"),
		// 80 more make (0.5 + 0.8)/2 = 0.65: they may stay.
		world("long stint", "180", true).at(0, "on_links=1000").share(1, "k", 1000, 0.01),
		// Only towns send people on; a camp with chance 0 keeps them after 10 km.
		newVillage("short stint into a camp", 1, "a forward; t camp; k camp", "a>t 10; t>k 10").
			set(func(n *scenario.Neighbours) { n.AvoidShortStints = true }).people("a", 100, "").at(0, "t=100"),
	}
}

func walkingCases() []*village {
	half := 0.5
	return []*village{
		// On foot 35, 70, 105 km: there on the third day with 30 of 35 km used, so on they go,
		// now with 100 km a day; 100 are not more than 150, the fourth day's 200 are.
		newVillage("start on foot", 4, "a forward; b forward; k camp", "a>b 100; b>k 150").set(func(n *scenario.Neighbours) { n.StartOnFoot = true }).
			people("a", 100, "").at(1, "on_links=100").at(2, "b=0 k=0 on_links=100").at(3, "k=100"),
		// Always on foot: 35, 70, 105.
		newVillage("a footpath", 3, "a forward; k camp", "a>k 100").with(func(sc *scenario.Scenario) { sc.Links[0].WalkProbability = 1 }).
			people("a", 100, "").at(1, "on_links=100").at(2, "k=100"),
		// Half of them walk 35 of 50 km on the first day; all are there on the second.
		newVillage("some walk", 2, "a forward; k camp", "a>k 50").with(func(sc *scenario.Scenario) { sc.Links[0].WalkProbability = half }).
			people("a", 10000, "").share(0, "k", 10000, half).at(1, "k=10000"),
	}
}

func harvestCases() []*village {
	return []*village{
		// From 31 December on: day 0 is spent on the road. On day 1 they get to b, from where the harvest
		// of January calls them: counted at their birth place a until 1 February, day 32, when
		// they go on from b.
		newVillage("harvest", 34, "a forward; b forward; k camp", "a>b 150; b>k 50").with(func(sc *scenario.Scenario) {
			days := sc.Period.To - sc.Period.From
			sc.Period.From = calendar.Day(2029, 12, 31)
			sc.Period.To = sc.Period.From + days
			sc.Parameters.Neighbours.HarvestMonths = []float64{1}
		}).people("a", 100, "").at(0, "on_links=100").at(2, "a=100 b=0").at(31, "a=100 b=0 k=0").at(32, "a=0 b=0 k=100"),
		// Who is at home when the harvest begins stays.
		newVillage("harvest at home", 2, "a forward; k camp", "a>k 50").set(func(n *scenario.Neighbours) { n.HarvestMonths = []float64{4, 5} }).
			people("a", 100, "").at(1, "a=100 k=0"),
	}
}
