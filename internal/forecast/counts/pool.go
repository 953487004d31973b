package counts

import (
	"haven/draw"
	"haven/skill"
)

// How shares in the pool follow from the scores of past forecasts.
const (
	scoreHalfLife = 180.0 // days
	scoreOwn      = 4.0   // a case at the place itself counts as much as so many elsewhere
	scoreSharp    = 12.0  // how much a relative difference of mean scores weighs between manners
	scoreCases    = 30.0  // cases after which half of what can be learned is
)

// scored is one past case with its scores: of every manner, of their pool by width, and of the simulator.
type scored struct {
	place, day int
	manners    []score
	widths     []score
	simulated  *score // nil: it had no forecast
}

// score are the CRPS in people and of the logarithm.
type score struct{ people, log float64 }

func scoreOf(s skill.Sample, people float64) score {
	return score{s.CRPS(people), s.LogCRPS(people)}
}

// weights are the weights of n ways to forecast a place, all alike before anything is learned: the exponential of minus the mean relative
// excess of the score (in people and of the logarithm, half and half) over the mean of all, times sharp; recent cases first, the place's own above others. They
// add up to 1.
//
// Source: the exponentially weighted average forecaster, Cesa-Bianchi & Lugosi (2006), Prediction, Learning, and Games, chapter 2.
func weights(past []scored, place, on, n int, sharp float64, of func(*scored) []score) []float64 {
	sums, mean, evidence := make([]score, n), score{}, 0.0
	for i := range past {
		w := fading(float64(on-past[i].day), scoreHalfLife)
		if past[i].place == place {
			w *= scoreOwn
		}
		evidence += w
		for k, s := range of(&past[i]) {
			sums[k].people += float64(w * s.people)
			sums[k].log += float64(w * s.log)
			mean.people += float64(w*s.people) / float64(n)
			mean.log += float64(w*s.log) / float64(n)
		}
	}
	out, sum := make([]float64, n), 0.0
	for k := range out {
		out[k] = 1
		if mean.people > 0 && mean.log > 0 {
			excess := float64((sums[k].people/mean.people+sums[k].log/mean.log)/2) - 1
			out[k] = draw.Exp(-sharp * excess * evidence / (evidence + scoreCases))
		}
		sum += out[k]
	}
	for k := range out {
		out[k] /= sum
	}
	return out
}

// learned is the pool of the manners' forecasts, as past cases weigh them, before its width is adjusted.
func learned(members []skill.Sample, past []scored, place, on int) skill.Sample {
	w := weights(past, place, on, len(members), scoreSharp, func(s *scored) []score { return s.manners })
	return skill.Pool(members, w).Thinned(points)
}

// The simulator's share of the pool: what it is believed to deserve before anything is learned, and how it follows from the
// scores of past forecasts.
const (
	sharePrior = 0.2
	shareCases = 10.0 // cases after which half of what can be learned is
	shareSharp = 4.0  // the power of the ratio of scores, when all is learned
	shareMost  = 0.5
	shareLeast = 0.01
)

// shareOf is the simulator's share: the prior odds times a power of the ratio of mean scores to those of the manners' pool (in people and of
// the logarithm, their geometric mean), recent cases first, and the weaker the fewer they are.
func shareOf(past []scored, on int) float64 {
	var simulated, own score
	n := 0.0
	for i := range past {
		c := &past[i]
		if c.simulated == nil {
			continue
		}
		w := fading(float64(on-c.day), scoreHalfLife)
		n += w
		simulated.people += float64(w * c.simulated.people)
		simulated.log += float64(w * c.simulated.log)
		own.people += float64(w * c.widths[asItIs].people)
		own.log += float64(w * c.widths[asItIs].log)
	}
	odds := sharePrior / (1 - sharePrior)
	if simulated.people > 0 && own.people > 0 && simulated.log > 0 && own.log > 0 {
		worse := (draw.Log(simulated.people/own.people) + draw.Log(simulated.log/own.log)) / 2
		odds *= draw.Exp(-shareSharp * worse * n / (n + shareCases))
	}
	return min(max(odds/(1+odds), shareLeast), shareMost)
}
