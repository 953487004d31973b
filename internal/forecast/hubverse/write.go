package hubverse

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"

	"haven/internal/calendar"
	"haven/results/parquetfile"
)

// Writer writes the rows of one model output file.
type Writer interface {
	// Write writes the rows of one target at one location: horizon by horizon,
	// level by level. Days without a figure have none.
	Write(c *Curves) error
	// Close completes the file; it does not close what it was written to.
	Close() error
}

// Formats are the kinds of file that a hub takes.
var Formats = [...]string{"parquet", "csv"}

// NewWriter begins a model output file of a day in one of the Formats.
func NewWriter(out io.Writer, format string, origin calendar.Date) Writer {
	if format == "csv" {
		w := &csvWriter{out: bufio.NewWriter(out), origin: origin}
		w.rows = csv.NewWriter(w.out)
		w.err = w.rows.Write(Columns[:])
		return w
	}
	columns := make([]parquetfile.Column, len(Columns))
	for i, name := range Columns {
		columns[i] = parquetfile.Column{Name: name, Kind: kinds[i]}
	}
	meta := []parquetfile.Meta{{Key: "meaning", Value: "a forecast in hubverse's model output format, https://docs.hubverse.io"}}
	return &parquetWriter{rows: parquetfile.New(out, "model_output", columns, meta), origin: origin}
}

var kinds = [len(Columns)]parquetfile.Kind{
	parquetfile.Date, parquetfile.Text, parquetfile.Text, parquetfile.Whole,
	parquetfile.Date, parquetfile.Text, parquetfile.Number, parquetfile.Number,
}

type parquetWriter struct {
	rows   *parquetfile.Writer
	origin calendar.Date
}

func (w *parquetWriter) Write(c *Curves) error {
	if err := c.check(); err != nil {
		return err
	}
	n := len(Levels)
	for h, values := range c.Values {
		if values == nil {
			continue
		}
		for range n {
			w.rows.Dates(0, int32(w.origin), 1)
			w.rows.Dates(4, int32(w.origin)+int32(h)+1, 1)
		}
		w.rows.Text(1, c.Location, n)
		w.rows.Text(2, c.Target, n)
		w.rows.WholeTimes(3, int64(h)+1, n)
		w.rows.Text(5, Quantile, n)
		w.rows.Numbers(6, Levels[:]...)
		w.rows.Numbers(7, values...)
	}
	w.rows.EndRows()
	return nil
}

func (w *parquetWriter) Close() error { return w.rows.Close() }

type csvWriter struct {
	out    *bufio.Writer
	rows   *csv.Writer
	origin calendar.Date
	err    error
}

func (w *csvWriter) Write(c *Curves) error {
	if err := c.check(); err != nil {
		return err
	}
	cells := [len(Columns)]string{w.origin.String(), c.Location, c.Target, "", "", Quantile}
	for h, values := range c.Values {
		cells[3], cells[4] = strconv.Itoa(h+1), (w.origin + calendar.Date(h) + 1).String()
		for i, v := range values {
			cells[6], cells[7] = number(Levels[i]), number(v)
			if w.err == nil {
				w.err = w.rows.Write(cells[:])
			}
		}
	}
	return w.err
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func (w *csvWriter) Close() error {
	w.rows.Flush()
	if w.err == nil {
		w.err = w.rows.Error()
	}
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}
