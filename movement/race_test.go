//go:build race

package movement_test

// underRace says that the race detector is on, under which every memory access
// costs ten times as much.
const underRace = true
