package counts

import (
	"haven/draw"
	"haven/skill"
)

// pooled is the equal linear pool of the members' forecasts. Weights that follow past scores were tried and made it worse wherever members
// are as alike as these: what tells them apart is mostly chance.
//
// Source: Smith & Wallis (2009), A simple explanation of the forecast combination puzzle, Oxford Bulletin of Economics and Statistics 71(3).
func pooled(members []skill.Sample) skill.Sample {
	equal := make([]float64, len(members))
	for k := range equal {
		equal[k] = 1
	}
	return skill.Pool(members, equal).Thinned(points)
}

// scored is one past case with its scores: of the members' pool by width, and of the simulator.
type scored struct {
	place, day int
	widths     []score
	simulated  *score // nil: it had no forecast
}

// score are the CRPS in people and of the logarithm.
type score struct{ people, log float64 }

func scoreOf(s skill.Sample, people float64) score {
	return score{s.CRPS(people), s.LogCRPS(people)}
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
