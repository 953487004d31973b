package draw

// MultivariateHypergeometric draws without replacement out of several kinds and
// puts into out how many of each came: one hypergeometric draw a kind out of
// what the earlier ones left. Each kind draws from its own stream, key.With(id).
// It panics when more are drawn than there are.
func MultivariateHypergeometric(key Key, counts []int64, draws int64, ids []uint64, out []int64) {
	var all int64
	for _, c := range counts {
		all += c
	}
	for i, c := range counts {
		out[i] = 0
		if draws > 0 && c > 0 {
			s := key.With(ids[i]).Stream()
			out[i] = s.Hypergeometric(c, all-c, draws)
		}
		all -= c
		draws -= out[i]
	}
	if draws != 0 {
		panic("draw: more are drawn than there are")
	}
}
