package scenario

import (
	"fmt"

	"haven/evidence"
	"haven/internal/calendar"
)

// Scenario is all that is known or assumed about one situation: a folder's
// scenario.yaml and its tables, checked and ready to be simulated. It is read
// only; With makes a changed copy.
type Scenario struct {
	Name        string // the folder's name
	Title       string
	Description string
	Licence     string // under which the folder may be used, such as CC-BY-4.0; empty: not said
	Period      Period
	BinsPerDay  int    // bins of the within-day clock; 1..24, a divisor of 24
	Rule        string // destinations | fixed | neighbours
	Parameters  Parameters
	// ParameterEvidence maps a parameter's key to evidence ids or "assumed: why".
	ParameterEvidence map[string]string
	Uncertain         []Uncertain // in the order of the file
	Fit               []string    // addresses that are fitted; the rest are nuisance
	Posterior         *Posterior  // what a fit left behind; nil when there was none
	Fitted            *Fitted     // when that was known and what was before; nil when nobody says

	Places       []Place
	Crossings    []Crossing
	Links        []Link
	UsualTravel  []UsualTravel
	Groups       []Group
	GroupShares  []GroupShare
	Pulls        []Pull
	ChoiceShares []ChoiceShare
	Policies     []Policy
	Shocks       []Shock
	Callup       []CallupDue
	Departures   []Departure
	Earlier      []EarlierValue
	Observations []Observation
	Evidence     []evidence.Claim

	// Of the rule neighbours only.
	Settlements       []Settlement
	Conflicts         []ConflictDay
	Floods            []FloodLevel
	Food              []FoodSecurity
	Closures          []Closure
	SettlementChanges []SettlementChange
	Demographics      []Demographic
	Residents         []Resident
	MajorRoutes       []MajorRoute
	Registrations     []Registration
	Corrections       []RegistrationCorrection
}

// Period is the first and the last day simulated, both included.
type Period struct{ From, To calendar.Date }

// Days is the number of days simulated.
func (p Period) Days() int { return int(p.To-p.From) + 1 }

// Uncertain is one entry of uncertain: an address and its distribution around
// the table's own number, which is the median.
type Uncertain struct {
	Address      string
	Distribution Distribution
	Evidence     string
}

// Distribution is a prior. Kind lognormal: Spread is the geometric standard
// deviation (above 1). Kind uniform: Low..High. Kind beta: A, B. Kind dirichlet: A is
// the concentration (the shares named by a wildcard address are drawn together).
type Distribution struct {
	Kind      string
	Spread    float64
	Low, High float64
	A, B      float64
}

// Text writes a prior in words as scenario.yaml has it.
func (d Distribution) Text() string {
	switch d.Kind {
	case "lognormal":
		return fmt.Sprintf("lognormal: spread %v", d.Spread)
	case "uniform":
		return fmt.Sprintf("uniform: %v to %v", d.Low, d.High)
	case "beta":
		return fmt.Sprintf("beta: a %v, b %v", d.A, d.B)
	case "dirichlet":
		return fmt.Sprintf("dirichlet: concentration %v", d.A)
	}
	return d.Kind
}

// Place is a node. Capacity (people, +Inf when not given) is its reception
// capacity. Population is people; NaN is never stored, an empty cell is 0.
type Place struct {
	ID         string
	Name       string
	Kind       string // town | conflict | camp | hub | airport | destination | crossing | front | surrendered
	Country    string // ISO 3166-1 alpha-3
	Admin1     string // region; callup.csv's region refers to it
	PCode      string
	Lat, Lon   float64 // degrees, WGS 84
	Population int64
	Capacity   float64
	Evidence   string
}

// Crossing is one lane of a crossing: a row of crossings.csv. Several rows may
// name the same place (of kind crossing): together they are that crossing.
type Crossing struct {
	ID               string
	Place            string
	Lane             string // car | bus | foot | all
	FromCountry      string
	ToCountry        string
	ExitPerDay       float64 // in Unit; +Inf when empty: no limit
	EntryPerDay      float64 // in Unit; +Inf when empty: no limit
	Unit             string  // people | vehicles
	PeoplePerVehicle float64 // people a vehicle, 1 when Unit is people
	Room             float64 // in Unit, how many fit between exit and entry side; NaN when empty: one day of entry capacity
	Opens, Closes    float64 // hours of the day, 0..24; 0 and 24 when empty
	DateFrom, DateTo calendar.Date
	KnownFrom        calendar.Date
	EndKnownFrom     calendar.Date // day from which DateTo could be known; None: once it is over
	Evidence         string
}

