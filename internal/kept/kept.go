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
	"slices"
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

// NoteList notes what a list, too long to be told twice, lost and got.
func (d *Differences) NoteList(what string, was, is []string) {
	var parts []string
	if lost := without(was, is); len(lost) > 0 {
		parts = append(parts, "no longer has "+few(lost))
	}
	if got := without(is, was); len(got) > 0 {
		parts = append(parts, "now has "+few(got))
	}
	if parts == nil && !slices.Equal(was, is) {
		parts = []string{"is in another order"}
	}
	if parts != nil {
		*d = append(*d, what+" "+strings.Join(parts, " and "))
	}
}

// without are the entries of a list that another one does not have.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

// few names some entries, and says how many more there are.
func few(list []string) string {
	const most = 3
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}

// NoteContent notes that what a hash was taken of is no longer the same. Where
// one of the two was not recorded, nothing is known to differ.
func (d *Differences) NoteContent(what, was, is string) {
	if was != "" && is != "" && was != is {
		*d = append(*d, what+" was changed")
	}
}

// String joins them.
func (d Differences) String() string { return strings.Join(d, "; ") }

// Another is the error of a folder that belongs to other work than the one
// asked for. Whoever knows which flag named the folder can give better advice from its parts.
type Another struct {
	Dir, What   string // what is the work in a word, such as run
	Differences Differences
}

func (a *Another) Error() string {
	return fmt.Sprintf("%s belongs to another %s (%s): resume with what it was started with, or choose another output folder", a.Dir, a.What, a.Differences)
}

// Begin starts a folder for some work, or finds that it was started (see Find).
func Begin[T any](dir, what string, plan *T, compare func(d *Differences, was, is *T)) error {
	begun, err := Find(dir, what, plan, compare)
	if begun || err != nil {
		return err
	}
	return start(dir, filepath.Join(dir, PlanFile), plan)
}

// Find says whether the work was started in a folder, and writes nothing. Another plan in
// it than the one given is an *Another. what is the work in a word, such as run.
func Find[T any](dir, what string, plan *T, compare func(d *Differences, was, is *T)) (begun bool, err error) {
	path := filepath.Join(dir, PlanFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	was := new(T)
	if err := json.Unmarshal(text, was); err != nil {
		return false, fmt.Errorf("%s cannot be read (%w): remove the folder %s to start again", path, err, dir)
	}
	if Hash(was) == Hash(plan) {
		return true, nil
	}
	a := &Another{Dir: dir, What: what}
	compare(&a.Differences, was, plan)
	return true, a
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
