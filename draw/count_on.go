//go:build countdraws

package draw

import "sync/atomic"

// Counting says whether this program counts its draws.
const Counting = true

var streams, numbers atomic.Int64

// Counts are the streams begun and the numbers taken from them since the
// program started.
func Counts() (begun, taken int64) { return streams.Load(), numbers.Load() }

func countStream() { streams.Add(1) }
func countNumber() { numbers.Add(1) }
