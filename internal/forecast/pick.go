package forecast

import (
	"math"
	"slices"

	"haven/internal/forecast/filter"
)

// Pick makes particles copies of others, with streams of their own. Parameters on
// which nothing depends that has weighed the particles since they last counted alike stay as
// they are: by chance some particles are taken often, and after some days the cloud would
// seem to know what nobody reported. This is what local particle filters do (Poterjoy 2016,
// Monthly Weather Review 144(1); Farchi & Bocquet 2018, Nonlinear Processes in Geophysics
// 25(4)), by correlation as in the ensemble Kalman update. Shares that sum to 1 are copied together.
func (c *cloud) Pick(from []int) error {
	now, before := slices.Clone(c.now), slices.Clone(c.before)
	for i, j := range from {
		if i == j {
			continue
		}
		c.now[i], c.before[i] = now[j], before[j]
		c.now[i].member = c.stream()
		c.now[i].values = c.joined(now[j].values, now[i].values)
	}
	c.told = c.today
	return nil
}

// joined are the values of a particle that has become a copy of another one.
func (c *cloud) joined(copied, own []float64) []float64 {
	if !slices.Contains(c.told, false) {
		return copied
	}
	values := slices.Clone(copied)
	for p, told := range c.told {
		if !told {
			values[p] = own[p]
		}
	}
	return values
}

// hear notes which parameters the figures that are new at the stop depend on.
func (c *cloud) hear() {
	columns := make([][]float64, len(c.scales)) // by parameter and particle
	for p := range columns {
		columns[p] = make([]float64, len(c.now))
	}
	for i, z := range c.onScale() {
		for p, x := range z {
			columns[p][i] = x
		}
	}
	c.today = make([]bool, len(c.scales))
	for p := range c.scales {
		c.today[p] = c.scales[p].fixed || c.dependOn(columns[p])
	}
	alone, before := slices.Clone(c.today), c.told
	c.told = make([]bool, len(c.scales))
	for p := range c.scales {
		for q := range alone {
			c.today[p] = c.today[p] || alone[q] && filter.Correlation(columns[p], columns[q]) > together(len(c.now))
		}
		c.told[p] = c.today[p] || p < len(before) && before[p]
	}
}

// together is the correlation of two parameters, of so many particles, above which one is not copied
// without the other: a fit may know their sum and neither. Of few particles a half may be chance.
func together(particles int) float64 { return math.Max(0.5, filter.Chance(particles)) }

// dependOn says whether new figures hang together with a number of each particle.
// Figures that some particles have no value for are taken to.
func (c *cloud) dependOn(number []float64) bool {
	predicted := make([]float64, len(c.now))
	for _, f := range c.at.fresh {
		from, until := c.at.known.ValuesOf(f)
		for v := from; v < until; v++ {
			for i := range predicted {
				predicted[i] = c.now[i].figures[v]
			}
			if slices.ContainsFunc(predicted, math.IsNaN) || filter.Correlation(number, predicted) > filter.Chance(len(predicted)) {
				return true
			}
		}
	}
	return false
}
