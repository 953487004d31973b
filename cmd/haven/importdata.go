package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"haven/internal/calendar"
	"haven/internal/exchange"
	"haven/scenario"
)

// importData is what the importers of publishers' tables have in common.
type importData struct {
	File      string   `arg:"" help:"Table: CSV (commas, semicolons, tabs), JSON or XLSX."`
	Into      string   `required:"" placeholder:"SCENARIO" help:"Folder of the scenario that takes the rows."`
	KnownFrom string   `placeholder:"DATE" help:"Day from which the figures were known, where the file does not say when they were published. Never earlier than a figure's own day."`
	Lag       int      `default:"-1" placeholder:"DAYS" help:"Without --known-from: days from a figure's own day until it was known, 0 to 36525 (-1: the publisher's usual, docs/import.md)."`
	Map       []string `sep:"none" placeholder:"COLUMN=FIELD" help:"Take a column, by its heading or HXL tag, for a field; may be given several times."`
	Place     string   `placeholder:"ID" help:"Place, lane, link or country of every row."`
	Within    float64  `placeholder:"KM" help:"How far from a place coordinates may lie (50; for ACLED 25)."`
	Skip      bool     `name:"skip-unmatched" help:"Leave rows out that no place fits, instead of refusing the file."`
	Dates     string   `enum:",dmy,mdy" default:"" help:"How 3/4/2022 is meant: dmy or mdy."`
	URL       string   `name:"url" placeholder:"ADDRESS" help:"Where the file is from; goes into evidence.csv."`
	DryRun    bool     `help:"Say what would be added, and write nothing."`
}

type importCounts struct {
	Whose   string `placeholder:"ISO3" help:"Citizenship of those counted, where the file does not say: a country's code, or all."`
	Measure string `enum:"stock,entries,exits,net_entries,departures,applications" default:"stock" help:"What is counted: stock, entries, exits, net_entries, departures or applications."`
	Since   string `placeholder:"DATE" help:"The figures are totals since this day; not for stock."`
}

type importUNHCRCommand struct {
	importData
	importCounts
}

func (importUNHCRCommand) Help() string {
	return `Operational counts (the portal's CSV exports, and its JSON: sublocation and timeseries) become observations; so do the yearly population and asylum tables of the Refugee Data Finder and its API. UNHCR's own country codes are understood (GFR is Germany). docs/import.md says which columns are read and what becomes of them.

The same file twice adds nothing; a figure that contradicts one in the scenario is refused with both.

Examples:
  haven import unhcr counts.csv --into my-border
  haven import unhcr sublocation.json --into my-border --measure entries --since 2022-02-24 --dry-run
  haven import unhcr timeseries.json --into my-border --place POL
  haven import unhcr population.csv --into my-border --known-from 2023-06-14
  haven import unhcr sheet.csv --into my-border --map 'Total arrivals=individuals'`
}

// Run puts UNHCR's figures into a scenario.
func (c *importUNHCRCommand) Run(ctx context.Context, t *teller) error {
	return c.run(ctx, t, exchange.Options{Publisher: "unhcr"}, &c.importCounts)
}

type importDTMCommand struct {
	importData
	importCounts
}

func (importDTMCommand) Help() string {
	return `Rounds of IOM's Displacement Tracking Matrix become observations of stocks: the API's JSON, the CSV on HDX and the workbooks. Rows of one place, day and operation add up (origins, reasons and units within a place have rows of their own).

Examples:
  haven import dtm rounds.csv --into my-country
  haven import dtm round-12.xlsx --into my-country --known-from 2023-05-20
  haven import dtm rounds.csv --into my-country --skip-unmatched --dry-run`
}

// Run puts DTM's rounds into a scenario.
func (c *importDTMCommand) Run(ctx context.Context, t *teller) error {
	return c.run(ctx, t, exchange.Options{Publisher: "dtm"}, &c.importCounts)
}

type importACLEDCommand struct {
	importData
	Fatalities int `default:"1" help:"People killed in attacks at a place on a day from which it counts as in conflict; 0: any attack."`
	Quiet      int `default:"30" placeholder:"DAYS" help:"Days without such a day after which the conflict is over; 0: it never is."`
}

func (importACLEDCommand) Help() string {
	return `Battles, explosions and violence against civilians become conflict days (conflicts.csv) of the place of that name, or else the nearest. Only the rule neighbours reads them. ACLED's data may not be passed on: a scenario with them is for your own use.

Examples:
  haven import acled events.csv --into my-conflict
  haven import acled events.csv --into my-conflict --fatalities 5 --quiet 60 --within 40
  haven import acled events.csv --into my-conflict --dry-run`
}

// Run puts ACLED's events into a scenario.
func (c *importACLEDCommand) Run(ctx context.Context, t *teller) error {
	if c.Fatalities < 0 {
		return usageError{errors.New("--fatalities is 0 or more")}
	}
	if c.Quiet < 0 || c.Quiet > longestSpan {
		return usageError{fmt.Errorf("--quiet is 0 to %d days", longestSpan)}
	}
	return c.run(ctx, t, exchange.Options{Publisher: "acled", Fatalities: c.Fatalities, Quiet: c.Quiet}, nil)
}

