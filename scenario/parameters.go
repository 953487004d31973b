package scenario

// Parameters are the model's own numbers, written under parameters: in
// scenario.yaml. The tag par is the key there; the default stands in Defaults.
type Parameters struct {
	// Scale multiplies people, capacities, seats, usual travel and the quota.
	Scale float64 `par:"scale"`

	// Leaving.
	Stay             float64   `par:"stay"`              // utility of staying, in v = W/(W + e^stay)
	NationDispersion float64   `par:"nation_dispersion"` // variance of the gamma draw u_nation (mean 1); 0: none
	OriginDispersion float64   `par:"origin_dispersion"` // variance of the gamma draw u_origin (mean 1); 0: none
	DepartByBin      []float64 `par:"depart_by_bin"`     // weights of the day's bins; empty: all alike
	QuotaReference   float64   `par:"quota_reference"`   // Q_ref, people; 0: the first quota announced
	SentAfterDays    float64   `par:"sent_after_days"`   // days from being summoned to being sent (whole)
	CarShare         float64   `par:"car_share"`         // share of parties that have a car, drawn once on leaving

	// Choosing.
	SpreadCrossing float64 `par:"spread_crossing"`  // s, 0 < s_w <= s <= 1
	SpreadWay      float64 `par:"spread_way"`       // s_w
	CostPerHour    float64 `par:"cost_per_hour"`    // utility lost for an hour under way
	WaitPerHour    float64 `par:"wait_per_hour"`    // utility lost for an hour of perceived wait
	FareWeight     float64 `par:"fare_weight"`      // utility lost for a fare as large as one's means
	Options        int     `par:"options"`          // destination-crossing-way options kept for a cohort
	Ways           int     `par:"ways"`             // alternative ways to one crossing
	WaitMemory     float64 `par:"wait_memory"`      // k of the perceived wait, 0..1
	WaitDelayDays  int     `par:"wait_delay_days"`  // d >= 1
	GoHome         float64 `par:"go_home"`          // utility of going home for those under way
	ExitDeterrence float64 `par:"exit_deterrence"`  // utility lost for a certain exit ban (times its probability)
	WeightStayDays float64 `par:"weight_stay_days"` // weight of stay_days/365 (capped at 365) in A
	WeightTies     float64 `par:"weight_ties"`
	WeightLiving   float64 `par:"weight_living"` // negative: dear places repel
	WeightProtect  float64 `par:"weight_protection"`
	WeightEntry    float64 `par:"weight_entry"`  // weight of the entry stance's level (0 refused .. 1 allowed)
	WeightAsylum   float64 `par:"weight_asylum"` // weight of the asylum stance's level (0 refused .. 1 welcome)

	// Travelling, seats and fares.
	BookAheadDays int          `par:"book_ahead_days"` // seats are sold so many days ahead
	UsualBooked   []float64    `par:"usual_booked"`    // share of the usual load booked d days ahead, d = 0,1,...; falling
	FareLadder    [][2]float64 `par:"fare_ladder"`     // points (demand per seat, factor on the base fare), interpolated
	FareMemory    float64      `par:"fare_memory"`     // how fast the fare follows the ladder, 0..1

	// The border.
	GiveUpPerHour      float64 `par:"give_up_per_hour"`    // hazard of giving up in a queue
	ClaimsAtBorder     float64 `par:"claims_at_border"`    // share of those refused at entry who ask for protection
	CapacityDispersion float64 `par:"capacity_dispersion"` // variance of the day's gamma factor on a crossing's capacity
	CapacityDrift      float64 `par:"capacity_drift"`      // standard deviation of the daily log step of a crossing's capacity
	UsualWaitAversion  float64 `par:"usual_wait_aversion"` // usual travel is multiplied by e^-(aversion * perceived wait in days)

	// What a forecast takes the model to be wrong by (movement.PrepareForecast);
	// plain runs do not read it. Standard deviations of logarithms in the long run, and
	// days within which they forget.
	DiscrepancyLeaving     float64 `par:"discrepancy_leaving"`
	DiscrepancyLeavingDays float64 `par:"discrepancy_leaving_days"`
	DiscrepancyCountry     float64 `par:"discrepancy_country"`
	DiscrepancyUsual       float64 `par:"discrepancy_usual"`
	DiscrepancyCountryDays float64 `par:"discrepancy_country_days"`

	// After arrival, a day.
	ApplyPerDay     float64 `par:"apply_per_day"`     // hazard of applying for protection where the stance is fully open
	MoveOnPerDay    float64 `par:"move_on_per_day"`   // hazard of looking for an onward place
	ReturnPerDay    float64 `par:"return_per_day"`    // hazard of going back from a destination
	ApplicantMoveOn float64 `par:"applicant_move_on"` // factor on moving on and returning for applicants

	// Keep names the group attributes kept after leaving because results read
	// them; what later rules read is kept anyway.
	Keep []string `par:"keep"`

	// Neighbours are the settings of the rule neighbours, in a section of their own.
	Neighbours Neighbours
}

// Defaults are the parameters of a scenario that names none.
func Defaults() Parameters {
	return Parameters{
		Scale: 1, Stay: 0, CarShare: 1, SentAfterDays: 7,
		SpreadCrossing: 0.8, SpreadWay: 0.5, CostPerHour: 0.05, WaitPerHour: 0.05, FareWeight: 1,
		Options: 16, Ways: 2, WaitMemory: 0.5, WaitDelayDays: 1, GoHome: -4, ExitDeterrence: 1,
		WeightStayDays: 1, WeightTies: 1, WeightLiving: -1, WeightProtect: 1, WeightEntry: 1, WeightAsylum: 0.5,
		BookAheadDays: 14, UsualBooked: []float64{1, 0.9, 0.8, 0.7, 0.62, 0.55, 0.5, 0.45, 0.4, 0.36, 0.32, 0.28, 0.24, 0.2, 0.17},
		FareLadder: [][2]float64{{0, 0.8}, {0.5, 1}, {0.8, 1.5}, {1, 2.5}, {1.5, 5}, {3, 8}}, FareMemory: 0.5,
		GiveUpPerHour: 0.002, ClaimsAtBorder: 0.05, UsualWaitAversion: 0.5,
		DiscrepancyLeaving: 0.6, DiscrepancyLeavingDays: 30, DiscrepancyCountry: 0.75, DiscrepancyUsual: 0.3, DiscrepancyCountryDays: 14,
		ApplyPerDay: 0.01, MoveOnPerDay: 0.01, ReturnPerDay: 0.002, ApplicantMoveOn: 0.2,
		Keep: []string{"callup"}, Neighbours: NeighboursDefaults(),
	}
}
