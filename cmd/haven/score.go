package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"haven/results"
	"haven/scenario"
	"haven/skill"
)

type scoreCommand struct {
	Dir string `arg:"" name:"run" help:"Folder of a run, such as runs/mali2012-1."`
}

func (scoreCommand) Help() string {
	return `Flee's averaged relative difference is the mean over days of the sum over camps of |simulated - registered|, over all registered; rescaled, the simulated people are first scaled to as many as are registered. It counts every day, interpolated ones too. CRPS and coverage look only at days on which people were really counted. Beside the run stand two reference forecasts that know the registrations of day 30: constant share (each camp keeps its share of all) and last value (each camp stays as it is).

Examples:
  haven score runs/mali2012-1
  haven score runs/russia-2022-1 --json`
}

// Run prints the scores of a run.
func (c *scoreCommand) Run(t *teller) error {
	run, err := results.Open(c.Dir)
	if err != nil {
		return err
	}
	scores, err := skill.Scores(run)
	if err != nil {
		return err
	}
	told := 0
	for i := range scores {
		s := &scores[i]
		if math.IsNaN(s.Value) {
			continue
		}
		told++
		e := event{"score": s.Score, "forecast": s.Forecast, "days": s.Days, "measure": s.Measure, "unit": s.Unit, "count": s.Count, "value": s.Value}
		if !math.IsNaN(s.Q05) {
			e["q05"], e["q95"] = s.Q05, s.Q95
		}
		t.emit("score", e)
	}
	t.emit("scored", event{"dir": c.Dir, "scores": told})
	t.say("%s", strings.TrimRight(scoreTables(run.Manifest, scores, undivided(run.Scenario)), "\n"))
	return nil
}

// forecastWords says whose a score is.
var forecastWords = map[string]string{
	"run": "this run", "median": "median of the members", "members": "the members",
	"constant_share": "constant share", "last_value": "last value",
}

// undivided says whether Flee's error is in people: where registrations make nobody flee their sum is printed as 0, and 1 is divided by.
func undivided(sc *scenario.Scenario) bool {
	n := &sc.Parameters.Neighbours
	return sc.Rule == "neighbours" && !n.FromRegistrations() && !n.Without("unhcr-zero")
}

// scoreTables are the scores for people.
func scoreTables(m *results.Manifest, scores []skill.Score, people bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s to %s, seed %d\n", m.Scenario.Name, count(m.Members, "member"), m.Scenario.From, m.Scenario.To, m.Seed)
	if m.WhatIf != nil {
		b.WriteString("\nThis is a what-if: what was registered or reported is of the world as it was. Score a run of the scenario itself.\n")
		return b.String()
	}
	if len(scores) == 0 {
		b.WriteString("\nThere is nothing registered or reported that the run can be held against.\n")
		return b.String()
	}
	if differenceTable(&b, scores) && people {
		b.WriteString("\n  Conflicts or floods make people flee here. Flee then takes the sum of registrations for 0 and divides by 1:\n  these are counted people, not shares of them (docs/flee.md, unhcr-zero).\n")
	}
	reportTable(&b, scores, m.Members)
	return b.String()
}

// find is the score of a row and column.
func find(scores []skill.Score, name, forecast, days, measure, unit string) *skill.Score {
	for i := range scores {
		if s := &scores[i]; s.Score == name && s.Forecast == forecast && s.Days == days && s.Measure == measure && s.Unit == unit {
			return s
		}
	}
	return nil
}

// differenceTable writes Flee's averaged differences; it says whether there are any.
func differenceTable(b *strings.Builder, scores []skill.Score) bool {
	const raw, rescaled, registered = "averaged_difference", "averaged_difference_rescaled", "registered"
	began, later := false, false
	cell := func(name, forecast, days string) string {
		if s := find(scores, name, forecast, days, registered, ""); s != nil {
			return fmt.Sprintf("%.5f", s.Value)
		}
		return ""
	}
	for _, f := range []string{"run", "median", "members", "constant_share", "last_value"} {
		s := find(scores, raw, f, skill.AllDays, registered, "")
		if s == nil {
			continue
		}
		if !began {
			began, later = true, find(scores, raw, f, skill.Later, registered, "") != nil
			fmt.Fprintf(b, "\nFlee's averaged relative difference from what is registered day by day; 0 is best\n\n")
			line := fmt.Sprintf("  %-22s %9s %9s", "", count(s.Count, "day"), "rescaled")
			if later {
				line += fmt.Sprintf("   %12s %9s", "after day 30", "rescaled")
			}
			b.WriteString(line + "\n")
		}
		line := fmt.Sprintf("  %-22s %9s %9s", forecastWords[f], cell(raw, f, skill.AllDays), cell(rescaled, f, skill.AllDays))
		if later {
			line += fmt.Sprintf("   %12s %9s", cell(raw, f, skill.Later), cell(rescaled, f, skill.Later))
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		if two := find(scores, rescaled, f, skill.AllDays, registered, ""); !math.IsNaN(s.Q05) && two != nil {
			fmt.Fprintf(b, "    mean of each member's; nine in ten have %.5f to %.5f, rescaled %.5f to %.5f\n", s.Q05, s.Q95, two.Q05, two.Q95)
		}
	}
	switch {
	case later:
		b.WriteString("\n  Constant share and last value know the registrations of day 30, so only what comes after it is a\n  forecast of theirs. Constant share also knows how many are registered in all on every later day, as the run does.\n")
	case began:
		b.WriteString("\n  The reference forecasts need the registrations of day 30 and days after it.\n")
	}
	return began
}

func reportTable(b *strings.Builder, scores []skill.Score, members int) {
	type row struct{ measure, unit, days, forecast string }
	var rows []row
	seen := map[row]bool{}
	for i := range scores {
		s := &scores[i]
		if r := (row{s.Measure, s.Unit, s.Days, s.Forecast}); s.Measure != "registered" && !seen[r] {
			seen[r] = true
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return
	}
	b.WriteString("\nAgainst figures as they were reported, on the days they are of; CRPS: 0 is best, of one number the absolute error\n\n")
	head := fmt.Sprintf("  %-46s %7s %10s %9s", "", "figures", "CRPS", "CRPS log")
	if members > 1 {
		head += fmt.Sprintf(" %9s %9s", "in 50 %", "in 90 %")
	}
	b.WriteString(head + "\n")
	for _, r := range rows {
		name := r.measure + " (" + r.unit + ")"
		if r.days == skill.Later {
			name += " after day 30"
		}
		line := fmt.Sprintf("  %-46s", name+", "+forecastWords[r.forecast])
		n := ""
		cells := []string{}
		for _, column := range []struct{ name, format string }{{"crps", "%.1f"}, {"crps_log", "%.3f"}, {"coverage50", "%.2f"}, {"coverage90", "%.2f"}} {
			if members == 1 && strings.HasPrefix(column.name, "coverage") {
				continue
			}
			s := find(scores, column.name, r.forecast, r.days, r.measure, r.unit)
			if s == nil || math.IsNaN(s.Value) {
				cells = append(cells, "")
				continue
			}
			n = strconv.Itoa(s.Count) // of coverage, which counts ranges as well
			cells = append(cells, fmt.Sprintf(column.format, s.Value))
		}
		line += fmt.Sprintf(" %7s %10s %9s", n, cells[0], cells[1])
		for _, c := range cells[2:] {
			line += fmt.Sprintf(" %9s", c)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}
