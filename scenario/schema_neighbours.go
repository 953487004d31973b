package scenario

import "math"

// setting is a number, list, word or switch of the rule neighbours.
func setting[F any](key, unit string, low, high float64, about string, at func(*Neighbours) *F) Parameter {
	return Parameter{Section: neighboursSection, Key: key, Unit: unit, About: about, Min: low, Max: high,
		cell: func(p *Parameters) any { return at(&p.Neighbours) }}
}

const neighboursSection = "neighbours"

var spawnModes = []string{"none", "constant", "poisson", "pop_ratio"}

// mostDays bounds settings that count days.
const mostDays = 100_000

type nb = Neighbours

// neighboursList are the settings of the rule neighbours in the order in which they are written.
var neighboursList = []Parameter{
	setting("hasten", "people", 1, 1e9, "people one counted person stands for: populations, capacities and registrations are divided by it", func(n *nb) *int { return &n.Hasten }),
	setting("sum_from_camps", "", 0, 1, "newly displaced are what the registrations of all labels but the first rise by; false: what the label total rises by", func(n *nb) *bool { return &n.SumFromCamps }),
	setting("insert_day0", "", 0, 1, "people registered on the first day are in the camps from the start", func(n *nb) *bool { return &n.InsertDay0 }),
	setting("empty_camps_on_day0", "", 0, 1, "registrations count from those of the first day", func(n *nb) *bool { return &n.EmptyCampsOnDay0 }),
	setting("take_from_population", "", 0, 1, "who flees is no longer among the population", func(n *nb) *bool { return &n.TakeFromPopulation }),
	setting("conflict_zone_spawning_only", "", 0, 1, "people flee from conflict zones only, also when they starve", func(n *nb) *bool { return &n.ConflictZonesOnly }),
	setting("flood_zone_spawning_only", "", 0, 1, "people flee from flooded places only; with flood_driven_spawning", func(n *nb) *bool { return &n.FloodZonesOnly }),
	setting("conflict_spawn_decay", "factor", 0, inf, "factor on a conflict's pull and push by interval since it began; empty: none", func(n *nb) *[]float64 { return &n.ConflictSpawnDecay }),
	setting("conflict_spawn_decay_interval", "days", 1, mostDays, "how long each factor of conflict_spawn_decay holds", func(n *nb) *int { return &n.ConflictDecayInterval }),
	setting("conflict_driven_spawning", "", 0, 0, "how many flee a conflict in a day: none (registrations say), constant, poisson, pop_ratio", func(n *nb) *string { return &n.ConflictDrivenSpawning }).oneOf(spawnModes...),
	setting("displaced_per_conflict_day", "people, or share", 0, inf, "how many people, or with pop_ratio which share of the population, flee a conflict in a day", func(n *nb) *float64 { return &n.DisplacedPerConflictDay }),
	setting("flood_driven_spawning", "", 0, 0, "how many flee a flood in a day: none, constant, poisson, pop_ratio", func(n *nb) *string { return &n.FloodDrivenSpawning }).oneOf(spawnModes...),
	setting("displaced_per_flood_day", "people, or share", 0, inf, "how many flee a flood in a day, by level from 0, interpolated", func(n *nb) *[]float64 { return &n.DisplacedPerFloodDay }),
	setting("starvation_driven_spawning", "", 0, 1, "people in need of food flee as well", func(n *nb) *bool { return &n.StarvationSpawning }),
	setting("camps_are_sinks", "", 0, 1, "who reaches a camp stays", func(n *nb) *bool { return &n.CampsAreSinks }),
	setting("read_from_agents_csv_file", "", 0, 1, "residents.csv says who is there on the first day", func(n *nb) *bool { return &n.ReadFromAgents }),
	setting("max_move_speed", "km/day", 0, inf, "distance travelled in a day", func(n *nb) *float64 { return &n.MaxMoveSpeed }).above(),
	setting("max_walk_speed", "km/day", 0, inf, "distance walked in a day", func(n *nb) *float64 { return &n.MaxWalkSpeed }).above(),
	setting("foreign_weight", "weight", 0, inf, "factor on places in other countries than the first place's", func(n *nb) *float64 { return &n.ForeignWeight }),
	setting("camp_weight", "weight", 0, inf, "factor on camps", func(n *nb) *float64 { return &n.CampWeight }),
	setting("conflict_weight", "weight", 0, inf, "factor on conflict zones, to the power of the intensity", func(n *nb) *float64 { return &n.ConflictWeight }),
	setting("conflict_movechance", "1/day", 0, 1, "chance to leave a conflict zone in a day", func(n *nb) *float64 { return &n.ConflictMoveChance }),
	setting("camp_movechance", "1/day", 0, 1, "chance to leave a camp in a day", func(n *nb) *float64 { return &n.CampMoveChance }),
	setting("idpcamp_movechance", "1/day", 0, 1, "chance to leave a camp within the country in a day", func(n *nb) *float64 { return &n.IDPCampMoveChance }),
	setting("default_movechance", "1/day", 0, 1, "chance to leave a town in a day", func(n *nb) *float64 { return &n.DefaultMoveChance }),
	setting("awareness_level", "links", -1000, 1000, "links ahead that are weighed", func(n *nb) *int { return &n.AwarenessLevel }),
	setting("capacity_buffer", "share", free, inf, "share of a capacity from which a place begins to count as full", func(n *nb) *float64 { return &n.CapacityBuffer }),
	setting("capacity_scaling", "factor", 0, inf, "factor on capacities", func(n *nb) *float64 { return &n.CapacityScaling }),
	setting("avoid_short_stints", "", 0, 1, "who has travelled little goes on the same day", func(n *nb) *bool { return &n.AvoidShortStints }),
	setting("start_on_foot", "", 0, 1, "the first link is walked", func(n *nb) *bool { return &n.StartOnFoot }),
	setting("fixed_routes", "", 0, 1, "people know one best way to each place", func(n *nb) *bool { return &n.FixedRoutes }),
	setting("softening", "km", free, inf, "added to distances before they are weighed", func(n *nb) *float64 { return &n.Softening }),
	setting("weight_softening", "weight", free, inf, "added to a place's score before it is weighed", func(n *nb) *float64 { return &n.WeightSoftening }),
	setting("weight_power", "", free, inf, "power of the whole weight", func(n *nb) *float64 { return &n.WeightPower }),
	setting("distance_power", "", free, inf, "power of the distance in the weight", func(n *nb) *float64 { return &n.DistancePower }),
	setting("stay_close_to_home", "", 0, 1, "places far as the crow flies count less", func(n *nb) *bool { return &n.StayCloseToHome }),
	setting("home_distance_power", "", free, inf, "power of that distance", func(n *nb) *float64 { return &n.HomeDistancePower }),
	setting("latitude_first", "", 0, 1, "the source took the latitude for x: stay_close_to_home measures as it does", func(n *nb) *bool { return &n.LatitudeFirst }),
	setting("use_pop_for_loc_weight", "", 0, 1, "larger towns weigh more", func(n *nb) *bool { return &n.UsePopForLocWeight }),
	setting("pop_power_for_loc_weight", "", free, inf, "power of the population in a town's weight", func(n *nb) *float64 { return &n.PopPowerForWeight }),
	setting("movechance_pop_base", "people", 0, inf, "population at which the chance to leave is the given one", func(n *nb) *float64 { return &n.MoveChancePopBase }).above(),
	setting("movechance_pop_scale_factor", "", free, inf, "power of the population in the chance to leave; 0: none", func(n *nb) *float64 { return &n.MoveChancePopFactor }),
	setting("pruning_threshold", "factor", free, inf, "ways whose weight is less than the best one's over this are left out; below 1.001: none", func(n *nb) *float64 { return &n.PruningThreshold }),
	setting("women_avoid_hazards", "", 0, 1, "women shun places of low score", func(n *nb) *bool { return &n.WomenAvoidHazards }),
	setting("children_avoid_hazards", "", 0, 1, "those under 19 shun places of low score", func(n *nb) *bool { return &n.ChildrenAvoidHazards }),
	setting("elderly_avoid_hazards", "", 0, 1, "those over 59 shun places of low score", func(n *nb) *bool { return &n.ElderlyAvoidHazards }),
	setting("boys_take_risk", "", 0, 1, "males of 15 to 18 do not mind; with children_avoid_hazards", func(n *nb) *bool { return &n.BoysTakeRisk }),
	setting("match_camp_religion", "", 0, 1, "people prefer camps of their religion", func(n *nb) *bool { return &n.MatchCampReligion }),
	setting("match_camp_ethnicity", "", 0, 1, "people prefer camps of their ethnicity", func(n *nb) *bool { return &n.MatchCampEthnicity }),
	setting("match_town_ethnicity", "", 0, 1, "people prefer towns of their ethnicity", func(n *nb) *bool { return &n.MatchTownEthnicity }),
	setting("match_conflict_ethnicity", "", 0, 1, "people prefer conflict zones of their ethnicity", func(n *nb) *bool { return &n.MatchConflictEthnicity }),
	setting("avg_religion_fraction", "share", 0, inf, "share of a religion at which a camp is neither preferred nor shunned", func(n *nb) *float64 { return &n.AvgReligionFraction }).above(),
	setting("use_economic_pull", "", 0, 1, "trade and human development of places abroad attract", func(n *nb) *bool { return &n.UseEconomicPull }),
	setting("flee_when_starving", "", 0, 1, "the chance to leave rises with the share of people in need of food", func(n *nb) *bool { return &n.FleeWhenStarving }),
	setting("avoid_food_deprived_locations", "", 0, 1, "places with many people in need of food attract less", func(n *nb) *bool { return &n.AvoidFoodDeprived }),
	setting("harvest_months", "month", 1, 12, "months in which people stay for the harvest", func(n *nb) *[]float64 { return &n.HarvestMonths }),
	setting("flood_rules", "", 0, 1, "floods act on choices", func(n *nb) *bool { return &n.FloodRules }),
	setting("flood_movechances", "1/day", 0, 1, "chance to leave by level of the flood from 0, interpolated", func(n *nb) *[]float64 { return &n.FloodMoveChances }),
	setting("flood_loc_weights", "weight", 0, inf, "factor on a place by level of its flood from 0, interpolated", func(n *nb) *[]float64 { return &n.FloodLocWeights }),
	setting("flood_forecaster", "", 0, 1, "people heed forecasts of floods", func(n *nb) *bool { return &n.FloodForecaster }),
	setting("flood_forecaster_timescale", "days", 0, mostDays, "days ahead that are forecast", func(n *nb) *int { return &n.FloodForecastTimescale }),
	setting("flood_forecaster_end_time", "days", -mostDays, mostDays, "day of the run after which nothing is forecast", func(n *nb) *int { return &n.FloodForecastEnd }),
	setting("flood_forecaster_weights", "weight", free, inf, "weight of the forecast for each day of the run", func(n *nb) *[]float64 { return &n.FloodForecastWeights }),
	setting("flood_awareness_weights", "weight", free, inf, "weight of forecasts by floodawareness of people from 0", func(n *nb) *[]float64 { return &n.FloodAwarenessWeights }),
	setting("default_conflict_intensity", "", 0, inf, "intensity of a place that settlement_changes.csv makes a conflict zone", func(n *nb) *float64 { return &n.DefaultConflictStrength }),
	setting("without_quirks", "", 0, 0, "quirks of Flee's program that are turned off (docs/flee.md)", func(n *nb) *[]string { return &n.WithoutQuirks }).oneOf(QuirkNames()...),
	setting("idp_totals", "", 0, 1, "Flee's output has a column of the people in camps within the country", func(n *nb) *bool { return &n.IDPTotals }),
}

