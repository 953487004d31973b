package scenario

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"haven/internal/calendar"
)

// nearest is the candidate closest to what was written, empty when none is
// close enough to be meant: one change in three characters.
func nearest(written string, candidates func(yield func(string) bool)) string {
	w := strings.ToLower(strings.TrimSpace(written))
	if w == "" || len(w) > 60 {
		return ""
	}
	best, least := "", max(1, utf8.RuneCountInString(w)/3)+1
	candidates(func(c string) bool {
		if c == "" {
			return true
		}
		if d := distance(w, strings.ToLower(c), least); d < least {
			best, least = c, d
		}
		return least > 0
	})
	return best
}

func among(values []string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, v := range values {
			if !yield(v) {
				return
			}
		}
	}
}

// distance is the optimal string alignment distance (insertions, deletions,
// replacements, swaps of neighbours), or limit when it is not below limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) >= limit || len(y)-len(x) >= limit {
		return limit
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], limit)
}

// didYouMean is the suggestion for a word that is not among the candidates.
func didYouMean(written string, candidates func(func(string) bool)) string {
	if c := nearest(written, candidates); c != "" {
		return fmt.Sprintf("did you mean %s?", c)
	}
	return ""
}

// Suggest is what may have been meant by a word that is not among those
// known, such as "did you mean camp_weight?"; empty when nothing is near.
func Suggest(written string, known []string) string { return didYouMean(written, among(known)) }

// NumberHint guesses what was meant by a text that is no plain number; empty
// when there is nothing to guess.
func NumberHint(written string) string { return numberHint(written) }

// Quoted is a text as messages show it: in quotes, shortened, with unseen
// characters made visible.
func Quoted(s string) string { return quoted(s) }

// oneOfList is the phrase that lists what is allowed.
func oneOfList(values []string) string {
	if len(values) > 12 {
		return fmt.Sprintf("allowed: %s, ... (%d in all)", strings.Join(values[:12], ", "), len(values))
	}
	return "allowed: " + strings.Join(values, ", ")
}

// numberHint guesses what was meant by something that is not a plain number.
func numberHint(s string) string {
	t := strings.TrimSpace(s)
	if t != s && isPlain(t) {
		return fmt.Sprintf("take the space away: %s", t)
	}
	if fixed := strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1").Replace(t); fixed != t && isPlain(fixed) {
		return fmt.Sprintf("a letter for a digit? write %s", fixed)
	}
	if share, ok := strings.CutSuffix(t, "%"); ok {
		if v, err := strconv.ParseFloat(strings.TrimSpace(share), 64); err == nil {
			return fmt.Sprintf("write a share: %s", formatNumber(v/100))
		}
	}
	bare := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "_", "", "'", "").Replace(t)
	if bare != t && isPlain(bare) {
		return fmt.Sprintf("write digits without separators: %s", bare)
	}
	if whole := strings.ReplaceAll(bare, ",", ""); whole != bare && isPlain(whole) {
		if inThousands(bare) {
			return fmt.Sprintf("write digits without separators (%s), or a decimal point (%s)", whole, strings.Replace(bare, ",", ".", 1))
		}
		if pointed := strings.Replace(bare, ",", ".", 1); isPlain(pointed) {
			return fmt.Sprintf("write a decimal point: %s", pointed)
		}
	}
	switch strings.ToLower(t) {
	case "nan", "na", "n/a", "null", "none", "-", "?", "unknown":
		return "leave the cell empty when there is no number"
	case "inf", "+inf", "infinity", "unlimited":
		return "leave the cell empty for no limit"
	}
	return ""
}

// inThousands says whether every comma is followed by exactly three digits.
func inThousands(s string) bool {
	parts := strings.Split(s, ",")
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return false
		}
	}
	return parts[0] != "" && parts[0] != "0"
}

func isPlain(s string) bool {
	_, ok := parseNumber(s)
	return ok
}

// dateHint guesses which day was meant.
func dateHint(s string) string {
	parts := strings.FieldsFunc(strings.TrimSpace(s), func(r rune) bool { return r == '-' || r == '.' || r == '/' || r == ' ' })
	if len(parts) != 3 {
		return ""
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 1 {
			return ""
		}
		n[i] = v
	}
	if len(parts[0]) == 4 {
		if d, ok := dayOf(n[0], n[1], n[2]); ok {
			return "did you mean " + d + "?"
		}
		if d, ok := dayOf(n[0], n[2], n[1]); ok {
			return "day and month swapped? did you mean " + d + "?"
		}
		if n[1] <= 12 && n[2] <= 31 {
			return "that month has fewer days"
		}
		return ""
	}
	if len(parts[2]) != 4 {
		return ""
	}
	a, okA := dayOf(n[2], n[1], n[0])
	b, okB := dayOf(n[2], n[0], n[1])
	switch {
	case okA && okB && a != b:
		return fmt.Sprintf("did you mean %s or %s?", a, b)
	case okA:
		return "did you mean " + a + "?"
	case okB:
		return "did you mean " + b + "?"
	}
	return ""
}

func dayOf(year, month, day int) (string, bool) {
	s := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
	_, err := calendar.Parse(s)
	return s, err == nil
}

// quoted is what was found, shortened and with unseen characters made visible.
func quoted(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) > longest {
		r := []rune(s)
		return strconv.Quote(string(r[:longest])) + "..."
	}
	return strconv.Quote(s)
}
