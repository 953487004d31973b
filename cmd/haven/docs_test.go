package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write docs/command-line.md and the outputs in scripts anew")

// TestDocsHoldTheHelpOfEveryCommand holds docs/command-line.md against what the
// program says. After a change: go test ./cmd/haven -run Docs -update
func TestDocsHoldTheHelpOfEveryCommand(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "command-line.md")
	want := document(t)
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
		t.Errorf("%s is not what the program says; run: go test ./cmd/haven -run Docs -update", path)
	}
}

// TestDocsHoldTheWorkedExampleOfSensitivity runs the command of docs/sensitivity.md's worked
// example and holds the text below it against the answer.
func TestDocsHoldTheWorkedExampleOfSensitivity(t *testing.T) {
	const prompt = "    $ haven "
	path := filepath.Join("..", "..", "docs", "sensitivity.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), prompt)
	command, rest, _ := strings.Cut(rest, "\n")
	end := strings.Index(rest, "\n\nBy themselves")
	if !ok || end < 0 {
		t.Fatalf("%s has no example that begins with %q and ends before a paragraph that begins with %q", path, prompt, "By themselves")
	}
	var out, notes strings.Builder
	args := append(strings.Fields(command), "--no-report", "--out", filepath.Join(t.TempDir(), "example"))
	if code := haven(t.Context(), args, &out, &notes); code != exitOK {
		t.Fatalf("haven %s ends with %d: %s", command, code, notes.String())
	}
	answer, _, ok := strings.Cut(out.String(), "\n\n"+runsOf.FindString(out.String()))
	if !ok {
		t.Fatalf("the answer does not end with the number of runs: %q", out.String())
	}
	var want strings.Builder
	for line := range strings.Lines(answer) {
		if line != "\n" {
			line = "    " + line
		}
		want.WriteString(line)
	}
	if *update {
		if err := os.WriteFile(path, []byte(before+prompt+command+"\n"+want.String()+rest[end:]), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if rest[:end] != want.String() {
		t.Errorf("%s does not give the answer of haven %s; run: go test ./cmd/haven -run Docs -update, and read what the text says of it", path, command)
	}
}

var runsOf = regexp.MustCompile(`(?m)^[0-9]+ runs in .*$`)

var emitted = regexp.MustCompile(`\.emit\("(\w+)"`)

func TestEveryEventIsDocumented(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range emitted.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(machines, "| `"+m[1]+"` |") {
				t.Errorf("%s writes the event %s, which docs/command-line.md does not describe", name, m[1])
			}
		}
	}
}

const commandLine = `# The command line

<!-- Generated from the program: go test ./cmd/haven -run Docs -update -->

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | something is wrong with the input, or the run failed or was stopped |
| 2 | the command was not understood |

Results and answers go to standard output, progress and errors to standard error.

A run works in ` + "`DIR.partial`" + ` and appears as ` + "`DIR`" + ` by one rename when everything is there. Whatever stops it (Ctrl-C, kill -9, a full
disk), the batches of ten members that were finished are kept (a run's only one when it took a second or more; an analysis of sensitivity keeps every finished run), and the same
command with ` + "`--resume`" + ` goes on to the same bytes. ` + "`DIR`" + ` is never overwritten, and two runs never work in one folder.
Where ` + "`DIR`" + ` or ` + "`DIR.partial`" + ` is of another question (another scenario, seed, ` + "`--set`, `--change`, `--output`" + ` or whatever else decides the results), ` + "`--resume`" + ` is refused with what differs.

`

const machines = `## For machines

With ` + "`--json`" + ` every command writes JSON to standard output, one object a line, and nothing to standard error. ` + "`event`" + ` says
what an object is; the last one is the outcome (of quirks, all are).

| event | of | fields |
| --- | --- | --- |
| ` + "`start`" + ` | run, forecast, sensitivity, whatif, backtest | ` + "`scenario`" + ` (of a back-test all of them, with spaces between), ` + "`members`" + ` (sensitivity: ` + "`runs`" + `), ` + "`seed`, `dir`, `resumed`" + ` (an earlier run is gone on with); of a what-if ` + "`base`" + ` (its folder) and ` + "`base_at_hand`" + ` |
| ` + "`progress`" + ` | run, sensitivity, whatif (base and variant each), backtest, forecast, every tenth | ` + "`done`, `members`" + ` (sensitivity: ` + "`runs`" + `; backtest: ` + "`days`" + ` on which forecasts are made; forecast of a Flee folder: ` + "`weeks`" + `), ` + "`kept`" + ` (of those done, taken from an earlier run), ` + "`seconds`" + `; of other forecasts ` + "`what`" + ` (filtering: days with new figures; forecasting: particles), ` + "`done`, `of`, `seconds`" + ` |
| ` + "`assimilated`" + ` | forecast, a day | ` + "`date`, `figures`" + ` taken in, ` + "`plain`, `left`" + ` (effective number of particles by weights alone, and in the end), ` + "`rounds`" + ` of renewal, ` + "`kalman`" + ` (power of the likelihood that an ensemble Kalman update took in) |
| ` + "`difference`" + ` | whatif, a figure of the whole period | ` + "`measure`, `by`, `entity`, `unit`, `pairs`" + `, medians ` + "`base`" + ` and ` + "`variant`" + `; of the difference ` + "`mean`, `q05`, `q25`, `q50`, `q75`, `q95`, `chance_above`, `chance_below`" + ` and ` + "`narrowing`" + ` by the pairing (null where nothing varies, or, with ` + "`identical`" + ` true, where all pairs differ by the same); exact |
| ` + "`note`" + ` | all | ` + "`message`" + `: something worth knowing, such as a damaged batch that is computed again |
| ` + "`done`" + ` | run, forecast, sensitivity, whatif, backtest, fit, report | ` + "`dir`, `report`" + ` (empty without a page), ` + "`members`" + ` (sensitivity: ` + "`runs`" + `), ` + "`seconds`" + `; of a what-if ` + "`base`" + ` (its folder); of a forecast ` + "`hub`" + ` (its model output file), and of one that takes in reports ` + "`figures`" + ` taken in, ` + "`later`" + ` (observations known only later); of report ` + "`report`" + ` alone; where there was nothing to resume, which is all that fit tells by it, ` + "`dir`, `complete`" + ` (true) and ` + "`resumed`" + ` (false) alone |
| ` + "`problem`" + ` | check and all that read a scenario | ` + "`dir`" + ` (the folder as it was given; empty for a file by itself), ` + "`file`" + ` within it, ` + "`line`, `column`" + ` (CSV: the n-th field, YAML: the character; 0: the whole), ` + "`severity`" + ` (error or warning), ` + "`message`, `allowed`, `suggestion`" + ` |
| ` + "`checked`" + ` | check | ` + "`scenario`, `warnings`" + `; there was no error |
| ` + "`described`" + ` | describe | ` + "`name`, `title`, `hash`, `from`, `to`, `rule`, `text`" + ` and the numbers of rows ` + "`places`, `crossings`, `links`, `groups`, `policies`, `shocks`, `observations`, `evidence`" + ` |
| ` + "`score`" + ` | score | ` + "`score`" + ` (averaged_difference, averaged_difference_rescaled, crps, crps_log, coverage50, coverage90), ` + "`forecast`" + ` (run, median, members, constant_share, last_value), ` + "`days`" + ` (all, after_30), ` + "`measure`" + ` (registered: day by day and interpolated, else one of observations.csv), ` + "`unit`, `count`" + ` (days, or reported figures), ` + "`value`" + `; ` + "`q05`, `q95`" + ` over members |
| ` + "`scored`" + ` | score | ` + "`dir`, `scores`" + ` (how many there are; 0: nothing is registered or reported that the run can be held against) |
| ` + "`index`" + ` | sensitivity | ` + "`output`, `factor`, `kind`" + ` (parameter, shares, posterior, rest, stream), ` + "`first`, `first_q05`, `first_q95`, `total`, `total_q05`, `total_q95`, `direction`, `tenth_more`" + ` ([sensitivity.md](sensitivity.md)); null where there is none |
| ` + "`effect`" + ` | sensitivity | ` + "`output`, `factor`, `kind`, `mu`, `mu_star`, `mu_star_q05`, `mu_star_q95`, `sigma`" + ` |
| ` + "`count`" + ` | forecast of a Flee folder, a camp on the last day | ` + "`place`, `date`, `last`" + ` count as published, of ` + "`last_date`; `q05`, `q25`, `q50`, `q75`, `q95`" + ` |
| ` + "`backtest`" + ` | backtest, a cell | ` + "`scenario`, `setting`" + ` (total_forecast, total_given), ` + "`horizon`" + ` in days, ` + "`measure`" + ` (stock; reported apart: stock_early, stock_anew, stock_first, total), ` + "`n`" + ` forecasts, ` + "`distinct`" + ` counts, mean ` + "`crps`, `best_reference`" + ` in the cell, ` + "`best_reference_crps`, `skill`" + ` (1 - crps/best_reference_crps; null at 0), the same of log(1 + count) as ` + "`crps_log`, `best_reference_log`, `best_reference_crps_log`, `skill_log`; `p`, `p_log`" + ` how sure it is that the mean is lower (null where it cannot be told), ` + "`coverage50`, `coverage90`; `own_errors`" + `: the same keys, and the mean of each reference, beside references whose intervals are of errors at the place alone |
| ` + "`pooled`" + ` | backtest of several scenarios | ` + "`setting`, `measure`, `horizon`, `scenarios`, `ratio`" + ` (geometric mean of crps/best_reference_crps), ` + "`upper`" + ` (95 % of the bootstrap lie below), ` + "`ratio_log`, `upper_log`, `coverage50`, `coverage90`" + ` over all forecasts; ` + "`own_errors`" + ` with ` + "`ratio`, `upper`, `ratio_log`, `upper_log`" + ` |
| ` + "`quirk`" + ` | quirks | ` + "`quirk`, `triggered`" + `; when it is, in people between the runs with it and without: ` + "`mean`" + ` over camps and days, ` + "`largest`" + ` on ` + "`date`" + ` at ` + "`place`, `total`" + ` who fled by the end |
| ` + "`chance`" + ` | quirks | ` + "`mean`, `largest`, `total`" + ` between the run and the one of ` + "`seed`" + ` |
| ` + "`quirks`" + ` | run, of the rule neighbours | ` + "`names`" + `: oddities of Flee's program that are in the numbers |
| ` + "`observations`" + ` | fit | ` + "`figures`, `rows`" + ` that are in them, ` + "`dropped`" + ` rows, ` + "`withheld`" + ` rows of all tables that were not known by then, ` + "`parameters`" + ` that are fitted, ` + "`until`" + ` (last day simulated) |
| ` + "`generation`" + ` | fit, each | ` + "`generation`" + ` (0: the prior), ` + "`width`" + ` of the error model (1: its own; 0: the prior), ` + "`ess`, `sweeps`, `accepted`, `distinct`, `simulations`, `seconds`" + `; ` + "`kept`" + ` when an earlier fit is gone on with |
| ` + "`fitted`" + ` | fit | ` + "`dir`, `width`" + ` reached, ` + "`points`, `ess`, `generations`, `silent`" + ` (addresses that the data say nothing about), ` + "`seconds`" + ` |
| ` + "`written`" + ` | new, generate, import | ` + "`dir`" + `; of a world or an import ` + "`places`, `links`" + ` |
| ` + "`imported`" + ` | import unhcr, dtm, acled, hxl | ` + "`file`, `dir`, `dry_run`, `rows`" + ` read; new ` + "`observations`, `conflicts`, `policies`" + `; rows that gave none: ` + "`same`, `elsewhere`, `unmatched`, `empty`, `left_out`" + ` (by reason); ` + "`partly`" + ` sums that are more than what is given; ` + "`unknown`" + ` columns (column, name, tag, nearest fields) |
| ` + "`version`" + ` | version | ` + "`version`, `revision`, `os`, `arch`, `go`" + ` |
| ` + "`error`" + ` | all | ` + "`message`" + `; ` + "`usage`" + ` when the command was not understood |
`

func document(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(commandLine)
	b.WriteString("## Commands\n\n```text\n" + helpOf(t) + "```\n\n")
	parser, err := parserOf(new(commands))
	if err != nil {
		t.Fatal(err)
	}
	for _, leaf := range parser.Model.Leaves(false) {
		path := strings.Fields(leaf.Path())
		fmt.Fprintf(&b, "### haven %s\n\n```text\n%s```\n\n", strings.Join(path, " "), helpOf(t, path...))
	}
	b.WriteString(machines)
	return b.String()
}

// helpOf is what --help says, in 100 columns.
func helpOf(t *testing.T, command ...string) string {
	t.Helper()
	return helpFrom(t, new(commands), command...)
}

func helpFrom(t *testing.T, cli any, command ...string) string {
	t.Helper()
	var out strings.Builder
	parser, err := parserOf(cli, kong.Writers(&out, io.Discard), kong.Exit(func(int) { panic(exited(0)) }))
	if err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() { _ = recover() }() // help ends the program
		_, _ = parser.Parse(append(command, "--help"))
	}()
	if out.Len() == 0 {
		t.Fatalf("haven %v has no help", command)
	}
	return out.String()
}

// Where the first argument names a command, kong is shown that one only; nobody
// is to notice.
func TestACommandAloneExplainsItselfAsAmongAll(t *testing.T) {
	parser, err := parserOf(new(commands))
	if err != nil {
		t.Fatal(err)
	}
	for _, leaf := range parser.Model.Leaves(false) {
		path := strings.Fields(leaf.Path())
		alone := asked(path[0])
		if _, all := alone.(*commands); all {
			t.Errorf("%s is not found among the commands", path[0])
		}
		if have, want := helpFrom(t, alone, path...), helpOf(t, path...); have != want {
			t.Errorf("haven %s --help says\n%s\ninstead of\n%s", strings.Join(path, " "), have, want)
		}
	}
	for _, first := range []string{"--json", "json", "rum", "--help", "Run"} {
		if _, all := asked(first).(*commands); !all {
			t.Errorf("%s is taken for a command", first)
		}
	}
}
