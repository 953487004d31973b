package scenario

import "math"

// Parameter describes one key under parameters: in scenario.yaml, or in the
// section of a rule.
type Parameter struct {
	Section  string // empty: parameters
	Key      string
	Unit     string
	About    string
	Min, Max float64 // bounds of its number or numbers, both allowed
	AboveMin bool
	Allowed  []string // the words that it may be, or hold

	cell func(p *Parameters) any
}

// ParameterList describes the parameters that every rule has, in the order in
// which they are written.
func ParameterList() []Parameter { return parameterList }

// NeighboursList describes the settings of the rule neighbours in the order in
// which they are written.
func NeighboursList() []Parameter { return neighboursList }

// path is where the parameter stands in scenario.yaml, which is its address.
func (p *Parameter) path() string {
	if p.Section == "" {
		return "parameters." + p.Key
	}
	return p.Section + "." + p.Key
}

// whose says whose the number of a parameter is that nobody gives.
func (p *Parameter) whose() string {
	if p.Section == neighboursSection {
		return "Flee's"
	}
	return "haven's"
}

// settings are all numbers of scenario.yaml that the scenario's rule reads.
func (s *Scenario) settings() []*Parameter {
	list := make([]*Parameter, 0, len(parameterList)+len(neighboursList))
	for i := range parameterList {
		list = append(list, &parameterList[i])
	}
	if s.Rule == "neighbours" {
		for i := range neighboursList {
			list = append(list, &neighboursList[i])
		}
	}
	return list
}

// ParameterCitation is the evidence of a parameter: its own, or that of its
// section.
func (s *Scenario) ParameterCitation(p *Parameter) string {
	if p.Section == "" {
		return s.ParameterEvidence[p.Key]
	}
	if own := s.ParameterEvidence[p.Section+"."+p.Key]; own != "" {
		return own
	}
	return s.ParameterEvidence[p.Section]
}

func keysOf(list []Parameter) []string {
	keys := make([]string, len(list))
	for i := range list {
		keys[i] = list[i].Key
	}
	return keys
}

func parameterNamed(list []Parameter, key string) *Parameter {
	for i := range list {
		if list[i].Key == key {
			return &list[i]
		}
	}
	return nil
}

func (p *Parameter) column() *Column {
	return &Column{Name: p.Key, Type: Number, Min: p.Min, Max: p.Max, AboveMin: p.AboveMin, Required: true}
}

func par[F any](key, unit string, low, high float64, about string, at func(*Parameters) *F) Parameter {
	return Parameter{Key: key, Unit: unit, About: about, Min: low, Max: high, cell: func(p *Parameters) any { return at(p) }}
}

func (p Parameter) above() Parameter                { p.AboveMin = true; return p }
func (p Parameter) oneOf(words ...string) Parameter { p.Allowed = words; return p }

var free = math.Inf(-1)

