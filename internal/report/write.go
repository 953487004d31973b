package report

import (
	"bytes"
	_ "embed" // the page's template
	"encoding/json"
	"fmt"
	"html"
	"io"

	"haven/results"
)

// page is the template that web/ builds: script, styles and two marks.
//
//go:embed page/report.html
var page []byte

// The marks in the template; web/build/page.ts writes them.
var (
	titleMark = []byte("<!--haven:title-->")
	dataMark  = []byte("<!--haven:data-->")
)

// Write writes the report page of a run.
func Write(w io.Writer, run *results.Run) error {
	data, err := Build(run)
	if err != nil {
		return err
	}
	return WriteData(w, data)
}

// WriteData writes the page of data that were built before.
func WriteData(w io.Writer, data Data) error { return writePage(w, data.Title, data) }

// writePage puts a title and data into the page's template. Data that are not
// of a run say so by a field "page", by which the page knows what to show.
func writePage(w io.Writer, title string, data any) error {
	head, rest, ok := bytes.Cut(page, titleMark)
	middle, tail, ok2 := bytes.Cut(rest, dataMark)
	if !ok || !ok2 {
		return fmt.Errorf("the page's template has lost its marks %s and %s: build web/ again (npm run build)", titleMark, dataMark)
	}
	// Marshal escapes <, > and &, so that no text of a scenario ends the script element.
	text, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	for _, part := range [][]byte{head, []byte(html.EscapeString(title)), middle, text, tail} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
