package flee

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"haven/internal/calendar"
	"haven/scenario"
)

// Values are what a run says about each of its days. All counts are in
// counted people, that is over hasten, as Flee prints them, and times the
// parameter scale, by which registrations are multiplied as well.
type Values struct {
	People [][]int64 // by place of Scenario.Outputs and day: who is there at the end of the day
	Total  []int64   // all who ever fled, those in camps on the first day included
	Raw    []int64   // what registrations have risen by, as Register.Schedule gives it
	Debt   []int64   // as Register.Schedule gives it
	IDPs   []int64   // people in camps within the country; needed with idp_totals only
}

// Deterministic are the values that no choice changes: Raw and Debt, and Total
// where registrations say how many flee. Total includes those whom the first day puts into
// camps. People and IDPs are empty.
func Deterministic(s *scenario.Scenario, r *scenario.Register, days int) *Values {
	n := &s.Parameters.Neighbours
	newly, raw, debt := r.Schedule(days)
	scale := scaleOf(s)
	for d := range days {
		newly[d], raw[d], debt[d] = newly[d]*scale, raw[d]*scale, debt[d]*scale
	}
	var sum int64
	if !n.EmptyCampsOnDay0 {
		for _, i := range s.Outputs() {
			if n.InsertDay0 {
				sum += r.DayZero(s.Places[i].ID) * scale
			}
			sum += initialPeople(s, i) * scale
		}
	}
	v := &Values{Total: make([]int64, days), Raw: raw, Debt: debt}
	for d, more := range newly {
		sum += more
		v.Total[d] = sum
	}
	return v
}

// scaleOf is how many times the people of the folder a run has.
func scaleOf(s *scenario.Scenario) int64 {
	return max(1, int64(math.Floor(s.Parameters.Scale+0.5)))
}

// initialPeople are the people of initial_idps; Flee forgets to divide them by hasten.
func initialPeople(s *scenario.Scenario, place int) int64 {
	n := &s.Parameters.Neighbours
	for i := range s.Settlements {
		if e := &s.Settlements[i]; e.Place == s.Places[place].ID {
			if n.Without("initial-idps-unscaled") {
				return e.InitialPeople / int64(max(1, n.Hasten))
			}
			return e.InitialPeople
		}
	}
	return 0
}

// WriteOutput writes Flee's output file, column for column and number format for number
// format, so that programs that read the one read the other.
func WriteOutput(w io.Writer, s *scenario.Scenario, v *Values) error {
	register, err := scenario.NewRegister(s)
	if err != nil {
		return err
	}
	places := s.Outputs()
	days := len(v.Total)
	if err := v.fits(s, len(places), days); err != nil {
		return err
	}
	n, scale := &s.Parameters.Neighbours, scaleOf(s)
	out := bufio.NewWriterSize(w, 1<<16)
	line := outputHeader(s, places)
	for d := range days {
		_, _ = out.Write(append(line, '\n'))
		line = appendDay(line[:0], s, d)
		var wrong, unhcr, camps int64
		for k, i := range places {
			people, data := v.People[k][d], register.Printed(s.Places[i].ID, d)*scale
			line = strconv.AppendInt(append(line, ','), people, 10)
			line = strconv.AppendInt(append(line, ','), data, 10)
			line = appendFloat(append(line, ','), relativeError(people, data))
			camps += people
			unhcr += data
			wrong += max(people-data, data-people)
		}
		line = appendTotals(append(line, ','), v, d, wrong, unhcr, camps, n.Without("unhcr-zero"))
		if n.IDPTotals {
			line = strconv.AppendInt(append(line, ','), v.IDPs[d], 10)
		}
	}
	_, _ = out.Write(append(line, '\n'))
	return out.Flush()
}

// fits holds the lengths of what is to be written against each other.
func (v *Values) fits(s *scenario.Scenario, places, days int) error {
	whole := len(v.People) == places && len(v.Raw) == days && len(v.Debt) == days && days <= s.Period.Days() &&
		(!s.Parameters.Neighbours.IDPTotals || len(v.IDPs) == days)
	for k := range v.People {
		whole = whole && len(v.People[k]) == days
	}
	if !whole {
		return fmt.Errorf("flee: values of %d places and %d days do not fit a scenario of %d and %d", len(v.People), days, places, s.Period.Days())
	}
	return nil
}

