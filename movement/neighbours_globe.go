package movement

import "math"

// earthKM is the radius that Flee measures with.
const earthKM = 6371

// greatCircle is the distance in km between two places on the globe, given in
// degrees (the haversine formula).
func greatCircle(latA, lonA, latB, lonB float64) float64 {
	const radian = math.Pi / 180
	a, b := sine((latB-latA)*radian/2), sine((lonB-lonA)*radian/2)
	h := float64(a*a) + float64(float64(cosine(latA*radian)*cosine(latB*radian))*float64(b*b))
	return 2 * earthKM * arcsine(math.Min(1, math.Sqrt(h)))
}

// sine, cosine and arcsine are those of package math to a few units in the
// last place, but alike on every processor (docs/decisions/0004-own-exp-and-log.md).

// sine is for angles of up to half a turn.
func sine(x float64) float64 {
	sum, term, square := x, x, x*x
	for k := 2.0; k < 40; k += 2 {
		term = float64(term * (-square / (k * (k + 1))))
		sum += term
	}
	return sum
}

func cosine(x float64) float64 {
	half := sine(x / 2)
	return 1 - float64(2*half*half)
}

// arcsine is for values from 0 to 1: the arctangent of an argument that is
// halved until its series takes a few terms.
func arcsine(y float64) float64 {
	z := y / (1 + math.Sqrt(1-float64(y*y)))
	for range 2 {
		z /= 1 + math.Sqrt(1+float64(z*z))
	}
	sum, power, square := z, z, float64(z*z)
	for k := 3.0; k < 30; k += 2 {
		power *= -square
		sum += power / k
	}
	return 8 * sum
}
