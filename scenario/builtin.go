package scenario

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed builtin
var builtin embed.FS

// BuiltinNames are the scenarios that come with haven, in alphabetical order.
func BuiltinNames() []string {
	entries, err := builtin.ReadDir("builtin")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

func builtinFS(name string) (fs.FS, error) {
	if !contains(BuiltinNames(), name) {
		return nil, Problem{
			Message:    fmt.Sprintf("there is no built-in scenario %s", quoted(name)),
			Allowed:    "built in: " + strings.Join(BuiltinNames(), ", "),
			Suggestion: didYouMean(name, among(BuiltinNames())),
		}
	}
	return fs.Sub(builtin, "builtin/"+name)
}

// Builtin reads a scenario that comes with haven.
func Builtin(name string) (*Scenario, error) {
	fsys, err := builtinFS(name)
	if err != nil {
		return nil, err
	}
	return LoadFS(fsys, name)
}
