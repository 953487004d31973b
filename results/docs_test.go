package results

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/results.md and golden files anew")

// TestDocsDescribeEveryColumn holds docs/results.md against the schema. After
// a change of the schema: go test ./results -run Docs -update
func TestDocsDescribeEveryColumn(t *testing.T) {
	path := filepath.Join("..", "docs", "results.md")
	want := document()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Errorf("%s is not what the schema says; run: go test ./results -run Docs -update", path)
	}
}

func TestEveryColumnAndMeasureIsDescribed(t *testing.T) {
	names := map[string]bool{}
	for _, table := range Tables {
		if table.Meaning == "" || names[table.Name] {
			t.Errorf("table %q has no meaning, or exists twice", table.Name)
		}
		names[table.Name] = true
		for _, c := range table.Columns {
			if c.Meaning == "" || c.Unit == "" && c.Type == Number {
				t.Errorf("%s.%s has no meaning or no unit", table.Name, c.Name)
			}
		}
	}
	for _, m := range Measures {
		if m.Meaning == "" || m.Unit == "" || tableBy(m.By) == nil {
			t.Errorf("measure %s by %s has no meaning, unit or table", m.Name, m.By)
		}
	}
	for _, e := range Exports {
		for _, c := range e.Columns {
			if c.Meaning == "" || !strings.HasPrefix(c.HXL, "#") {
				t.Errorf("%s: column %s has no meaning or tag", e.File, c.Name)
			}
		}
	}
}

const introduction = `# What a run leaves behind

<!-- Generated from results/schema.go, measures.go and export.go: go test ./results -run Docs -update -->

` + "`haven run`" + ` makes a folder, such as ` + "`runs/russia-2022-1`" + `:

| file | what |
| --- | --- |
| ` + "`report.html`" + ` | the report page: one file, opens without network |
| ` + "`manifest.json`" + ` | how the run came about: scenario and its hash, version, seed, members, changed values, the uncertain parameters with their medians, platform, and every table with its columns, rows and SHA-256 |
| ` + "`scenario/`" + ` | the scenario as run, changed values included: ` + "`haven run runs/russia-2022-1/scenario`" + ` repeats the run |
| ` + "`tables/*.parquet`" + ` | exact figures, described below; for analysis inside the house |
| ` + "`exports/`" + ` | rounded figures that may leave the house: CSV with HXL tags, GeoJSON |
| ` + "`hub/`, `filter/`" + ` | of a forecast: its quantiles as the hubverse keeps them, and the particles that the next one goes on from ([forecast](forecast.md)) |
| ` + "`run.log.json`" + ` | when, how long and with how many threads the run was made; nothing that results depend on |

An analysis of sensitivity leaves a folder of its own ([sensitivity.md](sensitivity.md)).

On one kind of processor, two runs of the same scenario with the same version, seed, members and settings have the same bytes in every file but
` + "`run.log.json`" + `, on any number of threads and whether or not they were interrupted. (The manifest names the platform
and the version of Go, so it differs where those do.)

A figure is a mean and five quantiles over the members of the ensemble, each member's figure taken first: the median of
the peaks is not the peak of the medians. Quantiles are of type 7 of Hyndman & Fan (1996), the default of R and numpy.
Up to 1,000 members they are exact; beyond, they are exact to within half of 1 %. In a run of one member all are its figure.
Counts are people everywhere, never parties. A day's states (stock, queue, standing) are those at its end. An empty
number means that no member has a value. Every entity of a daily table has a row for every day, also where nothing happens: no row
is left out, and zeros take next to no room in the files.

Under the rule neighbours (Flee's) the manifest has ` + "`flee`" + ` as well: ` + "`quirks`" + `, the names of the oddities of Flee's program that can act in this run, and
` + "`without_quirks`" + `, those turned off ([flee.md](flee.md#quirks)); ` + "`warnings`" + ` of reading the folder, each with ` + "`file`, `line`, `column`, `message`, `suggestion`" + ` where it has
them; and ` + "`errors`" + `, Flee's averaged relative difference (` + "`averaged_difference`, `averaged_difference_rescaled`" + `) as mean and quantiles over members. With ` + "`hasten: N`" + `
all counts of such a run are counted people, of whom each stands for N; ` + "`observations`" + ` alone has people as they were registered.

## Reading the tables

` + "```python" + `
import pandas as pd
places = pd.read_parquet("runs/russia-2022-1/tables/places.parquet")
georgia = places.query("country == 'GEO' and measure == 'arrivals'")
` + "```" + `

In Go: ` + "`results.Open(\"runs/russia-2022-1\")`" + `, then ` + "`run.Daily(\"arrivals\", \"destination\")`" + `.

`

