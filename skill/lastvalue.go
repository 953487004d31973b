package skill

// LastValue is the reference forecast that each camp stays as it is on a day:
//
//	f_ct = y_cd
//
// with y_cd registered at camp c on day d. It knows nothing of later days; it is Flee's
// "flat" forecast.
//
// Example: 30 and 10 registered on day 30: 30 and 10 on day 100.
//
// registered is by camp and day. The result is the whole period's; it is a forecast for
// the days after d alone.
func LastValue(registered [][]float64, d int) [][]float64 {
	out := make([][]float64, len(registered))
	for c := range registered {
		out[c] = make([]float64, len(registered[c]))
		for t := range out[c] {
			out[c][t] = registered[c][d]
		}
	}
	return out
}
