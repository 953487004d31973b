package flee

import (
	"math"

	"haven/scenario"
)

// mostDays bounds settings that count days.
const mostDays = 100_000

// The keys of simsetting.yml by section. Those of Flee's documentation that its
// program does not read are here as well, so that they are told apart from slips of the pen.
var topKeys = keys{
	"log_levels":                 within(logKeys),
	"spawn_rules":                within(spawnKeys),
	"move_rules":                 within(moveKeys),
	"optimisations":              within(keys{"hasten": countOf(1, 1e9, func(n *settings) *int { return &n.Hasten })}),
	"number_of_steps":            dead("sim_period.csv says how long the run is"),
	"conflict_input_file":        dead("conflicts.csv is read"),
	"flood_level_input_file":     dead("flood_level.csv is read"),
	"default_conflict_intensity": defaultIntensity,
}

var logKeys = keys{
	"agent": logs("agents.out.0: haven keeps no persons"), "link": logs("links.out.0; the run's tables hold flows by link"),
	"camp": quiet, "init": quiet, "conflict": quiet, "granularity": quiet,
	"idp_totals": func(o *opening, key string, v *scenario.YAML) {
		if x, ok := o.numberOf(key, v); ok {
			o.s.Parameters.Neighbours.IDPTotals = x >= 1
		}
	},
}

// logs is a level from which Flee writes a file that haven does not write.
func logs(what string) reader {
	return func(o *opening, key string, v *scenario.YAML) {
		if x, ok := o.numberOf(key, v); ok && x >= 1 {
			o.warnKey(key, "haven does not write Flee's log of "+key+"s", what)
		}
	}
}

var spawnKeys = keys{
	"sum_from_camps":                flag(func(n *settings) *bool { return &n.SumFromCamps }),
	"insert_day0":                   flag(func(n *settings) *bool { return &n.InsertDay0 }),
	"empty_camps_on_day0":           flag(func(n *settings) *bool { return &n.EmptyCampsOnDay0 }),
	"take_from_population":          flag(func(n *settings) *bool { return &n.TakeFromPopulation }),
	"conflict_zone_spawning_only":   flag(func(n *settings) *bool { return &n.ConflictZonesOnly }),
	"flood_zone_spawning_only":      flag(func(n *settings) *bool { return &n.FloodZonesOnly }),
	"conflict_spawn_decay":          list(0, inf, func(n *settings) *[]float64 { return &n.ConflictSpawnDecay }),
	"conflict_spawn_decay_interval": countOf(1, mostDays, func(n *settings) *int { return &n.ConflictDecayInterval }),
	"conflict_driven_spawning":      conflictDriven,
	"flood_driven_spawn_mode":       floodDriven,
	"starvation_driven_spawning":    flag(func(n *settings) *bool { return &n.StarvationSpawning }),
	"camps_are_sicks": func(o *opening, key string, v *scenario.YAML) {
		if o.s.Parameters.Neighbours.CampsAreSinks = o.yes(key, v); o.s.Parameters.Neighbours.CampsAreSinks {
			o.warnKey(key, key+" is how Flee spells camps_are_sinks, and then it stops", "haven keeps who reaches a camp there, as documented")
		}
	},
	"camps_are_sinks": func(o *opening, key string, v *scenario.YAML) {
		if o.without("dead-keys") {
			o.s.Parameters.Neighbours.CampsAreSinks = o.yes(key, v)
			return
		}
		o.warnKey(key, key+" has no effect: Flee reads camps_are_sicks", "--without-quirk dead-keys gives the key its effect")
	},
	"flood_spawn_mode":            floodMode,
	"read_from_agents_csv_file":   flag(func(n *settings) *bool { return &n.ReadFromAgents }),
	"average_social_connectivity": dead("it changes nothing about movement"),
}

// floodMode is a key that Flee documents and does not read.
func floodMode(o *opening, key string, v *scenario.YAML) {
	if o.without("dead-keys") {
		mode(func(n *settings) *string { return &n.FloodDrivenSpawning })(o, key, v)
		return
	}
	o.warnKey(key, key+" has no effect: Flee reads spawn_mode", "--without-quirk dead-keys gives the key its effect")
}

