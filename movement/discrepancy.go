package movement

import (
	"fmt"
	"math"

	"haven/draw"
	"haven/internal/calendar"
	"haven/scenario"
)

// What no parameter of the model can put right - a state announces something, a
// rush fades sooner than any shock of the table - makes its error grow with the days that lie
// between what is known and what is asked. A forecast therefore lets each member carry some
// logarithms that nothing explains: one of how many want to leave, and for each country one
// of its pull and one of its usual travel. Each starts at 0 and follows an
// Ornstein-Uhlenbeck process seen once a day, a first-order autoregression:
//
//	x_t = phi x_{t-1} + s sqrt(1 - phi^2) e_t,  phi = e^(-1/tau),  e_t standard normal
//
// so that h days after it was known its variance is s^2 (1 - e^(-2h/tau)). They act on
// hazards, utilities and means, never on counts, so that people stay conserved. This is the
// model discrepancy of Kennedy & O'Hagan (2001, Journal of the Royal Statistical Society B
// 63(3)), with a prior of its own as Brynjarsdottir & O'Hagan (2014, Inverse Problems 30(11))
// ask for, moved within the model as in the dynamic models of West & Harrison (1997) and the
// stochastically perturbed tendencies of weather models (Palmer et al. 2009, ECMWF Technical
// Memorandum 598).

// never is a day that no period has.
const never = math.MaxInt

// PrepareForecast is Prepare for a forecast: from a day on its members carry model
// discrepancy (parameters discrepancy_*), which the members of other frames do not. The day is the
// first one that the members' numbers were not fitted to.
func PrepareForecast(sc *scenario.Scenario, from calendar.Date) (*Frame, error) {
	f, err := Prepare(sc)
	if err == nil {
		f.discrepantFrom = max(0, int(from-sc.Period.From))
	}
	return f, err
}

// discrepancy is by how much the model is taken to be wrong today, as logarithms.
type discrepancy struct {
	leaving float64   // of the hazard L
	pull    []float64 // of e^A, by country
	usual   []float64 // of usual travel, by country
}

// discrepant says whether the member carries discrepancy on a day.
func (r *run) discrepant() bool { return r.day >= r.m.discrepantFrom }

// stepDiscrepancy takes the day's step and says whether pulls have changed.
func (r *run) stepDiscrepancy() bool {
	if !r.discrepant() {
		return false
	}
	p, x := &r.m.sc.Parameters, &r.discrepancy
	x.leaving = r.drift(x.leaving, p.DiscrepancyLeaving, p.DiscrepancyLeavingDays, 0, forLeavingError)
	for c, id := range r.m.ids.country {
		x.pull[c] = r.drift(x.pull[c], p.DiscrepancyCountry, p.DiscrepancyCountryDays, id, forPullError)
		x.usual[c] = r.drift(x.usual[c], p.DiscrepancyUsual, p.DiscrepancyCountryDays, id, forUsualError)
	}
	return p.DiscrepancyCountry > 0
}

// drift is the next value of an autoregression around 0 whose standard
// deviation in the long run is sd, and which forgets within so many days.
func (r *run) drift(x, sd, days float64, situation, purpose uint64) float64 {
	if sd == 0 {
		return 0
	}
	phi := draw.Exp(-1 / days)
	s := r.stream(situation, purpose)
	return float64(phi*x) + float64(sd*math.Sqrt(1-float64(phi*phi))*s.Normal())
}

// eagerness is the factor on how many want to leave.
func (r *run) eagerness() float64 {
	if !r.discrepant() {
		return 1
	}
	return draw.Exp(r.discrepancy.leaving)
}

// usualDemand is the factor on a flow of usual travel.
func (r *run) usualDemand(u *usualFlow) float64 {
	if !r.discrepant() {
		return 1
	}
	return draw.Exp(r.discrepancy.usual[u.country])
}

// Discrepancies is how many numbers Course.Discrepancy has.
func (f *Frame) Discrepancies() int {
	if f.local || f.discrepantFrom == never {
		return 0
	}
	return 1 + 2*len(f.layout.countries)
}

// Discrepancy is by how much the course takes the model to be wrong now, as
// logarithms: of how many want to leave, then of the pull of each country, then of each country's
// usual travel, in the order of a record's countries. It is empty where the frame was not made by
// PrepareForecast and under the rule neighbours.
func (c *Course) Discrepancy() []float64 {
	if c.r == nil || c.m.Discrepancies() == 0 {
		return nil
	}
	x := &c.r.discrepancy
	return append(append([]float64{x.leaving}, x.pull...), x.usual...)
}

// SetDiscrepancy sets what Discrepancy gives. It acts from the next day on.
func (c *Course) SetDiscrepancy(logs []float64) error {
	switch {
	case c.r == nil:
		return errClosed
	case len(logs) != len(c.Discrepancy()):
		return fmt.Errorf("%d numbers; the course carries %d of discrepancy", len(logs), len(c.Discrepancy()))
	}
	for _, x := range logs {
		if !(math.Abs(x) < maxDrift) {
			return fmt.Errorf("a discrepancy of %g: a logarithm between -%d and %d is wanted", x, maxDrift, maxDrift)
		}
	}
	if len(logs) > 0 {
		x, n := &c.r.discrepancy, len(c.r.discrepancy.pull)
		x.leaving = logs[0]
		copy(x.pull, logs[1:1+n])
		copy(x.usual, logs[1+n:])
	}
	return nil
}

// archive keeps the discrepancy of a saved state, which a model that carries none forgets.
func (x *discrepancy) archive(a *archive, carried bool) {
	a.amount(&x.leaving)
	a.amounts(x.pull)
	a.amounts(x.usual)
	if a.reading && !carried {
		x.clear()
	}
}

func (x *discrepancy) clear() {
	x.leaving = 0
	clear(x.pull)
	clear(x.usual)
}
