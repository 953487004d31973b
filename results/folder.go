package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"haven/scenario"
)

// Folder is a run folder in the making. What needs no figures is made in the
// background as soon as the scenario to be run is known, beside whatever
// computes the figures: the scenario's copy and its hash, and the files that
// the rest goes into.
type Folder struct {
	dir string
	sc  *scenario.Scenario

	begun time.Time
	to    disk
	at    *atlas
	hash  string
	err   error
	made  chan struct{} // closed when all of the above is there
}

// Begin begins the run folder dir, which must not exist or be empty, for a
// scenario as it is run. It returns at once; errors are told by Write. A
// folder that is begun is to be ended, by Write or by Leave.
func Begin(dir string, sc *scenario.Scenario) *Folder {
	f := &Folder{dir: dir, sc: sc, made: make(chan struct{}), begun: time.Now()} //nolint:forbidigo // says whether to wait for the disk, never what is written
	go func() {
		defer close(f.made)
		if f.err = claim(dir); f.err != nil {
			return
		}
		f.at = newAtlas(sc)
		if f.hash, f.err = scenario.WriteAndHash(sc, filepath.Join(dir, "scenario")); f.err != nil {
			return
		}
		for i := range Tables {
			if t := &Tables[i]; !t.Optional {
				f.err = errors.Join(f.err, f.to.open(f.path(tableFile(t.Name))))
			}
		}
		for _, e := range exportsOf(sc, false) {
			f.err = errors.Join(f.err, f.to.open(f.path(e.File)))
		}
		_, _ = json.Marshal(new(Manifest)) // how its types are written is found once
	}()
	return f
}

func (f *Folder) path(file string) string { return filepath.Join(f.dir, filepath.FromSlash(file)) }

// worthWaiting is how long results must have taken for a run to wait until they
// are on the disk (decision 0030).
const worthWaiting = time.Second

// Write completes the folder with the results of the scenario that it was begun
// for. Files of results that took a second or more since Begin are on the disk
// when it returns, so that a power failure cannot take them; those of less are handed to the
// operating system, which writes them within the minute. Every error leaves an incomplete folder behind, without a manifest: begin
// a folder aside and rename it when Write has succeeded.
func (f *Folder) Write(in *Input) error {
	<-f.made
	if time.Since(f.begun) >= worthWaiting {
		f.to.lasting = true
	}
	err := f.err
	if err == nil && in.Scenario != f.sc {
		err = errors.New("a run folder begun for one scenario is to hold the results of another")
	}
	if err == nil {
		err = f.complete(in)
	}
	if err = errors.Join(err, f.to.wait()); err != nil {
		_ = os.Remove(f.path(ManifestFile)) // the first error is the one to tell
	}
	return err
}

// Leave lets go of a folder that will not be completed. What was begun stays,
// without a manifest.
func (f *Folder) Leave() {
	<-f.made
	_ = f.to.wait() // nobody needs these files
}

func (f *Folder) complete(in *Input) error {
	m := &Manifest{
		Format: Format, Haven: in.Haven, Seed: in.Seed, Members: in.Summary.N(), Until: in.Until.String(),
		Set: slices.Clone(in.Set), Parameters: parametersOf(in.Design),
		Scenario: ScenarioInfo{
			Name: in.Scenario.Name, Title: in.Scenario.Title, Hash: f.hash,
			From: in.Scenario.Period.From.String(), To: in.Scenario.Period.To.String(),
		},
		Platform: Platform{OS: runtime.GOOS, Arch: runtime.GOARCH, Go: runtime.Version()},
		Measures: measuresOf(in.Summary.Layout), Flee: in.Flee, Forecast: in.Forecast,
	}
	if in.WhatIf != nil {
		m.WhatIf = &in.WhatIf.Info
	}
	if m.Set == nil {
		m.Set = []Setting{}
	}
	slices.SortFunc(m.Set, func(a, b Setting) int { return strings.Compare(a.Address, b.Address) })
	if err := f.writeParts(in, m); err != nil {
		return err
	}
	return m.write(f.dir, &f.to)
}

// claim makes dir, or accepts it when it is empty.
func claim(dir string) error {
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		return fmt.Errorf("the folder %s exists and is not empty; nothing was overwritten", dir)
	}
	for _, sub := range []string{"tables", "exports"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			return err
		}
	}
	return nil
}
