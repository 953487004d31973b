package reference

import "haven/scenario"

func closureCases() []*village {
	link := func(name, a, k, closure string) *village {
		return newVillage(name, 4, a+" forward; "+k+" camp", a+">"+k+" 50").closure(closure).people(a, 100, "")
	}
	unknown := func() *village {
		return newVillage("closing a camp nobody knows", 3, "c conflict; k camp", "c>k 50").conflict("c 0 1").closure("camp nowhere - 1 -").
			set(func(n *scenario.Neighbours) { n.DisplacedPerConflictDay, n.DefaultMoveChance = 100, 0 })
	}
	return []*village{
		newVillage("a border opens", 3, "a forward; k camp @XAB", "a-k 50").closure("country XAA XAB 0 2").people("a", 100, "").
			at(1, "a=100").at(2, "k=100"),
		newVillage("a border is closed both ways", 2, "a forward; k forward @XAB", "a-k 100").closure("country XAB XAA 0 -").
			people("a", 100, "").people("k", 30, "").at(1, "a=100 k=30"),
		newVillage("a border that is not concerned", 2, "a forward; k camp @XAC", "a-k 50").closure("country XAA XAB 0 2").people("a", 100, "").at(0, "k=100"),
		newVillage("a place is closed", 3, "a forward; k camp", "a>k 50").closure("location k - 0 2").people("a", 100, "").at(1, "a=100").at(2, "k=100"),
		// Nobody gets out either.
		newVillage("a place is closed to leave", 3, "a forward; k camp", "a>k 50").closure("location a - 0 2").people("a", 100, "").at(1, "a=100").at(2, "k=100"),
		// Start before end: what closes and opens on one day is open.
		newVillage("closed for no day", 2, "a forward; k camp", "a>k 50").closure("location k - 0 0").people("a", 100, "").at(0, "k=100"),
		newVillage("an end before the start", 3, "a forward; k camp", "a>k 50").closure("location k - 1 0").people("a", 100, "").at(0, "k=100"),
		link("closing a link", "alpha", "kappa", "link alpha kappa 0 2").at(0, "kappa=100"),
		link("closing a link", "alpha", "kappa", "link alpha kappa 0 2").without("link-closures-dead").at(1, "alpha=100").at(2, "kappa=100"),
		// Both ways: named the other way round it is the same link.
		link("closing a link backwards", "alpha", "kappa", "link kappa alpha 0 2").without("link-closures-dead").at(1, "alpha=100").at(2, "kappa=100"),
		// With names of one letter the way from the second to the first closes, and only that.
		link("closing a link of one letter", "a", "k", "link k a 0 2").at(1, "a=100").at(2, "k=100"),
		link("closing a link of one letter, the other way", "a", "k", "link a k 0 2").at(0, "k=100"),
		// The first place becomes a town that nobody leaves (chance 0): those of day 1 stay there.
		unknown().at(0, "k=100 c=0").at(1, "k=100 c=100"),
		unknown().without("unknown-closes-first").at(1, "k=200 c=0"),
	}
}

