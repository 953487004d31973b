package draw

// Multinomial splits n over options of weights p into out, all of it: one
// binomial draw an option out of what the earlier ones left (the conditional
// method, L. Devroye 1986, "Non-uniform random variate generation", XI.1.4). Each
// option draws from its own stream, key.With(id), so that an option that is
// added, or one that vanishes, leaves the uniforms of the others as they are.
// The weights need not sum to 1; those of 0 or less get nothing. With no weight
// above 0 and somebody to split it panics.
func Multinomial(key Key, n int64, p []float64, ids []uint64, out []int64) {
	ids, out = ids[:len(p)], out[:len(p)]
	total, last := 0.0, -1
	for i, w := range p {
		out[i] = 0
		if w > 0 {
			total += w
			last = i
		} else if w != w {
			panic("draw: a weight is not a number")
		}
	}
	if n == 0 {
		return
	}
	if last < 0 || n < 0 {
		panic("draw: nothing to split, or no option to split over")
	}
	for i, w := range p[:last] {
		if w > 0 {
			s := key.With(ids[i]).Stream()
			k := s.Binomial(n, w/total)
			out[i] = k
			total -= w
			if n -= k; n == 0 {
				return
			}
		}
	}
	out[last] += n
}
