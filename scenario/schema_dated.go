package scenario

import (
	"math"

	"haven/evidence"
	"haven/internal/calendar"
)

type dateOf = calendar.Date

var (
	nan = math.NaN()
	inf = math.Inf(1)
)

var policiesTable = table("policies", "Dated decisions of an actor. The more specific policy wins; only equals contradict.",
	func(s *Scenario) *[]Policy { return &s.Policies }, []string{"id"},
	id("how other rows name the policy", func(r *Policy) *string { return &r.ID }),
	country("actor", "the state, or EUU (European Union), EEU (Eurasian Economic Union), UNO (United Nations)", func(r *Policy) *string { return &r.Actor }).needed().oneOf("EUU", "EEU", "UNO"),
	text("instrument", "what is decided about", func(r *Policy) *string { return &r.Instrument }).needed().oneOf(Instruments()...),
	groupsOf(func(r *Policy) *Selector { return &r.AppliesTo }),
	name("at", "crossing place, lane, place, link or country", func(r *Policy) *string { return &r.At }, "places", "crossings", "links", "countries").orElse("everywhere in the actor's reach"),
	text("stance", "what was decided; which stances an instrument knows stands below", func(r *Policy) *string { return &r.Stance }).needed(),
	number("value", "by instrument", "a number that overrides the stance's level, or that the stance needs", func(r *Policy) *float64 { return &r.Value }).notGiven(),
	text("reason", "why, in the actor's words put in ours", func(r *Policy) *string { return &r.Reason }),
	date("date_from", "first day in force", func(r *Policy) *dateOf { return &r.DateFrom }).orElse("a standing rule"),
	date("date_to", "last day in force", func(r *Policy) *dateOf { return &r.DateTo }).orElse("to the end"),
	date("known_from", "day from which it could be known", func(r *Policy) *dateOf { return &r.KnownFrom }).orElse("date_from"),
	date("end_known_from", "day from which date_to could be known", func(r *Policy) *dateOf { return &r.EndKnownFrom }).orElse("when it is over").mayBeAbsent(),
	cited(func(r *Policy) *string { return &r.Evidence }),
)

var shocksTable = table("shocks", "Dated events that make people leave.",
	func(s *Scenario) *[]Shock { return &s.Shocks }, []string{"id"},
	id("names the row in addresses", func(r *Shock) *string { return &r.ID }),
	date("date", "first day it acts", func(r *Shock) *dateOf { return &r.Date }).needed(),
	groupsOf(func(r *Shock) *Selector { return &r.AppliesTo }),
	number("size_per_day", "1/day", "hazard of leaving at full strength", func(r *Shock) *float64 { return &r.SizePerDay }).atLeast(0).needed(),
	number("ready_days", "days", "e-folding time until people are ready to go", func(r *Shock) *float64 { return &r.ReadyDays }).atLeast(0).ifEmpty(0, "0: at once"),
	number("fades_days", "days", "e-folding time of its fading", func(r *Shock) *float64 { return &r.FadesDays }).above(0).ifEmpty(inf, "never fades"),
	number("answers_to_quota", "", "r: a quota twice as large multiplies the hazard by 1 + r", func(r *Shock) *float64 { return &r.AnswersToQuota }).atLeast(0).ifEmpty(0, "0: not at all"),
	date("known_from", "day from which it could be known", func(r *Shock) *dateOf { return &r.KnownFrom }).orElse("date"),
	cited(func(r *Shock) *string { return &r.Evidence }),
)

var callupTable = table("callup", "When the quota falls due: the share of the nation's quota due in a region on a date.",
	func(s *Scenario) *[]CallupDue { return &s.Callup }, []string{"date", "region"},
	date("date", "day it falls due", func(r *CallupDue) *dateOf { return &r.Date }).needed(),
	name("region", "admin1 of the places concerned", func(r *CallupDue) *string { return &r.Region }, "regions").needed(),
	number("share_due", "share", "share of the quota; all rows together at most 1", func(r *CallupDue) *float64 { return &r.ShareDue }).within(0, 1).needed(),
	date("known_from", "day from which it could be known", func(r *CallupDue) *dateOf { return &r.KnownFrom }).orElse("date"),
	cited(func(r *CallupDue) *string { return &r.Evidence }),
)

var departuresTable = table("departures", "Departures driven by a table instead of by shocks.",
	func(s *Scenario) *[]Departure { return &s.Departures }, []string{"date", "origin", "group"},
	date("date", "day of leaving", func(r *Departure) *dateOf { return &r.Date }).needed(),
	name("origin", "the place left", func(r *Departure) *string { return &r.Origin }, "places").needed(),
	name("group", "the group", func(r *Departure) *string { return &r.Group }, "groups").needed(),
	whole("people", "people", "how many leave", func(r *Departure) *int64 { return &r.People }).needed(),
	date("known_from", "day from which it could be known", func(r *Departure) *dateOf { return &r.KnownFrom }).orElse("date"),
	cited(func(r *Departure) *string { return &r.Evidence }),
)

