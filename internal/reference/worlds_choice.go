package reference

import "haven/scenario"

// In these worlds many people stand at a hub a and choose once: among camps that
// keep them, or places without a way on.

const many = 20000

// fork is a hub with roads of so many km to camps; the first of them get the
// share p of those who choose.
func fork(name, places, roads string) *village {
	return newVillage(name, 1, "a forward; "+places, roads).people("a", many, "")
}

func choiceCases() []*village {
	return []*village{
		// 1/(10 + 40) to 1/(10 + 140): 3 to 1.
		fork("the nearer is likelier", "k camp; l camp", "a>k 40; a>l 140").share(0, "k", many, 0.75),
		// (1 + 3)/(20 + 30)^2 = 0.0016, and abroad (1 + 3*5)/(20 + 80)^2 = 0.0016; any power keeps that even.
		fork("weights, powers and softenings", "k camp; l camp @XAB", "a>k 30; a>l 80").set(func(n *scenario.Neighbours) {
			n.CampWeight, n.ForeignWeight, n.WeightSoftening, n.Softening, n.DistancePower, n.WeightPower = 3, 5, 1, 20, 2, 2
		}).share(0, "k", many, 0.5),
		// Of 1/20 and 1/40 the squares: 4 to 1.
		fork("the weight's power", "k camp; l camp", "a>k 10; a>l 30").set(func(n *scenario.Neighbours) { n.WeightPower = 2 }).share(0, "k", many, 0.8),
		// 0.25^(1 * 0.5) = 0.5 to 1.
		fork("who flees avoids a war", "c conflict; k camp", "a>c 50; a>k 50").conflict("c 0 0.5").
			set(func(n *scenario.Neighbours) { n.ConflictWeight = 0.25 }).share(0, "c", many, 1.0/3),
		// Half its strength is left: 0.25^(0.5 * 1) = 0.5 to 1.
		fork("an old war is avoided less", "c conflict; k camp", "a>c 50; a>k 50").conflict("c 0 1").set(func(n *scenario.Neighbours) {
			n.ConflictWeight, n.ConflictSpawnDecay = 0.25, []float64{0.5}
		}).share(0, "c", many, 1.0/3),
		// Camp 3 to town 1, and so for camps of the internally displaced.
		fork("camps attract", "k camp; t forward", "a>k 50; a>t 50").set(func(n *scenario.Neighbours) { n.CampWeight = 3 }).share(0, "k", many, 0.75),
		fork("camps of the internally displaced attract", "k idpcamp; t forward", "a>k 50; a>t 50").set(func(n *scenario.Neighbours) { n.CampWeight = 3 }).share(0, "k", many, 0.75),
		// A town that fewer than 0.005 leave a day counts as a camp.
		fork("a town that nobody leaves", "k town; t forward", "a>k 50; a>t 50").set(func(n *scenario.Neighbours) { n.CampWeight, n.DefaultMoveChance = 3, 0.001 }).share(0, "k", many, 0.75),
		// The weights 1/50, 1/90 and 1/150 from 1/100 on: the last is forgotten, 90 to 50.
		fork("pruning", "k camp; l camp; m camp", "a>k 40; a>l 80; a>m 140").set(func(n *scenario.Neighbours) { n.PruningThreshold = 2 }).
			share(0, "k", many, 90.0/140).at(0, "m=0"),
		// One degree of longitude at the equator to four: (1/4)^0.5, so 2 to 1.
		fork("stay close to home", "k camp; l camp", "a>k 50; a>l 50").with(func(sc *scenario.Scenario) {
			sc.Places[1].Lon, sc.Places[2].Lon = 1, 4
		}).set(func(n *scenario.Neighbours) { n.StayCloseToHome = true }).share(0, "k", many, 2.0/3),
		// 2 degrees of longitude at 60 degrees north are 1 of latitude (0.99997 of it), so 1 to 4 again.
		fork("stay close to home in the north", "k camp; l camp", "a>k 50; a>l 50").with(north).share(0, "k", many, 2.0/3),
		// Latitude taken for longitude: 2 to 4, 2^0.5 to 1.
		fork("stay close to home, latitude taken for longitude", "k camp; l camp", "a>k 50; a>l 50").with(north).
			set(func(n *scenario.Neighbours) { n.LatitudeFirst = true }).share(0, "k", many, 0.585786),
		// 10000^0.1 = 2.5119 to 1; a camp has no such weight.
		fork("large towns attract", "t forward 10000; u forward; k camp", "a>t 50; a>u 50; a>k 50").set(func(n *scenario.Neighbours) { n.UsePopForLocWeight = true }).
			share(0, "t", many, 2.511886/4.511886).share(0, "k", many, 1/4.511886),
		// 1 + 0.5 + 0.5^2 = 1.75 to 1; what a home town trades is not asked.
		fork("economic pull", "k camp @XAB; l camp", "a>k 50; a>l 50").settle("k", func(s *scenario.Settlement) { s.TradeVolume, s.HDI = 0.5, 0.5 }).
			settle("a", trading).settle("l", trading).set(func(n *scenario.Neighbours) { n.UseEconomicPull = true }).share(0, "k", many, 1.75/2.75),
	}
}

