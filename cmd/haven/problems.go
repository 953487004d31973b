package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"haven/scenario"
)

// problems shows what is wrong with a scenario, as compilers do: where, what,
// the line with a caret under the place, what is allowed, what to try.
func (t *teller) problems(dir string, problems scenario.Problems) {
	for _, p := range problems {
		if t.json {
			t.emit("problem", event{
				"dir": dir, "file": p.File, "line": p.Line, "column": p.Column, "severity": p.Severity.String(),
				"message": p.Message, "allowed": strings.TrimPrefix(p.Allowed, "allowed: "), "suggestion": p.Suggestion,
			})
			continue
		}
		fmt.Fprint(t.err, shown(dir, p))
	}
}

func shown(dir string, p scenario.Problem) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", p.Severity, p.Message)
	margin := 1
	if p.File != "" {
		at := filepath.Join(dir, p.File)
		where := at
		if p.Line > 0 {
			margin = len(fmt.Sprint(p.Line)) + 1
			where += fmt.Sprintf(":%d", p.Line)
			if p.Column > 0 {
				where += fmt.Sprintf(":%d", p.Column)
			}
		}
		space := strings.Repeat(" ", margin)
		fmt.Fprintf(&b, "%s--> %s\n", space[1:], where)
		if line, ok := lineOf(at, p.Line); ok {
			text, caret := excerpt(line, p.Column, strings.HasSuffix(p.File, ".csv"))
			fmt.Fprintf(&b, "%s|\n%d | %s\n", space, p.Line, text)
			if caret != "" {
				fmt.Fprintf(&b, "%s| %s\n", space, caret)
			}
		}
	}
	space := strings.Repeat(" ", margin)
	for _, help := range [...]string{p.Allowed, p.Suggestion} {
		if help != "" {
			fmt.Fprintf(&b, "%s= %s\n", space, help)
		}
	}
	b.WriteString("\n")
	return b.String()
}

const longestLine = 1 << 20 // bytes; what is longer is not shown

// lineOf reads one line of a file; ok is false when there is none to show.
func lineOf(path string, number int) (line string, ok bool) {
	if number <= 0 {
		return "", false
	}
	file, err := os.Open(path)
	if err != nil {
		return "", false
	}
	defer func() { _ = file.Close() }() // it was only read
	r := bufio.NewReaderSize(file, 1<<16)
	for n := 1; ; n++ {
		if n < number {
			if err := skipLine(r); err != nil {
				return "", false
			}
			continue
		}
		text, err := bufio.NewReader(io.LimitReader(r, longestLine)).ReadString('\n')
		if err != nil && text == "" {
			return "", false
		}
		text = strings.TrimPrefix(strings.TrimRight(text, "\r\n"), "\ufeff")
		return printable(text), true
	}
}

func skipLine(r *bufio.Reader) error {
	for {
		_, more, err := r.ReadLine()
		if err != nil || !more {
			return err
		}
	}
}

// printable replaces what a terminal would act on or cannot show.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < ' ' || r == 0x7f:
			return '\u00b7'
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

const (
	before = 40 // characters shown left of the place
	after  = 60 // and right of its start
)

// excerpt cuts a line around a column and makes the line with the caret. In
// CSV the column is the number of a field, elsewhere of a character.
func excerpt(line string, column int, isCSV bool) (text, caret string) {
	if column <= 0 {
		return cut([]rune(line), 0, before+after), ""
	}
	start, end := column-1, column
	if isCSV {
		start, end = field(line, column)
	}
	runes := []rune(line)
	start, end = min(start, len(runes)), min(max(end, start+1), len(runes)+1)
	from := 0
	if start > before && len(runes) > before+after {
		from = start - before
	}
	to := from + before + after
	text = cut(runes, from, to)
	lead := start - from
	if from > 0 {
		lead += 3
	}
	return text, strings.Repeat(" ", lead) + strings.Repeat("^", max(1, min(end, to)-start))
}

func cut(runes []rune, from, to int) string {
	text := string(runes[from:min(to, len(runes))])
	if from > 0 {
		text = "..." + text
	}
	if to < len(runes) {
		text += "..."
	}
	return text
}

// field finds the n-th field of a CSV line, as characters from and to.
func field(line string, n int) (from, to int) {
	quoted, number, at := false, 1, 0
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ',' && !quoted:
			if number == n {
				return from, at
			}
			number++
			from = at + 1
		}
		at++
	}
	if number == n {
		return from, at
	}
	end := utf8.RuneCountInString(line) // a field that is missing: behind the last one
	return end, end
}
