package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"haven/internal/forecast"
	"haven/internal/kept"
)

func TestOnlyWhatMayGetBetterIsGoneOnWith(t *testing.T) {
	dir := t.TempDir()
	empty, begun := &work{partial: filepath.Join(dir, "empty.partial")}, &work{partial: filepath.Join(dir, "begun.partial")}
	if err := os.MkdirAll(begun.batches(), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(begun.batches(), "000000.bin"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	interrupted, stop := context.WithCancel(context.Background())
	stop()
	full := fmt.Errorf("writing: %w", &fs.PathError{Op: "write", Path: "a", Err: syscall.ENOSPC})
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		w    *work
		want string
	}{
		{"Ctrl-C", interrupted, context.Canceled, begun, "stopped\nhalf is kept. Go on with:\n  the same"},
		{"Ctrl-C at once", interrupted, context.Canceled, empty, "stopped\nnothing was done, so nothing was left behind"},
		{"the disk is full", context.Background(), full, begun, plain(full) + "\nhalf is kept. Go on with:\n  the same"},
		{"the disk is full at once", context.Background(), full, empty, full.Error()},
		{"the folder is of another run", context.Background(), &kept.Another{Dir: "a", What: "run"}, begun, (&kept.Another{Dir: "a", What: "run"}).Error()},
		{"a mistake in what was given", context.Background(), errors.New("there is no such measure"), begun, "there is no such measure"},
	} {
		if got := stopped(c.ctx, c.err, c.w, "half is kept", "nothing was done", "the same").Error(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Whoever stops a forecast of camps' counts is told of weeks, not of particles that there are none of.
func TestAStoppedForecastOfCampsSaysWhatIsKept(t *testing.T) {
	dir := t.TempDir()
	w := &work{dir: filepath.Join(dir, "mali"), partial: filepath.Join(dir, "mali.partial")}
	if err := os.MkdirAll(w.batches(), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.batches(), "mali-00007.bin"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c := &forecastCommand{Fitted: "mali2012", From: "2012-06-01", Days: 30, Particles: 500, Seed: 3, Discount: forecast.DefaultDiscount, Hub: "csv"}
	text := c.countsStopped(ctx, ctx.Err(), w).Error()
	for _, says := range []string{
		"stopped\nthe weeks that were simulated to their end are kept in " + w.partial,
		"haven forecast mali2012 --from 2012-06-01 --days 30 --seed 3 --hub csv --out " + w.dir + " --resume",
	} {
		if !strings.Contains(text, says) {
			t.Errorf("%q does not say %q", text, says)
		}
	}
	if strings.Contains(text, "particles") {
		t.Errorf("%q speaks of particles", text)
	}
}