func outputHeader(s *scenario.Scenario, places []int) []byte {
	var b strings.Builder
	b.WriteString("Day,Date,")
	for _, i := range places {
		name := s.Places[i].Name
		b.WriteString(name + " sim," + name + " data," + name + " error,")
	}
	b.WriteString("Total error,refugees in camps (UNHCR),total refugees (simulation),raw UNHCR refugee count,refugees in camps (simulation),refugee_debt")
	if s.Parameters.Neighbours.IDPTotals {
		b.WriteString(",total IDPs")
	}
	return []byte(b.String())
}

// appendDay begins a row. Flee's dates are one day ahead.
func appendDay(line []byte, s *scenario.Scenario, day int) []byte {
	ahead := 1
	if s.Parameters.Neighbours.Without("date-one-ahead") {
		ahead = 0
	}
	line = strconv.AppendInt(line, int64(day), 10)
	return append(append(line, ','), (s.Period.From + calendar.Date(day+ahead)).String()...)
}

// appendTotals ends a row. While nothing is registered in all Flee prints 0 for whatever
// is about registrations.
func appendTotals(line []byte, v *Values, d int, wrong, unhcr, camps int64, always bool) []byte {
	raw, debt, share := v.Raw[d], v.Debt[d], 0.0
	switch {
	case raw > 0:
		share = float64(wrong) / float64(raw)
	case !always:
		unhcr, raw, debt = 0, 0, 0
	}
	line = appendFloat(line, share)
	for _, x := range [...]int64{unhcr, v.Total[d], raw, camps, debt} {
		line = strconv.AppendInt(append(line, ','), x, 10)
	}
	return line
}

// relativeError is |people/data - 1| to four decimals, 0 where nothing is
// registered. Flee rounds as numpy does, by way of ten thousandths, which at a
// 5 in the fifth place differs from rounding the number itself.
func relativeError(people, data int64) float64 {
	if float64(data) < 1e-5 {
		return 0
	}
	return math.RoundToEven(math.Abs(float64(people)/float64(data)-1)*1e4) / 1e4
}

// appendFloat writes a number as Python's repr does: the shortest text that
// reads as the same number, with a decimal point, and an exponent below 1e-4 and from 1e16.
func appendFloat(line []byte, x float64) []byte {
	if a := math.Abs(x); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.AppendFloat(line, x, 'e', -1, 64)
	}
	began := len(line)
	line = strconv.AppendFloat(line, x, 'f', -1, 64)
	for _, c := range line[began:] {
		if c == '.' {
			return line
		}
	}
	return append(line, ".0"...)
}

// Band are the quantiles 5, 25, 50, 75 and 95 % of people at a place at the end of a day.
type Band [5]float64

// WriteQuantiles writes what an ensemble says beside Flee's output: for every
// place and day the quantiles of its people and what is registered there.
func WriteQuantiles(w io.Writer, s *scenario.Scenario, days int, at func(place, day int) Band) error {
	register, err := scenario.NewRegister(s)
	if err != nil {
		return err
	}
	places := s.Outputs()
	out := bufio.NewWriterSize(w, 1<<16)
	var b strings.Builder
	b.WriteString("Day,Date")
	for _, i := range places {
		for _, q := range [...]string{"q05", "q25", "q50", "q75", "q95", "data"} {
			b.WriteString("," + s.Places[i].Name + " " + q)
		}
	}
	line := []byte(b.String())
	for d := range days {
		_, _ = out.Write(append(line, '\n'))
		line = appendDay(line[:0], s, d)
		for _, i := range places {
			for _, q := range at(i, d) {
				line = appendFloat(append(line, ','), q)
			}
			line = strconv.AppendInt(append(line, ','), register.Printed(s.Places[i].ID, d)*scaleOf(s), 10)
		}
	}
	_, _ = out.Write(append(line, '\n'))
	return out.Flush()
}
