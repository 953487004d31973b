package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"haven/ensemble"
)

// meter shows how far an ensemble is: a bar on a terminal, now and then a
// plain line in a log, an event for machines.
type meter struct {
	t     *teller
	bar   *progressbar.ProgressBar
	began time.Time
	next  int // percentage from which the next line is due
	note  string
}

func newMeter(t *teller, members int) *meter {
	m := &meter{t: t, began: time.Now()}
	if !t.json && isTerminal(t.err) {
		m.bar = progressbar.NewOptions(members,
			progressbar.OptionSetWriter(t.err), progressbar.OptionSetDescription("simulating"),
			progressbar.OptionSetItsString("members"), progressbar.OptionShowIts(), progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
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
		// The bar writes to the terminal; that it cannot is no reason to stop.
		_ = m.bar.Set(p.Done)
		return
	}
	percent := 100 * p.Done / max(p.Members, 1)
	if percent < m.next || p.Done == 0 && p.Members > 1 {
		return
	}
	m.next = percent/lines*lines + lines
	if m.t.json {
		m.t.emit("progress", event{"done": p.Done, "members": p.Members, "kept": p.Kept, "seconds": seconds(m.began)})
		return
	}
	m.t.note("%d of %d members, %.1f s", p.Done, p.Members, time.Since(m.began).Seconds())
}

func (m *meter) stop() {
	if m.bar != nil {
		_ = m.bar.Clear()
		fmt.Fprint(m.t.err, "\r")
	}
}

func seconds(since time.Time) float64 {
	return float64(time.Since(since).Milliseconds()) / 1000
}
