package flee

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"haven/evidence"
	"haven/internal/calendar"
	"haven/scenario"
)

// Options say how a folder is opened; the zero value is what Flee does.
type Options struct {
	SourceData    string        // folder of data_layout.csv; empty: source_data in the folder or beside it
	Settings      string        // settings file; empty: simsetting.yml in the folder or beside it
	Until         calendar.Date // last day, when it is after sim_period.csv's; None or 0: sim_period.csv's
	Strict        bool          // warnings are mistakes
	WithoutQuirks []string      // names of scenario.Quirks, or all
}

// Recognise says whether a folder is one of Flee's: input_csv/locations.csv,
// or locations.csv and routes.csv in the folder itself, and no scenario.yaml.
func Recognise(dir string) bool {
	has := func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err == nil && !info.IsDir()
	}
	if has("scenario.yaml") {
		return false
	}
	return has(filepath.Join("input_csv", "locations.csv")) || has("locations.csv") && has("routes.csv")
}

// cite is the id of the one row of evidence.csv that names the folder.
const cite = "flee"

// opening is a folder while it is read.
type opening struct {
	dir     string // as given
	input   string // where locations.csv is
	options Options
	s       *scenario.Scenario
	noted   noted

	length          int              // days of the run
	correctionLines []int            // where the rows of registration_corrections.csv stand
	names           map[string][]int // Flee's names of places: which have it
	ids             map[string]bool
	countries       map[string]string // Flee's name: code
	codes           map[string]string // code: Flee's name
	demanded        map[string]bool   // settings that were given, for checks between them
	places          map[string]yamlPlace
	nobody          bool   // the way of spawning just read is none that Flee knows
	file            string // the settings file, as messages name it
}

type yamlPlace struct{ line, column int }

// Open reads the Flee folder at dir. The problems are warnings; the error is a
// scenario.Problems when something stops the folder from being run.
func Open(dir string, options Options) (*scenario.Scenario, scenario.Problems, error) {
	o := newOpening(dir, options)
	if !Recognise(dir) {
		return nil, nil, scenario.Problems{{Message: fmt.Sprintf("%s is no Flee folder", scenario.Quoted(dir)), Allowed: "it holds input_csv/locations.csv, or locations.csv and routes.csv"}}
	}
	o.settings()
	o.period()
	o.locations()
	o.routes()
	o.closures()
	o.changes()
	o.conflicts()
	o.floods()
	o.food()
	o.demographics()
	o.agents()
	o.majorRoutes()
	o.registrations()
	o.corrections()
	o.readable()
	found := o.noted.sorted()
	if options.Strict {
		for i := range found {
			found[i].Severity = scenario.Mistake
		}
	}
	if mistakes := found.Mistakes(); len(mistakes) > 0 {
		return nil, found.Warnings(), mistakes
	}
	return o.s, found, nil
}

func newOpening(dir string, options Options) *opening {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	name := filepath.Base(abs)
	o := &opening{
		dir: dir, input: filepath.Join(dir, "input_csv"), options: options,
		names: map[string][]int{}, ids: map[string]bool{}, countries: map[string]string{}, codes: map[string]string{},
		demanded: map[string]bool{}, places: map[string]yamlPlace{},
	}
	if _, err := os.Stat(o.input); err != nil {
		o.input = dir
	}
	nan := math.NaN()
	o.s = &scenario.Scenario{
		Name: name, Title: tidy(name) + ", a Flee folder", BinsPerDay: 1, Rule: "neighbours", Parameters: scenario.Defaults(),
		ParameterEvidence: map[string]string{"neighbours": cite},
		Evidence: []evidence.Claim{{
			ID: cite, Claim: "Places, links, conflicts, registrations and settings are as in the Flee folder " + tidy(name) + ".",
			Value: nan, Low: nan, High: nan, DateFrom: calendar.None, DateTo: calendar.None, KnownFrom: calendar.None, Published: calendar.None,
			Outlet: "Flee folder " + tidy(name),
		}},
	}
	return o
}

// tidy makes a name fit for a line of text.
func tidy(s string) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\ufffd' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))), " ")
	if s == "" {
		return "without a name"
	}
	return s
}

// nameOf is how messages name a file: by its way from the folder.
func (o *opening) nameOf(path string) string {
	if rel, err := filepath.Rel(o.dir, path); err == nil {
		return filepath.ToSlash(rel)
	}
	return path
}

func (o *opening) tell(p scenario.Problem) { o.noted.add(p) }

func (o *opening) wrong(file string, line, column int, message, allowed, suggestion string) {
	o.tell(scenario.Problem{File: file, Line: line, Column: column, Message: message, Allowed: allowed, Suggestion: suggestion})
}

func (o *opening) warn(file string, line, column int, message, suggestion string) {
	o.tell(scenario.Problem{File: file, Line: line, Column: column, Message: message, Suggestion: suggestion, Severity: scenario.Warning})
}

// without says whether a quirk is turned off.
func (o *opening) without(quirk string) bool { return o.s.Parameters.Neighbours.Without(quirk) }

// sorted is the list in the order in which files were read, then of lines and
// columns, with a line that says how many were left out.
func (n *noted) sorted() scenario.Problems {
	for file, count := range n.files {
		for severity, all := range count {
			if more := all - keptPerFile; more > 0 {
				n.list = append(n.list, scenario.Problem{File: file, Line: math.MaxInt32, Severity: scenario.Severity(severity), Message: fmt.Sprintf("and %d more like these", more)})
			}
		}
	}
	slices.SortStableFunc(n.list, func(a, b scenario.Problem) int {
		switch {
		case a.File != b.File:
			return n.order[a.File] - n.order[b.File]
		case a.Line != b.Line:
			return a.Line - b.Line
		case a.Column != b.Column:
			return a.Column - b.Column
		}
		return int(a.Severity) - int(b.Severity)
	})
	for i := range n.list {
		if n.list[i].Line == math.MaxInt32 {
			n.list[i].Line = 0
		}
	}
	return n.list
}
