package skill

import "math"

// AveragedDifference is Flee's error measure, the averaged relative difference
// over days t and camps c, of simulated people x and registered people y:
//
//	raw       mean over t of sum over c of |x_ct - y_ct| / max(Y_t, 1)
//	rescaled  the same of x_ct * Y_t / X_t, which is 0 where X_t is 0
//
// Y_t is what is registered in all camps (Flee prints 0 for it while nobody has been
// counted in all), X_t who is simulated in all camps. Every single difference is rounded to
// four decimals. All days count, the first included, interpolated ones as much as those on
// which people were counted, and no camp is left out.
//
// Range: 0 and above; rescaled at most 2. Lower is better: 0.3 says that the misplaced,
// counted where they are too many and where they are too few, are three tenths of those registered. Rescaled
// looks at the shares of the camps alone.
//
// Source: Suleimenova, Bell & Groen (2017), A generalized simulation development approach
// for predicting refugee destinations, Scientific Reports 7, doi:10.1038/s41598-017-13828-9;
// as computed by flee/postprocessing/extract-validation-results.py.
//
// Example: two camps with 30 and 10 registered, one day, 20 and 20 simulated: raw
// (10+10)/40 = 0.5. With 10 and 10 simulated: raw (20+0)/40 = 0.5, rescaled 20 and 20: 0.5.
//
// people and registered are by camp and day, total by day. It returns NaN without days.
func AveragedDifference(people, registered [][]float64, total []float64) (raw, rescaled float64) {
	for t, all := range total {
		in := 0.0
		for c := range people {
			in += people[c][t]
		}
		wrong, wrongRescaled := 0.0, 0.0
		for c := range people {
			x, y := people[c][t], registered[c][t]
			wrong += toFour(math.Abs(x - y))
			if in > 0 {
				x = float64(x*all) / in
			} else {
				x = 0
			}
			wrongRescaled += toFour(math.Abs(x - y))
		}
		raw += wrong / math.Max(all, 1)
		rescaled += wrongRescaled / math.Max(all, 1)
	}
	n := float64(len(total))
	return raw / n, rescaled / n
}

// toFour rounds to four decimals, as numpy does.
func toFour(x float64) float64 { return math.RoundToEven(x*1e4) / 1e4 }