var earlierTable = table("earlier", "What numbers of other tables were taken for before their sources were known. Runs do not read it: it is for forecasts and back-tests, which must not know what was published later. A row of callup.csv or pulls.csv that was known later stays when it has an earlier value.",
	func(s *Scenario) *[]EarlierValue { return &s.Earlier }, []string{"address", "known_from"},
	text("address", "the number: table.key.column", func(r *EarlierValue) *string { return &r.Address }).needed(),
	date("known_from", "day from which it was taken for this", func(r *EarlierValue) *dateOf { return &r.KnownFrom }).orElse("always"),
	number("value", "of the number", "what it was taken for", func(r *EarlierValue) *float64 { return &r.Value }).ifEmpty(nan, "the cell was empty"),
	date("until", "day from which something better is known: another row of the address, or the number in its own table", func(r *EarlierValue) *dateOf { return &r.Until }).needed(),
	cited(func(r *EarlierValue) *string { return &r.Evidence }),
)

// Measures are what an observation can be about.
var Measures = []string{"entries", "exits", "net_entries", "stock", "departures", "applications", "wait", "queue", "seats", "fare"}

var observationsTable = table("observations", "Reported figures the model can be held against. Contradicting ones stand side by side.",
	func(s *Scenario) *[]Observation { return &s.Observations }, []string{"id"},
	id("names the row", func(r *Observation) *string { return &r.ID }),
	date("date_from", "first day the figure covers", func(r *Observation) *dateOf { return &r.DateFrom }).needed(),
	date("date_to", "last day the figure covers", func(r *Observation) *dateOf { return &r.DateTo }).orElse("date_from"),
	name("place", "place, lane, link or country it is about, or several counted together, joined by ;", func(r *Observation) *string { return &r.Place }, "places", "crossings", "links", "countries").needed().several(),
	text("measure", "what was counted; exits are out of the country named (for the origin's country: departures)", func(r *Observation) *string { return &r.Measure }).needed().oneOf(Measures...),
	number("value", "unit", "the figure", func(r *Observation) *float64 { return &r.Value }).needed(),
	text("kind", "point, or one end of a range", func(r *Observation) *string { return &r.Kind }).oneOf("point", "low", "high", "more_than").orElse("point"),
	text("unit", "people: in all over the dates; people/day: a daily mean", func(r *Observation) *string { return &r.Unit }).needed().oneOf("people", "people/day", "hours", "km", "vehicles", "seats", "usd"),
	field("whose", Country, "citizenship counted", func(r *Observation) *string { return &r.Whose }).oneOf("all").orElse("all"),
	text("scope", "what the figure covers, in words: one checkpoint, a district, the country", func(r *Observation) *string { return &r.Scope }),
	date("known_from", "day from which it could be known", func(r *Observation) *dateOf { return &r.KnownFrom }).needed(),
	cited(func(r *Observation) *string { return &r.Evidence }),
)

var evidenceTable = table("evidence", "The ledger of sourced claims. Claims that contradict each other stand side by side.",
	func(s *Scenario) *[]evidence.Claim { return &s.Evidence }, []string{"id"},
	id("how evidence cells cite the claim", func(r *evidence.Claim) *string { return &r.ID }),
	text("claim", "the claim in a sentence of our own", func(r *evidence.Claim) *string { return &r.Claim }).needed(),
	text("subject", "what it is about", func(r *evidence.Claim) *string { return &r.Subject }),
	text("measure", "what is measured", func(r *evidence.Claim) *string { return &r.Measure }),
	number("value", "unit", "the figure", func(r *evidence.Claim) *float64 { return &r.Value }).notGiven(),
	number("low", "unit", "lower end", func(r *evidence.Claim) *float64 { return &r.Low }).notGiven(),
	number("high", "unit", "upper end", func(r *evidence.Claim) *float64 { return &r.High }).notGiven(),
	text("unit", "unit of the figure", func(r *evidence.Claim) *string { return &r.Unit }),
	date("date_from", "first day it is about", func(r *evidence.Claim) *dateOf { return &r.DateFrom }).orElse("not said"),
	date("date_to", "last day it is about", func(r *evidence.Claim) *dateOf { return &r.DateTo }).orElse("not said"),
	date("known_from", "day from which it could be known", func(r *evidence.Claim) *dateOf { return &r.KnownFrom }).orElse("not said"),
	text("outlet", "who published it", func(r *evidence.Claim) *string { return &r.Outlet }),
	text("via", "outlets from the original speaker to where it was read, joined by ;", func(r *evidence.Claim) *string { return &r.Via }),
	text("url", "where it was read", func(r *evidence.Claim) *string { return &r.URL }),
	date("published", "day of publication", func(r *evidence.Claim) *dateOf { return &r.Published }).orElse("not said"),
	text("passage", "where in the source, in a few words", func(r *evidence.Claim) *string { return &r.Passage }),
	text("grade", "Admiralty code: A-F for the source, 1-6 for the claim", func(r *evidence.Claim) *string { return &r.Grade }),
	text("grade_reason", "why the grade differs from the rule", func(r *evidence.Claim) *string { return &r.GradeReason }),
	text("reviewed", "who looked at it and when", func(r *evidence.Claim) *string { return &r.Reviewed }),
	text("note", "what else to know", func(r *evidence.Claim) *string { return &r.Note }),
)
