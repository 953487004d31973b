package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"haven/internal/kept"
)

func TestOnlyWhatMayGetBetterIsGoneOnWith(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		want bool
	}{
		{"Ctrl-C", stopped, context.Canceled, true},
		{"the disk is full", context.Background(), fmt.Errorf("writing: %w", &fs.PathError{Op: "write", Path: "a", Err: syscall.ENOSPC}), true},
		{"the folder is of another run", context.Background(), fmt.Errorf("the run: %w", &kept.Another{Dir: "a", What: "run"}), false},
		{"a mistake in what was given", context.Background(), errors.New("there is no such measure"), false},
	} {
		if got := mendable(c.ctx, c.err); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

func TestAHintNamesTheFlagOfTheFolder(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.EACCES, syscall.ENOSPC, syscall.EROFS} {
		err := error(&fs.PathError{Op: "open", Path: "lock", Err: errno})
		if hint := hintFor(err); !strings.HasSuffix(hint, " with --out") {
			t.Errorf("%s: %q", err, hint)
		}
		if hint := hintFor(fmt.Errorf("the base: %w", baseError{err})); !strings.HasSuffix(hint, " with --base") {
			t.Errorf("%s of the base: %q", err, hint)
		}
	}
}
