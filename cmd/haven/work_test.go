package main

import (
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

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
