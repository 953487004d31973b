// Command haven forecasts displacement: who will leave, by which way, and
// where they will arrive, with how much certainty, and on whose word.
//
// Package main puts the other packages together and knows no rule of the
// model. One file a command; work.go is the folder a run works in, tell.go
// how people and machines are told.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	exitOK    = 0
	exitWrong = 1 // something is wrong with the input, or the run failed
	exitUsage = 2 // the command was not understood
)

const description = `Who will leave, by which way, and where will they arrive, when - and how sure are we, on whose word?

haven simulates displacement from sourced facts, many times over, and gives arrivals, queues and ways as distributions, day by day.`

// commands is the command line.
type commands struct {
	JSON bool `name:"json" help:"Write JSON, one object a line, for machines (docs/command-line.md describes it)."`

	Run      runCommand      `cmd:"" help:"Run a scenario many times and write its results and report page."`
	Fit      fitCommand      `cmd:"" help:"Fit a scenario's numbers to what was reported."`
	Forecast forecastCommand `cmd:"" help:"Take in what was observed up to a day, and forecast from there."`
	Whatif   whatifCommand   `cmd:"" help:"Compare a scenario with what it would be after a change, pair by pair."`
	Check    checkCommand    `cmd:"" help:"Find every mistake in a scenario."`
	Describe describeCommand `cmd:"" help:"Tell in plain words what is in a scenario."`
	New      newCommand      `cmd:"" help:"Write a small working scenario to start from."`
	Generate generateCommand `cmd:"" help:"Make synthetic scenarios."`
	Import   importCommand   `cmd:"" help:"Take over folders of other programs, and tables as publishers give them."`
	Report   reportCommand   `cmd:"" help:"Write the report page of a run again."`
	Score    scoreCommand    `cmd:"" help:"Say how far a run is from what was registered or reported."`
	Backtest backtestCommand `cmd:"" help:"Say how good forecasts would have been, from what was known at the time."`
	Quirks   quirksCommand   `cmd:"" help:"Measure what each oddity of Flee's program does to the numbers of a folder."`

	Sensitivity sensitivityCommand `cmd:"" help:"Say which uncertain numbers drive an answer."`

	Version versionCommand `cmd:"" help:"Say which haven this is."`
}

func main() {
	collectLater()
	ignoreFileSizeSignal()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(haven(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// collectLater puts the first garbage collection off: up to 16 MiB, where most
// small runs end, it costs more than it gives back. From then on the heap may
// grow to twice what lives, as usual.
func collectLater() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(400)
	runtime.SetFinalizer(new([16]byte), func(*[16]byte) { debug.SetGCPercent(100) })
}

// exited is thrown by kong's Exit hook after --help.
type exited int

func haven(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	out := &attentive{w: stdout}
	stdout = out
	defer func() {
		if e := recover(); e != nil {
			status, ok := e.(exited)
			if !ok {
				panic(e)
			}
			code = int(status)
		}
		if out.err != nil {
			fmt.Fprintf(stderr, "error: the output is not complete: %s\n", plain(out.err))
			code = max(code, exitWrong)
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	cli := asked(args[0])
	parser, err := parserOf(cli, kong.Writers(stdout, stderr), kong.Exit(func(status int) { panic(exited(status)) }))
	if err != nil {
		panic(err) // the types above are wrong: a bug
	}
	t := &teller{out: stdout, err: stderr, json: asksForJSON(args)}
	parsed, err := parser.Parse(args)
	if err != nil {
		t.usage(parser, err)
		return exitUsage
	}
	t.json = reflect.ValueOf(cli).Elem().FieldByName("JSON").Bool()
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(t); err != nil {
		var wrong usageError
		t.failed(err)
		if errors.As(err, &wrong) {
			return exitUsage
		}
		return exitWrong
	}
	return exitOK
}

// asked is the command line as far as the first argument leaves it open: one
// command where it names one, else all commands. Kong takes longer to look at all of them
// than a small scenario takes to be read.
func asked(first string) any {
	all := reflect.TypeFor[commands]()
	global, _ := all.FieldByName("JSON")
	for i := range all.NumField() {
		command := all.Field(i)
		if _, ok := command.Tag.Lookup("cmd"); ok && strings.ToLower(command.Name) == first {
			return reflect.New(reflect.StructOf([]reflect.StructField{global, command})).Interface()
		}
	}
	return new(commands)
}

// attentive remembers that something could not be written, so that an answer
// cut short by a full disk does not pass for a whole one.
type attentive struct {
	w   io.Writer
	err error
}

func (a *attentive) Write(p []byte) (int, error) {
	n, err := a.w.Write(p)
	if a.err == nil {
		a.err = err
	}
	return n, err
}

func parserOf(cli any, options ...kong.Option) (*kong.Kong, error) {
	return kong.New(cli, append([]kong.Option{
		kong.Name("haven"),
		kong.Description(description),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	}, options...)...)
}

// asksForJSON says whether --json is given, for commands that are not understood.
func asksForJSON(args []string) bool {
	for _, a := range args {
		if a == "--json" || strings.HasPrefix(a, "--json=") {
			return true
		}
	}
	return false
}

// usageError is a mistake in how the command was given, rather than in what it
// works on.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }
