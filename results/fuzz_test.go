package results

import (
	"os"
	"path/filepath"
	"testing"
)

func FuzzManifest(f *testing.F) {
	text, err := os.ReadFile(filepath.Join(written(f, inputOf(f, 1)), ManifestFile))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"format": 2}`))
	f.Add([]byte(`{"format": 1, "tables": [{"name": "places", "file": "../../secret"}]}`))
	f.Add([]byte(`{"format": "one"}`))
	f.Add([]byte("\xef\xbb\xbf{}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := parseManifest(text)
		if err != nil {
			return
		}
		for _, info := range m.Tables {
			if filepath.Dir(info.File) != "tables" {
				t.Errorf("the table %s would be read from %s", info.Name, info.File)
			}
		}
	})
}

func FuzzTable(f *testing.F) {
	in := inputOf(f, 2)
	in.WhatIf = someDifferences()
	dir := written(f, in)
	m, err := readManifest(dir)
	if err != nil {
		f.Fatal(err)
	}
	for i := range Tables {
		content, err := os.ReadFile(filepath.Join(dir, tableFile(Tables[i].Name)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content, uint8(i))
		f.Add(content[:len(content)/2], uint8(i))
	}
	f.Add([]byte("PAR1PAR1"), uint8(0))
	f.Fuzz(func(t *testing.T, content []byte, table uint8) {
		of := &Tables[int(table)%len(Tables)]
		d, err := parseTable(content, of, m.table(of.Name).Rows, nil)
		if err != nil {
			return
		}
		for _, c := range of.Columns {
			n := 0
			if texts := d.texts[c.Name]; texts != nil {
				n = texts.len()
			}
			if n += len(d.dates[c.Name]) + len(d.wholes[c.Name]) + len(d.numbers[c.Name]); n != d.rows {
				t.Errorf("column %s has %d rows, the table %d", c.Name, n, d.rows)
			}
		}
		if of.By != nil {
			for _, by := range of.By {
				_, _ = split(of, d, by) // must not panic
			}
		}
	})
}
