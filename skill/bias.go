package skill

// Bias says whether a forecast lies above or below the observed value:
//
//	bias = 1 - 2 (P(X < y) + 1/2 P(X = y))
//
// Range: -1 to 1; 0 is best. 1: everything forecast was more than what came, -1: less. Averaged over many
// forecasts it says whether they are too high or too low, whatever their spread.
//
// Source: Funk, Camacho, Kucharski and others (2019), Assessing the performance of real-time epidemic
// forecasts, PLOS Computational Biology 15(2), doi:10.1371/journal.pcbi.1006785; as in the package scoringutils.
//
// Example: 1, 2, 4 and 4, all as likely, y = 4: 1 - 2 (2/4 + 1/2 * 2/4) = -0.5.
//
// 0 for an empty sample.
func Bias(s Sample, y float64) float64 {
	below := 0.0
	for i, x := range s.Values {
		switch {
		case x < y:
			below += s.Weights[i]
		case x == y:
			below += float64(s.Weights[i] / 2)
		}
	}
	total := s.Total()
	if total <= 0 {
		return 0
	}
	return 1 - 2*below/total
}
