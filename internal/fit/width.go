package fit

import "haven/evidence"

// How far a report may lie from the truth follows from its Admiralty grade. The
// letter, how reliable the source is, gives two standard deviations of the
// logarithm: of what one figure errs by itself, and of the bias that all of the
// source's figures share. The digit, how credible the claim, gives the chance
// that the claim tells nothing about what was meant: it is about something
// else, misheard or invented. The numbers are assumed, not measured; docs/fit.md
// gives the reasons.
type reliability struct{ own, shared float64 }

var byLetter = map[byte]reliability{
	'A': {0.05, 0.03},
	'B': {0.10, 0.07},
	'C': {0.20, 0.15},
	'D': {0.30, 0.20},
	'E': {0.50, 0.30},
	'F': {0.70, 0.40},
}

var byDigit = [7]float64{1: 0.01, 2: 0.02, 3: 0.05, 4: 0.2, 5: 0.5, 6: 0.2}

// ungraded is the grade of a report whose evidence is no claim of the ledger
// ("assumed: ..." or the name of a registration's source): fairly reliable,
// possibly true.
var ungraded = evidence.Code{Reliability: 'C', Credibility: 3}

// registered is the grade of camps' registrations without a claim of their own:
// a counting agency's, told once.
var registered = evidence.Code{Reliability: 'B', Credibility: 2}

// wrongWidth is how far a claim that tells nothing lies from the truth: a
// factor of ten is one standard deviation of its logarithm.
const wrongWidth = 2.302585092994046

// measured says how a measure is compared in a unit: below floor the scale is
// no longer logarithmic, so that 3 people against 5 are no error of a factor; coarse is the
// standard deviation of the logarithm that the comparison itself adds, because what a
// report means and what is simulated are not the same thing (Wilkinson 2013
// calls it model discrepancy).
type measured struct{ floor, coarse float64 }

func measureOf(measure, unit string, atCrossing bool) measured {
	switch {
	case measure == "wait":
		return measured{1, 0.5} // hours; travellers tell of the worst
	case measure == "queue" && unit == "km":
		return measured{0.5, 0.7} // rows abreast, lorries: the weakest comparison
	case measure == "queue" && unit == "vehicles":
		return measured{50, 0.4}
	case measure == "queue":
		return measured{200, 0.4} // people, four a vehicle
	case measure == "fare":
		return measured{20, 0.5} // US dollars; one carrier's price, of one hour
	case measure == "seats":
		return measured{20, 0.4}
	case measure == "departures":
		return measured{100, 0.2} // who counts as having left differs
	case measure == "applications":
		return measured{10, 0.3}
	case measure == "stock":
		return measured{20, 0.1}
	case atCrossing:
		return measured{50, 0.15} // one crossing's share of a country's entries
	}
	return measured{100, 0.1} // entries, exits of a country; usual travel varies by as much
}
