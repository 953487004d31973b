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

// scored is one past case with its scores: of the whole pool by width, of what it is made of, and of the simulator.
type scored struct {
	place, lead, day int
	again, repeated  bool // whether the last count was a repeat, and whether what came was

	widths     []score
	own        score  // of the members' own pool
	experience *score // nil: there is none
	simulated  *score // nil: it had no forecast
}

// score are the CRPS in people and of the logarithm.
type score struct{ people, log float64 }

func scoreOf(s skill.Sample, people float64) score {
	return score{s.CRPS(people), s.LogCRPS(people)}
}

// stranger is a forecast that joins a pool without being one of its kind: experience, the simulator.
type stranger struct {
	prior  float64 // the share that it is believed to deserve before anything is learned
	most   float64 // its largest share
	sharp  float64 // the power of the ratio of scores, when all is learned
	scores func(c *scored) (its, pool *score)
}

var (
	asExperience = stranger{prior: 0.3, most: 0.5, sharp: 8, scores: func(c *scored) (its, pool *score) { return c.experience, &c.own }}
	asSimulator  = stranger{prior: 0.2, most: 0.5, sharp: 4, scores: func(c *scored) (its, pool *score) { return c.simulated, &c.widths[asItIs] }}
)

// How a share follows from the scores of past forecasts.
const (
	shareCases = 10.0 // cases after which half of what can be learned is
	shareLeast = 0.01
)

// share is a stranger's: the prior odds times a power of the ratio of mean scores to those of the pool that it joins (in people and of
// the logarithm, their geometric mean), recent cases first, and the weaker the fewer they are.
func (s *stranger) share(past []scored, lead, on int) float64 {
	var its, pool score
	n := 0.0
	for i := range past {
		c := &past[i]
		one, other := s.scores(c)
		if one == nil || c.lead != lead {
			continue
		}
		w := fading(float64(on-c.day), scoreHalfLife)
		n += w
		its.people += float64(w * one.people)
		its.log += float64(w * one.log)
		pool.people += float64(w * other.people)
		pool.log += float64(w * other.log)
	}
	odds := s.prior / (1 - s.prior)
	if its.people > 0 && pool.people > 0 && its.log > 0 && pool.log > 0 {
		worse := (draw.Log(its.people/pool.people) + draw.Log(its.log/pool.log)) / 2
		odds *= draw.Exp(-s.sharp * worse * n / (n + shareCases))
	}
	return min(max(odds/(1+odds), shareLeast), s.most)
}
