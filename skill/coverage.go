package skill

// Coverage is the share of observations that lie inside the forecast's band:
//
//	coverage = (number of observations inside) / (number of observations)
//
// Range: 0 to 1. Best is the band's nominal level: a 90 % band should hold nine
// observations of ten. Less means that the forecast is too sure of itself (or
// biased), more that it is vaguer than it need be. With n observations that are
// independent of one another the standard error is sqrt(p(1-p)/n); reports of
// one border on following days are not independent, so the true error is larger.
//
// Source: Gneiting, Balabdaoui & Raftery (2007), Probabilistic forecasts,
// calibration and sharpness, Journal of the Royal Statistical Society B 69(2).
//
// Example: of 20 observations 13 lie inside the 90 % band: coverage 0.65, far
// below 0.9.
//
// It returns 0 and false when nothing was compared.
func Coverage(inside []bool) (float64, bool) {
	if len(inside) == 0 {
		return 0, false
	}
	n := 0
	for _, in := range inside {
		if in {
			n++
		}
	}
	return float64(n) / float64(len(inside)), true
}
