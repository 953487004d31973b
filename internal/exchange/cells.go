package exchange

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"haven/internal/calendar"
	"haven/scenario"
)

// pattern is a regular expression that is compiled when it is first asked for:
// every start of the program would pay for what only imports need.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// trouble says what is wrong with a cell.
type trouble struct{ message, allowed, suggestion string }

var (
	thousandsComma = pattern(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)
	thousandsPoint = pattern(`^-?\d{1,3}(\.\d{3}){2,}$`)
	thousandsSpace = pattern(`^-?\d{1,3}([ \x{a0}\x{202f}']\d{3})+(\.\d+)?$`)
	// 1.250 may be 1250, but 0.125, 1.5 and 120.4 are no such number
	pointOfThousands = pattern(`^[1-9]\d{0,2}\.\d{3}$`)
	onlyDigits       = pattern(`^\d{1,10}$`)
	plainNumber      = pattern(`^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$`)
)

// number reads a number with or without separators of thousands.
func number(s string) (float64, *trouble) {
	text := s
	switch {
	case thousandsComma().MatchString(s):
		text = strings.ReplaceAll(s, ",", "")
	case thousandsPoint().MatchString(s):
		text = strings.ReplaceAll(s, ".", "")
	case thousandsSpace().MatchString(s):
		text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "").Replace(s)
	}
	if bad := formulaError(s); bad != nil {
		return 0, bad
	}
	if !plainNumber().MatchString(text) {
		return 0, &trouble{scenario.Quoted(s) + " is not a number", "write a plain number such as 4000", scenario.NumberHint(s)}
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, &trouble{scenario.Quoted(s) + " is out of reach", "", ""}
	}
	return v, nil
}

// largestCount is above the number of people alive; a count above it is a slip.
const largestCount = 1e10

// formulaError is what is wrong with a cell whose formula failed; #N/A is what publishers write where they have no figure.
func formulaError(s string) *trouble {
	switch strings.ToUpper(s) {
	case "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!":
		return &trouble{s + " is an error of the spreadsheet, no value", "", "correct its formula, or leave the cell empty if there is no figure"}
	}
	return nil
}

const wholePeople = "allowed: a whole number of people such as 4000 or 1,250; an empty cell where there is none"

// people reads a count of people.
func people(s string) (float64, *trouble) {
	v, bad := number(s)
	switch {
	case bad != nil && formulaError(s) != nil:
		return 0, bad
	case bad != nil: // what number suggests may be no count
		return 0, &trouble{bad.message, wholePeople, letterForDigit(s)}
	case v < 0:
		return 0, &trouble{fmt.Sprintf("%s people", s), "allowed: 0 or more", ""}
	case v != math.Trunc(v) && pointOfThousands().MatchString(s):
		return 0, &trouble{scenario.Quoted(s) + " is no whole number of people", "", "is the point a separator of thousands? write " + strings.ReplaceAll(s, ".", "")}
	case v != math.Trunc(v):
		return 0, &trouble{scenario.Quoted(s) + " is no whole number of people", wholePeople, ""}
	case v > largestCount:
		return 0, &trouble{s + " people are more than live", "", ""}
	}
	return v, nil
}

// letterForDigit suggests a count where letters stand for the digits that look like them.
func letterForDigit(s string) string {
	fixed := strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1").Replace(s)
	if fixed == s || !onlyDigits().MatchString(fixed) || !strings.ContainsAny(s, "123456789") {
		return ""
	}
	return "a letter for a digit? write " + fixed
}

// withheld are the marks that publishers put where they keep a small count back, or have none.
func withheld(s string) bool {
	switch strings.ToLower(s) {
	case "", "*", "-", "–", "n/a", "#n/a", "na", "nan", "null", "none", "..", "redacted":
		return true
	}
	return false
}

// none is the dash of UNHCR's tables: zero, not available or not applicable, such as a group that was not counted yet.
func none(s string) bool { return s == "-" || s == "–" }