// conflictDriven reads how many flee each day of conflict.
func conflictDriven(o *opening, key string, v *scenario.YAML) {
	n := &o.s.Parameters.Neighbours
	n.ConflictDrivenSpawning = "constant"
	given := false
	rate := amount(0, inf, false, func(n *settings) *float64 { return &n.DisplacedPerConflictDay })
	o.section(o.file, v, key, keys{
		"spawn_mode": mode(func(n *settings) *string { return &n.ConflictDrivenSpawning }),
		"displaced_per_conflict_day": func(o *opening, key string, v *scenario.YAML) {
			given = true
			rate(o, key, v)
		},
	})
	switch {
	case o.nobody:
		n.DisplacedPerConflictDay, o.nobody = 0, false
	case !given && n.ConflictDrivenSpawning == "pop_ratio":
		n.DisplacedPerConflictDay = 0.01
	}
}

// floodDriven reads how many flee each day of a flood, by its level.
func floodDriven(o *opening, key string, v *scenario.YAML) {
	n := &o.s.Parameters.Neighbours
	n.FloodDrivenSpawning = "pop_ratio"
	n.DisplacedPerFloodDay = nil
	o.section(o.file, v, key, keys{
		"spawn_mode":              mode(func(n *settings) *string { return &n.FloodDrivenSpawning }),
		"flood_spawn_mode":        floodMode,
		"displaced_per_flood_day": list(0, inf, func(n *settings) *[]float64 { return &n.DisplacedPerFloodDay }),
	})
	switch {
	case o.nobody:
		n.DisplacedPerFloodDay, o.nobody = []float64{0, 0}, false
	case n.DisplacedPerFloodDay == nil:
		n.DisplacedPerFloodDay = []float64{0, 100, 200, 300, 500}
		if n.FloodDrivenSpawning == "pop_ratio" {
			n.DisplacedPerFloodDay = []float64{0, 0.1, 0.2, 0.5, 0.9}
		}
	}
}

func defaultIntensity(o *opening, key string, v *scenario.YAML) {
	if x, ok := o.numberOf(key, v); ok && x >= 0 {
		o.s.Parameters.Neighbours.DefaultConflictStrength = math.Trunc(x)
	} else if ok {
		o.wrongValue(key, v, "haven needs 0 or more")
	}
}

