package skill

import (
	"math"
	"slices"
)

// CRPS is the continuous ranked probability score of an ensemble x_1..x_n for
// the observed value y:
//
//	CRPS = 1/n sum_i |x_i - y| - 1/(2 n^2) sum_i sum_j |x_i - x_j|
//
// Range: 0 and above, in the unit of the values. Lower is better; 0 means that
// every member hit y. For a single member it is the absolute error. It takes
// the ensemble as it stands, as the whole forecast.
//
// Source: Gneiting & Raftery (2007), Strictly proper scoring rules, Journal of
// the American Statistical Association 102(477), equation 21. NaN when values
// is empty. Values are not changed.
//
// Example: members 1, 2, 4 and y = 3: the mean distance to y is (2+1+1)/3 =
// 4/3; the distances between members are 1, 3 and 2, each counted twice, so the
// second term is 12/18 = 2/3; CRPS = 2/3.
func CRPS(values []float64, y float64) float64 {
	n := float64(len(values))
	if n == 0 {
		return math.NaN()
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	distance, spread := 0.0, 0.0
	for i, x := range sorted {
		distance += math.Abs(x - y)
		// sorted, x is the larger one of i pairs and the smaller one of n-1-i
		spread += float64(x * (float64(2*i) - n + 1))
	}
	return distance/n - spread/(n*n)
}
