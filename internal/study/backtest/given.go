package backtest

import (
	"math"

	"haven/internal/forecast/counts"
	"haven/scenario"
	"haven/skill"
)

// In the setting total given, forecasts know how many people are registered at all places together on every day to come, as
// a run of Flee does: the sum over places of the registrations as Flee reads them, interpolated between
// counts. It enters by what it grows by, because later corrections change its level. That is later knowledge, let in on purpose and said so: it answers how well people are spread over places.

// givenTotals are the people at all places by day; nil where there are no registrations to read.
func givenTotals(sc *scenario.Scenario) []float64 {
	registered, err := skill.RegisteredOf(sc)
	if err != nil || registered == nil {
		return nil
	}
	return registered.Sum()
}

// reconcile fits the forecast of one place to a total that is given: what the forecasts of all places lack or have too much is
// spread over them by their variances, and what the place's own share of the variance explains is no longer uncertain. That is the
// conditional distribution of one of several independent normal numbers whose sum is known, applied to
// a sample by moving and narrowing it; unknown is the standard deviation of places without a forecast.
//
// Source: Wickramasuriya, Athanasopoulos & Hyndman (2019), Optimal forecast reconciliation, Journal of the American
// Statistical Association 114(526), with a diagonal covariance.
func reconcile(forecasts []skill.Sample, place int, total, unknown float64) skill.Sample {
	lacking, variance := total, float64(unknown*unknown)
	middles, own := make([]float64, len(forecasts)), 0.0
	for i, f := range forecasts {
		if len(f.Values) == 0 {
			continue
		}
		q := f.Quantiles([]float64{0.16, 0.5, 0.84})
		sd := (q[2] - q[0]) / 2
		middles[i] = q[1]
		lacking -= q[1]
		variance += float64(sd * sd)
		if i == place {
			own = float64(sd * sd)
		}
	}
	if variance <= 0 || own <= 0 {
		return forecasts[place]
	}
	share := own / variance
	narrower := math.Sqrt(1 - share)
	f := forecasts[place]
	values := make([]float64, len(f.Values))
	for i, x := range f.Values {
		values[i] = math.Max(0, middles[place]+float64(share*lacking)+float64((x-middles[place])*narrower))
	}
	return skill.NewSample(values, f.Weights)
}

// giveTotal scores the forecast of a target in the setting total given.
func (w *watch) giveTotal(s Scored, camps *counts.Outlook, place int) {
	if w.given == nil || s.Day >= len(w.given) {
		return
	}
	var forecasts []skill.Sample
	counted, hidden := 0.0, false
	for other := range w.places {
		var f skill.Sample
		last, ok := w.known.Last(other)
		if ok || other == place {
			f = camps.Forecast(other, s.Day, s.Horizon)
		}
		hidden = hidden || !ok
		counted += last.People
		forecasts = append(forecasts, f)
	}
	now, later := w.given[w.known.Day], w.given[s.Day]
	if now <= 0 {
		return
	}
	unknown := 0.0
	if hidden { // who is at places that nobody counts yet
		unknown = math.Abs(now - counted)
	}
	s.Setting, s.Scenario, s.Origin = TotalGiven, w.plan.Scenario.Name, w.known.Day
	s.Mine = ScoreOf(reconcile(forecasts, place, float64(counted*later)/now, unknown), s.Counted)
	w.references.scoreWith(&s, func(f *skill.ReferenceForecasts, k int) skill.Sample {
		if last, counted := w.known.Last(place); counted && skill.References()[k].Name == "constant_share" && last.Day >= 0 {
			return f.GivenTotal(w.known, place, s.Horizon, w.given[last.Day], later)
		}
		return f.Forecast(k, w.known, place, s.Day, s.Horizon)
	})
	w.scored = append(w.scored, s)
}
