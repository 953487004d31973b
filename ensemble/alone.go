package ensemble

import "math"

// alone are the figures of some cells of a summary of one member: mean,
// extremes and quantiles are all its value, and share their numbers.
func (s *Summary) alone(out *Stats, series, first, cells int) {
	out.shared = true
	out.Mean, out.Min, out.Missing = zeroed(out.Mean, cells), zeroed(out.Min, cells), zeroed(out.Missing, cells)
	out.Max = out.Min
	for q := range out.Quantile {
		out.Quantile[q] = out.Mean
	}
	mark := s.Layout.Series[series].Missing
	c := &s.columns[0][series]
	switch values := c.held.(type) {
	case plain[int16]:
		only(out, values[first:first+cells], mark)
	case plain[int32]:
		only(out, values[first:first+cells], mark)
	case plain[int64]:
		only(out, values[first:first+cells], mark)
	case nil: // zeros, as the figures are already
	default:
		var scratch []byte
		read := make(plain[int64], cells)
		values.gather(read, first, cells, 1, &scratch)
		only(out, read, mark)
	}
}

func only[T int16 | int32 | int64](out *Stats, values plain[T], missing int64) {
	for i, v := range values {
		if int64(v) == missing {
			out.Mean[i], out.Missing[i] = math.NaN(), 1
			continue
		}
		out.Mean[i], out.Min[i] = float64(v), int64(v)
	}
}
