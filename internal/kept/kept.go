// Package kept is what work that takes long leaves on disk to be gone on with: which
// work it is, and files that are there completely or not at all.
package kept

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// PlanFile says in a folder which work it belongs to.
const PlanFile = "plan.json"

// Hash names a plan: all that what comes of some work depends on. Plans are of
// texts, finite numbers and lists and maps of them.
func Hash(plan any) [32]byte {
	text, err := json.Marshal(plan) // map keys are sorted
	if err != nil {
		panic(err) // nothing that JSON lacks is in a plan
	}
	return sha256.Sum256(text)
}

// Differences tells a person what differs between the work that was begun and
// the one asked for.
type Differences []string

// Note notes a number or text when it is no longer what it was.
func (d *Differences) Note(what string, was, is any) {
	if left, right := fmt.Sprint(was), fmt.Sprint(is); left != right {
		*d = append(*d, fmt.Sprintf("%s was %s and is now %s", what, left, right))
	}
}

// String joins them.
func (d *Differences) String() string { return strings.Join(*d, "; ") }

// Begin starts a folder for some work, or finds that it was started: another
// plan in it than the one given is an error that names the differences. what
// is the work in a word, such as run.
func Begin[T any](dir, what string, plan *T, compare func(d *Differences, was, is *T)) error {
	path := filepath.Join(dir, PlanFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return start(dir, path, plan)
	}
	if err != nil {
		return err
	}
	was := new(T)
	if err := json.Unmarshal(text, was); err != nil {
		return fmt.Errorf("%s cannot be read (%w): remove the folder %s to start again", path, err, dir)
	}
	if Hash(was) == Hash(plan) {
		return nil
	}
	var d Differences
	compare(&d, was, plan)
	return fmt.Errorf("%s belongs to another %s (%s): resume with what it was started with, or choose another output folder", dir, what, d.String())
}

func start(dir, path string, plan any) error {
	text, err := json.MarshalIndent(plan, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return Write(path, func(w io.Writer) error { _, err := w.Write(append(text, '\n')); return err })
}

// Begun says whether work was started in a folder.
func Begun(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, PlanFile))
	return !errors.Is(err, fs.ErrNotExist)
}

// Write writes a file aside and renames it: whoever kills the program finds the old
// one or the new one. It does not wait for the disk.
func Write(path string, content func(w io.Writer) error) error {
	return write(path, content, func(*os.File) error { return nil })
}

// WriteSynced is Write that makes the folders the file lies in where they are not there, and waits until it is on the disk.
func WriteSynced(path string, content func(w io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return write(path, content, (*os.File).Sync)
}

// asides tells files apart that are written at once.
var asides atomic.Uint64

func write(path string, content func(w io.Writer) error, settle func(*os.File) error) (err error) {
	aside := fmt.Sprintf("%s.%d-%d.tmp", path, os.Getpid(), asides.Add(1))
	f, err := os.Create(aside)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // the first error is the one to tell
			_ = os.Remove(aside)
		}
	}()
	if err := content(f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := errors.Join(settle(f), f.Close()); err != nil {
		return err
	}
	return os.Rename(aside, path)
}