var moveKeys = keys{
	"max_move_speed":                amount(0, inf, true, func(n *settings) *float64 { return &n.MaxMoveSpeed }),
	"max_walk_speed":                amount(0, inf, true, func(n *settings) *float64 { return &n.MaxWalkSpeed }),
	"max_crossing_speed":            dead("links have max_move_speed and walk_probability"),
	"foreign_weight":                amount(0, inf, false, func(n *settings) *float64 { return &n.ForeignWeight }),
	"camp_weight":                   amount(0, inf, false, func(n *settings) *float64 { return &n.CampWeight }),
	"conflict_weight":               amount(0, inf, false, func(n *settings) *float64 { return &n.ConflictWeight }),
	"conflict_movechance":           chance(func(n *settings) *float64 { return &n.ConflictMoveChance }),
	"camp_movechance":               chance(func(n *settings) *float64 { return &n.CampMoveChance }),
	"idpcamp_movechance":            chance(func(n *settings) *float64 { return &n.IDPCampMoveChance }),
	"default_movechance":            chance(func(n *settings) *float64 { return &n.DefaultMoveChance }),
	"awareness_level":               countOf(-1000, 1000, func(n *settings) *int { return &n.AwarenessLevel }),
	"capacity_buffer":               amount(free, inf, false, func(n *settings) *float64 { return &n.CapacityBuffer }),
	"capacity_scaling":              amount(0, inf, false, func(n *settings) *float64 { return &n.CapacityScaling }),
	"avoid_short_stints":            flag(func(n *settings) *bool { return &n.AvoidShortStints }),
	"start_on_foot":                 flag(func(n *settings) *bool { return &n.StartOnFoot }),
	"fixed_routes":                  flag(func(n *settings) *bool { return &n.FixedRoutes }),
	"softening":                     amount(free, inf, false, func(n *settings) *float64 { return &n.Softening }),
	"weight_softening":              amount(free, inf, false, func(n *settings) *float64 { return &n.WeightSoftening }),
	"weight_power":                  amount(free, inf, false, func(n *settings) *float64 { return &n.WeightPower }),
	"distance_power":                amount(free, inf, false, func(n *settings) *float64 { return &n.DistancePower }),
	"stay_close_to_home":            flag(func(n *settings) *bool { return &n.StayCloseToHome }),
	"home_distance_power":           amount(free, inf, false, func(n *settings) *float64 { return &n.HomeDistancePower }),
	"use_pop_for_loc_weight":        flag(func(n *settings) *bool { return &n.UsePopForLocWeight }),
	"pop_power_for_loc_weight":      amount(free, inf, false, func(n *settings) *float64 { return &n.PopPowerForWeight }),
	"movechance_pop_base":           amount(0, inf, true, func(n *settings) *float64 { return &n.MoveChancePopBase }),
	"movechance_pop_scale_factor":   amount(free, inf, false, func(n *settings) *float64 { return &n.MoveChancePopFactor }),
	"pruning_threshold":             amount(free, inf, false, func(n *settings) *float64 { return &n.PruningThreshold }),
	"WomenAvoidHazards":             flag(func(n *settings) *bool { return &n.WomenAvoidHazards }),
	"ChildrenAvoidHazards":          flag(func(n *settings) *bool { return &n.ChildrenAvoidHazards }),
	"ElderlyAvoidHazards":           flag(func(n *settings) *bool { return &n.ElderlyAvoidHazards }),
	"BoysTakeRisk":                  flag(func(n *settings) *bool { return &n.BoysTakeRisk }),
	"MatchCampReligion":             flag(func(n *settings) *bool { return &n.MatchCampReligion }),
	"MatchCampEthnicity":            flag(func(n *settings) *bool { return &n.MatchCampEthnicity }),
	"MatchTownEthnicity":            flag(func(n *settings) *bool { return &n.MatchTownEthnicity }),
	"MatchConflictEthnicity":        flag(func(n *settings) *bool { return &n.MatchConflictEthnicity }),
	"avg_religion_fraction":         amount(0, inf, true, func(n *settings) *float64 { return &n.AvgReligionFraction }),
	"use_economic_pull":             flag(func(n *settings) *bool { return &n.UseEconomicPull }),
	"flee_when_starving":            flag(func(n *settings) *bool { return &n.FleeWhenStarving }),
	"avoid_food_deprived_locations": flag(func(n *settings) *bool { return &n.AvoidFoodDeprived }),
	"harvest_months":                list(1, 12, func(n *settings) *[]float64 { return &n.HarvestMonths }),
	"two_system_decision_making":    dead("Flee stores it as a number and compares it with true"),
	"use_v1_rules": func(o *opening, key string, v *scenario.YAML) {
		o.demanded[key] = o.yes(key, v)
	},
	"flood_rules": func(o *opening, key string, v *scenario.YAML) {
		o.s.Parameters.Neighbours.FloodRules = true
		o.section(o.file, v, key, floodKeys)
	},
}

var floodKeys = keys{
	"flood_movechances":          list(0, 1, func(n *settings) *[]float64 { return &n.FloodMoveChances }),
	"flood_loc_weights":          list(0, inf, func(n *settings) *[]float64 { return &n.FloodLocWeights }),
	"flood_forecaster":           flag(func(n *settings) *bool { return &n.FloodForecaster }),
	"flood_forecaster_timescale": countOf(0, mostDays, func(n *settings) *int { return &n.FloodForecastTimescale }),
	"flood_forecaster_end_time":  countOf(-mostDays, mostDays, func(n *settings) *int { return &n.FloodForecastEnd }),
	"flood_forecaster_weights":   list(free, inf, func(n *settings) *[]float64 { return &n.FloodForecastWeights }),
	"flood_awareness_weights":    list(free, inf, func(n *settings) *[]float64 { return &n.FloodAwarenessWeights }),
	"flood_link_weights":         dead("nothing in Flee reads it"),
	"max_flood_level":            dead("nothing in Flee reads it"),
}
