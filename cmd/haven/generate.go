package main

import (
	"fmt"
	"path/filepath"

	"haven/scenario"
)

type generateCommand struct {
	World worldCommand `cmd:"" help:"Make a synthetic world of any size."`
}

type worldCommand struct {
	Places int    `required:"" help:"Number of places, at least 12; one in a hundred is a destination."`
	People int64  `required:"" help:"Number of people who live there."`
	Seed   uint64 `default:"1" help:"Seed: the same seed makes the same world."`
	Groups int    `default:"8" help:"Number of groups."`
	Days   int    `default:"365" help:"Days of the period."`
	Out    string `required:"" placeholder:"DIR" help:"Folder for the scenario."`
}

func (worldCommand) Help() string {
	return `Links are five times the places, destinations a hundredth.

Examples:
  haven generate world --places 500 --people 10000000 --seed 1 --out small-world
  haven generate world --places 20000 --people 1000000000 --out large-world`
}

// Run writes a synthetic world.
func (c *worldCommand) Run(t *teller) error {
	if err := free(c.Out); err != nil {
		return err
	}
	if c.Groups == 0 || c.Days == 0 { // which the options take for not given
		return usageError{fmt.Errorf("--groups is %d and --days %d; a world has groups and days, or leave them out for 8 and 365", c.Groups, c.Days)}
	}
	sc, err := scenario.Generate(scenario.GenerateOptions{Name: filepath.Base(c.Out), Places: c.Places, People: c.People, Seed: c.Seed, Groups: c.Groups, Days: c.Days})
	if err != nil {
		return usageError{err}
	}
	if err := scenario.Write(sc, c.Out); err != nil {
		return err
	}
	t.say("%s holds a world of %d places and %d links; see what is in it:\n  haven describe %s", c.Out, len(sc.Places), len(sc.Links), quoteArg(c.Out))
	t.emit("written", event{"dir": c.Out, "places": len(sc.Places), "links": len(sc.Links)})
	return nil
}
