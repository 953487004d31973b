//go:build !countdraws

package draw

// Counting says whether this program counts its draws. It costs time, so that
// only a program built with -tags countdraws does.
const Counting = false

// Counts are the streams begun and the numbers taken from them since the
// program started; none unless Counting.
func Counts() (streams, numbers int64) { return 0, 0 }

func countStream() {}
func countNumber() {}
