package main

import (
	"fmt"

	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/scenario"
)

type importCommand struct {
	Flee  importFleeCommand  `cmd:"" help:"Write a Flee folder as a scenario of haven."`
	UNHCR importUNHCRCommand `cmd:"" name:"unhcr" help:"Put UNHCR's counts into a scenario as observations."`
	DTM   importDTMCommand   `cmd:"" name:"dtm" help:"Put rounds of IOM's Displacement Tracking Matrix into a scenario as observations."`
	ACLED importACLEDCommand `cmd:"" name:"acled" help:"Put ACLED's events into a scenario as conflict days."`
	HXL   importHXLCommand   `cmd:"" name:"hxl" help:"Put any table with HXL tags into a scenario as observations, conflict days or policies."`
}

type importFleeCommand struct {
	Folder string `arg:"" help:"Flee folder: input_csv, source_data and simsetting.yml."`
	Out    string `required:"" placeholder:"DIR" help:"Folder for the scenario."`
	fleeOptions
}

func (importFleeCommand) Help() string {
	return `The scenario has the rule neighbours and runs to the same numbers as the folder. Warnings say what Flee passes over in silence.

Examples:
  haven import flee mali2012 --out mali
  haven import flee mali2012 --out mali --without-quirk all --strict
  haven import flee input_csv --source-data source_data --settings simsetting.yml --out mali`
}

// Run writes a Flee folder as a scenario.
func (c *importFleeCommand) Run(t *teller) error {
	if err := free(c.Out); err != nil {
		return err
	}
	if !flee.Recognise(c.Folder) {
		return fmt.Errorf("%s is no Flee folder; it holds input_csv/locations.csv, or locations.csv and routes.csv", c.Folder)
	}
	sc, warnings, err := c.open(c.Folder, calendar.None)
	if err != nil {
		return err
	}
	t.problems(c.Folder, warnings)
	if err := scenario.Write(sc, c.Out); err != nil {
		return err
	}
	t.say("%s holds %d places and %d links; see what is in it:\n  haven describe %s", c.Out, len(sc.Places), len(sc.Links), quoteArg(c.Out))
	t.emit("written", event{"dir": c.Out, "places": len(sc.Places), "links": len(sc.Links)})
	return nil
}
