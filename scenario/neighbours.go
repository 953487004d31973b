package scenario

import "haven/internal/calendar"

// Neighbours are the settings of the rule neighbours, written under
// neighbours: in scenario.yaml. The rule is Flee's local weighing of the places
// some links ahead (Suleimenova, Bell and Groen 2017,
// doi:10.1038/s41598-017-13828-9), and the keys are Flee's own names for its settings, so that
// whoever knows the one finds their way in the other.
type Neighbours struct {
	Hasten int `par:"hasten"` // people one counted person stands for: populations, capacities and registrations are divided by it

	// Who starts to flee, and where.
	SumFromCamps            bool      `par:"sum_from_camps"`       // newly displaced are what the registrations of all labels but the first rise by; else what the label total rises by
	InsertDay0              bool      `par:"insert_day0"`          // people registered on the first day are in the camps from the start
	EmptyCampsOnDay0        bool      `par:"empty_camps_on_day0"`  // registrations count from those of the first day
	TakeFromPopulation      bool      `par:"take_from_population"` // who flees is no longer among the population
	ConflictZonesOnly       bool      `par:"conflict_zone_spawning_only"`
	FloodZonesOnly          bool      `par:"flood_zone_spawning_only"`
	ConflictSpawnDecay      []float64 `par:"conflict_spawn_decay"`          // by interval since a conflict began; empty: no decay
	ConflictDecayInterval   int       `par:"conflict_spawn_decay_interval"` // days
	ConflictDrivenSpawning  string    `par:"conflict_driven_spawning"`      // none | constant | poisson | pop_ratio: instead of registrations
	DisplacedPerConflictDay float64   `par:"displaced_per_conflict_day"`
	FloodDrivenSpawning     string    `par:"flood_driven_spawning"` // none | constant | poisson | pop_ratio
	DisplacedPerFloodDay    []float64 `par:"displaced_per_flood_day"`
	StarvationSpawning      bool      `par:"starvation_driven_spawning"`
	CampsAreSinks           bool      `par:"camps_are_sinks"`
	ReadFromAgents          bool      `par:"read_from_agents_csv_file"` // residents.csv gives who is there on the first day

	// How far, how likely and where to.
	MaxMoveSpeed        float64 `par:"max_move_speed"` // km a day
	MaxWalkSpeed        float64 `par:"max_walk_speed"` // km a day
	ForeignWeight       float64 `par:"foreign_weight"`
	CampWeight          float64 `par:"camp_weight"`
	ConflictWeight      float64 `par:"conflict_weight"`
	ConflictMoveChance  float64 `par:"conflict_movechance"` // a day
	CampMoveChance      float64 `par:"camp_movechance"`
	IDPCampMoveChance   float64 `par:"idpcamp_movechance"`
	DefaultMoveChance   float64 `par:"default_movechance"`
	AwarenessLevel      int     `par:"awareness_level"` // links ahead that are weighed
	CapacityBuffer      float64 `par:"capacity_buffer"`
	CapacityScaling     float64 `par:"capacity_scaling"`
	AvoidShortStints    bool    `par:"avoid_short_stints"`
	StartOnFoot         bool    `par:"start_on_foot"`
	FixedRoutes         bool    `par:"fixed_routes"`
	Softening           float64 `par:"softening"` // km
	WeightSoftening     float64 `par:"weight_softening"`
	WeightPower         float64 `par:"weight_power"`
	DistancePower       float64 `par:"distance_power"`
	StayCloseToHome     bool    `par:"stay_close_to_home"`
	HomeDistancePower   float64 `par:"home_distance_power"`
	LatitudeFirst       bool    `par:"latitude_first"` // Flee took the latitude for x: stay_close_to_home measures as it does
	UsePopForLocWeight  bool    `par:"use_pop_for_loc_weight"`
	PopPowerForWeight   float64 `par:"pop_power_for_loc_weight"`
	MoveChancePopBase   float64 `par:"movechance_pop_base"`
	MoveChancePopFactor float64 `par:"movechance_pop_scale_factor"`
	PruningThreshold    float64 `par:"pruning_threshold"`

	// Rules that read demographic attributes.
	WomenAvoidHazards      bool    `par:"women_avoid_hazards"`
	ChildrenAvoidHazards   bool    `par:"children_avoid_hazards"`
	ElderlyAvoidHazards    bool    `par:"elderly_avoid_hazards"`
	BoysTakeRisk           bool    `par:"boys_take_risk"`
	MatchCampReligion      bool    `par:"match_camp_religion"`
	MatchCampEthnicity     bool    `par:"match_camp_ethnicity"`
	MatchTownEthnicity     bool    `par:"match_town_ethnicity"`
	MatchConflictEthnicity bool    `par:"match_conflict_ethnicity"`
	AvgReligionFraction    float64 `par:"avg_religion_fraction"`

	// Livelihood, food and floods.
	UseEconomicPull         bool      `par:"use_economic_pull"`
	FleeWhenStarving        bool      `par:"flee_when_starving"`
	AvoidFoodDeprived       bool      `par:"avoid_food_deprived_locations"`
	HarvestMonths           []float64 `par:"harvest_months"` // 1..12
	FloodRules              bool      `par:"flood_rules"`
	FloodMoveChances        []float64 `par:"flood_movechances"` // by level from 0, interpolated
	FloodLocWeights         []float64 `par:"flood_loc_weights"`
	FloodForecaster         bool      `par:"flood_forecaster"`
	FloodForecastTimescale  int       `par:"flood_forecaster_timescale"` // days ahead
	FloodForecastEnd        int       `par:"flood_forecaster_end_time"`
	FloodForecastWeights    []float64 `par:"flood_forecaster_weights"`
	FloodAwarenessWeights   []float64 `par:"flood_awareness_weights"`
	DefaultConflictStrength float64   `par:"default_conflict_intensity"` // of a place that settlement_changes.csv makes a conflict zone

	// WithoutQuirks names the quirks of Flee's program that are turned off; see docs/flee.md.
	WithoutQuirks []string `par:"without_quirks"`

	IDPTotals bool `par:"idp_totals"` // Flee's output has a column of the people in camps within the country
}

