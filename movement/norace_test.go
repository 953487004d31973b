//go:build !race

package movement_test

// underRace says that the race detector is on.
const underRace = false
