package main

import (
	"io"
	"path/filepath"

	"haven/internal/forecast/camps"
	"haven/internal/kept"
	"haven/internal/report"
	"haven/internal/study/backtest"
	"haven/internal/study/sensitivity"
	"haven/results"
)

const reportFile = "report.html"

type reportCommand struct {
	Dir string `arg:"" name:"run" help:"Folder of a run, such as runs/russia-2022-1, or of a forecast, a back-test or an analysis of sensitivity."`
	Out string `placeholder:"FILE" help:"File for the page; report.html in the run's folder unless given."`
}

func (reportCommand) Help() string {
	return `The page is made from the tables in the folder, so the same run gives the same page.

Examples:
  haven report runs/russia-2022-1
  haven report runs/russia-2022-1 --out page.html`
}

// Run writes the report page of a run.
func (c *reportCommand) Run(t *teller) error {
	path := filepath.Join(c.Dir, reportFile)
	if c.Out != "" {
		path = c.Out
		if err := free(path); err != nil {
			return err
		}
	}
	if err := writeReport(c.Dir, path); err != nil {
		return err
	}
	t.say("report page: %s", path)
	t.emit("done", event{"report": path})
	return nil
}

// writeReport makes the page of the run, forecast of camps, back-test or analysis in dir, aside and then by one rename.
func writeReport(dir, path string) error {
	if sensitivity.Is(dir) {
		document, err := sensitivity.Read(dir)
		if err != nil {
			return err
		}
		return kept.WriteSynced(path, func(w io.Writer) error { return report.WriteSensitivity(w, document) })
	}
	if camps.Is(dir) {
		ahead, err := camps.Read(dir)
		if err != nil {
			return err
		}
		return kept.WriteSynced(path, func(w io.Writer) error { return report.WriteCampsAhead(w, ahead) })
	}
	if backtest.Is(dir) {
		result, err := backtest.Read(dir)
		if err != nil {
			return err
		}
		return kept.WriteSynced(path, func(w io.Writer) error { return report.WriteBacktest(w, result) })
	}
	run, err := results.Open(dir)
	if err != nil {
		return err
	}
	return kept.WriteSynced(path, func(w io.Writer) error { return report.Write(w, run) })
}
