package fit

import (
	"math"

	"haven/draw"
	"haven/evidence"
	"haven/movement"
	"haven/scenario"
	"haven/skill"
)

// Report is one claim about a figure: one row of observations.csv, two of a
// range, or a registration.
type Report struct {
	Rows   []string // ids of the observations
	Source string   // who spoke first; the bias is shared by reports of one source
	Grade  evidence.Code
	Graded bool   // the grade is the ledger's; else that of ungraded reports
	Unit   string // of Value, Low and High, and of what the operator reads
	How    string // what is read, in words

	// Value is the figure as told, and Low to High what it may stand for:
	// rounding, or the two ends of a range (Value is then their middle on the log scale).
	// An open end is infinite.
	Value, Low, High float64

	// Standard deviations on the scale of Log: of this report alone (Own), of
	// the comparison (Coarse), and of the bias of its source (Shared). Wrong is the
	// chance that it tells nothing.
	Own, Coarse, Shared, Wrong float64
	Floor                      float64 // people, hours, ...: see Log

	operator *skill.Operator
	lo, hi   float64 // Low and High on the scale of Log
}

// Log is the scale that reports and simulations are compared on: the inverse
// hyperbolic sine of x over twice the floor (Johnson 1949, Biometrika 36), which is the logarithm of x/floor for
// x well above the floor, straight around 0 and the same mirrored below it, so that zeros and
// net entries below 0 have their place.
func Log(x, floor float64) float64 {
	if math.IsInf(x, 0) {
		return x
	}
	h := math.Abs(x) / (2 * floor)
	y := draw.Log(h + math.Sqrt(float64(h*h)+1))
	if x < 0 {
		return -y
	}
	return y
}

// Unlog undoes Log.
func Unlog(y, floor float64) float64 { return floor * (draw.Exp(y) - draw.Exp(-y)) }

// OneSided says whether the report gives one end only, such as "more than".
func (r *Report) OneSided() bool { return math.IsInf(r.Low, 0) || math.IsInf(r.High, 0) }

// newReport makes the report of an observation, or of a range's two rows.
func newReport(op *skill.Operator, second *scenario.Observation, ledger map[string]*evidence.Claim, atCrossing bool) Report {
	o := op.Observation
	m := measureOf(o.Measure, o.Unit, atCrossing)
	r := Report{Rows: []string{o.ID}, Unit: o.Unit, How: op.How, Value: o.Value, Floor: m.floor, Coarse: m.coarse, operator: op, Grade: ungraded}
	words := o.Scope
	if scenario.IsRegistration(o.ID) {
		r.Grade, r.Source = registered, "registrations"
	}
	if c := claimOf(o.Evidence, ledger); c != nil {
		words += " " + c.Claim
		r.Source = c.Chain().Speaker()
		if code, err := evidence.ParseCode(c.Grade); err == nil {
			r.Grade, r.Graded = code, true
		}
	}
	rel := byLetter[r.Grade.Reliability]
	r.Own, r.Shared, r.Wrong = rel.own, rel.shared, byDigit[r.Grade.Credibility]
	switch {
	case second != nil:
		r.Rows = append(r.Rows, second.ID)
		r.Low, r.High = min(o.Value, second.Value), max(o.Value, second.Value)
		r.Value = Unlog((Log(r.Low, r.Floor)+Log(r.High, r.Floor))/2, r.Floor)
	case o.Kind == "low" || o.Kind == "more_than":
		r.Low, r.High = o.Value, math.Inf(1)
	case o.Kind == "high":
		r.Low, r.High = math.Inf(-1), o.Value
	default:
		r.Low, r.High = rounded(o.Value, saysAbout(words))
	}
	r.lo, r.hi = Log(r.Low, r.Floor), Log(r.High, r.Floor)
	if r.Source == "" {
		r.Source = "row " + o.ID // its bias is its own
	}
	return r
}

// read is what the report would have read off a member's record, on the scale of Log.
func (r *Report) read(rec *movement.Record) float64 {
	v, ok := r.operator.Read(rec)
	if !ok {
		return math.NaN()
	}
	return Log(v, r.Floor)
}

// claimOf is the first claim that an evidence cell cites; nil where it cites none.
func claimOf(cell string, ledger map[string]*evidence.Claim) *evidence.Claim {
	for _, id := range scenario.Cites(cell) {
		if c := ledger[id]; c != nil {
			return c
		}
	}
	return nil
}

// density is the chance of the report, as a density on the scale of Log, given the
// simulated value there (already on that scale) plus the source's bias; every
// width is multiplied by width. extra is variance to be added (a bias that is not integrated elsewhere).
//
// A figure that is rounded, or a range, has the mean density of a normal error over
// what it may stand for; one end alone has the chance that the error does not reach
// over it, times the density of a wrong claim at its middle, since it says no more.
func (r *Report) density(at, width, extra float64) float64 {
	s := width * math.Sqrt(float64(r.Own*r.Own)+float64(r.Coarse*r.Coarse)+extra)
	flat := 1 / (wrongWidth * width * rootTwoPi)
	right, wrong := 0.0, 0.0
	if r.OneSided() {
		if math.IsInf(r.Low, -1) {
			right = draw.NormalCDF((r.hi-at)/s) * flat
		} else {
			right = draw.NormalCDF((at-r.lo)/s) * flat
		}
		wrong = flat / 2
	} else {
		right = meanNormal((r.lo-at)/s, (r.hi-at)/s) / s
		z := (float64((r.lo+r.hi)/2) - at) / (wrongWidth * width)
		wrong = flat * draw.Exp(-z*z/2)
	}
	return float64(right*(1-r.Wrong)) + float64(wrong*r.Wrong)
}

const rootTwoPi = 2.506628274631000502

// meanNormal is the mean of the standard normal density from a to b.
func meanNormal(a, b float64) float64 {
	if b-a < 1e-3 {
		m := (a + b) / 2
		return draw.Exp(-m*m/2) / rootTwoPi
	}
	if a > 0 { // the lower tail keeps its digits
		a, b = -b, -a
	}
	return (draw.NormalCDF(b) - draw.NormalCDF(a)) / (b - a)
}
