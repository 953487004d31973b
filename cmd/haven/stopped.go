package main

import (
	"context"
	"errors"
	"fmt"
	"syscall"
)

// stop is work that came to an end before its time: why, and how to go on.
type stop struct {
	why, rest string
	cause     error
}

func (s *stop) Error() string { return s.why + "\n" + s.rest }
func (s *stop) Unwrap() error { return s.cause }

// stopped says of work that ended before its time what is left of it, or that nothing is, and with
// which command it goes on. Other errors stay as they are.
func stopped(ctx context.Context, err error, w *work, left, nothing, again string) error {
	interrupted := ctx.Err() != nil || errors.Is(err, context.Canceled)
	if !interrupted && !(mendable(err) && w.hasBatch()) {
		return err
	}
	s := &stop{why: "stopped", cause: err, rest: nothing + ", so nothing was left behind"}
	if !interrupted {
		s.why = plain(err)
	}
	if w.hasBatch() {
		s.rest = fmt.Sprintf("%s. Go on with:\n  %s", left, again)
	}
	return s
}

// mendable says whether the same command would go on after an error: after a disk or the like failed
// it. What it was given fails again, such as a folder of another run.
func mendable(err error) bool {
	var system syscall.Errno
	return errors.As(err, &system)
}