// onlyNeighbours marks a column that is written under the rule neighbours
// alone, and may be left out there as well.
func (c Column) onlyNeighbours() Column { c.Rule = "neighbours"; return c }

// verbatim lets a text begin or end with a space, as names in Flee's files may.
func (c Column) verbatim() Column { c.Verbatim = true; return c }

func ofNeighbours(t *Table) *Table { t.Rule = "neighbours"; return t }

var settlementsTable = ofNeighbours(table("settlements", "What the rule needs to know of every place beside places.csv.",
	func(s *Scenario) *[]Settlement { return &s.Settlements }, []string{"place"},
	name("place", "the place", func(r *Settlement) *string { return &r.Place }, "places").needed(),
	text("type", "camp, idpcamp, conflict, forward, marker, flood_zone or town, found within the word, so that conflict_zone is conflict; who is at a place of another type moves on with certainty", func(r *Settlement) *string { return &r.Type }).verbatim(),
	whole("conflict_date", "", "above 0: a conflict zone that is a town until conflicts.csv says otherwise", func(r *Settlement) *int64 { return &r.ConflictDate }).anyNumber().ifEmpty(0, "0"),
	whole("initial_people", "people", "in a camp on the first day, beside the registrations", func(r *Settlement) *int64 { return &r.InitialPeople }).ifEmpty(0, "0"),
	number("intensity", "", "of the conflict", func(r *Settlement) *float64 { return &r.Intensity }).ifEmpty(nan, "1"),
	number("capacity_per_day", "people/day", "added to the capacity every day", func(r *Settlement) *float64 { return &r.CapacityPerDay }).ifEmpty(0, "0"),
	number("trade_volume", "", "trade with the place; with use_economic_pull", func(r *Settlement) *float64 { return &r.TradeVolume }).notGiven(),
	number("hdi", "", "human development index; with use_economic_pull", func(r *Settlement) *float64 { return &r.HDI }).notGiven(),
	text("country_name", "what the source calls the country, where its code is an invented one", func(r *Settlement) *string { return &r.CountryName }).verbatim(),
	cited(func(r *Settlement) *string { return &r.Evidence }),
))