// Without says whether a quirk of Flee's program is turned off.
func (n *Neighbours) Without(quirk string) bool { return contains(n.WithoutQuirks, quirk) }

// FloodSpawning says whether floods make people flee: then conflicts.csv is
// not read, and every place is counted rather than camps alone.
func (n *Neighbours) FloodSpawning() bool {
	return n.FloodZonesOnly && n.FloodDrivenSpawning != "none"
}

// FromRegistrations says whether registrations make people flee.
func (n *Neighbours) FromRegistrations() bool {
	return n.ConflictDrivenSpawning == "none" && !n.FloodSpawning()
}

// NeighboursDefaults are the settings of a scenario that names none: Flee's own.
func NeighboursDefaults() Neighbours {
	return Neighbours{
		Hasten: 1, SumFromCamps: true, InsertDay0: true, ConflictZonesOnly: true, ConflictDecayInterval: 30,
		ConflictDrivenSpawning: "none", DisplacedPerConflictDay: 500, FloodDrivenSpawning: "none",
		MaxMoveSpeed: 360, MaxWalkSpeed: 35, ForeignWeight: 1, CampWeight: 1, ConflictWeight: 0.31622776601,
		ConflictMoveChance: 1, CampMoveChance: 0.001, IDPCampMoveChance: 0.1, DefaultMoveChance: 0.3,
		AwarenessLevel: 1, CapacityBuffer: 0.9, CapacityScaling: 1, Softening: 10, WeightPower: 1, DistancePower: 1,
		HomeDistancePower: 0.5, PopPowerForWeight: 0.1, MoveChancePopBase: 10000, PruningThreshold: 1,
		AvgReligionFraction: 0.25, DefaultConflictStrength: 1,
	}
}

// Settlement is what the rule neighbours needs to know of a place beside
// places.csv.
type Settlement struct {
	Place          string
	Type           string  // Flee's word, found by substring: camp, idpcamp, conflict, forward, marker, flood_zone, town; others move on with certainty
	ConflictDate   int64   // above 0: a conflict zone that is a town until conflicts.csv says otherwise
	InitialPeople  int64   // in a camp on the first day, beside the registrations
	Intensity      float64 // of the conflict; NaN when not given: 1
	CapacityPerDay float64 // added to the capacity every day
	TradeVolume    float64 // NaN when not given
	HDI            float64 // human development index; NaN when not given
	CountryName    string  // what the source calls the country, where places.csv has an invented code
	Evidence       string
}

// ConflictDay sets the intensity of a place's conflict from a day on, until
// the next row of the place. Without a row it is 0.
type ConflictDay struct {
	Date      calendar.Date
	Place     string
	Intensity float64
	KnownFrom calendar.Date // None: Date
	Evidence  string
}

// FloodLevel sets the flood's level at a place from a day on, until the next
// row of the place. Forecasters see the rows of days to come.
type FloodLevel struct {
	Date     calendar.Date
	Place    string
	Level    float64
	Evidence string
}

// FoodSecurity is the share of people in need of food, interpolated between
// the days given.
type FoodSecurity struct {
	Day      float64 // days since the first
	Region   string  // admin1 of places
	IPC      float64 // percent
	Evidence string
}

// Closure closes ways or a camp from a day on and opens them again.
type Closure struct {
	ID     string
	Kind   string        // country | location | link | camp | idpcamp | remove_forced_redirection
	First  string        // a place, or for country a country; Flee takes the first place for a name it does not know
	Second string        // for country and link
	Closes calendar.Date // None: never
	Opens  calendar.Date // None: never
}

// SettlementChange makes a place one of another type.
type SettlementChange struct {
	Date  calendar.Date
	Place string
	Type  string
}

// Demographic is how often a value of an attribute is among those who start to
// flee from a place.
type Demographic struct {
	Attribute string
	Value     string
	Place     string  // empty: everywhere without rows of its own
	Weight    float64 // relative to the other values
	Evidence  string
}

// Resident is people who are somewhere on the first day.
type Resident struct {
	ID         string
	Place      string
	Attributes string // such as "gender=f age=34"; a space in a value is written _
	People     int64
	Evidence   string
}

// MajorRoute is a chain of places known from both its ends.
type MajorRoute struct {
	ID     string
	Places string // ids with spaces between
}

// Registration is a count of registered people as it was published. Rows of
// one label are in the order of their file, which need not be that of dates.
type Registration struct {
	ID       string
	Label    string // what the source calls it; the first label is taken for the total
	Place    string // the place it counts at; empty when it is none of the scenario's
	Date     calendar.Date
	People   float64
	List     int64 // of several lists of a label, which one; NewRegister adds them up
	Evidence string
}

// RegistrationCorrection says that the registrations at a place were counted
// anew on a date: all before are scaled to meet the new level.
type RegistrationCorrection struct {
	ID    string
	Label string
	Date  calendar.Date
}
