package scenario

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"haven/internal/calendar"
)

// badCell says what is wrong with one cell.
type badCell struct{ message, allowed, suggestion string }

// parseNumber reads a plain decimal number; signs and exponents are allowed,
// everything else that Go would accept (hex, underscores, inf, nan) is not.
func parseNumber(s string) (float64, bool) {
	if s == "" {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '.', c == '-', c == '+', c == 'e', c == 'E':
		default:
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// formatNumber writes a number so that reading gives the same number back.
func formatNumber(v float64) string {
	if a := math.Abs(v); a != 0 && (a >= 1e21 || a < 1e-9) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// Days a scenario may speak of; a date outside is a slip of the pen.
var (
	earliest = calendar.Day(1900, 1, 1)
	latest   = calendar.Day(2199, 12, 31)
)

// largestCount is the largest whole number that a float64 holds exactly
// together with all smaller ones.
const largestCount = 1 << 53

func parseDate(s string) (calendar.Date, *badCell) {
	d, err := calendar.Parse(s)
	if err != nil {
		return calendar.None, &badCell{quoted(s) + " is not a date", "write it as 2022-09-21", dateHint(s)}
	}
	if d < earliest || d > latest {
		return calendar.None, &badCell{quoted(s) + " is out of reach", fmt.Sprintf("allowed: %s to %s", earliest, latest), ""}
	}
	return d, nil
}

// parseClock reads HH:MM as hours of the day.
func parseClock(s string) (float64, *badCell) {
	bad := &badCell{quoted(s) + " is not a time of day", "write it as 08:00; 00:00 to 24:00", ""}
	hh, mm, ok := strings.Cut(s, ":")
	if !ok || len(hh) != 2 || len(mm) != 2 {
		if len(hh) == 1 && len(mm) == 2 {
			bad.suggestion = "did you mean 0" + s + "?"
		}
		return 0, bad
	}
	h, errH := strconv.ParseUint(hh, 10, 8)
	m, errM := strconv.ParseUint(mm, 10, 8)
	if errH != nil || errM != nil || m > 59 || h > 24 || h == 24 && m > 0 {
		return 0, bad
	}
	return float64(h) + float64(m)/60, nil
}

func formatClock(hours float64) string {
	minutes := int(math.Round(hours * 60))
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}

// partyLimit bounds a party: larger ones are several parties.
const partyLimit = 50

// ParseParty reads a party: a number of people, or its members such as
// "man=1 woman=1 child=1".
func ParseParty(s string) (Party, error) {
	if n, err := strconv.ParseUint(s, 10, 16); err == nil {
		if n < 1 || n > partyLimit {
			return Party{}, fmt.Errorf("%d people are no party; allowed: 1 to %d", n, partyLimit)
		}
		return Party{Size: int(n)}, nil
	}
	var p Party
	seen := map[string]bool{}
	for _, part := range strings.Fields(s) {
		kind, count, ok := strings.Cut(part, "=")
		n, err := strconv.ParseUint(count, 10, 16)
		if !ok || !isID(kind) || err != nil || n < 1 {
			return Party{}, fmt.Errorf("%s is no member of a party; write kind=count such as child=2", quoted(part))
		}
		if seen[kind] {
			return Party{}, fmt.Errorf("%s stands twice; write one count", quoted(kind))
		}
		seen[kind] = true
		if p.Size += int(n); p.Size > partyLimit {
			return Party{}, fmt.Errorf("more than %d people are no party", partyLimit)
		}
		p.Members = append(p.Members, Member{kind, int(n)})
	}
	if p.Size == 0 {
		return Party{}, errors.New("a party needs somebody; write 1, or man=1 woman=1")
	}
	return p, nil
}

// String writes the party as it stands in a table.
func (p Party) String() string {
	if len(p.Members) == 0 {
		return strconv.Itoa(p.Size)
	}
	parts := make([]string, len(p.Members))
	for i, m := range p.Members {
		parts[i] = m.Kind + "=" + strconv.Itoa(m.Count)
	}
	return strings.Join(parts, " ")
}

// isID says whether s can name a row: letters, digits, _ and - (of ASCII).
func isID(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 80
}

// assumed is how an evidence cell begins that cites nobody.
const assumed = "assumed:"

// Cites are the evidence ids of an evidence cell, nil when it says assumed.
func Cites(evidence string) []string {
	if strings.HasPrefix(evidence, assumed) || evidence == "" {
		return nil
	}
	ids := strings.Split(evidence, ";")
	for i := range ids {
		ids[i] = strings.TrimSpace(ids[i])
	}
	return ids
}

// set reads a cell into a row's field. The text is the row's own: it stays
// valid as long as the row.
func (c *Column) set(row any, s string) *badCell {
	if s == "" {
		return c.setEmpty(row)
	}
	if t := strings.TrimSpace(s); t != s && !c.Verbatim {
		return &badCell{quoted(s) + " begins or ends with a space", "", "write " + quoted(t)}
	}
	switch at := c.cell(row).(type) {
	case *string:
		*at = s
		return c.checkWord(s)
	case *float64:
		return c.setNumber(at, s)
	case *int64:
		var v float64
		bad := c.setNumber(&v, s)
		if bad == nil && math.Abs(v) > largestCount {
			return &badCell{fmt.Sprintf("%s is %s", c.Name, formatNumber(v)), fmt.Sprintf("allowed: up to %d", int64(largestCount)), ""}
		}
		if bad == nil && v != math.Trunc(v) {
			bad = &badCell{s + " is not a whole number", "", fmt.Sprintf("write %s", formatNumber(math.Round(v)))}
		}
		if bad == nil {
			*at = int64(v)
		}
		return bad
	case *calendar.Date:
		d, bad := parseDate(s)
		*at = d
		return bad
	case *bool:
		return setYesNo(at, s)
	case *Selector:
		sel, bad := parseSelector(s)
		*at = sel
		return bad
	case *Party:
		p, err := ParseParty(s)
		if err != nil {
			return &badCell{message: err.Error()}
		}
		*at = p
		return nil
	}
	panic("scenario: column " + c.Name + " has a field of no known type")
}

func (c *Column) setEmpty(row any) *badCell {
	switch at := c.cell(row).(type) {
	case *float64:
		*at = c.empty
	case *int64:
		*at = int64(c.empty)
	case *calendar.Date:
		*at = calendar.None
	case *string:
		*at = c.emptyWord()
	}
	if c.Required {
		return &badCell{message: c.Name + " is empty", allowed: c.allowedWords()}
	}
	return nil
}

// emptyWord is what an empty cell of words stands for: the column's default
// where that is one of the words allowed, else the empty text.
func (c *Column) emptyWord() string {
	for _, a := range c.Allowed {
		if a == c.IfEmpty {
			return a
		}
	}
	return ""
}

func setYesNo(at *bool, s string) *badCell {
	switch s {
	case "yes", "true":
		*at = true
	case "no", "false":
		*at = false
	default:
		return &badCell{quoted(s) + " is neither yes nor no", "allowed: yes, no", ""}
	}
	return nil
}

func (c *Column) setNumber(at *float64, s string) *badCell {
	if c.Type == Clock {
		v, bad := parseClock(s)
		*at = v
		return bad
	}
	v, ok := parseNumber(s)
	if !ok {
		bad := &badCell{fmt.Sprintf("%s %s is not a number", c.Name, quoted(s)), "write a plain number such as 4000 or 0.25", numberHint(s)}
		if bad.suggestion == "" && !c.Required && c.IfEmpty != "" {
			bad.suggestion = "leave it empty for: " + c.IfEmpty
		}
		return bad
	}
	if bad := c.checkNumber(v); bad != nil {
		return bad
	}
	*at = v
	return nil
}

// checkNumber holds a number against the column's bounds.
func (c *Column) checkNumber(v float64) *badCell {
	if v >= c.Min && v <= c.Max && (!c.AboveMin || v > c.Min) {
		return nil
	}
	bad := &badCell{message: fmt.Sprintf("%s is %s", c.Name, formatNumber(v)), allowed: "allowed: " + c.Bounds()}
	if v == 0 && c.AboveMin && c.IfEmpty != "" {
		bad.suggestion = "leave it empty for: " + c.IfEmpty
	} else if c.Max == 1 && v >= 2 && v <= 100 {
		bad.suggestion = fmt.Sprintf("per cent? write %s", formatNumber(v/100))
	}
	return bad
}

// Bounds is the range of a number in words, empty when it is free.
func (c *Column) Bounds() string {
	low, high := !math.IsInf(c.Min, -1), !math.IsInf(c.Max, 1)
	switch {
	case low && high && c.AboveMin:
		return fmt.Sprintf("above %s, up to %s", formatNumber(c.Min), formatNumber(c.Max))
	case low && high:
		return fmt.Sprintf("%s to %s", formatNumber(c.Min), formatNumber(c.Max))
	case low && c.AboveMin:
		return "above " + formatNumber(c.Min)
	case low:
		return formatNumber(c.Min) + " or more"
	case high:
		return formatNumber(c.Max) + " or less"
	}
	return ""
}

func (c *Column) allowedWords() string {
	if len(c.Allowed) > 0 && len(c.Refers) == 0 && c.Type == Text {
		return oneOfList(c.Allowed)
	}
	return "it must be given: " + c.About
}

// checkWord looks at what needs no other table.
func (c *Column) checkWord(s string) *badCell {
	switch c.Type {
	case ID:
		if !isID(s) {
			return &badCell{quoted(s) + " cannot be an id", "allowed: letters a-z, digits, _ and -, up to 80", idHint(s)}
		}
	case Country:
		if !isCountry(s) && !contains(c.Allowed, s) {
			return badCountry(s, c.Allowed)
		}
	case Text:
		if len(c.Allowed) > 0 && !contains(c.Allowed, s) {
			return &badCell{fmt.Sprintf("%s %s is not known", c.Name, quoted(s)), oneOfList(c.Allowed), didYouMean(s, among(c.Allowed))}
		}
	case Cited:
		if rest, ok := strings.CutPrefix(s, assumed); ok && strings.TrimSpace(rest) == "" {
			return &badCell{quoted(s) + " gives no reason", "allowed: assumed: and why", ""}
		}
	}
	return nil
}

func idHint(s string) string {
	fixed := strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '.' || r == '/':
			return '_'
		case r < 128 && isID(string(r)):
			return r
		}
		return -1
	}, s)
	if isID(fixed) {
		return "write " + fixed
	}
	return ""
}

// get writes a row's field as a cell; what an empty cell stands for is written empty.
func (c *Column) get(row any) string {
	switch at := c.cell(row).(type) {
	case *string:
		if w := c.emptyWord(); w != "" && *at == w {
			return ""
		}
		return *at
	case *float64:
		if !c.Required && c.emptyIs(*at) {
			return ""
		}
		if c.Type == Clock {
			return formatClock(*at)
		}
		return formatNumber(*at)
	case *int64:
		if !c.Required && *at == int64(c.empty) {
			return ""
		}
		return strconv.FormatInt(*at, 10)
	case *calendar.Date:
		return at.String()
	case *bool:
		if *at {
			return "yes"
		}
		return "no"
	case *Selector:
		return at.String()
	case *Party:
		return at.String()
	}
	panic("scenario: column " + c.Name + " has a field of no known type")
}