// Link is a directed way between two places, or both directions when BothWays.
// A link with a capacity is a scheduled service: it is booked ahead, and each
// day sells CapacityPerDay seats in each direction it runs.
type Link struct {
	ID             string
	From, To       string
	Mode           string // road | bus | foot | rail | air | sea
	KM             float64
	Hours          float64
	CapacityPerDay float64 // seats a day in Unit; +Inf when empty: not booked
	Unit           string  // people (seats)
	FareUSD        float64 // base fare, US dollars a person; 0 when empty
	BothWays       bool
	Evidence       string

	// Of the rule neighbours only.
	ForcedRedirection int64   // 1: from here to there, 2: the other way; 0: none
	MaxMoveSpeed      float64 // km a day; NaN: the scenario's
	WalkProbability   float64 // chance that a day on it is walked; NaN: 0
}

// UsualTravel is a flow that goes on without any shock: people a day on a
// weekday, at a crossing place or a service (link id).
type UsualTravel struct {
	ID        string
	At        string // place of kind crossing, crossing lane id, or id of a link with a capacity
	Direction string // out | in: out is the crossing's from_country -> to_country
	Weekday   string // mon..sun, or * for every day
	People    float64
	Whose     string // ISO 3166-1 alpha-3 of the citizenship, or other
	Evidence  string
}

// Group is people alike in what decides.
type Group struct {
	ID        string
	Label     string
	Age       string // for example 18-29
	Sex       string // m | f | any
	Callup    string // liable | exempt | no
	Documents string // none | internal | foreign | schengen, or a scenario's own words
	MeansUSD  float64
	Party     Party
	Evidence  string
}

// Party is the people who travel together as one unit. Written "1" or
// "man=1 woman=1 child=1"; the first member is the one the group is named for
// (liable or exempt).
type Party struct {
	Size    int
	Members []Member
}

// Member is so many people of one kind within a party.
type Member struct {
	Kind  string
	Count int
}

// GroupShare is the share of an origin's population (people) that belongs to
// a group. Origin * stands for every origin that has no row of its own for the group.
type GroupShare struct {
	Origin, Group string
	Share         float64
	Evidence      string
}

// Pull is one term of a destination's attraction A for the groups selected.
type Pull struct {
	ID          string
	Destination string // place id, or a country: every destination in it
	AppliesTo   Selector
	Term        string // stay_days | ties | living | protection
	Value       float64
	KnownFrom   calendar.Date
	Evidence    string
}

// ChoiceShare is, under the rule fixed, the share of those who leave an origin
// that goes to a destination by a crossing. Origin and group may be *.
type ChoiceShare struct {
	Origin, Group, Destination, Crossing string
	Share                                float64
	Evidence                             string
}

// Policy is a dated decision of an actor.
type Policy struct {
	ID               string
	Actor            string // ISO 3166-1 alpha-3 of the state (or EUU, EEU, UNO)
	Instrument       string // entry | visa | asylum | exit | transport | penalty | callup | exemption | deterrent | surrender
	AppliesTo        Selector
	At               string // crossing place, lane id, place, link id or country; empty: everywhere in the actor's reach
	Stance           string // see Stances in schema
	Value            float64
	Reason           string
	DateFrom, DateTo calendar.Date // both included
	KnownFrom        calendar.Date
	EndKnownFrom     calendar.Date // day from which DateTo could be known; None: once it is over
	Evidence         string
}

// EarlierValue is what a number was taken for until its source became known. KnownBy puts
// it back, so that a forecast does not read what was published after it.
type EarlierValue struct {
	Address   string        // of the number, table.key.column
	KnownFrom calendar.Date // from which day it was taken for this; None: always
	Value     float64       // NaN: the cell was empty then
	Until     calendar.Date // the day from which something better is known: a later row, or the table itself
	Evidence  string
}

// Shock is a dated event that makes people leave.
type Shock struct {
	ID             string
	Date           calendar.Date
	AppliesTo      Selector
	SizePerDay     float64 // hazard a day at full strength
	ReadyDays      float64 // days until people are ready; 0: at once
	FadesDays      float64 // e-folding time in days; +Inf when empty: never fades
	AnswersToQuota float64 // r in DESIGN: how strongly the hazard answers to the quota; 0: not at all
	KnownFrom      calendar.Date
	Evidence       string
}

// CallupDue is the share of the quota that falls due in a region on a date.
type CallupDue struct {
	Date      calendar.Date
	Region    string // admin1 of the places concerned
	ShareDue  float64
	KnownFrom calendar.Date
	Evidence  string
}

// Departure drives departures by a table instead of by shocks.
type Departure struct {
	Date      calendar.Date
	Origin    string
	Group     string
	People    int64
	KnownFrom calendar.Date
	Evidence  string
}

// Observation is a reported figure the model can be held against.
type Observation struct {
	ID               string
	DateFrom, DateTo calendar.Date
	Place            string // place id, crossing lane id, link id, or country; several counted together are joined by ;
	Measure          string // entries | exits | net_entries | stock | departures | applications | wait | queue | seats | fare
	Value            float64
	Kind             string // point | low | high | more_than
	Unit             string // people | people/day | hours | km | vehicles | seats | usd
	Whose            string // citizenship ISO3, or all
	Scope            string // what the figure covers, in words: one checkpoint, a district, the country
	KnownFrom        calendar.Date
	Evidence         string
}
