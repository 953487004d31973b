package counts

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"haven/internal/kept"
)

// Keep makes the simulation keep each day's futures and members under a path, so that it can be stopped at any moment
// and goes on there: files begin with the path, which must name the scenario, seed and members. Futures are kept for all
// days, members for the last; they are written before the futures they belong to and taken away after the next
// day's, so that whatever stops the program a day's futures never stand without the members to go on with.
func (s *Simulation) Keep(path string) { s.kept = path }

func (s *Simulation) futureFile(day int) string { return fmt.Sprintf("%s-%05d.bin", s.kept, day) }
func (s *Simulation) stateFile(day int) string  { return fmt.Sprintf("%s-%05d.members", s.kept, day) }

// keptFuture is the futures of a day that were kept by an earlier run; nil when there are none.
func (s *Simulation) keptFuture(day int) (*Future, error) {
	if s.kept == "" {
		return nil, nil
	}
	var f Future
	err := readKept(s.futureFile(day), &f)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return &f, err
}

// keepDay writes down what a day came to.
func (s *Simulation) keepDay(f *Future, before int) error {
	if s.kept == "" {
		return nil
	}
	if err := writeKept(s.stateFile(f.After), s.states); err != nil {
		return err
	}
	if err := writeKept(s.futureFile(f.After), f); err != nil {
		return err
	}
	if before < 0 {
		return nil
	}
	if err := os.Remove(s.stateFile(before)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// takeUp reads the members of the last day when that was not simulated by this run.
func (s *Simulation) takeUp() error {
	if s.states != nil || s.day == 0 {
		return nil
	}
	return readKept(s.stateFile(s.day-1), &s.states)
}

func readKept(path string, into any) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	if err := json.NewDecoder(file).Decode(into); err != nil {
		return fmt.Errorf("%s is damaged: %w; remove the folder it is in and begin again", path, err)
	}
	return nil
}

func writeKept(path string, content any) error {
	return kept.WriteSynced(path, func(w io.Writer) error { return json.NewEncoder(w).Encode(content) })
}
