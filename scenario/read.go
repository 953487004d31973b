package scenario

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const yamlFile = "scenario.yaml"

// Open reads a scenario that is built in, or a folder. Where a folder has the
// name of a built-in one, ./name means the folder and the name alone is refused. The
// error is a Problems when the scenario has mistakes.
func Open(nameOrPath string) (*Scenario, error) {
	if contains(BuiltinNames(), nameOrPath) {
		if found := twoOf(nameOrPath); found != nil {
			return nil, found
		}
		return Builtin(nameOrPath)
	}
	if _, err := os.Stat(nameOrPath); errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(nameOrPath, `/\.`) {
		return nil, Problems{{
			Message:    fmt.Sprintf("there is no scenario %s: neither built in nor a folder here", quoted(nameOrPath)),
			Allowed:    "built in: " + strings.Join(BuiltinNames(), ", "),
			Suggestion: didYouMean(nameOrPath, among(BuiltinNames())),
		}}
	}
	return Load(nameOrPath)
}

// Load reads and checks the scenario in a folder. The error is a Problems when
// the scenario has mistakes; warnings are no error (see Check).
func Load(dir string) (*Scenario, error) {
	s, found := readFolder(dir)
	if mistakes := found.Mistakes(); len(mistakes) > 0 {
		return nil, mistakes
	}
	return s, nil
}

// LoadFS is Load for a file system whose root is the scenario's folder.
func LoadFS(fsys fs.FS, name string) (*Scenario, error) {
	s, found := readFS(fsys, name)
	if mistakes := found.Mistakes(); len(mistakes) > 0 {
		return nil, mistakes
	}
	return s, nil
}

// Check reads the scenario in a folder, or a built-in one, and returns every mistake and warning.
func Check(dir string) Problems {
	if contains(BuiltinNames(), dir) {
		if found := twoOf(dir); found != nil {
			return found
		}
		fsys, err := builtinFS(dir)
		if err != nil {
			return Problems{{Message: err.Error()}}
		}
		_, found := readFS(fsys, dir)
		return found
	}
	_, found := readFolder(dir)
	return found
}

// twoOf says that a built-in scenario's name is also that of a scenario's
// folder here, nil when it is not. Taking either would surprise somebody.
func twoOf(name string) Problems {
	if _, err := os.Stat(filepath.Join(name, yamlFile)); err != nil {
		return nil
	}
	return Problems{{
		Message:    fmt.Sprintf("%s is built in, and a folder here has the same name", quoted(name)),
		Suggestion: fmt.Sprintf("write ./%s for the folder, or rename it to use the built-in one", name),
	}}
}

// CheckFS is Check for a file system whose root is the scenario's folder.
func CheckFS(fsys fs.FS, name string) Problems {
	_, found := readFS(fsys, name)
	return found
}

func readFolder(dir string) (*Scenario, Problems) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Problems{{Message: fmt.Sprintf("there is no folder %s", quoted(dir)), Suggestion: "`haven new NAME` makes one; built in: " + strings.Join(BuiltinNames(), ", ")}}
	case err != nil:
		return nil, Problems{{Message: plainError(err)}}
	case !info.IsDir():
		return nil, Problems{{Message: fmt.Sprintf("%s is a file", quoted(dir)), Allowed: "give the folder that holds " + yamlFile}}
	}
	if inside := filepath.Join(dir, "scenario"); !isFile(filepath.Join(dir, yamlFile)) && isFile(filepath.Join(dir, "manifest.json")) && isFile(filepath.Join(inside, yamlFile)) {
		return nil, Problems{{Message: fmt.Sprintf("%s is a run; its scenario is %s", dir, filepath.ToSlash(inside))}}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	return readFS(os.DirFS(dir), filepath.Base(abs))
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// readFS reads all files, then checks them together. It always returns the
// scenario as far as it could be read.
func readFS(fsys fs.FS, name string) (*Scenario, Problems) {
	c := readAll(fsys, name)
	return c.s, c.problems.sorted()
}

// readAll is readFS as far as the checker, which can still look at more.
func readAll(fsys fs.FS, name string) *checker {
	s := &Scenario{Name: name, BinsPerDay: 1, Rule: "destinations", Parameters: Defaults(), ParameterEvidence: map[string]string{}}
	r := &reader{s: s, files: newPositions(), words: map[string]string{}}
	r.readYAML(fsys)
	for _, t := range tables {
		r.readTable(fsys, t)
	}
	r.readPosterior(fsys)
	r.strangeFiles(fsys)
	c := &checker{s: s, files: r.files, problems: &r.problems}
	c.run()
	return c
}

// reader reads one scenario's files.
type reader struct {
	s        *Scenario
	problems problems
	files    *positions
	words    map[string]string // each word kept once, however often it stands in a table
}

// intern returns s as a string that holds on to nothing larger, the same one
// for the same text.
func (r *reader) intern(s string) string {
	if w, ok := r.words[s]; ok {
		return w
	}
	w := strings.Clone(s)
	if len(w) <= 200 && len(r.words) < 1<<16 {
		r.words[w] = w
	}
	return w
}

// strangeFiles warns of tables that are not read, which are often misspelt.
func (r *reader) strangeFiles(fsys fs.FS) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		r.problems.add(Problem{Message: plainError(err)})
		return
	}
	known := []string{yamlFile, posteriorFile}
	for _, t := range tables {
		known = append(known, t.File())
	}
	for _, e := range entries {
		file := e.Name()
		ext := strings.ToLower(filepath.Ext(file))
		if contains(known, file) || e.IsDir() || ext != ".csv" && ext != ".yaml" && ext != ".yml" {
			continue
		}
		r.problems.add(Problem{File: file, Message: "this file is not read", Suggestion: didYouMean(file, among(known)), Severity: Warning})
	}
}

// plainError is an error of the file system without the path of this machine.
func plainError(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return fmt.Sprintf("%s cannot be read: %v", quoted(filepath.Base(path.Path)), path.Err)
	}
	return err.Error()
}

// positions remembers where things stand, for messages of the check.
type positions struct {
	lines  map[*Table][]int32   // line of each row
	fields map[*Table][]int     // for each column of the schema its field in the file, from 1; 0: not there
	bad    map[badPlace]bool    // cells already found wrong; field 0: the row
	broken map[*Table]bool      // tables not read to the end: do not check against them
	yaml   map[string]yamlPlace // by path such as parameters.scale
	change string               // the file of a change, and what of the scenario stands there
	moved  map[badPlace]yamlPlace
	shared map[yamlPlace]bool // of several rows, which messages have to tell apart

	nowhere bool // there are no files: messages name the address
}

type badPlace struct {
	table      *Table
	row, field int
}

// elsewhere is where a cell, or else its row, stands in the file of a change.
func (p *positions) elsewhere(t *Table, row, field int) (at yamlPlace, ok bool) {
	if at, ok = p.moved[badPlace{t, row, field}]; !ok {
		at, ok = p.moved[badPlace{t, row, 0}]
	}
	return at, ok
}

type yamlPlace struct{ line, column int }

func newPositions() *positions {
	return &positions{
		lines: map[*Table][]int32{}, fields: map[*Table][]int{}, bad: map[badPlace]bool{},
		broken: map[*Table]bool{}, yaml: map[string]yamlPlace{},
	}
}
