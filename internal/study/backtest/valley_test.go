package backtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/scenario"
)

// valley is the Flee folder of the command's script: two conflict zones, two camps, a re-registration on day 98, placeholder zeros and a row out of
// order.
func valley(t testing.TB) *scenario.Scenario {
	t.Helper()
	files, err := txtar.ParseFile(filepath.Join("..", "..", "..", "cmd", "haven", "testdata", "script", "backtest.txt"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range files.Files {
		if !strings.HasPrefix(f.Name, "valley/") {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	sc, _, err := flee.Open(filepath.Join(dir, "valley"), flee.Options{Until: calendar.None})
	if err != nil {
		t.Fatal(err)
	}
	return sc
}
