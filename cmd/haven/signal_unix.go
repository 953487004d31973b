//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreFileSizeSignal makes a file that grows beyond a limit (ulimit -f) an
// error of the write, which is told like any other, instead of a crash.
func ignoreFileSizeSignal() { signal.Ignore(syscall.SIGXFSZ) }
