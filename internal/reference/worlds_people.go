package reference

import "haven/scenario"

// typeCases: how many leave each type of place a day.
func typeCases() []*village {
	types := newVillage("types and their move chances", 1,
		"town town; default default; camp refugee_camp; idp IDPcamp; war conflict_zone; hub forwarding_hub; mark marker; zone flood_zone; odd something; k camp 0",
		"town>k 50; default>k 50; camp>k 50; idp>k 50; war>k 50; hub>k 50; mark>k 50; zone>k 50; odd>k 50").set(func(n *scenario.Neighbours) {
		n.DefaultMoveChance, n.CampMoveChance, n.IDPCampMoveChance, n.ConflictMoveChance = 0.3, 0.1, 0.2, 0.9
	})
	for _, id := range []string{"town", "default", "camp", "idp", "war", "hub", "mark", "zone", "odd"} {
		types.people(id, many, "")
	}
	types.share(0, "town", many, 0.7).share(0, "default", many, 0.7).share(0, "camp", many, 0.9).share(0, "idp", many, 0.8).
		share(0, "war", many, 0.1).share(0, "zone", many, 0.7).at(0, "hub=0 mark=0 odd=0")
	return []*village{
		types,
		// 0.05 * (1000/10)^0.5 = 0.5.
		newVillage("large towns are left more", 1, "t town 1000; k camp", "t>k 50").set(func(n *scenario.Neighbours) {
			n.DefaultMoveChance, n.MoveChancePopBase, n.MoveChancePopFactor = 0.05, 10, 0.5
		}).people("t", many, "").share(0, "k", many, 0.5),
		// The larger of population and capacity, 0 and 40: 0.2 * (40/10)^0.5 = 0.4.
		newVillage("large camps are left more", 1, "t camp 40; k town", "t>k 50").set(func(n *scenario.Neighbours) {
			n.CampMoveChance, n.MoveChancePopBase, n.MoveChancePopFactor = 0.2, 10, 0.5
		}).people("t", many, "").share(0, "k", many, 0.4),
		// The war is over on day 1 and t a town again, which a quarter leave; the road opens that day.
		newVillage("a war is over", 2, "t conflict; k camp", "t>k 50").conflict("t 0 1; t 1 0").closure("location k - 0 1").
			set(func(n *scenario.Neighbours) { n.DefaultMoveChance = 0.25 }).people("t", many, "").at(0, "t=20000").share(1, "k", many, 0.25),
	}
}

// traitCases: attributes and the rules that read them.
func traitCases() []*village {
	everybody := func(n *scenario.Neighbours) {
		n.WomenAvoidHazards, n.ChildrenAvoidHazards, n.ElderlyAvoidHazards, n.BoysTakeRisk, n.ConflictWeight = true, true, true, true, 0.25
	}
	// Beside the camp there is a war of score 0.25.
	alone := func(name, attributes string, p float64) *village {
		return newVillage("hazards, "+name, 1, "a forward; c conflict; k camp", "a>c 50; a>k 50").set(everybody).born("gender", "m").born("age", "40").people("a", many, attributes).share(0, "c", many, p)
	}
	plain, squared := 0.25/1.25, 0.0625/1.0625
	rows := func(sc *scenario.Scenario) {
		sc.Demographics = []scenario.Demographic{{Attribute: "gender", Value: "f", Weight: 1, Evidence: assumed}, {Attribute: "gender", Value: "m", Weight: 3, Evidence: assumed},
			{Attribute: "gender", Value: "f", Place: "d", Weight: 2, Evidence: assumed}, {Attribute: "gender", Value: "m", Place: "d", Weight: 0, Evidence: assumed}}
	}
	drawn := func(name, war, at string, p float64) *village {
		return newVillage(name, 1, "c town; d town; e town; k camp", "c>e 50; c>k 50; d>e 50; d>k 50").conflict(war+" 0 1").with(rows).
			settle("e", func(s *scenario.Settlement) { s.Type = "conflict_zone" }).
			set(func(n *scenario.Neighbours) {
				n.WomenAvoidHazards, n.ConflictWeight, n.ConflictDrivenSpawning, n.DisplacedPerConflictDay = true, 0.25, "pop_ratio", 1
			}).with(func(sc *scenario.Scenario) { // only the war named has people who flee
			for i := range sc.Places {
				if sc.Places[i].ID == war {
					sc.Places[i].Population = many
				}
			}
		}).share(0, at, many, p)
	}
	return []*village{
		alone("man", "gender=m age=30", plain), alone("woman", "gender=f age=30", squared), alone("small boy", "gender=m age=14", squared),
		alone("girl", "gender=f age=16", squared), alone("young woman", "gender=f age=19", squared), alone("old man", "gender=m age=60", squared),
		alone("man of 59", "gender=m age=59", plain), alone("old woman, squared once", "gender=f age=70", squared),
		// For a boy above 14 a war is worth as much as a camp.
		alone("boy", "gender=m age=15", 0.5),
		// A quarter are women by the default, everybody by the row of the place.
		drawn("attributes drawn", "c", "e", 0.25*squared+0.75*plain),
		drawn("attributes drawn by place", "d", "e", squared),
	}
}

