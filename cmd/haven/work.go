package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"haven/results"
)

// work is the folder in which a run is made: DIR.partial. It holds a lock, the
// batches of members that are finished, and at the end the complete results,
// which one rename puts in their place. Whatever stops the program, the
// batches are there to go on with, and DIR is there completely or not at all.
type work struct {
	dir     string // where the results will be
	partial string
	lock    *flock.Flock
	made    bool // the folder was not there before
}

const (
	lockFile     = "lock"
	batchFolder  = "batches"
	resultFolder = "results"
)

func (w *work) batches() string { return filepath.Join(w.partial, batchFolder) }
func (w *work) results() string { return filepath.Join(w.partial, resultFolder) }

// started says whether an earlier run left batches behind.
func (w *work) started() bool {
	_, err := os.Stat(w.batches())
	return err == nil
}

// startWork takes the folder DIR.partial for this process. Without resume it
// must not hold another run's work; DIR must not exist.
func startWork(dir string, resume bool) (*work, error) {
	w := &work{dir: dir, partial: filepath.Clean(dir) + results.PartialSuffix}
	if err := w.vacant(); err != nil {
		return nil, err
	}
	_, err := os.Stat(w.partial)
	w.made = errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(w.partial, 0o777); err != nil {
		return nil, err
	}
	w.lock = flock.New(filepath.Join(w.partial, lockFile))
	got, err := w.lock.TryLock()
	switch {
	case err != nil:
		return nil, err
	case !got:
		return nil, fmt.Errorf("another haven is at work in %s; wait for it, or choose another folder with --out", w.partial)
	}
	// Between the first look and the lock another run may have finished here.
	if err := w.vacant(); err != nil {
		return nil, errors.Join(err, w.leave())
	}
	if !resume && w.started() {
		return nil, errors.Join(&interrupted{dir, w.partial}, w.lock.Unlock())
	}
	return w, nil
}

// tidy removes the work folder of a run that was killed after its results were
// in place.
func tidy(dir string) error {
	w := &work{dir: dir, partial: filepath.Clean(dir) + results.PartialSuffix}
	if _, err := os.Stat(w.partial); err != nil {
		return nil
	}
	w.lock = flock.New(filepath.Join(w.partial, lockFile))
	if got, err := w.lock.TryLock(); err != nil || !got {
		return err
	}
	return w.remove()
}

// vacant makes sure that there are no results yet.
func (w *work) vacant() error {
	_, err := os.Lstat(w.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		return &taken{w.dir}
	}
	return err
}

// finish puts the results in their place and takes the rest away.
func (w *work) finish() error {
	if err := w.vacant(); err != nil {
		return err
	}
	if err := os.Rename(w.results(), w.dir); err != nil {
		return err
	}
	return w.remove()
}

// remove takes the whole folder away. The lock is let go first, because some
// systems do not remove a file that is held.
func (w *work) remove() error {
	return errors.Join(w.lock.Unlock(), os.RemoveAll(w.partial))
}

// leave lets go of the folder after something went wrong: what can be gone on
// with stays, an empty folder made for nothing goes.
func (w *work) leave() error {
	if w.made && !w.hasBatch() {
		return w.remove()
	}
	return w.lock.Unlock()
}

func (w *work) hasBatch() bool {
	found, err := filepath.Glob(filepath.Join(globQuoted(w.batches()), "*.bin"))
	return err != nil || len(found) > 0
}

// globQuoted makes filepath.Glob take a path as it is written.
func globQuoted(path string) string {
	var out []rune
	for _, r := range path {
		if r == '*' || r == '?' || r == '[' {
			out = append(out, '[', r, ']')
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

// taken: the folder for the results exists.
type taken struct{ dir string }

func (e *taken) Error() string {
	return fmt.Sprintf("%s exists, and nothing is overwritten; choose another folder, such as --out %s", e.dir, quoteArg(another(e.dir)))
}

// interrupted: an earlier run in the same place was stopped.
type interrupted struct{ dir, partial string }

func (e *interrupted) Error() string {
	return fmt.Sprintf("a run that was stopped lies in %s; go on with it by the same command and --resume, or remove it, or choose another folder with --out", e.partial)
}

// place chooses the folder for the results: the one asked for, else
// runs/NAME-N. N is the first number without results or work; with resume, the
// last one at which there is work.
func place(out, name string, resume bool) string {
	if out != "" {
		return filepath.Clean(out)
	}
	fresh, stopped := "", ""
	for n := 1; fresh == ""; n++ {
		dir := filepath.Join("runs", fmt.Sprintf("%s-%d", name, n))
		_, err := os.Lstat(dir)
		_, partialErr := os.Lstat(dir + results.PartialSuffix)
		switch {
		case err == nil:
		case partialErr == nil:
			stopped = dir
		default:
			fresh = dir
		}
	}
	if resume && stopped != "" {
		return stopped
	}
	return fresh
}

// mostAtOnce is how many threads may run at once: far more than there are
// processors to run them, far fewer than those at which a Go program ends.
const mostAtOnce = 1024

// atOnce lets so many threads run at once; 0 is one a processor.
func atOnce(threads int) {
	if threads > 0 {
		runtime.GOMAXPROCS(min(threads, mostAtOnce))
	}
}

// writeLog writes what results do not depend on.
func writeLog(w *work, began, simulated time.Time, threads int, resumed bool) error {
	if threads == 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	text, err := json.MarshalIndent(map[string]any{
		"started": began.UTC().Format(time.RFC3339), "finished": time.Now().UTC().Format(time.RFC3339),
		"seconds": seconds(began), "seconds_simulating": float64(simulated.Sub(began).Milliseconds()) / 1000,
		"threads": threads, "resumed": resumed,
	}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.results(), "run.log.json"), append(text, '\n'), 0o666)
}

// hintFor says in words what lies behind an error of the file system.
func hintFor(err error) string {
	flag := "--out"
	var base baseError
	if errors.As(err, &base) {
		flag = "--base"
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full: make room, or choose another disk with " + flag
	case errors.Is(err, syscall.EFBIG):
		return "files may not grow that large here (ulimit -f)"
	case errors.Is(err, syscall.EROFS):
		return "the disk can only be read: choose another folder with " + flag
	case errors.Is(err, fs.ErrPermission):
		return "the folder may not be written by you: choose another one with " + flag
	case errors.Is(err, syscall.ENOTDIR):
		return "a part of the path is a file, not a folder"
	}
	return ""
}
