package flee

import (
	"fmt"

	"haven/scenario"
)

// country is the code of the country that a cell names. Flee compares
// countries as texts, so that two spellings are two countries: the first of
// them takes the code, the others get codes that ISO 3166-1 leaves to users.
func (o *opening) country(t *table, r *row, n int) string {
	name := orUnknown(r.at(n))
	if code, ok := o.countries[name]; ok {
		return code
	}
	code := scenario.CountryNamed(name)
	if other := o.codes[code]; code != "" && other != "" {
		o.warn(t.name, r.line, n+1, fmt.Sprintf("%s and %s are two countries to Flee", scenario.Quoted(name), scenario.Quoted(other)), "write one name everywhere")
		code = ""
	}
	if code == "" {
		code = o.invented()
	}
	o.countries[name], o.codes[code] = code, name
	return code
}

// invented is the next code of those left to users: XAA, XAB, ... without XK.,
// which many use for Kosovo.
func (o *opening) invented() string {
	for n := 0; ; n++ {
		code := "X" + string(rune('A'+n/26%26)) + string(rune('A'+n%26))
		if _, taken := o.codes[code]; !taken && code[1] != 'K' {
			return code
		}
		if n > 26*26 {
			return "XZZ" // more countries than the world has; Load tells
		}
	}
}
