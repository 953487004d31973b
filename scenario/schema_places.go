package scenario

// The tables in their canonical order: places and ways first, then people,
// then what happens and when, then what was seen.
var tables = []*Table{
	placesTable, crossingsTable, linksTable, usualTravelTable,
	groupsTable, groupSharesTable, pullsTable, choiceSharesTable,
	policiesTable, shocksTable, callupTable, departuresTable,
	settlementsTable, conflictsTable, floodsTable, foodTable, closuresTable, changesTable, demographicsTable, residentsTable, majorRoutesTable,
	registrationsTable, correctionsTable,
	earlierTable, observationsTable, evidenceTable,
}

// PlaceKinds are the kinds of places.
var PlaceKinds = []string{"town", "conflict", "camp", "hub", "airport", "destination", "crossing", "front", "surrendered"}

var placesTable = table("places", "Nodes: where people live, pass and arrive.",
	func(s *Scenario) *[]Place { return &s.Places }, []string{"id"},
	id("how other tables name the place", func(r *Place) *string { return &r.ID }),
	text("name", "name for people", func(r *Place) *string { return &r.Name }).needed().verbatim(),
	text("kind", "what the place is", func(r *Place) *string { return &r.Kind }).needed().oneOf(PlaceKinds...),
	country("country", "the state it lies in", func(r *Place) *string { return &r.Country }).needed(),
	text("admin1", "region; callup.csv names it", func(r *Place) *string { return &r.Admin1 }).verbatim(),
	text("pcode", "P-code of the region or place, where known", func(r *Place) *string { return &r.PCode }),
	number("lat", "degrees", "latitude, WGS 84, north positive", func(r *Place) *float64 { return &r.Lat }).within(-90, 90).needed(),
	number("lon", "degrees", "longitude, WGS 84, east positive", func(r *Place) *float64 { return &r.Lon }).within(-180, 180).needed(),
	whole("population", "people", "people who live there", func(r *Place) *int64 { return &r.Population }).ifEmpty(0, "0: nobody leaves from here"),
	number("capacity", "people", "reception capacity", func(r *Place) *float64 { return &r.Capacity }).atLeast(0).noLimit(),
	cited(func(r *Place) *string { return &r.Evidence }),
).needed()

var crossingsTable = table("crossings", "Lanes of crossings: land border points, and equally the boarding of an international flight, train or ferry. Rows of one place are together that crossing.",
	func(s *Scenario) *[]Crossing { return &s.Crossings }, []string{"id"},
	id("how other tables name the lane", func(r *Crossing) *string { return &r.ID }),
	name("place", "the place, of kind crossing", func(r *Crossing) *string { return &r.Place }, "places").needed(),
	text("lane", "who may use it: car needs a car, all serves everybody", func(r *Crossing) *string { return &r.Lane }).needed().oneOf("car", "bus", "foot", "all"),
	country("from_country", "the state that is left", func(r *Crossing) *string { return &r.FromCountry }).needed(),
	country("to_country", "the state that is entered", func(r *Crossing) *string { return &r.ToCountry }).needed(),
	number("exit_per_day", "unit/day", "capacity of the exit side in a day, spread over its opening hours", func(r *Crossing) *float64 { return &r.ExitPerDay }).atLeast(0).noLimit(),
	number("entry_per_day", "unit/day", "capacity of the entry side in a day, spread over its opening hours", func(r *Crossing) *float64 { return &r.EntryPerDay }).atLeast(0).noLimit(),
	text("unit", "what the capacities count", func(r *Crossing) *string { return &r.Unit }).oneOf("people", "vehicles").orElse("people"),
	number("people_per_vehicle", "people/vehicle", "people in a vehicle", func(r *Crossing) *float64 { return &r.PeoplePerVehicle }).above(0).ifEmpty(1, "1"),
	number("room", "unit", "how many fit between exit and entry side; the largest party always does", func(r *Crossing) *float64 { return &r.Room }).above(0).ifEmpty(nan, "one day of entry capacity"),
	clock("opens", "opening hour, local time", func(r *Crossing) *float64 { return &r.Opens }, 0, "00:00"),
	clock("closes", "closing hour, local time; earlier than opens: past midnight", func(r *Crossing) *float64 { return &r.Closes }, 24, "24:00"),
	date("date_from", "first day in service", func(r *Crossing) *dateOf { return &r.DateFrom }).orElse("from before the period"),
	date("date_to", "last day in service", func(r *Crossing) *dateOf { return &r.DateTo }).orElse("to the end"),
	date("known_from", "day from which it could be known", func(r *Crossing) *dateOf { return &r.KnownFrom }).orElse("always known"),
	date("end_known_from", "day from which date_to could be known", func(r *Crossing) *dateOf { return &r.EndKnownFrom }).orElse("when it is over").mayBeAbsent(),
	cited(func(r *Crossing) *string { return &r.Evidence }),
)