type importHXLCommand struct {
	importData
	importCounts
	As string `enum:"observations,conflicts,policies" default:"observations" help:"What the rows are: observations, conflicts (days) or policies."`
}

func (importHXLCommand) Help() string {
	return `Any table with a row of HXL tags (hxlstandard.org) within its first 25 rows. Tags of the standard say where, when and how many; for what it has no tag, write your own: #x_place, #x_measure, #x_whose, #x_intensity, #x_actor, #x_instrument, #x_stance ... A table without tags can be read with --map.

Examples:
  haven import hxl idps.csv --into my-country
  haven import hxl clashes.csv --into my-conflict --as conflicts
  haven import hxl decisions.csv --into my-border --as policies --dry-run
  haven import hxl plain.csv --into my-border --map 'Ort=place' --map 'Tag=date' --map 'Personen=value'`
}

// Run puts a table with HXL tags into a scenario.
func (c *importHXLCommand) Run(ctx context.Context, t *teller) error {
	return c.run(ctx, t, exchange.Options{Publisher: "hxl", As: c.As}, &c.importCounts)
}

func (c *importData) run(ctx context.Context, t *teller, o exchange.Options, counts *importCounts) (err error) {
	if err := c.understand(&o, counts); err != nil {
		return usageError{err}
	}
	if !c.DryRun && c.changeable() {
		release, busy := alone(ctx, t, c.Into)
		if busy != nil {
			return busy
		}
		defer func() {
			if stuck := release(); err == nil {
				err = stuck
			}
		}()
	}
	sc, err := c.open()
	if err != nil {
		return err
	}
	res, err := exchange.Read(c.File, sc, o)
	if err != nil {
		return c.refused(t, res, err)
	}
	c.problems(t, res.Problems)
	put, state := scenario.Add, "new"
	if c.DryRun {
		put, state = scenario.Try, "would be new"
	}
	if !res.Addition.Empty() {
		if sc, err = put(c.Into, &res.Addition); err != nil {
			var wrong scenario.Problems
			if errors.As(err, &wrong) {
				t.note("with these rows %s would be no scenario any more; nothing was written:", c.Into)
				return &listed{c.Into, wrong}
			}
			return unwritten(err)
		}
	}
	return c.tell(t, sc, res, state)
}

// Bounds of options: what lies beyond is a slip, and days far beyond would no longer be days of a calendar.
const (
	longestSpan = 36525 // days, a century
	farthest    = 20038 // km, half way round the Earth
)

// understand reads the options that are more than words.
func (c *importData) understand(o *exchange.Options, counts *importCounts) error {
	o.Lag, o.Place, o.Within, o.Unmatched, o.Dates, o.URL = c.Lag, c.Place, c.Within, c.Skip, c.Dates, c.URL
	o.KnownFrom, o.Since = calendar.None, calendar.None
	if !(c.Within >= 0 && c.Within <= farthest) {
		return fmt.Errorf("--within is 0 to %d km", farthest)
	}
	if c.Lag < -1 || c.Lag > longestSpan {
		return fmt.Errorf("--lag is 0 to %d days, or -1 for the publisher's usual", longestSpan)
	}
	var err error
	if c.KnownFrom != "" {
		if o.KnownFrom, err = calendar.Parse(c.KnownFrom); err != nil {
			return fmt.Errorf("--known-from: %w", err)
		}
	}
	o.Map = map[string]string{}
	for _, m := range c.Map {
		at := strings.LastIndexByte(m, '=')
		if at <= 0 || at == len(m)-1 {
			return fmt.Errorf("--map: %q is no mapping; write COLUMN=FIELD such as 'Total arrivals=individuals'", m)
		}
		o.Map[strings.TrimSpace(m[:at])] = strings.TrimSpace(m[at+1:])
	}
	if counts == nil {
		return nil
	}
	o.Whose, o.Measure = counts.Whose, counts.Measure
	if counts.Since != "" {
		if o.Since, err = calendar.Parse(counts.Since); err != nil {
			return fmt.Errorf("--since: %w", err)
		}
		if counts.Measure == "stock" {
			return errors.New("--since is for totals such as --measure entries; a stock is of a day")
		}
	}
	return nil
}

// changeable says whether rows are put into a scenario's folder at all; if not, open says what is there.
func (c *importData) changeable() bool {
	info, err := os.Stat(filepath.Join(c.Into, "scenario.yaml"))
	return err == nil && info.Mode().IsRegular()
}

// open loads the scenario's folder.
func (c *importData) open() (*scenario.Scenario, error) {
	for _, name := range scenario.BuiltinNames() {
		if c.Into == name {
			return nil, fmt.Errorf("%s is built in and is not changed; give a folder (haven new NAME writes one)", name)
		}
	}
	return open(c.Into)
}

// refused shows what is wrong with the file, and the columns that were not understood, which may be why.
func (c *importData) refused(t *teller, res *exchange.Result, err error) error {
	var wrong scenario.Problems
	if !errors.As(err, &wrong) {
		return err
	}
	c.problems(t, res.Problems)
	c.unknown(t, res)
	more := ""
	if res.More > 0 {
		more = fmt.Sprintf(", and %d more", res.More)
	}
	return fmt.Errorf("%s in %s%s; nothing was written", count(len(wrong), "error"), c.File, more)
}

