package hubverse

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"haven/internal/calendar"
)

// mostRows bounds what is read: no forecast of a scenario has more.
const mostRows = 50_000_000

// ReadCSV reads a model output file in CSV back, as Writer writes it: the
// columns in any order, quantiles only. An error names line and column.
func ReadCSV(in io.Reader) ([]Row, error) {
	r := csv.NewReader(in)
	r.ReuseRecord = true
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty; a model output file begins with the names of its columns")
	}
	if err != nil {
		return nil, err
	}
	at, err := columnsOf(header)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if len(rows) == mostRows {
			return nil, fmt.Errorf("more than %d rows", mostRows)
		}
		row, column, err := rowOf(cells, at)
		if err != nil {
			line, _ := r.FieldPos(at[column])
			return nil, fmt.Errorf("%d:%d: %s %w", line, at[column]+1, Columns[column], err)
		}
		rows = append(rows, row)
	}
}

// columnsOf finds every column in the header.
func columnsOf(header []string) (at [len(Columns)]int, err error) {
	for i, name := range Columns {
		at[i] = slices.Index(header, name)
		if at[i] < 0 {
			return at, fmt.Errorf("1:1: there is no column %s; a model output file has %v", name, Columns)
		}
	}
	return at, nil
}

// rowOf reads the cells of a row; of a mistake it says in which column.
func rowOf(cells []string, at [len(Columns)]int) (row Row, column int, err error) {
	cell := func(c int) string {
		column = c
		return cells[at[c]]
	}
	row.Location, row.Target = cell(1), cell(2)
	if row.Origin, err = calendar.Parse(cell(0)); err != nil {
		return row, column, err
	}
	if row.Horizon, err = strconv.Atoi(cell(3)); err != nil {
		return row, column, fmt.Errorf("%q is not a whole number of days", cells[at[3]])
	}
	if row.TargetEnd, err = calendar.Parse(cell(4)); err != nil {
		return row, column, err
	}
	if int64(row.TargetEnd)-int64(row.Origin) != int64(row.Horizon) {
		return row, column, fmt.Errorf("%s is not %d days after %s", row.TargetEnd, row.Horizon, row.Origin)
	}
	if row.Type = cell(5); row.Type != Quantile {
		return row, column, fmt.Errorf("%q is none that haven reads; it is to be %s", row.Type, Quantile)
	}
	if row.Level, err = strconv.ParseFloat(cell(6), 64); err != nil || !(row.Level >= 0 && row.Level <= 1) {
		return row, column, fmt.Errorf("%q is not a probability level from 0 to 1", cells[at[6]])
	}
	if row.Value, err = strconv.ParseFloat(cell(7), 64); err != nil || math.IsNaN(row.Value) || math.IsInf(row.Value, 0) {
		return row, column, fmt.Errorf("%q is not a number", cells[at[7]])
	}
	return row, column, nil
}