var linksTable = table("links", "Directed ways between two places. A link with a capacity is a scheduled service whose seats are booked ahead.",
	func(s *Scenario) *[]Link { return &s.Links }, []string{"id"},
	id("how other tables name the link", func(r *Link) *string { return &r.ID }),
	name("from", "where it begins", func(r *Link) *string { return &r.From }, "places").needed(),
	name("to", "where it ends", func(r *Link) *string { return &r.To }, "places").needed(),
	text("mode", "how people travel on it", func(r *Link) *string { return &r.Mode }).needed().oneOf("road", "bus", "foot", "rail", "air", "sea"),
	number("km", "km", "length", func(r *Link) *float64 { return &r.KM }).atLeast(0),
	number("hours", "hours", "time under way without queues", func(r *Link) *float64 { return &r.Hours }).within(0, 100_000).needed(),
	number("capacity_per_day", "seats/day", "seats of a scheduled service a day and direction", func(r *Link) *float64 { return &r.CapacityPerDay }).atLeast(0).ifEmpty(inf, "no limit, not booked"),
	text("unit", "what the capacity counts", func(r *Link) *string { return &r.Unit }).oneOf("people", "seats").orElse("people"),
	number("fare_usd", "US dollars", "base fare of a person", func(r *Link) *float64 { return &r.FareUSD }).atLeast(0).ifEmpty(0, "0"),
	field("both_ways", YesNo, "yes: it can be used in both directions", func(r *Link) *bool { return &r.BothWays }).orElse("no"),
	whole("forced_redirection", "", "1: from here to there, 2: the other way; with 1 the link counts twice", func(r *Link) *int64 { return &r.ForcedRedirection }).anyNumber().ifEmpty(0, "0: none").onlyNeighbours(),
	number("max_move_speed", "km/day", "distance travelled on it in a day", func(r *Link) *float64 { return &r.MaxMoveSpeed }).ifEmpty(nan, "the scenario's").onlyNeighbours(),
	number("walk_probability", "share", "chance that a day on it is walked", func(r *Link) *float64 { return &r.WalkProbability }).ifEmpty(nan, "0").onlyNeighbours(),
	cited(func(r *Link) *string { return &r.Evidence }),
).needed()

var usualTravelTable = table("usual_travel", "Travel that goes on without any shock, at crossings and on services.",
	func(s *Scenario) *[]UsualTravel { return &s.UsualTravel }, []string{"id"},
	id("names the row in addresses", func(r *UsualTravel) *string { return &r.ID }),
	name("at", "crossing place, lane or service", func(r *UsualTravel) *string { return &r.At }, "places", "crossings", "links").needed(),
	text("direction", "out: from the crossing's from_country to its to_country (a service: from its from to its to)", func(r *UsualTravel) *string { return &r.Direction }).needed().oneOf("out", "in"),
	text("weekday", "day of the week, * for every day; rows that fit a day add up", func(r *UsualTravel) *string { return &r.Weekday }).needed().oneOf("mon", "tue", "wed", "thu", "fri", "sat", "sun", "*"),
	number("people", "people/day", "mean number of people on such a day", func(r *UsualTravel) *float64 { return &r.People }).atLeast(0).needed(),
	field("whose", Country, "citizenship of the travellers", func(r *UsualTravel) *string { return &r.Whose }).oneOf("other").needed(),
	cited(func(r *UsualTravel) *string { return &r.Evidence }),
)

