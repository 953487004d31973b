package exchange

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
)

// workbook reads the sheet of an Excel workbook that has most in its header: publishers
// put notes and summaries on others. Rows are read one by one; what is larger than a few
// megabytes waits on disk, not in memory.
type workbook struct {
	file *excelize.File
	rows *excelize.Rows
	line int
}

// sheetInMemory is from which size, bytes, a sheet is unpacked to disk.
const sheetInMemory = 16 << 20

func openWorkbook(f *os.File) (s *sheet, done func() error, err error) {
	name := f.Name()
	if err := f.Close(); err != nil {
		return nil, nil, err
	}
	defer func() { // a damaged workbook must not stop the program
		if e := recover(); e != nil {
			s, done, err = nil, nil, fmt.Errorf("this workbook cannot be read: %v; save the sheet as CSV (UTF-8)", e)
		}
	}()
	file, err := excelize.OpenFile(name, excelize.Options{RawCellValue: true, UnzipXMLSizeLimit: sheetInMemory, UnzipSizeLimit: 4 << 30})
	if err != nil {
		return nil, nil, fmt.Errorf("this is no workbook that can be read (%w); save the sheet as CSV (UTF-8)", err)
	}
	best, columns := "", 0
	for _, one := range file.GetSheetList() {
		if n := widest(file, one); n > columns {
			best, columns = one, n
		}
	}
	if best == "" {
		return nil, nil, errors.Join(errors.New("the workbook is empty"), file.Close())
	}
	rows, err := file.Rows(best)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	w := &workbook{file: file, rows: rows}
	if s, err = newSheet(w); err != nil {
		return nil, nil, errors.Join(err, w.close())
	}
	s.excel = true
	return s, w.close, nil
}

// widest is the number of filled cells of the fullest of a sheet's first rows.
func widest(file *excelize.File, name string) int {
	rows, err := file.Rows(name)
	if err != nil {
		return 0
	}
	most := 0
	for n := 0; n < headRows && rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			break
		}
		filled := 0
		for _, c := range cells {
			if strings.TrimSpace(c) != "" {
				filled++
			}
		}
		most = max(most, filled)
	}
	_ = rows.Close() // only read
	return most
}

func (w *workbook) close() error { return errors.Join(w.rows.Close(), w.file.Close()) }

func (w *workbook) next() (record, error) {
	for w.rows.Next() {
		w.line++
		cells, err := w.rows.Columns()
		if err != nil {
			return record{}, fmt.Errorf("row %d: %w", w.line, err)
		}
		for _, c := range cells {
			if strings.TrimSpace(c) != "" {
				return record{w.line, cells}, nil
			}
		}
	}
	if err := w.rows.Error(); err != nil {
		return record{}, err
	}
	return record{}, io.EOF
}