func trading(s *scenario.Settlement) { s.TradeVolume, s.HDI = 7, 7 }

// north has a hub at 60 degrees, one camp to the east of it and one to the north.
func north(sc *scenario.Scenario) {
	sc.Places[0].Lat, sc.Places[1].Lat, sc.Places[2].Lat = 60, 60, 64
	sc.Places[1].Lon = 2
	sc.Parameters.Neighbours.StayCloseToHome = true
}

func awarenessCases() []*village {
	at := func(level int) func(n *scenario.Neighbours) {
		return func(n *scenario.Neighbours) { n.AwarenessLevel = level }
	}
	beside := func() *village {
		return fork("a marker on the way", "m marker; k camp; l camp", "a>m 30; m>k 30; a>l 60")
	}
	chain := "k1 camp; k2 camp; k3 camp; k4 camp; k5 camp; k6 camp"
	roads := "a>k1 50; k1>k2 50; k2>k3 50; k3>k4 50; k4>k5 50; k5>k6 50"
	near := func() *village {
		return fork("no awareness", "k camp; l camp @XAB 10", "a>k 40; a>l 140").set(at(0)).set(func(n *scenario.Neighbours) { n.ForeignWeight = 100 }).people("l", 10, "")
	}
	five := fork("five links ahead", chain, roads).set(at(5)).set(fast).at(0, "k6=0")
	total := 1/60.0 + 1/110.0 + 1/160.0 + 1/210.0 + 1/260.0
	five.share(0, "k1", many, 1/60.0/total).share(0, "k3", many, 1/160.0/total).share(0, "k5", many, 1/260.0/total)
	return []*village{
		// 60 km either way: as likely, though one way has two links. Nobody chooses the marker or stays there.
		beside().set(fast).at(0, "m=0").share(0, "k", many, 0.5),
		beside().set(fast).set(at(2)).at(0, "m=0").share(0, "k", many, 0.5),
		// Below zero markers lead nowhere.
		beside().set(fast).set(at(-1)).at(0, "l=20000"),
		// 1/(10 + 50) to 1/(10 + 100); those bound for k2 go through the camp k1.
		fork("two links ahead", chain, roads).set(fast).set(at(2)).at(0, "k3=0").share(0, "k2", many, 60.0/170),
		five,
		// From t only a can be chosen, and from a only t and what lies beyond: never the start.
		newVillage("no way comes back to its start", 1, "a forward; t camp", "a-t 50").set(at(4)).people("a", 100, "").at(0, "t=100"),
		near().at(0, "a=20000"),
		// By distance alone: 1/50 to 1/150. That l is full shows at its gate.
		near().without("awareness-zero").share(0, "k", many, 0.75).share(0, "a", many, 0.25),
		// The ten at the head of the travellers fill k, the others find it full when they stand at the marker.
		newVillage("a route dropped on the way", 1, "a forward; m marker; k camp 10", "a>m 20; m>k 20").people("a", 20, "").at(0, "k=10 m=10"),
	}
}

func fast(n *scenario.Neighbours) { n.MaxMoveSpeed = 1000 }

