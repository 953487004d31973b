// Package evidence is the ledger of sourced claims: who said what, when it was
// known, through whom it came, and how far it can be trusted.
package evidence

import "haven/internal/calendar"

// Claim is one sourced claim: a row of evidence.csv. Numbers that are not
// given are NaN; dates that are not given are calendar.None. Claims that
// contradict each other stand side by side.
type Claim struct {
	ID          string
	Claim       string // the claim in one sentence of our own
	Subject     string // what it is about: a place, crossing, link, policy, country
	Measure     string
	Value       float64
	Low, High   float64
	Unit        string
	DateFrom    calendar.Date
	DateTo      calendar.Date
	KnownFrom   calendar.Date // the day from which it could be known
	Outlet      string
	Via         string // the chain of attribution, outlets from the original speaker to where it was read, joined by "; "
	URL         string
	Published   calendar.Date
	Passage     string // where in the source, in a few words (not a quotation)
	Grade       string // Admiralty code: A-F and 1-6, such as B2
	GradeReason string // why the grade differs from the rule; empty when it does not
	Reviewed    string // who looked at it and when; empty when nobody did
	Note        string
}