// reopeningCases: those who are on a link while it closes.
func reopeningCases() []*village {
	// A country's closure holds the only road for good; the camp's own ends on day 2.
	twice := func() *village {
		return newVillage("closed twice, opened once", 4, "a forward; k camp @XAB", "a>k 50").
			closure("country XAA XAB 0 -; location k - 0 2").people("a", 100, "")
	}
	// 100, 200, 300 km: they get to the end on day 2, the day the road is open again.
	bounce := func() *village {
		return newVillage("open again on arrival", 7, "a forward; k camp", "a>k 250").closure("location k - 1 2").people("a", 100, "")
	}
	return []*village{
		twice().at(1, "a=100").at(2, "k=100"),
		twice().without("reopening-revives-all").at(3, "a=100 k=0"),
		// On day 1 they have gone 200 of 150 km and find it closed: back at the start, and their day
		// ends. It opens on day 5, and a day later they are there.
		newVillage("closed on arrival", 8, "a forward; k camp", "a>k 150").closure("location k - 1 5").people("a", 100, "").
			at(0, "on_links=100").at(1, "a=100 on_links=0").at(4, "a=100").at(5, "on_links=100").at(6, "k=100"),
		// The old road stays closed: back at the start on day 2, then three days on the new one.
		bounce().at(1, "on_links=100").at(2, "a=100 k=0").at(4, "on_links=100").at(5, "k=100"),
		bounce().without("bounce-at-reopened").at(2, "k=100 a=0"),
		// Both of what was shut on day 0 is needed to be open: counted, the second end opens it.
		newVillage("closed by two rows", 5, "a forward; k camp", "a>k 50").closure("location k - 0 1; location a - 0 3").people("a", 100, "").
			without("reopening-revives-all").at(2, "a=100").at(3, "k=100"),
		// Uncounted, the first end opens it.
		newVillage("closed by two rows", 5, "a forward; k camp", "a>k 50").closure("location k - 0 1; location a - 0 3").people("a", 100, "").
			at(0, "a=100").at(1, "k=100"),
	}
}

// campCases: a closed camp is a town with a capacity.
func campCases() []*village {
	sure := func(n *scenario.Neighbours) { n.DefaultMoveChance = 1 }
	return []*village{
		// Nobody leaves a camp here, everybody a town.
		newVillage("a camp closes", 3, "k camp; x camp", "k>x 50").set(sure).closure("camp k - 1 -").people("k", 50, "").at(0, "k=50").at(1, "x=50"),
		newVillage("a camp opens", 5, "k camp; x camp", "k>x 50").set(sure).closure("camp k - 0 1; location x - 0 2").people("k", 50, "").at(4, "k=50"),
		// It opens as a camp for the internally displaced, which everybody leaves here.
		newVillage("a camp opens as another", 4, "k camp; x camp", "k>x 50").set(func(n *scenario.Neighbours) { n.IDPCampMoveChance = 1 }).
			closure("idpcamp k - - 2").people("k", 50, "").at(1, "k=50").at(2, "x=50"),
		// It is closed and full: no refusal, for it is no camp; the weight is 0, but the only one.
		newVillage("a full closed camp", 1, "a forward; k camp 10", "a>k 50").set(func(n *scenario.Neighbours) { n.DefaultMoveChance = 0 }).
			closure("camp k - 0 -").people("k", 10, "").people("a", 5, "").at(0, "k=15"),
		// They are in k at the end of day 0, and stay when the road opens, though everybody leaves camps here.
		newVillage("camps are sinks", 4, "a forward; k camp; x town", "a>k 50; k>x 50").set(func(n *scenario.Neighbours) { n.CampsAreSinks, n.CampMoveChance = true, 1 }).
			closure("location x - 0 2").people("a", 100, "").at(3, "k=100"),
		newVillage("camps are no sinks", 4, "a forward; k camp; x town", "a>k 50; k>x 50").set(func(n *scenario.Neighbours) { n.CampMoveChance = 1 }).
			closure("location x - 0 2").people("a", 100, "").at(1, "k=100").at(2, "x=100"),
		newVillage("a camp turns into a hub", 4, "a camp; k camp", "a>k 50").with(func(sc *scenario.Scenario) {
			sc.SettlementChanges = []scenario.SettlementChange{{Date: sc.Period.From + 2, Place: "a", Type: "forwarding_hub"}}
		}).people("a", 100, "").at(1, "a=100").at(2, "k=100"),
		// An intensity of 2.7 is taken for 2: 100 times 2 a day.
		newVillage("a town turns into a war", 3, "a town; k camp", "a>k 50").with(func(sc *scenario.Scenario) {
			sc.SettlementChanges = []scenario.SettlementChange{{Date: sc.Period.From + 1, Place: "a", Type: "conflict_zone"}}
			n := &sc.Parameters.Neighbours
			n.DefaultConflictStrength, n.DisplacedPerConflictDay = 2.7, 100
		}).at(0, "displaced_total=0").at(1, "displaced_total=200 k=200").at(2, "displaced_total=400"),
	}
}
