package counts

import (
	"haven/draw"
	"haven/skill"
)

// The simulator's share of the pool: what it is believed to deserve before anything is learned, and how it follows from the
// scores of past forecasts.
const (
	sharePrior    = 0.2
	shareHalfLife = 180.0 // days
	shareCases    = 10.0  // cases after which half of what can be learned is
	shareSharp    = 4.0   // the power of the ratio of scores, when all is learned
	shareMost     = 0.5
	shareLeast    = 0.01
)

// standing is how the simulator's forecasts did beside those of the errors, lead by lead.
type standing struct {
	day                  int
	simulated, own       float64 // CRPS
	simulatedLog, ownLog float64 // CRPS of the logarithm
}

// shareOf is the simulator's share in the linear pool: the prior odds times a power of the ratio of mean scores (in people and of
// the logarithm, their geometric mean), recent cases first, and the weaker the fewer they are. Weights that fall with past loss are the
// exponentially weighted forecaster of Cesa-Bianchi & Lugosi (2006), Prediction, Learning, and Games, chapter 2.
func shareOf(past []standing, on int) float64 {
	var sum standing
	n := 0.0
	for i := range past {
		w := fading(float64(on-past[i].day), shareHalfLife)
		n += w
		sum.simulated += float64(w * past[i].simulated)
		sum.own += float64(w * past[i].own)
		sum.simulatedLog += float64(w * past[i].simulatedLog)
		sum.ownLog += float64(w * past[i].ownLog)
	}
	odds := sharePrior / (1 - sharePrior)
	if sum.simulated > 0 && sum.own > 0 && sum.simulatedLog > 0 && sum.ownLog > 0 {
		worse := (draw.Log(sum.simulated/sum.own) + draw.Log(sum.simulatedLog/sum.ownLog)) / 2
		odds *= draw.Exp(-shareSharp * worse * n / (n + shareCases))
	}
	return min(max(odds/(1+odds), shareLeast), shareMost)
}

// pooled is the mixture of both.
func pooled(own, simulated skill.Sample, share float64) skill.Sample {
	if len(simulated.Values) == 0 {
		return own
	}
	return skill.Pool([]skill.Sample{own, simulated}, []float64{1 - share, share})
}
