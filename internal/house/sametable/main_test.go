package main

import (
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"
)

type row struct {
	Place string
	Value float64
}

func TestSame(t *testing.T) {
	dir := t.TempDir()
	table := func(name string, rows ...row) string {
		name = filepath.Join(dir, name)
		if err := parquet.WriteFile(name, rows); err != nil {
			t.Fatal(err)
		}
		return name
	}
	a := table("a", row{"east", 0.1}, row{"west", 2})
	if err := same(a, table("b", row{"east", 0.1}, row{"west", 2})); err != nil {
		t.Error(err)
	}
	if same(a, table("c", row{"east", 0.1}, row{"west", 2.0000000000000004})) == nil {
		t.Error("a last bit makes no difference")
	}
	if same(a, table("d", row{"east", 0.1})) == nil {
		t.Error("a missing row makes no difference")
	}
	if same(a, filepath.Join(dir, "none")) == nil {
		t.Error("a missing file makes no difference")
	}
}