// roomCases: what a camp's fullness does.
func roomCases() []*village {
	// With the buffer at a half, 90 of 100 leave room for 1 - 40/50 = 0.2, below the half that a camp lets in at.
	refusal := func() *village {
		return newVillage("choosing again after a refusal", 2, "a forward; k camp 100; l camp", "a>k 50; a>l 50").
			set(func(n *scenario.Neighbours) { n.CapacityBuffer = 0.5 }).people("k", 90, "").people("a", many, "")
	}
	first, second := newVillage("departures are seen at once", 1, "k camp 10; a forward; x camp", "a>k 100; k>x 100"),
		newVillage("departures are not seen before", 1, "k camp 10; a forward; x camp", "a>k 100; k>x 100")
	for _, v := range []*village{first, second} {
		v.set(func(n *scenario.Neighbours) { n.CampMoveChance = 1 })
		v.InTurn = true
	}
	// Those in the full camp set out first, and the others find it empty.
	first.people("k", 10, "").people("a", 5, "").at(0, "on_links=15 a=0 k=0")
	// Those at the hub decide while it is full, and stay.
	second.people("a", 5, "").people("k", 10, "").at(0, "on_links=10 a=5 k=0")
	return []*village{
		// 0.2 to 1: a sixth chooses k and is refused, and of those again a sixth.
		refusal().share(0, "a", many, 1.0/6).share(1, "a", many, 1.0/36).at(1, "k=90"),
		// 1 - 20/50 = 0.6 still lets people in, and counts 0.6 to 1.
		newVillage("a camp more than half full", 1, "a forward; k camp 100; l camp", "a>k 50; a>l 50").
			set(func(n *scenario.Neighbours) { n.CapacityBuffer = 0.5 }).people("k", 70, "").people("a", 100, "").
			share(0, "l", 100, 1/1.6).at(0, "a=0"),
		first, second,
		// All decide while it is empty, and all get in: arrivals of the day are not seen.
		newVillage("arrivals are not seen by those who set out", 2, "a forward; k camp 10", "a>k 50").people("a", 20, "").at(0, "k=20"),
		// Further decisions of the day see everything: up to 9 there is room, the tenth still comes in, then it is full.
		newVillage("arrivals are seen by those who go on", 2, "a forward; b forward; k camp 10", "a>b 20; b>k 20").people("a", 20, "").at(0, "k=10 b=10").at(1, "k=10 b=10"),
		// 10 + 5 a day, the first day included: up to 13.5 there is room.
		newVillage("a camp that grows", 2, "a forward; k camp 10", "a>k 50").settle("k", func(s *scenario.Settlement) { s.CapacityPerDay = 5 }).
			people("k", 10, "").people("a", 3, "").at(0, "k=13"),
		newVillage("a camp that does not grow", 2, "a forward; k camp 10", "a>k 50").people("k", 10, "").people("a", 3, "").at(1, "k=10 a=3"),
		newVillage("capacities scaled", 2, "a forward; k camp 10", "a>k 50").set(func(n *scenario.Neighbours) { n.CapacityScaling = 1.5 }).
			people("k", 10, "").people("a", 3, "").at(0, "k=13"),
		newVillage("no capacity is no limit", 2, "a forward; k camp 0", "a>k 50").people("k", 10, "").people("a", 3, "").at(0, "k=13"),
		newVillage("a full camp of the internally displaced", 2, "a forward; k idpcamp 10", "a>k 50").set(func(n *scenario.Neighbours) { n.IDPCampMoveChance = 0 }).
			people("k", 10, "").people("a", 3, "").at(1, "k=10 a=3"),
	}
}

func quirkyChoiceCases() []*village {
	// A full camp and a full town (a closed camp): both weigh nothing.
	full := func() *village {
		return newVillage("all full", 1, "a forward; k camp 10; l camp 10", "a>k 50; a>l 50").set(func(n *scenario.Neighbours) { n.DefaultMoveChance = 0 }).
			closure("camp l - 0 -").people("k", 10, "").people("l", 10, "").people("a", many, "")
	}
	double := func() *village { return fork("a long and a short road", "k camp", "a>k 1000; a>k 10") }
	return []*village{
		// Half choose the town and get in, half the camp and are refused.
		full().share(0, "a", many, 0.5).at(0, "k=10"),
		full().without("full-destinations-uniform").at(0, "a=20000 k=10 l=10"),
		// Everybody takes the first one listed.
		double().at(0, "on_links=20000"),
		// 1/(10 + 1000) to 1/(10 + 10).
		double().without("parallel-links").share(0, "k", many, 1010.0/1030),
		// Two roads of 40 km to k and one to l: twice the weight either way.
		fork("two roads alike", "k camp; l camp", "a>k 40; a>k 40; a>l 40").share(0, "k", many, 2.0/3),
		fork("two roads alike", "k camp; l camp", "a>k 40; a>k 40; a>l 40").without("parallel-links").share(0, "k", many, 2.0/3),
	}
}

