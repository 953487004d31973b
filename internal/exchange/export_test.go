package exchange

import (
	"bytes"
	"errors"

	"haven/internal/calendar"
	"haven/scenario"
)

// ReadBytes is Read of a text; ok is false when it is a workbook, which is read from a file alone.
func ReadBytes(data []byte, s *scenario.Scenario, o Options) (res *Result, err error, ok bool) {
	res = &Result{Left: map[string]int{}}
	j := &job{o: o, s: s, res: res, path: "file", taken: map[string]bool{}, codes: map[string]string{}}
	layout, take, err := j.reader()
	if err != nil {
		return res, err, true
	}
	j.claim.ID, j.claim.Claim = "claim", "Figures of a test."
	j.claim.DateFrom, j.claim.DateTo, j.claim.KnownFrom = calendar.None, calendar.None, calendar.None
	sheet, err := open(bytes.NewReader(data), j.tell)
	if errors.Is(err, errWorkbook) {
		return nil, nil, false
	}
	if err != nil {
		return res, j.failed(err), true
	}
	return res, j.run(layout, take, sheet), true
}

// FromUNHCR is fromUNHCR, FromISO fromISO, Fold fold.
var (
	FromUNHCR = fromUNHCR
	FromISO   = fromISO
	Fold      = fold
)

// Days is days, with what is wrong in words.
func Days(s, order string) (from, to calendar.Date, bad string) {
	from, to, t := days(s, order, calendar.None)
	if t != nil {
		bad = t.message
	}
	return from, to, bad
}

// People is people, with what is wrong in words.
func People(s string) (v float64, bad string) {
	v, t := people(s)
	if t != nil {
		bad = t.message
	}
	return v, bad
}

// PeopleHint is what people says is allowed, and suggests, where a text is no count.
func PeopleHint(s string) (allowed, suggestion string) {
	if _, t := people(s); t != nil {
		return t.allowed, t.suggestion
	}
	return "", ""
}
