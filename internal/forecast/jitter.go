package forecast

import (
	"math"

	"haven/draw"
	"haven/ensemble"
	"haven/scenario"
)

// scale is where a parameter has no bounds, so that means and spreads make
// sense: logarithms of what is above 0, log odds between two bounds, the number itself
// where it is neither.
type scale struct {
	low, high float64
	fixed     bool // left alone: shares that sum to 1
}

// scaleOf is the scale of a parameter: of a prior between two bounds the
// bounds, else what its address allows.
func scaleOf(sc *scenario.Scenario, p *ensemble.Parameter) (scale, error) {
	low, high, err := sc.Bounds(p.Address)
	if err != nil {
		return scale{}, err
	}
	d := p.Distribution
	switch d.Kind {
	case "dirichlet":
		return scale{fixed: true}, nil
	case "uniform":
		low, high = d.Low, d.High
	case "beta":
		low, high = max(low, 0), min(high, 1)
	case "lognormal":
		low, high = 0, math.Inf(1)
	}
	return scale{low: low, high: high}, nil
}

const edge = 1e-9 // how near to a bound a number is taken to lie, as a share

func (s scale) to(x float64) float64 {
	switch {
	case math.IsInf(s.low, 0) && math.IsInf(s.high, 0):
		return x
	case math.IsInf(s.high, 0):
		return draw.Log(max(x-s.low, math.SmallestNonzeroFloat64))
	}
	u := min(max((x-s.low)/(s.high-s.low), edge), 1-edge)
	return draw.Log(u / (1 - u))
}

func (s scale) from(z float64) float64 {
	switch {
	case math.IsInf(s.low, 0) && math.IsInf(s.high, 0):
		return z
	case math.IsInf(s.high, 0):
		return s.low + draw.Exp(z)
	}
	return s.low + float64((s.high-s.low)/(1+draw.Exp(-z)))
}

// relatives is how many particles' distances from the mean a jitter is mixed of.
const relatives = 24

// jitter moves all particles' parameters a little, so that copies differ: the
// kernel of Liu & West (2001, in Doucet, de Freitas & Gordon, Sequential Monte
// Carlo Methods in Practice) with discount d, on the scales of the parameters:
//
//	z = a z_i + (1 - a) mean + h e,  a = (3d - 1)/(2d),  h^2 = 1 - a^2
//
// with e of the covariance of the cloud. The shrinkage a undoes the spread that e adds,
// so that mean and covariance stay. e is a mixture of a few particles'
// distances from the mean with normal weights, which has that covariance
// however few different particles are left. A discount of 1 moves nothing.
func (c *cloud) jitter(key draw.Key) [][]float64 {
	n, np := len(c.now), len(c.scales)
	out := make([][]float64, n)
	if c.discount >= 1 || np == 0 {
		for i := range out {
			out[i] = c.now[i].values
		}
		return out
	}
	z, mean := c.onScale(), make([]float64, np)
	for i := range z {
		for p := range mean {
			mean[p] += z[i][p] / float64(n)
		}
	}
	a := (3*c.discount - 1) / (2 * c.discount)
	h := math.Sqrt(1-float64(a*a)) / math.Sqrt(relatives)
	for i := range out {
		s := key.Of(uint64(i))
		out[i] = make([]float64, np)
		for p := range mean {
			out[i][p] = float64(a*z[i][p]) + float64((1-a)*mean[p])
		}
		for range relatives {
			j := min(int(s.Float64()*float64(n)), n-1)
			w := h * s.Normal()
			for p := range mean {
				out[i][p] += float64(w * (z[j][p] - mean[p]))
			}
		}
		c.offScale(out[i], c.now[i].values)
	}
	return out
}

// onScale are the parameters of all particles on their scales.
func (c *cloud) onScale() [][]float64 {
	z := make([][]float64, len(c.now))
	for i := range z {
		z[i] = make([]float64, len(c.scales))
		for p, s := range c.scales {
			if z[i][p] = c.now[i].values[p]; !s.fixed {
				z[i][p] = s.to(z[i][p])
			}
		}
	}
	return z
}

// offScale turns z into values; what is fixed stays as it was.
func (c *cloud) offScale(z, was []float64) {
	for p, s := range c.scales {
		if s.fixed {
			z[p] = was[p]
		} else {
			z[p] = s.from(z[p])
		}
	}
}
