package scenario

import (
	"fmt"
	"io"
	"math"
	"strings"
)

//go:generate go test -run "Fresh|EveryMistake" -update .

// WriteReference writes docs/scenario.md, the reference of a scenario's folder,
// from the schema that reads it.
func WriteReference(w io.Writer) error {
	var b strings.Builder
	b.WriteString(referenceHead)
	referenceParameters(&b, parameterList)
	b.WriteString(referenceNeighbours)
	referenceParameters(&b, neighboursList)
	b.WriteString(referenceUncertain)
	b.WriteString("\n## The tables\n\n" + referenceTables)
	for _, t := range tables {
		if t.Rule == "" {
			referenceTable(&b, t)
		}
	}
	b.WriteString(referenceNeighboursTables)
	for _, t := range tables {
		if t.Rule != "" {
			referenceTable(&b, t)
		}
	}
	referenceStances(&b)
	b.WriteString(referenceTail)
	_, err := io.WriteString(w, b.String())
	return err
}

const referenceHead = `# A scenario's folder

<!-- Written by "go generate ./scenario" from the schema that reads the files; do not edit. -->

A scenario is a folder: ` + "`scenario.yaml`" + ` and CSV tables. ` + "`haven new NAME`" + ` writes one that works, ` + "`haven check NAME`" + ` finds every
mistake, ` + "`haven describe NAME`" + ` tells what is in it. The folder is a [Frictionless Data Package](https://datapackage.org): when haven
writes one, ` + "`datapackage.json`" + ` beside the tables describes every column to other tools.

Files are UTF-8 text. A byte order mark and Windows line ends are read with a warning. What is written is always the same bytes for the same scenario.

## scenario.yaml

| key | what it holds |
| --- | --- |
| schema | 1: the version of this layout |
| title | one line |
| description | what it is about; may have several lines |
| licence | under which others may use the folder, such as CC-BY-4.0 |
| period | ` + "`{from: 2022-09-14, to: 2022-10-31}`" + `, both included; up to 3,660 days |
| bins_per_day | steps of the clock within a day: 1, 2, 3, 4, 6, 8, 12 or 24; 1 when left out |
| rule | destinations (people weigh all they can reach; when left out), fixed (choice_shares.csv says) or neighbours (Flee's: people weigh the places some links ahead) |
| parameters | the model's own numbers, below |
| neighbours | settings of the rule neighbours, below |
| uncertain | which numbers differ from member to member, below |
| fit | a list of addresses among them that are fitted to observations |
| fitted | what a fit leaves behind, below under posterior.csv |

### parameters

` + "`key: 3`" + ` or ` + "`key: {value: 3, evidence: O012}`" + `. A key that is left out has haven's own value; one that differs from it should say why.

| key | unit | haven's own | allowed | meaning |
| --- | --- | --- | --- | --- |
`

