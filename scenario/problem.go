package scenario

import (
	"fmt"
	"sort"
	"strings"
)

// Severity says whether a problem stops a scenario from being used.
type Severity int

// The severities.
const (
	Mistake Severity = iota // the scenario cannot be used
	Warning                 // it can, but somebody should look
)

// String is the severity's word.
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Problem is one mistake or warning, told to the person who edits the file.
type Problem struct {
	File       string // within the folder; empty when the problem is of no one file
	Line       int    // from 1; 0 when it is about the whole file
	Column     int    // CSV: the n-th field; YAML: the character; 0 when unknown
	Message    string // what was found
	Allowed    string // what is allowed
	Suggestion string // what to try
	Severity   Severity
}

// String is the problem on one line: file:line:column: what was found; what is
// allowed; what to try.
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d", p.Line)
			if p.Column > 0 {
				fmt.Fprintf(&b, ":%d", p.Column)
			}
		}
		b.WriteString(": ")
	}
	if p.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Message)
	if p.Allowed != "" {
		b.WriteString("; " + p.Allowed)
	}
	if p.Suggestion != "" {
		b.WriteString("; " + p.Suggestion)
	}
	return b.String()
}

// Problems is everything found wrong with a scenario, in the order of files,
// lines and columns.
type Problems []Problem

// Error lists the problems, one a line, so that Problems is an error.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].String()
	}
	return strings.Join(lines, "\n")
}

// Mistakes are the problems that stop the scenario from being used.
func (p Problems) Mistakes() Problems { return p.of(Mistake) }

// Warnings are the others.
func (p Problems) Warnings() Problems { return p.of(Warning) }

func (p Problems) of(s Severity) Problems {
	var out Problems
	for _, one := range p {
		if one.Severity == s {
			out = append(out, one)
		}
	}
	return out
}

// keptPerFile bounds the list: a file in which everything is wrong needs one
// look, not a million lines.
const keptPerFile = 100

// problems collects while reading and checking. What it keeps is bounded.
type problems struct {
	list  Problems
	count map[string]*[2]int // by file and severity
}

func (c *problems) add(p Problem) {
	if c.count == nil {
		c.count = map[string]*[2]int{}
	}
	n := c.count[p.File]
	if n == nil {
		n = new([2]int)
		c.count[p.File] = n
	}
	n[p.Severity]++
	if n[p.Severity] <= keptPerFile {
		c.list = append(c.list, p)
	}
}

// join takes over what another collector kept and counted.
func (c *problems) join(other *problems) {
	for _, p := range other.list {
		c.add(p)
	}
	for file, n := range other.count {
		for severity := range n {
			c.count[file][severity] += max(0, n[severity]-keptPerFile)
		}
	}
}

// full says whether no more mistakes of the file are kept.
func (c *problems) full(file string) bool {
	n := c.count[file]
	return n != nil && n[Mistake] >= keptPerFile
}

func (c *problems) any() bool {
	for _, n := range c.count {
		if n[Mistake] > 0 {
			return true
		}
	}
	return false
}

// sorted is the list by file (scenario.yaml first, then the tables in their
// order), line and column, with a last line per file that says how many were left out.
func (c *problems) sorted() Problems {
	for file, n := range c.count {
		for severity, count := range n {
			if more := count - keptPerFile; more > 0 {
				c.list = append(c.list, Problem{
					File: file, Line: 1 << 40, Severity: Severity(severity),
					Message: fmt.Sprintf("and %d more like these; correct the first ones and check again", more),
				})
			}
		}
	}
	c.count = nil
	sort.SliceStable(c.list, func(i, j int) bool {
		a, b := &c.list[i], &c.list[j]
		if a.File != b.File {
			return fileOrder(a.File) < fileOrder(b.File) || fileOrder(a.File) == fileOrder(b.File) && a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		if a.Column != b.Column {
			return a.Column < b.Column
		}
		return a.Message < b.Message
	})
	for i := range c.list {
		if c.list[i].Line == 1<<40 {
			c.list[i].Line = 0
		}
	}
	return c.list
}

// firstOfEach is the first mistake and the first warning of what all is about
// one line, with how many there are.
func (c *problems) firstOfEach() Problems {
	var kept Problems
	for _, of := range []Problems{c.list.Mistakes(), c.list.Warnings()} {
		if len(of) > 0 {
			kept = append(kept, of[0].oneOf(c.count[of[0].File][of[0].Severity]))
		}
	}
	return kept
}

// oneOf is a problem that stands for several about its line.
func (p Problem) oneOf(n int) Problem {
	if n > 1 {
		p.Message += fmt.Sprintf(" (the first of %d messages about this line)", n)
	}
	return p
}

func fileOrder(file string) int {
	switch file {
	case "":
		return -2
	case yamlFile:
		return -1
	}
	for i, t := range tables {
		if t.File() == file {
			return i
		}
	}
	return len(tables)
}
