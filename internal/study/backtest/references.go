package backtest

import "haven/skill"

// references are the reference forecasts in both ways to make their intervals: with errors at other places as long as there are few at the place
// itself, which is harder to beat, and with those at the place alone.
type references struct{ lent, own *skill.ReferenceForecasts }

func newReferences(horizons []int) references {
	lent := skill.NewReferenceForecasts(horizons)
	return references{lent: lent, own: lent.WithOwnErrors()}
}

// learn takes what was known on a day.
func (r references) learn(known *skill.Known) { r.lent.Learn(known) }

// score adds the scores of all references to a target.
func (r references) score(s *Scored, known *skill.Known, place int) {
	r.scoreWith(s, func(f *skill.ReferenceForecasts, reference int) skill.Sample {
		return f.Forecast(reference, known, place, s.Day, s.Horizon)
	})
}

// scoreWith is score with forecasts of another making.
func (r references) scoreWith(s *Scored, forecast func(f *skill.ReferenceForecasts, reference int) skill.Sample) {
	for k := range skill.References() {
		s.References = append(s.References, ScoreOf(forecast(r.lent, k), s.Counted))
		s.OwnErrors = append(s.OwnErrors, ScoreOf(forecast(r.own, k), s.Counted))
	}
}