var conflictsTable = ofNeighbours(table("conflicts", "The intensity of a place's conflict from a day on, until the next row of the place. Without a row it is 0.",
	func(s *Scenario) *[]ConflictDay { return &s.Conflicts }, []string{"date", "place"},
	date("date", "first day of the intensity", func(r *ConflictDay) *dateOf { return &r.Date }).needed(),
	name("place", "the place", func(r *ConflictDay) *string { return &r.Place }, "places").needed(),
	number("intensity", "", "of the conflict; 0 ends it", func(r *ConflictDay) *float64 { return &r.Intensity }).needed(),
	date("known_from", "day from which it could be known", func(r *ConflictDay) *dateOf { return &r.KnownFrom }).orElse("date").mayBeAbsent(),
	cited(func(r *ConflictDay) *string { return &r.Evidence }),
))

var floodsTable = ofNeighbours(table("flood_levels", "The level of the flood at a place from a day on, until the next row of the place. Forecasters see the rows of days to come.",
	func(s *Scenario) *[]FloodLevel { return &s.Floods }, []string{"date", "place"},
	date("date", "first day of the level", func(r *FloodLevel) *dateOf { return &r.Date }).needed(),
	name("place", "the place", func(r *FloodLevel) *string { return &r.Place }, "places").needed(),
	number("level", "", "level of the flood", func(r *FloodLevel) *float64 { return &r.Level }).needed(),
	cited(func(r *FloodLevel) *string { return &r.Evidence }),
))

