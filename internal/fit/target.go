package fit

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"haven/draw"
	"haven/ensemble"
	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// Target is a scenario made ready to be fitted: what is fitted, what is drawn
// besides, and the figures to be met. It is safe for concurrent use.
//
// Parameters are moved on the scale of their priors' quantiles made normal: z is
// standard normal beforehand, and its value the quantile at NormalCDF(z). So every
// parameter keeps within what its prior and its table allow, whatever z is.
type Target struct {
	Scenario     *scenario.Scenario // as known on KnownBy, up to the last day that a figure is about
	KnownBy      calendar.Date
	Withheld     []scenario.Withheld
	Observations *Observations
	Fitted       []ensemble.Prior // of scenario.yaml's fit:, in the order of uncertain:
	Nuisance     []ensemble.Prior // the other uncertain numbers
	Addresses    []string         // of the fitted numbers, one by one

	whole   *scenario.Scenario // as it was given
	seed    uint64
	frame   *movement.Frame
	cells   *scenario.Cells // of the fitted numbers, then of the others
	records movement.Records
}

// NewTarget takes the scenario as it was known at the end of a day, gathers the
// figures that were reported by then, and prepares simulations up to the last day
// that any of them is about. All randomness follows from the seed.
func NewTarget(sc *scenario.Scenario, knownBy calendar.Date, seed uint64) (*Target, error) {
	t := &Target{KnownBy: knownBy, whole: sc, seed: seed}
	known, withheld := sc.KnownBy(knownBy)
	t.Scenario, t.Withheld = known, withheld
	if len(known.Fit) == 0 && len(sc.Fit) > 0 {
		return nil, fmt.Errorf("of what fit: in scenario.yaml names nothing was known by %s, such as %s; take a later day", knownBy, sc.Fit[0])
	}
	if len(known.Fit) == 0 {
		return nil, errors.New("scenario.yaml: nothing is named under fit:; name there the addresses of uncertain: that are to be fitted")
	}
	if err := t.observe(known); err != nil {
		return nil, err
	}
	if len(t.Observations.Figures) == 0 {
		return nil, t.nothing(sc)
	}
	last := t.Observations.Last()
	if last < known.Period.To {
		cut := *known
		cut.Period.To = last
		t.Scenario = &cut
		if err := t.observe(t.Scenario); err != nil {
			return nil, err
		}
	}
	return t, t.sortPriors()
}

// observe prepares a scenario and gathers its figures.
func (t *Target) observe(sc *scenario.Scenario) (err error) {
	if t.frame, err = movement.Prepare(sc); err != nil {
		return err
	}
	t.records = movement.Records{Make: t.frame.NewRecord} // of this period: those of another have other days
	rec := t.records.Borrow()
	defer t.records.Return(rec)
	t.Observations, err = Observe(sc, ensemble.RecordLayout(rec))
	return err
}

// nothing says why no figure is left.
func (t *Target) nothing(whole *scenario.Scenario) error {
	reported := len(whole.Reported())
	switch {
	case reported == 0:
		return errors.New("the scenario has no observations; give rows in observations.csv (or --observations FILE): what was counted, where and when")
	case len(t.Observations.Dropped) == 0:
		first := calendar.None
		for _, o := range whole.Reported() {
			if !first.Given() || o.KnownFrom < first {
				first = o.KnownFrom
			}
		}
		return fmt.Errorf("none of the %d observations was known by %s: the first was known from %s; give a later --known-by", reported, t.KnownBy, first)
	}
	d := t.Observations.Dropped[0]
	return fmt.Errorf("no observation is left to fit to: of %d known by %s the model can be compared with none, such as row %s: %s", len(t.Observations.Dropped), t.KnownBy, d.Row, d.Why)
}

// sortPriors parts what is fitted from what is not.
func (t *Target) sortPriors() error {
	priors, err := ensemble.Priors(t.Scenario, nil)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, pattern := range t.Scenario.Fit {
		addresses, err := t.Scenario.Expand(pattern)
		if err != nil {
			return fmt.Errorf("fit: %w", err)
		}
		for _, a := range addresses {
			wanted[a] = true
		}
	}
	for _, p := range priors {
		if wanted[p.Addresses[0]] {
			t.Fitted = append(t.Fitted, p)
			t.Addresses = append(t.Addresses, p.Addresses...)
		} else {
			t.Nuisance = append(t.Nuisance, p)
		}
	}
	if len(t.Addresses) == 0 {
		return errors.New("scenario.yaml: nothing under fit: was known by then; name numbers of rows that were")
	}
	addresses := slices.Clone(t.Addresses)
	for _, p := range t.Nuisance {
		addresses = append(addresses, p.Addresses...)
	}
	t.cells = t.Scenario.Cells(addresses)
	return nil
}

// Dims is the number of fitted numbers; NuisanceDims that of the others.
func (t *Target) Dims() int { return len(t.Addresses) }

// NuisanceDims is the number of uncertain numbers that are not fitted.
func (t *Target) NuisanceDims() int {
	n := 0
	for i := range t.Nuisance {
		n += len(t.Nuisance[i].Addresses)
	}
	return n
}

// Values writes the values of the fitted numbers at z to out, in the order of Addresses.
func (t *Target) Values(z, out []float64) { quantiles(t.Fitted, z, out) }

func quantiles(priors []ensemble.Prior, z, out []float64) {
	var u [64]float64
	for i := range priors {
		n := len(priors[i].Addresses)
		at := u[:0]
		for _, x := range z[:n] {
			at = append(at, min(max(draw.NormalCDF(x), 1e-12), 1-1e-12))
		}
		priors[i].Values(at, out[:n])
		z, out = z[n:], out[n:]
	}
}

// Stream is one of the target's own random streams.
func (t *Target) stream(purpose string, numbers ...int) draw.Stream {
	key := draw.NewKey(t.seed, 0).With(draw.Hash(purpose))
	for _, n := range numbers {
		key = key.With(uint64(n))
	}
	return key.Stream()
}

// Simulate runs the model with the fitted numbers at z, the others at v, and the
// random streams of a member, and writes what each report would have read to values.
// ok is false where these numbers cannot stand together.
func (t *Target) Simulate(ctx context.Context, z, v []float64, member int, values []float64) (ok bool, err error) {
	numbers := make([]float64, len(z)+len(v))
	quantiles(t.Fitted, z, numbers)
	quantiles(t.Nuisance, v, numbers[len(z):])
	sc, err := t.cells.With(numbers)
	if err != nil {
		return false, nil //nolint:nilerr // numbers that a table's check refuses together: the prior excludes them
	}
	model, err := t.frame.Compile(sc)
	if err != nil {
		return false, err
	}
	rec := t.records.Borrow()
	defer t.records.Return(rec)
	if err := model.Simulate(ctx, t.seed, member, rec); err != nil {
		return false, err
	}
	t.Observations.Read(rec, values)
	return true, nil
}

// logPrior is the logarithm of the density of z, but for a constant.
func logPrior(z []float64) float64 {
	sum := 0.0
	for _, x := range z {
		sum += float64(x * x)
	}
	return float64(-sum / 2)
}

var negativeInfinity = math.Inf(-1)