func referenceParameters(b *strings.Builder, list []Parameter) {
	defaults := Defaults()
	for i := range list {
		p := &list[i]
		allowed := p.column().Bounds()
		switch p.cell(&defaults).(type) {
		case *[]string, *string:
			allowed = strings.Join(p.Allowed, ", ")
		case *bool:
			allowed = "true, false"
		case *[]float64, *[][2]float64:
			allowed = "each " + allowed
		case *int:
			allowed = "whole, " + allowed
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", p.Key, p.Unit, p.yaml(&defaults), orWord(allowed, "any"), tableText(p.About))
	}
}

// tableText keeps a text from ending a Markdown cell.
func tableText(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

const referenceNeighbours = `
### neighbours

The settings of the rule neighbours, under Flee's own names for them; the values of a key that is left out are Flee's. ` + "`key: 3`" + ` or
` + "`key: {value: 3, evidence: O012}`" + `; the key ` + "`evidence`" + ` stands for all settings without evidence of their own. Addresses begin with ` + "`neighbours.`" + `.

| key | unit | Flee's own | allowed | meaning |
| --- | --- | --- | --- | --- |
`

const referenceNeighboursTables = `
## Tables of the rule neighbours

Under this rule the step is a day of one bin, places of kind camp are where people are counted, groups.csv and group_shares.csv are not needed, and of the tables above
places.csv, links.csv, observations.csv and evidence.csv are read. ` + "`haven import flee`" + ` writes such a folder ([flee.md](flee.md)).
`

const referenceUncertain = `
### uncertain

An address and its prior. The table's own number is the median: half of the draws lie below. A beta must have its median there (to 0.03). A draw beyond what the
column allows takes the bound.

| prior | numbers | for |
| --- | --- | --- |
| lognormal | spread: geometric standard deviation, above 1 | what is above 0: capacities, hazards |
| uniform | low, high: with the table's number between; each half of the draws is spread evenly | what has plain bounds, or may be negative |
| beta | a, b: 0.01 to 1000000 | shares from 0 to 1 |
| dirichlet | concentration: above 0 | several shares drawn together, named by a * in the key |

    uncertain:
      crossings.lars_car.exit_per_day: {lognormal: {spread: 1.5}, evidence: O012}
      parameters.stay: {uniform: {low: 1, high: 4}}
      group_shares.moscow/*.share: {dirichlet: {concentration: 50}}

### posterior.csv

What ` + "`haven fit`" + ` leaves in a scenario: points of the posterior sample, all equally likely. The first line holds the addresses of the fitted numbers, every further line one point;
no cell may be empty. The tables hold the medians, and the numbers have no prior under ` + "`uncertain:`" + ` any more. Members take whole lines, in an order drawn from the seed: every
line once before any comes twice. ` + "`--set`" + ` on one of them fixes it and leaves the others.

On days before the fit's own nothing of it is known: forecasts from them and back-tests read the values and priors of before, which stand under ` + "`fitted:`" + ` in scenario.yaml. Without
that section the sample counts as always known. With ` + "`points`" + ` there posterior.csv must be there, with so many points and an end to its last line: a sample that was lost or
cut off would otherwise give other numbers unseen. Folders of before it was written down need not have it.

    fitted:
      known_by: 2022-09-28
      points: 1000
      before:
        parameters.stay: {value: 5.5, uniform: {low: 4.8, high: 6.2}}

### Addresses

An address names one number: ` + "`table.key.column`" + `, or ` + "`parameters.key`" + `. The key is the row's id, or its key columns joined by ` + "`/`" + `:
` + "`crossings.lars_car.exit_per_day`, `group_shares.moscow/students.share`, `callup.2022-09-22/Altai Krai.share_due`" + `. ` + "`haven run --set address=value`" + `, priors and
fits use the same addresses.
`

const referenceTables = `The first line names the columns; their order is free, none may be missing. Dates are written 2022-09-21, numbers 4000 or 0.25, empty cells mean what
the column says.

**Evidence.** A row with a number says where it comes from: ids of evidence.csv joined by ` + "`;`" + ` (` + "`O012;O044`" + `), or ` + "`assumed: why`" + `.

**Groups selected** (` + "`applies_to`" + `). Conditions apart by a space must all hold; ` + "`|`" + ` stands between alternatives: ` + "`sex=m documents=none|internal`" + `. Keys: group, age, sex,
callup, documents; in policies also travel (` + "`travel=usual`" + ` is about usual travellers); in shocks also origin and admin1 (with ` + "`_`" + ` for a space). Empty: everybody.

**Parties.** ` + "`1`, or `man=1 woman=1 child=1`" + `; the first member is the one who is liable or exempt.

**Countries** are ISO 3166-1 alpha-3 codes; invented ones take codes that the standard leaves to users, such as XAA.
`

func referenceTable(b *strings.Builder, t *Table) {
	required := ""
	if t.Required {
		required = " This file must be there."
	}
	fmt.Fprintf(b, "\n### %s\n\n%s%s Key: %s.\n\n| column | holds | unit | empty | meaning |\n| --- | --- | --- | --- | --- |\n", t.File(), t.About, required, strings.Join(t.Key, "/"))
	for i := range t.Columns {
		c := &t.Columns[i]
		empty := orWord(c.IfEmpty, "not given")
		if c.Required {
			empty = "not allowed"
		}
		about := c.About
		if c.Rule != "" && t.Rule == "" {
			about = "rule " + c.Rule + " only, may be left out: " + about
		}
		if c.Optional {
			about = "may be left out: " + about
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", c.Name, tableText(c.holds()), c.Unit, empty, tableText(about))
	}
}

// holds says what a column's cells may be.
func (c *Column) holds() string {
	switch {
	case len(c.Refers) > 0:
		return strings.TrimPrefix(allowedRefs(c), "allowed: ")
	case c.Type == Text && len(c.Allowed) > 0:
		return strings.Join(c.Allowed, ", ")
	case c.Type == Country:
		return strings.Join(append([]string{"country"}, c.Allowed...), ", ")
	case c.Type == Groups:
		return "groups selected"
	case c.isNumber():
		if bounds := c.Bounds(); bounds != "" {
			if c.Type == Whole {
				return "whole number, " + bounds
			}
			return "number, " + bounds
		}
	}
	return map[Type]string{
		Text: "text", ID: "id", Number: "number", Whole: "whole number", Date: "date", Clock: "time HH:MM",
		YesNo: "yes, no", Company: "party", Cited: "evidence",
	}[c.Type]
}

func referenceStances(b *strings.Builder) {
	b.WriteString("\n## Instruments and stances of policies\n\n" +
		"The more specific policy wins: one at a lane before one at a crossing, link or place, that before a country; then the one with more conditions. Equals that\n" +
		"say different things for one group on one day contradict, and `haven check` says so: end one (date_to) before the other begins.\n\n" +
		"| instrument | decides | stances (level) | value |\n| --- | --- | --- | --- |\n")
	for _, in := range instruments {
		var stances []string
		for _, s := range in.stances {
			level := "value"
			if !math.IsNaN(s.Level) {
				level = formatNumber(s.Level)
			}
			stances = append(stances, fmt.Sprintf("%s (%s): %s", s.Name, level, s.About))
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", in.name, in.about, strings.Join(stances, "; "), in.value)
	}
}

const referenceTail = `
## What check says

Every message names file, line and column - the n-th field in a table, the character in scenario.yaml -, what was found, what is allowed, and what to try:

    crossings.csv:2:6: exit_per_day "40O0" is not a number; write a plain number such as 4000 or 0.25; a letter for a digit? write 4000

All mistakes are listed at once, up to 100 a file. Warnings do not stop a run: rows without effect, numbers changed without a reason, byte order marks.
`