var groupsTable = table("groups", "People alike in what decides.",
	func(s *Scenario) *[]Group { return &s.Groups }, []string{"id"},
	id("how other tables name the group", func(r *Group) *string { return &r.ID }),
	text("label", "name for people", func(r *Group) *string { return &r.Label }).needed(),
	text("age", "age band such as 18-29", func(r *Group) *string { return &r.Age }),
	text("sex", "sex of the first member", func(r *Group) *string { return &r.Sex }).oneOf("m", "f", "any").orElse("not said"),
	text("callup", "whether the first member can be called up", func(r *Group) *string { return &r.Callup }).needed().oneOf("liable", "exempt", "no"),
	text("documents", "travel documents held: none, internal, foreign, schengen, or a scenario's own word", func(r *Group) *string { return &r.Documents }),
	number("means_usd", "US dollars", "means to pay a fare with", func(r *Group) *float64 { return &r.MeansUSD }).above(0).needed(),
	field("party", Company, "who travels together; the first member is liable or exempt", func(r *Group) *Party { return &r.Party }).needed(),
	cited(func(r *Group) *string { return &r.Evidence }),
).needed()

var groupSharesTable = table("group_shares", "Which share of an origin's population belongs to a group, relatives who travel along included. The rest of the population does not leave.",
	func(s *Scenario) *[]GroupShare { return &s.GroupShares }, []string{"origin", "group"},
	name("origin", "place of origin; * stands for every origin without a row of its own for the group", func(r *GroupShare) *string { return &r.Origin }, "places").oneOf("*").needed(),
	name("group", "the group", func(r *GroupShare) *string { return &r.Group }, "groups").needed(),
	number("share", "share", "share of the population", func(r *GroupShare) *float64 { return &r.Share }).within(0, 1).needed(),
	cited(func(r *GroupShare) *string { return &r.Evidence }),
)

// PullTerms are the terms of a destination's attraction.
var PullTerms = []string{"stay_days", "ties", "living", "protection"}

var pullsTable = table("pulls", "Terms of a destination's attraction for the groups selected.",
	func(s *Scenario) *[]Pull { return &s.Pulls }, []string{"id"},
	id("names the row in addresses", func(r *Pull) *string { return &r.ID }),
	name("destination", "a place, or a country for every destination in it", func(r *Pull) *string { return &r.Destination }, "places", "countries").needed(),
	groupsOf(func(r *Pull) *Selector { return &r.AppliesTo }),
	text("term", "stay_days: days of stay allowed; ties, living (cost of living), protection (chance of it): an index, 0 is neutral", func(r *Pull) *string { return &r.Term }).needed().oneOf(PullTerms...),
	number("value", "by term", "days for stay_days, index else", func(r *Pull) *float64 { return &r.Value }).needed(),
	date("known_from", "day from which it could be known", func(r *Pull) *dateOf { return &r.KnownFrom }).orElse("always known"),
	cited(func(r *Pull) *string { return &r.Evidence }),
)

var choiceSharesTable = table("choice_shares", "Under the rule fixed: the share of those who leave an origin that goes to a destination by a crossing. The shares of an origin and group sum to 1.",
	func(s *Scenario) *[]ChoiceShare { return &s.ChoiceShares }, []string{"origin", "group", "destination", "crossing"},
	name("origin", "place of origin; * for every origin without rows of its own", func(r *ChoiceShare) *string { return &r.Origin }, "places").oneOf("*").needed(),
	name("group", "the group; * for every group without rows of its own", func(r *ChoiceShare) *string { return &r.Group }, "groups").oneOf("*").needed(),
	name("destination", "where they go", func(r *ChoiceShare) *string { return &r.Destination }, "places").needed(),
	name("crossing", "the crossing place or lane", func(r *ChoiceShare) *string { return &r.Crossing }, "places", "crossings").orElse("any, or none within a country"),
	number("share", "share", "share of those who leave", func(r *ChoiceShare) *float64 { return &r.Share }).within(0, 1).needed(),
	cited(func(r *ChoiceShare) *string { return &r.Evidence }),
)
