package draw

// Categorical is the option that one head draws from weights p that sum to
// total: a walk along the options with one uniform. Options of weight 0 or less
// never come; without one above 0 it is -1.
func (s *Stream) Categorical(p []float64, total float64) int {
	u := s.Float64() * total
	option := -1
	for i, w := range p {
		if w > 0 {
			option = i
			if u < w {
				return i
			}
			u -= w
		}
	}
	return option // what rounding left goes to the last
}