var parameterList = []Parameter{
	par("scale", "", 0, 1e9, "multiplies people, capacities, seats, usual travel and the quota", func(p *Parameters) *float64 { return &p.Scale }).above(),
	par("quota_reference", "people", 0, 1e12, "Q_ref: what the quota announced is held against; 0: the first one announced", func(p *Parameters) *float64 { return &p.QuotaReference }),
	par("stay", "utility", free, inf, "utility of staying, in v = W/(W + e^stay)", func(p *Parameters) *float64 { return &p.Stay }),
	par("nation_dispersion", "", 0, inf, "variance of the nation's gamma draw of a day (mean 1); 0: none", func(p *Parameters) *float64 { return &p.NationDispersion }),
	par("origin_dispersion", "", 0, inf, "variance of an origin's gamma draw of a day (mean 1); 0: none", func(p *Parameters) *float64 { return &p.OriginDispersion }),
	par("depart_by_bin", "weight", 0, inf, "weights of the day's bins for leaving; empty: all alike", func(p *Parameters) *[]float64 { return &p.DepartByBin }),
	par("sent_after_days", "days", 0, 3650, "from being summoned to being sent, whole days; draws are rounded to them", func(p *Parameters) *float64 { return &p.SentAfterDays }),
	par("car_share", "share", 0, 1, "parties that have a car, drawn once on leaving", func(p *Parameters) *float64 { return &p.CarShare }),
	par("spread_crossing", "", 0, 1, "s of the nested logit, 0 < spread_way <= spread_crossing <= 1", func(p *Parameters) *float64 { return &p.SpreadCrossing }).above(),
	par("spread_way", "", 0, 1, "s_w of the nested logit", func(p *Parameters) *float64 { return &p.SpreadWay }).above(),
	par("cost_per_hour", "utility/hour", 0, inf, "utility lost for an hour under way", func(p *Parameters) *float64 { return &p.CostPerHour }),
	par("wait_per_hour", "utility/hour", 0, inf, "utility lost for an hour of perceived wait", func(p *Parameters) *float64 { return &p.WaitPerHour }),
	par("fare_weight", "utility", 0, inf, "utility lost for a fare as large as one's means", func(p *Parameters) *float64 { return &p.FareWeight }),
	par("options", "", 1, 1000, "options (destination, crossing, way) kept for a cohort, the best on a usual day", func(p *Parameters) *int { return &p.Options }),
	par("ways", "", 1, 100, "alternative ways to one crossing", func(p *Parameters) *int { return &p.Ways }),
	par("wait_memory", "", 0, 1, "k: how fast the perceived wait follows the public one", func(p *Parameters) *float64 { return &p.WaitMemory }),
	par("wait_delay_days", "days", 1, 365, "d: how old the public wait is that people hear of", func(p *Parameters) *int { return &p.WaitDelayDays }),
	par("go_home", "utility", free, inf, "utility of going home for those under way", func(p *Parameters) *float64 { return &p.GoHome }),
	par("exit_deterrence", "utility", 0, inf, "utility lost for a certain exit ban, times its probability", func(p *Parameters) *float64 { return &p.ExitDeterrence }),
	par("weight_stay_days", "utility", free, inf, "weight of stay_days/365 (at most 1) in a destination's attraction", func(p *Parameters) *float64 { return &p.WeightStayDays }),
	par("weight_ties", "utility", free, inf, "weight of the pull ties", func(p *Parameters) *float64 { return &p.WeightTies }),
	par("weight_living", "utility", free, inf, "weight of the pull living; negative: dear places repel", func(p *Parameters) *float64 { return &p.WeightLiving }),
	par("weight_protection", "utility", free, inf, "weight of the pull protection", func(p *Parameters) *float64 { return &p.WeightProtect }),
	par("weight_entry", "utility", free, inf, "weight of the entry stance's level", func(p *Parameters) *float64 { return &p.WeightEntry }),
	par("weight_asylum", "utility", free, inf, "weight of the asylum stance's level", func(p *Parameters) *float64 { return &p.WeightAsylum }),
	par("book_ahead_days", "days", 0, 365, "how many days ahead seats are sold", func(p *Parameters) *int { return &p.BookAheadDays }),
	par("usual_booked", "share", 0, 1, "share of the usual load booked 0, 1, ... days ahead; falling", func(p *Parameters) *[]float64 { return &p.UsualBooked }),
	par("fare_ladder", "", 0, inf, "points (demand per seat, factor on the base fare), interpolated; the first number rises", func(p *Parameters) *[][2]float64 { return &p.FareLadder }),
	par("fare_memory", "", 0, 1, "how fast the fare follows the ladder", func(p *Parameters) *float64 { return &p.FareMemory }),
	par("give_up_per_hour", "1/hour", 0, inf, "hazard of giving up in a queue", func(p *Parameters) *float64 { return &p.GiveUpPerHour }),
	par("claims_at_border", "share", 0, 1, "of those refused at entry who ask for protection", func(p *Parameters) *float64 { return &p.ClaimsAtBorder }),
	par("capacity_dispersion", "", 0, inf, "variance of the day's gamma factor on a crossing's capacity", func(p *Parameters) *float64 { return &p.CapacityDispersion }),
	par("capacity_drift", "", 0, inf, "standard deviation of the daily log step of a crossing's capacity", func(p *Parameters) *float64 { return &p.CapacityDrift }),
	par("usual_wait_aversion", "1/day", 0, inf, "usual travel is multiplied by e^-(aversion x perceived wait in days)", func(p *Parameters) *float64 { return &p.UsualWaitAversion }),
	par("discrepancy_leaving", "log", 0, 2, "forecasts only: standard deviation, in the long run, of what nothing explains in how many want to leave; 0: none", func(p *Parameters) *float64 { return &p.DiscrepancyLeaving }),
	par("discrepancy_leaving_days", "days", 0, 3650, "forecasts only: within how many days that is forgotten", func(p *Parameters) *float64 { return &p.DiscrepancyLeavingDays }).above(),
	par("discrepancy_country", "utility", 0, 2, "forecasts only: the same standard deviation of a country's attraction A; 0: none", func(p *Parameters) *float64 { return &p.DiscrepancyCountry }),
	par("discrepancy_usual", "log", 0, 2, "forecasts only: the same of a country's usual travel; 0: none", func(p *Parameters) *float64 { return &p.DiscrepancyUsual }),
	par("discrepancy_country_days", "days", 0, 3650, "forecasts only: within how many days a country's two are forgotten", func(p *Parameters) *float64 { return &p.DiscrepancyCountryDays }).above(),
	par("apply_per_day", "1/day", 0, inf, "hazard of applying for protection where the stance is fully open", func(p *Parameters) *float64 { return &p.ApplyPerDay }),
	par("move_on_per_day", "1/day", 0, inf, "hazard of looking for an onward place", func(p *Parameters) *float64 { return &p.MoveOnPerDay }),
	par("return_per_day", "1/day", 0, inf, "hazard of going back from a destination", func(p *Parameters) *float64 { return &p.ReturnPerDay }),
	par("applicant_move_on", "", 0, inf, "factor on moving on and going back for applicants", func(p *Parameters) *float64 { return &p.ApplicantMoveOn }),
	par("keep", "", free, inf, "attributes of a group kept after leaving because results read them", func(p *Parameters) *[]string { return &p.Keep }).oneOf("group", "age", "sex", "callup", "documents"),
}
