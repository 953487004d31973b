package reference

import "haven/scenario"

// Who is displaced, in worlds where it only has to be counted.

func spawnCases() []*village {
	war := func(name, places, rows string) *village {
		return newVillage(name, 4, places+"; k camp", "").conflict(rows).set(func(n *scenario.Neighbours) { n.DisplacedPerConflictDay = 100 })
	}
	mode := func(v *village, mode string, rate float64) *village {
		return v.set(func(n *scenario.Neighbours) { n.ConflictDrivenSpawning, n.DisplacedPerConflictDay = mode, rate })
	}
	rising := func() *village { return war("a war that grows", "a town", "a 0 0.5; a 1 1") }
	idps := func() *village {
		return newVillage("in the camp before", 1, "a town; k camp; l idpcamp", "").settle("k", func(s *scenario.Settlement) { s.InitialPeople = 25 }).
			settle("a", func(s *scenario.Settlement) { s.InitialPeople = 33 }).settle("l", func(s *scenario.Settlement) { s.InitialPeople = 7 }).
			set(func(n *scenario.Neighbours) { n.Hasten, n.IDPCampMoveChance = 10, 0 })
	}
	poisson := newVillage("conflict-driven, Poisson", 50, "a town; k camp", "").conflict("a 0 0.5")
	return []*village{
		// From day 1 on, to the day before it ends.
		war("a war of two days", "a town", "a 1 1; a 3 0").at(0, "displaced_total=0").at(1, "displaced_total=100").at(2, "displaced_total=200").at(3, "displaced_total=200"),
		// The type begins it, and only a row ends it.
		war("a war without rows", "a conflict_zone", "").at(3, "displaced_total=400"),
		// A date makes it a town, and begins nothing later.
		war("a war with a date", "a conflict_zone", "").settle("a", func(s *scenario.Settlement) { s.ConflictDate = 1 }).at(3, "displaced_total=0"),
		// Of its type it has intensity 0.25.
		war("a war with an intensity of its own", "a conflict_zone", "").settle("a", func(s *scenario.Settlement) { s.Intensity = 0.25 }).at(3, "displaced_total=100"),
		// What is below a millionth is peace.
		war("a war too small to see", "a town", "a 0 0.0000005").set(func(n *scenario.Neighbours) { n.DisplacedPerConflictDay = 1e9 }).at(3, "displaced_total=0"),
		// 100 * 0.5 for ever, though it doubles.
		rising().at(0, "displaced_total=50").at(2, "displaced_total=150"),
		rising().without("intensity-ignored").at(0, "displaced_total=50").at(2, "displaced_total=250"),
		// 0.05 of 1000 with half the strength; hasten 10 leaves 100: 2.5, so 2 a day.
		mode(war("conflict-driven, by population", "a town 1000", "a 0 0.5"), "pop_ratio", 0.05).at(1, "displaced_total=50"),
		mode(war("conflict-driven, by population, hastened", "a town 1009", "a 0 0.5"), "pop_ratio", 0.05).
			set(func(n *scenario.Neighbours) { n.Hasten = 10 }).at(1, "displaced_total=4"),
		// Half of 100, 50, 25 and 13: 50, 25, 12 and 6.
		mode(war("those who fled are gone", "a town 100", "a 0 1"), "pop_ratio", 0.5).set(func(n *scenario.Neighbours) { n.TakeFromPopulation = true }).
			at(0, "displaced_total=50").at(1, "displaced_total=75").at(2, "displaced_total=87").at(3, "displaced_total=93"),
		// Of 30 people 80 flee: nobody is missing, they come all the same.
		mode(war("more flee than there are", "a town 30", "a 0 1"), "constant", 20).set(func(n *scenario.Neighbours) { n.TakeFromPopulation = true }).at(3, "displaced_total=80"),
		// 50 days of a mean of 400 * 0.5.
		mode(poisson, "poisson", 400).poisson(49, "displaced_total", 10000),
		// 25 are 25 though everybody stands for ten; what stands beside a town is not read.
		idps().at(0, "a=0 k=25 l=7"),
		idps().without("initial-idps-unscaled").at(0, "a=0 k=2 l=0"),
		// Residents are as many as the table says.
		newVillage("residents", 1, "a town; k camp", "").set(func(n *scenario.Neighbours) { n.Hasten = 10 }).people("a", 12, "").people("k", 5, "").at(0, "a=12 k=5 displaced_total=17"),
		newVillage("residents not asked for", 1, "a town; k camp", "").people("a", 12, "").set(func(n *scenario.Neighbours) { n.ReadFromAgents = false }).at(0, "a=0"),
	}
}

