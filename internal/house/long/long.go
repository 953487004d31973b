// Package long tells tests whether they may take long, as they do in make verify. What computes much is smaller
// otherwise, with limits that follow from its size.
package long

import "os"

// Tests says whether the long tests run: whether HAVEN_LONG is set.
func Tests() bool { return os.Getenv("HAVEN_LONG") != "" }
