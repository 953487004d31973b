package flee

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// largest is the largest count that a scenario's table holds exactly.
const largest = 1 << 53

// whole reads a cell as Python's int does: spaces around are allowed, 12.5 and
// 22,849 are not. ok is false when it is no whole number, which is told.
func (o *opening) whole(t *table, r *row, n int, what string) (v int64, ok bool) {
	text := strings.TrimSpace(r.at(n))
	if len(text) == 1 && text[0] >= '0' && text[0] <= '9' {
		return int64(text[0] - '0'), true
	}
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil || v > largest || v < -largest {
		hint := scenario.NumberHint(text)
		if f, ferr := strconv.ParseFloat(text, 64); ferr == nil && math.Abs(f) < largest && hint == "" {
			hint = fmt.Sprintf("write %.0f", f)
		}
		o.wrong(t.name, r.line, n+1, fmt.Sprintf("%s %s is not a whole number", what, scenario.Quoted(r.at(n))), "write a whole number such as 4000; Flee stops here", hint)
		return 0, false
	}
	return v, true
}

// number reads a cell as a plain number.
func (o *opening) number(t *table, r *row, n int, what string) (v float64, ok bool) {
	cell := r.at(n)
	if len(cell) > 1 && cell[0] == ' ' {
		cell = cell[1:]
	}
	if len(cell) == 1 && cell[0] >= '0' && cell[0] <= '9' { // most cells of conflicts.csv
		return float64(cell[0] - '0'), true
	}
	v, ok = plain(strings.TrimSpace(cell))
	if !ok {
		o.wrong(t.name, r.line, n+1, fmt.Sprintf("%s %s is not a number", what, scenario.Quoted(r.at(n))), "write a plain number such as 4000 or 0.25; Flee stops here", scenario.NumberHint(cell))
	}
	return v, ok
}

// plain reads a plain decimal number.
func plain(text string) (float64, bool) {
	for i := 0; i < len(text); i++ {
		if c := text[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// date reads a day written YYYY-MM-DD.
func (o *opening) date(t *table, r *row, n int, what string) (calendar.Date, bool) {
	text := r.at(n)
	d, err := calendar.Parse(text)
	if err != nil {
		if y, rest, two := strings.Cut(text, "-"); two {
			if m, day, three := strings.Cut(rest, "-"); three { // Python reads 2013-2-1 as well
				d, err = calendar.Parse(pad(y, 4) + "-" + pad(m, 2) + "-" + pad(day, 2))
			}
		}
	}
	if err != nil || d < calendar.Day(1900, 1, 1) || d > calendar.Day(2199, 12, 31) {
		hint := ""
		if trimmed := strings.TrimSpace(text); trimmed != text && trimmed != "" {
			hint = "take the space away"
		}
		o.wrong(t.name, r.line, n+1, fmt.Sprintf("%s %s is not a date", what, scenario.Quoted(text)), "write it as 2022-09-21, from 1900 to 2199; Flee stops here", hint)
		return calendar.None, false
	}
	return d, true
}

func pad(s string, n int) string {
	if len(s) < n {
		return strings.Repeat("0", n-len(s)) + s
	}
	return s
}

// slug makes an id of a name: small letters, digits and _. It does not look
// whether another has it.
func slug(name string) string {
	var b []byte
	for i := 0; i < len(name) && len(b) < 60; i++ {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b = append(b, c)
		default:
			if len(b) > 0 && b[len(b)-1] != '_' {
				b = append(b, '_')
			}
		}
	}
	for len(b) > 0 && b[len(b)-1] == '_' {
		b = b[:len(b)-1]
	}
	if len(b) == 0 {
		return "place"
	}
	return string(b)
}

// fresh is an id made of a wish that nobody in taken has.
func fresh(taken map[string]bool, wish string) string {
	id := wish
	for n := 2; taken[id]; n++ {
		id = wish + "_" + strconv.Itoa(n)
	}
	taken[id] = true
	return id
}

// placeNames are Flee's names of all places, for suggestions.
func (o *opening) placeNames() []string {
	names := make([]string, len(o.s.Places))
	for i := range o.s.Places {
		names[i] = o.s.Places[i].Name
	}
	return names
}
