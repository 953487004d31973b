package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// scenarioLock is the file whose lock an import holds in a scenario's folder from before it reads until it has written. Readers take no notice
// of it; one that a killed import left behind stops nobody, since the lock ends with its process.
const scenarioLock = ".haven.lock"

// alone takes a scenario's folder for this process and waits while another one has it: of two imports at once, each
// would write what it had read and its own rows, and those of the first to finish would be lost.
func alone(ctx context.Context, t *teller, dir string) (release func() error, err error) {
	path := filepath.Join(dir, scenarioLock)
	for told := false; ; {
		lock := flock.New(path)
		got, err := lock.TryLock()
		if err == nil && !got {
			if !told {
				t.note("another haven is at work in %s: waiting for it", dir)
				told = true
			}
			_, err = lock.TryLockContext(ctx, 50*time.Millisecond)
		}
		if ctx.Err() != nil {
			return nil, errors.Join(fmt.Errorf("stopped while another haven was at work in %s; nothing was written", dir), lock.Close())
		}
		if err != nil {
			return nil, errors.Join(unwritten(err), lock.Close())
		}
		// Whoever held it before has removed the file: what is locked then is no longer what the next one finds.
		held, heldErr := lock.Stat()
		there, thereErr := os.Stat(path)
		if heldErr == nil && thereErr == nil && os.SameFile(held, there) {
			return func() error { return letGo(lock) }, nil
		}
		if err := lock.Unlock(); err != nil {
			return nil, err
		}
	}
}

// letGo removes the file while it is held, so that nobody takes a lock that is about to go. Where an open file cannot be removed,
// it is removed afterwards, which fails there when another one has opened it.
func letGo(lock *flock.Flock) error {
	if os.Remove(lock.Path()) == nil {
		return lock.Unlock()
	}
	if err := lock.Unlock(); err != nil {
		return err
	}
	_ = os.Remove(lock.Path()) // an empty file that stays does no harm
	return nil
}

// unwritten says what helps where a scenario's folder cannot be changed. The error behind it is kept as text alone, because the general
// hints (hintFor) speak of --out, which no command has that changes a folder.
func unwritten(err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%v; the folder may not be written by you: copy it to where you may write, and give the copy to --into", err) //nolint:errorlint // see above
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("%v; the disk is full: make room and import again", err) //nolint:errorlint // see above
	}
	return err
}
