package draw

import "math"

// Poisson is the number of events of a process that has mean of them on
// average. A mean of 0 or less gives 0; the largest is MaxCount.
//
// Below a mean of 10 the distribution function is inverted: one uniform, and
// the number rises with it and with the mean. Otherwise a transformed rejection with
// squeeze: W. Hörmann (1993), "The transformed rejection method for generating
// Poisson random variables", algorithm PTRS,
// doi:10.1016/0167-6687(93)90997-4.
func (s *Stream) Poisson(mean float64) int64 {
	if !(mean > 0) {
		if mean != mean {
			panic("draw: the mean of a Poisson number is not a number")
		}
		return 0
	}
	if mean < invertBelow {
		return invertPoisson(mean, s.Float64())
	}
	if mean > float64(MaxCount) {
		panic("draw: the mean of a Poisson number is beyond MaxCount")
	}
	return s.rejectPoisson(mean)
}

func invertPoisson(mean, u float64) int64 {
	f := Exp(-mean)
	k := int64(0)
	for u > f {
		u -= f
		k++
		if f < unreachable {
			break
		}
		f *= mean * reciprocals[k&127]
	}
	return k
}

func (s *Stream) rejectPoisson(mean float64) int64 {
	b := 0.931 + float64(2.53*math.Sqrt(mean))
	a := -0.059 + float64(0.02483*b)
	vr := 0.9277 - 3.6224/(b-2)
	for {
		u, v := s.Float64()-0.5, s.Float64()
		us := 0.5 - math.Abs(u)
		k := math.Floor(float64((2*a/us+b)*u) + (mean + 0.43))
		if us >= 0.07 && v <= vr {
			return int64(k)
		}
		if k < 0 || (us < 0.013 && v > us) {
			continue
		}
		v *= (1.1239 + 1.1328/(b-3.4)) / (a/(us*us) + b)
		logF := -mean
		if k > 0 {
			v *= math.Sqrt(k) // of Stirling's formula, under the one logarithm
			logF = -stirling(k) - deviance(k, mean) - halfLog2Pi
		}
		if Log(v) <= logF {
			return int64(k)
		}
	}
}
