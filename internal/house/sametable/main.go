// Command sametable says whether two Parquet files hold the same rows to the
// last bit. The library encodes repeated texts by another routine on another
// processor, so that files with the same rows may differ in a few bytes there.
//
//	sametable A.parquet B.parquet
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: sametable A.parquet B.parquet")
		os.Exit(2)
	}
	if err := same(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func same(a, b string) error {
	left, err := rows(a)
	if err != nil {
		return fmt.Errorf("%s: %w", a, err)
	}
	right, err := rows(b)
	if err != nil {
		return fmt.Errorf("%s: %w", b, err)
	}
	if len(left) != len(right) {
		return fmt.Errorf("%s has %d rows, %s has %d", a, len(left), b, len(right))
	}
	for i := range left {
		if !bytes.Equal(left[i], right[i]) {
			return fmt.Errorf("%s and %s differ in row %d", a, b, i+1)
		}
	}
	return nil
}

// rows are a table's rows, each as its values' bytes.
func rows(name string) ([][]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	table, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		return nil, err
	}
	out := [][]byte{[]byte(table.Schema().String())}
	buffer := make([]parquet.Row, 1024)
	for _, group := range table.RowGroups() {
		reader := group.Rows()
		for {
			n, err := reader.ReadRows(buffer)
			for _, row := range buffer[:n] {
				var text []byte
				for _, v := range row {
					text = fmt.Appendf(text, "%d %d ", v.Column(), v.Kind())
					text = append(v.AppendBytes(text), 0)
				}
				out = append(out, text)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, err
			}
		}
		if err := reader.Close(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
