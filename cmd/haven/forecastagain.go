package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"haven/internal/forecast"
	"haven/internal/forecast/hubverse"
)

// stopped explains how to go on after a forecast was stopped.
func (c *forecastCommand) stopped(ctx context.Context, err error, w *work) error {
	left := fmt.Sprintf("the particles are kept in %s as they stood after the last day taken in", w.partial)
	return stopped(ctx, err, w, left, nothingKept, c.again(w.dir))
}

// nothingKept is said of a forecast that was stopped too soon.
const nothingKept = "nothing had been done that is worth keeping"

// cloudArgs are the flags without which these particles cannot be gone on with.
func (c *forecastCommand) cloudArgs() []string {
	var args []string
	if c.Particles != forecast.DefaultParticles {
		args = append(args, "--particles", strconv.Itoa(c.Particles))
	}
	if c.Seed != usualSeed {
		args = append(args, "--seed", strconv.FormatUint(c.Seed, 10))
	}
	if c.Discount != forecast.DefaultDiscount {
		args = append(args, "--discount", strconv.FormatFloat(c.Discount, 'g', -1, 64))
	}
	return args
}

// again is the command that goes on with this forecast.
func (c *forecastCommand) again(dir string) string {
	args := append([]string{"haven", "forecast", quoteArg(c.Fitted), "--from", c.From, "--days", strconv.Itoa(c.Days)}, c.cloudArgs()...)
	if c.Observed != "" {
		args = append(args, "--observations", quoteArg(c.Observed))
	}
	if c.Hub != hubverse.Formats[0] {
		args = append(args, "--hub", c.Hub)
	}
	if c.NoReport {
		args = append(args, "--no-report")
	}
	return strings.Join(append(args, "--out", quoteArg(dir), "--resume"), " ")
}
