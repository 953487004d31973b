package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"haven/scenario"
)

func TestTheCaretStandsUnderThePlace(t *testing.T) {
	long := strings.Repeat("abcdefghi,", 30)
	for _, c := range []struct {
		name, line string
		column     int
		csv        bool
		text       string
		under      string // what the carets stand under
	}{
		{"a field", "a,bb,ccc", 2, true, "a,bb,ccc", "bb"},
		{"a quoted field with a comma", `a,"b,b",ccc`, 3, true, `a,"b,b",ccc`, "ccc"},
		{"an empty field", "a,,c", 2, true, "a,,c", ","},
		{"letters of two bytes", "граница,x", 2, true, "граница,x", "x"},
		{"a character", "  scale: x", 10, false, "  scale: x", "x"},
		{"a field far to the right", long, 20, true, "..." + long[150:250] + "...", "abcdefghi"},
	} {
		text, caret := excerpt(c.line, c.column, c.csv)
		if text != c.text {
			t.Errorf("%s: shows %q, want %q", c.name, text, c.text)
		}
		runes := []rune(text)
		from, to := strings.Index(caret, "^"), len(caret)
		if got := string(runes[from:min(to, len(runes))]); got != c.under {
			t.Errorf("%s: the carets stand under %q, want %q", c.name, got, c.under)
		}
	}
	if text, caret := excerpt("a,b", 0, true); text != "a,b" || caret != "" {
		t.Errorf("without a column: %q and %q", text, caret)
	}
	if _, caret := excerpt("a,b", 5, true); caret != "   ^" {
		t.Errorf("a field that is missing: %q, want the caret behind the line", caret)
	}
}

func TestTheLineIsShownWithoutWhatATerminalWouldActOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "links.csv")
	if err := os.WriteFile(path, []byte("\ufeffid,from\r\na\x1b[31m,\xff\tb\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for number, want := range map[int]string{1: "id,from", 2: "a·[31m,\ufffd b"} {
		if got, ok := lineOf(path, number); !ok || got != want {
			t.Errorf("line %d is %q, want %q", number, got, want)
		}
	}
	for _, number := range []int{0, 3, 4} {
		if got, ok := lineOf(path, number); ok {
			t.Errorf("there is no line %d, but %q is shown", number, got)
		}
	}
}

func FuzzShown(f *testing.F) {
	f.Add("id,from\na,b\n", 2, 2)
	f.Add("\"a,\nb\",c", 1, 7)
	f.Add("", 1, 1)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string, line, column int) {
		if err := os.WriteFile(filepath.Join(dir, "links.csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out := shown(dir, scenario.Problem{File: "links.csv", Line: line, Column: column, Message: "wrong"})
		if !utf8.ValidString(out) || !strings.HasPrefix(out, "error: wrong\n") {
			t.Errorf("shown as %q", out)
		}
	})
}
