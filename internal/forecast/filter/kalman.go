package filter

import (
	"fmt"
	"math"
)

// Reading is one observed figure beside what each particle would have read, on
// a scale on which the observation's error is normal with the given variance.
type Reading struct {
	Observed  float64
	Variance  float64   // of the observation's error, above 0
	Predicted []float64 // by particle
}

// Kalman moves the variables of all particles towards what was observed: the
// ensemble Kalman update with perturbed observations,
//
//	x_i += C_xy (C_yy + R)^-1 (y + e_i - y_i)
//
// where C_xy are the covariances over particles of variables and predictions,
// R the readings' variances, y_i what particle i predicts, and e_i draws from
// N(0, R), shifted so that their mean over particles is 0 (Evensen 1994,
// Journal of Geophysical Research 99(C5); Burgers, van Leeuwen & Evensen 1998,
// Monthly Weather Review 126(6)). The particles must count alike.
//
// Of n particles without any relation a correlation of about 1/sqrt(n) shows
// by chance. Covariances whose correlation is smaller than three times that
// are taken as 0 (localisation by correlation: Luo & Bhakta 2020,
// Computational Geosciences 24(1)).
//
// variables[v][i] is variable v of particle i; noise(r, i) is a standard
// normal number for reading r of particle i.
func Kalman(variables [][]float64, readings []Reading, noise func(reading, particle int) float64) error {
	if len(readings) == 0 || len(variables) == 0 {
		return nil
	}
	n := len(readings[0].Predicted)
	if n < 2 {
		return fmt.Errorf("an ensemble Kalman update needs at least 2 particles, not %d", n)
	}
	predicted := make([][]float64, len(readings))
	for r := range readings {
		predicted[r] = departures(readings[r].Predicted)
	}
	lower, err := cholesky(innovationCovariance(predicted, readings))
	if err != nil {
		return err
	}
	gain := make([][]float64, len(variables)) // C_xy
	for v := range variables {
		gain[v] = relations(departures(variables[v]), predicted)
	}
	shift := innovations(readings, noise)
	step := make([]float64, len(readings))
	for i := range n {
		for r := range readings {
			step[r] = shift[r][i]
		}
		solve(lower, step)
		for v := range variables {
			sum := 0.0
			for r := range step {
				sum += float64(gain[v][r] * step[r])
			}
			variables[v][i] += sum
		}
	}
	return nil
}

// innovations are y + e_i - y_i by reading and particle.
func innovations(readings []Reading, noise func(reading, particle int) float64) [][]float64 {
	out := make([][]float64, len(readings))
	for r := range readings {
		q := &readings[r]
		out[r] = make([]float64, len(q.Predicted))
		sum, spread := 0.0, math.Sqrt(q.Variance)
		for i := range out[r] {
			out[r][i] = float64(spread * noise(r, i))
			sum += out[r][i]
		}
		for i, y := range q.Predicted {
			out[r][i] += q.Observed - y - sum/float64(len(q.Predicted))
		}
	}
	return out
}

// departures are values less their mean.
func departures(values []float64) []float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	mean := sum / float64(len(values))
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = v - mean
	}
	return out
}

func covariance(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum / float64(len(a)-1)
}

// innovationCovariance is C_yy + R.
func innovationCovariance(predicted [][]float64, readings []Reading) [][]float64 {
	c := make([][]float64, len(predicted))
	for r := range c {
		c[r] = make([]float64, len(predicted))
		for s := range r + 1 {
			c[r][s] = covariance(predicted[r], predicted[s])
			c[s][r] = c[r][s]
		}
		c[r][r] += readings[r].Variance
	}
	return c
}

// relations are the covariances of a variable with every prediction, those
// that may well be chance left out.
func relations(variable []float64, predicted [][]float64) []float64 {
	own := covariance(variable, variable)
	out := make([]float64, len(predicted))
	for r := range predicted {
		c, other, least := covariance(variable, predicted[r]), covariance(predicted[r], predicted[r]), Chance(len(variable))
		if c*c > float64(least*least)*own*other {
			out[r] = c
		}
	}
	return out
}

// Chance is the correlation that over n particles may be one of numbers without any
// relation: three standard deviations of it, 3/sqrt(n).
func Chance(n int) float64 { return 3 / math.Sqrt(float64(n)) }

// Correlation is the size of the correlation of two numbers, both by particle; 0 where
// one of them is the same for all.
func Correlation(a, b []float64) float64 {
	x, y := departures(a), departures(b)
	scale := math.Sqrt(covariance(x, x)) * math.Sqrt(covariance(y, y))
	if scale == 0 {
		return 0
	}
	return math.Abs(covariance(x, y)) / scale
}

// cholesky is the lower triangle L with L L' = a. It is written out because a
// library's processor-specific kernels round differently from machine to machine.
func cholesky(a [][]float64) ([][]float64, error) {
	lower := make([][]float64, len(a))
	for i := range a {
		lower[i] = make([]float64, i+1)
		for j := range i + 1 {
			sum := a[i][j]
			for k := range j {
				sum -= float64(lower[i][k] * lower[j][k])
			}
			if i > j {
				lower[i][j] = sum / lower[j][j]
				continue
			}
			if !(sum > 0) || math.IsInf(sum, 0) {
				return nil, fmt.Errorf("the covariance of the readings is not positive definite: reading %d has a variance of %g left", i+1, sum)
			}
			lower[i][i] = math.Sqrt(sum)
		}
	}
	return lower, nil
}

// solve puts (L L')^-1 b into b.
func solve(lower [][]float64, b []float64) {
	for i := range b {
		for k := range i {
			b[i] -= float64(lower[i][k] * b[k])
		}
		b[i] /= lower[i][i]
	}
	for i := len(b) - 1; i >= 0; i-- {
		for k := i + 1; k < len(b); k++ {
			b[i] -= float64(lower[k][i] * b[k])
		}
		b[i] /= lower[i][i]
	}
}
