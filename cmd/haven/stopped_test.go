package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"haven/internal/forecast"
)

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
