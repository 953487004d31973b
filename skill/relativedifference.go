package skill

import "math"

// RelativeDifference is Flee's averaged relative difference over counts of people alone, without the days in
// between: of forecast people x (medians) and counted people y
//
//	sum of |x - y| / sum of y
//
// Range: 0 and above; lower is better. 0.3 says that three in ten of those counted were expected elsewhere,
// or not at all. AveragedDifference is the same for a whole run, day by day.
//
// Source: Suleimenova, Bell & Groen (2017), Scientific Reports 7, doi:10.1038/s41598-017-13828-9.
//
// Example: 20 and 20 forecast, 30 and 10 counted: (10+10)/40 = 0.5.
//
// NaN where nobody was counted.
func RelativeDifference(forecast, counted []float64) float64 {
	wrong, all := 0.0, 0.0
	for i, y := range counted {
		wrong += math.Abs(forecast[i] - y)
		all += y
	}
	if all <= 0 {
		return math.NaN()
	}
	return wrong / all
}
