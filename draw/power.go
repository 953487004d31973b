package draw

import "math"

// Power raises numbers to one power, which is set up once: x^y for x of 0 or
// more and y above 0, right to within a few units in the last place. With x = 2^k * f * (1+r), f the
// middle of one of 128 parts between 1 and 2, it is a product of two table
// entries and a short binomial series: a quarter of the work of Exp(y*Log(x)).
type Power struct {
	y      float64
	series [6]float64           // (y-k)/(k+1)
	parts  [powerParts]float64  // f^y
	scales [powerScales]float64 // 2^(k y), k from leastScale on
}

const (
	powerParts  = 128
	powerScales = 320
	leastScale  = -256
)

// NewPower sets up the powers of exponent y.
func NewPower(y float64) *Power {
	p := &Power{y: y}
	for k := range p.series {
		p.series[k] = (y - float64(k)) / float64(k+1)
	}
	for i := range p.parts {
		p.parts[i] = Pow(middle(i), y)
	}
	for i := range p.scales {
		p.scales[i] = Pow(math.Ldexp(1, i+leastScale), y)
	}
	return p
}

func middle(i int) float64 { return 1 + (float64(i)+0.5)/powerParts }

var overMiddle = func() (r [powerParts]float64) {
	for i := range r {
		r[i] = 1 / middle(i)
	}
	return r
}()

// Of is x^y.
func (p *Power) Of(x float64) float64 {
	bits := math.Float64bits(x)
	k := int(bits>>52) - 1023 - leastScale
	if uint(k) >= powerScales {
		return p.rare(x)
	}
	i := bits >> 45 & (powerParts - 1)
	m := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	r := (m - (1 + (float64(i)+0.5)/powerParts)) * overMiddle[i]
	c := &p.series
	t := 1 + float64(c[4]*r*(1+float64(c[5]*r)))
	t = 1 + float64(c[2]*r*(1+float64(c[3]*r*t)))
	t = 1 + float64(c[0]*r*(1+float64(c[1]*r*t)))
	return p.scales[k] * p.parts[i] * t
}

func (p *Power) rare(x float64) float64 {
	if x == 0 {
		return 0
	}
	return Exp(float64(p.y * Log(x)))
}
