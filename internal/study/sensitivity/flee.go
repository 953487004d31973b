package sensitivity

import (
	"math"
	"slices"

	"haven/ensemble"
	"haven/scenario"
)

// fleeSetting is how far a setting of Flee's varies where nothing else is said.
type fleeSetting struct {
	key       string
	low, high float64 // NaN: a fifth less and more than the folder's own
}

// fleeSettings are the ranges that the authors of Flee vary its settings over:
// FabFlee's SA/flee_SA_config.yml, which goes with Suleimenova, Arabnejad, Edeling & Groen
// (2021), Philosophical Transactions of the Royal Society A 379(2197),
// doi:10.1098/rsta.2020.0077; and for settings that came later, a fifth less and more.
var fleeSettings = []fleeSetting{
	{"max_move_speed", 100, 500},
	{"max_walk_speed", 10, 100},
	{"foreign_weight", 1, 10},
	{"camp_weight", 1, 10},
	{"conflict_weight", 0.1, 1},
	{"conflict_movechance", 0.1, 1},
	{"camp_movechance", 0, 0.1},
	{"idpcamp_movechance", 0.1, 1},
	{"default_movechance", 0.1, 1},
	{"capacity_scaling", math.NaN(), math.NaN()},
	{"softening", math.NaN(), math.NaN()},
	{"weight_power", math.NaN(), math.NaN()},
	{"distance_power", math.NaN(), math.NaN()},
}

// fleePriors are even priors over them, widened to hold the folder's own
// value. idpcamp_movechance varies only where there is such a camp.
func fleePriors(sc *scenario.Scenario, given map[string]bool) ([]ensemble.Prior, error) {
	inland := slices.ContainsFunc(sc.Settlements, func(s scenario.Settlement) bool { return scenario.SettlementKind(s.Type) == "idpcamp" })
	var list []ensemble.Prior
	for _, s := range fleeSettings {
		address := "neighbours." + s.key
		if given[address] || s.key == "idpcamp_movechance" && !inland {
			continue
		}
		own, err := sc.Value(address)
		if err != nil {
			return nil, err
		}
		r, why := Range{address, min(s.low, own), max(s.high, own)}, "assumed: the range of FabFlee's sensitivity analyses"
		if math.IsNaN(s.low) {
			r.Low, r.High, why = own-float64(own/5), own+float64(own/5), "assumed: a fifth less and more"
		}
		if !(r.Low < r.High) { // a setting of 0 has no fifth
			continue
		}
		p, err := rangePrior(sc, r, why)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}