// matchCases: people go where there are others like them.
func matchCases() []*village {
	x, y := "ethnicity=x", "ethnicity=y"
	set := func(v *village, change func(n *scenario.Neighbours)) *village {
		return v.set(change).born("ethnicity", "y").people("a", many, x)
	}
	return []*village{
		// 30 to 10, of camps that both count as a hundred million.
		set(newVillage("camps of one's own", 1, "a forward; k camp; l camp", "a>k 50; a>l 50"), func(n *scenario.Neighbours) { n.MatchCampEthnicity = true }).
			people("k", 30, x).people("l", 10, x).people("l", 90, y).expect(0, "k", 15000-300, 15000+360),
		// 20 of a hundred million, over 1e-7: 2 to 1 for the camp; no rule is on for the other.
		newVillage("camps of one's religion", 1, "a forward; k camp; t forward", "a>k 50; a>t 50").set(func(n *scenario.Neighbours) {
			n.MatchCampReligion, n.AvgReligionFraction = true, 1e-7
		}).born("religion", "y").people("a", many, "religion=x").people("k", 20, "religion=x").expect(0, "k", 13333+20-340, 13333+20+340),
		// 50 of 100 to 50 of 200.
		set(newVillage("towns of one's own", 1, "a forward; t town 100; u town 200", "a>t 50; a>u 50"), func(n *scenario.Neighbours) { n.MatchTownEthnicity = true }).
			people("t", 50, x).people("u", 50, x).people("u", 150, y).expect(0, "t", 13333+50-340, 13333+50+340),
		// 10 * 0.05 to 1: in towns nothing is on.
		set(newVillage("wars of one's own", 1, "a forward; c conflict 1000; t forward", "a>c 50; a>t 50"), func(n *scenario.Neighbours) {
			n.MatchConflictEthnicity, n.ConflictWeight = true, 1
		}).people("c", 50, x).expect(0, "c", 6667+50-340, 6667+50+340),
	}
}

// floodCases: places under water.
func floodCases() []*village {
	wet := func(n *scenario.Neighbours) {
		n.ConflictDrivenSpawning = "none"
		n.ConflictZonesOnly, n.FloodZonesOnly, n.FloodDrivenSpawning, n.TakeFromPopulation, n.FloodRules = false, true, "pop_ratio", true, true
	}
	spawn := func(name, level, mode string) *village {
		return newVillage(name, 3, "z flood_zone 1000; k camp", "").flood("z 0 " + level).set(wet).set(func(n *scenario.Neighbours) {
			n.FloodDrivenSpawning, n.DisplacedPerFloodDay = mode, []float64{0, 100, 200, 300, 500}
			if mode == "pop_ratio" {
				n.DisplacedPerFloodDay = []float64{0, 0.1, 0.2, 0.5, 0.9}
			}
		})
	}
	dry := func(n *scenario.Neighbours) { n.DisplacedPerFloodDay = []float64{0, 0, 0, 0, 0} }
	return []*village{
		// Level 1.9 is 1: 0.1 of 1000, then of 900.
		spawn("flood-driven, by population", "1.9", "pop_ratio").at(0, "displaced_total=100").at(1, "displaced_total=190"),
		spawn("flood-driven, constant", "2", "constant").at(1, "displaced_total=400"),
		spawn("flood-driven, Poisson", "3", "poisson").poisson(2, "displaced_total", 900),
		// A mean of 0.9 is 0.
		newVillage("flood-driven, Poisson of less than one", 30, "z flood_zone 1000; k camp", "").flood("z 0 1").set(wet).set(func(n *scenario.Neighbours) {
			n.FloodDrivenSpawning, n.DisplacedPerFloodDay = "poisson", []float64{0, 0.9, 9}
		}).at(29, "displaced_total=0"),
		// Beyond the list's end its last value holds: 0.9 of 1000.
		spawn("flood-driven, highest level", "4", "pop_ratio").without("highest-flood-level").at(0, "displaced_total=900"),
		spawn("no water", "0.9", "pop_ratio").at(1, "displaced_total=0"),
		// Wars are not looked at when there are floods.
		newVillage("floods instead of wars", 2, "c conflict 1000; k camp", "").conflict("c 0 1").set(wet).at(1, "displaced_total=0"),
		// Level 2 makes it 0.6 instead of 0.3.
		newVillage("who is flooded leaves", 1, "t town; k camp", "t>k 50").flood("t 0 2").set(wet).set(dry).
			set(func(n *scenario.Neighbours) { n.FloodMoveChances = []float64{0, 0.3, 0.6, 1} }).people("t", many, "").share(0, "k", many, 0.6),
		// 1, for a town half, for a flood zone half in its score and half once more.
		newVillage("who flees avoids water", 1, "a forward; k camp; t forward; z flood_zone", "a>k 50; a>t 50; a>z 50").flood("t 0 1; z 0 1").set(wet).set(dry).
			set(func(n *scenario.Neighbours) { n.FloodLocWeights = []float64{1, 0.5, 0.25, 0.1} }).people("a", many, "").
			share(0, "k", many, 1/1.75).share(0, "t", many, 0.5/1.75).share(0, "z", many, 0.25/1.75),
	}
}

