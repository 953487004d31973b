package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"haven/internal/flee"
	"haven/scenario"
)

// teller tells people (text) or machines (JSON, one object a line) what
// happens. Results go to out, everything else to err; JSON goes to out alone.
type teller struct {
	out, err io.Writer
	json     bool
}

// event is one object of the JSON output. Its kind decides which fields are there.
type event map[string]any

// emit writes an event when machines are listening.
func (t *teller) emit(kind string, e event) {
	if !t.json {
		return
	}
	if e == nil {
		e = event{}
	}
	e["event"] = kind
	text, err := json.Marshal(e)
	if err != nil {
		panic(err) // events hold texts and finite numbers only
	}
	fmt.Fprintf(t.out, "%s\n", text)
}

// say writes a result for people.
func (t *teller) say(format string, args ...any) {
	if !t.json {
		fmt.Fprintf(t.out, format+"\n", args...)
	}
}

// note writes what is worth knowing but no result.
func (t *teller) note(format string, args ...any) {
	if !t.json {
		fmt.Fprintf(t.err, format+"\n", args...)
		return
	}
	t.emit("note", event{"message": fmt.Sprintf(format, args...)})
}

// failed says why a command did not do its work.
func (t *teller) failed(err error) {
	var in *listed
	var problems scenario.Problems
	switch {
	case errors.As(err, &in):
		t.problems(in.dir, in.problems)
	case errors.As(err, &problems):
		t.problems("", problems)
		if !t.json {
			return
		}
		err = errors.New(count(len(problems.Mistakes()), "error"))
	}
	if t.json {
		t.emit("error", event{"message": plain(err)})
		return
	}
	fmt.Fprintf(t.err, "error: %s\n", plain(err))
}

// usage says what was not understood and how the command is used.
func (t *teller) usage(parser *kong.Kong, err error) {
	if t.json {
		t.emit("error", event{"message": err.Error(), "usage": true})
		return
	}
	command := "haven"
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil {
		if selected := parse.Context.Selected(); selected != nil {
			command = selected.FullPath()
		}
	}
	fmt.Fprintf(t.err, "error: %s\nhow to use it: %s --help\n", err, command)
}

// listed is the error of a scenario with mistakes: they are shown one by one.
type listed struct {
	dir      string // the scenario's folder, or the name of a built-in one
	problems scenario.Problems
}

func (l *listed) Error() string {
	mistakes, warnings := len(l.problems.Mistakes()), len(l.problems.Warnings())
	text := count(mistakes, "error")
	if l.dir != "" && l.dir != "." {
		text += " in " + l.dir
	}
	if warnings > 0 {
		text += " and " + count(warnings, "warning")
	}
	return text
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// open opens a scenario; its mistakes become an error that shows them all.
func open(nameOrPath string) (*scenario.Scenario, error) {
	if flee.Recognise(nameOrPath) {
		return nil, fmt.Errorf("%s is a Flee folder; make a scenario of it first: haven import flee %s --out NAME", nameOrPath, quoteArg(nameOrPath))
	}
	sc, err := scenario.Open(nameOrPath)
	var problems scenario.Problems
	if errors.As(err, &problems) {
		return nil, &listed{nameOrPath, problems}
	}
	return sc, err
}

// plain is an error for people: the cause of a full disk or a folder that
// cannot be written is said in words.
func plain(err error) string {
	text := strings.TrimSpace(err.Error())
	var stop *stop
	if errors.As(err, &stop) {
		return text
	}
	if hint := hintFor(err); hint != "" {
		text += "; " + hint
	}
	return text
}