var foodTable = ofNeighbours(table("food_security", "The share of people in need of food in a region, interpolated between the days given.",
	func(s *Scenario) *[]FoodSecurity { return &s.Food }, []string{"day", "region"},
	number("day", "days", "days since the first one", func(r *FoodSecurity) *float64 { return &r.Day }).needed(),
	text("region", "admin1 of places", func(r *FoodSecurity) *string { return &r.Region }).needed().verbatim(),
	number("ipc", "per cent", "share of people in need of food (IPC phase 3 and above)", func(r *FoodSecurity) *float64 { return &r.IPC }).within(0, 100).needed(),
	cited(func(r *FoodSecurity) *string { return &r.Evidence }),
))

// ClosureKinds are what a closure can close.
var ClosureKinds = []string{"country", "location", "link", "camp", "idpcamp", "remove_forced_redirection"}

var closuresTable = ofNeighbours(table("closures", "Ways and camps that close and open again, in the order in which they act on a day.",
	func(s *Scenario) *[]Closure { return &s.Closures }, []string{"id"},
	id("names the row", func(r *Closure) *string { return &r.ID }),
	text("kind", "country: all links between two; location: all links of a place; link: both ways of one; camp, idpcamp: the place becomes a town; remove_forced_redirection; another word does nothing", func(r *Closure) *string { return &r.Kind }).needed().verbatim(),
	text("first", "a place, or for country a country; Flee takes the first place for a name that it does not know", func(r *Closure) *string { return &r.First }).verbatim(),
	text("second", "the other place of a link, the other country", func(r *Closure) *string { return &r.Second }).verbatim(),
	date("closes", "first day it is closed", func(r *Closure) *dateOf { return &r.Closes }).orElse("never"),
	date("opens", "first day it is open again", func(r *Closure) *dateOf { return &r.Opens }).orElse("never"),
))