// forecastCases: people look ahead at floods.
func forecastCases() []*village {
	world := func(name, places, roads, floods string) *village {
		return newVillage(name, 5, places, roads).born("floodawareness", "0").flood(floods).set(func(n *scenario.Neighbours) {
			n.ConflictDrivenSpawning = "none"
			n.ConflictZonesOnly, n.FloodZonesOnly, n.FloodDrivenSpawning, n.TakeFromPopulation, n.FloodRules = false, true, "pop_ratio", true, true
			n.DisplacedPerFloodDay = []float64{0, 0, 0, 0, 0}
			n.FloodMoveChances, n.FloodLocWeights = []float64{1, 1, 1, 1}, []float64{0.8, 0.5, 0.4, 0.3}
			n.FloodForecaster, n.FloodForecastTimescale, n.FloodForecastEnd = true, 2, 10
			n.FloodForecastWeights, n.FloodAwarenessWeights = []float64{9, 1, 1, 9}, []float64{0, 0.5, 1}
			n.DefaultMoveChance = 0.8
		})
	}
	return []*village{
		// Days 1 and 2 have level 1: 1 * 0.5 twice, over 2 days: 0.8 * 1 * 0.5. Where they go nothing is forecast
		// and the weight is 0, but it is the only way.
		world("who sees it coming leaves", "t town; k camp", "t>k 50", "t 1 1.7; t 3 0").people("t", many, "floodawareness=2").share(0, "k", many, 0.4),
		world("who half sees it coming leaves", "t town; k camp", "t>k 50", "t 1 1.7; t 3 0").people("t", many, "floodawareness=1").share(0, "k", many, 0.2),
		world("who does not see it stays", "t town; k camp", "t>k 50", "t 1 1.7; t 3 0").people("t", 100, "floodawareness=0").at(0, "t=100"),
		world("nothing is coming", "t town; k camp", "t>k 50", "").people("t", 100, "floodawareness=2").at(0, "t=100"),
		// After the last day of forecasts they are not asked.
		world("no forecast any more", "t town; k camp", "t>k 50", "").set(func(n *scenario.Neighbours) { n.FloodForecastEnd = -1 }).
			people("t", many, "floodawareness=2").share(0, "k", many, 0.8),
		// Only day 1 is before the end: 0.8 * 0.5 / 2.
		world("a forecast that ends", "t town; k camp", "t>k 50", "t 1 1").set(func(n *scenario.Neighbours) { n.FloodForecastEnd = 1 }).
			people("t", many, "floodawareness=2").share(0, "k", many, 0.2),
		// Twice 2 * 0.5 over 2 days: all leave. k is flooded on two days to come, l on one,
		// each day weighs as today's level, 0.8: 1.6^2 to 0.8^2. The flood zone is worth nothing.
		world("where it is coming", "a forward; k camp; l camp; z flood_zone", "a>k 50; a>l 50; a>z 50", "a 1 1; k 1 1; l 2 1; z 0 1; k 3 0; l 3 0").
			set(func(n *scenario.Neighbours) { n.FloodForecastWeights = []float64{9, 2, 2} }).people("a", many, "floodawareness=2").
			share(0, "k", many, 0.8).share(0, "l", many, 0.2).at(0, "z=0 a=0"),
		// k is under water today as well: its days weigh 0.5 each, and itself 0.5 once more. 0.5 * 2^2 to 3.2^2.
		world("where it is and goes on", "a forward; k camp; l camp", "a>k 50; a>l 50", "a 1 1; k 0 1; l 1 1; l 3 0").
			set(func(n *scenario.Neighbours) { n.FloodForecastWeights = []float64{9, 2, 2} }).people("a", many, "floodawareness=2").
			share(0, "k", many, 2/12.24).at(0, "a=0"),
	}
}
