package exchange_test

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"haven/internal/calendar"
	"haven/internal/exchange"
	"haven/scenario"
)

func TestAnArchiveIsToBeUnpacked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "query_data.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for _, name := range []string{"population.csv", "footnotes.csv"} {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = exchange.Read(path, load(t, folder(t, "toy-border")), plainly("unhcr"))
	if err == nil || !strings.Contains(err.Error(), "this is an archive of population.csv, footnotes.csv; unpack it and give the table") {
		t.Errorf("it said %v", err)
	}
}

// TestAWorkbookInOtherWords reads a workbook with texts in the cells themselves, gaps, an error, formatted text, days since
// 1904, and a sheet of notes first.
func TestAWorkbookInOtherWords(t *testing.T) {
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	parts := map[string]string{
		"xl/workbook.xml":            `<workbook ` + ns + `><workbookPr date1904="1"/><sheets><sheet name="Notes" sheetId="1" r:id="rId1"/><sheet name="Data" sheetId="2" r:id="rId2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst ` + ns + `><si><t>Individuals</t></si><si><r><t>Loca</t></r><r><t>tion</t></r><rPh><t>no</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml":   `<worksheet ` + ns + `><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Made up</t></is></c></row></sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml": `<worksheet ` + ns + `><sheetData><row r="3"><c r="A3" t="str"><f>x</f><v>Date</v></c><c r="C3" t="s"><v>1</v></c><c r="D3" t="s"><v>0</v></c></row>` +
			`<row r="4"><c r="A4"><v>46090</v></c><c r="C4" t="inlineStr"><is><t>East</t></is></c><c r="D4"><v>1250</v></c></row>` +
			`<row r="5"><c><v>46091.5</v></c><c r="C5" t="inlineStr"><is><t>East</t></is></c><c r="D5" t="e"><v>#N/A</v></c></row><row/></sheetData></worksheet>`,
	}
	path := book(t, parts)
	res, err := exchange.Read(path, load(t, folder(t, "toy-border")), plainly("unhcr"))
	if err != nil {
		t.Fatal(err)
	}
	list := res.Addition.Observations
	if res.Rows != 2 || res.Empty != 1 || len(list) != 1 || list[0].DateTo != calendar.Day(2030, 3, 10) || list[0].Value != 1250 || list[0].Place != "east" {
		t.Errorf("it became %+v of %+v", list, res)
	}
}

// book writes a workbook of its parts.
func book(t *testing.T, parts map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCellsOfAWorkbookAreWhatTheyShow reads truth values, errors, and sums that miss a whole number by rounding.
func TestCellsOfAWorkbookAreWhatTheyShow(t *testing.T) {
	toy := load(t, folder(t, "toy-border"))
	for _, c := range []struct {
		name, cell string
		value      float64
		empty      int
		wrong      string
	}{
		{"a number", `<c r="C2"><v>120</v></c>`, 120, 0, ""},
		{"a sum that misses it from below", `<c r="C2"><v>119.99999999999999</v></c>`, 120, 0, ""},
		{"a sum that misses it from above", `<c r="C2" t="n"><v>120.00000000000001</v></c>`, 120, 0, ""},
		{"part of a person", `<c r="C2"><v>120.4</v></c>`, 0, 0, `book.xlsx:2:3: Individuals: "120.4" is no whole number of people; allowed: a whole number`},
		{"true", `<c r="C2" t="b"><v>1</v></c>`, 0, 0, `book.xlsx:2:3: Individuals: "TRUE" is not a number`},
		{"false", `<c r="C2" t="b"><v>0</v></c>`, 0, 0, `"FALSE" is not a number`},
		{"an error", `<c r="C2" t="e"><v>#DIV/0!</v></c>`, 0, 0, "book.xlsx:2:3: Individuals: #DIV/0! is an error of the spreadsheet, no value"},
		{"no value", `<c r="C2" t="e"><v>#N/A</v></c>`, 0, 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := book(t, map[string]string{
				"xl/workbook.xml":            `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" r:id="rId1"/></sheets></workbook>`,
				"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
				"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Date</v></c><c r="B1" t="str"><v>Location</v></c><c r="C1" t="str"><v>Individuals</v></c></row>` +
					`<row r="2"><c r="A2" t="str"><v>2030-03-10</v></c><c r="B2" t="str"><v>East</v></c>` + c.cell + `</row></sheetData></worksheet>`,
			})
			res, err := exchange.Read(path, toy, plainly("unhcr"))
			if c.wrong != "" {
				var list scenario.Problems
				if !errors.As(err, &list) || !strings.Contains(list[0].String(), c.wrong) {
					t.Errorf("it said %v", err)
				}
				return
			}
			x := res.Addition.Observations
			if err != nil || res.Empty != c.empty || c.empty == 0 && (len(x) != 1 || x[0].Value != c.value) {
				t.Errorf("it became %+v of %+v, %v", x, res, err)
			}
		})
	}
}