// problems shows problems of the file on a line each: it may be no text.
func (c *importData) problems(t *teller, list scenario.Problems) {
	if t.json {
		t.problems("", list)
		return
	}
	for _, p := range list {
		text := p.String()
		if p.Severity == scenario.Mistake {
			text = "error: " + text
		}
		fmt.Fprintln(t.err, text)
	}
}

func (c *importData) unknown(t *teller, res *exchange.Result) {
	if t.json || len(res.Unknown) == 0 {
		return
	}
	fmt.Fprintf(t.err, "%s not read:\n", columnsWere(len(res.Unknown)))
	for _, u := range res.Unknown {
		fmt.Fprintf(t.err, "  %s\n", u)
	}
}

func columnsWere(n int) string {
	if n == 1 {
		return "1 column was"
	}
	return fmt.Sprintf("%d columns were", n)
}

// tell says what became of the file.
func (c *importData) tell(t *teller, sc *scenario.Scenario, res *exchange.Result, state string) error {
	a := &res.Addition
	t.say("%s: %s read", c.File, count(res.Rows, "row"))
	for _, kind := range []struct {
		n    int
		name string
	}{{len(a.Observations), "observation"}, {len(a.Conflicts), "conflict day"}, {len(a.Policies), "policy"}} {
		if kind.n > 0 {
			t.say("  %s %s", countOf(kind.n, kind.name), state)
		}
	}
	for _, reason := range reasons(res) {
		t.say("  %s", reason)
	}
	c.unknown(t, res)
	if c.DryRun {
		c.preview(t, sc, res)
	} else if !a.Empty() {
		t.say("See what is in it: haven describe %s", quoteArg(c.Into))
	}
	unknown := []event{}
	for _, u := range res.Unknown {
		unknown = append(unknown, event{"column": u.Column, "name": u.Name, "tag": u.Tag, "nearest": u.Nearest})
	}
	t.emit("imported", event{
		"file": c.File, "dir": c.Into, "dry_run": c.DryRun, "rows": res.Rows, "observations": len(a.Observations), "conflicts": len(a.Conflicts), "policies": len(a.Policies),
		"same": res.Same, "elsewhere": res.Elsewhere, "unmatched": res.Unmatched, "empty": res.Empty, "partly": res.Partly, "left_out": res.Left, "unknown": unknown,
	})
	return nil
}

// reasons are why rows gave nothing new.
func reasons(res *exchange.Result) (list []string) {
	say := func(n int, what string) {
		if n > 0 {
			list = append(list, fmt.Sprintf("%d %s", n, what))
		}
	}
	say(res.Same, "there already, the same")
	say(res.Elsewhere, "about countries that the scenario does not have")
	say(res.Unmatched, "left out: no place fits")
	say(res.Empty, "without a figure, or withheld by the publisher")
	say(res.Partly, "with a part withheld, taken as more than the rest")
	words := make([]string, 0, len(res.Left))
	for w := range res.Left {
		words = append(words, w)
	}
	sort.Strings(words)
	for _, w := range words {
		say(res.Left[w], "left out: "+w)
	}
	if res.Addition.Empty() {
		list = append(list, "nothing new")
	}
	return list
}

// previewed is how many rows a dry run shows.
const previewed = 20

// preview shows what would be added.
func (c *importData) preview(t *teller, sc *scenario.Scenario, res *exchange.Result) {
	names := map[string]string{}
	for i := range sc.Places {
		names[sc.Places[i].ID] = sc.Places[i].Name
	}
	var lines []string
	for i := range res.Addition.Observations {
		o := &res.Addition.Observations[i]
		when := o.DateTo.String()
		if o.DateFrom != o.DateTo {
			when = o.DateFrom.String() + " to " + when
		}
		than := ""
		if o.Kind == "more_than" {
			than = "more than "
		}
		lines = append(lines, fmt.Sprintf("%s  %s of %s at %s: %s%.10g people, known from %s", when, o.Measure, o.Whose, o.Place, than, o.Value, o.KnownFrom))
	}
	for i := range res.Addition.Conflicts {
		d := &res.Addition.Conflicts[i]
		lines = append(lines, fmt.Sprintf("%s  conflict at %s: intensity %g", d.Date, d.Place, d.Intensity))
	}
	for i := range res.Addition.Policies {
		p := &res.Addition.Policies[i]
		lines = append(lines, fmt.Sprintf("%s  %s of %s: %s, known from %s", p.DateFrom, p.Instrument, p.Actor, p.Stance, p.KnownFrom))
	}
	for i, line := range lines {
		if i == previewed {
			t.say("  ... and %d more", len(lines)-previewed)
			break
		}
		t.say("  %s", line)
	}
	t.say("Nothing was written (--dry-run).")
}

func countOf(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	if strings.HasSuffix(name, "y") && name != "conflict day" {
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(name, "y"))
	}
	return fmt.Sprintf("%d %ss", n, name)
}