// registeredCases take who is displaced from registrations.
func registeredCases() []*village {
	// A war without roads, so that whoever flees stands there.
	world := func(name string, places string) *village {
		return newVillage(name, 5, places, "").conflict("c 0 1; d 0 0.5")
	}
	inserted := func(name, capacity string) *village {
		return newVillage(name, 2, "c conflict 10; a forward; k camp "+capacity, "a>k 50").registered("total", 0, 0).registered("k", 50, 50).people("a", 20, "")
	}
	late := func() *village {
		return newVillage("due before there is a war", 5, "c town 100; k camp", "").conflict("c 3 1").registered("total", 0, 0, 0, 0, 0).registered("k", 0, 100, 100, 100, 100)
	}
	return []*village{
		// Populations times intensities, 100 to 300 * 0.5.
		world("where registered people come from", "c conflict 100; d conflict 300; k camp").registered("total", 0, 0, 0, 0, 0).registered("k", 0, many, many, many, many).
			share(1, "c", many, 0.4).share(4, "d", many, 0.6),
		// 50 of 100 are in the camp and make its capacity 50 as well: it is full.
		inserted("initial camps count twice", "100").at(0, "k=50 a=20"),
		inserted("initial camps count twice", "100").without("initial-camps-twice").at(0, "k=70 a=0"),
		// 50 less 50 is 0, which is no limit.
		inserted("initial camps count twice, all of it", "50").at(0, "k=70 a=0"),
		inserted("initial camps count twice, all of it", "50").without("initial-camps-twice").at(0, "k=50 a=20"),
		// The camp starts empty and those registered rise by 20.
		newVillage("camps empty on day 0", 2, "c conflict 10; k camp", "").registered("total", 5, 5).registered("k", 10, 30).
			set(func(n *scenario.Neighbours) { n.EmptyCampsOnDay0 = true }).at(0, "k=0 c=0 raw_total=0").at(1, "k=0 c=20 raw_total=20"),
		// Nobody is put into the camp; everything registered on day 0, the total too, flees.
		newVillage("day 0 not inserted", 2, "c conflict 10; k camp", "").registered("total", 5, 5).registered("k", 10, 30).
			set(func(n *scenario.Neighbours) { n.InsertDay0 = false }).at(0, "k=0 c=15 raw_total=15").at(1, "c=35"),
		// The total says 7.
		newVillage("by the total", 2, "c conflict 10; k camp", "").registered("total", 5, 12).registered("k", 10, 30).
			set(func(n *scenario.Neighbours) { n.SumFromCamps = false }).at(0, "k=10 raw_total=5").at(1, "c=7 raw_total=12"),
		// Flee stops with an error; told apart, they wait for the war of day 3.
		late().without("zero-weight").at(2, "displaced_total=0 raw_total=100").at(3, "displaced_total=100 c=100"),
	}
}

// debtCases: fewer registered than before are taken off those who flee later.
func debtCases() []*village {
	world := func(total float64) *village {
		return newVillage("debt", 5, "c conflict 10; k camp", "").registered("total", total, total, total, total, total).registered("k", 10, 30, 20, 25, 40)
	}
	return []*village{
		// 110 = the total and the camp. Then +20; -10: a debt of 10; +5: a debt of 5; +15: 10 flee.
		world(100).at(0, "displaced_total=10 raw_total=110 debt=0").at(1, "displaced_total=30 raw_total=130 debt=0").
			at(2, "displaced_total=30 raw_total=120 debt=10").at(3, "displaced_total=30 raw_total=125 debt=5").at(4, "displaced_total=40 raw_total=140 debt=0 c=30 k=10"),
		world(100).without("day0-counted-twice").at(0, "raw_total=10").at(4, "raw_total=40 displaced_total=40"),
	}
}