func redirectionCases() []*village {
	// One way from a to k, one from a to l, equally long; the redirection ends on day 1.
	world := func(flag int64) *village {
		return newVillage("forced redirection", 2, "a conflict; k camp; l camp", "a>k 50; a>l 50").conflict("a 0 1; a 1 1").
			closure("remove_forced_redirection a k 1 -").set(func(n *scenario.Neighbours) { n.DisplacedPerConflictDay = many }).
			with(func(sc *scenario.Scenario) {
				sc.Links[0].ForcedRedirection = flag
				if flag == 2 { // written from the far end
					sc.Links[0].From, sc.Links[0].To, sc.Links[0].BothWays = "k", "a", true
				}
			})
	}
	return []*village{
		// Flag 1 makes two links: 2 to 1.
		world(1).share(0, "k", many, 2.0/3),
		world(1).without("redirection-inert").at(0, "k=20000 l=0").share(1, "l", many, 0.5),
		// Beside it lies another road to the same place; the one that is forced is taken.
		newVillage("forced redirection beside another road", 1, "a camp; k camp; l camp", "a>k 500; a>k 50; a>l 50").people("a", 100, "").
			with(func(sc *scenario.Scenario) { sc.Links[1].ForcedRedirection = 1 }).without("redirection-inert").at(0, "k=100"),
		// Everybody goes, from a camp that nobody leaves too.
		newVillage("forced redirection from a camp", 1, "a camp; k camp; l camp", "a>k 50; a>l 50").people("a", 100, "").
			with(func(sc *scenario.Scenario) { sc.Links[0].ForcedRedirection = 1 }).without("redirection-inert").at(0, "k=100"),
		world(2).share(0, "k", many, 0.5),
		world(2).without("redirection-inert").at(0, "k=20000 l=0").share(1, "l", many, 0.5),
	}
}

func fixedCases() []*village {
	fixed := func(v *village) *village {
		return v.set(func(n *scenario.Neighbours) { n.FixedRoutes = true })
	}
	major := func(name, chain string) *village {
		v := fixed(newVillage(name, 2, "a forward; b camp; c camp; k camp", "a-b 40; b-c 40; c-k 40")).people("a", many, "")
		v.Scenario.MajorRoutes = []scenario.MajorRoute{{ID: "m", Places: chain}}
		return v
	}
	return []*village{
		// The score 3 counts when the route is stored and again when it is picked: 9 to 1.
		fixed(fork("fixed routes count scores twice", "k camp @XAB; l camp", "a>k 50; a>l 50")).set(func(n *scenario.Neighbours) { n.ForeignWeight = 3 }).share(0, "k", many, 0.9),
		// One route is stored to each place, the better one; the first road listed is travelled.
		fixed(fork("fixed routes know one way to a place", "k camp; l camp", "a>k 40; a>k 40; a>l 40")).share(0, "k", many, 0.5),
		// Fullness is not looked at before the gate.
		fixed(fork("fixed routes to a full camp", "k camp 10; l camp", "a>k 50; a>l 50")).people("k", 10, "").share(0, "a", many, 0.5).at(0, "k=10"),
		// A marker counts as a step and is no place to go to.
		fixed(fork("fixed routes end at markers", "m marker; k camp", "a>m 20; m>k 20")).at(0, "a=20000"),
		fixed(fork("fixed routes beyond markers", "m marker; k camp", "a>m 20; m>k 20")).set(func(n *scenario.Neighbours) { n.AwarenessLevel = 2 }).at(0, "k=20000"),
		// Known are b, 1/(10 + 40), and by the major route k, 1/((10 + 120)/4). Who picks k has lost the way to b and stays.
		major("a major route", "a b c k").share(0, "a", many, 200.0/330).share(1, "a", many, 200.0*200/(330*330)).at(1, "k=0 c=0"),
		// It is known from both ends.
		major("a major route backwards", "k c b a").share(0, "a", many, 200.0/330),
		// And where it begins at a place that is known.
		major("a major route further on", "b c k").share(0, "a", many, 200.0/330),
		// Its end is known already.
		major("a major route to the next place", "a b").at(0, "b=20000"),
	}
}