var changesTable = ofNeighbours(table("settlement_changes", "Places that become of another type.",
	func(s *Scenario) *[]SettlementChange { return &s.SettlementChanges }, []string{"date", "place"},
	date("date", "first day of the new type", func(r *SettlementChange) *dateOf { return &r.Date }).needed(),
	name("place", "the place", func(r *SettlementChange) *string { return &r.Place }, "places").needed(),
	text("type", "the new type, as in settlements.csv", func(r *SettlementChange) *string { return &r.Type }).needed().verbatim(),
))

var demographicsTable = ofNeighbours(table("demographics", "How often a value of an attribute is among those who start to flee.",
	func(s *Scenario) *[]Demographic { return &s.Demographics }, []string{"attribute", "value", "place"},
	text("attribute", "such as gender, age, religion", func(r *Demographic) *string { return &r.Attribute }).needed().verbatim(),
	text("value", "such as f", func(r *Demographic) *string { return &r.Value }).verbatim(),
	name("place", "where they start from", func(r *Demographic) *string { return &r.Place }, "places").orElse("everywhere without rows of its own"),
	number("weight", "weight", "relative to the other values", func(r *Demographic) *float64 { return &r.Weight }).atLeast(0).needed(),
	cited(func(r *Demographic) *string { return &r.Evidence }),
))

var residentsTable = ofNeighbours(table("residents", "People who are somewhere on the first day, with what is known of them.",
	func(s *Scenario) *[]Resident { return &s.Residents }, []string{"id"},
	id("names the row", func(r *Resident) *string { return &r.ID }),
	name("place", "where they are", func(r *Resident) *string { return &r.Place }, "places").needed(),
	text("attributes", "such as gender=f age=34; a space in a value is written _", func(r *Resident) *string { return &r.Attributes }).verbatim(),
	whole("people", "people", "how many", func(r *Resident) *int64 { return &r.People }).needed(),
	cited(func(r *Resident) *string { return &r.Evidence }),
))

var majorRoutesTable = ofNeighbours(table("major_routes", "Chains of places known from both their ends; with fixed_routes.",
	func(s *Scenario) *[]MajorRoute { return &s.MajorRoutes }, []string{"id"},
	id("names the row", func(r *MajorRoute) *string { return &r.ID }),
	text("places", "ids of places with spaces between", func(r *MajorRoute) *string { return &r.Places }).needed(),
))

var registrationsTable = ofNeighbours(table("registrations", "Counts of registered people as they were published. Rows of a label stay in the order of their source, which need not be that of dates.",
	func(s *Scenario) *[]Registration { return &s.Registrations }, []string{"id"},
	id("names the row in addresses", func(r *Registration) *string { return &r.ID }),
	text("label", "what the source calls the count; the first label of the table is taken for the total", func(r *Registration) *string { return &r.Label }).verbatim(),
	name("place", "where the people are", func(r *Registration) *string { return &r.Place }, "places").orElse("none of the scenario's"),
	date("date", "day of the count", func(r *Registration) *dateOf { return &r.Date }).needed(),
	number("people", "people", "how many are registered", func(r *Registration) *float64 { return &r.People }).needed().atLeast(0),
	whole("list", "", "which of several lists of a label, from 0; they are added up by date", func(r *Registration) *int64 { return &r.List }).ifEmpty(0, "0"),
	cited(func(r *Registration) *string { return &r.Evidence }),
))

var correctionsTable = ofNeighbours(table("registration_corrections", "Days on which registrations were counted anew: all before are scaled to meet the new level. Rows act in their order.",
	func(s *Scenario) *[]RegistrationCorrection { return &s.Corrections }, []string{"id"},
	id("names the row", func(r *RegistrationCorrection) *string { return &r.ID }),
	text("label", "label of registrations.csv", func(r *RegistrationCorrection) *string { return &r.Label }).verbatim(),
	date("date", "day of the count", func(r *RegistrationCorrection) *dateOf { return &r.Date }).needed(),
))

// anyNumber lets a number be below 0.
func (c Column) anyNumber() Column { c.Min = math.Inf(-1); return c }