// degrees reads a latitude or longitude; a comma is taken for the decimal point.
func degrees(s string, most float64) (float64, *trouble) {
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	v, bad := number(s)
	if bad != nil {
		return 0, bad
	}
	if math.Abs(v) > most {
		return 0, &trouble{fmt.Sprintf("%s degrees", s), fmt.Sprintf("allowed: -%g to %g", most, most), "are latitude and longitude swapped?"}
	}
	return v, nil
}

// layouts of days that can be read in one way only.
var dayLayouts = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "20060102", "2006-1-2",
	"2 January 2006", "2 Jan 2006", "2-Jan-2006", "2-January-2006", "02-Jan-06", "January 2, 2006", "Jan 2, 2006", "Monday, 2 January 2006", "2 January, 2006",
}

var (
	timeOfDay  = pattern(`^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|UTC|[-+]\d{2}:?\d{2}))?$`)
	numericDay = pattern(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})( \d{1,2}:\d{2}(:\d{2})?)?$`)
	unixTime   = pattern(`^\d{9,10}(\.0)?$`)
	onlyYear   = pattern(`^(\d{4})(\.0)?$`)
	excelDay   = pattern(`^(\d{5})(\.\d+)?$`)
	monthOf    = []string{"2006-01", "2006/01", "January 2006", "Jan 2006", "Jan-2006", "01/2006"}
)

// days reads a day, month or year as its first and last day. Order says how 3/4/2022 is
// meant: dmy, mdy, or empty when nobody said; dayZero is from which day a workbook counts, None elsewhere.
func days(s, order string, dayZero calendar.Date) (from, to calendar.Date, bad *trouble) {
	if m := timeOfDay().FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	for _, l := range dayLayouts {
		if t, err := time.Parse(l, s); err == nil {
			return within(s, calendar.Of(t), calendar.Of(t))
		}
	}
	if m := numericDay().FindStringSubmatch(s); m != nil {
		return numeric(s, m, order)
	}
	if m := onlyYear().FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[1])
		return within(s, calendar.Day(year, 1, 1), calendar.Day(year, 12, 31))
	}
	for _, l := range monthOf {
		if t, err := time.Parse(l, s); err == nil {
			return within(s, calendar.Of(t), calendar.Of(t.AddDate(0, 1, -1)))
		}
	}
	if m := excelDay().FindStringSubmatch(s); dayZero.Given() && m != nil {
		n, _ := strconv.Atoi(m[1])
		d := dayZero + calendar.Date(n)
		return within(s, d, d)
	}
	if unixTime().MatchString(s) {
		n, _ := strconv.ParseInt(strings.TrimSuffix(s, ".0"), 10, 64)
		d := calendar.Of(time.Unix(n, 0).UTC())
		return within(s, d, d)
	}
	if bad := formulaError(s); bad != nil {
		return calendar.None, calendar.None, bad
	}
	return calendar.None, calendar.None, &trouble{scenario.Quoted(s) + " is not a date", "write it as 2022-09-21", ""}
}

var earliestDay, latestDay = calendar.Day(1900, 1, 1), calendar.Day(2199, 12, 31)

func within(s string, from, to calendar.Date) (calendar.Date, calendar.Date, *trouble) {
	if from < earliestDay || to > latestDay {
		return calendar.None, calendar.None, &trouble{scenario.Quoted(s) + " is out of reach", fmt.Sprintf("allowed: %s to %s", earliestDay, latestDay), ""}
	}
	return from, to, nil
}

func numeric(s string, m []string, order string) (calendar.Date, calendar.Date, *trouble) {
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	year, _ := strconv.Atoi(m[3])
	day, month := a, b
	switch {
	case order == "mdy":
		day, month = b, a
	case order == "" && a <= 12 && b <= 12 && a != b:
		return calendar.None, calendar.None, &trouble{scenario.Quoted(s) + " can be read in two ways", "", "say how days are written: --dates dmy or --dates mdy"}
	case order == "" && b > 12:
		day, month = b, a
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != month || t.Year() != year {
		return calendar.None, calendar.None, &trouble{scenario.Quoted(s) + " is not a date", "write it as 2022-09-21", ""}
	}
	return within(s, calendar.Of(t), calendar.Of(t))
}
