package hubverse

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"haven/internal/calendar"
)

// AdminSchema is the version of hubverse's admin.json that a hub's configuration has (hubverse-org/schemas, CC0).
const AdminSchema = "https://raw.githubusercontent.com/hubverse-org/schemas/main/v5.0.1/admin-schema.json"

// universalTime is a zone in which it is UTC all year round: the schema lists zones by place and does not know UTC itself.
const universalTime = "Atlantic/Reykjavik"

// admin is hub-config/admin.json. Contact and repository are needed, and may be empty: a folder that haven wrote has no keeper yet.
type admin struct {
	Schema     string            `json:"schema_version"`
	Name       string            `json:"name"`
	Maintainer string            `json:"maintainer"`
	Contact    map[string]string `json:"contact"`
	Repository map[string]string `json:"repository"`
	Formats    []string          `json:"file_format"`
	Timezone   string            `json:"timezone"`
}

// Config makes the files of hub-config, by their paths within the hub: tasks.json, and admin.json, without which hubverse's tools open no
// hub. The name is the hub's, format that of its model output files (Formats), and the rest as for Tasks.
func Config(name, format string, origin calendar.Date, days int, targets []Target) (map[string][]byte, error) {
	tasks, err := Tasks(origin, days, targets)
	if err != nil {
		return nil, err
	}
	settings, err := json.MarshalIndent(admin{
		Schema: AdminSchema, Name: name, Maintainer: "haven", Contact: map[string]string{}, Repository: map[string]string{}, Formats: []string{format}, Timezone: universalTime,
	}, "", "  ")
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"hub-config/tasks.json": tasks, "hub-config/admin.json": append(settings, '\n')}, nil
}

// WriteConfig writes the files of Config into a hub's folder, in the order of their names.
func WriteConfig(dir, name, format string, origin calendar.Date, days int, targets []Target) error {
	files, err := Config(name, format, origin, days, targets)
	if err != nil {
		return err
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, files[file], 0o666); err != nil {
			return err
		}
	}
	return nil
}

// Lengths that the schema allows, in characters.
const (
	mostID   = 30
	mostName = 100 // of units as well
)

// check holds a target against what the schema allows.
func (t *Target) check() error {
	for _, c := range []struct {
		what, text string
		most       int
	}{{"id", t.ID, mostID}, {"name", t.Name, mostName}, {"unit", t.Unit, mostName}} {
		if n := utf8.RuneCountInString(c.text); n == 0 || n > c.most {
			return fmt.Errorf("target %q: its %s %q has %d characters; the hubverse takes 1 to %d", t.ID, c.what, c.text, n, c.most)
		}
	}
	if len(t.Locations) == 0 {
		return fmt.Errorf("target %q has no location", t.ID)
	}
	seen := map[string]bool{}
	for _, l := range t.Locations {
		if seen[l] {
			return fmt.Errorf("target %q has the location %q twice", t.ID, l)
		}
		seen[l] = true
	}
	return nil
}

func checkTargets(targets []Target) error {
	var wrong []error
	seen := map[string]bool{}
	for i := range targets {
		t := &targets[i]
		wrong = append(wrong, t.check())
		if seen[t.ID] {
			wrong = append(wrong, fmt.Errorf("there are two targets %q", t.ID))
		}
		seen[t.ID] = true
	}
	return errors.Join(wrong...)
}
