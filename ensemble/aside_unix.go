//go:build unix

package ensemble

import "os"

// dropName takes a file's name away: the file is there until it is closed, and
// a process that is killed leaves nothing behind.
func dropName(path string) { _ = os.Remove(path) } // a name that stays is taken away with its folder
