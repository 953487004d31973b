package skill

import (
	"math"

	"haven/draw"
)

// LogCRPS is the CRPS of log(1 + count), for ensemble and observed value alike:
//
//	LogCRPS = CRPS of log(1+x_1)..log(1+x_n) for log(1+y)
//
// Range: 0 and above, without a unit. Lower is better. Counts of displaced people span
// thousands to one; in people a large camp decides the score, in logarithms a factor of two
// weighs the same everywhere: for a single member 0.1 is about a tenth too much or too
// little. Negative values, which differences can have, count as 0. NaN when values is empty.
//
// Source: Bosse, Abbott, Cori and others (2023), Scoring epidemiological forecasts on
// transformed scales, PLOS Computational Biology 19(8), doi:10.1371/journal.pcbi.1011393.
//
// Example: one member 99 and y = 199: log 200 - log 100 = log 2 = 0.693.
func LogCRPS(values []float64, y float64) float64 {
	logs := make([]float64, len(values))
	for i, x := range values {
		logs[i] = draw.Log(1 + math.Max(0, x))
	}
	return CRPS(logs, draw.Log(1+math.Max(0, y)))
}
