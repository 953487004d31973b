package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"haven/ensemble"
	"haven/internal/forecast"
)

// meter shows how far an ensemble is: a bar on a terminal, now and then a
// plain line in a log, an event for machines.
type meter struct {
	t     *teller
	bar   *bar
	began time.Time
	what  string // is counted: members, runs
	next  int    // percentage from which the next line is due
	note  string
}

func newMeter(t *teller, members int) *meter { return newMeterOf(t, members, "members") }

// newMeterOf is newMeter of other things than members.
func newMeterOf(t *teller, number int, what string) *meter {
	m := &meter{t: t, what: what, began: time.Now()}
	if !t.json && isTerminal(t.err) {
		m.bar = newBar(t.err, number, what)
	}
	return m
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// lines is the number of steps in which a log tells of progress.
const lines = 10

func (m *meter) show(p ensemble.Progress) {
	if p.Note != "" && p.Note != m.note {
		m.note = p.Note
		m.t.note("%s", p.Note)
	}
	if m.bar != nil {
		m.bar.set(p.Done)
		return
	}
	percent := 100 * p.Done / max(p.Members, 1)
	if percent < m.next || p.Done == 0 && p.Members > 1 {
		return
	}
	m.next = percent/lines*lines + lines
	if m.t.json {
		m.t.emit("progress", event{"done": p.Done, m.what: p.Members, "kept": p.Kept, "seconds": seconds(m.began)})
		return
	}
	m.t.note("%d of %d %s, %.1f s", p.Done, p.Members, m.what, time.Since(m.began).Seconds())
}

func (m *meter) stop() {
	if m.bar != nil {
		m.bar.clear()
	}
}

func seconds(since time.Time) float64 {
	return float64(time.Since(since).Milliseconds()) / 1000
}

// dayMeter shows how far a forecast is: first days that are taken in, then
// particles that go on.
type dayMeter struct {
	t     *teller
	began time.Time
	what  string
	next  int // percentage from which the next line is due
}

func newDayMeter(t *teller) *dayMeter { return &dayMeter{t: t, began: time.Now()} }

func (m *dayMeter) show(p forecast.Progress) {
	if p.Note != "" {
		m.t.note("%s", p.Note)
		return
	}
	if p.What != m.what {
		m.what, m.next = p.What, 0
	}
	percent := 100 * p.Done / max(p.Whole, 1)
	if percent < m.next {
		return
	}
	m.next = percent/lines*lines + lines
	if m.t.json {
		m.t.emit("progress", event{"what": p.What, "done": p.Done, "of": p.Whole, "seconds": seconds(m.began)})
		return
	}
	unit := map[string]string{"filtering": "days with new figures", "forecasting": "particles"}[p.What]
	line := fmt.Sprintf("%s: %d of %d %s, %.1f s", p.What, p.Done, p.Whole, unit, time.Since(m.began).Seconds())
	if isTerminal(m.t.err) {
		fmt.Fprintf(m.t.err, "\r%-60s", line)
		return
	}
	m.t.note("%s", line)
}

func (m *dayMeter) stop() {
	if !m.t.json && isTerminal(m.t.err) {
		fmt.Fprintf(m.t.err, "\r%-60s\r", "")
	}
}
