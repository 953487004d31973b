package skill

// ConstantShare is the reference forecast that each camp keeps the share of all
// registered people that it has on a day:
//
//	f_ct = Y_t * y_cd / Y_d
//
// with y_cd registered at camp c on day d and Y_t in all camps on day t. It knows day d
// and, as a Flee run does, how many there are in all on every day; it is Flee's "flat ratio"
// forecast. Where nobody is registered on day d it says 0.
//
// Example: 30 and 10 registered on day 30, 80 in all on day 100: 60 and 20.
//
// registered is by camp and day, total by day. The result is the whole period's; it is a
// forecast for the days after d alone.
func ConstantShare(registered [][]float64, total []float64, d int) [][]float64 {
	out := make([][]float64, len(registered))
	for c := range registered {
		out[c] = make([]float64, len(total))
		if total[d] == 0 {
			continue
		}
		share := registered[c][d] / total[d]
		for t := range total {
			out[c][t] = total[t] * share
		}
	}
	return out
}
