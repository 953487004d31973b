package main

import (
	"fmt"
	"os"
	"path/filepath"

	"haven/internal/kept"
	"haven/results"
)

// answered answers --resume where the results are there already: nothing is left to do, or
// they are of another question than the one asked now. was says how they came about, such as "was run with --seed 1".
// Of what is asked everything counts that decides the results; threads, and whether there is a page, do not.
func answered(t *teller, dir, was string, d kept.Differences) error {
	if len(d) > 0 {
		return fmt.Errorf("%s is complete, but %s (%s); choose another folder with --out", dir, was, d)
	}
	if err := tidy(dir); err != nil {
		return err
	}
	t.say("%s is complete already; there is nothing to resume", dir)
	t.emit("done", event{"dir": dir, "resumed": false, "complete": true})
	return nil
}

// noteManifest notes what differs of what all manifests have.
func noteManifest(d *kept.Differences, m *results.Manifest, kind, scenario string, members int, seed uint64) {
	d.Note("the kind of results", kindOf(m), kind)
	d.Note("the scenario's name", m.Scenario.Name, scenario)
	d.Note("the number of "+membersOf[kind], m.Members, members)
	d.Note("the seed", m.Seed, seed)
}

// membersOf is what the members are called that each kind of results has.
var membersOf = map[string]string{"run": "members", "what-if": "pairs", "forecast": "particles"}

func kindOf(m *results.Manifest) string {
	switch {
	case m.WhatIf != nil:
		return "what-if"
	case m.Forecast != nil:
		return "forecast"
	}
	return "run"
}

// valuesOf are changed values as a command line gives them.
func valuesOf(list []results.Setting) map[string]float64 {
	set := make(map[string]float64, len(list))
	for _, s := range list {
		set[s.Address] = s.Value
	}
	return set
}

// noteHub notes that the hubverse's file is not there in the format asked for.
func noteHub(d *kept.Differences, file, format string) {
	if _, err := os.Stat(file); err != nil {
		*d = append(*d, fmt.Sprintf("%s, the hubverse's file in the format %s (--hub), is not there", filepath.Base(file), format))
	}
}