const rounding = `## Rounded exports

Every figure is rounded by itself to tens, so figures need not add up. A figure above 0 and below 10 is left out, and
` + "`flag`" + ` says ` + "`small`" + `; 0 stays 0. Nothing is exported by group: who is liable to call-up appears by place and country of
arrival in the exact tables only, never by crossing. People found on an exit list are left out of the exports by
crossing, because only those liable stand on one. Waits are rounded to ten minutes. Empty figures with the flag ` + "`none`" + `
do not exist: nobody was served on that day.

The second row of a CSV holds the [HXL](https://hxlstandard.org) tags.

`

const geoJSON = `### GeoJSON

` + "`exports/places.geojson`" + ` has a point for every place with ` + "`name`, `kind`, `country`, `pcode`" + ` where known, and of the whole
period ` + "`arrivals_mean`, `arrivals_q05` ... `arrivals_q95`" + ` at destinations, ` + "`departures_...`" + ` at origins and ` + "`served_entry_mean`" + `
(people let in, all lanes) at crossings; under the rule neighbours also ` + "`stock_at_end_...`" + `, people there on the last day, at every
place. ` + "`exports/flows.geojson`" + ` has a line for every link with ` + "`people_mean`, `people_q05`" + ` ...
` + "`people_q95`, `from`, `to`, `mode`" + `. Figures are rounded as above; a small one is ` + "`null`" + ` and ` + "`flag`" + ` says so. Lines are
straight in degrees and cut at the antimeridian (RFC 7946). They are no statement about borders.
`

func document() string {
	var b strings.Builder
	b.WriteString(introduction)
	b.WriteString("## Tables\n\n")
	for _, t := range Tables {
		fmt.Fprintf(&b, "### %s\n\n%s\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |\n", t.Name, t.Meaning)
		for _, c := range t.Columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name, c.Type, c.Unit, c.Meaning)
		}
		b.WriteString("\n")
	}
	b.WriteString("## Measures\n\nWith `_to_date` at its end a measure is the running total from the first day on. The tables `totals` and `peaks` use the\nnames without any ending.\n\n| measure | by | table | unit | meaning |\n| --- | --- | --- | --- | --- |\n")
	for _, m := range Measures {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", m.Name, m.By, tableBy(m.By).Name, m.Unit, m.Meaning)
	}
	b.WriteString("| ... | model | model | people | where everybody is at the end of the day. Except under the rule neighbours, `at_home`, `summoned_now`, `standing`, `at_hubs`, `on_links`, `in_queues`, `at_destinations`, `at_front`, `returned_total` and the running totals of `left_behind` and `surrendered` make the same sum every day |\n\n")
	b.WriteString(rounding)
	for _, e := range Exports {
		if e.Columns == nil {
			continue
		}
		fmt.Fprintf(&b, "### %s\n\n%s\n\n| column | HXL | meaning |\n| --- | --- | --- |\n", e.File, e.Meaning)
		for _, c := range e.Columns {
			fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", c.Name, c.HXL, c.Meaning)
		}
		b.WriteString("\n")
	}
	b.WriteString(geoJSON)
	return b.String()
}