func decayCases() []*village {
	// Both wars last; of one older than three days nothing is left. Everybody registered on day
	// 3 or 4 flees from c or d, which no road leaves.
	world := func(name, more string, day int) *village {
		registered := make([]float64, 5)
		for i := day; i < 5; i++ {
			registered[i] = many
		}
		return newVillage(name, 5, "c conflict 100; d town 100; e town 0; k camp", "").conflict("c 0 1; d 1 1"+more).
			registered("total", 0, 0, 0, 0, 0).registered("k", registered...).
			set(func(n *scenario.Neighbours) {
				n.ConflictSpawnDecay, n.ConflictDecayInterval = []float64{1, 0}, 3
			})
	}
	return []*village{
		// On day 3 the weights of day 2 hold: c began two days ago, ⌊2/3⌋ = 0, and counts in full.
		world("decay", "", 3).share(3, "c", many, 0.5),
		// With the day's own weights ⌊3/3⌋ = 1: nobody flees from c.
		world("decay", "", 3).without("decay-late").at(3, "c=0 d=20000"),
		// On day 4 those of day 3: nobody flees from c; d has ⌊2/3⌋ = 0.
		world("decay a day later", "", 4).at(4, "c=0 d=20000"),
		// With the day's own, d has ⌊3/3⌋ = 1 as well and nobody can flee from anywhere: no case.
		// A war in e, where nobody lives, begins on day 3: weights are computed anew, in time.
		world("decay while a war begins", "; e 3 1", 3).at(3, "c=0 d=20000"),
		world("decay while a war ends", "; e 1 1; e 3 0", 3).at(3, "c=0 d=20000"),
	}
}

func foodCases() []*village {
	food := func(rows ...scenario.FoodSecurity) func(sc *scenario.Scenario) {
		return func(sc *scenario.Scenario) { sc.Food = rows }
	}
	half := food(scenario.FoodSecurity{Day: 0, Region: "dry", IPC: 50, Evidence: assumed}, scenario.FoodSecurity{Day: 100, Region: "dry", IPC: 50, Evidence: assumed})
	starving := func(name string, only bool) *village {
		return newVillage(name, 5, "c conflict 100 /dry; t town 100 /dry; k camp", "").with(half).registered("total", 0, 0, 0, 0, 0).registered("k", 0, 0, 0, 0, many).
			set(func(n *scenario.Neighbours) { n.StarvationSpawning, n.ConflictZonesOnly = true, only })
	}
	return []*village{
		// 100 * 1 + 100 * 0.5 for the war and 100 * 0.5 for the town: 3 to 1.
		starving("people flee from hunger", false).share(4, "c", many, 0.75),
		starving("people flee from hunger, in wars only", true).at(4, "c=20000"),
		// From 0 on day 0 to 100 on day 4: 50 on day 2, when the road opens. 0.5 + 0.5 * 0.2.
		newVillage("who starves leaves", 3, "t town /dry; k camp", "t>k 50").closure("location k - 0 2").people("t", many, "").
			with(food(scenario.FoodSecurity{Day: 0, Region: "dry", IPC: 0, Evidence: assumed}, scenario.FoodSecurity{Day: 4, Region: "dry", IPC: 100, Evidence: assumed})).
			set(func(n *scenario.Neighbours) { n.FleeWhenStarving, n.DefaultMoveChance = true, 0.2 }).share(2, "k", many, 0.6),
		// At home 1 - 0.5^2 = 0.75 to 1; abroad hunger is not asked for.
		newVillage("who flees avoids hunger", 2, "a forward; k camp /dry; l camp; m camp @XAB /dry", "a>k 50; a>l 50; a>m 50").closure("location a - 0 1").people("a", many, "").
			with(half).set(func(n *scenario.Neighbours) { n.AvoidFoodDeprived = true }).share(1, "k", many, 0.75/2.75).share(1, "m", many, 1/2.75),
		// Not on day 0.
		newVillage("who flees on day 0 does not", 1, "a forward; k camp /dry; l camp", "a>k 50; a>l 50").people("a", many, "").
			with(half).set(func(n *scenario.Neighbours) { n.AvoidFoodDeprived = true }).share(0, "k", many, 0.5),
		// A place called like a region has no value.
		newVillage("a place called like its region", 2, "a forward; dry camp /dry; l camp", "a>dry 50; a>l 50").closure("location a - 0 1").people("a", many, "").
			with(half).set(func(n *scenario.Neighbours) { n.AvoidFoodDeprived = true }).share(1, "dry", many, 0.5),
	}
}
