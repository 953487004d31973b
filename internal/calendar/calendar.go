// Package calendar counts days. The model's step is the day, so a date is a
// whole number of days and arithmetic on it is arithmetic on integers.
package calendar

import (
	"fmt"
	"time"
)

// Date is a day of the proleptic Gregorian calendar: days since 1970-01-01.
type Date int32

// None marks a date that is not given (an empty cell).
const None Date = -1 << 31

const layout = "2006-01-02"

// Parse reads an ISO 8601 calendar date such as 2022-09-21.
func Parse(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil {
		return None, fmt.Errorf("%q is not a date; write it as 2022-09-21", s)
	}
	return Of(t), nil
}

// Of is the day of t in t's own time zone.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Day builds a date from its parts.
func Day(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Time is midnight UTC at the start of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String writes the date as ISO 8601; a date that is not given is empty.
func (d Date) String() string {
	if d == None {
		return ""
	}
	return d.Time().Format(layout)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// Given says whether the date is there at all.
func (d Date) Given() bool { return d != None }
