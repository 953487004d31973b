package skill

import "math"

// WIS is the weighted interval score of a forecast given by quantiles q at levels t_1 < ... < t_n, which are symmetric
// about the median and include it:
//
//	WIS = 1/(K + 1/2) * (1/2 |y - m| + sum over the K central intervals of (a_k/2) IS_k)
//	IS_k = (u_k - l_k) + 2/a_k (l_k - y) if y < l_k, + 2/a_k (y - u_k) if y > u_k
//
// with the interval from l_k to u_k at the nominal level 1 - a_k, and m the median. It is worked out as twice
// the mean quantile (pinball) loss, which is the same number.
//
// Range: 0 and above, in the unit of the values. Lower is better. With more and more levels it goes to CRPS.
//
// Source: Bracher, Ray, Gneiting & Reich (2021), Evaluating epidemic forecasts in an interval format,
// PLOS Computational Biology 17(2), doi:10.1371/journal.pcbi.1008618.
//
// Example: median 10, 50 % interval from 8 to 14, y = 15: K = 1, IS = 6 + 2/0.5 * 1 = 10, WIS = (2.5 + 0.25*10)/1.5 = 3.333.
//
// NaN without quantiles.
func WIS(quantiles, levels []float64, y float64) float64 {
	sum := 0.0
	for i, q := range quantiles {
		if y < q {
			sum += float64((1 - levels[i]) * (q - y))
		} else {
			sum += float64(levels[i] * (y - q))
		}
	}
	if len(quantiles) == 0 {
		return math.NaN()
	}
	return 2 * sum / float64(len(quantiles))
}

// HubLevels are the 23 quantile levels by which forecasts are exchanged in hubverse's format.
var HubLevels = []float64{0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99}
