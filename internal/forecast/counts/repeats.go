package counts

import "haven/skill"

// Counts that are published again as they were, because nobody counted or nobody came, are a kind of their own: in some crises a third of all counts, in
// others none. A forecast has them as a point with a chance, beside a distribution of what is counted when something changed: a hurdle
// model (Mullahy 1986, Specification and testing of some modified count data models, Journal of Econometrics 33(3)).
const (
	repeatHalfLife = 180.0 // days, of past cases
	repeatCases    = 10.0  // the weight of what is assumed of every crisis, in cases
	repeatHere     = 5.0   // and of what is learned everywhere, at a place
	repeatOnce     = 0.01  // the chance assumed after a change
	repeatAgain    = 0.1   // and after a repeat
	repeatUnlike   = 0.1   // what a case after a change counts after a repeat, and the other way about
)

// isRepeat says whether a place's last count is the one before it again.
func isRepeat(counts []skill.Count) bool {
	n := len(counts)
	return n > 1 && counts[n-1].People == counts[n-2].People
}

// repeatChance is the chance that what is counted at a place is its last count again: the share of past cases of the same lead, everywhere first and then at the
// place, recent ones and those after the like (a repeat or a change) first.
func repeatChance(past []scored, place, lead, on int, again bool) float64 {
	all, same, own, ownSame := 0.0, 0.0, 0.0, 0.0
	for i := range past {
		c := &past[i]
		if c.lead != lead {
			continue
		}
		w := fading(float64(on-c.day), repeatHalfLife)
		if c.again != again {
			w *= repeatUnlike
		}
		repeated := 0.0
		if c.repeated {
			repeated = w
		}
		all, same = all+w, same+repeated
		if c.place == place {
			own, ownSame = own+w, ownSame+repeated
		}
	}
	before := repeatOnce
	if again {
		before = repeatAgain
	}
	everywhere := (same + float64(before*repeatCases)) / (all + repeatCases)
	return (ownSame + float64(everywhere*repeatHere)) / (own + repeatHere)
}

// withRepeats gives the last count a chance at least.
func withRepeats(s skill.Sample, last, chance float64) skill.Sample {
	at := 0.0
	for i, x := range s.Values {
		if x == last {
			at += s.Weights[i]
		}
	}
	has := at / s.Total()
	if has >= chance {
		return s
	}
	return mixed(s, skill.Equally([]float64{last}), (chance-has)/(1-has))
}
